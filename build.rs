//! Embeds `templates/` and `locales/`: adding a language, a ground or a controller is adding a
//! file.
//!
//! Writes `embedded.rs` into `OUT_DIR` with two lists of texts, `TEMPLATES` and `LOCALES`, each
//! sorted by path, with `/` on every system, relative to its folder. `templates/starter/` is an
//! example to begin with and not part of the program.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let mut templates = files_below("templates")?;
    templates.retain(|path| !path.starts_with("starter/"));
    let locales = files_below("locales")?;

    let mut out = String::new();
    list(&mut out, "TEMPLATES", "templates", &templates);
    list(&mut out, "LOCALES", "locales", &locales);

    let folder = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    fs::write(Path::new(&folder).join("embedded.rs"), out)
}

/// The paths of all files below `folder`, relative to it, sorted; none where there is no folder.
/// Hidden files are the editor's or the system's, not ours.
fn files_below(folder: &str) -> io::Result<Vec<String>> {
    // The folder too, so that a new file is seen.
    println!("cargo:rerun-if-changed={folder}");
    let mut found = Vec::new();
    if Path::new(folder).is_dir() {
        walk(folder, "", &mut found)?;
    }
    found.sort();
    Ok(found)
}

fn walk(root: &str, below: &str, found: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(Path::new(root).join(below))? {
        let entry = entry?;
        let name = entry
            .file_name()
            .into_string()
            .map_err(|name| io::Error::other(format!("{} is not UTF-8", name.display())))?;
        if name.starts_with('.') {
            continue;
        }
        let path = if below.is_empty() { name } else { format!("{below}/{name}") };
        println!("cargo:rerun-if-changed={root}/{path}");
        if entry.file_type()?.is_dir() {
            walk(root, &path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

fn list(out: &mut String, name: &str, root: &str, paths: &[String]) {
    // Writing to a String does not fail.
    let _ = writeln!(out, "pub(super) const {name}: &[(&str, &str)] = &[");
    for path in paths {
        let _ = writeln!(
            out,
            "    ({path:?}, include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?}))),",
            format!("/{root}/{path}")
        );
    }
    out.push_str("];\n");
}
