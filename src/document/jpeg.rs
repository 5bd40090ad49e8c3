//! JPEG (ITU-T T.81, annex B): looked through whether all of it is there, and stripped to what
//! decoding needs.

mod bits;
mod frame;

use super::exif;
use super::image::{Content, Image, check_size, damaged, incomplete, turned};
use crate::problem::Problem;
use frame::{Frame, Tables};

/// The picture in a file.
pub(super) fn read(bytes: &[u8]) -> Result<Image, Problem> {
    let file = File::read(bytes)?;
    let frame = file.frame.as_ref().filter(|frame| frame.is_complete());
    let frame = frame.ok_or_else(|| damaged(()))?;
    let colours = file.colours(&frame.ids())?;
    let orientation = file.orientation.unwrap_or(1);
    let (width, height) = turned(orientation, frame.width, frame.height);
    let picture = [b"\xff\xd8", colours, &file.kept, b"\xff\xd9"].concat();
    let grey = colours.is_empty();
    Ok(Image { width, height, grey, orientation, content: Content::Jpeg(picture) })
}

/// What a file has between its start and its end.
#[derive(Default)]
struct File {
    /// Tables, frame and scans, as they are. Everything else stays out: what says where, when and by
    /// what it was taken, what it showed before it was cropped (EXIF, XMP, the thumbnails of JFIF),
    /// comments, what markers without a meaning carry, and what is hidden behind scans and the end.
    kept: Vec<u8>,
    tables: Tables,
    frame: Option<Frame>,
    /// Whether it is a JFIF file.
    jfif: bool,
    /// How Adobe says that three components are coded.
    transform: Option<u8>,
    orientation: Option<u8>,
}

impl File {
    fn read(bytes: &[u8]) -> Result<File, Problem> {
        let byte = |at: usize| bytes.get(at).copied().ok_or_else(incomplete);
        let mut file = File::default();
        // Behind SOI.
        let mut at = 2;
        loop {
            if byte(at)? != 0xff {
                return Err(damaged(()));
            }
            // Fill bytes may stand before a marker (B.1.1.2).
            while byte(at + 1)? == 0xff {
                at += 1;
            }
            let marker = byte(at + 1)?;
            if marker == 0xd9 {
                return Ok(file);
            }
            let length = usize::from(u16::from_be_bytes([byte(at + 2)?, byte(at + 3)?]));
            let end = at + 2 + length.max(2);
            let said = bytes.get(at + 4..end).ok_or_else(incomplete)?;
            let mut next = end;
            // Behind SOS, a scan goes to the next marker that is no restart.
            if marker == 0xda {
                while byte(next)? != 0xff || matches!(byte(next + 1)?, 0x00 | 0xd0..=0xd7) {
                    next += 1;
                }
            }
            let needed = file.take(marker, said, &bytes[end..next])?;
            if let Some(length) = needed {
                file.kept.extend_from_slice(&bytes[at..end + length]);
            }
            at = next;
        }
    }

    /// Takes a segment in; gives how much of the scan behind it decoding needs, nothing where it does
    /// not need the segment.
    fn take(&mut self, marker: u8, said: &[u8], scan: &[u8]) -> Result<Option<usize>, Problem> {
        let read = match marker {
            0xdb => self.tables.quantisation(said),
            0xc4 => self.tables.huffman(said),
            0xdd => self.tables.restart(said),
            // SOF0 to SOF2: the coding that decoders can.
            0xc0..=0xc2 if self.frame.is_none() => {
                let frame = Frame::read(marker, said).ok_or_else(|| damaged(()))?;
                check_size(frame.width, frame.height)?;
                self.frame = Some(frame);
                Some(())
            }
            0xc0..=0xc2 => None,
            0xda => {
                let frame = self.frame.as_mut();
                let length = frame.and_then(|frame| frame.scan(said, scan, &self.tables));
                return length.map(Some).ok_or_else(|| damaged(()));
            }
            _ => {
                self.hear(marker, said);
                return Ok(None);
            }
        };
        read.map(|()| Some(0)).ok_or_else(|| damaged(()))
    }

