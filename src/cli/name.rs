//! The name of a file for a letter: `objection-linkedin-erika-mustermann.pdf`. ASCII, lower case,
//! good on every file system.

use unicode_normalization::UnicodeNormalization;

/// The longest part that a name is made of, in characters.
const LONGEST: usize = 60;

/// Joins `parts` to a name, each as a slug; `fallback` stands for a part that Latin letters cannot
/// write.
pub(super) fn file(parts: &[&str], fallback: &str, extension: &str) -> String {
    let slugs: Vec<String> = parts
        .iter()
        .map(|part| slug(part).or_else(|| slug(fallback)).unwrap_or_default())
        .filter(|slug| !slug.is_empty())
        .collect();
    format!("{}.{extension}", slugs.join("-"))
}

/// Latin letters without their marks, digits, single hyphens; `None` where a letter or a digit has
/// no such form, or nothing is left.
fn slug(text: &str) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> String {
        file(&["objection", "linkedin", name], "A21-0000-0000-0000", "pdf")
    }

    #[test]
    fn umlauts_and_marks_become_ascii() {
        assert_eq!(of("Jürgen Groß-Łoś"), "objection-linkedin-juergen-gross-los.pdf");
        assert_eq!(of("Ju\u{308}rgen"), "objection-linkedin-juergen.pdf");
        assert_eq!(of("Siân O’Brien, PhD"), "objection-linkedin-sian-obrien-phd.pdf");
    }

    #[test]
    fn a_name_that_latin_letters_cannot_write_gives_way_to_the_reference() {
        assert_eq!(of("山田花子"), "objection-linkedin-a21-0000-0000-0000.pdf");
        assert_eq!(of("…"), "objection-linkedin-a21-0000-0000-0000.pdf");
    }

    #[test]
    fn a_name_cannot_leave_the_folder_or_grow_without_end() {
        assert_eq!(of("../../etc/passwd"), "objection-linkedin-etc-passwd.pdf");
        assert!(of(&"x".repeat(10_000)).len() < 100);
    }
}
