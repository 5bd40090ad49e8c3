//! The markers of a JPEG (ITU-T T.81, annex B).

/// The picture alone, from SOI to EOI. What says where and by what it was taken (EXIF, XMP, comments,
/// a preview) and what stands behind the end stay out: a letter shows a signature, not a phone.
/// `None` where the file ends before the picture does.
pub(crate) fn picture_alone(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.get(..2).filter(|soi| *soi == [0xff, 0xd8])?.to_vec();
    let mut at = 2;
    loop {
        // Fill bytes may stand before a marker (B.1.1.2).
        while *bytes.get(at)? == 0xff && *bytes.get(at + 1)? == 0xff {
            at += 1;
        }
        if bytes[at] != 0xff {
            return None;
        }
        let marker = *bytes.get(at + 1)?;
        if marker == 0xd9 {
            out.extend_from_slice(&[0xff, 0xd9]);
            return Some(out);
        }
        let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
        let mut end = at + 2 + length.max(2);
        if marker == 0xda {
            // The scan behind its header: to the next marker that is neither a stuffed byte nor a
            // restart.
            while *bytes.get(end)? != 0xff
                || matches!(*bytes.get(end + 1)?, 0x00 | 0xd0..=0xd7 | 0xff)
            {
                end += 1;
            }
        }
        let segment = bytes.get(at..end)?;
        // APP0 is JFIF, APP14 says how the colours are coded; the other APPn and COM are about the
        // picture.
        if !matches!(marker, 0xe1..=0xed | 0xef | 0xfe) {
            out.extend_from_slice(segment);
        }
        at = end;
    }
}

/// The picture with the orientation, and nothing else, as its EXIF data (Exif 2.32, 4.5.2).
pub(crate) fn turned(picture: &[u8], orientation: u8) -> Vec<u8> {
    let mut exif =
        *b"\xff\xe1\0\x22Exif\0\0II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0";
    exif[28] = orientation;
    let (start, rest) = picture.split_at(picture.len().min(2));
    [start, &exif, rest].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_picture_is_left_and_a_picture_without_an_end_is_none() {
        let jfif = b"\xff\xe0\0\x04ab";
        let exif = b"\xff\xff\xe1\0\x06GPS!";
        let comment = b"\xff\xfe\0\x03x";
        let scan = b"\xff\xda\0\x03\x01data\xff\0\xff\xd0more";
        let whole =
            [b"\xff\xd8", &jfif[..], exif, comment, scan, b"\xff\xd9", b"a preview"].concat();
        let alone = [b"\xff\xd8", &jfif[..], scan, b"\xff\xd9"].concat();
        assert_eq!(picture_alone(&whole).as_deref(), Some(&alone[..]));
        for end in 0..alone.len() {
            assert_eq!(picture_alone(&alone[..end]), None, "{end}");
        }
    }
}
