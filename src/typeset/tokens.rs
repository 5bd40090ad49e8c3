//! From running text to words and blanks, each in the font, language, script and direction that
//! it needs.

use std::ops::Range;
use std::sync::Arc;

use unicode_bidi::{BidiInfo, Level};
use unicode_script::{Script, UnicodeScript};
use unicode_segmentation::UnicodeSegmentation;

use super::fonts::FontId;
use super::shape::{Shaped, Shaper, Voice, is_ignorable, latin};
use crate::document::{Origin, Style, Text};
use crate::language::Language;
use crate::problem::Problem;

/// Data shorter than this many characters are names and the like, and are not hyphenated.
const SENTENCE: usize = 60;

/// Characters that no font has, each once, by where they stand.
#[derive(Debug, Default)]
pub(super) struct Missing {
    characters: Vec<(Origin, Vec<char>)>,
    /// How often one was missed, the same ones included.
    pub(super) times: usize,
}

impl Missing {
    fn note(&mut self, c: char, origin: &Origin) {
        self.times += 1;
        match self.characters.iter_mut().find(|(place, _)| place == origin) {
            Some((_, known)) if known.contains(&c) => {}
            Some((_, known)) => known.push(c),
            None => self.characters.push((origin.clone(), vec![c])),
        }
    }

    /// One problem a place.
    pub(super) fn problems(&self) -> impl Iterator<Item = Problem> {
        self.characters.iter().map(|(origin, characters)| {
            let problem = match origin {
                Origin::Field(field) => Problem::error("missing-glyph").field(&**field),
                Origin::Template => Problem::error("missing-glyph-in-template"),
            };
            let each = |show: fn(&char) -> String| characters.iter().map(show);
            let code = |c: &char| format!("U+{:04X}", u32::from(*c));
            problem
                .with("characters", each(char::to_string).collect::<Vec<_>>().join(" "))
                .with("codepoints", each(code).collect::<Vec<_>>().join(", "))
        })
    }
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with no blank among them.
    Word,
    /// A blank at which a line may end.
    Blank,
    /// A blank that only gives.
    Bound,
    /// A line end that the writer asked for.
    Newline,
}

/// A word or a blank.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Bytes of [`Flat::text`].
    pub(super) range: Range<usize>,
    /// Index into [`Flat::spans`].
    pub(super) span: usize,
    pub(super) voice: Voice,
    pub(super) level: u8,
    pub(super) shaped: Arc<Shaped>,
}

/// A stretch of text that is alike.
#[derive(Debug)]
pub(super) struct Stretch {
    /// Index into [`Flat::inner`]: the element that it is, where it is not simply text.
    pub(super) inner: Option<usize>,
    /// Whether its words may be hyphenated.
    pub(super) hyphenate: bool,
    /// Whether it is a link.
    pub(super) link: bool,
}

/// A link, or words of another language: an element inside a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Inner {
    pub(super) link: Option<String>,
    pub(super) language: Option<Language>,
}

/// Running text, read.
#[derive(Debug)]
pub(super) struct Flat {
    /// The characters, without soft hyphens.
    pub(super) text: String,
    /// Where the soft hyphens stood.
    pub(super) soft: Vec<usize>,
    pub(super) spans: Vec<Stretch>,
    pub(super) inner: Vec<Inner>,
    pub(super) tokens: Vec<Token>,
    /// Whether the text as a whole runs from right to left.
    pub(super) rtl: bool,
}

impl Flat {
    /// Its width on one line.
    pub(super) fn ems(&self) -> f32 {
        self.tokens.iter().map(|token| token.shaped.width).sum::<f32>() / 1000.0
    }
}

/// How plain text of a block is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tone {
    pub(super) language: Language,
    pub(super) style: Style,
}

