//! The PDF: judged by veraPDF, opened by qpdf, read back by poppler.

mod print;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use art21::document::Form;
use art21::document::{Block, Document, Span, Text};
use art21::output::pdf;
use art21::typeset::{FontId, Fonts, Ink, Typesetter};
use printpdf::{
    BuiltinFont, Mm, Op, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, TextItem,
};

use crate::cases::{self, Letter};
use crate::{pages, sheets, support, tools};

/// A folder for files of one test.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// A document as a file, set in the embedded fonts and `extra`.
fn file(document: &Document, extra: Vec<(String, Vec<u8>)>) -> Vec<u8> {
    let fonts = Fonts::new(extra).unwrap();
    let layout = Typesetter::new(&fonts).pages(document, Form::Din5008B).unwrap();
    pdf::Writer::new(&fonts).write(document, &layout).unwrap()
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(Text::data(words, "objection.grounds[0].detail"))
}

/// The letter of a case with its name and address changed.
fn named(name: &str) -> Document {
    let mut document = Letter::of(&support::root("tests/cases/de-member")).document;
    document.author = name.to_owned();
    let part = &mut document.parts[0];
    part.frame.letterhead[0] = Text::data(name, "sender.name");
    part.frame.return_address = Text::data(format!("{name} · Heidestraße 17"), "sender.name");
    part.frame.header = Text::data(name, "sender.name");
    document
}

/// A font file as the only font of a collection (OpenType 1.9, `ttcf`): its offsets moved.
fn collection(font: &[u8]) -> Vec<u8> {
    let header = b"ttcf\0\x01\0\0\0\0\0\x01\0\0\0\x10";
    let mut moved = [header, font].concat();
    let tables = usize::from(u16::from_be_bytes([font[4], font[5]]));
    for at in (0..tables).map(|table| 16 + 12 + 16 * table + 8) {
        let offset = u32::from_be_bytes(moved[at..at + 4].try_into().unwrap());
        moved[at..at + 4].copy_from_slice(&(offset + 16).to_be_bytes());
    }
    moved
}

/// A letter whose text is set in a collection with CFF outlines: the text font itself as one.
fn in_a_collection() -> Vec<u8> {
    let font = fs::read(support::root("fonts/LibertinusSerif-Regular.otf")).unwrap();
    let fonts = Fonts::new(vec![(String::from("a.ttc"), collection(&font))]).unwrap();
    let document = named("Erika Mustermann");
    let mut layout = Typesetter::new(&fonts).pages(&document, Form::Din5008B).unwrap();
    for piece in layout.pages.iter_mut().flat_map(|page| &mut page.pieces) {
        for ink in Arc::make_mut(&mut piece.ink) {
            if let Ink::Glyphs(run) = ink
                && run.font == FontId::REGULAR
            {
                run.font = FontId(FontId::FALLBACK.0 + 1);
            }
        }
    }
    pdf::Writer::new(&fonts).write(&document, &layout).unwrap()
}

