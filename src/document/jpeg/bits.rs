//! The bits of a scan and the codes that they make (ITU-T T.81, annex C and F.2.2).

/// The data of a scan, bit by bit.
pub(super) struct Bits<'b> {
    data: &'b [u8],
    at: usize,
    byte: u8,
    /// How many bits of `byte` are to come.
    left: u32,
}

impl Bits<'_> {
    pub(super) fn new(data: &[u8]) -> Bits<'_> {
        Bits { data, at: 0, byte: 0, left: 0 }
    }

    /// How many bytes were begun.
    pub(super) fn read(&self) -> usize {
        self.at
    }

    fn bit(&mut self) -> Option<u32> {
        if self.left == 0 {
            self.byte = *self.data.get(self.at)?;
            self.at += 1;
            // A byte of ones that is no marker has a nought behind it.
            if self.byte == 0xff {
                self.data.get(self.at).filter(|next| **next == 0)?;
                self.at += 1;
            }
            self.left = 8;
        }
        self.left -= 1;
        Some(u32::from(self.byte >> self.left & 1))
    }

    /// A number of so many bits.
    pub(super) fn take(&mut self, count: u32) -> Option<u32> {
        (0..count).try_fold(0, |number, _| Some(number << 1 | self.bit()?))
    }

    /// Reads the marker of a restart; they count from 0 to 7.
    pub(super) fn restart(&mut self, number: usize) -> Option<()> {
        let marker = [0xff, 0xd0 + (number % 8) as u8];
        let found = self.data.get(self.at..)?.starts_with(&marker);
        (self.at, self.left) = (self.at + 2, 0);
        found.then_some(())
    }
}

/// A table of codes.
pub(super) struct Huffman {
    /// One more than the last code of each length.
    ends: [u32; 16],
    /// The place of its value.
    places: [usize; 16],
    values: Vec<u8>,
}

impl Huffman {
    /// A table and what stands behind it.
    pub(super) fn read(said: &[u8]) -> Option<(Huffman, &[u8])> {
        let (counts, rest) = said.split_first_chunk::<16>()?;
        let (values, rest) =
            rest.split_at_checked(counts.iter().copied().map(usize::from).sum())?;
        let mut table = Huffman { ends: [0; 16], places: [0; 16], values: values.to_vec() };
        let (mut end, mut place) = (0, 0);
        for (length, &count) in counts.iter().enumerate() {
            end = end * 2 + u32::from(count);
            place += usize::from(count);
            (table.ends[length], table.places[length]) = (end, place);
            if end > 2 << length {
                return None;
            }
        }
        Some((table, rest))
    }

    /// The value of the code that comes next.
    pub(super) fn value(&self, bits: &mut Bits<'_>) -> Option<u8> {
        let mut code = 0;
        for (&end, &place) in self.ends.iter().zip(&self.places) {
            code = code << 1 | bits.take(1)?;
            if code < end {
                return self.values.get(place.checked_sub((end - code) as usize)?).copied();
            }
        }
        None
    }
}
