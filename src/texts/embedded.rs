//! What the program carries in itself: `templates/` and `locales/` as they were when it was built.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// Everything that `templates export` lays down and a user's folder may replace: path under
/// `templates/`, and text.
pub fn templates() -> impl Iterator<Item = (&'static str, &'static str)> {
    TEMPLATES.iter().copied()
}

/// Every locale: file name and text.
pub fn locales() -> impl Iterator<Item = (&'static str, &'static str)> {
    LOCALES.iter().copied()
}
