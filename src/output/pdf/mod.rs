//! Writes a layout as PDF/A-2a and PDF/UA-1 in one file (ISO 19005-2, ISO 14289-1).
//!
//! What letters share is made once: the fonts, the text font with a fixed repertoire (`font`,
//! `repertoire`), and the colour profile. A letter is these, its content (`content`), its structure
//! (`tags`), its metadata (`xmp`) and the tables that say where everything stands (`file`). The bytes
//! depend on the letter alone.
//!
//! Each page is one deflated stream. Splicing streams from segments deflated once was tried: a page
//! then took 8 KB instead of 3, since each segment begins without a history.

mod content;
mod deflate;
mod file;
mod font;
mod picture;
mod repertoire;
mod syntax;
mod tags;
mod xmp;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::document::{Document, Image};
use crate::problem::Problems;
use crate::typeset::{Artifact, FontId, Fonts, Ink, Layout, Mark, Piece, Run, Typesetter};
use content::{FontSet, Names};
use deflate::Deflater;
use file::File;
use font::{Embedded, Repertoire};
use picture::Picture;
use syntax::{numbers, text_of};
use tags::Tags;

/// A4 in points.
const WIDTH: f32 = 595.276;
/// A4 in points.
const HEIGHT: f32 = 841.89;

/// sRGB in 736 bytes (CC0): what device colours mean here (ISO 19005-2 6.2.3).
static SRGB: &[u8] = include_bytes!("../../../fonts/sRGB-v2-magic.icc");

/// The colour profile is object 1; the fonts follow in their order.
const PROFILE: u32 = 1;
const FIRST_FONT: u32 = 2;

/// At so many entries a cache starts anew.
const MOST: usize = 4096;

const PRODUCER: &str = concat!("art21 ", env!("CARGO_PKG_VERSION"));

/// Writes letters. Keeps what they share: one for each thread.
pub struct Writer<'f> {
    fonts: &'f Fonts,
    fixed: BTreeMap<FontId, Repertoire>,
    embedded: FxHashMap<(FontId, Vec<u16>), Arc<Embedded>>,
    pictures: Vec<(Arc<Image>, Picture)>,
    profile: Vec<u8>,
    deflater: Deflater,
}

impl<'f> Writer<'f> {
    /// Writes letters set in these fonts.
    pub fn new(fonts: &'f Fonts) -> Self {
        let mut deflater = Deflater::new();
        Writer {
            fonts,
            fixed: repertoire::fixed(&mut Typesetter::new(fonts)),
            embedded: FxHashMap::default(),
            pictures: Vec::new(),
            profile: deflater.whole(SRGB),
            deflater,
        }
    }

