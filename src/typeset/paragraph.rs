//! One paragraph: its lines as ink, relative to its first baseline.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::breaks::{self, Break, Measure};
use super::fonts::Fonts;
use super::lines::Writer;
use super::openings::{self, Depth};
use super::shape::Shaper;
use super::tokens::{self, Flat, Inner, Missing, Tone};
use super::{Ink, Run};
use crate::document::{Origin, Style, Text};
use crate::language::Language;

/// At so many paragraphs the cache starts anew.
const MOST_PARAGRAPHS: usize = 1 << 10;

/// A line without hyphens is good enough up to this badness, one with hyphens up to the other.
const TOLERANCE: f64 = 80.0;
const TOLERANCE_HYPHENATED: f64 = 300.0;
/// Stretch that every line gets when nothing else helps, in 1/1000 em.
const EMERGENCY: f64 = 3_000.0;

/// How a paragraph is set; lengths in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Setting {
    pub(super) size: f32,
    pub(super) leading: f32,
    pub(super) width: f32,
    pub(super) justify: bool,
    /// Whether more of the same element follows, so that even the last line ends in a blank.
    pub(super) open: bool,
    pub(super) tone: Tone,
}

/// A paragraph that is set.
#[derive(Debug)]
pub(super) struct Para {
    pub(super) lines: usize,
    pub(super) leading: f32,
    /// Width of the longest line.
    pub(super) width: f32,
    /// In reading order.
    pub(super) pieces: Vec<ParaPiece>,
    /// The elements inside it.
    pub(super) inner: Vec<Inner>,
}

/// A stretch of a paragraph that belongs to one element.
#[derive(Debug)]
pub(super) struct ParaPiece {
    /// Index into [`Para::inner`]; the paragraph itself otherwise.
    pub(super) inner: Option<usize>,
    /// Its ink, the paragraph's first baseline at 0.
    pub(super) ink: Arc<Vec<Ink>>,
    /// The line of each run of its ink.
    lines: Vec<usize>,
}

impl Para {
    /// The same lines at another distance.
    fn spaced(&self, leading: f32) -> Para {
        let pieces = self.pieces.iter().map(|piece| ParaPiece {
            inner: piece.inner,
            ink: Arc::new(piece.on(0..self.lines, leading)),
            lines: piece.lines.clone(),
        });
        let (pieces, inner) = (pieces.collect(), self.inner.clone());
        Para { lines: self.lines, leading, width: self.width, pieces, inner }
    }
}

impl ParaPiece {
    /// What it shows on these lines, the first of them at 0.
    pub(super) fn on(&self, lines: Range<usize>, leading: f32) -> Vec<Ink> {
        let known = self.lines.iter().zip(self.ink.iter());
        known
            .filter(|(line, _)| lines.contains(line))
            .map(|(line, ink)| match ink {
                Ink::Glyphs(run) => {
                    Ink::Glyphs(Run { y: (line - lines.start) as f32 * leading, ..run.clone() })
                }
                other => other.clone(),
            })
            .collect()
    }
}

/// A text with what does not depend on the size in which it is set.
struct Ready {
    flat: Flat,
    words: Vec<Break>,
    syllables: Option<Vec<Break>>,
    /// How it was set already.
    set: Vec<(Setting, Arc<Para>)>,
}

/// Sets paragraphs, and remembers those that are the same in every letter.
pub(super) struct Paragraphs<'f> {
    pub(super) shaper: Shaper<'f>,
    known: FxHashMap<Box<[u8]>, Arc<Para>>,
    /// The widths in ems of lines that are the same in every letter.
    widths: FxHashMap<Box<[u8]>, f32>,
    /// The texts of this letter alone: they are set anew in each size that is tried.
    own: FxHashMap<Box<[u8]>, Ready>,
    key: Vec<u8>,
    /// Characters that no font had.
    pub(super) missing: Missing,
}

