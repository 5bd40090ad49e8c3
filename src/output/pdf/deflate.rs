//! Deflate (RFC 1950, 1951), with the compressors kept for all streams of a run.
//!
//! libdeflate and not zlib: the streams of a letter of two pages, 27 KB, become 10.0 KB in 0.11 ms;
//! zlib-rs takes 0.26 ms for 10.3 KB. Streams are in memory whole, which is all that libdeflate can.

use libdeflater::{CompressionLvl, Compressor};

/// For what every letter pays for anew. Level 6 gives 9.3 KB in 0.31 ms.
const OWN: i32 = 1;
/// For what is deflated once and copied into many.
const ONCE: i32 = 9;

/// The compressors.
pub(super) struct Deflater {
    own: Compressor,
    once: Compressor,
}

impl Deflater {
    pub(super) fn new() -> Self {
        // Levels go from 0 to 12; none but one beyond them is refused.
        let compressor = |level| Compressor::new(CompressionLvl::new(level).unwrap_or_default());
        Deflater { own: compressor(OWN), once: compressor(ONCE) }
    }

    /// A zlib stream of what belongs to one letter.
    pub(super) fn whole(&mut self, bytes: &[u8]) -> Vec<u8> {
        run(&mut self.own, bytes)
    }

    /// A zlib stream that is used again and again.
    pub(super) fn once(&mut self, bytes: &[u8]) -> Vec<u8> {
        run(&mut self.once, bytes)
    }
}

fn run(compressor: &mut Compressor, bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0; compressor.zlib_compress_bound(bytes.len())];
    // There is room for the worst case, and room is all that can be missing.
    let length = compressor.zlib_compress(bytes, &mut out).unwrap_or_default();
    out.truncate(length);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use libdeflater::Decompressor;

    #[test]
    fn what_was_deflated_inflates_to_itself_and_to_the_same_bytes_every_time() {
        let mut deflater = Deflater::new();
        let noise: Vec<u8> =
            (0..70_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 11) as u8).collect();
        for deflate in [Deflater::whole, Deflater::once] {
            for bytes in [&noise[..], &noise[..1], &[], &[7; 9000]] {
                let deflated = deflate(&mut deflater, bytes);
                deflate(&mut deflater, b"something else");
                assert_eq!(deflate(&mut deflater, bytes), deflated);
                let mut out = vec![0; bytes.len()];
                let length = Decompressor::new().zlib_decompress(&deflated, &mut out).unwrap();
                assert_eq!(out[..length], *bytes);
            }
        }
    }
}
