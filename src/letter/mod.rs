//! From a case and the texts to the words of a letter.
//!
//! A [`Writer`] compiles the templates once and writes any number of letters. The person's
//! purposes and grounds are rendered first, each from its own template, then the letter that
//! contains them; the Markdown that comes out is read into blocks, and the frame of a letter (who,
//! to whom, when) is put around them.

mod address;
mod bounds;
mod by_hand;
mod consignment;
mod cover;
mod facts;
mod frame;
mod origins;
mod sources;
mod templates;
mod voice;

use std::cell::RefCell;
use std::collections::BTreeMap;

use tera::Context;

use crate::case::Case;
use crate::case::reference::Reference;
use crate::document::kept::Kept;
use crate::document::markdown::Provenance;
use crate::document::{Block, Document, Part, Span, Text};
use crate::language::Language;
use crate::problem::{Problem, Problems, Severity};
use crate::texts::Texts;
use crate::texts::controller::Controller;
use address::joined;
pub use by_hand::not_for_a_form;
pub use consignment::{Consignment, Listed, consignment_number};
pub use cover::Cover;
use facts::Facts;
pub use sources::sources;
use templates::Templates;
use voice::Voice;

/// Which letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The objection.
    Objection,
    /// Its version for a form: declaration, purposes, ground, reference.
    Short,
}

impl Kind {
    /// The file of its template in the folder of a language.
    fn template(self) -> &'static str {
        match self {
            Kind::Objection => "objection.md",
            Kind::Short => "short.md",
        }
    }
}

/// Writes letters from one set of texts. Can be shared between threads.
pub struct Writer<'t> {
    texts: &'t Texts,
    templates: Templates<'t>,
    voices: BTreeMap<Language, Voice<'t>>,
}

/// Writes letter after letter, and keeps what it has read: one for each thread.
pub struct Clerk<'w> {
    writer: &'w Writer<'w>,
    kept: BTreeMap<Language, Kept>,
}

/// Writes a single letter; for more than one, keep a [`Writer`].
///
/// # Errors
///
/// Those of [`Writer::new`] and [`Writer::write`].
pub fn write(case: &Case, kind: Kind, texts: &Texts) -> Result<Document, Problems> {
    Writer::new(texts)?.write(case, kind)
}

impl<'t> Writer<'t> {
    /// Compiles the templates.
    ///
    /// # Errors
    ///
    /// Every template that Tera refuses, with the place; every word that a locale lacks.
    pub fn new(texts: &'t Texts) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let voices = texts
            .locales
            .values()
            .map(|locale| (locale.language, Voice::new(locale, &mut problems)))
            .collect();
        match Templates::compile(texts) {
            Ok(templates) if !problems.has_errors() => Ok(Writer { texts, templates, voices }),
            Ok(_) => Err(problems),
            Err(others) => {
                problems.0.extend(others.0);
                Err(problems)
            }
        }
    }

    /// Writes one letter, see [`Clerk::write`].
    ///
    /// # Errors
    ///
    /// Those of [`Clerk::write`].
    pub fn write(&self, case: &Case, kind: Kind) -> Result<Document, Problems> {
        self.clerk().write(case, kind)
    }

    /// What stands around the words of a letter, without them: what may not fit its place.
    ///
    /// # Errors
    ///
    /// What the catalogue lacks.
    pub fn frames(&self, case: &Case) -> Result<Document, Problems> {
        let controller = self.controller(&case.controller)?;
        let reference = Reference::of(case).to_string();
        let kind = Kind::Objection;
        let letter = Letter { writer: self, case, kind, controller, reference: &reference };
        let mut parts = Vec::new();
        for language in [Some(case.language), case.courtesy_copy].into_iter().flatten() {
            let frame = letter.frame(self.voice(language)?);
            parts.push(Part { language, frame, body: Vec::new() });
        }
        let date = case.date.to_string();
        Ok(Document { reference, date, author: String::new(), parts, signature: None })
    }

    /// Whether every template is the program's own: what it says hangs on the data in no way that is
    /// not tested.
    pub fn is_as_shipped(&self) -> bool {
        self.texts.own.is_empty()
    }

    /// For many letters.
    pub fn clerk(&self) -> Clerk<'_> {
        Clerk { writer: self, kept: BTreeMap::new() }
    }

    fn controller(&self, id: &str) -> Result<&'t Controller, Problems> {
        let controller = self.texts.controller(id);
        controller.ok_or_else(|| missing(&format!("controllers/{id}.toml")).into())
    }

    fn voice(&self, language: Language) -> Result<&Voice<'t>, Problems> {
        let voice = self.voices.get(&language);
        voice.ok_or_else(|| missing(&format!("locales/{language}.toml")).into())
    }

    /// What a template says: its subject first.
    fn blocks(
        &self,
        path: &str,
        context: &Context,
        provenance: &Provenance<'_>,
        voice: &Voice<'_>,
        kept: &mut Kept,
    ) -> Result<Vec<Block>, Problems> {
        let rendered = self.templates.render(path, context)?;
        let blocks = kept
            .read(&rendered, provenance, &voice.unbroken)
            .map_err(|refused| self.templates.refused(path, &refused))?;
        match blocks.first() {
            Some(Block::Subject(_)) => Ok(blocks),
            _ => Err(self.templates.no_subject(path).into()),
        }
    }
}