/// Reads running text.
pub(super) fn read(text: &Text, tone: Tone, shaper: &mut Shaper, missing: &mut Missing) -> Flat {
    let mut flat = Flat {
        text: String::with_capacity(text.0.iter().map(|span| span.text.len()).sum()),
        soft: Vec::new(),
        spans: Vec::with_capacity(text.0.len()),
        inner: Vec::new(),
        tokens: Vec::new(),
        rtl: false,
    };
    let mut ends = Vec::with_capacity(text.0.len());
    for span in &text.0 {
        for c in span.text.chars() {
            match c {
                '\u{ad}' => flat.soft.push(flat.text.len()),
                // A paragraph knows one kind of line end.
                '\u{2028}' | '\u{2029}' | '\r' => flat.text.push('\n'),
                c => flat.text.push(c),
            }
        }
        ends.push(flat.text.len());
        let language = span.language.filter(|&language| language != tone.language);
        let inner = (span.link.is_some() || language.is_some()).then(|| {
            let inner = Inner { link: span.link.clone(), language };
            if flat.inner.last() != Some(&inner)
                || flat.spans.last().is_none_or(|last| last.inner.is_none())
            {
                flat.inner.push(inner);
            }
            flat.inner.len() - 1
        });
        let sentence = || span.text.contains(' ') && span.text.chars().nth(SENTENCE).is_some();
        flat.spans.push(Stretch {
            inner,
            hyphenate: span.link.is_none() && (span.origin == Origin::Template || sentence()),
            link: span.link.is_some(),
        });
    }

    // Below U+0590 nothing runs from right to left, and neither do dashes and quotation marks.
    let levels = flat.text.chars().any(|c| c >= '\u{590}' && !is_latin(c)).then(|| {
        flat.rtl = runs_from_right(&flat.text);
        let base = if flat.rtl { Level::rtl() } else { Level::ltr() };
        BidiInfo::new(&flat.text, Some(base)).levels
    });
    let levels = levels.filter(|levels| levels.iter().any(Level::is_rtl));

    let mut start = 0;
    for (index, (span, &end)) in text.0.iter().zip(&ends).enumerate() {
        let style = if span.style == Style::Plain { tone.style } else { span.style };
        let mut reader = Reader {
            shaper: &mut *shaper,
            missing: &mut *missing,
            levels: levels.as_deref(),
            base: u8::from(flat.rtl),
            tokens: &mut flat.tokens,
            span: index,
            font: FontId::of(style),
            language: span.language.unwrap_or(tone.language),
            origin: &span.origin,
        };
        let mut from = start;
        for (at, c) in flat.text[start..end].char_indices().map(|(at, c)| (start + at, c)) {
            let kind = match c {
                ' ' | '\t' => Kind::Blank,
                '\u{a0}' => Kind::Bound,
                '\n' => Kind::Newline,
                _ => continue,
            };
            reader.word(&flat.text, from..at);
            from = at + c.len_utf8();
            reader.blank(kind, at..from);
        }
        reader.word(&flat.text, from..end);
        start = end;
    }
    flat
}

/// First strong character and majority agree on right to left: one name does not turn a sentence.
fn runs_from_right(text: &str) -> bool {
    let classes = || text.chars().map(unicode_bidi::bidi_class);
    let right =
        |class: &_| matches!(class, unicode_bidi::BidiClass::R | unicode_bidi::BidiClass::AL);
    let left = |class: &_| *class == unicode_bidi::BidiClass::L;
    classes().find(|class| right(class) || left(class)).is_some_and(|first| right(&first))
        && classes().filter(right).count() > classes().filter(left).count()
}

struct Reader<'r, 'f> {
    shaper: &'r mut Shaper<'f>,
    missing: &'r mut Missing,
    levels: Option<&'r [Level]>,
    base: u8,
    tokens: &'r mut Vec<Token>,
    span: usize,
    font: FontId,
    language: Language,
    origin: &'r Origin,
}

impl Reader<'_, '_> {
    fn voice(&self, font: FontId, script: Script, level: u8) -> Voice {
        let script = script.as_iso15924_tag();
        Voice { font, language: self.language, script, rtl: level % 2 == 1 }
    }

