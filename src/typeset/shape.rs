//! From words to glyphs: shaping, once for each word of a font and language.

use std::cell::OnceCell;
use std::sync::Arc;

use harfrust::{
    Buffer, BufferFlags, Direction, Feature, GlyphId, Language as Tongue, Script, ShapeOptions,
    ShapePlan, ShaperFont, Tag,
};
use rustc_hash::FxHashMap;

use super::fonts::{FontId, Fonts};
use super::hyphenate;
use crate::language::Language;

/// At so many words the cache starts anew, so that a long run does not grow without limit.
const MOST_WORDS: usize = 1 << 16;

/// What decides how characters become glyphs, beside the characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Voice {
    pub(super) font: FontId,
    pub(super) language: Language,
    /// ISO 15924 in four bytes.
    pub(super) script: u32,
    pub(super) rtl: bool,
}

/// A glyph of a shaped word; lengths in 1/1000 em.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub(super) id: u16,
    pub(super) advance: f32,
    pub(super) dx: f32,
    pub(super) dy: f32,
    /// The first byte of its characters in the word.
    pub(super) cluster: u32,
}

/// A shaped word.
#[derive(Debug, Default)]
pub(super) struct Shaped {
    /// From left to right.
    pub(super) glyphs: Box<[Shape]>,
    /// In 1/1000 em.
    pub(super) width: f32,
    /// Where it may be hyphenated: the byte, and the width up to there.
    pub(super) hyphens: Box<[(u32, f32)]>,
    /// Whether some characters have no glyphs of their own, so that extraction needs to be told.
    pub(super) opaque: bool,
}

struct Words {
    voice: Voice,
    plan: ShapePlan,
    tongue: Option<Tongue>,
    shaped: FxHashMap<Box<str>, Arc<Shaped>>,
}

/// Shapes words and remembers them.
pub(super) struct Shaper<'f> {
    fonts: &'f Fonts,
    faces: Vec<ShaperFont<'f, 'static>>,
    /// The glyphs of Latin letters by themselves: they are asked for at every turn.
    latin: Vec<OnceCell<Box<[Option<u16>]>>>,
    words: Vec<Words>,
    remembered: usize,
    buffer: Buffer,
}

impl<'f> Shaper<'f> {
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        let faces = fonts.ids().map(|id| ShaperFont::new(&fonts.face(id).font)).collect();
        let latin = fonts.ids().map(|_| OnceCell::new()).collect();
        Shaper { fonts, faces, latin, words: Vec::new(), remembered: 0, buffer: Buffer::new() }
    }

    pub(super) fn fonts(&self) -> &'f Fonts {
        self.fonts
    }

    /// The glyph of a character by itself, never glyph 0.
    pub(super) fn glyph(&self, font: FontId, c: char) -> Option<u16> {
        let Some(at) = latin(c) else { return self.nominal(font, c) };
        let table = || latins().map(|c| self.nominal(font, c)).collect();
        self.latin[font.0 as usize].get_or_init(table)[at]
    }

    fn nominal(&self, font: FontId, c: char) -> Option<u16> {
        let glyph = self.faces[font.0 as usize].default_nominal_glyph(c.into())?.to_u32();
        u16::try_from(glyph).ok().filter(|&id| id != 0)
    }

    /// The advance of a glyph in 1/1000 em.
    pub(super) fn advance(&self, font: FontId, glyph: u16) -> f32 {
        let units = self.faces[font.0 as usize].default_glyph_h_advance(GlyphId::from(glyph));
        self.thousandths(font, units)
    }

    /// The glyph that stands where a line ends inside a word: the font's own U+00AD, so that
    /// extraction gives the word whole; the hyphen where there is none (engine: `Run::actual_text`).
    pub(super) fn hyphen(&self, font: FontId) -> Option<(u16, bool)> {
        if let Some(soft) = self.glyph(font, '\u{ad}')
            && self.advance(font, soft) > 0.0
        {
            return Some((soft, true));
        }
        self.glyph(font, '\u{2010}').or_else(|| self.glyph(font, '-')).map(|glyph| (glyph, false))
    }

    /// Shapes a word without blanks.
    pub(super) fn word(&mut self, voice: Voice, text: &str) -> Arc<Shaped> {
        let at = self.voice(voice);
        if let Some(shaped) = self.words[at].shaped.get(text) {
            return Arc::clone(shaped);
        }
        let shaped = Arc::new(self.shape(at, text));
        if self.remembered >= MOST_WORDS {
            self.words.iter_mut().for_each(|words| words.shaped.clear());
            self.remembered = 0;
        }
        self.remembered += 1;
        self.words[at].shaped.insert(text.into(), Arc::clone(&shaped));
        shaped
    }

    fn voice(&mut self, voice: Voice) -> usize {
        if let Some(at) = self.words.iter().position(|words| words.voice == voice) {
            return at;
        }
        let direction = direction(voice.rtl);
        let script = script(voice.script);
        let tongue = Tongue::new(voice.language.code());
        let font = &self.fonts.face(voice.font).font;
        let plan = ShapePlan::new(font, direction, script, tongue.as_ref(), &[]);
        self.words.push(Words { voice, plan, tongue, shaped: FxHashMap::default() });
        self.words.len() - 1
    }

    fn shape(&mut self, at: usize, text: &str) -> Shaped {
        let voice = self.words[at].voice;
        let joints = if voice.rtl { Vec::new() } else { hyphenate::joints(text, voice.language) };
        let (glyphs, width) = self.glyphs(at, text, &joints);
        let points = if voice.rtl { Vec::new() } else { hyphenate::points(text, voice.language) };
        let hyphens = points
            .into_iter()
            .map(|point| (point, self.width_before(at, text, &glyphs, point, &joints)))
            .collect();
        // One glyph for each cluster, one cluster for each character or a ligature of several:
        // anything else cannot be read back from the glyphs.
        let opaque = voice.rtl
            || text.chars().any(is_ignorable)
            || glyphs.windows(2).any(|pair| pair[0].cluster >= pair[1].cluster);
        Shaped { glyphs: glyphs.into(), width, hyphens, opaque }
    }

    /// The width of what stands before `point`. Where a ligature spans it, its two parts are
    /// measured apart, as they will be set.
    fn width_before(
        &mut self,
        at: usize,
        text: &str,
        glyphs: &[Shape],
        point: u32,
        joints: &[u32],
    ) -> f32 {
        if glyphs.iter().any(|glyph| glyph.cluster == point) {
            glyphs.iter().take_while(|glyph| glyph.cluster < point).map(|glyph| glyph.advance).sum()
        } else {
            self.glyphs(at, &text[..point as usize], joints).1
        }
    }

    fn glyphs(&mut self, at: usize, text: &str, joints: &[u32]) -> (Vec<Shape>, f32) {
        let words = &self.words[at];
        let voice = words.voice;
        let mut buffer = std::mem::take(&mut self.buffer);
        buffer.reset();
        buffer.push_str(text);
        buffer.set_direction(direction(voice.rtl));
        buffer.set_script(script(voice.script));
        buffer.set_language(words.tongue.clone());
        // Characters that are never seen leave no glyph; without a joint a word needs no features,
        // and its plan can be used again.
        buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
        let apart: Vec<Feature> = joints
            .iter()
            .map(|&joint| joint as usize)
            .filter(|&joint| joint < text.len())
            .map(|joint| Feature::new(Tag::new(b"liga"), 0, joint - 1..joint + 1))
            .collect();
        let plan = apart.is_empty().then_some(&words.plan);
        let options = ShapeOptions::new().plan(plan).features(&apart);
        // Direction and script are set and the buffer is fresh: the three errors that shaping
        // knows cannot occur, and an unshaped buffer would have no glyphs.
        let shaped = harfrust::shape(&self.faces[voice.font.0 as usize], &mut buffer, options);
        let mut glyphs = Vec::with_capacity(buffer.len());
        let mut width = 0.0;
        if shaped.is_ok() {
            for (info, position) in buffer.glyph_infos().iter().zip(buffer.glyph_positions()) {
                let advance = self.thousandths(voice.font, position.x_advance);
                width += advance;
                glyphs.push(Shape {
                    id: info.glyph_id as u16,
                    advance,
                    dx: self.thousandths(voice.font, position.x_offset),
                    dy: self.thousandths(voice.font, position.y_offset),
                    cluster: info.cluster,
                });
            }
        }
        self.buffer = buffer;
        (glyphs, width)
    }

    fn thousandths(&self, font: FontId, units: i32) -> f32 {
        units as f32 * 1000.0 / f32::from(self.fonts.face(font).units_per_em)
    }
}

