//! The only code that prints, exits, reads clock, environment and keyboard. One command is one
//! file; each returns what stopped it, and `Session::close` turns that into an exit code.

mod bug;
mod bulk;
mod check;
mod completions;
mod console;
mod init;
mod lay;
mod letter;
mod list;
mod man;
mod name;
mod next;
mod paragraph;
mod progress;
pub mod report;
mod roster;
mod session;
mod stop;
mod templates;
mod typed;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::language::Language;
use session::Session;
use stop::Stop;

/// Runs the program: parses the command line, does what it says, tells how it ended.
pub fn run() -> ExitCode {
    bug::hook();
    let cli = match parse() {
        Ok(cli) => cli,
        Err(code) => return code,
    };
    let mut session = match Session::open(cli.global) {
        Ok(session) => session,
        Err(code) => return code,
    };
    let end = bug::guard(|| cli.command.run(&mut session));
    session.close(end)
}

/// Write formal objections under Article 21 GDPR to LinkedIn Ireland.
///
/// art21 writes the objection against what LinkedIn does with your data on the ground of its
/// "legitimate interests", in German or English, from a small TOML file, as a PDF to print and
/// post or as text for LinkedIn's form. It is no legal advice: the texts are fixed and sourced,
/// and you decide.
#[derive(Parser)]
#[command(
    name = "art21",
    version,
    max_term_width = 80,
    after_help = "Begin with `art21 init`, then `art21 letter`."
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command understands.
#[derive(Args, Default)]
#[command(next_help_heading = "Options of every command")]
struct Global {
    /// Print one JSON document on standard output, problems included (see `art21 list json`)
    #[arg(long, global = true)]
    json: bool,
    /// Take templates from this folder first (see `art21 templates export`)
    #[arg(long, global = true, value_name = "DIR")]
    templates: Option<PathBuf>,
    /// Language of what the program says, de or en; help like this is English [default: that of the
    /// system, else en]
    #[arg(long, global = true, value_name = "LANG", value_parser = language)]
    lang: Option<Language>,
    /// Print nothing but problems and what was asked for; no reminder of old facts either
    #[arg(short, long, global = true)]
    quiet: bool,
    /// When to use colour; auto: on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", value_enum, ignore_case = true, default_value_t = Color::Auto)]
    color: Color,
    /// Take this day as today, YYYY-MM-DD
    #[arg(long, global = true, value_name = "DATE", hide = true)]
    today: Option<NaiveDate>,
}

/// When to use colour.
#[derive(Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Subcommand)]
enum Command {
    Init(Box<init::Init>),
    Check(check::Check),
    Letter(letter::Letter),
    Bulk(Box<bulk::Bulk>),
    List(list::List),
    Templates(templates::Templates),
    Completions(completions::Completions),
    Man(man::Man),
}

impl Command {
    fn run(self, session: &mut Session) -> Result<(), Stop> {
        match self {
            Command::Init(init) => init.run(session),
            Command::Check(check) => check.run(session),
            Command::Letter(letter) => letter.run(session),
            Command::Bulk(bulk) => bulk.run(session),
            Command::List(list) => list.run(session),
            Command::Templates(templates) => templates.run(session),
            Command::Completions(completions) => completions.run(session),
            Command::Man(man) => man.run(session),
        }
    }
}

/// Reads the command line. Where it cannot be read, what clap says goes to the reader, or into
/// the one JSON document that was asked for.
fn parse() -> Result<Cli, ExitCode> {
    Cli::try_parse().map_err(|error| {
        let json = std::env::args_os().take_while(|arg| arg != "--").any(|arg| arg == "--json");
        if json && error.use_stderr() {
            let words = error.render().to_string();
            let words = words.trim().trim_start_matches("error: ");
            let (message, help) = words.split_once("\n\n").unwrap_or((words, ""));
            return console::refuse("command-line", message, help, 2);
        }
        match error.print().and_then(|()| io::stdout().flush()) {
            // Help that was asked for is data.
            Err(refused) if !error.use_stderr() => unheard(refused),
            // What standard error does not take has nobody to be told to.
            _ => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)),
        }
    })
}

/// Ends where standard output did not take the help.
fn unheard(refused: io::Error) -> ExitCode {
    match Session::open(Global::default()) {
        Ok(session) => session.close(Err(refused.into())),
        Err(code) => code,
    }
}

fn language(code: &str) -> Result<Language, &'static str> {
    code.to_ascii_lowercase().parse().map_err(|_| "a language is two letters: de or en")
}
