//! What a PDF draws and says, read from its objects: places, characters, links, languages.

use std::collections::BTreeMap;
use std::sync::Arc;

use art21::document::Form;
use art21::document::{Block, Document, Span, Text};
use art21::language::Language;
use art21::output::pdf;
use art21::typeset::{Fonts, Ink, Layout, Run, Typesetter};
use lopdf::content::Content;
use lopdf::{Dictionary, Object, ObjectId};
use printpdf::{
    Codepoint, FontId, Mm, Op, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt,
    TextItem,
};

use crate::cases::Letter;
use crate::support;

const HEIGHT: f32 = 841.89;

fn member() -> Letter {
    Letter::of(&support::root("tests/cases/de-member"))
}

fn file(document: &Document) -> Vec<u8> {
    let fonts = Fonts::new(Vec::new()).unwrap();
    let layout = Typesetter::new(&fonts).pages(document, Form::Din5008B).unwrap();
    pdf::Writer::new(&fonts).write(document, &layout).unwrap()
}

fn runs(layout: &Layout) -> impl Iterator<Item = (usize, f32, f32, &Run)> {
    layout.pages.iter().enumerate().flat_map(|(at, page)| {
        page.pieces.iter().flat_map(move |piece| {
            piece.ink.iter().filter_map(move |ink| match ink {
                Ink::Glyphs(run) => Some((at, piece.x + run.x, piece.y + run.y, run)),
                _ => None,
            })
        })
    })
}

/// A glyph that a content stream shows.
#[derive(Debug)]
struct Shown {
    font: String,
    code: u16,
    x: f64,
    y: f64,
}

fn number(object: &Object) -> f64 {
    f64::from(object.as_float().unwrap())
}

/// Follows the operators of a page, given how many bytes a code has and the widths of codes in 1/1000
/// of the size.
fn shown(content: &[u8], length: usize, width: impl Fn(&str, u16) -> f64) -> Vec<Shown> {
    let code = |bytes: &[u8]| bytes.iter().fold(0, |code, &byte| code << 8 | u16::from(byte));
    let mut glyphs = Vec::new();
    let (mut x, mut y, mut font, mut size, mut rise) = (0.0, 0.0, String::new(), 0.0, 0.0);
    for operation in Content::decode(content).unwrap().operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "BT" => (x, y) = (0.0, 0.0),
            "Td" => (x, y) = (x + number(&operands[0]), y + number(&operands[1])),
            "Tf" => {
                font = String::from_utf8_lossy(operands[0].as_name().unwrap()).into_owned();
                size = number(&operands[1]);
            }
            "Ts" => rise = number(&operands[0]),
            "TJ" => {
                let mut pen = x;
                for item in operands[0].as_array().unwrap() {
                    let Object::String(codes, _) = item else {
                        pen -= number(item) * size / 1000.0;
                        continue;
                    };
                    for code in codes.chunks(length).map(code) {
                        glyphs.push(Shown { font: font.clone(), code, x: pen, y: y + rise });
                        pen += width(&font, code) * size / 1000.0;
                    }
                }
            }
            "cm" | "Tm" => panic!("{operation:?}"),
            _ => {}
        }
    }
    glyphs
}

fn follow<'t>(tree: &'t lopdf::Document, from: &'t Dictionary, key: &str) -> &'t Object {
    tree.dereference(from.get(key.as_bytes()).unwrap()).unwrap().1
}

fn hex(digits: &str) -> u16 {
    u16::from_str_radix(digits, 16).unwrap()
}

/// The widths and the characters of the codes of every font of a page.
type Tables = BTreeMap<(String, u16), (f64, String)>;

fn tables(tree: &lopdf::Document, page: ObjectId) -> Tables {
    let mut tables = Tables::new();
    let page = tree.get_dictionary(page).unwrap();
    let resources = follow(tree, page, "Resources").as_dict().unwrap();
    for (name, font) in follow(tree, resources, "Font").as_dict().unwrap() {
        let name = String::from_utf8_lossy(name).into_owned();
        let font = tree.dereference(font).unwrap().1.as_dict().unwrap();
        let descendant = &follow(tree, font, "DescendantFonts").as_array().unwrap()[0];
        let descendant = tree.dereference(descendant).unwrap().1.as_dict().unwrap();
        let widths = follow(tree, descendant, "W").as_array().unwrap();
        let first = widths[0].as_i64().unwrap() as u16;
        let cmap = follow(tree, font, "ToUnicode").as_stream().unwrap();
        let cmap = String::from_utf8(cmap.decompressed_content().unwrap()).unwrap();
        // A range: its first code, its last, what the first reads as.
        let ranges = cmap.lines().filter_map(|line| {
            let mut parts = line.strip_prefix('<')?.strip_suffix('>')?.split("><");
            Some((hex(parts.next()?), hex(parts.next()?), parts.next()?))
        });
        for (from, to, start) in ranges {
            for code in from..=to {
                let units = start.as_bytes().chunks(4);
                let mut units: Vec<u16> =
                    units.map(|unit| hex(std::str::from_utf8(unit).unwrap())).collect();
                *units.last_mut().unwrap() += code - from;
                let width = number(&widths[1].as_array().unwrap()[usize::from(code - first)]);
                let characters = String::from_utf16(&units).unwrap();
                tables.insert((name.clone(), code), (width, characters));
            }
        }
    }
    tables
}

