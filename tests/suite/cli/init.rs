//! `art21 init`.

use super::Place;

/// Everything that is needed, as options.
const ALL: &[&str] = &[
    "--name",
    "Erika \"E.\" Mustermann\\",
    "--street",
    "Heidestraße 17",
    "--postcode",
    "51147",
    "--city",
    "Köln",
    "--country",
    "Deutschland",
    "--region",
    "NW",
    "--email",
    "erika@example.org",
    "--profile",
    "https://www.linkedin.com/in/erika-mustermann",
    "--account-email",
    "erika@example.org",
    "--ground",
    "professional-secrecy=Als \"Steuerberaterin\" = schweige ich.\n[sender]\nname = 'x'",
];

fn with<'a>(before: &[&'a str], after: &[&'a str]) -> Vec<&'a str> {
    before.iter().chain(ALL).chain(after).copied().collect()
}

#[test]
fn options_answer_everything_and_what_is_written_is_right() {
    let place = Place::new();
    let run = place.run(&with(&["--lang", "de", "init"], &["--yes"]));
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    let config: toml::Table = toml::from_str(&place.text("art21.toml")).unwrap();
    assert_eq!(config["sender"]["name"].as_str(), Some("Erika \"E.\" Mustermann\\"));
    assert_eq!(config["sender"]["country"].as_str(), Some("DE"));
    assert_eq!(config["language"].as_str(), Some("de"), "the language of the reader");
    assert_eq!(config["letter"]["courtesy_copy"].as_str(), Some("en"));
    assert_eq!(config["objection"]["erasure"].as_bool(), Some(true));
    let detail = config["objection"]["grounds"][0]["detail"].as_str().unwrap();
    assert_eq!(detail, "Als \"Steuerberaterin\" = schweige ich.\n[sender]\nname = 'x'");
    assert_eq!(place.run(&["check", "art21.toml"]).code, 0);
    assert_eq!(place.run(&["letter"]).code, 0);
}

#[test]
fn options_say_no_too() {
    let place = Place::new();
    let no = [
        "--yes",
        "--no-erasure",
        "--no-restriction",
        "--no-questions",
        "--courtesy-copy",
        "none",
        "--letter-language",
        "en",
    ];
    assert_eq!(place.run(&with(&["init", "my.toml"], &no)).code, 0);
    let config: toml::Table = toml::from_str(&place.text("my.toml")).unwrap();
    for key in ["erasure", "restriction", "inform_recipients", "questions"] {
        assert_eq!(config["objection"][key].as_bool(), Some(false), "{key}");
    }
    assert!(config["letter"].get("courtesy_copy").is_none());
    assert_eq!(place.run(&["check", "my.toml"]).code, 0);
}

#[test]
fn without_a_terminal_everything_that_is_missing_is_named() {
    let place = Place::new();
    for args in [&["init"][..], &["init", "--yes"]] {
        let run = place.run(args);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        for option in [
            "--name",
            "--street",
            "--postcode",
            "--city",
            "--country",
            "--account-email",
            "--ground",
        ] {
            assert!(run.err.contains(option), "{option}: {}", run.err);
        }
        assert!(!run.err.contains("--link"), "a member needs none: {}", run.err);
    }
    assert!(place.names().is_empty());
    let run = place.run(&["init", "--json", "--standing", "non-member"]);
    assert_eq!(run.code, 2);
    assert!(run.out.contains("--link"), "{}", run.out);
}

#[test]
fn a_wrong_option_is_named_with_the_reason() {
    let place = Place::new();
    let run = place.run(&with(&["init", "--yes"], &["--number", "0"]));
    assert_eq!(run.code, 1);
    assert!(run.err.contains("number"), "{}", run.err);
    assert!(place.names().is_empty());
}

#[test]
fn an_existing_file_is_kept_unless_forced() {
    let place = Place::new();
    place.put("art21.toml", "# mine\n");
    let run = place.run(&with(&["init"], &["--yes"]));
    assert_eq!(run.code, 1);
    assert!(run.err.contains("--force"), "{}", run.err);
    let run = place.run_with(&["init"], "1\n");
    assert_eq!(run.code, 1);
    assert!(
        !run.err.contains("A few questions"),
        "it is said before the first question: {}",
        run.err
    );
    assert_eq!(place.text("art21.toml"), "# mine\n");
    assert_eq!(place.run(&with(&["init"], &["--yes", "--force"])).code, 0);
    assert_ne!(place.text("art21.toml"), "# mine\n");
    let again = place.run(&with(&["init"], &["--yes"]));
    assert_eq!(again.code, 0, "equal bytes need no --force: {}", again.err);
}

/// A conversation in English: wrong answers are asked again.
const ANSWERS: &[&str] = &[
    "3",
    "2", // the language: no such number, then English
    "",
    "Jane Roe", // the name is needed
    "United Kingdom",
    "Germany", // another controller there
    "NW",
    "Heidestraße 17",
    "5114",
    "51147",
    "Köln",
    "",
    "", // no e-mail, not under 18
    "1",
    "linkedin.example/jane",
    "https://www.linkedin.com/in/jane-roe",
    "jane@",
    "",
    "99",
    "1, 2, 12", // what to stop
    "1 2 3 4",
    "2", // one ground
    "",
    "As a tax adviser I keep \"secrets\".",
    "Every day.",
    "",
    "no",
    "yes",
    "y",
    "n",
    "",  // of what is proposed, not to tell recipients
    "1", // no translation
];

fn answers(last: &str) -> String {
    ANSWERS.iter().chain([&last]).map(|line| format!("{line}\n")).collect()
}

#[test]
fn it_asks_again_with_the_reason_shows_the_gist_and_writes() {
    let place = Place::new();
    let run = place.run_with(&["init"], answers("yes"));
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    for said in [
        "! A number from 1 to 2",
        "! An answer is needed",
        "! `linkedin.example/jane` is not",
        "Numbers from 1 to 14",
        "3 at most",
        "This is what the letter will say",
        "LinkedIn Ireland Unlimited Company",
        "Jane Roe (Köln), with an account",
        "protect accounts and the platform",
        "Write art21.toml?",
        "Reference: A21-",
    ] {
        assert!(run.err.contains(said), "{said}: {}", run.err);
    }
    let config: toml::Table = toml::from_str(&place.text("art21.toml")).unwrap();
    let purposes = config["objection"]["purposes"].as_array().unwrap();
    assert_eq!(purposes.len(), 3);
    let detail = config["objection"]["grounds"][0]["detail"].as_str();
    assert_eq!(detail, Some("As a tax adviser I keep \"secrets\".\nEvery day."));
    let yes = |key: &str| config["objection"][key].as_bool().unwrap();
    assert_eq!(
        (yes("erasure"), yes("restriction"), yes("inform_recipients"), yes("questions")),
        (true, true, false, true)
    );
    assert_eq!(place.run(&["check", "art21.toml"]).code, 0);
}

#[test]
fn no_at_the_end_and_an_end_in_the_middle_write_nothing() {
    let place = Place::new();
    let run = place.run_with(&["init"], answers("no"));
    assert_eq!(run.code, 0);
    assert!(run.err.contains("Nothing was written"), "{}", run.err);
    let whole = answers("yes");
    for end in (0..whole.len() - 4).filter(|end| whole.is_char_boundary(*end)).step_by(23) {
        let run = place.run_with(&["init"], &whole[..end]);
        assert_eq!(run.code, 2, "after {end} bytes: {}", run.err);
        assert!(place.names().is_empty(), "after {end} bytes");
    }
}

#[test]
fn what_options_answer_is_not_asked() {
    let place = Place::new();
    let run = place.run_with(
        &with(
            &["init"],
            &[
                "--letter-language",
                "en",
                "--standing",
                "member",
                "--represented-by",
                "",
                "--purposes",
                "direct-marketing,ai-training",
                "--courtesy-copy",
                "none",
            ],
        ),
        "\n\n",
    );
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(!run.err.contains("first and last name"), "{}", run.err);
    assert!(run.err.contains("erasure of these data"), "{}", run.err);
}

#[test]
fn it_speaks_german_and_explains_in_everyday_words() {
    let place = Place::new();
    let german = place.run_with(&["--lang", "de", "init"], "\n");
    assert!(german.err.contains("Ihr Vor- und Nachname?"), "{}", german.err);
    let run = place.run_with(&["init"], answers("yes")).err;
    for word in ["purpose", " standing", "data subject"] {
        assert!(!run.contains(word), "{word}: {run}");
    }
}

#[test]
fn it_can_write_to_standard_output() {
    let place = Place::new();
    let run = place.run(&with(&["init", "-"], &["--yes"]));
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(place.run_with(&["check", "-"], &run.bytes).code, 0);
    assert!(place.names().is_empty());
}

#[test]
fn the_next_step_and_the_head_of_the_file_name_the_file() {
    let place = Place::new();
    for (name, letter, check) in [
        ("art21.toml", "`art21 letter`", "`art21 check`"),
        ("my.toml", "`art21 letter my.toml`", "`art21 check my.toml`"),
    ] {
        let run = place.run(&with(&["init", name], &["--yes"]));
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.err.contains(letter) && run.err.contains(check), "{}", run.err);
        let head = place.text(name).lines().next().unwrap().replace('`', "");
        assert!(head.contains(&letter.replace('`', "")), "{head}");
        assert!(head.contains(&check.replace('`', "")), "{head}");
    }
}
