//! Plain text for forms and e-mails.

use art21::document::{Block, Document, Part, Span, Text};
use art21::output::text;
use proptest::prelude::*;

use super::{arbitrary, letter, link, of_blocks, tries};

#[test]
fn a_letter_is_readable_with_its_frame_and_its_courtesy_copy() {
    assert_eq!(
        text::write(&letter()),
        "Erika Mustermann\n\
         Heidestraße 17\n\
         erika@example.org\n\
         \n\
         LinkedIn Ireland Unlimited Company\n\
         IRLAND\n\
         \n\
         Unser Zeichen: A21-7KQ2-M4XD-9RTB\n\
         \n\
         Widerspruch nach Art. 21 DSGVO\n\
         \n\
         Sehr geehrte Damen und Herren,\n\
         \n\
         mein Profil ist linkedin.com/in/erika, Ihr Hinweis diese Seite \
         (https://example.org/a?b=1&copy=2), ich widerspreche dem content generating Training.\n\
         \n\
         1. Verarbeitungen\n\
         \n\
         - KI-Training\n\
         \x20 1. Beiträge\n\
         \x20 2. Nachrichten\n\
         - Werbung\n\
         \n\
         > Als Steuerberaterin <b>\n\
         > schweige ich.\n\
         >\n\
         > 1. Auch *hier*.\n\
         \n\
         3. Seit wann?\n\
         \n\
         \x20  Art. 15 Abs. 1.\n\
         \n\
         Mit freundlichen Grüßen\n\
         \n\
         Köln, 24. November 2026\n\
         \n\
         Erika Mustermann\n\
         \n\
         Anlagen\n\
         Vollmacht\n\
         \n\
         ----------------------------------------\n\
         \n\
         Erika Mustermann\n\
         Heidestraße 17\n\
         erika@example.org\n\
         \n\
         LinkedIn Ireland Unlimited Company\n\
         IRELAND\n\
         \n\
         Our reference: A21-7KQ2-M4XD-9RTB\n\
         \n\
         Courtesy translation; the German text prevails.\n\
         \n\
         Objection under Article 21 GDPR\n\
         \n\
         > Ich schweige.\n\
         \n\
         Erika Mustermann, represented by\n\
         Jane Roe\n\
         Max Mustermann\n"
    );
}

#[test]
fn the_body_alone_begins_with_the_subject_and_has_no_address() {
    let body = text::write_body(&letter());
    assert!(body.starts_with("Widerspruch nach Art. 21 DSGVO\n\nSehr geehrte"), "{body}");
    assert!(!body.contains("Heidestraße"), "{body}");
    assert!(text::write(&letter()).contains(body.split("\n\n-----").next().unwrap()));
}

#[test]
fn the_address_of_a_link_comes_once_after_all_its_spans() {
    let address = Some("https://example.org/x".to_owned());
    let document = of_blocks(vec![Block::Paragraph(Text(vec![
        Span { link: address.clone(), ..Span::plain("die ") },
        Span { link: address, style: art21::document::Style::Strong, ..Span::plain("Seite") },
        Span::plain(" und "),
        link("Post", "mailto:jane@example.org"),
    ]))]);
    assert_eq!(
        text::write(&document),
        "die Seite (https://example.org/x) und Post (jane@example.org)\n"
    );
}

#[test]
fn lines_to_write_on_are_no_wider_than_a_mail_program_shows() {
    let paragraph = |words: &str| Block::Paragraph(Text::plain(words));
    let document = of_blocks(vec![paragraph("a:"), Block::Lines(2), paragraph("b")]);
    let line = "_".repeat(72);
    assert_eq!(text::write(&document), format!("a:\n\n{line}\n\n{line}\n\nb\n"));
}

/// The letters of a text, in order: what must be there whatever stands between.
fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_alphanumeric())
}

fn texts(document: &Document) -> Vec<Text> {
    document.parts.iter().flat_map(|part| [frame(part), blocks(&part.body)].concat()).collect()
}

fn frame(part: &Part) -> Vec<Text> {
    let frame = &part.frame;
    let rows = frame.information.iter().flat_map(|(label, value)| [label, value]);
    frame.letterhead.iter().chain(&frame.recipient).chain(rows).cloned().collect()
}

fn blocks(all: &[Block]) -> Vec<Text> {
    all.iter()
        .flat_map(|block| match block {
            Block::Subject(text)
            | Block::Heading(text)
            | Block::Paragraph(text)
            | Block::Note(text) => vec![text.clone()],
            Block::Lines(_) => vec![],
            Block::List { items, .. } => items.iter().flat_map(|item| blocks(item)).collect(),
            Block::Quotation(inner) => blocks(inner),
            Block::Signature { place_and_date, name, signers } => {
                place_and_date.iter().chain(name).chain(signers).cloned().collect()
            }
            Block::Enclosures(heading, lines) => {
                std::iter::once(heading).chain(lines).cloned().collect()
            }
        })
        .collect()
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn nothing_of_any_letter_is_lost(document in arbitrary::document()) {
        let written = text::write(&document);
        let mut rest = letters(&written);
        for text in texts(&document) {
            for c in letters(&text.to_plain()) {
                prop_assert!(rest.any(|other| other == c), "{c:?} of {text:?} in\n{written}");
            }
        }
        prop_assert!(written.ends_with('\n') && !written.contains('\r'));
        prop_assert_eq!(&written, &text::write(&document));
    }
}
