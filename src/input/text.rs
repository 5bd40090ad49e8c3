//! What a field may hold: which characters, how many, and in which form it is kept.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

/// How a field is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// One line: NFC, trimmed, runs of blanks are one blank.
    Line,
    /// Paragraphs, parted by `\n`: each a line; empty ones are left out.
    Paragraphs,
    /// As it stands: a path, a part of a command.
    Verbatim,
}

/// Whether a character is never accepted in a field and never shown raw: control, bidi and
/// zero-width characters, line separators and noncharacters.
///
/// A tab and the line ends count too: where they are allowed is up to [`clean`].
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control() || is_noncharacter(c) || is_invisible(c)
}

/// Unicode 23.7: code points that no text interchanges; inside this program U+FDD0 and U+FDD1
/// mark where data begins and ends.
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Characters without a shape of their own that hide, join or reorder others: most of Unicode's
/// Default_Ignorable_Code_Point, the bidi controls, separators and annotation marks. Ideographic
/// variation selectors stay: they choose the shape of a character in a name.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}')
}

/// `U+202E`, and its Unicode name where it is one that people meet.
pub(crate) fn character_name(c: char) -> String {
    let name = match c {
        '\0' => "NULL",
        '\t' => "TAB",
        '\n' => "LINE FEED",
        '\r' => "CARRIAGE RETURN",
        '\u{B}' => "LINE TABULATION",
        '\u{C}' => "FORM FEED",
        '\u{8}' => "BACKSPACE",
        '\u{7}' => "BELL",
        '\u{1B}' => "ESCAPE",
        '\u{7F}' => "DELETE",
        '\u{85}' => "NEXT LINE",
        '\u{AD}' => "SOFT HYPHEN",
        '\u{34F}' => "COMBINING GRAPHEME JOINER",
        '\u{61C}' => "ARABIC LETTER MARK",
        '\u{180E}' => "MONGOLIAN VOWEL SEPARATOR",
        '\u{200B}' => "ZERO WIDTH SPACE",
        '\u{200C}' => "ZERO WIDTH NON-JOINER",
        '\u{200D}' => "ZERO WIDTH JOINER",
        '\u{200E}' => "LEFT-TO-RIGHT MARK",
        '\u{200F}' => "RIGHT-TO-LEFT MARK",
        '\u{2028}' => "LINE SEPARATOR",
        '\u{2029}' => "PARAGRAPH SEPARATOR",
        '\u{202A}' => "LEFT-TO-RIGHT EMBEDDING",
        '\u{202B}' => "RIGHT-TO-LEFT EMBEDDING",
        '\u{202C}' => "POP DIRECTIONAL FORMATTING",
        '\u{202D}' => "LEFT-TO-RIGHT OVERRIDE",
        '\u{202E}' => "RIGHT-TO-LEFT OVERRIDE",
        '\u{2060}' => "WORD JOINER",
        '\u{2066}' => "LEFT-TO-RIGHT ISOLATE",
        '\u{2067}' => "RIGHT-TO-LEFT ISOLATE",
        '\u{2068}' => "FIRST STRONG ISOLATE",
        '\u{2069}' => "POP DIRECTIONAL ISOLATE",
        '\u{FE0E}' => "VARIATION SELECTOR-15",
        '\u{FE0F}' => "VARIATION SELECTOR-16",
        '\u{FEFF}' => "ZERO WIDTH NO-BREAK SPACE",
        c if is_noncharacter(c) => "NONCHARACTER",
        c if c.is_control() => "CONTROL CHARACTER",
        _ => "",
    };
    format!("U+{:04X} {name}", u32::from(c)).trim_end().to_owned()
}

/// The characters of `raw` that the form does not allow, each once, with its index among the
/// characters, from 0.
pub(crate) fn hidden(raw: &str, form: Form) -> Vec<(usize, char)> {
    let mut found: Vec<(usize, char)> = Vec::new();
    let mut seen = HashSet::new();
    let mut before_line_feed = raw.chars().skip(1);
    for (index, c) in raw.chars().enumerate() {
        let next = before_line_feed.next();
        let allowed = match c {
            '\t' => form != Form::Verbatim,
            '\n' => form == Form::Paragraphs,
            '\r' => form == Form::Paragraphs && next == Some('\n'),
            // What a decoder writes for what it could not read (Unicode 23.8): the data are damaged.
            char::REPLACEMENT_CHARACTER => false,
            c => !is_hidden(c),
        };
        if !allowed && seen.insert(c) {
            found.push((index, c));
        }
    }
    found
}

/// Brings a text without hidden characters into its form.
pub(crate) fn clean(raw: &str, form: Form) -> String {
    match form {
        Form::Verbatim => raw.to_owned(),
        Form::Line => line(raw),
        Form::Paragraphs => {
            raw.lines().map(line).filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
        }
    }
}

fn line(raw: &str) -> String {
    let composed: String = raw.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_composed_trimmed_and_has_single_blanks() {
        assert_eq!(clean("  Ju\u{308}rgen \t\u{a0} Roe ", Form::Line), "Jürgen Roe");
    }

    #[test]
    fn paragraphs_keep_their_line_ends_and_nothing_else() {
        assert_eq!(clean(" a  b \r\n\n\n c\n", Form::Paragraphs), "a b\nc");
        assert_eq!(hidden("a\r\nb\nc\td", Form::Paragraphs), []);
        assert_eq!(hidden("a\rb", Form::Paragraphs), [(1, '\r')]);
    }

    #[test]
    fn hidden_characters_are_found_once_each() {
        assert_eq!(hidden("a\u{202e}b\u{202e}\0", Form::Line), [(1, '\u{202e}'), (4, '\0')]);
        for c in [
            '\n',
            '\u{200b}',
            '\u{feff}',
            '\u{fffd}',
            '\u{fdd0}',
            '\u{1ffff}',
            '\u{2028}',
            '\u{85}',
        ] {
            assert_eq!(hidden(&c.to_string(), Form::Line), [(0, c)], "{c:?}");
        }
        assert_eq!(hidden("Müller-Ōno 葛\u{e0100} 😀", Form::Line), []);
    }

    #[test]
    fn a_character_is_named_by_its_code_point() {
        assert_eq!(character_name('\u{202e}'), "U+202E RIGHT-TO-LEFT OVERRIDE");
        assert_eq!(character_name('\u{3164}'), "U+3164");
        assert_eq!(character_name('\u{fdd0}'), "U+FDD0 NONCHARACTER");
    }
}
