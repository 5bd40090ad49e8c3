//! Asks for the grounds and the person's own words.

use super::answers::{Answers, Given};
use super::ask::Asker;
use super::choice::Choice;
use super::questions::{objected, spoken, wrong};
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::problem::{Problem, Severity};
use crate::texts::ground::Ground;
use crate::texts::purpose::Purpose;
use crate::texts::text_in;

/// The most grounds: more are no longer a particular situation.
const MOST: usize = 3;

/// Whether something is objected to that only a ground carries (Art. 21(1) GDPR).
pub(super) fn needed(answers: &Answers, session: &Session) -> bool {
    objected(answers, session).any(Purpose::needs_ground)
}

/// Asks which grounds, and then for the words of each.
pub(super) fn ask(
    answers: &mut Answers,
    session: &Session,
    asker: &mut Asker<'_>,
    name: &str,
) -> Result<(), Stop> {
    let given = answers.grounds.len();
    let known = answers.grounds.iter().all(|g| session.texts().ground(&g.id).is_some());
    if given > 0 && given <= MOST && known {
        // Given as options: only the words of one of them can be wrong.
        for index in 0..given {
            let errors = |answers: &Answers| {
                errors(answers, session, name, &format!("objection.grounds[{index}]"))
            };
            if !errors(answers).is_empty() {
                // It may be the translation, which has a question of its own.
                answers.grounds[index].translation = None;
            }
            if !errors(answers).is_empty() {
                words(answers, session, asker, name, index)?;
            }
        }
        return Ok(());
    }
    asker.introduce(
        &session.words("ask-objection-grounds", &[]),
        &session.words("ask-objection-grounds-why", &[]),
    );
    asker.explain(text_in(&session.texts().grounds_advice, session.language));
    let choice = |ground: &Ground| Choice {
        id: ground.id.clone(),
        name: text_in(&ground.name, session.language).to_owned(),
        ..Choice::default()
    };
    let choices: Vec<Choice> = session.texts().grounds.iter().map(choice).collect();
    asker.show(&choices, &[]);
    let ids = loop {
        let ids = asker.pick(session, &choices, &[], MOST)?;
        if !ids.is_empty() {
            break ids;
        }
        asker.say(&session.words("ask-needed", &[]));
    };
    answers.grounds.clear();
    for (index, id) in ids.into_iter().enumerate() {
        answers.grounds.push(Given { id, ..Given::default() });
        words(answers, session, asker, name, index)?;
    }
    Ok(())
}

/// Asks for the words of one ground until they can stand.
fn words(
    answers: &mut Answers,
    session: &Session,
    asker: &mut Asker<'_>,
    name: &str,
    index: usize,
) -> Result<(), Stop> {
    let Some(ground) = session.texts().ground(&answers.grounds[index].id) else { return Ok(()) };
    let here = |text| text_in(text, session.language);
    let key = if ground.detail_required { "ask-words" } else { "ask-words-optional" };
    let ask = session.words(key, &[("ask", here(&ground.ask))]);
    asker.introduce(here(&ground.name), &ask);
    for (key, name, text) in [
        ("ask-words-example", "example", here(&ground.example)),
        ("ask-words-beware", "warning", here(&ground.warning)),
    ] {
        if !text.is_empty() {
            asker.explain(&session.words(key, &[(name, text)]));
        }
    }
    asker.explain(&session.words("ask-words-end", &[]));
    loop {
        answers.grounds[index].detail = asker.lines(session)?.join("\n");
        if answers.grounds[index].detail.is_empty() && ground.detail_required {
            asker.say(&session.words("ask-needed", &[]));
            continue;
        }
        if stand(answers, session, asker, name, index) {
            return Ok(());
        }
    }
}

/// Whether there are words that a courtesy copy would carry untranslated.
pub(super) fn translatable(answers: &Answers, _: &Session) -> bool {
    answers.get("letter.courtesy_copy").is_some()
        && answers.grounds.iter().any(|ground| !ground.detail.is_empty())
}

/// Whether each of these words was asked for.
pub(super) fn translated(answers: &Answers) -> bool {
    answers.grounds.iter().all(|ground| ground.detail.is_empty() || ground.translation.is_some())
}

/// Asks for the person's own translation of their words.
pub(super) fn translate(
    answers: &mut Answers,
    session: &Session,
    asker: &mut Asker<'_>,
    name: &str,
) -> Result<(), Stop> {
    let copy = answers.get("letter.courtesy_copy").unwrap_or_default();
    let locales = session.texts().locales.values();
    let language = locales.into_iter().find(|locale| locale.language.code() == copy);
    let language = language.map_or(copy, |locale| locale.name.as_str()).to_owned();
    for index in 0..answers.grounds.len() {
        let given = &answers.grounds[index];
        if given.detail.is_empty() || given.translation.is_some() {
            continue;
        }
        asker.introduce(
            &session.words("ask-translation", &[("language", &language)]),
            &session.words("ask-translation-why", &[("words", &given.detail.replace('\n', " "))]),
        );
        loop {
            answers.grounds[index].translation = Some(asker.lines(session)?.join("\n"));
            if stand(answers, session, asker, name, index) {
                break;
            }
        }
    }
    Ok(())
}

/// A translation of nothing, or for no copy, would get lost.
pub(super) fn no_translation_alone(answers: &Answers) -> Result<(), Problem> {
    let copy = answers.get("letter.courtesy_copy").is_some();
    let lost = |ground: &&Given| ground.translation.as_ref().is_some_and(|words| !words.is_empty());
    match answers.grounds.iter().find(lost) {
        Some(ground) if !copy => Err(Problem::error("translation-alone").with("id", &ground.id)),
        _ => Ok(()),
    }
}

/// Whether the words of a ground can stand; says why not.
fn stand(
    answers: &Answers,
    session: &Session,
    asker: &mut Asker<'_>,
    name: &str,
    index: usize,
) -> bool {
    let errors = errors(answers, session, name, &format!("objection.grounds[{index}]"));
    for problem in &errors {
        asker.say(&spoken(problem, session));
    }
    errors.is_empty()
}

fn errors(answers: &Answers, session: &Session, name: &str, field: &str) -> Vec<Problem> {
    let mut found = wrong(answers, session, name, field);
    found.retain(|problem| problem.severity == Severity::Error);
    found
}
