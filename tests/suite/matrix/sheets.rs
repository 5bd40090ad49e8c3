//! The sheets beside the letters, in every language and for every letter that there can be.

use std::collections::BTreeMap;

use art21::case::{Case, Organiser};
use art21::document::{Block, Document, Form, Origin, Part, Span, Text};
use art21::language::Language;
use art21::letter::{Consignment, Cover, Listed};
use art21::typeset::{Fonts, Typesetter};
use chrono::NaiveDate;

use super::flaws::flaws;
use super::{
    ENCODING, LANGUAGES, OPTIONS, STANDINGS, WRITER, case, ground, plain, purposes, texts,
};

fn organiser(name: &str) -> Organiser {
    Organiser { name: name.into(), contact: "https://example.org/widerspruch/melden".into() }
}

fn cover(case: &Case, cover: &Cover<'_>) -> Document {
    WRITER.cover(case, cover).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn consignment(language: Language, by: Option<&Organiser>, letters: &[Listed<'_>]) -> Document {
    let list = Consignment {
        number: "S-7K3M-Q2XW-9DTB",
        date: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
        language,
        controller: "linkedin",
        recipient: &[],
        organiser: by,
        letters,
    };
    WRITER.consignment(&list).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

const ONE: Listed<'_> = Listed {
    reference: "A21-7K3M-Q2XW-9DTB",
    name: "Erika Mustermann",
    pages: 2,
    sha256: "f2ca1bb6c7e907d06dafe4687e579fce76b37e4e93b7605022da52e6ccc26fd2",
};

/// Every letter that a sheet tells apart, with what it is told beside the case.
fn covers(mut each: impl FnMut(&str, &Case, &Cover<'_>)) {
    let organiser = organiser("Beispielverein e. V.");
    let selections = [
        purposes(|purpose| purpose.default),
        vec!["direct-marketing".to_owned()],
        purposes(|_| true),
    ];
    for language in LANGUAGES.iter().copied() {
        for standing in STANDINGS {
            for selection in &selections {
                for grounds in [&[][..], &[ground("threat")]] {
                    for (number, option) in OPTIONS.iter().enumerate() {
                        let mut case = case(language, standing);
                        case.objection.purposes.clone_from(selection);
                        case.objection.grounds = grounds.to_vec();
                        option(&mut case);
                        for told in 0..8 {
                            let told = Cover {
                                organiser: (told & 1 == 1).then_some(&organiser),
                                handwritten: told & 2 == 2,
                                signed: told & 4 == 4,
                            };
                            let name = format!("{language} {standing:?} {number} {told:?}");
                            each(&name, &case, &told);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn every_sheet_before_a_letter_reads_well() {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    covers(|name, case, told| {
        let document = cover(case, told);
        for flaw in flaws(&document) {
            found.entry(flaw).or_insert_with(|| name.to_owned());
        }
        let text = plain(&document.parts[0].body);
        assert!(text.contains(&document.reference), "{name}");
        let by = text.contains("Beispielverein");
        assert_eq!(by, told.organiser.is_some(), "{name}");
    });
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_sheet_is_one_page_with_the_longest_address_there_is() {
    let organiser = Organiser {
        name: "Bundesverband der Beispielvereine und verwandten Vereinigungen in Deutschland e. V."
            .into(),
        contact:
            "https://www.bundesverband-der-beispielvereine.example.org/widerspruch/rueckmeldung"
                .into(),
    };
    let fonts = Fonts::new(Vec::new()).unwrap();
    let mut typesetter = Typesetter::new(&fonts);
    covers(|name, case, told| {
        let mut case = case.clone();
        let sender = &mut case.sender;
        sender.name = "Prof. Dr. Maria-Magdalena Freifrau von Mustermann-Mustermannshausen".into();
        sender.care_of = Some("Max Mustermann".into());
        sender.street = "Straße der Opfer des Faschismus 117, Hinterhaus".into();
        sender.postcode = "51147".into();
        sender.city = "Mustermannshausen an der Musterach bei Köln".into();
        if !sender.represented_by.is_empty() {
            sender.represented_by = vec![sender.name.clone(), sender.name.clone()];
        }
        let told = Cover { organiser: told.organiser.map(|_| &organiser), ..*told };
        let document = cover(&case, &told);
        for form in [Form::Din5008A, Form::Din5008B] {
            let layout = typesetter.pages(&document, form);
            let layout = layout.unwrap_or_else(|problems| panic!("{name}: {problems:#?}"));
            assert_eq!(layout.pages.len(), 1, "{name} {form:?}");
        }
    });
}

#[test]
fn the_window_of_a_sheet_shows_the_person_and_has_six_lines_at_most() {
    let mut case = case(Language::GERMAN, STANDINGS[0]);
    let lines = |case: &Case| -> Vec<String> {
        let document = cover(case, &Cover::default());
        let frame = &document.parts[0].frame;
        assert!(frame.letterhead.is_empty() && frame.return_address.0.is_empty());
        frame.recipient.iter().map(Text::to_plain).collect()
    };
    assert_eq!(lines(&case), ["Erika Mustermann", "Heidestraße 17", "51147 Köln"]);
    case.sender.country = "AT".into();
    assert_eq!(lines(&case), ["Erika Mustermann", "Heidestraße 17", "51147 Köln", "ÖSTERREICH"]);
    case.sender.country = "IE".into();
    case.sender.line2 = Some("Hinterhaus".into());
    case.sender.care_of = Some("Jane Roe".into());
    let last = ["Heidestraße 17", "Hinterhaus", "Köln, 51147", "IRLAND"];
    assert_eq!(lines(&case), [&["Erika Mustermann", "c/o Jane Roe"], &last[..]].concat());
}

#[test]
fn every_list_of_a_consignment_reads_well() {
    let organiser = organiser("Beispielverein e. V.");
    let letters = [ONE; 3];
    for language in LANGUAGES.iter().copied() {
        for by in [None, Some(&organiser)] {
            for count in [1, 3] {
                let document = consignment(language, by, &letters[..count]);
                assert_eq!(flaws(&document), [] as [String; 0], "{language} {by:?} {count}");
                let Some(Block::List { start: Some(1), items }) = document.parts[0].body.last()
                else {
                    panic!("the list is last")
                };
                assert_eq!(items.len(), count);
                let frame = &document.parts[0].frame;
                assert_eq!(frame.recipient.len(), 5);
                assert_eq!(frame.letterhead.is_empty(), by.is_none());
            }
        }
    }
}

/// What a part says: what the template says, and what the user gave as its field alone.
fn skeleton(part: &Part) -> String {
    let frame = &part.frame;
    let all = texts(&part.body).into_iter().chain(&frame.letterhead).chain([&frame.header]);
    let span = |span: &Span| match &span.origin {
        Origin::Template => span.text.clone(),
        Origin::Field(field) => format!("▮{field}"),
    };
    all.map(|text| text.0.iter().map(span).collect::<String>() + "\n").collect()
}

#[test]
fn an_organiser_stays_data() {
    let case = case(Language::GERMAN, STANDINGS[0]);
    let tame = organiser("Beispielverein");
    for hostile in
        ["**x** {{ y }}", "# a\n\n- b", "[a](javascript:b)", "<b>", "\u{FDD0}41\u{FDD1}", "`"]
    {
        let hostile = Organiser { name: hostile.into(), contact: format!("{hostile}@example.org") };
        let covers = [&tame, &hostile].map(|organiser| {
            cover(&case, &Cover { organiser: Some(organiser), ..Cover::default() })
        });
        let hostile_name = Listed { name: &hostile.name, ..ONE };
        let lists = [(&tame, ONE), (&hostile, hostile_name)]
            .map(|(organiser, letter)| consignment(Language::GERMAN, Some(organiser), &[letter]));
        for [tame, hostile_one] in [covers, lists] {
            let (tame, part) = (&tame.parts[0], &hostile_one.parts[0]);
            assert_eq!(skeleton(part), skeleton(tame));
            let spans = texts(&part.body).into_iter().flat_map(|text| &text.0);
            for span in spans {
                assert!(span.origin != Origin::Template || !span.text.contains(ENCODING));
                if span.origin == Origin::Field("organiser.name".into()) {
                    assert_eq!(span.text, hostile.name);
                }
            }
        }
    }
}
