//! Writes the letters of a roster that was checked.

use std::collections::HashSet;
use std::fs;
use std::io::{self, BufWriter, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::check::Checked;
use super::crew;
use super::folder::{self, INDEX, Plan, RUN, SUMS};
use super::index::{Entry, Index};
use super::maker::{Bench, Maker};
use crate::case::Case;
use crate::files::{self, Draft, State};
use crate::input::roster::{Cells, Roster, RowReader};
use crate::language::Language;
use crate::output::Format;
use crate::problem::{Problem, Problems};

/// Where and as what letters are written.
pub struct Target<'a> {
    /// The folder.
    pub folder: &'a Path,
    /// As what, each letter once.
    pub formats: &'a [Format],
    /// What the letters depend on.
    pub plan: &'a Plan,
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Letters that are there now.
    pub letters: usize,
    /// Files that were written.
    pub written: usize,
    /// Files that were right already.
    pub unchanged: usize,
    /// The paths of all letters.
    pub paths: HashSet<PathBuf>,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

/// A letter that is there.
#[derive(Debug)]
pub struct Letter {
    /// Its reference.
    pub reference: String,
    /// Its language.
    pub language: Language,
    /// How many pages it has.
    pub pages: usize,
    /// Its files, in the order of the formats.
    pub files: Vec<Written>,
    case: Case,
}

/// A file of a letter.
#[derive(Debug)]
pub struct Written {
    /// What it is.
    pub format: Format,
    /// The path in the folder of the run, with `/`.
    pub path: String,
    /// SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
    /// How many bytes it has.
    pub bytes: u64,
    state: State,
}

/// Writes the letters of the rows that are right, then the index and the sums. `each` hears of
/// every letter.
///
/// # Errors
///
/// `roster-changed` where a row is no longer what was checked; what the file system refuses. Letters
/// that were written before are whole.
pub fn write(
    roster: Roster,
    checked: &Checked,
    reader: &RowReader<'_>,
    bench: &Bench<'_>,
    target: &Target<'_>,
    each: &mut dyn FnMut(&Letter),
    stopped: &(dyn Fn() -> bool + Sync),
) -> Result<Outcome, Problems> {
    let at = |name: &str| target.folder.join(name);
    fs::create_dir_all(target.folder).map_err(|error| not_made(target.folder, &error))?;
    // First, for what goes on later goes on with this.
    files::whole(&at(RUN), target.plan.text().as_bytes(), true)?;
    let mut outcome = Outcome::default();
    let mut failed: Option<Problems> = None;
    let mut index = Index::begin(BufWriter::new(Draft::beside(&at(INDEX))?))
        .map_err(|error| refused(&at(INDEX), &error))?;
    let mut sums = BufWriter::new(Draft::beside(&at(SUMS))?);

    let changed = || Problems::from(Problem::error("roster-changed").in_file(reader.name()));
    let mut expected = checked.rows.iter();
    let rows = roster.filter_map(|row| {
        let checked = expected.next();
        match (row, checked) {
            (Ok(_), Some(checked)) if !checked.right => None,
            (Ok(cells), Some(checked)) => Some(Ok((cells, checked))),
            _ => Some(Err(())),
        }
    });
    let work = |maker: &mut Maker<'_>, row: Result<(Cells, &super::check::Row), ()>| {
        let (cells, checked) = row.map_err(|()| changed())?;
        let person = reader.person(&cells);
        if person.seal != checked.seal {
            return Err(changed());
        }
        let made = maker
            .letter(&person, target.formats)
            .map_err(|wrong| reader.pointed(&person, wrong))?;
        let mut files = Vec::with_capacity(made.files.len());
        for (format, bytes) in &made.files {
            let path = folder::path(&made.reference, &person.config.case.sender.name, *format);
            let full = target.folder.join(&path);
            if let Some(parent) = full.parent() {
                fs::create_dir_all(parent).map_err(|error| not_made(parent, &error))?;
            }
            let written = files::unsettled(&full, bytes)?;
            let files::Written { sha256, bytes, state, .. } = written;
            files.push(Written { format: *format, path, sha256, bytes, state });
        }
        let (reference, pages, case) = (made.reference, made.pages, person.config.case);
        Ok(Letter { reference, language: case.language, pages, files, case })
    };
    crew::in_order(
        rows,
        || Maker::new(bench),
        work,
        |letter: Result<Letter, Problems>| {
            let letter = match letter {
                Ok(letter) => letter,
                Err(problems) => {
                    failed.get_or_insert(problems);
                    return ControlFlow::Break(());
                }
            };
            for Written { path: file, sha256, state, .. } in &letter.files {
                match state {
                    State::Unchanged => outcome.unchanged += 1,
                    State::New | State::Replaced => outcome.written += 1,
                }
                let (reference, pages) = (letter.reference.as_str(), letter.pages);
                let entry = Entry { reference, case: &letter.case, file, sha256, pages };
                let told =
                    index.add(&entry).map_err(|error| refused(&at(INDEX), &error)).and_then(|()| {
                        let line = writeln!(sums, "{sha256}  {file}");
                        line.map_err(|error| refused(&at(SUMS), &error))
                    });
                if let Err(problem) = told {
                    failed.get_or_insert(problem.into());
                }
                outcome.paths.insert(target.folder.join(file));
            }
            outcome.letters += 1;
            each(&letter);
            outcome.stopped |= stopped();
            match failed.is_some() || outcome.stopped {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        },
    );
    match failed {
        Some(problems) => return Err(problems),
        // An index of some of the letters would be false.
        None if outcome.letters < checked.letters() => {
            if !outcome.stopped {
                return Err(changed());
            }
            return Ok(outcome);
        }
        None => {}
    }
    outcome.stopped = false;
    let index = index.end().map_err(|error| refused(&at(INDEX), &error))?;
    for (draft, name) in [(index, INDEX), (sums, SUMS)] {
        let draft = draft.into_inner().map_err(|error| refused(&at(name), error.error()))?;
        draft.settle(&at(name))?;
    }
    Ok(outcome)
}

fn not_made(folder: &Path, error: &io::Error) -> Problem {
    let problem = Problem::refusal("folder-not-made").with("reason", files::reason(error));
    problem.in_file(folder.display().to_string())
}

fn refused(path: &Path, error: &io::Error) -> Problem {
    files::refusal(error).in_file(path.display().to_string())
}
