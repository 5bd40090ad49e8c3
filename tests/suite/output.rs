//! Tests of the outputs that are made of characters, and of how files are written and read.

#![allow(clippy::unwrap_used)] // A panic is how a test fails.
#![allow(clippy::print_stderr)] // A test that cannot run here says so.

mod files;
mod html;
mod markdown;
mod text;

use std::sync::Arc;

use art21::document::image::Content;
use art21::document::{
    Block, Document, Frame, FrameLabels, Image, Origin, Part, Span, Style, Text,
};
use art21::language::Language;
use proptest::prelude::ProptestConfig;

/// A small letter that has everything a letter can have, and its courtesy copy.
fn letter() -> Document {
    Document {
        reference: "A21-7KQ2-M4XD-9RTB".into(),
        date: "2026-11-24".into(),
        author: "Erika Mustermann".into(),
        parts: vec![german(), english()],
        signature: Some(Arc::new(Image {
            width: 300,
            height: 100,
            grey: false,
            orientation: 1,
            content: Content::Jpeg(b"\xff\xd8 and so on".to_vec()),
        })),
    }
}

fn german() -> Part {
    Part {
        language: Language::GERMAN,
        frame: frame("Absender", "Unser Zeichen", "IRLAND"),
        body: vec![
            Block::Subject(Text::plain("Widerspruch nach Art.\u{a0}21 DSGVO")),
            Block::Paragraph(Text::plain("Sehr geehrte Damen und Herren,")),
            Block::Paragraph(Text(vec![
                Span::plain("mein Profil ist "),
                link("linkedin.com/in/erika", "https://linkedin.com/in/erika"),
                Span::plain(", Ihr Hinweis "),
                link("diese Seite", "https://example.org/a?b=1&copy=2"),
                Span::plain(", ich "),
                Span { style: Style::Strong, ..Span::plain("widerspreche") },
                Span::plain(" dem "),
                Span {
                    style: Style::Emphasis,
                    language: Some(Language::ENGLISH),
                    ..Span::plain("content generating")
                },
                Span::plain(" Training."),
            ])),
            Block::Heading(Text::plain("1. Verarbeitungen")),
            Block::List {
                start: None,
                items: vec![
                    vec![
                        Block::Paragraph(Text::plain("KI-Training")),
                        Block::List {
                            start: Some(1),
                            items: vec![
                                vec![Block::Paragraph(Text::plain("Beiträge"))],
                                vec![Block::Paragraph(Text::plain("Nach\u{ad}richten"))],
                            ],
                        },
                    ],
                    vec![Block::Paragraph(Text::plain("Werbung"))],
                ],
            },
            Block::Quotation(vec![
                Block::Paragraph(Text::data("Als Steuerberaterin <b>\nschweige ich.", "detail")),
                Block::Paragraph(Text::data("1. Auch *hier*.", "detail")),
            ]),
            Block::List {
                start: Some(3),
                items: vec![vec![
                    Block::Paragraph(Text::plain("Seit wann?")),
                    Block::Paragraph(Text::plain("Art. 15 Abs. 1.")),
                ]],
            },
            Block::Paragraph(Text::plain("Mit freundlichen Grüßen")),
            Block::Signature {
                place_and_date: Some(Text::plain("Köln, 24.\u{a0}November\u{a0}2026")),
                name: vec![Text::data("Erika Mustermann", "sender.name")],
                signers: Vec::new(),
            },
            Block::Enclosures(Text::plain("Anlagen"), vec![Text::plain("Vollmacht")]),
        ],
    }
}

fn english() -> Part {
    Part {
        language: Language::ENGLISH,
        frame: frame("Sender", "Our reference", "IRELAND"),
        body: vec![
            Block::Note(Text::plain("Courtesy translation; the German text prevails.")),
            Block::Subject(Text::plain("Objection under Article\u{a0}21 GDPR")),
            Block::Quotation(vec![Block::Paragraph(Text(vec![Span {
                language: Some(Language::GERMAN),
                ..Span::data("Ich schweige.", "detail")
            }]))]),
            Block::Signature {
                place_and_date: None,
                name: vec![Text::plain("Erika Mustermann, represented by")],
                signers: vec![Text::plain("Jane Roe"), Text::plain("Max Mustermann")],
            },
        ],
    }
}

fn frame(sender: &str, reference: &str, country: &str) -> Frame {
    Frame {
        letterhead: vec![
            Text::data("Erika Mustermann", "sender.name"),
            Text::data("Heidestraße 17", "sender.street"),
            Text(vec![link("erika@example.org", "mailto:erika@example.org")]),
        ],
        return_address: Text::plain("Erika Mustermann · Heidestraße 17"),
        recipient: vec![Text::plain("LinkedIn Ireland Unlimited Company"), Text::plain(country)],
        information: vec![(Text::plain(reference), Text::plain("A21-7KQ2-M4XD-9RTB"))],
        header: Text::plain("Erika Mustermann, A21-7KQ2-M4XD-9RTB"),
        page_of: "{page}/{pages}".into(),
        labels: FrameLabels {
            sender: sender.into(),
            recipient: "An \"wen\" & wo".into(),
            signature: "Unterschrift von <Erika>".into(),
            lines: "Linien <zum> Schreiben".into(),
        },
    }
}

