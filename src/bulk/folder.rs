//! The folder of a run: what is in it and under which names.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ours::is_ours;
use super::part::Part;
use super::run::Outcome;
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

/// What the letters of a run depend on; kept with them, so that a run that goes on after midnight makes
/// the same letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The day that stands on the letters.
    pub date: NaiveDate,
    /// The version of the program.
    pub version: String,
    /// SHA-256 of the roster.
    pub roster: String,
    /// SHA-256 of the config; empty where there is none.
    #[serde(default)]
    pub config: String,
    /// As what each letter is written, and what of the roster is read.
    #[serde(default)]
    pub how: String,
    /// How many letters there are, once all of them are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letters: Option<usize>,
    /// Which part of it; all of it where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Part>,
}

impl Plan {
    /// A run that begins.
    pub fn new(roster: String, today: NaiveDate, part: Option<Part>) -> Plan {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let (config, how) = (String::new(), String::new());
        Plan { date: today, version, roster, config, how, letters: None, part }
    }

    /// With the date of the first run in a folder, which the letters there have.
    ///
    /// # Errors
    ///
    /// A `run.toml` that cannot be read or is none of ours, one of another part of the roster, and an
    /// index or sums of somebody else's.
    pub fn in_folder(self, folder: &Path) -> Result<Plan, Problems> {
        let Some(begun) = Plan::read(folder)? else {
            let foreign = [INDEX, SUMS].map(|name| folder.join(name)).into_iter();
            let problem =
                |path: PathBuf| Problem::error("foreign-file").in_file(path.display().to_string());
            let there: Vec<_> = foreign.filter(|path| path.exists()).map(problem).collect();
            return if there.is_empty() { Ok(self) } else { Err(Problems(there)) };
        };
        if begun.part != self.part {
            let problem = Problem::error("other-part").with("part", told(begun.part));
            return Err(problem.in_file(folder.join(RUN).display().to_string()).into());
        }
        Ok(Plan { date: begun.date, ..self })
    }

    /// What was written in a folder; `None` where nothing was.
    ///
    /// # Errors
    ///
    /// A `run.toml` that cannot be read or is none of ours.
    pub(super) fn read(folder: &Path) -> Result<Option<Plan>, Problems> {
        let path = folder.join(RUN);
        if fs::symlink_metadata(&path).is_err() {
            return Ok(None);
        }
        let text = files::read_text(&path, 64 * 1024)?;
        let plan = toml::from_str(&text);
        plan.map(Some)
            .map_err(|_| Problem::error("no-run").in_file(path.display().to_string()).into())
    }

    /// As it stands in a folder.
    pub(super) fn text(&self) -> String {
        // Made of text and numbers alone.
        let fields = toml::to_string(self).unwrap_or_default();
        format!("# What these letters were made from; art21 goes on with it.\n{fields}")
    }
}

fn told(part: Option<Part>) -> String {
    part.map_or_else(|| "1/1".to_owned(), |part| part.to_string())
}

/// Removes what runs that were killed left behind, and nothing else.
///
/// # Errors
///
/// A folder that cannot be read.
pub(super) fn sweep(folder: &Path) -> Result<(), Problems> {
    files::sweep(folder);
    for part in shelves(folder)? {
        files::sweep(&part);
    }
    Ok(())
}

