//! `art21 check`: everything that is wrong, before anything is written.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueHint};
use serde_json::json;

use super::letter;
use super::roster::{self, Common, How};
use super::session::{self, Session};
use super::stop::Stop;
use super::typed;
use crate::bulk::Asked;
use crate::case::GivenGround;
use crate::desk::Papers;
use crate::input::roster::is_roster;
use crate::letter::{Kind, Writer, not_for_a_form};
use crate::output::Format;
use crate::problem::{Problem, Problems, Severity, Source};

/// Check files and name everything that is wrong
///
/// Makes the letter of each file as `art21 letter` would and writes nothing: what is found right here
/// cannot fail there. Rosters are checked with the one config named beside them, as `art21 bulk`
/// would.
#[derive(Args)]
pub(super) struct Check {
    /// Files with your data (TOML, see `art21 init`), rosters (CSV, XLSX, ODS); - is standard input
    #[arg(value_name = "FILE", default_value = typed::CONFIG, value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    how: How,
}

impl Check {
    pub(super) fn run(self, session: &mut Session) -> Result<(), Stop> {
        if self.files.iter().filter(|file| file.as_os_str() == "-").count() > 1 {
            return Err(Problem::usage("stdin-twice").into());
        }
        if self.files.iter().any(|file| is_roster(file)) {
            return self.rosters(session);
        }
        let mut rows = Vec::new();
        let mut all = Problems::default();
        let mut right = Vec::new();
        let writer = Writer::new(session.texts());
        all.0.extend(writer.as_ref().err().into_iter().flat_map(|wrong| wrong.0.clone()));
        for file in &self.files {
            let (papers, found) = check(session, writer.as_ref().ok(), file);
            rows.push(json!({
                "file": file.display().to_string(),
                "errors": found.of(Severity::Error),
                "warnings": found.of(Severity::Warning),
            }));
            right.extend(papers.filter(|_| writer.is_ok() && !found.has_errors()));
            all.0.extend(found.0);
        }
        session.add("files", rows.into());
        // The report ends with the count of what it holds.
        let wrong = all.has_errors();
        session.warn(all);
        let files = self.files.len().to_string();
        match (wrong, self.files.len()) {
            (false, 1) => session.say("check-right-one", &[]),
            (false, _) => session.say("check-right", &[("files", &files)]),
            (true, _) => {}
        }
        session.remind_of_old_facts(right.iter().map(|papers| &papers.config.case));
        Ok(())
    }

    /// Checks rosters with the config beside them.
    fn rosters(&self, session: &mut Session) -> Result<(), Stop> {
        let (rosters, configs): (Vec<&PathBuf>, Vec<&PathBuf>) =
            self.files.iter().partition(|file| is_roster(file));
        if configs.len() > 1 {
            return Err(Problem::usage("several-configs").into());
        }
        let config = configs.first().map(|path| path.as_path());
        let (common, mut all) = Common::read(session, config, session.desk.today)?;
        let mut rows = Vec::new();
        let (mut counts, mut old) = (Vec::new(), None);
        for path in rosters {
            let checked = match roster::check(
                session,
                path,
                &self.how,
                &common,
                Asked::default(),
                &|| false,
            ) {
                Ok((mut checked, mut header)) => {
                    header.0.append(&mut checked.problems.0);
                    checked.problems = header;
                    checked
                }
                Err(wrong) => {
                    rows.push(json!({
                        "file": path.display().to_string(), "rows": 0, "wrong_rows": 0,
                        "errors": wrong.of(Severity::Error), "warnings": wrong.of(Severity::Warning),
                    }));
                    all.0.extend(wrong.0);
                    continue;
                }
            };
            rows.push(json!({
                "file": path.display().to_string(), "rows": checked.rows(),
                "wrong_rows": checked.wrong,
                "errors": checked.problems.of(Severity::Error),
                "warnings": checked.problems.of(Severity::Warning),
            }));
            counts.push(roster::counts(session, &checked));
            all.0.extend(checked.problems.0);
            old = old.or(checked.old_facts);
        }
        session.add("files", rows.into());
        session.warn(all);
        session.console.tell(&counts.concat());
        session.remind(old);
        Ok(())
    }
}

/// Everything that is wrong with a file.
fn check(
    session: &Session,
    writer: Option<&Writer<'_>>,
    file: &Path,
) -> (Option<Papers>, Problems) {
    match session::source(file) {
        Ok((source, folder)) => everything(session, writer, &source, &folder),
        Err(problems) => (None, problems),
    }
}

/// Everything that is wrong with a config, and that a letter made from it would find wrong.
pub(super) fn everything(
    session: &Session,
    writer: Option<&Writer<'_>>,
    source: &Arc<Source>,
    folder: &Path,
) -> (Option<Papers>, Problems) {
    let (papers, mut found) = match session.desk.papers(source, folder) {
        Ok(read) => read,
        Err(problems) => return (None, problems),
    };
    let Some(writer) = writer else { return (Some(papers), found) };
    let case = &papers.config.case;
    let paper = not_for_a_form(case, &session.desk.texts, Severity::Warning);
    // The letter is right without a version for a form.
    let kinds: &[Kind] = match paper.0.is_empty() {
        true => &[Kind::Objection, Kind::Short],
        false => &[Kind::Objection],
    };
    found.0.extend(session.desk.pointed(paper, &papers).0);
    let made = |kind| letter::make(session, writer, &papers, kind, Format::Pdf).err();
    for problem in kinds.iter().copied().filter_map(made).flat_map(|problems| problems.0) {
        if !found.0.contains(&problem) {
            found.push(problem);
        }
    }
    if !found.has_errors() {
        let form = letter::make(session, writer, &papers, Kind::Short, Format::Txt);
        let long = form.ok().and_then(|(_, text, _)| letter::too_long(&text));
        found.0.extend(untranslated(&papers));
        found.0.extend(long.map(|problem| problem.in_file(source.name.clone())));
    }
    (Some(papers), found)
}

/// The person's own words that the courtesy copy has to quote as they are: said once.
fn untranslated(papers: &Papers) -> Option<Problem> {
    let case = &papers.config.case;
    let copy = case.courtesy_copy?;
    let foreign =
        |given: &GivenGround| !given.detail.is_empty() && !given.translations.contains_key(&copy);
    let index = case.objection.grounds.iter().position(foreign)?;
    let detail = format!("objection.grounds[{index}].detail");
    let problem = Problem::warning("words-untranslated").with("language", copy).field(&*detail);
    Some(papers.config.places.point(problem).field(format!("{detail}_{copy}")))
}
