//! Words that the person writes into the letter by hand.

use std::fs;

use art21::case::GivenGround;
use art21::input::config::Base;
use art21::input::roster::{Options, Roster};
use tempfile::TempDir;

use super::{accepted, codes, objecting, rejected, with};
use crate::support::{source, texts, today};

/// A config whose one ground is `ground`.
fn giving(ground: &str) -> String {
    objecting(&format!("[[objection.grounds]]\n{ground}"))
}

fn given(ground: &str) -> GivenGround {
    accepted(&giving(ground)).0.case.objection.grounds.remove(0)
}

#[test]
fn words_by_hand_count_as_given() {
    let ground = given("id = 'professional-secrecy'\nhandwritten = true");
    assert!(ground.handwritten && ground.detail.is_empty());
    assert!(given("id = 'job-search'\nhandwritten = true").handwritten);
    assert!(!given("id = 'job-search'\nhandwritten = false").handwritten);
    assert!(!given("id = 'job-search'\nhandwritten = false\ndetail = 'x'").handwritten);
}

#[test]
fn what_is_not_written_by_hand_has_to_be_given() {
    let rejected = |rest: &str| rejected(&giving(&format!("id = 'professional-secrecy'\n{rest}")));
    assert_eq!(rejected("handwritten = false"), ["detail-required"]);
    assert_eq!(rejected("handwritten = 'yes'"), ["wrong-type"]);
    assert_eq!(rejected("handwriten = true"), ["misspelled-key"]);
}

#[test]
fn words_are_printed_or_written_by_hand() {
    for words in ["detail = 'x'", "detail_de = 'x'", "detail_en = 'x'"] {
        let ground = format!("id = 'professional-secrecy'\nhandwritten = true\n{words}");
        assert_eq!(rejected(&giving(&ground)), ["handwritten-with-words"], "{words}");
    }
    let text = with(&[("# handwritten", "handwritten = true")]);
    assert_eq!(rejected(&text), ["handwritten-with-words"]);
}

/// What each row of a roster gives of the first ground, read with a config that leaves it to the
/// pen: whether by hand, and the printed words; or what is wrong.
fn rows(rows: &[&str]) -> Vec<Result<(bool, String), Vec<&'static str>>> {
    let texts = texts();
    let config = "language = 'de'\n[account]\nstanding = 'member'\n[[objection.grounds]]\n\
                  id = 'professional-secrecy'\nhandwritten = true\n";
    let (base, problems) = Base::read(&source("art21.toml", config), &texts, today()).unwrap();
    assert_eq!(codes(&problems), [""; 0]);
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("members.csv");
    let header = "account_email,language,ground1,detail1,name,street,postcode,city,country,region";
    let person = "Erika Mustermann,Heidestraße 17,51147,Köln,DE,NW";
    let lines: Vec<String> = rows.iter().map(|row| format!("{row},{person}\n")).collect();
    fs::write(&path, format!("{header}\n{}", lines.concat())).unwrap();
    let (roster, problems) = Roster::open(&path, &Options::default(), &texts).unwrap();
    assert_eq!(codes(&problems), [""; 0]);
    let reader = roster.reader(&base, &texts, today());
    let person = |cells| {
        let person = reader.person(&cells);
        if person.problems.has_errors() {
            return Err(codes(&person.problems));
        }
        let ground = &person.config.case.objection.grounds[0];
        Ok((ground.handwritten, ground.detail.clone()))
    };
    roster.map(|cells| person(cells.unwrap())).collect()
}

#[test]
fn who_gives_no_words_in_a_roster_writes_them_by_hand_where_the_config_says_so() {
    let found = rows(&[
        "a@example.org,,,",
        "b@example.org,en,,",
        "c@example.org,,,Ich schweige.",
        "d@example.org,,job-search,",
        "e@example.org,,professional-secrecy,",
    ]);
    let by_hand = || Ok((true, String::new()));
    let expected = [
        by_hand(),
        by_hand(),
        Ok((false, "Ich schweige.".to_owned())),
        Ok((false, String::new())),
        Err(vec!["detail-required"]),
    ];
    assert_eq!(found, expected);
}
