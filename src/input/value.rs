//! Reads single values: texts, numbers, days, words to choose from.

use std::ops::{Range, RangeInclusive};

use chrono::NaiveDate;
use toml::de::DeValue;

use crate::problem::Problem;

use super::suggest::nearest;
use super::table::{Found, NAMED, Reader, Table, excerpt, items};
use super::text::{self, Form};

impl Reader<'_> {
    /// A text of at most `limit` characters.
    pub(crate) fn text(
        &mut self,
        table: &Table<'_>,
        key: &str,
        form: Form,
        limit: usize,
    ) -> Option<Found<String>> {
        let found = table.get(key)?;
        self.as_text(&found, form, limit)
    }

    /// A text in one line of at most `limit` characters.
    pub(crate) fn line(
        &mut self,
        table: &Table<'_>,
        key: &str,
        limit: usize,
    ) -> Option<Found<String>> {
        self.text(table, key, Form::Line, limit)
    }

    fn as_text(
        &mut self,
        found: &Found<&DeValue<'_>>,
        form: Form,
        limit: usize,
    ) -> Option<Found<String>> {
        let DeValue::String(raw) = found.value else {
            let write = match found.value {
                DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => {
                    Some(format!("\"{}\"", excerpt(self.raw(&found.span))))
                }
                DeValue::Array(array) if array.len() == 1 && array[0].get_ref().is_str() => {
                    Some(excerpt(self.raw(&array[0].span())))
                }
                _ => None,
            };
            return self.wrong_type(found, "text", write);
        };
        let hidden = text::hidden(raw, form);
        let written = (!hidden.is_empty()).then(|| self.raw(&found.span).to_ascii_lowercase());
        let written = written.unwrap_or_default();
        for (index, c) in hidden.iter().take(NAMED) {
            let problem = if *c == char::REPLACEMENT_CHARACTER {
                Problem::error("replacement-character")
            } else {
                Problem::error("hidden-character").with("character", text::character_name(*c))
            };
            let problem = problem.with("position", index + 1);
            let span = character_span(&written, &found.span, *c);
            self.push(problem, &Found { value: (), span, field: found.field.clone() });
        }
        let clean = text::clean(raw, form);
        let length = clean.chars().count();
        if length > limit {
            let problem = Problem::error("too-long").with("length", length).with("limit", limit);
            self.push(problem, found);
        } else if clean.is_empty() && hidden.is_empty() {
            self.push(Problem::error("empty-value"), found);
        } else if hidden.is_empty() {
            return Some(found.map(clean));
        }
        None
    }

    /// A list of texts, of which there are as many as `count` says.
    pub(crate) fn texts(
        &mut self,
        table: &Table<'_>,
        key: &str,
        form: Form,
        limit: usize,
        count: RangeInclusive<usize>,
    ) -> Option<Found<Vec<Found<String>>>> {
        let found = table.get(key)?;
        let DeValue::Array(array) = found.value else {
            let raw = self.raw(&found.span);
            let write = found.value.is_str().then(|| format!("{key} = [{}]", excerpt(raw)));
            return self.wrong_type(&found, "list", write);
        };
        if !count.contains(&array.len()) {
            let problem = Problem::error("list-length")
                .with("length", array.len())
                .with("min", count.start())
                .with("max", count.end());
            self.push(problem, &found);
            return None;
        }
        let texts =
            items(&found, array).filter_map(|item| self.as_text(&item, form, limit)).collect();
        Some(found.map(texts))
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&mut self, table: &Table<'_>, key: &str) -> Option<Found<bool>> {
        let found = table.get(key)?;
        match found.value {
            DeValue::Boolean(value) => Some(found.map(*value)),
            DeValue::String(text) => {
                let write = match text.trim().to_lowercase().as_str() {
                    "true" | "yes" | "ja" | "on" => Some(format!("{key} = true")),
                    "false" | "no" | "nein" | "off" => Some(format!("{key} = false")),
                    _ => None,
                };
                self.wrong_type(&found, "boolean", write)
            }
            _ => self.wrong_type(&found, "boolean", None),
        }
    }

    /// A whole number in the range.
    pub(crate) fn integer(
        &mut self,
        table: &Table<'_>,
        key: &str,
        range: RangeInclusive<u32>,
    ) -> Option<Found<u32>> {
        let found = table.get(key)?;
        let DeValue::Integer(integer) = found.value else {
            let number = found.value.as_str().and_then(|text| text.trim().parse::<u32>().ok());
            let write = number.map(|number| format!("{key} = {number}"));
            return self.wrong_type(&found, "integer", write);
        };
        let value = i128::from_str_radix(integer.as_str(), integer.radix()).ok();
        match value.and_then(|v| u32::try_from(v).ok()).filter(|v| range.contains(v)) {
            Some(value) => Some(found.map(value)),
            None => {
                let problem = Problem::error("number-range")
                    .with("min", range.start())
                    .with("max", range.end());
                self.push(problem, &found);
                None
            }
        }
    }

    /// A day: a local date of TOML, or a text `YYYY-MM-DD`.
    pub(crate) fn date(&mut self, table: &Table<'_>, key: &str) -> Option<Found<NaiveDate>> {
        let found = table.get(key)?;
        let text = match found.value {
            DeValue::Datetime(datetime) => datetime.to_string(),
            DeValue::String(text) => text.trim().to_owned(),
            _ => return self.wrong_type(&found, "date", None),
        };
        // Parsed by hand, for chrono accepts blanks and missing zeros.
        let shaped = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        match NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok().filter(|_| shaped) {
            Some(date) => Some(found.map(date)),
            None => {
                self.push(Problem::error("no-date").with("value", excerpt(&text)), &found);
                None
            }
        }
    }

    /// One of a few words.
    pub(crate) fn choice(
        &mut self,
        table: &Table<'_>,
        key: &str,
        possible: &[&str],
    ) -> Option<Found<String>> {
        let found = self.line(table, key, 1000)?;
        if possible.contains(&found.value.as_str()) {
            return Some(found);
        }
        let mut problem = Problem::error("unknown-value")
            .with("value", excerpt(&found.value))
            .with("possible", possible.join(", "));
        if let Some(suggestion) = nearest(&found.value, possible.iter().copied()) {
            problem = problem.with("suggestion", suggestion);
        }
        self.push(problem, &found);
        None
    }
}

/// Where in a value a character stands, itself or as its escape; else the whole value. `raw` is the
/// value as it is written at `span`, in lower case.
fn character_span(raw: &str, span: &Range<usize>, c: char) -> Range<usize> {
    let code = u32::from(c);
    let short = match c {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\u{8}' => "\\b",
        '\u{C}' => "\\f",
        '\u{1B}' => "\\e",
        _ => "",
    };
    [
        c.to_string(),
        short.to_owned(),
        format!("\\x{code:02x}"),
        format!("\\u{code:04x}"),
        format!("\\u{code:08x}"),
    ]
    .iter()
    .filter(|written| !written.is_empty())
    .find_map(|written| {
        let start = span.start + raw.find(written.as_str())?;
        Some(start..start + written.len())
    })
    .unwrap_or_else(|| span.clone())
}
