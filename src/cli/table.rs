//! Tables and paragraphs for people: aligned, wrapped, readable without colour.

use super::report::escape;

/// Rows under a head. The last column takes what is left of the line and wraps.
pub(super) fn table(head: &[String], rows: &[Vec<String>], columns: usize) -> String {
    let rows: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| escape(cell)).collect()).collect();
    let last = head.len().saturating_sub(1);
    let widths: Vec<usize> = (0..last)
        .map(|i| rows.iter().chain([&head.to_vec()]).map(|r| width(&r[i])).max().unwrap_or(0))
        .collect();
    let indent = widths.iter().sum::<usize>() + 2 * last;
    let mut out = String::new();
    for (number, row) in std::iter::once(head).chain(rows.iter().map(Vec::as_slice)).enumerate() {
        let mut line = String::new();
        for (cell, width_of_column) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width_of_column + 2 - width(cell)));
        }
        line.push_str(&wrap(&row[last], indent, columns));
        let line = line.trim_end();
        out.push_str(&if number == 0 { bold(line) } else { line.to_owned() });
        out.push('\n');
    }
    out
}

/// Breaks a text into lines of at most `columns`, all but the first indented. Words are never
/// broken, nor is what stands between backticks: an address, a command stay whole.
pub(super) fn wrap(text: &str, indent: usize, columns: usize) -> String {
    let room = columns.saturating_sub(indent).max(24);
    let mut out = String::new();
    let mut used = 0;
    for word in words(text) {
        if used > 0 && used + 1 + width(word) > room {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            used = 0;
        } else if used > 0 {
            out.push(' ');
            used += 1;
        }
        out.push_str(word);
        used += width(word);
    }
    out
}

/// What stands between blanks outside of backticks.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let at_blank = move |c: char| {
        quoted ^= c == '`';
        !quoted && matches!(c, ' ' | '\n')
    };
    text.split(at_blank).filter(|word| !word.is_empty())
}

/// Sets a text in bold, where that can be seen.
pub(super) fn bold(text: &str) -> String {
    format!("\u{1b}[1m{text}\u{1b}[0m")
}

/// How many columns a text takes: the catalogue is written in Latin letters.
fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_column_wraps_under_itself() {
        let head = ["id".to_owned(), "what".to_owned()];
        let rows =
            [vec!["one".to_owned(), "a text that is longer than the line has room".to_owned()]];
        let table = table(&head, &rows, 40);
        assert_eq!(
            table,
            "\u{1b}[1mid   what\u{1b}[0m\none  a text that is longer than the line\n     has room\n"
        );
    }

    #[test]
    fn a_command_is_never_broken() {
        assert_eq!(
            wrap("type the words `art21 letter --short` here", 0, 24),
            "type the words\n`art21 letter --short`\nhere"
        );
    }

    #[test]
    fn an_address_is_never_broken() {
        let address = "https://example.org/a/very/long/address/that/does/not/fit";
        assert!(wrap(&format!("see {address} there"), 2, 30).contains(address));
    }
}
