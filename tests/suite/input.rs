//! art21.toml: what is accepted, what is rejected, and what the reader of it is told.

mod anything;
mod by_hand;
mod many;
mod reference;
mod words;

use std::fs;
use std::path::PathBuf;

use art21::case::{Organiser, Standing};
use art21::cli::report;
use art21::document::Form;
use art21::input::Config;
use art21::input::config::Base;
use art21::language::Language;
use art21::problem::{Problem, Problems};
use art21::texts::Texts;

use crate::support::{self, compare, root, source, texts, today};

const STARTER: &str = "templates/starter/art21.toml";

fn starter() -> String {
    support::read(root(STARTER))
}

fn read(text: &str) -> Result<(Config, Problems), Problems> {
    support::config(text, &texts())
}

#[track_caller]
fn accepted(text: &str) -> (Config, Vec<&'static str>) {
    match read(text) {
        Ok((config, warnings)) => (config, codes(&warnings)),
        Err(problems) => panic!("{}", english(&problems)),
    }
}

/// The codes of the problems of a config that is rejected.
#[track_caller]
fn rejected(text: &str) -> Vec<&'static str> {
    match read(text) {
        Ok(_) => panic!("accepted:\n{text}"),
        Err(problems) => codes(&problems),
    }
}

fn codes(problems: &Problems) -> Vec<&'static str> {
    problems.0.iter().map(|problem| problem.code).collect()
}

fn english(problems: &Problems) -> String {
    shown(problems, &texts(), Language::ENGLISH)
}

fn shown(problems: &Problems, texts: &Texts, language: Language) -> String {
    report::text(problems, texts.locale(language).unwrap(), false)
}

/// The starter with each `(line that contains, new line)` replaced; an empty new line deletes.
#[track_caller]
fn with(changes: &[(&str, &str)]) -> String {
    let mut lines: Vec<String> = starter().lines().map(str::to_owned).collect();
    for (old, new) in changes {
        let line = lines.iter_mut().find(|line| line.starts_with(old));
        *line.unwrap_or_else(|| panic!("no line begins with {old}")) = (*new).to_owned();
    }
    lines.join("\n")
}

#[test]
fn the_starter_is_read_without_a_word() {
    let (config, warnings) = accepted(&starter());
    assert_eq!(warnings, [""; 0]);
    let case = &config.case;
    assert_eq!(case.language, Language::GERMAN);
    assert_eq!(case.date, today());
    assert_eq!(case.controller, "linkedin");
    assert_eq!(case.sender.name, "Erika Mustermann");
    assert_eq!(case.sender.region.as_deref(), Some("NW"));
    assert_eq!(case.account.standing, Standing::Member);
    let defaults = texts();
    let defaults = defaults.controllers["linkedin"].purposes.iter().filter(|p| p.default);
    assert_eq!(case.objection.purposes, defaults.map(|p| p.id.clone()).collect::<Vec<_>>());
    let objection = &case.objection;
    assert!(objection.erasure && objection.restriction && objection.inform_recipients);
    assert!(objection.questions);
    assert_eq!(objection.number, 1);
    assert_eq!(objection.grounds.len(), 1);
    assert!(objection.grounds[0].translations.contains_key(&Language::ENGLISH));
    assert_eq!((config.form, case.courtesy_copy), (Form::Din5008B, None));
    assert_eq!((config.signature, config.fonts), (None, Vec::new()));
}

#[test]
fn the_optional_lines_of_the_starter_are_valid_too() {
    let on: Vec<String> = starter()
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.starts_with('[') || rest.contains(" = ") => rest.to_owned(),
            _ => line.to_owned(),
        })
        // What would contradict the others: no member has it, no minor's letter a picture, no
        // words are printed and written by hand.
        .filter(|line| {
            let others = ["former_email", "links", "represented_by", "handwritten"];
            !others.iter().any(|key| line.starts_with(key))
        })
        .collect();
    let (config, warnings) = accepted(&on.join("\n"));
    assert_eq!(warnings, [""; 0]);
    assert_eq!(config.case.courtesy_copy, Some(Language::ENGLISH));
    assert_eq!(config.signature, Some(PathBuf::from("signature.png")));
    assert_eq!(config.case.place.as_deref(), Some("Köln"));
    assert_eq!(config.case.sender.care_of.as_deref(), Some("Max Mustermann"));
}

