//! Reads single values: texts, numbers, days, words to choose from.

use std::collections::HashSet;
use std::ops::{Range, RangeInclusive};

use chrono::NaiveDate;
use toml::de::DeValue;

use crate::problem::Problem;

use super::example::{example, may_be_digits};
use super::suggest::nearest;
use super::table::{Found, NAMED, Reader, Table, excerpt, items};
use super::text::{self, Form};

/// The longest word to choose, in characters: what is longer is no slip of the finger.
const LONGEST_WORD: usize = 1000;

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

    /// Records that a value is no text. `5` may have been meant as one, and so may a list of one.
    fn no_text<T>(&mut self, found: &Found<&DeValue<'_>>) -> Option<T> {
        let problem = self.wrong_type(found, "text");
        let value = match found.value {
            DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_)
                if may_be_digits(&found.field) =>
            {
                Some(format!("\"{}\"", excerpt(self.raw(&found.span))))
            }
            DeValue::Array(array) if array.len() == 1 && array[0].get_ref().is_str() => {
                Some(excerpt(self.raw(&array[0].span())))
            }
            _ => None,
        };
        self.refuse(shown_right(problem, &found.field, value), found)
    }

    fn as_text(
        &mut self,
        found: &Found<&DeValue<'_>>,
        form: Form,
        limit: usize,
    ) -> Option<Found<String>> {
        let DeValue::String(raw) = found.value else {
            return self.no_text(found);
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
            let value = found.value.is_str().then(|| format!("[{}]", excerpt(raw)));
            let problem = self.wrong_type(&found, "list");
            return self.refuse(shown_right(problem, &found.field, value), &found);
        };
        if !count.contains(&array.len()) {
            let problem = Problem::error("list-length")
                .with("length", array.len())
                .with("min", count.start())
                .with("max", count.end());
            let few = array.len() < *count.start();
            let problem = if few { shown_right(problem, &found.field, None) } else { problem };
            return self.refuse(problem, &found);
        }
        let texts =
            items(&found, array).filter_map(|item| self.as_text(&item, form, limit)).collect();
        Some(found.map(texts))
    }

    /// A text in one line, or a list of as many as `count` says; empty where it is missing or wrong.
    pub(crate) fn line_or_lines(
        &mut self,
        table: &Table<'_>,
        key: &str,
        limit: usize,
        count: RangeInclusive<usize>,
    ) -> Vec<Found<String>> {
        match table.get(key) {
            Some(Found { value: DeValue::Array(_), .. }) => {
                let Some(found) = self.texts(table, key, Form::Line, limit, count) else {
                    return Vec::new();
                };
                self.no_duplicates(&found.value);
                found.value
            }
            _ => self.line(table, key, limit).into_iter().collect(),
        }
    }

    /// Records each value that stands in the list a second time.
    pub(super) fn no_duplicates(&mut self, values: &[Found<String>]) {
        let mut seen = HashSet::new();
        for found in values {
            if !seen.insert(&found.value) {
                self.push(Problem::error("duplicate").with("value", excerpt(&found.value)), found);
            }
        }
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&mut self, table: &Table<'_>, key: &str) -> Option<Found<bool>> {
        let found = table.get(key)?;
        if let DeValue::Boolean(value) = found.value {
            return Some(found.map(*value));
        }
        let meant = match found.value {
            DeValue::String(text) => text.trim().to_lowercase(),
            DeValue::Integer(integer) => integer.as_str().to_owned(),
            _ => String::new(),
        };
        let problem = self.wrong_type(&found, "boolean");
        let problem = match meant.as_str() {
            "true" | "yes" | "ja" | "on" | "1" => problem.with("write", format!("{key} = true")),
            "false" | "no" | "nein" | "off" | "0" => {
                problem.with("write", format!("{key} = false"))
            }
            _ => problem.with("possible", "true, false"),
        };
        self.refuse(problem, &found)
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
            let number = match found.value {
                // A row of a roster knows no numbers, only digits.
                DeValue::String(text) if self.source.row.is_some() => {
                    return match text.parse::<u32>().ok().filter(|n| range.contains(n)) {
                        Some(number) => Some(found.map(number)),
                        None => {
                            let problem = Problem::error("number-range")
                                .with("min", range.start())
                                .with("max", range.end());
                            self.refuse(problem, &found)
                        }
                    };
                }
                DeValue::String(text) => text.trim().parse::<u32>().ok(),
                DeValue::Float(float) => {
                    float.as_str().trim_end_matches('0').trim_end_matches('.').parse().ok()
                }
                _ => None,
            };
            let number = number.filter(|number| range.contains(number)).map(|n| n.to_string());
            let problem = self.wrong_type(&found, "integer");
            return self.refuse(shown_right(problem, &found.field, number), &found);
        };
        let value = i128::from_str_radix(integer.as_str(), integer.radix()).ok();
        match value.and_then(|v| u32::try_from(v).ok()).filter(|v| range.contains(v)) {
            Some(value) => Some(found.map(value)),
            None => {
                let problem = Problem::error("number-range")
                    .with("min", range.start())
                    .with("max", range.end());
                self.refuse(shown_right(problem, &found.field, None), &found)
            }
        }
    }

    /// A day: a local date of TOML, or a text `YYYY-MM-DD`.
    pub(crate) fn date(&mut self, table: &Table<'_>, key: &str) -> Option<Found<NaiveDate>> {
        let found = table.get(key)?;
        let text = match found.value {
            DeValue::Datetime(datetime) => datetime.to_string(),
            DeValue::String(text) => text.trim().to_owned(),
            _ => {
                let problem = self.wrong_type(&found, "date");
                return self.refuse(shown_right(problem, &found.field, None), &found);
            }
        };
        // Parsed by hand, for chrono accepts blanks and missing zeros.
        let shaped = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        match NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok().filter(|_| shaped) {
            Some(date) => Some(found.map(date)),
            None => self.refuse(no_date(&text), &found),
        }
    }

    /// A text that is to be one of a few words; which one, whoever asks looks.
    pub(super) fn word_of(
        &mut self,
        table: &Table<'_>,
        key: &str,
        possible: &[&str],
    ) -> Option<Found<String>> {
        let found = table.get(key)?;
        if !found.value.is_str() {
            let problem = self.wrong_type(&found, "text").with("possible", possible.join(", "));
            return self.refuse(shown_right(problem, &found.field, None), &found);
        }
        self.line(table, key, LONGEST_WORD)
    }

    /// What one of a few words stands for.
    pub(crate) fn choice<T: Copy>(
        &mut self,
        table: &Table<'_>,
        key: &str,
        words: &[(&str, T)],
    ) -> Option<Found<T>> {
        let possible: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let found = self.word_of(table, key, &possible)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == found.value) {
            return Some(found.map(*value));
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

/// Shows how a field would be right: with `value`, in TOML, else by an example.
fn shown_right(problem: Problem, field: &str, value: Option<String>) -> Problem {
    // Of an item only the item is shown; an example shows the whole list.
    let item = field.ends_with(']');
    let key = field.rsplit('.').next().unwrap_or(field);
    let key = key.split('[').next().unwrap_or(key);
    match (value, example(field)) {
        (Some(value), _) if item => problem.with("write", value),
        (Some(value), _) => problem.with("write", format!("{key} = {value}")),
        (None, example) => {
            let example = example.unwrap_or("\"…\"");
            problem.with("example", format!("{key} = {example}"))
        }
    }
}

/// That a text is no day; where it is one as Germans write it, with the same in our way.
pub(super) fn no_date(text: &str) -> Problem {
    let problem = Problem::error("no-date").with("value", excerpt(text));
    match NaiveDate::parse_from_str(text, "%d.%m.%Y") {
        Ok(meant) => problem.with("suggestion", meant),
        Err(_) => problem,
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
