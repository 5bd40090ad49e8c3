//! `art21 init`.

use super::Place;
use crate::support;

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
    assert_eq!(run.code, 2);
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
        !run.err.contains("few questions"),
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
    "jane-roe",
    "", // the address that is offered
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
    "none.png",
    "", // no such picture: signed by hand
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
        "! Please give a number from 1 to 2",
        "! An answer is needed",
        "! `linkedin.example/jane` is not",
        "is not in the list",
        "! Please give numbers from 1 to 14",
        "3 at most",
        "! The file does not exist",
        "This is what the letter will say",
        "LinkedIn Ireland Unlimited Company",
        "You, Jane Roe of Köln, write to",
        "LinkedIn knows you by: https://www.linkedin.com/in/jane-roe.",
        "protect accounts and the platform",
        "Write this to art21.toml?",
        "Your reference is A21-",
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
fn one_can_go_back_and_change_answers_before_anything_is_written() {
    let place = Place::new();
    let to_the_gist = [
        "en",
        "Jane Roe",
        "Ireland",
        "1 Main Street",
        "<", // the street again
        "<", // then the country
        "Germany",
        "Nordrhein Westfahlen",
        "Nordrhein-Westfalen",
        "", // the street as before
        "51147",
        "Köln",
        "",
        "Erika Mustermann",
        "Max Mustermann",
        "",
        "1",
        "linkedin.com/in/wrong",
        "jane@example.org",
        "<",
        "<",
        "<",
        "3", // never a member: profile and e-mail address are taken back
        "",  // no link: it says where to find one
        "<",
        "1",
        "linkedin.com/in/jane-roe",
        "",
        "5", // direct marketing alone
        "yes",
        "1",
    ];
    let change = ["no", "2, 5", "Jane Doe", "2 Main Street", "<", "", "yes"];
    let lines: String = to_the_gist.iter().chain(&change).map(|line| format!("{line}\n")).collect();
    let run = place.run_with(&["init"], lines);
    assert_eq!(run.code, 0, "{}", run.err);
    let said = run.err.split_whitespace().collect::<Vec<_>>().join(" ");
    for words in [
        "[1 Main Street] >",
        "Did you mean Nordrhein-Westfalen?",
        "Search for your name on linkedin.com",
        "What do you want to change?",
        "[2 Main Street] >",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let config = config(&place);
    let sender = |key: &str| config["sender"][key].clone();
    assert_eq!(sender("name").as_str(), Some("Jane Doe"));
    assert_eq!(sender("street").as_str(), Some("2 Main Street"));
    assert_eq!((sender("country").as_str(), sender("region").as_str()), (Some("DE"), Some("NW")));
    let both: Vec<toml::Value> = vec!["Erika Mustermann".into(), "Max Mustermann".into()];
    assert_eq!(sender("represented_by").as_array(), Some(&both));
    assert_eq!(config["account"]["standing"].as_str(), Some("member"));
}

#[test]
fn the_words_of_a_ground_can_be_changed_and_kept() {
    let place = Place::new();
    let begin = answers("no");
    // The grounds again, the first of two in new words; `<` in its words leads to the choice.
    let change = "14\n\n<\n\nIn new words.\n\n\nyes\n";
    let run = place.run_with(&["init"], begin + change);
    assert_eq!(run.code, 0, "{}", run.err);
    let said = run.err.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("You wrote: “As a tax adviser I keep \"secrets\". Every day.”"),
        "{said}"
    );
    let detail = config(&place)["objection"]["grounds"][0]["detail"].clone();
    assert_eq!(detail.as_str(), Some("In new words."));
}

#[test]
fn answers_that_are_of_no_use_come_to_an_end() {
    let place = Place::new();
    for useless in ["\n", "x\n"] {
        let run = place.run_with(&["init"], useless.repeat(200));
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains("the same question got 20 answers"), "{}", run.err);
        assert!(place.names().is_empty());
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
                "--signature",
                "",
            ],
        ),
        "\n\n",
    );
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(!run.err.contains("first and last name"), "{}", run.err);
    assert!(run.err.contains("to delete these data"), "{}", run.err);
}

