//! What the answers would make: the file, and everything that is wrong with it.

use std::path::Path;
use std::sync::Arc;

use super::answers::Answers;
use super::{file, grounds};
use crate::cli::check;
use crate::cli::session::Session;
use crate::desk::Papers;
use crate::letter::Writer;
use crate::problem::{Problems, Source};

/// The file that is not written yet.
pub(super) struct Draft<'s> {
    pub(super) session: &'s Session,
    writer: Writer<'s>,
    /// Where it is to be written.
    pub(super) name: &'s str,
}

impl<'s> Draft<'s> {
    pub(super) fn new(session: &'s Session, name: &'s str) -> Result<Self, Problems> {
        Ok(Draft { session, writer: Writer::new(session.texts())?, name })
    }

    /// The whole file.
    pub(super) fn text(&self, answers: &Answers) -> String {
        file::write(answers, self.session, self.name)
    }

    /// Checks it as `art21 check` would.
    pub(super) fn check(&self, answers: &Answers) -> (Option<Papers>, Problems) {
        let source = Source::new(self.name, self.text(answers));
        let folder = Path::new(self.name).parent().unwrap_or(Path::new(""));
        let (papers, mut found) =
            check::everything(self.session, Some(&self.writer), &Arc::new(source), folder);
        found.0.extend(grounds::translation_alone(answers));
        (papers, found)
    }
}
