//! Errors of TOML's syntax, in words for those who never heard of TOML.

use std::collections::HashSet;
use std::sync::Arc;

use toml::de::Error;

use crate::problem::{Problem, Problems, Source};

use super::super::table::{Findings, excerpt};
use super::super::text::{character_name, is_hidden};
use super::super::value::no_date;

/// The errors of the parser, one a line: what follows in the line follows from the first.
pub(super) fn problems(source: &Arc<Source>, errors: &[Error]) -> Problems {
    let mut findings = Findings::default();
    let line_ends: Vec<usize> = source.text.match_indices('\n').map(|(at, _)| at).collect();
    let mut lines = HashSet::new();
    let mut unclosed = false;
    for error in errors {
        let span = error.span().unwrap_or(source.text.len()..source.text.len());
        let start = source.text.floor_char_boundary(span.start);
        let end = source.text.floor_char_boundary(span.end).max(start);
        if !lines.insert(line_ends.partition_point(|line_end| *line_end < start)) {
            continue;
        }
        let problem = problem(error.message(), source.text.split_at(start), end - start);
        // After a bracket that is not closed, the parser stumbles over every line.
        let again = problem.code == "toml-unclosed" && std::mem::replace(&mut unclosed, true);
        if !again {
            findings.push(problem.at(source, start..end));
        }
    }
    findings.into_problems(source)
}

/// The parser's messages, as far as a person can do something about them. The file is
/// split where the error begins, which is `length` bytes long.
fn problem(message: &str, (before, rest): (&str, &str), length: usize) -> Problem {
    let says = |word: &str| message.contains(word);
    let at = rest[..length].trim();
    let line_end = rest.starts_with('\n') || rest.starts_with("\r\n");
    let control = rest.chars().next().filter(|c| is_hidden(*c) && !line_end);
    if let Some(c) = control {
        Problem::error("toml-character").with("character", character_name(c))
    } else if says("duplicate key") {
        Problem::error("toml-duplicate").with("key", excerpt(at))
    } else if says("must be quoted") {
        unquoted(at)
    } else if says("leading zero") {
        Problem::error("toml-leading-zero")
    } else if says("keys cannot be empty") {
        Problem::error("toml-no-key")
    } else if says("unquoted key") {
        let key = format!("{}{}", line_of(before).trim_start(), until(rest, "=]"));
        Problem::error("toml-key").with("key", excerpt(key.trim_start_matches('[')))
    } else if says("escape") || says("unicode") {
        Problem::error("toml-escape")
    } else if says("string") || says("quote") {
        Problem::error("toml-string")
    } else if says("unclosed") || says("comma") {
        Problem::error("toml-unclosed")
    } else if says("no value") || says("missing assignment") {
        no_assignment(before, rest)
    } else if says("missing value") {
        Problem::error("toml-no-value")
    } else if says("unexpected content") || says("unexpected key or value") {
        Problem::error("toml-rest")
    } else if let Some((key, value)) = line_of(before).split_once('=') {
        let problem = no_value(format!("{value}{}", until(rest, "#,]}")).trim());
        if key.trim() == "date" { problem.field("date") } else { problem }
    } else {
        Problem::error("toml-syntax")
    }
}

/// A line without `=`, or with a colon instead, as in other formats.
fn no_assignment(before: &str, rest: &str) -> Problem {
    let problem = Problem::error("toml-no-assignment");
    if before.trim_end_matches([' ', '\t']).ends_with(':') || rest.starts_with(':') {
        problem.with("colon", ":")
    } else {
        problem
    }
}

/// A value that is of no type.
fn no_value(value: &str) -> Problem {
    let mut parts = value.split(['-', '.', '/']);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if parts.clone().count() == 3 && parts.all(digits) {
        return no_date(value);
    }
    let problem = Problem::error("toml-value").with("value", excerpt(value));
    match value.to_ascii_lowercase().as_str() {
        known @ ("true" | "false") => problem.with("write", known),
        _ => problem,
    }
}

/// What of the last line of a text there is.
fn line_of(before: &str) -> &str {
    before.rsplit('\n').next().unwrap_or_default()
}

/// The rest of a line, up to one of the characters.
fn until<'t>(rest: &'t str, ends: &str) -> &'t str {
    let end = rest.find(|c| c == '\n' || c == '\r' || ends.contains(c)).unwrap_or(rest.len());
    rest[..end].trim_end()
}

/// A value without straight quotation marks: none at all, or those of a word processor.
fn unquoted(value: &str) -> Problem {
    let bare = value.trim_matches(|c| "„“”‚‘’«»\"'".contains(c));
    if bare.is_empty() {
        return Problem::error("toml-no-value");
    }
    let problem = Problem::error("toml-unquoted").with("value", excerpt(value));
    if bare.contains(['"', '\\']) { problem } else { problem.with("bare", excerpt(bare)) }
}
