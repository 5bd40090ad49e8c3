//! Links and bookmarks (ISO 32000-1 12.3, 12.5).

use std::fmt::Write as _;

use super::HEIGHT;
use super::file::File;
use super::syntax::{numbers, text_of, uri_of};
use crate::document::Document;
use crate::typeset::{Fonts, Ink, Piece};

/// Writes the annotation of a piece that leads to `uri` (12.5.6.5): a rectangle around it, and one
/// quadrilateral for each line. `key` finds its element in the parent tree.
pub(super) fn link(
    file: &mut File,
    number: u32,
    key: usize,
    piece: &Piece,
    uri: &str,
    fonts: &Fonts,
) {
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
    if quads.is_empty() {
        // Nothing to click on: a place of no size where the piece stands.
        let (left, base) = (piece.x, HEIGHT - piece.y);
        around = [left, base, left, base];
        numbers(&mut quads, &[left, base, left, base, left, base, left, base]);
    }
    let mut rectangle = Vec::new();
    numbers(&mut rectangle, &around);
    // Numbers are ASCII.
    let [rectangle, quads] =
        [rectangle, quads].map(|bytes| String::from_utf8(bytes).unwrap_or_default());
    file.object(
        number,
        format_args!(
            "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[{rectangle}]/QuadPoints[{quads}]\
             /Contents{}/StructParent {key}/A<</S/URI/URI{}>>>>",
            text_of(uri),
            uri_of(uri)
        ),
    );
}

/// Writes a bookmark for the letter and one for its courtesy copy, which begin on the pages
/// `starts`; gives the number of their root (12.3.3).
pub(super) fn outline(
    file: &mut File,
    document: &Document,
    starts: impl Iterator<Item = u32>,
) -> u32 {
    let root = file.number();
    let marks: Vec<_> =
        document.parts.iter().zip(starts).map(|(part, page)| (file.number(), part, page)).collect();
    for (at, (number, part, page)) in marks.iter().enumerate() {
        let mut beside = String::new();
        if let Some((next, ..)) = marks.get(at + 1) {
            let _ = write!(beside, "/Next {next} 0 R");
        }
        if let Some((previous, ..)) = at.checked_sub(1).and_then(|before| marks.get(before)) {
            let _ = write!(beside, "/Prev {previous} 0 R");
        }
        let title = text_of(&part.subject());
        file.object(
            *number,
            format_args!("<</Title{title}/Parent {root} 0 R/Dest[{page} 0 R/Fit]{beside}>>"),
        );
    }
    let ends = match &marks[..] {
        [] => String::new(),
        [(first, ..), .., (last, ..)] | [(first @ last, ..)] => {
            format!("/First {first} 0 R/Last {last} 0 R")
        }
    };
    file.object(root, format_args!("<</Type/Outlines{ends}/Count {}>>", marks.len()));
    root
}
