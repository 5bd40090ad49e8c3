//! What stands around the body: letterhead, return address, address, information block, marks,
//! running header and page number.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use super::din5008::{self, MM};
use super::paragraph::{Para, Paragraphs, Setting};
use super::style;
use super::tokens::Tone;
use super::tree::{Place, Tree};
use super::{Artifact, Ink, Mark, Page, Piece, Role};
use crate::document::{Form, Origin, Part, Style, Text};
use crate::problem::{Problem, Problems};

/// Blank between label and value of the information block, and above the lower edge of the
/// letterhead, in points.
const COLUMN_GAP: f32 = 8.0;
const HEAD_FREE: f32 = 6.0;
/// Upper edge of the letterhead in millimetres, where its lines leave that much.
const HEAD_TOP: f32 = 9.0;
const HEAD_HIGHEST: f32 = 5.0;

/// Sets the frame of a part.
pub(super) struct Frame<'a, 'f> {
    pub(super) paragraphs: &'a mut Paragraphs<'f>,
    pub(super) tree: &'a mut Tree,
    pub(super) problems: &'a mut Problems,
    pub(super) part: &'a Part,
    pub(super) form: Form,
}

impl Frame<'_, '_> {
    fn setting(&self, size: f32, leading: f32, width: f32) -> Setting {
        let tone = Tone { language: self.part.language, style: Style::Plain };
        Setting { size, leading, width, justify: false, open: false, tone }
    }

    /// Everything that stands on the first page before the body; returns where the subject
    /// begins, in points.
    pub(super) fn first_page(&mut self, page: &mut Page, parent: usize) -> f32 {
        let form = self.form;
        for y in form.fold_marks() {
            mark(page, &FOLD, y);
        }
        self.letterhead(page, parent);
        self.return_address(page, parent);
        self.recipient(page, parent);
        let lowest = self.information(page, parent);
        (form.subject_top() * MM).max(lowest + din5008::BEFORE_SUBJECT * MM)
    }

    /// The name to the left; address, e-mail and telephone below each other where the information
    /// block stands, so that the page has one inner axis.
    fn letterhead(&mut self, page: &mut Page, parent: usize) {
        let Some((name, contact)) = self.part.frame.letterhead.split_first() else { return };
        let left = din5008::LEFT * MM;
        let axis = din5008::INFORMATION_LEFT * MM;
        let bottom = self.form.field_top() * MM - HEAD_FREE;
        let highest = HEAD_HIGHEST * MM;

        let width = (din5008::RIGHT - din5008::INFORMATION_LEFT) * MM;
        let setting = self.setting(style::CONTACT, style::CONTACT_LEADING, width);
        let contact =
            (!contact.is_empty()).then(|| self.paragraphs.set(&Text::of_lines(contact), setting));
        let lines = contact.as_ref().map_or(0, |para| para.lines) as f32;

        let width = axis - left - COLUMN_GAP;
        let mut name_para = None;
        for size in style::NAME {
            let para = self.paragraphs.set(name, self.setting(size, size * 1.15, width));
            let fits = para.lines <= 2;
            name_para = Some((para, size));
            if fits {
                break;
            }
        }
        let Some((name, size)) = name_para else { return };
        let name_height = name.lines as f32 * size * 1.15;

        // Both begin on one baseline, as low as the middle of the letterhead allows.
        let contact_height = lines * style::CONTACT_LEADING;
        let height = name_height.max(contact_height);
        let room = bottom - highest;
        if height > room {
            let lines = self.part.frame.letterhead.iter();
            let longest = lines.max_by_key(|line| line.to_plain().len());
            let field = longest.and_then(field_of).unwrap_or("sender.name");
            self.problems.push(Problem::error("letterhead-does-not-fit").field(field));
            return;
        }
        let top = ((highest + bottom - height) / 2.0).max((HEAD_TOP * MM).min(bottom - height));
        let y = top + style::baseline(size, size * 1.15);
        let place = self.tree.paragraph(Role::P, parent, &name);
        page.put(&name, 0..name.lines, left, y, place);
        if let Some(contact) = contact {
            let place = self.tree.paragraph(Role::P, parent, &contact);
            // Fewer lines than fit hang from the name, more push upwards.
            let lowest =
                bottom - contact_height + style::baseline(style::CONTACT, style::CONTACT_LEADING);
            page.put(&contact, 0..contact.lines, axis, y.min(lowest), place);
        }
    }

