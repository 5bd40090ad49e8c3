//! README.md: every command in it is run as it stands there, every table and number is true.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::support;

/// Commands that a reader runs and a test cannot.
const NOT_RUN: [&str; 2] = ["cargo test", "cargo install --path ."];

/// What the reader types when `art21 init` asks.
const ANSWERS: &str = "de\nJane Roe\nDE\nNW\nHeidestraße 17\n51147\nKöln\n\n\nyes\n\
                       linkedin.com/in/jane-roe\njane@example.org\n\njob-search\n\n\n\n\n\n";

fn readme() -> String {
    support::read(support::root("README.md"))
}

/// The lines of the indented blocks, the pictures of a shell.
fn blocks(readme: &str) -> Vec<&str> {
    readme.lines().filter_map(|line| line.strip_prefix("    ")).map(str::trim).collect()
}

/// What stands between backticks and is a command: `art21 letter`.
fn inline(readme: &str) -> Vec<&str> {
    let code = readme.split('`').skip(1).step_by(2);
    code.filter(|code| code.starts_with("art21 ") || code.starts_with("cargo ")).collect()
}

/// What to run for a command of the README; nothing for those of [`NOT_RUN`].
fn arguments(command: &str) -> Option<Vec<&str>> {
    if NOT_RUN.contains(&command) {
        return None;
    }
    let arguments = command
        .strip_prefix("art21 ")
        .or_else(|| command.strip_prefix("cargo run --release -- "))
        .unwrap_or_else(|| panic!("`{command}` is neither art21 nor known not to be run"));
    Some(arguments.split(' ').collect())
}

#[test]
fn every_command_in_a_block_runs_in_the_order_of_the_readme() {
    let readme = readme();
    let folder = TempDir::new().unwrap();
    let starter = folder.path().join("templates/starter");
    fs::create_dir_all(&starter).unwrap();
    for entry in fs::read_dir(support::root("templates/starter")).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, starter.join(path.file_name().unwrap())).unwrap();
    }
    let commands = blocks(&readme);
    assert!(commands.len() > 10, "{commands:?}");
    for command in commands {
        let Some(arguments) = arguments(command) else { continue };
        let mut child = Command::new(env!("CARGO_BIN_EXE_art21"))
            .args(arguments)
            .current_dir(folder.path())
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // Only `init` hears it.
        let _ = child.stdin.take().unwrap().write_all(ANSWERS.as_bytes());
        let output = child.wait_with_output().unwrap();
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{command}: {err}");
    }
    for file in ["widerspruch-linkedin-erika-mustermann.pdf", "art21.toml", "my-templates"] {
        assert!(readme.contains(file), "{file}");
        assert!(folder.path().join(file).exists(), "{file}");
    }
}

#[test]
fn every_command_between_the_lines_is_one_that_the_program_knows() {
    let readme = readme();
    for command in inline(&readme) {
        let Some(mut arguments) = arguments(command) else { continue };
        if arguments[0] != "help" {
            arguments.push("--help");
        }
        let status = Command::new(env!("CARGO_BIN_EXE_art21")).args(&arguments).output().unwrap();
        assert!(status.status.success(), "{command}");
    }
}

#[test]
fn what_is_not_run_stands_there() {
    let readme = readme();
    for command in NOT_RUN {
        assert!(blocks(&readme).contains(&command) || inline(&readme).contains(&command));
    }
}

#[test]
fn the_table_of_commands_says_what_the_help_says() {
    let readme = readme();
    let rows: Vec<(&str, &str)> = readme
        .lines()
        .filter_map(|line| line.strip_prefix("| `art21 ")?.strip_suffix(" |")?.split_once("` | "))
        .collect();
    let help = support::read(support::root("tests/cli/help/art21.txt"));
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let listed: Vec<(&str, &str)> = commands
        .lines()
        .filter_map(|line| line.trim().split_once(' '))
        .map(|(name, about)| (name, about.trim()))
        .filter(|(name, _)| *name != "help")
        .collect();
    assert_eq!(rows, listed);
}

#[test]
fn its_files_numbers_and_days_are_true() {
    let readme = readme();
    for link in readme.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
        assert!(link.starts_with("https://") || support::root(link).exists(), "{link}");
    }
    let cargo = support::read(support::root("Cargo.toml"));
    assert!(cargo.contains("rust-version = \"1.91\"") && readme.contains(" 1.91 or newer"));
    assert!(readme.contains(&format!("After {} days", art21::texts::origin::FRESH)));
    let texts = support::texts();
    let linkedin = texts.controller("linkedin").unwrap();
    let english = texts.locale(art21::language::Language::ENGLISH).unwrap();
    let notice = linkedin.purposes.iter().find(|purpose| purpose.id == "ai-training").unwrap();
    let seen = english.format_date(notice.origin.checked).replace('\u{a0}', " ");
    assert!(readme.replace('\n', " ").contains(&format!("seen on {seen}")), "{seen}");
    let title = notice.origin.source.rsplit("effective ").next().unwrap();
    assert!(readme.replace('\n', " ").contains(&format!("Notice of {title}")), "{title}");
}
