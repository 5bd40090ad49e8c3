//! Supervisory authorities (Arts. 51, 77 GDPR).

use chrono::NaiveDate;
use serde::Deserialize;
use toml::Spanned;

use super::Translated;
use super::data::{Data, maybe_day, translated};
use super::origin::{Sourced, Sources};
use crate::language::Language;
use crate::problem::Problem;

/// One authority: one table of `authorities.toml`.
#[derive(Debug, Clone, PartialEq)]
pub struct Authority {
    /// `ie-dpc`, `de-nw`, `at`.
    pub id: String,
    /// ISO 3166-1 alpha-2 code of the country it belongs to.
    pub country: String,
    /// ISO 3166-2 part after the country; empty where it serves the whole country.
    pub region: String,
    /// The name of the region, for those who write it out; empty likewise.
    pub region_name: String,
    /// Further names of the region: those of other languages, abbreviations.
    pub region_also: Vec<String>,
    /// Its own name in running text, without an article, for an apposition: `die für mich
    /// zuständige Aufsichtsbehörde (…)`. In a language that is not its own, followed by a
    /// rendering in brackets.
    pub name: Translated,
    /// Whether it is a supervisory authority under the GDPR (Art. 51), so that a complaint under
    /// Art. 77 can be lodged with it.
    pub gdpr: bool,
    /// The lines of its postal address, name first.
    pub postal: Vec<String>,
    /// E-mail address; empty where none is known.
    pub email: String,
    /// Address of its form or page; empty where none is known.
    pub url: String,
    /// The language it works in.
    pub language: Language,
    /// What to know; empty where there is nothing.
    pub note: Translated,
    /// Where it comes from.
    pub origin: Sourced,
    /// All that its region is called by, [`folded`]: each letter asks.
    called: Vec<String>,
}

impl Authority {
    /// Whether `given` means its region: the code with or without the country, or a name, in any
    /// case and with or without hyphens, blanks and umlauts.
    pub fn is_region(&self, given: &str) -> bool {
        self.called.contains(&folded(given))
    }
}

/// Letters alone, lower case, umlauts as they are written without them.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphabetic()) {
        match c {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            _ => out.push(c),
        }
    }
    out
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAuthorities {
    sources: Sources,
    authority: Spanned<Vec<RawAuthority>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAuthority {
    id: Spanned<String>,
    source: Spanned<String>,
    #[serde(default, deserialize_with = "maybe_day")]
    checked: Option<NaiveDate>,
    look_at: String,
    country: String,
    #[serde(default)]
    region: String,
    #[serde(default)]
    region_name: String,
    #[serde(default)]
    region_also: Vec<String>,
    #[serde(deserialize_with = "translated")]
    name: Translated,
    #[serde(default = "yes")]
    gdpr: bool,
    postal: Vec<String>,
    #[serde(default)]
    email: String,
    #[serde(default)]
    url: String,
    language: Spanned<String>,
    #[serde(default, deserialize_with = "translated")]
    note: Translated,
}

impl RawAuthority {
    fn called(&self) -> Vec<String> {
        if self.region.is_empty() {
            return Vec::new();
        }
        let code = format!("{}{}", self.country, self.region);
        let names = [&self.region, &code, &self.region_name];
        names.into_iter().chain(&self.region_also).map(|name| folded(name)).collect()
    }
}

fn yes() -> bool {
    true
}

/// Reads `authorities.toml`; the first is the lead authority, so there must be one.
pub(super) fn read(mut data: Data<'_>) -> Option<Vec<Authority>> {
    let file: RawAuthorities = data.parse()?;
    if file.authority.get_ref().is_empty() {
        data.problem(Problem::error("texts-no-authority"), file.authority.span());
        return None;
    }
    let authorities = file
        .authority
        .into_inner()
        .into_iter()
        .map(|raw| {
            let called = raw.called();
            let origin = data.origin(&file.sources, raw.source);
            Authority {
                id: data.id("authority", raw.id),
                country: raw.country,
                region: raw.region,
                region_name: raw.region_name,
                region_also: raw.region_also,
                name: raw.name,
                gdpr: raw.gdpr,
                postal: raw.postal,
                email: raw.email,
                url: raw.url,
                language: data.language(raw.language),
                note: raw.note,
                origin: Sourced {
                    checked: raw.checked.unwrap_or(origin.checked),
                    look_at: raw.look_at,
                    ..origin
                },
                called,
            }
        })
        .collect();
    Some(authorities)
}
