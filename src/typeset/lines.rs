//! One line of a paragraph: its words and blanks as runs of glyphs, in their places.

use std::ops::Range;
use std::sync::Arc;

use unicode_bidi::{BidiInfo, Level};

use super::breaks::{self, Break};
use super::fonts::FontId;
use super::paragraph::Setting;
use super::shape::{Shape, Shaped, Shaper};
use super::tokens::{Flat, Kind, Token};
use super::{Glyph, Run};

/// Blanks never grow by more than this share: a gap is worse than a short line.
const MOST_STRETCH: f64 = 2.5;

/// Glyphs of one direction, font and element on a line, in reading order.
struct Group {
    level: u8,
    font: FontId,
    inner: Option<usize>,
    text: String,
    glyphs: Vec<Glyph>,
    /// In 1/1000 em.
    width: f64,
    opaque: bool,
}

/// A word or blank, or what a line takes of it.
struct Cut<'a> {
    token: &'a Token,
    range: Range<usize>,
    /// In 1/1000 em.
    width: f64,
    shaped: Arc<Shaped>,
}

/// The runs of a paragraph by the element that they belong to, each with its line.
pub(super) type Pieces = Vec<(Option<usize>, Vec<(usize, Run)>)>;

/// Writes the lines of a paragraph.
pub(super) struct Writer<'a, 'f> {
    flat: &'a Flat,
    shaper: &'a mut Shaper<'f>,
    setting: Setting,
    /// Width of the longest line, in points.
    pub(super) longest: f32,
    /// In reading order.
    pub(super) pieces: Pieces,
}

impl<'a, 'f> Writer<'a, 'f> {
    pub(super) fn new(flat: &'a Flat, shaper: &'a mut Shaper<'f>, setting: Setting) -> Self {
        Writer { flat, shaper, setting, longest: 0.0, pieces: Vec::new() }
    }

    /// Writes the line between two breaks.
    pub(super) fn line(&mut self, line: usize, start: &Break, end: &Break, last: bool) {
        let mut parts = self.parts(start.next_byte..end.end_byte);
        let natural: f64 = parts.iter().map(|part| part.width).sum::<f64>() + end.hyphen;
        let blanks: Vec<f64> =
            parts.iter().filter(|part| is_blank(part.token)).map(|part| part.width).collect();
        let width = f64::from(self.setting.width) * 1000.0 / f64::from(self.setting.size);
        let (left, right) = if self.setting.justify { (start.left, end.right) } else { (0.0, 0.0) };
        let room = width + left + right - natural;
        let blank: f64 = blanks.iter().sum();
        let gives = self.setting.justify && blank > 0.0 && (room < 0.0 || !end.forced);
        let share = if gives { room / blank } else { 0.0 };
        let share = if share > MOST_STRETCH { 0.0 } else { share.max(-breaks::SHRINK) };
        // Whole thousandths, summed before they are rounded, so that the margin stays straight.
        let (mut exact, mut given) = (0.0, 0.0);
        for part in parts.iter_mut().filter(|part| is_blank(part.token)) {
            exact += part.width * share;
            let step = (exact - given).round();
            given += step;
            part.width += step;
        }

        let mut groups = self.groups(parts);
        let mut ends_with_blank = None;
        if (!last && end.next_byte > end.end_byte) || (last && self.setting.open) {
            // A real blank behind the margin, so that extraction keeps the words apart.
            ends_with_blank = self.closing_blank(&mut groups);
        } else if end.hyphen > 0.0 {
            self.closing_hyphen(&mut groups);
        }
        self.place(line, groups, natural + given, left, ends_with_blank, end.forced);
    }

