//! What was answered so far, by the path in art21.toml.

use std::collections::BTreeMap;

/// The answers. An answer that is empty says "none": it is not asked again and not written.
#[derive(Default)]
pub(super) struct Answers {
    values: BTreeMap<&'static str, Vec<String>>,
    /// The grounds, in their order.
    pub(super) grounds: Vec<Given>,
    /// What was answered before it was taken back: proposed when it is asked for again.
    earlier: BTreeMap<&'static str, Vec<String>>,
    earlier_grounds: Vec<Given>,
}

/// A ground and the person's own words for it.
#[derive(Default, Clone)]
pub(super) struct Given {
    pub(super) id: String,
    /// Empty where there are none.
    pub(super) detail: String,
    /// The person's own translation for the courtesy copy; `None` before it was asked for.
    pub(super) translation: Option<String>,
}

impl Answers {
    /// Answers with one value.
    pub(super) fn set(&mut self, path: &'static str, value: impl Into<String>) {
        self.set_all(path, vec![value.into()]);
    }

    /// Answers with several values.
    pub(super) fn set_all(&mut self, path: &'static str, mut values: Vec<String>) {
        values.retain(|value| !value.is_empty());
        self.values.insert(path, values);
    }

    /// Takes an answer back: it is asked for again.
    pub(super) fn forget(&mut self, path: &str) {
        self.values.remove(path);
    }

    /// Takes an answer back to ask for it again, with what it was as the proposal.
    pub(super) fn reopen(&mut self, path: &'static str) {
        if let Some(values) = self.values.remove(path) {
            self.earlier.insert(path, values);
        }
    }

    /// The same with the grounds.
    pub(super) fn reopen_grounds(&mut self) {
        for given in std::mem::take(&mut self.grounds) {
            self.earlier_grounds.retain(|earlier| earlier.id != given.id);
            self.earlier_grounds.push(given);
        }
    }

    /// The grounds that were taken back, once.
    pub(super) fn take_earlier_grounds(&mut self) -> Vec<Given> {
        std::mem::take(&mut self.earlier_grounds)
    }

    /// What was answered before it was taken back.
    pub(super) fn earlier(&self, path: &str) -> &[String] {
        self.earlier.get(path).map_or(&[], Vec::as_slice)
    }

    /// Whether there is an answer, `none` included.
    pub(super) fn has(&self, path: &str) -> bool {
        self.values.contains_key(path)
    }

    /// The first value.
    pub(super) fn get(&self, path: &str) -> Option<&str> {
        self.all(path).first().map(String::as_str)
    }

    /// All values.
    pub(super) fn all(&self, path: &str) -> &[String] {
        self.values.get(path).map_or(&[], Vec::as_slice)
    }

    /// Whether the value at a path of the file, as a problem names it, was answered.
    pub(super) fn holds(&self, field: &str) -> bool {
        if field.starts_with("objection.grounds") {
            return !self.grounds.is_empty();
        }
        let path = field.split('[').next().unwrap_or(field);
        self.get(path).is_some()
    }
}
