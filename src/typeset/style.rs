//! Sizes and distances of the letter, in points.

/// How the body is spaced.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spacing {
    /// Size of the letters.
    pub(super) size: f32,
    /// From baseline to baseline.
    pub(super) leading: f32,
    /// Between paragraphs.
    pub(super) gap: f32,
    /// Between the items of a list.
    pub(super) item: f32,
    /// Above a heading.
    pub(super) heading: f32,
    /// Above the closing phrase.
    pub(super) closing: f32,
    /// The largest share of the height that this saves against the first.
    pub(super) saves: f32,
}

/// As it is meant to be, then ever tighter: each is taken for the whole letter, and only where it
/// saves a page.
pub(super) const SPACINGS: [Spacing; 4] = [
    Spacing {
        size: 10.5,
        leading: 13.0,
        gap: 5.0,
        item: 2.5,
        heading: 10.0,
        closing: 10.0,
        saves: 0.0,
    },
    Spacing {
        size: 10.5,
        leading: 12.6,
        gap: 4.0,
        item: 1.5,
        heading: 7.5,
        closing: 7.0,
        saves: 0.16,
    },
    Spacing {
        size: 10.0,
        leading: 11.8,
        gap: 3.0,
        item: 1.0,
        heading: 6.0,
        closing: 6.0,
        saves: 0.3,
    },
    Spacing {
        size: 10.0,
        leading: 11.5,
        gap: 2.6,
        item: 0.8,
        heading: 5.5,
        closing: 5.5,
        saves: 0.33,
    },
];

/// Below a heading.
pub(super) const BELOW_HEADING: f32 = 2.0;
/// From line to line where somebody writes by hand: 9 mm, as on ruled paper.
pub(super) const WRITING_LINE: f32 = 25.51;
/// Below lines to write on, so that what is written on the last has room for its descenders.
pub(super) const BELOW_LINES: f32 = 14.0;
/// A remark set apart from the letter.
pub(super) const NOTE: f32 = 9.5;
/// From the baseline of the return address to the upper edge of the address.
pub(super) const BELOW_RETURN_ADDRESS: f32 = 6.5;
/// Above the enclosures.
pub(super) const ABOVE_ENCLOSURES: f32 = 14.0;
/// From bullets and numbers to the text.
pub(super) const LABEL_GAP: f32 = 5.0;
/// Indentation of a list with bullets.
pub(super) const BULLET_INDENT: f32 = 12.0;
/// Indentation of a quotation on either side: 5 mm.
pub(super) const QUOTATION_INDENT: f32 = 14.17;

/// The address; the smaller sizes are tried where a line is too long.
pub(super) const ADDRESS: [f32; 3] = [10.5, 10.0, 9.5];
/// The return address likewise.
pub(super) const RETURN_ADDRESS: [f32; 4] = [7.5, 7.0, 6.5, 6.0];
/// The name in the letterhead likewise.
pub(super) const NAME: [f32; 4] = [14.0, 12.0, 10.5, 9.0];
/// Address, e-mail and telephone in the letterhead.
pub(super) const CONTACT: f32 = 8.5;
/// The same, from baseline to baseline.
pub(super) const CONTACT_LEADING: f32 = 11.0;
/// Labels and values of the information block.
pub(super) const INFORMATION_LABEL: f32 = 8.5;
/// The same.
pub(super) const INFORMATION: f32 = 9.5;
/// Header and page number.
pub(super) const RUNNING: f32 = 8.5;

/// How far below the upper edge of its line a baseline is: ascenders of Libertinus reach to 0.7 em,
/// so half of what a line has more than its letters stands above them.
pub(super) fn baseline(size: f32, leading: f32) -> f32 {
    (leading - size) / 2.0 + 0.78 * size
}
