//! The user's own folder over the embedded templates: a file of the same path replaces.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Template;
use crate::files;
use crate::problem::{Problem, Problems, Source};

/// The most files and folders that are looked at: a folder of templates has some fifty, and who
/// named another one, `/` perhaps, is not to wait.
const MOST: usize = 2000;

/// The most problems that are named one by one.
const NAMED: usize = 20;

/// The largest template, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// The most bytes of all templates together; ours have a tenth of a mebibyte.
const TOGETHER: u64 = 16 * 1024 * 1024;

/// Reads every file below `root`, by its path relative to it with `/` on every system. Hidden files
/// are the editor's or the system's and are passed over.
///
/// What cannot be read, or is no UTF-8, is a problem.
pub(super) fn read(root: &Path, problems: &mut Problems) -> BTreeMap<String, Template> {
    let name = || root.display().to_string();
    match fs::metadata(root).and_then(|there| Ok((there, fs::canonicalize(root)?))) {
        Ok((there, real)) if there.is_dir() => {
            let mut walk = Walk { left: TOGETHER, ..Walk::default() };
            let stopped = walk.folder(root, real, "").err();
            let mut wrong = walk.problems;
            if wrong.0.len() > NAMED {
                let further = wrong.0.split_off(NAMED).len();
                let further = Problem::error("more-problems").with("count", further);
                wrong.push(further.in_file(name()));
            }
            wrong.0.extend(stopped.map(|problem| problem.in_file(name())));
            problems.0.extend(wrong.0);
            return walk.found;
        }
        Ok(_) => problems.push(Problem::error("not-a-folder").with("folder", name())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            problems.push(Problem::error("templates-missing").with("folder", name()));
        }
        Err(error) => problems.push(files::refused(root, &error)),
    }
    BTreeMap::new()
}

/// A way through a folder. What ends it is what there is too much of.
#[derive(Default)]
struct Walk {
    found: BTreeMap<String, Template>,
    problems: Problems,
    /// The real paths of the folders that it is in.
    inside: Vec<PathBuf>,
    /// How many files and folders were looked at.
    seen: usize,
    /// How many bytes may yet be read.
    left: u64,
}

impl Walk {
    /// Reads a folder, which is really at `real`, and whose path below the first one is `below`.
    fn folder(&mut self, folder: &Path, real: PathBuf, below: &str) -> Result<(), Problem> {
        // One more than there may be shows that there are too many.
        let entries = fs::read_dir(folder)
            .and_then(|entries| entries.take(MOST + 1 - self.seen).collect::<io::Result<Vec<_>>>());
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                self.problems.push(files::refused(folder, &error));
                return Ok(());
            }
        };
        self.inside.push(real);
        // The order of a folder is the file system's; that of the problems is ours.
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            self.seen += 1;
            if self.seen > MOST {
                return Err(Problem::error("texts-too-many").with("most", MOST));
            }
            // A name that is no UTF-8 is none of ours: it stays as it is shown, and is unknown.
            let name = entry.file_name().to_string_lossy().into_owned();
            if !name.starts_with('.') {
                let key = if below.is_empty() { name } else { format!("{below}/{name}") };
                self.entry(&entry.path(), key)?;
            }
        }
        self.inside.pop();
        Ok(())
    }

    fn entry(&mut self, path: &Path, key: String) -> Result<(), Problem> {
        match fs::metadata(path) {
            Ok(kind) if kind.is_dir() && is_text(path) => {
                self.wrong(Problem::error("file-is-folder"), path);
            }
            Ok(kind) if kind.is_dir() => match fs::canonicalize(path) {
                // A link to a folder that the walk is in, or further up, would go in circles.
                Ok(real) if !self.inside.iter().any(|folder| folder.starts_with(&real)) => {
                    return self.folder(path, real, &key);
                }
                _ => self.wrong(Problem::error("texts-loop"), path),
            },
            Ok(kind) if kind.is_file() => match text(path, self.left) {
                Ok(text) => {
                    self.left = self.left.saturating_sub(text.len() as u64);
                    self.found.insert(key, Template { name: path.display().to_string(), text });
                }
                Err(wrong)
                    if wrong.0.iter().any(|p| p.code == "file-too-large")
                        && self.left < LARGEST =>
                {
                    return Err(Problem::error("texts-too-large").with("limit", "16 MiB"));
                }
                Err(wrong) => self.problems.0.extend(wrong.0),
            },
            // A pipe or a device would be waited for.
            Ok(_) => self.wrong(Problem::error("texts-not-a-file"), path),
            // What else a link can have that leads to something: it leads to itself.
            Err(error) if is_link(path) && !is_usual(&error) => {
                self.wrong(Problem::error("texts-loop"), path);
            }
            Err(error) => self.problems.push(files::refused(path, &error)),
        }
        Ok(())
    }

    fn wrong(&mut self, problem: Problem, path: &Path) {
        self.problems.push(problem.in_file(path.display().to_string()));
    }
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|kind| kind.is_symlink())
}

fn is_usual(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied)
}

/// What is neither Markdown nor TOML is not read: nothing uses it, and it may be a picture.
fn is_text(path: &Path) -> bool {
    path.extension().is_some_and(|kind| kind == "md" || kind == "toml")
}

/// A text with line ends as ours are, at most `left` bytes long.
fn text(path: &Path, left: u64) -> Result<String, Problems> {
    if !is_text(path) {
        return Ok(String::new());
    }
    let text = files::read_text(path, left.min(LARGEST))?.replace("\r\n", "\n");
    // On paper it would be nothing, and in a text it could steer the reader's terminal.
    let control = |text: &str| text.find(|c: char| c.is_control() && !matches!(c, '\n' | '\t'));
    let found = match control(&text) {
        Some(at) => text[at..].chars().next().map(|c| (c, at..at + c.len_utf8())),
        // What is no TOML is said where it is read.
        None if path.extension().is_some_and(|kind| kind == "toml") => DeTable::parse(&text)
            .ok()
            .and_then(|root| root.get_ref().values().find_map(|value| escaped(value, &control))),
        None => None,
    };
    let Some((c, span)) = found else { return Ok(text) };
    let source = Arc::new(Source::new(path.display().to_string(), text));
    let character = format!("U+{:04X}", u32::from(c));
    Err(Problem::error("texts-control").with("character", character).at(&source, span).into())
}

/// The first control character that a value of TOML has by an escape (`\u001B`), and the value's
/// place.
fn escaped(
    value: &Spanned<DeValue<'_>>,
    control: &impl Fn(&str) -> Option<usize>,
) -> Option<(char, Range<usize>)> {
    match value.get_ref() {
        DeValue::String(text) => Some((text[control(text)?..].chars().next()?, value.span())),
        DeValue::Array(items) => items.iter().find_map(|item| escaped(item, control)),
        DeValue::Table(table) => table.values().find_map(|item| escaped(item, control)),
        _ => None,
    }
}
