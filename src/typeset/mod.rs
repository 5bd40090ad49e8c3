//! From a document to pages: fonts, shaping, hyphenation, paragraphs, pages, DIN 5008.
//! Knows no law and no PDF.
//!
//! All lengths are PostScript points (1/72 inch), the origin is the top left corner of the page
//! and y grows downwards.

mod body;
mod breaks;
mod din5008;
pub mod dump;
mod flow;
pub mod fonts;
mod frame;
mod hyphenate;
mod lines;
mod margin;
mod openings;
mod paragraph;
mod sfnt;
mod shape;
mod style;
mod tokens;
mod tree;

use std::sync::Arc;

use crate::document::{Document, Form, Image, Part};
use crate::language::Language;
use crate::problem::Problems;
use body::Body;
use flow::Area;
pub use fonts::{FontId, Fonts};
use frame::Frame;
use paragraph::Paragraphs;
use tree::Tree;

/// What the pages of a letter show and how it is built.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    /// The pages in order, all A4.
    pub pages: Vec<Page>,
    /// The structure tree (ISO 14289-1 7.1), parents before children, in reading order: element 0
    /// is the Document.
    pub elements: Vec<Element>,
}

/// One page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// What it shows, in reading order.
    pub pieces: Vec<Piece>,
}

/// One stretch of one structure element on one page: drawn together, marked together.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// Where the origin of the ink is on the page.
    pub x: f32,
    /// Downwards from the top of the page.
    pub y: f32,
    /// What it belongs to.
    pub mark: Mark,
    /// What is drawn, relative to (`x`, `y`). Shared where it is the same in every letter.
    pub ink: Arc<Vec<Ink>>,
}

/// What a piece belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Not part of the text: fold marks, the header and number of a page.
    Artifact(Artifact),
    /// Content of an element: an index into [`Layout::elements`].
    Element(usize),
}

/// Kinds of artifact (ISO 32000-1 14.8.2.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Artifact {
    /// Running header, page number.
    Pagination,
    /// Fold and punch marks, rules.
    Layout,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Ink {
    /// A run of glyphs on one baseline.
    Glyphs(Run),
    /// A filled rectangle: a mark, a rule.
    Rule {
        /// Left edge.
        x: f32,
        /// Upper edge.
        y: f32,
        /// Width.
        width: f32,
        /// Height.
        height: f32,
    },
    /// A picture, stretched over the rectangle.
    Picture {
        /// Left edge.
        x: f32,
        /// Upper edge.
        y: f32,
        /// Width.
        width: f32,
        /// Height.
        height: f32,
        /// The picture.
        image: Arc<Image>,
    },
}

/// A run of glyphs of one font and size on one baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// The font.
    pub font: FontId,
    /// Size in points.
    pub size: f32,
    /// Where the run begins.
    pub x: f32,
    /// The baseline.
    pub y: f32,
    /// The glyphs from left to right.
    pub glyphs: Vec<Glyph>,
    /// The characters in logical order. A hyphen that stands only because a line ends there is
    /// U+00AD; a line inside an element ends in a space.
    pub text: String,
    /// Whether extraction needs `text` as ActualText: right-to-left, or glyphs that do not map to
    /// the characters one by one.
    pub actual_text: bool,
    /// Grey level, 0 black to 1 white.
    pub grey: f32,
}

/// One glyph of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Glyph {
    /// Index in the font. Never 0.
    pub id: u16,
    /// How far the pen moves, in 1/1000 of the size, justification included.
    pub advance: f32,
    /// How far the glyph is drawn from the pen, in 1/1000 of the size: right.
    pub dx: f32,
    /// The same: up.
    pub dy: f32,
    /// The first byte of its characters in [`Run::text`]; glyphs of one cluster share it.
    pub cluster: u32,
}

/// An element of the structure tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// Its type.
    pub role: Role,
    /// Its parent; `None` for the Document alone.
    pub parent: Option<usize>,
    /// Where its language differs from its parent's.
    pub language: Option<Language>,
}

/// Standard structure types (ISO 32000-1 14.8.4).
#[derive(Debug, Clone, PartialEq)]
pub enum Role {
    /// The root.
    Document,
    /// The letter, the courtesy copy.
    Part,
    /// The subject line.
    H1,
    /// A heading.
    H2,
    /// A paragraph, an address, a line of the information block.
    P,
    /// A list; whether it is numbered.
    L {
        /// Whether its labels are numbers.
        ordered: bool,
    },
    /// An item.
    LI,
    /// Its bullet or number.
    Lbl,
    /// Its body.
    LBody,
    /// A quotation.
    BlockQuote,
    /// A span of another language.
    Span,
    /// A link; where it leads. Every piece of it is clickable.
    Link {
        /// `https:` or `mailto:`.
        uri: String,
    },
    /// A picture and what stands for it.
    Figure {
        /// The text that stands for it.
        alt: String,
    },
}

impl Role {
    /// The name of the type.
    pub fn name(&self) -> &'static str {
        match self {
            Role::Document => "Document",
            Role::Part => "Part",
            Role::H1 => "H1",
            Role::H2 => "H2",
            Role::P => "P",
            Role::L { .. } => "L",
            Role::LI => "LI",
            Role::Lbl => "Lbl",
            Role::LBody => "LBody",
            Role::BlockQuote => "BlockQuote",
            Role::Span => "Span",
            Role::Link { .. } => "Link",
            Role::Figure { .. } => "Figure",
        }
    }
}

