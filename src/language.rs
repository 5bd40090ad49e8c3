//! The language of a text.

use std::fmt;
use std::str::FromStr;

/// A language by its ISO 639-1 code. Which ones can be written is up to `templates/` and
/// `locales/`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 2]);

impl Language {
    /// German.
    pub const GERMAN: Language = Language(*b"de");
    /// English.
    pub const ENGLISH: Language = Language(*b"en");

    /// Two lower-case letters: `de`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("en")
    }
}

/// The text is no ISO 639-1 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoLanguage;

impl FromStr for Language {
    type Err = NoLanguage;

    fn from_str(code: &str) -> Result<Self, NoLanguage> {
        match code.as_bytes() {
            &[a, b] if a.is_ascii_lowercase() && b.is_ascii_lowercase() => Ok(Language([a, b])),
            _ => Err(NoLanguage),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
