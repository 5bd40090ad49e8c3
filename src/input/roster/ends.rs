//! The ends of lines.

use std::io::{self, Read};

/// Ends every line with a line feed, the last one too: `\r\n` and `\r` become `\n`. The reader of CSV
/// counts line feeds alone, and where it counts those of `\r\n` it has already given the row away.
pub(super) struct LineEnds<R> {
    inner: R,
    /// The last byte that was read, before it was changed.
    last: u8,
}

impl<R> LineEnds<R> {
    pub(super) fn new(inner: R) -> Self {
        LineEnds { inner, last: b'\n' }
    }
}

impl<R: Read> Read for LineEnds<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.inner.read(buffer)?;
            if read == 0 {
                let Some(first) = buffer.first_mut() else { return Ok(0) };
                if matches!(self.last, b'\n' | b'\r') {
                    return Ok(0);
                }
                (*first, self.last) = (b'\n', b'\n');
                return Ok(1);
            }
            let mut kept = 0;
            for at in 0..read {
                let byte = buffer[at];
                let second = byte == b'\n' && self.last == b'\r';
                self.last = byte;
                if !second {
                    buffer[kept] = if byte == b'\r' { b'\n' } else { byte };
                    kept += 1;
                }
            }
            if kept > 0 {
                return Ok(kept);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads with a buffer of each small size, so that every pair is cut in two once.
    fn ended(text: &str) -> String {
        let all: Vec<String> = (1..4)
            .map(|size| {
                let mut reader = LineEnds::new(text.as_bytes());
                let (mut out, mut buffer) = (Vec::new(), vec![0; size]);
                while let Ok(read @ 1..) = reader.read(&mut buffer) {
                    out.extend_from_slice(&buffer[..read]);
                }
                String::from_utf8_lossy(&out).into_owned()
            })
            .collect();
        assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "{all:?}");
        all.into_iter().next().unwrap_or_default()
    }

    #[test]
    fn every_line_ends_with_a_line_feed() {
        assert_eq!(ended("a\r\n\r\nb\rc\n\r\n\nd"), "a\n\nb\nc\n\n\nd\n");
        assert_eq!(ended("a\r"), "a\n");
        assert_eq!(ended(""), "");
    }
}
