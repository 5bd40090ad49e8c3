//! HTML: one accessible page that needs nothing but itself.
//!
//! No script, no request: the page's own policy forbids everything but its style sheet and the
//! picture of the signature inside it. Elements say what things are (WCAG 2.2, 1.3.1), each part
//! and each stretch in another language names it (3.1.1, 3.1.2), colours reach 7:1 in light and
//! dark (1.4.6), and the order in the file is the order of reading (1.3.2).

use std::fmt::Write as _;

use unicode_bidi::{BidiClass, bidi_class};

use crate::document::{Block, Document, Image, Origin, Part, Span, Style, Text};
use crate::language::Language;
use crate::output::text::shows_address;

const STYLE: &str = include_str!("page.css");

/// For a letter that has lines to write on.
const LINES: &str = include_str!("lines.css");

const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
                      base-uri 'none'; form-action 'none'";

/// The whole document as one page; `\n` ends each line, the last one too.
pub fn write(document: &Document) -> String {
    let language = document.parts.first().map_or(Language::ENGLISH, |part| part.language);
    let title = document.parts.first().map(Part::subject).unwrap_or_default().replace('\n', " ");
    let mut bodies = document.parts.iter().map(|part| &part.body);
    let lines = if bodies.any(|body| has_lines(body)) { LINES } else { "" };
    let mut page = Page { out: String::new(), language, picture: None, lines: "" };
    page.line(&format!(
        "<!doctype html>\n\
         <html lang=\"{language}\">\n\
         <head>\n\
         <meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{}</title>\n\
         <style>\n{STYLE}{lines}</style>\n\
         </head>\n\
         <body>\n\
         <main>",
        escaped(&title)
    ));
    for (index, part) in document.parts.iter().enumerate() {
        // Only the letter itself is signed, not its courtesy copy.
        let picture = document.signature.as_deref().filter(|_| index == 0);
        page.picture = picture.map(|image| (image, part.frame.labels.signature.as_str()));
        page.lines = &part.frame.labels.lines;
        page.part(part, index + 1);
    }
    page.line("</main>\n</body>\n</html>");
    page.out
}

struct Page<'d> {
    out: String,
    /// The language of the element that is open.
    language: Language,
    /// The picture of the signature of the part, and what stands for it.
    picture: Option<(&'d Image, &'d str)>,
    /// What stands for lines to write on.
    lines: &'d str,
}

