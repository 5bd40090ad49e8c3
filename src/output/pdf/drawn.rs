//! A letter that is drawn: all of it but the numbers of its objects. It can be put into a file of its
//! own or into one with others.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::Arc;

use super::file::File;
use super::fontset::FontSet;
use super::navigation::Link;
use super::picture::Picture;
use super::tags::{Place, Tags};
use super::xmp::Metadata;
use super::{HEIGHT, WIDTH};
use crate::language::Language;
use crate::typeset::FontId;

/// A letter whose pages are drawn.
pub struct Drawn {
    pub(super) sheets: Vec<Sheet>,
    pub(super) links: Vec<Link>,
    pub(super) tags: Tags,
    pub(super) fonts: FontSet,
    pub(super) pictures: Vec<Arc<Picture>>,
    /// The subject of each part, and the page on which it begins.
    pub(super) marks: Vec<(String, usize)>,
    pub(super) language: Option<Language>,
    pub(super) metadata: Metadata,
}

/// A page.
pub(super) struct Sheet {
    /// Its content stream, deflated.
    pub(super) content: Vec<u8>,
    /// Which of the links are on it.
    pub(super) links: Range<usize>,
    /// Whether something on it shows through.
    pub(super) blends: bool,
}

/// What stands above a letter in a file.
pub(super) struct Above {
    /// The node of the page tree.
    pub(super) tree: u32,
    /// The element.
    pub(super) parent: u32,
    /// The type of the letter's own root.
    pub(super) kind: &'static str,
    /// The first key of the letter in the parent tree; it takes [`Drawn::keys`] of them.
    pub(super) key: usize,
}

impl Drawn {
    /// How many pages it has.
    pub fn pages(&self) -> usize {
        self.sheets.len()
    }

    /// How many keys it takes in the parent tree.
    pub(super) fn keys(&self) -> usize {
        self.sheets.len() + self.links.len()
    }

    /// How many bytes it takes in a file, but for its fonts, or fewer.
    pub(super) fn size(&self) -> usize {
        let contents = self.sheets.iter().map(|sheet| sheet.content.len());
        let pictures = self.pictures.iter().map(|picture| picture.size());
        contents.chain(pictures).sum()
    }

    /// Writes all of it; gives the numbers of its pages and of its root, and adds the rows of the
    /// parent tree. `fonts` are the numbers of its fonts.
    pub(super) fn put(
        &self,
        file: &mut File,
        fonts: &[(FontId, u32)],
        above: &Above,
        parents: &mut String,
    ) -> (Vec<u32>, u32) {
        let resources = self.resources(file, fonts);
        let pages: Vec<u32> = self.sheets.iter().map(|_| file.number()).collect();
        let links: Vec<u32> = self.links.iter().map(|_| file.number()).collect();
        for (at, (link, number)) in self.links.iter().zip(&links).enumerate() {
            link.write(file, *number, above.key + pages.len() + at);
        }
        for (at, (sheet, number)) in self.sheets.iter().zip(&pages).enumerate() {
            let content = file.number();
            file.stream(content, "/Filter/FlateDecode", &sheet.content);
            let mut more = String::new();
            if !sheet.links.is_empty() {
                more.push_str("/Annots[");
                for link in &links[sheet.links.clone()] {
                    let _ = write!(more, "{link} 0 R ");
                }
                more.push(']');
            }
            if sheet.blends {
                // What shows through needs a colour space to blend in (ISO 19005-2 6.2.10).
                more.push_str("/Group<</S/Transparency/CS/DeviceRGB>>");
            }
            file.object(
                *number,
                format_args!(
                    "<</Type/Page/Parent {} 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]\
                     /Resources{resources}/Contents {content} 0 R/StructParents {}/Tabs/S{more}>>",
                    above.tree,
                    above.key + at
                ),
            );
        }
        let Above { parent, kind, key, .. } = *above;
        let place = Place { pages: &pages, links: &links, parent, kind, key };
        let root = self.tags.write(file, &place, parents);
        (pages, root)
    }

    /// Writes the pictures; gives the resource dictionary of the pages (ISO 32000-1 7.8.3).
    fn resources(&self, file: &mut File, fonts: &[(FontId, u32)]) -> String {
        let mut resources = String::from("<</Font<<");
        // Writing into a String cannot fail.
        for (id, number) in fonts {
            let _ = write!(resources, "/F{} {number} 0 R", id.0);
        }
        resources.push_str(">>");
        if !self.pictures.is_empty() {
            resources.push_str("/XObject<<");
            for (at, picture) in self.pictures.iter().enumerate() {
                let _ = write!(resources, "/I{at} {} 0 R", picture.write(file));
            }
            resources.push_str(">>");
        }
        resources.push_str(">>");
        resources
    }
}
