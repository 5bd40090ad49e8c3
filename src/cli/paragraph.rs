//! Paragraphs for people: wrapped, readable without colour.

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