    /// One line at the foot of the return zone, or two. It repeats the letterhead for the postman, so it
    /// is read only where there is no letterhead.
    fn return_address(&mut self, page: &mut Page, parent: usize) {
        let text = &self.part.frame.return_address;
        if text.0.iter().all(|span| span.text.is_empty()) {
            return;
        }
        let width = din5008::FIELD_TEXT_WIDTH * MM;
        let tone = self.setting(0.0, 0.0, 0.0).tone;
        let fitting = |ems: f32| {
            let fits = |size: &f32| ems * size <= width && !text.to_plain().contains('\n');
            style::RETURN_ADDRESS.into_iter().find(fits)
        };
        let whole = fitting(self.paragraphs.width(text, tone)).map(|size| (text.clone(), size));
        let fitted = whole.or_else(|| {
            let (lines, ems) = self.in_two(text, tone)?;
            Some((Text::of_lines(&lines), fitting(ems)?))
        });
        let Some((lines, size)) = fitted else {
            let line = text.to_plain();
            let problem = Problem::error("return-line-does-not-fit").with("line", line);
            self.problems.push(problem.field(field_of(text).unwrap_or("sender.name")));
            return;
        };
        // Room for rounding: the lines were measured to fit.
        let leading = size * 1.2;
        let para = self.paragraphs.set(&lines, self.setting(size, leading, width + 1.0));
        let place = if self.part.frame.letterhead.is_empty() {
            self.tree.paragraph(Role::P, parent, &para)
        } else {
            Place::Artifact(Artifact::Layout)
        };
        let above = leading * (para.lines - 1) as f32;
        let y = self.form.address_top() * MM - style::BELOW_RETURN_ADDRESS - above;
        page.put(&para, 0..para.lines, din5008::LEFT * MM, y, place);
    }

    /// The return address in two lines, for which the zone above the address has room (DIN
    /// 5008:2020): broken at one of the dots, so that the longer line is as short as can be; with its
    /// width in ems.
    fn in_two(&mut self, text: &Text, tone: Tone) -> Option<([Text; 2], f32)> {
        let separators = (0..text.0.len()).filter(|at| text.0[*at].text.trim() == "·");
        let split = separators.map(|at| {
            let lines = [&text.0[..at], &text.0[at + 1..]].map(|spans| Text(spans.to_vec()));
            let [first, second] =
                [0, 1].map(|line: usize| self.paragraphs.width(&lines[line], tone));
            (lines, first.max(second))
        });
        split.min_by(|a, b| a.1.total_cmp(&b.1))
    }

    fn recipient(&mut self, page: &mut Page, parent: usize) {
        let tone = self.setting(0.0, 0.0, 0.0).tone;
        let width = din5008::FIELD_TEXT_WIDTH * MM;
        let smallest = style::ADDRESS[style::ADDRESS.len() - 1];
        let mut lines = Cow::Borrowed(&self.part.frame.recipient);
        let mut ems: Vec<f32> =
            lines.iter().map(|line| self.paragraphs.width(line, tone)).collect();
        let mut widest = ems.iter().copied().fold(0.0, f32::max);
        if widest * smallest > width && lines.len() < din5008::ADDRESS_LINES {
            lines = Cow::Owned(self.in_two_where_too_long(&lines, tone, width / smallest));
            ems = lines.iter().map(|line| self.paragraphs.width(line, tone)).collect();
            widest = ems.iter().copied().fold(0.0, f32::max);
        }
        let size = style::ADDRESS.into_iter().find(|size| widest * size <= width);
        let mut fits = !lines.is_empty();
        for (index, (line, ems)) in lines.iter().zip(&ems).enumerate() {
            let broken = line.to_plain().contains('\n');
            if index >= din5008::ADDRESS_LINES || ems * smallest > width || broken {
                fits = false;
                let problem = Problem::error("address-does-not-fit").with("line", line.to_plain());
                let field = field_of(line).unwrap_or("recipient.postal");
                self.problems.push(problem.field(field));
            }
        }
        let Some(size) = size.filter(|_| fits) else { return };
        let leading = din5008::ADDRESS_ZONE * MM / din5008::ADDRESS_LINES as f32;
        let para =
            self.paragraphs.set(&Text::of_lines(&lines), self.setting(size, leading, width + 1.0));
        let place = self.tree.paragraph(Role::P, parent, &para);
        let y = self.form.address_top() * MM + style::baseline(size, leading);
        page.put(&para, 0..para.lines, din5008::LEFT * MM, y, place);
    }

    /// The lines of an address, those too long broken at a blank as long as the window has room for one
    /// more.
    fn in_two_where_too_long(&mut self, lines: &[Text], tone: Tone, ems: f32) -> Vec<Text> {
        let mut free = din5008::ADDRESS_LINES.saturating_sub(lines.len());
        let mut fits = |text: &Text| self.paragraphs.width(text, tone) <= ems;
        let mut broken = Vec::with_capacity(din5008::ADDRESS_LINES);
        for line in lines {
            let plain = line.to_plain();
            let blanks = plain.rmatch_indices(' ').map(|(at, _)| at);
            let halves = (free > 0 && !fits(line))
                .then(|| blanks.map(|at| line.split_at_blank(at)).find(|(first, _)| fits(first)));
            match halves.flatten().filter(|(_, second)| fits(second)) {
                Some((first, second)) => {
                    free -= 1;
                    broken.extend([first, second]);
                }
                None => broken.push(line.clone()),
            }
        }
        broken
    }