#[test]
fn it_speaks_german_and_explains_in_everyday_words() {
    let place = Place::new();
    let german = place.run_with(&["--lang", "de", "init"], "\n");
    assert!(german.err.contains("Wie heißen Sie mit Vor- und Nachnamen?"), "{}", german.err);
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

/// Answers as people give them: names, ids, addresses without a scheme.
const NATURAL: &[&str] = &[
    "deutsch",
    "Jane Roe",
    "germany",
    "nordrhein westfalen",
    "Heidestraße 17",
    "51147",
    "Köln",
    "jane@example.org",
    "",
    "yes",
    "linkedin.com/in/jane-roe",
    "",
    "ai-training, direct-marketing",
    "Professional-Secrecy",
    "Ich bin Steuerberaterin.",
    "",
    "yes",
    "English",
    "I am a tax adviser.",
    "",
    "",
    "yes",
];

#[test]
fn it_takes_answers_as_people_write_them() {
    let place = Place::new();
    let run = place.run_with(&["init"], NATURAL.join("\n") + "\n");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(!run.err.contains("! "), "nothing is asked twice: {}", run.err);
    let config: toml::Table = toml::from_str(&place.text("art21.toml")).unwrap();
    let text = |section: &str, key: &str| config[section][key].as_str().unwrap().to_owned();
    assert_eq!(config["language"].as_str(), Some("de"));
    assert_eq!(text("sender", "region"), "NW");
    assert_eq!(text("account", "standing"), "member");
    assert_eq!(text("account", "profile"), "https://linkedin.com/in/jane-roe");
    assert_eq!(text("letter", "courtesy_copy"), "en");
    let ground = &config["objection"]["grounds"][0];
    assert_eq!(ground["id"].as_str(), Some("professional-secrecy"));
    assert_eq!(ground["detail"].as_str(), Some("Ich bin Steuerberaterin."));
    assert_eq!(ground["detail_en"].as_str(), Some("I am a tax adviser."));
    let run = place.run(&["letter", "--format", "txt", "-o", "-"]);
    assert!(run.out.contains("I am a tax adviser."), "{}", run.err);
}

#[test]
fn a_wrong_answer_is_said_once_and_not_again_after_an_empty_one() {
    let place = Place::new();
    let run = place.run_with(&["init"], "en\nJane Roe\nAtlantis\n\n\nGermany\n");
    assert_eq!(run.err.matches("`Atlantis` is neither a country").count(), 1, "{}", run.err);
    assert_eq!(run.err.matches("! An answer is needed").count(), 2, "{}", run.err);
}

#[test]
fn what_is_no_text_is_refused_with_its_place_and_nothing_is_written() {
    let place = Place::new();
    let run = place.run_with(&["init"], b"en\nJ\xe4ne Roe\nGermany\n");
    assert_eq!(run.code, 1);
    assert!(run.err.contains("not UTF-8 text (line 2, byte 5 of the file)"), "{}", run.err);
    assert!(!run.err.contains('\u{fffd}') && place.names().is_empty());
}

#[cfg(unix)]
#[test]
fn an_interrupt_in_the_middle_of_the_questions_writes_nothing() {
    use std::io::{Read, Write};
    use std::os::unix::process::ExitStatusExt;
    use std::process::{Command, Stdio};

    let place = Place::new();
    let mut command = place.command(&["init"]);
    let mut child = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.as_mut().unwrap().write_all(b"en\n").unwrap();
    let mut heard = String::new();
    let mut stderr = child.stderr.take().unwrap();
    while !heard.ends_with("> ") {
        let mut byte = [0];
        stderr.read_exact(&mut byte).unwrap();
        heard.push(char::from(byte[0]));
    }
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    // A shell shows the end by a signal as 128 and its number: 130.
    assert_eq!(child.wait().unwrap().signal(), Some(2));
    assert!(place.names().is_empty());
}

#[test]
fn a_signature_that_is_not_there_is_a_problem_of_the_options() {
    let place = Place::new();
    let run = place.run(&with(&["init"], &["--yes", "--signature", "none.png"]));
    assert_eq!(run.code, 1);
    assert!(run.err.contains("none.png"), "{}", run.err);
    assert!(place.names().is_empty());
}

#[test]
fn a_translation_can_be_given_as_an_option_and_never_gets_lost() {
    let place = Place::new();
    let translation = ["--yes", "--translation", "professional-secrecy=I keep silent."];
    let german = [&translation[..], &["--letter-language", "de"]].concat();
    assert_eq!(place.run(&with(&["init", "de.toml"], &german)).code, 0);
    assert!(place.text("de.toml").contains("detail_en = \"I keep silent.\""));
    let english = [&translation[..], &["--letter-language", "en"]].concat();
    let run = place.run(&with(&["init", "en.toml"], &english));
    assert_eq!(run.code, 2, "an English letter has no translation unless asked for");
    assert!(run.err.contains("--courtesy-copy"), "{}", run.err);
    let run = place.run(&with(&["init", "x.toml"], &["--yes", "--translation", "job-search=x"]));
    assert_eq!(run.code, 2, "{}", run.err);
    assert_eq!(place.names(), ["de.toml"]);
}

#[test]
fn quiet_it_asks_only_what_is_needed_and_says_nothing() {
    let place = Place::new();
    let run = place.run(&with(&["init", "-q"], &[]));
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let without_name = [&["init", "-q", "other.toml"], &ALL[2..]].concat();
    let run = place.run_with(&without_name, "Jane Roe\n");
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.err, "\nWhat is your first and last name?\n> ");
}

