//! Markdown reads back to the same text.

use art21::document::unbroken::Unbroken;
use art21::document::{Block, Document, Origin, Part, Span, Style, Text};
use art21::output::markdown;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{arbitrary, letter, link, of_blocks, tries};

/// What a reader sees: each paragraph or heading with the blocks around it, `quote/list/p: text`.
/// Panics on every construct that a letter does not have.
fn read(markdown: &str, options: Options) -> Vec<String> {
    let mut seen = Seen::default();
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::Strong | Tag::Emphasis | Tag::Link { .. }) => {}
            Event::Start(tag) => {
                seen.flush("p");
                match tag {
                    Tag::BlockQuote(None) => seen.around.push("quote/"),
                    Tag::List(None) => seen.around.push("list/"),
                    Tag::List(Some(_)) => seen.around.push("numbers/"),
                    Tag::Item | Tag::Paragraph | Tag::Heading { .. } => {}
                    tag => panic!("{tag:?} in\n{markdown}"),
                }
            }
            Event::End(TagEnd::Heading(level)) => seen.flush(&level.to_string()),
            Event::End(TagEnd::Paragraph | TagEnd::Item) => seen.flush("p"),
            Event::End(TagEnd::BlockQuote(_) | TagEnd::List(_)) => {
                seen.around.pop();
            }
            Event::End(_) => {}
            Event::Text(piece) => seen.text.push_str(&piece),
            Event::HardBreak => seen.text.push('\n'),
            Event::Rule => {
                seen.flush("p");
                seen.out.push("rule".into());
            }
            event => panic!("{event:?} in\n{markdown}"),
        }
    }
    seen.out
}

/// The same of the document itself.
fn expected(document: &Document) -> Vec<String> {
    let mut seen = Seen::default();
    for (index, part) in document.parts.iter().enumerate() {
        if index > 0 {
            seen.out.push("rule".into());
        }
        frame(part, &mut seen);
        blocks(&part.body, &mut seen);
    }
    seen.out
}

fn frame(part: &Part, seen: &mut Seen) {
    seen.leaf("p", &lines(&part.frame.letterhead));
    seen.leaf("p", &lines(&part.frame.recipient));
    let information: Vec<String> = part
        .frame
        .information
        .iter()
        .map(|(label, value)| (label.to_plain(), value.to_plain()))
        .map(|(label, value)| {
            if label.ends_with(':') {
                format!("{label} {value}")
            } else {
                format!("{label}: {value}")
            }
        })
        .collect();
    seen.leaf("p", &information.join("\n"));
}

fn blocks(blocks: &[Block], seen: &mut Seen) {
    for block in blocks {
        match block {
            Block::Subject(text) => seen.leaf("h1", &text.to_plain()),
            Block::Heading(text) => seen.leaf("h2", &text.to_plain()),
            Block::Paragraph(text) | Block::Note(text) => seen.leaf("p", &text.to_plain()),
            Block::Lines(count) => seen.out.extend(vec!["rule".to_owned(); *count]),
            Block::List { start, items } => {
                seen.around.push(if start.is_some() { "numbers/" } else { "list/" });
                items.iter().for_each(|item| self::blocks(item, seen));
                seen.around.pop();
            }
            Block::Quotation(inner) => {
                seen.around.push("quote/");
                self::blocks(inner, seen);
                seen.around.pop();
            }
            Block::Signature { place_and_date, name, signers } => {
                if let Some(text) = place_and_date {
                    seen.leaf("p", &text.to_plain());
                }
                seen.leaf("p", &lines(&[name.as_slice(), signers].concat()));
            }
            Block::Enclosures(heading, enclosures) => {
                let all: Vec<Text> = [std::slice::from_ref(heading), enclosures].concat();
                seen.leaf("p", &lines(&all));
            }
        }
    }
}

fn lines(texts: &[Text]) -> String {
    texts.iter().map(Text::to_plain).collect::<Vec<_>>().join("\n")
}

#[derive(Default)]
struct Seen {
    around: Vec<&'static str>,
    text: String,
    out: Vec<String>,
}

impl Seen {
    fn flush(&mut self, kind: &str) {
        if !self.text.is_empty() {
            self.out.push(format!("{}{kind}: {}", self.around.concat(), self.text));
            self.text.clear();
        }
    }

    fn leaf(&mut self, kind: &str, text: &str) {
        self.text.push_str(text);
        self.flush(kind);
    }
}

proptest! {
    #![proptest_config(tries(2_000))]

    #[test]
    fn any_letter_reads_back_to_its_own_text_and_nothing_else(document in arbitrary::document()) {
        let written = markdown::write(&document);
        let expected = expected(&document);
        prop_assert_eq!(&read(&written, Options::empty()), &expected, "\n{}", written);
        let tables = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
        prop_assert_eq!(&read(&written, tables), &expected, "\n{}", written);
    }
}

