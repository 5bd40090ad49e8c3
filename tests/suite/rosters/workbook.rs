//! Workbooks made by hand, as small or as large as a test needs them.

use std::io::{Cursor, Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const TYPES: &str = "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>\
    <Default Extension='xml' ContentType='application/xml'/></Types>";
const RELATIONS: &str =
    "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>";
const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'";
const END: &str = "</sheetData></worksheet>";

/// A sheet of a workbook.
pub(super) struct Sheet<'a> {
    pub(super) name: &'a str,
    /// `visible`, `hidden` or `veryHidden`.
    pub(super) state: &'a str,
    /// What is in its `sheetData`.
    pub(super) rows: &'a str,
}

/// An XLSX with these sheets and, from 1, these formats of numbers. What `more` writes comes into the
/// last sheet, behind its rows.
pub(super) fn write<W: Write + Seek>(
    out: W,
    sheets: &[Sheet<'_>],
    formats: &[&str],
    more: impl FnOnce(&mut dyn Write),
) -> W {
    let mut zip = ZipWriter::new(out);
    let numbered = || (1..).zip(sheets);
    let listed = |line: &dyn Fn(usize, &Sheet<'_>) -> String| -> String {
        numbered().map(|(number, sheet)| line(number, sheet)).collect()
    };
    part(&mut zip, "[Content_Types].xml", TYPES);
    part(
        &mut zip,
        "_rels/.rels",
        &format!(
            "{RELATIONS}<Relationship Id='rId1' Type='{KIND}/officeDocument' \
             Target='xl/workbook.xml'/></Relationships>"
        ),
    );
    let of_book = listed(&|number, sheet| {
        let (name, state) = (sheet.name, sheet.state);
        format!("<sheet name='{name}' sheetId='{number}' state='{state}' r:id='sheet{number}'/>")
    });
    part(
        &mut zip,
        "xl/workbook.xml",
        &format!("<workbook {MAIN} xmlns:r='{KIND}'><sheets>{of_book}</sheets></workbook>"),
    );
    // Programs write paths of either kind.
    let related = listed(&|number, _| {
        let folder = if number % 2 == 0 { "/xl/worksheets" } else { "worksheets" };
        format!(
            "<Relationship Id='sheet{number}' Type='{KIND}/worksheet' \
             Target='{folder}/sheet{number}.xml'/>"
        )
    });
    part(
        &mut zip,
        "xl/_rels/workbook.xml.rels",
        &format!(
            "{RELATIONS}{related}<Relationship Id='styles' Type='{KIND}/styles' \
             Target='styles.xml'/></Relationships>"
        ),
    );
    let ids = || 164..164 + formats.len();
    let codes = ids().zip(formats).map(|(id, code)| {
        let code = code.replace('&', "&amp;").replace('"', "&quot;").replace('\'', "&apos;");
        format!("<numFmt numFmtId='{id}' formatCode='{code}'/>")
    });
    let styles = ids().map(|id| format!("<xf numFmtId='{id}' applyNumberFormat='1'/>"));
    let (codes, styles): (String, String) = (codes.collect(), styles.collect());
    part(
        &mut zip,
        "xl/styles.xml",
        &format!(
            "<styleSheet {MAIN}><numFmts>{codes}</numFmts><cellXfs><xf numFmtId='0'/>{styles}\
             </cellXfs></styleSheet>"
        ),
    );
    for (number, sheet) in numbered() {
        let rows = sheet.rows;
        let begin = format!("<worksheet {MAIN}><sheetData>{rows}");
        part(&mut zip, &format!("xl/worksheets/sheet{number}.xml"), &begin);
        if number < sheets.len() {
            zip.write_all(END.as_bytes()).unwrap();
        }
    }
    more(&mut zip);
    zip.write_all(END.as_bytes()).unwrap();
    zip.finish().unwrap()
}

/// Begins a part, to which more can be written.
fn part<W: Write + Seek>(zip: &mut ZipWriter<W>, path: &str, text: &str) {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1))
        .large_file(true);
    zip.start_file(path, options).unwrap();
    zip.write_all(text.as_bytes()).unwrap();
}

/// A small one, in memory.
pub(super) fn bytes(sheets: &[Sheet<'_>], formats: &[&str]) -> Vec<u8> {
    write(Cursor::new(Vec::new()), sheets, formats, |_| {}).into_inner()
}

/// A row of texts; `attributes` are those of its tag.
pub(super) fn row(attributes: &str, cells: &[&str]) -> String {
    let cell = |text: &&str| format!("<c t='inlineStr'><is><t>{text}</t></is></c>");
    format!("<row {attributes}>{}</row>", cells.iter().map(cell).collect::<String>())
}