impl<'f> Paragraphs<'f> {
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        Paragraphs {
            shaper: Shaper::new(fonts),
            known: FxHashMap::default(),
            widths: FxHashMap::default(),
            own: FxHashMap::default(),
            key: Vec::new(),
            missing: Missing::default(),
        }
    }

    /// Ends a letter, so that its own ink is its own: forgets it. Returns the characters that no
    /// font had.
    pub(super) fn end(&mut self) -> Missing {
        self.own.clear();
        std::mem::take(&mut self.missing)
    }

    /// Sets a paragraph.
    pub(super) fn set(&mut self, text: &Text, setting: Setting) -> Arc<Para> {
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        write_text(&mut key, text, setting.tone);
        let para = if text.is_static() {
            write_setting(&mut key, setting);
            self.shared(&key, text, setting)
        } else {
            self.of_this_letter(&key, text, setting.tone, |paragraphs, ready| {
                paragraphs.set_again(ready, setting)
            })
        };
        self.key = key;
        para
    }

    /// Sets a paragraph that is the same in every letter.
    fn shared(&mut self, key: &[u8], text: &Text, setting: Setting) -> Arc<Para> {
        if let Some(para) = self.known.get(key) {
            return Arc::clone(para);
        }
        let before = self.missing.times;
        let mut ready = self.read(text, setting.tone);
        let para = Arc::new(self.lay_out(&mut ready, setting));
        // A paragraph with a character missing must be missed again in the next letter.
        if before == self.missing.times {
            if self.known.len() >= MOST_PARAGRAPHS {
                self.known.clear();
            }
            self.known.insert(key.into(), Arc::clone(&para));
        }
        para
    }

    /// Does something with a text of this letter alone, which is read once.
    fn of_this_letter<R>(
        &mut self,
        key: &[u8],
        text: &Text,
        tone: Tone,
        work: impl FnOnce(&mut Self, &mut Ready) -> R,
    ) -> R {
        let known = self.own.remove_entry(key);
        let (key, mut ready) = known.unwrap_or_else(|| (key.into(), self.read(text, tone)));
        let result = work(self, &mut ready);
        self.own.insert(key, ready);
        result
    }

    /// Sets a text that may have been set before: where only the distance of its lines is another,
    /// they end where they did.
    fn set_again(&mut self, ready: &mut Ready, setting: Setting) -> Arc<Para> {
        let alike = |known: Setting| Setting { leading: setting.leading, ..known } == setting;
        if let Some((_, para)) = ready.set.iter().find(|(known, _)| alike(*known)) {
            return Arc::new(para.spaced(setting.leading));
        }
        let para = Arc::new(self.lay_out(ready, setting));
        ready.set.push((setting, Arc::clone(&para)));
        para
    }

    /// The width of a text on one line, in ems.
    pub(super) fn width(&mut self, text: &Text, tone: Tone) -> f32 {
        let mut key = std::mem::take(&mut self.key);
        key.clear();
        write_text(&mut key, text, tone);
        let ems = if text.is_static() {
            self.shared_width(&key, text, tone)
        } else {
            self.of_this_letter(&key, text, tone, |_, ready| ready.flat.ems())
        };
        self.key = key;
        ems
    }

    fn shared_width(&mut self, key: &[u8], text: &Text, tone: Tone) -> f32 {
        if let Some(ems) = self.widths.get(key) {
            return *ems;
        }
        let before = self.missing.times;
        let ems = tokens::read(text, tone, &mut self.shaper, &mut self.missing).ems();
        if before == self.missing.times {
            if self.widths.len() >= MOST_PARAGRAPHS {
                self.widths.clear();
            }
            self.widths.insert(key.into(), ems);
        }
        ems
    }

    fn read(&mut self, text: &Text, tone: Tone) -> Ready {
        let flat = tokens::read(text, tone, &mut self.shaper, &mut self.missing);
        let words = openings::breaks(&flat, &Depth::Words, &self.shaper);
        Ready { flat, words, syllables: None, set: Vec::new() }
    }

    fn lay_out(&mut self, ready: &mut Ready, setting: Setting) -> Para {
        let Ready { flat, words, syllables, .. } = ready;
        let flat = &*flat;
        let (breaks, chosen) = self.choose(flat, words, syllables, setting);
        let mut writer = Writer::new(flat, &mut self.shaper, setting);
        let mut start = breaks[0];
        for (line, &at) in chosen.iter().enumerate() {
            writer.line(line, &start, &breaks[at], line + 1 == chosen.len());
            start = breaks[at];
        }
        let Writer { longest, pieces, .. } = writer;
        Para {
            lines: chosen.len(),
            leading: setting.leading,
            width: longest,
            pieces: pieces
                .into_iter()
                .map(|(inner, ink)| {
                    let (lines, ink) =
                        ink.into_iter().map(|(line, run)| (line, Ink::Glyphs(run))).unzip();
                    ParaPiece { inner, ink: Arc::new(ink), lines }
                })
                .collect(),
            inner: flat.inner.clone(),
        }
    }

    /// The breaks of a text and which of them end its lines.
    fn choose<'r>(
        &self,
        flat: &Flat,
        words: &'r [Break],
        syllables: &'r mut Option<Vec<Break>>,
        setting: Setting,
    ) -> (Cow<'r, [Break]>, Vec<usize>) {
        let width = f64::from(setting.width) * 1000.0 / f64::from(setting.size);
        let Setting { justify, .. } = setting;
        let patient = Measure { width, justify, tolerance: TOLERANCE, emergency: 0.0 };
        let ragged = Measure { tolerance: 10_000.0, ..patient };
        if let Some(lines) = breaks::choose(words, if justify { patient } else { ragged }) {
            return (Cow::Borrowed(words), lines);
        }
        let tolerance = TOLERANCE_HYPHENATED;
        let syllables = syllables
            .get_or_insert_with(|| openings::breaks(flat, &Depth::Syllables, &self.shaper));
        if justify && let Some(lines) = breaks::choose(syllables, Measure { tolerance, ..patient })
        {
            return (Cow::Borrowed(syllables), lines);
        }
        let wide = openings::too_wide(syllables, width);
        // Rather a loose line than an address of a mailbox in two halves.
        let loose = Measure { tolerance, emergency: EMERGENCY, ..patient };
        if justify
            && wide.is_empty()
            && let Some(lines) = breaks::choose(syllables, loose)
        {
            return (Cow::Borrowed(syllables), lines);
        }
        let anywhere = openings::breaks(flat, &Depth::Anywhere(&wide), &self.shaper);
        let must = Measure { tolerance: f64::INFINITY, emergency: EMERGENCY, ..patient };
        // With an infinite tolerance there is always a choice: at worst the end alone.
        let lines = breaks::choose(&anywhere, must).unwrap_or_else(|| vec![anywhere.len() - 1]);
        (Cow::Owned(anywhere), lines)
    }
}

/// The text: its words, how they are set, and whose they are.
fn write_text(key: &mut Vec<u8>, text: &Text, tone: Tone) {
    let style = |style| match style {
        Style::Plain => b'p',
        Style::Strong => b's',
        Style::Emphasis => b'e',
    };
    key.extend_from_slice(tone.language.code().as_bytes());
    key.push(style(tone.style));
    for span in &text.0 {
        key.push(0);
        key.push(style(span.style));
        let language = span.language.as_ref().map_or("", Language::code);
        let link = span.link.as_deref().unwrap_or_default();
        let field = match &span.origin {
            Origin::Field(field) => field,
            Origin::Template => "",
        };
        for part in [language, link, field] {
            key.extend_from_slice(part.as_bytes());
            key.push(0);
        }
        key.extend_from_slice(span.text.as_bytes());
    }
}

/// Everything else that decides how a paragraph looks.
fn write_setting(key: &mut Vec<u8>, setting: Setting) {
    let Setting { size, leading, width, justify, open, tone: _ } = setting;
    for length in [size, leading, width] {
        key.extend_from_slice(&length.to_ne_bytes());
    }
    key.extend_from_slice(&[justify.into(), open.into()]);
}
