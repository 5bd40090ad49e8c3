//! How data pass through a template and Markdown without ever becoming markup: each value stands
//! as the hexadecimal digits of its UTF-8 between two noncharacters, which neither Tera nor
//! Markdown knows and which no data contain (Unicode 23.7).

use std::io::{self, Write};

/// Stands before the digits.
const OPEN: char = '\u{FDD0}';
/// Stands after them.
const CLOSE: char = '\u{FDD1}';

/// Writes a value encoded. An empty value leaves nothing.
///
/// # Errors
///
/// Those of the writer.
pub fn encode(value: &str, out: &mut dyn Write) -> io::Result<()> {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    if value.is_empty() {
        return Ok(());
    }
    let mut encoded = Vec::with_capacity(2 * value.len() + 6);
    encoded.extend_from_slice(OPEN.encode_utf8(&mut [0; 4]).as_bytes());
    for byte in value.bytes() {
        encoded.push(DIGITS[usize::from(byte >> 4)]);
        encoded.push(DIGITS[usize::from(byte & 15)]);
    }
    encoded.extend_from_slice(CLOSE.encode_utf8(&mut [0; 4]).as_bytes());
    out.write_all(&encoded)
}

/// A stretch of text that has passed through.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stretch<'t> {
    /// What the template says.
    Literal(&'t str),
    /// A value, decoded.
    Value(String),
    /// What was a value before a filter of the template cut it up.
    Broken(&'t str),
}

/// Parts a text into what the template says and the values in it.
pub(super) fn stretches(text: &str) -> impl Iterator<Item = Stretch<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let Some(inside) = rest.strip_prefix(OPEN) else {
            let end = rest.find(OPEN).unwrap_or(rest.len());
            let end = rest[..end].find(CLOSE).unwrap_or(end);
            // A closing mark without an opening one.
            if end == 0 {
                return Some(Stretch::Broken(std::mem::take(&mut rest)));
            }
            let (literal, after) = rest.split_at(end);
            rest = after;
            return Some(Stretch::Literal(literal));
        };
        let whole = inside.find(CLOSE).and_then(|end| Some((decode(&inside[..end])?, end)));
        let Some((value, end)) = whole else {
            return Some(Stretch::Broken(std::mem::take(&mut rest)));
        };
        rest = &inside[end + CLOSE.len_utf8()..];
        Some(Stretch::Value(value))
    })
}

/// The value that the digits stand for.
fn decode(digits: &str) -> Option<String> {
    let (pairs, []) = digits.as_bytes().as_chunks::<2>() else { return None };
    let mut bytes = Vec::with_capacity(pairs.len());
    for &[high, low] in pairs {
        bytes.push(digit(high)? << 4 | digit(low)?);
    }
    String::from_utf8(bytes).ok()
}

/// The value of a digit, in either case: `upper` may have passed over it.
fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// Whether a text contains a value or what is left of one.
pub(super) fn has_values(text: &str) -> bool {
    text.contains([OPEN, CLOSE])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(value: &str) -> String {
        let mut out = Vec::new();
        encode(value, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn what_is_encoded_is_decoded() {
        for value in ["Köln", "# *x* {{ y }}\n", "\u{FDD0}41\u{FDD1}", "\0", "𝔄"] {
            let text = format!("a {}b", encoded(value));
            let found: Vec<_> = stretches(&text).collect();
            let value = Stretch::Value(value.to_owned());
            assert_eq!(found, [Stretch::Literal("a "), value, Stretch::Literal("b")]);
        }
    }

    #[test]
    fn an_empty_value_leaves_nothing() {
        assert_eq!(encoded(""), "");
    }

    #[test]
    fn a_value_cut_up_is_seen() {
        for text in ["\u{FDD0}4", "\u{FDD0}4\u{FDD1}", "\u{FDD1}", "\u{FDD0}zz\u{FDD1}"] {
            assert_eq!(stretches(text).collect::<Vec<_>>(), [Stretch::Broken(text)]);
        }
    }
}
