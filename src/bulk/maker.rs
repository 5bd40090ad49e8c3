//! What makes letters: one for each thread.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::case::Organiser;
use crate::document::Document;
use crate::input::{self, roster::Person};
use crate::letter::{self, Cover, Kind};
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
    /// Who hands the letters out.
    pub organiser: Option<&'a Organiser>,
}

/// Makes letters, one after the other.
pub struct Maker<'a> {
    bench: &'a Bench<'a>,
    words: letter::Clerk<'a>,
    typesetter: Typesetter<'a>,
    pdf: pdf::Writer<'a>,
    /// The folders of letters that are known to be there and to be no links.
    pub(super) shelves: HashSet<PathBuf>,
}

/// A letter.
pub struct Made {
    /// Its reference.
    pub reference: String,
    /// How many pages it has.
    pub pages: usize,
    /// In the order in which they were asked for.
    pub files: Vec<(Format, Vec<u8>)>,
    /// What goes to the printer: perhaps a cover, then the letter.
    pub drawn: Vec<Drawn>,
}

/// What of a letter is to be made.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// As what it is made.
    pub formats: &'a [Format],
    /// Whether it goes to the printer.
    pub drawn: bool,
    /// Whether a sheet for the person goes before it there.
    pub cover: bool,
}

impl<'a> Maker<'a> {
    /// Makes letters from what all threads share.
    pub fn new(bench: &'a Bench<'a>) -> Self {
        let fonts = bench.fonts;
        Maker {
            bench,
            words: bench.words.clerk(),
            typesetter: Typesetter::new(fonts),
            pdf: pdf::Writer::new(fonts),
            shelves: HashSet::new(),
        }
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
            image.map(Arc::new).map_err(|wrong| wrong.of_field("signature.image"))
        });
        let mut document = self.words.write(&config.case, Kind::Objection)?;
        document.signature = signature.transpose()?;
        let layout = self.typesetter.pages(&document, config.form)?;
        Ok((document, layout))
    }

    /// Whether making a letter can certainly not fail.
    pub(super) fn certainly_makes(&mut self, person: &Person) -> bool {
        let config = &person.config;
        let words = self.bench.words;
        words.is_as_shipped()
            && config.signature.is_none()
            && words.frames(&config.case).is_ok_and(|frames| {
                self.typesetter.certainly_sets(&frames, config.form, config.case.given())
            })
    }

    /// The words and the page of the sheet that goes before a letter.
    ///
    /// # Errors
    ///
    /// What does not fit its place or has no glyph.
    pub(super) fn cover(&mut self, person: &Person) -> Result<(Document, Layout), Problems> {
        let config = &person.config;
        let grounds = &config.case.objection.grounds;
        let cover = Cover {
            organiser: self.bench.organiser,
            handwritten: grounds.iter().any(|ground| ground.handwritten),
            signed: config.signature.is_some(),
        };
        let document = self.bench.words.cover(&config.case, &cover)?;
        let layout = self.typesetter.pages(&document, config.form)?;
        Ok((document, layout))
    }

    /// A letter as it is wanted.
    ///
    /// # Errors
    ///
    /// A picture that cannot be read, what does not fit its place or has no glyph, and a font that cannot
    /// be embedded.
    pub fn letter(&mut self, person: &Person, wanted: Wanted<'_>) -> Result<Made, Problems> {
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
            let (cover, layout) = self.cover(person)?;
            drawn.push(self.pdf.draw(&cover, &layout)?);
        }
        if wanted.drawn {
            let letter = letter.map_or_else(|| self.pdf.draw(&document, &layout), Ok)?;
            drawn.push(letter);
        }
        Ok(Made { reference: document.reference, pages: layout.pages.len(), files, drawn })
    }
}