#[test]
fn what_is_left_out_has_its_default() {
    let (config, _) = accepted(
        "language = 'en'\n[sender]\nname = 'Jane Roe'\nstreet = '1 High Street'\npostcode = 'D01'\n\
         city = 'Dublin'\ncountry = 'ie'\n[account]\nstanding = 'non-member'\n\
         links = ['https://example.org/jane']\n[objection]\n[[objection.grounds]]\nid = 'posted-as-minor'\n",
    );
    let objection = &config.case.objection;
    assert!(objection.purposes.len() > 3 && objection.erasure && objection.restriction);
    assert_eq!(config.case.sender.country, "IE");
    assert_eq!(config.form, Form::Din5008B);
}

#[test]
fn a_text_is_kept_composed_and_with_single_blanks() {
    let text = with(&[("name", "name = '  Ju\u{308}rgen \t  Mustermann '")]);
    assert_eq!(accepted(&text).0.case.sender.name, "Jürgen Mustermann");
}

#[test]
fn a_detail_keeps_its_paragraphs() {
    let text = with(&[("detail =", "detail = \"\"\"\nEins \t zwei.\r\n\r\n  Drei.\n\"\"\"")]);
    assert_eq!(accepted(&text).0.case.objection.grounds[0].detail, "Eins zwei.\nDrei.");
}

#[test]
fn a_region_is_known_by_code_and_by_name() {
    for region in ["NW", "nw", "DE-NW", "Nordrhein-Westfalen", "nordrhein westfalen"] {
        let text = with(&[("region", &format!("region = '{region}'"))]);
        assert_eq!(accepted(&text).0.case.sender.region.as_deref(), Some("NW"), "{region}");
    }
}

#[test]
fn purposes_come_in_the_order_of_the_catalogue() {
    let text =
        with(&[]).replacen("    \"ai-training\", ", "    \"research\", \"ai-training\", ", 1);
    let purposes = accepted(&text).0.case.objection.purposes;
    assert_eq!(
        (purposes[0].as_str(), purposes.last().unwrap().as_str()),
        ("ai-training", "research")
    );
}

/// A config whose `[objection]` is `objection`.
fn objecting(objection: &str) -> String {
    let starter = starter();
    let (head, _) = starter.split_once("[objection]").unwrap();
    format!("{head}[objection]\n{objection}")
}

#[test]
fn direct_marketing_alone_needs_no_ground_and_cannot_be_restricted() {
    let (config, warnings) =
        accepted(&objecting("purposes = ['direct-marketing', 'personalised-ads']"));
    assert_eq!(warnings, [""; 0]);
    let objection = config.case.objection;
    assert!(!objection.restriction && objection.erasure && objection.inform_recipients);

    let explicit = "purposes = ['direct-marketing']\nerasure = false\nrestriction = true";
    let (config, warnings) = accepted(&objecting(explicit));
    assert_eq!(warnings, ["restriction-needless"]);
    assert!(!config.case.objection.inform_recipients);
}

#[test]
fn personalised_ads_with_a_ground_can_be_restricted() {
    let text = "purposes = ['personalised-ads']\n[[objection.grounds]]\nid = 'job-search'\n";
    assert!(accepted(&objecting(text)).0.case.objection.restriction);
}

#[test]
fn art_21_1_needs_a_ground() {
    assert_eq!(rejected(&objecting("")), ["ground-required"]);
    assert_eq!(rejected(&objecting("grounds = []")), ["ground-required"]);
    assert_eq!(
        rejected(&objecting("purposes = ['direct-marketing', 'research']")),
        ["ground-required"]
    );
}

#[test]
fn the_help_for_a_missing_ground_names_every_ground_in_the_language_of_the_reader() {
    let problems = read(&objecting("")).unwrap_err();
    let texts = texts();
    for language in texts.languages() {
        let shown = shown(&problems, &texts, language);
        for ground in &texts.grounds {
            assert!(shown.contains(&ground.id), "{}", ground.id);
            assert!(shown.contains(&ground.name[&language]), "{}", ground.id);
        }
    }
}

#[test]
fn who_asks_for_a_password_in_the_file_is_told_a_better_place() {
    let text = starter() + "\n[delivery.smtp]\nhost = 'mail.example.org'\npassword = 'secret'\n";
    assert_eq!(rejected(&text), ["password-in-file"]);
}