    /// Writes one letter.
    ///
    /// # Errors
    ///
    /// A font of the user's that cannot be embedded.
    pub fn write(&mut self, document: &Document, layout: &Layout) -> Result<Vec<u8>, Problems> {
        let fonts = self.embed(layout)?;
        let images = pictures(layout);
        self.prepare(&images);
        let names = Names { fonts: &fonts, pictures: &images };

        let mut file =
            File::new(FIRST_FONT + self.fonts.ids().count() as u32 * font::OBJECTS, 48 << 10);
        file.stream(PROFILE, "/N 3/Alternate/DeviceRGB/Filter/FlateDecode", &self.profile);
        for font in fonts.values() {
            file.copy(&font.objects.bytes, &font.objects.offsets);
        }
        let mut resources = String::from("<</Font<<");
        for (id, font) in &fonts {
            let _ = write!(resources, "/F{} {} 0 R", id.0, font.objects.font);
        }
        resources.push_str(">>");
        let mut transparent = Vec::new();
        if !images.is_empty() {
            resources.push_str("/XObject<<");
            for (at, image) in images.iter().enumerate() {
                let Some((_, picture)) = self.pictures.iter().find(|(i, _)| Arc::ptr_eq(i, image))
                else {
                    continue;
                };
                let _ = write!(resources, "/I{at} {} 0 R", picture.write(&mut file));
                if picture.is_transparent() {
                    transparent.push(at);
                }
            }
            resources.push_str(">>");
        }
        resources.push_str(">>");

        let [root, info, tree, metadata] = std::array::from_fn(|_| file.number());
        let pages: Vec<u32> = layout.pages.iter().map(|_| file.number()).collect();
        let mut tags = Tags::new(layout);
        let mut starts: Vec<(usize, u32)> = Vec::new();
        for (at, page) in layout.pages.iter().enumerate() {
            let mut annotations = String::new();
            let mut shows_through = false;
            let mut content = Vec::with_capacity(16 << 10);
            for piece in &page.pieces {
                draw(&mut content, piece, at, &mut tags, &names);
                shows_through |= piece.ink.iter().any(|ink| {
                    matches!(ink, Ink::Picture { image, .. }
                        if transparent.iter().any(|&t| Arc::ptr_eq(&images[t], image)))
                });
                let Mark::Element(element) = piece.mark else { continue };
                if let Some(part) = tags.part(element)
                    && starts.iter().all(|&(known, _)| known != part)
                {
                    starts.push((part, pages[at]));
                }
                if let Some(uri) = tags.uri(element) {
                    let number = link(&mut file, piece, uri, self.fonts, |object| {
                        tags.annotation(element, at, object)
                    });
                    let _ = write!(annotations, "{number} 0 R ");
                }
            }
            let data = self.deflater.whole(&content);
            let number = file.number();
            file.stream(number, "/Filter/FlateDecode", &data);
            // A page that shows through needs a colour space to blend in (ISO 19005-2 6.2.10).
            let group = if shows_through { "/Group<</S/Transparency/CS/DeviceRGB>>" } else { "" };
            let annotations = if annotations.is_empty() {
                String::new()
            } else {
                format!("/Annots[{annotations}]")
            };
            file.object(
                pages[at],
                format_args!(
                    "<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]\
                     /Resources {resources}/Contents {number} 0 R/StructParents {at}/Tabs/S\
                     {group}{annotations}>>"
                ),
            );
        }
        let kids: String = pages.iter().map(|page| format!("{page} 0 R ")).collect();
        file.object(tree, format_args!("<</Type/Pages/Count {}/Kids[{kids}]>>", pages.len()));

        let title = document.parts.first().map(crate::document::Part::subject).unwrap_or_default();
        let structure = tags.write(&mut file, document, &pages);
        let outline = outline(&mut file, document, &starts);
        let packet = xmp::packet(document, &title, PRODUCER);
        // Metadata stay readable without a PDF reader (ISO 19005-2 6.6.2.1).
        file.stream(metadata, "/Type/Metadata/Subtype/XML", packet.as_bytes());
        // Noon, so that it is the same day in every time zone where the controller's members live.
        let date = format!("(D:{}120000Z)", document.date.replace('-', ""));
        file.object(
            info,
            format_args!(
                "<</Title {}/Author {}/Producer {}/CreationDate{date}/ModDate{date}>>",
                text_of(&title),
                text_of(&document.author),
                text_of(PRODUCER)
            ),
        );
        let language = document.parts.first().map(|part| part.language.code().to_owned());
        file.object(
            root,
            format_args!(
                "<</Type/Catalog/Pages {tree} 0 R/Lang({})/MarkInfo<</Marked true>>\
                 /StructTreeRoot {structure} 0 R/Outlines {outline} 0 R/Metadata {metadata} 0 R\
                 /ViewerPreferences<</DisplayDocTitle true>>\
                 /OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)\
                 /Info(sRGB IEC61966-2.1)/DestOutputProfile {PROFILE} 0 R>>]>>",
                language.unwrap_or_default()
            ),
        );
        Ok(file.finish(root, info, &mut self.deflater))
    }

    /// The fonts that a letter uses: the fixed repertoire, and beyond it what this letter needs.
    fn embed(&mut self, layout: &Layout) -> Result<FontSet, Problems> {
        let mut needs: BTreeMap<FontId, Need> = BTreeMap::new();
        for run in runs(layout) {
            let fixed = self.fixed.entry(run.font).or_default();
            let need = needs.entry(run.font).or_insert_with(|| Need::beyond(fixed));
            if run.glyphs.iter().all(|glyph| need.has(glyph.id)) {
                continue;
            }
            for (glyph, characters) in content::characters(run) {
                need.add(glyph, characters);
            }
            // Glyphs without characters of their own: the second of a pair that stands for one
            // character. What they read as is said by ActualText.
            for glyph in &run.glyphs {
                need.add(glyph.id, "\u{fffd}");
            }
        }
        let mut set = FontSet::new();
        let mut problems = Problems::default();
        for (id, Need { own, .. }) in needs {
            let key = (id, own.keys().copied().collect::<Vec<_>>());
            if let Some(ready) = self.embedded.get(&key) {
                set.insert(id, Arc::clone(ready));
                continue;
            }
            let first = FIRST_FONT + u32::from(id.0) * font::OBJECTS;
            let fixed = self.fixed.entry(id).or_default();
            match Embedded::new(self.fonts, id, fixed, &own, first) {
                Ok(ready) => {
                    if self.embedded.len() >= MOST {
                        self.embedded.clear();
                    }
                    self.embedded.insert(key, Arc::clone(&ready));
                    set.insert(id, ready);
                }
                Err(problem) => problems.push(problem),
            }
        }
        if problems.has_errors() { Err(problems) } else { Ok(set) }
    }

    fn prepare(&mut self, images: &[Arc<Image>]) {
        for image in images {
            if !self.pictures.iter().any(|(known, _)| Arc::ptr_eq(known, image)) {
                let picture = Picture::new(image, &mut self.deflater);
                // One signature serves a run; a roster has many.
                self.pictures.truncate(15);
                self.pictures.insert(0, (Arc::clone(image), picture));
            }
        }
    }
}

