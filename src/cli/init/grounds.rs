//! Asks for the grounds and the person's own words.

use super::answers::{Answers, Given};
use super::ask::{Asker, Away};
use super::choice::Choice;
use super::conversation::spoken;
use super::draft::Draft;
use super::questions::{is, name_of, objected};
use crate::case::Standing;
use crate::cli::session::Session;
use crate::input::config::objection::GROUNDS;
use crate::problem::{Problem, Problems, Severity};
use crate::texts::ground::Ground;
use crate::texts::purpose::Purpose;
use crate::texts::text_in;

/// Whether something is objected to that only a ground carries (Art. 21(1) GDPR).
pub(super) fn needed(answers: &Answers, session: &Session) -> bool {
    objected(answers, session).any(Purpose::needs_ground)
}

/// Whether a problem is about the grounds.
pub(super) fn about(problem: &Problem) -> bool {
    problem.field.as_deref().is_some_and(|field| field.starts_with("objection.grounds"))
        && !about_translation(problem)
}

/// Whether a problem is about the person's own translation of their words.
pub(super) fn about_translation(problem: &Problem) -> bool {
    problem
        .field
        .as_deref()
        .is_some_and(|field| field.starts_with("objection.grounds[") && field.contains("].detail_"))
}

/// Whether other words would mend it.
fn about_words(problem: &Problem) -> bool {
    let of_detail = problem.field.as_deref().is_some_and(|field| field.ends_with("].detail"));
    about(problem) && (of_detail || problem.code == "detail-required")
}

/// The errors among problems about the ground at `index`.
fn errors(
    found: &Problems,
    index: usize,
    about: fn(&Problem) -> bool,
) -> impl Iterator<Item = &Problem> {
    let here = format!("objection.grounds[{index}].");
    found.0.iter().filter(move |problem| {
        let here = problem.field.as_deref().is_some_and(|field| field.starts_with(&here));
        here && problem.severity == Severity::Error && about(problem)
    })
}

/// Asks which grounds, and then for the words of each; where only words are wrong, for those.
pub(super) fn ask(
    answers: &mut Answers,
    draft: &Draft<'_>,
    asker: &mut Asker<'_>,
    found: &Problems,
) -> Result<(), Away> {
    let session = draft.session;
    let only_words = found.0.iter().filter(|p| p.severity == Severity::Error && about(p));
    let only_words = only_words.into_iter().all(about_words);
    let wrong: Vec<usize> = (0..answers.grounds.len())
        .filter(|index| errors(found, *index, about_words).next().is_some())
        .collect();
    if only_words && !wrong.is_empty() {
        for index in wrong {
            words(answers, draft, asker, index, "")?;
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
    let never_had = is(answers, Standing::NonMember);
    let fitting = session.texts().grounds.iter().filter(|g| !(never_had && g.needs_account));
    let choices: Vec<Choice> = fitting.map(choice).collect();
    let earlier = answers.take_earlier_grounds();
    let mut usual: Vec<String> = Vec::new();
    for given in answers.grounds.iter().chain(&earlier) {
        if choices.iter().any(|choice| choice.id == given.id) && !usual.contains(&given.id) {
            usual.push(given.id.clone());
        }
    }
    usual.truncate(GROUNDS);
    asker.show(&choices, &usual);
    let ids = loop {
        let ids = asker.pick(session, &choices, &usual, GROUNDS)?;
        if !ids.is_empty() {
            break ids;
        }
        asker.in_vain(&session.words("ask-needed", &[]))?;
    };
    let mut before = std::mem::take(&mut answers.grounds);
    for (index, id) in ids.into_iter().enumerate() {
        // Words that were given for it stay.
        match before.iter().position(|given| given.id == id && !given.detail.is_empty()) {
            Some(at) => answers.grounds.push(before.swap_remove(at)),
            None => {
                let kept = earlier.iter().find(|given| given.id == id).cloned().unwrap_or_default();
                answers.grounds.push(Given { id, ..Given::default() });
                match words(answers, draft, asker, index, &kept.detail) {
                    // Back from the words is back to the choice.
                    Err(Away::Back) => {
                        answers.reopen_grounds();
                        return Ok(());
                    }
                    asked => asked?,
                }
                if answers.grounds[index].detail == kept.detail {
                    answers.grounds[index].translation = kept.translation;
                }
            }
        }
    }
    Ok(())
}

/// Asks for the words of one ground until they can stay; Enter takes those that were given earlier.
fn words(
    answers: &mut Answers,
    draft: &Draft<'_>,
    asker: &mut Asker<'_>,
    index: usize,
    earlier: &str,
) -> Result<(), Away> {
    let session = draft.session;
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
    if !earlier.is_empty() {
        asker.say(&session.words("ask-kept-words", &[("words", &earlier.replace('\n', " "))]));
    }
    loop {
        let heard = asker.lines(session)?.map(|lines| lines.join("\n"));
        answers.grounds[index].detail = heard.unwrap_or_else(|| earlier.to_owned());
        if answers.grounds[index].detail.is_empty() && ground.detail_required {
            asker.in_vain(&session.words("ask-needed", &[]))?;
        } else if stay(answers, draft, asker, index, about_words) {
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

/// Asks for the person's own translation of their words, where they gave none or a wrong one.
pub(super) fn translate(
    answers: &mut Answers,
    draft: &Draft<'_>,
    asker: &mut Asker<'_>,
    found: &Problems,
) -> Result<(), Away> {
    let session = draft.session;
    let copy = answers.get("letter.courtesy_copy").unwrap_or_default();
    let mut languages = session.texts().locales.keys();
    let language = languages.find(|language| language.code() == copy);
    let language = language.map_or_else(|| copy.to_owned(), |l| name_of(*l, session));
    for index in 0..answers.grounds.len() {
        let given = &answers.grounds[index];
        let wrong = errors(found, index, about_translation).next().is_some();
        if given.detail.is_empty() || (given.translation.is_some() && !wrong) {
            continue;
        }
        let words = given.detail.replace('\n', " ");
        asker.introduce(
            &session.words("ask-translation", &[("language", &language)]),
            &session.words("ask-translation-words", &[("words", &words)]),
        );
        asker.explain(&session.words("ask-translation-why", &[]));
        loop {
            let heard = asker.lines(session)?.unwrap_or_default();
            answers.grounds[index].translation = Some(heard.join("\n"));
            if stay(answers, draft, asker, index, about_translation) {
                break;
            }
        }
    }
    Ok(())
}

/// Takes all translations back, to be asked for again.
pub(super) fn reopen_translations(answers: &mut Answers) {
    answers.grounds.iter_mut().for_each(|ground| ground.translation = None);
}

/// A translation of nothing, or for no copy, would get lost.
pub(super) fn translation_alone(answers: &Answers) -> Option<Problem> {
    if !answers.has("letter.courtesy_copy") || answers.get("letter.courtesy_copy").is_some() {
        return None;
    }
    let lost = |ground: &&Given| ground.translation.as_ref().is_some_and(|words| !words.is_empty());
    let ground = answers.grounds.iter().find(lost)?;
    Some(Problem::usage("translation-alone").with("id", &ground.id).field("letter.courtesy_copy"))
}

/// Whether the words of a ground can stay; says why not.
fn stay(
    answers: &Answers,
    draft: &Draft<'_>,
    asker: &mut Asker<'_>,
    index: usize,
    about: fn(&Problem) -> bool,
) -> bool {
    let found = draft.check(answers).1;
    let errors: Vec<&Problem> = errors(&found, index, about).collect();
    for problem in &errors {
        asker.say(&spoken(problem, draft.session));
    }
    errors.is_empty()
}
