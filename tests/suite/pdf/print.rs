//! The file for the printer: many letters in one.

use std::fs;
use std::path::PathBuf;

use art21::document::{Block, Form, Span, Text};
use art21::language::Language;
use art21::letter::{Cover, Kind};
use art21::output::pdf::{self, About, Bundle, Drawn, Print};
use art21::typeset::{Fonts, Typesetter};

use super::folder;
use crate::cases::{self, Letter};
use crate::{support, tools};

/// The letters of all cases set in the embedded fonts, each as often as asked for, in files of at most
/// `largest` bytes.
fn printed(times: usize, duplex: bool, largest: u64) -> (Vec<Vec<u8>>, Vec<(String, usize)>) {
    let fonts = Fonts::new(Vec::new()).unwrap();
    let mut writer = pdf::Writer::new(&fonts);
    let letters: Vec<Letter> = cases::folders().iter().map(|folder| Letter::of(folder)).collect();
    let letters: Vec<&Letter> = letters
        .iter()
        .filter(|letter| letter.fonts.ids().count() == fonts.ids().count())
        .cycle()
        .take(times * letters.len())
        .collect();
    let mut names = Vec::new();
    let mut files = Vec::new();
    let begin = || Print::new(&fonts, about(), duplex);
    let (mut print, mut out) = (begin(), Vec::new());
    for (at, letter) in letters.iter().enumerate() {
        let drawn: [Drawn; 1] = [writer.draw(&letter.document, &letter.layout).unwrap()];
        let title = format!("{} {at}", letter.document.author);
        let language = letter.document.parts[0].language;
        let bundle = Bundle { title: &title, language, letters: &drawn };
        if !print.has_room(&bundle, largest) {
            std::mem::replace(&mut print, begin()).finish(&mut out).unwrap();
            files.push(std::mem::take(&mut out));
        }
        print.add(&bundle).unwrap();
        print.drain(&mut out).unwrap();
        names.push((title.clone(), drawn[0].pages()));
    }
    print.finish(&mut out).unwrap();
    files.push(out);
    (files, names)
}

/// Letters of a case, each behind the sheet for the person.
fn with_covers() -> Vec<u8> {
    let texts = support::texts();
    let fonts = Fonts::new(Vec::new()).unwrap();
    let words = art21::letter::Writer::new(&texts).unwrap();
    let (mut typesetter, mut writer) = (Typesetter::new(&fonts), pdf::Writer::new(&fonts));
    let (mut print, mut out) = (Print::new(&fonts, about(), true), Vec::new());
    for name in ["de-member", "en-member", "de-handwritten"] {
        let config = support::read(support::root("tests/cases").join(name).join("art21.toml"));
        let (config, _) = support::config(&config, &texts).unwrap();
        let cover = words.cover(&config.case, &Cover::default()).unwrap();
        let letter = words.write(&config.case, Kind::Objection).unwrap();
        let letters = [cover, letter].map(|document| {
            let layout = typesetter.pages(&document, config.form).unwrap();
            writer.draw(&document, &layout).unwrap()
        });
        let title = &config.case.sender.name;
        let bundle = Bundle { title, language: config.case.language, letters: &letters };
        print.add(&bundle).unwrap();
        print.drain(&mut out).unwrap();
    }
    print.finish(&mut out).unwrap();
    out
}

fn about() -> About {
    let title = String::from("Widersprüche nach Art. 21 DSGVO");
    About { title, day: String::from("2026-11-24"), language: Language::GERMAN }
}

fn written(name: &str, files: &[Vec<u8>]) -> Vec<PathBuf> {
    let folder = folder("print");
    let path = |at| folder.join(format!("{name}-{at}.pdf"));
    for (at, bytes) in files.iter().enumerate() {
        fs::write(path(at), bytes).unwrap();
    }
    (0..files.len()).map(path).collect()
}

#[test]
fn the_file_for_the_printer_is_archival_and_accessible_too() {
    let mut all = Vec::new();
    for (name, duplex, largest) in [
        ("single", false, pdf::LARGEST),
        ("duplex", true, pdf::LARGEST),
        ("several", false, 300_000),
    ] {
        let (files, _) = printed(2, duplex, largest);
        assert_eq!(files.len() > 1, name == "several", "{name}: {}", files.len());
        assert!(files.iter().all(|file| (file.len() as u64) < largest), "{name}");
        all.extend(written(name, &files));
    }
    all.extend(written("covers", &[with_covers()]));
    for flavour in ["2a", "ua1"] {
        let Some(verdicts) = tools::verapdf(flavour, &all) else { return };
        let failed: Vec<_> = verdicts.iter().filter(|(_, passed)| !passed).collect();
        assert!(failed.is_empty(), "{flavour}: {failed:?}");
    }
    for path in all {
        let Some(told) = tools::printed("qpdf", &["--check", path.to_str().unwrap()]) else {
            return;
        };
        assert!(told.contains("No syntax or stream encoding errors"), "{told}");
    }
}

