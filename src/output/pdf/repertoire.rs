//! The glyphs that the text font always brings, so that most letters share one subset of it. Data
//! are set in it; bold and italic set the words of templates, and bring what a letter uses.

use std::collections::BTreeMap;

use super::font::Repertoire;
use crate::language::Language;
use crate::typeset::{FontId, Typesetter};

/// ASCII, the letters of the languages that are written, and their punctuation.
const LETTERS: &str = "ÄÖÜäöüßé§·–—‘’‚“”„…•€";
/// What the font makes one glyph of.
const LIGATURES: [&str; 18] = [
    "fi", "fl", "ff", "ffi", "ffl", "fb", "fh", "fj", "fk", "ft", "ffb", "ffh", "ffj", "ffk",
    "fft", "tt", "Th", "Qu",
];

/// The fixed repertoire of the text font.
pub(super) fn fixed(typesetter: &mut Typesetter<'_>) -> BTreeMap<FontId, Repertoire> {
    let font = FontId::REGULAR;
    let mut glyphs = Repertoire::new();
    for single in (' '..='~').chain(LETTERS.chars()).chain(['\u{ad}']) {
        if let Some(glyph) = typesetter.glyph(font, single) {
            glyphs.entry(glyph).or_insert_with(|| single.to_string());
        }
    }
    // A blank that must not break reads as a blank: who searches for it types one.
    if let Some(blank) = typesetter.glyph(font, '\u{a0}') {
        glyphs.entry(blank).or_insert_with(|| String::from(" "));
    }
    for language in [Language::GERMAN, Language::ENGLISH] {
        for ligature in LIGATURES {
            if let [glyph] = typesetter.glyphs(font, language, ligature)[..] {
                glyphs.entry(glyph).or_insert_with(|| ligature.to_owned());
            }
        }
    }
    BTreeMap::from([(font, glyphs)])
}
