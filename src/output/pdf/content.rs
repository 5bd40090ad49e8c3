//! Content streams: the operators that draw a page (ISO 32000-1 9.4, 14.6).
//!
//! Our own writer, not printpdf's, which takes some 2 ms for the operators of a letter of two pages;
//! this one takes 0.15 ms. A test keeps both in agreement.

use std::fmt::Arguments;
use std::io::Write;
use std::sync::Arc;

use super::HEIGHT;
use super::codes::Length;
use super::font::Embedded;
use super::fontset::FontSet;
use super::operators::{Operators, Shown};
use super::syntax::{byte, integer, number, numbers, text, thousandths, to_thousandths};
use crate::document::Image;
use crate::typeset::{FontId, Ink, Piece, Run};

/// What a page can name in its content: fonts and pictures.
pub(super) struct Names<'a> {
    pub(super) fonts: &'a FontSet,
    pub(super) pictures: &'a [Arc<Image>],
}

/// The content of a page while it is written.
pub(super) struct Content<'a> {
    out: Vec<u8>,
    names: &'a Names<'a>,
    operators: &'a mut Operators,
    // What stays set from one text object to the next (9.3.1).
    font: Option<(FontId, f32)>,
    grey: f32,
    /// The origin of the line in the text object that is open, in thousandths of a point.
    line: Option<(i64, i64)>,
}

impl<'a> Content<'a> {
    pub(super) fn new(names: &'a Names<'a>, operators: &'a mut Operators) -> Self {
        let out = Vec::with_capacity(16 << 10);
        Content { out, names, operators, font: None, grey: 0.0, line: None }
    }

    /// Draws a piece inside the mark that says what it belongs to: `/P<</MCID 0>>`. Text of one piece
    /// and the next is one text object, in which marks may stand (14.6.1); a figure is outside of it.
    pub(super) fn piece(&mut self, piece: &Piece, mark: Arguments<'_>) {
        let text = piece.ink.iter().all(|ink| matches!(ink, Ink::Glyphs(_)));
        if text {
            self.begin_text();
        } else {
            self.end_text();
        }
        // Writing into a Vec cannot fail.
        let _ = writeln!(self.out, "{mark}BDC");
        let known = self.operators.of(&piece.ink, self.names.fonts);
        for (at, ink) in piece.ink.iter().enumerate() {
            match ink {
                Ink::Glyphs(run) => {
                    let known = known.as_ref().and_then(|known| known.get(at));
                    self.run(run, known, piece.x + run.x, HEIGHT - piece.y - run.y);
                }
                Ink::Rule { x, y, width, height } => {
                    self.end_text();
                    self.grey(0.0);
                    let (left, bottom) = (piece.x + x, HEIGHT - piece.y - y - height);
                    numbers(&mut self.out, &[left, bottom, *width, *height]);
                    self.out.extend_from_slice(b"re f\n");
                }
                Ink::Picture { x, y, width, height, image } => {
                    self.end_text();
                    let (left, bottom) = (piece.x + x, HEIGHT - piece.y - y - height);
                    self.picture(image, [*width, 0.0, 0.0, *height, left, bottom]);
                }
            }
        }
        if !text {
            self.end_text();
        }
        self.out.extend_from_slice(b"EMC\n");
    }

    /// The content stream.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.end_text();
        self.out
    }

    /// Opens a text object where none is; gives the origin of its line.
    fn begin_text(&mut self) -> (i64, i64) {
        *self.line.get_or_insert_with(|| {
            self.out.extend_from_slice(b"BT\n");
            (0, 0)
        })
    }

    fn end_text(&mut self) {
        if self.line.take().is_some() {
            self.out.extend_from_slice(b"ET\n");
        }
    }

    fn grey(&mut self, grey: f32) {
        if self.grey != grey {
            number(&mut self.out, grey);
            self.out.extend_from_slice(b" g\n");
            self.grey = grey;
        }
    }

    fn picture(&mut self, image: &Arc<Image>, place: [f32; 6]) {
        let Some(at) = self.names.pictures.iter().position(|known| Arc::ptr_eq(known, image))
        else {
            return;
        };
        self.out.extend_from_slice(b"q ");
        numbers(&mut self.out, &place);
        self.out.extend_from_slice(b"cm ");
        if image.orientation > 1 {
            numbers(&mut self.out, &upright(image.orientation));
            self.out.extend_from_slice(b"cm ");
        }
        let _ = writeln!(self.out, "/I{at} Do Q");
    }

    /// One run: the font, the place, the glyphs with what moves the pen between them.
    fn run(&mut self, run: &Run, known: Option<&Shown>, x: f32, y: f32) {
        let own;
        let shown = match (known, self.names.fonts.get(&run.font)) {
            (Some(known), _) => known,
            (None, Some(font)) => {
                own = Shown::new(run, font);
                &own
            }
            (None, None) => return,
        };
        let (from_x, from_y) = self.begin_text();
        self.grey(run.grey);
        if self.font != Some((run.font, run.size)) {
            let _ = write!(self.out, "/F{} ", run.font.0);
            number(&mut self.out, run.size);
            self.out.extend_from_slice(b" Tf\n");
            self.font = Some((run.font, run.size));
        }
        if shown.spoken {
            self.out.extend_from_slice(b"/Span<</ActualText");
            text(&mut self.out, &run.text);
            self.out.extend_from_slice(b">>BDC\n");
        }
        let (x, y) = (to_thousandths(x), to_thousandths(y));
        // Moves from the beginning of the line before; of rounded places, so that nothing adds up.
        thousandths(&mut self.out, x - from_x);
        self.out.push(b' ');
        thousandths(&mut self.out, y - from_y);
        self.out.extend_from_slice(b" Td\n");
        self.line = Some((x, y));
        self.out.extend_from_slice(&shown.operators);
        if shown.spoken {
            self.out.extend_from_slice(b"EMC\n");
        }
    }
}

