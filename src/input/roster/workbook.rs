//! Rosters from spreadsheets: XLSX and ODS.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use calamine::{
    Data, DataRef, Ods, Range, Reader, Sheet, SheetVisible, StyleRange, Xlsx, XlsxError,
};
use zip::ZipArchive;

use super::cells::{Cell, Cells};
use super::hidden::Hidden;
use super::number;
use crate::files;
use crate::problem::{Problem, Problems};

/// The most that a workbook may unpack to, in bytes: some two million rows.
const LARGEST: u64 = 1 << 30;

/// The most cells between the first and the last that is filled, empty ones included, for what reads a
/// sheet makes room for all of them: a million rows of twenty columns.
const CELLS: u64 = 20 << 20;

/// The most hidden rows that are named.
const NAMED: usize = 20;

/// A sheet that was read.
pub(super) struct Workbook {
    rows: std::vec::IntoIter<Cells>,
}

impl Workbook {
    /// Reads the sheet of this name, or the first that is not hidden; with what is to be mentioned
    /// of the others.
    ///
    /// # Errors
    ///
    /// What is no workbook, a sheet that is not there, and one that unpacks to too much.
    pub(super) fn open(path: &Path, sheet: Option<&str>) -> Result<(Workbook, Problems), Problem> {
        let unreadable = |reason: String| {
            let problem = Problem::error("workbook-unreadable").with("reason", reason);
            problem.in_file(path.display().to_string())
        };
        let open = || File::open(path).map_err(|error| files::refused(path, &error));
        let is_ods = unpacks(open()?).map_err(|wrong| match wrong {
            Unpacked::TooLarge => {
                let problem = Problem::error("workbook-too-large").with("limit", "1 GiB");
                problem.in_file(path.display().to_string())
            }
            Unpacked::Broken(reason) => unreadable(reason),
        })?;
        let file = BufReader::new(open()?);
        let picked = |sheets: &[Sheet]| pick(sheets, sheet, path);
        let (table, sheet, mut notes) = if is_ods {
            let mut book = Ods::new(file).map_err(|error| unreadable(error.to_string()))?;
            let (name, notes) = picked(book.sheets_metadata())?;
            let table =
                Table::read(&mut book, &name, true).map_err(|e| unreadable(e.to_string()))?;
            (table, name, notes)
        } else {
            let mut book = Xlsx::new(file).map_err(|error| unreadable(error.to_string()))?;
            let (name, notes) = picked(book.sheets_metadata())?;
            if extent(&mut book, &name).map_err(|e| unreadable(e.to_string()))? > CELLS {
                let problem = Problem::error("sheet-too-large").with("limit", CELLS);
                return Err(problem.in_file(path.display().to_string()));
            }
            let table =
                Table::read(&mut book, &name, false).map_err(|e| unreadable(e.to_string()))?;
            (table, name, notes)
        };
        let rows = table.rows();
        let hidden = Hidden::read(open()?, &sheet, is_ods);
        let hidden = rows.iter().skip(1).map(|row| row.number).filter(|row| hidden.has(*row));
        let hidden: Vec<String> = hidden.map(|row| row.to_string()).collect();
        if !hidden.is_empty() {
            let mut problem = Problem::warning("hidden-rows").with("count", hidden.len());
            problem = problem.with("rows", shortened(&hidden));
            notes.push(problem.in_file(path.display().to_string()));
        }
        Ok((Workbook { rows: rows.into_iter() }, notes))
    }
}

impl Iterator for Workbook {
    type Item = Cells;

    fn next(&mut self) -> Option<Cells> {
        self.rows.next()
    }
}

/// The values of a sheet, how they are to be shown, and which come from a formula.
struct Table {
    values: Range<Data>,
    styles: StyleRange,
    formulas: Range<String>,
    /// Whether a formula without a result has an empty one: in an ODS, programs write it so.
    empty_results: bool,
}

impl Table {
    fn read<B: Reader<BufReader<File>>>(
        book: &mut B,
        sheet: &str,
        is_ods: bool,
    ) -> Result<Table, B::Error> {
        Ok(Table {
            values: book.worksheet_range(sheet)?,
            styles: book.worksheet_style(sheet)?,
            formulas: book.worksheet_formula(sheet)?,
            empty_results: is_ods,
        })
    }

    /// The rows that are not empty.
    fn rows(&self) -> Vec<Cells> {
        let Some([(top, left), (bottom, right)]) = self.ends() else { return Vec::new() };
        let mut rows = Vec::new();
        for row in top..=bottom {
            let blanks = (0..left).map(|_| Cell::Text(String::new()));
            let cells = blanks.chain((left..=right).map(|column| self.cell(row, column)));
            let cells = Cells::new(row as usize + 1, cells.collect());
            if !cells.cells.is_empty() {
                rows.push(cells);
            }
        }
        rows
    }

