//! The page is well-formed, accessible, and data stays data.

use art21::document::{Block, Document, Part, Span, Text};
use art21::language::Language;
use art21::output::html;
use proptest::prelude::*;

use super::{arbitrary, letter, link, of_blocks, tries};

/// A piece of a page.
#[derive(Debug, PartialEq)]
enum Token {
    Open(String, Vec<(String, String)>),
    Close(String),
    Text(String),
}

/// Elements without an end tag (HTML, 13.1.2).
const VOID: &[&str] = &["meta", "br", "img"];

/// All that a letter may consist of.
const KNOWN: &[&str] = &[
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "main",
    "article",
    "header",
    "address",
    "p",
    "dl",
    "div",
    "dt",
    "dd",
    "h1",
    "h2",
    "ul",
    "ol",
    "li",
    "blockquote",
    "section",
    "figure",
    "img",
    "br",
    "a",
    "strong",
    "em",
    "span",
    "bdi",
];

/// Elements that hold text only, or nothing but what stands in a line.
const LINES: &[&str] = &["p", "h1", "h2", "dt", "address", "a", "strong", "em", "span", "bdi"];

/// Reads a page as strictly as XML would: every element known and closed where it belongs, every
/// attribute quoted, every `&` a reference that we write, no `<` or `>` outside a tag.
fn parse(page: &str) -> Vec<Token> {
    let mut rest = page.strip_prefix("<!doctype html>\n").expect("a doctype");
    let (mut tokens, mut open) = (Vec::new(), Vec::<String>::new());
    while !rest.is_empty() {
        if open.last().is_some_and(|name| name == "style") {
            let end = rest.find("</style>").expect("the end of the style sheet");
            tokens.push(Token::Text(rest[..end].to_owned()));
            rest = &rest[end..];
        }
        if let Some(tag) = rest.strip_prefix("</") {
            let (name, after) = tag.split_once('>').expect("the end of a tag");
            assert_eq!(open.pop().as_deref(), Some(name), "closed in\n{page}");
            tokens.push(Token::Close(name.to_owned()));
            rest = after;
        } else if let Some(tag) = rest.strip_prefix('<') {
            let (name, attributes, after) = start_tag(tag);
            assert!(KNOWN.contains(&name.as_str()), "<{name}> in\n{page}");
            let inside = open.last().is_some_and(|outer| LINES.contains(&outer.as_str()));
            let in_line = ["a", "strong", "em", "span", "bdi", "br"].contains(&name.as_str());
            assert!(!inside || in_line, "<{name}> inside a line in\n{page}");
            if !VOID.contains(&name.as_str()) {
                open.push(name.clone());
            }
            tokens.push(Token::Open(name, attributes));
            rest = after;
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            tokens.push(Token::Text(unescaped(&rest[..end])));
            rest = &rest[end..];
        }
    }
    assert!(open.is_empty(), "{open:?} still open in\n{page}");
    tokens
}

fn start_tag(tag: &str) -> (String, Vec<(String, String)>, &str) {
    let end = tag.find([' ', '>']).expect("the end of a name");
    let (name, mut rest) = (tag[..end].to_owned(), &tag[end..]);
    let mut attributes = Vec::new();
    while let Some(attribute) = rest.strip_prefix(' ') {
        let (key, value) = attribute.split_once("=\"").expect("a quoted attribute");
        assert!(key.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{key:?}");
        let (value, after) = value.split_once('"').expect("the end of an attribute");
        attributes.push((key.to_owned(), unescaped(value)));
        rest = after;
    }
    (name, attributes, rest.strip_prefix('>').expect("the end of a start tag"))
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['&', '>', '<']) {
        out.push_str(&rest[..at]);
        let (reference, after) = rest[at..].split_once(';').expect("a reference");
        out.push(match reference {
            "&amp" => '&',
            "&lt" => '<',
            "&gt" => '>',
            "&quot" => '"',
            "&#39" => '\'',
            other => panic!("{other:?} in {text:?}"),
        });
        rest = after;
    }
    out + rest
}

