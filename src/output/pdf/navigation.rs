//! Links and bookmarks (ISO 32000-1 12.3, 12.5).

use std::fmt::Write as _;

use super::HEIGHT;
use super::file::File;
use super::syntax::{numbers, text_of, uri_of};
use crate::typeset::{Fonts, Ink, Piece};

/// A link: where it leads and where on the page one clicks (12.5.6.5), a rectangle around it and one
/// quadrilateral for each line.
pub(super) struct Link {
    uri: String,
    rectangle: String,
    quads: String,
}

impl Link {
    /// The link of a piece that leads to `uri`.
    pub(super) fn new(piece: &Piece, uri: &str, fonts: &Fonts) -> Self {
        let mut around = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
        let mut quads = Vec::new();
        for ink in piece.ink.iter() {
            let Ink::Glyphs(run) = ink else { continue };
            let face = fonts.face(run.font);
            let em = run.size / f32::from(face.units_per_em);
            let advance: f32 = run.glyphs.iter().map(|glyph| glyph.advance).sum();
            let (left, base) = (piece.x + run.x, HEIGHT - piece.y - run.y);
            let right = left + advance * run.size / 1000.0;
            let (low, high) =
                (base + f32::from(face.descent) * em, base + f32::from(face.ascent) * em);
            around = [
                around[0].min(left),
                around[1].min(low),
                around[2].max(right),
                around[3].max(high),
            ];
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
        Link { uri: uri.to_owned(), rectangle, quads }
    }

    /// Writes its annotation. `key` finds its element in the parent tree.
    pub(super) fn write(&self, file: &mut File, number: u32, key: usize) {
        let Link { uri, rectangle, quads } = self;
        file.object(
            number,
            format_args!(
                "<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[{rectangle}]\
                 /QuadPoints[{quads}]/Contents{}/StructParent {key}/A<</S/URI/URI{}>>>>",
                text_of(uri),
                uri_of(uri)
            ),
        );
    }
}

/// Writes bookmarks, each a title and a page; gives the number of their root (12.3.3).
pub(super) fn outline(file: &mut File, marks: &[(String, u32)]) -> u32 {
    let root = file.number();
    let count = marks.len();
    let first = file.numbers(count as u32);
    for ((title, page), number) in marks.iter().zip(first..) {
        let mut beside = String::new();
        if number + 1 < first + count as u32 {
            let _ = write!(beside, "/Next {} 0 R", number + 1);
        }
        if number > first {
            let _ = write!(beside, "/Prev {} 0 R", number - 1);
        }
        let title = text_of(title);
        file.object(
            number,
            format_args!("<</Title{title}/Parent {root} 0 R/Dest[{page} 0 R/Fit]{beside}>>"),
        );
    }
    let ends = match count as u32 {
        0 => String::new(),
        count => format!("/First {first} 0 R/Last {} 0 R", first + count - 1),
    };
    file.object(root, format_args!("<</Type/Outlines{ends}/Count {count}>>"));
    root
}
