//! Many letters in one file, for the printer (ISO 32000-1 7.7.3, 14.7): each is drawn as in a file of
//! its own, with a Part of its own in one structure tree and a bookmark by name.

use std::fmt::Write as _;
use std::io::{self, Write};

use rustc_hash::FxHashMap;

use super::drawn::{Above, Drawn};
use super::file::File;
use super::font::Repertoire;
use super::fontset::Shelf;
use super::syntax::text_of;
use super::xmp::Metadata;
use super::{Deflater, HEIGHT, OBJECTS, WIDTH, catalog, common, navigation};
use crate::language::Language;
use crate::problem::Problems;
use crate::typeset::{FontId, Fonts};

/// The most bytes of a file: places in it are numbers of four bytes.
pub const LARGEST: u64 = 4_000_000_000;

/// The most objects of a file (ISO 19005-2 6.1.13), with some to spare for the tables at the end.
const OBJECTS_AT_MOST: u32 = 8_000_000;

/// What is kept free for the tables at the end, beside what is known of them.
const SPARE: u64 = 1 << 20;

/// So many pages hang on one node of the page tree, or a few more.
const PAGES: usize = 64;

/// What is said of the whole.
#[derive(Debug, Clone)]
pub struct About {
    /// The title.
    pub title: String,
    /// The day of the letters, `2026-11-24`.
    pub day: String,
    /// The language of the title.
    pub language: Language,
}

/// What one person gets: perhaps a cover, and the letter.
pub struct Bundle<'a> {
    /// The name, for the bookmark.
    pub title: &'a str,
    /// Its language.
    pub language: Language,
    /// In this order.
    pub letters: &'a [Drawn],
}

/// A file for the printer while it is written.
pub struct Print<'f> {
    file: File,
    deflater: Deflater,
    shelf: Shelf<'f>,
    /// The numbers of the fonts that stand in the file, by what they have beyond the fixed repertoire.
    fonts: FxHashMap<(FontId, Repertoire), u32>,
    /// Whether each letter begins on a front side.
    duplex: bool,
    about: About,
    pages: usize,
    /// The root of the page tree, its nodes, the one that is being filled, and the pages on that.
    tree: u32,
    nodes: String,
    node: u32,
    kids: String,
    on_node: usize,
    /// The first key of the parent tree that is free, its leaves, and the one that is being filled.
    key: usize,
    leaves: String,
    parents: String,
    first_key: usize,
    /// The Document, and its Parts.
    document: u32,
    parts: String,
    marks: Vec<(String, u32)>,
    languages: Vec<Language>,
}

impl<'f> Print<'f> {
    /// Begins a file of letters set in these fonts; with `duplex` each begins on a front side.
    pub fn new(fonts: &'f Fonts, about: About, duplex: bool) -> Self {
        let mut file = File::new(super::FIRST_FONT);
        let mut deflater = Deflater::new();
        common(&mut file, &mut deflater);
        let (tree, node, document) = (file.number(), file.number(), file.number());
        Print {
            file,
            deflater,
            shelf: Shelf::new(fonts),
            fonts: FxHashMap::default(),
            duplex,
            about,
            pages: 0,
            tree,
            nodes: String::new(),
            node,
            kids: String::new(),
            on_node: 0,
            key: 0,
            leaves: String::new(),
            parents: String::new(),
            first_key: 0,
            document,
            parts: String::new(),
            marks: Vec::new(),
            languages: Vec::new(),
        }
    }

    /// Whether there is room for what one person gets.
    pub fn has_room(&self, bundle: &Bundle<'_>, largest: u64) -> bool {
        let more: usize = bundle.letters.iter().map(Drawn::size).sum();
        let known = self.marks.len() * 256 + self.parents.len() + self.parts.len();
        let length = self.file.length() + (more + known) as u64 + SPARE;
        self.marks.is_empty() || (length < largest && self.file.count() < OBJECTS_AT_MOST)
    }

