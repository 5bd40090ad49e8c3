//! `art21 bulk`: a letter for each person of a roster.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Args, ValueHint};
use serde_json::json;

use super::progress::Progress;
use super::roster::{self, Common, How};
use super::session::Session;
use super::stop::Stop;
use super::{report, typed};
use crate::bulk::{
    self, Asked, Bench, Checked, Consigning, Letter, Outcome, Part, Plan, Printing, Run, Target,
    Watch,
};
use crate::files;
use crate::input::roster::Roster;
use crate::letter::Writer;
use crate::output::Format;
use crate::problem::{Problem, Problems};

/// The most leftovers that are named.
const NAMED: usize = 20;

/// Write a letter for each person of a roster
///
/// A roster is a table (CSV, XLSX, ODS) whose first row names the columns and whose further rows are
/// persons. All rows are checked first; while one is wrong, nothing is written. What is the same for
/// all may stand in a config. Run again, it writes what is missing or differs and leaves the rest.
#[derive(Args)]
pub(super) struct Bulk {
    /// The roster: CSV, XLSX or ODS
    #[arg(value_name = "ROSTER", value_hint = ValueHint::FilePath, required_unless_present = "join")]
    roster: Option<PathBuf>,
    /// What holds for all: language, purposes, grounds and so on (TOML)
    #[arg(long, value_name = "CONFIG", value_hint = ValueHint::FilePath)]
    config: Option<PathBuf>,
    /// The folder to write to: letters, index.csv, SHA256SUMS
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath, required_unless_present = "zip")]
    output: Option<PathBuf>,
    /// What to write each letter as; may be repeated [default: pdf]
    #[arg(long = "format", value_name = "FORMAT", value_enum, ignore_case = true)]
    formats: Vec<Format>,
    #[command(flatten)]
    how: How,
    /// Write the rows that are wrong to this CSV file, with a column that says why
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    problems: Option<PathBuf>,
    /// Write the letters of the rows that are right all the same
    #[arg(long)]
    skip_wrong_rows: bool,
    /// Remove letters in the folder that no longer belong to the roster
    #[arg(long)]
    prune: bool,
    #[command(flatten)]
    together: Together,
    /// Write only a part of the roster, like 2/3, to put parts of several machines together later
    #[arg(long, value_name = "K/N", conflicts_with_all = ["merged", "zip", "consignment"])]
    part: Option<Part>,
    /// Put together the parts in these folders
    #[arg(
        long, value_name = "DIR", num_args = 1.., value_hint = ValueHint::DirPath, requires = "output",
        conflicts_with_all = [
            "roster", "config", "formats", "sheet", "ignore_columns", "problems", "skip_wrong_rows",
            "prune", "merged", "zip", "consignment", "letters", "part",
        ]
    )]
    join: Vec<PathBuf>,
}

/// Files that hold many letters.
#[derive(Args)]
#[command(next_help_heading = "Many letters in one file")]
struct Together {
    /// Write all letters into one PDF for the print shop
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    merged: Option<PathBuf>,
    /// Sort it by number of pages and destination, for the post
    #[arg(long, requires = "merged")]
    sort_for_post: bool,
    /// Begin every letter in it on a front side
    #[arg(long, requires = "merged")]
    duplex: bool,
    /// Put a page before every letter in it: what it does, where to sign, how to post it, where to report
    #[arg(long, requires = "merged")]
    cover: bool,
    /// Write the letters into one archive
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    zip: Option<PathBuf>,
    /// Write a list of all letters to go with one parcel of them, signed, to the controller (PDF)
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    consignment: Option<PathBuf>,
    /// Write each letter as a file of its own as well
    #[arg(long, requires = "output")]
    letters: bool,
}

