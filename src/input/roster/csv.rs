//! Rosters as text: values parted by commas, semicolons or tabs (RFC 4180, and what spreadsheets
//! make of it).

use std::fs::File;
use std::io::{self, BufReader, Read, Seek as _, SeekFrom};
use std::path::Path;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use encoding_rs_io::{DecodeReaderBytes, DecodeReaderBytesBuilder};

use super::cells::{Cell, Cells};
use super::ends::LineEnds;
use super::quotes::{Quotes, Wrong};
use crate::files;
use crate::problem::Problem;

/// How much of a file is looked at to find what parts its values, in bytes: the header, with room.
const BEGINNING: u64 = 64 * 1024;

/// The longest row, in characters. A quotation mark that is not closed makes one of all that
/// follow.
const LONGEST: usize = 200_000;

/// What may part values.
const SEPARATORS: [u8; 3] = *b",;\t";

/// The text of a file with its line ends made equal and its quotation marks watched.
type Watched = Quotes<LineEnds<DecodeReaderBytes<BufReader<File>, Vec<u8>>>>;

/// Reads the rows of a file one after the other.
pub(super) struct Csv {
    reader: csv::Reader<Watched>,
    record: csv::StringRecord,
    /// The number of the last row.
    number: usize,
    /// Lines of the file up to its end.
    lines: u64,
    /// Whether what follows cannot be told.
    lost: bool,
}

impl Csv {
    /// Opens a file. `known` counts the headers of a row that are known: of all separators, the one
    /// that makes the most of them is taken.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or whose characters cannot be told.
    pub(super) fn open(path: &Path, known: impl Fn(&Cells) -> usize) -> Result<Csv, Problem> {
        let (encoding, mark) = encoding(path)?;
        let start = |limit: u64| {
            let mut file = File::open(path).map_err(|error| files::refused(path, &error))?;
            file.seek(SeekFrom::Start(mark)).map_err(|error| files::refused(path, &error))?;
            Ok::<_, Problem>((BufReader::new(file), limit))
        };
        let (file, limit) = start(BEGINNING)?;
        let mut beginning = String::new();
        let mut decoder =
            DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(file.take(limit));
        decoder.read_to_string(&mut beginning).map_err(|error| files::refused(path, &error))?;
        // A line that tells spreadsheets what parts the values, and is no row.
        let told = beginning.strip_prefix("sep=").and_then(|rest| {
            let (separator, rest) = rest.split_at_checked(1)?;
            rest.starts_with(['\r', '\n']).then(|| separator.as_bytes()[0])
        });
        let separator = told.unwrap_or_else(|| {
            let most = SEPARATORS.into_iter().rev().max_by_key(|separator| {
                let mut reader = builder(*separator).from_reader(beginning.as_bytes());
                let mut rows =
                    reader.records().map_while(Result::ok).map(|record| cells(1, &record));
                let header = rows.find(|row| !row.cells.is_empty());
                header.map_or((0, 0), |header| (known(&header), header.cells.len()))
            });
            most.unwrap_or(b',')
        });
        let (file, _) = start(0)?;
        let decoder = DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(file);
        let mut csv = Csv {
            reader: builder(separator).from_reader(Quotes::new(LineEnds::new(decoder), separator)),
            record: csv::StringRecord::new(),
            number: 0,
            lines: 1,
            lost: false,
        };
        if told.is_some() {
            csv.next().transpose()?;
            csv.number = 0;
        }
        Ok(csv)
    }
}

impl Iterator for Csv {
    type Item = Result<Cells, Problem>;

    /// The next row that is not empty; none after what is wrong.
    fn next(&mut self) -> Option<Self::Item> {
        let row = if self.lost { None } else { self.row() };
        self.lost |= matches!(row, Some(Err(_)));
        row
    }
}

