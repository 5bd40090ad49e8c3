//! The lines of the addresses (DIN 5008:2020, 6.2 and 6.3; Universal Postal Convention).

use super::Letter;
use super::voice::{Voice, around};
use crate::document::{Span, Text};

impl Letter<'_> {
    /// The sender's name and address, a line each, with the country where the letter leaves it.
    pub(super) fn sender_lines(&self, voice: &Voice<'_>) -> Vec<Text> {
        let sender = &self.case.sender;
        let care_of = sender
            .care_of
            .as_ref()
            .map(|name| around(voice.care_of, "name", Span::data(name, "sender.care_of")));
        let above_town = [
            Some(Text::data(&sender.name, "sender.name")),
            care_of,
            Some(Text::data(&sender.street, "sender.street")),
            sender.line2.as_ref().map(|line| Text::data(line, "sender.line2")),
        ];
        let lines = above_town.into_iter().flatten();
        let lines = lines.chain(self.town()).chain(self.country_of_sender(voice));
        lines.filter(|line| !line.0.is_empty()).collect()
    }

    /// Postcode and town in the order of the sender's country, a line each where it sets them so
    /// (Universal Postal Union, addressing systems of the countries).
    pub(super) fn town(&self) -> Vec<Text> {
        let sender = &self.case.sender;
        let postcode = Text::data(&sender.postcode, "sender.postcode");
        let city = Text::data(&sender.city, "sender.city");
        match sender.country.as_str() {
            "IE" | "GB" => vec![city, postcode],
            "LV" => vec![joined([city, postcode], ", ")],
            "MT" => vec![joined([city, postcode], " ")],
            _ => vec![joined([postcode, city], " ")],
        }
    }

    /// The sender's country, where the letter leaves it.
    pub(super) fn country_of_sender(&self, voice: &Voice<'_>) -> Option<Text> {
        let code = &self.case.sender.country;
        (*code != self.controller.country)
            .then(|| Text::data(voice.locale.country(code), "sender.country"))
    }

    /// The lines in the window, the country of destination last where it is another.
    pub(super) fn recipient_lines(&self) -> Vec<Text> {
        if !self.case.recipient.is_empty() {
            let own = self.case.recipient.iter().enumerate();
            return own
                .map(|(line, text)| Text::data(text, &format!("recipient.postal[{line}]")))
                .collect();
        }
        let mut lines: Vec<Text> = self.controller.postal.iter().map(Text::plain).collect();
        let (from, to) = (&self.case.sender.country, &self.controller.country);
        if from != to {
            lines.push(Text::plain(self.writer.texts.destination(to, from)));
        }
        lines
    }
}

/// Texts in one line; those that are empty leave nothing.
pub(super) fn joined(texts: impl IntoIterator<Item = Text>, separator: &str) -> Text {
    let mut line = Text::default();
    for mut text in texts {
        text.0.retain(|span| !span.text.is_empty());
        if !text.0.is_empty() && !line.0.is_empty() {
            line.0.push(Span::plain(separator));
        }
        line.0.append(&mut text.0);
    }
    line
}
