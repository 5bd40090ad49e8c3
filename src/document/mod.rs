//! The letter as blocks and spans, each with its role, language and origin: what every output is
//! made from.

mod encoding;
mod exif;
mod form;
pub mod image;
mod jpeg;
pub mod kept;
pub mod markdown;
pub(crate) mod png;
pub mod unbroken;

use std::sync::Arc;

use crate::language::Language;
pub use form::Form;
pub use image::Image;

/// A whole document: the letter and, after it, its courtesy copy.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// `A21-XXXX-XXXX-XXXX`.
    pub reference: String,
    /// The date of the letter, ISO 8601 (`2026-11-24`): dates inside a PDF come from here.
    pub date: String,
    /// The name of the data subject, as given.
    pub author: String,
    /// The letter, then its courtesy copy where there is one. Never empty.
    pub parts: Vec<Part>,
    /// The signature, drawn where a [`Block::Signature`] stands in the first part.
    pub signature: Option<Arc<Image>>,
}

/// One letter in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The language of everything in it that names no other.
    pub language: Language,
    /// What stands around the body on paper.
    pub frame: Frame,
    /// Subject, salutation, paragraphs, closing, signature, enclosures: in reading order. The
    /// first block is the [`Block::Subject`], or a [`Block::Note`] before it in a courtesy copy.
    pub body: Vec<Block>,
}

/// What DIN 5008 puts around the body of a letter.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Frame {
    /// The letterhead: the first line is the name, the others address, e-mail, telephone.
    pub letterhead: Vec<Text>,
    /// The return address in one line, its parts joined by ` · `; empty on a sheet that needs none.
    pub return_address: Text,
    /// The lines of the address in the window, at most six; the last is the country of destination.
    pub recipient: Vec<Text>,
    /// The information block: a label and its value each.
    pub information: Vec<(Text, Text)>,
    /// The short header from page 2 on.
    pub header: Text,
    /// `Seite {page} von {pages}`; the numbers are filled in when the pages are known.
    pub page_of: String,
    /// How the parts of the frame are called, for text and HTML and for assistive technology.
    pub labels: FrameLabels,
}

/// Names of the parts of the frame, in the language of the part.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FrameLabels {
    /// `Absender`, `Sender`.
    pub sender: String,
    /// `Empfänger`, `Recipient`.
    pub recipient: String,
    /// `Unterschrift von Erika Mustermann`: what stands for the picture of the signature.
    pub signature: String,
    /// `Linien für handschriftliche Angaben`: what stands for [`Block::Lines`].
    pub lines: String,
}

/// A piece of the body.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// The subject line: H1 in a PDF, the subject header of an e-mail. One a part.
    Subject(Text),
    /// A heading inside the letter.
    Heading(Text),
    /// A paragraph.
    Paragraph(Text),
    /// A list; `start` is the first number of an ordered one.
    List {
        /// The first number; `None` for bullets.
        start: Option<u64>,
        /// Each item is one or more blocks, nested lists among them.
        items: Vec<Vec<Block>>,
    },
    /// The person's own words, or another quotation.
    Quotation(Vec<Block>),
    /// So many ruled lines, to be written on by hand.
    Lines(usize),
    /// A remark set apart from the letter itself: that this is a courtesy translation.
    Note(Text),
    /// Room for the signature, or its picture, and who signs.
    Signature {
        /// `Köln, 24. November 2026`, above the signature.
        place_and_date: Option<Text>,
        /// The name, then by whom represented: below the signature, or above where several sign.
        name: Vec<Text>,
        /// Where several sign: each, with room of their own.
        signers: Vec<Text>,
    },
    /// The enclosures: a heading and one line each.
    Enclosures(Text, Vec<Text>),
}

/// Running text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Text(pub Vec<Span>);

/// A stretch of text that is alike in every respect. A line break that the writer asked for is a
/// `\n` inside a span; no other control character occurs.
#[derive(Debug, Clone, PartialEq)]
pub struct Span {
    /// The characters themselves, NFC. Never markup.
    pub text: String,
    /// How it is set off.
    pub style: Style,
    /// Where a click leads: `https:` or `mailto:`.
    pub link: Option<String>,
    /// Where it differs from the part's language.
    pub language: Option<Language>,
    /// Where the characters come from.
    pub origin: Origin,
}

/// How a span is set off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Style {
    /// Upright, regular weight.
    #[default]
    Plain,
    /// Bold.
    Strong,
    /// Italic.
    Emphasis,
}

/// Where the characters of a span come from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The template, the catalogue, the locale: the same in every letter of the language.
    Template,
    /// The user's data; the field as the user knows it (`sender.name`).
    Field(Arc<str>),
}

impl Span {
    /// Plain text of the template.
    pub fn plain(text: impl Into<String>) -> Self {
        Span {
            text: text.into(),
            style: Style::Plain,
            link: None,
            language: None,
            origin: Origin::Template,
        }
    }

    /// Plain text that the user gave in `field`.
    pub fn data(text: impl Into<String>, field: &str) -> Self {
        Span { origin: Origin::Field(field.into()), ..Span::plain(text) }
    }
}

impl Text {
    /// Text of one span of the template.
    pub fn plain(text: impl Into<String>) -> Self {
        Text(vec![Span::plain(text)])
    }

    /// Text of one span that the user gave in `field`.
    pub fn data(text: impl Into<String>, field: &str) -> Self {
        Text(vec![Span::data(text, field)])
    }

    /// Several texts as the lines of one.
    pub fn of_lines(lines: &[Text]) -> Self {
        let mut all = Text::default();
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                all.0.push(Span::plain("\n"));
            }
            all.0.extend_from_slice(&line.0);
        }
        all
    }

    /// The characters alone.
    pub fn to_plain(&self) -> String {
        self.0.iter().map(|span| span.text.as_str()).collect()
    }

    /// What stands before and after the blank at a byte of its characters.
    pub(crate) fn split_at_blank(&self, at: usize) -> (Text, Text) {
        let (mut first, mut second) = (Text::default(), Text::default());
        let mut begin = 0;
        for span in &self.0 {
            let end = begin + span.text.len();
            let part = |text: &str| Span { text: text.to_owned(), ..span.clone() };
            if end <= at {
                first.0.push(span.clone());
            } else if begin > at {
                second.0.push(span.clone());
            } else {
                let (before, after) = span.text.split_at(at - begin);
                first.0.push(part(before));
                second.0.push(part(&after[1..]));
            }
            begin = end;
        }
        first.0.retain(|span| !span.text.is_empty());
        second.0.retain(|span| !span.text.is_empty());
        (first, second)
    }

    /// Whether it is the same in every letter of the language.
    pub fn is_static(&self) -> bool {
        self.0.iter().all(|span| span.origin == Origin::Template)
    }
}

impl Part {
    /// The subject line as characters.
    pub fn subject(&self) -> String {
        self.body
            .iter()
            .find_map(|block| match block {
                Block::Subject(text) => Some(text.to_plain()),
                _ => None,
            })
            .unwrap_or_default()
    }
}
