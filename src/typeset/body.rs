//! The body of a letter as a stack of slabs: paragraphs with their distances and what they must
//! not be parted from.

use std::sync::Arc;

use super::din5008::{self, MM};
use super::paragraph::{Para, Paragraphs, Setting};
use super::style::{self, Spacing};
use super::tokens::Tone;
use super::tree::{Place, Tree};
use super::{Ink, Role};
use crate::document::{Block, Image, Part, Style, Text};

/// What a slab shows.
pub(super) enum Content {
    /// Lines of text, with the label of a list item before the first.
    Text { para: Arc<Para>, place: Place, label: Option<Label> },
    /// The picture of a signature, and its element.
    Picture { ink: Ink, element: usize },
    /// Ruled lines to write on by hand, and their element.
    Ruled { width: f32, element: usize },
    /// Nothing: room for a signature by hand.
    Room,
}

/// What stands beside the first line: the bullet or number of a list item, a second name.
pub(super) struct Label {
    pub(super) para: Arc<Para>,
    pub(super) place: Place,
    /// From the left edge of the page.
    pub(super) x: f32,
}

/// A paragraph of the body or what stands in the place of one.
pub(super) struct Slab {
    /// From the left edge of the page.
    pub(super) x: f32,
    /// Distance to the slab before it; none at the top of a page.
    pub(super) above: f32,
    /// Size of its letters, for the baseline.
    pub(super) size: f32,
    /// Height of one of its lines.
    pub(super) leading: f32,
    /// How many lines it has.
    pub(super) lines: usize,
    /// Whether the next slab must begin on the page where this one ends.
    pub(super) keep: bool,
    /// Whether it has to stay in one piece.
    pub(super) whole: bool,
    pub(super) content: Content,
}

/// Where blocks stand, and under which element.
#[derive(Clone, Copy)]
struct Column {
    left: f32,
    width: f32,
    parent: usize,
}

/// Builds the stack.
pub(super) struct Body<'a, 'f> {
    paragraphs: &'a mut Paragraphs<'f>,
    tree: &'a mut Tree,
    spacing: Spacing,
    part: &'a Part,
    /// The picture of the signature; without one there is room for a pen.
    signature: Option<&'a Arc<Image>>,
    /// Whether the part is signed at all: the courtesy copy is not.
    signed: bool,
    slabs: Vec<Slab>,
    /// What the next distance is whatever comes.
    next_above: Option<f32>,
}

impl<'a, 'f> Body<'a, 'f> {
    pub(super) fn new(
        paragraphs: &'a mut Paragraphs<'f>,
        tree: &'a mut Tree,
        spacing: Spacing,
        part: &'a Part,
    ) -> Self {
        Body {
            paragraphs,
            tree,
            spacing,
            part,
            signature: None,
            signed: false,
            slabs: Vec::new(),
            next_above: None,
        }
    }

    /// The part is signed: with a picture, or by hand.
    pub(super) fn signed(mut self, picture: Option<&'a Arc<Image>>) -> Self {
        self.signed = true;
        self.signature = picture;
        self
    }

    /// The stack of the whole body.
    pub(super) fn build(mut self, parent: usize) -> Vec<Slab> {
        let left = din5008::LEFT * MM;
        let width = (din5008::RIGHT - din5008::LEFT) * MM;
        let column = Column { left, width, parent };
        let part = self.part;
        for (index, block) in part.body.iter().enumerate() {
            if matches!(part.body.get(index + 1), Some(Block::Signature { .. })) {
                self.block(block, column, self.spacing.closing);
                self.keep_closing();
            } else {
                self.block(block, column, self.spacing.gap);
            }
        }
        self.slabs
    }

