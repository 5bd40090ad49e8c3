//! Which files of many letters may be replaced: those that this program wrote.

use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::Path;

use crate::files;
use crate::input::roster::PROBLEM;
use crate::output::Format;
use crate::problem::Problem;

/// How a file begins is looked at so far.
const BEGINNING: u64 = 64 * 1024;

/// What a PDF of this program has in its metadata, which is not deflated.
const PRODUCER: &[u8] = b"<pdf:Producer>art21 ";

/// Refuses to replace a file that somebody else wrote. What is no file, and what has nothing in it, may
/// be written to.
///
/// # Errors
///
/// `not-ours`, and those of reading it.
pub fn spare_others(path: &Path) -> Result<(), Problem> {
    if fs::metadata(path).map_or(true, |there| !there.is_file() || there.len() == 0) {
        return Ok(());
    }
    match look(path) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Problem::error("not-ours").in_file(path.display().to_string())),
        Err(error) => Err(files::refused(path, &error)),
    }
}

/// Whether a letter is as this program writes it: a PDF with its name in it, such as the scan of one that
/// was signed has not; what is text has the name of a letter and nothing else to go by.
pub(super) fn is_ours(letter: &Path) -> bool {
    Format::of(letter) != Some(Format::Pdf) || look(letter).unwrap_or(false)
}

fn look(path: &Path) -> io::Result<bool> {
    let mut file = BufReader::new(File::open(path)?);
    let mut beginning = Vec::new();
    file.by_ref().take(BEGINNING).read_to_end(&mut beginning)?;
    Ok(match &beginning[..] {
        [b'%', b'P', b'D', b'F', ..] => has(PRODUCER, beginning, file)?,
        // The name of the first file follows a head of thirty bytes; an empty archive has none.
        [b'P', b'K', 3, 4, ..] => {
            beginning.get(30..).is_some_and(|name| name.starts_with(b"letters/"))
        }
        [b'P', b'K', 5, 6, ..] => true,
        // The rows that are wrong.
        text => {
            let end = text.iter().position(|byte| *byte == b'\n').unwrap_or_default();
            let last = text[..end].trim_ascii_end();
            last.strip_suffix(b"\"").unwrap_or(last).ends_with(PROBLEM.as_bytes())
        }
    })
}

/// Whether bytes occur in what was read and what is still to be read.
fn has(wanted: &[u8], mut read: Vec<u8>, mut rest: impl Read) -> io::Result<bool> {
    loop {
        if read.windows(wanted.len()).any(|window| window == wanted) {
            return Ok(true);
        }
        // What could be the first part of it stays.
        read.drain(..read.len().saturating_sub(wanted.len() - 1));
        if rest.by_ref().take(BEGINNING).read_to_end(&mut read)? == 0 {
            return Ok(false);
        }
    }
}
