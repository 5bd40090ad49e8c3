//! The sheets beside the letters: the one before each, and the list that goes with a parcel.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use art21::case::reference::{self, Reference};
use art21::case::{Case, Organiser};
use art21::document::{Block, Document, Form};
use art21::language::Language;
use art21::letter::{Consignment, Cover, Listed, Writer, consignment_number};
use art21::output::{markdown, pdf};
use art21::typeset::{Fonts, Ink, Layout, Typesetter};
use sha2::{Digest, Sha256};

use crate::{cases, support};

/// The case of a folder.
fn case(name: &str) -> Case {
    let texts = support::texts();
    let path = support::root("tests/cases").join(name).join("art21.toml");
    let (config, _) = support::config(&support::read(path), &texts).unwrap();
    config.case
}

fn organiser() -> Organiser {
    let contact = String::from("datenschutz@example.org");
    Organiser { name: String::from("Beispielverein e. V."), contact }
}

fn cover(case: &Case, cover: &Cover<'_>) -> Document {
    Writer::new(&support::texts()).unwrap().cover(case, cover).unwrap()
}

/// Letters as a consignment lists them: reference, name, pages and sum.
fn letters(count: usize) -> Vec<(String, String, usize, String)> {
    let names = ["Erika Mustermann", "Max Mustermann", "Jane Roe"];
    let mut case = case("de-member");
    let one = |index: usize| {
        case.account.email = Some(format!("{index}@example.org"));
        let sum = Sha256::digest(index.to_string()).iter().fold(String::new(), |mut sum, byte| {
            let _ = write!(sum, "{byte:02x}");
            sum
        });
        let pages = if index % 7 == 6 { 1 } else { 2 };
        (Reference::of(&case).to_string(), names[index % 3].to_owned(), pages, sum)
    };
    (0..count).map(one).collect()
}

fn listed(letters: &[(String, String, usize, String)]) -> Vec<Listed<'_>> {
    letters
        .iter()
        .map(|(reference, name, pages, sha256)| Listed { reference, name, pages: *pages, sha256 })
        .collect()
}

