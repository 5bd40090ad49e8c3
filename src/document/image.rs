//! A picture to be drawn: the signature.

use std::borrow::Cow;

use super::{exif, jpeg, png};
use crate::problem::Problem;

/// The longest edge that is taken, in pixels.
const LONGEST: u32 = 10_000;
/// The most pixels that are taken: a phone's photograph has 12 million, a page scanned at 300 dpi 9.
const MOST: u64 = 25_000_000;

/// A PNG or JPEG that was decoded once without a fault, and nothing that it does not show.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Width in pixels as shown, the orientation applied.
    pub width: u32,
    /// Height in pixels as shown, the orientation applied.
    pub height: u32,
    /// Whether it is grey; red, green and blue otherwise.
    pub grey: bool,
    /// How the stored pixels are to be turned: 1 to 8 (Exif 2.32, 4.6.4 A).
    pub orientation: u8,
    /// What is stored.
    pub content: Content,
}

/// A picture as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// What a PNG shows, eight bits a component, row by row.
    Pixels {
        /// Grey, or red, green and blue.
        colour: Vec<u8>,
        /// Opacity, where it is not full everywhere.
        alpha: Option<Vec<u8>>,
    },
    /// A JPEG with only what decoding needs.
    Jpeg(Vec<u8>),
}

impl Image {
    /// Reads a picture that can be drawn.
    ///
    /// # Errors
    ///
    /// `image-unknown-format`, `image-incomplete`, `image-damaged`, `image-too-large`, `image-cmyk`.
    pub fn read(bytes: &[u8]) -> Result<Image, Problem> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            png::read(bytes)
        } else if bytes.starts_with(b"\xff\xd8\xff") {
            jpeg::read(bytes)
        } else {
            Err(Problem::error("image-unknown-format"))
        }
    }

    /// Width and height in pixels as stored, before it is turned.
    pub fn stored_size(&self) -> (u32, u32) {
        turned(self.orientation, self.width, self.height)
    }

    /// A file that shows it by itself.
    pub fn file(&self) -> Cow<'_, [u8]> {
        match &self.content {
            Content::Pixels { colour, alpha } => Cow::Owned(png::file(
                (self.width, self.height),
                self.grey,
                colour,
                alpha.as_deref(),
            )),
            Content::Jpeg(bytes) if self.orientation == 1 => Cow::Borrowed(bytes),
            Content::Jpeg(bytes) => {
                let (start, rest) = bytes.split_at(2);
                Cow::Owned([start, &exif::segment(self.orientation), rest].concat())
            }
        }
    }

    /// The media type of [`Image::file`]: `image/png`.
    pub fn media_type(&self) -> &'static str {
        match self.content {
            Content::Pixels { .. } => "image/png",
            Content::Jpeg(_) => "image/jpeg",
        }
    }
}

/// The size of a picture after it is turned. Orientations from 5 on lie on their side; turning twice
/// gives the first size again.
pub(super) fn turned(orientation: u8, width: u32, height: u32) -> (u32, u32) {
    if orientation > 4 { (height, width) } else { (width, height) }
}

/// Whether a picture is small enough to be decoded.
pub(super) fn check_size(width: u32, height: u32) -> Result<(), Problem> {
    let pixels = u64::from(width) * u64::from(height);
    if width > LONGEST || height > LONGEST || pixels > MOST {
        Err(Problem::error("image-too-large").with("width", width).with("height", height))
    } else {
        Ok(())
    }
}

/// The file ends before the picture does.
pub(super) fn incomplete() -> Problem {
    Problem::error("image-incomplete")
}

/// What the libraries say of it is for who writes them.
pub(super) fn damaged(_: impl Sized) -> Problem {
    Problem::error("image-damaged")
}
