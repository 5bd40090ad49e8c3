//! The folder of a run: what is in it and under which names.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::case::reference::Reference;
use crate::files;
use crate::output::Format;
use crate::problem::{Problem, Problems};

/// Where the run is described.
pub const RUN: &str = "run.toml";
/// The folder of the letters.
pub(super) const LETTERS: &str = "letters";
/// The index.
pub(super) const INDEX: &str = "index.csv";
/// The sums, as `sha256sum -c` reads them.
pub(super) const SUMS: &str = "SHA256SUMS";

/// What the letters of a run depend on beside the roster and the config; kept with them, so that a
/// run that goes on after midnight makes the same letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The day that stands on the letters where the config gives none.
    pub date: NaiveDate,
    /// The version of the program.
    pub version: String,
    /// SHA-256 of the roster.
    pub roster: String,
}

impl Plan {
    /// The plan of a run that was begun in a folder with the same roster, else a new one.
    ///
    /// # Errors
    ///
    /// A `run.toml` that cannot be read or is none of ours.
    pub fn of(folder: &Path, roster: String, today: NaiveDate) -> Result<Plan, Problems> {
        let new = Plan { date: today, version: env!("CARGO_PKG_VERSION").to_owned(), roster };
        let path = folder.join(RUN);
        if fs::symlink_metadata(&path).is_err() {
            return Ok(new);
        }
        let text = files::read_text(&path, 64 * 1024)?;
        let Ok(begun) = toml::from_str::<Plan>(&text) else {
            let problem = Problem::error("no-run").in_file(path.display().to_string());
            return Err(problem.into());
        };
        let goes_on = begun.roster == new.roster;
        Ok(if goes_on { Plan { date: begun.date, ..new } } else { new })
    }

    pub(super) fn text(&self) -> String {
        format!(
            "# What these letters were made from; art21 goes on with it.\n\
             date = \"{}\"\nversion = \"{}\"\nroster = \"{}\"\n",
            self.date, self.version, self.roster
        )
    }
}

/// The path of a letter in the folder, with `/`: `letters/47/A21-47PZ-V0SS-HM27-erika-mustermann.pdf`.
/// In each folder are about a thousandth of the letters.
pub(super) fn path(reference: &str, name: &str, format: Format) -> String {
    let first = reference.get(4..6).unwrap_or_default();
    let slug = files::slug(name).map(|slug| format!("-{slug}")).unwrap_or_default();
    format!("{LETTERS}/{first}/{reference}{slug}.{}", format.extension())
}

/// The letters in a folder that are not among `kept`, the paths of a run: of persons who are no
/// longer in the roster, or have another name. Files that are none of ours are not looked at.
///
/// # Errors
///
/// A folder that cannot be read.
pub fn leftovers(folder: &Path, kept: &HashSet<PathBuf>) -> Result<Vec<PathBuf>, Problems> {
    let letters = folder.join(LETTERS);
    let mut left = Vec::new();
    let entries = |folder: &Path| -> Result<Vec<PathBuf>, Problems> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(_) if !folder.exists() => return Ok(Vec::new()),
            Err(error) => return Err(files::refused(folder, &error).into()),
        };
        Ok(entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
    };
    for part in entries(&letters)? {
        if part.file_name().is_none_or(|name| name.len() != 2) || !part.is_dir() {
            continue;
        }
        for file in entries(&part)? {
            if is_letter(&file) && !kept.contains(&file) {
                left.push(file);
            }
        }
    }
    left.sort();
    Ok(left)
}

/// Whether the name of a file is that of a letter.
fn is_letter(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let reference = name.get(..18).and_then(|reference| reference.parse::<Reference>().ok());
    Format::of(path).is_some() && reference.is_some() && path.is_file()
}
