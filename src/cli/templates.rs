//! `art21 templates export`: the texts, to be edited.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::lay;
use super::session::Session;
use super::stop::Stop;
use crate::texts::embedded;

/// Work on the texts of the letters
#[derive(Args)]
pub(super) struct Templates {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Export(Export),
}

/// Write all texts into a folder, to edit them and use them with --templates
///
/// Files that were changed there are kept: then nothing is written, unless --force is given.
#[derive(Args)]
struct Export {
    /// The folder
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    folder: PathBuf,
    /// Replace files that were changed
    #[arg(long)]
    force: bool,
}

impl Templates {
    pub(super) fn run(self, session: &mut Session) -> Result<(), Stop> {
        let Verb::Export(export) = self.verb;
        let files = embedded::templates().map(|(path, text)| (path.into(), text.into())).collect();
        lay::files(session, &export.folder, files, export.force)?;
        let folder = export.folder.display().to_string();
        session.say("templates-exported", &[("folder", &folder)]);
        Ok(())
    }
}