/// Sets letters. Keeps what it has shaped: one for each thread.
pub struct Typesetter<'f> {
    paragraphs: Paragraphs<'f>,
}

impl<'f> Typesetter<'f> {
    /// Sets letters in these fonts.
    pub fn new(fonts: &'f Fonts) -> Self {
        Typesetter { paragraphs: Paragraphs::new(fonts) }
    }

    /// The glyph of a character by itself.
    pub fn glyph(&self, font: FontId, character: char) -> Option<u16> {
        self.paragraphs.shaper.glyph(font, character)
    }

    /// The glyphs of a word in Latin letters, from left to right.
    pub fn glyphs(&mut self, font: FontId, language: Language, word: &str) -> Vec<u16> {
        let script = u32::from_be_bytes(*b"Latn");
        let voice = shape::Voice { font, language, script, rtl: false };
        self.paragraphs.shaper.word(voice, word).glyphs.iter().map(|glyph| glyph.id).collect()
    }

    /// Sets one letter.
    ///
    /// # Errors
    ///
    /// A character that no font has, an address that does not fit the window: all of them.
    pub fn pages(&mut self, document: &Document, form: Form) -> Result<Layout, Problems> {
        let mut problems = Problems::default();
        let mut tree = Tree::default();
        let language = document.parts.first().map(|part| part.language);
        let root = tree.add(Role::Document, None, language);
        let mut pages = Vec::new();
        for (index, part) in document.parts.iter().enumerate() {
            let element = tree.add(Role::Part, Some(root), Some(part.language));
            let signature = (index == 0).then_some(document.signature.as_ref());
            pages.extend(self.part(part, form, signature, element, &mut tree, &mut problems));
        }
        problems.0.extend(self.paragraphs.end().problems());
        if problems.has_errors() {
            return Err(problems);
        }
        Ok(Layout { pages, elements: tree.0 })
    }

    /// Whether setting a letter with these frames and words can certainly not fail: the frames fit, and
    /// the text font has every character. Much less work than [`Typesetter::pages`]; where it says no,
    /// that says what is wrong, if anything is.
    pub fn certainly_sets<'w>(
        &mut self,
        frames: &Document,
        form: Form,
        mut words: impl Iterator<Item = &'w str>,
    ) -> bool {
        let has_glyph = |c: char| c == '\n' || self.glyph(FontId::REGULAR, c).is_some();
        if !words.all(|words| words.chars().all(has_glyph)) {
            return false;
        }
        let (mut problems, mut tree) = (Problems::default(), Tree::default());
        let root = tree.add(Role::Document, None, None);
        for part in &frames.parts {
            let paragraphs = &mut self.paragraphs;
            let (tree, problems) = (&mut tree, &mut problems);
            Frame { paragraphs, tree, problems, part, form }.first_page(&mut Page::default(), root);
        }
        problems.0.extend(self.paragraphs.end().problems());
        problems.0.is_empty()
    }

    /// The pages of one letter, which count by themselves. `signature` is given where it is signed,
    /// with the picture where there is one.
    fn part(
        &mut self,
        part: &Part,
        form: Form,
        signature: Option<Option<&Arc<Image>>>,
        element: usize,
        tree: &mut Tree,
        problems: &mut Problems,
    ) -> Vec<Page> {
        let paragraphs = &mut self.paragraphs;
        let mut first = Page::default();
        let first_top =
            Frame { paragraphs, tree, problems, part, form }.first_page(&mut first, element);
        let area = Area {
            first_top,
            top: din5008::TEXT_TOP * din5008::MM,
            bottom: din5008::TEXT_BOTTOM * din5008::MM,
        };
        let before = tree.0.len();
        let mut stack = |spacing, tree: &mut Tree| {
            tree.0.truncate(before);
            let body = Body::new(&mut self.paragraphs, tree, spacing, part);
            let slabs = match signature {
                Some(picture) => body.signed(picture).build(element),
                None => body.build(element),
            };
            let starts = flow::pages(&slabs, area);
            (slabs, starts)
        };
        let [standard, tighter @ ..] = style::SPACINGS;
        let (mut slabs, mut starts) = stack(standard, tree);
        let last = flow::last_share(&slabs, &starts);
        let count = starts.len();
        let mut at = standard;
        for spacing in tighter.into_iter().filter(|spacing| count > 1 && last < spacing.saves) {
            (slabs, starts) = stack(spacing, tree);
            at = spacing;
            if starts.len() < count {
                break;
            }
        }
        if at != standard && starts.len() >= count {
            (slabs, starts) = stack(standard, tree);
        }
        let mut pages = vec![first];
        pages.resize_with(starts.len(), Page::default);
        flow::fill(&slabs, &starts, area, &mut pages);
        let count = pages.len();
        let paragraphs = &mut self.paragraphs;
        let mut frame = Frame { paragraphs, tree, problems, part, form };
        for (index, page) in pages.iter_mut().enumerate() {
            frame.running(page, index + 1, count);
        }
        pages
    }
}
