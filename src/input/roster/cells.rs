//! One row of a roster, as its file has it.

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

impl Cell {
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

    /// The row as a text to point into. Line ends in a cell are blanks there, so that it is one
    /// line; every byte keeps its place.
    pub(crate) fn source(&self, file: &str) -> Source {
        let mut text = String::new();
        let mut begins = Vec::with_capacity(self.cells.len());
        for (index, cell) in self.cells.iter().enumerate() {
            if index > 0 {
                text.push_str(BETWEEN);
            }
            begins.push(text.len());
            text.extend(
                cell.shown().chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }),
            );
        }
        Source {
            name: file.to_owned(),
            text,
            row: Some(Row { number: self.number, cells: begins }),
        }
    }
}