impl Bulk {
    pub(super) fn run(self, session: &mut Session) -> Result<(), Stop> {
        let Some(roster) = &self.roster else { return self.join(session) };
        let metadata = std::fs::metadata(roster);
        let pipe = metadata.is_ok_and(|there| !there.is_file() && !there.is_dir());
        if pipe || roster.as_os_str() == "-" {
            return Err(Problem::usage("roster-from-stdin").into());
        }
        if self.together.consignment.is_some() && !self.formats().contains(&Format::Pdf) {
            return Err(Problem::usage("consignment-without-pdf").into());
        }
        let together = &self.together;
        let made = together.merged.is_none() || together.zip.is_some() || together.letters;
        if !self.formats.is_empty() && !made {
            return Err(Problem::usage("format-of-nothing").into());
        }
        let stop = interruptible();
        let stopped = || stop.load(Ordering::Relaxed);
        let mut plan = Plan::new(files::sum(roster)?, session.desk.today, self.part);
        if let Some(folder) = &self.output {
            plan = plan.in_folder(folder)?;
        }
        let (common, wrong) = Common::read(session, self.config.as_deref(), plan.date)?;
        plan.date = common.base.config.case.date;
        plan.how = self.reading();
        if let Some(config) = self.config.as_deref().filter(|path| path.is_file()) {
            plan.config = files::sum(config)?;
        }
        self.spare(session, roster, &common)?;
        let mut all = wrong;
        let together = &self.together;
        let asked =
            Asked { for_post: together.sort_for_post, cover: together.cover, part: self.part };
        let (mut checked, header) =
            roster::check(session, roster, &self.how, &common, asked, &stopped)?;
        if stopped() {
            session.say("init-nothing-written", &[]);
            return Err(Stop::Interrupted);
        }
        all.0.extend(header.0);
        let unreadable = all.has_errors() || checked.unreadable;
        if let Some(path) = &self.problems {
            self.write_faulty(session, roster, &checked, path)?;
        }
        let counts = roster::counts(session, &checked);
        session.add("rows", checked.rows().into());
        session.add("wrong_rows", checked.wrong.into());
        let old_facts = checked.old_facts.take();
        let wrong = unreadable || checked.wrong > 0 || checked.problems.has_errors();
        all.0.append(&mut checked.problems.0);
        session.warn(all);
        session.console.tell(&counts);
        if wrong && (unreadable || !self.skip_wrong_rows || checked.letters() == 0) {
            session.say("init-nothing-written", &[]);
            return Ok(());
        }
        if plan.date != session.desk.today {
            let date = session.locale().format_date(plan.date);
            session.say("bulk-date", &[("date", &date)]);
        }
        let outcome = self.write(session, roster, &checked, &common, &plan, &stopped)?;
        if outcome.stopped {
            let (done, all) = (outcome.letters.to_string(), checked.letters().to_string());
            session.say("bulk-stopped", &[("done", &done), ("all", &all)]);
            return Err(Stop::Interrupted);
        }
        self.tell(session, &outcome)?;
        session.remind(old_facts);
        Ok(())
    }

    /// What of the roster is read and as what letters are written, for [`Plan::how`].
    fn reading(&self) -> String {
        let formats: Vec<&str> = self.formats().iter().map(|format| format.extension()).collect();
        let options = self.how.options();
        let mut how = formats.join(" ");
        if let Some(sheet) = options.sheet {
            how = format!("{how}; sheet {sheet}");
        }
        if !options.ignored.is_empty() {
            how = format!("{how}; without {}", options.ignored.join(", "));
        }
        how
    }

    /// As what each letter is written, each once.
    fn formats(&self) -> Vec<Format> {
        let mut formats: Vec<Format> =
            Format::ALL.into_iter().filter(|format| self.formats.contains(format)).collect();
        if formats.is_empty() {
            formats.push(Format::Pdf);
        }
        formats
    }

    /// What is written is not what it is made from, nor anybody else's, and each in a file of its own.
    fn spare(&self, session: &Session, roster: &Path, common: &Common) -> Result<(), Problems> {
        let inputs =
            || [roster.to_owned()].into_iter().chain(self.config.clone()).chain(common.files());
        let together = &self.together;
        let outputs = [&together.merged, &together.zip, &together.consignment, &self.problems];
        let outputs: Vec<&PathBuf> = outputs.into_iter().flatten().collect();
        let mut problems = Problems::default();
        let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let folder = self.output.as_deref().map(absolute);
        for (at, output) in outputs.iter().enumerate() {
            let named = |problem: Problem| problem.in_file(output.display().to_string());
            let spared = session.spare(output, inputs()).and_then(|()| bulk::spare_others(output));
            problems.0.extend(spared.err());
            let place = absolute(output);
            let reserved =
                folder.as_deref().is_some_and(|folder| bulk::is_reserved(folder, &place));
            if reserved || outputs[..at].iter().any(|other| absolute(other) == place) {
                problems.push(named(Problem::usage("output-twice")));
            }
            // Said before the work is done, and not after it.
            if std::fs::metadata(output).map_or(true, |there| there.is_file() || there.is_dir()) {
                let inside = folder.as_deref().is_some_and(|folder| place.parent() == Some(folder));
                problems.0.extend(files::Draft::beside(output).err().filter(|_| !inside));
            }
        }
        if problems.has_errors() { Err(problems) } else { Ok(()) }
    }