    fn block(&mut self, block: &Block, column: Column, above: f32) {
        let spacing = self.spacing;
        match block {
            Block::Subject(text) => {
                self.heading(text, Role::H1, above, column);
                // Two blank lines between subject and salutation.
                self.next_above = Some(2.0 * spacing.leading);
            }
            Block::Heading(text) => {
                self.heading(text, Role::H2, spacing.heading, column);
                self.next_above = Some(style::BELOW_HEADING);
            }
            Block::Paragraph(text) => {
                let leads = text.0.last().is_some_and(|span| span.text.trim_end().ends_with(':'));
                self.paragraph(text, above, column);
                self.last(|slab| slab.keep = leads);
            }
            Block::Lines(count) => self.lines(*count, column),
            Block::Note(text) => {
                let setting = Setting {
                    size: style::NOTE,
                    leading: style::NOTE * 1.22,
                    ..self.setting(column, Style::Emphasis, true)
                };
                self.text(text, setting, above, column, Role::P);
                self.last(|slab| slab.keep = true);
                self.next_above = Some(2.0 * spacing.gap);
            }
            Block::Quotation(blocks) => {
                let parent = self.tree.add(Role::BlockQuote, Some(column.parent), None);
                let inside = Column {
                    left: column.left + style::QUOTATION_INDENT,
                    width: column.width - 2.0 * style::QUOTATION_INDENT,
                    parent,
                };
                self.blocks(blocks, inside, above);
            }
            Block::List { start, items } => self.list(*start, items, column),
            Block::Signature { place_and_date, name, signers } => {
                self.signature(place_and_date.as_ref(), name, signers, column);
            }
            Block::Enclosures(heading, lines) => self.enclosures(heading, lines, column),
        }
    }

    fn blocks(&mut self, blocks: &[Block], column: Column, above: f32) {
        for (index, block) in blocks.iter().enumerate() {
            self.block(block, column, if index == 0 { above } else { self.spacing.gap });
        }
    }

    fn setting(&self, column: Column, style: Style, justify: bool) -> Setting {
        Setting {
            size: self.spacing.size,
            leading: self.spacing.leading,
            width: column.width,
            justify,
            open: false,
            tone: Tone { language: self.part.language, style },
        }
    }

    fn text(&mut self, text: &Text, setting: Setting, above: f32, column: Column, role: Role) {
        let para = self.paragraphs.set(text, setting);
        let place = self.tree.paragraph(role, column.parent, &para);
        let above = self.next_above.take().unwrap_or(above);
        self.slabs.push(Slab {
            x: column.left,
            above,
            size: setting.size,
            leading: setting.leading,
            lines: para.lines,
            keep: false,
            whole: false,
            content: Content::Text { para, place, label: None },
        });
    }

    fn paragraph(&mut self, text: &Text, above: f32, column: Column) {
        self.text(text, self.setting(column, Style::Plain, true), above, column, Role::P);
    }

    fn heading(&mut self, text: &Text, role: Role, above: f32, column: Column) {
        self.text(text, self.setting(column, Style::Strong, false), above, column, role);
        self.last(|slab| (slab.keep, slab.whole) = (true, true));
    }

    /// Lines to write on, on one page with what leads to them.
    fn lines(&mut self, count: usize, column: Column) {
        self.last(|slab| slab.keep = true);
        let alt = self.part.frame.labels.lines.clone();
        let element = self.tree.add(Role::Figure { alt }, Some(column.parent), None);
        self.slabs.push(Slab {
            x: column.left,
            above: 0.0,
            size: self.spacing.size,
            leading: style::WRITING_LINE,
            lines: count,
            keep: false,
            whole: true,
            content: Content::Ruled { width: column.width, element },
        });
        self.next_above = Some(style::BELOW_LINES);
    }

    fn last(&mut self, change: impl FnOnce(&mut Slab)) {
        if let Some(slab) = self.slabs.last_mut() {
            change(slab);
        }
    }

    fn list(&mut self, start: Option<u64>, items: &[Vec<Block>], column: Column) {
        let role = Role::L { ordered: start.is_some() };
        let list = self.tree.add(role, Some(column.parent), None);
        let labels: Vec<Arc<Para>> = (0..items.len() as u64)
            .map(|at| match start {
                Some(first) => format!("{}.", first.saturating_add(at)),
                None => String::from("•"),
            })
            .map(|label| {
                let setting = Setting { open: true, ..self.setting(column, Style::Plain, false) };
                self.paragraphs.set(&Text::plain(label), setting)
            })
            .collect();
        let widest = labels.iter().map(|label| label.width).fold(0.0, f32::max);
        let indent = (widest + style::LABEL_GAP).max(style::BULLET_INDENT);
        for (index, (item, label)) in items.iter().zip(labels).enumerate() {
            let element = self.tree.add(Role::LI, Some(list), None);
            let place = self.tree.paragraph(Role::Lbl, element, &label);
            let parent = self.tree.add(Role::LBody, Some(element), None);
            let inside =
                Column { left: column.left + indent, width: column.width - indent, parent };
            let first = self.slabs.len();
            let above = if index == 0 { self.spacing.gap / 2.0 } else { self.spacing.item };
            for (at, block) in item.iter().enumerate() {
                self.block(block, inside, if at == 0 { above } else { self.spacing.item });
            }
            // Numbers stand with their dots below each other.
            let x = column.left + widest - label.width;
            if let Some(Slab { content: Content::Text { label: slot @ None, .. }, .. }) =
                self.slabs.get_mut(first)
            {
                *slot = Some(Label { para: label, place, x });
            }
        }
    }

