//! Embedded fonts: a subset, its widths, its way back to characters (ISO 32000-1 9.7, 9.10).
//!
//! Each font has object numbers of its own, so that its objects are made once and copied into every
//! letter. A subset holds the fixed repertoire first, then what one letter needs beyond it: nearly all
//! letters need nothing and share one subset.

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::xref::XrefEntry;
use lopdf::{Dictionary, Document as Tree, Object, Stream, StringFormat, dictionary};
use printpdf::{
    Codepoint, FontId as Name, FontMetrics, Mm, Op, ParsedFont, PdfDocument, PdfFont,
    PdfFontHandle, PdfPage, PdfSaveOptions, Pt, TextItem,
};
use subsetter::GlyphRemapper;

use super::CODES;
use super::codes::{self, Length};
use super::file::Entry;
use crate::problem::Problem;
use crate::typeset::{FontId, Fonts};

/// Objects of one font: Type0, its descendant, descriptor, program, ToUnicode, and some to spare.
pub(super) const OBJECTS: u32 = 8;

/// Glyphs and the characters that each stands for.
pub(super) type Repertoire = BTreeMap<u16, String>;

/// A font ready to be copied into a file.
#[derive(Debug)]
pub(super) struct Embedded {
    /// Its objects.
    pub(super) objects: Objects,
    /// What it has beyond the fixed repertoire.
    pub(super) further: Repertoire,
    /// The code of each glyph; 0, which no glyph has, where the subset lacks it.
    codes: Vec<u16>,
    /// By code, from 1 on.
    shown: Vec<Shown>,
    /// How long its codes are.
    pub(super) length: Length,
}

/// The objects of a font as they stand in a file.
#[derive(Debug)]
pub(super) struct Objects {
    /// One after the other.
    pub(super) bytes: Vec<u8>,
    /// The number of each and where it is in `bytes`.
    pub(super) entries: Vec<(u32, Entry)>,
    /// The Type0 font.
    pub(super) font: u32,
}

/// A glyph as text strings name it.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    /// Its code.
    pub(super) code: u16,
    /// Its width as `/W` has it, in 1/1000 of the size.
    pub(super) width: f32,
    /// What it reads as.
    pub(super) characters: Box<str>,
    /// The same where it is one byte: nearly always.
    pub(super) byte: Option<u8>,
}

impl Embedded {
    /// A glyph of the subset.
    #[inline]
    pub(super) fn shown(&self, glyph: u16) -> Option<&Shown> {
        let code = *self.codes.get(usize::from(glyph))?;
        self.shown.get(usize::from(code).checked_sub(1)?)
    }

    /// Makes the objects of a font, numbered from `first`.
    ///
    /// # Errors
    ///
    /// A font of the user's that cannot be cut down to a subset.
    pub(super) fn new(
        fonts: &Fonts,
        id: FontId,
        fixed: &Repertoire,
        further: &Repertoire,
        first: u32,
    ) -> Result<Arc<Embedded>, Problem> {
        let face = fonts.face(id);
        let refused = |reason: String| {
            Problem::error("font-not-embeddable")
                .with("font", &face.name)
                .with("reason", reason)
                .field(format!("letter.fonts[{}]", id.0.saturating_sub(FontId::FALLBACK.0 + 1)))
        };
        let last = fixed.keys().chain(further.keys()).max().copied().unwrap_or_default();
        let mut codes = vec![0; usize::from(last) + 1];
        let mut shown = Vec::new();
        let mut remapper = GlyphRemapper::new();
        let mut advances = BTreeMap::new();
        for (&glyph, text) in fixed.iter().chain(further) {
            // Counts from 1 in the order of the calls: glyph 0 is in every font.
            let code = remapper.remap(glyph);
            let advance = fonts.advance(id, glyph);
            let width = f32::from(advance) * 1000.0 / f32::from(face.units_per_em);
            codes[usize::from(glyph)] = code;
            let byte = if let [byte] = text.as_bytes() { Some(*byte) } else { None };
            shown.push(Shown { code, width, characters: text.as_str().into(), byte });
            advances.insert(code, advance);
        }
        let program = subsetter::subset(&face.data, 0, &remapper)
            .map_err(|error| refused(error.to_string()))?;
        let parsed = ParsedFont::with_glyph_data(
            program,
            0,
            Some(format!("{}+{}", tag(further), face.name)),
            BTreeMap::new(),
            advances,
            face.units_per_em,
            FontMetrics { ascent: face.ascent, descent: face.descent },
        );
        let length = Length::of(shown.len());
        let objects = serialise(parsed, face, &shown, length, first)
            .map_err(|error| refused(error.to_string()))?;
        let room = first..first + OBJECTS;
        if objects.entries.iter().any(|(number, _)| !room.contains(number)) {
            // printpdf made more than it does: the numbers beyond are another font's.
            return Err(refused(format!("{} objects, {OBJECTS} at most", objects.entries.len())));
        }
        Ok(Arc::new(Embedded { objects, further: further.clone(), codes, shown, length }))
    }
}

