//! Reads art21.toml, with every problem in one run.

mod account;
mod base;
mod delivery;
pub(crate) mod objection;
mod organiser;
mod sender;
mod syntax;

use std::path::PathBuf;
use std::sync::Arc;

use chrono::NaiveDate;
use toml::de::DeTable;

use crate::case::Case;
use crate::document;
use crate::language::Language;
use crate::problem::{Problem, Problems, Source};
use crate::texts::Texts;

use super::Config;
use super::places::Places;
use super::suggest::{fold, nearest};
use super::table::{Findings, Found, Reader, Table, excerpt};
use super::text::Form;
pub use base::Base;

/// The tables of the file and their keys.
const SECTIONS: &[(&str, &[&str])] = &[
    (
        "",
        &[
            "language",
            "date",
            "controller",
            "sender",
            "account",
            "objection",
            "signature",
            "letter",
            "recipient",
            "delivery",
            "organiser",
        ],
    ),
    ("sender", sender::KEYS),
    ("account", account::KEYS),
    ("objection", objection::KEYS),
    ("signature", &["image", "place"]),
    ("letter", &["form", "courtesy_copy", "fonts"]),
    ("recipient", &["postal"]),
    ("delivery", delivery::KEYS),
    ("delivery.smtp", delivery::SMTP),
    ("delivery.imap", delivery::IMAP),
    ("organiser", organiser::KEYS),
];

/// The longest name or line of an address, in characters.
const LINE: usize = 100;
/// The longest e-mail address, in characters (RFC 5321, 4.5.3.1.3).
const EMAIL: usize = 254;
/// The longest web address or path, in characters.
const LONG: usize = 1000;

/// The first day on which the GDPR applied (Art. 99(2)).
const GDPR: Option<NaiveDate> = NaiveDate::from_ymd_opt(2018, 5, 25);

/// Reads a config, which may be wrong, so that more of what is wrong can be looked for: where errors
/// come with it, what they are about is left out of the [`Config`] or stands in it as it was given.
/// `today` is the letter's date where the config gives none.
///
/// # Errors
///
/// Those of TOML's syntax, which leave nothing to read.
pub fn read(
    source: &Arc<Source>,
    texts: &Texts,
    today: NaiveDate,
) -> Result<(Config, Problems), Problems> {
    let (root, errors) = DeTable::parse_recoverable(&source.text);
    if !errors.is_empty() {
        return Err(syntax::problems(source, &errors));
    }
    let root = Found { value: root.get_ref(), span: 0..0, field: String::new() };
    let mut reader = Reader { source, texts, findings: Findings::default() };
    let config = reader.config(&root, today);
    Ok((config, reader.findings.into_problems(source)))
}

/// Reads the tables of a row of a roster as those of a config; see [`read`].
pub(super) fn read_row(
    source: &Arc<Source>,
    root: &DeTable<'_>,
    texts: &Texts,
    today: NaiveDate,
) -> (Config, Problems) {
    let root = Found { value: root, span: 0..source.text.len(), field: String::new() };
    let mut reader = Reader { source, texts, findings: Findings::default() };
    let config = reader.config(&root, today);
    (config, reader.findings.into_problems(source))
}