/// The path of a file as one finds it from a folder, with `/`.
pub(super) fn from(folder: &Path, path: &Path) -> String {
    let whole = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let (folder, path) = (whole(folder), whole(path));
    let shared = folder.components().zip(path.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = path.components().skip(shared);
    let down = down.map(|name| name.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// The path of a letter in the folder, with `/`: `letters/47/A21-47PZ-V0SS-HM27-erika-mustermann.pdf`.
/// In each folder are about a thousandth of the letters.
pub(super) fn path(reference: &str, name: &str, format: Format) -> String {
    let first = reference.get(4..6).unwrap_or_default();
    let slug = files::slug(name).map(|slug| format!("-{slug}")).unwrap_or_default();
    format!("{LETTERS}/{first}/{reference}{slug}.{}", format.extension())
}

/// The letters in a folder that no longer belong to the roster: of persons who left it, or under
/// another name. Those of rows that are wrong stay, and so do all files that are none of ours.
///
/// # Errors
///
/// A folder that cannot be read.
pub fn leftovers(folder: &Path, outcome: &Outcome) -> Result<Vec<PathBuf>, Problems> {
    let mut left = Vec::new();
    let is_left = |file: &PathBuf| {
        let stays = |reference| outcome.paths.contains(file) || outcome.others.contains(&reference);
        let is_file = || fs::symlink_metadata(file).is_ok_and(|there| there.is_file());
        reference(file).is_some_and(|reference| !stays(reference)) && is_file() && is_ours(file)
    };
    for part in shelves(folder)? {
        left.extend(entries(&part)?.into_iter().filter(is_left));
    }
    left.sort();
    Ok(left)
}

/// The folders of letters.
fn shelves(folder: &Path) -> Result<Vec<PathBuf>, Problems> {
    let mut shelves = entries(&folder.join(LETTERS))?;
    let is_folder = |path: &Path| fs::symlink_metadata(path).is_ok_and(|there| there.is_dir());
    shelves.retain(|part| part.file_name().is_some_and(|name| name.len() == 2) && is_folder(part));
    Ok(shelves)
}

/// What is in a folder; nothing where there is none.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Problems> {
    match fs::read_dir(folder) {
        Ok(entries) => Ok(entries.filter_map(|entry| Some(entry.ok()?.path())).collect()),
        Err(_) if !folder.exists() => Ok(Vec::new()),
        Err(error) => Err(files::refused(folder, &error).into()),
    }
}

/// The reference in the name of a letter's file.
pub(super) fn reference(path: &Path) -> Option<Reference> {
    let name = path.file_name()?.to_str()?;
    name.get(..18)?.parse().ok().filter(|_| Format::of(path).is_some())
}

/// Refuses what leads out of a folder of letters: a link in the place of one of its folders.
///
/// # Errors
///
/// `not-ours`.
pub(super) fn no_links(shelf: &Path) -> Result<(), Problem> {
    let folders = shelf.ancestors().take(2);
    let is_link = |path: &&Path| fs::symlink_metadata(path).is_ok_and(|there| there.is_symlink());
    match folders.into_iter().find(is_link) {
        Some(link) => Err(Problem::error("link-in-folder").in_file(link.display().to_string())),
        None => Ok(()),
    }
}

/// Begins a run in a folder, or goes on with it; what comes back tells other runs, as long as it is kept,
/// that this one is at work. Several may be at the same work.
///
/// # Errors
///
/// `run-under-way` where another run makes other letters there; what the file system refuses.
pub(super) fn enter(folder: &Path, plan: &Plan) -> Result<Option<File>, Problems> {
    make(folder)?;
    let path = folder.join(RUN);
    let begun = Plan::read(folder)?.map(|plan| Plan { letters: None, ..plan });
    if begun.as_ref() != Some(plan) {
        // By its lock, for a run that was killed is at no work.
        if let Ok(file) = File::open(&path)
            && let Err(TryLockError::WouldBlock) = file.try_lock()
        {
            let problem = Problem::error("run-under-way");
            return Err(problem.in_file(path.display().to_string()).into());
        }
        // An index of other letters would be false until the end of this run.
        for name in [INDEX, SUMS] {
            let _ = fs::remove_file(folder.join(name));
        }
        // First, for what goes on later goes on with this.
        files::whole(&path, plan.text().as_bytes(), true)?;
    }
    // Where a file system knows no locks, nobody is told.
    Ok(File::open(&path).ok().inspect(|file| _ = file.try_lock_shared()))
}

/// Whether a path is that of a file which every run writes into its folder.
pub fn is_reserved(folder: &Path, path: &Path) -> bool {
    let Ok(inside) = path.strip_prefix(folder) else { return false };
    inside.starts_with(LETTERS) || [RUN, INDEX, SUMS].iter().any(|name| inside == Path::new(name))
}

/// Makes a folder and those above it.
///
/// # Errors
///
/// What the file system refuses.
pub(super) fn make(folder: &Path) -> Result<(), Problem> {
    fs::create_dir_all(folder).map_err(|error| {
        let problem = Problem::refusal("folder-not-made").with("reason", files::reason(&error));
        problem.in_file(folder.display().to_string())
    })
}
