//! The fonts: Libertinus Serif, its fallback, and the user's own.

use std::borrow::Cow;

use harfrust::Font;

use super::sfnt::{Sfnt, i16_at, u16_at, u32_at};
use crate::document::Style;
use crate::problem::{Problem, Problems};

static REGULAR: &[u8] = include_bytes!("../../fonts/LibertinusSerif-Regular.otf");
static BOLD: &[u8] = include_bytes!("../../fonts/LibertinusSerif-Bold.otf");
static ITALIC: &[u8] = include_bytes!("../../fonts/LibertinusSerif-Italic.otf");
static FALLBACK: &[u8] = include_bytes!("../../fonts/NotoSerif-Regular.ttf");

/// How many fonts a [`FontId`] can count.
const MOST: usize = 1 + u8::MAX as usize;

/// A font by its place in [`Fonts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FontId(pub u8);

impl FontId {
    /// Libertinus Serif Regular.
    pub const REGULAR: FontId = FontId(0);
    /// Libertinus Serif Bold.
    pub const BOLD: FontId = FontId(1);
    /// Libertinus Serif Italic.
    pub const ITALIC: FontId = FontId(2);
    /// Noto Serif, for what Libertinus lacks.
    pub const FALLBACK: FontId = FontId(3);

    /// The font that a style asks for.
    pub fn of(style: Style) -> FontId {
        match style {
            Style::Plain => FontId::REGULAR,
            Style::Strong => FontId::BOLD,
            Style::Emphasis => FontId::ITALIC,
        }
    }
}

/// All fonts of a run, parsed once and shared by all threads.
pub struct Fonts {
    faces: Vec<Face>,
}

/// One font, with what a font descriptor says of it (ISO 32000-1 9.8). Lengths are font units.
pub struct Face {
    /// PostScript name.
    pub name: String,
    /// The whole file.
    pub data: Cow<'static, [u8]>,
    /// Font units to the em.
    pub units_per_em: u16,
    /// Height above the baseline.
    pub ascent: i16,
    /// Depth below the baseline, negative.
    pub descent: i16,
    /// Height of capitals.
    pub cap_height: i16,
    /// The box around all glyphs: left, bottom, right, top.
    pub bounds: [i16; 4],
    /// Degrees anticlockwise from upright: negative for italics.
    pub italic_angle: f32,
    /// 400 regular, 700 bold.
    pub weight: u16,
    /// Whether the outlines are CFF; TrueType otherwise.
    pub cff: bool,
    /// For shaping.
    pub(super) font: Font,
    advances: Vec<u16>,
}

/// Why a font cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Refusal {
    Unreadable,
    /// It lacks these tables, or they say nothing.
    Incomplete(Vec<&'static str>),
    ForbidsEmbedding,
    BitmapOnly,
}

impl Fonts {
    /// The embedded fonts, then those of the user in their order: the name for problems, the file.
    ///
    /// # Errors
    ///
    /// Each font of the user that is neither TrueType nor OpenType, has no outlines, or whose
    /// licence bits (`fsType` of `OS/2`) forbid embedding a subset.
    pub fn new(extra: Vec<(String, Vec<u8>)>) -> Result<Fonts, Problems> {
        let mut faces = Vec::with_capacity(4 + extra.len());
        let mut problems = Problems::default();
        for data in [REGULAR, BOLD, ITALIC, FALLBACK] {
            match Face::read(Cow::Borrowed(data)) {
                Ok(face) => faces.push(face),
                Err(refusal) => problems.push(refusal.of("Libertinus Serif, Noto Serif")),
            }
        }
        let mut fonts = Fonts { faces };
        for (name, data) in extra {
            problems.0.extend(fonts.add(&name, data).err());
        }
        if problems.has_errors() { Err(problems) } else { Ok(fonts) }
    }

    /// Takes one more, with the name for problems.
    ///
    /// # Errors
    ///
    /// Those of [`Fonts::new`].
    pub fn add(&mut self, name: &str, data: Vec<u8>) -> Result<(), Problem> {
        let face = Face::read(Cow::Owned(data)).map_err(|refusal| refusal.of(name))?;
        if self.faces.len() == MOST {
            return Err(Problem::error("too-many-fonts"));
        }
        self.faces.push(face);
        Ok(())
    }

