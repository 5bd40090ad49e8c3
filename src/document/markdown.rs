//! Reads Markdown (CommonMark) that a template left into blocks. What a letter cannot contain is
//! refused; values that [`encode`] wrote become text that knows its origin.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use super::encoding::{Stretch, has_values, stretches};
use super::unbroken::Unbroken;
use super::{Block, Origin, Span, Style, Text};
use crate::language::Language;

pub use super::encoding::encode;

/// How deep quotations and lists may stand in each other: deeper ones have no room on the page, and
/// blocks in blocks without end would exhaust the stack.
const DEEPEST: usize = 16;

/// How much that a letter cannot contain is named at once.
const MOST: usize = 100;

/// Tells where a value comes from, and its language where that differs from the part's.
pub type Provenance<'a> = dyn Fn(&str) -> (Origin, Option<Language>) + 'a;

/// Something that a letter cannot contain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Where it stands in the Markdown, in bytes.
    pub range: Range<usize>,
    /// The longest stretch of its first line that the template itself says.
    pub text: String,
}

/// Reads a text: its first heading becomes the [`Block::Subject`], each `___` a line to write on.
///
/// # Errors
///
/// Everything that a letter cannot contain: tables, code, HTML, pictures, rules of other signs than
/// `_`, footnotes, strikethrough, headings of the third level and below, a second subject, headings
/// and lines to write on inside of lists and quotations, links to anything but `https:`, `http:` and
/// `mailto:`, lists and quotations in each other without end. The first hundred of them.
pub fn read(
    markdown: &str,
    provenance: &Provenance<'_>,
    unbroken: &Unbroken,
) -> Result<Vec<Block>, Vec<Refused>> {
    // What is not permitted is recognised, so that it is refused and not set as it is typed.
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let mut reader = Reader {
        markdown,
        provenance,
        unbroken,
        open: vec![Open { kind: Kind::Body, blocks: Vec::new() }],
        items: Vec::new(),
        text: Text::default(),
        pending: String::new(),
        emphasis: 0,
        strong: 0,
        link: None,
        subject: false,
        refused: Vec::new(),
    };
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        reader.event(event, range.clone());
        let too_deep = reader.open.len() > DEEPEST;
        if too_deep {
            reader.refuse(range);
        }
        if too_deep || reader.refused.len() >= MOST {
            break;
        }
    }
    if !reader.refused.is_empty() {
        let refused = reader.refused.into_iter();
        return Err(refused
            .map(|range| Refused { text: said(&markdown[range.clone()]), range })
            .collect());
    }
    Ok(reader.open.pop().map(|body| body.blocks).unwrap_or_default())
}

/// Blocks that wait for the end of what contains them.
struct Open {
    kind: Kind,
    blocks: Vec<Block>,
}

/// What contains blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Body,
    Item,
    Quotation,
}