fn link(text: &str, address: &str) -> Span {
    Span { link: Some(address.into()), ..Span::plain(text) }
}

/// A letter of one part that is all body.
fn of_blocks(body: Vec<Block>) -> Document {
    let part = Part { language: Language::ENGLISH, frame: Frame::default(), body };
    Document {
        reference: String::new(),
        date: String::new(),
        author: String::new(),
        parts: vec![part],
        signature: None,
    }
}

/// How many letters a property is tried on; a failing one is printed, not stored.
fn tries(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Arbitrary letters for property tests: hostile characters where markup begins.
mod arbitrary {
    use proptest::prelude::*;

    use super::*;

    fn characters() -> impl Strategy<Value = String> {
        let markup = prop::sample::select(vec![
            "*",
            "**",
            "_",
            "__",
            "`",
            "```",
            "~~~",
            "~",
            "#",
            "## ",
            "> ",
            "- ",
            "+ ",
            "1. ",
            "2) ",
            "---",
            "===",
            "[",
            "]",
            "](",
            "(x)",
            "![",
            "<",
            "<b>",
            "</p>",
            "<!--",
            "&",
            "&amp;",
            "&#10;",
            "\\",
            "|",
            "\n",
            "\n\n",
            " ",
            "    ",
            "\u{a0}",
            "\u{202f}",
            "\"",
            "'",
            "a",
            "Wort",
            "9",
            ".",
            ":",
            "[a]: b",
            "https://x.example",
            "x@y.example",
            "{{ a }}",
            "<script>alert(1)</script>",
            "{#id}",
            "$x$",
            "שלום",
            "ü",
            "\u{3000}",
            "\u{2028}",
            "\u{feff}",
        ]);
        prop_oneof![
            4 => prop::collection::vec(markup, 0..6).prop_map(|pieces| pieces.concat()),
            1 => "[^\\p{Cc}]{0,12}",
        ]
    }

    fn span() -> impl Strategy<Value = Span> {
        let style =
            prop::sample::select(vec![Style::Plain, Style::Plain, Style::Strong, Style::Emphasis]);
        let link = prop::sample::select(vec![
            None,
            None,
            None,
            Some("https://example.org/a_b(c)?d=<e>&amp;f"),
            Some("mailto:erika@example.org"),
            Some("https://x.example"),
        ]);
        let language = prop::sample::select(vec![None, Some(Language::GERMAN)]);
        (characters(), style, link, language, any::<bool>()).prop_map(
            |(text, style, link, language, data)| Span {
                text,
                style,
                link: link.map(str::to_owned),
                language,
                origin: if data { Origin::Field("x".into()) } else { Origin::Template },
            },
        )
    }

    pub(super) fn text() -> impl Strategy<Value = Text> {
        prop::collection::vec(span(), 0..4).prop_map(Text)
    }

    fn texts() -> impl Strategy<Value = Vec<Text>> {
        prop::collection::vec(text(), 0..3)
    }

    fn block() -> impl Strategy<Value = Block> {
        let leaf = prop_oneof![
            4 => text().prop_map(Block::Paragraph),
            1 => text().prop_map(Block::Heading),
            1 => text().prop_map(Block::Note),
            1 => (prop::option::of(text()), texts(), texts())
                .prop_map(|(place_and_date, name, signers)| Block::Signature {
                    place_and_date,
                    name,
                    signers,
                }),
            1 => (1..4_usize).prop_map(Block::Lines),
            1 => (text(), texts())
                .prop_map(|(heading, lines)| Block::Enclosures(heading, lines)),
        ];
        leaf.prop_recursive(4, 24, 3, |inner| {
            let some = prop::collection::vec(inner, 0..3);
            let start = prop::sample::select(vec![None, None, Some(1), Some(7), Some(u64::MAX)]);
            prop_oneof![
                some.clone().prop_map(Block::Quotation),
                (start, prop::collection::vec(some, 0..4))
                    .prop_map(|(start, items)| Block::List { start, items }),
            ]
        })
    }

    pub(super) fn document() -> impl Strategy<Value = Document> {
        let lines = || prop::collection::vec(text(), 0..4);
        let part = (
            prop::sample::select(vec![Language::GERMAN, Language::ENGLISH]),
            (lines(), lines(), prop::collection::vec((text(), text()), 0..3)),
            (characters(), characters(), characters(), characters()),
            text(),
            prop::collection::vec(block(), 0..5),
        )
            .prop_map(|(language, frame, labels, subject, rest)| Part {
                language,
                frame: Frame {
                    letterhead: frame.0,
                    recipient: frame.1,
                    information: frame.2,
                    labels: FrameLabels {
                        sender: labels.0,
                        recipient: labels.1,
                        signature: labels.2,
                        lines: labels.3,
                    },
                    ..Frame::default()
                },
                body: [vec![Block::Subject(subject)], rest].concat(),
            });
        prop::collection::vec(part, 1..3)
            .prop_map(|parts| Document { parts, ..of_blocks(Vec::new()) })
    }
}
