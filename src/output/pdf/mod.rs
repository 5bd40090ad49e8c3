//! Writes a layout as PDF/A-2a and PDF/UA-1 in one file (ISO 19005-2, ISO 14289-1).
//!
//! What letters share is made once: the fonts with their fixed repertoires (`font`, `codes`, `repertoire`),
//! the colour profile and the operators of paragraphs (`operators`). A letter is these, its content (`content`), its structure (`tags`), its
//! links and bookmarks (`navigation`), its metadata (`xmp`) and the tables that say where everything
//! stands (`file`). The bytes depend on the letter alone.
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
mod file;
mod font;
mod fontset;
mod navigation;
mod operators;
mod picture;
mod repertoire;
mod syntax;
mod tags;
mod xmp;

use std::fmt::Write as _;
use std::sync::Arc;

use crate::document::{Document, Image};
use crate::problem::Problems;
use crate::typeset::{Artifact, Fonts, Ink, Layout, Mark, Page, Piece, Run};
use content::{Content, Names};
use deflate::Deflater;
use file::File;
use fontset::{FontSet, Shelf};
use operators::Operators;
use picture::Picture;
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
const CODES: u32 = 2;
const FIRST_FONT: u32 = 3;

/// One signature serves a run; a roster has many, and each of its rows is written once.
const MOST_PICTURES: usize = 8;

/// Writes letters. Keeps what they share: one for each thread.
pub struct Writer<'f> {
    shelf: Shelf<'f>,
    fonts: &'f Fonts,
    pictures: Vec<(Arc<Image>, Picture)>,
    profile: Vec<u8>,
    codes: Vec<u8>,
    operators: Operators,
    deflater: Deflater,
}