    /// The first and the last row and column with a value or a formula.
    fn ends(&self) -> Option<[(u32, u32); 2]> {
        let ends = [
            self.values.start().zip(self.values.end()),
            self.formulas.start().zip(self.formulas.end()),
        ];
        ends.into_iter().flatten().map(|(start, end)| [start, end]).reduce(|a, b| {
            [(a[0].0.min(b[0].0), a[0].1.min(b[0].1)), (a[1].0.max(b[1].0), a[1].1.max(b[1].1))]
        })
    }

    fn cell(&self, row: u32, column: u32) -> Cell {
        let value = self.values.get_value((row, column)).unwrap_or(&Data::Empty);
        let format = self.styles.get((row, column)).and_then(|style| style.number_format.as_ref());
        let format = format.map_or("General", |format| format.format_code.as_str());
        let wrong = |shown: String, why| Cell::Wrong { shown, why };
        match value {
            Data::Empty => match self.formulas.get_value((row, column)) {
                Some(formula) if !formula.is_empty() && !self.empty_results => {
                    wrong(format!("={formula}"), "cell-not-calculated")
                }
                _ => Cell::Text(String::new()),
            },
            Data::String(text) => Cell::text(text.clone()),
            Data::Int(number) => number::shown(*number as f64, format),
            Data::Float(number) => number::shown(*number, format),
            Data::DateTime(day) => match day.as_datetime().filter(|_| day.is_datetime()) {
                Some(at) => number::day(at, format),
                None => number::unknown(&day.as_f64().to_string()),
            },
            Data::DateTimeIso(text) | Data::DurationIso(text) => number::unknown(text),
            Data::Bool(is) => wrong(is.to_string().to_uppercase(), "cell-boolean"),
            Data::Error(error) => wrong(error.to_string(), "cell-error"),
        }
    }
}

/// The sheet of this name, or the first that is not hidden; and the others that could be meant.
fn pick(
    sheets: &[Sheet],
    wanted: Option<&str>,
    path: &Path,
) -> Result<(String, Problems), Problem> {
    let visible: Vec<&str> = sheets
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.as_str())
        .collect();
    let all = sheets.iter().map(|sheet| sheet.name.as_str());
    let file = path.display().to_string();
    let Some(wanted) = wanted else {
        let Some((first, others)) = visible.split_first() else {
            return Err(Problem::error("no-visible-sheet").in_file(file));
        };
        let mut notes = Problems::default();
        if !others.is_empty() {
            let problem = Problem::warning("further-sheets").with("used", first);
            notes.push(problem.with("others", others.join(", ")).in_file(file));
        }
        return Ok(((*first).to_owned(), notes));
    };
    match all.clone().find(|name| *name == wanted) {
        Some(name) => Ok((name.to_owned(), Problems::default())),
        None => {
            let problem = Problem::usage("unknown-sheet").with("sheet", wanted);
            Err(problem.with("sheets", all.collect::<Vec<_>>().join(", ")).in_file(file))
        }
    }
}

/// So many of them as a line can hold: `3, 17, 18`.
fn shortened(numbers: &[String]) -> String {
    let more = if numbers.len() > NAMED { ", …" } else { "" };
    numbers.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ") + more
}

/// How many cells there are from the first of a sheet to the last that is filled.
fn extent(book: &mut Xlsx<BufReader<File>>, sheet: &str) -> Result<u64, XlsxError> {
    let mut cells = book.worksheet_cells_reader(sheet)?;
    let (mut rows, mut columns) = (0, 0);
    while let Some(cell) = cells.next_cell()? {
        if *cell.get_value() == DataRef::Empty {
            continue;
        }
        let (row, column) = cell.get_position();
        (rows, columns) = (rows.max(u64::from(row) + 1), columns.max(u64::from(column) + 1));
    }
    Ok(rows * columns)
}

/// Why a workbook cannot be unpacked.
enum Unpacked {
    TooLarge,
    Broken(String),
}

impl From<zip::result::ZipError> for Unpacked {
    fn from(error: zip::result::ZipError) -> Self {
        Unpacked::Broken(error.to_string())
    }
}

/// Unpacks a workbook into nothing, for what its directory says about sizes may be false. Says
/// whether it is an ODS.
fn unpacks(file: File) -> Result<bool, Unpacked> {
    let mut archive = ZipArchive::new(BufReader::new(file))?;
    let mut left = LARGEST;
    let mut is_ods = false;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let name = entry.name()?.into_owned();
        is_ods |= name == "content.xml";
        // Pictures are not read; what else is may have any name.
        if ["xl/media/", "Pictures/", "Thumbnails/"].iter().any(|media| name.starts_with(media)) {
            continue;
        }
        let read = io::copy(&mut entry.by_ref().take(left + 1), &mut io::sink())
            .map_err(|error| Unpacked::Broken(error.to_string()))?;
        left = left.checked_sub(read).ok_or(Unpacked::TooLarge)?;
    }
    Ok(is_ods)
}
