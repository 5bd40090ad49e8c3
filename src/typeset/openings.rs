//! Where a text allows a line to end, and what a break there costs (Unicode Standard Annex 14,
//! with what typography adds).

use std::ops::Range;

use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

use super::breaks::Break;
use super::fonts::FontId;
use super::margin;
use super::shape::Shaper;
use super::tokens::{Flat, Kind, Token};

const HYPHEN: f64 = 60.0;
/// In a word that has a hyphen of its own.
const SECOND_HYPHEN: f64 = 150.0;
const OWN_HYPHEN: f64 = 50.0;
const ADDRESS: f64 = 90.0;
const BEFORE_DASH: f64 = 2_000.0;
const EMERGENCY: f64 = 900.0;

/// How far the search for breaks goes.
pub(super) enum Depth<'a> {
    /// Between words.
    Words,
    /// Inside words, where they are hyphenated.
    Syllables,
    /// Also between any two letters of these stretches, which are longer than a line.
    Anywhere(&'a [Range<usize>]),
}

impl Depth<'_> {
    /// Whether this place is inside a stretch that must be broken anywhere.
    fn reaches(&self, at: usize) -> bool {
        match self {
            Depth::Anywhere(wide) => {
                let next = wide.partition_point(|wide| wide.end <= at);
                wide.get(next).is_some_and(|wide| wide.start < at)
            }
            _ => false,
        }
    }
}

/// All places where a line may end: first the start of the text, last its end.
pub(super) fn breaks(flat: &Flat, depth: &Depth, shaper: &Shaper) -> Vec<Break> {
    let mut places = Vec::with_capacity(flat.tokens.len() + 2);
    places.push(Break::default());
    let mut list = List {
        flat,
        shaper,
        breaks: places,
        width: 0.0,
        blank: 0.0,
        trimmed: (0.0, 0.0, 0),
        word: None,
        hyphen: None,
    };
    let mut allowed = linebreaks(&flat.text).peekable();
    for (index, token) in flat.tokens.iter().enumerate() {
        if index == 0 {
            list.begin(token);
        }
        // Opportunities before this token.
        while let Some(&(at, _)) = allowed.peek()
            && at < token.range.start
        {
            allowed.next();
        }
        if let Some(&(at, opportunity)) = allowed.peek()
            && at == token.range.start
        {
            allowed.next();
            if opportunity == BreakOpportunity::Allowed && index > 0 {
                list.between(&flat.tokens[index - 1], token, depth);
            }
        } else if depth.reaches(token.range.start) && token.kind != Kind::Blank {
            list.here(token, EMERGENCY, false);
        }
        match token.kind {
            Kind::Newline => {
                list.forced(token.range.end, flat.tokens.get(index + 1));
            }
            Kind::Blank => {
                list.width += f64::from(token.shaped.width);
                list.blank += f64::from(token.shaped.width);
                continue;
            }
            Kind::Bound => {
                list.width += f64::from(token.shaped.width);
                list.blank += f64::from(token.shaped.width);
            }
            Kind::Word => {
                let inside = std::iter::from_fn(|| {
                    allowed.next_if(|&(at, _)| at < token.range.end).map(|(at, _)| at)
                })
                .collect();
                // What a bound blank holds together is not hyphenated either: Arti-cle 21.
                let bound =
                    |at: usize| flat.tokens.get(at).is_some_and(|near| near.kind == Kind::Bound);
                let whole = bound(index + 1) || index > 0 && bound(index - 1);
                list.inside(token, inside, whole, depth);
                list.word = Some(token);
            }
        }
        list.trimmed = (list.width, list.blank, token.range.end);
    }
    list.forced(flat.text.len(), None);
    list.breaks
}

/// The stretches between two breaks that are wider than a line.
pub(super) fn too_wide(breaks: &[Break], width: f64) -> Vec<Range<usize>> {
    breaks
        .windows(2)
        .filter(|pair| pair[1].end - pair[0].next + pair[1].hyphen > width)
        .map(|pair| pair[0].next_byte..pair[1].end_byte)
        .collect()
}

struct List<'a, 'f> {
    flat: &'a Flat,
    shaper: &'a Shaper<'f>,
    breaks: Vec<Break>,
    width: f64,
    blank: f64,
    /// Width, blanks and byte behind the last token that is no blank.
    trimmed: (f64, f64, usize),
    /// The last word.
    word: Option<&'a Token>,
    /// The hyphen of the last font that was asked for one.
    hyphen: Option<(FontId, Option<(f64, f64)>)>,
}