    /// What is read last before the signature stays with it: the closing phrase, and at least two
    /// lines of the text.
    fn keep_closing(&mut self) {
        let mut lines = 0;
        for (back, slab) in self.slabs.iter_mut().rev().enumerate() {
            slab.keep = true;
            if back == 0 {
                slab.whole = true;
                continue;
            }
            lines += slab.lines;
            if lines >= 2 {
                break;
            }
        }
    }

    fn signature(
        &mut self,
        place_and_date: Option<&Text>,
        name: &[Text],
        signers: &[Text],
        column: Column,
    ) {
        let setting = self.setting(column, Style::Plain, false);
        let name = Text::of_lines(name);
        let named_first = (!signers.is_empty()).then_some(&name);
        for text in place_and_date.into_iter().chain(named_first) {
            self.text(text, setting, self.spacing.gap, column, Role::P);
            self.last(|slab| (slab.keep, slab.whole) = (true, true));
        }
        if self.signed {
            let room = din5008::SIGNATURE_ROOM * MM;
            let (content, leading) = match self.signature {
                Some(image) => {
                    let alt = self.part.frame.labels.signature.clone();
                    let element = self.tree.add(Role::Figure { alt }, Some(column.parent), None);
                    let (ink, height) = picture(image);
                    (Content::Picture { ink, element }, height)
                }
                None => (Content::Room, room),
            };
            self.slabs.push(Slab {
                x: column.left,
                above: self.spacing.gap,
                size: self.spacing.size,
                leading,
                lines: 1,
                keep: true,
                whole: true,
                content,
            });
        }
        let above = if self.signed { 2.0 } else { self.spacing.gap };
        match signers {
            [] => self.text(&name, setting, above, column, Role::P),
            _ => self.side_by_side(signers, above, column),
        }
        self.last(|slab| slab.whole = true);
    }

    /// Who sign together: two in a column each where both names fit, else below each other.
    fn side_by_side(&mut self, signers: &[Text], above: f32, column: Column) {
        let setting = self.setting(column, Style::Plain, false);
        let half = column.width / 2.0;
        let fits = |para: &Para| para.lines == 1 && para.width < half;
        let paras = signers.iter().map(|text| self.paragraphs.set(text, setting));
        match paras.collect::<Vec<_>>().as_slice() {
            [left, right] if fits(left) && fits(right) => {
                self.text(&signers[0], setting, above, column, Role::P);
                let place = self.tree.paragraph(Role::P, column.parent, right);
                let beside = Label { para: Arc::clone(right), place, x: column.left + half };
                self.last(|slab| {
                    if let Content::Text { label, .. } = &mut slab.content {
                        *label = Some(beside);
                    }
                });
            }
            _ => self.text(&Text::of_lines(signers), setting, above, column, Role::P),
        }
    }

    fn enclosures(&mut self, heading: &Text, lines: &[Text], column: Column) {
        // Kept with the signature.
        self.last(|slab| slab.keep = true);
        self.heading(heading, Role::P, style::ABOVE_ENCLOSURES, column);
        let setting = self.setting(column, Style::Plain, false);
        for text in lines {
            self.text(text, setting, 0.0, column, Role::P);
            self.last(|slab| slab.keep = true);
        }
        self.last(|slab| slab.keep = false);
    }
}

/// The picture of a signature in the size that fits its room, and its height.
fn picture(image: &Arc<Image>) -> (Ink, f32) {
    let (wide, high) = (image.width.max(1) as f32, image.height.max(1) as f32);
    let most = (din5008::SIGNATURE_WIDTH * MM, din5008::SIGNATURE_HEIGHT * MM);
    let scale = (most.0 / wide).min(most.1 / high);
    let (width, height) = (wide * scale, high * scale);
    (Ink::Picture { x: 0.0, y: 0.0, width, height, image: Arc::clone(image) }, height)
}
