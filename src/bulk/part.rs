//! Parts of a roster, for several machines.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::case::reference::Reference;

/// The most parts.
const MOST: u64 = 10_000;

/// One of several parts: `2/3`. Who is in which hangs on the reference alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Part {
    /// Which, from 1.
    pub number: u64,
    /// Of how many.
    pub of: u64,
}

impl Part {
    /// Whether a letter belongs to it.
    pub(super) fn has(&self, reference: &Reference) -> bool {
        reference.bits() % self.of == self.number - 1
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl FromStr for Part {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let numbers = text.split_once('/').and_then(|(number, of)| {
            Some(Part { number: number.trim().parse().ok()?, of: of.trim().parse().ok()? })
        });
        numbers
            .filter(|part| (1..=MOST).contains(&part.of) && (1..=part.of).contains(&part.number))
            .ok_or("a part is like 2/3: the second of three")
    }
}

impl TryFrom<String> for Part {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Part> for String {
    fn from(part: Part) -> Self {
        part.to_string()
    }
}
