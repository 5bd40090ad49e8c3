//! What a template can say: its variables.
//!
//! | variable | what it is |
//! |---|---|
//! | `reference`, `date`, `number` | of the letter; the date as the language sets it |
//! | `short`, `courtesy` | whether this is the version for a form, the courtesy copy |
//! | `sender` | `name`, `street`, `line2`, `care_of`, `postcode`, `city`, `country` (its name), `email`, `phone`, `represented_by` |
//! | `is_minor` | whether somebody represents the sender |
//! | `standing` | `member`, `former-member`, `non-member` |
//! | `account` | `profile`, `email`, `former_email`, `links` |
//! | `controller` | `name`, `short`, `notice` (its title), `notice_date`, `special_categories` (what the notice says of them, English), `switch` (why it does not answer the objection) |
//! | `selected` | ids of the purposes objected to |
//! | `purposes` | of each: `id`, `label` (the controller's own, English; empty for a precaution), `rendering` (in the letter's language), `articles` (a citation), `situation`, `marketing`, `research` (under which paragraphs of Art. 21), `text` (`purposes/<id>.md`, where it is `purpose`) |
//! | `any_situation`, `any_marketing`, `any_research`, `any_ai`, `only_marketing` | what the objection as a whole contains |
//! | `consents` | withdrawn with these purposes: `label`, `rendering`, `limit` (empty where all of it is withdrawn) |
//! | `grounds` | of each: `id`, `name`, `special_categories`, `detail` (the paragraphs of the person's own words), `handwritten` (whether they write them into the letter by hand, on lines that `___` draws), `quoted` (whether they are in another language than the letter), `text` (`grounds/<id>.md`, where it is `ground`) |
//! | `any_special` | whether a ground touches special categories of data |
//! | `erasure`, `restriction`, `inform_recipients`, `questions` | what is asked for |
//! | `authority` | `name`, `is_dpc` (whether it is the one that leads, Art. 56) |
//!
//!
//! `cover.md` has these too, but for `short`, `courtesy`, `purposes` and `grounds`, and beside them:
//!
//! | variable | what it is |
//! |---|---|
//! | `organiser` | who hands the letters out: `name`, `contact` (an e-mail address or a page) |
//! | `with_grounds` | whether grounds are given |
//! | `handwritten` | whether lines are left for the person's own words |
//! | `signed` | whether the signature is in the letter already, as a picture |
//! | `with_copy` | whether a courtesy copy follows the letter |
//! | `registered` | what registered post with advice of receipt is called at the counter at home |
//!
//! `consignment.md` has `organiser`, `date`, `number` (of the consignment), `count` (how many letters)
//! and of the controller `name` and `short`. The list of the letters follows what it says.
//!
//! What is missing is an empty string or list; a variable that is not here is an error. Inside of
//! `purposes/` and `grounds/` there are no `purposes` and `grounds`.

use std::collections::BTreeMap;

use tera::{Context, Value};

use super::origins::Origins;
use super::voice::Voice;
use super::{Kind, Letter, missing};
use crate::case::{GivenGround, Organiser, Standing, requests};
use crate::language::Language;
use crate::law::provision::Basis;
use crate::problem::Problems;
use crate::texts::authority::Authority;
use crate::texts::ground::Ground;
use crate::texts::purpose::Purpose;
use crate::texts::{Translated, text_in};

/// The variables of one letter and where their values come from.
pub(super) struct Facts {
    pub(super) context: Context,
    pub(super) origins: Origins,
    /// The paragraphs of the person's own words, each with the id of its ground.
    pub(super) words: Vec<(String, String)>,
    /// The grounds that are to have lines to write on, and whether their own text has them.
    pub(super) lines: Vec<(String, bool)>,
}

impl Facts {
    /// None so far.
    pub(super) fn none() -> Self {
        Facts {
            context: Context::new(),
            origins: Origins::default(),
            words: Vec::new(),
            lines: Vec::new(),
        }
    }

