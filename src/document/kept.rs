//! Blocks of Markdown that are the same in every letter, read once.
//!
//! What a template left is taken apart where one block certainly ends and the next begins. A piece
//! with nothing of the user's in it reads the same whenever it comes again; the others are read
//! anew. Where anything is in doubt, the whole is read at once, as if nothing were kept.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::encoding::{Stretch, stretches};
use super::markdown::{self, Provenance, Refused};
use super::unbroken::Unbroken;
use super::{Block, Origin};
use crate::language::Language;

/// At so many pieces it starts anew, so that a long run does not grow without limit.
const MOST_PIECES: usize = 1 << 10;

/// What was read, of one language.
#[derive(Debug, Default)]
pub struct Kept(FxHashMap<Box<str>, Piece>);

#[derive(Debug)]
struct Piece {
    /// The values of the catalogue in it, with their languages: in another letter the user may have
    /// given the same.
    values: Vec<(Box<str>, Option<Language>)>,
    blocks: Vec<Block>,
}

impl Kept {
    /// Reads a text as [`markdown::read`] does.
    ///
    /// # Errors
    ///
    /// Those of [`markdown::read`].
    pub fn read(
        &mut self,
        markdown: &str,
        provenance: &Provenance<'_>,
        unbroken: &Unbroken,
    ) -> Result<Vec<Block>, Vec<Refused>> {
        match self.in_pieces(markdown, provenance, unbroken) {
            Some(blocks) => Ok(blocks),
            None => markdown::read(markdown, provenance, unbroken),
        }
    }

    fn in_pieces(
        &mut self,
        markdown: &str,
        provenance: &Provenance<'_>,
        unbroken: &Unbroken,
    ) -> Option<Vec<Block>> {
        let mut blocks = Vec::with_capacity(64);
        for piece in pieces(markdown) {
            let same = |(value, language): &(Box<str>, Option<Language>)| {
                provenance(value) == (Origin::Template, *language)
            };
            match self.0.get(piece).filter(|known| known.values.iter().all(same)) {
                Some(known) => blocks.extend_from_slice(&known.blocks),
                None => blocks.extend(self.learn(piece, provenance, unbroken)?),
            }
        }
        let subjects = blocks.iter().filter(|block| matches!(block, Block::Subject(_)));
        (subjects.count() < 2).then_some(blocks)
    }

    /// Reads a piece, and keeps it where it has no data in it.
    fn learn(
        &mut self,
        piece: &str,
        provenance: &Provenance<'_>,
        unbroken: &Unbroken,
    ) -> Option<Vec<Block>> {
        if reaches_further(piece) {
            return None;
        }
        let values = RefCell::new(Vec::new());
        let own = RefCell::new(false);
        let noted = |value: &str| {
            let (origin, language) = provenance(value);
            match origin {
                Origin::Template => values.borrow_mut().push((Box::from(value), language)),
                Origin::Field(_) => _ = own.replace(true),
            }
            (origin, language)
        };
        let blocks = markdown::read(piece, &noted, unbroken).ok()?;
        let values = values.into_inner();
        // Nobody was asked about what stands in the address of a link.
        let asked = |stretch| match stretch {
            Stretch::Literal(_) => true,
            Stretch::Value(value) => values.iter().any(|(known, _)| **known == *value),
            Stretch::Broken(_) => false,
        };
        if !own.into_inner() && stretches(piece).all(asked) {
            if self.0.len() >= MOST_PIECES {
                self.0.clear();
            }
            self.0.insert(piece.into(), Piece { values, blocks: blocks.clone() });
        }
        Some(blocks)
    }
}

/// Parts a text before lines after an empty one that begin with a letter, a value or the mark of a
/// heading: they end every list, quotation and table before them and are no part of any.
fn pieces(markdown: &str) -> impl Iterator<Item = &str> {
    let bytes = markdown.as_bytes();
    let begins = |&at: &usize| {
        bytes[at - 1] == b'\n'
            && bytes
                .get(at + 1)
                .is_some_and(|&c| c.is_ascii_alphabetic() || !c.is_ascii() || c == b'#')
    };
    let newlines = markdown.match_indices('\n').map(|(at, _)| at).skip_while(|&at| at == 0);
    let ends = newlines.filter(begins).map(|at| at + 1).chain([markdown.len()]);
    ends.scan(0, |start, end| {
        let piece = &markdown[*start..end];
        *start = end;
        Some(piece)
    })
}

/// Whether a piece may change how others read: code and HTML go on over empty lines, and what a
/// name in brackets stands for may be defined anywhere.
fn reaches_further(piece: &str) -> bool {
    piece.contains(['`', '~', '<']) || piece.contains("]:")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{Span, Text};

    fn encoded(value: &str) -> String {
        let mut out = Vec::new();
        markdown::encode(value, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// What is in capitals is the user's.
    fn provenance(value: &str) -> (Origin, Option<Language>) {
        let own = value.chars().all(char::is_uppercase);
        let origin = if own { Origin::Field("sender.name".into()) } else { Origin::Template };
        (origin, None)
    }

    fn unbroken() -> Unbroken {
        Unbroken::new("Art.", "DSGVO", "und", "", &[])
    }

    #[test]
    fn a_text_is_parted_where_a_block_certainly_begins() {
        let text = "# a\n\nb\n\n- c\n\n- d\n\n  e\n\n1. f\n\ng\nh\n\n\n## i\n";
        let parts: Vec<_> = pieces(text).collect();
        assert_eq!(
            parts,
            ["# a\n\n", "b\n\n- c\n\n- d\n\n  e\n\n1. f\n\n", "g\nh\n\n\n", "## i\n"]
        );
    }

    #[test]
    fn only_what_has_nothing_of_the_users_in_it_is_kept() {
        let text =
            format!("# a {0}\n\nb\n\nc {1}\n\nd [d]({0})\n", encoded("A"), encoded("catalogue"));
        let mut kept = Kept::default();
        kept.read(&text, &provenance, &unbroken()).unwrap();
        let mut known: Vec<_> = kept.0.keys().map(|piece| &piece[..1]).collect();
        known.sort_unstable();
        assert_eq!(known, ["b", "c"]);

        // The user gave what the catalogue also says.
        let own = |_: &str| (Origin::Field("sender.city".into()), None);
        let blocks = kept.read(&text, &own, &unbroken()).unwrap();
        let spans = vec![Span::plain("c "), Span::data("catalogue", "sender.city")];
        assert_eq!(blocks[2], Block::Paragraph(Text(spans)));
    }

    proptest! {
        #[test]
        fn what_is_kept_reads_as_a_whole_does(lines in prop::collection::vec(0..LINES.len(), 0..14)) {
            let line = |&at: &usize| LINES[at].replace('A', &encoded("A")).replace('c', &encoded("c"));
            let text = lines.iter().map(line).collect::<Vec<_>>().join("\n");
            let whole = markdown::read(&text, &provenance, &unbroken());
            let mut kept = Kept::default();
            for _ in 0..2 {
                prop_assert_eq!(&kept.read(&text, &provenance, &unbroken()), &whole);
            }
        }
    }

    /// Empty ones are frequent, since that is where a text is parted.
    const LINES: [&str; 36] = [
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "a Art. 1",
        "b A",
        "c",
        "# a",
        "## b A",
        "- a",
        "- A",
        "  a",
        "    a",
        "1. a",
        "1) c",
        "> a",
        ">",
        "*a*",
        "**a",
        "| a |",
        "|---|",
        "---",
        "a\\",
        "[a]",
        "[a]: https://a",
        "```",
        "<!--",
        "a  ",
    ];
}
