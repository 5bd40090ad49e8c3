//! Pictures as image XObjects (ISO 32000-1 8.9.5): a JPEG and the rows of a plain PNG as they are,
//! any other PNG with its transparency apart as a soft mask (11.6.5.3).

use png::{BitDepth, ColorType, Encoder, Filter};

use super::deflate::Deflater;
use super::file::File;
use crate::document::image::{self, Format, Image};

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
        let dictionary = |grey: bool, filter: &str| {
            let space = if grey { "DeviceGray" } else { "DeviceRGB" };
            format!(
                "/Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8\
                 /ColorSpace/{space}/Filter/{filter}"
            )
        };
        // Rows with filters before them (7.4.4.4).
        let predicted = |grey: bool| {
            let colours = if grey { 1 } else { 3 };
            let parameters = format!("<</Predictor 15/Colors {colours}/Columns {width}>>");
            dictionary(grey, "FlateDecode") + "/DecodeParms" + &parameters
        };
        if image.format == Format::Jpeg {
            let (dictionary, data) = (dictionary(image.grey, "DCTDecode"), image.bytes.clone());
            return Picture { dictionary, data, mask: None };
        }
        if let Some((grey, data)) = image.rows() {
            return Picture { dictionary: predicted(grey), data, mask: None };
        }
        let mut shorter = |grey: bool, pixels: &[u8]| {
            // Filters halve a photograph and do nothing for a drawing.
            let plain = deflater.once(pixels);
            match filtered((width, height), grey, pixels) {
                Some(rows) if rows.len() < plain.len() => (predicted(grey), rows),
                _ => (dictionary(grey, "FlateDecode"), plain),
            }
        };
        let pixels = image.pixels();
        let (dictionary, data) = shorter(pixels.grey, &pixels.colour);
        let mask = pixels.alpha.map(|alpha| shorter(true, &alpha));
        Picture { dictionary, data, mask }
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

/// Pixels as deflated rows, each with the filter that suits it: as the encoder of PNG makes them.
fn filtered((width, height): (u32, u32), grey: bool, pixels: &[u8]) -> Option<Vec<u8>> {
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, width, height);
    encoder.set_color(if grey { ColorType::Grayscale } else { ColorType::Rgb });
    encoder.set_depth(BitDepth::Eight);
    encoder.set_filter(Filter::Adaptive);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(pixels).ok()?;
    writer.finish().ok()?;
    Some(image::rows(&file))
}
