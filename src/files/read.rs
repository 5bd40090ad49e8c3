//! The user's own files.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use super::reason;
use crate::problem::{Problem, Problems};

/// The bytes of a file, at most `limit` of them.
///
/// # Errors
///
/// `file-missing`, `file-is-folder`, `file-forbidden`, `file-unreadable`, and `file-too-large` for
/// one byte more than `limit`.
pub fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Problems> {
    let refused = |error: io::Error| Problems::from(refused(path, &error));
    // Said here, for opening a folder succeeds on some systems and is forbidden on others.
    if fs::metadata(path).map_err(refused)?.is_dir() {
        return Err(Problem::error("file-is-folder").in_file(name(path)).into());
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(limit.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(refused)?;
    // A file of 2^64 bytes does not exist: the comparison is exact.
    if bytes.len() as u64 > limit {
        let problem = Problem::error("file-too-large").with("limit", size(limit));
        return Err(problem.in_file(name(path)).into());
    }
    Ok(bytes)
}

/// The text of a file of at most `limit` bytes, see [`text`].
///
/// # Errors
///
/// Those of [`read`] and of [`text`].
pub fn read_text(path: &Path, limit: u64) -> Result<String, Problems> {
    text(&name(path), read(path, limit)?)
}

/// Bytes of the file `name` as UTF-8; a byte order mark at the beginning is dropped.
///
/// # Errors
///
/// `file-utf16` for what other programs call "Unicode", `file-not-utf8` with the line and the
/// byte, both from 1, where the text stops being UTF-8.
pub fn text(name: &str, bytes: Vec<u8>) -> Result<String, Problems> {
    if is_utf16(&bytes) {
        return Err(Problem::error("file-utf16").in_file(name).into());
    }
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..valid].iter().filter(|byte| **byte == b'\n').count();
        Problem::error("file-not-utf8").with("line", line).with("byte", valid + 1).in_file(name)
    })?;
    if text.starts_with('\u{FEFF}') {
        text.drain(..'\u{FEFF}'.len_utf8());
    }
    Ok(text)
}

/// By its byte order mark (RFC 2781, 3.2), or by two Latin characters without one.
fn is_utf16(bytes: &[u8]) -> bool {
    match bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => true,
        &[a, b, c, d, ..] => {
            (a != 0 && b == 0 && c != 0 && d == 0) || (a == 0 && b != 0 && c == 0 && d != 0)
        }
        _ => false,
    }
}

/// Why the system does not let a file or folder be read.
pub fn refused(path: &Path, error: &io::Error) -> Problem {
    let problem = match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Problem::error("file-missing"),
        io::ErrorKind::IsADirectory => Problem::error("file-is-folder"),
        io::ErrorKind::PermissionDenied => Problem::error("file-forbidden"),
        _ => Problem::error("file-unreadable").with("reason", reason(error)),
    };
    problem.in_file(name(path))
}

fn name(path: &Path) -> String {
    path.display().to_string()
}

/// A number of bytes in words (`IEC 80000-13`: powers of 1024 are KiB and MiB).
fn size(bytes: u64) -> String {
    match bytes {
        0 => "0 B".to_owned(),
        bytes if bytes % (1 << 20) == 0 => format!("{} MiB", bytes >> 20),
        bytes if bytes % (1 << 10) == 0 => format!("{} KiB", bytes >> 10),
        bytes => format!("{bytes} B"),
    }
}
