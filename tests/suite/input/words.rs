//! Every problem has words, in every language.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, iter};

use art21::language::Language;

use crate::support::{self, root, texts};

/// Every source file below `src`.
fn sources(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] })
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .collect()
}

/// The codes that the sources raise, and what raises them without saying which.
fn raised() -> (BTreeSet<String>, Vec<String>) {
    let (mut raised, mut hidden) = (BTreeSet::new(), Vec::new());
    for path in sources(&root("src")) {
        let text = support::read(&path);
        for call in ["error", "usage", "refusal", "warning"].map(|kind| format!("Problem::{kind}("))
        {
            for (at, _) in text.match_indices(&call) {
                let rest = text[at + call.len()..].trim_start();
                match rest.strip_prefix('"').and_then(|r| r.split_once('"')) {
                    Some((code, _)) => {
                        raised.insert(code.to_owned());
                    }
                    None => hidden.push(format!("{}: {:.40}", path.display(), &text[at..])),
                }
            }
        }
    }
    (raised, hidden)
}

#[test]
fn every_problem_has_words_in_every_language_and_no_words_are_left_over() {
    let (raised, hidden) = raised();
    assert_eq!(hidden, [""; 0], "a code is a literal, so that its words can be checked");
    for (language, locale) in &texts().locales {
        let worded: BTreeSet<String> = locale.problems.keys().cloned().collect();
        let missing: Vec<_> = raised.difference(&worded).collect();
        let needless: Vec<_> = worded.difference(&raised).collect();
        assert!(missing.is_empty(), "{language} has no words for {missing:?}");
        assert!(needless.is_empty(), "{language} has words that nobody raises: {needless:?}");
    }
}

/// The `{name}` in a text.
pub(super) fn arguments(text: &str) -> BTreeSet<&str> {
    let mut rest = text;
    iter::from_fn(|| {
        let (_, after) = rest.split_once('{')?;
        let (name, after) = after.split_once('}')?;
        rest = after;
        Some(name)
    })
    .collect()
}

#[test]
fn the_words_of_a_problem_have_the_same_arguments_in_every_language() {
    let texts = texts();
    let mut locales = texts.locales.values();
    let first = locales.next().unwrap();
    for other in locales {
        for (code, words) in &first.problems {
            let others = &other.problems[code];
            assert_eq!(arguments(&words.message), arguments(&others.message), "{code}");
            assert_eq!(arguments(&words.help), arguments(&others.help), "{code}");
        }
    }
}

#[test]
fn the_words_of_a_problem_begin_small_and_end_without_a_full_stop() {
    let texts = texts();
    let english = &texts.locale(Language::ENGLISH).unwrap().problems;
    for (code, words) in english {
        let first = words.message.chars().next();
        assert!(
            !first.is_some_and(char::is_uppercase)
                || words.message.starts_with("TOML")
                || words.message.starts_with("LinkedIn"),
            "{code}: {}",
            words.message
        );
    }
    for locale in texts.locales.values() {
        for (code, words) in &locale.problems {
            assert!(!words.message.ends_with('.'), "{code}: {}", words.message);
            assert!(
                !words.help.ends_with('.') || words.help.ends_with('…'),
                "{code}: {}",
                words.help
            );
        }
    }
}
