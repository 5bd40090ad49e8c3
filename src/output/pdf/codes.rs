//! What the bytes of a text string mean: which glyph each code draws (ISO 32000-1 9.7.5), and which
//! characters it reads as (9.10.3).

use std::fmt::Write;

/// The most lines of one block of a CMap (Adobe Technical Note 5014, 1.4.1).
const BLOCK: usize = 100;

/// How long the codes of a font are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    /// One byte, for fonts of no more than 255 glyphs: nearly all. A third less to deflate.
    One,
    /// Two bytes.
    Two,
}

impl Length {
    /// The length for a font of so many glyphs beside glyph 0.
    pub(super) fn of(glyphs: usize) -> Length {
        if glyphs < 256 { Length::One } else { Length::Two }
    }

    /// A code as a CMap writes it: `<2A>`.
    fn hex(self, code: u16) -> String {
        match self {
            Length::One => format!("<{code:02X}>"),
            Length::Two => format!("<{code:04X}>"),
        }
    }
}

/// The CMap of codes of one byte, each of which is the number of its glyph. It serves all fonts:
/// what `Identity-H` is for two bytes has no name for one.
pub(super) const ONE_BYTE: &str = "\
/CIDInit/ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>def
/CMapName/OneByte def
/CMapType 1 def
1 begincodespacerange
<00><FF>
endcodespacerange
1 begincidrange
<00><FF>0
endcidrange
endcmap
CMapName currentdict/CMap defineresource pop
end
end
";

/// What stands in its dictionary.
pub(super) const ONE_BYTE_ENTRIES: &str = "/Type/CMap/CMapName/OneByte\
    /CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/Filter/FlateDecode";

/// The way back to characters, of codes that count from 1.
pub(super) fn to_unicode<'t>(length: Length, texts: impl Iterator<Item = &'t str>) -> String {
    // Codes whose characters follow each other are one range.
    let mut ranges: Vec<(u16, u16, Vec<u16>)> = Vec::new();
    for (code, text) in (1..).zip(texts) {
        let units: Vec<u16> = text.encode_utf16().collect();
        match ranges.last_mut() {
            Some((first, last, start)) if follows(*first, start, code, &units) => *last = code,
            _ => ranges.push((code, code, units)),
        }
    }
    let mut out = String::from(
        "/CIDInit/ProcSet findresource begin\n12 dict begin\nbegincmap\n\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n\
         /CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n",
    );
    let last = if length == Length::One { 0xff } else { 0xffff };
    // Writing into a String cannot fail.
    let _ = writeln!(out, "{}{}\nendcodespacerange", length.hex(0), length.hex(last));
    for block in ranges.chunks(BLOCK) {
        let _ = writeln!(out, "{} beginbfrange", block.len());
        for (first, last, units) in block {
            let _ = write!(out, "{}{}<", length.hex(*first), length.hex(*last));
            for unit in units {
                let _ = write!(out, "{unit:04X}");
            }
            out.push_str(">\n");
        }
        out.push_str("endbfrange\n");
    }
    out + "endcmap\nCMapName currentdict/CMap defineresource pop\nend\nend\n"
}

/// Whether `code` reads as `text` in a range that begins at `first` with `start`. Only the last byte of
/// a code and of a text may count (9.10.3).
fn follows(first: u16, start: &[u16], code: u16, text: &[u16]) -> bool {
    let (Some((from, before)), Some((to, same))) = (start.split_last(), text.split_last()) else {
        return false;
    };
    let steps = code - first;
    before == same
        && from.checked_add(steps) == Some(*to)
        && from >> 8 == to >> 8
        && first >> 8 == code >> 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_follow_each_other_are_one_range_and_only_its_last_byte_counts() {
        let ranges = |length, texts: &[&str]| -> Vec<String> {
            let cmap = to_unicode(length, texts.iter().copied());
            let range = |line: &&str| line.matches('<').count() == 3;
            cmap.lines().filter(range).map(str::to_owned).collect()
        };
        assert_eq!(
            ranges(Length::One, &["a", "b", "c", "fi", "fj", "þ", "ÿ", "Ā", "𝄞", "𝄟", ""]),
            [
                "<01><03><0061>",
                "<04><05><00660069>",
                "<06><07><00FE>",
                "<08><08><0100>",
                "<09><0A><D834DD1E>",
                "<0B><0B><>",
            ]
        );
        let many: Vec<String> =
            (0x4e00u32..0x4e00 + 300).filter_map(char::from_u32).map(String::from).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let two = ranges(Length::Two, &many);
        assert_eq!(two[..2], ["<0001><00FF><4E00>", "<0100><0100><4EFF>"]);
    }
}
