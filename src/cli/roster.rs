//! What the commands for rosters have in common: `bulk`, and `check` of a roster.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::Args;

use super::progress::Progress;
use super::session::{self, Session};
use crate::bulk::{self, Asked, Bench, Checked};
use crate::input::config::Base;
use crate::input::roster::{Options, Roster};
use crate::letter::Writer;
use crate::output::pdf::About;
use crate::problem::{Problem, Problems};
use crate::typeset::Fonts;

/// How a roster is to be read.
#[derive(Args, Clone, Default)]
pub(super) struct How {
    /// The sheet of a workbook [default: the first that is not hidden]
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// Columns that are not to be read, by their headers
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    ignore_columns: Vec<String>,
}

impl How {
    pub(super) fn options(&self) -> Options {
        Options { sheet: self.sheet.clone(), ignored: self.ignore_columns.clone() }
    }
}

/// What a config says for all letters of a roster, opened.
pub(super) struct Common {
    pub(super) base: Base,
    pub(super) fonts: Fonts,
    /// Where the paths of the config start from.
    folder: PathBuf,
}

impl Common {
    /// Reads a config for a roster, or does without one; with what is wrong with it.
    pub(super) fn read(
        session: &Session,
        config: Option<&Path>,
        day: NaiveDate,
    ) -> Result<(Common, Problems), Problems> {
        let Some(path) = config else {
            let base = Base::none(session.texts(), day);
            let (fonts, folder) = (Fonts::new(Vec::new())?, PathBuf::new());
            return Ok((Common { base, fonts, folder }, Problems::default()));
        };
        let (source, folder) = session::source(path)?;
        let (base, fonts, problems) = session.desk.base(&source, &folder, day)?;
        Ok((Common { base, fonts, folder }, problems))
    }

    /// The files that the config names.
    pub(super) fn files(&self) -> impl Iterator<Item = PathBuf> {
        self.base.config.fonts.iter().map(|(_, path)| self.folder.join(path))
    }
}

/// Looks at a whole roster: its header and its rows. What is wrong with the config is for the caller
/// to add.
pub(super) fn check(
    session: &Session,
    path: &Path,
    how: &How,
    common: &Common,
    asked: Asked,
    stopped: &(dyn Fn() -> bool + Sync),
) -> Result<(Checked, Problems), Problems> {
    let texts = session.texts();
    let (roster, header) = Roster::open(path, &how.options(), texts)?;
    let reader = roster.reader(&common.base, texts, session.desk.today);
    let folder = folder(path);
    let words = Writer::new(texts)?;
    let organiser = common.base.config.organiser.as_ref();
    let bench = Bench { words: &words, fonts: &common.fonts, folder: &folder, organiser };
    let mut progress = Progress::new(session, "bulk-checking", None);
    let checked =
        bulk::check(roster, &reader, &bench, texts, asked, &mut |rows| progress.at(rows), stopped);
    progress.end();
    if checked.rows() == 0 && !header.has_errors() && !checked.problems.has_errors() {
        let problem = Problem::error("roster-empty").in_file(path.display().to_string());
        return Err(problem.into());
    }
    Ok((checked, header))
}

/// How many rows were checked and how many of them are wrong, as a line.
pub(super) fn counts(session: &Session, checked: &Checked) -> String {
    let (rows, wrong) = (checked.rows().to_string(), checked.wrong.to_string());
    let mut counts = session.words("bulk-checked", &[("rows", &rows), ("wrong", &wrong)]) + "\n";
    if checked.need_ground > 0 {
        let (own, of) = (checked.own_words.to_string(), checked.need_ground.to_string());
        counts += &session.words("bulk-own-words", &[("own", &own), ("of", &of)]);
        counts.push('\n');
    }
    counts
}

/// What is said of a file with all letters.
pub(super) fn about(session: &Session, common: &Common) -> About {
    let case = &common.base.config.case;
    let locale = session.texts().locale(case.language).unwrap_or_else(|| session.locale());
    let title = locale.interface.get("print-title").cloned().unwrap_or_default();
    About { title, day: case.date.to_string(), language: locale.language }
}

/// Where the paths of a roster start from.
pub(super) fn folder(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new(".")).to_owned()
}
