//! The questions, in the order in which they are asked.

use super::answers::Answers;
use super::ask::Asker;
use super::choice::Choice;
use super::{file, grounds};
use crate::case::requests;
use crate::cli::report;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::language::Language;
use crate::problem::{Problem, Problems, Severity};
use crate::texts::authority::folded;
use crate::texts::controller::Controller;
use crate::texts::purpose::Purpose;
use crate::texts::text_in;

/// One question. Its words are `ask-<path>` and `ask-<path>-why` of `[interface]`, where `.` and
/// `_` of the path are `-`.
struct Question {
    /// The path in art21.toml.
    path: &'static str,
    /// The option that answers it.
    option: &'static str,
    kind: Kind,
    /// Whether it makes sense after what was answered.
    fits: fn(&Answers, &Session) -> bool,
    /// Whether it needs an answer.
    required: fn(&Answers, &Session) -> bool,
    /// The answer that is proposed.
    usual: fn(&Answers, &Session) -> Vec<String>,
}

/// How a question is answered.
enum Kind {
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
const TOGETHER: [&str; 4] = [
    "objection.erasure",
    "objection.restriction",
    "objection.inform_recipients",
    "objection.questions",
];

const QUESTIONS: [Question; 20] = [
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
    line("sender.represented_by", "--represented-by", always, never),
    one("account.standing", "--standing", standings, always, |_, _| vec!["member".to_owned()]),
    line("account.profile", "--profile", |a, _| !is(a, "non-member"), never),
    Question {
        usual: |answers, _| answers.all("sender.email").to_vec(),
        ..line(
            "account.email",
            "--account-email",
            |a, _| is(a, "member"),
            |a, _| a.get("account.profile").is_none(),
        )
    },
    line("account.former_email", "--former-email", |a, _| is(a, "former-member"), never),
    Question {
        kind: Kind::Lines,
        ..line(
            "account.links",
            "--link",
            |a, _| !is(a, "member"),
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
    line("signature.image", "--signature", always, never),
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

fn is(answers: &Answers, standing: &str) -> bool {
    answers.get("account.standing") == Some(standing)
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
        name: locale.name.clone(),
        ..Choice::default()
    };
    session.texts().locales.iter().map(choice).collect()
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
    ["member", "former-member", "non-member"]
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

/// Asks everything that was not answered, and again what was answered wrong.
pub(super) fn ask(
    answers: &mut Answers,
    session: &Session,
    asker: &mut Asker<'_>,
    name: &str,
) -> Result<(), Stop> {
    let mut greeted = false;
    // An answer can make an earlier one wrong: then that is asked again.
    let fits = |question: &&Question, answers: &Answers| {
        let needless = session.console.quiet() && !(question.required)(answers, session);
        (question.fits)(answers, session)
            && ((!question.answered(answers) && !needless)
                || question.is_wrong(answers, session, name))
    };
    while let Some(question) = QUESTIONS.iter().find(|question| fits(question, answers)) {
        loop {
            let answered = question.answered(answers);
            let found =
                if answered { wrong(answers, session, name, question.path) } else { Vec::new() };
            for problem in &found {
                asker.say(&spoken(problem, session));
            }
            let meant = found.iter().find_map(|problem| problem.args.get("suggestion"));
            if answered && !found.iter().any(|p| p.severity == Severity::Error) {
                break;
            }
            if !greeted {
                asker.explain(&session.words("init-hello", &[]));
                greeted = true;
            }
            question.ask(answers, session, asker, name, meant)?;
        }
    }
    Ok(())
}

impl Question {
    fn answered(&self, answers: &Answers) -> bool {
        match self.kind {
            Kind::Grounds => !answers.grounds.is_empty(),
            Kind::Translations => grounds::translated(answers),
            // One `no` on the command line leaves the others as proposed.
            Kind::Together => TOGETHER.iter().any(|path| answers.has(path)),
            _ => answers.has(self.path),
        }
    }

    fn is_wrong(&self, answers: &Answers, session: &Session, name: &str) -> bool {
        let found = wrong(answers, session, name, self.path);
        found.iter().any(|problem| problem.severity == Severity::Error)
    }

    fn words(&self, session: &Session, tail: &str) -> String {
        let key = self.path.replace(['.', '_'], "-");
        let country = controller(session).map_or("", |c| c.short.as_str());
        session.words(&format!("ask-{key}{tail}"), &[("controller", country)])
    }

    fn ask(
        &self,
        answers: &mut Answers,
        session: &Session,
        asker: &mut Asker<'_>,
        name: &str,
        meant: Option<&String>,
    ) -> Result<(), Stop> {
        match self.kind {
            Kind::Grounds => return grounds::ask(answers, session, asker, name),
            Kind::Together => return together(answers, session, asker),
            Kind::Translations => return grounds::translate(answers, session, asker, name),
            _ => {}
        }
        asker.introduce(&self.words(session, ""), &self.words(session, "-why"));
        let usual = meant.map_or_else(|| (self.usual)(answers, session), |it| vec![it.clone()]);
        let heard = match self.kind {
            Kind::Line => vec![asker.text(session, usual.first().map_or("", String::as_str))?],
            Kind::Lines => asker.lines(session)?,
            Kind::One(choices) => {
                let choices = choices(answers, session);
                asker.show(&choices, &usual);
                asker.pick(session, &choices, &usual, 1)?
            }
            Kind::Some(choices) => {
                let choices = choices(answers, session);
                asker.show(&choices, &usual);
                asker.pick(session, &choices, &usual, usize::MAX)?
            }
            // Asked above.
            Kind::Together | Kind::Grounds | Kind::Translations => return Ok(()),
        };
        let heard: Vec<String> =
            heard.into_iter().filter(|v| !v.is_empty() && v != "none").collect();
        if heard.is_empty() && (self.required)(answers, session) {
            asker.say(&session.words("ask-needed", &[]));
            // What was wrong with the answer before is not what is wrong now.
            answers.forget(self.path);
            return Ok(());
        }
        answers.set_all(self.path, heard);
        translate(answers, session);
        Ok(())
    }
}

/// Asks for everything together; who wants less is asked one by one.
fn together(answers: &mut Answers, session: &Session, asker: &mut Asker<'_>) -> Result<(), Stop> {
    let all = asker.yes_or_no(session, &session.words("ask-together", &[]), true)?;
    for path in TOGETHER {
        let wanted = sensible(answers, session, path) && {
            let key =
                format!("ask-only-{}", path.trim_start_matches("objection.").replace('_', "-"));
            all || asker.yes_or_no(session, &session.words(&key, &[]), true)?
        };
        answers.set(path, wanted.to_string());
    }
    Ok(())
}

/// Whether something can be asked for, after what was answered.
fn sensible(answers: &Answers, session: &Session, path: &str) -> bool {
    let given = |path: &str| answers.get(path) == Some("true");
    match path {
        "objection.inform_recipients" => {
            requests::recipients(given("objection.erasure"), given("objection.restriction"))
        }
        "objection.restriction" => {
            requests::restriction(objected(answers, session), !answers.grounds.is_empty())
        }
        _ => true,
    }
}

/// What is wrong with the answer at `path`, by the rules that the file is read by.
pub(super) fn wrong(answers: &Answers, session: &Session, name: &str, path: &str) -> Vec<Problem> {
    let mut problems = match super::read(&file::write(answers, session, name), session, name) {
        Ok((_, warnings)) => warnings,
        Err(problems) => problems,
    };
    if path == "signature.image" {
        problems.0.extend(super::picture(answers, name).err().into_iter().flat_map(|p| p.0));
    }
    let about = |problem: &Problem| {
        problem.field.as_deref().is_some_and(|field| {
            field
                .strip_prefix(path)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['[', '.']))
        })
    };
    problems.0.into_iter().filter(about).collect()
}

/// A problem as it is said in the middle of a conversation.
pub(super) fn spoken(problem: &Problem, session: &Session) -> String {
    let locale = session.locale();
    let message = report::message(problem, locale);
    match report::help(problem, locale).lines().next() {
        Some(help) if !help.trim().is_empty() => format!("! {message}: {help}"),
        _ => format!("! {message}"),
    }
}

/// Takes the usual answer wherever none was given.
pub(super) fn usual(answers: &mut Answers, session: &Session) {
    for question in &QUESTIONS {
        if matches!(question.kind, Kind::Together) {
            for path in TOGETHER.into_iter().filter(|path| !answers.has(path)).collect::<Vec<_>>() {
                let wanted = sensible(answers, session, path);
                answers.set(path, wanted.to_string());
            }
        }
        if question.answered(answers) || !(question.fits)(answers, session) {
            continue;
        }
        // What would be a guess about the person is proposed, but taken only where it is needed.
        let guess = matches!(question.kind, Kind::Line) && !(question.required)(answers, session);
        let values = if guess { Vec::new() } else { (question.usual)(answers, session) };
        if !values.is_empty() {
            answers.set_all(question.path, values.into_iter().filter(|v| v != "none").collect());
        }
    }
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
        Problem::error("answer-missing")
            .with("option", question.option)
            .with("question", question.words(session, ""))
    };
    Problems(QUESTIONS.iter().filter(needed).map(problem).collect())
}

/// Turns what people write into what the file holds: the name of a country into its code, an
/// address of LinkedIn without its scheme into a whole one.
pub(super) fn translate(answers: &mut Answers, session: &Session) {
    if let Some(given) = answers.get("sender.country") {
        let same = |name: &str| folded(name) == folded(given);
        let all = session.texts().locales.values().flat_map(|locale| &locale.countries);
        let code = all.filter(|(_, name)| same(name)).map(|(code, _)| code.clone()).next();
        let code = code.or_else(|| (given.len() == 2).then(|| given.to_uppercase()));
        if let Some(code) = code {
            answers.set("sender.country", code);
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
