//! `art21 letter`: one letter, and what to do with it.

use std::path::{Path, PathBuf};

use clap::builder::PossibleValue;
use clap::{Args, ValueEnum, ValueHint};
use serde_json::json;

use super::session::Session;
use super::stop::Stop;
use super::{console, name, next, typed};
use crate::desk::Papers;
use crate::document::Document;
use crate::files;
use crate::letter::{Kind, Writer};
use crate::output::Format;
use crate::problem::{Problem, Problems};

/// What LinkedIn's form takes, in characters.
const FORM: usize = 1_500;

/// Write the letter
///
/// Writes one letter into the current folder, under a name made of what it is, to whom and from
/// whom, unless -o says otherwise; then says how to deliver it. An existing file with other
/// content is replaced only with --force.
///
/// With --short it writes the version for LinkedIn's form, as text on standard output to be pasted,
/// unless -o or --format is given.
#[derive(Args)]
pub(super) struct Letter {
    /// The file with your data (see `art21 init`); - is standard input
    #[arg(value_name = "CONFIG", default_value = typed::CONFIG, value_hint = ValueHint::FilePath)]
    config: PathBuf,
    /// Where to write; - is standard output
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    output: Option<PathBuf>,
    /// What to write [default: by the extension of -o, else pdf]
    #[arg(long, value_enum, ignore_case = true)]
    format: Option<Format>,
    /// Write the short version for LinkedIn's form
    #[arg(long)]
    short: bool,
    /// Replace an existing file that has other content
    #[arg(long)]
    force: bool,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Format::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.extension()))
    }
}

/// Where a letter goes.
#[derive(Debug, PartialEq)]
enum Target {
    Stdout,
    File(PathBuf),
    /// A file in the current folder under the default name.
    Named,
}

impl Letter {
    pub(super) fn run(self, session: &mut Session) -> Result<(), Stop> {
        let (target, format) = self.target(session)?;
        let (papers, mut found) = session.read(&self.config)?;
        let kind = if self.short { Kind::Short } else { Kind::Objection };
        let made = Writer::new(session.texts())
            .and_then(|writer| make(session, &writer, &papers, kind, format));
        let (document, bytes, pages) = match made {
            Ok(made) if !found.has_errors() => made,
            made => {
                found.0.extend(made.err().unwrap_or_default().0);
                return Err(found.into());
            }
        };
        session.warn(found);
        if kind == Kind::Short && format == Format::Txt {
            session.warn(too_long(&bytes).map(Problems::from).unwrap_or_default());
        }
        let mut row = json!({
            "reference": document.reference, "kind": kind_id(kind),
            "language": papers.config.case.language.code(), "format": format.extension(),
            "pages": pages,
        });
        let path = match target {
            Target::Stdout => {
                session.console.bytes(&bytes)?;
                None
            }
            Target::File(path) => Some(path),
            Target::Named => Some(default_name(session, &papers, kind, &document, format).into()),
        };
        if let Some(path) = path {
            let folder = self.config.parent().unwrap_or(Path::new(""));
            let fonts = papers.config.fonts.iter().map(|(_, path)| path);
            let beside = fonts.chain(&papers.config.signature);
            let inputs = beside.map(|input| folder.join(input)).chain([self.config.clone()]);
            session.spare(&path, inputs)?;
            let written = files::whole(&path, &bytes, self.force)?;
            row["file"] = json!(written.path.display().to_string());
            row["sha256"] = json!(written.sha256);
            row["bytes"] = json!(written.bytes);
            tell(session, &written, &document.reference, pages);
        }
        session.add("letters", json!([row]));
        session.remind_of_old_facts([&papers.config.case]);
        let steps = next::steps(session, &papers.config, kind, &self.config);
        session.console.tell(&next::told(session, &papers.config.case, &steps));
        session.add("next", next::json(&steps));
        Ok(())
    }

