//! A layout as text, one line a positioned item: what tests compare.

use std::fmt::Write;

use super::din5008::MM;
use super::{Artifact, Fonts, Ink, Layout, Mark};

/// Writes page, position in millimetres (from the left edge, and of the baseline or upper edge
/// from the top), font and size, place in the structure tree, and text of everything on the pages.
pub fn dump(layout: &Layout, fonts: &Fonts) -> String {
    let mut out = String::new();
    for (number, page) in layout.pages.iter().enumerate() {
        for piece in &page.pieces {
            let path = match piece.mark {
                Mark::Artifact(Artifact::Layout) => String::from("Artifact(Layout)"),
                Mark::Artifact(Artifact::Pagination) => String::from("Artifact(Pagination)"),
                Mark::Element(element) => path(layout, element),
            };
            for ink in piece.ink.iter() {
                let (x, y, what) = match ink {
                    Ink::Glyphs(run) => {
                        let font = &fonts.face(run.font).name;
                        (run.x, run.y, format!("{font} {} {path} {:?}", run.size, run.text))
                    }
                    Ink::Rule { x, y, width, height } => {
                        let (width, height) = (width / MM, height / MM);
                        (*x, *y, format!("rule {width:.2}×{height:.2} {path}"))
                    }
                    Ink::Picture { x, y, width, height, .. } => {
                        let (width, height) = (width / MM, height / MM);
                        (*x, *y, format!("picture {width:.2}×{height:.2} {path}"))
                    }
                };
                let (x, y) = ((piece.x + x) / MM, (piece.y + y) / MM);
                // Writing to a string cannot fail.
                let _ = writeln!(out, "{} {x:.2} {y:.2} {what}", number + 1);
            }
        }
    }
    out
}

/// `Document/Part(de)/P/Link`.
fn path(layout: &Layout, element: usize) -> String {
    let this = &layout.elements[element];
    let name = this.role.name();
    let name = match this.language {
        Some(language) => format!("{name}({language})"),
        None => String::from(name),
    };
    match this.parent {
        Some(parent) => format!("{}/{name}", path(layout, parent)),
        None => name,
    }
}
