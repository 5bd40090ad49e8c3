//! Files: read with a limit, written whole or not at all, known by their sum.

mod read;
mod write;

use std::fmt::Write as _;
use std::io;

use sha2::{Digest, Sha256};

pub use read::{read, read_text, refused, text};
pub use write::{State, Written, is_folder, whole};

/// SHA-256 (FIPS 180-4) in lower-case hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// The system's reason in its own words, without its number.
pub fn reason(error: &io::Error) -> String {
    let words = error.to_string();
    match words.find(" (os error ") {
        Some(end) => words[..end].to_owned(),
        None => words,
    }
}
