//! One file a format: pdf, text, html, markdown.

mod format;
pub mod html;
pub mod markdown;
pub mod pdf;
pub mod text;

pub use format::Format;

/// A line to write on by hand, in characters: 72, as wide as mail programs show. In Markdown it is a
/// rule (CommonMark 0.31, 4.1).
const LINE: &str = "________________________________________________________________________";

/// `first` before the first line and `other` before the rest; no line ends in a blank for it.
fn indented(first: &str, other: &str, text: &str) -> String {
    let lines: Vec<String> = text
        .split('\n')
        .enumerate()
        .map(|(index, line)| {
            let prefix = if index == 0 { first } else { other };
            if line.is_empty() { prefix.trim_end().to_owned() } else { format!("{prefix}{line}") }
        })
        .collect();
    lines.join("\n")
}
