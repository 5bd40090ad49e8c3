//! Where a fact comes from, and when it has become old.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;

use super::data::{self, Data};
use crate::problem::Problem;

/// Days after which a fact is to be looked at again.
pub const FRESH: i64 = 180;

/// Where a fact comes from and when its source was seen.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sourced {
    /// Title of the source.
    pub source: String,
    /// The day the source was seen; not the day it was typed.
    pub checked: NaiveDate,
    /// The page to look at when it has become old.
    pub look_at: String,
    /// The day since which the source is in force, where it says one.
    pub effective: Option<NaiveDate>,
    /// Whether the source is the one who must know.
    pub standing: Standing,
}

/// How near a source is to what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The text of the law, the controller's or the authority's own page.
    #[default]
    Primary,
    /// What others report: press, law firms, directories.
    Secondary,
}

/// `[sources.<key>]` of a file, by key.
pub(super) type Sources = BTreeMap<String, RawSource>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSource {
    title: String,
    look_at: String,
    #[serde(deserialize_with = "data::day")]
    checked: NaiveDate,
    #[serde(default, deserialize_with = "data::maybe_day")]
    effective: Option<NaiveDate>,
    #[serde(default)]
    standing: Standing,
}

impl Data<'_> {
    /// The origin that a table names by the key of its source; an unknown one is a problem.
    pub(super) fn origin(&mut self, sources: &Sources, key: Spanned<String>) -> Sourced {
        let span = key.span();
        let key = key.into_inner();
        let Some(source) = sources.get(&key) else {
            let known = sources.keys().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ");
            self.problem(
                Problem::error("texts-unknown-source").with("source", &key).with("known", known),
                span,
            );
            // Never seen: the problem stops the loading.
            return Sourced {
                source: key,
                checked: NaiveDate::MIN,
                look_at: String::new(),
                effective: None,
                standing: Standing::Secondary,
            };
        };
        Sourced {
            source: source.title.clone(),
            checked: source.checked,
            look_at: source.look_at.clone(),
            effective: source.effective,
            standing: source.standing,
        }
    }

    /// The origins that a table names by the keys of their sources.
    pub(super) fn origins(
        &mut self,
        sources: &Sources,
        keys: Vec<Spanned<String>>,
    ) -> Vec<Sourced> {
        keys.into_iter().map(|key| self.origin(sources, key)).collect()
    }
}

/// One warning for all facts whose source was seen more than 180 days before `today`: how many pages
/// there are to look at, and the one that was not looked at for longest.
pub fn stale<'a>(
    origins: impl IntoIterator<Item = &'a Sourced>,
    today: NaiveDate,
) -> Option<Problem> {
    let mut pages = BTreeMap::<&str, &Sourced>::new();
    for origin in origins.into_iter().filter(|o| (today - o.checked).num_days() > FRESH) {
        let oldest = pages.entry(&origin.look_at).or_insert(origin);
        if origin.checked < oldest.checked {
            *oldest = origin;
        }
    }
    let oldest = pages.values().min_by_key(|origin| origin.checked)?;
    Some(
        Problem::warning("stale-facts")
            .with("count", pages.len())
            .with("date", oldest.checked)
            .with("page", &oldest.look_at),
    )
}
