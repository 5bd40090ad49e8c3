//! What a letter needs of its language beside its templates.

use crate::document::unbroken::Unbroken;
use crate::document::{Span, Text};
use crate::problem::{Problem, Problems};
use crate::texts::locale::Locale;

/// The words of `[letter]` of a locale, looked up once.
pub(super) struct Voice<'t> {
    pub(super) locale: &'t Locale,
    pub(super) unbroken: Unbroken,
    pub(super) salutation: &'t str,
    pub(super) closing: &'t str,
    /// That this is a courtesy translation of the letter before it, which prevails.
    pub(super) courtesy: &'t str,
    /// With `{name}`.
    pub(super) represented_by: &'t str,
    /// With `{name}`, the one who is represented.
    pub(super) represented_by_both: &'t str,
    /// With `{name}`.
    pub(super) care_of: &'t str,
    /// What stands for the picture of the signature, with `{name}`.
    pub(super) signature: &'t str,
    /// What stands for lines to write on.
    pub(super) lines: &'t str,
    pub(super) reference: &'t str,
    pub(super) date: &'t str,
    pub(super) sender: &'t str,
    pub(super) recipient: &'t str,
    /// With `{page}` and `{pages}`.
    pub(super) page_of: &'t str,
    /// Registered post with advice of receipt.
    pub(super) registered: &'t str,
    /// The same as the German post calls it.
    pub(super) registered_from_germany: &'t str,
    pub(super) consignment: &'t str,
    /// How long a letter of a list is, of one page.
    pub(super) listed_page: &'t str,
    /// The same of more, with `{pages}`.
    pub(super) listed_pages: &'t str,
}

impl<'t> Voice<'t> {
    /// Looks the words up; those that are missing are problems.
    pub(super) fn new(locale: &'t Locale, problems: &mut Problems) -> Self {
        let mut word = |key: &'static str| match locale.letter.get(key) {
            Some(word) => word.as_str(),
            None => {
                let problem = Problem::error("word-missing").with("key", key);
                problems.push(problem.with("language", locale.language));
                ""
            }
        };
        let unbroken = Unbroken::new(
            word("unbroken_after"),
            word("unbroken_before"),
            word("unbroken_between"),
            word("units"),
            &locale.months,
        );
        Voice {
            locale,
            unbroken,
            salutation: word("salutation"),
            closing: word("closing"),
            courtesy: word("courtesy"),
            represented_by: word("represented_by"),
            represented_by_both: word("represented_by_both"),
            care_of: word("care_of"),
            signature: word("signature"),
            lines: word("lines"),
            reference: word("reference"),
            date: word("date"),
            sender: word("sender"),
            recipient: word("recipient"),
            page_of: word("page_of"),
            registered: word("registered"),
            registered_from_germany: word("registered_from_germany"),
            consignment: word("consignment"),
            listed_page: word("listed_page"),
            listed_pages: word("listed_pages"),
        }
    }
}

/// Puts a span in the place of `{name}` in the words.
pub(super) fn around(words: &str, name: &str, span: Span) -> Text {
    let (before, after) = words.split_once(&format!("{{{name}}}")).unwrap_or((words, ""));
    let mut spans = vec![Span::plain(before), span, Span::plain(after)];
    spans.retain(|span| !span.text.is_empty());
    Text(spans)
}
