//! Embeds `templates/` and `locales/`: adding a language, a ground or a controller is adding a
//! file.
//!
//! Writes `embedded.rs` into `OUT_DIR` with three lists, each sorted by path, with `/` on every
//! system, relative to the folder named: `TEMPLATES` and `LOCALES` as text, `STARTER` (what lies
//! below `templates/starter/`) as bytes, for a starter may hold a picture.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let (starter, templates): (Vec<_>, Vec<_>) =
        files_below("templates")?.into_iter().partition(|path| path.starts_with("starter/"));
    let locales = files_below("locales")?;

    let mut out = String::new();
    list(&mut out, "TEMPLATES", "str", "include_str", "templates", &templates);
    list(&mut out, "LOCALES", "str", "include_str", "locales", &locales);
    list(&mut out, "STARTER", "[u8]", "include_bytes", "templates", &starter);

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

fn list(out: &mut String, name: &str, of: &str, include: &str, root: &str, paths: &[String]) {
    // Writing to a String does not fail.
    let _ = writeln!(out, "pub(super) const {name}: &[(&str, &{of})] = &[");
    for path in paths {
        let short = path.strip_prefix("starter/").unwrap_or(path);
        let _ = writeln!(
            out,
            "    ({short:?}, {include}!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {:?}))),",
            format!("/{root}/{path}")
        );
    }
    out.push_str("];\n");
}
