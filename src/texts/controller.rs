//! The controller: who it is and how it is reached (Art. 4(7) GDPR).

use std::iter;

use serde::Deserialize;
use toml::Spanned;

pub use super::origin::Sourced;

use super::Translated;
use super::data::{Data, translated};
use super::origin::Sources;
use super::purpose::{Purpose, RawPurpose};

/// A controller: one file in `templates/controllers/`.
#[derive(Debug, Clone, PartialEq)]
pub struct Controller {
    /// The file's name without `.toml`: `linkedin`.
    pub id: String,
    /// The legal name.
    pub name: String,
    /// The name in running text: `LinkedIn`.
    pub short: String,
    /// The host on which its members' profiles are: `linkedin.com`.
    pub site: String,
    /// The title of the notice whose labels are quoted; its day is `effective` of `origin`.
    pub notice: String,
    /// What the notice says of special categories of data, verbatim; empty where it says nothing.
    pub special_categories: String,
    /// Why its own switch does not answer the objection; empty where there is none.
    pub switch: Translated,
    /// The lines of its postal address without the country.
    pub postal: Vec<String>,
    /// ISO 3166-1 alpha-2 code of the country of the address.
    pub country: String,
    /// Where those live for whom it is the controller: ISO 3166-1 alpha-2 codes.
    pub countries: Vec<String>,
    /// Who it is for those who live elsewhere.
    pub elsewhere: Vec<Elsewhere>,
    /// Every way to reach it.
    pub channels: Vec<Channel>,
    /// Its switches beside which the letter stands.
    pub settings: Vec<Setting>,
    /// What it does on the ground of legitimate interests.
    pub purposes: Vec<Purpose>,
    /// What it does on consent and a letter may withdraw (Art. 7(3) GDPR).
    pub consents: Vec<Consent>,
    /// Where the identity comes from.
    pub origin: Sourced,
}

/// The controller for those who live elsewhere, so that they can be told.
#[derive(Debug, Clone, PartialEq)]
pub struct Elsewhere {
    /// ISO 3166-1 alpha-2 codes of the countries; empty for all that are named nowhere else.
    pub countries: Vec<String>,
    /// The legal name.
    pub name: String,
    /// The lines of its postal address without the country.
    pub postal: Vec<String>,
    /// ISO 3166-1 alpha-2 code of the country of the address.
    pub country: String,
    /// Where it comes from.
    pub origin: Sourced,
}

/// A way to reach the controller.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    /// `dpo-post`, `objection-form`.
    pub id: String,
    /// How it works.
    pub kind: ChannelKind,
    /// How certain it is that an objection sent this way counts.
    pub standing: ChannelStanding,
    /// `https:` address or e-mail address; empty for post.
    pub address: String,
    /// What it is.
    pub name: Translated,
    /// What to know before using it.
    pub note: Translated,
    /// Where it comes from.
    pub origin: Sourced,
}

/// How a channel works.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChannelKind {
    /// A letter in an envelope.
    Post,
    /// A form on a page.
    Form,
    /// An e-mail.
    Email,
}

/// How certain a channel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChannelStanding {
    /// The controller names it for objections or for data protection.
    Official,
    /// It stands in the imprint alone.
    ImprintOnly,
}

/// A switch of the controller's own settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// `generative-ai`.
    pub id: String,
    /// Where it is; empty where no address was seen.
    pub url: String,
    /// Its own name, in the languages in which it was seen: it may lack any of them.
    pub name: Translated,
    /// What it is in our own words, in each language.
    pub everyday: Translated,
    /// The way to it through the menus, in the languages in which it was seen.
    pub path: Translated,
    /// What it does.
    pub does: Translated,
    /// What it leaves out.
    pub leaves_out: Translated,
    /// What is not known about it: that its name in a language was not seen; empty where all is.
    pub note: Translated,
    /// The purposes it touches, by id.
    pub purposes: Vec<String>,
    /// Where it comes from.
    pub origin: Sourced,
    /// Where the rest comes from, if not from there: its names, what it does.
    pub further_origins: Vec<Sourced>,
}

/// Processing on consent that may be withdrawn without losing the account.
#[derive(Debug, Clone, PartialEq)]
pub struct Consent {
    /// `personalised-ads-consent`.
    pub id: String,
    /// The controller's own English label, verbatim.
    pub label: String,
    /// The rendering in each language; in English in short.
    pub rendering: Translated,
    /// What of it is withdrawn, where it is not all; empty where it is.
    pub limit: Translated,
    /// The purposes with which it is withdrawn, by id.
    pub purposes: Vec<String>,
    /// Whether only those who have or had an account can have given it.
    pub needs_account: bool,
    /// Where it comes from.
    pub origin: Sourced,
}

impl Controller {
    /// A purpose by its id.
    pub fn purpose(&self, id: &str) -> Option<&Purpose> {
        self.purposes.iter().find(|purpose| purpose.id == id)
    }

    /// Whether it is the controller for those who live in `country` (ISO 3166-1 alpha-2).
    pub fn answers_for(&self, country: &str) -> bool {
        self.countries.iter().any(|code| code == country)
    }

    /// Who is the controller instead for those who live in `country`; `None` where it is itself, or
    /// where nobody is known.
    pub fn elsewhere(&self, country: &str) -> Option<&Elsewhere> {
        if self.answers_for(country) {
            return None;
        }
        let named = |place: &&Elsewhere| place.countries.iter().any(|code| code == country);
        self.elsewhere
            .iter()
            .find(named)
            .or_else(|| self.elsewhere.iter().find(|place| place.countries.is_empty()))
    }