/// What the pages of a letter have in common.
struct Shared<'a> {
    names: Names<'a>,
    /// Which of the pictures show through.
    transparent: Vec<bool>,
    /// Their resource dictionary (ISO 32000-1 7.8.3).
    resources: String,
    /// The objects of the pages.
    pages: Vec<u32>,
    /// The object above them.
    tree: u32,
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
    /// `font-not-embeddable` for each font of the user's that cannot be cut down to a subset.
    pub fn write(&mut self, document: &Document, layout: &Layout) -> Result<Vec<u8>, Problems> {
        let fonts = self.shelf.of(layout)?;
        let images = pictures(layout);
        self.prepare(&images);

        let mut file = File::new(FIRST_FONT + self.fonts.ids().count() as u32 * font::OBJECTS);
        file.stream(PROFILE, "/N 3/Alternate/DeviceRGB/Filter/FlateDecode", &self.profile);
        file.stream(CODES, codes::ONE_BYTE_ENTRIES, &self.codes);
        for font in fonts.values() {
            file.copy(&font.objects.bytes, &font.objects.entries);
        }
        let (resources, transparent) = self.resources(&mut file, &fonts, &images);
        let names = Names { fonts: &fonts, pictures: &images };
        let tree = file.number();
        let pages = layout.pages.iter().map(|_| file.number()).collect();
        let shared = Shared { names, transparent, resources, pages, tree };

        let mut tags = Tags::new(layout);
        for (at, page) in layout.pages.iter().enumerate() {
            self.page(&mut file, &shared, &mut tags, at, page);
        }
        let kids: String = shared.pages.iter().map(|page| format!("{page} 0 R ")).collect();
        let count = shared.pages.len();
        file.object(tree, format_args!("<</Type/Pages/Count {count}/Kids[{kids}]>>"));

        let structure = tags.write(&mut file, &shared.pages);
        let starts = tags.starts().into_iter().map(|page| shared.pages[page]);
        let outline = navigation::outline(&mut file, document, starts);
        let metadata = Metadata::of(document);
        let (info, packet) = (metadata.dictionary(&mut file), metadata.packet(&mut file));
        let language = document.parts.first().map(|part| format!("/Lang({})", part.language));
        let root = file.number();
        file.object(
            root,
            format_args!(
                "<</Type/Catalog/Pages {tree} 0 R{}/MarkInfo<</Marked true>>\
                 /StructTreeRoot {structure} 0 R/Outlines {outline} 0 R/Metadata {packet} 0 R\
                 /ViewerPreferences<</DisplayDocTitle true>>\
                 /OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)\
                 /Info(sRGB IEC61966-2.1)/DestOutputProfile {PROFILE} 0 R>>]>>",
                language.unwrap_or_default()
            ),
        );
        Ok(file.finish(root, info, &mut self.deflater))
    }

    /// Writes the pictures and names them and the fonts; says which pictures show through.
    fn resources(
        &self,
        file: &mut File,
        fonts: &FontSet,
        images: &[Arc<Image>],
    ) -> (String, Vec<bool>) {
        let mut resources = String::from("<</Font<<");
        for (id, font) in fonts {
            let _ = write!(resources, "/F{} {} 0 R", id.0, font.objects.font);
        }
        resources.push_str(">>");
        let mut transparent = Vec::with_capacity(images.len());
        if !images.is_empty() {
            resources.push_str("/XObject<<");
            // `prepare` put them in this order.
            for (at, (_, picture)) in self.pictures.iter().take(images.len()).enumerate() {
                let _ = write!(resources, "/I{at} {} 0 R", picture.write(file));
                transparent.push(picture.is_transparent());
            }
            resources.push_str(">>");
        }
        resources.push_str(">>");
        (resources, transparent)
    }

    /// Writes one page: content, annotations, and what the page itself says.
    fn page(
        &mut self,
        file: &mut File,
        shared: &Shared<'_>,
        tags: &mut Tags<'_>,
        at: usize,
        page: &Page,
    ) {
        let mut content = Content::new(&shared.names, &mut self.operators);
        let mut annotations = String::new();
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
                        let number = file.number();
                        let key = tags.annotation(element, at, number);
                        navigation::link(file, number, key, piece, uri, self.fonts);
                        let _ = write!(annotations, "{number} 0 R ");
                    }
                }
            }
        }
        let number = file.number();
        let data = self.deflater.whole(&content.finish());
        file.stream(number, "/Filter/FlateDecode", &data);
        let mut more = String::new();
        if !annotations.is_empty() {
            let _ = write!(more, "/Annots[{annotations}]");
        }
        let images = shared.names.pictures.iter().zip(&shared.transparent);
        let mut through = images.filter(|&(_, &transparent)| transparent);
        if through.any(|(image, _)| shows(page, image)) {
            // What shows through needs a colour space to blend in (ISO 19005-2 6.2.10).
            more.push_str("/Group<</S/Transparency/CS/DeviceRGB>>");
        }
        file.object(
            shared.pages[at],
            format_args!(
                "<</Type/Page/Parent {} 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources{}\
                 /Contents {number} 0 R/StructParents {at}/Tabs/S{more}>>",
                shared.tree, shared.resources
            ),
        );
    }

    /// Makes the pictures of a letter ready and puts them first, in its order.
    fn prepare(&mut self, images: &[Arc<Image>]) {
        for image in images.iter().rev() {
            let known = self.pictures.iter().position(|(known, _)| Arc::ptr_eq(known, image));
            let ready = match known {
                Some(at) => self.pictures.remove(at),
                None => (Arc::clone(image), Picture::new(image)),
            };
            self.pictures.insert(0, ready);
        }
        self.pictures.truncate(MOST_PICTURES.max(images.len()));
    }
}

/// The box around the pictures of a piece: left, bottom, right, top.
fn bounds(piece: &Piece) -> Option<[f32; 4]> {
    let boxes = piece.ink.iter().filter_map(|ink| match ink {
        Ink::Picture { x, y, width, height, .. } => {
            let (left, top) = (piece.x + x, HEIGHT - piece.y - y);
            Some([left, top - height, left + width, top])
        }
        _ => None,
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
