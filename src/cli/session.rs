//! What every command works with: the desk, the reader's language, and what is to be said at the
//! end.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::console::{self, Console};
use super::report::escape;
use super::stop::{self, Stop};
use super::{Global, report, typed};
use crate::case::Case;
use crate::desk::{Desk, Papers};
use crate::files;
use crate::input::roster::is_roster;
use crate::language::Language;
use crate::letter;
use crate::problem::{Problem, Problems, Source};
use crate::texts::Texts;
use crate::texts::locale::{Locale, fill};
use crate::texts::origin;

/// The largest config, in bytes.
const LARGEST_CONFIG: u64 = 1024 * 1024;

/// One run of the program.
pub(super) struct Session {
    /// Texts and today.
    pub(super) desk: Desk,
    /// Where to speak.
    pub(super) console: Console,
    /// Whether one JSON document is wanted.
    pub(super) json: bool,
    /// The language in which the program speaks.
    pub(super) language: Language,
    /// The folder of `--templates`.
    templates: Option<PathBuf>,
    /// Everything that was found wrong so far.
    problems: Problems,
    /// What the JSON document holds beside the problems.
    document: Map<String, Value>,
}

impl Session {
    /// Opens the desk. `Err` is how the program ends where it cannot be opened.
    pub(super) fn open(global: Global) -> Result<Session, ExitCode> {
        let console = Console::new(global.color, global.quiet, global.json);
        let today = global.today.unwrap_or_else(|| chrono::Local::now().date_naive());
        let wanted = global.lang.unwrap_or_else(of_the_system);
        let opened = Desk::open(global.templates.as_deref(), today);
        let (desk, mut problems) = match opened {
            Ok(desk) => (desk, Problems::default()),
            // The program's own texts still have the words for what is wrong with the user's.
            Err(problems) => match Desk::open(None, today) {
                Ok(desk) => (desk, problems),
                Err(own) => panic!("the embedded texts are wrong: {own:?}"),
            },
        };
        let known = desk.texts.locales.contains_key(&wanted);
        if !known && global.lang.is_some() {
            let all: Vec<_> = desk.texts.locales.keys().map(Language::code).collect();
            let problem = Problem::usage("language-without-words").with("language", wanted);
            problems.push(problem.with("languages", all.join(", ")));
        }
        let odd = desk.texts.warnings.clone();
        let mut session = Session {
            desk,
            console,
            json: global.json,
            templates: global.templates,
            language: if known { wanted } else { Language::ENGLISH },
            problems: Problems::default(),
            document: Map::new(),
        };
        session.warn(odd);
        if problems.0.is_empty() { Ok(session) } else { Err(session.close(Err(problems.into()))) }
    }

    /// The words in the reader's language.
    pub(super) fn locale(&self) -> &Locale {
        &self.desk.texts.locales[&self.language]
    }

    /// All texts.
    pub(super) fn texts(&self) -> &Texts {
        &self.desk.texts
    }

    /// Words of `[interface]`, with `{name}` filled in. A test sees to it that every key exists.
    pub(super) fn words(&self, key: &str, args: &[(&str, &str)]) -> String {
        let words = self.locale().interface.get(key).map_or(key, String::as_str);
        fill(words, |name| {
            args.iter().find(|(known, _)| *known == name).map(|(_, value)| escape(value))
        })
    }

    /// Tells the reader a line.
    pub(super) fn say(&self, key: &str, args: &[(&str, &str)]) {
        self.console.tell(&format!("{}\n", self.words(key, args)));
    }

    /// A command about a config as it goes on from here: with the same templates.
    pub(super) fn command(&self, words: &str, config: &Path) -> String {
        let command = typed::about(words, config);
        match &self.templates {
            Some(folder) => {
                let folder = typed::quoted(&folder.display().to_string());
                format!("{command} --templates {folder}")
            }
            None => command,
        }
    }

    /// Tells of problems that do not stop the work.
    pub(super) fn warn(&mut self, problems: Problems) {
        if !problems.0.is_empty() {
            self.console.warn(&report::text(&problems, self.locale(), self.console.colored()));
        }
        self.problems.0.extend(problems.0);
    }

