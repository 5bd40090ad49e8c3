//! The line of a file that a problem is about, made fit to be shown.

use std::ops::Range;

use crate::input::text::is_hidden;

/// Characters of a line shown at most.
const WINDOW: usize = 100;

/// Characters shown before the place where a long line is cut.
const BEFORE: usize = 30;

/// One line, cut around the place and escaped.
pub(super) struct Excerpt {
    /// The number of the line, from 1.
    pub(super) line: usize,
    /// The column of the place in the file, in characters from 1.
    pub(super) column: usize,
    /// What is shown.
    pub(super) text: String,
    /// Bytes of `text` to underline.
    pub(super) span: Range<usize>,
}

impl Excerpt {
    /// The line in which `span` begins. Of a span over several lines, what is in the first.
    pub(super) fn of(text: &str, span: &Range<usize>) -> Self {
        let start = text.floor_char_boundary(span.start);
        let end = text.floor_char_boundary(span.end).max(start);
        let (number, column) = position(text, start);
        let line_start = line_start(text, start);
        let line = text[line_start..].lines().next().unwrap_or_default();
        let first = text[line_start..start].chars().count();
        let last = first + text[start..end].chars().take_while(|c| !is_line_end(*c)).count();
        let length = line.chars().count();
        // Room for the place and some of what stands around it.
        let from = if length <= WINDOW { 0 } else { first.saturating_sub(BEFORE) };
        let to = length.min(from + WINDOW);
        let mut shown = String::new();
        if from > 0 {
            shown.push('…');
        }
        let mut underlined = shown.len()..shown.len();
        for (index, c) in line.chars().enumerate().take(to).skip(from) {
            if index == first {
                underlined.start = shown.len();
            }
            show(c, &mut shown);
            if index < last.max(first) {
                underlined.end = shown.len();
            }
        }
        if first >= to {
            underlined.start = shown.len();
        }
        underlined.end = underlined.end.max(underlined.start);
        if to < length {
            shown.push('…');
        }
        Excerpt { line: number, column, text: shown, span: underlined }
    }
}

/// Line and column of a byte, both from 1, the column in characters; a byte order mark at the
/// beginning of the file does not count, for no editor shows it.
pub(super) fn position(text: &str, index: usize) -> (usize, usize) {
    let index = text.floor_char_boundary(index);
    let line_start = line_start(text, index);
    let line = text[..line_start].matches('\n').count() + 1;
    (line, text[line_start..index].chars().count() + 1)
}

/// The first byte of the line, behind a byte order mark.
fn line_start(text: &str, index: usize) -> usize {
    match text[..index].rfind('\n') {
        Some(line_end) => line_end + 1,
        None if text.starts_with('\u{FEFF}') => '\u{FEFF}'.len_utf8().min(index),
        None => 0,
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

/// Shows a character of a file: a tab as four blanks, what would not be seen or would drive the
/// terminal as its code.
fn show(c: char, out: &mut String) {
    match c {
        '\t' => out.push_str("    "),
        c if is_hidden(c) => out.extend(c.escape_unicode()),
        c => out.push(c),
    }
}

/// Data as it is shown on a terminal: control, bidi and zero-width characters as their code:
/// `\u{202e}`.
pub fn escape(data: &str) -> String {
    let mut out = String::with_capacity(data.len());
    for c in data.chars() {
        if is_hidden(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, span: Range<usize>) -> (String, String) {
        let excerpt = Excerpt::of(text, &span);
        (excerpt.text[excerpt.span].to_owned(), excerpt.text)
    }

    #[test]
    fn a_position_counts_as_an_editor_does() {
        assert_eq!(position("a\nbä c", 5), (2, 3));
        assert_eq!(position("\u{feff}ab", 3), (1, 1));
        assert_eq!(position("", 0), (1, 1));
        assert_eq!(position("a\n", 2), (2, 1));
        assert_eq!(position("ä", 1), (1, 1));
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let line = format!("{}here{}", "x".repeat(5000), "y".repeat(5000));
        let (underlined, text) = shown(&line, 5000..5004);
        assert_eq!(underlined, "here");
        assert!(text.starts_with("…xx") && text.ends_with("yy…"));
        assert_eq!(text.chars().count(), WINDOW + 2);
        assert_eq!(shown(&line, 0..10_004).1.chars().count(), WINDOW + 1);
    }

    #[test]
    fn what_is_hidden_is_shown_as_its_code() {
        let text = "a\t\u{202e}b\r\nc";
        assert_eq!(shown(text, 2..5), ("\\u{202e}".to_owned(), "a    \\u{202e}b".to_owned()));
    }

    #[test]
    fn a_place_over_lines_is_shown_by_its_first() {
        assert_eq!(
            shown("a = \"\"\"\nb\"\"\"", 4..12),
            ("\"\"\"".to_owned(), "a = \"\"\"".to_owned())
        );
    }

    #[test]
    fn a_place_at_the_end_is_empty() {
        assert_eq!(shown("ab", 2..2), (String::new(), "ab".to_owned()));
        assert_eq!(shown("ab\n", 3..3), (String::new(), String::new()));
    }
}
