//! Provisions of the GDPR under which an objection is made.
//!
//! How a language cites them is in its locale, `[citations]`, each alone and in the orders in which
//! they are invoked: `Art. 21 Abs. 2 und 3 DSGVO, hilfsweise Art. 21 Abs. 1 DSGVO`.

use serde::Deserialize;

/// A provision under which an objection is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Art. 21(1): on grounds relating to the particular situation.
    Situation,
    /// Art. 21(2) and (3): direct marketing, no weighing.
    Marketing,
    /// Art. 21(6): research and statistics.
    Research,
}

impl Basis {
    /// The word of the data and of `[citations]`.
    pub fn id(self) -> &'static str {
        match self {
            Basis::Situation => "situation",
            Basis::Marketing => "marketing",
            Basis::Research => "research",
        }
    }
}

/// The key in `[citations]` of provisions invoked in this order: `marketing-situation`.
pub fn citation(bases: &[Basis]) -> String {
    bases.iter().map(|basis| basis.id()).collect::<Vec<_>>().join("-")
}