impl<'a> List<'a, '_> {
    /// The first line begins with this token.
    fn begin(&mut self, token: &Token) {
        self.breaks[0].left = self.left(token, token.range.start);
    }

    fn forced(&mut self, next_byte: usize, after: Option<&Token>) {
        let left = after.map_or(0.0, |token| self.left(token, token.range.start));
        let here = self.behind_what_is_set(next_byte, left);
        self.breaks.push(Break { forced: true, ..here });
    }

    /// A break behind the last word, the next line to begin with the byte.
    fn behind_what_is_set(&self, next_byte: usize, left: f64) -> Break {
        let (end, end_blank, end_byte) = self.trimmed;
        Break {
            end,
            end_blank,
            next: self.width,
            next_blank: self.blank,
            end_byte,
            next_byte,
            right: self.word.map_or(0.0, |word| self.right(word, end_byte)),
            left,
            ..Break::default()
        }
    }

    fn between(&mut self, before: &Token, after: &Token, depth: &Depth) {
        let text = &self.flat.text;
        let first = text[after.range.start..].chars().next();
        let last = text[..self.trimmed.2].chars().next_back();
        let blank = before.kind == Kind::Blank;
        let hyphenated = !blank && last.is_some_and(is_hyphen);
        // A dash ends a line; it begins one only where nothing else helps.
        let dash = blank && matches!(first, Some('–' | '—'));
        if dash && !matches!(depth, Depth::Anywhere(_)) {
            return;
        }
        let cost = match () {
            () if dash => BEFORE_DASH,
            () if hyphenated => OWN_HYPHEN,
            () => 0.0,
        };
        self.here(after, cost, hyphenated);
    }

    /// A break before a token.
    fn here(&mut self, after: &Token, cost: f64, hyphenated: bool) {
        let start = after.range.start;
        let here = self.behind_what_is_set(start, self.left(after, start));
        self.breaks.push(Break { cost, hyphenated, ..here });
    }

    /// Breaks inside a word, without hyphens where it stays whole, and its width.
    fn inside(&mut self, token: &Token, allowed: Vec<usize>, whole: bool, depth: &Depth) {
        let range = token.range.clone();
        let word = &self.flat.text[range.clone()];
        let stretch = &self.flat.spans[token.span];
        let address = stretch.link || is_address(word);
        let mut points: Vec<(usize, f64, bool)> = Vec::new();
        if address {
            // The address of a page is broken before words would be set too far apart, that of a
            // mailbox only where nothing else helps.
            let may = match depth {
                Depth::Words => false,
                Depth::Syllables => !word.contains('@'),
                Depth::Anywhere(_) => true,
            };
            let marks = word.char_indices().filter(|&(at, c)| may && ends_part(word, at, c));
            points.extend(marks.map(|(at, c)| {
                let cost = if c == '/' { ADDRESS } else { 2.0 * ADDRESS };
                (range.start + at + c.len_utf8(), cost, false)
            }));
        } else {
            let here = |at: &usize| opens(word, at - range.start);
            points.extend(allowed.into_iter().filter(here).map(|at| {
                let hyphen = self.flat.text[..at].ends_with(is_hyphen);
                (at, if hyphen { OWN_HYPHEN } else { 0.0 }, false)
            }));
        }
        if !matches!(depth, Depth::Words) {
            let soft = self.flat.soft.iter().copied();
            points.extend(
                soft.filter(|&at| range.start < at && at < range.end).map(|at| (at, HYPHEN, true)),
            );
            if stretch.hyphenate && !address && !whole {
                let cost = if word.contains('-') { SECOND_HYPHEN } else { HYPHEN };
                let hyphens = token.shaped.hyphens.iter();
                points.extend(hyphens.map(|&(at, _)| (range.start + at as usize, cost, true)));
            }
        }
        if matches!(depth, Depth::Anywhere(_)) {
            let clusters = word.grapheme_indices(true).skip(1).map(|(at, _)| range.start + at);
            let wide = clusters.filter(|&at| depth.reaches(at));
            points.extend(wide.map(|at| (at, EMERGENCY, false)));
        }
        points.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        points.dedup_by_key(|point| point.0);
        self.points(token, points);
        self.width += f64::from(token.shaped.width);
    }

    /// Breaks inside a word at these bytes, each with its cost and whether it needs a hyphen.
    fn points(&mut self, token: &Token, points: Vec<(usize, f64, bool)>) {
        // Most words have none.
        if points.is_empty() {
            return;
        }
        let range = token.range.clone();
        let hyphen = self.hyphen(token);
        let mut glyphs: Vec<_> =
            token.shaped.glyphs.iter().map(|glyph| (glyph.cluster, glyph.advance)).collect();
        glyphs.sort_by_key(|glyph| glyph.0);
        let mut glyphs = glyphs.into_iter().peekable();
        let mut before = 0.0;
        for (at, cost, hyphenated) in points {
            let inner = (at - range.start) as u32;
            while let Some((_, advance)) = glyphs.next_if(|&(cluster, _)| cluster < inner) {
                before += f64::from(advance);
            }
            // Hyphenation measured what stands before it, ligatures taken apart.
            let exact = token.shaped.hyphens.iter().find(|known| known.0 == inner);
            let here = match exact {
                Some(&(_, width)) => f64::from(width),
                None if glyphs.peek().is_some_and(|&(cluster, _)| cluster == inner) => before,
                // Inside a cluster: what stands before it has no width that is known here.
                None => continue,
            };
            let Some((hyphen, right)) =
                hyphen.filter(|_| hyphenated).or((!hyphenated).then_some((0.0, 0.0)))
            else {
                continue;
            };
            self.breaks.push(Break {
                end: self.width + here,
                end_blank: self.blank,
                next: self.width + here,
                next_blank: self.blank,
                end_byte: at,
                next_byte: at,
                hyphen,
                right: if hyphenated { right } else { self.right(token, at) },
                left: self.left(token, at),
                cost,
                hyphenated: hyphenated || self.flat.text[..at].ends_with(is_hyphen),
                forced: false,
            });
        }
    }

    /// Width of the hyphen and how far it stands outside the margin.
    fn hyphen(&mut self, token: &Token) -> Option<(f64, f64)> {
        let font = token.voice.font;
        if let Some((known, hyphen)) = self.hyphen
            && known == font
        {
            return hyphen;
        }
        let hyphen = self.shaper.hyphen(font).map(|(glyph, _)| {
            let width = self.shaper.advance(font, glyph);
            (f64::from(width), f64::from(width * margin::right('\u{ad}')))
        });
        self.hyphen = Some((font, hyphen));
        hyphen
    }

    fn left(&self, token: &Token, at: usize) -> f64 {
        let first = self.flat.text[at..].chars().next();
        self.outside(token, first, margin::left)
    }

    fn right(&self, token: &Token, end: usize) -> f64 {
        self.outside(token, self.flat.text[..end].chars().next_back(), margin::right)
    }

    fn outside(&self, token: &Token, c: Option<char>, share: fn(char) -> f32) -> f64 {
        let Some(c) = c.filter(|&c| share(c) > 0.0 && token.level == 0) else { return 0.0 };
        let font = token.voice.font;
        let width = self.shaper.glyph(font, c).map_or(0.0, |id| self.shaper.advance(font, id));
        f64::from(share(c) * width)
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '–' | '—')
}

