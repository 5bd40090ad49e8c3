//! What can be chosen, and what a person means who chooses.

use std::ops::RangeInclusive;

use crate::input::suggest::nearest;
use crate::texts::authority::folded;

/// One thing to choose.
#[derive(Default)]
pub(super) struct Choice {
    /// What art21.toml calls it.
    pub(super) id: String,
    /// What it is.
    pub(super) name: String,
    /// What else people call it.
    pub(super) also: Vec<String>,
    /// A sentence more; empty where none is needed.
    pub(super) about: String,
}

impl Choice {
    /// Whether this is what was typed, whatever its case and umlauts.
    fn is(&self, typed: &str) -> bool {
        // Folding drops a number, which is another choice: no name has one.
        let named = !typed.contains(char::is_numeric);
        let typed = folded(typed);
        let mut names = [&self.id, &self.name].into_iter().chain(&self.also);
        named && !typed.is_empty() && names.any(|name| folded(name) == typed)
    }

    /// Whether its name begins with the words that were typed: `yes` of `Yes, I have an account`.
    fn begins_with(&self, typed: &str) -> bool {
        let (name, typed) = (self.name.to_lowercase(), typed.to_lowercase());
        let rest = name.strip_prefix(&typed);
        !typed.is_empty() && rest.is_some_and(|rest| rest.starts_with([',', ' ']))
    }
}

/// The choice that an option means: by its id or a name, not by a number.
pub(super) fn named<'c>(choices: &'c [Choice], typed: &str) -> Option<&'c Choice> {
    choices.iter().find(|choice| choice.is(typed))
}

/// The name that was probably meant.
pub(super) fn meant<'c>(choices: &'c [Choice], typed: &str) -> Option<&'c str> {
    nearest(typed, choices.iter().map(|choice| choice.name.as_str()))
}

/// The ids of what was typed: numbers, ids or names, where `most` is more than one separated by
/// commas or, where they are one word each, by blanks; `1-3` are three numbers.
///
/// # Errors
///
/// The first word that is no choice.
pub(super) fn picked<'t>(
    choices: &[Choice],
    typed: &'t str,
    most: usize,
) -> Result<Vec<String>, &'t str> {
    let mut picked: Vec<String> = Vec::new();
    let mut add = |choice: &Choice| {
        if !picked.contains(&choice.id) {
            picked.push(choice.id.clone());
        }
    };
    if let Some(choice) = one(choices, typed) {
        add(choice);
        return Ok(picked);
    }
    if most == 1 && !typed.is_empty() {
        return Err(typed);
    }
    for part in typed.split([',', ';']) {
        match one(choices, part.trim()) {
            Some(choice) => add(choice),
            None => {
                for word in part.split_whitespace() {
                    match range(word) {
                        Some(numbers) => {
                            choices.get(numbers).ok_or(word)?.iter().for_each(&mut add)
                        }
                        None => add(one(choices, word).ok_or(word)?),
                    }
                }
            }
        }
    }
    Ok(picked)
}

/// The indices of `1-3`.
fn range(typed: &str) -> Option<RangeInclusive<usize>> {
    let (first, last) = typed.split_once(['-', '–'])?;
    let index = |number: &str| number.parse::<usize>().ok()?.checked_sub(1);
    let (first, last) = (index(first)?, index(last)?);
    (first <= last).then_some(first..=last)
}

fn one<'c>(choices: &'c [Choice], typed: &str) -> Option<&'c Choice> {
    if let Ok(number) = typed.parse::<usize>() {
        return choices.get(number.checked_sub(1)?);
    }
    let mut beginning = choices.iter().filter(|choice| choice.begins_with(typed));
    let begins = || beginning.next().filter(|_| beginning.next().is_none());
    choices.iter().find(|choice| choice.is(typed)).or_else(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices() -> Vec<Choice> {
        let choice = |(id, name): (&str, &str)| Choice {
            id: id.to_owned(),
            name: name.to_owned(),
            ..Choice::default()
        };
        [
            ("TH", "Thüringen"),
            ("NW", "Nordrhein-Westfalen"),
            ("member", "Yes, I have an account"),
            ("former-member", "Not any more"),
            ("non-member", "No, I never had one"),
        ]
        .map(choice)
        .into()
    }

    #[test]
    fn a_choice_is_known_by_number_id_or_name() {
        for (typed, ids) in [
            ("2", &["NW"][..]),
            ("nw", &["NW"]),
            ("nordrhein westfalen", &["NW"]),
            ("Thueringen", &["TH"]),
            ("THÜRINGEN, 2", &["TH", "NW"]),
            ("1 2 1", &["TH", "NW"]),
            ("1-2, 5", &["TH", "NW", "non-member"]),
            ("yes", &["member"]),
            ("no", &["non-member"]),
            ("", &[]),
        ] {
            assert_eq!(picked(&choices(), typed, 5).unwrap(), *ids, "{typed}");
        }
    }

    #[test]
    fn what_is_no_choice_is_not_guessed() {
        for (typed, wrong) in [
            ("0", "0"),
            ("6", "6"),
            ("-1", "-1"),
            ("Ba", "Ba"),
            ("1, x", "x"),
            ("4-6", "4-6"),
            ("2-1", "2-1"),
            ("…", "…"),
            ("no thing", "thing"),
        ] {
            assert_eq!(picked(&choices(), typed, 5), Err(wrong));
        }
    }

    #[test]
    fn where_one_is_asked_for_blanks_part_nothing_and_a_near_miss_is_known() {
        let typed = "Nordrhein Westfahlen";
        assert_eq!(picked(&choices(), typed, 1), Err(typed));
        assert_eq!(meant(&choices(), typed), Some("Nordrhein-Westfalen"));
        assert_eq!(picked(&choices(), "nordrhein westfalen", 1).unwrap(), ["NW"]);
    }
}
