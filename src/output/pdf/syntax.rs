//! The small change of PDF syntax (ISO 32000-1 7.3).

use std::io::Write;

/// A whole number.
pub(super) fn integer(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = value.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

/// A number of thousandths, with at most three decimals.
pub(super) fn thousandths(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    let (whole, part) = (value.unsigned_abs() / 1000, (value.unsigned_abs() % 1000) as u16);
    integer(out, whole.cast_signed());
    if part != 0 {
        let digits = [part / 100, part / 10 % 10, part % 10].map(|digit| b'0' + digit as u8);
        let length = if part % 100 == 0 { 1 } else { 3 - usize::from(part % 10 == 0) };
        out.push(b'.');
        out.extend_from_slice(&digits[..length]);
    }
}

/// A number rounded to thousandths: to the inch there are 72 000 of them.
pub(super) fn number(out: &mut Vec<u8>, value: f32) {
    thousandths(out, to_thousandths(value));
}

/// A number as the nearest count of thousandths.
pub(super) fn to_thousandths(value: f32) -> i64 {
    (f64::from(value) * 1000.0).round() as i64
}

/// Numbers, each followed by a blank.
pub(super) fn numbers(out: &mut Vec<u8>, values: &[f32]) {
    for &value in values {
        number(out, value);
        out.push(b' ');
    }
}

/// A text string (7.9.2.2): ASCII as a literal, all else as UTF-16 with a byte order mark.
pub(super) fn text(out: &mut Vec<u8>, value: &str) {
    if value.chars().all(|c| c.is_ascii() && !c.is_ascii_control()) {
        out.push(b'(');
        for byte in value.bytes() {
            if matches!(byte, b'(' | b')' | b'\\') {
                out.push(b'\\');
            }
            out.push(byte);
        }
        out.push(b')');
    } else {
        out.extend_from_slice(b"<FEFF");
        for unit in value.encode_utf16() {
            let _ = write!(out, "{unit:04X}");
        }
        out.push(b'>');
    }
}

/// The same as a value of its own.
pub(super) fn text_of(value: &str) -> String {
    let mut out = Vec::new();
    text(&mut out, value);
    // Only ASCII was written.
    String::from_utf8(out).unwrap_or_default()
}

/// A page address as PDF wants it, in ASCII (12.6.4.7; RFC 3986 2.1): other characters in the percent
/// encoding of their UTF-8, as browsers do it.
pub(super) fn uri_of(uri: &str) -> String {
    let mut ascii = String::with_capacity(uri.len());
    for byte in uri.bytes() {
        if byte.is_ascii_graphic() {
            ascii.push(char::from(byte));
        } else {
            let _ = std::fmt::Write::write_fmt(&mut ascii, format_args!("%{byte:02X}"));
        }
    }
    text_of(&ascii)
}

/// A byte of a code inside a literal string (7.3.4.2).
#[inline]
pub(super) fn byte(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'\r' => out.extend_from_slice(b"\\r"),
        b'\n' => out.extend_from_slice(b"\\n"),
        b'(' | b')' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
        byte => out.push(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short_and_rounded_to_thousandths() {
        let written = |value| {
            let mut out = Vec::new();
            number(&mut out, value);
            String::from_utf8(out).unwrap()
        };
        assert_eq!(
            [0.0, -0.0001, 10.5, -7.25, 595.276, 12.0, 0.05, 0.104].map(written),
            ["0", "0", "10.5", "-7.25", "595.276", "12", "0.05", "0.104"]
        );
    }

    #[test]
    fn page_addresses_are_ascii() {
        assert_eq!(
            uri_of("https://a.example/in/m\u{fc}ller (1)"),
            "(https://a.example/in/m%C3%BCller%20\\(1\\))"
        );
    }

    #[test]
    fn strings_are_literal_in_ascii_and_utf_16_otherwise() {
        assert_eq!(text_of("a (b) \\"), "(a \\(b\\) \\\\)");
        assert_eq!(text_of("ü𝄞"), "<FEFF00FCD834DD1E>");
    }
}
