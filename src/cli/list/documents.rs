//! What `--json` prints, described.

use serde_json::{Value, json};

use crate::cli::paragraph::{bold, wrap};

/// A document: the commands that print it, its shape, what to know.
struct Document {
    id: &'static str,
    shape: &'static str,
    about: &'static str,
}

const DOCUMENTS: [Document; 6] = [
    Document {
        id: "every command",
        shape: r#"{"problems": [{"severity": "error|warning", "code", "message", "help", "file", "line", "column", "row", "field"}]}"#,
        about: "One document on standard output, also where the command failed. Lines, columns and \
                rows count from 1, columns in characters; `field` is the path in art21.toml \
                (`objection.grounds[0].detail`), `file` the option where a value came from the command line; \
                what does not apply is null. `code` is stable, \
                `message` and `help` speak the language of --lang.",
    },
    Document {
        id: "letter",
        shape: r#"{"problems": […], "letters": [{"reference", "kind": "objection|short", "language", "format", "file", "sha256", "bytes", "pages"}], "next": [{"channel", "text", "url"}]}"#,
        about: "`pages` is null where there are no pages, `url` null for post. Where writing \
                failed, `letters` and `next` are not there.",
    },
    Document {
        id: "bulk",
        shape: r#"{"problems": […], "letters": [{"reference", "kind": "objection", "language", "format", "file", "sha256", "bytes", "pages"}], "files": [{"file", "sha256", "bytes"}], "consignment", "rows", "wrong_rows"}"#,
        about: "One row a letter and format, in the order of the work; `file` is null where the letter is \
                no file of its own, `files` are those that hold many; `consignment` is its number; what is wrong with a row has \
                its `row`, and the English name of its column as `field`. Where nothing was written, \
                `letters` is not there.",
    },
    Document {
        id: "check",
        shape: r#"{"problems": […], "files": [{"file", "errors", "warnings", "rows", "wrong_rows"}]}"#,
        about: "One row a file, in the order in which they were named; `rows` and `wrong_rows` only of \
                rosters.",
    },
    Document {
        id: "init, templates export, man",
        shape: r#"{"problems": […], "files": [{"file", "sha256", "bytes"}]}"#,
        about: "The files that are there now.",
    },
    Document {
        id: "list",
        shape: r#"{"problems": […], "<what>": [{"id", "source", "look_at", "checked", …}]}"#,
        about: "The table asked for under its own name: purposes, grounds, authorities, channels, \
                settings, sources, columns, json. `checked` is the day on which the source was seen; texts \
                are objects by language.",
    },
];

pub(super) fn text(columns: usize) -> String {
    let mut out = String::new();
    for document in DOCUMENTS {
        out.push_str(&format!("{}\n", bold(document.id)));
        out.push_str(&format!("  {}\n", wrap(document.shape, 4, columns)));
        out.push_str(&format!("  {}\n\n", wrap(document.about, 2, columns)));
    }
    out
}

pub(super) fn rows() -> Vec<Value> {
    let source = concat!("art21 ", env!("CARGO_PKG_VERSION"));
    DOCUMENTS
        .iter()
        .map(|document| {
            json!({
                "id": document.id, "document": document.shape, "about": document.about,
                "source": source, "checked": null,
            })
        })
        .collect()
}
