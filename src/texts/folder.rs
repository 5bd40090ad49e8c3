//! The user's own folder over the embedded templates: a file of the same path replaces.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Template;
use crate::files;
use crate::problem::{Problem, Problems};

/// The most files and folders that are looked at: a folder of templates has some fifty, and who
/// named another one, `/` perhaps, is not to wait.
const MOST: usize = 2000;

/// The most problems that are named one by one.
const NAMED: usize = 20;

/// The largest template, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// Reads every file below `root`, by its path relative to it with `/` on every system. Hidden files
/// are the editor's or the system's and are passed over.
///
/// What cannot be read, or is no UTF-8, is a problem.
pub(super) fn read(root: &Path, problems: &mut Problems) -> BTreeMap<String, Template> {
    let name = || root.display().to_string();
    match fs::metadata(root).and_then(|there| Ok((there, fs::canonicalize(root)?))) {
        Ok((there, real)) if there.is_dir() => {
            let mut walk = Walk { real, ..Walk::default() };
            let all = walk.folder(root, "");
            let mut wrong = walk.problems;
            if wrong.0.len() > NAMED {
                let further = wrong.0.split_off(NAMED).len();
                let further = Problem::error("more-problems").with("count", further);
                wrong.push(further.in_file(name()));
            }
            if !all {
                let problem = Problem::error("texts-too-many").with("most", MOST);
                wrong.push(problem.in_file(name()));
            }
            problems.0.extend(wrong.0);
            return walk.found;
        }
        Ok(_) => problems.push(Problem::error("not-a-folder").with("folder", name())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            problems.push(Problem::error("folder-missing").with("folder", name()));
        }
        Err(error) => problems.push(files::refused(root, &error)),
    }
    BTreeMap::new()
}

/// A way through a folder.
#[derive(Default)]
struct Walk {
    found: BTreeMap<String, Template>,
    problems: Problems,
    /// The real path of the folder that it began with.
    real: PathBuf,
    /// The real paths of the folders that links led to.
    linked: BTreeSet<PathBuf>,
    /// How many files and folders were looked at.
    seen: usize,
}

impl Walk {
    /// Reads a folder, whose path below the first one is `below`. Whether there were not too many.
    fn folder(&mut self, folder: &Path, below: &str) -> bool {
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        let mut entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                self.problems.push(files::refused(folder, &error));
                return true;
            }
        };
        // The order of a folder is the file system's; that of the problems is ours.
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            // A name that is no UTF-8 is none of ours: it stays as it is shown, and is unknown.
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            self.seen += 1;
            let key = if below.is_empty() { name } else { format!("{below}/{name}") };
            if self.seen > MOST || !self.entry(&entry.path(), key) {
                return false;
            }
        }
        true
    }

    /// Whether a link leads to what is read anyway, or further up: followed, it would go in circles.
    fn is_loop(&mut self, link: &Path) -> bool {
        let Ok(real) = fs::canonicalize(link) else { return true };
        real.starts_with(&self.real) || self.real.starts_with(&real) || !self.linked.insert(real)
    }

    fn entry(&mut self, path: &Path, key: String) -> bool {
        match fs::metadata(path) {
            Ok(kind) if kind.is_dir() => {
                if !is_link(path) || !self.is_loop(path) {
                    return self.folder(path, &key);
                }
                self.wrong(Problem::error("texts-loop"), path);
            }
            Ok(kind) if kind.is_file() => match text(path) {
                Ok(text) => {
                    self.found.insert(key, Template { name: path.display().to_string(), text });
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
        true
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

/// A text with line ends as ours are. What is neither Markdown nor TOML is not read: nothing uses
/// it, and it may be a picture.
fn text(path: &Path) -> Result<String, Problems> {
    if !path.extension().is_some_and(|kind| kind == "md" || kind == "toml") {
        return Ok(String::new());
    }
    Ok(files::read_text(path, LARGEST)?.replace("\r\n", "\n"))
}