/// All the text of the body of the page, a line break for each `<br>`.
fn text_of(tokens: &[Token]) -> String {
    let body = tokens.iter().skip_while(|token| !opens(token, "body"));
    let text: String = body
        .map(|token| match token {
            Token::Text(text) => text.as_str(),
            _ => "",
        })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().concat()
}

fn opens(token: &Token, element: &str) -> bool {
    matches!(token, Token::Open(name, _) if name == element)
}

fn attributes<'a>(tokens: &'a [Token], element: &str, attribute: &str) -> Vec<&'a str> {
    tokens
        .iter()
        .filter(|token| opens(token, element))
        .filter_map(|token| match token {
            Token::Open(_, all) => all.iter().find(|(key, _)| key == attribute),
            _ => None,
        })
        .map(|(_, value)| value.as_str())
        .collect()
}

fn plain(document: &Document) -> String {
    let mut out = String::new();
    for part in &document.parts {
        frame(part, &mut out);
        blocks(&part.body, &mut out);
    }
    out.split_whitespace().collect::<Vec<_>>().concat()
}

fn frame(part: &Part, out: &mut String) {
    let frame = &part.frame;
    let rows = frame.information.iter().flat_map(|(label, value)| [label, value]);
    frame.letterhead.iter().chain(&frame.recipient).chain(rows).for_each(|t| *out += &t.to_plain());
}

fn blocks(all: &[Block], out: &mut String) {
    for block in all {
        match block {
            Block::Subject(text)
            | Block::Heading(text)
            | Block::Paragraph(text)
            | Block::Note(text) => *out += &text.to_plain(),
            Block::Lines(_) => {}
            Block::List { items, .. } => items.iter().for_each(|item| blocks(item, out)),
            Block::Quotation(inner) => blocks(inner, out),
            Block::Signature { place_and_date, name, signers } => {
                place_and_date
                    .iter()
                    .chain(name)
                    .chain(signers)
                    .for_each(|text| *out += &text.to_plain());
            }
            Block::Enclosures(heading, lines) => {
                std::iter::once(heading).chain(lines).for_each(|text| *out += &text.to_plain());
            }
        }
    }
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn any_letter_is_a_well_formed_page_with_its_text_and_nothing_else(
        document in arbitrary::document()
    ) {
        let page = html::write(&document);
        prop_assert_eq!(text_of(&parse(&page)), plain(&document), "\n{}", page);
        prop_assert_eq!(&page, &html::write(&document));
    }
}

#[test]
fn a_page_has_one_landmark_one_title_and_one_first_heading_a_part() {
    let page = html::write(&letter());
    let tokens = parse(&page);
    let count = |name| tokens.iter().filter(|token| opens(token, name)).count();
    assert_eq!((count("main"), count("title"), count("article"), count("h1")), (1, 1, 2, 2));
    assert_eq!(attributes(&tokens, "html", "lang"), ["de"]);
    assert_eq!(attributes(&tokens, "article", "lang"), ["de", "en"]);
    assert_eq!(attributes(&tokens, "article", "aria-labelledby"), attributes(&tokens, "h1", "id"));
    assert!(page.contains("<title>Widerspruch nach Art.\u{a0}21 DSGVO</title>"));
    assert!(page.ends_with("</html>\n"));
}

#[test]
fn foreign_words_and_quotations_name_their_language() {
    let tokens = parse(&html::write(&letter()));
    assert_eq!(attributes(&tokens, "span", "lang"), ["en"]);
    assert_eq!(attributes(&tokens, "blockquote", "lang"), ["de"]);
}

#[test]
fn the_frame_is_called_by_its_labels() {
    let tokens = parse(&html::write(&letter()));
    assert_eq!(attributes(&tokens, "address", "aria-label"), ["Absender", "Sender"]);
    assert_eq!(attributes(&tokens, "p", "aria-label"), ["An \"wen\" & wo"; 2]);
}

#[test]
fn the_signature_is_inside_the_page_and_in_the_letter_only() {
    let tokens = parse(&html::write(&letter()));
    let pictures = attributes(&tokens, "img", "src");
    assert_eq!(pictures, ["data:image/jpeg;base64,/9ggYW5kIHNvIG9u"]);
    assert_eq!(attributes(&tokens, "img", "alt"), ["Unterschrift von <Erika>"]);
}

