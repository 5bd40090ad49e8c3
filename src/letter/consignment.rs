//! The list that goes with a parcel of signed letters, and its number.

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::Writer;
use super::address::{joined, postal};
use super::facts::{Facts, map};
use super::voice::Voice;
use crate::case::{Organiser, reference};
use crate::document::kept::Kept;
use crate::document::{Block, Document, Frame, FrameLabels, Part, Span, Text};
use crate::language::Language;
use crate::problem::Problems;
use crate::texts::locale::fill;

/// How many digits of a sum stand together.
const GROUP: usize = 8;

/// Signed letters that go to a controller in one parcel.
#[derive(Debug, Clone)]
pub struct Consignment<'a> {
    /// [`consignment_number`] of its letters.
    pub number: &'a str,
    /// The date of the list.
    pub date: NaiveDate,
    /// The language of the list.
    pub language: Language,
    /// The controller by id: `linkedin`.
    pub controller: &'a str,
    /// Replaces the controller's postal address, as in the letters; empty where it does not.
    pub recipient: &'a [String],
    /// Who delivers it; `None` where nobody is named.
    pub organiser: Option<&'a Organiser>,
    /// What is in it, in the order of the list.
    pub letters: &'a [Listed<'a>],
}

/// A letter of a consignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed<'a> {
    /// Its reference.
    pub reference: &'a str,
    /// The name of the person whose letter it is.
    pub name: &'a str,
    /// How many pages it has.
    pub pages: usize,
    /// The SHA-256 of its file, in hexadecimal digits.
    pub sha256: &'a str,
}

/// The number of a consignment, which depends on its letters alone and not on their order: `S-` and,
/// as in a reference, eleven characters of Crockford base 32 from a SHA-256 and a check character.
///
/// Hashed are the letters by reference, each as a line: its SHA-256, two blanks, its reference, LF.
pub fn consignment_number<'l>(letters: impl IntoIterator<Item = &'l Listed<'l>>) -> String {
    let mut letters: Vec<_> =
        letters.into_iter().map(|letter| (letter.reference, letter.sha256)).collect();
    letters.sort_unstable();
    let mut hash = Sha256::new();
    for (reference, sha256) in letters {
        hash.update(format!("{sha256}  {reference}\n"));
    }
    reference::numbered("S", hash.finalize().as_ref())
}

impl Writer<'_> {
    /// Writes the list of a consignment. What its template says stands before the list.
    ///
    /// # Errors
    ///
    /// What the catalogue lacks; a template of the user's own that Tera or the Markdown reader
    /// refuses, with its place.
    pub fn consignment(&self, list: &Consignment<'_>) -> Result<Document, Problems> {
        let controller = self.controller(list.controller)?;
        let voice = self.voice(list.language)?;
        let date = voice.locale.format_date(list.date);

        let mut facts = Facts::none();
        facts.organiser(list.organiser);
        let number = facts.origins.field(list.number, "number");
        let day = facts.origins.field(&date, "date");
        let names = map([
            ("name", facts.origins.catalogue(&controller.name, None)),
            ("short", facts.origins.catalogue(&controller.short, None)),
        ]);
        facts.set("number", number);
        facts.set("date", day);
        facts.set("count", list.letters.len() as u64);
        facts.set("controller", names);

        let path = format!("{}/consignment.md", list.language);
        let provenance = |value: &str| facts.origins.of(value);
        let mut body =
            self.blocks(&path, &facts.context, &provenance, voice, &mut Kept::default())?;
        if !list.letters.is_empty() {
            let items = list.letters.iter().map(|letter| vec![item(letter, voice)]);
            body.push(Block::List { start: Some(1), items: items.collect() });
        }
        // The country is named in the language of the list: where it is posted, nobody says.
        let from = voice.locale.post.first().map_or("", String::as_str);
        let recipient = postal(controller, list.recipient, from, self.texts);
        let frame = frame(list, recipient, &date, voice);
        let part = Part { language: list.language, frame, body };
        Ok(Document {
            reference: list.number.to_owned(),
            date: list.date.to_string(),
            author: list.organiser.map_or_else(String::new, |organiser| organiser.name.clone()),
            parts: vec![part],
            signature: None,
        })
    }
}

/// Reference, name and pages; below them the sum, in groups that a line can end between.
fn item(letter: &Listed<'_>, voice: &Voice<'_>) -> Block {
    let count = letter.pages.to_string();
    let words = if letter.pages == 1 { voice.listed_page } else { voice.listed_pages };
    let pages = fill(words, |key| (key == "pages").then_some(&count));
    let mut sum = String::with_capacity(letter.sha256.len() * 9 / 8);
    for (place, digit) in letter.sha256.chars().enumerate() {
        if place > 0 && place % GROUP == 0 {
            sum.push(' ');
        }
        sum.push(digit);
    }
    Block::Paragraph(Text(vec![
        Span::data(letter.reference, "reference"),
        Span::plain(", "),
        Span::data(letter.name, "sender.name"),
        Span::plain(", "),
        Span::data(pages, "pages"),
        Span::plain("\nSHA-256 "),
        Span::data(sum, "sha256"),
    ]))
}

fn frame(list: &Consignment<'_>, recipient: Vec<Text>, date: &str, voice: &Voice<'_>) -> Frame {
    let number = || Text::data(list.number, "number");
    let date = || Text::data(date, "date");
    let name = list.organiser.map(|o| Text::data(&o.name, "organiser.name"));
    let contact = list.organiser.map(|o| Text::data(&o.contact, "organiser.contact"));
    Frame {
        letterhead: name.iter().cloned().chain(contact).collect(),
        return_address: Text::default(),
        recipient,
        information: vec![
            (Text::plain(voice.consignment), number()),
            (Text::plain(voice.date), date()),
        ],
        header: joined(name.into_iter().chain([number(), date()]), " · "),
        page_of: voice.page_of.to_owned(),
        labels: FrameLabels {
            sender: voice.sender.to_owned(),
            recipient: voice.recipient.to_owned(),
            ..FrameLabels::default()
        },
    }
}
