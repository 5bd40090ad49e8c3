//! What a translator edits: dates, salutation, labels, page footer, interface, problems.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::Deserialize;

use super::data::Data;
use crate::language::Language;
use crate::law::provision::{self, Basis};

/// One file of `locales/`.
#[derive(Debug, Clone, PartialEq)]
pub struct Locale {
    /// The file's name without `.toml`.
    pub language: Language,
    /// The language's own name: `Deutsch`.
    pub name: String,
    /// `[letter]`: what the letter needs beside its template: salutation, closing, labels,
    /// `page_of`, by key.
    pub letter: BTreeMap<String, String>,
    /// The twelve months, January first.
    pub months: [String; 12],
    /// How a date is set, with `{day}`, `{month}` (its name) and `{year}`.
    pub date: String,
    /// Countries whose post reads the language: ISO 3166-1 alpha-2 codes.
    pub post: Vec<String>,
    /// `[citations]`: how provisions are cited, by the key of [`provision::citation`].
    pub citations: BTreeMap<String, String>,
    /// `[countries]`: names of countries by ISO 3166-1 alpha-2 code.
    pub countries: BTreeMap<String, String>,
    /// `[interface]`: everything the program says, by key, with `{name}` for what is filled in.
    pub interface: BTreeMap<String, String>,
    /// The headers of the columns of a roster, by their English names.
    pub columns: BTreeMap<String, Vec<String>>,
    /// `[problems.<code>]`.
    pub problems: BTreeMap<String, Words>,
}

impl Locale {
    /// A date as it is written in a letter: `24. November 2026`, with blanks that do not break.
    pub fn format_date(&self, date: NaiveDate) -> String {
        fill(&self.date, |name| match name {
            "day" => Some(date.day().to_string()),
            // month0 is 0 to 11 and there are twelve.
            "month" => Some(self.months[date.month0() as usize].clone()),
            "year" => Some(date.year().to_string()),
            _ => None,
        })
    }

    /// The name of a country by its ISO 3166-1 alpha-2 code, upper case; the code itself where
    /// there is no such country.
    pub fn country<'a>(&'a self, code: &'a str) -> &'a str {
        self.countries.get(code).map_or(code, String::as_str)
    }

    /// Names as one enumeration: `Jane Roe and Max Mustermann`.
    pub fn together(&self, names: &[String]) -> String {
        names.join(&format!(" {} ", self.letter.get("and").map_or(",", String::as_str)))
    }

    /// How provisions invoked in this order are cited; where the language has no words for the
    /// order, one after the other.
    pub fn cite(&self, bases: &[Basis]) -> String {
        if let Some(words) = self.citations.get(&provision::citation(bases)) {
            return words.clone();
        }
        let single = |basis: &Basis| self.citations.get(basis.id()).map(String::as_str);
        bases.iter().filter_map(single).collect::<Vec<_>>().join(", ")
    }
}

/// The words of a problem.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// How to mend it; empty where the message says it all.
    #[serde(default)]
    pub help: String,
    /// What is wrong, of a row of a roster, where the words for a config would be odd.
    pub row_message: Option<String>,
    /// How to mend it there.
    pub row_help: Option<String>,
}

/// Fills `{name}` in `words`, once: what is filled in is not looked at again.
pub fn fill<V: AsRef<str>>(words: &str, args: impl Fn(&str) -> Option<V>) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(open) = rest.find('{') {
        let Some(close) = rest[open..].find('}') else { break };
        out.push_str(&rest[..open]);
        let name = &rest[open + 1..open + close];
        match args(name) {
            Some(value) => out.push_str(value.as_ref()),
            None => out.push_str(&rest[open..=open + close]),
        }
        rest = &rest[open + close + 1..];
    }
    out.push_str(rest);
    out
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLocale {
    name: String,
    date: String,
    months: [String; 12],
    post: Vec<String>,
    citations: BTreeMap<String, String>,
    letter: BTreeMap<String, String>,
    countries: BTreeMap<String, String>,
    interface: BTreeMap<String, String>,
    #[serde(default)]
    columns: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    problems: BTreeMap<String, Words>,
}

/// Reads a file of `locales/`.
pub(super) fn read(language: Language, mut data: Data<'_>) -> Option<Locale> {
    let file: RawLocale = data.parse()?;
    Some(Locale {
        language,
        name: file.name,
        letter: file.letter,
        months: file.months,
        date: file.date,
        post: file.post,
        citations: file.citations,
        countries: file.countries,
        interface: file.interface,
        columns: file.columns,
        problems: file.problems,
    })
}
