//! Parts of file names that are good on every file system.

use unicode_normalization::UnicodeNormalization;

/// The longest part that a name is made of, in characters.
const LONGEST: usize = 60;

/// Latin letters without their marks, digits, single hyphens; `None` where a letter or a digit has
/// no such form, or nothing is left.
pub fn slug(text: &str) -> Option<String> {
    let mut slug = String::new();
    for c in text.nfc().flat_map(char::to_lowercase) {
        match transliterated(c) {
            Some(letters) => slug.push_str(letters),
            None => {
                for c in std::iter::once(c).nfd() {
                    match c {
                        'a'..='z' | '0'..='9' => slug.push(c),
                        '\'' | '’' => {}
                        c if unicode_normalization::char::is_combining_mark(c) => {}
                        c if c.is_alphanumeric() => return None,
                        _ if slug.ends_with('-') || slug.is_empty() => {}
                        _ => slug.push('-'),
                    }
                }
            }
        }
    }
    let slug: String = slug.chars().take(LONGEST).collect();
    let slug = slug.trim_end_matches('-');
    (!slug.is_empty()).then(|| slug.to_owned())
}

/// Letters that are more than a base and a mark, written as their languages write them.
fn transliterated(c: char) -> Option<&'static str> {
    Some(match c {
        'ä' | 'æ' => "ae",
        'ö' | 'œ' | 'ø' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'å' => "aa",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ħ' => "h",
        'ı' => "i",
        'ŋ' => "ng",
        _ => return None,
    })
}
