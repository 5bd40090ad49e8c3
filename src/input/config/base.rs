//! What a config says for all persons of a roster.

use std::sync::Arc;

use chrono::NaiveDate;
use toml::de::DeTable;

use super::super::Config;
use super::super::table::{Findings, Found, Reader, Table};
use super::{account, objection, sender, syntax};
use crate::case::{GivenGround, Standing};
use crate::language::Language;
use crate::problem::{Problem, Problems, Source};
use crate::texts::Texts;

/// What a config says for all persons of a roster; each row says the rest.
#[derive(Debug, Clone)]
pub struct Base {
    /// The date, the controller, the page and its fonts. Its person is nobody.
    pub config: Config,
    /// The language of the letters whose row has none.
    pub language: Option<Language>,
    pub(crate) country: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) standing: Option<Standing>,
    pub(crate) purposes: Option<Vec<String>>,
    /// `erasure` and the like, as far as the config says so.
    pub(crate) requests: Vec<(&'static str, bool)>,
    pub(crate) number: u32,
    pub(crate) grounds: Vec<GivenGround>,
}

/// The requests of `[objection]`.
const REQUESTS: [&str; 4] = ["erasure", "restriction", "inform_recipients", "questions"];

/// What a row may still give.
const LEFT_TO_ROWS: [&str; 3] = ["ground-required", "detail-required", "region-missing"];

impl Base {
    /// Reads a config for a roster; with what is wrong with it. Where errors are among that, what
    /// they are about is left out.
    ///
    /// # Errors
    ///
    /// Those of TOML's syntax, which leave nothing to read.
    pub fn read(
        source: &Arc<Source>,
        texts: &Texts,
        today: NaiveDate,
    ) -> Result<(Base, Problems), Problems> {
        let (root, errors) = DeTable::parse_recoverable(&source.text);
        if !errors.is_empty() {
            return Err(syntax::problems(source, &errors));
        }
        let root = Found { value: root.get_ref(), span: 0..0, field: String::new() };
        let mut reader = Reader { source, texts, findings: Findings::default() };
        let base = reader.base(&root, today);
        let mut problems = reader.findings.into_problems(source);
        problems.0.retain(|problem| !LEFT_TO_ROWS.contains(&problem.code));
        Ok((base, problems))
    }

    /// What there is without a config.
    pub fn none(texts: &Texts, today: NaiveDate) -> Base {
        let source = Arc::new(Source::new("art21.toml", ""));
        let mut reader = Reader { source: &source, texts, findings: Findings::default() };
        let root = DeTable::new();
        reader.base(&Found { value: &root, span: 0..0, field: String::new() }, today)
    }
}

impl Reader<'_> {
    fn base(&mut self, root: &Table<'_>, today: NaiveDate) -> Base {
        self.keys(root, "");
        let language = self.language(root, "language");
        let controller = self.controller(root);
        let date = self.letter_date(root, today, &controller).unwrap_or(today);
        let (mut country, mut region, mut standing) = (None, None, None);
        if let Some(table) = self.optional(root, "sender") {
            country = self.country(&table, &controller);
            region = self.region(&table, country.as_deref());
            self.of_the_rows(&table, sender::KEYS, &["country", "region"]);
        }
        if let Some(table) = self.optional(root, "account") {
            standing = self.choice(&table, "standing", &Standing::ALL.map(|s| (s.id(), s)));
            self.of_the_rows(&table, account::KEYS, &["standing"]);
        }
        let standing = standing.map(|found| found.value);
        let mut objection = objection::none();
        let mut requests = Vec::new();
        let mut has_purposes = false;
        if let Some(table) = self.optional(root, "objection") {
            objection = self.objection(&table, &controller, standing);
            has_purposes = table.has("purposes");
            let given = |key: &'static str| {
                let value = table.get(key)?.value.as_bool()?;
                Some((key, value))
            };
            requests = REQUESTS.into_iter().filter_map(given).collect();
        }
        let mut place = None;
        if let Some(table) = self.optional(root, "signature") {
            place = self.line(&table, "place", super::LINE).map(|place| place.value);
            self.of_the_rows(&table, &["image"], &[]);
        }
        let (form, courtesy_copy, fonts) = self.letter(root, language.as_ref());
        let recipient = self.recipient(root);
        self.delivery(root);
        let organiser = self.organiser(root);
        let language = language.map(|found| found.value);
        let case = crate::case::Case {
            language: language.unwrap_or(Language::GERMAN),
            date,
            controller,
            sender: crate::case::Sender::default(),
            account: account::none(),
            place,
            courtesy_copy,
            recipient,
            objection: objection::none(),
        };
        let places = super::Places { source: Arc::clone(self.source), columns: None };
        Base {
            config: Config { case, signature: None, form, fonts, organiser, places },
            language,
            country,
            region,
            standing,
            purposes: has_purposes.then_some(objection.purposes),
            requests,
            number: objection.number,
            grounds: objection.grounds,
        }
    }

    /// Mentions the keys of a table that each row says for itself.
    fn of_the_rows(&mut self, table: &Table<'_>, keys: &[&'static str], but_for: &[&str]) {
        let unused: Vec<&str> =
            keys.iter().copied().filter(|key| !but_for.contains(key) && table.has(key)).collect();
        if !unused.is_empty() {
            let problem = Problem::warning("unused-with-roster").with("keys", unused.join(", "));
            self.push(problem, table);
        }
    }
}