impl Reader<'_> {
    /// The whole file. Where a problem was recorded, the value is a placeholder.
    fn config(&mut self, root: &Table<'_>, today: NaiveDate) -> Config {
        self.keys(root, "");
        self.require(root, &["language"]);
        let language = self.language(root, "language");
        let controller = self.controller(root);
        let date = self.letter_date(root, today, &controller).unwrap_or(today);
        let sender = self.section(root, "sender").map(|t| self.sender(&t, &controller));
        let site = self.texts.controller(&controller).map_or("", |controller| &controller.site);
        let account = self.section(root, "account").and_then(|t| self.account(&t, site));
        let standing = account.as_ref().map(|account| account.standing);
        let objection = self.section(root, "objection");
        let objection = objection.map(|t| self.objection(&t, &controller, standing));
        let minor = sender.as_ref().is_some_and(|sender| !sender.represented_by.is_empty());
        let (signature, place) = self.signature(root, minor);
        let (form, courtesy_copy, fonts) = self.letter(root, language.as_ref());
        let recipient = self.recipient(root);
        self.delivery(root);
        let organiser = self.organiser(root);
        self.organises_nothing(root);
        let case = Case {
            language: language.map_or(Language::GERMAN, |l| l.value),
            date,
            controller,
            sender: sender.unwrap_or_default(),
            account: account.unwrap_or_else(account::none),
            objection: objection.unwrap_or_else(objection::none),
            place,
            courtesy_copy,
            recipient,
        };
        let places = Places { source: Arc::clone(self.source), columns: None };
        Config { case, signature, form, fonts, organiser, places }
    }

    /// Records the keys of a table that the section does not have.
    fn keys(&mut self, table: &Table<'_>, section: &str) {
        let known = SECTIONS.iter().find(|(name, _)| *name == section).map_or(&[][..], |s| s.1);
        self.only(table, known, "", SECTIONS);
    }

    /// A table that must be there.
    fn section<'t>(&mut self, root: &Table<'t>, key: &'static str) -> Option<Table<'t>> {
        if !root.has(key) && !self.claim_misspelling(root, key) {
            let problem = Problem::error("missing-table").with("table", format!("[{key}]"));
            self.findings.push(problem.in_file(self.source.name.clone()).field(key));
        }
        let table = self.table(root, key)?;
        self.keys(&table, key);
        Some(table)
    }

    /// A table that may be there.
    fn optional<'t>(&mut self, root: &Table<'t>, key: &str) -> Option<Table<'t>> {
        let table = self.table(root, key)?;
        self.keys(&table, &table.field);
        Some(table)
    }

    fn language(&mut self, table: &Table<'_>, key: &str) -> Option<Found<Language>> {
        let locales = &self.texts.locales;
        let possible: Vec<&str> = locales.keys().map(Language::code).collect();
        let found = self.word_of(table, key, &possible)?;
        if let Some((language, _)) = locales.iter().find(|(l, _)| l.code() == found.value) {
            return Some(Found { value: *language, span: found.span, field: found.field });
        }
        let named = locales.iter().find(|(_, locale)| fold(&locale.name) == fold(&found.value));
        let suggestion = named
            .map(|(language, _)| language.code())
            .or_else(|| nearest(&found.value, possible.iter().copied()));
        let mut problem = Problem::error("unknown-language")
            .with("value", excerpt(&found.value))
            .with("possible", possible.join(", "));
        if let Some(suggestion) = suggestion {
            problem = problem.with("suggestion", suggestion);
        }
        self.push(problem, &found);
        None
    }

    fn letter_date(
        &mut self,
        root: &Table<'_>,
        today: NaiveDate,
        controller: &str,
    ) -> Option<NaiveDate> {
        let found = self.date(root, "date")?;
        let controller = self.texts.controller(controller);
        let notice = controller.and_then(|c| Some((c, c.origin.effective?)));
        if GDPR.is_some_and(|first| found.value < first) {
            self.push(Problem::error("date-too-early").with("date", found.value), &found);
        } else if let Some((controller, day)) = notice.filter(|(_, day)| found.value < *day) {
            let problem = Problem::warning("date-before-notice");
            let problem = problem.with("controller", &controller.short);
            let problem = problem.with("notice", &controller.notice).with("day", day);
            self.push(problem.with("date", found.value), &found);
        } else if found.value > today {
            let problem =
                Problem::warning("date-in-future").with("date", found.value).with("today", today);
            self.push(problem, &found);
        }
        Some(found.value)
    }

    /// The id of the controller: `linkedin` where the file does not say.
    fn controller(&mut self, root: &Table<'_>) -> String {
        let ids: Vec<&str> = self.texts.controllers.keys().map(String::as_str).collect();
        let Some(found) = self.word_of(root, "controller", &ids) else {
            return "linkedin".to_owned();
        };
        if !self.texts.controllers.contains_key(&found.value) {
            let mut problem = Problem::error("unknown-controller")
                .with("value", excerpt(&found.value))
                .with("possible", ids.join(", "));
            if let Some(suggestion) = nearest(&found.value, ids) {
                problem = problem.with("suggestion", suggestion);
            }
            self.push(problem, &found);
        }
        found.value
    }

    /// `[signature]`: the picture and the place. A minor's letter is signed by who represents them
    /// (§§ 107, 1629 BGB), and whose signature a picture shows, nobody knows: it stays out.
    fn signature(&mut self, root: &Table<'_>, minor: bool) -> (Option<PathBuf>, Option<String>) {
        let Some(table) = self.optional(root, "signature") else { return (None, None) };
        let image = self.text(&table, "image", Form::Verbatim, LONG);
        if let Some(image) = image.as_ref().filter(|_| minor) {
            self.push(Problem::warning("signature-of-minor"), image);
        }
        let image = image.filter(|_| !minor);
        let place = self.line(&table, "place", LINE);
        (image.map(|i| i.value.into()), place.map(|p| p.value))
    }

    /// `[letter]`: the form of the page, the language of the courtesy copy, the fonts.
    fn letter(
        &mut self,
        root: &Table<'_>,
        language: Option<&Found<Language>>,
    ) -> (document::Form, Option<Language>, Vec<(String, PathBuf)>) {
        let Some(table) = self.optional(root, "letter") else { return Default::default() };
        let form = self.choice(&table, "form", &document::Form::ALL).map(|found| found.value);
        let copy = self.language(&table, "courtesy_copy");
        if let (Some(copy), Some(language)) = (&copy, language)
            && copy.value == language.value
        {
            let others = self.texts.locales.keys().filter(|l| **l != copy.value);
            let others: Vec<&str> = others.map(Language::code).collect();
            let problem = Problem::error("courtesy-copy-same-language")
                .with("language", copy.value)
                .with("possible", others.join(", "));
            self.push(problem, copy);
        }
        let fonts = self.texts(&table, "fonts", Form::Verbatim, LONG, 0..=20);
        let fonts = fonts.map_or(Vec::new(), |fonts| fonts.value);
        let fonts = fonts.into_iter().map(|f| (f.field, f.value.into())).collect();
        (form.unwrap_or_default(), copy.map(|c| c.value), fonts)
    }

    /// `[recipient]`: the lines of the address, which fit the six of the address zone.
    fn recipient(&mut self, root: &Table<'_>) -> Vec<String> {
        let Some(table) = self.optional(root, "recipient") else { return Vec::new() };
        let lines = self.texts(&table, "postal", Form::Line, LINE, 2..=6);
        lines.map_or(Vec::new(), |lines| lines.value.into_iter().map(|l| l.value).collect())
    }
}
