//! The questions, in the order in which they are asked.

use super::answers::Answers;
use super::choice::{self, Choice};
use super::grounds;
use crate::case::Standing;
use crate::cli::session::Session;
use crate::input::country;
use crate::language::Language;
use crate::problem::{Problem, Problems};
use crate::texts::controller::Controller;
use crate::texts::purpose::Purpose;
use crate::texts::text_in;

/// One question. Its words are `ask-<path>` and `ask-<path>-why` of `[interface]`, where `.` and
/// `_` of the path are `-`.
pub(super) struct Question {
    /// The path in art21.toml.
    pub(super) path: &'static str,
    /// The option that answers it.
    pub(super) option: &'static str,
    pub(super) kind: Kind,
    /// Whether it makes sense after what was answered.
    pub(super) fits: fn(&Answers, &Session) -> bool,
    /// Whether it needs an answer.
    pub(super) required: fn(&Answers, &Session) -> bool,
    /// The answer that is proposed.
    pub(super) usual: fn(&Answers, &Session) -> Vec<String>,
}

/// How a question is answered.
pub(super) enum Kind {
    Line,
    Lines,
    One(fn(&Answers, &Session) -> Vec<Choice>),
    Some(fn(&Answers, &Session) -> Vec<Choice>),
    /// Erasure, restriction, recipients, questions: together, and one by one for who wants less.
    Together,
    Grounds,
    /// The person's own translation of their words.
    Translations,
}

/// What is proposed together.
pub(super) const TOGETHER: [&str; 4] = [
    "objection.erasure",
    "objection.restriction",
    "objection.inform_recipients",
    "objection.questions",
];

pub(super) const QUESTIONS: [Question; 20] = [
    one("language", "--letter-language", languages, always, |_, session| {
        vec![session.language.code().to_owned()]
    }),
    line("sender.name", "--name", always, always),
    line("sender.country", "--country", always, always),
    one("sender.region", "--region", regions, |a, s| !regions(a, s).is_empty(), nothing),
    line("sender.street", "--street", always, always),
    line("sender.postcode", "--postcode", always, always),
    line("sender.city", "--city", always, always),
    line("sender.email", "--email", always, never),
    Question {
        kind: Kind::Lines,
        ..line("sender.represented_by", "--represented-by", always, never)
    },
    one("account.standing", "--standing", standings, always, |_, _| {
        vec![Standing::Member.id().to_owned()]
    }),
    line("account.profile", "--profile", |a, _| !is(a, Standing::NonMember), never),
    Question {
        usual: |answers, _| answers.all("sender.email").to_vec(),
        ..line(
            "account.email",
            "--account-email",
            |a, _| is(a, Standing::Member),
            |a, _| a.get("account.profile").is_none(),
        )
    },
    line("account.former_email", "--former-email", |a, _| is(a, Standing::FormerMember), never),
    Question {
        kind: Kind::Lines,
        ..line(
            "account.links",
            "--link",
            |a, _| !is(a, Standing::Member),
            |a, _| a.get("account.profile").is_none() && a.get("account.former_email").is_none(),
        )
    },
    Question {
        kind: Kind::Some(purposes),
        usual: |_, session| {
            let all = controller(session).into_iter().flat_map(|c| &c.purposes);
            all.filter(|purpose| purpose.default).map(|purpose| purpose.id.clone()).collect()
        },
        ..line("objection.purposes", "--purposes", always, always)
    },
    Question {
        kind: Kind::Grounds,
        ..line("objection.grounds", "--ground", grounds::needed, grounds::needed)
    },
    Question { kind: Kind::Together, ..line("objection.erasure", "--no-erasure", always, never) },
    one("letter.courtesy_copy", "--courtesy-copy", copies, always, |answers, _| {
        // The DPC and LinkedIn Ireland work in English.
        let english = answers.get("language") != Some("en");
        vec![if english { "en" } else { "none" }.to_owned()]
    }),
    Question {
        kind: Kind::Translations,
        ..line("translation", "--translation", grounds::translatable, never)
    },
    // A minor's letter is signed by who represents them, by hand.
    line("signature.image", "--signature", |a, _| !is_minor(a), never),
];

const fn line(
    path: &'static str,
    option: &'static str,
    fits: fn(&Answers, &Session) -> bool,
    required: fn(&Answers, &Session) -> bool,
) -> Question {
    Question { path, option, kind: Kind::Line, fits, required, usual: nothing }
}

const fn one(
    path: &'static str,
    option: &'static str,
    choices: fn(&Answers, &Session) -> Vec<Choice>,
    fits: fn(&Answers, &Session) -> bool,
    usual: fn(&Answers, &Session) -> Vec<String>,
) -> Question {
    Question { path, option, kind: Kind::One(choices), fits, required: never, usual }
}

fn always(_: &Answers, _: &Session) -> bool {
    true
}

fn never(_: &Answers, _: &Session) -> bool {
    false
}

fn nothing(_: &Answers, _: &Session) -> Vec<String> {
    Vec::new()
}

/// Whether this is the standing.
pub(super) fn is(answers: &Answers, standing: Standing) -> bool {
    answers.get("account.standing") == Some(standing.id())
}

/// Whether somebody represents the sender.
fn is_minor(answers: &Answers) -> bool {
    answers.get("sender.represented_by").is_some()
}

/// The controller that the file will name: the only one that needs no naming.
pub(super) fn controller(session: &Session) -> Option<&Controller> {
    session.texts().controller("linkedin")
}