#[test]
fn every_question_has_an_option_that_answers_it() {
    let questions = support::read(support::root("src/cli/init/questions.rs"));
    let help = Place::new().run(&["init", "--help"]).out;
    let options: Vec<&str> =
        questions.split('"').filter(|text| text.starts_with("--") && text.len() > 2).collect();
    assert!(options.len() >= 20, "{options:?}");
    for option in options {
        assert!(
            help.contains(&format!("      {option} <")) || help.contains(&format!("{option}\n"))
        );
    }
}

/// The config that a run wrote.
fn config(place: &Place) -> toml::Table {
    toml::from_str(&place.text("art21.toml")).unwrap()
}

#[test]
fn what_cannot_be_restricted_is_not_proposed_to_be() {
    let place = Place::new();
    let options = ["--purposes", "direct-marketing", "--letter-language", "en"];
    let asked = place.run_with(&with(&["init"], &options), "\nyes\n\n\n\n\nno\n").err;
    let asked = asked.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(asked.contains("delete these data, to tell those"), "{asked}");
    assert!(!asked.contains("leave them alone"), "{asked}");
}

/// [`ALL`] without the options named.
fn all_but<'a>(left_out: &[&str]) -> Vec<&'a str> {
    let pairs = ALL.chunks(2).filter(|pair| !left_out.contains(&pair[0]));
    pairs.flatten().copied().collect()
}

#[test]
fn quiet_a_misspelled_purpose_costs_neither_restriction_nor_the_others() {
    let place = Place::new();
    let options = [
        &["-q", "init"],
        &all_but(&[])[..],
        &["--purposes", "direct-marketing,ai-trainig,research"],
    ];
    let run = place.run_with(&options.concat(), "\n");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("! `ai-trainig` is not in the list below."), "{}", run.err);
    let objection = &config(&place)["objection"];
    assert_eq!(objection["restriction"].as_bool(), Some(true));
    let mut purposes: Vec<&str> =
        objection["purposes"].as_array().unwrap().iter().filter_map(|id| id.as_str()).collect();
    purposes.sort_unstable();
    assert_eq!(purposes, ["ai-training", "direct-marketing", "research"]);
}

#[test]
fn restriction_is_asked_for_only_where_something_is_weighed() {
    for (purposes, restriction) in [
        ("direct-marketing", false),
        ("personalised-ads", true),
        ("direct-marketing,personalised-ads", true),
    ] {
        let place = Place::new();
        let run = place.run(&with(&["init"], &["--yes", "--purposes", purposes]));
        assert_eq!(run.code, 0, "{purposes}: {}", run.err);
        assert_eq!(config(&place)["objection"]["restriction"].as_bool(), Some(restriction));
        assert!(!place.run(&["check"]).err.contains("restriction"), "{purposes}");
    }
}

#[test]
fn the_same_ground_twice_is_asked_again_and_keeps_its_words() {
    let place = Place::new();
    let twice = ["--ground", "professional-secrecy=again"];
    let run = place.run_with(&with(&["-q", "init"], &twice), "\n");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("is in the list twice"), "{}", run.err);
    let grounds = config(&place)["objection"]["grounds"].as_array().unwrap().len();
    assert_eq!(grounds, 1);
    let run = place.run_with(&with(&["-q", "init", "x.toml"], &twice), "");
    assert_eq!(run.code, 2, "the end of the input is an end: {}", run.err);
    let run = place.run(&with(&["init", "x.toml", "--yes"], &twice));
    assert_eq!(run.code, 2, "{}", run.err);
    assert_eq!(place.names(), ["art21.toml"]);
}

#[test]
fn a_translation_that_is_refused_is_asked_for_even_quietly() {
    let place = Place::new();
    let options = ["--letter-language", "DE", "--translation", "Professional-Secrecy=I \u{202e}"];
    let run = place.run_with(&with(&["-q", "init"], &options), "I keep silent.\n\n");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(place.text("art21.toml").contains("detail_en = \"I keep silent.\""));
}

