//! Every language says everything, and as it is said in it.

use std::collections::BTreeSet;

use art21::language::Language;
use art21::texts::embedded;

use super::{day, texts};

#[test]
fn every_language_cites_every_order_of_articles_with_blanks_that_do_not_break() {
    let texts = texts();
    for locale in texts.locales.values() {
        for controller in texts.controllers.values() {
            for purpose in &controller.purposes {
                let key = art21::law::provision::citation(&purpose.articles);
                let words = locale.citations.get(&key);
                assert!(words.is_some(), "{}: [citations] {key}", locale.language);
                for basis in &purpose.articles {
                    assert!(locale.citations.contains_key(basis.id()), "{}", locale.language);
                }
            }
        }
        for (key, words) in &locale.citations {
            let split = words.split(' ').any(|part| part == "Art." || part == "Abs.");
            assert!(!split, "{}: [citations] {key} can break", locale.language);
        }
    }
}

#[test]
fn every_language_has_the_same_templates_and_locale_keys() {
    let texts = texts();
    let below = |language: Language| -> BTreeSet<String> {
        let folder = format!("{language}/");
        texts.templates.keys().filter_map(|p| p.strip_prefix(&folder)).map(str::to_owned).collect()
    };
    let german = texts.locale(Language::GERMAN).expect("de.toml");
    for (language, locale) in &texts.locales {
        assert_eq!(below(*language), below(Language::GERMAN), "templates/{language}");
        assert!(locale.letter.keys().eq(german.letter.keys()), "{language}: [letter]");
        assert!(locale.citations.keys().eq(german.citations.keys()), "{language}: [citations]");
        assert!(locale.interface.keys().eq(german.interface.keys()), "{language}: [interface]");
        assert!(locale.problems.keys().eq(german.problems.keys()), "{language}: [problems]");
        for (code, words) in &locale.problems {
            let names = |text: &str| -> BTreeSet<String> {
                text.split('{')
                    .skip(1)
                    .filter_map(|t| t.split_once('}'))
                    .map(|t| t.0.into())
                    .collect()
            };
            let other = &german.problems[code];
            let ours = &names(&words.message) | &names(&words.help);
            let theirs = &names(&other.message) | &names(&other.help);
            assert_eq!(ours, theirs, "{language}: [problems.{code}] fills in other names");
            assert!(!words.message.ends_with('.'), "{language}: [problems.{code}] ends in a stop");
        }
    }
    for (path, _) in embedded::locales() {
        let language = path.strip_suffix(".toml").and_then(|stem| stem.parse().ok());
        assert!(language.is_some_and(|l| texts.locale(l).is_some()), "locales/{path}");
    }
}

#[test]
fn every_language_names_every_country() {
    let texts = texts();
    for (language, locale) in &texts.locales {
        assert_eq!(locale.countries.len(), 249, "{language}: ISO 3166-1 has 249 entries");
        for (code, name) in &locale.countries {
            assert!(code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()), "{code}");
            assert!(!name.is_empty() && name.trim() == name, "{language}: {code}");
        }
        let names: BTreeSet<_> = locale.countries.values().collect();
        assert_eq!(names.len(), 249, "{language}: two countries of one name");
        for controller in texts.controllers.values() {
            let named =
                controller.elsewhere.iter().flat_map(|e| e.countries.iter().chain([&e.country]));
            for code in controller.countries.iter().chain([&controller.country]).chain(named) {
                assert!(locale.countries.contains_key(code), "{language}: {code}");
            }
        }
    }
}

#[test]
fn dates_are_written_as_each_language_writes_them() {
    let texts = texts();
    let written = |language, date| texts.locale(language).expect("a locale").format_date(day(date));
    assert_eq!(written(Language::GERMAN, "2026-11-24"), "24.\u{A0}November\u{A0}2026");
    assert_eq!(written(Language::GERMAN, "2026-03-05"), "5.\u{A0}März\u{A0}2026");
    assert_eq!(written(Language::ENGLISH, "2026-11-24"), "24\u{A0}November\u{A0}2026");
    assert_eq!(written(Language::ENGLISH, "2027-12-01"), "1\u{A0}December\u{A0}2027");
}

#[test]
fn the_country_of_destination_speaks_to_the_post_of_the_senders_country() {
    let texts = texts();
    for from in ["DE", "AT", "LI", "CH"] {
        assert_eq!(texts.destination("IE", from), "IRLAND");
    }
    for from in ["FR", "IE", "US"] {
        assert_eq!(texts.destination("IE", from), "IRELAND");
    }
    assert_eq!(texts.destination("AT", "DE"), "ÖSTERREICH");
    assert_eq!(texts.destination("QQ", "DE"), "QQ");
}

#[test]
fn every_problem_of_the_texts_has_its_words() {
    let texts = texts();
    for locale in texts.locales.values() {
        for code in [
            "texts-toml",
            "texts-unknown-source",
            "texts-duplicate-id",
            "texts-no-authority",
            "texts-unknown-file",
            "stale-facts",
        ] {
            assert!(locale.problems.contains_key(code), "{}: {code}", locale.language);
        }
    }
}