/// Every kind of letter that there is, by name.
fn letters() -> Vec<(String, Vec<u8>)> {
    let mut letters: Vec<_> = cases::folders()
        .into_iter()
        .map(|folder| {
            let name = folder.file_name().unwrap().to_string_lossy().into_owned();
            (name, Letter::of(&folder).pdf())
        })
        .collect();
    let name = |name: &str| String::from(name);
    letters.push((name("hebrew"), file(&named("אריקה מוסטרמן"), Vec::new())));
    letters.push((name("fallback"), file(&named("Ѳеодоръ Ꙗковлевъ"), Vec::new())));
    letters.push((name("beyond-the-repertoire"), file(&named("Åsa Şahin-Đặng"), Vec::new())));
    if let Some(font) = tools::noto("NotoSansArabic-Regular.ttf") {
        let extra = vec![(name("NotoSansArabic-Regular.ttf"), font)];
        letters.push((name("arabic"), file(&named("إريكا موسترمان"), extra)));
    }
    if let Some(font) = tools::droid() {
        let fonts = vec![(name("Droid.ttf"), font.clone())];
        letters.push((name("japanese"), file(&named("山田太郎 · やまだたろう"), fonts)));
        // The first of a collection, in a letter that needs more glyphs of it than a byte can tell.
        let mut chinese = named("王小明");
        let many: String = ('\u{4e00}'..'\u{4f30}').collect();
        chinese.parts[0].body.insert(3, paragraph(&many));
        letters.push((name("chinese"), file(&chinese, vec![(name("a.ttc"), collection(&font))])));
    }
    letters.push((name("cff-collection"), in_a_collection()));
    let mut long = named("Erika Mustermann");
    let body = &mut long.parts[0].body;
    let at = body.len() - 3;
    let words = "Aus meinen Beiträgen und Kontakten lässt sich erschließen, wer mich fragt. ";
    for _ in 0..20 {
        body.insert(at, paragraph(&words.repeat(9)));
    }
    let mut link = Span::plain("die Seite über mich");
    link.link = Some(String::from("https://www.example.org/a_(b)?c=d&e=f"));
    body.insert(at, Block::Paragraph(Text(vec![Span::plain("Gemeint ist "), link])));
    let inner = Block::List { start: None, items: vec![vec![paragraph("innen")]] };
    body.insert(at, Block::List { start: Some(3), items: vec![vec![paragraph("außen"), inner]] });
    letters.push((name("five-pages"), file(&long, Vec::new())));
    letters.extend(sheets::files());
    letters
}

/// A page as printpdf writes it by itself: no tags, no metadata, no output intent.
fn plain() -> Vec<u8> {
    let mut document = PdfDocument::new("plain");
    let ops = vec![
        Op::StartTextSection,
        Op::SetFont { font: PdfFontHandle::Builtin(BuiltinFont::TimesRoman), size: Pt(12.0) },
        Op::SetTextCursor { pos: Point::new(Mm(20.0), Mm(250.0)) },
        Op::ShowText { items: vec![TextItem::Text(String::from("no tags"))] },
        Op::EndTextSection,
    ];
    document.pages.push(PdfPage::new(Mm(210.0), Mm(297.0), ops));
    document.save(&PdfSaveOptions::default(), &mut Vec::new())
}

#[test]
fn every_letter_is_archival_and_accessible_and_a_plain_file_is_not() {
    let folder = folder("verapdf");
    let mut files = Vec::new();
    for (name, bytes) in letters() {
        let path = folder.join(format!("{name}.pdf"));
        fs::write(&path, bytes).unwrap();
        files.push(path);
    }
    let control = folder.join("control.pdf");
    fs::write(&control, plain()).unwrap();
    files.push(control.clone());
    for flavour in ["2a", "ua1"] {
        let Some(verdicts) = tools::verapdf(flavour, &files) else { return };
        for (file, passed) in verdicts {
            assert_eq!(passed, file != control, "{} as {flavour}", file.display());
        }
    }
}

#[test]
fn every_letter_opens_without_complaint() {
    let folder = folder("qpdf");
    for (name, bytes) in letters() {
        let path = folder.join(format!("{name}.pdf"));
        fs::write(&path, bytes).unwrap();
        let Some(printed) = tools::printed("qpdf", &["--check", &path.to_string_lossy()]) else {
            return;
        };
        assert!(printed.contains("No syntax or stream encoding errors"), "{name}: {printed}");
    }
}

