//! Asks for the grounds and the person's own words.

use super::answers::Answers;
use super::ask::{Asker, Choice};
use super::questions::{controller, spoken, wrong};
use crate::cli::session::Session;
use crate::cli::stop::Stop;
use crate::problem::Severity;
use crate::texts::ground::Ground;
use crate::texts::text_in;

/// The most grounds: more are no longer a particular situation.
const MOST: usize = 3;

/// Whether something is objected to that only a ground carries (Art. 21(1) GDPR).
pub(super) fn needed(answers: &Answers, session: &Session) -> bool {
    let ids = answers.all("objection.purposes");
    let all = controller(session).into_iter().flat_map(|controller| &controller.purposes);
    all.filter(|p| if ids.is_empty() { p.default } else { ids.contains(&p.id) })
        .any(|purpose| purpose.needs_ground())
}

/// Asks which grounds, and then for the words of each.
pub(super) fn ask(
    answers: &mut Answers,
    session: &Session,
    asker: &mut Asker<'_>,
    name: &str,
) -> Result<(), Stop> {
    let given = answers.grounds.len();
    let known = answers.grounds.iter().all(|(id, _)| session.texts().ground(id).is_some());
    if given > 0 && given <= MOST && known {
        // Given as options: only the words of one of them can be wrong.
        for index in 0..given {
            let field = format!("objection.grounds[{index}]");
            if wrong(answers, session, name, &field).iter().any(|p| p.severity == Severity::Error) {
                words(answers, session, asker, name, index)?;
            }
        }
        return Ok(());
    }
    asker.introduce(
        &session.words("ask-objection-grounds", &[]),
        &session.words("ask-objection-grounds-why", &[]),
    );
    asker.say(text_in(&session.texts().grounds_advice, session.language));
    let choice = |ground: &Ground| Choice {
        id: ground.id.clone(),
        name: text_in(&ground.name, session.language).to_owned(),
        about: String::new(),
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
        answers.grounds.push((id, String::new()));
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
    let Some(ground) = session.texts().ground(&answers.grounds[index].0) else { return Ok(()) };
    let here = |text| text_in(text, session.language);
    let key = if ground.detail_required { "ask-words" } else { "ask-words-optional" };
    let ask = session.words(key, &[("ask", here(&ground.ask))]);
    asker.introduce(here(&ground.name), &ask);
    for (key, name, text) in [
        ("ask-words-example", "example", here(&ground.example)),
        ("ask-words-beware", "warning", here(&ground.warning)),
    ] {
        if !text.is_empty() {
            asker.say(&session.words(key, &[(name, text)]));
        }
    }
    asker.say(&session.words("ask-words-end", &[]));
    loop {
        answers.grounds[index].1 = asker.lines()?.join("\n");
        if answers.grounds[index].1.is_empty() && ground.detail_required {
            asker.say(&session.words("ask-needed", &[]));
            continue;
        }
        let found = wrong(answers, session, name, &format!("objection.grounds[{index}]"));
        let error = |problem: &&crate::problem::Problem| problem.severity == Severity::Error;
        for problem in found.iter().filter(error) {
            asker.say(&spoken(problem, session));
        }
        if !found.iter().any(|problem| error(&problem)) {
            return Ok(());
        }
    }
}
