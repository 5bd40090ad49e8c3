//! Markdown that reads back to the same text (CommonMark 0.31, GitHub's extensions in mind).
//!
//! Every sign that would be markup where it stands is escaped, and only there, so that the text
//! stays readable. The lines of the frame end in hard breaks. A language has no mark in Markdown,
//! and a signature's picture no words: both are left out. Lines to write on are rules of `_`, as the
//! templates have them; the rule between two parts is `---`. Where two marks meet in a way that
//! CommonMark would read otherwise, the emphasis goes and the text stays.

use std::ops::Range;

use crate::document::{Block, Document, Frame, Part, Span, Style, Text};

/// The whole document; a thematic break stands between a letter and its courtesy copy. `\n` ends
/// each line, the last one too.
pub fn write(document: &Document) -> String {
    let parts: Vec<String> = document.parts.iter().map(part).collect();
    let mut out = parts.join("\n\n---\n\n");
    out.push('\n');
    out
}

fn part(part: &Part) -> String {
    let mut chunks = frame(&part.frame);
    chunks.extend(blocks(&part.body));
    chunks.join("\n\n")
}

fn frame(frame: &Frame) -> Vec<String> {
    let information: Vec<Text> = frame
        .information
        .iter()
        .map(|(label, value)| {
            let colon = if label.to_plain().ends_with(':') { " " } else { ": " };
            Text([label.0.as_slice(), &[Span::plain(colon)], &value.0].concat())
        })
        .collect();
    [&frame.letterhead, &frame.recipient, &information]
        .into_iter()
        .map(|lines| paragraph(&Text::of_lines(lines)))
        .filter(|chunk| !chunk.is_empty())
        .collect()
}

/// Each block as the lines that make it, blocks without text left out.
fn blocks(blocks: &[Block]) -> Vec<String> {
    let mut chunks = Vec::new();
    // Two lists in a row would be read as one if they had the same marker (section 5.3).
    let mut other_marker = false;
    for block in blocks {
        other_marker = match block {
            Block::List { .. } => !other_marker,
            _ => false,
        };
        match block {
            Block::Subject(text) => chunks.push(heading("# ", text)),
            Block::Heading(text) => chunks.push(heading("## ", text)),
            Block::Paragraph(text) | Block::Note(text) => chunks.push(paragraph(text)),
            Block::Lines(count) => chunks.extend(vec![super::LINE.to_owned(); *count]),
            Block::List { start, items } => chunks.push(list(*start, items, !other_marker)),
            Block::Quotation(inner) => {
                chunks.push(indented("> ", "> ", &self::blocks(inner).join("\n\n")));
            }
            Block::Signature { place_and_date, name, signers } => {
                chunks.extend(place_and_date.as_ref().map(paragraph));
                chunks.push(paragraph(&Text::of_lines(&[name.as_slice(), signers].concat())));
            }
            Block::Enclosures(heading, lines) => {
                let mut all = vec![heading.clone()];
                all.extend_from_slice(lines);
                chunks.push(paragraph(&Text::of_lines(&all)));
            }
        }
    }
    chunks.retain(|chunk| !chunk.is_empty());
    chunks
}

/// Items without text are left out: three empty markers in a row would be a thematic break.
fn list(start: Option<u64>, items: &[Vec<Block>], other_marker: bool) -> String {
    // A number has at most nine digits (section 5.2).
    const LARGEST: u64 = 999_999_999;
    let tight = items
        .iter()
        .all(|item| item.iter().skip(1).all(|block| matches!(block, Block::List { .. })));
    let items: Vec<String> = items
        .iter()
        .map(|item| blocks(item))
        .filter(|chunks| !chunks.is_empty())
        .zip(0u64..)
        .map(|(chunks, index)| {
            let marker = match start {
                Some(first) => {
                    let number = first.saturating_add(index).min(LARGEST);
                    format!("{number}{} ", if other_marker { ')' } else { '.' })
                }
                None => if other_marker { "* " } else { "- " }.to_owned(),
            };
            let mut content = String::new();
            for chunk in chunks {
                if !content.is_empty() {
                    content.push_str(if tight && may_follow_directly(&chunk) {
                        "\n"
                    } else {
                        "\n\n"
                    });
                }
                content.push_str(&chunk);
            }
            indented(&marker, &" ".repeat(marker.len()), &content)
        })
        .collect();
    items.join(if tight { "\n" } else { "\n\n" })
}