    /// What APP0, APP1 and APP14 say of how the picture is to be shown.
    fn hear(&mut self, marker: u8, said: &[u8]) {
        match marker {
            0xe0 => self.jfif |= said.starts_with(b"JFIF\0"),
            0xe1 if self.orientation.is_none() => {
                self.orientation = said.strip_prefix(b"Exif\0\0").and_then(exif::orientation);
            }
            0xee if said.starts_with(b"Adobe") => self.transform = said.get(11).copied(),
            _ => {}
        }
    }

    /// How the colours are coded, which readers guess from what stays out, said the one way that
    /// ISO 32000-1 (7.4.8) and browsers know: Adobe's APP14. Nothing for grey.
    fn colours(&self, ids: &[u8]) -> Result<&'static [u8], Problem> {
        // By the rule of libjpeg.
        let unsaid = self.transform.is_none() && ids == b"RGB";
        let rgb = !self.jfif && (self.transform == Some(0) || unsaid);
        match ids.len() {
            1 => Ok(b""),
            3 if rgb => Ok(b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\0"),
            3 => Ok(b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\x01"),
            4 => Err(Problem::error("image-cmyk")),
            _ => Err(damaged(())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A grey picture of one block that is nought throughout.
    const TABLES: &[u8] = b"\xff\xc4\0\x26\
        \0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\
        \x10\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    const FRAME: &[u8] = b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0";
    const SCAN: &[u8] = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0\x3f";

    fn content(parts: &[&[u8]]) -> Result<Vec<u8>, Problem> {
        match read(&parts.concat())?.content {
            Content::Jpeg(bytes) => Ok(bytes),
            Content::Pixels { .. } => Ok(Vec::new()),
        }
    }

    #[test]
    fn only_what_decoding_needs_is_left_and_a_picture_without_an_end_is_incomplete() {
        let quantisation = [&b"\xff\xdb\0\x43\0"[..], &[1; 64]].concat();
        let told: [&[u8]; 9] = [
            b"\xff\xe0\0\x13JFIF\0\x01\x01\0\0\x01\0\x01\x01\x01rgb",
            b"\xff\xe0\0\x0dJFXX\0\x13rgbrg",
            b"\xff\xe0\0\x04ab",
            b"\xff\xff\xe1\0\x06GPS!",
            b"\xff\xe2\0\x04ab",
            b"\xff\xee\0\x04ab",
            b"\xff\xf0\0\x04ab",
            b"\xff\x02\0\x04ab",
            b"\xff\xfe\0\x03x",
        ];
        let told = &told.concat()[..];
        let (start, end) = (&b"\xff\xd8"[..], &b"\xff\xd9"[..]);
        let alone = [start, &quantisation, TABLES, FRAME, SCAN, end];
        assert_eq!(content(&alone), Ok(alone.concat()));
        let hidden = b"rows\xff\0\xff\xd0more";
        let whole = [
            start,
            told,
            &quantisation,
            told,
            TABLES,
            FRAME,
            told,
            SCAN,
            hidden,
            told,
            end,
            b"a preview",
        ];
        assert_eq!(content(&whole), Ok(alone.concat()));
        let alone = alone.concat();
        for end in 2..alone.len() {
            assert_eq!(content(&[&alone[..end]]), Err(incomplete()), "{end}");
        }
    }

    #[test]
    fn colours_are_told_by_jfif_then_adobe_then_the_names_of_the_components() {
        let told = |jfif, transform, ids: &[u8]| {
            let file = File { jfif, transform, ..File::default() };
            file.colours(ids).map(|said| said.last().copied())
        };
        assert_eq!(told(false, None, &[1]), Ok(None));
        assert_eq!(told(false, Some(0), &[1]), Ok(None));
        assert_eq!(told(false, None, &[1, 2, 3]), Ok(Some(1)));
        assert_eq!(told(false, None, b"RGB"), Ok(Some(0)));
        assert_eq!(told(true, None, b"RGB"), Ok(Some(1)));
        assert_eq!(told(false, Some(0), &[1, 2, 3]), Ok(Some(0)));
        assert_eq!(told(false, Some(1), b"RGB"), Ok(Some(1)));
        assert_eq!(told(false, Some(2), &[1, 2, 3, 4]), Err(Problem::error("image-cmyk")));
        assert_eq!(told(false, None, &[1, 2]), Err(damaged(())));
    }
}
