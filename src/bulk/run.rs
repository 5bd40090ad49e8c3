//! Writes the letters of a roster that was checked.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::check::Checked;
use super::crew;
use super::folder::{self, Plan, RUN};
use super::index::Entry;
use super::maker::{Bench, Made, Maker, Wanted};
use super::printer::{Printer, Printing};
use super::spool::Spool;
use crate::case::reference::Reference;
use crate::files::{self, Archive, State};
use crate::input::Config;
use crate::input::roster::{Cells, Roster, RowReader};
use crate::language::Language;
use crate::output::Format;
use crate::output::pdf::Drawn;
use crate::problem::{Problem, Problems};

/// Where and as what letters are written.
pub struct Target<'a> {
    /// The folder of the index, the sums and the letters.
    pub folder: Option<&'a Path>,
    /// As what each letter is written.
    pub formats: &'a [Format],
    /// Whether each is a file of the folder.
    pub letters: bool,
    /// What is to be printed.
    pub printing: Option<Printing<'a>>,
    /// Where an archive of the letters goes.
    pub archive: Option<&'a Path>,
    /// The list that goes with a parcel of all letters.
    pub consigning: Option<Consigning<'a>>,
    /// What the letters depend on.
    pub plan: &'a Plan,
}

/// A list of all letters that goes with them in one parcel.
#[derive(Debug, Clone, Copy)]
pub struct Consigning<'a> {
    /// Where it goes.
    pub path: &'a Path,
    /// Its day, its language, and who it goes to.
    pub base: &'a Config,
}

/// What came of a run.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Letters that were made.
    pub letters: usize,
    /// Files of letters that were written.
    pub written: usize,
    /// Files of letters that were right already.
    pub unchanged: usize,
    /// The paths of all files of letters.
    pub paths: HashSet<PathBuf>,
    /// The references of the roster whose letters were made as no files.
    pub others: HashSet<Reference>,
    /// The files that hold many letters: for the printer, the archive.
    pub together: Vec<PathBuf>,
    /// The number of the list that goes with a parcel.
    pub consignment: Option<String>,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

/// A letter that was made.
#[derive(Debug)]
pub struct Letter {
    /// Its reference.
    pub reference: String,
    /// Its language.
    pub language: Language,
    /// How many pages it has.
    pub pages: usize,
    /// Its files, in the order of the formats; none where it is only printed.
    pub files: Vec<Written>,
}

/// A file of a letter.
#[derive(Debug)]
pub struct Written {
    /// What it is.
    pub format: Format,
    /// The path in the folder of the run or in the archive, with `/`.
    pub path: String,
    /// SHA-256 in lower-case hexadecimal digits.
    pub sha256: String,
    /// How many bytes it has.
    pub bytes: u64,
}

/// Who hears of the work, and may end it.
pub struct Watch<'a> {
    /// Hears of every letter, in the order of the roster where that is the order of the work. Where
    /// letters are printed and archived, which are two orders, it hears of each twice.
    pub each: &'a mut dyn FnMut(&Letter),
    /// Whether to stop after what is in hand.
    pub stopped: &'a (dyn Fn() -> bool + Sync),
}

/// What is made of the rows of a roster.
pub struct Run<'a> {
    /// Where the roster is.
    pub roster: &'a Path,
    /// The rows that were checked.
    pub checked: &'a Checked,
    /// What reads them.
    pub reader: &'a RowReader<'a>,
    /// What makes the letters.
    pub bench: &'a Bench<'a>,
    /// What is wanted.
    pub target: Target<'a>,
}

/// The order of the work.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    /// That of the roster.
    Roster,
    /// By reference, which is that of the paths.
    Reference,
    /// By pages and destination, so that one sort of envelope and one bag follow the other.
    Post,
}

/// A row and its seal, or why there is none.
type Sealed = Result<(Cells, u64), Problems>;

/// What is made in one go over the rows.
struct Pass<'a> {
    order: Order,
    /// Whether the letters are made as files, and the index of them.
    files: bool,
    printer: Option<Printer<'a>>,
    archive: Option<Archive>,
}

/// What is kept of the letters until the index is written.
#[derive(Default)]
pub(super) struct Found {
    pub(super) entries: Vec<Entry>,
    /// The lines of the sums, each with the row it comes from.
    pub(super) sums: Vec<(usize, String)>,
}

/// A letter on its way from the thread that made it.
struct Ready {
    letter: Letter,
    entry: Entry,
    /// The bytes of the files, where they are wanted.
    bytes: Vec<Vec<u8>>,
    states: Vec<State>,
    drawn: Vec<Drawn>,
}

