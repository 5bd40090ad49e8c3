//! `art21 bulk`: a letter for each person of a roster.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::{Args, ValueHint};
use serde_json::{Value, json};

use super::progress::Progress;
use super::roster::{self, Common, How};
use super::session::Session;
use super::stop::Stop;
use super::{report, typed};
use crate::bulk::{self, Bench, Checked, Letter, Outcome, Plan, Target};
use crate::files;
use crate::input::roster::Roster;
use crate::letter::Writer;
use crate::output::Format;
use crate::problem::Problem;

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
    #[arg(value_name = "ROSTER", value_hint = ValueHint::FilePath)]
    roster: PathBuf,
    /// What holds for all: language, purposes, grounds and so on (TOML)
    #[arg(long, value_name = "CONFIG", value_hint = ValueHint::FilePath)]
    config: Option<PathBuf>,
    /// The folder to write to
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    output: PathBuf,
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
}

impl Bulk {
    pub(super) fn run(self, session: &mut Session) -> Result<(), Stop> {
        if self.roster.as_os_str() == "-" {
            return Err(Problem::usage("roster-from-stdin").into());
        }
        let stop = interruptible();
        let stopped = || stop.load(Ordering::Relaxed);
        let sum = files::sum(&self.roster)?;
        let plan = Plan::of(&self.output, sum, session.desk.today)?;
        let (common, wrong) = Common::read(session, self.config.as_deref(), plan.date)?;
        let mut all = wrong;
        let (checked, header) = roster::check(session, &self.roster, &self.how, &common, &stopped)?;
        if stopped() {
            session.say("init-nothing-written", &[]);
            return Err(Stop::Interrupted);
        }
        all.0.extend(header.0);
        let unreadable = all.has_errors();
        if let Some(path) = &self.problems {
            self.write_faulty(session, &checked, path)?;
        }
        all.0.extend(checked.problems.0.iter().cloned());
        let wrong = checked.wrong > 0 || unreadable || checked.problems.has_errors();
        session.warn(all);
        session.console.tell(&roster::counts(session, &checked));
        if wrong && (unreadable || !self.skip_wrong_rows || checked.letters() == 0) {
            session.say("init-nothing-written", &[]);
            return Ok(());
        }
        let (outcome, rows) = self.write(session, &checked, &common, &plan, &stopped)?;
        session.add("letters", rows);
        if outcome.stopped {
            let (done, all) = (outcome.letters.to_string(), checked.letters().to_string());
            session.say("bulk-stopped", &[("done", &done), ("all", &all)]);
            return Err(Stop::Interrupted);
        }
        self.leftovers(session, &outcome)?;
        let folder = self.output.display().to_string();
        let letters = outcome.letters.to_string();
        let (written, unchanged) = (outcome.written.to_string(), outcome.unchanged.to_string());
        let args = [
            ("folder", folder.as_str()),
            ("letters", &letters),
            ("written", &written),
            ("unchanged", &unchanged),
        ];
        session.say("bulk-written", &args);
        session.remind(checked.old_facts);
        Ok(())
    }

    fn write(
        &self,
        session: &Session,
        checked: &Checked,
        common: &Common,
        plan: &Plan,
        stopped: &(dyn Fn() -> bool + Sync),
    ) -> Result<(Outcome, Value), Stop> {
        let mut formats = self.formats.clone();
        formats.dedup();
        if formats.is_empty() {
            formats.push(Format::Pdf);
        }
        let texts = session.texts();
        let (roster, _) = Roster::open(&self.roster, &self.how.options(), texts)?;
        let reader = roster.reader(&common.base, texts, session.desk.today);
        let folder = roster::folder(&self.roster);
        let words = Writer::new(texts)?;
        let bench = Bench { words: &words, fonts: &common.fonts, folder: &folder };
        let target = Target { folder: &self.output, formats: &formats, plan };
        let mut progress = Progress::new(session, "bulk-writing", Some(checked.letters()));
        let mut rows = Vec::new();
        let (json, output) = (session.json, &self.output);
        let mut done = 0;
        let mut each = |letter: &Letter| {
            done += 1;
            progress.at(done);
            for file in letter.files.iter().filter(|_| json) {
                rows.push(json!({
                    "reference": letter.reference, "kind": "objection",
                    "language": letter.language.code(), "format": file.format.extension(),
                    "file": output.join(&file.path).display().to_string(),
                    "sha256": file.sha256, "bytes": file.bytes, "pages": letter.pages,
                }));
            }
        };
        let outcome = bulk::write(roster, checked, &reader, &bench, &target, &mut each, stopped);
        progress.end();
        Ok((outcome?, rows.into()))
    }

    /// Names the letters of who is no longer in the roster, or removes them.
    fn leftovers(&self, session: &Session, outcome: &Outcome) -> Result<(), Stop> {
        let left = bulk::leftovers(&self.output, &outcome.paths)?;
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
        let (count, names) = (left.len().to_string(), names.join("\n  "));
        let key = if self.prune { "bulk-pruned" } else { "bulk-leftovers" };
        for path in left.iter().filter(|_| self.prune) {
            std::fs::remove_file(path)
                .map_err(|error| files::refusal(&error).in_file(path.display().to_string()))?;
        }
        session.say(key, &[("count", &count), ("files", &names)]);
        Ok(())
    }

    /// Writes the rows that are wrong, with the reasons.
    fn write_faulty(
        &self,
        session: &Session,
        checked: &Checked,
        path: &std::path::Path,
    ) -> Result<(), Stop> {
        session.spare(path, [self.roster.clone()])?;
        let reason = |problem: &Problem| report::message(problem, session.locale());
        let (roster, _) = Roster::open(&self.roster, &self.how.options(), session.texts())?;
        let bytes = checked.faulty(roster, &reason)?;
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
