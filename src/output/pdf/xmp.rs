//! The metadata packet: what the file is and which standards it keeps (ISO 19005-2 6.6, ISO 14289-1
//! clause 5).

use crate::document::Document;
use crate::language::Language;

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

/// The packet. Title, author and dates are those of the information dictionary.
pub(super) fn packet(document: &Document, title: &str, producer: &str) -> String {
    let mut languages: Vec<Language> = document.parts.iter().map(|part| part.language).collect();
    languages.dedup();
    let languages: String = languages.iter().map(|l| format!("<rdf:li>{l}</rdf:li>")).collect();
    let (title, author) = (escape(title), escape(&document.author));
    let date = format!("{}T12:00:00Z", document.date);
    format!(
        concat!(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>",
            r#"<x:xmpmeta xmlns:x="adobe:ns:meta/">"#,
            r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">"#,
            r#"<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/""#,
            r#" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/""#,
            r#" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/""#,
            r#" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">"#,
            "<dc:format>application/pdf</dc:format>",
            r#"<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>"#,
            "<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>",
            "<dc:language><rdf:Bag>{languages}</rdf:Bag></dc:language>",
            "<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>",
            "<pdf:Producer>{producer}</pdf:Producer>",
            "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part></rdf:Description>{schema}",
            "</rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>",
        ),
        title = title,
        author = author,
        languages = languages,
        date = date,
        producer = escape(producer),
        schema = UA_SCHEMA,
    )
}

fn escape(value: &str) -> String {
    value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
