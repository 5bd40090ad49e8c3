//! Very many mistakes: answered at once, the first hundred by name.

use std::time::{Duration, Instant};

use art21::cli::report;
use art21::language::Language;
use art21::problem::Problems;

use super::{starter, with};
use crate::support::{self, texts};

/// What a file of a mebibyte may take to be read and reported, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(10);

#[test]
fn very_many_mistakes_are_counted_and_the_first_hundred_named() {
    let texts = texts();
    let hidden: String = ('\u{E01F0}'..'\u{E0FFF}').cycle().take(250_000).collect();
    let keys: String = (0..70_000).map(|i| format!("key{i} = 1\n")).collect();
    let few: String = (0..500).map(|i| format!("key{i} = 1\n")).collect();
    let long = format!("{few}{} = [{}]\n", "k".repeat(300_000), "1,".repeat(300_000));
    let configs = [
        ("lines that are no TOML", "junk\n".repeat(200_000)),
        ("the same key", "language = 'de'\n".repeat(60_000)),
        ("quotation marks", "\"\n".repeat(500_000)),
        ("unknown keys", keys),
        ("a list under a long key", long),
        ("grounds", starter() + &"[[objection.grounds]]\nid = 'x'\n".repeat(30_000)),
        ("hidden characters", with(&[("name", &format!("name = '{hidden}'"))])),
    ];
    for (what, text) in configs {
        let begun = Instant::now();
        let problems = support::config(&text, &texts).unwrap_err();
        let locale = texts.locale(Language::ENGLISH).unwrap();
        let report = report::text(&problems, locale, false);
        let json = report::json(&problems, locale);
        assert!(begun.elapsed() < PATIENCE, "{what}: {:?}", begun.elapsed());
        assert_eq!(problems.0.len(), 101, "{what}");
        let first = what != "unknown keys" || places(&problems).is_sorted();
        assert!(first, "the first of the file are named");
        assert_eq!(json[100]["code"], "more-problems", "{what}");
        let further: usize = problems.0[100].args["count"].parse().unwrap();
        let last = format!("\n\n{} problems\n", 100 + further);
        assert!(report.ends_with(&last), "{what}: {report}");
    }
}

/// Where the problems begin.
fn places(problems: &Problems) -> Vec<usize> {
    problems.0.iter().filter_map(|p| Some(p.place.as_ref()?.span.start)).collect()
}

#[test]
fn a_key_a_mebibyte_long_is_no_slip_of_the_finger() {
    let texts = texts();
    for text in
        ["k".repeat(1_000_000) + " = 1", "a.".repeat(500_000) + "a = 1", "[".repeat(1_000_000)]
    {
        let begun = Instant::now();
        let problems = support::config(&text, &texts).unwrap_err();
        let report = report::text(&problems, texts.locale(Language::GERMAN).unwrap(), false);
        assert!(begun.elapsed() < PATIENCE, "{:?}", begun.elapsed());
        assert!(report.len() < 20_000, "{report}");
    }
}
