//! The metadata: what the file is and which standards it keeps (ISO 19005-2 6.6, ISO 14289-1
//! clause 5). The information dictionary and the packet say the same.

use super::file::File;
use super::syntax::text_of;
use crate::document::{Document, Part};
use crate::language::Language;

const PRODUCER: &str = concat!("art21 ", env!("CARGO_PKG_VERSION"));

/// `pdfuaid` is no schema that PDF/A knows: it is described as ISO 19005-2 6.6.2.3.3 asks.
const UA_SCHEMA: &str = concat!(
    r#"<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/""#,
    r#" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#""#,
    r#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfaExtension:schemas><rdf:Bag>"#,
    r#"<rdf:li rdf:parseType="Resource">"#,
    r#"<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"#,
    r#"<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"#,
    r#"<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>"#,
    r#"<rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>"#,
    r#"<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"#,
    r#"<pdfaProperty:category>internal</pdfaProperty:category>"#,
    r#"<pdfaProperty:description>PDF/UA part</pdfaProperty:description></rdf:li></rdf:Seq>"#,
    r#"</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"#,
);

/// What is said of a letter.
pub(super) struct Metadata {
    /// The subject of the first part, or what stands for it.
    title: String,
    author: String,
    /// The day of the letter, `2026-11-24`; none where the document has something else.
    day: Option<String>,
    languages: Vec<Language>,
}

impl Metadata {
    pub(super) fn of(document: &Document) -> Self {
        let mut languages: Vec<Language> =
            document.parts.iter().map(|part| part.language).collect();
        languages.dedup();
        let title = document.parts.first().map(Part::subject).unwrap_or_default();
        Metadata::new(&title, &document.author, &document.date, languages)
    }

    /// What is said of a file with this title.
    pub(super) fn new(title: &str, author: &str, day: &str, languages: Vec<Language>) -> Self {
        let shape = |c: char| if c.is_ascii_digit() { '0' } else { c };
        let day = day.chars().map(shape).eq("0000-00-00".chars()).then(|| day.to_owned());
        Metadata { title: legal(title), author: legal(author), day, languages }
    }

    /// The information dictionary (ISO 32000-1 14.3.3).
    pub(super) fn dictionary(&self, file: &mut File) -> u32 {
        let number = file.number();
        let mut entries = format!("/Title{}/Producer{}", text_of(&self.title), text_of(PRODUCER));
        if !self.author.is_empty() {
            entries += &format!("/Author{}", text_of(&self.author));
        }
        if let Some(day) = &self.day {
            // Noon, so that it is the same day where the letter is written and where it is read.
            let date = format!("(D:{}120000Z)", day.replace('-', ""));
            entries += &format!("/CreationDate{date}/ModDate{date}");
        }
        file.object(number, format_args!("<<{entries}>>"));
        number
    }

    /// The packet. It stays readable without a PDF reader: it is not deflated.
    pub(super) fn packet(&self, file: &mut File) -> u32 {
        let number = file.number();
        file.stream(number, "/Type/Metadata/Subtype/XML", self.xml().as_bytes());
        number
    }

    fn xml(&self) -> String {
        let languages: String =
            self.languages.iter().map(|l| format!("<rdf:li>{l}</rdf:li>")).collect();
        let author = match escape(&self.author) {
            author if author.is_empty() => author,
            author => {
                format!("<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>")
            }
        };
        let dates = self.day.as_ref().map_or_else(String::new, |day| {
            let date = format!("{day}T12:00:00Z");
            format!(
                "<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>"
            )
        });
        format!(
            concat!(
                "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>",
                r#"<x:xmpmeta xmlns:x="adobe:ns:meta/">"#,
                r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">"#,
                r#"<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/""#,
                r#" xmlns:xmp="http://ns.adobe.com/xap/1.0/""#,
                r#" xmlns:pdf="http://ns.adobe.com/pdf/1.3/""#,
                r#" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/""#,
                r#" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">"#,
                "<dc:format>application/pdf</dc:format><dc:title><rdf:Alt>",
                r#"<rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>{author}"#,
                "<dc:language><rdf:Bag>{languages}</rdf:Bag></dc:language>{dates}",
                "<pdf:Producer>{producer}</pdf:Producer>",
                "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
                "<pdfuaid:part>1</pdfuaid:part></rdf:Description>{schema}",
                "</rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>",
            ),
            title = escape(&self.title),
            author = author,
            languages = languages,
            dates = dates,
            producer = PRODUCER,
            schema = UA_SCHEMA,
        )
    }
}

/// Without the characters that XML 1.0 has no way to write (2.2).
fn legal(value: &str) -> String {
    let illegal = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    value.replace(illegal, " ")
}

fn escape(value: &str) -> String {
    value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
