//! Commands as the reader can type them.

use std::path::Path;

/// The file that a command takes where none is named.
pub(super) const CONFIG: &str = "art21.toml";

/// A command about a config: `art21 letter`, and the file after it where it is not the usual one.
pub(super) fn about(command: &str, config: &Path) -> String {
    match config.display().to_string().as_str() {
        CONFIG => command.to_owned(),
        path => format!("{command} {}", quoted(path)),
    }
}

/// A path as a shell takes it for one word.
pub(super) fn quoted(path: &str) -> String {
    let path = if path.starts_with('-') && path != "-" { format!("./{path}") } else { path.into() };
    let separators = if cfg!(windows) { r"/\:" } else { "/" };
    let plain = |c: char| c.is_alphanumeric() || "._-".contains(c) || separators.contains(c);
    match (path.chars().all(plain), cfg!(windows)) {
        (true, _) => path,
        (false, true) => format!("\"{path}\""),
        (false, false) => format!("'{}'", path.replace('\'', r"'\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_file_needs_no_naming() {
        assert_eq!(about("art21 letter", Path::new("art21.toml")), "art21 letter");
        assert_eq!(about("art21 letter", Path::new("my/own.toml")), "art21 letter my/own.toml");
    }

    #[cfg(unix)]
    #[test]
    fn a_path_is_one_word_whatever_it_holds() {
        assert_eq!(quoted("my file.toml"), "'my file.toml'");
        assert_eq!(quoted("$HOME's"), r"'$HOME'\''s'");
        assert_eq!(quoted("-x"), "./-x");
    }
}