    /// The words and blanks of a line with their glyphs and widths, words cut where the line cuts
    /// them.
    fn parts(&mut self, bytes: Range<usize>) -> Vec<Cut<'a>> {
        let flat = self.flat;
        let first = flat.tokens.partition_point(|token| token.range.end <= bytes.start);
        let mut parts = Vec::new();
        for token in flat.tokens[first..].iter().take_while(|token| token.range.start < bytes.end) {
            let range = token.range.start.max(bytes.start)..token.range.end.min(bytes.end);
            let shaped = if range == token.range {
                Arc::clone(&token.shaped)
            } else {
                self.shaper.word(token.voice, &flat.text[range.clone()])
            };
            parts.push(Cut { token, range, width: f64::from(shaped.width), shaped });
        }
        parts
    }

    fn groups(&self, parts: Vec<Cut<'a>>) -> Vec<Group> {
        let flat = self.flat;
        let mut groups: Vec<Group> = Vec::new();
        // Nearly always all of a line is one group.
        let room = 1 + parts.iter().map(|part| part.shaped.glyphs.len()).sum::<usize>();
        for Cut { token, range, width, shaped } in parts {
            let inner = flat.spans[token.span].inner;
            // A blank takes the font before it: one run less.
            let font = match groups.last() {
                Some(group) if is_blank(token) && self.shaper.glyph(group.font, ' ').is_some() => {
                    group.font
                }
                _ => token.voice.font,
            };
            let fits = groups.last().is_some_and(|group| {
                group.level == token.level && group.font == font && group.inner == inner
            });
            if !fits {
                groups.push(Group {
                    level: token.level,
                    font,
                    inner,
                    text: String::with_capacity(room),
                    glyphs: Vec::with_capacity(room),
                    width: 0.0,
                    opaque: token.level % 2 == 1,
                });
            }
            let Some(group) = groups.last_mut() else { continue };
            let base = group.text.len() as u32;
            group.text.push_str(&flat.text[range]);
            group.opaque |= shaped.opaque;
            group.width += width;
            let grown = if is_blank(token) { Some(width as f32) } else { None };
            let own = if token.kind == Kind::Bound { '\u{a0}' } else { ' ' };
            let id = |shape: &Shape| match grown {
                Some(_) => [own, ' '].iter().find_map(|&c| self.shaper.glyph(font, c)),
                None => Some(shape.id),
            };
            let glyphs = shaped.glyphs.iter().map(|shape| Glyph {
                id: id(shape).unwrap_or(shape.id),
                advance: grown.unwrap_or(shape.advance),
                dx: shape.dx,
                dy: shape.dy,
                cluster: base + shape.cluster,
            });
            if token.level % 2 == 1 {
                group.glyphs.splice(0..0, glyphs);
            } else {
                group.glyphs.extend(glyphs);
            }
        }
        groups
    }

    /// Adds a blank at the end of the line; returns its width in 1/1000 em where it stands apart.
    fn closing_blank(&self, groups: &mut Vec<Group>) -> Option<f64> {
        let base = u8::from(self.flat.rtl);
        let font = groups.last().map_or(FontId::of(self.setting.tone.style), |group| group.font);
        let font = if self.shaper.glyph(font, ' ').is_some() { font } else { FontId::REGULAR };
        let id = self.shaper.glyph(font, ' ')?;
        let advance = self.shaper.advance(font, id);
        let apart = groups.last().is_none_or(|group| group.level != 0 || group.font != font);
        if apart {
            let inner = groups.last().and_then(|group| group.inner);
            groups.push(Group {
                level: base,
                font,
                inner,
                text: String::new(),
                glyphs: Vec::new(),
                width: 0.0,
                opaque: false,
            });
        }
        let group = groups.last_mut()?;
        let cluster = group.text.len() as u32;
        group.text.push(' ');
        group.glyphs.push(Glyph { id, advance, dx: 0.0, dy: 0.0, cluster });
        Some(f64::from(advance))
    }

    fn closing_hyphen(&self, groups: &mut [Group]) {
        let Some(group) = groups.last_mut() else { return };
        let Some((id, soft)) = self.shaper.hyphen(group.font) else { return };
        let advance = self.shaper.advance(group.font, id);
        let glyph = Glyph { id, advance, dx: 0.0, dy: 0.0, cluster: group.text.len() as u32 };
        group.text.push('\u{ad}');
        group.width += f64::from(advance);
        // A glyph that is read as another hyphen would stay in the word.
        group.opaque |= !soft;
        if group.level % 2 == 1 {
            group.glyphs.insert(0, glyph);
        } else {
            group.glyphs.push(glyph);
        }
    }

    /// Puts the groups of a line where they are seen, and writes them where they are read.
    fn place(
        &mut self,
        line: usize,
        groups: Vec<Group>,
        width: f64,
        outside: f64,
        blank: Option<f64>,
        forced: bool,
    ) {
        let Setting { size, leading, justify, .. } = self.setting;
        let points = |thousandths: f64| (thousandths * f64::from(size) / 1000.0) as f32;
        self.longest = self.longest.max(points(width));
        let levels: Vec<Level> =
            groups.iter().map(|group| Level::new(group.level).unwrap_or(Level::ltr())).collect();
        let order = if levels.iter().any(Level::is_rtl) {
            BidiInfo::reorder_visual(&levels)
        } else {
            (0..groups.len()).collect()
        };
        let mut x = -outside;
        if self.flat.rtl && justify {
            // Text from right to left begins at the right margin; the blank stands left of it.
            let full = f64::from(self.setting.width) * 1000.0 / f64::from(size);
            x = if forced || width < full { full - width } else { 0.0 } - blank.unwrap_or(0.0);
        }
        let mut starts = vec![0.0; groups.len()];
        for at in order {
            starts[at] = x;
            let group = &groups[at];
            x += group.glyphs.iter().map(|glyph| f64::from(glyph.advance)).sum::<f64>();
        }
        for (group, x) in groups.into_iter().zip(starts) {
            let run = Run {
                font: group.font,
                size,
                x: points(x),
                y: line as f32 * leading,
                actual_text: group.opaque,
                text: group.text,
                glyphs: group.glyphs,
                grey: 0.0,
            };
            // A link is clickable line by line.
            let link = group.inner.is_some_and(|at| self.flat.inner[at].link.is_some());
            match self.pieces.last_mut() {
                Some((inner, runs))
                    if *inner == group.inner
                        && (!link || runs.last().is_some_and(|(known, _)| *known == line)) =>
                {
                    runs.push((line, run));
                }
                _ => self.pieces.push((group.inner, vec![(line, run)])),
            }
        }
    }
}

fn is_blank(token: &Token) -> bool {
    matches!(token.kind, Kind::Blank | Kind::Bound)
}