    /// Reminds of what letters rest on and was last looked at long ago: after everything else, once
    /// for all of them.
    pub(super) fn remind_of_old_facts<'c>(&mut self, cases: impl IntoIterator<Item = &'c Case>) {
        let texts = &self.desk.texts;
        let sources = cases.into_iter().flat_map(|case| letter::sources(case, texts));
        let problem = origin::stale(sources, self.desk.today);
        self.remind(problem);
    }

    /// The same, of what was found already.
    pub(super) fn remind(&mut self, old: Option<Problem>) {
        let Some(problem) = old else { return };
        let problems = Problems::from(problem);
        let text = report::text(&problems, self.locale(), self.console.colored());
        self.console.tell(&format!("\n{text}"));
        self.problems.0.extend(problems.0);
    }

    /// Adds a field to the JSON document.
    pub(super) fn add(&mut self, name: &str, value: Value) {
        self.document.insert(name.to_owned(), value);
    }

    /// Refuses to mix data on standard output with the JSON document.
    pub(super) fn refuse_json(&self) -> Result<(), Problem> {
        if self.json { Err(Problem::usage("json-on-stdout")) } else { Ok(()) }
    }

    /// The same where what is written to a path goes to standard output.
    pub(super) fn refuse_json_at(&self, path: &Path) -> Result<(), Problem> {
        if console::is_stdout(path) { self.refuse_json() } else { Ok(()) }
    }

    /// Refuses to replace what a file is made from, not even with `--force`: one of `inputs`, or one
    /// of the user's own texts.
    pub(super) fn spare(
        &self,
        output: &Path,
        inputs: impl IntoIterator<Item = PathBuf>,
    ) -> Result<(), Problem> {
        let Ok(real) = output.canonicalize() else { return Ok(()) };
        let texts = self.desk.texts.own.iter().cloned();
        let mut inputs = inputs.into_iter().chain(texts);
        if inputs.any(|input| input.canonicalize().is_ok_and(|input| input == real)) {
            return Err(Problem::error("output-is-input").in_file(output.display().to_string()));
        }
        Ok(())
    }

    /// Reads a config, `-` being standard input, and what it names; with what is wrong with it.
    pub(super) fn read(&self, path: &Path) -> Result<(Papers, Problems), Problems> {
        let (source, folder) = source(path)?;
        self.desk.papers(&source, &folder)
    }

    /// Ends the run: tells what stopped it, prints the JSON document, gives the exit code.
    pub(super) fn close(mut self, end: Result<(), Stop>) -> ExitCode {
        let stop = end.err();
        match &stop {
            Some(Stop::Problems(problems)) => self.warn(problems.clone()),
            Some(Stop::Bug) => self.problems.push(Problem::error("bug")),
            Some(Stop::Interrupted) => {
                self.problems.push(Problem::error("interrupted"));
            }
            Some(Stop::Enough) | None => {}
        }
        let mut code = stop
            .as_ref()
            .map_or_else(|| stop::code(&self.problems), |stop| stop.code(&self.problems));
        if self.json && !matches!(stop, Some(Stop::Enough)) {
            let mut document = Map::new();
            document.insert("problems".to_owned(), report::json(&self.problems, self.locale()));
            document.extend(std::mem::take(&mut self.document));
            let text = format!("{:#}\n", Value::Object(document));
            if let Err(Stop::Problems(refused)) =
                self.console.bytes(text.as_bytes()).map_err(Stop::from)
            {
                console::plainly(&report::text(&refused, self.locale(), false));
                code = code.max(stop::code(&refused));
            }
        }
        ExitCode::from(code)
    }
}

/// The text of a config and the folder that its paths start from.
pub(super) fn source(path: &Path) -> Result<(Arc<Source>, PathBuf), Problems> {
    if path.as_os_str() == "-" {
        let source = Source::new("-", standard_input()?);
        return Ok((Arc::new(source), ".".into()));
    }
    if is_roster(path) {
        return Err(Problem::error("not-a-config").in_file(path.display().to_string()).into());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let text = files::read_text(path, LARGEST_CONFIG).map_err(|wrong| beginning(wrong, path))?;
    let source = Source::new(path.display().to_string(), text);
    Ok((Arc::new(source), folder.unwrap_or(Path::new(".")).to_owned()))
}

/// Who has no config yet begins with `art21 init`.
fn beginning(wrong: Problems, config: &Path) -> Problems {
    let missing = Problem::error("config-missing")
        .with("command", typed::about("art21 init", config))
        .in_file(config.display().to_string());
    let each = |problem: Problem| match problem.code {
        "file-missing" => missing.clone(),
        _ => problem,
    };
    Problems(wrong.0.into_iter().map(each).collect())
}

/// The whole of standard input.
fn standard_input() -> Result<String, Problems> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(LARGEST_CONFIG + 1).read_to_end(&mut bytes);
    let wrong = match read {
        Err(error) => Problem::error("file-unreadable").with("reason", files::reason(&error)),
        Ok(read) if read as u64 > LARGEST_CONFIG => {
            Problem::error("file-too-large").with("limit", "1 MiB")
        }
        Ok(_) => return files::text("-", bytes),
    };
    Err(wrong.in_file("-").into())
}

/// The language of the system, as far as it names one.
fn of_the_system() -> Language {
    let tag = sys_locale::get_locale().unwrap_or_default();
    tag.split(['-', '_', '.'])
        .next()
        .and_then(|code| code.parse().ok())
        .unwrap_or(Language::ENGLISH)
}