    /// Where its facts come from.
    pub fn origins(&self) -> impl Iterator<Item = &Sourced> {
        iter::once(&self.origin)
            .chain(self.elsewhere.iter().map(|e| &e.origin))
            .chain(self.channels.iter().map(|c| &c.origin))
            .chain(self.settings.iter().flat_map(Setting::origins))
            .chain(self.purposes.iter().map(|p| &p.origin))
            .chain(self.consents.iter().map(|c| &c.origin))
    }

    /// The consents that are withdrawn with an objection to these purposes, by id, as far as the
    /// person can have given them.
    pub fn withdrawn(
        &self,
        purposes: &[String],
        had_account: bool,
    ) -> impl Iterator<Item = &Consent> {
        self.consents.iter().filter(move |consent| {
            (had_account || !consent.needs_account)
                && consent.purposes.iter().any(|id| purposes.contains(id))
        })
    }

    /// The switch to begin with for those who object to these purposes, by id.
    pub fn switch(&self, purposes: &[String]) -> Option<&Setting> {
        self.settings.iter().find(|setting| {
            !setting.url.is_empty() && setting.purposes.iter().any(|id| purposes.contains(id))
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawController {
    name: String,
    short: String,
    site: String,
    notice: String,
    #[serde(default)]
    special_categories: String,
    #[serde(default, deserialize_with = "translated")]
    switch: Translated,
    postal: Vec<String>,
    country: String,
    countries: Vec<String>,
    source: Spanned<String>,
    sources: Sources,
    #[serde(default)]
    elsewhere: Vec<RawElsewhere>,
    channel: Vec<RawChannel>,
    #[serde(default)]
    setting: Vec<RawSetting>,
    purpose: Vec<RawPurpose>,
    #[serde(default)]
    consent: Vec<RawConsent>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawElsewhere {
    countries: Vec<String>,
    name: String,
    postal: Vec<String>,
    country: String,
    source: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChannel {
    id: Spanned<String>,
    kind: ChannelKind,
    standing: ChannelStanding,
    #[serde(default)]
    address: String,
    source: Spanned<String>,
    #[serde(deserialize_with = "translated")]
    name: Translated,
    #[serde(default, deserialize_with = "translated")]
    note: Translated,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSetting {
    id: Spanned<String>,
    #[serde(default)]
    url: String,
    source: Spanned<String>,
    #[serde(default)]
    further_sources: Vec<Spanned<String>>,
    #[serde(default, deserialize_with = "translated")]
    name: Translated,
    #[serde(deserialize_with = "translated")]
    everyday: Translated,
    #[serde(default, deserialize_with = "translated")]
    path: Translated,
    #[serde(deserialize_with = "translated")]
    does: Translated,
    #[serde(deserialize_with = "translated")]
    leaves_out: Translated,
    #[serde(default, deserialize_with = "translated")]
    note: Translated,
    purposes: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConsent {
    id: Spanned<String>,
    label: String,
    source: Spanned<String>,
    #[serde(deserialize_with = "translated")]
    rendering: Translated,
    #[serde(default, deserialize_with = "translated")]
    limit: Translated,
    purposes: Vec<String>,
    #[serde(default)]
    needs_account: bool,
}

/// Reads a file of `controllers/`; `id` is its name without `.toml`.
pub(super) fn read(id: &str, mut data: Data<'_>) -> Option<Controller> {
    let file: RawController = data.parse()?;
    let sources = &file.sources;
    let data = &mut data;
    Some(Controller {
        id: id.to_owned(),
        name: file.name,
        short: file.short,
        site: file.site,
        notice: file.notice,
        special_categories: file.special_categories,
        switch: file.switch,
        postal: file.postal,
        country: file.country,
        countries: file.countries,
        origin: data.origin(sources, file.source),
        elsewhere: file.elsewhere.into_iter().map(|raw| raw.read(data, sources)).collect(),
        channels: file.channel.into_iter().map(|raw| raw.read(data, sources)).collect(),
        settings: file.setting.into_iter().map(|raw| raw.read(data, sources)).collect(),
        purposes: file.purpose.into_iter().map(|raw| raw.read(data, sources)).collect(),
        consents: file.consent.into_iter().map(|raw| raw.read(data, sources)).collect(),
    })
}

impl RawElsewhere {
    fn read(self, data: &mut Data<'_>, sources: &Sources) -> Elsewhere {
        Elsewhere {
            countries: self.countries,
            name: self.name,
            postal: self.postal,
            country: self.country,
            origin: data.origin(sources, self.source),
        }
    }
}

impl RawChannel {
    fn read(self, data: &mut Data<'_>, sources: &Sources) -> Channel {
        Channel {
            id: data.id("channel", self.id),
            kind: self.kind,
            standing: self.standing,
            address: self.address,
            name: self.name,
            note: self.note,
            origin: data.origin(sources, self.source),
        }
    }
}

impl Setting {
    /// Where its facts come from.
    pub fn origins(&self) -> impl Iterator<Item = &Sourced> {
        iter::once(&self.origin).chain(&self.further_origins)
    }
}

impl RawSetting {
    fn read(self, data: &mut Data<'_>, sources: &Sources) -> Setting {
        Setting {
            id: data.id("setting", self.id),
            url: self.url,
            name: self.name,
            everyday: self.everyday,
            path: self.path,
            does: self.does,
            leaves_out: self.leaves_out,
            note: self.note,
            purposes: self.purposes,
            origin: data.origin(sources, self.source),
            further_origins: data.origins(sources, self.further_sources),
        }
    }
}

impl RawConsent {
    fn read(self, data: &mut Data<'_>, sources: &Sources) -> Consent {
        Consent {
            id: data.id("consent", self.id),
            label: self.label,
            rendering: self.rendering,
            limit: self.limit,
            purposes: self.purposes,
            needs_account: self.needs_account,
            origin: data.origin(sources, self.source),
        }
    }
}
