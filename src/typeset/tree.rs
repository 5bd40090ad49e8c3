//! The structure tree while it grows, and pieces put on pages under its elements.

use std::ops::Range;
use std::sync::Arc;

use super::paragraph::Para;
use super::{Artifact, Element, Mark, Page, Piece, Role};
use crate::language::Language;

/// Elements, parents before children, in reading order.
#[derive(Debug, Default)]
pub(super) struct Tree(pub(super) Vec<Element>);

/// What a paragraph is in the tree.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// An element, and the first of the elements inside the paragraph.
    Element(usize, usize),
    /// Nothing that is read.
    Artifact(Artifact),
}

impl Tree {
    /// Adds an element.
    pub(super) fn add(
        &mut self,
        role: Role,
        parent: Option<usize>,
        language: Option<Language>,
    ) -> usize {
        self.0.push(Element { role, parent, language });
        self.0.len() - 1
    }

    /// Adds a paragraph and the elements inside it.
    pub(super) fn paragraph(&mut self, role: Role, parent: usize, para: &Para) -> Place {
        let element = self.add(role, Some(parent), None);
        self.inside(element, para)
    }

    /// Adds the elements inside a paragraph to the element that it belongs to.
    pub(super) fn inside(&mut self, element: usize, para: &Para) -> Place {
        let first = self.0.len();
        for inner in &para.inner {
            let role = match &inner.link {
                Some(uri) => Role::Link { uri: uri.clone() },
                None => Role::Span,
            };
            self.add(role, Some(element), inner.language);
        }
        Place::Element(element, first)
    }
}

impl Page {
    /// Puts lines of a paragraph on the page, the baseline of the first at `y`.
    pub(super) fn put(&mut self, para: &Para, lines: Range<usize>, x: f32, y: f32, place: Place) {
        let whole = lines == (0..para.lines);
        for piece in &para.pieces {
            let mark = match (place, piece.inner) {
                (Place::Artifact(artifact), _) => Mark::Artifact(artifact),
                (Place::Element(element, _), None) => Mark::Element(element),
                (Place::Element(_, first), Some(inner)) => Mark::Element(first + inner),
            };
            // Where a paragraph is cut depends on the letter: its halves are nobody else's.
            let ink = if whole {
                Arc::clone(&piece.ink)
            } else {
                Arc::new(piece.on(lines.clone(), para.leading))
            };
            if !ink.is_empty() {
                self.pieces.push(Piece { x, y, mark, ink });
            }
        }
    }
}
