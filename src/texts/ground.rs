//! Grounds relating to a particular situation (Art. 21(1) GDPR).

use std::iter;

use serde::Deserialize;
use toml::Spanned;

use super::Translated;
use super::data::{Data, translated};
use super::origin::{Sourced, Sources};

/// A ground to choose from: one table of `grounds.toml`, one file in each `grounds/` folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    /// `professional-secrecy`.
    pub id: String,
    /// What it is, in everyday words.
    pub name: Translated,
    /// What the person must add in their own words, or may add where the ground says enough by
    /// itself.
    pub ask: Translated,
    /// An example of such words.
    pub example: Translated,
    /// The warning that goes with it.
    pub warning: Translated,
    /// Whether the person's own words are required.
    pub detail_required: bool,
    /// Whether it touches special categories of data (Art. 9(1) GDPR).
    pub special_categories: bool,
    /// Whether it is about an account or posts of one's own: nothing for who never had an account.
    pub needs_account: bool,
    /// Where it comes from.
    pub origin: Sourced,
    /// Where the warning comes from, as far as that is elsewhere.
    pub further_origins: Vec<Sourced>,
}

impl Ground {
    /// Where its facts come from.
    pub fn origins(&self) -> impl Iterator<Item = &Sourced> {
        iter::once(&self.origin).chain(&self.further_origins)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGrounds {
    sources: Sources,
    #[serde(deserialize_with = "translated")]
    advice: Translated,
    ground: Vec<RawGround>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGround {
    id: Spanned<String>,
    source: Spanned<String>,
    #[serde(default)]
    further_sources: Vec<Spanned<String>>,
    #[serde(deserialize_with = "translated")]
    name: Translated,
    #[serde(deserialize_with = "translated")]
    ask: Translated,
    #[serde(deserialize_with = "translated")]
    example: Translated,
    #[serde(deserialize_with = "translated")]
    warning: Translated,
    detail_required: bool,
    special_categories: bool,
    #[serde(default)]
    needs_account: bool,
}

/// Reads `grounds.toml`: the advice for all of them, and the grounds.
pub(super) fn read(mut data: Data<'_>) -> Option<(Translated, Vec<Ground>)> {
    let file: RawGrounds = data.parse()?;
    let grounds = file
        .ground
        .into_iter()
        .map(|raw| Ground {
            id: data.id("ground", raw.id),
            name: raw.name,
            ask: raw.ask,
            example: raw.example,
            warning: raw.warning,
            detail_required: raw.detail_required,
            special_categories: raw.special_categories,
            needs_account: raw.needs_account,
            origin: data.origin(&file.sources, raw.source),
            further_origins: data.origins(&file.sources, raw.further_sources),
        })
        .collect();
    Some((file.advice, grounds))
}