#[test]
fn every_letter_of_the_file_for_the_printer_has_its_pages_its_bookmark_and_its_part() {
    let (files, names) = printed(20, false, pdf::LARGEST);
    let tree = lopdf::Document::load_mem(&files[0]).unwrap();
    let pages = tree.get_pages();
    assert_eq!(pages.len(), names.iter().map(|(_, pages)| pages).sum::<usize>());
    let toc = tree.get_toc().unwrap().toc;
    let mut first = 1;
    assert_eq!(toc.len(), names.len());
    for (mark, (name, pages)) in toc.iter().zip(&names) {
        assert_eq!((&mark.title, mark.page), (name, first));
        first += pages;
    }
    let root = tree.catalog().unwrap().get(b"StructTreeRoot").unwrap().as_reference().unwrap();
    let document = tree.get_dictionary(root).unwrap().get(b"K").unwrap().as_reference().unwrap();
    let parts = tree.get_dictionary(document).unwrap().get(b"K").unwrap().as_array().unwrap();
    assert_eq!(parts.len(), names.len());
    for part in parts {
        let part = tree.get_dictionary(part.as_reference().unwrap()).unwrap();
        assert_eq!(part.get(b"S").unwrap().as_name().unwrap(), b"Part");
        assert!(matches!(part.get(b"Lang").unwrap().as_str().unwrap(), b"de" | b"en"));
    }
}

#[test]
fn a_letter_shows_the_same_in_the_file_for_the_printer_as_in_its_own() {
    let (files, names) = printed(1, false, pdf::LARGEST);
    let together = lopdf::Document::load_mem(&files[0]).unwrap();
    let content =
        |tree: &lopdf::Document, page: u32| tree.get_page_content(tree.get_pages()[&page]);
    let mut page = 1;
    for (folder, (_, count)) in cases::folders().iter().zip(&names) {
        let own = lopdf::Document::load_mem(&Letter::of(folder).pdf()).unwrap();
        for at in 1..=*count as u32 {
            assert_eq!(content(&together, page), content(&own, at), "{}", folder.display());
            page += 1;
        }
    }
}

#[test]
fn with_duplex_every_letter_begins_on_a_front_side() {
    let (files, names) = printed(2, true, pdf::LARGEST);
    let tree = lopdf::Document::load_mem(&files[0]).unwrap();
    let toc = tree.get_toc().unwrap().toc;
    assert_eq!(toc.len(), names.len());
    assert!(names.iter().any(|(_, pages)| pages % 2 == 1), "no letter ends on a front side");
    assert!(toc.iter().all(|mark| mark.page % 2 == 1));
}

#[test]
fn links_of_several_letters_stand_in_one_parent_tree() {
    let fonts = Fonts::new(Vec::new()).unwrap();
    let mut writer = pdf::Writer::new(&fonts);
    let mut document = Letter::of(&support::root("tests/cases/de-member")).document;
    let link = Span { link: Some(String::from("https://example.org")), ..Span::plain("hier") };
    document.parts[0].body.push(Block::Paragraph(Text(vec![link.clone()])));
    document.parts[0].body.push(Block::Paragraph(Text(vec![link])));
    let layout = Typesetter::new(&fonts).pages(&document, Form::Din5008B).unwrap();
    let (mut print, mut out) = (Print::new(&fonts, about(), false), Vec::new());
    for _ in 0..3 {
        let letters = [writer.draw(&document, &layout).unwrap()];
        print
            .add(&Bundle { title: "Erika", language: Language::GERMAN, letters: &letters })
            .unwrap();
        print.drain(&mut out).unwrap();
    }
    print.finish(&mut out).unwrap();
    let tree = lopdf::Document::load_mem(&out).unwrap();
    let root = tree.catalog().unwrap().get(b"StructTreeRoot").unwrap().as_reference().unwrap();
    let parents = tree.get_dictionary(root).unwrap().get(b"ParentTree").unwrap().as_dict().unwrap();
    let mut keys = Vec::new();
    for leaf in parents.get(b"Kids").unwrap().as_array().unwrap() {
        let leaf = tree.get_dictionary(leaf.as_reference().unwrap()).unwrap();
        let rows = leaf.get(b"Nums").unwrap().as_array().unwrap();
        let mut own: Vec<i64> = Vec::new();
        for row in rows.chunks(2) {
            own.push(row[0].as_i64().unwrap());
            assert!(row[1].as_reference().is_ok() || row[1].as_array().is_ok(), "{row:?}");
        }
        let limits = leaf.get(b"Limits").unwrap().as_array().unwrap();
        let limits = [0, 1].map(|at| limits[at].as_i64().unwrap());
        assert_eq!(limits, [own[0], own[own.len() - 1]]);
        keys.extend(own);
    }
    // Each letter has two pages and two links.
    assert_eq!(keys, (0..12).collect::<Vec<i64>>());
}
