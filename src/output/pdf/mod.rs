//! Writes a layout as PDF/A-2a and PDF/UA-1 in one file (ISO 19005-2, ISO 14289-1).
//!
//! What letters share is made once: the fonts with their fixed repertoires (`font`, `codes`, `repertoire`),
//! the colour profile and the operators of paragraphs (`operators`). A letter is these, its content (`content`), its structure (`tags`), its
//! links and bookmarks (`navigation`), its metadata (`xmp`) and the tables that say where everything
//! stands (`file`). The bytes depend on the letter alone. A letter that is drawn (`drawn`) can also be
//! put with others into a file for the printer (`print`).
//!
//! Each page is one deflated stream. Splicing streams from segments deflated once was measured: the
//! content of a letter of two pages took 13.1 KB instead of 7.8, since each segment begins without
//! a history, and with that the letter more than 40 KB.
//!
//! | what must hold | who sees to it |
//! |---|---|
//! | fonts embedded, each code with a width and a character (ISO 19005-2 6.2.11) | `font`, `fontset` |
//! | colours of a device have a profile (6.2.4); what shows through has a blending space (6.2.10) | `Writer::write`, `page` |
//! | all content marked: an element's or an artifact (ISO 14289-1 7.1) | `content`, `tags` |
//! | languages, alternative texts (7.2, 7.3); links with a description (7.18.5) | `tags`, `navigation` |
//! | a title that is shown (7.1), metadata that name both standards | `xmp`, `Writer::write` |

mod codes;
mod content;
mod deflate;
mod drawn;
mod file;
mod font;
mod fontset;
mod navigation;
mod operators;
mod picture;
mod print;
mod repertoire;
mod syntax;
mod tags;
mod xmp;

use std::sync::Arc;

use crate::document::{Document, Image, Part};
use crate::language::Language;
use crate::problem::Problems;
use crate::typeset::{Artifact, Fonts, Ink, Layout, Mark, Page, Piece, Run};
use content::{Content, Names};
use deflate::Deflater;
pub use drawn::Drawn;
use drawn::{Above, Sheet};
use file::File;
use font::OBJECTS;
use fontset::Shelf;
use navigation::Link;
use operators::Operators;
use picture::Picture;
pub use print::{About, Bundle, LARGEST, Print};
use tags::Tags;
use xmp::Metadata;

/// A4 in points.
const WIDTH: f32 = 595.276;
/// A4 in points.
const HEIGHT: f32 = 841.89;

/// sRGB in 736 bytes (CC0): what device colours mean here (ISO 19005-2 6.2.3).
static SRGB: &[u8] = include_bytes!("../../../fonts/sRGB-v2-magic.icc");

/// The colour profile is object 1, the meaning of codes 2; the fonts follow in their order.
const PROFILE: u32 = 1;
const PROFILE_ENTRIES: &str = "/N 3/Alternate/DeviceRGB/Filter/FlateDecode";
const CODES: u32 = 2;
const FIRST_FONT: u32 = 3;

/// One signature serves a run; a roster has many, and each of its rows is written once.
const MOST_PICTURES: usize = 8;

/// Writes letters. Keeps what they share: one for each thread.
pub struct Writer<'f> {
    shelf: Shelf<'f>,
    fonts: &'f Fonts,
    pictures: Vec<(Arc<Image>, Arc<Picture>)>,
    profile: Vec<u8>,
    codes: Vec<u8>,
    operators: Operators,
    deflater: Deflater,
}

impl<'f> Writer<'f> {
    /// Writes letters set in these fonts.
    pub fn new(fonts: &'f Fonts) -> Self {
        let mut deflater = Deflater::new();
        Writer {
            shelf: Shelf::new(fonts),
            fonts,
            pictures: Vec::new(),
            profile: deflater.once(SRGB),
            codes: deflater.once(codes::ONE_BYTE.as_bytes()),
            operators: Operators::default(),
            deflater,
        }
    }

