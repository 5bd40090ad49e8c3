//! Data stay data: whatever stands in a field comes out as it was put in, and changes nothing of
//! the letter around it.

use art21::case::{Case, GivenGround, Standing};
use art21::document::{Block, Origin, Part, Span, Text};
use art21::language::Language;
use art21::letter::Kind;
use proptest::prelude::*;

use super::{case, ground, texts, write};

/// Strings that have broken other programs.
const NAUGHTY: [&str; 30] = [
    "{{ sender.name }}",
    "{% if true %}x{% endif %}",
    "{# gone #}",
    "{{",
    "%}",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "**bold** *it* _it_ `code`",
    "[a](javascript:alert(1))",
    "![i](x)",
    "<b>",
    "<!-- x",
    "&amp; &#42;",
    "| a | b |\n|---|---|",
    "***",
    "    code",
    "[^1]",
    "~~s~~",
    "a\\\nb",
    "a  \nb",
    "\u{FDD0}41\u{FDD1}",
    "\u{FDD1}",
    "\u{FEFF}",
    "\0",
    "\u{202E}abc",
    "𝔘𝔫𝔦",
    "'; DROP TABLE",
    "https://example.org/*a*_b_",
];

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(&NAUGHTY[..]).prop_map(str::to_owned),
        "[ -~]{1,40}",
        "\\PC{1,40}",
        any::<String>().prop_filter("not empty", |text| !text.trim().is_empty()),
    ]
}

/// Every field a letter shows, filled by `fill`, which is told its name.
fn filled(standing: Standing, mut fill: impl FnMut(&str) -> String) -> Case {
    let mut case = case(Language::GERMAN, standing);
    let sender = &mut case.sender;
    sender.name = fill("sender.name");
    sender.street = fill("sender.street");
    sender.line2 = Some(fill("sender.line2"));
    sender.care_of = Some(fill("sender.care_of"));
    sender.postcode = fill("sender.postcode");
    sender.city = fill("sender.city");
    sender.email = Some(fill("sender.email"));
    sender.phone = Some(fill("sender.phone"));
    sender.represented_by = vec![fill("sender.represented_by")];
    let account = &mut case.account;
    account.profile = Some(fill("account.profile"));
    account.email = Some(fill("account.email"));
    account.former_email = Some(fill("account.former_email"));
    account.links = vec![fill("account.links[0]")];
    case.place = Some(fill("signature.place"));
    case.recipient = vec![fill("recipient.postal[0]")];
    let mut given: GivenGround = ground("professional-secrecy");
    // Line ends in it are paragraphs, and blanks around a paragraph are not words.
    given.detail = fill("objection.grounds[0].detail").replace(['\n', '\r'], " ").trim().to_owned();
    if given.detail.is_empty() {
        given.detail.push('x');
    }
    given.translations.clear();
    case.objection.grounds = vec![given];
    case.courtesy_copy = Some(Language::ENGLISH);
    case
}

/// Everything of a part but what the user gave.
fn skeleton(part: &Part) -> Vec<String> {
    fn text(text: &Text) -> String {
        let mut out = String::new();
        for span in &text.0 {
            match &span.origin {
                Origin::Template => out.push_str(&span.text),
                Origin::Field(_) => out.push('▮'),
            }
            out.push_str(&format!("[{:?} {:?}]", span.style, span.language));
        }
        out
    }
    fn blocks(all: &[Block], out: &mut Vec<String>) {
        for block in all {
            match block {
                Block::Subject(line) => out.push(format!("# {}", text(line))),
                Block::Heading(line) => out.push(format!("## {}", text(line))),
                Block::Paragraph(line) | Block::Note(line) => out.push(text(line)),
                Block::Lines(count) => out.push(format!("{count} lines")),
                Block::List { start, items } => {
                    out.push(format!("list {start:?} of {}", items.len()));
                    items.iter().for_each(|item| blocks(item, out));
                }
                Block::Quotation(inner) => {
                    out.push(format!("quotation of {}", inner.len()));
                    blocks(inner, out);
                }
                Block::Signature { place_and_date, name, signers } => {
                    out.extend(place_and_date.iter().chain(name).chain(signers).map(text));
                }
                Block::Enclosures(heading, lines) => {
                    out.extend(std::iter::once(heading).chain(lines).map(text));
                }
            }
        }
    }
    let mut out = Vec::new();
    blocks(&part.body, &mut out);
    let frame = &part.frame;
    out.extend(frame.letterhead.iter().chain(&frame.recipient).map(text));
    out.extend([&frame.return_address, &frame.header].map(text));
    out
}

fn spans(part: &Part) -> Vec<&Span> {
    let frame = &part.frame;
    let lines = frame.letterhead.iter().chain(&frame.recipient);
    texts(&part.body).into_iter().chain(lines).flat_map(|text| &text.0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn data_never_become_markup(values in prop::collection::vec(value(), 20), which in 0..3_usize) {
        let standing = super::STANDINGS[which];
        let mut next = 0;
        let mut harmless = 0;
        // Each value is made different from the others, so that its origin is plain to see.
        let hostile = filled(standing, |_| {
            next += 1;
            format!("{}Ω{next}", values[next - 1])
        });
        let tame = filled(standing, |_| {
            harmless += 1;
            format!("Wort{harmless}Ω")
        });
        for kind in [Kind::Objection, Kind::Short] {
            let (hostile, tame) = (write(&hostile, kind), write(&tame, kind));
            for (part, like) in hostile.parts.iter().zip(&tame.parts) {
                prop_assert_eq!(skeleton(part), skeleton(like));
            }
        }
        let document = write(&hostile, Kind::Objection);
        let part = &document.parts[0];
        let given = |field: &str| -> Vec<&str> {
            let of_field = |span: &&&Span| span.origin == Origin::Field(field.into());
            spans(part).iter().filter(of_field).map(|span| span.text.as_str()).collect()
        };
        for (field, value) in [
            ("sender.name", &hostile.sender.name),
            ("sender.street", &hostile.sender.street),
            ("sender.city", &hostile.sender.city),
            ("signature.place", hostile.place.as_ref().unwrap()),
            ("recipient.postal[0]", &hostile.recipient[0]),
            ("objection.grounds[0].detail", &hostile.objection.grounds[0].detail),
        ] {
            let found = given(field);
            prop_assert!(!found.is_empty(), "{} is missing", field);
            prop_assert!(found.iter().all(|text| text == value), "{}: {:?}", field, found);
        }
        for span in spans(part) {
            if span.origin == Origin::Template {
                let leaked = span.text.contains(super::ENCODING) || span.text.contains("Ω");
                prop_assert!(!leaked, "{:?}", span);
            }
        }
    }
}
