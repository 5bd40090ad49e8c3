//! The forms of the page.

/// The forms of a business letter after DIN 5008:2020.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Form {
    /// Letterhead of 27 mm.
    Din5008A,
    /// Letterhead of 45 mm.
    #[default]
    Din5008B,
}

impl Form {
    /// Each with the name it has in a config.
    pub const ALL: [(&str, Form); 2] =
        [("din5008-a", Form::Din5008A), ("din5008-b", Form::Din5008B)];
}