/// What is objected to: what is usual, before that was answered.
pub(super) fn objected<'s>(
    answers: &Answers,
    session: &'s Session,
) -> impl Iterator<Item = &'s Purpose> {
    let ids = answers.all("objection.purposes").to_vec();
    let all = controller(session).into_iter().flat_map(|controller| &controller.purposes);
    all.filter(move |p| if ids.is_empty() { p.default } else { ids.contains(&p.id) })
}

fn languages(_: &Answers, session: &Session) -> Vec<Choice> {
    let choice = |(language, locale): (&Language, &crate::texts::locale::Locale)| Choice {
        id: language.code().to_owned(),
        name: name_of(*language, session),
        also: vec![locale.name.clone()],
        about: String::new(),
    };
    session.texts().locales.iter().map(choice).collect()
}

/// What a language is called in the reader's, or else in itself.
pub(super) fn name_of(language: Language, session: &Session) -> String {
    let own = || session.texts().locale(language).map_or("", |locale| locale.name.as_str());
    let known = session.locale().interface.get(&format!("language-{language}"));
    known.map_or_else(own, String::as_str).to_owned()
}

/// No copy, or one in each language but that of the letter.
fn copies(answers: &Answers, session: &Session) -> Vec<Choice> {
    let none = Choice {
        id: "none".to_owned(),
        name: session.words("choice-no-copy", &[]),
        ..Choice::default()
    };
    let others = languages(answers, session);
    let others = others.into_iter().filter(|c| answers.get("language") != Some(c.id.as_str()));
    std::iter::once(none).chain(others).collect()
}

/// The regions that have authorities of their own.
fn regions(answers: &Answers, session: &Session) -> Vec<Choice> {
    let country = answers.get("sender.country").unwrap_or_default();
    let authorities = session.texts().authorities.iter();
    authorities
        .filter(|a| a.country.eq_ignore_ascii_case(country) && !a.region.is_empty())
        .map(|a| Choice {
            id: a.region.clone(),
            name: a.region_name.clone(),
            also: a.region_also.clone(),
            about: String::new(),
        })
        .collect()
}

fn standings(_: &Answers, session: &Session) -> Vec<Choice> {
    Standing::ALL
        .map(Standing::id)
        .map(|id| Choice {
            id: id.to_owned(),
            name: session.words(&format!("choice-{id}"), &[]),
            about: session.words(&format!("choice-{id}-about"), &[]),
            also: Vec::new(),
        })
        .into()
}

fn purposes(_: &Answers, session: &Session) -> Vec<Choice> {
    let all = controller(session).into_iter().flat_map(|controller| &controller.purposes);
    all.map(|purpose| {
        let weak = text_in(&purpose.weak, session.language);
        Choice {
            id: purpose.id.clone(),
            name: text_in(&purpose.everyday, session.language).to_owned(),
            about: match weak {
                "" => String::new(),
                weak => session.words("choice-weak", &[("reason", weak)]),
            },
            also: Vec::new(),
        }
    })
    .collect()
}

/// The path of a field without what stands in brackets.
pub(super) fn path(field: &str) -> &str {
    field.split('[').next().unwrap_or(field)
}

/// The option that answers a field.
pub(super) fn option(field: &str) -> String {
    if field.contains("].detail_") {
        return "--translation".to_owned();
    }
    if path(field) == "letter.fonts" {
        return "--font".to_owned();
    }
    let asked = QUESTIONS.iter().find(|question| question.path == path(field));
    let named = || path(field).rsplit('.').next().unwrap_or_default().replace('_', "-");
    asked.map_or_else(|| ["--", &named()].concat(), |question| question.option.to_owned())
}

/// Every option that is needed and was not given.
pub(super) fn missing(answers: &Answers, session: &Session) -> Problems {
    let needed = |question: &&Question| {
        (question.fits)(answers, session)
            && (question.required)(answers, session)
            && (question.usual)(answers, session).is_empty()
            && match question.kind {
                Kind::Grounds => answers.grounds.is_empty(),
                _ => answers.get(question.path).is_none(),
            }
    };
    let problem = |question: &Question| {
        Problem::usage("answer-missing")
            .with("option", question.option)
            .with("question", question.words(answers, session, ""))
    };
    Problems(QUESTIONS.iter().filter(needed).map(problem).collect())
}

/// Turns what people write into what the file holds: names of countries, regions, languages and
/// everything else that has an id into it, an address of LinkedIn without its scheme into a whole one.
pub(super) fn translate(answers: &mut Answers, session: &Session) {
    let country = answers.get("sender.country");
    if let Some(code) = country.and_then(|given| country::named(given, session.texts())) {
        answers.set("sender.country", code);
    }
    for question in &QUESTIONS {
        let (Kind::One(choices) | Kind::Some(choices)) = question.kind else { continue };
        if answers.has(question.path) {
            let choices = choices(answers, session);
            let id = |given: &String| match choice::named(&choices, given) {
                Some(choice) => choice.id.clone(),
                None => given.clone(),
            };
            let ids = answers.all(question.path).iter().map(id).filter(|id| id != "none").collect();
            answers.set_all(question.path, ids);
        }
    }
    for path in ["account.profile", "account.links"] {
        if answers.has(path) {
            let whole = answers.all(path).iter().map(|address| with_scheme(address)).collect();
            answers.set_all(path, whole);
        }
    }
}

/// `linkedin.com/in/erika` as browsers show it, with the `https://` that they leave out.
fn with_scheme(address: &str) -> String {
    let host = address.split('/').next().unwrap_or_default().to_ascii_lowercase();
    if host == "linkedin.com" || host.ends_with(".linkedin.com") {
        format!("https://{address}")
    } else {
        address.to_owned()
    }
}
