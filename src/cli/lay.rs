//! Lays several files down in a folder: where one of them cannot be written, none is.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::session::Session;
use super::stop::Stop;
use crate::files;
use crate::problem::{Problem, Problems};

/// Writes files by their path below `folder`. Where one of them is there with other content and
/// `replace` is not given, or where something else is in its place, all such are named and nothing
/// is written. A disk that is full in the middle leaves whole files, and the rest for another run.
pub(super) fn files(
    session: &mut Session,
    folder: &Path,
    files: Vec<(PathBuf, Vec<u8>)>,
    replace: bool,
) -> Result<(), Stop> {
    let mut problems = Problems::default();
    for (path, bytes) in &files {
        let path = folder.join(path);
        problems.0.extend(in_the_way(&path, bytes, replace));
    }
    if problems.has_errors() {
        return Err(problems.into());
    }
    let mut rows = Vec::new();
    for (path, bytes) in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| {
                let problem =
                    Problem::refusal("folder-not-made").with("reason", files::reason(&error));
                problem.in_file(parent.display().to_string())
            })?;
        }
        let written = files::whole(&path, &bytes, replace)?;
        rows.push(json!({
            "file": written.path.display().to_string(),
            "sha256": written.sha256,
            "bytes": written.bytes,
        }));
    }
    session.add("files", rows.into());
    Ok(())
}

/// What keeps a file from being written. What is no file is not opened: a pipe would be waited for.
fn in_the_way(path: &Path, bytes: &[u8], replace: bool) -> Option<Problem> {
    let name = path.display().to_string();
    match fs::metadata(path) {
        Ok(there) if there.is_dir() => Some(Problem::refusal("target-is-folder").in_file(name)),
        Ok(there) if !there.is_file() => Some(Problem::error("file-exists").in_file(name)),
        Ok(_) if replace => None,
        Ok(there) => {
            // Of another length it has other content.
            let same = there.len() == bytes.len() as u64;
            let same = same && fs::read(path).is_ok_and(|there| there == bytes);
            (!same).then(|| Problem::error("file-exists").in_file(name))
        }
        // Nothing is there, or nothing can be: that says whoever makes it.
        Err(_) => None,
    }
}