/// An ordered list may interrupt a paragraph only if it starts with 1 (section 5.2).
fn may_follow_directly(list: &str) -> bool {
    ["- ", "* ", "1. ", "1) "].iter().any(|marker| list.starts_with(marker))
}

/// [`super::indented`]; nothing stays nothing.
fn indented(first: &str, other: &str, chunk: &str) -> String {
    if chunk.is_empty() { String::new() } else { super::indented(first, other, chunk) }
}

fn paragraph(text: &Text) -> String {
    Inline::of(text, false).written()
}

fn heading(marker: &str, text: &Text) -> String {
    let inline = Inline::of(text, true).written();
    if inline.is_empty() { inline } else { format!("{marker}{inline}") }
}

/// A text as its characters, for what has to be escaped depends on the neighbours.
struct Inline<'a> {
    chars: Vec<char>,
    /// Stretches of `chars` that are alike in style and link.
    runs: Vec<Run<'a>>,
    /// Whether it is a heading: one line, in which `#` may close.
    heading: bool,
}

struct Run<'a> {
    end: usize,
    style: Style,
    link: Option<&'a str>,
}

impl<'a> Inline<'a> {
    fn of(text: &'a Text, heading: bool) -> Self {
        let mut inline = Inline { chars: Vec::new(), runs: Vec::<Run<'a>>::new(), heading };
        for span in text.0.iter().filter(|span| !span.text.is_empty()) {
            inline.chars.extend(span.text.chars());
            let (end, link) = (inline.chars.len(), span.link.as_deref());
            match inline.runs.last_mut() {
                Some(last) if last.style == span.style && last.link == link => last.end = end,
                _ => inline.runs.push(Run { end, style: span.style, link }),
            }
        }
        inline
    }

    fn written(&self) -> String {
        let mut out = String::new();
        let mut start = 0;
        for runs in self.runs.chunk_by(|a, b| a.link == b.link) {
            let end = runs[runs.len() - 1].end;
            match runs[0].link {
                Some(link) => self.link(&mut out, start, end, runs, link),
                None => self.styled(&mut out, start, runs),
            }
            start = end;
        }
        out
    }

    fn link(&self, out: &mut String, start: usize, end: usize, runs: &[Run], link: &str) {
        let shown: String = self.chars[start..end].iter().collect();
        let plain = runs.iter().all(|run| run.style == Style::Plain);
        if plain && is_autolink(&shown, link) {
            out.push_str(&format!("<{shown}>"));
            return;
        }
        out.push('[');
        self.styled(out, start, runs);
        out.push_str(&format!("]({})", destination(link)));
    }

    fn styled(&self, out: &mut String, mut start: usize, runs: &[Run]) {
        for run in runs {
            let mark = match run.style {
                Style::Plain => "",
                Style::Strong => "**",
                Style::Emphasis => "*",
            };
            // Marks hold on to letters: blanks at the edges stay outside (section 6.2).
            let blank = |c: &char| c.is_whitespace();
            let all = &self.chars[start..run.end];
            let before = all.iter().take_while(|c| blank(c)).count();
            let after = all[before..].iter().rev().take_while(|c| blank(c)).count();
            let (open, close) = (start + before, run.end - after);
            let mark = if self.holds(out, open, close) { mark } else { "" };
            // A heading is one line, and so is a link here: a break at its edge would be lost.
            let breaks = !self.heading && run.link.is_none();
            self.escape(out, start..open, breaks);
            out.push_str(mark);
            self.escape(out, open..close, breaks);
            out.push_str(mark);
            self.escape(out, close..run.end, breaks);
            start = run.end;
        }
    }

    /// Whether marks around these characters open and close: each flank either touches a letter
    /// inside or no letter outside, and no other mark (section 6.2).
    fn holds(&self, out: &str, open: usize, close: usize) -> bool {
        if open >= close || out.ends_with('*') {
            return false;
        }
        let (first, last) = (self.chars[open], self.chars[close - 1]);
        let before = open.checked_sub(1).map(|index| self.chars[index]);
        let after = self.chars.get(close).copied();
        (first.is_alphanumeric() || before.is_none_or(char::is_whitespace))
            && (last.is_alphanumeric() || after.is_none_or(char::is_whitespace))
    }

    /// Writes a stretch of the characters between two marks.
    fn escape(&self, out: &mut String, stretch: Range<usize>, breaks: bool) {
        for index in stretch.clone() {
            let c = self.chars[index];
            let before = (index > stretch.start).then(|| self.chars[index - 1]);
            let after = (index + 1 < stretch.end).then(|| self.chars[index + 1]);
            let line_start = index == 0 || self.chars[index - 1] == '\n';
            let line_end = self.chars.get(index + 1).is_none_or(|next| *next == '\n');
            match c {
                // At the end of a block a break is none (section 6.7).
                '\n' if !breaks || self.chars[index..].iter().all(|c| *c == '\n') => {
                    out.push_str("&#10;");
                }
                '\n' => out.push_str("\\\n"),
                // Blanks at the edges of a line are dropped (section 4.8).
                c if c.is_whitespace() && (line_start || line_end) => {
                    out.push_str(&format!("&#{};", u32::from(c)));
                }
                // GFM makes links of bare addresses (6.9); those that are to be links are written as
                // such. It finds e-mail addresses after all escapes are resolved: they stay.
                ':' if self.follows(index + 1, "//") => out.push_str("\\:"),
                '.' if self.is_www(index) => out.push_str("\\."),
                '\\' | '`' | '*' | '[' | ']' | '~' | '|' => out.extend(['\\', c]),
                '_' if !(is_letter(before) && is_letter(after)) => out.push_str("\\_"),
                '<' if after.is_none_or(|c| !c.is_whitespace()) => out.push_str("\\<"),
                '&' if after.is_none_or(|c| c.is_ascii_alphanumeric() || c == '#') => {
                    out.push_str("\\&");
                }
                // A link may follow the stretch, and `!` would make it a picture.
                '!' if after.is_none() && index + 1 < self.chars.len() => out.push_str("\\!"),
                // Inside a heading nothing but `#` can mean anything more.
                c if self.heading && c != '#' => out.push(c),
                '#' if self.heading || line_start => out.push_str("\\#"),
                '>' | '=' if line_start => out.extend(['\\', c]),
                '-' | '+' if line_start && !is_letter(after) => out.extend(['\\', c]),
                '.' | ')' if self.ends_number(index) && after.is_none_or(char::is_whitespace) => {
                    out.extend(['\\', c]);
                }
                c => out.push(c),
            }
        }
    }

    /// Whether these characters stand at `index`.
    fn follows(&self, index: usize, text: &str) -> bool {
        self.chars
            .get(index..)
            .unwrap_or_default()
            .iter()
            .take(text.len())
            .copied()
            .eq(text.chars())
    }

    /// Whether `www` stands before `index`, where GFM takes it for the beginning of an address.
    fn is_www(&self, index: usize) -> bool {
        let Some(start) = index.checked_sub(3).filter(|start| self.follows(*start, "www")) else {
            return false;
        };
        let before = start.checked_sub(1).map(|before| self.chars[before]);
        before.is_none_or(|c| c.is_whitespace() || "*_~(".contains(c))
    }

    /// Whether only digits stand before `index` in its line.
    fn ends_number(&self, index: usize) -> bool {
        let line = self.chars[..index].rsplit(|c| *c == '\n').next().unwrap_or_default();
        !line.is_empty() && line.len() <= 9 && line.iter().all(char::is_ascii_digit)
    }
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphanumeric())
}

