//! Whole letters, from config to pages, compared with what was approved.
//!
//! A case is a folder of `tests/cases/` with an `art21.toml`; its date is set in it, so that it is
//! the same letter on every day.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use art21::document::{Document, Image};
use art21::input::Config;
use art21::letter::{self, Kind};
use art21::output::{html, markdown, pdf, text};
use art21::typeset::{Fonts, Layout, Typesetter, dump};

use crate::support;

/// The folders of `tests/cases/`.
pub(crate) fn folders() -> Vec<PathBuf> {
    let mut folders: Vec<_> = fs::read_dir(support::root("tests/cases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}

/// A case taken through every stage.
pub(crate) struct Letter {
    /// The letter as words.
    pub(crate) document: Document,
    /// Its version for a form.
    pub(crate) short: Document,
    /// The letter as pages.
    pub(crate) layout: Layout,
    /// The fonts it is set in.
    pub(crate) fonts: Fonts,
}

impl Letter {
    /// Takes the case of a folder from its config to its pages.
    pub(crate) fn of(folder: &Path) -> Letter {
        let texts = support::texts();
        let path = folder.join("art21.toml");
        let read = support::config(&support::read(&path), &texts);
        let (Config { case, signature, form, fonts, .. }, _) =
            read.unwrap_or_else(|problems| panic!("{}: {problems:#?}", path.display()));
        let write = |kind| {
            letter::write(&case, kind, &texts)
                .unwrap_or_else(|problems| panic!("{}: {problems:#?}", path.display()))
        };
        let (mut document, short) = (write(Kind::Objection), write(Kind::Short));
        document.signature = signature
            .map(|name| Arc::new(Image::read(&fs::read(folder.join(name)).unwrap()).unwrap()));
        let extra = fonts
            .iter()
            .map(|(_, name)| (name.display().to_string(), fs::read(folder.join(name)).unwrap()));
        let fonts = Fonts::new(extra.collect()).unwrap();
        let layout = Typesetter::new(&fonts)
            .pages(&document, form)
            .unwrap_or_else(|problems| panic!("{}: {problems:#?}", path.display()));
        Letter { document, short, layout, fonts }
    }

    /// The letter as a file.
    pub(crate) fn pdf(&self) -> Vec<u8> {
        pdf::Writer::new(&self.fonts).write(&self.document, &self.layout).unwrap()
    }
}

#[test]
fn every_case_is_the_letter_that_was_approved() {
    let folders = folders();
    assert!(folders.len() >= 8, "the cases are gone");
    let mut changed = Vec::new();
    for folder in folders {
        let letter = Letter::of(&folder);
        let outputs = [
            ("letter.md", markdown::write(&letter.document)),
            ("letter.txt", text::write(&letter.document)),
            ("short.txt", text::write_body(&letter.short)),
            ("letter.html", html::write(&letter.document)),
            ("pages.txt", dump::dump(&letter.layout, &letter.fonts)),
        ];
        for (name, output) in outputs {
            let path = folder.join("expected").join(name);
            // All of them are compared, or rewritten, before the test ends.
            let compared = std::panic::catch_unwind(|| support::compare(&path, &output));
            if compared.is_err() {
                changed.push(path);
            }
        }
    }
    assert!(changed.is_empty(), "not as approved: {changed:#?}");
}

#[test]
fn the_default_letter_fits_on_two_pages() {
    for name in ["de-member", "en-member", "de-former-member", "de-non-member"] {
        let letter = Letter::of(&support::root("tests/cases").join(name));
        let parts = letter.document.parts.len();
        assert_eq!(letter.layout.pages.len(), 2 * parts, "{name}");
    }
}

#[test]
fn a_letter_without_picture_and_courtesy_copy_fits_in_forty_kilobytes() {
    for folder in folders() {
        let letter = Letter::of(&folder);
        let more = letter.document.signature.is_some() || letter.document.parts.len() > 1;
        let size = letter.pdf().len();
        assert!(more || size <= 40 * 1024, "{}: {size} bytes", folder.display());
    }
}

#[test]
fn the_short_version_fits_into_a_form() {
    for folder in folders() {
        let short = text::write_body(&Letter::of(&folder).short);
        let length = short.chars().count();
        // One ground of a sentence; cases with long grounds of their own are longer.
        if folder.file_name().unwrap().to_string_lossy().ends_with("member") {
            assert!(length < 1500, "{}: {length} characters", folder.display());
        }
    }
}
