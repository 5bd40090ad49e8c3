//! The index of a run: who got which file.

use std::borrow::Cow;
use std::io;

use crate::case::Case;
use crate::language::Language;

/// The columns, by which programs know them.
const COLUMNS: [&str; 10] = [
    "reference",
    "name",
    "address",
    "email",
    "file",
    "sha256",
    "pages",
    "language",
    "row",
    "consignment",
];

/// A line of the index.
pub(super) struct Entry {
    /// The number of the row in the roster.
    pub(super) row: usize,
    pub(super) reference: String,
    pub(super) name: String,
    pub(super) address: String,
    pub(super) email: Option<String>,
    /// Relative to the folder of the run, with `/`; empty where there is none.
    pub(super) file: String,
    /// Of the letter; empty where it is no file by itself.
    pub(super) sha256: String,
    pub(super) pages: usize,
    pub(super) language: Language,
}

impl Entry {
    /// What the index says of a person; where the letter is comes later.
    pub(super) fn of(case: &Case) -> Entry {
        let sender = &case.sender;
        let town = format!("{} {}", sender.postcode, sender.city);
        let care_of = sender.care_of.as_ref().map(|name| format!("c/o {name}"));
        let lines = [
            care_of,
            sender.line2.clone(),
            Some(sender.street.clone()),
            Some(town),
            Some(sender.country.clone()),
        ];
        Entry {
            row: 0,
            reference: String::new(),
            name: sender.name.clone(),
            address: lines.into_iter().flatten().collect::<Vec<_>>().join(", "),
            email: sender.email.clone(),
            file: String::new(),
            sha256: String::new(),
            pages: 0,
            language: case.language,
        }
    }
}

/// The index of letters, in this order. No grounds: they may tell of health or a union (Art. 9(1)
/// GDPR).
///
/// # Errors
///
/// What cannot be written.
pub(super) fn write(entries: &[Entry], consignment: &str, out: impl io::Write) -> io::Result<()> {
    let mut csv = writer(out)?;
    csv.write_record(COLUMNS)?;
    for entry in entries {
        let (pages, row) = (entry.pages.to_string(), entry.row.to_string());
        let cells = [
            entry.reference.as_str(),
            &entry.name,
            &entry.address,
            entry.email.as_deref().unwrap_or_default(),
            &entry.file,
            &entry.sha256,
            &pages,
            entry.language.code(),
            &row,
            consignment,
        ];
        csv.write_record(cells.map(|cell| harmless(cell).into_owned()))?;
    }
    csv.flush()
}

/// Writes CSV with a mark, without which spreadsheets take UTF-8 for something else, and with every
/// value in quotation marks, whatever a spreadsheet takes for a separator.
pub(super) fn writer<W: io::Write>(mut out: W) -> io::Result<csv::Writer<W>> {
    out.write_all("\u{FEFF}".as_bytes())?;
    Ok(csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(out))
}

/// A cell that no spreadsheet takes for a formula: what begins like one is told to be text, as a person
/// would with an apostrophe; also where another spreadsheet would part the cell.
pub(super) fn harmless(cell: &str) -> Cow<'_, str> {
    let begins = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    let parts = |c: char| matches!(c, ';' | ',' | '\t' | '\r' | '\n');
    if cell.starts_with(['\t', '\r']) || !cell.contains(begins) {
        return match cell.starts_with(['\t', '\r']) {
            true => Cow::Owned(format!("'{cell}")),
            false => Cow::Borrowed(cell),
        };
    }
    let mut out = String::with_capacity(cell.len() + 1);
    let mut new = true;
    for c in cell.chars() {
        if new && begins(c) {
            out.push('\'');
        }
        new = parts(c) || (new && c == ' ');
        out.push(c);
    }
    Cow::Owned(out)
}
