//! The table of imports in the doc of `src/lib.rs` holds, and so do the rules of the house: read
//! from the sources, so that no module can break them unseen.

#![allow(clippy::unwrap_used)] // A panic is how a test fails.

mod rust;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use rust::{Import, Source};

/// Modules that all may use.
const SHARED: &[&str] = &["language", "problem"];

/// What only `cli` and `main.rs` may touch, as macros, as names and as the end of paths.
const MACROS: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];
const NAMES: &[&str] = &["SystemTime", "Instant"];
const PATHS: &[(&str, &str)] = &[
    ("std", "env"),
    ("process", "exit"),
    ("process", "abort"),
    ("io", "stdin"),
    ("io", "stdout"),
    ("io", "stderr"),
    ("Utc", "now"),
    ("Local", "now"),
];

/// What is unfinished has no place in the tree.
const WORDS: &[&str] = &["dbg!", "todo!", "unimplemented!", "TODO", "FIXME", "XXX"];

/// A file that is longer is two files.
const LONGEST: usize = 500;

/// Which module may import which.
type Table = BTreeMap<String, BTreeSet<String>>;

/// The rows of the table in the doc of the crate: `| output | document, typeset |`.
fn table(lib: &str) -> Table {
    let row = |line: &str| {
        let cells = line.strip_prefix("//! |")?.strip_suffix('|')?.trim_end();
        let (module, imports) = cells.split_once('|')?;
        let imports = imports.split(',').map(|name| name.trim().to_owned());
        Some((module.trim().to_owned(), imports.filter(|name| !name.is_empty()).collect()))
    };
    lib.lines()
        .skip_while(|line| *line != "//! | module | imports |")
        .skip(2)
        .map_while(row)
        .collect()
}

/// Each import of `module` that its row does not allow, `line: what`.
fn forbidden_imports(module: &[String], source: &Source, table: &Table) -> Vec<String> {
    let own = &module[0];
    let nothing = BTreeSet::new();
    let allowed = table.get(own).unwrap_or(&nothing);
    let mut forbidden: Vec<String> = source
        .imports(module)
        .into_iter()
        .filter_map(|(line, import)| match import {
            Import::Module(other) if other == *own || SHARED.contains(&other.as_str()) => None,
            Import::Module(other) if allowed.contains(&other) => None,
            Import::Module(other) => Some(format!("{line}: {own} may not import {other}")),
            Import::Crate => Some(format!("{line}: {own} may not import the whole crate")),
        })
        .collect();
    forbidden.dedup();
    forbidden
}

/// Each touch of the world outside, `line: what`.
fn touches(source: &Source) -> Vec<String> {
    let macros = source.macros().filter(|(_, name)| MACROS.contains(name));
    let names = source.names().filter(|(_, name)| NAMES.contains(name));
    let mut touches: Vec<(usize, String)> =
        macros.chain(names).map(|(line, name)| (line, name.to_owned())).collect();
    for (line, path) in source.paths() {
        let pairs = path.windows(2).map(|pair| (pair[0].as_str(), pair[1].as_str()));
        touches.extend(
            pairs.filter(|pair| PATHS.contains(pair)).map(|(a, b)| (line, format!("{a}::{b}"))),
        );
    }
    touches.into_iter().map(|(line, what)| format!("{line}: {what} belongs in cli")).collect()
}

/// Each word that says that something is unfinished, as a word of its own.
fn unfinished(text: &str) -> Vec<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = Vec::new();
    for (line, content) in (1..).zip(text.lines()) {
        for word in WORDS {
            let alone = content.match_indices(word).any(|(at, _)| {
                let after = content[at + word.len()..].chars().next();
                !content[..at].ends_with(is_word)
                    && (word.ends_with('!') || !after.is_some_and(is_word))
            });
            if alone {
                found.push(format!("{line}: {word}"));
            }
        }
    }
    found
}

/// All sources under `src/`, by path, in order.
fn sources() -> BTreeMap<PathBuf, String> {
    fn collect(folder: &Path, all: &mut BTreeMap<PathBuf, String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, all);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                all.insert(path, text);
            }
        }
    }
    let mut all = BTreeMap::new();
    collect(Path::new("src"), &mut all);
    assert!(all.len() > 20, "{all:?}");
    all
}