/// The same pages with operators that printpdf wrote: glyph ids of the whole fonts as codes.
fn reference(layout: &Layout, fonts: &Fonts) -> Vec<Vec<u8>> {
    let mut document = PdfDocument::default();
    for at in 0..layout.pages.len() {
        let mut ops = Vec::new();
        for (_, x, y, run) in runs(layout).filter(|run| run.0 == at) {
            let name = FontId(format!("F{}", run.font.0));
            ops.push(Op::StartTextSection);
            ops.push(Op::SetFont { font: PdfFontHandle::External(name), size: Pt(run.size) });
            ops.push(Op::SetTextCursor { pos: Point { x: Pt(x), y: Pt(HEIGHT - y) } });
            let glyphs = run.glyphs.iter().map(|glyph| {
                assert_eq!((glyph.dx, glyph.dy), (0.0, 0.0), "no marks in this letter");
                let width = f32::from(fonts.advance(run.font, glyph.id));
                Codepoint { gid: glyph.id, offset: width - glyph.advance, cid: None }
            });
            ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(glyphs.collect())] });
            ops.push(Op::EndTextSection);
        }
        document.pages.push(PdfPage::new(Mm(210.0), Mm(297.0), ops));
    }
    let options = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        secure: true,
        image_optimization: None,
    };
    let tree = document.to_lopdf_document(&options, &mut Vec::new());
    tree.page_iter().map(|page| tree.get_page_content(page)).collect()
}

#[test]
fn each_glyph_stands_where_printpdf_would_draw_it_and_reads_as_it_was_written() {
    let letter = member();
    let tree = lopdf::Document::load_mem(&letter.pdf()).unwrap();
    let mut written = runs(&letter.layout).flat_map(|(.., run)| {
        let ends = run.glyphs.iter().skip(1).map(|glyph| glyph.cluster as usize);
        let ends: Vec<_> = ends.chain([run.text.len()]).collect();
        let glyphs = run.glyphs.iter().zip(ends);
        glyphs.map(|(glyph, end)| run.text[glyph.cluster as usize..end].replace('\u{a0}', " "))
    });
    let pages = tree.page_iter().zip(reference(&letter.layout, &letter.fonts));
    let mut count = 0;
    for (page, expected) in pages {
        let tables = tables(&tree, page);
        let ours =
            shown(&tree.get_page_content(page), 1, |font, code| tables[&(font.to_owned(), code)].0);
        let theirs = shown(&expected, 2, |font, glyph| {
            let font = art21::typeset::FontId(font[1..].parse().unwrap());
            f64::from(letter.fonts.advance(font, glyph))
        });
        assert_eq!(ours.len(), theirs.len());
        for (our, their) in ours.iter().zip(&theirs) {
            let apart = (our.x - their.x).abs().max((our.y - their.y).abs());
            assert!(our.font == their.font && apart < 0.01, "{our:?} {their:?}");
            let characters = &tables[&(our.font.clone(), our.code)].1;
            assert_eq!(Some(characters), written.next().as_ref(), "{our:?}");
            count += 1;
        }
    }
    assert!(count > 5000 && written.next().is_none(), "{count} glyphs");
}

#[test]
fn what_a_glyph_reads_as_in_one_letter_is_not_remembered_for_the_next() {
    // A letter with a character outside the repertoire, and one where the glyph reads otherwise.
    let mut document = member().document;
    document.parts[0].body.insert(2, Block::Paragraph(Text::data("Łódź", "sender.city")));
    let fonts = Fonts::new(Vec::new()).unwrap();
    let first = Typesetter::new(&fonts).pages(&document, Form::Din5008B).unwrap();
    let mut second = first.clone();
    for piece in second.pages.iter_mut().flat_map(|page| &mut page.pieces) {
        for ink in Arc::make_mut(&mut piece.ink) {
            if let Ink::Glyphs(run) = ink {
                run.text = run.text.replace('Ł', "Ĺ");
            }
        }
    }
    assert!(first != second);
    let mut writer = pdf::Writer::new(&fonts);
    writer.write(&document, &first).unwrap();
    let after = writer.write(&document, &second).unwrap();
    assert!(after == pdf::Writer::new(&fonts).write(&document, &second).unwrap());
}

fn dictionaries(tree: &lopdf::Document) -> impl Iterator<Item = (ObjectId, &Dictionary)> {
    tree.objects.iter().filter_map(|(id, object)| Some((*id, object.as_dict().ok()?)))
}