/// What a letter needs of a font beyond the fixed repertoire.
struct Need {
    /// By glyph: whether it is in the repertoire or already in `own`.
    known: Vec<bool>,
    own: Repertoire,
}

impl Need {
    fn beyond(fixed: &Repertoire) -> Self {
        let mut need = Need { known: Vec::new(), own: Repertoire::new() };
        fixed.keys().for_each(|&glyph| need.note(glyph));
        need
    }

    fn has(&self, glyph: u16) -> bool {
        self.known.get(usize::from(glyph)).is_some_and(|&known| known)
    }

    fn add(&mut self, glyph: u16, characters: &str) {
        if !self.has(glyph) {
            self.note(glyph);
            self.own.insert(glyph, characters.replace('\u{a0}', " "));
        }
    }

    fn note(&mut self, glyph: u16) {
        let at = usize::from(glyph);
        if self.known.len() <= at {
            self.known.resize(at + 1, false);
        }
        self.known[at] = true;
    }
}

/// Draws a piece: its mark, its place, its ink.
fn draw(out: &mut Vec<u8>, piece: &Piece, page: usize, tags: &mut Tags<'_>, names: &Names<'_>) {
    let _ = match piece.mark {
        Mark::Artifact(Artifact::Pagination) => {
            writeln!(out, "/Artifact<</Type/Pagination>>BDC")
        }
        Mark::Artifact(Artifact::Layout) => writeln!(out, "/Artifact<</Type/Layout>>BDC"),
        Mark::Element(element) => {
            let id = tags.content(element, page);
            if let [Ink::Picture { x, y, width, height, .. }] = piece.ink[..] {
                let (left, top) = (piece.x + x, HEIGHT - piece.y - y);
                tags.figure(element, [left, top - height, left + width, top]);
            }
            writeln!(out, "/{}<</MCID {id}>>BDC", tags.kind(element))
        }
    };
    out.extend_from_slice(b"q 1 0 0 1 ");
    numbers(out, &[piece.x, HEIGHT - piece.y]);
    out.extend_from_slice(b"cm\n");
    content::ink(out, &piece.ink, names);
    out.extend_from_slice(b"Q EMC\n");
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

/// The link annotation of a piece (ISO 32000-1 12.5.6.5): a rectangle around it, and one
/// quadrilateral for each line.
fn link(
    file: &mut File,
    piece: &Piece,
    uri: &str,
    fonts: &Fonts,
    key: impl FnOnce(u32) -> usize,
) -> u32 {
    let mut around = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
    let mut quads = Vec::new();
    for ink in piece.ink.iter() {
        let Ink::Glyphs(run) = ink else { continue };
        let face = fonts.face(run.font);
        let em = run.size / f32::from(face.units_per_em);
        let advance: f32 = run.glyphs.iter().map(|glyph| glyph.advance).sum();
        let (left, base) = (piece.x + run.x, HEIGHT - piece.y - run.y);
        let right = left + advance * run.size / 1000.0;
        let (low, high) = (base + f32::from(face.descent) * em, base + f32::from(face.ascent) * em);
        around =
            [around[0].min(left), around[1].min(low), around[2].max(right), around[3].max(high)];
        numbers(&mut quads, &[left, high, right, high, left, low, right, low]);
    }
    let number = file.number();
    let key = key(number);
    let [left, low, right, high] = around;
    file.object(
        number,
        format_args!(
            "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[{left:.2} {low:.2} {right:.2} {high:.2}]\
             /QuadPoints[{}]/Contents {}/StructParent {key}/A<</S/URI/URI {}>>>>",
            String::from_utf8_lossy(&quads),
            text_of(uri),
            text_of(uri)
        ),
    );
    number
}

/// A bookmark for the letter and one for its courtesy copy.
fn outline(file: &mut File, document: &Document, starts: &[(usize, u32)]) -> u32 {
    let root = file.number();
    let items: Vec<u32> = starts.iter().map(|_| file.number()).collect();
    for (at, (part, &(_, page))) in document.parts.iter().zip(starts).enumerate() {
        let mut beside = String::new();
        if let Some(next) = items.get(at + 1) {
            let _ = write!(beside, "/Next {next} 0 R");
        }
        if at > 0 {
            let _ = write!(beside, "/Prev {} 0 R", items[at - 1]);
        }
        file.object(
            items[at],
            format_args!(
                "<</Title {}/Parent {root} 0 R/Dest[{page} 0 R/Fit]{beside}>>",
                text_of(&part.subject())
            ),
        );
    }
    let first = items.first().copied().unwrap_or(root);
    let last = items.last().copied().unwrap_or(root);
    file.object(
        root,
        format_args!("<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {}>>", items.len()),
    );
    root
}