    /// Rows of label and value; returns where the block ends.
    fn information(&mut self, page: &mut Page, parent: usize) -> f32 {
        let rows = &self.part.frame.information;
        let left = din5008::INFORMATION_LEFT * MM;
        // Up to the margin of the text, 10 mm less than the norm allows.
        let full = (din5008::RIGHT - din5008::INFORMATION_LEFT) * MM;
        let leading = style::INFORMATION * 1.3;
        let labels: Vec<Arc<Para>> = rows
            .iter()
            .map(|(label, _)| {
                let setting = self.setting(style::INFORMATION_LABEL, leading, full / 2.0);
                self.paragraphs.set(label, Setting { open: true, ..setting })
            })
            .collect();
        let indent = labels.iter().map(|label| label.width).fold(0.0, f32::max) + COLUMN_GAP;
        let mut y = self.form.information_top() * MM;
        for ((_, value), label) in rows.iter().zip(labels) {
            let setting = self.setting(style::INFORMATION, leading, full - indent);
            let value = self.paragraphs.set(value, setting);
            let element = self.tree.add(Role::P, Some(parent), None);
            let baseline = y + style::baseline(style::INFORMATION, leading);
            let place = self.tree.inside(element, &label);
            page.put(&label, 0..label.lines, left, baseline, place);
            let place = self.tree.inside(element, &value);
            page.put(&value, 0..value.lines, left + indent, baseline, place);
            y += label.lines.max(value.lines) as f32 * leading;
        }
        // Below it there must be room for the subject and the beginning of the letter.
        let lowest = din5008::TEXT_BOTTOM * MM * 0.7;
        if y > lowest {
            let widest = rows.iter().map(|(_, value)| value).max_by_key(|v| v.to_plain().len());
            let field = widest.and_then(field_of).unwrap_or("account.profile");
            self.problems.push(Problem::error("information-does-not-fit").field(field));
        }
        y
    }

    /// Punch mark and page number on every page, the header from the second on: each sheet is
    /// punched, but only the first shows where to fold.
    pub(super) fn running(&mut self, page: &mut Page, number: usize, count: usize) {
        mark(page, &PUNCH, din5008::PUNCH_MARK);
        let width = (din5008::RIGHT - din5008::LEFT) * MM;
        let left = din5008::LEFT * MM;
        let place = Place::Artifact(Artifact::Pagination);
        let setting = self.setting(style::RUNNING, style::RUNNING * 1.2, width);
        let frame = &self.part.frame;
        let page_of = frame
            .page_of
            .replace("{page}", &number.to_string())
            .replace("{pages}", &count.to_string());
        let para = self.paragraphs.set(&Text::plain(page_of), setting);
        let right = din5008::RIGHT * MM - para.width;
        page.put(&para, 0..para.lines, right, din5008::FOOTER_BASELINE * MM, place);
        if number > 1 && !frame.header.0.is_empty() {
            let para = self.paragraphs.set(&frame.header, setting);
            // A header too long for its line shows what its first line takes: nothing is lost,
            // all of it stands on the first page.
            page.put(&para, 0..1, left, din5008::HEADER_BASELINE * MM, place);
        }
    }
}

/// The field that the most of a line comes from, where the user gave any of it: to shorten that is
/// what helps.
fn field_of(text: &Text) -> Option<&str> {
    let fields = text.0.iter().filter_map(|span| match &span.origin {
        Origin::Field(field) => Some((&**field, span.text.chars().count())),
        Origin::Template => None,
    });
    // The first of several that are equally long.
    let longest = fields.reduce(|longest, next| if next.1 > longest.1 { next } else { longest });
    longest.map(|(field, _)| field)
}

/// Hairlines at the left edge, one ink for all letters.
static FOLD: LazyLock<Arc<Vec<Ink>>> = LazyLock::new(|| hairline(din5008::FOLD_MARK_WIDTH));
static PUNCH: LazyLock<Arc<Vec<Ink>>> = LazyLock::new(|| hairline(din5008::PUNCH_MARK_WIDTH));

fn hairline(width: f32) -> Arc<Vec<Ink>> {
    let height = din5008::MARK_THICKNESS * MM;
    Arc::new(vec![Ink::Rule { x: 0.0, y: -height / 2.0, width: width * MM, height }])
}

/// Puts a mark on the page, `y` millimetres from the top.
fn mark(page: &mut Page, ink: &Arc<Vec<Ink>>, y: f32) {
    page.pieces.push(Piece {
        x: din5008::MARK_LEFT * MM,
        y: y * MM,
        mark: Mark::Artifact(Artifact::Layout),
        ink: Arc::clone(ink),
    });
}
