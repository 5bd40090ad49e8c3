//! What DIN 5008 puts around the body of a letter.

use super::Letter;
use super::address::joined;
use super::voice::Voice;
use crate::document::{Frame, FrameLabels, Text};
use crate::texts::locale::fill;

impl Letter<'_> {
    /// The frame of the letter.
    pub(super) fn frame(&self, voice: &Voice<'_>) -> Frame {
        let sender = &self.case.sender;
        let name = || Text::data(&sender.name, "sender.name");
        let reference = || Text::data(self.reference, "reference");
        let date = || Text::data(voice.locale.format_date(self.case.date), "date");

        let mut letterhead = self.sender_lines(voice);
        for (value, field) in [(&sender.email, "sender.email"), (&sender.phone, "sender.phone")] {
            letterhead.extend(value.as_ref().map(|value| Text::data(value, field)));
        }
        // All of the address: without the c/o, what cannot be delivered does not come back either.
        let return_address = self.sender_lines(voice);
        // A minor's letter is signed by who represents them (§§ 107, 1629 BGB).
        let signed_by = match sender.represented_by.as_slice() {
            [] => sender.name.clone(),
            representatives => voice.locale.together(representatives),
        };
        Frame {
            letterhead,
            return_address: joined(return_address, " · "),
            recipient: self.recipient_lines(),
            information: vec![
                (Text::plain(voice.reference), reference()),
                (Text::plain(voice.date), date()),
            ],
            header: joined([name(), reference(), date()], " · "),
            page_of: voice.page_of.to_owned(),
            labels: FrameLabels {
                sender: voice.sender.to_owned(),
                recipient: voice.recipient.to_owned(),
                signature: fill(voice.signature, |key| (key == "name").then_some(&signed_by)),
                lines: voice.lines.to_owned(),
            },
        }
    }
}
