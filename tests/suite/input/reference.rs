//! The reference of a case.

use art21::case::Case;
use art21::case::reference::{NoReference, Reference};
use art21::language::Language;
use proptest::prelude::*;

use super::{accepted, starter};
use crate::support::today;

fn case() -> Case {
    accepted(&starter()).0.case
}

/// Computed with another program from the words of the design alone.
#[test]
fn the_reference_of_a_case_is_the_one_computed_elsewhere() {
    let mut case = case();
    let reference = |case: &Case| Reference::of(case).to_string();
    assert_eq!(reference(&case), "A21-47PZ-V0SS-HM27");
    case.account.email = Some(" ERIKA@Example.org\n".to_owned());
    assert_eq!(reference(&case), "A21-47PZ-V0SS-HM27");
    case.objection.number = 2;
    assert_eq!(reference(&case), "A21-ZFA5-MZ1J-8MR8");
    case.objection.number = 1;
    case.account.former_email = case.account.email.take();
    assert_eq!(reference(&case), "A21-47PZ-V0SS-HM27");
    case.account.former_email = None;
    assert_eq!(reference(&case), "A21-978M-G9E3-A1H2");
    case.account.profile = None;
    assert_eq!(reference(&case), "A21-1RT0-V7XV-CT35");
    case.sender.name = "Ju\u{308}rgen  MÜLLER ".to_owned();
    case.sender.postcode = "01067".to_owned();
    case.sender.street = "Ostra-Allee 9".to_owned();
    assert_eq!(reference(&case), "A21-D4PS-09B6-KYVV");
}

#[test]
fn a_reference_does_not_depend_on_the_day_or_the_words() {
    let mut other = case();
    let before = Reference::of(&other);
    other.date = today().succ_opt().unwrap();
    other.language = Language::ENGLISH;
    other.sender.name = "Jane Roe".to_owned();
    other.objection.grounds.clear();
    assert_eq!(Reference::of(&other), before);
}

#[test]
fn a_reference_is_read_back_as_people_type_it() {
    let reference = Reference::of(&case());
    for typed in [
        "A21-47PZ-V0SS-HM27",
        "a21-47pz-v0ss-hm27",
        " A2147PZV0SSHM27 ",
        "47PZ-V0SS-HM27",
        "47pzVOsshm27",
        "A2I-47PZ-VOSS-HM27",
        "a2l 47pz v0ss hm27",
        "A21‑47PZ–V0SS—HM27",
    ] {
        assert_eq!(typed.parse(), Ok(reference), "{typed}");
    }
    for typed in
        ["", "A21", "A21-47PZ-V0SS-HM2", "A21-47PZ-V0SS-HM277", "A21-47PU-V0SS-HM27", "äöü"]
    {
        assert_eq!(typed.parse::<Reference>(), Err(NoReference::Shape), "{typed}");
    }
    assert_eq!("A21-47PZ-V0SS-HM28".parse::<Reference>(), Err(NoReference::Check));
}

const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The twelve characters of the reference of some case.
fn some_reference(name: &str) -> Vec<char> {
    let mut case = case();
    case.account.email = Some(name.to_owned());
    Reference::of(&case).to_string().replace('-', "").chars().skip(3).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn every_mistyped_character_of_a_reference_is_caught(name in "[a-z]{1,20}") {
        let right = some_reference(&name);
        prop_assert!(right.iter().collect::<String>().parse::<Reference>().is_ok());
        for place in 0..right.len() {
            for c in ALPHABET.chars().filter(|c| *c != right[place]) {
                let mut wrong = right.clone();
                wrong[place] = c;
                let wrong: String = wrong.into_iter().collect();
                prop_assert_eq!(wrong.parse::<Reference>(), Err(NoReference::Check));
            }
        }
    }

    /// Luhn promises all but the first and the last character of the alphabet: `0Z` and `Z0`.
    #[test]
    fn every_swap_of_neighbours_in_a_reference_is_caught(name in "[a-z]{1,20}") {
        let right = some_reference(&name);
        for place in 1..right.len() {
            let (a, b) = (right[place - 1], right[place]);
            if a == b || matches!((a, b), ('0', 'Z') | ('Z', '0')) {
                continue;
            }
            let mut wrong = right.clone();
            wrong.swap(place - 1, place);
            let wrong: String = wrong.into_iter().collect();
            prop_assert_eq!(wrong.parse::<Reference>(), Err(NoReference::Check));
        }
    }

    #[test]
    fn no_text_makes_the_reference_reader_panic(text in "\\PC{0,40}") {
        let _ = text.parse::<Reference>();
    }
}