/// `src/output/pdf/mod.rs` is `output::pdf`; `lib.rs` and `main.rs` are no modules.
fn module(path: &Path) -> Vec<String> {
    let inside = path.strip_prefix("src").unwrap().with_extension("");
    let mut names: Vec<String> =
        inside.iter().map(|name| name.to_str().unwrap().to_owned()).collect();
    if names.last().is_some_and(|name| name == "mod" || name == "lib" || name == "main") {
        names.pop();
    }
    names
}

/// The rule over all sources that it concerns; each violation with its file.
fn violations(rule: impl Fn(&[String], &str) -> Vec<String>) -> Vec<String> {
    let mut all = Vec::new();
    for (path, text) in sources() {
        // A file of tests of a module is what `#[cfg(test)]` stands before elsewhere.
        if path.file_name().is_some_and(|name| name != "tests.rs") {
            let found = rule(&module(&path), &text);
            all.extend(found.into_iter().map(|what| format!("{}:{what}", path.display())));
        }
    }
    all
}

fn none(violations: Vec<String>) {
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
}

#[test]
fn every_module_imports_only_what_its_row_allows() {
    let table = table(&fs::read_to_string("src/lib.rs").unwrap());
    none(violations(|module, text| match module {
        [] => Vec::new(),
        module => forbidden_imports(module, &Source::read(text), &table),
    }));
}

#[test]
fn the_table_has_a_row_for_each_module_and_no_other() {
    let table = table(&fs::read_to_string("src/lib.rs").unwrap());
    let modules: BTreeSet<String> =
        sources().keys().filter_map(|path| module(path).into_iter().next()).collect();
    let rows: BTreeSet<String> =
        table.keys().cloned().chain(SHARED.iter().map(|name| (*name).to_owned())).collect();
    assert_eq!(rows, modules);
    for (module, imports) in &table {
        assert!(imports.is_subset(&rows), "{module} imports what is no module: {imports:?}");
    }
}

#[test]
fn only_cli_prints_exits_and_reads_clock_environment_and_keyboard() {
    none(violations(|module, text| match module {
        [first, ..] if first != "cli" => touches(&Source::read(text)),
        _ => Vec::new(),
    }));
}

#[test]
fn no_file_is_too_long_to_be_read_at_once() {
    none(violations(|_, text| {
        let lines = Source::read(text).lines();
        if lines > LONGEST { vec![format!("{lines} lines, at most {LONGEST}")] } else { Vec::new() }
    }));
}

#[test]
fn nothing_is_left_unfinished() {
    none(violations(|_, text| unfinished(text)));
}

mod proof {
    //! The rules see what they are for.

    use super::*;

    const LIB: &str = "//! | module | imports |\n//! |---|---|\n//! | law | |\n\
                       //! | letter | law, document |\n//! | document | |\n\npub mod law;\n";

    fn found(module: &[&str], text: &str) -> Vec<String> {
        let module: Vec<String> = module.iter().map(|name| (*name).to_owned()).collect();
        forbidden_imports(&module, &Source::read(text), &table(LIB))
    }

    #[test]
    fn the_table_is_read_row_by_row() {
        let table = table(LIB);
        assert_eq!(table.keys().collect::<Vec<_>>(), ["document", "law", "letter"]);
        assert_eq!(table["letter"].iter().collect::<Vec<_>>(), ["document", "law"]);
        assert!(table["law"].is_empty());
    }

