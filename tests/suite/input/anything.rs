//! Whatever the input, there is a report and no panic.

use art21::cli::report;
use art21::texts::Texts;
use proptest::prelude::*;

use super::starter;
use super::words::arguments;
use crate::support::{self, texts};

/// Reads and reports in every language; the report must hold no raw control character and every
/// argument its words ask for.
fn survives(text: &str, texts: &Texts) {
    let problems = match support::config(text, texts) {
        Ok((_, warnings)) => warnings,
        Err(problems) => {
            assert!(problems.has_errors(), "rejected without a reason:\n{text}");
            problems
        }
    };
    for locale in texts.locales.values() {
        let report = report::text(&problems, locale, false);
        let hidden = report.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(hidden, None, "{report}");
        for problem in &problems.0 {
            let words = &locale.problems[problem.code];
            for name in arguments(&words.message) {
                let known = problem.args.contains_key(name)
                    || problem
                        .translated
                        .as_ref()
                        .and_then(|t| t.get(name))
                        .is_some_and(|t| t.contains_key(&locale.language))
                    || name == "field" && problem.field.is_some();
                assert!(known, "{} lacks {name}", problem.code);
            }
        }
        report::json(&problems, locale);
    }
}

/// Values that no field expects.
const NAUGHTY: &[&str] = &[
    "''",
    "' '",
    "5",
    "-1",
    "0",
    "1.5",
    "true",
    "[]",
    "{}",
    "[[]]",
    "['']",
    "[1]",
    "[{}]",
    "1979-05-27",
    "1979-05-27T07:32:00Z",
    "07:32:00",
    "99999999999999999999999",
    "inf",
    "nan",
    "\"\\u0000\"",
    "\"\\n\"",
    "\"\\r\"",
    "\"\\t\"",
    "\"\\u202e\"",
    "\"\\ufdd0\"",
    "'{{ 7 * 7 }}'",
    "'{% if %}'",
    "'**a** [b](c) <b>'",
    "'%s'",
    "'../../etc/passwd'",
    "'𝕏 ﷽ 👨‍👩‍👧'",
    "'\u{feff}'",
    "{ a = 1 }",
    "['ai-training', 'ai-training']",
    "'DE'",
    "'@'",
    "'https://'",
    "'https://linkedin.com'",
];

#[test]
fn no_value_of_any_key_makes_the_reader_panic() {
    let texts = texts();
    let long = format!("'{}'", "x".repeat(10_000));
    let wide = format!("'{}'", "ﷺ".repeat(10_000));
    let starter = starter();
    let lines: Vec<&str> = starter.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let Some((key, _)) = line.split_once(" = ") else { continue };
        if lines[index].ends_with('[') {
            continue;
        }
        for value in NAUGHTY.iter().copied().chain([long.as_str(), wide.as_str()]) {
            let mut changed = lines.clone();
            let new = format!("{} = {value}", key.trim_start_matches("# "));
            changed[index] = &new;
            survives(&changed.join("\n"), &texts);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        survives(&String::from_utf8_lossy(&bytes), &texts());
    }

    #[test]
    fn no_damage_to_a_config_makes_the_reader_panic(
        damage in proptest::collection::vec((any::<prop::sample::Index>(), 0..4_usize, any::<char>()), 1..6),
    ) {
        let mut text: Vec<char> = starter().chars().collect();
        for (place, kind, c) in damage {
            let at = place.index(text.len());
            let end = (at + 40).min(text.len());
            match kind {
                0 => text[at] = c,
                1 => text.insert(at, c),
                2 => { text.remove(at); }
                _ => text.truncate(end),
            }
            if text.is_empty() {
                text.push(' ');
            }
        }
        survives(&text.into_iter().collect::<String>(), &texts());
    }
}