    /// The face of an id.
    pub fn face(&self, id: FontId) -> &Face {
        &self.faces[id.0 as usize]
    }

    /// All ids.
    pub fn ids(&self) -> impl Iterator<Item = FontId> + use<> {
        // `new` lets no more than 256 in.
        (0..self.faces.len()).map(|i| FontId(i as u8))
    }

    /// The nominal advance of a glyph in font units.
    pub fn advance(&self, id: FontId, glyph: u16) -> u16 {
        let advances = &self.face(id).advances;
        advances.get(usize::from(glyph)).or(advances.last()).copied().unwrap_or_default()
    }
}

impl Face {
    fn read(data: Cow<'static, [u8]>) -> Result<Face, Refusal> {
        let sfnt = Sfnt::new(&data).ok_or(Refusal::Unreadable)?;
        may_embed(sfnt)?;
        let cff = sfnt.table(b"CFF ").is_some();
        complete(sfnt, cff)?;
        let head = sfnt.table(b"head").ok_or(Refusal::Unreadable)?;
        let hhea = sfnt.table(b"hhea").ok_or(Refusal::Unreadable)?;
        let hmtx = sfnt.table(b"hmtx").ok_or(Refusal::Unreadable)?;
        let os2 = sfnt.table(b"OS/2").unwrap_or_default();
        let units_per_em = u16_at(head, 18).unwrap_or_default();
        if !(16..=16384).contains(&units_per_em) {
            return Err(Refusal::Unreadable);
        }
        let count = usize::from(u16_at(hhea, 34).unwrap_or_default());
        let advances: Vec<u16> = hmtx
            .chunks_exact(4)
            .take(count)
            .map(|metric| u16::from_be_bytes([metric[0], metric[1]]))
            .collect();
        let font = match &data {
            Cow::Borrowed(bytes) => Font::new(*bytes, 0),
            Cow::Owned(bytes) => Font::new(bytes.clone(), 0),
        };
        let font = font.filter(|f| f.charmap().has_unicode()).ok_or(Refusal::Unreadable)?;
        if advances.is_empty() {
            return Err(Refusal::Unreadable);
        }
        let ascent = i16_at(hhea, 4).unwrap_or_default();
        Ok(Face {
            name: sfnt.post_script_name().unwrap_or_else(|| String::from("Unnamed")),
            units_per_em,
            ascent,
            descent: i16_at(hhea, 6).unwrap_or_default(),
            // sCapHeight came with version 2 of the table.
            cap_height: i16_at(os2, 88).filter(|_| u16_at(os2, 0) >= Some(2)).unwrap_or(ascent),
            bounds: [36, 38, 40, 42].map(|at| i16_at(head, at).unwrap_or_default()),
            italic_angle: sfnt
                .table(b"post")
                .and_then(|post| u32_at(post, 4))
                .map_or(0.0, |fixed| fixed.cast_signed() as f32 / 65536.0),
            weight: u16_at(os2, 4).unwrap_or(400),
            cff,
            font,
            advances,
            data,
        })
    }
}

/// What OpenType 1.9 requires ("Font Tables") and drawing needs, each with the bytes that it has at
/// least. `OS/2`, `name` and `post` say only what can be done without.
fn complete(sfnt: Sfnt<'_>, cff: bool) -> Result<(), Refusal> {
    const ALWAYS: [(&str, usize); 5] =
        [("cmap", 4), ("head", 54), ("hhea", 36), ("hmtx", 4), ("maxp", 6)];
    const OUTLINES: [(&str, usize); 2] = [("glyf", 1), ("loca", 2)];
    let outlines = if cff { &[][..] } else { &OUTLINES };
    let lacks = |(name, least): &&(&'static str, usize)| {
        let tag = name.as_bytes().try_into().ok();
        tag.and_then(|tag| sfnt.table(tag)).is_none_or(|table| table.len() < *least)
    };
    let lacking: Vec<_> =
        ALWAYS.iter().chain(outlines).filter(lacks).map(|(name, _)| *name).collect();
    if lacking.is_empty() { Ok(()) } else { Err(Refusal::Incomplete(lacking)) }
}