    /// Adds what one person gets.
    ///
    /// # Errors
    ///
    /// A font that cannot be cut down to a subset.
    pub fn add(&mut self, bundle: &Bundle<'_>) -> Result<(), Problems> {
        let part = self.file.number();
        let mut roots = String::new();
        let mut first_page = None;
        for letter in bundle.letters {
            if self.duplex && self.pages % 2 == 1 {
                self.blank();
            }
            let fonts = self.fonts(letter)?;
            let above = Above { tree: self.node, parent: part, kind: "Art", key: self.key };
            let (pages, root) = letter.put(&mut self.file, &fonts, &above, &mut self.parents);
            self.key += letter.keys();
            // Writing into a String cannot fail.
            let _ = write!(roots, "{root} 0 R ");
            first_page = first_page.or(pages.first().copied());
            for page in pages {
                self.page(page);
            }
        }
        let Bundle { title, language, .. } = *bundle;
        let document = self.document;
        self.file.object(
            part,
            format_args!(
                "<</S/Part/P {document} 0 R/Lang({language})/T{}/K[{roots}]>>",
                text_of(title)
            ),
        );
        let _ = write!(self.parts, "{part} 0 R ");
        self.marks.extend(first_page.map(|page| (title.to_owned(), page)));
        if !self.languages.contains(&language) {
            self.languages.push(language);
        }
        if self.on_node >= PAGES {
            self.branch();
        }
        Ok(())
    }

    /// Writes what there is so far, and forgets it.
    ///
    /// # Errors
    ///
    /// What cannot be written.
    pub fn drain(&mut self, out: &mut dyn Write) -> io::Result<()> {
        self.file.drain(&mut self.deflater, out)
    }

    /// Ends the file.
    ///
    /// # Errors
    ///
    /// What cannot be written.
    pub fn finish(mut self, out: &mut dyn Write) -> io::Result<()> {
        self.branch();
        let (tree, nodes, pages) = (self.tree, &self.nodes, self.pages);
        self.file.object(tree, format_args!("<</Type/Pages/Count {pages}/Kids[{nodes}]>>"));
        let structure = self.file.number();
        let (document, parts, leaves) = (self.document, &self.parts, &self.leaves);
        let language = self.about.language;
        self.file.object(
            document,
            format_args!("<</S/Document/P {structure} 0 R/Lang({language})/K[{parts}]>>"),
        );
        self.file.object(
            structure,
            format_args!(
                "<</Type/StructTreeRoot/K {document} 0 R/ParentTree<</Kids[{leaves}]>>\
                 /ParentTreeNextKey {}>>",
                self.key
            ),
        );
        let outline = navigation::outline(&mut self.file, &self.marks);
        let About { title, day, language } = self.about;
        let metadata = Metadata::new(&title, "", &day, self.languages);
        let root = catalog(&mut self.file, tree, structure, outline, &metadata, Some(language));
        let bytes = self.file.finish(root.0, root.1, &mut self.deflater);
        out.write_all(&bytes)
    }

    /// The numbers of the fonts of a letter; those that the file lacks are written.
    fn fonts(&mut self, letter: &Drawn) -> Result<Vec<(FontId, u32)>, Problems> {
        let mut numbers = Vec::with_capacity(letter.fonts.len());
        for (&id, font) in &letter.fonts {
            let key = (id, font.further.clone());
            let number = match self.fonts.get(&key) {
                Some(number) => *number,
                None => {
                    let first = self.file.numbers(OBJECTS);
                    let font = self.shelf.embed(id, &key.1, first)?;
                    self.file.copy(&font.objects.bytes, &font.objects.entries);
                    self.fonts.insert(key, font.objects.font);
                    font.objects.font
                }
            };
            numbers.push((id, number));
        }
        Ok(numbers)
    }

    /// Puts a page on the node that is being filled.
    fn page(&mut self, page: u32) {
        let _ = write!(self.kids, "{page} 0 R ");
        self.on_node += 1;
        self.pages += 1;
    }

    /// The back of a sheet whose letter ends on its front.
    fn blank(&mut self) {
        let (page, node) = (self.file.number(), self.node);
        self.file.object(
            page,
            format_args!(
                "<</Type/Page/Parent {node} 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<<>>>>"
            ),
        );
        self.page(page);
    }

    /// Ends a node of the page tree and a leaf of the parent tree, and begins the next.
    fn branch(&mut self) {
        if self.on_node == 0 {
            return;
        }
        let (node, tree, count) = (self.node, self.tree, self.on_node);
        let kids = std::mem::take(&mut self.kids);
        self.file.object(
            node,
            format_args!("<</Type/Pages/Parent {tree} 0 R/Count {count}/Kids[{kids}]>>"),
        );
        let _ = write!(self.nodes, "{node} 0 R ");
        let (leaf, first, last) = (self.file.number(), self.first_key, self.key.saturating_sub(1));
        let rows = std::mem::take(&mut self.parents);
        self.file.object(leaf, format_args!("<</Limits[{first} {last}]/Nums[{rows}]>>"));
        let _ = write!(self.leaves, "{leaf} 0 R ");
        self.first_key = self.key;
        self.on_node = 0;
        self.node = self.file.number();
    }
}
