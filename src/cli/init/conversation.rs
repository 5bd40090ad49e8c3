//! Asks the questions: what was not answered, and again what was answered wrong.

use super::answers::Answers;
use super::ask::Asker;
use super::draft::Draft;
use super::grounds;
use super::questions::{
    Kind, QUESTIONS, Question, TOGETHER, controller, objected, path, translate,
};
use crate::case::requests;
use crate::cli::report;
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::problem::{Problem, Problems, Severity};

/// Asks everything that was not answered, and again what was answered wrong, in the order of the
/// questions: what depends on an answer is asked when that is right. Who wants quiet is asked only
/// what has no usual answer.
pub(super) fn ask(
    answers: &mut Answers,
    draft: &Draft<'_>,
    asker: &mut Asker<'_>,
) -> Result<(), Stop> {
    let session = draft.session;
    let mut greeted = false;
    let mut last: Option<&Question> = None;
    loop {
        let found = draft.check(answers).1;
        if let Some(last) = last {
            let about = found.0.iter().filter(|problem| last.is_about(problem));
            for problem in asker.new_of(Problems(about.cloned().collect())).0 {
                asker.say(&spoken(&problem, session));
            }
        }
        let wrong = hopeless(answers, draft, &found);
        if wrong.has_errors() {
            return Err(wrong.into());
        }
        let next = QUESTIONS.iter().find(|question| {
            (question.fits)(answers, session)
                && (!question.answered(answers) || question.errors(&found).next().is_some())
        });
        let Some(question) = next else { break };
        if question.answered(answers) {
            for problem in question.errors(&found) {
                asker.say(&spoken(problem, session));
            }
        } else if session.console.quiet() && question.settle(answers, session) {
            continue;
        }
        if !greeted {
            asker.explain(&session.words("init-hello", &[]));
            greeted = true;
        }
        question.ask(answers, draft, asker, &found)?;
        last = Some(question);
    }
    usual(answers, session);
    Ok(())
}

