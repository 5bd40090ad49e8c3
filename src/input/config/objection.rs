//! `[objection]`: what the data subject objects to and asks for.

use std::collections::BTreeMap;
use std::iter;

use crate::case::{GivenGround, Objection, Standing, requests};
use crate::language::Language;
use crate::problem::Problem;
use crate::texts::controller::Controller;
use crate::texts::ground::Ground;
use crate::texts::purpose::Purpose;
use crate::texts::{Texts, Translated};

use super::super::suggest::nearest;
use super::super::table::{Found, NAMED, Reader, Table, excerpt};
use super::super::text::Form;
use super::{LONG, SECTIONS};

/// Its keys.
pub(super) const KEYS: &[&str] =
    &["purposes", "erasure", "restriction", "inform_recipients", "questions", "number", "grounds"];

/// The most grounds: more are no longer a particular situation.
pub(crate) const GROUNDS: usize = 3;

/// The longest text of a ground, in characters: a sentence or two are meant.
const DETAIL: usize = 2000;

/// An objection to nothing.
pub(super) fn none() -> Objection {
    Objection {
        purposes: Vec::new(),
        erasure: true,
        restriction: true,
        inform_recipients: true,
        questions: true,
        number: 1,
        grounds: Vec::new(),
    }
}

impl<'a> Reader<'a> {
    /// Reads `[objection]`.
    pub(super) fn objection(
        &mut self,
        table: &Table<'_>,
        controller: &str,
        standing: Option<Standing>,
    ) -> Objection {
        let texts = self.texts;
        let controller = texts.controllers.get(controller);
        let selected = controller.map_or(Vec::new(), |c| self.purposes(table, c));
        let grounds = self.grounds(table, standing);
        self.enough_grounds(table, &selected, grounds.len());
        // Without a selection there is another problem already.
        let weighed = selected.is_empty()
            || requests::restriction(selected.iter().copied(), !grounds.is_empty());
        let erasure = self.boolean(table, "erasure").is_none_or(|found| found.value);
        let restriction = self.restriction(table, weighed);
        Objection {
            purposes: selected.iter().map(|purpose| purpose.id.clone()).collect(),
            erasure,
            restriction,
            inform_recipients: self
                .inform_recipients(table, requests::recipients(erasure, restriction)),
            questions: self.boolean(table, "questions").is_none_or(|found| found.value),
            number: self.integer(table, "number", 1..=999).map_or(1, |found| found.value),
            grounds,
        }
    }

    /// The purposes objected to, in the order of the catalogue.
    fn purposes<'c>(&mut self, table: &Table<'_>, controller: &'c Controller) -> Vec<&'c Purpose> {
        let all = &controller.purposes;
        if !table.has("purposes") {
            return all.iter().filter(|purpose| purpose.default).collect();
        }
        let Some(given) = self.texts(table, "purposes", Form::Line, LONG, 0..=100) else {
            return Vec::new();
        };
        let ids = || all.iter().map(|purpose| purpose.id.as_str());
        for found in &given.value {
            let Some(purpose) = all.iter().find(|purpose| purpose.id == found.value) else {
                let mut problem = Problem::error("unknown-purpose")
                    .with("value", excerpt(&found.value))
                    .with("possible", ids().collect::<Vec<_>>().join(", "));
                if let Some(suggestion) = nearest(&found.value, ids()) {
                    problem = problem.with("suggestion", suggestion);
                }
                self.push(problem, found);
                continue;
            };
            if !purpose.weak.is_empty() {
                let problem = Problem::warning("weak-purpose")
                    .with_translated("purpose", purpose.everyday.clone())
                    .with_translated("reason", purpose.weak.clone());
                self.push(problem, found);
            }
        }
        self.no_duplicates(&given.value);
        let selected = |purpose: &&Purpose| given.value.iter().any(|f| f.value == purpose.id);
        let selected: Vec<&Purpose> = all.iter().filter(selected).collect();
        // A list whose entries are all wrong is not empty: that is said of each entry.
        if self.is_empty_list(table, "purposes") {
            let defaults = all.iter().filter(|p| p.default).map(|p| p.id.as_str());
            let problem = Problem::error("no-purposes")
                .with("default", defaults.collect::<Vec<_>>().join(", "));
            self.push(problem, &given);
        }
        selected
    }

    fn is_empty_list(&self, table: &Table<'_>, key: &str) -> bool {
        let list = table.value.get(key).and_then(|value| value.get_ref().as_array());
        list.is_some_and(|list| list.is_empty())
    }

    fn grounds(&mut self, table: &Table<'_>, standing: Option<Standing>) -> Vec<GivenGround> {
        let Some(tables) = self.tables(table, "grounds") else { return Vec::new() };
        if let Some(surplus) = tables.value.get(GROUNDS) {
            let problem = Problem::error("too-many-grounds")
                .with("count", tables.value.len())
                .with("max", GROUNDS);
            self.push(problem, surplus);
        }
        let mut ids = Vec::new();
        let mut grounds = Vec::new();
        // So many are one problem, and no reason to look at each.
        for table in tables.value.iter().take(NAMED) {
            let (id, ground) = self.ground(table, standing);
            ids.extend(id);
            grounds.push(ground);
        }
        self.no_duplicates(&ids);
        grounds
    }