struct Reader<'a> {
    markdown: &'a str,
    provenance: &'a Provenance<'a>,
    unbroken: &'a Unbroken,
    open: Vec<Open>,
    /// The lists that are open: first number and items so far.
    items: Vec<(Option<u64>, Vec<Vec<Block>>)>,
    /// The running text of the block that is open.
    text: Text,
    /// Characters that still wait for their span.
    pending: String,
    emphasis: u32,
    strong: u32,
    link: Option<String>,
    /// Whether the subject was read.
    subject: bool,
    refused: Vec<Range<usize>>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            // A reference (`&#27;`) is no way around what a template must not contain.
            Event::Text(text) if text.contains(|c: char| c.is_control() && c != '\t') => {
                self.refuse(range);
            }
            // A tab is a blank, here as in the user's data: what binds words looks for blanks.
            Event::Text(text) => self.pending.push_str(&text.replace('\t', " ")),
            Event::SoftBreak => self.pending.push(' '),
            Event::HardBreak => self.pending.push('\n'),
            Event::Rule => self.rule(range),
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            _ => self.refuse(range),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.close_loose_text(),
            Tag::Heading { level, .. } => {
                self.close_loose_text();
                let inside = self.open.len() > 1;
                let permitted = match level {
                    HeadingLevel::H1 => !std::mem::replace(&mut self.subject, true),
                    HeadingLevel::H2 => true,
                    _ => false,
                };
                if inside || !permitted {
                    self.refuse(range);
                }
            }
            Tag::BlockQuote(None) => self.open(Kind::Quotation),
            Tag::List(start) => {
                self.close_loose_text();
                self.items.push((start, Vec::new()));
            }
            Tag::Item => self.open(Kind::Item),
            Tag::Emphasis => {
                self.flush();
                self.emphasis += 1;
            }
            Tag::Strong => {
                self.flush();
                self.strong += 1;
            }
            Tag::Link { link_type, dest_url, .. } => {
                self.flush();
                self.link = self.destination(link_type, &dest_url, range);
            }
            _ => self.refuse(range),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.close_text(Block::Paragraph),
            TagEnd::Heading(HeadingLevel::H1) => self.close_text(Block::Subject),
            TagEnd::Heading(_) => self.close_text(Block::Heading),
            TagEnd::BlockQuote(None) => {
                let blocks = self.close();
                self.push(Block::Quotation(blocks));
            }
            TagEnd::Item => {
                let blocks = self.close();
                if let Some((_, items)) = self.items.last_mut() {
                    items.push(blocks);
                }
            }
            TagEnd::List(_) => {
                if let Some((start, items)) = self.items.pop() {
                    self.push(Block::List { start, items });
                }
            }
            TagEnd::Emphasis => {
                self.flush();
                self.emphasis = self.emphasis.saturating_sub(1);
            }
            TagEnd::Strong => {
                self.flush();
                self.strong = self.strong.saturating_sub(1);
            }
            TagEnd::Link => {
                self.flush();
                self.link = None;
            }
            // Refused when it began.
            _ => {}
        }
    }

    /// A line to write on looks like one: `___`. Other rules part a text, and a letter has headings
    /// for that.
    fn rule(&mut self, range: Range<usize>) {
        let drawn = |c: char| c == '_' || c.is_whitespace();
        if self.open.len() > 1 || !self.markdown[range.clone()].chars().all(drawn) {
            return self.refuse(range);
        }
        match self.open.last_mut().and_then(|open| open.blocks.last_mut()) {
            Some(Block::Lines(count)) => *count += 1,
            _ => self.push(Block::Lines(1)),
        }
    }

    fn open(&mut self, kind: Kind) {
        self.close_loose_text();
        self.open.push(Open { kind, blocks: Vec::new() });
    }

    fn close(&mut self) -> Vec<Block> {
        self.close_loose_text();
        self.open.pop().map(|open| open.blocks).unwrap_or_default()
    }

    fn push(&mut self, block: Block) {
        if let Some(open) = self.open.last_mut() {
            open.blocks.push(block);
        }
    }

    /// In a list without blank lines between its items, the text of an item stands without a
    /// paragraph around it.
    fn close_loose_text(&mut self) {
        if self.open.last().is_some_and(|open| open.kind == Kind::Item) {
            self.close_text(Block::Paragraph);
        }
    }

    /// Ends the running text; a block that would be empty is none.
    fn close_text(&mut self, block: impl Fn(Text) -> Block) {
        self.flush();
        let mut text = std::mem::take(&mut self.text);
        for span in &mut text.0 {
            if span.origin == Origin::Template {
                span.text = self.unbroken.set(&span.text);
            }
        }
        if let Some(first) = text.0.first_mut().filter(|span| span.origin == Origin::Template) {
            first.text = first.text.trim_start_matches([' ', '\n']).to_owned();
        }
        if let Some(last) = text.0.last_mut().filter(|span| span.origin == Origin::Template) {
            last.text.truncate(last.text.trim_end_matches([' ', '\n']).len());
        }
        text.0.retain(|span| !span.text.is_empty());
        if !text.0.is_empty() {
            self.push(block(text));
        }
    }

    /// Makes spans of the characters that wait.
    fn flush(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        for stretch in stretches(&pending) {
            let (text, (origin, language)) = match stretch {
                Stretch::Literal(text) => (text.to_owned(), (Origin::Template, None)),
                Stretch::Value(value) => {
                    let provenance = (self.provenance)(&value);
                    (value, provenance)
                }
                // The template cut a value up: what is left says nothing to anybody.
                Stretch::Broken(_) => continue,
            };
            self.span(text, origin, language);
        }
    }

    /// Adds characters to the running text.
    fn span(&mut self, text: String, origin: Origin, language: Option<Language>) {
        let style = match (self.strong, self.emphasis) {
            (0, 0) => Style::Plain,
            (0, _) => Style::Emphasis,
            (_, _) => Style::Strong,
        };
        if let Some(last) = self.text.0.last_mut()
            && (last.style, &last.link, last.language, &last.origin)
                == (style, &self.link, language, &origin)
        {
            last.text.push_str(&text);
            return;
        }
        self.text.0.push(Span { text, style, link: self.link.clone(), language, origin });
    }

    /// Where a link leads. One that a value made lead elsewhere leads nowhere: data are not what
    /// a template can be blamed for.
    fn destination(&mut self, kind: LinkType, url: &str, range: Range<usize>) -> Option<String> {
        let mut destination =
            if kind == LinkType::Email { "mailto:".to_owned() } else { String::new() };
        for stretch in stretches(url) {
            match stretch {
                Stretch::Literal(text) => destination.push_str(text),
                Stretch::Value(value) => destination.push_str(&value),
                Stretch::Broken(_) => return None,
            }
        }
        if leads_somewhere(&destination) {
            return Some(destination);
        }
        if !has_values(url) {
            self.refuse(range);
        }
        None
    }

    fn refuse(&mut self, range: Range<usize>) {
        // What stands inside of something refused is refused with it.
        if self.refused.last().is_none_or(|last| last.end <= range.start) {
            self.refused.push(range);
        }
    }
}

