//! PNG (W3C, Portable Network Graphics), read into pixels and written from them. Nothing else of the
//! file is kept: neither texts, EXIF, time and the profile of a screen, nor what is hidden behind
//! the rows or the end.

use std::io::{Cursor, ErrorKind};

use libdeflater::{CompressionLvl, Compressor};
use png::{BitDepth, ColorType, Decoder, DecodingError, Encoder, Limits, Transformations, chunk};

use super::image::{Content, Image, check_size, damaged, incomplete};
use crate::problem::Problem;

/// The level of deflate: higher ones take many times as long for the last hundredth.
const LEVEL: i32 = 6;

/// The picture in a file.
pub(super) fn read(bytes: &[u8]) -> Result<Image, Problem> {
    let wrong = |error: DecodingError| match error {
        DecodingError::IoError(error) if error.kind() == ErrorKind::UnexpectedEof => incomplete(),
        error => damaged(error),
    };
    let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits::default());
    decoder.ignore_checksums(false);
    decoder.set_ignore_text_chunk(true);
    decoder.set_ignore_iccp_chunk(true);
    // Palettes and few bits become eight bits a component, sixteen are cut to eight.
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let header = decoder.read_header_info().map_err(wrong)?;
    let (width, height) = (header.width, header.height);
    check_size(width, height)?;
    let mut reader = decoder.read_info().map_err(wrong)?;
    let mut data = vec![0; reader.output_buffer_size().ok_or_else(|| damaged(()))?];
    let frame = reader.next_frame(&mut data).map_err(wrong)?;
    // A picture whose end is missing is not taken.
    reader.finish().map_err(wrong)?;
    data.truncate(frame.buffer_size());
    let grey = matches!(frame.color_type, ColorType::Grayscale | ColorType::GrayscaleAlpha);
    let content = match frame.color_type {
        ColorType::GrayscaleAlpha => apart::<1>(&data),
        ColorType::Rgba => apart::<3>(&data),
        _ => Content::Pixels { colour: data, alpha: None },
    };
    Ok(Image { width, height, grey, orientation: 1, content })
}

/// Colours and opacity apart, the latter where it is not full everywhere.
fn apart<const COLOURS: usize>(data: &[u8]) -> Content {
    let pixels = data.chunks_exact(COLOURS + 1);
    let colour = pixels.clone().flat_map(|pixel| &pixel[..COLOURS]).copied().collect();
    let alpha: Vec<u8> = pixels.map(|pixel| pixel[COLOURS]).collect();
    let alpha = alpha.iter().any(|&opacity| opacity != u8::MAX).then_some(alpha);
    Content::Pixels { colour, alpha }
}

/// A file that shows the pixels.
pub(super) fn file(
    (width, height): (u32, u32),
    grey: bool,
    colour: &[u8],
    alpha: Option<&[u8]>,
) -> Vec<u8> {
    let colours = if grey { 1 } else { 3 };
    let (kind, rows) = match alpha {
        Some(alpha) => {
            let pixels = colour.chunks_exact(colours).zip(alpha);
            let mut data = Vec::with_capacity(colour.len() + alpha.len());
            for (colour, opacity) in pixels {
                data.extend_from_slice(colour);
                data.push(*opacity);
            }
            let kind = if grey { ColorType::GrayscaleAlpha } else { ColorType::Rgba };
            (kind, rows(&data, width, colours + 1))
        }
        None => {
            let kind = if grey { ColorType::Grayscale } else { ColorType::Rgb };
            (kind, rows(colour, width, colours))
        }
    };
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, width, height);
    encoder.set_color(kind);
    encoder.set_depth(BitDepth::Eight);
    // Memory takes whatever is written into it.
    if let Ok(mut writer) = encoder.write_header() {
        let _ = writer.write_chunk(chunk::IDAT, &rows);
    }
    out
}

/// Deflated rows, each with its filter before it: what IDAT has, and PDF calls predictor 15.
pub(crate) fn rows(data: &[u8], width: u32, components: usize) -> Vec<u8> {
    // A drawing is mostly of one colour and deflates best as it is. Of a photograph, what changes
    // from pixel to pixel does (the filter Sub).
    let (left, right) = (data, data.get(components..).unwrap_or_default());
    let same = left.iter().zip(right).filter(|(left, right)| left == right).count();
    let drawing = same >= data.len() / 2;
    let mut rows = Vec::with_capacity(data.len() + data.len() / components);
    for row in data.chunks_exact(width as usize * components) {
        rows.push(u8::from(!drawing));
        if drawing {
            rows.extend_from_slice(row);
        } else {
            rows.extend_from_slice(&row[..components]);
            rows.extend(row.iter().zip(&row[components..]).map(|(l, r)| r.wrapping_sub(*l)));
        }
    }
    let mut compressor = Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default());
    let mut out = vec![0; compressor.zlib_compress_bound(rows.len())];
    // There is room for the worst case, and room is all that can be missing.
    let length = compressor.zlib_compress(&rows, &mut out).unwrap_or_default();
    out.truncate(length);
    out
}
