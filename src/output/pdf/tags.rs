//! The structure tree (ISO 32000-1 14.7, ISO 14289-1 7.1): which content belongs to which element.

use std::fmt::Write as _;

use super::file::File;
use super::syntax::text_of;
use crate::document::Document;
use crate::typeset::{Element, Layout, Role};

/// What an element holds, in reading order.
enum Kid {
    Element(usize),
    Content { page: usize, id: usize },
    Annotation { page: usize, object: u32 },
}

/// The tree while pages are written.
pub(super) struct Tags<'l> {
    elements: &'l [Element],
    kids: Vec<Vec<Kid>>,
    attached: Vec<bool>,
    /// For each page the element of each marked content, by its identifier.
    pages: Vec<Vec<usize>>,
    /// The elements of the annotations, in the order of their keys in the parent tree.
    annotations: Vec<usize>,
    /// Boxes of figures, by element: `/BBox` (14.8.5.4.3).
    boxes: Vec<Option<[f32; 4]>>,
}

impl<'l> Tags<'l> {
    pub(super) fn new(layout: &'l Layout) -> Self {
        let count = layout.elements.len();
        Tags {
            elements: &layout.elements,
            kids: (0..count).map(|_| Vec::new()).collect(),
            attached: vec![false; count],
            pages: layout.pages.iter().map(|_| Vec::new()).collect(),
            annotations: Vec::new(),
            boxes: vec![None; count],
        }
    }

    /// The element's structure type.
    pub(super) fn kind(&self, element: usize) -> &'static str {
        match &self.elements[element].role {
            Role::Document => "Document",
            Role::Part => "Part",
            Role::H1 => "H1",
            Role::H2 => "H2",
            Role::P => "P",
            Role::L { .. } => "L",
            Role::LI => "LI",
            Role::Lbl => "Lbl",
            Role::LBody => "LBody",
            Role::BlockQuote => "BlockQuote",
            Role::Span => "Span",
            Role::Link { .. } => "Link",
            Role::Figure { .. } => "Figure",
        }
    }

    /// Where a link leads; `None` for any other element.
    pub(super) fn uri(&self, element: usize) -> Option<&'l str> {
        match &self.elements[element].role {
            Role::Link { uri } => Some(uri),
            _ => None,
        }
    }

    /// Adds content of an element on a page; gives its identifier there.
    pub(super) fn content(&mut self, element: usize, page: usize) -> usize {
        self.attach(element);
        let id = self.pages[page].len();
        self.pages[page].push(element);
        self.kids[element].push(Kid::Content { page, id });
        id
    }

    /// Adds an annotation of an element; gives its key in the parent tree.
    pub(super) fn annotation(&mut self, element: usize, page: usize, object: u32) -> usize {
        self.kids[element].push(Kid::Annotation { page, object });
        self.annotations.push(element);
        self.pages.len() + self.annotations.len() - 1
    }

    /// Says where a figure stands: left, bottom, right, top.
    pub(super) fn figure(&mut self, element: usize, bounds: [f32; 4]) {
        self.boxes[element] = Some(bounds);
    }

    /// The part that an element belongs to.
    pub(super) fn part(&self, mut element: usize) -> Option<usize> {
        loop {
            if self.elements[element].role == Role::Part {
                return Some(element);
            }
            element = self.elements[element].parent?;
        }
    }

    /// An element stands among its parent's kids where its first content does.
    fn attach(&mut self, element: usize) {
        if std::mem::replace(&mut self.attached[element], true) {
            return;
        }
        if let Some(parent) = self.elements[element].parent {
            self.attach(parent);
            self.kids[parent].push(Kid::Element(element));
        }
    }

    /// Writes the tree; gives the number of its root.
    pub(super) fn write(self, file: &mut File, document: &Document, pages: &[u32]) -> u32 {
        let root = file.number();
        let numbers: Vec<u32> =
            self.attached.iter().map(|&on| if on { file.number() } else { 0 }).collect();
        let default = document.parts.first().map(|part| part.language);
        for (at, element) in self.elements.iter().enumerate() {
            if !self.attached[at] {
                continue;
            }
            let parent = element.parent.map_or(root, |parent| numbers[parent]);
            let mut more = String::new();
            // The catalogue says the language of the document.
            if let Some(language) = element
                .language
                .filter(|&l| at == 0 || Some(l) != default || element.role == Role::Part)
            {
                let _ = write!(more, "/Lang({language})");
            }
            match &element.role {
                Role::L { ordered } => {
                    let numbering = if *ordered { "Decimal" } else { "Disc" };
                    let _ = write!(more, "/A<</O/List/ListNumbering/{numbering}>>");
                }
                Role::Figure { alt } => {
                    let _ = write!(more, "/Alt {}", text_of(alt));
                    if let Some([left, bottom, right, top]) = self.boxes[at] {
                        let _ = write!(
                            more,
                            "/A<</O/Layout/Placement/Block/BBox[{left:.2} {bottom:.2} {right:.2} {top:.2}]>>"
                        );
                    }
                }
                _ => {}
            }
            let kids = self.list(at, &numbers, pages);
            let kind = self.kind(at);
            file.object(
                numbers[at],
                format_args!("<</Type/StructElem/S/{kind}/P {parent} 0 R{more}/K[{kids}]>>"),
            );
        }
        let mut parents = String::new();
        for (page, elements) in self.pages.iter().enumerate() {
            let _ = write!(parents, "{page}[");
            for &element in elements {
                let _ = write!(parents, "{} 0 R ", numbers[element]);
            }
            parents.push(']');
        }
        for (at, &element) in self.annotations.iter().enumerate() {
            let _ = write!(parents, " {} {} 0 R", self.pages.len() + at, numbers[element]);
        }
        let next = self.pages.len() + self.annotations.len();
        let tree = file.number();
        file.object(tree, format_args!("<</Nums[{parents}]>>"));
        let first = numbers.first().copied().unwrap_or_default();
        file.object(
            root,
            format_args!(
                "<</Type/StructTreeRoot/K {first} 0 R/ParentTree {tree} 0 R/ParentTreeNextKey {next}>>"
            ),
        );
        root
    }

    fn list(&self, element: usize, numbers: &[u32], pages: &[u32]) -> String {
        let mut out = String::new();
        for kid in &self.kids[element] {
            let _ = match kid {
                Kid::Element(kid) => write!(out, "{} 0 R ", numbers[*kid]),
                Kid::Content { page, id } => {
                    write!(out, "<</Type/MCR/Pg {} 0 R/MCID {id}>>", pages[*page])
                }
                Kid::Annotation { page, object } => {
                    write!(out, "<</Type/OBJR/Pg {} 0 R/Obj {object} 0 R>>", pages[*page])
                }
            };
        }
        out
    }
}