#[test]
fn a_link_is_an_address_in_ascii_with_its_element_and_a_rectangle_around_its_words() {
    let mut document = member().document;
    let uri = "https://www.linkedin.com/in/jörg-(müller)";
    let link = Span { link: Some(uri.into()), ..Span::plain("Profil") };
    document.parts[0].body.insert(2, Block::Paragraph(Text(vec![link])));
    let tree = lopdf::Document::load_mem(&file(&document)).unwrap();
    let address = |annotation: &Dictionary| {
        let action = annotation.get(b"A").ok()?.as_dict().ok()?;
        Some(action.get(b"URI").ok()?.as_str().unwrap().to_vec())
    };
    let wanted = b"https://www.linkedin.com/in/j%C3%B6rg-(m%C3%BCller)";
    let links: Vec<_> = dictionaries(&tree)
        .filter(|(_, dictionary)| address(dictionary).as_deref() == Some(wanted))
        .collect();
    let [(id, annotation)] = links[..] else { panic!("{links:?}") };
    let rectangle: Vec<_> =
        annotation.get(b"Rect").unwrap().as_array().unwrap().iter().map(number).collect();
    assert!(rectangle[2] - rectangle[0] > 20.0 && rectangle[3] - rectangle[1] > 8.0);
    let element = dictionaries(&tree).find(|(_, element)| {
        element.get(b"S").and_then(Object::as_name).ok() == Some(b"Link")
            && element.get(b"K").and_then(Object::as_array).is_ok_and(|kids| {
                let objr = |kid: &Object| kid.as_dict().ok()?.get(b"Obj").ok()?.as_reference().ok();
                kids.iter().any(|kid| objr(kid) == Some(id))
            })
    });
    assert!(element.is_some(), "no element has the annotation");
}

#[test]
fn lines_to_write_on_are_a_figure_that_says_what_they_are() {
    let letter = Letter::of(&support::root("tests/cases/de-handwritten"));
    let tree = lopdf::Document::load_mem(&letter.pdf()).unwrap();
    let is_figure = |element: &&Dictionary| {
        element.get(b"S").and_then(Object::as_name).ok() == Some(b"Figure".as_slice())
    };
    let figures: Vec<_> =
        dictionaries(&tree).map(|(_, element)| element).filter(is_figure).collect();
    let [figure] = figures[..] else { panic!("{figures:?}") };
    let alt = lopdf::decode_text_string(figure.get(b"Alt").unwrap()).unwrap();
    assert_eq!(alt, "Linien für handschriftliche Angaben");
    let attributes = figure.get(b"A").unwrap().as_dict().unwrap();
    let corners: Vec<_> =
        attributes.get(b"BBox").unwrap().as_array().unwrap().iter().map(number).collect();
    let millimetres = |points: f64| points / 72.0 * 25.4;
    let (width, height) = (corners[2] - corners[0], corners[3] - corners[1]);
    assert!((millimetres(width) - 165.0).abs() < 0.1, "{corners:?}");
    assert!((millimetres(height) - 4.0 * 9.0 - 0.15).abs() < 0.1, "{corners:?}");

    let page = tree.page_iter().nth(1).unwrap();
    let mut marks = Vec::new();
    let mut rules = 0;
    for operation in Content::decode(&tree.get_page_content(page)).unwrap().operations {
        match operation.operator.as_str() {
            "BDC" => marks.push(operation.operands[0].as_name().unwrap().to_vec()),
            "EMC" => _ = marks.pop(),
            "re" if marks == [b"Figure".to_vec()] => rules += 1,
            _ => {}
        }
    }
    assert_eq!(rules, 5);
}

#[test]
fn words_in_the_language_of_the_letter_say_so_inside_its_courtesy_copy() {
    let folder = support::root("tests/cases/de-signed-with-courtesy-copy");
    let mut document = Letter::of(&folder).document;
    let german = Span { language: Some(Language::GERMAN), ..Span::plain("Vermittlungsausschuss") };
    let words = Text(vec![Span::plain("In German: "), german]);
    document.parts[1].body.insert(2, Block::Paragraph(words));
    let tree = lopdf::Document::load_mem(&file(&document)).unwrap();
    let language =
        |element: &Dictionary| Some(element.get(b"Lang").ok()?.as_str().unwrap().to_vec());
    // Up from each span that is German: the first language above it is English.
    let inside = dictionaries(&tree).any(|(_, span)| {
        if span.get(b"S").and_then(Object::as_name).ok() != Some(b"Span")
            || language(span).as_deref() != Some(b"de")
        {
            return false;
        }
        let mut above = span;
        while let Ok(parent) = above.get(b"P").and_then(|parent| parent.as_reference()) {
            above = tree.get_dictionary(parent).unwrap();
            if let Some(language) = language(above) {
                return language == b"en";
            }
        }
        false
    });
    assert!(inside);
}
