//! The reference of a case: `A21-XXXX-XXXX-XXXX`.
//!
//! It depends on the person and the objection alone, so the same letter has the same reference on
//! every day and machine, and a letter read aloud or copied by hand is recognised again.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::Case;

/// Crockford's base 32: no `I`, `L`, `O`, `U`, which are mistaken for others.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters before the check character: 55 bits.
const DIGITS: usize = 11;

/// The reference of a case: eleven characters of Crockford base 32, the first 55 bits of a
/// SHA-256, and a check character of the same alphabet (Luhn mod 32).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference([u8; DIGITS + 1]);

impl Reference {
    /// The reference of a case.
    ///
    /// Hashed are the controller's id; the account's e-mail address, present or else former, else
    /// the profile, else name, postcode and street; and the number: each NFC, trimmed and in
    /// lower case, joined by LF. Empty values count as missing.
    pub fn of(case: &Case) -> Self {
        let account = &case.account;
        let given = |value: &'_ Option<String>| value.clone().filter(|v| !v.trim().is_empty());
        let mut fields = vec![case.controller.clone()];
        match given(&account.email)
            .or_else(|| given(&account.former_email))
            .or_else(|| given(&account.profile))
        {
            Some(identity) => fields.push(identity),
            None => {
                let sender = &case.sender;
                fields.extend([&sender.name, &sender.postcode, &sender.street].map(String::clone));
            }
        }
        fields.push(case.objection.number.to_string());
        let fields: Vec<String> = fields.iter().map(|field| normal(field)).collect();
        Self::of_hash(Sha256::digest(fields.join("\n")).as_ref())
    }

    /// Its 55 bits.
    pub fn bits(&self) -> u64 {
        self.0.iter().take(DIGITS).fold(0, |bits, digit| bits << 5 | u64::from(*digit))
    }

    /// That of a hash.
    fn of_hash(hash: &[u8]) -> Self {
        Reference(digits(hash))
    }
}

/// The first 55 bits of a hash, most significant first, and the check character.
fn digits(hash: &[u8]) -> [u8; DIGITS + 1] {
    let bits = hash.iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)) >> 9;
    let mut digits = [0; DIGITS + 1];
    for (place, digit) in digits.iter_mut().take(DIGITS).enumerate() {
        *digit = (bits >> (5 * (DIGITS - 1 - place)) & 31) as u8;
    }
    digits[DIGITS] = check(&digits[..DIGITS]);
    digits
}

/// A hash as a number that can be read aloud and copied by hand, like a reference but with a prefix
/// of its own: `S-XXXX-XXXX-XXXX`.
pub fn numbered(prefix: &str, hash: &[u8]) -> String {
    grouped(prefix, &digits(hash))
}

/// The prefix, and the characters in groups of four.
fn grouped(prefix: &str, digits: &[u8]) -> String {
    let mut text = prefix.to_owned();
    for (place, digit) in digits.iter().enumerate() {
        if place % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(ALPHABET[usize::from(*digit)]));
    }
    text
}

/// NFC, trimmed, lower case.
fn normal(field: &str) -> String {
    field.nfc().collect::<String>().trim().to_lowercase()
}

/// Luhn mod 32: every second digit from the right is doubled and its two base-32 digits added. It
/// catches each mistyped character and each swap of two neighbours but `0Z` and `Z0`.
fn check(digits: &[u8]) -> u8 {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let value = u32::from(*digit) * if place % 2 == 0 { 2 } else { 1 };
            value / 32 + value % 32
        })
        .sum();
    ((32 - sum % 32) % 32) as u8
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&grouped("A21", &self.0))
    }
}

/// The text is no reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoReference {
    /// It has not twelve characters of the alphabet after the prefix.
    Shape,
    /// It has, but the check character does not fit: a character is mistyped.
    Check,
}

impl fmt::Display for NoReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NoReference::Shape => "a reference looks like A21-XXXX-XXXX-XXXX",
            NoReference::Check => "the check character does not fit: a character is mistyped",
        })
    }
}

impl std::error::Error for NoReference {}

impl FromStr for Reference {
    type Err = NoReference;

    /// Forgives case, blanks, missing hyphens (dashes that a word processor made of them
    /// included), a missing prefix, `O` for `0` and `I` or `L` for `1`.
    fn from_str(text: &str) -> Result<Self, NoReference> {
        let mut digits = Vec::with_capacity(DIGITS + 4);
        for c in text.chars() {
            if c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}') {
                continue;
            }
            let c = match c.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                c => c,
            };
            let digit = ALPHABET.iter().position(|a| char::from(*a) == c);
            digits.push(digit.ok_or(NoReference::Shape)? as u8);
            if digits.len() > DIGITS + 4 {
                return Err(NoReference::Shape);
            }
        }
        // `A21` as digits of the alphabet; twelve characters are a reference without it.
        let digits = match digits.strip_prefix(&[10, 2, 1]) {
            Some(rest) if rest.len() == DIGITS + 1 => rest,
            _ => &digits,
        };
        let digits: [u8; DIGITS + 1] = digits.try_into().map_err(|_| NoReference::Shape)?;
        if check(&digits[..DIGITS]) != digits[DIGITS] {
            return Err(NoReference::Check);
        }
        Ok(Reference(digits))
    }
}
