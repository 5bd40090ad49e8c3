//! Files: read with a limit, written whole or not at all, known by their sum.

mod archive;
mod draft;
mod read;
mod slug;
mod write;

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::problem::Problem;

pub use archive::Archive;
pub use draft::{Draft, sweep};
pub use read::{read, read_text, refused, text};
pub use slug::slug;
pub use write::{State, Written, is_folder, refusal, unsettled, unwritable, whole};

/// SHA-256 (FIPS 180-4) in lower-case hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// SHA-256 of a file, read piece by piece, in lower-case hexadecimal digits.
///
/// # Errors
///
/// Those of [`read`].
pub fn sum(path: &Path) -> Result<String, Problem> {
    let refused = |error: io::Error| refused(path, &error);
    let mut file = File::open(path).map_err(refused)?;
    let mut hasher = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    loop {
        match file.read(&mut piece).map_err(refused)? {
            0 => return Ok(hex(&hasher.finalize())),
            read => hasher.update(&piece[..read]),
        }
    }
}

/// The system's reason in its own words, without its number.
pub fn reason(error: &io::Error) -> String {
    let words = error.to_string();
    match words.find(" (os error ") {
        Some(end) => words[..end].to_owned(),
        None => words,
    }
}
