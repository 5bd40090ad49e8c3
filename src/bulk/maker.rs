//! What makes letters: one for each thread.

use std::path::Path;
use std::sync::Arc;

use crate::document::Document;
use crate::input::{self, roster::Person};
use crate::letter::{self, Kind};
use crate::output::Format;
use crate::output::pdf::{self, Drawn};
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
    /// What goes to the printer: perhaps a cover, then the letter.
    pub(super) drawn: Vec<Drawn>,
}

/// What of a letter is to be made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    pub(super) formats: &'a [Format],
    pub(super) drawn: bool,
    pub(super) cover: bool,
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

    /// A letter as it is wanted.
    ///
    /// # Errors
    ///
    /// Those of [`Maker::pages`], and a font that cannot be embedded.
    pub(super) fn letter(&mut self, person: &Person, wanted: Wanted<'_>) -> Result<Made, Problems> {
        let form = person.config.form;
        let (document, layout) = self.pages(person)?;
        let mut files = Vec::with_capacity(wanted.formats.len());
        let mut letter = None;
        for format in wanted.formats {
            let bytes = match format {
                Format::Pdf => {
                    let drawn = self.pdf.draw(&document, &layout)?;
                    let bytes = self.pdf.assemble(&drawn);
                    letter = Some(drawn);
                    bytes
                }
                other => other.write(&document, false, self.bench.fonts, form)?.0,
            };
            files.push((*format, bytes));
        }
        let mut drawn = Vec::new();
        if wanted.cover {
            let cover = self.bench.words.write(&person.config.case, Kind::Objection)?;
            let layout = self.typesetter.pages(&cover, form)?;
            drawn.push(self.pdf.draw(&cover, &layout)?);
        }
        if wanted.drawn {
            let letter = letter.map_or_else(|| self.pdf.draw(&document, &layout), Ok)?;
            drawn.push(letter);
        }
        Ok(Made { reference: document.reference, pages: layout.pages.len(), files, drawn })
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