impl Csv {
    fn row(&mut self) -> Option<Result<Cells, Problem>> {
        loop {
            match self.reader.read_record(&mut self.record) {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    let problem = Problem::error("file-unreadable").with("reason", error);
                    return Some(Err(problem));
                }
            }
            // Empty lines are rows to a spreadsheet, and none to the reader.
            let ends: usize = self.record.iter().map(|v| v.matches('\n').count()).sum();
            let lines = self.reader.position().line();
            let passed = (lines - self.lines) as usize;
            let empty = passed.saturating_sub(ends + 1);
            self.lines = lines;
            self.number += empty + 1;
            let end = self.reader.position().byte();
            let problem = match self.reader.get_ref().wrong_before(end) {
                Some(Wrong::Open) => Some(Problem::error("quote-open")),
                Some(Wrong::Followed) => Some(Problem::error("quote-followed")),
                None => None,
            };
            if let Some(problem) = problem {
                return Some(Err(problem.with("row", self.number)));
            }
            if self.record.as_slice().chars().count() > LONGEST {
                let problem = Problem::error("row-too-long").with("row", self.number);
                return Some(Err(problem.with("limit", LONGEST)));
            }
            let cells = cells(self.number, &self.record);
            if !cells.cells.is_empty() {
                return Some(Ok(cells));
            }
        }
    }
}

fn builder(separator: u8) -> csv::ReaderBuilder {
    let mut builder = csv::ReaderBuilder::new();
    builder.delimiter(separator).has_headers(false).flexible(true);
    builder
}

fn cells(number: usize, record: &csv::StringRecord) -> Cells {
    let cell = |value: &str| {
        // As spreadsheets have it: what would be a formula is text behind an apostrophe.
        let text = value.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@']));
        Cell::text(text.unwrap_or(value).to_owned())
    };
    Cells::new(number, record.iter().map(cell).collect())
}

/// How the characters of a file are written, and how long the mark is that says so: UTF-8, UTF-16
/// with its mark, else Windows-1252, which spreadsheets write in Western Europe.
fn encoding(path: &Path) -> Result<(&'static Encoding, u64), Problem> {
    let refused = |error: io::Error| files::refused(path, &error);
    let mut file = BufReader::new(File::open(path).map_err(refused)?);
    let mut buffer = vec![0; BEGINNING as usize];
    let mut kept = 0;
    let mut line = 1;
    let mut at: u64 = 0;
    // The first byte that is no UTF-8, with its line; and whether there are characters that only
    // UTF-8 writes so.
    let mut wrong: Option<(usize, u64)> = None;
    let mut long = false;
    let mut mark = 0;
    loop {
        let read = file.read(&mut buffer[kept..]).map_err(refused)?;
        let end = kept + read;
        let mut rest = &buffer[..end];
        if at == 0 && kept == 0 {
            match rest {
                [0xFF, 0xFE, ..] => return Ok((UTF_16LE, 2)),
                [0xFE, 0xFF, ..] => return Ok((UTF_16BE, 2)),
                [0xEF, 0xBB, 0xBF, others @ ..] => {
                    (rest, mark, at) = (others, 3, 3);
                }
                _ => {}
            }
        }
        loop {
            let (valid, invalid) = match str::from_utf8(rest) {
                Ok(_) => (rest.len(), None),
                Err(error) => (error.valid_up_to(), Some(error.error_len())),
            };
            let (good, bad) = rest.split_at(valid);
            if good.contains(&0) {
                return Err(Problem::error("file-utf16").in_file(path.display().to_string()));
            }
            long |= !good.is_ascii();
            line += good.iter().filter(|byte| **byte == b'\n').count();
            at += valid as u64;
            rest = bad;
            match invalid {
                // A character that the end of what was read cuts in two.
                Some(None) if read > 0 => break,
                None => break,
                Some(length) => {
                    wrong.get_or_insert((line, at + 1));
                    let length = length.unwrap_or(rest.len()).min(rest.len());
                    at += length as u64;
                    rest = &rest[length..];
                }
            }
        }
        kept = rest.len();
        let from = end - kept;
        buffer.copy_within(from..end, 0);
        if read == 0 {
            break;
        }
    }
    match wrong {
        None => Ok((UTF_8, mark)),
        Some(_) if !long && mark == 0 => Ok((WINDOWS_1252, 0)),
        // Some of it is UTF-8: read as the other, names would come out as `KÃ¶ln`.
        Some((line, byte)) => {
            let problem = Problem::error("file-not-utf8").with("line", line).with("byte", byte);
            Err(problem.in_file(path.display().to_string()))
        }
    }
}
