//! The built program: what it prints, what it writes, how it ends.

// A test may panic, and so may what it is made of.
#![allow(clippy::unwrap_used)]

mod bulk;
mod by_hand;
mod init;
mod letter;
mod problems;

use std::ffi::OsStr;
use std::fs;
use std::io::{Write, pipe};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use crate::support;

/// A folder of its own, and the program run in it on 22 November 2026, in English.
pub(super) struct Place {
    folder: TempDir,
}

/// How a run ended.
pub(super) struct Run {
    pub(super) code: i32,
    pub(super) out: String,
    pub(super) err: String,
    pub(super) bytes: Vec<u8>,
}

impl Place {
    /// An empty folder.
    pub(super) fn new() -> Place {
        Place { folder: TempDir::new().unwrap() }
    }

    /// A folder with the starter's config in it.
    pub(super) fn started() -> Place {
        let place = Place::new();
        place.put("art21.toml", support::read(support::root("templates/starter/art21.toml")));
        place
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(super) fn put(&self, name: &str, content: impl AsRef<[u8]>) {
        fs::write(self.path(name), content).unwrap();
    }

    pub(super) fn text(&self, name: &str) -> String {
        support::read(self.path(name))
    }

    /// The names of all files, sorted.
    pub(super) fn names(&self) -> Vec<String> {
        names(self.folder.path())
    }

    pub(super) fn command(&self, args: &[&str]) -> Command {
        self.command_on("2026-11-22", args)
    }

    fn command_on(&self, day: &str, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_art21"));
        command
            .current_dir(self.folder.path())
            .args(["--today", day])
            .args(args)
            .env_clear()
            .env("LC_ALL", "C");
        command
    }

    pub(super) fn run(&self, args: &[&str]) -> Run {
        Run::of(self.command(args).stdin(Stdio::null()).output().unwrap())
    }

    /// Runs on another day.
    pub(super) fn run_on(&self, day: &str, args: &[&str]) -> Run {
        Run::of(self.command_on(day, args).stdin(Stdio::null()).output().unwrap())
    }

    /// Runs with `input` on standard input.
    pub(super) fn run_with(&self, args: &[&str], input: impl AsRef<[u8]>) -> Run {
        let mut command = self.command(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A program that does not want to hear everything closes its end: no failure of the test.
        let _ = child.stdin.take().unwrap().write_all(input.as_ref());
        Run::of(child.wait_with_output().unwrap())
    }
}

impl Run {
    fn of(output: Output) -> Run {
        Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
            bytes: output.stdout,
        }
    }

    /// The one JSON document on standard output; nothing else is said.
    #[track_caller]
    pub(super) fn json(&self) -> Value {
        assert_eq!(self.err, "", "with --json nothing is told");
        let document: Value = serde_json::from_str(&self.out).unwrap();
        assert!(document["problems"].is_array(), "problems are always there: {document}");
        document
    }

    /// The codes of the problems in the JSON document, warnings about old facts left out.
    #[track_caller]
    pub(super) fn codes(&self) -> Vec<String> {
        let problems = self.json()["problems"].as_array().unwrap().clone();
        let errors = problems.iter().filter(|problem| problem["severity"] == "error");
        errors.map(|problem| problem["code"].as_str().unwrap().to_owned()).collect()
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_help_of_every_command_is_as_approved() {
    let place = Place::new();
    for command in [
        "",
        "init",
        "check",
        "letter",
        "bulk",
        "list",
        "templates",
        "templates export",
        "completions",
        "man",
    ] {
        let mut args: Vec<&str> = command.split(' ').filter(|word| !word.is_empty()).collect();
        args.push("--help");
        let run = place.run(&args);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{command}");
        let name = if command.is_empty() { "art21".to_owned() } else { command.replace(' ', "-") };
        support::compare(format!("tests/cli/help/{name}.txt"), run.out);
    }
}

#[test]
fn help_is_a_command_too_and_alone_the_program_shows_it() {
    let place = Place::new();
    assert_eq!(place.run(&["help"]).out, place.run(&["--help"]).out);
    assert_eq!(place.run(&["help", "letter"]).out, place.run(&["letter", "--help"]).out);
    let alone = Command::new(env!("CARGO_BIN_EXE_art21")).output().unwrap();
    let help = String::from_utf8(alone.stderr).unwrap();
    assert!(help.contains("Commands:\n  init"), "{help}");
    assert_eq!(alone.status.code(), Some(2), "nothing was asked for");
}

#[test]
fn no_line_of_the_help_is_longer_than_80_columns() {
    for entry in fs::read_dir(support::root("tests/cli/help")).unwrap() {
        let text = support::read(entry.unwrap().path());
        let long: Vec<&str> = text.lines().filter(|line| line.chars().count() > 80).collect();
        assert_eq!(long, [] as [&str; 0]);
    }
}

#[test]
fn who_has_no_config_yet_is_told_how_to_begin() {
    let place = Place::new();
    for (args, command) in [
        (&["letter"][..], "`art21 init`"),
        (&["check"], "`art21 init`"),
        (&["letter", "--short", "my.toml"], "`art21 init my.toml`"),
    ] {
        let run = place.run(args);
        assert_eq!(run.code, 1);
        assert!(run.err.contains(command), "{}", run.err);
    }
    assert_eq!(place.run(&["check", "--json"]).codes(), ["config-missing"]);
}

#[test]
fn check_without_a_file_checks_the_usual_one() {
    let run = Place::started().run(&["check"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("1 file checked: the letter can be written.\n"), "{}", run.err);
}

#[test]
fn the_help_says_once_that_it_is_no_legal_advice() {
    let help = Place::new().run(&["--help"]).out.replace('\n', " ");
    assert_eq!(help.matches("no legal advice").count(), 1);
}

#[test]
fn a_command_line_that_cannot_be_followed_ends_with_2() {
    let place = Place::started();
    for args in [
        &["frobnicate"][..],
        &["letter", "--format", "docx"],
        &["letter", "--format", "eml"],
        &["letter", "-o", "letter.docx"],
        &["letter", "-o", "letter"],
        &["letter", "-o", "letter.pdf", "--format", "txt"],
        &["letter", "-o", "a.pdf", "-o", "b.pdf"],
        &["letter", "--json", "-o", "-"],
        &["letter", "--json", "--short"],
        &["--lang", "fr", "list", "grounds"],
        &["--lang", "deutsch", "list", "grounds"],
        &["check", "-", "-"],
        &["completions", "csh"],
        &["completions", "bash", "--json"],
    ] {
        assert_eq!(place.run(args).code, 2, "{args:?}");
    }
    assert_eq!(place.names(), ["art21.toml"], "nothing is written");
}

#[test]
fn a_command_line_that_cannot_be_read_is_one_json_document_too() {
    let run = Place::new().run(&["letter", "--json", "--format", "docx"]);
    assert_eq!((run.code, run.codes()), (2, vec!["command-line".to_owned()]));
}

#[test]
fn a_broken_pipe_is_no_error() {
    let place = Place::started();
    for args in [
        &["list", "authorities"][..],
        &["list", "json", "--json"],
        &["letter", "-o", "-"],
        &["completions", "bash"],
        &["--help"],
        &["help", "letter"],
        &["--version"],
    ] {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let output = place.command(args).stdout(writer).output().unwrap();
        let err = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{args:?}: {err}");
        assert!(!err.contains("error"), "{err}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_ends_with_4() {
    let place = Place::started();
    for args in [
        &["list", "grounds"][..],
        &["letter", "-o", "-", "--format", "txt"],
        &["list", "json", "--json"],
        &["--help"],
        &["help", "letter"],
        &["init", "--help"],
        &["--version"],
    ] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = place.command(args).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(4), "{args:?}");
        let err = String::from_utf8(output.stderr).unwrap();
        assert!(err.contains("standard output"), "{args:?}: {err}");
        assert!(!err.contains("\\u{") && !err.contains("`-o`"), "{args:?}: {err}");
    }
}

#[test]
fn check_names_what_is_wrong_in_every_file() {
    let place = Place::started();
    place.put("one.toml", "language = \"fr\"\nlangauge = 1\n");
    let run = place.run(&["check", "art21.toml", "one.toml", "none.toml"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    for word in ["`fr`", "langauge", "none.toml"] {
        assert!(run.err.contains(word), "{word}: {}", run.err);
    }
    let json = place.run(&["check", "--json", "art21.toml", "one.toml", "none.toml"]);
    let files = json.json()["files"].as_array().unwrap().clone();
    let errors: Vec<bool> = files.iter().map(|file| file["errors"].as_u64().unwrap() > 0).collect();
    assert_eq!(errors, [false, true, true]);
    assert_eq!(place.names(), ["art21.toml", "one.toml"], "nothing is written");
}

#[test]
fn check_says_that_a_right_file_is_right_in_the_language_asked_for() {
    let place = Place::started();
    let run = place.run(&["check", "art21.toml"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""));
    assert!(run.err.starts_with("1 file checked: the letter can be written.\n"), "{}", run.err);
    let run = place.run(&["--lang", "de", "check", "art21.toml", "art21.toml"]);
    assert!(run.err.contains("Alle Briefe können geschrieben werden.\n"), "{}", run.err);
    let german = place.command(&["check", "art21.toml"]).env("LC_ALL", "de_AT.UTF-8").output();
    assert!(String::from_utf8(german.unwrap().stderr).unwrap().contains("Datei geprüft"));
}

#[test]
fn check_finds_what_only_the_page_can_find() {
    let place = Place::started();
    let config = place.text("art21.toml").replace("Erika Mustermann", "Erika 東京");
    place.put("art21.toml", &config);
    let run = place.run(&["check", "art21.toml", "--json"]);
    assert_eq!(run.code, 1);
    assert!(!run.codes().is_empty());
    assert_eq!(place.run(&["letter", "--json"]).codes(), run.codes());
    assert_eq!(place.run(&["letter", "--format", "txt"]).code, 0, "text needs no glyphs");
}

#[test]
fn every_list_has_rows_with_id_source_and_day() {
    let place = Place::new();
    for what in ["purposes", "grounds", "authorities", "channels", "settings", "sources", "json"] {
        for language in ["de", "en"] {
            let text = place.run(&["--lang", language, "list", what]);
            assert_eq!((text.code, text.err.as_str()), (0, ""), "{what}");
            assert!(!text.out.contains('\u{1b}'), "no colour where it cannot be seen");
            let long = text.out.lines().filter(|line| line.chars().count() > 80);
            let long: Vec<&str> = long.filter(|line| !line.contains("http")).collect();
            assert_eq!(long, [] as [&str; 0], "{language} {what}");
        }
        let document = place.run(&["list", what, "--json"]).json();
        let rows = document[what].as_array().unwrap();
        assert!(!rows.is_empty(), "{what}");
        for row in rows {
            for column in ["id", "source"] {
                assert!(row[column].as_str().is_some_and(|text| !text.is_empty()), "{what}: {row}");
            }
            assert!(what == "json" || row["checked"].as_str().unwrap().len() == 10, "{row}");
        }
    }
    let coloured = place.run(&["list", "grounds", "--color", "always"]);
    assert!(coloured.out.contains("\u{1b}[1m"));
}

#[test]
fn the_settings_are_a_checklist_with_both_names() {
    let list = Place::new().run(&["--lang", "de", "list", "settings"]).out;
    let switch = "☐ Daten zur Verbesserung generativer KI (Data for Generative AI Improvement)\n";
    assert!(list.contains(switch), "{list}");
    assert!(
        list.contains("https://www.linkedin.com/mypreferences/d/settings/data-for-ai-improvement")
    );
}

#[test]
fn exported_texts_are_used_and_never_overwritten_unasked() {
    let place = Place::started();
    assert_eq!(place.run(&["templates", "export", "mine/texts"]).code, 0);
    assert_eq!(place.run(&["templates", "export", "mine/texts"]).code, 0, "equal bytes are fine");
    let template = "mine/texts/de/objection.md";
    let changed = format!("{}\nEin Satz mehr.\n", place.text(template));
    place.put(template, &changed);
    let again = place.run(&["templates", "export", "mine/texts", "--json"]);
    assert_eq!((again.code, again.codes()), (1, vec!["file-exists".to_owned()]));
    assert_eq!(place.text(template), changed);
    let run = place.run(&["letter", "--templates", "mine/texts", "-o", "-", "--format", "txt"]);
    assert!(run.out.contains("Ein Satz mehr."), "{}", run.err);
    assert_eq!(place.run(&["templates", "export", "mine/texts", "--force"]).code, 0);
    assert_ne!(place.text(template), changed);
}

#[test]
fn a_wrong_text_of_the_users_own_is_named() {
    let place = Place::started();
    fs::create_dir_all(place.path("mine/de")).unwrap();
    place.put("mine/grounds.toml", "[[ground]\n");
    let run = place.run(&["letter", "--templates", "mine"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("grounds.toml"), "{}", run.err);
    assert_eq!(place.names(), ["art21.toml", "mine"]);
}

#[test]
fn there_are_completions_and_a_page_for_every_command() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = place.run(&["completions", shell]);
        assert_eq!(run.code, 0);
        assert!(run.out.contains("art21"), "{shell}");
    }
    assert_eq!(place.run(&["man", "pages"]).code, 0);
    let pages = names(&place.path("pages"));
    let expected = [
        "art21-bulk.1",
        "art21-check.1",
        "art21-completions.1",
        "art21-init.1",
        "art21-letter.1",
        "art21-list.1",
        "art21-man.1",
        "art21-templates-export.1",
        "art21-templates.1",
        "art21.1",
    ];
    assert_eq!(pages, expected);
    assert!(place.text("pages/art21-letter.1").contains("ART21-LETTER"));
    assert!(place.text("pages/art21.1").contains("no legal advice"));
    let head =
        format!(".TH ART21-TEMPLATES 1 \" \" \"art21 {}\" art21\n", env!("CARGO_PKG_VERSION"));
    assert!(place.text("pages/art21-templates.1").contains(&head));
}

#[test]
fn every_word_that_the_commands_use_is_there_in_every_language() {
    let texts = support::texts();
    let mut keys: Vec<String> = Vec::new();
    let mut folders = vec![support::root("src/cli")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension() == Some(OsStr::new("rs")) {
                let source = support::read(&path);
                for call in [".words(\"", ".say(\"", "list-", "next-", "gist-", "ask-", "choice-"] {
                    let starts = source.match_indices(call);
                    let prefix = if call.starts_with('.') { "" } else { call };
                    let in_quotes =
                        |at: usize| call.starts_with('.') || source[..at].ends_with('"');
                    keys.extend(starts.filter(|(at, _)| in_quotes(*at)).filter_map(|(at, _)| {
                        let rest = &source[at + call.len()..];
                        let key = format!("{prefix}{}", rest.split('"').next()?);
                        (!key.contains(['{', ' '])).then_some(key)
                    }));
                }
            }
        }
    }
    assert!(keys.len() > 60, "{}", keys.len());
    for locale in texts.locales.values() {
        for key in &keys {
            let there = locale.interface.contains_key(key)
                || locale.interface.contains_key(&format!("{key}-when"));
            assert!(there, "{}: {key}", locale.language);
        }
    }
}

#[test]
fn sources_stand_under_their_title_with_age_and_pages() {
    let place = Place::new();
    let list = place.run(&["--lang", "de", "list", "sources"]).out;
    let entry = "  LinkedIn, European Regional Privacy Notice, effective 21 August 2026\n    \
                 vor 92 Tagen gesehen, 22.\u{a0}August\u{a0}2026\n    \
                 https://www.linkedin.com/legal/privacy/eu\n";
    assert!(list.contains(entry), "{list}");
    assert!(list.contains("\n! Directory of supervisory authorities"), "what is old is marked");
    let rows = place.run(&["list", "sources", "--json"]).json();
    let rows = rows["sources"].as_array().unwrap();
    let ids: std::collections::BTreeSet<_> = rows.iter().map(|row| row["id"].as_str()).collect();
    assert_eq!(ids.len(), rows.len(), "each has an id of its own");
    for row in rows {
        let page = format!("    {}\n", row["look_at"].as_str().unwrap());
        assert!(list.contains(&page), "{page}");
    }
}

#[test]
fn a_switch_without_a_known_name_in_the_readers_language_has_both() {
    let list = Place::new().run(&["list", "settings"]).out;
    assert!(list.contains("☐ Switch for research (Sozial-, "), "{list}");
}