#[test]
fn a_wrong_option_is_named_by_the_option_and_nothing_is_written() {
    for (option, value, said) in [
        ("--courtesy-copy", "pig latin", "no letter in the language `pig latin`"),
        ("--region", "Atlantis", "not a federal state"),
        ("--country", "Atlantis", "neither a country"),
        ("--name", "Jane \u{13000} Roe", "no font has"),
        ("--form", "din5008-c", "not possible"),
    ] {
        let place = Place::new();
        let options = [&["init", "--yes", option, value], &all_but(&[option])[..]].concat();
        let run = place.run(&options);
        assert_eq!(run.code, 2, "{option}: {}", run.err);
        assert!(run.err.contains(said), "{option}: {}", run.err);
        assert!(run.err.contains(&format!("--> {option}")), "{option}: {}", run.err);
        assert!(!run.err.contains("art21.toml"), "there is no such file: {}", run.err);
        assert!(place.names().is_empty());
    }
}

#[test]
fn options_take_names_and_ids_in_any_case() {
    let place = Place::new();
    let left = all_but(&["--region", "--country"]);
    let options = [
        &["--lang", "DE", "init", "--yes", "--region", "nrw", "--country", "GERMANY"][..],
        &["--standing", "Member", "--purposes", "AI-Training", "--form", "DIN5008-A"],
        &["--courtesy-copy", "English"],
        &left,
    ];
    let run = place.run(&options.concat());
    assert_eq!(run.code, 0, "{}", run.err);
    let config = config(&place);
    assert_eq!(config["language"].as_str(), Some("de"));
    assert_eq!(config["sender"]["region"].as_str(), Some("NW"));
    assert_eq!(config["account"]["standing"].as_str(), Some("member"));
    assert_eq!(config["letter"]["courtesy_copy"].as_str(), Some("en"));
    assert_eq!(place.run(&["letter", "--format", "TXT", "-o", "-"]).code, 0);
    assert_eq!(place.run(&["list", "GROUNDS"]).code, 0);
}

#[test]
fn a_country_is_known_by_what_people_call_it_and_never_guessed() {
    let place = Place::new();
    let run = place.run_with(&["init"], "en\nJane Roe\nHolland\n1 Main Street\n");
    assert!(!run.err.contains("neither a country"), "{}", run.err);
    let run = place.run_with(&["init"], "en\nJane Roe\nIrelnd\n\nIE\n");
    assert!(run.err.contains("Did you mean `IE` (Ireland)?"), "{}", run.err);
    assert!(!run.err.contains("[IE]"), "Enter takes no guess: {}", run.err);
    assert!(run.err.contains("An answer is needed"), "{}", run.err);
    for (typed, meant) in [("Hollandia", ""), ("Holand", "Did you mean `NL`")] {
        let run = place.run_with(&["init"], format!("en\nJane Roe\n{typed}\n\n\n"));
        let said = run.err.contains("Did you mean");
        assert!(said != meant.is_empty() && run.err.contains(meant), "{typed}: {}", run.err);
    }
}

/// A person in Dublin without an account.
const DUBLIN: &[&str] = &[
    "",
    "Jane Roe",
    "Ireland",
    "1 Main Street",
    "D02 X285",
    "Dublin",
    "",
    "",
    "no",
    "https://www.linkedin.com/posts/a",
    "not a link",
    "https://www.linkedin.com/posts/b",
    "",
    "https://www.linkedin.com/posts/c",
    "",
    "",
    "job-search",
    "",
    "",
    "",
    "",
    "yes",
];

#[test]
fn a_wrong_link_leaves_the_others() {
    let place = Place::new();
    let run = place.run_with(&["init"], DUBLIN.join("\n") + "\n");
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("These stay: https://www.linkedin.com/posts/a, "), "{}", run.err);
    let config = config(&place);
    let links = config["account"]["links"].as_array().unwrap();
    assert_eq!(links.len(), 3, "{links:?}");
}

#[test]
fn no_to_what_may_be_left_out_leaves_it_out_and_yes_is_asked_again() {
    let place = Place::new();
    let mut answers = DUBLIN.to_vec();
    assert_eq!(answers[6..8], ["", ""], "the e-mail address, who represents");
    answers.splice(6..8, ["no", "yes", "", "NO"]);
    let run = place.run_with(&["init"], answers.join("\n") + "\n");
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.err.matches("! The answer itself is needed here").count(), 1, "{}", run.err);
    let config = config(&place);
    for key in ["email", "represented_by"] {
        assert!(config["sender"].get(key).is_none(), "{config}");
    }
}

