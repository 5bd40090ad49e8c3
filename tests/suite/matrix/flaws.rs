//! What a reader would stumble over.

use art21::document::{Block, Document, Text};

use super::texts;

/// Every flaw of a document, as the words around it.
pub(super) fn flaws(document: &Document) -> Vec<String> {
    let mut found = Vec::new();
    for part in &document.parts {
        blocks(&part.body, &mut found);
        let frame = &part.frame;
        let lines = frame.letterhead.iter().chain(&frame.recipient);
        // A sheet beside a letter needs no return address.
        let back = Some(&frame.return_address).filter(|text| !text.0.is_empty());
        let lines = lines.chain(back).chain([&frame.header]);
        let rows = frame.information.iter().flat_map(|(label, value)| [label, value]);
        for text in texts(&part.body).into_iter().chain(lines).chain(rows) {
            running(text, &mut found);
        }
    }
    found
}

/// Flaws of the structure.
fn blocks(all: &[Block], found: &mut Vec<String>) {
    if all.is_empty() {
        found.push("nothing inside of a list item or quotation".into());
    }
    for (index, block) in all.iter().enumerate() {
        let next = all.get(index + 1);
        match block {
            Block::Heading(text)
                if !matches!(next, Some(Block::Paragraph(_) | Block::List { .. })) =>
            {
                found.push(format!("nothing under the heading: {}", text.to_plain()));
            }
            Block::Paragraph(text) => {
                let text = text.to_plain();
                let introduces = matches!(
                    next,
                    Some(Block::List { .. } | Block::Quotation(_) | Block::Lines(_))
                );
                if text.ends_with(':') && !introduces {
                    found.push(format!("nothing after the colon: {text}"));
                }
            }
            Block::List { items, .. } => {
                if items.is_empty() {
                    found.push("an empty list".into());
                }
                items.iter().for_each(|item| blocks(item, found));
            }
            Block::Quotation(inner) => blocks(inner, found),
            _ => {}
        }
    }
}

/// Flaws of running text.
fn running(text: &Text, found: &mut Vec<String>) {
    let raw = text.to_plain();
    let plain = raw.replace('\u{A0}', " ");
    if plain.trim().is_empty() || plain.trim() != plain {
        found.push(format!("blank at the edge: {plain:?}"));
    }
    const BAD: [&str; 34] = [
        "  ", " ,", " .", " ;", " :", " )", "( ", "()", "..", ",,", ",.", ":.", "::", ";.", "„“",
        "“”", "„ ", " ”", "{", "}", "\u{FDD0}", "\u{FDD1}", " und.", " und:", " oder.", " and.",
        " and:", " or.", " sowie.", " – .", " –.", "(,", ",)", "\n\n",
    ];
    for bad in BAD {
        if let Some(at) = plain.find(bad) {
            found.push(format!("{bad:?} in: {}", around(&plain, at)));
        }
    }
    for (first, second) in
        [("und", "und"), ("and", "and"), ("die", "die"), ("der", "der"), ("the", "the"), ("a", "a")]
    {
        if let Some(at) = plain.find(&format!(" {first} {second} ")) {
            found.push(format!("doubled word in: {}", around(&plain, at)));
        }
    }
    // A sentence that runs into the next.
    let characters: Vec<(usize, char)> = plain.char_indices().collect();
    for window in characters.windows(3) {
        let [(at, before), (_, stop), (_, after)] = window else { continue };
        if before.is_lowercase() && matches!(stop, '.' | ',' | ':' | ';') && after.is_uppercase() {
            found.push(format!("no blank in: {}", around(&plain, *at)));
        }
    }
}

/// The words around a place.
fn around(text: &str, at: usize) -> String {
    let start = text[..at].char_indices().rev().nth(40).map_or(0, |(start, _)| start);
    text[start..].chars().take(80).collect()
}
