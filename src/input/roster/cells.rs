//! One row of a roster, as its file has it.

use std::iter;

use crate::problem::{BETWEEN, Row, Source};

/// A row.
#[derive(Debug, Clone, PartialEq)]
pub struct Cells {
    /// Its number, from 1, as a spreadsheet shows it.
    pub number: usize,
    /// Its cells, empty ones at the end left out.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// What it shows.
    Text(String),
    /// What it shows cannot be known, or is not what a letter could say.
    Wrong {
        /// What the file has.
        shown: String,
        /// Why: the code of a problem.
        why: &'static str,
    },
}

/// What spreadsheets show in place of a value that a formula does not have, in English and German.
const ERRORS: [&str; 12] = [
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#NV", "#ZAHL!", "#BEZUG!",
    "#WERT!", "#SPILL!",
];

impl Cell {
    /// A text, unless it is what a spreadsheet shows of an error: in an ODS and in a CSV, one is
    /// nothing else.
    pub(super) fn text(text: String) -> Self {
        let numbered = text.strip_prefix("Err:").or_else(|| text.strip_prefix("Fehler:"));
        let is_number = |rest: &str| rest.len() == 3 && rest.bytes().all(|b| b.is_ascii_digit());
        if ERRORS.contains(&text.as_str()) || numbered.is_some_and(is_number) {
            return Cell::Wrong { shown: text, why: "cell-error" };
        }
        Cell::Text(text)
    }

    /// What can be shown of it.
    pub fn shown(&self) -> &str {
        match self {
            Cell::Text(shown) | Cell::Wrong { shown, .. } => shown,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Cell::Text(text) if text.trim().is_empty())
    }
}

impl Cells {
    /// A row without the empty cells at its end.
    pub(crate) fn new(number: usize, mut cells: Vec<Cell>) -> Self {
        while cells.last().is_some_and(Cell::is_empty) {
            cells.pop();
        }
        Cells { number, cells }
    }

    /// The row as a text to point into, with at least so many cells that the one of each column has
    /// its place. Line ends in a cell are blanks there, so that it is one line; every byte keeps its
    /// place.
    pub(crate) fn source(&self, file: &str, columns: usize) -> Source {
        let mut text = String::new();
        let mut begins = Vec::with_capacity(self.cells.len().max(columns));
        let shown = self.cells.iter().map(Cell::shown).chain(iter::repeat(""));
        for (index, shown) in shown.take(self.cells.len().max(columns)).enumerate() {
            if index > 0 {
                text.push_str(BETWEEN);
            }
            begins.push(text.len());
            text.extend(shown.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
        }
        Source {
            name: file.to_owned(),
            text,
            row: Some(Row { number: self.number, cells: begins }),
        }
    }
}
