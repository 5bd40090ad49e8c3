//! A picture to be drawn: the signature.

use std::borrow::Cow;
use std::io::Cursor;

use png::{BitDepth, ColorType, Decoder, Limits, Transformations};
use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;

pub(crate) use super::png::rows;
use super::{jpeg, png as chunks};
use crate::problem::Problem;

/// The longest edge that is taken, in pixels.
const LONGEST: u32 = 10_000;
/// The most pixels that are taken: a signature needs a hundredth of it.
const MOST: u64 = 25_000_000;

/// A PNG or JPEG that was looked into and can be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// PNG or JPEG.
    pub format: Format,
    /// Width in pixels as shown, the orientation applied.
    pub width: u32,
    /// Height in pixels as shown, the orientation applied.
    pub height: u32,
    /// Whether a JPEG has one component, three otherwise.
    pub grey: bool,
    /// How the stored pixels are to be turned: the orientation of its EXIF data, 1 to 8
    /// (Exif 2.32, 4.6.4 A).
    pub orientation: u8,
    /// The picture alone, without what says where, when and by what it was made.
    pub bytes: Vec<u8>,
}

/// The formats that can be drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Portable Network Graphics, with or without alpha.
    Png,
    /// JPEG, grey or colour.
    Jpeg,
}

/// The pixels of a PNG, eight bits a component, row by row.
#[derive(Debug)]
pub struct Pixels {
    /// Whether `colour` has one component a pixel; three otherwise.
    pub grey: bool,
    /// Grey or red, green, blue.
    pub colour: Vec<u8>,
    /// Opacity, where it is not full everywhere.
    pub alpha: Option<Vec<u8>>,
}

impl Image {
    /// Looks into a picture: whether it can be drawn, and how large it is.
    ///
    /// # Errors
    ///
    /// `image-unknown-format`, `image-incomplete`, `image-damaged`, `image-too-large`, `image-cmyk`.
    pub fn read(bytes: Vec<u8>) -> Result<Image, Problem> {
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Image::read_png(bytes)
        } else if bytes.starts_with(b"\xff\xd8\xff") {
            Image::read_jpeg(bytes)
        } else {
            Err(Problem::error("image-unknown-format"))
        }
    }

    /// Width and height in pixels as stored, before it is turned.
    pub fn stored_size(&self) -> (u32, u32) {
        turn(self.orientation, self.width, self.height)
    }

    /// The file for who shows it by itself: a JPEG that says how it is to be turned.
    pub fn file(&self) -> Cow<'_, [u8]> {
        if self.orientation == 1 {
            Cow::Borrowed(&self.bytes)
        } else {
            Cow::Owned(jpeg::turned(&self.bytes, self.orientation))
        }
    }

    /// The media type: `image/png`.
    pub fn media_type(&self) -> &'static str {
        match self.format {
            Format::Png => "image/png",
            Format::Jpeg => "image/jpeg",
        }
    }

    fn read_png(bytes: Vec<u8>) -> Result<Image, Problem> {
        // A picture that would be shown in part is not taken.
        let bytes = chunks::picture_alone(&bytes).ok_or_else(incomplete)?;
        let mut reader = decoder(&bytes).read_info().map_err(damaged)?;
        let (width, height) = (reader.info().width, reader.info().height);
        check_size(width, height)?;
        // All of it is decoded once: what is drawn later cannot fail.
        let size = reader.output_buffer_size().ok_or_else(|| too_large(width, height))?;
        reader.next_frame(&mut vec![0; size]).map_err(damaged)?;
        drop(reader);
        Ok(Image { format: Format::Png, width, height, grey: false, orientation: 1, bytes })
    }

    fn read_jpeg(bytes: Vec<u8>) -> Result<Image, Problem> {
        let mut decoder = JpegDecoder::new(ZCursor::new(&bytes));
        decoder.decode_headers().map_err(damaged)?;
        let info = decoder.info().ok_or_else(|| damaged(()))?;
        let (width, height) = (u32::from(info.width), u32::from(info.height));
        check_size(width, height)?;
        let grey = match decoder.input_colorspace() {
            Some(ColorSpace::Luma) => true,
            Some(ColorSpace::YCbCr | ColorSpace::RGB) => false,
            _ => return Err(Problem::error("image-cmyk")),
        };
        let orientation = decoder.exif().and_then(|exif| orientation(exif)).unwrap_or(1);
        // The decoder fills up what is missing at the end.
        let alone = jpeg::picture_alone(&bytes).ok_or_else(incomplete)?;
        decoder.decode().map_err(damaged)?;
        let (width, height) = turn(orientation, width, height);
        Ok(Image { format: Format::Jpeg, width, height, grey, orientation, bytes: alone })
    }

    /// The deflated rows of a PNG as it has them, each with its filter before it, and whether they are
    /// grey. `None` where it has them in another way than eight bits a component of grey or of red,
    /// green and blue, all opaque.
    pub fn rows(&self) -> Option<(bool, Vec<u8>)> {
        let reader = decoder(&self.bytes).read_info().ok()?;
        let info = reader.info();
        let plain = info.bit_depth == BitDepth::Eight && !info.interlaced && info.trns.is_none();
        let grey = match info.color_type {
            ColorType::Grayscale => true,
            ColorType::Rgb => false,
            _ => return None,
        };
        plain.then(|| (grey, rows(&self.bytes)))
    }

    /// The pixels of a PNG; none for a JPEG, which is drawn as it is.
    pub fn pixels(&self) -> Pixels {
        let nothing = Pixels { grey: true, colour: Vec::new(), alpha: None };
        let Ok(mut reader) = decoder(&self.bytes).read_info() else { return nothing };
        let mut data = vec![0; reader.output_buffer_size().unwrap_or_default()];
        let Ok(frame) = reader.next_frame(&mut data) else { return nothing };
        data.truncate(frame.buffer_size());
        let (colours, has_alpha) = match frame.color_type {
            ColorType::Grayscale => (1, false),
            ColorType::GrayscaleAlpha => (1, true),
            ColorType::Rgba => (3, true),
            ColorType::Rgb | ColorType::Indexed => (3, false),
        };
        let grey = colours == 1;
        if !has_alpha {
            return Pixels { grey, colour: data, alpha: None };
        }
        let mut colour = Vec::with_capacity(data.len());
        let mut alpha = Vec::with_capacity(data.len() / (colours + 1));
        for pixel in data.chunks_exact(colours + 1) {
            colour.extend_from_slice(&pixel[..colours]);
            alpha.push(pixel[colours]);
        }
        let alpha = alpha.iter().any(|&opacity| opacity != 255).then_some(alpha);
        Pixels { grey, colour, alpha }
    }
}