/// Whether `<shown>` is this very link (section 6.5). Stricter than that section: what is rare is
/// written out.
fn is_autolink(shown: &str, link: &str) -> bool {
    let tame = |text: &str, more: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    let page = |address: &str| shown == link && tame(address, "-._~:/?#@!$&+,;=%()");
    let mail = |address: &str| {
        shown == address
            && address.split_once('@').is_some_and(|(local, domain)| {
                tame(local, ".+-_") && domain.split('.').all(is_domain_label)
            })
    };
    match link.split_once(':') {
        Some(("https" | "http", address)) => page(address),
        Some(("mailto", address)) => mail(address),
        _ => false,
    }
}

fn is_domain_label(label: &str) -> bool {
    label.len() <= 63
        && label.starts_with(|c: char| c.is_ascii_alphanumeric())
        && label.ends_with(|c: char| c.is_ascii_alphanumeric())
        && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// A link destination (section 6.3): bare where it holds nothing but what addresses are made of.
fn destination(link: &str) -> String {
    if !link.is_empty()
        && link.chars().all(|c| c.is_ascii_alphanumeric() || "-._~:/?#@!$&+,;=%".contains(c))
    {
        return link.replace('&', "\\&");
    }
    let mut out = String::from("<");
    for c in link.chars() {
        match c {
            '<' | '>' | '\\' | '&' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('>');
    out
}
