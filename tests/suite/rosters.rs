//! Rosters: what is read of a table, and what is told of what is wrong with it.

mod cells;
mod folders;
mod sheets;
mod workbook;

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use art21::input::roster::{Cell, Options, Roster};
use art21::problem::Problems;
use art21::texts::Texts;
use tempfile::TempDir;

use crate::support;

/// The catalogue, loaded once for all tables.
static TEXTS: LazyLock<Texts> = LazyLock::new(support::texts);

/// The rows of a table, each with its number.
type Rows<T = Cell> = Vec<(usize, Vec<T>)>;

/// What is read of a file: its header with the number 1 and its rows with theirs; and what is told of
/// the header. All of a file that cannot be read is an error.
fn read(path: &Path, options: &Options) -> Result<(Rows, Problems), Problems> {
    let (roster, told) = Roster::open(path, options, &TEXTS)?;
    let header = roster.header().iter().map(|name| Cell::Text(name.clone())).collect();
    let mut rows = vec![(1, header)];
    for row in roster {
        let row = row?;
        rows.push((row.number, row.cells));
    }
    Ok((rows, told))
}

/// What is read of a file of this name and content.
fn read_bytes(name: &str, content: impl AsRef<[u8]>) -> Result<(Rows, Problems), Problems> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, content).unwrap();
    read(&path, &Options::default())
}

/// The texts of all cells of a table, each row with its number.
#[track_caller]
fn texts(name: &str, content: impl AsRef<[u8]>) -> Rows<String> {
    let (rows, _) = read_bytes(name, content).unwrap();
    let text = |cell: Cell| match cell {
        Cell::Text(text) => text,
        Cell::Wrong { shown, why } => panic!("{shown}: {why}"),
    };
    rows.into_iter().map(|(number, row)| (number, row.into_iter().map(text).collect())).collect()
}

/// A row as [`texts`] has it.
fn row(number: usize, cells: &[&str]) -> (usize, Vec<String>) {
    (number, cells.iter().map(|cell| (*cell).to_owned()).collect())
}

fn codes(problems: &Problems) -> Vec<&'static str> {
    problems.0.iter().map(|problem| problem.code).collect()
}
