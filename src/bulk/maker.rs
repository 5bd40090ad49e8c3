//! What makes letters: one for each thread.

use std::path::Path;
use std::sync::Arc;

use crate::document::Document;
use crate::input::{self, roster::Person};
use crate::letter::{self, Kind};
use crate::output::{Format, pdf};
use crate::problem::Problems;
use crate::typeset::{Fonts, Layout, Typesetter};

/// What all threads share.
pub struct Bench<'a> {
    /// Writes the words.
    pub words: &'a letter::Writer<'a>,
    /// The embedded fonts and those that the config names.
    pub fonts: &'a Fonts,
    /// Where the paths of a roster start from.
    pub folder: &'a Path,
}

/// Makes letters, one after the other.
pub(super) struct Maker<'a> {
    bench: &'a Bench<'a>,
    typesetter: Typesetter<'a>,
    pdf: pdf::Writer<'a>,
}

/// A letter.
pub(super) struct Made {
    pub(super) reference: String,
    pub(super) pages: usize,
    /// In the order in which they were asked for.
    pub(super) files: Vec<(Format, Vec<u8>)>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(bench: &'a Bench<'a>) -> Self {
        let fonts = bench.fonts;
        Maker { bench, typesetter: Typesetter::new(fonts), pdf: pdf::Writer::new(fonts) }
    }

    /// The words and the pages of a letter.
    ///
    /// # Errors
    ///
    /// A picture that cannot be read; what does not fit its place or has no glyph.
    pub(super) fn pages(&mut self, person: &Person) -> Result<(Document, Layout), Problems> {
        let config = &person.config;
        let signature = config.signature.as_deref().map(|path| {
            let image = input::picture(&self.bench.folder.join(path));
            image.map(Arc::new).map_err(|wrong| named(wrong, "signature.image"))
        });
        let mut document = self.bench.words.write(&config.case, Kind::Objection)?;
        document.signature = signature.transpose()?;
        let layout = self.typesetter.pages(&document, config.form)?;
        Ok((document, layout))
    }

    /// A letter in these formats.
    ///
    /// # Errors
    ///
    /// Those of [`Maker::pages`], and a font that cannot be embedded.
    pub(super) fn letter(&mut self, person: &Person, formats: &[Format]) -> Result<Made, Problems> {
        let (document, layout) = self.pages(person)?;
        let mut files = Vec::with_capacity(formats.len());
        for format in formats {
            let bytes = match format {
                Format::Pdf => self.pdf.write(&document, &layout)?,
                other => other.write(&document, false, self.bench.fonts, person.config.form)?.0,
            };
            files.push((*format, bytes));
        }
        Ok(Made { reference: document.reference, pages: layout.pages.len(), files })
    }
}

/// What is wrong with a file is shown where it is named.
fn named(wrong: Problems, field: &str) -> Problems {
    let each = wrong.0.into_iter().map(|mut problem| {
        if let Some(path) = problem.file.take() {
            problem = problem.with("path", path);
        }
        problem.field(field)
    });
    Problems(each.collect())
}
