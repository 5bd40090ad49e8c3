//! What the controller does with the data on the ground of its legitimate interests
//! (Art. 6(1)(f) GDPR).

use serde::Deserialize;
use toml::Spanned;

pub use crate::law::provision::Basis;

use super::Translated;
use super::data::{Data, translated};
use super::origin::{Sourced, Sources};

/// One row of the controller's notice, or our own precaution.
#[derive(Debug, Clone, PartialEq)]
pub struct Purpose {
    /// `ai-training`: the id of art21.toml.
    pub id: String,
    /// The row of the notice; `None` for our own precaution.
    pub row: Option<u8>,
    /// The controller's own English label, verbatim from the notice; empty for a precaution.
    pub label: String,
    /// The rendering in each language but English; for a precaution our own words in each.
    pub rendering: Translated,
    /// What it is, in everyday words, for lists and questions.
    pub everyday: Translated,
    /// The provisions in the order they are invoked.
    pub articles: Vec<Basis>,
    /// Whether it is objected to where the config does not say.
    pub default: bool,
    /// Whether it makes or improves models or uses them on the person.
    pub ai: bool,
    /// Why an objection is weak here; empty where it is not.
    pub weak: Translated,
    /// Where it comes from.
    pub origin: Sourced,
}

impl Purpose {
    /// Whether it can be objected to without a ground: direct marketing, first of all.
    pub fn is_marketing(&self) -> bool {
        self.articles.first() == Some(&Basis::Marketing)
    }

    /// Whether only a ground relating to the particular situation carries the objection.
    pub fn needs_ground(&self) -> bool {
        !self.is_marketing()
    }

    /// The provisions invoked against it, in their order. Where direct marketing carries the
    /// objection, Art. 21(1) GDPR stands beside it only with a ground.
    pub fn invoked(&self, with_ground: bool) -> impl Iterator<Item = Basis> {
        let weighed = self.needs_ground() || with_ground;
        self.articles.iter().copied().filter(move |basis| *basis != Basis::Situation || weighed)
    }

    /// Whether a provision is invoked against it.
    pub fn invokes(&self, basis: Basis, with_ground: bool) -> bool {
        self.invoked(with_ground).any(|invoked| invoked == basis)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPurpose {
    id: Spanned<String>,
    row: Option<u8>,
    #[serde(default)]
    label: String,
    source: Spanned<String>,
    #[serde(deserialize_with = "translated")]
    rendering: Translated,
    #[serde(deserialize_with = "translated")]
    everyday: Translated,
    articles: Vec<Basis>,
    default: bool,
    #[serde(default)]
    ai: bool,
    #[serde(default, deserialize_with = "translated")]
    weak: Translated,
}

impl RawPurpose {
    pub(super) fn read(self, data: &mut Data<'_>, sources: &Sources) -> Purpose {
        Purpose {
            id: data.id("purpose", self.id),
            row: self.row,
            label: self.label,
            rendering: self.rendering,
            everyday: self.everyday,
            articles: self.articles,
            default: self.default,
            ai: self.ai,
            weak: self.weak,
            origin: data.origin(sources, self.source),
        }
    }
}
