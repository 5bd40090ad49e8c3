//! The index of a run: who got which file.

use std::borrow::Cow;
use std::io;

use crate::case::Case;

/// The columns, by which programs know them.
const COLUMNS: [&str; 8] =
    ["reference", "name", "address", "email", "file", "sha256", "pages", "language"];

/// A line of the index.
pub(super) struct Entry<'a> {
    pub(super) reference: &'a str,
    pub(super) case: &'a Case,
    /// Relative to the folder of the run, with `/`.
    pub(super) file: &'a str,
    pub(super) sha256: &'a str,
    pub(super) pages: usize,
}

/// Writes the index. No grounds: they may tell of health or a union (Art. 9(1) GDPR).
pub(super) struct Index<W: io::Write>(csv::Writer<W>);

impl<W: io::Write> Index<W> {
    /// # Errors
    ///
    /// What cannot be written.
    pub(super) fn begin(mut out: W) -> io::Result<Self> {
        // Without it, spreadsheets take UTF-8 for something else.
        out.write_all("\u{FEFF}".as_bytes())?;
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(COLUMNS)?;
        Ok(Index(csv))
    }

    pub(super) fn add(&mut self, entry: &Entry<'_>) -> io::Result<()> {
        let sender = &entry.case.sender;
        let town = format!("{} {}", sender.postcode, sender.city);
        let care_of = sender.care_of.as_ref().map(|name| format!("c/o {name}"));
        let lines = [care_of, sender.line2.clone(), Some(sender.street.clone()), Some(town)];
        let address = lines.into_iter().flatten().collect::<Vec<_>>().join(", ");
        let address = format!("{address}, {}", sender.country);
        let pages = entry.pages.to_string();
        let cells = [
            entry.reference,
            &sender.name,
            &address,
            sender.email.as_deref().unwrap_or_default(),
            entry.file,
            entry.sha256,
            &pages,
            entry.case.language.code(),
        ];
        self.0.write_record(cells.map(|cell| harmless(cell).into_owned()))?;
        Ok(())
    }

    pub(super) fn end(self) -> io::Result<W> {
        self.0.into_inner().map_err(|error| error.into_error())
    }
}

/// A cell that no spreadsheet takes for a formula: what begins like one is told to be text, as a
/// person would with an apostrophe.
pub(crate) fn harmless(cell: &str) -> Cow<'_, str> {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => Cow::Owned(format!("'{cell}")),
        false => Cow::Borrowed(cell),
    }
}
