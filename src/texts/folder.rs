//! The user's own folder over the embedded templates: a file of the same path replaces.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use super::Template;
use crate::problem::{Problem, Problems};

/// Folders within folders are followed this far, so that a loop of links ends.
const DEPTH: usize = 8;

/// Reads every file below `root`, by its path relative to it with `/` on every system. Hidden files
/// are the editor's or the system's and are passed over.
///
/// What cannot be read, or is no UTF-8, is a problem.
pub(super) fn read(root: &Path, problems: &mut Problems) -> BTreeMap<String, Template> {
    let mut found = BTreeMap::new();
    walk(root, "", DEPTH, &mut found, problems);
    found
}

fn walk(
    folder: &Path,
    below: &str,
    depth: usize,
    found: &mut BTreeMap<String, Template>,
    problems: &mut Problems,
) {
    let mut entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
        Ok(entries) => entries,
        Err(error) => return problems.push(unreadable(folder, &error)),
    };
    // The order of a folder is the file system's; that of the problems is ours.
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        // A name that is no UTF-8 is none of ours: it stays as it is shown, and is unknown.
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = entry.path();
        let key = if below.is_empty() { name } else { format!("{below}/{name}") };
        match fs::metadata(&path) {
            Ok(kind) if kind.is_dir() && depth > 0 => walk(&path, &key, depth - 1, found, problems),
            Ok(kind) if kind.is_file() => match text(&path) {
                Ok(text) => {
                    found.insert(key, Template { name: path.display().to_string(), text });
                }
                Err(problem) => problems.push(problem),
            },
            // A pipe or a device would be waited for; a folder this deep is a loop.
            Ok(_) => {
                problems.push(unreadable(&path, &io::Error::other("neither a file nor a folder")));
            }
            Err(error) => problems.push(unreadable(&path, &error)),
        }
    }
}

/// A text without byte order mark and with line ends as ours are. What is neither Markdown nor TOML
/// is not read: nothing uses it, and it may be a picture.
fn text(path: &Path) -> Result<String, Problem> {
    if !path.extension().is_some_and(|kind| kind == "md" || kind == "toml") {
        return Ok(String::new());
    }
    let bytes = fs::read(path).map_err(|error| unreadable(path, &error))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = good.iter().filter(|&&byte| byte == b'\n').count() + 1;
        Problem::error("texts-not-utf8")
            .with("file", path.display())
            .with("line", line)
            .in_file(path.display().to_string())
    })?;
    Ok(text.trim_start_matches('\u{FEFF}').replace("\r\n", "\n"))
}

fn unreadable(path: &Path, why: &io::Error) -> Problem {
    Problem::error("texts-unreadable")
        .with("file", path.display())
        .with("why", why)
        .in_file(path.display().to_string())
}
