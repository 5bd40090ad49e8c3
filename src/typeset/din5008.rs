//! The page of a business letter after DIN 5008:2020, in millimetres from the top left corner of
//! an upright A4 sheet. Whoever has the norm at hand can check this file against it.

use crate::document::Form;

/// PostScript points to the millimetre.
pub(super) const MM: f32 = 72.0 / 25.4;

/// The address field: 85 mm × 45 mm, 20 mm from the left. Its text begins 5 mm inside, and 5 mm
/// stay free on the right.
pub(super) const FIELD_LEFT: f32 = 20.0;
pub(super) const FIELD_WIDTH: f32 = 85.0;
pub(super) const FIELD_HEIGHT: f32 = 45.0;
pub(super) const FIELD_PADDING: f32 = 5.0;
pub(super) const FIELD_TEXT_WIDTH: f32 = FIELD_WIDTH - 2.0 * FIELD_PADDING;

/// Left edge of all text.
pub(super) const LEFT: f32 = FIELD_LEFT + FIELD_PADDING;
/// Right edge of the text: a margin of 20 mm; the norm asks for at least 10 mm.
pub(super) const RIGHT: f32 = 190.0;

/// The upper part of the field, for the return address and remarks, 17.7 mm; the address zone
/// below it is 27.3 mm high and takes six lines.
pub(super) const REMARK_ZONE: f32 = 17.7;
pub(super) const ADDRESS_ZONE: f32 = 27.3;
pub(super) const ADDRESS_LINES: usize = 6;

/// The information block: 75 mm wide.
pub(super) const INFORMATION_LEFT: f32 = 125.0;
/// It stands 5 mm lower than the address field.
pub(super) const INFORMATION_BELOW_FIELD: f32 = 5.0;

/// Two blank lines of 12 pt between the address field, or a longer information block, and the
/// subject.
pub(super) const BEFORE_SUBJECT: f32 = 8.46;

/// The punch mark: the middle of the sheet.
pub(super) const PUNCH_MARK: f32 = 148.5;

/// Where marks begin, and how long they are: nearer to the edge most printers draw nothing.
pub(super) const MARK_LEFT: f32 = 4.0;
pub(super) const FOLD_MARK_WIDTH: f32 = 4.0;
pub(super) const PUNCH_MARK_WIDTH: f32 = 6.0;
/// Hairlines: 0.15 mm.
pub(super) const MARK_THICKNESS: f32 = 0.15;

/// Where the norm leaves room: the lower edge of the text on every page, the baseline of the page
/// number, and on the pages that follow the baseline of the header and the upper edge of the text.
pub(super) const TEXT_BOTTOM: f32 = 280.0;
pub(super) const FOOTER_BASELINE: f32 = 288.0;
pub(super) const HEADER_BASELINE: f32 = 15.0;
pub(super) const TEXT_TOP: f32 = 23.0;

/// Room for a signature by hand, three blank lines; the largest picture of one.
pub(super) const SIGNATURE_ROOM: f32 = 14.0;
pub(super) const SIGNATURE_WIDTH: f32 = 60.0;
pub(super) const SIGNATURE_HEIGHT: f32 = 16.0;

impl Form {
    /// Height of the letterhead, which is where the address field begins.
    pub(super) const fn field_top(self) -> f32 {
        match self {
            Form::Din5008A => 27.0,
            Form::Din5008B => 45.0,
        }
    }

    /// Upper edge of the six lines of the address.
    pub(super) const fn address_top(self) -> f32 {
        self.field_top() + REMARK_ZONE
    }

    /// Upper edge of the information block.
    pub(super) const fn information_top(self) -> f32 {
        self.field_top() + INFORMATION_BELOW_FIELD
    }

    /// Upper edge of the subject.
    pub(super) const fn subject_top(self) -> f32 {
        self.field_top() + FIELD_HEIGHT + BEFORE_SUBJECT
    }

    /// The two fold marks.
    pub(super) const fn fold_marks(self) -> [f32; 2] {
        match self {
            Form::Din5008A => [87.0, 192.0],
            Form::Din5008B => [105.0, 210.0],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_forms_are_those_of_the_norm() {
        let positions = |form: Form| {
            [form.field_top(), form.address_top(), form.information_top(), form.subject_top()]
                .map(|mm| (mm * 100.0).round() / 100.0)
        };
        assert_eq!(positions(Form::Din5008A), [27.0, 44.7, 32.0, 80.46]);
        assert_eq!(positions(Form::Din5008B), [45.0, 62.7, 50.0, 98.46]);
        assert_eq!(REMARK_ZONE + ADDRESS_ZONE, FIELD_HEIGHT);
    }
}
