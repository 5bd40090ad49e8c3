//! A file while it is put together: objects, object stream, cross-reference stream
//! (ISO 32000-1 7.5).

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use super::deflate::Deflater;

/// Where an object is (7.5.8.3).
#[derive(Debug, Clone, Copy)]
pub(super) enum Entry {
    /// Nowhere: the number is not used.
    Free,
    /// At this byte.
    At(u32),
    /// In the object stream of this number, at this place among its objects.
    Within(u32, u16),
}

/// So many objects go into one object stream; a letter has some hundred.
const PACK: usize = 4096;

/// The bytes so far, and where each object stands.
pub(super) struct File {
    bytes: Vec<u8>,
    /// How many bytes stand before them, written already.
    before: u64,
    digest: Sha256,
    entries: Vec<Entry>,
    /// Where what letters share ends.
    own: usize,
    small: Vec<u8>,
    index: Vec<(u32, usize)>,
    /// Object streams that are full: their numbers, where their objects begin, what is in them.
    full: Vec<Pack>,
}

struct Pack {
    container: u32,
    count: usize,
    first: usize,
    content: Vec<u8>,
}

impl File {
    /// A file whose own objects are numbered from `first`.
    pub(super) fn new(first: u32) -> Self {
        let mut bytes = Vec::with_capacity(48 << 10);
        // Four bytes above 127 say that it is binary (7.5.2).
        bytes.extend_from_slice(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
        File {
            bytes,
            before: 0,
            digest: Sha256::new(),
            entries: vec![Entry::Free; first as usize],
            own: 0,
            small: Vec::new(),
            index: Vec::new(),
            full: Vec::new(),
        }
    }

    /// The number of a new object.
    pub(super) fn number(&mut self) -> u32 {
        self.numbers(1)
    }

    /// The first of so many numbers of new objects.
    pub(super) fn numbers(&mut self, count: u32) -> u32 {
        let first = self.entries.len();
        self.entries.resize(first + count as usize, Entry::Free);
        first as u32
    }

    /// How many objects have a number.
    pub(super) fn count(&self) -> u32 {
        self.entries.len() as u32
    }

    /// Where the next byte stands. A file ends before 4 GiB, for so it is promised to the table.
    fn here(&self) -> u32 {
        (self.before + self.bytes.len() as u64) as u32
    }

    /// How many bytes it will have if it ends now, or some more.
    pub(super) fn length(&self) -> u64 {
        let waiting: usize = self.full.iter().map(|pack| pack.content.len()).sum();
        let more = self.small.len() + waiting + self.entries.len() * 8;
        self.before + (self.bytes.len() + more) as u64
    }

    /// Copies ready objects.
    pub(super) fn copy(&mut self, bytes: &[u8], entries: &[(u32, Entry)]) {
        let here = self.here();
        for &(number, entry) in entries {
            self.entries[number as usize] = match entry {
                Entry::At(at) => Entry::At(here + at),
                other => other,
            };
        }
        self.bytes.extend_from_slice(bytes);
        self.own = self.bytes.len();
    }

    /// Writes a stream; `dictionary` is what stands in it beside the length.
    pub(super) fn stream(&mut self, number: u32, dictionary: &str, data: &[u8]) {
        self.entries[number as usize] = Entry::At(self.here());
        // Writing into a Vec cannot fail.
        let _ =
            write!(self.bytes, "{number} 0 obj\n<<{dictionary}/Length {}>>stream\n", data.len());
        self.bytes.extend_from_slice(data);
        self.bytes.extend_from_slice(b"\nendstream\nendobj\n");
    }

    /// Writes a small object; it goes into an object stream.
    pub(super) fn object(&mut self, number: u32, value: std::fmt::Arguments<'_>) {
        self.index.push((number, self.small.len()));
        let _ = self.small.write_fmt(value);
        self.small.push(b'\n');
        if self.index.len() == PACK {
            self.pack();
        }
    }

    /// Ends the object stream that is being filled.
    fn pack(&mut self) {
        let container = self.number();
        let mut content = Vec::with_capacity(self.index.len() * 10 + self.small.len());
        for (place, (number, at)) in self.index.iter().enumerate() {
            let _ = write!(content, "{number} {at} ");
            self.entries[*number as usize] = Entry::Within(container, place as u16);
        }
        let (count, first) = (self.index.len(), content.len());
        content.append(&mut self.small);
        self.index.clear();
        self.full.push(Pack { container, count, first, content });
    }

    /// Writes the object streams that are full.
    fn unload(&mut self, deflater: &mut Deflater) {
        for Pack { container, count, first, content } in std::mem::take(&mut self.full) {
            let dictionary = format!("/Type/ObjStm/N {count}/First {first}/Filter/FlateDecode");
            let data = deflater.whole(&content);
            self.stream(container, &dictionary, &data);
        }
    }

    /// Gives away what is there, to be written, so that a long file needs no more room than a short
    /// one.
    pub(super) fn drain(&mut self, deflater: &mut Deflater, out: &mut dyn Write) -> io::Result<()> {
        self.unload(deflater);
        out.write_all(&self.bytes)?;
        self.digest.update(&self.bytes);
        self.before += self.bytes.len() as u64;
        self.bytes.clear();
        self.own = 0;
        Ok(())
    }

    /// Ends the file; gives what was not given away. Its identifier comes from what is the letter's
    /// own, so that equal letters are equal files (14.4).
    pub(super) fn finish(mut self, root: u32, info: u32, deflater: &mut Deflater) -> Vec<u8> {
        self.pack();
        let table = self.number();
        self.unload(deflater);
        self.digest.update(&self.bytes[self.own..]);
        let digest = std::mem::take(&mut self.digest).finalize();
        let id: String = digest[..16].iter().map(|byte| format!("{byte:02X}")).collect();
        let start = self.here();
        self.entries[table as usize] = Entry::At(start);
        // Each row says how it differs from the one above it (7.4.4.4): hardly.
        let mut rows = Vec::with_capacity(self.entries.len() * 8);
        let mut above = [0; 7];
        for entry in &self.entries {
            let (kind, place, index) = match *entry {
                Entry::Free => (0, 0, 0xffff),
                Entry::At(at) => (1, at, 0),
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