    /// Where and as what to write, from what was typed alone.
    fn target(&self, session: &Session) -> Result<(Target, Format), Stop> {
        let path = match &self.output {
            None if self.short && self.format.is_none() => Some(Path::new("-")),
            other => other.as_deref(),
        };
        let Some(path) = path else {
            return Ok((Target::Named, self.format.unwrap_or(Format::Pdf)));
        };
        if path.as_os_str() == "-" {
            session.refuse_json()?;
            let usual = if self.short { Format::Txt } else { Format::Pdf };
            let format = self.format.unwrap_or(usual);
            if format == Format::Pdf && console::stdout_is_terminal() {
                return Err(Problem::usage("pdf-on-terminal").into());
            }
            return Ok((Target::Stdout, format));
        }
        session.refuse_json_at(path)?;
        if files::is_folder(path) {
            let problem = Problem::refusal("target-is-folder").in_file(path.display().to_string());
            return Err(problem.into());
        }
        let named = Format::of(path);
        let format = match (self.format, named) {
            (Some(asked), Some(named)) if asked != named => {
                return Err(Problem::usage("format-conflict")
                    .with("file", path.display())
                    .with("format", asked.extension())
                    .into());
            }
            (Some(asked), _) => asked,
            (None, Some(named)) => named,
            (None, None) => {
                return Err(Problem::usage("format-unknown").with("file", path.display()).into());
            }
        };
        Ok((Target::File(path.to_owned()), format))
    }
}

/// A letter: its words, its bytes, and the number of pages where there are pages.
pub(super) type Made = (Document, Vec<u8>, Option<usize>);

/// Makes a letter. What is wrong with it is said where it stands.
pub(super) fn make(
    session: &Session,
    writer: &Writer<'_>,
    papers: &Papers,
    kind: Kind,
    format: Format,
) -> Result<Made, Problems> {
    let made = writer.write(&papers.config.case, kind).and_then(|mut document| {
        document.signature.clone_from(&papers.signature);
        let short = kind == Kind::Short;
        let (bytes, pages) = format.write(&document, short, &papers.fonts, papers.config.form)?;
        Ok((document, bytes, pages))
    });
    made.map_err(|wrong| session.desk.pointed(wrong, papers))
}

/// What LinkedIn's form may not take of its text.
pub(super) fn too_long(text: &[u8]) -> Option<Problem> {
    let long = String::from_utf8_lossy(text).chars().count();
    (long > FORM).then(|| {
        Problem::warning("short-too-long")
            .with("characters", long)
            .with("over", long - FORM)
            .with("room", FORM)
    })
}

fn kind_id(kind: Kind) -> &'static str {
    match kind {
        Kind::Objection => "objection",
        Kind::Short => "short",
    }
}

/// `widerspruch-linkedin-erika-mustermann.pdf`, in the language of the letter.
fn default_name(
    session: &Session,
    papers: &Papers,
    kind: Kind,
    document: &Document,
    format: Format,
) -> String {
    let case = &papers.config.case;
    let words = session.texts().locale(case.language).unwrap_or_else(|| session.locale());
    let kind = words.interface.get(&format!("file-{}", kind_id(kind))).map_or("", String::as_str);
    let number = match case.objection.number {
        1 => String::new(),
        number => format!(" {number}"),
    };
    let parts = [kind, &case.controller, &format!("{}{number}", case.sender.name)];
    name::file(&parts, &document.reference, format.extension())
}

fn tell(session: &Session, written: &files::Written, reference: &str, pages: Option<usize>) {
    let state = match written.state {
        files::State::New | files::State::Replaced => "letter-written",
        files::State::Unchanged => "letter-unchanged",
    };
    let pages = match pages {
        None => String::new(),
        Some(1) => session.words("letter-page", &[]),
        Some(pages) => session.words("letter-pages", &[("pages", &pages.to_string())]),
    };
    let file = written.path.display().to_string();
    session.say(state, &[("file", &file), ("reference", reference), ("pages", &pages)]);
}
