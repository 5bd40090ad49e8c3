//! A file while it is put together: objects, object stream, cross-reference stream
//! (ISO 32000-1 7.5).

use std::io::Write;

use sha2::{Digest, Sha256};

use super::deflate::Deflater;

/// Where an object is (7.5.8.3).
#[derive(Debug, Clone, Copy)]
pub(super) enum Entry {
    /// Nowhere: the number is not used.
    Free,
    /// At this byte.
    At(usize),
    /// In the object stream of this number, at this place among its objects.
    Within(u32, u16),
}

/// The bytes so far, and where each object stands.
pub(super) struct File {
    bytes: Vec<u8>,
    entries: Vec<Entry>,
    /// Where what letters share ends.
    own: usize,
    small: Vec<u8>,
    index: Vec<(u32, usize)>,
}

impl File {
    /// A file whose own objects are numbered from `first`.
    pub(super) fn new(first: u32) -> Self {
        let mut bytes = Vec::with_capacity(48 << 10);
        // Four bytes above 127 say that it is binary (7.5.2).
        bytes.extend_from_slice(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
        File {
            bytes,
            entries: vec![Entry::Free; first as usize],
            own: 0,
            small: Vec::new(),
            index: Vec::new(),
        }
    }

    /// The number of a new object.
    pub(super) fn number(&mut self) -> u32 {
        self.entries.push(Entry::Free);
        self.entries.len() as u32 - 1
    }

    /// Copies ready objects.
    pub(super) fn copy(&mut self, bytes: &[u8], entries: &[(u32, Entry)]) {
        for &(number, entry) in entries {
            self.entries[number as usize] = match entry {
                Entry::At(at) => Entry::At(self.bytes.len() + at),
                other => other,
            };
        }
        self.bytes.extend_from_slice(bytes);
        self.own = self.bytes.len();
    }

    /// Writes a stream; `dictionary` is what stands in it beside the length.
    pub(super) fn stream(&mut self, number: u32, dictionary: &str, data: &[u8]) {
        self.entries[number as usize] = Entry::At(self.bytes.len());
        // Writing into a Vec cannot fail.
        let _ =
            write!(self.bytes, "{number} 0 obj\n<<{dictionary}/Length {}>>stream\n", data.len());
        self.bytes.extend_from_slice(data);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }

    /// Writes a small object; it goes into the object stream.
    pub(super) fn object(&mut self, number: u32, value: std::fmt::Arguments<'_>) {
        self.index.push((number, self.small.len()));
        let _ = self.small.write_fmt(value);
        self.small.push(b'\n');
    }

    /// Ends the file. Its identifier comes from what is the letter's own, so that equal letters are
    /// equal files (14.4).
    pub(super) fn finish(mut self, root: u32, info: u32, deflater: &mut Deflater) -> Vec<u8> {
        let container = self.number();
        let table = self.number();
        let mut head = Vec::with_capacity(self.index.len() * 10);
        for (number, at) in &self.index {
            let _ = write!(head, "{number} {at} ");
        }
        let first = head.len();
        let count = self.index.len();
        head.extend_from_slice(&self.small);
        let dictionary = format!("/Type/ObjStm/N {count}/First {first}/Filter/FlateDecode");
        let data = deflater.whole(&head);
        self.stream(container, &dictionary, &data);

        for (index, (number, _)) in self.index.iter().enumerate() {
            self.entries[*number as usize] = Entry::Within(container, index as u16);
        }
        let digest = Sha256::digest(&self.bytes[self.own..]);
        let id: String = digest[..16].iter().map(|byte| format!("{byte:02X}")).collect();
        let start = self.bytes.len();
        self.entries[table as usize] = Entry::At(start);
        // Each row says how it differs from the one above it (7.4.4.4): hardly.
        let mut rows = Vec::with_capacity(self.entries.len() * 8);
        let mut above = [0; 7];
        for entry in &self.entries {
            let (kind, place, index) = match *entry {
                Entry::Free => (0, 0, 0xffff),
                Entry::At(at) => (1, at as u32, 0),
                Entry::Within(container, index) => (2, container, index),
            };
            let ([a, b, c, d], [e, f]) = (place.to_be_bytes(), index.to_be_bytes());
            let row = [kind, a, b, c, d, e, f];
            rows.push(2);
            rows.extend(row.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
            above = row;
        }
        let dictionary = format!(
            "/Type/XRef/Size {}/W[1 4 2]/Root {root} 0 R/Info {info} 0 R/ID[<{id}><{id}>]\
             /Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 7>>",
            self.entries.len()
        );
        let data = deflater.whole(&rows);
        self.stream(table, &dictionary, &data);
        let _ = write!(self.bytes, "startxref\n{start}\n%%EOF\n");
        self.bytes
    }
}
