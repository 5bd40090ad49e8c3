//! Reads one TOML file of the catalogue, with positions for its problems.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error as _};
use toml::Spanned;

use super::{Template, Translated};
use crate::language::Language;
use crate::problem::{Problem, Problems, Source};

/// A file while it is read.
pub(super) struct Data<'a> {
    source: Arc<Source>,
    problems: &'a mut Problems,
    ids: BTreeSet<(&'static str, String)>,
}

impl<'a> Data<'a> {
    pub(super) fn new(file: &Template, problems: &'a mut Problems) -> Self {
        let source = Arc::new(Source::new(&file.name, &file.text));
        Data { source, problems, ids: BTreeSet::new() }
    }

    /// The file's content; `None`, with a problem, where it is not what it should be.
    pub(super) fn parse<T: DeserializeOwned>(&mut self) -> Option<T> {
        match toml::from_str(&self.source.text) {
            Ok(content) => Some(content),
            Err(error) => {
                self.problem(refusal(error.message()), error.span().unwrap_or(0..0));
                None
            }
        }
    }

    /// An id of its kind; the second of the same is a problem.
    pub(super) fn id(&mut self, kind: &'static str, id: Spanned<String>) -> String {
        let span = id.span();
        let id = id.into_inner();
        if !self.ids.insert((kind, id.clone())) {
            self.problem(Problem::error("texts-duplicate-id").with("id", &id), span);
        }
        id
    }

    /// A language by its code; another word is a problem.
    pub(super) fn language(&mut self, code: Spanned<String>) -> Language {
        let span = code.span();
        code.get_ref().parse().unwrap_or_else(|_| {
            let problem = Problem::error("texts-toml").with(
                "why",
                format_args!("`{}` is no language code of two letters", code.get_ref()),
            );
            self.problem(problem, span);
            Language::ENGLISH
        })
    }

    pub(super) fn problem(&mut self, problem: Problem, span: Range<usize>) {
        self.problems.push(problem.at(&self.source, span));
    }
}

/// What the parser says, in our words where it is what people get wrong. It knows only English.
fn refusal(message: &str) -> Problem {
    let mut names = message.split('`').skip(1).step_by(2);
    let name = names.next().unwrap_or_default();
    if message.starts_with("missing field") {
        Problem::error("texts-missing-key").with("key", name)
    } else if message.starts_with("unknown field") {
        let known = names.collect::<Vec<_>>().join(", ");
        Problem::error("texts-unknown-key").with("key", name).with("keys", known)
    } else {
        Problem::error("texts-toml").with("why", message)
    }
}

/// `{ de = "…", en = "…" }`.
pub(super) fn translated<'de, D: Deserializer<'de>>(from: D) -> Result<Translated, D::Error> {
    BTreeMap::<String, String>::deserialize(from)?
        .into_iter()
        .map(|(code, text)| {
            let language = code.parse().map_err(|_| {
                D::Error::custom(format_args!("`{code}` is no language code of two letters"))
            })?;
            Ok((language, text))
        })
        .collect()
}

/// A TOML date without a time.
pub(super) fn day<'de, D: Deserializer<'de>>(from: D) -> Result<NaiveDate, D::Error> {
    let value = toml::value::Datetime::deserialize(from)?;
    match value {
        toml::value::Datetime { date: Some(date), time: None, offset: None } => {
            NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
        }
        _ => None,
    }
    .ok_or_else(|| D::Error::custom("expected a date such as 2026-08-22"))
}

/// The same where it may be left out.
pub(super) fn maybe_day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDate>, D::Error> {
    day(from).map(Some)
}
