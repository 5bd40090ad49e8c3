//! What the other modules share: comparing with references, the catalogue, a day.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use art21::input::{self, Config};
use art21::problem::{Problems, Source};
use art21::texts::Texts;
use chrono::NaiveDate;

/// A path in the repository.
pub(crate) fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of a file of the repository.
#[track_caller]
pub(crate) fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    fs::read_to_string(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The day on which the tests take place.
pub(crate) fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()
}

/// The catalogue as shipped.
#[track_caller]
pub(crate) fn texts() -> Texts {
    Texts::load(None).unwrap_or_else(|problems| panic!("the catalogue is wrong: {problems:#?}"))
}

/// A text with a name.
pub(crate) fn source(name: &str, text: &str) -> Arc<Source> {
    Arc::new(Source::new(name, text))
}

/// A config without errors and its warnings; or all that is wrong with it.
pub(crate) fn config(text: &str, texts: &Texts) -> Result<(Config, Problems), Problems> {
    let (config, problems) = input::config::read(&source("art21.toml", text), texts, today())?;
    if problems.has_errors() { Err(problems) } else { Ok((config, problems)) }
}

/// Compares with the whole reference at `path`, relative to the repository. A missing reference
/// fails. With `UPDATE=1` in the environment the reference is rewritten and the test fails all the
/// same, so that a reference never blesses itself.
#[track_caller]
pub(crate) fn compare(path: impl AsRef<Path>, actual: impl AsRef<[u8]>) {
    let actual = actual.as_ref();
    let path = root("").join(path);
    let expected = fs::read(&path).ok();
    if expected.as_deref() == Some(actual) {
        return;
    }
    let name = path.display();
    if env::var_os("UPDATE").is_some_and(|update| update == "1") {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).unwrap();
        }
        fs::write(&path, actual).unwrap();
        panic!("{name} is rewritten: look at what changed, then run again without UPDATE");
    }
    let Some(expected) = expected else {
        panic!("{name} is missing: UPDATE=1 cargo test writes it");
    };
    match (std::str::from_utf8(&expected), std::str::from_utf8(actual)) {
        (Ok(expected), Ok(actual)) => panic!("{name} differs\n{}", difference(expected, actual)),
        _ => panic!("{name} differs: {} bytes became {}", expected.len(), actual.len()),
    }
}

/// The first line that differs, and what stands around it.
fn difference(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (expected.lines().collect(), actual.lines().collect());
    let first = (0..).find(|i| old.get(*i) != new.get(*i) || *i >= old.len().max(new.len()));
    let from = first.unwrap_or_default();
    let part = |sign: char, lines: &[&str]| {
        lines.iter().skip(from).take(8).map(|line| format!("{sign} {line}\n")).collect::<String>()
    };
    format!(
        "from line {}:\n{}{}({} bytes became {})",
        from + 1,
        part('-', &old),
        part('+', &new),
        expected.len(),
        actual.len()
    )
}
