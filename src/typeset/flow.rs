//! From the stack of the body to pages: where they end, and what stands on them.

use std::sync::Arc;

use super::body::{Content, Label, Slab};
use super::din5008::{MARK_THICKNESS, MM};
use super::style;
use super::{Ink, Mark, Page, Piece};

/// Where a page begins: a slab and one of its lines.
pub(super) type Start = (usize, usize);

/// Where the text of pages may stand, in points from the top.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    /// Upper edge on the first page.
    pub(super) first_top: f32,
    /// Upper edge on the others.
    pub(super) top: f32,
    /// Lower edge.
    pub(super) bottom: f32,
}

impl Area {
    fn top(&self, page: usize) -> f32 {
        if page == 0 { self.first_top } else { self.top }
    }
}

/// The fewest lines of a paragraph that stand alone at the foot or head of a page.
const TOGETHER: usize = 2;

/// Where the pages of a stack begin, the first among them.
pub(super) fn pages(slabs: &[Slab], area: Area) -> Vec<Start> {
    let mut starts = vec![(0, 0)];
    let mut y = area.top(0);
    // The last place on this page where the next may begin.
    let mut allowed: Option<Start> = None;
    let mut at = (0, 0);
    while at.0 < slabs.len() {
        let slab = &slabs[at.0];
        let page_start = starts.last() == Some(&at);
        if !page_start && may_break(slabs, at) {
            allowed = Some(at);
        }
        let above = if at.1 == 0 && !page_start { slab.above } else { 0.0 };
        // A hundredth of a point is a rounding error, not a line too much.
        if y + above + slab.leading > area.bottom + 0.01 && !page_start {
            // Where nothing may be parted, it is parted where the page is full.
            at = allowed.take().unwrap_or(at);
            starts.push(at);
            y = area.top(starts.len() - 1);
            continue;
        }
        y += above + slab.leading;
        at = if at.1 + 1 < slab.lines { (at.0, at.1 + 1) } else { (at.0 + 1, 0) };
    }
    starts
}

/// Whether a page may begin with this line.
fn may_break(slabs: &[Slab], (slab, line): Start) -> bool {
    if line == 0 {
        return !slabs[slab - 1].keep;
    }
    let Slab { lines, whole, .. } = slabs[slab];
    !whole && line >= TOGETHER && lines - line >= TOGETHER
}

/// Puts a stack on its pages, which are there already.
pub(super) fn fill(slabs: &[Slab], starts: &[Start], area: Area, pages: &mut [Page]) {
    for (number, (page, &start)) in pages.iter_mut().zip(starts).enumerate() {
        let end = starts.get(number + 1).copied().unwrap_or((slabs.len(), 0));
        let mut y = area.top(number);
        for (index, slab) in slabs.iter().enumerate().skip(start.0) {
            let first = if index == start.0 { start.1 } else { 0 };
            let last = if index == end.0 { end.1 } else { slab.lines };
            if index > end.0 || first >= last {
                break;
            }
            if (index, first) != start {
                y += slab.above;
            }
            let baseline = y + style::baseline(slab.size, slab.leading);
            match &slab.content {
                Content::Text { para, place, label } => {
                    let label = label.as_ref().filter(|_| first == 0);
                    // In reading order: a bullet before the text, a second name after the first.
                    let (before, after) = match label {
                        Some(label) if label.x > slab.x => (None, Some(label)),
                        label => (label, None),
                    };
                    let put = |page: &mut Page, label: &Label| {
                        page.put(&label.para, 0..label.para.lines, label.x, baseline, label.place);
                    };
                    before.into_iter().for_each(|label| put(page, label));
                    page.put(para, first..last, slab.x, baseline, *place);
                    after.into_iter().for_each(|label| put(page, label));
                }
                Content::Picture { ink, element } => {
                    let (mark, ink) = (Mark::Element(*element), Arc::new(vec![ink.clone()]));
                    page.pieces.push(Piece { x: slab.x, y, mark, ink });
                }
                Content::Ruled { width, element } => {
                    let height = MARK_THICKNESS * MM;
                    let rule = |line: usize| {
                        let y = line as f32 * slab.leading - height;
                        Ink::Rule { x: 0.0, y, width: *width, height }
                    };
                    let ink = Arc::new((1..=last - first).map(rule).collect());
                    page.pieces.push(Piece { x: slab.x, y, mark: Mark::Element(*element), ink });
                }
                Content::Room => {}
            }
            y += (last - first) as f32 * slab.leading;
        }
    }
}

/// The share of the stack's height that stands on its last page.
pub(super) fn last_share(slabs: &[Slab], starts: &[Start]) -> f32 {
    let height = |from: usize| -> f32 {
        slabs[from..].iter().map(|slab| slab.above + slab.lines as f32 * slab.leading).sum()
    };
    match starts.last() {
        Some(&(slab, line)) if slab < slabs.len() => {
            (height(slab) - line as f32 * slabs[slab].leading) / height(0)
        }
        _ => 1.0,
    }
}
