//! Deflate (RFC 1950, 1951), with one compressor for all streams of a run.

use flate2::{Compress, Compression, FlushCompress, Status};

/// Middle of the road: higher levels gain nothing on so short a text.
const LEVEL: u32 = 6;

/// The compressor, kept between letters.
pub(super) struct Deflater(Compress);

impl Deflater {
    pub(super) fn new() -> Self {
        Deflater(Compress::new(Compression::new(LEVEL), true))
    }

    /// A whole zlib stream.
    pub(super) fn whole(&mut self, bytes: &[u8]) -> Vec<u8> {
        self.0.reset();
        let mut out = Vec::with_capacity(bytes.len() / 2 + 64);
        loop {
            // What was taken is no more than what is in memory.
            let taken = self.0.total_in() as usize;
            // Deflating into memory knows no error; a stream that ended early would not inflate.
            match self.0.compress_vec(&bytes[taken..], &mut out, FlushCompress::Finish) {
                Ok(Status::StreamEnd) | Err(_) => return out,
                Ok(_) => out.reserve(out.len().max(256)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn what_was_deflated_inflates_to_itself_and_to_the_same_bytes_every_time() {
        let mut deflater = Deflater::new();
        let noise: Vec<u8> =
            (0..70_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
        for bytes in [&noise[..], &noise[..1], &[], &[7; 9000]] {
            let deflated = deflater.whole(bytes);
            deflater.whole(b"something else");
            assert_eq!(deflater.whole(bytes), deflated);
            let mut out = Vec::new();
            flate2::read::ZlibDecoder::new(&deflated[..]).read_to_end(&mut out).unwrap();
            assert_eq!(out, bytes);
        }
    }
}
