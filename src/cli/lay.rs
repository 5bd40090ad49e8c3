//! Lays several files down in a folder: all of them or none.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::session::Session;
use super::stop::Stop;
use crate::files;
use crate::problem::{Problem, Problems};

/// Writes files by their path below `folder`. Where one of them is there with other content and
/// `replace` is not given, all such are named and nothing is written.
pub(super) fn files(
    session: &mut Session,
    folder: &Path,
    files: Vec<(PathBuf, Vec<u8>)>,
    replace: bool,
) -> Result<(), Stop> {
    let mut problems = Problems::default();
    for (path, bytes) in files.iter().filter(|_| !replace) {
        let path = folder.join(path);
        if fs::read(&path).is_ok_and(|there| there != *bytes) {
            problems.push(Problem::error("file-exists").in_file(path.display().to_string()));
        }
    }
    if problems.has_errors() {
        return Err(problems.into());
    }
    let mut rows = Vec::new();
    for (path, bytes) in files {
        let path = folder.join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| {
                let problem = Problem::error("folder-not-made").with("reason", error);
                problem.in_file(parent.display().to_string())
            })?;
        }
        let written = files::whole(&path, &bytes, replace).map_err(Stop::Refused)?;
        rows.push(json!({
            "file": written.path.display().to_string(),
            "sha256": written.sha256,
            "bytes": written.bytes,
        }));
    }
    session.add("files", rows.into());
    Ok(())
}
