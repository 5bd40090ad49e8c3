//! What is said to set for certain does set.

use art21::document::Form;
use art21::letter::{Kind, Writer};
use art21::typeset::{Fonts, Typesetter};
use proptest::prelude::*;

use crate::support;

/// Names and addresses as people have them, and as nobody has them.
fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-ZÄÖÜ][a-zäöüßéłşđ]{1,12} [A-ZÇŁ][a-zøñãő]{1,60}",
        "[A-Za-zÀ-ÿĀ-žΑ-ωА-яא-ת0-9 ,.-]{1,90}",
        "\\PC{1,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn what_certainly_sets_sets(name in words(), street in words(), city in words(), line in words(), detail in words()) {
        let texts = support::texts();
        let starter = support::read(support::root("templates/starter/art21.toml"));
        let (config, _) = support::config(&starter, &texts).unwrap();
        let mut case = config.case;
        (case.sender.name, case.sender.street, case.sender.city) = (name, street, city);
        case.sender.line2 = Some(line);
        case.objection.grounds[0].detail = detail;
        let writer = Writer::new(&texts).unwrap();
        let fonts = Fonts::new(Vec::new()).unwrap();
        let mut typesetter = Typesetter::new(&fonts);
        for form in [Form::Din5008A, Form::Din5008B] {
            let frames = writer.frames(&case).unwrap();
            if typesetter.certainly_sets(&frames, form, case.given()) {
                let document = writer.write(&case, Kind::Objection).unwrap();
                prop_assert!(typesetter.pages(&document, form).is_ok());
            }
        }
    }
}

#[test]
fn an_ordinary_letter_certainly_sets_and_one_with_too_long_an_address_or_an_unknown_character_does_not()
 {
    let texts = support::texts();
    let starter = support::read(support::root("templates/starter/art21.toml"));
    let (config, _) = support::config(&starter, &texts).unwrap();
    let writer = Writer::new(&texts).unwrap();
    let fonts = Fonts::new(Vec::new()).unwrap();
    let certain = |change: &dyn Fn(&mut art21::case::Case)| {
        let mut case = config.case.clone();
        change(&mut case);
        let frames = writer.frames(&case).unwrap();
        Typesetter::new(&fonts).certainly_sets(&frames, config.form, case.given())
    };
    assert!(certain(&|_| {}));
    assert!(!certain(&|case| case.sender.street = "Sehr lange Straße ".repeat(20)));
    assert!(!certain(&|case| case.objection.grounds[0].detail.push('漢')));
}
