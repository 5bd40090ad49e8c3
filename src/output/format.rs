//! What a letter can be written as: an output has a file beside this one, and its lines here.

use std::path::Path;

use super::{html, markdown, text};
use crate::document::Document;

/// What a letter is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Pages: PDF/A-2a and PDF/UA-1.
    Pdf,
    /// Plain text.
    Txt,
    /// One page for a browser.
    Html,
    /// Markdown.
    Md,
}

impl Format {
    /// All there are.
    pub const ALL: [Format; 4] = [Format::Pdf, Format::Txt, Format::Html, Format::Md];

    /// Its name, which is the extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Txt => "txt",
            Format::Html => "html",
            Format::Md => "md",
        }
    }

    /// The format that the extension of a file says.
    pub fn of(path: &Path) -> Option<Format> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        let usual = match extension.as_str() {
            "text" => "txt",
            "htm" => "html",
            "markdown" => "md",
            usual => usual,
        };
        Format::ALL.into_iter().find(|format| format.extension() == usual)
    }

    /// The document as text; `None` for what is made of pages. A form has fields of its own for who
    /// writes and where from: plain text for it leaves them out.
    pub fn text(self, document: &Document, for_a_form: bool) -> Option<String> {
        match self {
            Format::Pdf => None,
            Format::Txt if for_a_form => Some(text::write_body(document)),
            Format::Txt => Some(text::write(document)),
            Format::Html => Some(html::write(document)),
            Format::Md => Some(markdown::write(document)),
        }
    }
}
