//! Rosters: many persons in one file, one in each row.
//!
//! A row becomes the tables of an art21.toml, whose values point into the row, and is read by the
//! same reader as a config: every check exists once.

mod cells;
mod column;
mod csv;
mod ends;
mod hidden;
mod number;
mod quotes;
mod row;
mod workbook;

use std::path::Path;
use std::sync::Arc;

pub use cells::{Cell, Cells};
pub(crate) use column::Columns;
pub use row::{Person, RowReader};

use chrono::NaiveDate;

use self::csv::Csv;
use super::config::Base;
use crate::problem::{Problem, Problems};
use crate::texts::Texts;
use workbook::Workbook;

/// How a roster is to be read.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The sheet of a workbook; the first that is not hidden where there is none.
    pub sheet: Option<String>,
    /// Headers of columns that are not to be read.
    pub ignored: Vec<String>,
}

/// Whether the name of a file says that it is a roster.
pub fn is_roster(path: &Path) -> bool {
    kind(path).is_some()
}

/// What kinds of file there are.
enum Kind {
    Text,
    Workbook,
    /// Of a program that no longer writes it by itself.
    Old,
}

fn kind(path: &Path) -> Option<Kind> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    Some(match extension.as_str() {
        "csv" | "tsv" | "tab" | "txt" => Kind::Text,
        "xlsx" | "xlsm" | "ods" => Kind::Workbook,
        "xls" => Kind::Old,
        _ => return None,
    })
}

/// The rows of a file, the first of which is its header.
enum File {
    Csv(Box<Csv>),
    Workbook(Workbook),
}

impl Iterator for File {
    type Item = Result<Cells, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        match self {
            File::Csv(csv) => csv.next(),
            File::Workbook(workbook) => workbook.next().map(Ok),
        }
    }
}

/// The columns that a roster may have, by their English names.
pub fn columns() -> impl Iterator<Item = &'static str> {
    column::COLUMNS.iter().map(|(id, _)| *id)
}

/// The header of a column that says what is wrong with each row. It is not read.
pub const PROBLEM: &str = "problem";

/// A roster that is open: its columns are known, its rows are to be read.
pub struct Roster {
    name: String,
    header: Vec<String>,
    file: File,
    columns: Arc<Columns>,
}

impl Iterator for Roster {
    type Item = Result<Cells, Problem>;

    /// The next row below the header that is not empty.
    fn next(&mut self) -> Option<Self::Item> {
        let row = self.file.next()?;
        Some(row.map_err(|problem| problem.in_file(&self.name)))
    }
}

impl Roster {
    /// Opens a roster; with what is wrong with its header, which leaves its rows readable, and what
    /// is to be mentioned.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, that is no roster, or that has no rows.
    pub fn open(
        path: &Path,
        options: &Options,
        texts: &Texts,
    ) -> Result<(Roster, Problems), Problems> {
        let name = path.display().to_string();
        let (mut file, mut problems) = match kind(path) {
            Some(Kind::Text) => {
                if let Some(sheet) = &options.sheet {
                    let problem = Problem::usage("sheet-of-text").with("sheet", sheet);
                    return Err(problem.in_file(name).into());
                }
                let known = |header: &Cells| {
                    let (columns, _) = Columns::of(header, &name, &[], texts);
                    columns.all().count()
                };
                (File::Csv(Box::new(Csv::open(path, known)?)), Problems::default())
            }
            Some(Kind::Workbook) => {
                let (workbook, notes) = Workbook::open(path, options.sheet.as_deref())?;
                (File::Workbook(workbook), notes)
            }
            Some(Kind::Old) | None => {
                return Err(Problem::error("not-a-roster").in_file(name).into());
            }
        };
        let Some(header) = file.next().transpose().map_err(|p| p.in_file(&name))? else {
            return Err(Problem::error("roster-empty").in_file(name).into());
        };
        let (columns, wrong) = Columns::of(&header, &name, &options.ignored, texts);
        problems.0.extend(wrong.0);
        let header = header.cells.iter().map(|cell| cell.shown().to_owned()).collect();
        Ok((Roster { name, header, file, columns: Arc::new(columns) }, problems))
    }

    /// The headers of its columns.
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// What reads its rows as persons, each with what the config says for all.
    pub fn reader<'a>(&self, base: &'a Base, texts: &'a Texts, today: NaiveDate) -> RowReader<'a> {
        let (file, columns) = (self.name.clone(), Arc::clone(&self.columns));
        RowReader { file, columns, base, texts, today }
    }
}
