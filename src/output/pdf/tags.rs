//! The structure tree (ISO 32000-1 14.7, ISO 14289-1 7.1): which content belongs to which element.

use std::fmt::Write as _;

use super::file::File;
use super::syntax::text_of;
use crate::typeset::{Element, Layout, Role};

/// What an element holds, in reading order.
enum Kid {
    Element(usize),
    Content { page: usize, id: usize },
    Annotation { page: usize, link: usize },
}

/// The tree of one letter, before its elements have numbers.
pub(super) struct Tags {
    elements: Vec<Element>,
    kids: Vec<Vec<Kid>>,
    /// The page on which the first content of each element stands; none for what has no content.
    begins: Vec<Option<usize>>,
    /// For each page the element of each marked content, by its identifier.
    pages: Vec<Vec<usize>>,
    /// The elements of the links, in the order of their keys in the parent tree.
    links: Vec<usize>,
    /// Boxes of figures, by element: `/BBox` (14.8.5.4.3).
    boxes: Vec<Option<[f32; 4]>>,
}

/// Where the objects of a letter stand in a file.
pub(super) struct Place<'a> {
    /// Its pages.
    pub(super) pages: &'a [u32],
    /// Its links.
    pub(super) links: &'a [u32],
    /// The element above it.
    pub(super) parent: u32,
    /// The type of its root.
    pub(super) kind: &'static str,
    /// The key of its first page in the parent tree; those of its links follow the last page's.
    pub(super) key: usize,
}

impl Tags {
    pub(super) fn new(layout: &Layout) -> Self {
        let count = layout.elements.len();
        Tags {
            elements: layout.elements.clone(),
            kids: (0..count).map(|_| Vec::new()).collect(),
            begins: vec![None; count],
            pages: layout.pages.iter().map(|_| Vec::new()).collect(),
            links: Vec::new(),
            boxes: vec![None; count],
        }
    }

    /// The element's structure type.
    pub(super) fn kind(&self, element: usize) -> &'static str {
        self.elements[element].role.name()
    }

    /// Adds content of an element on a page; gives its identifier there.
    pub(super) fn content(&mut self, element: usize, page: usize) -> usize {
        self.attach(element, page);
        let id = self.pages[page].len();
        self.pages[page].push(element);
        self.kids[element].push(Kid::Content { page, id });
        id
    }

    /// Where a link leads; `None` for any other element.
    pub(super) fn uri(&self, element: usize) -> Option<&str> {
        match &self.elements[element].role {
            Role::Link { uri } => Some(uri),
            _ => None,
        }
    }

    /// Adds the next link, of an element.
    pub(super) fn link(&mut self, element: usize, page: usize) {
        self.kids[element].push(Kid::Annotation { page, link: self.links.len() });
        self.links.push(element);
    }

    /// Says where a figure stands: left, bottom, right, top.
    pub(super) fn figure(&mut self, element: usize, bounds: [f32; 4]) {
        self.boxes[element] = Some(bounds);
    }

    /// The page on which each part begins.
    pub(super) fn starts(&self) -> impl Iterator<Item = usize> {
        let parts = self.elements.iter().zip(&self.begins);
        parts.filter_map(|(element, page)| page.filter(|_| element.role == Role::Part))
    }

    /// An element stands among its parent's kids where its first content does.
    fn attach(&mut self, element: usize, page: usize) {
        if self.begins[element].is_some() {
            return;
        }
        self.begins[element] = Some(page);
        if let Some(parent) = self.elements[element].parent {
            self.attach(parent, page);
            self.kids[parent].push(Kid::Element(element));
        }
    }

    /// Writes the elements; gives the number of the root, and adds the rows of the pages and links to
    /// those of the parent tree.
    pub(super) fn write(&self, file: &mut File, place: &Place<'_>, parents: &mut String) -> u32 {
        // An element without content is not written.
        let numbers: Vec<u32> =
            self.begins.iter().map(|page| page.map_or(0, |_| file.number())).collect();
        for (at, element) in self.elements.iter().enumerate() {
            let Some(begins) = self.begins[at] else { continue };
            let parent = element.parent.map_or(place.parent, |parent| numbers[parent]);
            let kind = if at == 0 { place.kind } else { self.kind(at) };
            let (more, kids) = (self.attributes(at), self.kids(at, begins, &numbers, place));
            let page = place.pages[begins];
            file.object(
                numbers[at],
                format_args!("<</S/{kind}/P {parent} 0 R/Pg {page} 0 R{more}{kids}>>"),
            );
        }
        // Writing into a String cannot fail.
        for (page, elements) in self.pages.iter().enumerate() {
            let _ = write!(parents, " {}[", place.key + page);
            for &element in elements {
                let _ = write!(parents, "{} 0 R ", numbers[element]);
            }
            parents.push(']');
        }
        for (at, &element) in self.links.iter().enumerate() {
            let key = place.key + self.pages.len() + at;
            let _ = write!(parents, " {key} {} 0 R", numbers[element]);
        }
        numbers.first().copied().unwrap_or_default()
    }

    /// Language, alternative text, the numbers of a list, the place of a figure.
    fn attributes(&self, at: usize) -> String {
        let mut more = String::new();
        if let Some(language) = self.elements[at].language {
            let _ = write!(more, "/Lang({language})");
        }
        match &self.elements[at].role {
            Role::L { ordered } => {
                let numbering = if *ordered { "Decimal" } else { "Disc" };
                let _ = write!(more, "/A<</O/List/ListNumbering/{numbering}>>");
            }
            Role::Figure { alt } => {
                let _ = write!(more, "/Alt{}", text_of(alt));
                if let Some([left, bottom, right, top]) = self.boxes[at] {
                    let _ = write!(
                        more,
                        "/A<</O/Layout/Placement/Block/BBox[{left:.2} {bottom:.2} {right:.2} {top:.2}]>>"
                    );
                }
            }
            _ => {}
        }
        more
    }

    /// What an element holds; content on the page where it begins is named by its identifier alone.
    fn kids(&self, at: usize, begins: usize, numbers: &[u32], place: &Place<'_>) -> String {
        let mut out = String::from("/K[");
        for kid in &self.kids[at] {
            let _ = match kid {
                Kid::Element(kid) => write!(out, "{} 0 R ", numbers[*kid]),
                Kid::Content { page, id } if *page == begins => write!(out, "{id} "),
                Kid::Content { page, id } => {
                    write!(out, "<</Type/MCR/Pg {} 0 R/MCID {id}>>", place.pages[*page])
                }
                Kid::Annotation { page, link } => {
                    let (page, object) = (place.pages[*page], place.links[*link]);
                    write!(out, "<</Type/OBJR/Pg {page} 0 R/Obj {object} 0 R>>")
                }
            };
        }
        out.push(']');
        out
    }
}
