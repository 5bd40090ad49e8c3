//! The lines of the addresses (DIN 5008:2020, 6.2 and 6.3; Universal Postal Convention).

use super::Letter;
use super::voice::{Voice, around};
use crate::document::{Span, Text};
use crate::texts::Texts;
use crate::texts::controller::Controller;

impl Letter<'_> {
    /// The sender's name and address, a line each, with the country where the letter leaves it.
    pub(super) fn sender_lines(&self, voice: &Voice<'_>) -> Vec<Text> {
        let lines = self.above_town(voice).into_iter();
        let lines = lines.chain(self.town()).chain(self.country_of_sender(voice));
        lines.filter(|line| !line.0.is_empty()).collect()
    }

    fn above_town(&self, voice: &Voice<'_>) -> Vec<Text> {
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
        above_town.into_iter().flatten().collect()
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
        let (own, from) = (&self.case.recipient, self.case.sender.country.as_str());
        postal(self.controller, own, from, self.writer.texts)
    }

    /// The sender's own address for a window, without the country inside `from`. It is never longer
    /// than the window is high: then postcode and town share a line.
    pub(super) fn own_lines(&self, voice: &Voice<'_>, from: &str) -> Vec<Text> {
        const MOST: usize = 6;
        let sender = &self.case.sender;
        let mut lines = self.above_town(voice);
        let mut town = self.town();
        let country = (sender.country != from).then(|| {
            let country = self.writer.texts.destination(&sender.country, from);
            Text::data(country, "sender.country")
        });
        if lines.len() + town.len() + usize::from(country.is_some()) > MOST {
            town = vec![joined(town, ", ")];
        }
        lines.extend(town.into_iter().chain(country));
        lines.retain(|line| !line.0.is_empty());
        lines
    }
}

/// The lines of a controller's address, or the user's own in its place; the country last where the
/// letter comes `from` another.
pub(super) fn postal(
    controller: &Controller,
    own: &[String],
    from: &str,
    texts: &Texts,
) -> Vec<Text> {
    if !own.is_empty() {
        let own = own.iter().enumerate();
        return own
            .map(|(line, text)| Text::data(text, &format!("recipient.postal[{line}]")))
            .collect();
    }
    let mut lines: Vec<Text> = controller.postal.iter().map(Text::plain).collect();
    let to = &controller.country;
    if from != to {
        lines.push(Text::plain(texts.destination(to, from)));
    }
    lines
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
