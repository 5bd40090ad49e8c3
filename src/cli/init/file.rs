//! Writes the answers as art21.toml, with comments in the reader's language.

use super::answers::Answers;
use crate::cli::session::Session;
use crate::language::Language;

/// A table of the file: its name, and each key with what stands in a comment where it is not
/// given (nothing where that would say nothing): a value, or a sample that suits the reader.
type Section = (&'static str, &'static [(&'static str, &'static str)]);

const SECTIONS: [Section; 4] = [
    (
        "sender",
        &[
            ("name", ""),
            ("street", ""),
            ("line2", ""),
            ("care_of", ""),
            ("postcode", ""),
            ("city", ""),
            ("country", ""),
            ("region", ""),
            ("email", "sample-email"),
            ("phone", "sample-phone"),
            ("represented_by", ""),
        ],
    ),
    (
        "account",
        &[("standing", ""), ("profile", ""), ("email", ""), ("former_email", ""), ("links", "")],
    ),
    (
        "objection",
        &[
            ("purposes", ""),
            ("erasure", ""),
            ("restriction", ""),
            ("inform_recipients", ""),
            ("questions", ""),
            ("number", "2"),
        ],
    ),
    ("signature", &[("image", "\"signature.png\""), ("place", "sample-place")]),
];

/// The whole file. It is right as TOML whatever the answers are.
pub(super) fn write(answers: &Answers, session: &Session, name: &str) -> String {
    let mut out = String::new();
    let [letter, check] = super::commands(name);
    let head = session.words("config-head", &[("letter", &letter), ("check", &check)]);
    comment(&mut out, &head);
    out.push('\n');
    key(&mut out, answers, session, "", "language", "");
    for (section, keys) in SECTIONS {
        out.push('\n');
        comment(&mut out, &session.words(&format!("config-{section}"), &[]));
        out.push_str(&format!("[{section}]\n"));
        for (name, example) in keys {
            key(&mut out, answers, session, section, name, example);
        }
        if section == "objection" {
            grounds(&mut out, answers, session);
        }
    }
    out.push('\n');
    comment(&mut out, &session.words("config-letter", &[]));
    out.push_str("[letter]\n");
    key(&mut out, answers, session, "letter", "form", "\"din5008-b\"");
    let other = if answers.get("language") == Some("en") { "\"de\"" } else { "\"en\"" };
    key(&mut out, answers, session, "letter", "courtesy_copy", other);
    key(&mut out, answers, session, "letter", "fonts", "");
    out
}

fn grounds(out: &mut String, answers: &Answers, session: &Session) {
    for (index, ground) in answers.grounds.iter().enumerate() {
        out.push('\n');
        if index == 0 {
            comment(out, &session.words("config-grounds", &[]));
        }
        out.push_str(&format!("[[objection.grounds]]\nid = {}\n", quoted(&ground.id)));
        if !ground.detail.is_empty() {
            out.push_str(&format!("detail = {}\n", quoted(&ground.detail)));
        }
        let translation = ground.translation.as_deref().filter(|words| !words.is_empty());
        let copy = answers.get("letter.courtesy_copy").and_then(|c| c.parse::<Language>().ok());
        if let (Some(words), Some(copy)) = (translation, copy) {
            out.push_str(&format!("detail_{copy} = {}\n", quoted(words)));
        }
    }
}

/// `key = value`, its comment after it; the example commented out where there is no answer.
fn key(
    out: &mut String,
    answers: &Answers,
    session: &Session,
    section: &str,
    name: &str,
    example: &str,
) {
    let path = if section.is_empty() { name.to_owned() } else { format!("{section}.{name}") };
    let values = answers.all(&path);
    let value = match (path.as_str(), values) {
        (_, []) if example.is_empty() => return,
        (_, []) => {
            let example = match example {
                // Who signs signs at home, as a rule.
                "sample-place" => quoted(answers.get("sender.city").unwrap_or_default()),
                key if key.starts_with("sample-") => quoted(&session.words(key, &[])),
                example => example.to_owned(),
            };
            out.push_str(&format!("# {name} = {example}"));
            trail(out, session, &path);
            return;
        }
        ("sender.represented_by", values @ [_, _, ..])
        | ("account.links" | "objection.purposes" | "letter.fonts", values) => {
            let values: Vec<String> = values.iter().map(|value| quoted(value)).collect();
            format!("[{}]", values.join(", "))
        }
        ("objection.number", [number, ..]) => number.clone(),
        (_, [yes_or_no, ..]) if path.starts_with("objection.") => yes_or_no.clone(),
        (_, [value, ..]) => quoted(value),
    };
    out.push_str(&format!("{name} = {value}"));
    trail(out, session, &path);
}

/// The comment at the end of a line, where there is one.
fn trail(out: &mut String, session: &Session, path: &str) {
    let key = format!("config-{}", path.replace(['.', '_'], "-"));
    if session.locale().interface.contains_key(&key) {
        out.push_str(&format!("  # {}", session.words(&key, &[])));
    }
    out.push('\n');
}

fn comment(out: &mut String, text: &str) {
    for line in text.lines() {
        out.push_str(&format!("# {line}\n"));
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_quoted_is_read_back_as_it_was() {
        for text in ["Erika \"E\" \\ '''", "a\n[b]\n# c", "\u{1}\u{7f}\u{85}", "{{ x }} = \"\"\""] {
            let table: toml::Table = toml::from_str(&format!("a = {}", quoted(text))).unwrap();
            assert_eq!(table["a"].as_str(), Some(text));
        }
    }
}
