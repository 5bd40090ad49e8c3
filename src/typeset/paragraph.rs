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
}

/// Sets paragraphs, and remembers those that are the same in every letter.
pub(super) struct Paragraphs<'f> {
    pub(super) shaper: Shaper<'f>,
    known: FxHashMap<Box<str>, Arc<Para>>,
    /// The texts of this letter alone: they are set anew in each size that is tried.
    own: FxHashMap<Box<str>, Ready>,
    key: String,
    /// Characters that no font had.
    pub(super) missing: Missing,
}

impl<'f> Paragraphs<'f> {
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        Paragraphs {
            shaper: Shaper::new(fonts),
            known: FxHashMap::default(),
            own: FxHashMap::default(),
            key: String::new(),
            missing: Missing::default(),
        }
    }

    /// Begins a letter: forgets the last.
    pub(super) fn begin(&mut self) {
        self.own.clear();
        self.missing = Missing::default();
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
            let own = self.own.remove(key.as_str());
            let mut ready = own.unwrap_or_else(|| self.read(text, setting.tone));
            let para = Arc::new(self.lay_out(&mut ready, setting));
            self.own.insert(key.as_str().into(), ready);
            para
        };
        self.key = key;
        para
    }

    /// Sets a paragraph that is the same in every letter.
    fn shared(&mut self, key: &str, text: &Text, setting: Setting) -> Arc<Para> {
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

    /// The width of a text on one line, in points.
    pub(super) fn width(&mut self, text: &Text, tone: Tone, size: f32) -> f32 {
        let flat = tokens::read(text, tone, &mut self.shaper, &mut self.missing);
        flat.tokens.iter().map(|token| token.shaped.width).sum::<f32>() * size / 1000.0
    }

    fn read(&mut self, text: &Text, tone: Tone) -> Ready {
        let flat = tokens::read(text, tone, &mut self.shaper, &mut self.missing);
        let words = openings::breaks(&flat, &Depth::Words, &self.shaper);
        Ready { flat, words, syllables: None }
    }

    fn lay_out(&mut self, ready: &mut Ready, setting: Setting) -> Para {
        let Ready { flat, words, syllables } = ready;
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
fn write_text(key: &mut String, text: &Text, tone: Tone) {
    let style = |style| match style {
        Style::Plain => 'p',
        Style::Strong => 's',
        Style::Emphasis => 'e',
    };
    key.push_str(tone.language.code());
    key.push(style(tone.style));
    for span in &text.0 {
        key.push('\0');
        key.push(style(span.style));
        key.push_str(span.language.as_ref().map_or("", Language::code));
        key.push('\0');
        key.push_str(span.link.as_deref().unwrap_or_default());
        key.push('\0');
        if let Origin::Field(field) = &span.origin {
            key.push_str(field);
        }
        key.push('\0');
        key.push_str(&span.text);
    }
}

/// Everything else that decides how a paragraph looks.
fn write_setting(key: &mut String, setting: Setting) {
    use std::fmt::Write;
    let Setting { size, leading, width, justify, open, tone: _ } = setting;
    // Writing to a string cannot fail.
    let _ = write!(
        key,
        "\0{:x} {:x} {:x} {justify} {open}",
        size.to_bits(),
        leading.to_bits(),
        width.to_bits(),
    );
}
