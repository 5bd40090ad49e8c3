//! The catalogue: what a lawyer edits (`templates/`) and what a translator edits (`locales/`),
//! embedded in the program, and the user's own folder over it.

pub mod authority;
pub mod controller;
mod data;
pub mod embedded;
mod folder;
pub mod ground;
pub mod locale;
pub mod origin;
pub mod purpose;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::language::Language;
use crate::problem::{Problem, Problems};
use authority::Authority;
use controller::Controller;
use data::Data;
use ground::Ground;
use locale::Locale;

/// The most unknown files of the user's folder that are named one by one.
const NAMED: usize = 10;

/// Everything the letters are made from.
pub struct Texts {
    /// By id.
    pub controllers: BTreeMap<String, Controller>,
    /// In the order of `grounds.toml`.
    pub grounds: Vec<Ground>,
    /// What to know before writing about any ground.
    pub grounds_advice: Translated,
    /// In the order of `authorities.toml`; never empty once loaded. The first is the lead
    /// authority.
    pub authorities: Vec<Authority>,
    /// By language: every language that has a locale; each has a folder of templates.
    pub locales: BTreeMap<Language, Locale>,
    /// The templates by their path under `templates/`: `de/objection.md`.
    pub templates: BTreeMap<String, Template>,
    /// The files of the user's own folder.
    pub own: Vec<PathBuf>,
    /// What is odd about the user's own folder and stops nothing.
    pub warnings: Problems,
}

/// One template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// The name shown in a problem: `templates/de/objection.md`, or the user's own path.
    pub name: String,
    /// Markdown with Tera.
    pub text: String,
}

/// A text in every language of the catalogue: `{ de = "…", en = "…" }`.
pub type Translated = BTreeMap<Language, String>;

/// The text in `language`, else in English, else in any language it has; empty where it has none.
pub fn text_in(text: &Translated, language: Language) -> &str {
    text.get(&language)
        .or_else(|| text.get(&Language::ENGLISH))
        .or_else(|| text.values().next())
        .map_or("", String::as_str)
}

impl Texts {
    /// Reads the embedded catalogue, and over it the files of `user_folder`, which replace those of
    /// the same path under `templates/`. A controller's file may also be added.
    ///
    /// # Errors
    ///
    /// All files that cannot be read, are no UTF-8, or are no TOML of their kind, with positions.
    pub fn load(user_folder: Option<&Path>) -> Result<Texts, Problems> {
        let mut problems = Problems::default();
        let mut files: BTreeMap<String, Template> = embedded::templates()
            .map(|(path, text)| (path.to_owned(), shipped("templates", path, text)))
            .collect();
        let own = user_folder.map(|root| folder::read(root, &mut problems)).unwrap_or_default();
        let paths = own.values().map(|file| PathBuf::from(&file.name)).collect();
        let added: Vec<String> =
            own.keys().filter(|path| !files.contains_key(*path)).cloned().collect();
        files.extend(own);

        let mut controllers = BTreeMap::new();
        for (path, file) in &files {
            let name = path.strip_prefix("controllers/").and_then(|p| p.strip_suffix(".toml"));
            let Some(id) = name else { continue };
            if let Some(read) = controller::read(id, Data::new(file, &mut problems)) {
                controllers.insert(id.to_owned(), read);
            }
        }
        let (grounds_advice, grounds) = files
            .get("grounds.toml")
            .and_then(|file| ground::read(Data::new(file, &mut problems)))
            .unwrap_or_default();
        let authorities = files
            .get("authorities.toml")
            .and_then(|file| authority::read(Data::new(file, &mut problems)))
            .unwrap_or_default();
        let locales = locales(&mut problems);
        if problems.has_errors() {
            return Err(problems);
        }

        files.retain(|path, _| path.ends_with(".md"));
        let mut texts = Texts {
            controllers,
            grounds,
            grounds_advice,
            authorities,
            locales,
            templates: files,
            own: paths,
            warnings: problems,
        };
        texts.warn_of_unknown(added, user_folder);
        Ok(texts)
    }