    /// Writes one letter.
    ///
    /// # Errors
    ///
    /// Those of [`Writer::draw`].
    pub fn write(&mut self, document: &Document, layout: &Layout) -> Result<Vec<u8>, Problems> {
        let drawn = self.draw(document, layout)?;
        Ok(self.assemble(&drawn))
    }

    /// Draws the pages of a letter.
    ///
    /// # Errors
    ///
    /// `font-not-embeddable` for each font of the user's that cannot be cut down to a subset.
    pub fn draw(&mut self, document: &Document, layout: &Layout) -> Result<Drawn, Problems> {
        let fonts = self.shelf.of(layout)?;
        let images = pictures(layout);
        let pictures: Vec<Arc<Picture>> = images.iter().map(|image| self.picture(image)).collect();
        let names = Names { fonts: &fonts, pictures: &images };
        let mut tags = Tags::new(layout);
        let mut links = Vec::new();
        let mut sheets = Vec::with_capacity(layout.pages.len());
        for (at, page) in layout.pages.iter().enumerate() {
            let first = links.len();
            let content = self.page(&names, &mut tags, &mut links, at, page);
            let mut through = images.iter().zip(&pictures).filter(|(_, p)| p.is_transparent());
            let blends = through.any(|(image, _)| shows(page, image));
            sheets.push(Sheet { content, links: first..links.len(), blends });
        }
        let parts = document.parts.iter().map(Part::subject);
        let marks = parts.zip(tags.starts()).collect();
        let language = document.parts.first().map(|part| part.language);
        let metadata = Metadata::of(document);
        Ok(Drawn { sheets, links, tags, fonts, pictures, marks, language, metadata })
    }

    /// A letter that is drawn, as a file of its own.
    pub fn assemble(&mut self, drawn: &Drawn) -> Vec<u8> {
        let mut file = File::new(FIRST_FONT + self.fonts.ids().count() as u32 * OBJECTS);
        file.stream(PROFILE, PROFILE_ENTRIES, &self.profile);
        file.stream(CODES, codes::ONE_BYTE_ENTRIES, &self.codes);
        let mut fonts = Vec::with_capacity(drawn.fonts.len());
        for (id, font) in &drawn.fonts {
            file.copy(&font.objects.bytes, &font.objects.entries);
            fonts.push((*id, font.objects.font));
        }
        let (tree, structure) = (file.number(), file.number());
        let mut parents = String::new();
        let above = Above { tree, parent: structure, kind: "Document", key: 0 };
        let (pages, root) = drawn.put(&mut file, &fonts, &above, &mut parents);
        let kids: String = pages.iter().map(|page| format!("{page} 0 R ")).collect();
        let count = pages.len();
        file.object(tree, format_args!("<</Type/Pages/Count {count}/Kids[{kids}]>>"));
        file.object(
            structure,
            format_args!(
                "<</Type/StructTreeRoot/K {root} 0 R/ParentTree<</Nums[{parents}]>>\
                 /ParentTreeNextKey {}>>",
                drawn.keys()
            ),
        );
        let marks: Vec<(String, u32)> =
            drawn.marks.iter().map(|(title, page)| (title.clone(), pages[*page])).collect();
        let outline = navigation::outline(&mut file, &marks);
        let (root, info) =
            catalog(&mut file, tree, structure, outline, &drawn.metadata, drawn.language);
        file.finish(root, info, &mut self.deflater)
    }

    /// Draws one page; gives its content, deflated.
    fn page(
        &mut self,
        names: &Names<'_>,
        tags: &mut Tags,
        links: &mut Vec<Link>,
        at: usize,
        page: &Page,
    ) -> Vec<u8> {
        let mut content = Content::new(names, &mut self.operators);
        for piece in &page.pieces {
            match piece.mark {
                Mark::Artifact(Artifact::Pagination) => {
                    content.piece(piece, format_args!("/Artifact<</Type/Pagination>>"));
                }
                Mark::Artifact(Artifact::Layout) => {
                    content.piece(piece, format_args!("/Artifact<</Type/Layout>>"));
                }
                Mark::Element(element) => {
                    let id = tags.content(element, at);
                    content.piece(piece, format_args!("/{}<</MCID {id}>>", tags.kind(element)));
                    if let Some(bounds) = bounds(piece) {
                        tags.figure(element, bounds);
                    }
                    if let Some(uri) = tags.uri(element) {
                        links.push(Link::new(piece, uri, self.fonts));
                        tags.link(element, at);
                    }
                }
            }
        }
        self.deflater.whole(&content.finish())
    }

