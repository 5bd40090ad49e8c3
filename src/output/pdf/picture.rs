//! Pictures as image XObjects (ISO 32000-1 8.9.5): a JPEG as it is, a PNG with its transparency
//! apart as a soft mask (11.6.5.3).

use super::deflate::Deflater;
use super::file::File;
use crate::document::{Image, image::Format};

/// A picture ready to be written into files.
#[derive(Debug)]
pub(super) struct Picture {
    dictionary: String,
    data: Vec<u8>,
    mask: Option<(String, Vec<u8>)>,
}

impl Picture {
    /// Prepares a picture that [`Image::read`] has looked into.
    pub(super) fn new(image: &Image, deflater: &mut Deflater) -> Self {
        let (width, height) = image.stored_size();
        let dictionary = |space: &str, filter: &str| {
            format!(
                "/Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8\
                 /ColorSpace/{space}/Filter/{filter}"
            )
        };
        match image.format {
            Format::Jpeg => {
                let space = if image.grey { "DeviceGray" } else { "DeviceRGB" };
                let data = image.bytes.clone();
                Picture { dictionary: dictionary(space, "DCTDecode"), data, mask: None }
            }
            Format::Png => {
                let pixels = image.pixels();
                let space = if pixels.grey { "DeviceGray" } else { "DeviceRGB" };
                Picture {
                    dictionary: dictionary(space, "FlateDecode"),
                    data: deflater.once(&pixels.colour),
                    mask: pixels.alpha.map(|alpha| {
                        (dictionary("DeviceGray", "FlateDecode"), deflater.once(&alpha))
                    }),
                }
            }
        }
    }

    /// Whether anything shows through.
    pub(super) fn is_transparent(&self) -> bool {
        self.mask.is_some()
    }

    /// Writes it; gives its number.
    pub(super) fn write(&self, file: &mut File) -> u32 {
        let number = file.number();
        match &self.mask {
            Some((dictionary, data)) => {
                let mask = file.number();
                file.stream(mask, dictionary, data);
                file.stream(number, &format!("{}/SMask {mask} 0 R", self.dictionary), &self.data);
            }
            None => file.stream(number, &self.dictionary, &self.data),
        }
        number
    }
}