/// Whether a break that Annex 14 allows inside a word reads well: letters on both sides of a
/// hyphen, and enough of them; references and numbers stay whole, a dash begins no line.
fn opens(word: &str, at: usize) -> bool {
    let (before, after) = word.split_at(at);
    let Some(mark) = before.chars().next_back() else { return false };
    let dash = |c: char| matches!(c, '–' | '—');
    if after.starts_with(dash) || (dash(mark) && after.starts_with(char::is_numeric)) {
        return false;
    }
    // Article 15(1)(a).
    if mark == ')' && after.starts_with('(') {
        return false;
    }
    if !matches!(mark, '-' | '\u{2010}' | '/') {
        return true;
    }
    let letters = |c: &char| c.is_alphabetic();
    let left = before.chars().rev().skip(1).take_while(letters).count();
    let right = after.chars().take_while(letters).count();
    left >= 3 && right >= 3
}

/// Whether a word is an address: of a page, of a mailbox.
fn is_address(word: &str) -> bool {
    // A glance first: every word of every letter is asked.
    word.bytes().any(|byte| matches!(byte, b':' | b'.' | b'@'))
        && (word.contains("://") || word.contains("www.") || word.contains('@'))
}

/// Whether a part of an address ends with this mark, with something on both sides to read.
fn ends_part(word: &str, at: usize, c: char) -> bool {
    let after = &word[at + c.len_utf8()..];
    matches!(c, '/' | '.' | '-' | '_' | '?' | '&' | '=' | '@' | '#')
        && at >= 3
        && after.chars().nth(2).is_some()
        && !after.starts_with('/')
}
