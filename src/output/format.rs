//! What a letter can be written as: an output has a file beside this one, and its lines here.

use std::path::Path;

use super::{html, markdown, pdf, text};
use crate::document::{Document, Form};
use crate::problem::Problems;
use crate::typeset::{Fonts, Typesetter};

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

    /// The document as bytes, and the number of pages of what has pages, set in these fonts and this
    /// form. A form of the web has fields of its own for who writes and where from: plain text
    /// `for_a_form` leaves them out.
    ///
    /// # Errors
    ///
    /// What does not fit its pages or has no glyph, of what has pages.
    pub fn write(
        self,
        document: &Document,
        for_a_form: bool,
        fonts: &Fonts,
        form: Form,
    ) -> Result<(Vec<u8>, Option<usize>), Problems> {
        let text = match self {
            Format::Pdf => {
                let layout = Typesetter::new(fonts).pages(document, form)?;
                let bytes = pdf::Writer::new(fonts).write(document, &layout)?;
                return Ok((bytes, Some(layout.pages.len())));
            }
            Format::Txt if for_a_form => text::write_body(document),
            Format::Txt => text::write(document),
            Format::Html => html::write(document),
            Format::Md => markdown::write(document),
        };
        Ok((text.into_bytes(), None))
    }
}
