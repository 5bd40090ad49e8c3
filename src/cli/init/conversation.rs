//! Asks the questions: what was not answered, and again what was answered wrong.

use std::collections::HashSet;

use super::answers::Answers;
use super::ask::{Asker, Away, is_no, is_yes};
use super::choice::Choice;
use super::draft::Draft;
use super::grounds;
use super::questions::{
    Kind, QUESTIONS, Question, TOGETHER, controller, objected, path, translate,
};
use crate::case::requests;
use crate::cli::report;
use crate::cli::session::Session;
use crate::problem::{Problem, Problems, Severity};

/// Asks everything that was not answered, and again what was answered wrong, in the order of the
/// questions: what depends on an answer is asked when that is right. Who wants quiet is asked only
/// what has no usual answer. `way` are the questions that were asked, for the way back.
pub(super) fn ask(
    answers: &mut Answers,
    draft: &Draft<'_>,
    asker: &mut Asker<'_>,
    way: &mut Way,
) -> Result<(), Away> {
    let session = draft.session;
    let mut greeted = !way.is_empty();
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
                asker.in_vain(&spoken(problem, session))?;
            }
        } else if session.console.quiet() && question.settle(answers, session) {
            continue;
        }
        if !greeted {
            asker.explain(&session.words("init-hello", &[]));
            greeted = true;
        }
        if last.is_none_or(|last| last.path != question.path) {
            asker.begin();
        }
        last = Some(question);
        match question.ask(answers, draft, asker, &found) {
            Ok(()) => {
                way.retain(|before| before.path != question.path);
                way.push(question);
                prune(question, answers, session, way);
            }
            Err(Away::Back) => {
                way.retain(|before| before.path != question.path);
                if !back(answers, way) {
                    asker.in_vain(&session.words("ask-first", &[]))?;
                }
            }
            Err(stop) => return Err(stop),
        }
    }
    usual(answers, session);
    Ok(())
}

/// Takes back what an answer made pointless, such as the profile of who has no account after all,
/// and what was proposed because of another one.
fn prune(changed: &Question, answers: &mut Answers, session: &Session, way: &mut Way) {
    let follows = |question: &Question| match question.kind {
        Kind::Together => matches!(changed.path, "objection.purposes" | "objection.grounds"),
        Kind::Translations => changed.path == "letter.courtesy_copy",
        _ => false,
    };
    way.retain(|question| {
        let stays = (question.fits)(answers, session) && !follows(question);
        if !stays {
            question.reopen(answers);
        }
        stays
    });
}

/// The questions that were asked, the last one last.
pub(super) type Way = Vec<&'static Question>;

/// Takes the last answer back; says whether there was one.
pub(super) fn back(answers: &mut Answers, way: &mut Way) -> bool {
    let before = way.pop();
    before.inspect(|question| question.reopen(answers)).is_some()
}

/// Asks what is to be changed, and takes these answers back; says whether there are any.
pub(super) fn correct(
    answers: &mut Answers,
    session: &Session,
    asker: &mut Asker<'_>,
) -> Result<bool, Away> {
    asker.introduce(&session.words("ask-change", &[]), &session.words("ask-change-why", &[]));
    let fitting: Vec<&Question> = QUESTIONS.iter().filter(|q| (q.fits)(answers, session)).collect();
    let choice = |question: &&Question| Choice {
        id: question.path.to_owned(),
        name: match question.kind {
            Kind::Together => session.words("ask-together-short", &[]),
            Kind::Translations => session.words("ask-translation-short", &[]),
            _ => question.words(answers, session, ""),
        },
        ..Choice::default()
    };
    let choices: Vec<Choice> = fitting.iter().map(choice).collect();
    asker.show(&choices, &[]);
    let picked = asker.pick(session, &choices, &[], usize::MAX)?;
    for question in fitting.iter().filter(|question| picked.iter().any(|id| id == question.path)) {
        question.reopen(answers);
    }
    Ok(!picked.is_empty())
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

    /// Its words, those for the standing where there are such.
    pub(super) fn words(&self, answers: &Answers, session: &Session, tail: &str) -> String {
        let key = self.key(tail);
        let fitting = format!("{key}-{}", answers.get("account.standing").unwrap_or_default());
        let fits = session.locale().interface.contains_key(&fitting);
        let short = controller(session).map_or("", |c| c.short.as_str());
        session.words(if fits { &fitting } else { &key }, &[("controller", short)])
    }

    fn key(&self, tail: &str) -> String {
        format!("ask-{}{tail}", self.path.replace(['.', '_'], "-"))
    }

    /// Takes its answer back, to be asked for again.
    fn reopen(&self, answers: &mut Answers) {
        match self.kind {
            Kind::Grounds => answers.reopen_grounds(),
            Kind::Together => TOGETHER.iter().for_each(|path| answers.reopen(path)),
            Kind::Translations => grounds::reopen_translations(answers),
            _ => answers.reopen(self.path),
        }
    }

    fn ask(
        &self,
        answers: &mut Answers,
        draft: &Draft<'_>,
        asker: &mut Asker<'_>,
        found: &Problems,
    ) -> Result<(), Away> {
        let session = draft.session;
        match self.kind {
            Kind::Grounds => return grounds::ask(answers, draft, asker, found),
            Kind::Together => return together(answers, session, asker),
            Kind::Translations => return grounds::translate(answers, draft, asker, found),
            _ => {}
        }
        asker.introduce(&self.words(answers, session, ""), &self.words(answers, session, "-why"));
        let mended = match self.mended(answers, found) {
            mended if mended.is_empty() => answers.earlier(self.path).to_vec(),
            mended => mended,
        };
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
                match asker.lines(session)? {
                    Some(lines) if lines.is_empty() => lines,
                    lines => {
                        let mut all = mended.clone();
                        all.extend(lines.unwrap_or_default());
                        let mut seen = HashSet::new();
                        all.retain(|line| seen.insert(line.clone()));
                        all
                    }
                }
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
        let mut heard: Vec<String> =
            heard.into_iter().filter(|v| !v.is_empty() && v != "none").collect();
        let required = (self.required)(answers, session);
        // “Who represents you?” “No.” What may be left out has no such name.
        if matches!(self.kind, Kind::Line | Kind::Lines) && !required {
            heard.retain(|v| !is_no(session, v));
            if heard.iter().any(|v| is_yes(session, v)) {
                return asker.in_vain(&session.words("ask-itself", &[]));
            }
        }
        if heard.is_empty() && required {
            // What was wrong with the answer before is not what is wrong now.
            answers.forget(self.path);
            let own = self.key("-needed");
            let known = session.locale().interface.contains_key(&own);
            return asker.in_vain(&session.words(if known { &own } else { "ask-needed" }, &[]));
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
fn together(answers: &mut Answers, session: &Session, asker: &mut Asker<'_>) -> Result<(), Away> {
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