/// Characters that are never drawn, whatever the font (Unicode, `Default_Ignorable_Code_Point`;
/// the variation selectors among them).
pub(super) fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// The place of a character among the Latin letters and the punctuation between them.
pub(super) fn latin(c: char) -> Option<usize> {
    match c {
        '\0'..'\u{250}' => Some(c as usize),
        '\u{2010}'..='\u{2027}' => Some(c as usize - 0x2010 + 0x250),
        _ => None,
    }
}

/// All of them.
fn latins() -> impl Iterator<Item = char> {
    ('\0'..'\u{250}').chain('\u{2010}'..='\u{2027}')
}

fn direction(rtl: bool) -> Direction {
    if rtl { Direction::RightToLeft } else { Direction::LeftToRight }
}

fn script(tag: u32) -> Option<Script> {
    Script::from_iso15924_tag(Tag::from_u32(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, language: Language) -> Arc<Shaped> {
        let fonts = Fonts::new(Vec::new()).unwrap();
        let script = u32::from_be_bytes(*b"Latn");
        let voice = Voice { font: FontId::REGULAR, language, script, rtl: false };
        Shaper::new(&fonts).word(voice, text)
    }

    #[test]
    fn letters_run_together_but_not_across_the_joint_of_a_german_compound() {
        assert_eq!(word("fliegen", Language::GERMAN).glyphs.len(), 6);
        assert_eq!(word("Auflage", Language::GERMAN).glyphs.len(), 7);
        assert_eq!(word("Auflage", Language::ENGLISH).glyphs.len(), 6);
    }

    #[test]
    fn pairs_are_kerned_and_a_hyphen_is_measured_exactly() {
        let pair = word("Te", Language::GERMAN).width;
        let apart = word("T", Language::GERMAN).width + word("e", Language::GERMAN).width;
        assert!(pair < apart);
        let whole = word("Wörter", Language::GERMAN);
        let &(at, before) = &whole.hyphens[0];
        assert_eq!(at as usize, "Wör".len());
        assert!((before - word("Wör", Language::GERMAN).width).abs() < 40.0);
    }

    #[test]
    fn the_bound_blank_and_the_soft_hyphen_have_glyphs_of_their_own() {
        let fonts = Fonts::new(Vec::new()).unwrap();
        let shaper = Shaper::new(&fonts);
        for font in fonts.ids() {
            assert_ne!(shaper.glyph(font, ' '), shaper.glyph(font, '\u{a0}'), "{font:?}");
            assert_eq!(shaper.hyphen(font), shaper.glyph(font, '\u{ad}').map(|id| (id, true)));
            assert_ne!(shaper.glyph(font, '-'), shaper.glyph(font, '\u{ad}'), "{font:?}");
        }
    }
}
