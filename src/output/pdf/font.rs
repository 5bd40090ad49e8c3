//! Embedded fonts: a subset, its widths, its way back to characters (ISO 32000-1 9.7, 9.10).
//!
//! Each font has object numbers of its own, so that its objects are made once and copied into every
//! letter. A subset holds the fixed repertoire first and what one letter needs beyond it after that:
//! the codes of the repertoire, and with them the text that never changes, stay the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::{Document as Tree, Object, StringFormat, dictionary};
use printpdf::{
    Codepoint, FontId as Name, FontMetrics, Mm, Op, ParsedFont, PdfDocument, PdfFont,
    PdfFontHandle, PdfPage, PdfSaveOptions, Pt, TextItem,
};
use subsetter::GlyphRemapper;

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
    /// By glyph.
    shown: Vec<Option<Shown>>,
}

/// The objects of a font as they stand in a file.
#[derive(Debug)]
pub(super) struct Objects {
    /// One after the other.
    pub(super) bytes: Vec<u8>,
    /// The number of each and where it begins in `bytes`.
    pub(super) offsets: Vec<(u32, usize)>,
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
}

impl Embedded {
    /// A glyph of the subset.
    pub(super) fn shown(&self, glyph: u16) -> Option<&Shown> {
        self.shown.get(usize::from(glyph))?.as_ref()
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
                .field("letter.fonts")
        };
        let last = fixed.keys().chain(further.keys()).max().copied().unwrap_or_default();
        let mut shown = vec![None; usize::from(last) + 1];
        let mut codes = GlyphRemapper::new();
        let mut texts = BTreeMap::new();
        let mut advances = BTreeMap::new();
        for (&glyph, text) in fixed.iter().chain(further) {
            let code = codes.remap(glyph);
            let advance = fonts.advance(id, glyph);
            // printpdf cuts widths down to whole thousandths.
            let width = u32::from(advance) * 1000 / u32::from(face.units_per_em);
            let characters = text.as_str().into();
            shown[usize::from(glyph)] = Some(Shown { code, width: width as f32, characters });
            texts.insert(code, text.clone());
            advances.insert(code, advance);
        }
        let program = subsetter::subset(&face.data, face.index, &codes)
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
        let objects = serialise(parsed, face, &texts, first).map_err(|e| refused(e.to_string()))?;
        Ok(Arc::new(Embedded { objects, shown }))
    }
}

/// Six capitals that tell one subset of a font from another (ISO 32000-1 9.6.4).
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
    texts: &BTreeMap<u16, String>,
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
    let glyphs = texts.iter().map(|(&code, text)| Codepoint::with_cid(code, 0.0, text.clone()));
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
    let font = follow(&tree, font)?.clone();
    let font = tree.add_object(font);
    describe(&mut tree, face);
    tree.trailer = dictionary! { "Root" => font };
    tree.prune_objects();
    tree.renumber_objects_with(first);
    tree.compress();
    tree.version = String::from("1.7");
    tree.reference_table.cross_reference_type = lopdf::xref::XrefType::CrossReferenceTable;
    let font = tree.trailer.get(b"Root")?.as_reference()?.0;
    let mut file = Vec::new();
    tree.save_to(&mut file)?;
    let numbers: Vec<u32> = tree.objects.keys().map(|id| id.0).collect();
    let mut starts = Vec::with_capacity(numbers.len());
    let mut from = 0;
    for number in numbers {
        let head = format!("\n{number} 0 obj");
        let at = find(&file[from..], head.as_bytes())
            .ok_or(lopdf::Error::ObjectNotFound((number, 0)))?;
        from += at + 1;
        starts.push((number, from));
    }
    let begin = starts.first().map_or(0, |&(_, at)| at);
    let end = from + find(&file[from..], b"\nxref").unwrap_or(file.len() - from) + 1;
    let offsets = starts.iter().map(|&(number, at)| (number, at - begin)).collect();
    Ok(Objects { bytes: file[begin..end].to_vec(), offsets, font })
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

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