    fn write(
        &self,
        session: &mut Session,
        path: &Path,
        checked: &Checked,
        common: &Common,
        plan: &Plan,
        stopped: &(dyn Fn() -> bool + Sync),
    ) -> Result<Outcome, Stop> {
        let formats = self.formats();
        let texts = session.texts();
        let open = || Ok(Roster::open(path, &self.how.options(), texts)?.0);
        let roster = open()?;
        let reader = roster.reader(&common.base, texts, session.desk.today);
        let folder = roster::folder(path);
        let words = Writer::new(texts)?;
        let organiser = common.base.config.organiser.as_ref();
        let bench = Bench { words: &words, fonts: &common.fonts, folder: &folder, organiser };
        let together = &self.together;
        let printing = together.merged.as_deref().map(|path| Printing {
            path,
            about: roster::about(session, common),
            duplex: together.duplex,
            cover: together.cover,
            for_post: together.sort_for_post,
        });
        let alone = printing.is_none() && together.zip.is_none();
        let target = Target {
            folder: self.output.as_deref(),
            formats: &formats,
            letters: together.letters || alone,
            printing,
            archive: together.zip.as_deref(),
            consigning: together
                .consignment
                .as_deref()
                .map(|path| Consigning { path, base: &common.base.config }),
            plan,
        };
        let goes = 1 + usize::from(together.merged.is_some() && together.zip.is_some());
        let mut progress = Progress::new(session, "bulk-writing", Some(checked.letters() * goes));
        let mut rows = Vec::new();
        let mut done = 0;
        let (json, kept) = (session.json, target.letters);
        let mut each = |letter: &Letter| {
            done += 1;
            progress.at(done);
            for file in letter.files.iter().filter(|_| json) {
                let path = self.output.as_ref().filter(|_| kept).map(|dir| dir.join(&file.path));
                rows.push(json!({
                    "reference": letter.reference, "kind": "objection",
                    "language": letter.language.code(), "format": file.format.extension(),
                    "file": path.map(|path| path.display().to_string()),
                    "sha256": file.sha256, "bytes": file.bytes, "pages": letter.pages,
                }));
            }
        };
        let run = Run { roster: path, checked, reader: &reader, bench: &bench, target };
        let outcome = run.write(&open, &mut Watch { each: &mut each, stopped });
        progress.end();
        let outcome = outcome?;
        session.add("letters", rows.into());
        Ok(outcome)
    }

    /// Says what is there now.
    fn tell(&self, session: &mut Session, outcome: &Outcome) -> Result<(), Stop> {
        let letters = outcome.letters.to_string();
        let mut files = Vec::new();
        for at in &outcome.together {
            let bytes = std::fs::metadata(at).map_or(0, |metadata| metadata.len());
            let path = at.display().to_string();
            session.say("bulk-together", &[("file", &path), ("letters", &letters)]);
            if session.json {
                let sum = files::sum(at)?;
                files.push(json!({ "file": path, "sha256": sum, "bytes": bytes }));
            }
        }
        session.add("files", files.into());
        if let Some(number) = &outcome.consignment {
            session.say("bulk-consignment", &[("number", number)]);
            session.add("consignment", number.as_str().into());
        }
        if let Some(folder) = &self.output {
            self.leftovers(session, folder, outcome)?;
            let folder = folder.display().to_string();
            if !outcome.paths.is_empty() {
                let (written, unchanged) =
                    (outcome.written.to_string(), outcome.unchanged.to_string());
                let args = [
                    ("folder", folder.as_str()),
                    ("letters", &letters),
                    ("written", &written),
                    ("unchanged", &unchanged),
                ];
                session.say("bulk-written", &args);
            }
            session.say("bulk-index", &[("folder", &folder)]);
        }
        session.say("bulk-personal", &[]);
        Ok(())
    }

    /// Puts parts together.
    fn join(&self, session: &Session) -> Result<(), Stop> {
        let Some(into) = &self.output else { return Err(Problem::usage("no-parts").into()) };
        let letters = bulk::join(&self.join, into)?.to_string();
        let folder = into.display().to_string();
        session.say("bulk-joined", &[("letters", &letters), ("folder", &folder)]);
        session.say("bulk-index", &[("folder", &folder)]);
        session.say("bulk-personal", &[]);
        Ok(())
    }

    /// Names the letters of who is no longer in the roster, or removes them.
    fn leftovers(&self, session: &Session, folder: &Path, outcome: &Outcome) -> Result<(), Stop> {
        let left = bulk::leftovers(folder, outcome)?;
        if left.is_empty() {
            return Ok(());
        }
        let mut names: Vec<String> = left
            .iter()
            .take(NAMED)
            .map(|path| report::escape(&path.display().to_string()))
            .collect();
        if left.len() > NAMED {
            names.push("…".to_owned());
        }
        let count = left.len().to_string();
        let key = if self.prune { "bulk-pruned" } else { "bulk-leftovers" };
        for path in left.iter().filter(|_| self.prune) {
            std::fs::remove_file(path).map_err(|error| files::unwritable(path, &error))?;
        }
        session.say(key, &[("count", &count)]);
        session.console.tell(&format!("  {}\n", names.join("\n  ")));
        Ok(())
    }

    /// Writes the rows that are wrong, with the reasons.
    fn write_faulty(
        &self,
        session: &Session,
        roster: &Path,
        checked: &Checked,
        path: &Path,
    ) -> Result<(), Stop> {
        let reason = |problem: &Problem| report::message(problem, session.locale());
        let (rows, _) = Roster::open(roster, &self.how.options(), session.texts())?;
        let bytes = checked.faulty(rows, &reason)?;
        files::whole(path, &bytes, true)?;
        let file = typed::quoted(&path.display().to_string());
        session.say("bulk-faulty", &[("file", &file), ("rows", &checked.wrong.to_string())]);
        Ok(())
    }
}

/// Set when the person wants the run to stop.
fn interruptible() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&stop);
    // Where there can be no handler, the run ends as any program does.
    let _ = ctrlc::set_handler(move || {
        // Who asks twice does not want to wait.
        if set.swap(true, Ordering::Relaxed) {
            super::stop::at_once();
        }
    });
    stop
}
