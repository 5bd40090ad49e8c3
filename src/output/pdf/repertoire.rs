//! The glyphs that a font always brings, so that nearly all letters share one subset of it.

use super::font::Repertoire;
use crate::language::Language;
use crate::typeset::{FontId, Typesetter};

/// The characters of ASCII that hardly a letter has.
const RARE: &str = "<>\\^`{|}";
/// The letters of the languages that are written, and their punctuation. Data are set in the text
/// font.
const TEXT: &str = "ÄÖÜäöüßé§·–—‘’‚“”„…•€";
/// What the text font makes one glyph of.
const LIGATURES: [&str; 8] = ["fi", "fl", "ff", "ffi", "ffl", "fh", "fk", "ft"];
/// The words of headings, and every character of a reference, which stands in the subject.
const HEADINGS: &str =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:()-ÄÖÜäöüß–";

/// The fixed repertoire of a font; the others bring what a letter uses.
pub(super) fn fixed(typesetter: &mut Typesetter<'_>, font: FontId) -> Repertoire {
    let mut glyphs = Repertoire::new();
    let ascii = || (' '..='~').filter(|&c| !RARE.contains(c)).collect::<String>();
    let (letters, ligatures) = match font {
        FontId::REGULAR => (ascii() + TEXT, &LIGATURES[..]),
        FontId::BOLD => (HEADINGS.to_owned(), &LIGATURES[..2]),
        _ => return glyphs,
    };
    // The font's own U+00AD is the hyphen where a line ends inside a word.
    for single in letters.chars().chain(['\u{ad}']) {
        if let Some(glyph) = typesetter.glyph(font, single) {
            glyphs.entry(glyph).or_insert_with(|| single.to_string());
        }
    }
    // A blank that must not break reads as a blank: who searches for it types one.
    if let Some(blank) = typesetter.glyph(font, '\u{a0}') {
        glyphs.entry(blank).or_insert_with(|| String::from(" "));
    }
    for language in [Language::GERMAN, Language::ENGLISH] {
        for &ligature in ligatures {
            if let [glyph] = typesetter.glyphs(font, language, ligature)[..] {
                glyphs.entry(glyph).or_insert_with(|| ligature.to_owned());
            }
        }
    }
    glyphs
}
