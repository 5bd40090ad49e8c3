//! The sheet before a letter, for the person who writes it: what the letter does, and what to do
//! with it.

use super::address::joined;
use super::facts::Facts;
use super::voice::Voice;
use super::{Kind, Letter, Writer};
use crate::case::reference::Reference;
use crate::case::{Case, Organiser};
use crate::document::kept::Kept;
use crate::document::{Document, Frame, FrameLabels, Part, Text};
use crate::problem::Problems;

/// Where letters with their sheets are posted to their writers.
const POSTED_FROM: &str = "DE";

/// What a sheet says beside the case of its letter.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cover<'a> {
    /// Who hands the letters out; `None` where nobody is named.
    pub organiser: Option<&'a Organiser>,
    /// Whether the letter leaves ruled lines for the person's own words.
    pub handwritten: bool,
    /// Whether the letter has a picture of the signature.
    pub signed: bool,
}

impl Writer<'_> {
    /// Writes the sheet before the letter of a case, in the language of the letter. It has the
    /// letter's reference and date; its window shows the person's own address.
    ///
    /// # Errors
    ///
    /// What the catalogue lacks; a template of the user's own that Tera or the Markdown reader
    /// refuses, with its place.
    pub fn cover(&self, case: &Case, cover: &Cover<'_>) -> Result<Document, Problems> {
        let controller = self.controller(&case.controller)?;
        let reference = Reference::of(case).to_string();
        let kind = Kind::Objection;
        let letter = Letter { writer: self, case, kind, controller, reference: &reference };
        let voice = self.voice(case.language)?;

        let mut facts = Facts::about(&letter, voice);
        facts.organiser(cover.organiser);
        facts.set("with_grounds", !case.objection.grounds.is_empty());
        facts.set("handwritten", cover.handwritten);
        facts.set("signed", cover.signed);
        facts.set("with_copy", case.courtesy_copy.is_some());
        let at_home = case.sender.country == POSTED_FROM;
        let registered = if at_home { voice.registered_from_germany } else { voice.registered };
        let registered = facts.origins.catalogue(registered, None);
        facts.set("registered", registered);

        let path = format!("{}/cover.md", case.language);
        let provenance = |value: &str| facts.origins.of(value);
        let body = self.blocks(&path, &facts.context, &provenance, voice, &mut Kept::default())?;
        let part = Part { language: case.language, frame: letter.frame_of_cover(voice), body };
        // It speaks to the person: they are not its author.
        let author = cover.organiser.map_or_else(String::new, |organiser| organiser.name.clone());
        let date = case.date.to_string();
        Ok(Document { reference, date, author, parts: vec![part], signature: None })
    }
}

impl Letter<'_> {
    /// No letterhead, for nobody writes it; the address is the person's own.
    fn frame_of_cover(&self, voice: &Voice<'_>) -> Frame {
        let reference = || Text::data(self.reference, "reference");
        let name = Text::data(&self.case.sender.name, "sender.name");
        Frame {
            recipient: self.own_lines(voice, POSTED_FROM),
            information: vec![(Text::plain(voice.reference), reference())],
            header: joined([name, reference()], " · "),
            page_of: voice.page_of.to_owned(),
            labels: FrameLabels {
                recipient: voice.recipient.to_owned(),
                sender: voice.sender.to_owned(),
                ..FrameLabels::default()
            },
            ..Frame::default()
        }
    }
}
