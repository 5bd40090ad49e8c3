//! What the letter will say, in a few sentences, before anything is written.

use super::questions::name_of;
use crate::case::reference::Reference;
use crate::cli::console;
use crate::cli::paragraph::{bold, wrap};
use crate::cli::session::Session;
use crate::input::Config;
use crate::texts::text_in;

/// The gist of the letter of a config.
pub(super) fn of(config: &Config, session: &Session) -> String {
    let columns = console::columns_of_reader();
    let mut out = format!("\n{}\n", bold(&session.words("gist-head", &[])));
    for line in lines(config, session) {
        out.push_str(&match line.strip_prefix("- ") {
            Some(item) => format!("    - {}\n", wrap(item, 6, columns)),
            None => format!("  {}\n", wrap(&line, 2, columns)),
        });
    }
    out
}

/// Sentences, and after those that end in a colon what is listed: `- …`.
fn lines(config: &Config, session: &Session) -> Vec<String> {
    let case = &config.case;
    let language = session.language;
    let controller = session.texts().controller(&case.controller);
    let sentence = |key: &str, args: &[(&str, &str)]| session.words(key, args);
    let item = |text: &str| format!("- {text}");
    let (sender, account) = (&case.sender, &case.account);
    let from = format!("gist-{}", account.standing.id());
    let to = controller.map_or("", |controller| controller.name.as_str());
    let mut lines =
        vec![sentence(&from, &[("name", &sender.name), ("city", &sender.city), ("to", to)])];
    let representatives = session.locale().together(&sender.represented_by);
    if !representatives.is_empty() {
        lines.push(sentence("gist-represented", &[("names", &representatives)]));
    }
    let marks = [&account.profile, &account.email, &account.former_email].into_iter().flatten();
    let marks: Vec<&str> = marks.chain(&account.links).map(String::as_str).collect();
    lines.push(sentence("gist-known", &[("marks", &marks.join(", "))]));
    let name = |language| name_of(language, session);
    lines.push(sentence("gist-language", &[("language", &name(case.language))]));
    if let Some(copy) = case.courtesy_copy {
        lines.push(sentence("gist-copy", &[("language", &name(copy))]));
    }
    let objection = &case.objection;
    lines.push(sentence("gist-stop", &[]));
    lines.extend(objection.purposes.iter().map(|id| {
        let purpose = controller.and_then(|controller| controller.purpose(id));
        item(purpose.map_or(id.as_str(), |purpose| text_in(&purpose.everyday, language)))
    }));
    for given in &objection.grounds {
        let ground = session.texts().ground(&given.id).map_or("", |g| text_in(&g.name, language));
        lines.push(sentence("gist-ground", &[("ground", ground)]));
        if !given.detail.is_empty() {
            lines.push(sentence("gist-words", &[("words", &given.detail.replace('\n', " "))]));
        }
    }
    let wishes = [
        (objection.erasure, "gist-erasure"),
        (objection.restriction, "gist-restriction"),
        (objection.inform_recipients, "gist-recipients"),
        (objection.questions, "gist-questions"),
    ];
    let wishes = wishes.into_iter().filter(|(wanted, _)| *wanted).map(|(_, key)| key);
    let wishes: Vec<String> = wishes.map(|key| item(&sentence(key, &[]))).collect();
    if !wishes.is_empty() {
        lines.push(sentence("gist-asks", &[]));
        lines.extend(wishes);
    }
    if let Some(image) = &config.signature {
        lines.push(sentence("gist-signature", &[("file", &image.display().to_string())]));
    }
    lines.push(sentence("gist-stays", &[]));
    lines.push(sentence("gist-reference", &[("reference", &Reference::of(case).to_string())]));
    lines
}
