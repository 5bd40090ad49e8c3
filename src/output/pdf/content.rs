//! Content streams: the operators that draw a piece (ISO 32000-1 9.4, 14.6).
//!
//! Our own writer, not printpdf's: see `benches/README.md` for what the two cost.

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::Arc;

use super::font::Embedded;
use super::syntax::{code, integer, number, numbers, text};
use crate::document::Image;
use crate::typeset::{FontId, Ink, Run};

/// The fonts of a letter.
pub(super) type FontSet = BTreeMap<FontId, Arc<Embedded>>;

/// What a page can name in its content: fonts and pictures.
pub(super) struct Names<'a> {
    pub(super) fonts: &'a FontSet,
    pub(super) pictures: &'a [Arc<Image>],
}

/// Draws ink around an origin that the caller has set: y upwards.
pub(super) fn ink(out: &mut Vec<u8>, ink: &[Ink], names: &Names<'_>) {
    let mut writing = None;
    for item in ink {
        match item {
            Ink::Glyphs(run) => {
                if writing.is_none() {
                    out.extend_from_slice(b"BT\n");
                    writing = Some(State { font: None, grey: 0.0 });
                }
                if let (Some(state), Some(font)) = (&mut writing, names.fonts.get(&run.font)) {
                    glyphs(out, run, font, state);
                }
            }
            other => {
                end(out, writing.take());
                shape(out, other, names);
            }
        }
    }
    end(out, writing);
}

/// What stays set between runs of one text object.
struct State {
    font: Option<(FontId, f32)>,
    grey: f32,
}

fn end(out: &mut Vec<u8>, text: Option<State>) {
    if text.is_some() {
        out.extend_from_slice(b"ET\n");
    }
}

fn shape(out: &mut Vec<u8>, item: &Ink, names: &Names<'_>) {
    match item {
        Ink::Rule { x, y, width, height } => {
            numbers(out, &[*x, -y - height, *width, *height]);
            out.extend_from_slice(b"re f\n");
        }
        Ink::Picture { x, y, width, height, image } => {
            let Some(at) = names.pictures.iter().position(|p| Arc::ptr_eq(p, image)) else {
                return;
            };
            out.extend_from_slice(b"q ");
            numbers(out, &[*width, 0.0, 0.0, *height, *x, -y - height]);
            out.extend_from_slice(b"cm ");
            if image.orientation > 1 {
                numbers(out, &upright(image.orientation));
                out.extend_from_slice(b"cm ");
            }
            let _ = writeln!(out, "/I{at} Do Q");
        }
        Ink::Glyphs(_) => {}
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

/// One run: the font, the place, the glyphs with what moves the pen between them.
fn glyphs(out: &mut Vec<u8>, run: &Run, font: &Embedded, state: &mut State) {
    if state.grey != run.grey {
        number(out, run.grey);
        out.extend_from_slice(b" g\n");
        state.grey = run.grey;
    }
    if state.font != Some((run.font, run.size)) {
        let _ = write!(out, "/F{} ", run.font.0);
        number(out, run.size);
        out.extend_from_slice(b" Tf\n");
        state.font = Some((run.font, run.size));
    }
    let spoken = run.actual_text || !reads_back(run, font);
    if spoken {
        out.extend_from_slice(b"/Span <</ActualText ");
        text(out, &run.text);
        out.extend_from_slice(b">> BDC\n");
    }
    out.extend_from_slice(b"1 0 0 1 ");
    numbers(out, &[run.x, -run.y]);
    out.extend_from_slice(b"Tm\n");
    show(out, run, font);
    if spoken {
        out.extend_from_slice(b"EMC\n");
    }
}

/// Shows the glyphs. What a number in a TJ array cannot say exactly is carried on to the next, so
/// that no glyph is further from its place than half a thousandth of the size.
fn show(out: &mut Vec<u8>, run: &Run, font: &Embedded) {
    let mut string = Strings { out, open: false, array: false };
    // Where the pen should be and where the operators have brought it, in 1/1000 of the size.
    let (mut wanted, mut reached) = (0.0f32, 0.0f32);
    for glyph in &run.glyphs {
        let Some(shown) = font.shown(glyph.id) else { continue };
        let step = (reached - (wanted + glyph.dx)).round();
        if step != 0.0 {
            string.step(step);
            reached -= step;
        }
        if glyph.dy != 0.0 {
            string.rise(glyph.dy * run.size / 1000.0);
        }
        string.glyph(shown.code);
        if glyph.dy != 0.0 {
            string.rise(0.0);
        }
        reached += shown.width;
        wanted += glyph.advance;
    }
    string.end();
}

/// A TJ array while it is written.
struct Strings<'o> {
    out: &'o mut Vec<u8>,
    open: bool,
    array: bool,
}

impl Strings<'_> {
    fn glyph(&mut self, glyph: u16) {
        self.begin();
        if !self.open {
            self.out.push(b'(');
            self.open = true;
        }
        code(self.out, glyph);
    }

    /// Moves the pen left by thousandths.
    fn step(&mut self, thousandths: f32) {
        self.begin();
        self.close();
        integer(self.out, thousandths as i64);
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
fn reads_back(run: &Run, font: &Embedded) -> bool {
    let mut rest = run.text.as_str();
    for glyph in &run.glyphs {
        let Some(shown) = font.shown(glyph.id) else { return false };
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