#[test]
fn samples_suit_who_writes() {
    let place = Place::new();
    assert_eq!(place.run_with(&["init"], DUBLIN.join("\n") + "\n").code, 0);
    let text = place.text("art21.toml");
    for german in ["Köln", "+49", "erika"] {
        assert!(!text.contains(german), "{german}: {text}");
    }
    assert!(text.contains("# place = \"Dublin\""), "{text}");
}

#[test]
fn what_check_would_refuse_is_asked_again_in_plain_words() {
    let place = Place::new();
    let run =
        place.run_with(&["init"], "en\nJane \u{13000} Roe\nJane Roe\nGermany\n\n1 Main Street\n");
    assert!(run.err.contains("! No font here has these characters: \u{13000}"), "{}", run.err);
    assert!(run.err.contains("! Without it, the letter names the Irish"), "{}", run.err);
    assert!(!run.err.contains("region ="), "{}", run.err);
    let long = "Freifrau von und zu ".repeat(4) + "Mustermann";
    let options = [&["init", "--yes", "--name", &long, "--care-of", &long][..], &ALL[2..]];
    let run = place.run(&options.concat());
    assert_eq!(run.code, 2, "{}", run.err);
    assert!(place.names().is_empty());
}

#[test]
fn the_gist_names_who_represents_a_minor_and_the_signature() {
    let place = Place::new();
    let picture = support::root("tests/cases/de-signed-with-courtesy-copy/signature.png");
    place.put("mine.png", std::fs::read(picture).unwrap());
    let both = "Erika Mustermann and Jane Doe";
    let options = ["--represented-by", "Erika Mustermann", "--represented-by", "Jane Doe"];
    let options = [&options[..], &["--signature", "mine.png", "--standing", "member"]].concat();
    let run = place.run_with(&with(&["init"], &options), "en\n\n\n\n\nyes\n");
    assert_eq!(run.code, 0, "{}", run.err);
    let said = run.err.replace("\n  ", " ");
    assert!(said.contains(&format!("The letter is signed by: {both}.")), "{said}");
    assert!(!said.contains("is your signature"), "a minor's own is not enough: {said}");
    assert!(said.contains("The picture is left out"), "{said}");
    let next = |run: super::Run| run.err.split_whitespace().collect::<Vec<_>>().join(" ");
    let by = format!("have it signed by who represents you ({both})");
    let signed = next(place.run(&["letter"]));
    assert!(signed.contains(&by), "{signed}");
    let unsigned = place.text("art21.toml").replace("image = ", "# image = ");
    place.put("unsigned.toml", unsigned);
    let unsigned = next(place.run(&["letter", "unsigned.toml", "-o", "unsigned.pdf"]));
    assert!(unsigned.contains(&by), "{unsigned}");
    let grown = place.text("art21.toml").replace("represented_by = ", "# represented_by = ");
    place.put("grown.toml", grown);
    let grown = next(place.run(&["letter", "grown.toml", "-o", "grown.pdf"]));
    assert!(grown.contains("your signature is already in it"), "{grown}");
    assert!(!grown.contains("sign it"), "{grown}");
}

#[test]
fn a_text_too_long_for_the_form_is_told_with_how_much() {
    let place = Place::new();
    let ids = "ai-training,product-improvement,personalised-ads,ad-measurement,direct-marketing,\
               affiliates,ai-general,ai-features,personalisation,research,\
               business-administration,safety,law-enforcement,legal-advice";
    let run = place.run(&with(&["init", "--yes"], &["--purposes", ids]));
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("characters too long"), "{}", run.err);
    let run = place.run(&["check"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("characters too long"), "{}", run.err);
}

#[test]
fn words_without_a_translation_are_told_once() {
    let place = Place::new();
    let run = place.run(&with(&["init", "--yes"], &["--letter-language", "de"]));
    assert_eq!(run.err.matches("quotes your own words as they are").count(), 1, "{}", run.err);
    let run = place.run(&["check"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(run.err.matches("quotes your own words as they are").count(), 1, "{}", run.err);
}

#[test]
fn an_option_that_no_question_could_mend_is_told_before_the_first_question() {
    let place = Place::new();
    for (options, option) in [
        (&["--phone", "none"][..], "--phone"),
        (&["--standing", "non-member", "--profile", "linkedin.com/in/x"], "--profile"),
    ] {
        let run = place.run_with(&[&["init"], options].concat(), "en\nJane Roe\n");
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(run.err.contains(&format!("--> {option}")), "{}", run.err);
        assert!(!run.err.contains("few questions"), "{}", run.err);
    }
}