/// The words of a text, without what only lays it out.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn the_text_that_is_extracted_is_the_letter_in_reading_order() {
    let folder = folder("text");
    for case in cases::folders() {
        let letter = Letter::of(&case);
        let path = folder.join("letter.pdf");
        fs::write(&path, letter.pdf()).unwrap();
        let arguments = ["-raw", "-nopgbrk", &path.to_string_lossy(), "-"];
        let Some(extracted) = tools::printed("pdftotext", &arguments) else { return };
        // Whatever the lines: without blanks and hyphens, and without the running headers and page
        // numbers, which are artifacts that the tool shows all the same.
        let parts = &letter.document.parts;
        let mut whole = squeezed(&extracted);
        for part in parts {
            whole = whole.replace(&squeezed(&part.frame.header.to_plain()), "");
            for (page, pages) in (1..=9).flat_map(|pages| (1..=pages).map(move |p| (p, pages))) {
                let number = part.frame.page_of.replace("{page}", &page.to_string());
                let number = number.replace("{pages}", &pages.to_string());
                whole = whole.replace(&squeezed(&number), "");
            }
        }
        let mut rest = whole.as_str();
        let mut seen = 0;
        for text in parts.iter().flat_map(|part| pages::texts(&part.body)) {
            let text = squeezed(&text);
            let at = rest.find(&text);
            let at = at.unwrap_or_else(|| panic!("{}: no {text} in {rest}", case.display()));
            rest = &rest[at + text.len()..];
            seen += text.len();
        }
        // What is left are addresses, labels of lists and the information block.
        let frames = parts.len() * 700;
        assert!(seen + frames > whole.len(), "{}: {seen} of {}", case.display(), whole.len());
        let extracted = words(&extracted);
        let whole = extracted.join(" ");
        for line in &letter.document.parts[0].frame.recipient {
            assert!(whole.contains(&words(&line.to_plain()).join(" ")), "{}", line.to_plain());
        }
    }
}

/// A text without blanks and hyphens.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !"-\u{ad}\u{2010}".contains(*c)).collect()
}

#[test]
fn chinese_and_japanese_are_extracted_as_written_and_only_what_a_letter_needs_is_embedded() {
    let folder = folder("cjk");
    let letters = letters();
    let extracted = |name: &str| {
        let (_, bytes) = letters.iter().find(|(known, _)| known == name)?;
        let path = folder.join(name);
        fs::write(&path, bytes).unwrap();
        Some((bytes.len(), tools::printed("pdftotext", &["-raw", &path.to_string_lossy(), "-"])?))
    };
    let Some((size, japanese)) = extracted("japanese") else { return };
    assert!(japanese.contains("山田太郎 · やまだたろう"), "{japanese}");
    assert!(size < 45_000, "{size} bytes, of a font of 4 MB");
    let Some((size, chinese)) = extracted("chinese") else { return };
    let chinese: String = chinese.split_whitespace().collect();
    let many: String = ('\u{4e00}'..'\u{4f30}').collect();
    assert!(chinese.contains("王小明") && chinese.contains(&many), "{chinese}");
    assert!(size < 120_000, "{size} bytes");
}

#[test]
fn the_structure_is_read_as_a_document_of_parts_with_their_languages() {
    let letter = Letter::of(&support::root("tests/cases/de-signed-with-courtesy-copy"));
    let path = folder("structure").join("letter.pdf");
    fs::write(&path, letter.pdf()).unwrap();
    let name = path.to_string_lossy();
    let Some(printed) = tools::printed("pdfinfo", &["-struct-text", &name]) else { return };
    let depth =
        |role: &str| printed.lines().filter(|line| line.trim_start().starts_with(role)).count();
    assert_eq!((depth("Document"), depth("Part"), depth("H1")), (1, 2, 2), "{printed}");
    assert_eq!(depth("Figure"), 1, "the signature is drawn once");
    assert!(depth("BlockQuote") >= 2 && depth("LBody") > 10, "{printed}");
    assert!(printed.contains("Art. 21 Abs. 1 DSGVO") && printed.contains("Article 21(1) GDPR"));
}

#[test]
fn the_same_letter_is_the_same_bytes_whatever_was_written_before_it() {
    let german = Letter::of(&support::root("tests/cases/de-member"));
    let greek = Letter::of(&support::root("tests/cases/en-every-purpose-three-grounds"));
    let alone = german.pdf();
    let fonts = Fonts::new(Vec::new()).unwrap();
    let mut typesetter = Typesetter::new(&fonts);
    let mut writer = pdf::Writer::new(&fonts);
    let mut write = |document: &Document| {
        let layout = typesetter.pages(document, Form::Din5008B).unwrap();
        writer.write(document, &layout).unwrap()
    };
    write(&greek.document);
    let after = write(&german.document);
    assert!(alone == after && after == write(&german.document));
    let elsewhere = std::thread::spawn(move || german.pdf()).join().unwrap();
    assert!(alone == elsewhere);
}