impl Clerk<'_> {
    /// Writes the letter and, after it, its courtesy copy where the case asks for one. The
    /// signature is for the caller to add.
    ///
    /// # Errors
    ///
    /// What the catalogue lacks; a template of the user's own that Tera or the Markdown reader
    /// refuses, with its place; words by hand that a form cannot take.
    pub fn write(&mut self, case: &Case, kind: Kind) -> Result<Document, Problems> {
        let Clerk { writer, kept } = self;
        let controller = writer.controller(&case.controller)?;
        if kind == Kind::Short {
            let problems = not_for_a_form(case, writer.texts, Severity::Error);
            if problems.has_errors() {
                return Err(problems);
            }
        }
        let reference = Reference::of(case).to_string();
        let letter = Letter { writer, case, kind, controller, reference: &reference };

        // A form takes one text in one language.
        let copy = case.courtesy_copy.filter(|_| kind == Kind::Objection);
        let mut parts = Vec::new();
        let mut problems = Problems::default();
        let languages = [(case.language, false)].into_iter().chain(copy.map(|copy| (copy, true)));
        for (language, is_copy) in languages {
            match letter.part(language, is_copy, kept.entry(language).or_default()) {
                Ok(part) => parts.push(part),
                Err(others) => problems.0.extend(others.0),
            }
        }
        if problems.has_errors() {
            return Err(problems);
        }
        let date = case.date.to_string();
        let author = case.sender.name.clone();
        Ok(Document { reference, date, author, parts, signature: None })
    }
}

/// One letter that is being written.
struct Letter<'a> {
    writer: &'a Writer<'a>,
    case: &'a Case,
    kind: Kind,
    controller: &'a Controller,
    reference: &'a str,
}

impl Letter<'_> {
    /// The letter in one language, or its courtesy copy.
    fn part(&self, language: Language, is_copy: bool, kept: &mut Kept) -> Result<Part, Problems> {
        let voice = self.writer.voice(language)?;
        let path = format!("{language}/{}", self.kind.template());

        let facts = Facts::gather(self, voice, is_copy)?;
        let values = RefCell::new(Vec::new());
        let provenance = |value: &str| {
            if !facts.words.is_empty() {
                values.borrow_mut().push(value.to_owned());
            }
            facts.origins.of(value)
        };
        let blocks = self.writer.blocks(&path, &facts.context, &provenance, voice, kept)?;
        if !is_copy {
            self.keeps_lines(&facts.lines, &blocks, language)?;
        }
        self.keeps_words(&facts, &values.borrow(), language)?;

        let mut body = Vec::new();
        if is_copy {
            body.push(Block::Note(Text::plain(voice.courtesy)));
        }
        let mut blocks = blocks.into_iter();
        body.extend(blocks.next());
        match self.kind {
            Kind::Short => body.extend(blocks),
            Kind::Objection => {
                body.push(Block::Paragraph(Text::plain(voice.salutation)));
                body.extend(blocks);
                body.push(Block::Paragraph(Text::plain(voice.closing)));
                body.push(self.signature(voice, is_copy));
            }
        }
        Ok(Part { language, frame: self.frame(voice), body })
    }

    /// Whether the person's own words are among the values that came out: a template of the user's
    /// own may have lost them, and with them what the objection rests on. A form may be too short.
    fn keeps_words(
        &self,
        facts: &Facts,
        values: &[String],
        language: Language,
    ) -> Result<(), Problems> {
        let lost = |words: &str| {
            // Nearly always they came out as they were given.
            !values.iter().any(|value| value == words) && {
                let words = words.to_lowercase();
                !values.iter().any(|value| value.to_lowercase().contains(&words))
            }
        };
        let words = facts.words.iter().filter(|_| self.kind == Kind::Objection);
        let mut grounds: Vec<&str> =
            words.filter(|(_, words)| lost(words)).map(|(ground, _)| ground.as_str()).collect();
        grounds.dedup();
        let problem = |ground| self.writer.templates.words_left_out(language, ground);
        let problems: Vec<Problem> = grounds.into_iter().map(problem).collect();
        if problems.is_empty() { Ok(()) } else { Err(Problems(problems)) }
    }

    /// Who signs. A courtesy copy is not signed: it names who signed the letter.
    fn signature(&self, voice: &Voice<'_>, is_copy: bool) -> Block {
        let sender = &self.case.sender;
        let own = Span::data(&sender.name, "sender.name");
        let representative = |name| Span::data(name, "sender.represented_by");
        let (name, signers) = match sender.represented_by.as_slice() {
            [] => (vec![Text(vec![own])], Vec::new()),
            [one] => {
                let one = voice::around(voice.represented_by, "name", representative(one));
                (vec![Text(vec![own]), one], Vec::new())
            }
            several => {
                let name = voice::around(voice.represented_by_both, "name", own);
                let signers = several.iter().map(|name| Text(vec![representative(name)]));
                (vec![name], signers.collect())
            }
        };
        if is_copy {
            return Block::Paragraph(joined(name.into_iter().chain(signers), "\n"));
        }
        let place_and_date = self.case.place.as_ref().map(|place| {
            let date = voice.locale.format_date(self.case.date);
            Text(vec![
                Span::data(place, "signature.place"),
                Span::plain(", "),
                Span::data(date, "date"),
            ])
        });
        Block::Signature { place_and_date, name, signers }
    }
}

/// The texts lack something that the case names.
fn missing(path: &str) -> Problem {
    Problem::error("template-missing").with("path", path)
}