/// Turns the unit square so that a picture of that EXIF orientation stands upright.
fn upright(orientation: u8) -> [f32; 6] {
    match orientation {
        2 => [-1.0, 0.0, 0.0, 1.0, 1.0, 0.0],
        3 => [-1.0, 0.0, 0.0, -1.0, 1.0, 1.0],
        4 => [1.0, 0.0, 0.0, -1.0, 0.0, 1.0],
        5 => [0.0, -1.0, -1.0, 0.0, 1.0, 1.0],
        6 => [0.0, -1.0, 1.0, 0.0, 0.0, 1.0],
        7 => [0.0, 1.0, 1.0, 0.0, 0.0, 0.0],
        8 => [0.0, 1.0, -1.0, 0.0, 1.0, 0.0],
        _ => [1.0, 0.0, 0.0, 1.0, 0.0, 0.0],
    }
}

/// Shows the glyphs. What a number in a TJ array cannot say exactly is carried on to the next, so
/// that no glyph is further from its place than half a thousandth of the size.
pub(super) fn show(out: &mut Vec<u8>, run: &Run, font: &Embedded) {
    let mut string = Strings { out, open: false, array: false };
    // How far right of where it should be the operators have brought the pen, in 1/1000 of the size.
    let mut ahead = 0.0f32;
    for glyph in &run.glyphs {
        let Some(shown) = font.shown(glyph.id) else { continue };
        let off = ahead - glyph.dx;
        if off.abs() >= 0.5 {
            let step = rounded(off);
            string.step(step);
            ahead -= step as f32;
        }
        if glyph.dy != 0.0 {
            string.rise(glyph.dy * run.size / 1000.0);
        }
        string.glyph(shown.code, font.length);
        if glyph.dy != 0.0 {
            string.rise(0.0);
        }
        ahead += shown.width - glyph.advance;
    }
    string.end();
}

/// The nearest whole number. `f32::round` calls the C library, a thousand times a letter.
fn rounded(value: f32) -> i32 {
    (value + 0.5f32.copysign(value)) as i32
}

/// A TJ array while it is written.
struct Strings<'o> {
    out: &'o mut Vec<u8>,
    open: bool,
    array: bool,
}

impl Strings<'_> {
    fn glyph(&mut self, code: u16, length: Length) {
        self.begin();
        if !self.open {
            self.out.push(b'(');
            self.open = true;
        }
        let [high, low] = code.to_be_bytes();
        if length == Length::Two {
            byte(self.out, high);
        }
        byte(self.out, low);
    }

    /// Moves the pen left by thousandths.
    fn step(&mut self, thousandths: i32) {
        self.begin();
        self.close();
        integer(self.out, thousandths.into());
    }

    fn rise(&mut self, points: f32) {
        self.end();
        number(self.out, points);
        self.out.extend_from_slice(b" Ts\n");
    }

    fn begin(&mut self) {
        if !self.array {
            self.out.push(b'[');
            self.array = true;
        }
    }

    fn close(&mut self) {
        if self.open {
            self.out.push(b')');
            self.open = false;
        }
    }

    fn end(&mut self) {
        self.close();
        if self.array {
            self.out.extend_from_slice(b"]TJ\n");
            self.array = false;
        }
    }
}

/// Whether the glyphs, read one by one, give the text of the run.
pub(super) fn reads_back(run: &Run, font: &Embedded) -> bool {
    let mut rest = run.text.as_str();
    for glyph in &run.glyphs {
        let Some(shown) = font.shown(glyph.id) else { return false };
        if shown.byte.is_some() && shown.byte == rest.bytes().next() {
            rest = &rest[1..];
            continue;
        }
        let characters = &*shown.characters;
        // A blank that must not break reads as a blank: who searches for it types one.
        let blank = || rest.strip_prefix(NO_BREAK).filter(|_| characters == " ");
        match rest.strip_prefix(characters).or_else(blank) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    rest.is_empty()
}

const NO_BREAK: char = '\u{a0}';

/// The characters of each glyph of a run, where the run gives them one by one.
pub(super) fn characters(run: &Run) -> impl Iterator<Item = (u16, &str)> {
    run.glyphs.iter().enumerate().filter_map(|(at, glyph)| {
        let from = glyph.cluster as usize;
        let to = run.glyphs.get(at + 1).map_or(run.text.len(), |next| next.cluster as usize);
        run.text.get(from..to).filter(|text| !text.is_empty()).map(|text| (glyph.id, text))
    })
}
