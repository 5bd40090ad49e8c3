//! Plain text: what people paste into a form or an e-mail.
//!
//! Lines are as long as their paragraphs, for whoever receives them breaks them anew. Blanks and
//! hyphens that only tell a typesetter where not to break become ordinary ones, and marks that
//! only tell it where it may break go; nothing else of the wording changes. Emphasis has no
//! counterpart that a form would not show as stray signs. A signature's picture has no words: the
//! name stands for it. Lines to write on are lines of underscores.

use super::{LINE, indented};
use crate::document::{Block, Document, Frame, Part, Text};

/// Stands between a letter and its courtesy copy.
const SEPARATOR: &str = "----------------------------------------";

/// The whole document, frame included; `\n` ends each line, the last one too.
pub fn write(document: &Document) -> String {
    parts(document, |part| {
        let mut paragraphs = frame(&part.frame);
        paragraphs.extend(blocks(&part.body));
        paragraphs
    })
}

/// The subject and what follows it, without letterhead, addresses and information block: what a
/// form asks for.
pub fn write_body(document: &Document) -> String {
    parts(document, |part| blocks(&part.body))
}

/// Whether `shown` lets the reader see where `link` leads: it is the address, or the address
/// without the scheme that everybody adds.
pub(super) fn shows_address(shown: &str, link: &str) -> bool {
    shown == link
        || link.strip_prefix("mailto:") == Some(shown)
        || link.strip_prefix("https://") == Some(shown)
}

fn parts(document: &Document, paragraphs: impl Fn(&Part) -> Vec<String>) -> String {
    let parts: Vec<String> =
        document.parts.iter().map(|part| paragraphs(part).join("\n\n")).collect();
    let mut text = parts.join(&format!("\n\n{SEPARATOR}\n\n"));
    text.push('\n');
    text
}

fn frame(frame: &Frame) -> Vec<String> {
    let information: Vec<String> = frame
        .information
        .iter()
        .map(|(label, value)| labelled(&line(label), &line(value)))
        .collect();
    [lines(&frame.letterhead), lines(&frame.recipient), information.join("\n")]
        .into_iter()
        .filter(|paragraph| !paragraph.is_empty())
        .collect()
}

fn labelled(label: &str, value: &str) -> String {
    if label.ends_with(':') { format!("{label} {value}") } else { format!("{label}: {value}") }
}

/// Each block as one or more paragraphs of one or more lines.
fn blocks(blocks: &[Block]) -> Vec<String> {
    let mut paragraphs = Vec::new();
    for block in blocks {
        match block {
            Block::Subject(text)
            | Block::Heading(text)
            | Block::Paragraph(text)
            | Block::Note(text) => paragraphs.push(line(text)),
            Block::Lines(count) => paragraphs.extend(vec![LINE.to_owned(); *count]),
            Block::List { start, items } => paragraphs.push(list(*start, items)),
            Block::Quotation(inner) => {
                paragraphs.push(indented("> ", "> ", &self::blocks(inner).join("\n\n")))
            }
            Block::Signature { place_and_date, name, signers } => {
                paragraphs.extend(place_and_date.as_ref().map(line));
                paragraphs.push(lines(name.iter().chain(signers)));
            }
            Block::Enclosures(heading, enclosures) => {
                paragraphs.push([line(heading), lines(enclosures)].join("\n"));
            }
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// Items close up as long as none is longer than a paragraph and the lists under it.
fn list(start: Option<u64>, items: &[Vec<Block>]) -> String {
    let tight = items
        .iter()
        .all(|item| item.iter().skip(1).all(|block| matches!(block, Block::List { .. })));
    let between = if tight { "\n" } else { "\n\n" };
    let items: Vec<String> = items
        .iter()
        .zip(0u64..)
        .map(|(item, index)| {
            let marker = match start {
                Some(first) => format!("{}. ", first.saturating_add(index)),
                None => "- ".to_owned(),
            };
            indented(&marker, &" ".repeat(marker.len()), &blocks(item).join(between))
        })
        .collect();
    items.join(between)
}

fn lines<'t>(texts: impl IntoIterator<Item = &'t Text>) -> String {
    texts.into_iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The characters of a text, each link followed by its address where it does not show it.
fn line(text: &Text) -> String {
    let mut out = String::new();
    // Spans of one link may differ in style: its address comes once, after the last of them.
    for spans in text.0.chunk_by(|a, b| a.link == b.link) {
        let shown: String = spans.iter().map(|span| span.text.as_str()).collect();
        out.extend(shown.chars().filter_map(ordinary));
        match &spans[0].link {
            Some(link) if !shown.is_empty() && !shows_address(&shown, link) => {
                let address = link.strip_prefix("mailto:").unwrap_or(link);
                out.push_str(&format!(" ({address})"));
            }
            _ => {}
        }
    }
    out
}

/// What a form or mail program shows alike everywhere. UAX #14 names what only steers line
/// breaks: the glue (GL), the word joiner (WJ), the break opportunity without a blank (ZW).
fn ordinary(c: char) -> Option<char> {
    match c {
        '\u{A0}' | '\u{202F}' | '\u{2007}' => Some(' '),
        '\u{2011}' => Some('-'),
        '\u{AD}' | '\u{2060}' | '\u{200B}' => None,
        c => Some(c),
    }
}
