//! Reads the tables of a TOML file by hand and records every problem with its place.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::{Problem, Problems, Severity, Source};
use crate::texts::{Texts, Translated};

use super::example::example;
use super::suggest::nearest;

/// A value of the file with its place.
#[derive(Debug, Clone)]
pub(crate) struct Found<T> {
    /// The value.
    pub(crate) value: T,
    /// Bytes of the source.
    pub(crate) span: Range<usize>,
    /// Its path: `objection.grounds[0].detail`.
    pub(crate) field: String,
}

impl<T> Found<T> {
    pub(super) fn map<U>(&self, value: U) -> Found<U> {
        Found { value, span: self.span.clone(), field: self.field.clone() }
    }
}

/// A table of the file.
pub(crate) type Table<'t> = Found<&'t DeTable<'t>>;

impl<'t> Table<'t> {
    /// The table as its header says it: `[sender]`, `[[objection.grounds]]`.
    fn header(&self) -> String {
        match self.field.rsplit_once('[') {
            Some((array, _)) => format!("[[{array}]]"),
            None => format!("[{}]", self.field),
        }
    }

    /// The path of a key in it.
    pub(crate) fn path(&self, key: &str) -> String {
        if self.field.is_empty() { key.to_owned() } else { format!("{}.{key}", self.field) }
    }

    /// Whether the key is there, whatever its value.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.value.contains_key(key)
    }

    pub(super) fn get(&self, key: &str) -> Option<Found<&'t DeValue<'t>>> {
        let value = self.value.get(key)?;
        Some(Found { value: value.get_ref(), span: value.span(), field: self.path(key) })
    }
}

/// The most problems of a file that are named one by one: who has more has given the wrong file, and
/// nobody reads on.
pub(super) const NAMED: usize = 100;

/// What is wrong with a file: the first [`NAMED`] problems, and how many more there are.
#[derive(Default)]
pub(super) struct Findings {
    named: Problems,
    further: usize,
    further_errors: bool,
    /// The fields that unknown keys were probably meant to be, with the problem of each.
    meant: HashMap<String, usize>,
}

impl Findings {
    /// Whether further problems are only counted.
    pub(super) fn is_full(&self) -> bool {
        self.named.0.len() >= NAMED
    }

    /// Counts one more error.
    pub(super) fn count(&mut self) {
        self.further += 1;
        self.further_errors = true;
    }

    pub(super) fn push(&mut self, problem: Problem) {
        if !self.is_full() {
            self.named.push(problem);
        } else {
            self.further += 1;
            self.further_errors |= problem.severity == Severity::Error;
        }
    }

    /// All of them, the rest as their number.
    pub(super) fn into_problems(mut self, source: &Source) -> Problems {
        if self.further > 0 {
            let further = if self.further_errors {
                Problem::error("more-problems")
            } else {
                Problem::warning("more-problems")
            };
            let further = further.with("count", self.further);
            self.named.push(further.in_file(source.name.clone()));
        }
        self.named
    }
}

/// The file, the catalogue, and what went wrong so far.
///
/// A getter gives `None` where the key is missing, and where its value is wrong: then it has
/// recorded why.
pub(crate) struct Reader<'a> {
    pub(crate) source: &'a Arc<Source>,
    pub(crate) texts: &'a Texts,
    pub(super) findings: Findings,
}

impl<'a> Reader<'a> {
    /// Records a problem with a value.
    pub(crate) fn push<T>(&mut self, problem: Problem, found: &Found<T>) {
        let problem = if found.field.is_empty() {
            problem.in_file(self.source.name.clone())
        } else {
            problem.at(self.source, found.span.clone()).field(found.field.clone())
        };
        self.findings.push(problem);
    }

    /// A word of the interface in every language.
    fn word(&self, key: &str) -> Translated {
        let word = |locale: &crate::texts::locale::Locale| locale.interface.get(key).cloned();
        self.texts
            .locales
            .iter()
            .filter_map(|(language, locale)| Some((*language, word(locale)?)))
            .collect()
    }