    /// Gathers what the templates of a letter can say in one language; renders the purposes and
    /// the grounds.
    pub(super) fn gather(
        letter: &Letter<'_>,
        voice: &Voice<'_>,
        courtesy: bool,
    ) -> Result<Self, Problems> {
        let mut gathering = Gathering::new(letter, voice);
        gathering.set("short", letter.kind == Kind::Short);
        gathering.set("courtesy", courtesy);
        gathering.people();
        gathering.requests();
        let purposes = gathering.purposes();
        let grounds = gathering.grounds();
        gathering.set("purposes", purposes);
        gathering.set("grounds", grounds);
        if gathering.problems.has_errors() { Err(gathering.problems) } else { Ok(gathering.facts) }
    }

    /// What a letter says, but for the texts of its purposes and grounds: for a sheet about it.
    pub(super) fn about(letter: &Letter<'_>, voice: &Voice<'_>) -> Self {
        let mut gathering = Gathering::new(letter, voice);
        gathering.people();
        gathering.requests();
        gathering.facts
    }

    /// Adds a variable.
    pub(super) fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        self.context.insert_value(name, value.into());
    }

    /// Adds who hands the letters out.
    pub(super) fn organiser(&mut self, organiser: Option<&Organiser>) {
        let (name, contact) = organiser.map_or(("", ""), |o| (o.name.as_str(), o.contact.as_str()));
        let fields = [
            ("name", self.origins.field(name, "organiser.name")),
            ("contact", self.origins.field(contact, "organiser.contact")),
        ];
        self.set("organiser", map(fields));
    }
}

struct Gathering<'a> {
    letter: &'a Letter<'a>,
    voice: &'a Voice<'a>,
    language: Language,
    facts: Facts,
    problems: Problems,
}

impl<'a> Gathering<'a> {
    fn new(letter: &'a Letter<'a>, voice: &'a Voice<'a>) -> Self {
        let language = voice.locale.language;
        Gathering { letter, voice, language, facts: Facts::none(), problems: Problems::default() }
    }

    fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        self.facts.set(name, value);
    }

    /// Who writes to whom, when.
    fn people(&mut self) {
        let (case, controller) = (self.letter.case, self.letter.controller);
        let (sender, account) = (&case.sender, &case.account);
        let authority = self.letter.authority();
        let locale = self.voice.locale;

        // The notice is in English, whatever the language of the letter.
        let foreign = self.foreign(Language::ENGLISH);
        let effective = controller.origin.effective;
        let notice_date = effective.map(|day| locale.format_date(day)).unwrap_or_default();
        let representatives = locale.together(&sender.represented_by);
        let origins = &mut self.facts.origins;
        // The name first: what other fields share with it is the name.
        let people = [
            ("name", origins.field(&sender.name, "sender.name")),
            ("street", origins.field(&sender.street, "sender.street")),
            ("line2", origins.maybe(&sender.line2, "sender.line2")),
            ("care_of", origins.maybe(&sender.care_of, "sender.care_of")),
            ("postcode", origins.field(&sender.postcode, "sender.postcode")),
            ("city", origins.field(&sender.city, "sender.city")),
            ("country", origins.field(locale.country(&sender.country), "sender.country")),
            ("email", origins.maybe(&sender.email, "sender.email")),
            ("phone", origins.maybe(&sender.phone, "sender.phone")),
            ("represented_by", origins.field(&representatives, "sender.represented_by")),
        ];
        let links = account.links.iter().enumerate();
        let links: Vec<Value> =
            links.map(|(i, link)| origins.field(link, &format!("account.links[{i}]"))).collect();
        let account = [
            ("profile", origins.maybe(&account.profile, "account.profile")),
            ("email", origins.maybe(&account.email, "account.email")),
            ("former_email", origins.maybe(&account.former_email, "account.former_email")),
            ("links", links.into()),
        ];
        let reference = origins.field(self.letter.reference, "reference");
        let date = origins.field(&locale.format_date(case.date), "date");
        let controller = [
            ("name", origins.catalogue(&controller.name, None)),
            ("short", origins.catalogue(&controller.short, None)),
            ("notice", origins.catalogue(&controller.notice, foreign)),
            ("notice_date", origins.catalogue(&notice_date, None)),
            ("special_categories", origins.catalogue(&controller.special_categories, foreign)),
            ("switch", origins.catalogue(text_in(&controller.switch, self.language), None)),
        ];
        let authority = [
            ("name", origins.catalogue(text_in(&authority.name, self.language), None)),
            ("is_dpc", (authority.id == self.letter.writer.texts.lead_authority().id).into()),
        ];
        // The words of the program, not data: templates compare them and do not show them.
        let standing = origins.catalogue(case.account.standing.id(), None);

        self.set("sender", map(people));
        self.set("account", map(account));
        self.set("reference", reference);
        self.set("date", date);
        self.set("number", case.objection.number);
        self.set("controller", map(controller));
        self.set("authority", map(authority));
        self.set("standing", standing);
        self.set("is_minor", !sender.represented_by.is_empty());
    }

    /// What is objected to and asked for, as a whole.
    fn requests(&mut self) {
        let objection = &self.letter.case.objection;
        let any = |is: fn(&Letter<'_>, &Purpose) -> bool| {
            self.letter.objected().any(|purpose| is(self.letter, purpose))
        };
        let any_situation = any(|letter, purpose| letter.invokes(purpose, Basis::Situation));
        let any_marketing = any(|letter, purpose| letter.invokes(purpose, Basis::Marketing));
        let any_research = any(|letter, purpose| letter.invokes(purpose, Basis::Research));
        let given = objection.grounds.iter();
        let any_special = given
            .filter_map(|given| self.letter.writer.texts.ground(&given.id))
            .any(|ground| ground.special_categories);
        let any_ai = any(|_, purpose| purpose.ai);
        let restriction = objection.restriction
            && requests::restriction(self.letter.objected(), self.letter.with_ground());
        let inform =
            objection.inform_recipients && requests::recipients(objection.erasure, restriction);

        self.set("any_situation", any_situation);
        self.set("any_marketing", any_marketing);
        self.set("any_research", any_research);
        self.set("any_ai", any_ai);
        self.set("any_special", any_special);
        self.set("only_marketing", any_marketing && !any_situation && !any_research);
        self.set("erasure", objection.erasure);
        self.set("restriction", restriction);
        self.set("inform_recipients", inform);
        self.set("questions", objection.questions);

        let foreign = self.foreign(Language::ENGLISH);
        let origins = &mut self.facts.origins;
        let selected: Vec<Value> =
            self.letter.objected().map(|purpose| origins.catalogue(&purpose.id, None)).collect();
        let had_account = self.letter.case.account.standing != Standing::NonMember;
        let withdrawn = self.letter.controller.withdrawn(&objection.purposes, had_account);
        let consents: Vec<Value> = withdrawn
            .map(|consent| {
                let rendering = rendering(&consent.rendering, &consent.label, self.language);
                map([
                    ("label", origins.catalogue(&consent.label, foreign)),
                    ("rendering", origins.catalogue(rendering, None)),
                    ("limit", origins.catalogue(text_in(&consent.limit, self.language), None)),
                ])
            })
            .collect();
        self.set("selected", selected);
        self.set("consents", consents);
    }

    /// The purposes objected to, each with its text.
    fn purposes(&mut self) -> Vec<Value> {
        let foreign = self.foreign(Language::ENGLISH);
        let letter = self.letter;
        for id in &letter.case.objection.purposes {
            if letter.objected().all(|purpose| purpose.id != *id) {
                self.problems.push(missing(&format!("{}/purposes/{id}.md", self.language)));
            }
        }
        letter
            .objected()
            .map(|purpose| {
                let rendering = rendering(&purpose.rendering, &purpose.label, self.language);
                let articles = self
                    .voice
                    .locale
                    .cite(&purpose.invoked(letter.with_ground()).collect::<Vec<_>>());
                let invokes = |basis| letter.invokes(purpose, basis).into();
                let origins = &mut self.facts.origins;
                let fields = [
                    ("id", origins.catalogue(&purpose.id, None)),
                    ("label", origins.catalogue(&purpose.label, foreign)),
                    ("rendering", origins.catalogue(rendering, None)),
                    ("articles", origins.catalogue(&articles, None)),
                    ("situation", invokes(Basis::Situation)),
                    ("marketing", invokes(Basis::Marketing)),
                    ("research", invokes(Basis::Research)),
                ];
                self.rendered("purpose", "purposes", &purpose.id, fields)
            })
            .collect()
    }

    /// The grounds, each with its text.
    fn grounds(&mut self) -> Vec<Value> {
        let letter = self.letter;
        let mut grounds = Vec::new();
        for (index, given) in letter.case.objection.grounds.iter().enumerate() {
            let Some(ground) = letter.writer.texts.ground(&given.id) else {
                self.problems.push(missing(&format!("{}/grounds/{}.md", self.language, given.id)));
                continue;
            };
            let fields = self.ground(ground, given, index);
            let text = self.rendered("ground", "grounds", &given.id, fields);
            if given.handwritten {
                // Values are encoded in it: a line to write on is the template's own.
                let text = text.get_from_path("text").and_then(Value::as_str);
                let has_lines = text.is_some_and(|text| text.contains("___"));
                self.facts.lines.push((given.id.clone(), has_lines));
            }
            grounds.push(text);
        }
        grounds
    }

    /// A ground and the person's own words: in the part's language where they gave them in it,
    /// else as they stand.
    fn ground(
        &mut self,
        ground: &Ground,
        given: &GivenGround,
        index: usize,
    ) -> [(&'static str, Value); 6] {
        let field = format!("objection.grounds[{index}].detail");
        let own = self.letter.case.language;
        let translation = given.translations.get(&self.language).filter(|_| own != self.language);
        let (words, field, language) = match translation {
            Some(words) => (words, format!("{field}_{}", self.language), None),
            None => (&given.detail, field, self.foreign(own)),
        };
        let paragraphs = words.split('\n').map(str::trim).filter(|words| !words.is_empty());
        self.facts
            .words
            .extend(paragraphs.clone().map(|words| (given.id.clone(), words.to_owned())));
        let origins = &mut self.facts.origins;
        let paragraphs: Vec<Value> =
            paragraphs.map(|words| origins.words(words, &field, language)).collect();
        let name = text_in(&ground.name, self.language);
        [
            ("id", origins.catalogue(&ground.id, None)),
            ("name", origins.catalogue(name, None)),
            ("special_categories", ground.special_categories.into()),
            ("handwritten", given.handwritten.into()),
            ("quoted", (language.is_some() && !paragraphs.is_empty()).into()),
            ("detail", paragraphs.into()),
        ]
    }

    /// Renders `folder/id.md` with its own fields as the variable `name`, and adds the text to
    /// them.
    fn rendered<const N: usize>(
        &mut self,
        name: &'static str,
        folder: &str,
        id: &str,
        fields: [(&'static str, Value); N],
    ) -> Value {
        let mut fields = BTreeMap::from(fields);
        self.set(name, fields.clone());
        let path = format!("{}/{folder}/{id}.md", self.language);
        let rendered = self.letter.writer.templates.render(&path, &self.facts.context);
        self.facts.context.remove(name);
        match rendered {
            // Safe: the values in it are encoded already.
            Ok(text) => _ = fields.insert("text", Value::safe_string(text.trim())),
            Err(problems) => self.problems.0.extend(problems.0),
        }
        fields.into()
    }

    /// A language where it is not the part's.
    fn foreign(&self, language: Language) -> Option<Language> {
        (language != self.language).then_some(language)
    }
}

impl Letter<'_> {
    /// The purposes objected to, in the order of the catalogue.
    fn objected(&self) -> impl Iterator<Item = &Purpose> {
        let selected = &self.case.objection.purposes;
        self.controller.purposes.iter().filter(|purpose| selected.contains(&purpose.id))
    }

    fn with_ground(&self) -> bool {
        !self.case.objection.grounds.is_empty()
    }

    fn invokes(&self, purpose: &Purpose, basis: Basis) -> bool {
        purpose.invokes(basis, self.with_ground())
    }

    /// The authority to complain to (Art. 77(1) GDPR): the one where the person lives, else the
    /// controller's own.
    fn authority(&self) -> &Authority {
        let (sender, texts) = (&self.case.sender, self.writer.texts);
        let at_home = texts.authority_at_home(&sender.country, sender.region.as_deref());
        if at_home.gdpr { at_home } else { texts.lead_authority() }
    }
}

/// How a label is rendered in a language: in English it speaks for itself.
fn rendering<'a>(renderings: &'a Translated, label: &'a str, language: Language) -> &'a str {
    match renderings.get(&language) {
        Some(rendering) => rendering,
        None if label.is_empty() => text_in(renderings, language),
        None => label,
    }
}

pub(super) fn map<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    BTreeMap::from(fields).into()
}