impl Page<'_> {
    fn line(&mut self, markup: &str) {
        self.out.push_str(markup);
        self.out.push('\n');
    }

    fn part(&mut self, part: &Part, number: usize) {
        self.language = part.language;
        self.line(&format!(
            "<article lang=\"{}\" aria-labelledby=\"subject-{number}\">",
            part.language
        ));
        self.frame(part);
        for block in &part.body {
            match block {
                Block::Subject(text) => {
                    self.element(&format!("h1 id=\"subject-{number}\""), text);
                }
                block => self.block(block),
            }
        }
        self.line("</article>");
    }

    fn frame(&mut self, part: &Part) {
        let frame = &part.frame;
        if frame.letterhead.is_empty() && frame.recipient.is_empty() && frame.information.is_empty()
        {
            return;
        }
        self.line("<header>");
        if !frame.letterhead.is_empty() {
            let label = escaped(&frame.labels.sender);
            self.lines(
                &format!("address class=\"sender\" aria-label=\"{label}\""),
                &frame.letterhead,
            );
        }
        if !frame.recipient.is_empty() {
            let label = escaped(&frame.labels.recipient);
            self.lines(
                &format!("p class=\"recipient\" role=\"group\" aria-label=\"{label}\""),
                &frame.recipient,
            );
        }
        if !frame.information.is_empty() {
            self.line("<dl>");
            for (label, value) in &frame.information {
                self.out.push_str("<div>");
                self.inline("dt", label);
                self.inline("dd", value);
                self.line("</div>");
            }
            self.line("</dl>");
        }
        self.line("</header>");
    }

    fn block(&mut self, block: &Block) {
        match block {
            // Each part has one subject, which `part` writes; anywhere else it is a heading.
            Block::Subject(text) | Block::Heading(text) => self.element("h2", text),
            Block::Paragraph(text) => self.element("p", text),
            Block::Note(text) => self.element("p class=\"note\" role=\"note\"", text),
            Block::Lines(count) => {
                let (label, lines) = (escaped(self.lines), "<div></div>".repeat(*count));
                self.line(&format!(
                    "<div class=\"lines\" role=\"img\" aria-label=\"{label}\">{lines}</div>"
                ));
            }
            Block::List { start, items } => self.list(*start, items),
            Block::Quotation(blocks) => self.quotation(blocks),
            Block::Signature { place_and_date, name, signers } => {
                self.signature(place_and_date.as_ref(), name, signers);
            }
            Block::Enclosures(heading, lines) => {
                self.line("<section class=\"enclosures\">");
                self.element("h2", heading);
                self.line("<ul>");
                for line in lines {
                    self.element("li", line);
                }
                self.line("</ul>\n</section>");
            }
        }
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>]) {
        match start {
            Some(1) => self.line("<ol>"),
            Some(first) => self.line(&format!("<ol start=\"{first}\">")),
            None => self.line("<ul>"),
        }
        for item in items {
            if let [Block::Paragraph(text)] = item.as_slice() {
                self.element("li", text);
                continue;
            }
            self.line("<li>");
            for block in item {
                self.block(block);
            }
            self.line("</li>");
        }
        self.line(if start.is_some() { "</ol>" } else { "</ul>" });
    }

    fn quotation(&mut self, blocks: &[Block]) {
        let around = self.language;
        match one_language(blocks).flatten() {
            Some(language) if language != around => {
                self.line(&format!("<blockquote lang=\"{language}\">"));
                self.language = language;
            }
            _ => self.line("<blockquote>"),
        }
        for block in blocks {
            self.block(block);
        }
        self.language = around;
        self.line("</blockquote>");
    }

    fn signature(&mut self, place_and_date: Option<&Text>, name: &[Text], signers: &[Text]) {
        self.line("<div class=\"signature\">");
        if let Some(text) = place_and_date {
            self.element("p", text);
        }
        if !signers.is_empty() {
            self.lines("p", name);
        }
        match self.picture {
            Some((image, label)) => {
                self.line(&format!(
                    "<figure><img src=\"data:{};base64,{}\" width=\"{}\" height=\"{}\" \
                     alt=\"{}\"></figure>",
                    image.media_type(),
                    base64(&image.file()),
                    image.width,
                    image.height,
                    escaped(label)
                ));
            }
            None => self.line("<div class=\"room\"></div>"),
        }
        if signers.is_empty() {
            self.lines("p", name);
        } else {
            self.line("<div class=\"signers\">");
            for signer in signers {
                self.element("p", signer);
            }
            self.line("</div>");
        }
        self.line("</div>");
    }

    /// An element on a line of its own; `tag` is its name and attributes.
    fn element(&mut self, tag: &str, text: &Text) {
        self.inline(tag, text);
        self.out.push('\n');
    }

    fn inline(&mut self, tag: &str, text: &Text) {
        let _ = write!(self.out, "<{tag}>");
        self.text(text);
        let _ = write!(self.out, "</{}>", name(tag));
    }

    fn lines(&mut self, tag: &str, lines: &[Text]) {
        let _ = write!(self.out, "<{tag}>");
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.out.push_str("<br>\n");
            }
            self.text(line);
        }
        self.line(&format!("</{}>", name(tag)));
    }

    fn text(&mut self, text: &Text) {
        // Spans of one link may differ in style: they are one link all the same.
        for spans in text.0.chunk_by(|a, b| a.link == b.link) {
            let shown: String = spans.iter().map(|span| span.text.as_str()).collect();
            let link = spans[0].link.as_deref().filter(|link| is_safe(link) && !shown.is_empty());
            if let Some(link) = link {
                // On paper the address follows the link, unless it shows it already.
                let class = if shows_address(&shown, link) { "" } else { " class=\"elsewhere\"" };
                let _ = write!(self.out, "<a href=\"{}\"{class}>", escaped(link));
            }
            for span in spans {
                self.span(span);
            }
            if link.is_some() {
                self.out.push_str("</a>");
            }
        }
    }

    fn span(&mut self, span: &Span) {
        let mut close = Vec::new();
        let mut open = |out: &mut String, tag: &str| {
            let _ = write!(out, "<{tag}>");
            close.push(name(tag).to_owned());
        };
        match span.style {
            Style::Plain => {}
            Style::Strong => open(&mut self.out, "strong"),
            Style::Emphasis => open(&mut self.out, "em"),
        }
        if let Some(language) = span.language.filter(|language| *language != self.language) {
            open(&mut self.out, &format!("span lang=\"{language}\""));
        }
        // Data written from right to left must not pull the digits and signs after it along
        // (UAX #9, 6.1).
        if span.origin != Origin::Template && span.text.chars().any(is_right_to_left) {
            open(&mut self.out, "bdi");
        }
        self.out.push_str(&escaped(&span.text).replace('\n', "<br>\n"));
        for tag in close.iter().rev() {
            let _ = write!(self.out, "</{tag}>");
        }
    }
}

