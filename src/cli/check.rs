//! `art21 check`: everything that is wrong, before anything is written.

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use serde_json::json;

use super::letter::{self, Format};
use super::session::Session;
use super::stop::Stop;
use crate::letter::{Kind, Writer};
use crate::problem::{Problem, Problems, Severity};

/// Check files and name everything that is wrong
///
/// Makes the letter of each file as `art21 letter` would and writes nothing: what is
/// found right here cannot fail there.
#[derive(Args)]
pub(super) struct Check {
    /// Files with your data (TOML, see `art21 init`); - is standard input
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
}

impl Check {
    pub(super) fn run(self, session: &mut Session) -> Result<(), Stop> {
        if self.files.iter().filter(|file| file.as_os_str() == "-").count() > 1 {
            return Err(Problem::error("stdin-twice").into());
        }
        let mut rows = Vec::new();
        let mut all = Problems::default();
        for file in &self.files {
            let found = check(session, file);
            let of = |severity| found.0.iter().filter(|p| p.severity == severity).count();
            rows.push(json!({
                "file": file.display().to_string(),
                "errors": of(Severity::Error),
                "warnings": of(Severity::Warning),
            }));
            all.0.extend(found.0);
        }
        session.add("files", rows.into());
        // The report ends with the count of what it holds.
        let right = !all.has_errors();
        session.warn(all);
        let files = self.files.len().to_string();
        match (right, self.files.len()) {
            (true, 1) => session.say("check-right-one", &[]),
            (true, _) => session.say("check-right", &[("files", &files)]),
            (false, _) => {}
        }
        Ok(())
    }
}

/// Everything that is wrong with a config, and that a letter made from it would find wrong.
fn check(session: &Session, file: &Path) -> Problems {
    let table = file.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
    if matches!(table.as_deref(), Some("csv" | "tsv" | "xlsx" | "xls" | "ods")) {
        return Problem::error("not-a-config").in_file(file.display().to_string()).into();
    }
    let (papers, mut found) = match session.read(file) {
        Ok(read) => read,
        Err(problems) => return problems,
    };
    let writer = match Writer::new(session.texts()) {
        Ok(writer) => writer,
        Err(problems) => {
            found.0.extend(problems.0);
            return found;
        }
    };
    for kind in [Kind::Objection, Kind::Short] {
        let laid = letter::write(&writer, &papers, kind)
            .and_then(|document| letter::render(&document, kind, Format::Pdf, &papers));
        for problem in laid.err().into_iter().flat_map(|problems| problems.0) {
            let problem = if problem.file.is_none() && problem.place.is_none() {
                problem.in_file(file.display().to_string())
            } else {
                problem
            };
            if !found.0.contains(&problem) {
                found.push(problem);
            }
        }
    }
    found
}
