//! Quotation marks that do not close where they should (RFC 4180, 2.5 to 2.7). Read on, such a value
//! swallows the rows that follow, and one person's letter would say what others wrote.

use std::io::{self, Read};

/// What is wrong with a quotation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// It is never closed.
    Open,
    /// Something stands between the closing one and the end of the value.
    Followed,
}

/// Where in a value the text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Begin,
    Bare,
    Quoted,
    Closed,
}

/// Passes a text on and watches its quotation marks.
pub(super) struct Quotes<R> {
    inner: R,
    separator: u8,
    at: At,
    /// The byte at which the next begins, and at which the last quotation mark opened.
    byte: u64,
    opened: u64,
    first: Option<(u64, Wrong)>,
}

impl<R> Quotes<R> {
    pub(super) fn new(inner: R, separator: u8) -> Self {
        Quotes { inner, separator, at: At::Begin, byte: 0, opened: 0, first: None }
    }

    /// What is wrong before a byte, at the first place.
    pub(super) fn wrong_before(&self, byte: u64) -> Option<Wrong> {
        self.first.filter(|(opened, _)| *opened < byte).map(|(_, wrong)| wrong)
    }

    fn watch(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            let ends = byte == self.separator || byte == b'\n' || byte == b'\r';
            self.at = match (self.at, byte) {
                (At::Begin, b'"') => {
                    self.opened = self.byte;
                    At::Quoted
                }
                (At::Quoted, b'"') => At::Closed,
                (At::Quoted, _) | (At::Closed, b'"') => At::Quoted,
                (_, _) if ends => At::Begin,
                (At::Closed, _) => {
                    self.first.get_or_insert((self.opened, Wrong::Followed));
                    At::Bare
                }
                (At::Begin | At::Bare, _) => At::Bare,
            };
            self.byte += 1;
        }
    }
}

impl<R: Read> Read for Quotes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.watch(&buffer[..read]);
        if read == 0 && !buffer.is_empty() && self.at == At::Quoted {
            self.first.get_or_insert((self.opened, Wrong::Open));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(text: &str) -> Option<(u64, Wrong)> {
        let mut quotes = Quotes::new(text.as_bytes(), b',');
        io::copy(&mut quotes, &mut io::sink()).unwrap();
        quotes.first
    }

    #[test]
    fn a_quotation_mark_that_does_not_close_is_seen_where_it_opens() {
        assert_eq!(wrong("a,\"b\",c\n\"x\"\"y\",\"\"\nz\"z,5\" screen\n"), None);
        assert_eq!(wrong("a,b\nc,\"d\ne,f\n"), Some((6, Wrong::Open)));
        assert_eq!(wrong("a,\"b\"c\n"), Some((2, Wrong::Followed)));
        assert_eq!(wrong("a,\"b\nc,\"d\"\n"), Some((2, Wrong::Followed)));
    }
}