    fn ground(
        &mut self,
        table: &Table<'_>,
        standing: Option<Standing>,
    ) -> (Option<Found<String>>, GivenGround) {
        let texts = self.texts;
        let translations: Vec<(Language, String)> =
            texts.locales.keys().map(|l| (*l, format!("detail_{l}"))).collect();
        let words = || iter::once("detail").chain(translations.iter().map(|(_, key)| key.as_str()));
        let keys: Vec<&str> = iter::once("id").chain(words()).chain(["handwritten"]).collect();
        self.only(table, &keys, "", SECTIONS);
        self.require(table, &["id"]);
        let id = self.line(table, "id", LONG);
        let detail = self.text(table, "detail", Form::Paragraphs, DETAIL);
        let by_hand = self.boolean(table, "handwritten").filter(|found| found.value);
        if let Some(by_hand) = &by_hand
            && let Some(key) = words().find(|key| table.has(key))
        {
            self.push(Problem::error("handwritten-with-words").with("key", key), by_hand);
        }
        let ground = id.as_ref().and_then(|id| self.known_ground(id));
        if let (Some(ground), Some(id)) = (ground, &id) {
            // What is neither `true` nor `false` is wrong already.
            let by_pen = table.get("handwritten").map_or(Some(false), |it| it.value.as_bool());
            if ground.detail_required
                && !table.has("detail")
                && by_pen == Some(false)
                && !self.claim_misspelling(table, "detail")
                && !self.claim_misspelling(table, "handwritten")
            {
                let problem = Problem::error("detail-required")
                    .with("ground", &ground.id)
                    .with_translated("ask", ground.ask.clone())
                    .with_translated("words", ground.example.clone());
                self.push(problem, id);
            }
            if ground.needs_account && standing == Some(Standing::NonMember) {
                let problem = Problem::warning("ground-needs-account");
                self.push(problem.with_translated("ground", ground.name.clone()), id);
            }
            if let Some(detail) = &detail
                && ground.special_categories
            {
                let problem = Problem::warning("special-categories").with("ground", &ground.id);
                self.push(problem, detail);
            }
        }
        let translations = translations.into_iter().filter_map(|(language, key)| {
            Some((language, self.text(table, &key, Form::Paragraphs, DETAIL)?.value))
        });
        let translations: BTreeMap<Language, String> = translations.collect();
        let given = GivenGround {
            id: id.as_ref().map(|id| id.value.clone()).unwrap_or_default(),
            detail: detail.map(|detail| detail.value).unwrap_or_default(),
            handwritten: by_hand.is_some(),
            translations,
        };
        (id, given)
    }

    fn known_ground(&mut self, id: &Found<String>) -> Option<&'a Ground> {
        let grounds = &self.texts.grounds;
        let known = grounds.iter().find(|ground| ground.id == id.value);
        if known.is_none() {
            let mut problem = Problem::error("unknown-ground")
                .with("value", excerpt(&id.value))
                .with_translated("grounds", list(self.texts));
            let ids = grounds.iter().map(|ground| ground.id.as_str());
            if let Some(suggestion) = nearest(&id.value, ids) {
                problem = problem.with("suggestion", suggestion);
            }
            self.push(problem, id);
        }
        known
    }

    /// Art. 21(1) GDPR: "on grounds relating to his or her particular situation". Direct marketing
    /// needs none (Art. 21(2), (3)).
    fn enough_grounds(&mut self, table: &Table<'_>, selected: &[&Purpose], given: usize) {
        let needing: Vec<&str> =
            selected.iter().filter(|p| p.needs_ground()).map(|p| p.id.as_str()).collect();
        // A `grounds` of the wrong type has been recorded as such.
        let missing = !table.has("grounds") || self.is_empty_list(table, "grounds");
        if given == 0 && missing && !needing.is_empty() && !self.claim_misspelling(table, "grounds")
        {
            let problem = Problem::error("ground-required")
                .with("purposes", needing.join(", "))
                .with_translated("grounds", list(self.texts));
            let at = Found { value: (), span: table.span.clone(), field: table.path("grounds") };
            self.push(problem, &at);
        }
    }

    fn restriction(&mut self, table: &Table<'_>, weighed: bool) -> bool {
        let given = self.boolean(table, "restriction");
        if let Some(given) = &given
            && given.value
            && !weighed
        {
            self.push(Problem::warning("restriction-needless"), given);
        }
        weighed && given.is_none_or(|found| found.value)
    }

    fn inform_recipients(&mut self, table: &Table<'_>, something_to_tell: bool) -> bool {
        match self.boolean(table, "inform_recipients") {
            Some(given) if given.value && !something_to_tell => {
                self.push(Problem::error("inform-recipients-alone"), &given);
                false
            }
            Some(given) => given.value,
            None => something_to_tell,
        }
    }
}

/// The grounds to choose from, one a line: id and name.
fn list(texts: &Texts) -> Translated {
    let width = texts.grounds.iter().map(|g| g.id.len()).max().unwrap_or_default();
    let lines = |language: &Language| {
        let line = |ground: &Ground| {
            let name = ground.name.get(language).map_or("", String::as_str);
            format!("  {:width$}  {name}", ground.id).trim_end().to_owned()
        };
        texts.grounds.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    texts.locales.keys().map(|language| (*language, lines(language))).collect()
}
