//! `art21 man`: the manual pages.

use std::path::PathBuf;

use clap::{Args, Command, CommandFactory, ValueHint};

use super::session::Session;
use super::stop::Stop;
use super::{Cli, lay};

/// Write the manual pages into a folder
#[derive(Args)]
pub(super) struct Man {
    /// The folder
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    folder: PathBuf,
    /// Replace pages that have other content
    #[arg(long)]
    force: bool,
}

impl Man {
    pub(super) fn run(self, session: &mut Session) -> Result<(), Stop> {
        let mut root = Cli::command().disable_help_flag(true).disable_help_subcommand(true);
        root.build();
        let mut pages = Vec::new();
        render(&root, &mut pages)?;
        let count = pages.len().to_string();
        lay::files(session, &self.folder, pages, self.force)?;
        let folder = self.folder.display().to_string();
        session.say("man-written", &[("folder", &folder), ("count", &count)]);
        Ok(())
    }
}

/// One page for a command and for each below it: `art21-templates-export.1`.
fn render(command: &Command, pages: &mut Vec<(PathBuf, Vec<u8>)>) -> Result<(), Stop> {
    let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone())
        .title(name.to_uppercase())
        // A blank keeps the place of the date in `.TH` (man(7)): the same program writes the same
        // pages on every day.
        .date(" ")
        .source(concat!("art21 ", env!("CARGO_PKG_VERSION")))
        .manual("art21")
        .render(&mut page)?;
    pages.push((format!("{name}.1").into(), page));
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        render(below, pages)?;
    }
    Ok(())
}
