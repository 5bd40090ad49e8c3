//! What the user gives: the config, and the roster.

mod address;
pub mod config;
pub(crate) mod country;
mod example;
mod picture;
pub mod places;
pub mod roster;
pub(crate) mod suggest;
mod table;
pub(crate) mod text;
mod value;

use std::path::PathBuf;

use crate::case::{Case, Organiser};
use crate::document::Form;
pub use picture::picture;
use places::Places;

/// A config that was read, by [`config::read`] perhaps with something wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// What the letter is about.
    pub case: Case,
    /// The picture of the signature, relative to the config's folder.
    pub signature: Option<PathBuf>,
    /// The form of the page.
    pub form: Form,
    /// Further fonts, relative to the config's folder, each with its field: `letter.fonts[0]`.
    pub fonts: Vec<(String, PathBuf)>,
    /// Who hands out the letters of a roster.
    pub organiser: Option<Organiser>,
    /// Where each field stands.
    pub places: Places,
}