    /// Warns of files in the user's folder that nothing reads: a mistyped name would otherwise
    /// change nothing and say nothing.
    fn warn_of_unknown(&mut self, added: Vec<String>, user_folder: Option<&Path>) {
        let unknown: Vec<String> = added.into_iter().filter(|path| !self.is_read(path)).collect();
        for path in &unknown {
            self.templates.remove(path);
        }
        let root = user_folder.unwrap_or(Path::new(""));
        for path in unknown.iter().take(NAMED) {
            let nearest = embedded::templates()
                .map(|(known, _)| known)
                .max_by(|a, b| {
                    strsim::normalized_levenshtein(a, path)
                        .total_cmp(&strsim::normalized_levenshtein(b, path))
                })
                .unwrap_or_default();
            let file = root.join(path).display().to_string();
            self.warnings.push(
                Problem::warning("texts-unknown-file")
                    .with("file", &file)
                    .with("nearest", nearest)
                    .in_file(file),
            );
        }
        if unknown.len() > NAMED {
            let further = Problem::warning("more-problems").with("count", unknown.len() - NAMED);
            self.warnings.push(further.in_file(root.display().to_string()));
        }
    }

    /// Whether a file that is not embedded has a use: a controller's, the text of a ground or of a
    /// purpose, or one that another template names.
    fn is_read(&self, path: &str) -> bool {
        if let Some(id) = path.strip_prefix("controllers/").and_then(|p| p.strip_suffix(".toml")) {
            return self.controllers.contains_key(id);
        }
        let named = self.templates.values().any(|template| template.text.contains(path));
        let Some(stem) = path.strip_suffix(".md") else { return false };
        let parts: Vec<_> = stem.split('/').collect();
        let written = parts[0].parse().is_ok_and(|language| self.locale(language).is_some());
        match parts[..] {
            [_, "grounds", id] => written && self.ground(id).is_some(),
            [_, "purposes", id] => {
                written && self.controllers.values().any(|c| c.purpose(id).is_some())
            }
            _ => named,
        }
    }

    /// A controller by its id.
    pub fn controller(&self, id: &str) -> Option<&Controller> {
        self.controllers.get(id)
    }

    /// A ground by its id.
    pub fn ground(&self, id: &str) -> Option<&Ground> {
        self.grounds.iter().find(|ground| ground.id == id)
    }

    /// The authority where somebody lives: in Germany that of the Land (`region`, the ISO 3166-2
    /// part after `DE-`, or its name), elsewhere that of the country; the lead authority where none
    /// is known. Whether a complaint under Art. 77 GDPR can go there says [`Authority::gdpr`].
    pub fn authority_at_home(&self, country: &str, region: Option<&str>) -> &Authority {
        let at_home = |authority: &&Authority| {
            authority.country == country
                && (authority.region.is_empty()
                    || region.is_some_and(|given| authority.is_region(given)))
        };
        self.authorities.iter().find(at_home).unwrap_or_else(|| self.lead_authority())
    }

    /// The authority that leads (Art. 56 GDPR).
    pub fn lead_authority(&self) -> &Authority {
        // There is a first one: loading refuses an empty list.
        &self.authorities[0]
    }

    /// The code of a region by its code or name: `NW` for `Nordrhein-Westfalen`. `None` where the
    /// country has no such region, or its regions do not matter.
    pub fn region(&self, country: &str, given: &str) -> Option<&str> {
        self.authorities
            .iter()
            .find(|authority| authority.country == country && authority.is_region(given))
            .map(|authority| authority.region.as_str())
    }

    /// The locale of a language.
    pub fn locale(&self, language: Language) -> Option<&Locale> {
        self.locales.get(&language)
    }

    /// A template by its path under `templates/`: `de/objection.md`.
    pub fn template(&self, path: &str) -> Option<&Template> {
        self.templates.get(path)
    }

    /// The languages that can be written, by code.
    pub fn languages(&self) -> impl Iterator<Item = Language> {
        self.locales.keys().copied()
    }

    /// The last line of an address: the country of destination in capitals, in the language that
    /// the post of the sender's country reads (`IRLAND` from Germany), in English where no locale
    /// names that country. Both are ISO 3166-1 alpha-2 codes.
    pub fn destination(&self, country: &str, from: &str) -> String {
        let reads = |locale: &&Locale| locale.post.iter().any(|code| code == from);
        let locale = self.locales.values().find(reads).or(self.locale(Language::ENGLISH));
        locale.map_or(country, |locale| locale.country(country)).to_uppercase()
    }
}

fn shipped(folder: &str, path: &str, text: &str) -> Template {
    Template { name: format!("{folder}/{path}"), text: text.to_owned() }
}

fn locales(problems: &mut Problems) -> BTreeMap<Language, Locale> {
    let mut locales = BTreeMap::new();
    for (path, text) in embedded::locales() {
        // A file that is named for no language is none: the tests name it.
        let Some(Ok(language)) = path.strip_suffix(".toml").map(str::parse::<Language>) else {
            continue;
        };
        let file = shipped("locales", path, text);
        if let Some(locale) = locale::read(language, Data::new(&file, problems)) {
            locales.insert(language, locale);
        }
    }
    locales
}
