//! Where each value of a letter comes from.

use rustc_hash::FxHashMap;
use tera::Value;

use crate::document::Origin;
use crate::language::Language;

/// The values that were put into a template, by their characters: these are all that comes out
/// of it again.
#[derive(Default)]
pub(super) struct Origins(FxHashMap<Box<str>, (Origin, Option<Language>)>);

impl Origins {
    /// A value that the user gave in `field`, or that differs from letter to letter.
    pub(super) fn field(&mut self, text: &str, field: &str) -> Value {
        self.words(text, field, None)
    }

    /// The same where it is not there: then it is empty.
    pub(super) fn maybe(&mut self, text: &Option<String>, field: &str) -> Value {
        self.field(text.as_deref().unwrap_or_default(), field)
    }

    /// The same in a language that is not the part's.
    pub(super) fn words(&mut self, text: &str, field: &str, language: Option<Language>) -> Value {
        let known = self.0.get(text);
        // What two fields share is the first one's; what the catalogue also says is the user's,
        // so that nothing of theirs counts as the same in every letter.
        if !text.is_empty() && known.is_none_or(|(origin, _)| *origin == Origin::Template) {
            self.0.insert(text.into(), (Origin::Field(field.into()), language));
        }
        Value::normal_string(text)
    }

    /// A value of the catalogue, and its language where that is not the part's.
    pub(super) fn catalogue(&mut self, text: &str, language: Option<Language>) -> Value {
        if !text.is_empty() && !self.0.contains_key(text) {
            self.0.insert(text.into(), (Origin::Template, language));
        }
        Value::normal_string(text)
    }

    /// Where a value that came out of a template comes from.
    pub(super) fn of(&self, text: &str) -> (Origin, Option<Language>) {
        match self.0.get(text) {
            Some(known) => known.clone(),
            None => (self.derived(text), None),
        }
    }

    /// A filter of the template changed a value (`upper`, `join`, `truncate`): it is still the
    /// user's where it has something of theirs in it. Words that the template itself put through
    /// a variable are its own.
    fn derived(&self, text: &str) -> Origin {
        let text = text.to_lowercase();
        self.0
            .iter()
            .filter(|(_, (origin, _))| *origin != Origin::Template)
            .filter(|(known, _)| {
                let known = known.to_lowercase();
                text.contains(&known) || known.contains(&text)
            })
            // The longest; the order of a map must not show.
            .max_by(|(a, _), (b, _)| (a.len(), b).cmp(&(b.len(), a)))
            .map_or(Origin::Template, |(_, (origin, _))| origin.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_filter_made_of_a_value_is_still_the_users() {
        let mut origins = Origins::default();
        origins.field("Erika Mustermann", "sender.name");
        origins.field("Köln", "sender.city");
        origins.catalogue("LinkedIn", None);
        let field = |name: &str| (Origin::Field(name.into()), None);
        assert_eq!(origins.of("ERIKA MUSTERMANN"), field("sender.name"));
        assert_eq!(origins.of("Erika Mustermann, Köln"), field("sender.name"));
        assert_eq!(origins.of("Erika"), field("sender.name"));
        assert_eq!(origins.of("LinkedIn"), (Origin::Template, None));
        assert_eq!(origins.of("zwei"), (Origin::Template, None));
    }

    #[test]
    fn what_the_catalogue_and_the_user_both_say_is_the_users() {
        let mut origins = Origins::default();
        origins.catalogue("LinkedIn", None);
        origins.field("LinkedIn", "sender.name");
        origins.catalogue("LinkedIn", None);
        assert_eq!(origins.of("LinkedIn").0, Origin::Field("sender.name".into()));
    }
}
