//! `art21 init`: asks for what the letter needs, or takes it from the command line, and writes it
//! down in a file that explains itself.

mod answers;
mod ask;
mod choice;
mod file;
mod flags;
mod gist;
mod grounds;
mod questions;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueHint};
use serde_json::json;

use super::session::Session;
use super::stop::Stop;
use super::typed;
use crate::input::{self, Config};
use crate::problem::{Problem, Problems, Source};
use crate::{desk, files};
use answers::Answers;
use ask::Asker;

/// Write the file with your data, step by step
///
/// Asks in your language, explains each choice, shows what the letter will say, and writes a file
/// that you can edit afterwards. Every answer can be given as an option; what is given is not
/// asked. With --yes or --json it asks nothing and takes the usual answer where none is given.
#[derive(Args)]
pub(super) struct Init {
    /// The file to write; - is standard output
    #[arg(value_name = "FILE", default_value = typed::CONFIG, value_hint = ValueHint::FilePath)]
    file: PathBuf,
    #[command(flatten)]
    flags: flags::Flags,
    /// Ask nothing: take the usual answer where none is given
    #[arg(short, long)]
    yes: bool,
    /// Replace an existing file that has other content
    #[arg(long)]
    force: bool,
}

impl Init {
    pub(super) fn run(self, session: &mut Session) -> Result<(), Stop> {
        let to_stdout = self.file.as_os_str() == "-";
        if to_stdout {
            session.refuse_json()?;
        }
        session.refuse_json_at(&self.file)?;
        let silent = self.yes || session.json;
        if !silent && !to_stdout && !self.force && self.file.symlink_metadata().is_ok() {
            // Before the questions, not after them.
            let name = self.file.display().to_string();
            return Err(Problem::error("file-exists").in_file(name).into());
        }
        let name = self.file.display().to_string();
        let mut answers = Answers::default();
        self.flags.fill(&mut answers)?;
        questions::translate(&mut answers, session);
        if session.console.quiet() {
            // Who wants quiet is asked only what has no usual answer.
            questions::usual(&mut answers, session);
        }
        if !silent {
            let mut asker = Asker::new(&session.console);
            let asked = questions::ask(&mut answers, session, &mut asker, &name)
                .and_then(|()| confirm(&answers, session, &mut asker, &name));
            match asked {
                Ok(true) => {}
                Ok(false) => {
                    session.say("init-nothing-written", &[]);
                    return Ok(());
                }
                Err(Stop::Interrupted) if !asker.is_person() => {
                    questions::usual(&mut answers, session);
                    let mut problems = questions::missing(&answers, session);
                    problems.push(Problem::error("answers-ended"));
                    return Err(problems.into());
                }
                Err(stop) => return Err(stop),
            }
        }
        questions::usual(&mut answers, session);
        grounds::no_translation_alone(&answers)?;
        let text = file::write(&answers, session, &name);
        let (_, warnings) =
            read(&text, session, &name).map_err(|wrong| told(wrong, &answers, session))?;
        let signature = picture(&answers, &name)?;
        session.spare(&self.file, signature)?;
        session.warn(if silent { warnings } else { Problems::default() });
        if to_stdout {
            session.console.bytes(text.as_bytes())?;
            return Ok(());
        }
        let written =
            files::whole(&self.file, text.as_bytes(), self.force).map_err(Stop::Refused)?;
        session.add(
            "files",
            json!([{ "file": name, "sha256": written.sha256, "bytes": written.bytes }]),
        );
        let [letter, check] = commands(&name);
        session.say("init-written", &[("file", &name), ("letter", &letter), ("check", &check)]);
        Ok(())
    }
}

/// What to type next for a file: the letter, the check. What goes to standard output will be kept
/// under the usual name.
fn commands(name: &str) -> [String; 2] {
    let file = Path::new(if name == "-" { typed::CONFIG } else { name });
    ["art21 letter", "art21 check"].map(|command| typed::about(command, file))
}

/// Reads what would be written, by the same rules as everything that reads it later.
fn read(text: &str, session: &Session, name: &str) -> Result<(Config, Problems), Problems> {
    let source = Arc::new(Source { name: name.to_owned(), text: text.to_owned() });
    input::config::read(&source, session.texts(), session.desk.today)
}

/// The signature where the file will say, seen from its folder; it must be there.
fn picture(answers: &Answers, name: &str) -> Result<Option<PathBuf>, Problems> {
    let Some(path) = answers.get("signature.image") else { return Ok(None) };
    let folder = Path::new(name).parent().unwrap_or(Path::new(""));
    let named = |problem: Problem| problem.field("signature.image");
    let wrong = |wrong: Problems| Problems(wrong.0.into_iter().map(named).collect());
    let path = folder.join(path);
    desk::picture(&path).map_err(wrong)?;
    Ok(Some(path))
}

/// Shows the gist of the letter and asks whether to write. Where the answers do not go together,
/// that is said first.
fn confirm(
    answers: &Answers,
    session: &Session,
    asker: &mut Asker<'_>,
    name: &str,
) -> Result<bool, Stop> {
    let (config, _) = read(&file::write(answers, session, name), session, name)
        .map_err(|wrong| told(wrong, answers, session))?;
    if session.console.quiet() {
        return Ok(true);
    }
    session.console.warn(&gist::of(&config.case, session));
    let question = session.words("ask-write", &[("file", name)]);
    asker.yes_or_no(session, &question, true)
}

/// What is wrong as the command line sees it: options that are missing, and answers that are wrong.
fn told(wrong: Problems, answers: &Answers, session: &Session) -> Problems {
    let mut problems = questions::missing(answers, session);
    let missing = !problems.0.is_empty();
    let given =
        |problem: &Problem| problem.field.as_deref().is_some_and(|field| answers.holds(field));
    problems.0.extend(wrong.0.into_iter().filter(|problem| !missing || given(problem)));
    problems
}
