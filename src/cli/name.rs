//! The name of a file for a letter: `objection-linkedin-erika-mustermann.pdf`. ASCII, lower case,
//! good on every file system.

use crate::files::slug;

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