/// What is wrong with options that no question could mend: said before more is asked.
fn hopeless(answers: &Answers, draft: &Draft<'_>, found: &Problems) -> Problems {
    let mended = |problem: &Problem| {
        let mut fitting = QUESTIONS.iter().filter(|q| (q.fits)(answers, draft.session));
        fitting.any(|question| question.is_about(problem))
    };
    let given =
        |problem: &Problem| problem.field.as_deref().is_some_and(|field| answers.holds(field));
    let errors = found.0.iter().filter(|problem| problem.severity == Severity::Error);
    let hopeless = errors.filter(|problem| given(problem) && !mended(problem));
    Problems(hopeless.map(|problem| super::of_option(problem.clone(), draft)).collect())
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

    /// Whether another answer could mend a problem.
    fn is_about(&self, problem: &Problem) -> bool {
        match self.kind {
            Kind::Grounds => grounds::about(problem),
            Kind::Translations => grounds::about_translation(problem),
            _ => problem.field.as_deref().is_some_and(|field| path(field) == self.path),
        }
    }

    fn errors<'p>(&'p self, found: &'p Problems) -> impl Iterator<Item = &'p Problem> {
        let errors = found.0.iter().filter(|problem| problem.severity == Severity::Error);
        errors.filter(|problem| self.is_about(problem))
    }

    pub(super) fn words(&self, session: &Session, tail: &str) -> String {
        let key = self.path.replace(['.', '_'], "-");
        let short = controller(session).map_or("", |c| c.short.as_str());
        session.words(&format!("ask-{key}{tail}"), &[("controller", short)])
    }

    fn ask(
        &self,
        answers: &mut Answers,
        draft: &Draft<'_>,
        asker: &mut Asker<'_>,
        found: &Problems,
    ) -> Result<(), Stop> {
        let session = draft.session;
        match self.kind {
            Kind::Grounds => return grounds::ask(answers, draft, asker, found),
            Kind::Together => return together(answers, session, asker),
            Kind::Translations => return grounds::translate(answers, draft, asker, found),
            _ => {}
        }
        asker.introduce(&self.words(session, ""), &self.words(session, "-why"));
        let mended = self.mended(answers, found);
        let usual = |answers: &Answers| match mended.as_slice() {
            [] => (self.usual)(answers, session),
            mended => mended.to_vec(),
        };
        let heard = match self.kind {
            Kind::Line => {
                let usual = usual(answers);
                vec![asker.text(session, usual.first().map_or("", String::as_str))?]
            }
            Kind::Lines => {
                if !mended.is_empty() {
                    asker.say(&session.words("ask-kept", &[("kept", &mended.join(", "))]));
                }
                let mut lines = mended.clone();
                for line in asker.lines(session)? {
                    if !lines.contains(&line) {
                        lines.push(line);
                    }
                }
                lines
            }
            Kind::One(choices) | Kind::Some(choices) => {
                let (choices, usual) = (choices(answers, session), usual(answers));
                let most = if matches!(self.kind, Kind::One(_)) { 1 } else { usize::MAX };
                asker.show(&choices, &usual);
                asker.pick(session, &choices, &usual, most)?
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

    /// What Enter takes after a wrong answer: what was right of it, and what was probably meant in
    /// place of the rest.
    fn mended(&self, answers: &Answers, found: &Problems) -> Vec<String> {
        // A country is a guess: what is taken for it decides who is responsible.
        let guess = self.path == "sender.country";
        let mend = |(index, value): (usize, &String)| {
            let here = [self.path.to_owned(), format!("{}[{index}]", self.path)];
            let mut errors = self.errors(found);
            match errors.find(|p| p.field.as_deref().is_some_and(|f| here.iter().any(|h| h == f))) {
                None => Some(value.clone()),
                Some(problem) => problem.args.get("suggestion").filter(|_| !guess).cloned(),
            }
        };
        answers.all(self.path).iter().enumerate().filter_map(mend).collect()
    }

    /// Takes the usual answer; says whether there is one, or none is needed.
    fn settle(&self, answers: &mut Answers, session: &Session) -> bool {
        match self.kind {
            Kind::Together => {
                for path in TOGETHER {
                    if !answers.has(path) {
                        let wanted = sensible(answers, session, path);
                        answers.set(path, wanted.to_string());
                    }
                }
                true
            }
            Kind::Translations => {
                for ground in &mut answers.grounds {
                    ground.translation.get_or_insert_default();
                }
                true
            }
            Kind::Grounds => false,
            _ => {
                let required = (self.required)(answers, session);
                // What would be a guess about the person is proposed, but taken only where it is
                // needed.
                let guess = matches!(self.kind, Kind::Line) && !required;
                let mut values = if guess { Vec::new() } else { (self.usual)(answers, session) };
                if values.is_empty() && required {
                    return false;
                }
                values.retain(|value| value != "none");
                answers.set_all(self.path, values);
                true
            }
        }
    }
}

/// Asks for everything together; who wants less is asked one by one.
fn together(answers: &mut Answers, session: &Session, asker: &mut Asker<'_>) -> Result<(), Stop> {
    let key = match sensible(answers, session, "objection.restriction") {
        true => "ask-together",
        false => "ask-together-unweighed",
    };
    let all = asker.yes_or_no(session, &session.words(key, &[]), true)?;
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

/// A problem as it is said in the middle of a conversation: where the words for a file would be odd,
/// in others.
pub(super) fn spoken(problem: &Problem, session: &Session) -> String {
    let locale = session.locale();
    if let Some(words) = locale.interface.get(&format!("spoken-{}", problem.code)) {
        return format!("! {}", report::said(words, problem, locale));
    }
    let message = report::message(problem, locale);
    match report::help(problem, locale).lines().next() {
        Some(help) if !help.trim().is_empty() => {
            format!("! {} {}", sentence(&message), sentence(help))
        }
        _ => format!("! {}", sentence(&message)),
    }
}

/// The same with a capital at its beginning and a stop at its end.
fn sentence(words: &str) -> String {
    let mut rest = words.chars();
    let stop = if words.ends_with(['.', '?', '!', ':']) { "" } else { "." };
    let sentence = rest.next().into_iter().flat_map(char::to_uppercase).chain(rest);
    sentence.chain(stop.chars()).collect()
}

/// Takes the usual answer wherever none was given.
pub(super) fn usual(answers: &mut Answers, session: &Session) {
    for question in &QUESTIONS {
        let open = !question.answered(answers) && (question.fits)(answers, session);
        if open || matches!(question.kind, Kind::Together) {
            question.settle(answers, session);
        }
    }
}
