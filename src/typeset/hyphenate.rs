//! Where a word may be broken, and where its letters must not run together.

use crate::language::Language;

/// Letters that stay before and after a hyphen. German allows two after it; three read better.
const LEFT: usize = 2;
const RIGHT: usize = 3;
/// Letters of the shortest word that is broken: "ge-gen" saves nothing and trips the reader.
const SHORTEST: usize = 6;

/// The byte positions at which a word may be hyphenated.
pub(super) fn points(word: &str, language: Language) -> Vec<u32> {
    let Some(patterns) = patterns(language) else { return Vec::new() };
    if word.len() < SHORTEST || word.contains(is_foreign_to_words) {
        return Vec::new();
    }
    parts(word)
        .filter(|(_, part)| is_word(part))
        .flat_map(|(start, part)| {
            let mut end = start;
            hypher::hyphenate_bounded(part, patterns, LEFT, RIGHT).map(move |syllable| {
                end += syllable.len();
                (end, end == start + part.len())
            })
        })
        .filter(|&(_, last)| !last)
        .map(|(end, _)| end as u32)
        .collect()
}

/// The byte positions across which German forbids a ligature: the joint of a compound. Patterns
/// know no compounds, but an f before l, i, j, k, h or b at a syllable's end is one (Auf|lage),
/// and so are a third f (Schiff|fahrt) and the prefix Auf- before f and t (auf|fordern, Auf|trag).
pub(super) fn joints(word: &str, language: Language) -> Vec<u32> {
    if language != Language::GERMAN || !word.contains('f') {
        return Vec::new();
    }
    let Some(patterns) = patterns(language) else { return Vec::new() };
    let mut joints = Vec::new();
    for (start, part) in parts(word) {
        let mut at = 0;
        for syllable in hypher::hyphenate(part, patterns) {
            at += syllable.len();
            let (before, after) = part.split_at(at);
            let prefix = before.eq_ignore_ascii_case("auf");
            let split = match after.bytes().next() {
                Some(b'l' | b'i' | b'j' | b'k' | b'h' | b'b') => before.ends_with('f'),
                Some(b'f') => prefix || before.ends_with("ff"),
                Some(b't') => prefix,
                _ => false,
            };
            if split {
                joints.push((start + at) as u32);
            }
        }
    }
    joints
}

fn patterns(language: Language) -> Option<hypher::Lang> {
    let code = language.code().as_bytes();
    hypher::Lang::from_iso([code[0], code[1]])
}

/// Digits, addresses and references are no words.
fn is_foreign_to_words(c: char) -> bool {
    c.is_numeric() || matches!(c, '@' | '/' | '_' | '\\' | '&' | '=')
}

/// The stretches of letters, each with its first byte.
fn parts(word: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    word.split(|c: char| !c.is_alphabetic()).filter_map(move |part| {
        let here = start;
        // Separators are of any length: the next part begins after the one that ended this.
        start = here + part.len();
        start += word[start..].chars().next().map_or(0, char::len_utf8);
        (!part.is_empty()).then_some((here, part))
    })
}

/// Neither too short nor an abbreviation or a name with capitals inside (DSGVO, LinkedIn).
fn is_word(part: &str) -> bool {
    part.chars().count() >= SHORTEST && !part.chars().skip(1).any(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn german(word: &str) -> String {
        show(word, points(word, Language::GERMAN))
    }

    fn show(word: &str, points: Vec<u32>) -> String {
        let mut shown = String::from(word);
        points.iter().rev().for_each(|&at| shown.insert(at as usize, '|'));
        shown
    }

    #[test]
    fn words_are_broken_between_syllables_and_compounds_at_their_parts() {
        assert_eq!(german("„Verarbeitung“,"), "„Ver|ar|bei|tung“,");
        assert_eq!(german("Datenschutz-Grundverordnung"), "Da|ten|schutz-Grund|ver|ord|nung");
        assert_eq!(show("processing", points("processing", Language::ENGLISH)), "pro|cess|ing");
    }

    #[test]
    fn abbreviations_names_with_capitals_references_and_short_words_stay_whole() {
        for word in
            ["DSGVO", "LinkedIn", "A21-ABCDEFG", "erika@example.org", "§15abcdef", "oder", "gegen"]
        {
            assert_eq!(german(word), word);
        }
    }

    #[test]
    fn no_ligature_bridges_the_joint_of_a_compound() {
        let joints = |word| show(word, joints(word, Language::GERMAN));
        assert_eq!(joints("Auflage"), "Auf|lage");
        assert_eq!(joints("Aufforderung"), "Auf|forderung");
        assert_eq!(joints("Auftrag"), "Auf|trag");
        assert_eq!(joints("hilflos"), "hilf|los");
        assert_eq!(joints("Schifffahrt"), "Schiff|fahrt");
        for word in ["öffentlich", "Grafik", "Kräfte", "pflichtig", "finden", "Treffen"] {
            assert_eq!(joints(word), word);
        }
    }
}
