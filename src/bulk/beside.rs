//! What stands beside the letters: the index, the sums, the list for a parcel.

use std::io::{self, BufWriter};
use std::path::Path;

use super::folder::{self, INDEX, SUMS};
use super::index::{self, Entry};
use super::run::{Consigning, Found, Outcome, Run};
use crate::files::{self, Draft};
use crate::letter::{self, Consignment, Listed};
use crate::output::Format;
use crate::problem::Problems;

impl Run<'_> {
    /// Writes the list that goes with a parcel of all letters; gives its number.
    pub(super) fn consign(
        &self,
        to: &Consigning<'_>,
        entries: &[Entry],
    ) -> Result<String, Problems> {
        let letters: Vec<Listed<'_>> = entries
            .iter()
            .map(|Entry { reference, name, pages, sha256, .. }| Listed {
                reference,
                name,
                pages: *pages,
                sha256,
            })
            .collect();
        let case = &to.base.case;
        let number = letter::consignment_number(&letters);
        let list = Consignment {
            number: &number,
            date: case.date,
            language: case.language,
            controller: &case.controller,
            recipient: &case.recipient,
            organiser: self.bench.organiser,
            letters: &letters,
        };
        let document = self.bench.words.consignment(&list)?;
        let (bytes, _) = Format::Pdf.write(&document, false, self.bench.fonts, to.base.form)?;
        files::whole(to.path, &bytes, true)?;
        Ok(number)
    }

    /// Writes the index and the sums, in the order of the roster.
    pub(super) fn index(
        &self,
        folder: &Path,
        outcome: &Outcome,
        found: &Found,
    ) -> Result<(), Problems> {
        let number = outcome.consignment.as_deref().unwrap_or_default();
        let written = |name: &str, write: &dyn Fn(&mut dyn io::Write) -> io::Result<()>| {
            let path = folder.join(name);
            let mut out = BufWriter::new(Draft::beside(&path)?);
            write(&mut out).map_err(|error| files::unwritable(&path, &error))?;
            let draft =
                out.into_inner().map_err(|error| files::unwritable(&path, error.error()))?;
            draft.settle(&path)
        };
        let mut together = Vec::new();
        for path in &outcome.together {
            let name = folder::from(folder, path);
            together.push(format!("{}  {name}\n", files::sum(path)?));
        }
        written(INDEX, &|out| index::write(&found.entries, number, out))?;
        written(SUMS, &|out| {
            for line in found.sums.iter().map(|(_, line)| line).chain(&together) {
                out.write_all(line.as_bytes())?;
            }
            Ok(())
        })?;
        Ok(())
    }
}