/// The longest stretch of the first line that is not a value.
fn said(markdown: &str) -> String {
    let line = markdown.trim().lines().next().unwrap_or_default();
    let literals = stretches(line).filter_map(|stretch| match stretch {
        Stretch::Literal(text) => Some(text),
        _ => None,
    });
    literals.max_by_key(|text| text.len()).unwrap_or_default().to_owned()
}

/// Whether a link may lead there.
fn leads_somewhere(destination: &str) -> bool {
    let scheme = destination.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| ["https", "http", "mailto"].contains(&scheme))
        && !destination.contains(|c: char| c.is_control() || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(markdown: &str) -> Result<Vec<Block>, Vec<Refused>> {
        let provenance = |_: &str| (Origin::Field("sender.name".into()), None);
        read(markdown, &provenance, &Unbroken::new("Art.", "DSGVO", "und", "", &[]))
    }

    fn encoded(value: &str) -> String {
        let mut out = Vec::new();
        encode(value, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(Text::plain(text))
    }

    #[test]
    fn the_permitted_constructs_become_blocks() {
        let markdown = "# Subject\n\n## Heading\n\nOne\ntwo  \nthree *four* **five**\n\n\
                        - a\n- b\n  1. c\n\n> quoted\n\n[here](https://example.org)\n\n___\n_____\n";
        let styled = |text: &str, style| Span { style, ..Span::plain(text) };
        let linked = Span { link: Some("https://example.org".into()), ..Span::plain("here") };
        let expected = [
            Block::Subject(Text::plain("Subject")),
            Block::Heading(Text::plain("Heading")),
            Block::Paragraph(Text(vec![
                Span::plain("One two\nthree "),
                styled("four", Style::Emphasis),
                Span::plain(" "),
                styled("five", Style::Strong),
            ])),
            Block::List {
                start: None,
                items: vec![
                    vec![paragraph("a")],
                    vec![
                        paragraph("b"),
                        Block::List { start: Some(1), items: vec![vec![paragraph("c")]] },
                    ],
                ],
            },
            Block::Quotation(vec![paragraph("quoted")]),
            Block::Paragraph(Text(vec![linked])),
            Block::Lines(2),
        ];
        assert_eq!(read_all(markdown).unwrap(), expected);
    }

    #[test]
    fn what_a_letter_cannot_contain_is_refused_where_it_stands() {
        for (markdown, refused) in [
            ("a\n\n| b | c |\n|---|---|\n| d | e |\n", "| b | c |\n|---|---|\n| d | e |"),
            ("a `code` b", "`code`"),
            ("    code\n", "code"),
            ("a <b>c</b>", "<b>"),
            ("<div>\n", "<div>"),
            ("a ![b](https://example.org/c.png)", "![b](https://example.org/c.png)"),
            ("a\n\n***\n", "***"),
            ("a\n\n- - -\n", "- - -"),
            ("- ___\n", "___"),
            ("> ___\n", "___"),
            ("a[^1]\n\n[^1]: b\n", "[^1]"),
            ("### a\n", "### a"),
            ("# a\n\n# b\n", "# b"),
            ("> # a\n", "# a"),
            ("a ~~b~~", "~~b~~"),
            ("- [x] a", "[x]"),
            ("[a](javascript:b)", "[a](javascript:b)"),
            ("[a](ftp://example.org)", "[a](ftp://example.org)"),
        ] {
            let problems = read_all(markdown).unwrap_err();
            assert_eq!(markdown[problems[0].range.clone()].trim(), refused);
            assert_eq!(problems[0].text, refused.lines().next().unwrap());
        }
    }

    #[test]
    fn a_value_is_text_of_its_field_whatever_it_contains() {
        for value in ["# *x* [y](z) <b>", "___", "- a\n- b\n\nc", "\u{FDD0}41\u{FDD1}", "`", "|"] {
            let markdown = format!("{} Art. 1\n", encoded(value));
            let text = Text(vec![Span::data(value, "sender.name"), Span::plain(" Art.\u{A0}1")]);
            assert_eq!(read_all(&markdown).unwrap(), [Block::Paragraph(text)]);
        }
    }

    #[test]
    fn an_address_that_a_value_gives_leads_there_only_when_it_is_one() {
        for (url, link) in [
            ("https://example.org/a(b)", Some("https://example.org/a(b)")),
            ("javascript:alert(1)", None),
            ("https://a b", None),
        ] {
            let markdown = format!("[{0}]({0})", encoded(url));
            let span = Span { link: link.map(str::to_owned), ..Span::data(url, "sender.name") };
            assert_eq!(read_all(&markdown).unwrap(), [Block::Paragraph(Text(vec![span]))]);
        }
    }

    #[test]
    fn a_value_that_is_empty_leaves_neither_a_blank_nor_a_paragraph() {
        let markdown = format!("a {} b\n\n{}\n", encoded(""), encoded(""));
        assert_eq!(read_all(&markdown).unwrap(), [paragraph("a b")]);
    }
}