    #[test]
    fn every_way_to_a_forbidden_module_is_seen() {
        for text in [
            "use crate::input;",
            "pub use crate::input::Config as C;",
            "use crate::{law, input::{self, Config}};",
            "use {crate::law, crate::input};",
            "use super::input;",
            "use super::{law, input};",
            "fn f() -> crate::input::Config {}",
            "fn f(x: Vec<crate::input::Config>) {}",
            "fn f() { super::input::read() }",
            "mod inner { use super::super::input; }",
            "mod inner { mod deeper {} } use super::input;",
            "use self::super::input;",
            "macro_rules! m { () => { $crate::input::read() } }",
            "#[cfg(not(test))] use crate::input;",
            "#[cfg(test)] use crate::law; use crate::input;",
            "#[cfg(test)] mod tests { fn f() {} } use crate::input;",
            "const S: &str = \"\\\"\"; use crate::input; // \"",
            "const C: char = '\"'; use crate::input; const D: char = '\"';",
            "fn f<'a>(x: &'a str) -> char { 'a' } use crate::input;",
            "/* /* */ */ use crate::input; /* */",
            "const S: &str = r#\"\"\"#; use crate::input; const T: &str = r\"\";",
        ] {
            assert_eq!(found(&["letter"], text), ["1: letter may not import input"], "{text}");
        }
        let deep = "\nuse super::super::input;";
        assert_eq!(found(&["letter", "prose"], deep), ["2: letter may not import input"]);
        for text in
            ["use crate::*;", "use super::*;", "use crate as all;", "use crate::{self as c};"]
        {
            assert_eq!(found(&["letter"], text), ["1: letter may not import the whole crate"]);
        }
        assert_eq!(found(&["law"], "use crate::letter;"), ["1: law may not import letter"]);
        assert_eq!(found(&["law"], "use crate::Letter;"), ["1: law may not import Letter"]);
    }

    #[test]
    fn what_is_allowed_or_no_code_is_not_seen() {
        for text in [
            "use crate::law; use crate::{document::Text, problem::Problem, language::Language};",
            "use crate::letter::prose; use super::law; use self::prose::input;",
            "// use crate::input;\n/// [`crate::input`]\n/* use crate::input; */",
            "const S: &str = \"use crate::input;\"; const T: &str = r#\"crate::input\"#;",
            "#[cfg(test)]\nmod tests {\n use super::*; use crate::input; }",
            "#[cfg(test)] #[allow(dead_code)] use crate::input;",
            "pub(crate) fn f() {} pub(super) fn g() {}",
            "mod inner { use super::*; use super::super::law; }",
        ] {
            assert_eq!(found(&["letter"], text), Vec::<String>::new(), "{text}");
        }
        assert!(found(&["letter", "prose"], "use super::input; use super::*;").is_empty());
    }

    #[test]
    fn every_touch_of_the_world_outside_is_seen() {
        for text in [
            "println!(\"x\")",
            "fn f() { eprint!(\"x\") }",
            "use std::env;",
            "use std::{env::args, fs};",
            "let home = std::env::var(\"HOME\");",
            "use std::process; fn f() { process::exit(1) }",
            "std::process::exit(1)",
            "use std::io::{self, stdin};",
            "io::stdin().read_line()",
            "chrono::Utc::now()",
            "Local::now()",
            "use std::time::SystemTime;",
            "use std::time::*; fn f() { Instant::now() }",
        ] {
            assert_eq!(touches(&Source::read(text)).len(), 1, "{text}");
        }
        for text in [
            "env!(\"CARGO_PKG_VERSION\")",
            "// println!(\"x\")",
            "\"std::env\"",
            "fn print() { self.print(); }",
            "#[cfg(test)] mod tests { fn f() { println!(\"x\") } }",
            "use std::io::{self, Write};",
        ] {
            assert_eq!(touches(&Source::read(text)), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn unfinished_words_are_seen_and_reference_numbers_are_not() {
        for text in ["todo!()", "dbg!(x)", "// FIXME: later", "// XXX", "x // TODO"] {
            assert_eq!(unfinished(&format!("\n{text}")).len(), 1, "{text}");
            assert!(unfinished(&format!("\n{text}"))[0].starts_with("2: "));
        }
        assert!(unfinished("A21-XXXX-XXXX-XXXX, mytodo!, TODOS").is_empty());
    }

    #[test]
    fn tests_do_not_make_a_file_long() {
        let text =
            "fn f() {}\n\n// why\nfn g() {}\n\n#[cfg(test)]\nmod tests {\n    fn h() {}\n}\n";
        assert_eq!(Source::read(text).lines(), 4);
    }
}