/// Six capitals that tell one subset of a font from another (ISO 32000-1 9.6.4): FNV-1a, 32 bits.
fn tag(further: &Repertoire) -> String {
    let mut hash = 0x811c_9dc5_u32;
    for byte in further.keys().flat_map(|glyph| glyph.to_be_bytes()) {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    (0..6)
        .map(|_| {
            let letter = b'A' + (hash % 26) as u8;
            hash /= 26;
            char::from(letter)
        })
        .collect()
}

/// printpdf writes the font from a throw-away page that shows every glyph; the objects that hang on
/// it are numbered from `first` and taken out of the file.
fn serialise(
    mut parsed: ParsedFont,
    face: &crate::typeset::fonts::Face,
    shown: &[Shown],
    length: Length,
    first: u32,
) -> Result<Objects, lopdf::Error> {
    [
        parsed.pdf_font_metrics.x_min,
        parsed.pdf_font_metrics.y_min,
        parsed.pdf_font_metrics.x_max,
        parsed.pdf_font_metrics.y_max,
    ] = face.bounds;
    parsed.pdf_font_metrics.us_weight_class = face.weight;
    let name = Name(String::from("F"));
    let mut document = PdfDocument::new("");
    document.resources.fonts.map.insert(name.clone(), PdfFont::new(parsed));
    let glyphs = shown.iter().map(|s| Codepoint::with_cid(s.code, 0.0, s.characters.to_string()));
    let operations = vec![
        Op::StartTextSection,
        Op::SetFont { font: PdfFontHandle::External(name), size: Pt(10.0) },
        Op::ShowText { items: vec![TextItem::GlyphIds(glyphs.collect())] },
        Op::EndTextSection,
    ];
    document.pages.push(PdfPage::new(Mm(210.0), Mm(297.0), operations));
    let options = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        secure: true,
        image_optimization: None,
    };
    let mut tree = document.to_lopdf_document(&options, &mut Vec::new());
    let page = tree.page_iter().next().ok_or(lopdf::Error::PageNumberNotFound(1))?;
    let resources = tree.get_dictionary(page)?.get(b"Resources")?.clone();
    let resources = follow(&tree, &resources)?.as_dict()?.clone();
    let list = follow(&tree, resources.get(b"Font")?)?.as_dict()?.clone();
    let (_, font) = list.iter().next().ok_or(lopdf::Error::DictKey(String::from("Font")))?;
    let mut font = follow(&tree, font)?.as_dict()?.clone();
    let descendants = font.get_mut(b"DescendantFonts")?.as_array_mut()?;
    for descendant in descendants {
        // printpdf cuts widths down to whole thousandths.
        let widths = shown.iter().map(|glyph| thousandths(glyph.width)).collect();
        descendant.as_dict_mut()?.set("W", vec![Object::Integer(1), Object::Array(widths)]);
    }
    // Its way back to characters has codes of two bytes, one for each line.
    let texts = codes::to_unicode(length, shown.iter().map(|glyph| &*glyph.characters));
    font.set("ToUnicode", tree.add_object(Stream::new(Dictionary::new(), texts.into_bytes())));
    let font = tree.add_object(font);
    describe(&mut tree, face);
    tree.trailer = dictionary! { "Root" => font };
    tree.prune_objects();
    tree.renumber_objects_with(first);
    tree.compress();
    let font = tree.trailer.get(b"Root")?.as_reference()?;
    if length == Length::One {
        // An object outside the tree: now that its numbers are final.
        tree.get_object_mut(font)?.as_dict_mut()?.set("Encoding", Object::Reference((CODES, 0)));
    }
    let mut file = Vec::new();
    // Small objects go into an object stream: a kilobyte less for each font.
    tree.save_modern(&mut file)?;
    let end = start_of_table(&file).ok_or(lopdf::Error::MissingXrefEntry)?;
    let read = Tree::load_mem(&file)?.reference_table.entries;
    let place = |entry: &XrefEntry| match *entry {
        XrefEntry::Normal { offset, .. } => Some(offset as usize).filter(|&at| at < end),
        _ => None,
    };
    let begin = read.values().filter_map(place).min().unwrap_or(end);
    let entries = read
        .iter()
        .filter_map(|(&number, entry)| match *entry {
            XrefEntry::Compressed { container, index } => {
                Some((number, Entry::Within(container, index)))
            }
            _ => Some((number, Entry::At((place(entry)? - begin) as u32))),
        })
        .collect();
    Ok(Objects { bytes: file[begin..end].to_vec(), entries, font: font.0 })
}

/// Where the cross-reference stream begins, which the last lines of a file say (7.5.5).
fn start_of_table(file: &[u8]) -> Option<usize> {
    let tail = String::from_utf8_lossy(&file[file.len().saturating_sub(32)..]);
    tail.lines().rev().nth(1)?.trim().parse().ok()
}

/// A width as it stands in `/W`: whole where it is.
fn thousandths(width: f32) -> Object {
    if width.fract() == 0.0 { Object::Integer(width as i64) } else { Object::Real(width) }
}

/// What printpdf does not know of the face: the height of capitals and the slant of an italic.
fn describe(tree: &mut Tree, face: &crate::typeset::fonts::Face) {
    for object in tree.objects.values_mut() {
        let Ok(descriptor) = object.as_dict_mut() else { continue };
        if !descriptor.has_type(b"FontDescriptor") {
            continue;
        }
        let scale = |units: i16| i64::from(units) * 1000 / i64::from(face.units_per_em);
        descriptor.set("CapHeight", scale(face.cap_height));
        descriptor.set("ItalicAngle", Object::Real(face.italic_angle));
        // Nonsymbolic, serif; italic where it is one (ISO 32000-1 table 123).
        let italic = if face.italic_angle == 0.0 { 0 } else { 1 << 6 };
        descriptor.set("Flags", (1i64 << 5) | (1 << 1) | italic);
        descriptor.set(
            "FontFamily",
            Object::String(
                face.name.split('-').next().unwrap_or_default().as_bytes().to_vec(),
                StringFormat::Literal,
            ),
        );
    }
}

fn follow<'t>(tree: &'t Tree, object: &'t Object) -> Result<&'t Object, lopdf::Error> {
    match object {
        Object::Reference(id) => tree.get_object(*id),
        other => Ok(other),
    }
}