#[test]
fn the_page_asks_for_nothing_and_runs_nothing() {
    let page = html::write(&letter());
    let tokens = parse(&page);
    let policy = attributes(&tokens, "meta", "content")[0];
    assert!(policy.starts_with("default-src 'none'; style-src 'unsafe-inline'; img-src data:;"));
    let style: String =
        page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap().into();
    for request in ["url(", "@import", "http", "<"] {
        assert!(!style.contains(request), "{request} in the style sheet");
    }
}

#[test]
fn only_links_to_pages_and_mailboxes_can_be_clicked() {
    let document = of_blocks(vec![Block::Paragraph(Text(vec![
        link("eins", "javascript:alert(1)"),
        link("zwei", "https://example.org/?a=\"b\"&c"),
        link("drei", "data:text/html,x"),
        link("vier", "//example.org"),
        link("jane@example.org", "mailto:jane@example.org"),
    ]))]);
    let page = html::write(&document);
    let tokens = parse(&page);
    assert_eq!(
        attributes(&tokens, "a", "href"),
        ["https://example.org/?a=\"b\"&c", "mailto:jane@example.org"]
    );
    assert_eq!(text_of(&tokens), "einszweidreivierjane@example.org");
    assert_eq!(attributes(&tokens, "a", "class"), ["elsewhere"]);
}

#[test]
fn lines_to_write_on_are_seen_and_told() {
    let paragraph = || Block::Paragraph(Text::plain("In eigenen Worten:"));
    let mut document = letter();
    assert!(!html::write(&document).contains("lines"), "no style for what is not there");
    document.parts[0].body.insert(3, Block::Quotation(vec![paragraph(), Block::Lines(2)]));
    let page = html::write(&document);
    let tokens = parse(&page);
    assert_eq!(attributes(&tokens, "div", "aria-label"), ["Linien <zum> Schreiben"]);
    assert_eq!(attributes(&tokens, "div", "role"), ["img"]);
    assert!(page.contains("<p>In eigenen Worten:</p>\n<div class=\"lines\""), "{page}");
    assert!(page.contains("><div></div><div></div></div>\n</blockquote>"), "{page}");
    let sheet = ".lines div { height: 9mm; border-bottom: 1px solid var(--quiet); }\n";
    assert!(page.contains(sheet), "{page}");
}

#[test]
fn data_written_from_right_to_left_is_kept_apart() {
    let document = of_blocks(vec![Block::Paragraph(Text(vec![
        Span::data("דנה", "sender.name"),
        Span::plain(", 51147 Köln"),
    ]))]);
    assert!(html::write(&document).contains("<p><bdi>דנה</bdi>, 51147 Köln</p>"));
}

#[test]
fn colours_have_the_contrast_of_wcag_1_4_6_in_light_and_dark() {
    let page = html::write(&letter());
    let schemes: Vec<&str> = page.lines().filter(|line| line.contains("--paper:")).collect();
    assert_eq!(schemes.len(), 3, "light, dark, print");
    for scheme in schemes {
        let paper = luminance(colour(scheme, "--paper"));
        for ink in ["--ink", "--quiet", "--link"] {
            let ink = luminance(colour(scheme, ink));
            let ratio = (paper.max(ink) + 0.05) / (paper.min(ink) + 0.05);
            assert!(ratio >= 7.0, "{ratio} in {scheme}");
        }
    }
}

fn colour<'a>(scheme: &'a str, name: &str) -> &'a str {
    let after = scheme.split_once(&format!("{name}: #")).expect("a colour").1;
    after.split_once(';').expect("its end").0
}

/// WCAG 2.2, relative luminance.
fn luminance(hex: &str) -> f64 {
    let digits: String =
        if hex.len() == 3 { hex.chars().flat_map(|c| [c, c]).collect() } else { hex.to_owned() };
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

#[test]
fn a_letter_in_english_is_a_page_in_english() {
    let mut document = letter();
    document.parts.remove(0);
    assert_eq!(document.parts[0].language, Language::ENGLISH);
    assert!(html::write(&document).contains("<html lang=\"en\">"));
}