#[test]
fn lines_to_write_on_are_what_a_template_would_have() {
    let body = vec![Block::Paragraph(Text::plain("a:")), Block::Lines(2), Block::Lines(1)];
    let written = markdown::write(&of_blocks(body));
    let line = "_".repeat(72);
    assert_eq!(written, format!("a:\n\n{line}\n\n{line}\n\n{line}\n"));
    let unbroken = Unbroken::new("", "", "", "", &[]);
    let origin = |_: &str| (Origin::Template, None);
    let read = art21::document::markdown::read(&written, &origin, &unbroken).unwrap();
    assert_eq!(read, [Block::Paragraph(Text::plain("a:")), Block::Lines(3)]);
}

#[test]
fn a_letter_is_written_as_a_person_would_write_it() {
    assert_eq!(
        markdown::write(&letter()),
        "Erika Mustermann\\\n\
         Heidestraße 17\\\n\
         <erika@example.org>\n\
         \n\
         LinkedIn Ireland Unlimited Company\\\n\
         IRLAND\n\
         \n\
         Unser Zeichen: A21-7KQ2-M4XD-9RTB\n\
         \n\
         # Widerspruch nach Art.\u{a0}21 DSGVO\n\
         \n\
         Sehr geehrte Damen und Herren,\n\
         \n\
         mein Profil ist [linkedin.com/in/erika](https://linkedin.com/in/erika), Ihr Hinweis \
         [diese Seite](https://example.org/a?b=1\\&copy=2), ich **widerspreche** dem \
         *content generating* Training.\n\
         \n\
         ## 1. Verarbeitungen\n\
         \n\
         - KI-Training\n\
         \x20 1. Beiträge\n\
         \x20 2. Nach\u{ad}richten\n\
         - Werbung\n\
         \n\
         > Als Steuerberaterin \\<b>\\\n\
         > schweige ich.\n\
         >\n\
         > 1\\. Auch \\*hier\\*.\n\
         \n\
         3. Seit wann?\n\
         \n\
         \x20  Art. 15 Abs. 1.\n\
         \n\
         Mit freundlichen Grüßen\n\
         \n\
         Köln, 24.\u{a0}November\u{a0}2026\n\
         \n\
         Erika Mustermann\n\
         \n\
         Anlagen\\\n\
         Vollmacht\n\
         \n\
         ---\n\
         \n\
         Erika Mustermann\\\n\
         Heidestraße 17\\\n\
         <erika@example.org>\n\
         \n\
         LinkedIn Ireland Unlimited Company\\\n\
         IRELAND\n\
         \n\
         Our reference: A21-7KQ2-M4XD-9RTB\n\
         \n\
         Courtesy translation; the German text prevails.\n\
         \n\
         # Objection under Article\u{a0}21 GDPR\n\
         \n\
         > Ich schweige.\n\
         \n\
         Erika Mustermann, represented by\\\n\
         Jane Roe\\\n\
         Max Mustermann\n"
    );
}

#[test]
fn emphasis_and_links_survive_the_reading() {
    let style = |text: &str, style| Span { style, ..Span::plain(text) };
    let document = of_blocks(vec![Block::Paragraph(Text(vec![
        Span::plain("vor"),
        style(" fett ", Style::Strong),
        style("kursiv", Style::Emphasis),
        Span::plain("e, "),
        link("a*b", "https://example.org/(a)<b>"),
        Span {
            link: Some("https://x.example".into()),
            ..style("https://x.example", Style::Strong)
        },
        Span::plain(" "),
        link("https://example.org/a_b?c&amp;d", "https://example.org/a_b?c&amp;d"),
    ]))]);
    let written = markdown::write(&document);
    let marks: Vec<String> = Parser::new(&written)
        .filter_map(|event| match event {
            Event::Start(Tag::Strong) => Some("strong".to_owned()),
            Event::Start(Tag::Emphasis) => Some("emphasis".to_owned()),
            Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.into_string()),
            _ => None,
        })
        .collect();
    assert_eq!(
        marks,
        [
            "strong",
            "emphasis",
            "https://example.org/(a)<b>",
            "https://x.example",
            "strong",
            "https://example.org/a_b?c&amp;d"
        ],
        "{written}"
    );
}

/// GFM 6.9; that they stay text was seen with cmark-gfm 0.29, which cannot be told so of e-mail
/// addresses.
#[test]
fn a_bare_address_is_no_link_for_github() {
    for (text, written) in [
        ("auf https://a.example/www.b", "auf https\\://a.example/www.b"),
        ("FTP://a.example", "FTP\\://a.example"),
        ("www.a.example", "www\\.a.example"),
        ("(www.a.example)", "(www\\.a.example)"),
        ("wwww.a.example: a://", "wwww.a.example: a\\://"),
    ] {
        let document = of_blocks(vec![Block::Paragraph(Text::data(text, "x"))]);
        assert_eq!(markdown::write(&document), format!("{written}\n"));
    }
}