fn decoder(bytes: &[u8]) -> Decoder<Cursor<&[u8]>> {
    let limits = Limits { bytes: MOST as usize * 8 };
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), limits);
    // Palettes and few bits become eight bits a component, sixteen are cut to eight.
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    decoder
}

fn check_size(width: u32, height: u32) -> Result<(), Problem> {
    let pixels = u64::from(width) * u64::from(height);
    if width > LONGEST || height > LONGEST || pixels > MOST || pixels == 0 {
        Err(too_large(width, height))
    } else {
        Ok(())
    }
}

/// Orientations from 5 on lie on their side. Turning twice gives the first size again.
fn turn(orientation: u8, width: u32, height: u32) -> (u32, u32) {
    if orientation > 4 { (height, width) } else { (width, height) }
}

fn too_large(width: u32, height: u32) -> Problem {
    Problem::error("image-too-large").with("width", width).with("height", height)
}

fn incomplete() -> Problem {
    Problem::error("image-incomplete")
}

/// What the libraries say in addition is for who writes them.
fn damaged(_: impl Sized) -> Problem {
    Problem::error("image-damaged")
}

/// The orientation in EXIF data: tag 0x0112 of the first directory (TIFF 6.0, section 2).
fn orientation(exif: &[u8]) -> Option<u8> {
    let little = match exif.get(..4)? {
        b"II\x2a\0" => true,
        b"MM\0\x2a" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes: [u8; 2] = exif.get(at..at + 2)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let long = |at: usize| {
        let bytes: [u8; 4] = exif.get(at..at + 4)?.try_into().ok()?;
        Some(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) } as usize)
    };
    let directory = long(4)?;
    (0..usize::from(short(directory)?))
        .map(|entry| directory + 2 + entry * 12)
        .find(|&entry| short(entry) == Some(0x0112))
        .and_then(|entry| short(entry + 8))
        .and_then(|value| u8::try_from(value).ok())
        .filter(|value| (1..=8).contains(value))
}
