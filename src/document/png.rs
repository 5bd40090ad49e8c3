//! The chunks of a PNG (W3C, Portable Network Graphics, 5.3).

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The picture alone: size, palette, transparency, pixels, end. What says where, when and by what it
/// was made (texts, EXIF, time, the profile of a screen), further frames, and what stands behind the
/// end stay out. `None` where the file ends before the picture does.
pub(crate) fn picture_alone(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = SIGNATURE.to_vec();
    for (kind, chunk) in chunks(bytes) {
        if matches!(kind, b"IHDR" | b"PLTE" | b"tRNS" | b"IDAT" | b"IEND") {
            out.extend_from_slice(chunk);
        }
        if kind == b"IEND" {
            return Some(out);
        }
    }
    None
}

/// The deflated rows of a picture, each with its filter before it: what PDF calls predictor 15.
pub(crate) fn rows(bytes: &[u8]) -> Vec<u8> {
    let data = chunks(bytes).filter(|(kind, _)| *kind == b"IDAT");
    data.flat_map(|(_, chunk)| &chunk[8..chunk.len() - 4]).copied().collect()
}

/// The chunks, each with its kind and from its length to its checksum.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    let mut rest = bytes.strip_prefix(SIGNATURE).unwrap_or_default();
    std::iter::from_fn(move || {
        let length = u32::from_be_bytes(*rest.first_chunk()?) as usize;
        let kind = rest.get(4..)?.first_chunk()?;
        let chunk;
        (chunk, rest) = rest.split_at_checked(length.checked_add(12)?)?;
        Some((kind, chunk))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
        [&(data.len() as u32).to_be_bytes(), &kind[..], data, b"sum!"].concat()
    }

    #[test]
    fn only_the_picture_is_left_and_a_picture_without_an_end_is_none() {
        let shown = [
            chunk(b"IHDR", b"size"),
            chunk(b"PLTE", b"red"),
            chunk(b"tRNS", b"0"),
            chunk(b"IDAT", b"first "),
            chunk(b"IDAT", b"second"),
            chunk(b"IEND", b""),
        ];
        let told = [
            chunk(b"eXIf", b"GPS"),
            chunk(b"tEXt", b"Author"),
            chunk(b"iTXt", b"XMP"),
            chunk(b"tIME", b"now"),
            chunk(b"iCCP", b"screen"),
            Vec::new(),
        ];
        let alone = [SIGNATURE, &shown.concat()].concat();
        let both = shown.iter().zip(&told).flat_map(|(shown, told)| [shown.clone(), told.clone()]);
        let whole = [SIGNATURE, &both.collect::<Vec<_>>().concat(), b"a preview"].concat();
        assert_eq!(picture_alone(&whole).as_deref(), Some(&alone[..]));
        assert_eq!(rows(&whole), b"first second");
        for end in 0..alone.len() {
            assert_eq!(picture_alone(&alone[..end]), None, "{end}");
        }
    }
}