    /// A picture made ready, the last ones remembered.
    fn picture(&mut self, image: &Arc<Image>) -> Arc<Picture> {
        if let Some((_, known)) = self.pictures.iter().find(|(known, _)| Arc::ptr_eq(known, image))
        {
            return Arc::clone(known);
        }
        let ready = Arc::new(Picture::new(image));
        self.pictures.insert(0, (Arc::clone(image), Arc::clone(&ready)));
        self.pictures.truncate(MOST_PICTURES);
        ready
    }
}

/// Writes what all files have in common.
fn common(file: &mut File, deflater: &mut Deflater) {
    file.stream(PROFILE, PROFILE_ENTRIES, &deflater.once(SRGB));
    let codes = deflater.once(codes::ONE_BYTE.as_bytes());
    file.stream(CODES, codes::ONE_BYTE_ENTRIES, &codes);
}

/// Writes the catalog and the metadata; gives the numbers of the catalog and of the information
/// dictionary.
fn catalog(
    file: &mut File,
    pages: u32,
    structure: u32,
    outline: u32,
    metadata: &Metadata,
    language: Option<Language>,
) -> (u32, u32) {
    let (info, packet) = (metadata.dictionary(file), metadata.packet(file));
    let language = language.map(|language| format!("/Lang({language})")).unwrap_or_default();
    let root = file.number();
    file.object(
        root,
        format_args!(
            "<</Type/Catalog/Pages {pages} 0 R{language}/MarkInfo<</Marked true>>\
             /StructTreeRoot {structure} 0 R/Outlines {outline} 0 R/Metadata {packet} 0 R\
             /ViewerPreferences<</DisplayDocTitle true>>\
             /OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)\
             /Info(sRGB IEC61966-2.1)/DestOutputProfile {PROFILE} 0 R>>]>>"
        ),
    );
    (root, info)
}

/// The box around the pictures and rules of a piece: left, bottom, right, top.
fn bounds(piece: &Piece) -> Option<[f32; 4]> {
    let boxes = piece.ink.iter().filter_map(|ink| match ink {
        Ink::Picture { x, y, width, height, .. } | Ink::Rule { x, y, width, height } => {
            let (left, top) = (piece.x + x, HEIGHT - piece.y - y);
            Some([left, top - height, left + width, top])
        }
        Ink::Glyphs(_) => None,
    });
    boxes.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
}

fn runs(layout: &Layout) -> impl Iterator<Item = &Run> {
    layout.pages.iter().flat_map(|page| &page.pieces).flat_map(|piece| piece.ink.iter()).filter_map(
        |ink| match ink {
            Ink::Glyphs(run) => Some(run),
            _ => None,
        },
    )
}

fn pictures(layout: &Layout) -> Vec<Arc<Image>> {
    let mut images: Vec<Arc<Image>> = Vec::new();
    for piece in layout.pages.iter().flat_map(|page| &page.pieces) {
        for ink in piece.ink.iter() {
            if let Ink::Picture { image, .. } = ink
                && !images.iter().any(|known| Arc::ptr_eq(known, image))
            {
                images.push(Arc::clone(image));
            }
        }
    }
    images
}

fn shows(page: &Page, wanted: &Arc<Image>) -> bool {
    let inks = page.pieces.iter().flat_map(|piece| piece.ink.iter());
    inks.into_iter()
        .any(|ink| matches!(ink, Ink::Picture { image, .. } if Arc::ptr_eq(image, wanted)))
}