impl Run<'_> {
    /// Writes the letters of the rows that are right, then what holds many of them, the index and the
    /// sums.
    ///
    /// # Errors
    ///
    /// `roster-changed` where a row is no longer what was checked; what the file system refuses.
    /// Letters that were written before are whole, and nothing else is written.
    pub fn write(
        &self,
        open: &dyn Fn() -> Result<Roster, Problems>,
        watch: &mut Watch<'_>,
    ) -> Result<Outcome, Problems> {
        let target = &self.target;
        self.sweep()?;
        // Held to the end.
        let _entered =
            target.folder.map(|folder| folder::enter(folder, target.plan)).transpose()?;
        let others = self.checked.rows.iter().filter(|row| !(target.letters && row.right));
        let others = others.map(|row| row.reference).collect();
        let mut outcome = Outcome { others, ..Outcome::default() };
        let mut found = Found::default();
        let mut printed = None;
        let mut archived = None;
        for pass in self.passes()? {
            let roster = open()?;
            if roster.header() != self.checked.header {
                return Err(self.changed());
            }
            let Pass { printer, archive, .. } =
                self.pass(pass, roster, watch, &mut outcome, &mut found)?;
            if outcome.stopped {
                return Ok(outcome);
            }
            printed = printed.or(printer);
            archived = archived.or(archive);
        }
        // The rows were those that were checked; so is what stands around them.
        if files::sum(self.roster)? != target.plan.roster {
            return Err(self.changed());
        }
        if let Some(printer) = printed {
            outcome.together = printer.settle()?;
        }
        if let (Some(archive), Some(path)) = (archived, target.archive) {
            archive.settle()?;
            outcome.together.push(path.to_owned());
        }
        found.entries.sort_by_key(|entry| entry.row);
        found.sums.sort_by_key(|(row, _)| *row);
        if let Some(consigning) = &target.consigning {
            outcome.consignment = Some(self.consign(consigning, &found.entries)?);
            outcome.together.push(consigning.path.to_owned());
        }
        if let Some(folder) = target.folder {
            self.index(folder, &outcome, &found)?;
            let plan = Plan { letters: Some(found.entries.len()), ..target.plan.clone() };
            files::whole(&folder.join(RUN), plan.text().as_bytes(), true)?;
        }
        Ok(outcome)
    }

    /// Removes what runs that were killed left where this one writes.
    fn sweep(&self) -> Result<(), Problems> {
        let target = &self.target;
        let together = [
            target.printing.as_ref().map(|printing| printing.path),
            target.archive,
            target.consigning.map(|consigning| consigning.path),
        ];
        for path in together.into_iter().flatten() {
            let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
            files::sweep(parent.unwrap_or(Path::new(".")));
        }
        target.folder.map_or(Ok(()), folder::sweep)
    }

    /// What is made in which order: at most two goes, for an archive is sorted and a file for the
    /// printer perhaps otherwise.
    fn passes(&self) -> Result<Vec<Pass<'_>>, Problem> {
        let target = &self.target;
        let mut passes = Vec::new();
        let archive = target.archive.map(Archive::beside).transpose()?;
        if let Some(printing) = &target.printing {
            let order = if printing.for_post { Order::Post } else { Order::Roster };
            let printer = Some(Printer::new(printing, self.bench.fonts)?);
            passes.push(Pass { order, files: archive.is_none(), printer, archive: None });
        }
        if archive.is_some() || passes.is_empty() {
            let order = if archive.is_some() { Order::Reference } else { Order::Roster };
            passes.push(Pass { order, files: true, printer: None, archive });
        }
        Ok(passes)
    }

    /// Goes over the rows once.
    fn pass<'p>(
        &self,
        mut pass: Pass<'p>,
        roster: Roster,
        watch: &mut Watch<'_>,
        outcome: &mut Outcome,
        found: &mut Found,
    ) -> Result<Pass<'p>, Problems> {
        let target = &self.target;
        let formats = match pass.files {
            true if target.letters || pass.archive.is_some() => target.formats,
            // Its sum is in the list.
            true if target.consigning.is_some() => &[Format::Pdf],
            _ => &[],
        };
        let cover = pass.printer.is_some() && target.printing.as_ref().is_some_and(|p| p.cover);
        let wanted = Wanted { formats, drawn: pass.printer.is_some(), cover };
        let folder = target.folder.filter(|_| target.letters && pass.files);
        let keep = pass.archive.is_some();
        let work =
            |maker: &mut Maker<'_>, row: Sealed| self.letter(maker, row?, wanted, folder, keep);
        let mut failed: Option<Problems> = None;
        let mut letters = 0;
        let rows = self.rows(roster, pass.order)?;
        crew::in_order(
            rows,
            || Maker::new(self.bench),
            work,
            |ready| {
                if failed.is_some() {
                    return ControlFlow::Break(());
                }
                let taken = ready.and_then(|ready| {
                    letters += 1;
                    (watch.each)(&ready.letter);
                    self.take(ready, &mut pass, outcome, found)
                });
                if let Err(problems) = taken {
                    failed.get_or_insert(problems);
                }
                outcome.stopped |= (watch.stopped)();
                match failed.is_some() || outcome.stopped {
                    true => ControlFlow::Break(()),
                    false => ControlFlow::Continue(()),
                }
            },
        );
        if let Some(problems) = failed {
            return Err(problems);
        }
        outcome.letters = letters;
        // What is whole needs no stopping.
        outcome.stopped &= letters < self.checked.letters();
        if !outcome.stopped && letters < self.checked.letters() {
            return Err(self.changed());
        }
        Ok(pass)
    }

    /// The rows that are right, in an order.
    fn rows(
        &self,
        roster: Roster,
        order: Order,
    ) -> Result<Box<dyn Iterator<Item = Sealed> + Send + '_>, Problems> {
        let checked = &self.checked.rows;
        let mut expected = checked.iter();
        let rows = roster.filter_map(move |row| match (row, expected.next()) {
            (Ok(_), Some(checked)) if !checked.right => None,
            (Ok(cells), Some(checked)) => Some(Ok((cells, checked.seal))),
            _ => Some(Err(self.changed())),
        });
        if order == Order::Roster {
            return Ok(Box::new(rows));
        }
        let mut spool = Spool::new()?;
        let mut seals = Vec::new();
        for row in rows {
            let (cells, seal) = row?;
            spool.push(&cells)?;
            seals.push(seal);
        }
        let right: Vec<_> = checked.iter().filter(|row| row.right).collect();
        if right.len() != seals.len() {
            return Err(self.changed());
        }
        let mut sorted: Vec<usize> = (0..right.len()).collect();
        match order {
            Order::Post => sorted.sort_by(|a, b| right[*a].post.cmp(&right[*b].post)),
            _ => sorted.sort_by_key(|at| right[*at].reference),
        }
        let sealed: Vec<u64> = sorted.iter().map(|at| seals[*at]).collect();
        let rows = spool.rows(sorted)?.zip(sealed).map(|(row, seal)| match row {
            Ok(cells) => Ok((cells, seal)),
            Err(error) => Err(files::refusal(&error).into()),
        });
        Ok(Box::new(rows))
    }

    /// Makes the letter of a row, on any thread; writes its files where there is a folder for them.
    fn letter(
        &self,
        maker: &mut Maker<'_>,
        (cells, seal): (Cells, u64),
        wanted: Wanted<'_>,
        folder: Option<&Path>,
        keep: bool,
    ) -> Result<Ready, Problems> {
        let person = self.reader.person(&cells);
        if person.seal != seal {
            return Err(self.changed());
        }
        let Made { reference, pages, files: made, drawn } =
            maker.letter(&person, wanted).map_err(|wrong| self.reader.pointed(&person, wrong))?;
        let case = &person.config.case;
        let (mut files, mut states, mut kept) = (Vec::new(), Vec::new(), Vec::new());
        for (format, bytes) in made {
            let path = folder::path(&reference, &case.sender.name, format);
            let sha256 = match folder {
                Some(folder) => {
                    let full = folder.join(&path);
                    let shelf = full.parent().unwrap_or(folder);
                    if !maker.shelves.contains(shelf) {
                        folder::no_links(shelf)?;
                        folder::make(shelf)?;
                        maker.shelves.insert(shelf.to_owned());
                    }
                    let written = files::unsettled(&full, &bytes)?;
                    states.push(written.state);
                    written.sha256
                }
                None => files::sha256_hex(&bytes),
            };
            files.push(Written { format, path, sha256, bytes: bytes.len() as u64 });
            if keep {
                kept.push(bytes);
            }
        }
        let mut entry = Entry::of(case);
        (entry.row, entry.reference, entry.pages) = (person.row, reference.clone(), pages);
        let letter = Letter { reference, language: case.language, pages, files };
        Ok(Ready { letter, entry, bytes: kept, states, drawn })
    }

    /// Takes a letter that is ready, in the order of the pass.
    fn take(
        &self,
        ready: Ready,
        pass: &mut Pass<'_>,
        outcome: &mut Outcome,
        found: &mut Found,
    ) -> Result<(), Problems> {
        let Ready { letter, mut entry, bytes, states, drawn } = ready;
        if let Some(printer) = &mut pass.printer {
            printer.add(&entry.name, letter.language, &drawn)?;
        }
        if let Some(archive) = &mut pass.archive {
            let mut files: Vec<_> = letter.files.iter().zip(&bytes).collect();
            files.sort_by(|a, b| a.0.path.cmp(&b.0.path));
            for (file, bytes) in files {
                archive.add(&file.path, bytes)?;
            }
        }
        for state in states {
            match state {
                State::Unchanged => outcome.unchanged += 1,
                State::New | State::Replaced => outcome.written += 1,
            }
        }
        if !pass.files {
            return Ok(());
        }
        if let Some(first) = letter.files.first() {
            entry.sha256.clone_from(&first.sha256);
        }
        if let Some(folder) = self.target.folder.filter(|_| self.target.letters) {
            entry.file = letter.files.first().map(|file| file.path.clone()).unwrap_or_default();
            for Written { path, sha256, .. } in &letter.files {
                found.sums.push((entry.row, format!("{sha256}  {path}\n")));
                outcome.paths.insert(folder.join(path));
            }
        }
        found.entries.push(entry);
        Ok(())
    }

    fn changed(&self) -> Problems {
        Problem::error("roster-changed").in_file(self.reader.name()).into()
    }
}
