//! The rows that are wrong, as a file to mend and run again.

use std::collections::BTreeMap;

use super::check::Checked;
use super::index::{harmless, writer};
use crate::files;
use crate::input::roster::{PROBLEM, Roster};
use crate::problem::{Problem, Problems, Severity};

impl Checked {
    /// The rows that are wrong as CSV, below the header, with a column that says why, in the words of
    /// `reason`. It can be read as a roster again.
    ///
    /// # Errors
    ///
    /// A roster that cannot be read any more.
    pub fn faulty(
        &self,
        roster: Roster,
        reason: &dyn Fn(&Problem) -> String,
    ) -> Result<Vec<u8>, Problems> {
        let mut reasons: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for problem in self.problems.0.iter().filter(|p| p.severity == Severity::Error) {
            let row = problem.place.as_ref().and_then(|place| place.source.row.as_ref());
            if let Some(row) = row {
                reasons.entry(row.number).or_default().push(reason(problem));
            }
        }
        let mut out = writer(Vec::new()).map_err(|error| files::refusal(&error))?;
        let header = roster.header().to_vec();
        let width = header.len();
        let refused =
            |error: csv::Error| Problem::refusal("file-not-writable").with("reason", error);
        let line = |cells: Vec<String>, last: &str| {
            let cells = cells.into_iter().chain(std::iter::repeat(String::new())).take(width);
            let cells = cells.chain([last.to_owned()]);
            cells.map(|cell| harmless(&cell).into_owned()).collect::<Vec<_>>()
        };
        out.write_record(line(header, PROBLEM)).map_err(refused)?;
        for row in roster {
            let row = row?;
            let Some(reasons) = reasons.get(&row.number) else { continue };
            let cells = row.cells.iter().map(|cell| cell.shown().to_owned()).collect();
            out.write_record(line(cells, &reasons.join("; "))).map_err(refused)?;
        }
        out.into_inner().map_err(|error| {
            let reason = error.into_error();
            Problem::refusal("file-not-writable").with("reason", reason).into()
        })
    }
}
