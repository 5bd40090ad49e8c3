//! The few fields of a font file that shaping does not need but embedding does
//! (OpenType 1.9: `head`, `hhea`, `hmtx`, `OS/2`, `post`, `name`).

/// A font file, its first font where it is a collection.
#[derive(Clone, Copy)]
pub(super) struct Sfnt<'a> {
    data: &'a [u8],
    directory: usize,
}

impl<'a> Sfnt<'a> {
    /// `None` for what is neither TrueType nor OpenType.
    pub(super) fn new(data: &'a [u8]) -> Option<Self> {
        let directory = match data.get(..4)? {
            b"ttcf" => u32_at(data, 12)? as usize,
            _ => 0,
        };
        match data.get(directory..directory + 4)? {
            [0, 1, 0, 0] | b"OTTO" | b"true" => Some(Sfnt { data, directory }),
            _ => None,
        }
    }

    /// The bytes of a table.
    pub(super) fn table(&self, tag: &[u8; 4]) -> Option<&'a [u8]> {
        let count = u16_at(self.data, self.directory + 4)? as usize;
        (0..count).map(|i| self.directory + 12 + 16 * i).find_map(|record| {
            if self.data.get(record..record + 4)? != tag {
                return None;
            }
            let offset = u32_at(self.data, record + 8)? as usize;
            let length = u32_at(self.data, record + 12)? as usize;
            self.data.get(offset..offset.checked_add(length)?)
        })
    }

    /// Name 6 of `name`, ASCII, without what PDF names do not take.
    pub(super) fn post_script_name(&self) -> Option<String> {
        let name = self.table(b"name")?;
        let strings = u16_at(name, 4)? as usize;
        (0..u16_at(name, 2)? as usize).map(|i| 6 + 12 * i).find_map(|record| {
            if u16_at(name, record + 6)? != 6 {
                return None;
            }
            let start = strings + u16_at(name, record + 10)? as usize;
            let bytes = name.get(start..start + u16_at(name, record + 8)? as usize)?;
            // Platform 1 is Macintosh, one byte a character; 0 and 3 are UTF-16.
            let wide = u16_at(name, record)? != 1;
            let text: String = bytes
                .iter()
                .skip(usize::from(wide))
                .step_by(if wide { 2 } else { 1 })
                .map(|&b| b as char)
                .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
                .collect();
            (!text.is_empty()).then_some(text)
        })
    }
}

/// A big-endian number, unsigned.
pub(super) fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..at + 2).map(|b| u16::from_be_bytes([b[0], b[1]]))
}

/// The same, signed.
pub(super) fn i16_at(data: &[u8], at: usize) -> Option<i16> {
    u16_at(data, at).map(u16::cast_signed)
}

/// The same, of four bytes.
pub(super) fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..at + 4).map(|b| u32::from_be_bytes([b[0], b[1], b[2], b[3]]))
}