#[test]
fn a_full_delivery_is_accepted() {
    accepted(
        &(starter()
            + "
[delivery]
from = 'Erika Mustermann <erika@example.org>'
per_hour = 0
to = 'office@example.org'
reply_to = 'erika@example.org'
enclosures = ['a.pdf']
archive = { to = 'me@other.example', required = false }
[delivery.smtp]
host = 'mail.example.org'
port = 465
tls = 'implicit'
user = 'erika'
password_command = ['pass', 'show', 'mail']
auth = 'plain'
ca_file = 'ca.pem'
timeout = 300
[delivery.imap]
host = 'imap.example.org'
port = 993
tls = 'implicit'
user = 'erika'
password_env = 'MAIL'
ca_file = 'ca.pem'
folder = 'INBOX'
"),
    );
}

#[test]
fn an_organiser_is_for_a_roster_and_changes_no_letter() {
    let organiser =
        "\n[organiser]\nname = \"Beispielverein  e. V.\"\ncontact = \"x@example.org\"\n";
    let named = Organiser { name: "Beispielverein e. V.".into(), contact: "x@example.org".into() };
    let (config, warnings) = accepted(&(starter() + organiser));
    assert_eq!((config.organiser, warnings), (Some(named.clone()), vec!["organiser-of-one"]));
    assert_eq!(config.case, accepted(&starter()).0.case);

    let read = |text: &str| {
        let (base, problems) = Base::read(&source("art21.toml", text), &texts(), today()).unwrap();
        (base.config.organiser, problems)
    };
    let (organiser, problems) = read(organiser);
    assert_eq!((organiser, codes(&problems)), (Some(named), vec![""; 0]));
    let page = "[organiser]\nname = \"Beispielverein\"\ncontact = \"https://example.org/melden\"\n";
    assert_eq!(codes(&read(page).1), [""; 0]);
    assert_eq!(read("").0, None);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_accepted() {
    accepted(&format!("\u{feff}{}", starter().replace('\n', "\r\n")));
}

#[test]
fn every_rejected_config_gets_its_whole_report_in_both_languages() {
    let texts = texts();
    let mut folders: Vec<PathBuf> = fs::read_dir(root("tests/rejected"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(folders.len() >= 20, "only {} cases", folders.len());
    let mut failed = Vec::new();
    for folder in folders {
        let text = support::read(folder.join("art21.toml"));
        let problems = match support::config(&text, &texts) {
            Ok((_, warnings)) => warnings,
            Err(problems) => problems,
        };
        for language in texts.languages() {
            let path = folder.join(format!("stderr.{language}.txt"));
            let report = shown(&problems, &texts, language);
            assert!(!report.is_empty(), "{} is accepted", folder.display());
            let compared = std::panic::catch_unwind(|| compare(&path, &report));
            failed.extend(compared.err().map(|_| path));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

/// What `--json` says of a problem has the names and the positions of an editor.
#[test]
fn a_problem_as_json_has_its_place() {
    let texts = texts();
    let problems = read(&with(&[("postcode", "postcode = '5114'")])).unwrap_err();
    let json = report::json(&problems, texts.locale(Language::ENGLISH).unwrap());
    let expected = serde_json::json!([{
        "severity": "error",
        "code": "german-postcode",
        "message": "`5114` is not a German postcode",
        "help": "five digits: `51147`",
        "file": "art21.toml",
        "line": 12,
        "column": 12,
        "row": null,
        "field": "sender.postcode",
    }]);
    assert_eq!(json, expected);
}

#[test]
fn a_report_never_holds_a_raw_hidden_character() {
    let texts = texts();
    let problem = Problem::error("unknown-key")
        .with("key", "a\u{202e}\u{1b}[31m\nb\u{200b}")
        .with("keys", "x")
        .in_file("ev\u{7}il\u{2066}.toml");
    let shown = shown(&Problems::from(problem), &texts, Language::ENGLISH);
    assert!(shown.contains("a\\u{202e}\\u{1b}[31m\\u{a}b\\u{200b}"), "{shown}");
    assert!(shown.contains("ev\\u{7}il\\u{2066}.toml"), "{shown}");
    assert!(shown.chars().all(|c| c == '\n' || !c.is_control()), "{shown}");
}

#[test]
fn colour_comes_only_where_it_is_asked_for() {
    let texts = texts();
    let problems = read("").unwrap_err();
    let locale = texts.locale(Language::GERMAN).unwrap();
    assert!(!report::text(&problems, locale, false).contains('\u{1b}'));
    assert!(report::text(&problems, locale, true).contains('\u{1b}'));
}

#[test]
fn no_problems_are_no_report() {
    assert_eq!(english(&Problems::default()), "");
}
