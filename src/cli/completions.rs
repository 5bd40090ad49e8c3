//! `art21 completions`: what a shell needs to complete a command line.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::Cli;
use super::session::Session;
use super::stop::Stop;

/// Print the completions of a shell
#[derive(Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self, session: &mut Session) -> Result<(), Stop> {
        session.refuse_json()?;
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "art21", &mut script);
        session.console.bytes(&script)?;
        Ok(())
    }
}