/// `fsType` (OpenType 1.9, `OS/2`): 0x0002 alone of the first four bits forbids embedding, 0x0100
/// forbids subsets, 0x0200 allows bitmaps only.
fn may_embed(sfnt: Sfnt<'_>) -> Result<(), Refusal> {
    let bits = sfnt.table(b"OS/2").and_then(|os2| u16_at(os2, 8)).unwrap_or_default();
    if bits & 0x000F == 0x0002 || bits & 0x0100 != 0 {
        Err(Refusal::ForbidsEmbedding)
    } else if bits & 0x0200 != 0 {
        Err(Refusal::BitmapOnly)
    } else {
        Ok(())
    }
}

impl Refusal {
    fn of(self, name: &str) -> Problem {
        let problem = match self {
            Refusal::Unreadable => Problem::error("font-unreadable"),
            Refusal::Incomplete(tables) => {
                Problem::error("font-incomplete").with("tables", tables.join(", "))
            }
            Refusal::ForbidsEmbedding => Problem::error("font-forbids-embedding"),
            Refusal::BitmapOnly => Problem::error("font-has-bitmaps-only"),
        };
        problem.with("font", name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_fonts_say_what_a_descriptor_needs() {
        let fonts = Fonts::new(Vec::new()).unwrap();
        let names: Vec<_> = fonts.ids().map(|id| fonts.face(id).name.as_str()).collect();
        assert_eq!(
            names,
            [
                "LibertinusSerif-Regular",
                "LibertinusSerif-Bold",
                "LibertinusSerif-Italic",
                "NotoSerif-Regular"
            ]
        );
        assert!(fonts.face(FontId::ITALIC).italic_angle < -5.0);
        assert_eq!(fonts.face(FontId::BOLD).weight, 700);
        assert!(fonts.face(FontId::REGULAR).cff && !fonts.face(FontId::FALLBACK).cff);
        assert_eq!(fonts.advance(FontId::REGULAR, 1), 250, "the space");
    }

    #[test]
    fn a_file_that_is_no_font_and_one_that_forbids_embedding_are_refused_together() {
        let mut locked = FALLBACK.to_vec();
        let os2 = Sfnt::new(FALLBACK).unwrap().table(b"OS/2").unwrap();
        let at = os2.as_ptr() as usize - FALLBACK.as_ptr() as usize;
        locked[at + 9] = 2;
        let mut bitmap = FALLBACK.to_vec();
        bitmap[at + 8] = 2;
        let extra = vec![
            (String::from("a.ttf"), b"no font at all".to_vec()),
            (String::from("b.ttf"), locked),
            (String::from("c.ttf"), bitmap),
            (String::from("d.ttf"), FALLBACK[..300].to_vec()),
        ];
        let Err(problems) = Fonts::new(extra) else { panic!("all of them were taken") };
        let codes: Vec<_> = problems.0.iter().map(|p| p.code).collect();
        assert_eq!(
            codes,
            [
                "font-unreadable",
                "font-forbids-embedding",
                "font-has-bitmaps-only",
                "font-incomplete"
            ]
        );
    }

    #[test]
    fn a_font_that_lacks_a_table_without_which_nothing_is_drawn_is_refused_by_its_name() {
        let without = |font: &[u8], tag: &str| {
            let mut font = font.to_vec();
            let at = font.windows(4).position(|bytes| bytes == tag.as_bytes()).unwrap();
            font[at..at + 4].copy_from_slice(b"none");
            vec![(String::from("a.ttf"), font)]
        };
        for tag in ["cmap", "head", "hhea", "hmtx", "maxp", "glyf", "loca"] {
            let Err(problems) = Fonts::new(without(FALLBACK, tag)) else { panic!("{tag}") };
            assert_eq!(problems.0[0].code, "font-incomplete");
            assert_eq!(problems.0[0].args["tables"], tag);
        }
        let Err(problems) = Fonts::new(without(REGULAR, "CFF ")) else { panic!("CFF") };
        assert_eq!(problems.0[0].args["tables"], "glyf, loca");
        for tag in ["OS/2", "name", "post"] {
            assert!(Fonts::new(without(FALLBACK, tag)).is_ok(), "{tag}");
        }
    }
}
