//! `art21 init`: asks for what the letter needs, or takes it from the command line, and writes it
//! down in a file that explains itself.

mod answers;
mod ask;
mod choice;
mod conversation;
mod draft;
mod file;
mod flags;
mod gist;
mod grounds;
mod questions;

use std::path::{Path, PathBuf};

use clap::{Args, ValueHint};
use serde_json::json;

use super::session::Session;
use super::stop::Stop;
use super::typed;
use crate::files;
use crate::problem::{Cure, Problem, Problems};
use answers::Answers;
use ask::{Asker, Away};
use conversation::Way;
use draft::Draft;

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
        let Init { file, flags, yes, force } = self;
        let to_stdout = file.as_os_str() == "-";
        if to_stdout {
            session.refuse_json()?;
        }
        session.refuse_json_at(&file)?;
        let silent = yes || session.json;
        let name = file.display().to_string();
        if !silent && !to_stdout && !force && file.symlink_metadata().is_ok() {
            // Before the questions, not after them.
            return Err(Problem::error("file-exists").in_file(name).into());
        }
        let mut answers = Answers::default();
        flags.fill(&mut answers)?;
        let Some((answers, text, warnings)) = finish(answers, session, &name, silent)? else {
            session.say("init-nothing-written", &[]);
            return Ok(());
        };
        let folder = file.parent().unwrap_or(Path::new(""));
        let named = ["signature.image", "letter.fonts"].map(|path| answers.all(path));
        session.spare(&file, named.into_iter().flatten().map(|path| folder.join(path)))?;
        session.warn(warnings);
        if to_stdout {
            session.console.bytes(text.as_bytes())?;
            return Ok(());
        }
        let written = files::whole(&file, text.as_bytes(), force)?;
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

/// Completes the answers, by asking or with what is usual: with the file, which `art21 check` finds
/// right, and the warnings that were not told yet. `None` where the person says no in the end.
fn finish(
    mut answers: Answers,
    session: &Session,
    name: &str,
    silent: bool,
) -> Result<Option<(Answers, String, Problems)>, Stop> {
    let draft = Draft::new(session, name)?;
    questions::translate(&mut answers, session);
    let mut asker = Asker::new(&session.console);
    if !silent {
        match talk(&mut answers, &draft, &mut asker) {
            Ok(true) => {}
            Ok(false) | Err(Away::Back) => return Ok(None),
            Err(Away::Stop(Stop::Interrupted)) if !asker.is_person() => {
                conversation::usual(&mut answers, session);
                let mut problems = questions::missing(&answers, session);
                problems.push(Problem::usage("answers-ended"));
                return Err(problems.into());
            }
            Err(Away::Stop(stop)) => return Err(stop),
        }
    }
    conversation::usual(&mut answers, session);
    let (_, found) = draft.check(&answers);
    if found.has_errors() {
        return Err(told(found, &answers, &draft).into());
    }
    let new = if silent { found } else { asker.new_of(found) };
    let text = draft.text(&answers);
    Ok(Some((answers, text, new)))
}

/// Asks until the person says that this is to be written, or that nothing is.
fn talk(answers: &mut Answers, draft: &Draft<'_>, asker: &mut Asker<'_>) -> Result<bool, Away> {
    let mut way = Way::new();
    loop {
        conversation::ask(answers, draft, asker, &mut way)?;
        match confirm(answers, draft, asker) {
            Ok(true) => return Ok(true),
            Ok(false) => match conversation::correct(answers, draft.session, asker) {
                Ok(true) | Err(Away::Back) => {}
                Ok(false) | Err(Away::Stop(Stop::Interrupted)) => return Ok(false),
                Err(stop) => return Err(stop),
            },
            Err(Away::Back) => {
                conversation::back(answers, &mut way);
            }
            Err(stop) => return Err(stop),
        }
    }
}

/// Shows the gist of the letter and asks whether to write. Where the answers do not go together,
/// that is said first.
fn confirm(answers: &Answers, draft: &Draft<'_>, asker: &mut Asker<'_>) -> Result<bool, Away> {
    let session = draft.session;
    let (papers, found) = draft.check(answers);
    let papers = match papers {
        Some(papers) if !found.has_errors() => papers,
        _ => return Err(told(found, answers, draft).into()),
    };
    if session.console.quiet() {
        return Ok(true);
    }
    session.console.warn(&gist::of(&papers.config, session));
    for problem in asker.new_of(found).0 {
        asker.say(&conversation::spoken(&problem, session));
    }
    let question = session.words("ask-write", &[("file", draft.name)]);
    asker.yes_or_no(session, &question, true)
}

/// What is wrong as the command line sees it: options that are missing, and answers that are wrong.
fn told(found: Problems, answers: &Answers, draft: &Draft<'_>) -> Problems {
    let mut problems = questions::missing(answers, draft.session);
    let missing = !problems.0.is_empty();
    let given =
        |problem: &Problem| problem.field.as_deref().is_some_and(|field| answers.holds(field));
    let wrong = found.0.into_iter().filter(|problem| !missing || given(problem));
    problems.0.extend(wrong.map(|problem| of_option(problem, draft)));
    problems
}

/// The file is not there to be pointed at: the option is, and it is to be mended; unless what it names
/// is a file that is wrong.
fn of_option(mut problem: Problem, draft: &Draft<'_>) -> Problem {
    if problem.place.take().is_some() || problem.file.as_deref() == Some(draft.name) {
        problem.file = problem.field.as_deref().map(questions::option);
    }
    if !problem.args.contains_key("path") {
        problem.cure = Cure::CommandLine;
    }
    problem
}
