//! Pictures as image XObjects (ISO 32000-1 8.9.5): a JPEG as it is, pixels as the rows of a PNG, their
//! transparency apart as a soft mask (11.6.5.3).

use super::file::File;
use crate::document::image::{Content, Image};
use crate::document::png;

/// A picture ready to be written into files.
#[derive(Debug)]
pub(super) struct Picture {
    dictionary: String,
    data: Vec<u8>,
    mask: Option<(String, Vec<u8>)>,
}

impl Picture {
    /// Makes it ready.
    pub(super) fn new(image: &Image) -> Self {
        let (width, height) = image.stored_size();
        let dictionary = |grey: bool, filter: &str| {
            let space = if grey { "DeviceGray" } else { "DeviceRGB" };
            format!(
                "/Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8\
                 /ColorSpace/{space}/Filter/{filter}"
            )
        };
        // Rows with filters before them (7.4.4.4).
        let rows = |grey: bool, data: &[u8]| {
            let colours = if grey { 1 } else { 3 };
            let parameters = format!("<</Predictor 15/Colors {colours}/Columns {width}>>");
            let dictionary = dictionary(grey, "FlateDecode/DecodeParms") + &parameters;
            (dictionary, png::rows(data, width, colours))
        };
        match &image.content {
            Content::Jpeg(bytes) => Picture {
                dictionary: dictionary(image.grey, "DCTDecode"),
                data: bytes.clone(),
                mask: None,
            },
            Content::Pixels { colour, alpha } => {
                let (dictionary, data) = rows(image.grey, colour);
                Picture { dictionary, data, mask: alpha.as_ref().map(|alpha| rows(true, alpha)) }
            }
        }
    }

    /// How many bytes it has.
    pub(super) fn size(&self) -> usize {
        self.data.len() + self.mask.as_ref().map_or(0, |(_, data)| data.len())
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