    fn push(&mut self, kind: Kind, range: Range<usize>, voice: Voice, level: u8, text: &str) {
        let shaped = self.shaper.word(voice, text);
        self.tokens.push(Token { kind, range, span: self.span, voice, level, shaped });
    }

    fn level(&self, at: usize) -> u8 {
        self.levels.map_or(self.base, |levels| levels[at].number())
    }

    fn blank(&mut self, kind: Kind, range: Range<usize>) {
        let level = self.level(range.start);
        // A blank has no direction of its own and is never reshaped.
        let voice = self.voice(self.font, Script::Latin, 0);
        let text = if kind == Kind::Bound { "\u{a0}" } else { " " };
        self.push(kind, range, voice, level, text);
    }

    fn word(&mut self, text: &str, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let word = &text[range.clone()];
        let plain = self.voice(self.font, Script::Latin, 0);
        if self.levels.is_none() && word.chars().all(is_latin) && self.covers(self.font, word) {
            self.push(Kind::Word, range, plain, self.base, word);
            return;
        }
        // A word looks best in one font: the first that has all of it.
        let whole = self.fonts().find(|&font| self.covers(font, word));
        let mut piece: Option<(Range<usize>, FontId, Option<Script>, u8)> = None;
        for (at, cluster) in word.grapheme_indices(true) {
            let at = range.start + at;
            let end = at + cluster.len();
            let Some(font) = whole.or_else(|| self.fonts().find(|&f| self.covers(f, cluster)))
            else {
                self.report(cluster);
                continue;
            };
            let script = cluster.chars().map(|c| c.script()).find(is_real);
            let level = self.level(at);
            match &mut piece {
                Some((piece, known, written, depth))
                    if *known == font
                        && *depth == level
                        && piece.end == at
                        && (script.is_none() || written.is_none() || *written == script) =>
                {
                    piece.end = end;
                    *written = written.or(script);
                }
                _ => {
                    self.finish(text, piece.take());
                    piece = Some((at..end, font, script, level));
                }
            }
        }
        self.finish(text, piece);
    }

    fn finish(&mut self, text: &str, piece: Option<(Range<usize>, FontId, Option<Script>, u8)>) {
        if let Some((range, font, script, level)) = piece {
            let voice = self.voice(font, script.unwrap_or(Script::Latin), level);
            self.push(Kind::Word, range.clone(), voice, level, &text[range]);
        }
    }

    /// The fonts in the order in which they are asked.
    fn fonts(&self) -> impl Iterator<Item = FontId> + use<> {
        let first = self.font;
        let others = self.shaper.fonts().ids();
        let others = others.filter(|&id| id == FontId::REGULAR || id >= FontId::FALLBACK);
        std::iter::once(first).chain(others)
    }

    fn covers(&self, font: FontId, text: &str) -> bool {
        text.chars().all(|c| self.has(font, c))
    }

    fn has(&self, font: FontId, c: char) -> bool {
        let has = |c| self.shaper.glyph(font, c).is_some();
        // What shaping can make from other glyphs: an accented letter, a blank of another width.
        has(c)
            || is_ignorable(c)
            || match c {
                '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => has(' '),
                '\u{2011}' => has('\u{2010}'),
                _ => {
                    let mut parts = 0;
                    let mut all = true;
                    unicode_normalization::char::decompose_canonical(c, |part| {
                        parts += 1;
                        all &= part != c && has(part);
                    });
                    all && parts > 0
                }
            }
    }

    fn report(&mut self, cluster: &str) {
        for c in cluster.chars() {
            if !self.fonts().any(|font| self.has(font, c)) {
                self.missing.note(c, self.origin);
                return;
            }
        }
        // Each character is somewhere, but no font has them together.
        if let Some(c) = cluster.chars().next_back() {
            self.missing.note(c, self.origin);
        }
    }
}

/// Latin letters and the punctuation between them: one character is one cluster of one script.
fn is_latin(c: char) -> bool {
    latin(c).is_some()
}

fn is_real(script: &Script) -> bool {
    !matches!(script, Script::Common | Script::Inherited | Script::Unknown)
}
