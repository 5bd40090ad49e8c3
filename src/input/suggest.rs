//! “Did you mean …?”

/// Longer texts are no slips of the finger, and comparing them costs time.
const LONGEST: usize = 40;

/// The candidate that was probably meant: at most a third of its characters, and at most three,
/// are wrong. The first of several that are equally near.
pub(crate) fn nearest<'c>(
    typed: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    within(3, typed, candidates)
}

/// The candidate that was probably meant, where at most one in `share` of its characters is wrong.
pub(crate) fn within<'c>(
    share: usize,
    typed: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    if typed.chars().count() > LONGEST {
        return None;
    }
    let typed = fold(typed);
    candidates
        .into_iter()
        .map(|candidate| (distance(&typed, &fold(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.chars().count() / share).min(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Edits between two words; half a word that is unmistakable (`marketing` for
/// `direct-marketing`) counts as near.
fn distance(typed: &str, candidate: &str) -> usize {
    let whole = strsim::damerau_levenshtein(typed, candidate);
    let part = typed.chars().count() >= 4 && candidate.contains(typed);
    if part { whole.min(2) } else { whole }
}

/// Lower case, accents as their plain letters, every separator a hyphen: what a person may get
/// wrong without meaning another word.
pub(crate) fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::is_combining_mark;
    let separator =
        |c: char| c.is_whitespace() || matches!(c, '_' | '-' | '.' | '\u{2010}'..='\u{2015}');
    text.trim()
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if separator(c) { '-' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word() {
        let ids = ["ai-training", "direct-marketing", "research"];
        assert_eq!(nearest("ai_trainig", ids), Some("ai-training"));
        assert_eq!(nearest("Direct Marketing", ids), Some("direct-marketing"));
        assert_eq!(nearest("marketing", ids), Some("direct-marketing"));
        assert_eq!(nearest("zebra", ids), None);
        assert_eq!(nearest("", ids), None);
        assert_eq!(nearest(&"a".repeat(10_000), ids), None);
    }
}
