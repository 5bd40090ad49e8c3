//! Where a line never ends: inside citations, dates and numbers (DIN 5008:2020, 7.2).

use rustc_hash::FxHashSet;

/// The blank at which a line does not end.
const NO_BREAK: char = '\u{A0}';

/// The words of a language between which and their neighbours a line never ends.
#[derive(Debug, Clone)]
pub struct Unbroken {
    /// `Art.`: what follows stays with it, and so does a number before it.
    after: Words,
    /// `DSGVO`: stays with what is before it.
    before: Words,
    /// `und`: stays with the two numbers, or points, that it joins.
    between: Words,
    /// `November`, `Tage`: stays with a number before it.
    units: Words,
    /// `November`: stays with the year after it.
    months: Words,
}

/// Some words, asked for with every word of every letter.
#[derive(Debug, Clone)]
struct Words {
    words: FxHashSet<Box<str>>,
    /// Their first bytes: nearly always enough to say no.
    initials: [bool; 256],
}

impl Words {
    fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let words: FxHashSet<Box<str>> = words.into_iter().map(Box::from).collect();
        let mut initials = [false; 256];
        for first in words.iter().filter_map(|word| word.bytes().next()) {
            initials[usize::from(first)] = true;
        }
        Words { words, initials }
    }

    /// Whether one of them begins as this word does.
    fn may_contain(&self, word: &str) -> bool {
        word.bytes().next().is_some_and(|first| self.initials[usize::from(first)])
    }

    fn contains(&self, word: &str) -> bool {
        self.may_contain(word) && self.words.contains(word)
    }
}

impl Unbroken {
    /// Takes the words, parted by blanks, and the names of the months.
    pub fn new(after: &str, before: &str, between: &str, units: &str, months: &[String]) -> Self {
        let set = |words: &str| Words::new(words.split_whitespace());
        let months = || months.iter().map(String::as_str);
        Unbroken {
            after: set(after),
            before: set(before),
            between: set(between),
            units: Words::new(units.split_whitespace().chain(months())),
            months: Words::new(months()),
        }
    }

    /// Sets the blanks of a text, each run of them as one: those at which no line may end as
    /// U+00A0.
    pub fn set(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + 16);
        let mut words = words(text).peekable();
        let mut previous = words.next().unwrap_or_default();
        out.push_str(previous);
        let mut blank = false;
        let mut conjunction = false;
        while let Some(word) = words.next() {
            blank = true;
            if word.is_empty() {
                continue;
            }
            let bound = std::mem::take(&mut conjunction)
                || self.may_join(previous, word) && self.joins(previous, word);
            conjunction = self.between.contains(word)
                && is_point(previous)
                && words.peek().is_some_and(|next| is_point(next));
            out.push(if bound || conjunction { NO_BREAK } else { ' ' });
            out.push_str(word);
            previous = word;
            blank = false;
        }
        if blank {
            out.push(' ');
        }
        out
    }

    /// Whether two neighbouring words can be meant at all. Most cannot, and a glance at their ends
    /// tells: only this is asked of every pair of words in every letter.
    fn may_join(&self, left: &str, right: &str) -> bool {
        let (left, Some(&first)) = (left.as_bytes(), right.as_bytes().first()) else {
            return false;
        };
        left.last() == Some(&b'.')
            || !first.is_ascii_alphabetic()
            || self.before.may_contain(right)
            || left.iter().any(u8::is_ascii_digit)
    }

    /// Whether two neighbouring words stay on one line.
    fn joins(&self, left: &str, right: &str) -> bool {
        let other = ['\n', NO_BREAK];
        let left = left.rsplit(other).next().unwrap_or(left).trim_start_matches(is_opening);
        let opened = right.split(other).next().unwrap_or(right).trim_start_matches(is_opening);
        let closed = opened.trim_end_matches(is_closing);
        let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
        let goes_on = !left.ends_with([',', ';', ':']);
        self.after.contains(left) && (left.ends_with('.') || is_counted(right))
            || self.before.contains(closed)
            || is_number(left)
                && goes_on
                && (self.units.contains(closed) || self.after.contains(opened))
            || is_number(opened) && self.months.contains(left)
    }
}

/// What stands between blanks. `str::split` prepares a search for every word, which are short.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let blank = text.bytes().position(|byte| byte == b' ');
        rest = blank.map(|at| &text[at + 1..]);
        Some(blank.map_or(text, |at| &text[..at]))
    })
}

/// A number or a letter in brackets: `Recital 47`, `point (b)`, and not `the point is`.
fn is_counted(word: &str) -> bool {
    word.starts_with(|c: char| c.is_ascii_digit() || c == '(')
}

/// What a citation counts: `2`, `15(1)(a)`, `(b)`, `c`.
fn is_point(word: &str) -> bool {
    let word = word.rsplit(NO_BREAK).next().unwrap_or(word).trim_end_matches(is_closing);
    let word = word.trim_start_matches('(');
    word.starts_with(|c: char| c.is_ascii_digit())
        || word.len() == 1 && word.starts_with(|c: char| c.is_ascii_lowercase())
}

/// What may stand before a word without a blank.
fn is_opening(c: char) -> bool {
    matches!(c, '(' | '[' | '„' | '“' | '‚' | '‘')
}

/// What may stand after a word without a blank.
fn is_closing(c: char) -> bool {
    matches!(c, ')' | ']' | '“' | '”' | '‘' | '’' | '.' | ',' | ';' | ':' | '?' | '!')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(text: &str) -> String {
        let months = ["November".to_owned()];
        let unbroken = Unbroken::new(
            "Art. Abs. Buchst. § Article",
            "DSGVO GDPR",
            "und and",
            "Tage €",
            &months,
        );
        unbroken.set(text).replace('\u{A0}', "~")
    }

    #[test]
    fn citations_stay_together() {
        assert_eq!(set("nach Art. 21 Abs. 1 DSGVO und"), "nach Art.~21~Abs.~1~DSGVO und");
        assert_eq!(set("(Art. 6 Abs. 1 Buchst. f DSGVO)"), "(Art.~6~Abs.~1~Buchst.~f~DSGVO)");
        assert_eq!(set("Art. 21 Abs. 2 und 3 DSGVO."), "Art.~21~Abs.~2~und~3~DSGVO.");
        assert_eq!(set("Buchst. c und b DSGVO"), "Buchst.~c~und~b~DSGVO");
        assert_eq!(set("Article 15(1)(a) and (b) GDPR"), "Article~15(1)(a)~and~(b)~GDPR");
        assert_eq!(set("Art. 77 und die Frist"), "Art.~77 und die Frist");
        assert_eq!(set("under Article 21(1) GDPR, and"), "under Article~21(1)~GDPR, and");
        assert_eq!(set("§ 19 BDSG"), "§~19 BDSG");
        assert_eq!(set("Abs. 3, Art. 5"), "Abs.~3, Art.~5");
        assert_eq!(set("an Article of"), "an Article of");
    }

    #[test]
    fn dates_and_numbers_stay_together() {
        assert_eq!(set("am 24. November 2026 in"), "am 24.~November~2026 in");
        assert_eq!(set("14 Tage, 3 €"), "14~Tage, 3~€");
        assert_eq!(set("im November kamen 3 Leute"), "im November kamen 3 Leute");
    }

    #[test]
    fn a_doubled_blank_becomes_one() {
        assert_eq!(set("a  b   c"), "a b c");
        assert_eq!(set(" a "), " a ");
        assert_eq!(set("Art.  21  "), "Art.~21 ");
    }
}