/// A consignment of these letters, without a number and an organiser.
fn empty<'l>(letters: &'l [Listed<'l>]) -> Consignment<'l> {
    Consignment {
        number: "",
        date: support::today(),
        language: Language::GERMAN,
        controller: "linkedin",
        recipient: &[],
        organiser: None,
        letters,
    }
}

fn consignment(language: Language, organiser: Option<&Organiser>, count: usize) -> Document {
    let letters = letters(count);
    let letters = listed(&letters);
    let number = consignment_number(&letters);
    let list = Consignment { number: &number, language, organiser, ..empty(&letters) };
    Writer::new(&support::texts()).unwrap().consignment(&list).unwrap()
}

fn layout(document: &Document) -> Layout {
    let fonts = Fonts::new(Vec::new()).unwrap();
    Typesetter::new(&fonts).pages(document, Form::Din5008B).unwrap()
}

fn file(document: &Document) -> Vec<u8> {
    let fonts = Fonts::new(Vec::new()).unwrap();
    let layout = Typesetter::new(&fonts).pages(document, Form::Din5008B).unwrap();
    pdf::Writer::new(&fonts).write(document, &layout).unwrap()
}

/// Each kind of sheet as a file, by name.
pub(crate) fn files() -> Vec<(String, Vec<u8>)> {
    let organiser = organiser();
    let by = Some(&organiser);
    let handed = Cover { organiser: by, handwritten: true, signed: false };
    vec![
        ("cover-de", cover(&case("de-signed-with-courtesy-copy"), &handed)),
        ("cover-en", cover(&case("en-minor-form-a"), &Cover::default())),
        ("consignment-de", consignment(Language::GERMAN, by, 200)),
        ("consignment-en", consignment(Language::ENGLISH, None, 3)),
    ]
    .into_iter()
    .map(|(name, document)| (name.to_owned(), file(&document)))
    .collect()
}

#[test]
fn every_sheet_is_the_one_that_was_approved() {
    let organiser = organiser();
    let by = Some(&organiser);
    let handed = Cover { organiser: by, handwritten: true, signed: false };
    let signed = Cover { signed: true, ..Cover::default() };
    let mut changed = Vec::new();
    for (name, document) in [
        ("cover-de", cover(&case("de-member"), &handed)),
        ("cover-de-signed", cover(&case("de-signed-with-courtesy-copy"), &signed)),
        ("cover-de-marketing-only", cover(&case("de-marketing-only"), &Cover::default())),
        ("cover-en", cover(&case("en-member"), &handed)),
        ("cover-en-minor", cover(&case("en-minor-form-a"), &Cover::default())),
        ("consignment-de", consignment(Language::GERMAN, by, 3)),
        ("consignment-de-of-one", consignment(Language::GERMAN, None, 1)),
        ("consignment-en", consignment(Language::ENGLISH, by, 3)),
        ("consignment-en-of-one", consignment(Language::ENGLISH, None, 1)),
    ] {
        let path = format!("tests/letters/{name}.md");
        // All of them are compared, or rewritten, before the test ends.
        let text = markdown::write(&document);
        let compared = std::panic::catch_unwind(|| support::compare(&path, &text));
        changed.extend(compared.err().map(|_| path));
    }
    assert!(changed.is_empty(), "not as approved: {changed:#?}");
}

#[test]
fn a_sheet_has_the_reference_of_its_letter_and_nobody_signs_it() {
    let case = case("de-member");
    let letter = cases::Letter::of(&support::root("tests/cases/de-member")).document;
    let organiser = organiser();
    let sheet = cover(&case, &Cover { organiser: Some(&organiser), ..Cover::default() });
    assert_eq!((&sheet.reference, &sheet.date), (&letter.reference, &letter.date));
    assert_eq!(sheet.author, "Beispielverein e. V.");
    assert_eq!(cover(&case, &Cover::default()).author, "");
    assert!(!sheet.parts[0].body.iter().any(|block| matches!(block, Block::Signature { .. })));
}

#[test]
fn the_number_of_a_consignment_is_that_of_its_letters_whatever_their_order() {
    let mut letters = letters(20);
    let number = consignment_number(&listed(&letters));
    letters.reverse();
    assert_eq!(consignment_number(&listed(&letters)), number);
    letters[3].1 = String::from("Jane Roe");
    letters[3].2 = 3;
    assert_eq!(consignment_number(&listed(&letters)), number, "names and pages are in the sums");
    letters[3].3.replace_range(..1, "x");
    assert_ne!(consignment_number(&listed(&letters)), number);
    letters.pop();
    assert_ne!(consignment_number(&listed(&letters)), number);

    // What anybody can compute again: printf '%s  %s\n' SUM REFERENCE … | sort -k2 | sha256sum.
    let sum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    let of = |reference| Listed { reference, name: "Erika Mustermann", pages: 2, sha256: sum };
    let (one, two) = (of("A21-7K3M-Q2XW-9DTB"), of("A21-0000-0000-0000"));
    let hash = Sha256::digest(format!("{sum}  A21-0000-0000-0000\n{sum}  A21-7K3M-Q2XW-9DTB\n"));
    let number = consignment_number(&[one, two]);
    assert_eq!(number, reference::numbered("S", &hash));
    assert_eq!(number.len(), "S-XXXX-XXXX-XXXX".len());
    // Nobody takes it for the reference of a letter.
    assert!(number.parse::<Reference>().is_err());
}

#[test]
fn every_sum_of_a_list_stands_in_one_line_below_its_letter() {
    let layout = layout(&consignment(Language::GERMAN, None, 1200));
    let right = 190.0 * 72.0 / 25.4;
    let mut sums = 0;
    for piece in layout.pages.iter().flat_map(|page| &page.pieces) {
        for ink in piece.ink.iter() {
            let Ink::Glyphs(run) = ink else { continue };
            let width: f32 = run.glyphs.iter().map(|glyph| glyph.advance).sum();
            let end = piece.x + run.x + width * run.size / 1000.0;
            if let Some(sum) = run.text.strip_prefix("SHA-256 ") {
                assert_eq!(sum.chars().filter(char::is_ascii_hexdigit).count(), 64, "{sum}");
                assert!(end <= right, "{sum} ends at {end}");
                sums += 1;
            }
        }
    }
    assert_eq!(sums, 1200);
}

#[test]
fn ten_thousand_letters_take_ten_times_as_long_as_one_thousand() {
    let time = |count| {
        let letters = letters(count);
        let letters = listed(&letters);
        let number = consignment_number(&letters);
        let list = Consignment { number: &number, ..empty(&letters) };
        let texts = support::texts();
        let writer = Writer::new(&texts).unwrap();
        let begun = Instant::now();
        let document = writer.consignment(&list).unwrap();
        let bytes = file(&document);
        assert!(!bytes.is_empty());
        begun.elapsed()
    };
    let (few, many) = (time(1_000), time(10_000));
    // Four times as long, or ten seconds: a machine may be busy with other things.
    assert!(
        many < (few * 40).max(Duration::from_secs(10)),
        "{few:?} for 1,000 letters, {many:?} for 10,000"
    );
}
