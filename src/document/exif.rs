//! The one thing in EXIF data that a picture cannot be shown without: how it is to be turned
//! (Exif 2.32, 4.6.4 A).

/// The orientation, 1 to 8: tag 0x0112 of the first directory (TIFF 6.0, section 2).
pub(super) fn orientation(exif: &[u8]) -> Option<u8> {
    let little = match exif.get(..4)? {
        b"II\x2a\0" => true,
        b"MM\0\x2a" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let bytes: [u8; 2] = exif.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    };
    let directory: [u8; 4] = exif.get(4..8)?.try_into().ok()?;
    let directory =
        if little { u32::from_le_bytes(directory) } else { u32::from_be_bytes(directory) } as usize;
    (0..usize::from(short(directory)?))
        .filter_map(|entry| directory.checked_add(2 + entry * 12))
        .find(|&entry| short(entry) == Some(0x0112))
        .and_then(|entry| short(entry.checked_add(8)?))
        .and_then(|value| u8::try_from(value).ok())
        .filter(|value| (1..=8).contains(value))
}

/// A segment of a JPEG that says the orientation, and nothing else (Exif 2.32, 4.5.2).
pub(super) fn segment(orientation: u8) -> [u8; 36] {
    let mut segment =
        *b"\xff\xe1\0\x22Exif\0\0II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0";
    segment[28] = orientation;
    segment
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_orientation_is_read_as_it_was_written_and_nothing_from_what_is_none() {
        for wanted in 1..=8 {
            let exif = &segment(wanted)[10..];
            assert_eq!(orientation(exif), Some(wanted));
            for end in 0..20 {
                assert_eq!(orientation(&exif[..end]), None, "{end}");
            }
        }
        assert_eq!(orientation(&segment(0)[10..]), None);
        assert_eq!(orientation(&segment(9)[10..]), None);
        let big = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
        assert_eq!(orientation(big), Some(6));
        assert_eq!(orientation(b"MM\0\x2a\xff\xff\xff\xff\0\x01"), None);
    }
}