/// The name in `name attribute="value"`.
fn name(tag: &str) -> &str {
    tag.split(' ').next().unwrap_or(tag)
}

/// The language that all the text of the blocks is in: none where there is no text or more than
/// one, `Some(None)` where it is the language around it.
fn one_language(blocks: &[Block]) -> Option<Option<Language>> {
    let mut spans = Vec::new();
    collect(blocks, &mut spans);
    let first = spans.first()?.language;
    spans.iter().all(|span| span.language == first).then_some(first)
}

fn has_lines(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Lines(_) => true,
        Block::List { items, .. } => items.iter().any(|item| has_lines(item)),
        Block::Quotation(blocks) => has_lines(blocks),
        _ => false,
    })
}

fn collect<'a>(blocks: &'a [Block], spans: &mut Vec<&'a Span>) {
    for block in blocks {
        match block {
            Block::Subject(text)
            | Block::Heading(text)
            | Block::Paragraph(text)
            | Block::Note(text) => {
                spans.extend(&text.0);
            }
            Block::Lines(_) => {}
            Block::List { items, .. } => items.iter().for_each(|item| collect(item, spans)),
            Block::Quotation(blocks) => collect(blocks, spans),
            Block::Signature { place_and_date, name, signers } => {
                let texts = place_and_date.iter().chain(name).chain(signers);
                spans.extend(texts.flat_map(|text| &text.0));
            }
            Block::Enclosures(heading, lines) => {
                spans.extend(std::iter::once(heading).chain(lines).flat_map(|text| &text.0));
            }
        }
    }
}

fn is_right_to_left(c: char) -> bool {
    matches!(bidi_class(c), BidiClass::R | BidiClass::AL)
}

/// Whether a link leads to a page or an e-mail address, and is no `javascript:`.
fn is_safe(link: &str) -> bool {
    link.split_once(':').is_some_and(|(scheme, _)| {
        ["https", "http", "mailto"].iter().any(|safe| scheme.eq_ignore_ascii_case(safe))
    })
}

/// Text that is text in an element and in a quoted attribute.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let group = at(0) << 16 | at(1) << 8 | at(2);
        for index in 0..4 {
            if index <= chunk.len() {
                out.push(char::from(ALPHABET[(group >> (18 - 6 * index) & 63) as usize]));
            } else {
                out.push('=');
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_agrees_with_the_test_vectors_of_rfc_4648() {
        let vectors = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"];
        for (length, expected) in vectors.iter().enumerate() {
            assert_eq!(base64(&b"foobar"[..length]), *expected);
        }
        assert_eq!(base64(&[0xFB, 0xFF, 0xBF]), "+/+/");
    }
}
