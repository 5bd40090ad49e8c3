//! What the letter will say, in a few lines, before anything is written.

use crate::case::Case;
use crate::case::reference::Reference;
use crate::cli::console;
use crate::cli::report::escape;
use crate::cli::session::Session;
use crate::cli::table::{bold, wrap};
use crate::texts::text_in;

/// The gist of the letter of a case.
pub(super) fn of(case: &Case, session: &Session) -> String {
    let columns = console::columns();
    let language = session.language;
    let mut out = format!("\n{}\n", bold(&session.words("gist-head", &[])));
    let mut point = |key: &str, text: &str| {
        let label = session.words(key, &[]);
        out.push_str(&format!("  {}\n", wrap(&format!("{label}: {}", escape(text)), 4, columns)));
    };
    let controller = session.texts().controller(&case.controller);
    let sender = &case.sender;
    point("gist-to", controller.map_or("", |controller| controller.name.as_str()));
    let standing = session.words(&format!("gist-{}", case.account.standing.id()), &[]);
    point("gist-from", &format!("{} ({}), {standing}", sender.name, sender.city));
    let name = |code| session.texts().locale(code).map_or("", |locale| locale.name.as_str());
    point("gist-language", name(case.language));
    if let Some(copy) = case.courtesy_copy {
        point("gist-copy", name(copy));
    }
    let everyday = |id: &String| {
        let purpose = controller.and_then(|controller| controller.purpose(id));
        purpose.map_or(id.as_str(), |purpose| text_in(&purpose.everyday, language)).to_owned()
    };
    let stop: Vec<String> = case.objection.purposes.iter().map(everyday).collect();
    point("gist-stop", &stop.join(" · "));
    for given in &case.objection.grounds {
        let ground = session.texts().ground(&given.id).map_or("", |g| text_in(&g.name, language));
        let detail = given.detail.replace('\n', " ");
        let text =
            if detail.is_empty() { ground.to_owned() } else { format!("{ground}: {detail}") };
        point("gist-ground", &text);
    }
    let objection = &case.objection;
    let wishes: Vec<String> = [
        (objection.erasure, "gist-erasure"),
        (objection.restriction, "gist-restriction"),
        (objection.inform_recipients, "gist-recipients"),
        (objection.questions, "gist-questions"),
    ]
    .into_iter()
    .filter(|(wanted, _)| *wanted)
    .map(|(_, key)| session.words(key, &[]))
    .collect();
    if !wishes.is_empty() {
        point("gist-asks", &wishes.join(" · "));
    }
    point("gist-stays", &session.words("gist-stays-what", &[]));
    point("gist-reference", &Reference::of(case).to_string());
    out
}