    /// Records each key of the table that is not among `known`, but for one that another problem
    /// is about. `sections` are the keys of all tables, so that a key in the wrong one is told
    /// where it belongs.
    pub(crate) fn only(
        &mut self,
        table: &Table<'_>,
        known: &[&str],
        but_for: &str,
        sections: &[(&'static str, &[&'static str])],
    ) {
        // A key that was made by a header of a table below it has no place of its own.
        let place = |key: &Spanned<_>, value: &Spanned<_>| {
            if key.span().is_empty() { value.span() } else { key.span() }
        };
        let mut unknown: Vec<_> = table
            .value
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), place(key, value)))
            .filter(|(name, _)| !known.contains(name) && *name != but_for)
            .collect();
        // A table has its keys by name, a reader by line.
        unknown.sort_unstable_by_key(|(_, span)| span.start);
        for (name, span) in unknown {
            if self.findings.is_full() {
                self.findings.count();
                continue;
            }
            let mut problem = Problem::error("unknown-key")
                .with("key", excerpt(name))
                .with("keys", known.join(", "));
            if let Some((home, _)) = sections.iter().find(|(_, keys)| keys.contains(&name)) {
                problem = if home.is_empty() {
                    problem.with("top", name)
                } else {
                    problem.with("home", format!("[{home}]"))
                };
            } else if let Some(suggestion) = nearest(name, known.iter().copied()) {
                problem = problem.with("suggestion", suggestion);
                let index = self.findings.named.0.len();
                self.findings.meant.entry(table.path(suggestion)).or_insert(index);
            }
            self.push(problem, &Found { value: (), span, field: table.path(name) });
        }
    }

    /// Records each key that is missing.
    pub(crate) fn require(&mut self, table: &Table<'_>, keys: &[&str]) {
        for key in keys {
            if table.has(key) || self.claim_misspelling(table, key) {
                continue;
            }
            let line = format!("{key} = {}", example(&table.path(key)).unwrap_or("\"…\""));
            let problem = Problem::error("missing-key").with("key", key);
            let problem = if table.field.is_empty() {
                problem.with("first", line).in_file(self.source.name.clone())
            } else {
                problem
                    .with("line", line)
                    .with("table", table.header())
                    .at(self.source, table.span.clone())
            };
            self.findings.push(problem.field(table.path(key)));
        }
    }

    /// Whether a key that is missing was meant by one that is unknown. Then that one problem says
    /// both.
    pub(super) fn claim_misspelling(&mut self, table: &Table<'_>, key: &str) -> bool {
        let meant = self.findings.meant.get(&table.path(key)).filter(|_| !table.has(key));
        let Some(problem) = meant.and_then(|index| self.findings.named.0.get_mut(*index)) else {
            return false;
        };
        // It has the key and what was meant as its arguments already.
        problem.code = Problem::error("misspelled-key").code;
        true
    }

    /// A table in the table.
    pub(crate) fn table<'t>(&mut self, table: &Table<'t>, key: &str) -> Option<Table<'t>> {
        let found = table.get(key)?;
        self.as_table(&found)
    }

    fn as_table<'t>(&mut self, found: &Found<&'t DeValue<'t>>) -> Option<Table<'t>> {
        match found.value {
            DeValue::Table(table) => Some(found.map(table)),
            _ => {
                let problem = self.wrong_type(found, "table");
                self.refuse(problem.with("header", format!("[{}]", found.field)), found)
            }
        }
    }

    /// An array of tables: `[[objection.grounds]]`.
    pub(crate) fn tables<'t>(
        &mut self,
        table: &Table<'t>,
        key: &str,
    ) -> Option<Found<Vec<Table<'t>>>> {
        let found = table.get(key)?;
        let header = format!("[[{}]]", found.field);
        let DeValue::Array(array) = found.value else {
            let problem = self.wrong_type(&found, "tables").with("header", header);
            return self.refuse(problem, &found);
        };
        let mut tables = Vec::new();
        for item in items(&found, array) {
            match item.value {
                DeValue::Table(table) => tables.push(item.map(table)),
                _ => {
                    let problem = self.wrong_type(&item, "tables").with("header", &header);
                    self.push(problem, &item);
                }
            }
        }
        Some(found.map(tables))
    }

    /// That a value is of the wrong type.
    pub(super) fn wrong_type(&self, found: &Found<&DeValue<'_>>, expected: &str) -> Problem {
        let is = match found.value {
            DeValue::String(_) => "text",
            DeValue::Integer(_) => "integer",
            DeValue::Float(_) => "float",
            DeValue::Boolean(_) => "boolean",
            DeValue::Datetime(_) => "date",
            DeValue::Array(_) => "list",
            DeValue::Table(_) => "table",
        };
        Problem::error("wrong-type")
            .with_translated("expected", self.word(&format!("report-type-{expected}")))
            .with_translated("found", self.word(&format!("report-type-{is}")))
    }

    /// Records a problem with a value, which there is none of then.
    pub(super) fn refuse<T, V>(&mut self, problem: Problem, found: &Found<V>) -> Option<T> {
        self.push(problem, found);
        None
    }

    /// The text of the file at a span.
    pub(crate) fn raw(&self, span: &Range<usize>) -> &'a str {
        self.source.text.get(span.clone()).unwrap_or_default()
    }
}

/// The items of an array with their places.
pub(super) fn items<'t>(
    found: &Found<&'t DeValue<'t>>,
    array: &'t [Spanned<DeValue<'t>>],
) -> impl Iterator<Item = Found<&'t DeValue<'t>>> {
    let field = found.field.clone();
    array.iter().enumerate().map(move |(index, item)| Found {
        value: item.get_ref(),
        span: item.span(),
        field: format!("{field}[{index}]"),
    })
}

/// The beginning of a text that may be long, in one line.
pub(crate) fn excerpt(text: &str) -> String {
    const LENGTH: usize = 60;
    let mut excerpt: String = text.chars().take(LENGTH).collect();
    if excerpt.len() < text.len() {
        excerpt.push('…');
    }
    excerpt
}
