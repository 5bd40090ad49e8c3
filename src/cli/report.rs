//! Shows problems: to a person with the line underlined, to a program as JSON.
//!
//! The words come from `locales/`. `help` may have several lines; one that needs an argument which
//! the problem does not have is left out, so that "did you mean" stands only where there is
//! something to suggest. Beside the problem's arguments there is `{field}`.

mod excerpt;

use std::cell::Cell;
use std::collections::HashMap;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use anstream::adapter::strip_str;
use serde_json::{Value, json};

use crate::problem::{Problem, Problems, Severity};
use crate::texts::locale::{Locale, fill};

use super::paragraph::wrap;
use excerpt::Excerpt;
pub use excerpt::escape;

/// The longest value shown, in characters.
const LONGEST: usize = 1500;

/// Columns of a line of help: with what stands before it, eighty at most.
const WIDTH: usize = 68;

/// The most rows of a roster that are named for one kind of problem.
const ROWS: usize = 20;

/// The problems as a person reads them, by file and position, each with its cure, and their
/// count. What is wrong with many rows of a roster in the same way is shown once, with the numbers
/// of the others. Ends with a line end; empty where there are none.
pub fn text(problems: &Problems, locale: &Locale, color: bool) -> String {
    if problems.0.is_empty() {
        return String::new();
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut out = String::new();
    for (problem, rows) in grouped(sorted(problems), locale) {
        out.push_str(&one(problem, &rows, locale, &renderer));
        out.push_str("\n\n");
    }
    out.push_str(&count(problems, locale));
    out.push('\n');
    out
}

/// The problems as `--json` gives them: `severity`, `code`, `message`, `help`, `file`, `line`,
/// `column`, `row`, `field`, each `null` where it does not apply. Lines and columns count from 1,
/// columns in characters.
pub fn json(problems: &Problems, locale: &Locale) -> Value {
    let one = |problem: &Problem| {
        let row = problem.place.as_ref().and_then(|place| {
            let row = place.source.row.as_ref()?;
            let whole = place.span == (0..place.source.text.len()) && row.cells.len() > 1;
            Some((row.number, (!whole).then(|| row.column(place.span.start))))
        });
        let place = problem.place.as_ref().filter(|_| row.is_none());
        let place = place.map(|p| excerpt::position(&p.source.text, p.span.start));
        let help = help(problem, locale);
        json!({
            "severity": match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            "code": problem.code,
            "message": message(problem, locale),
            "help": (!help.is_empty()).then_some(help),
            "file": file(problem),
            "line": place.map(|p| p.0),
            "column": place.map(|p| p.1).or(row.and_then(|(_, column)| column)),
            "row": row.map(|(row, _)| row),
            "field": problem.field,
        })
    };
    sorted(problems).into_iter().map(one).collect()
}

/// By file in the order of their first problems, then by position; what has no position last.
fn sorted(problems: &Problems) -> Vec<&Problem> {
    let mut files: HashMap<Option<&str>, usize> = HashMap::new();
    for problem in &problems.0 {
        let next = files.len();
        files.entry(file(problem)).or_insert(next);
    }
    let mut sorted: Vec<&Problem> = problems.0.iter().collect();
    sorted.sort_by_key(|problem| {
        let start = problem.place.as_ref().map_or(usize::MAX, |place| place.span.start);
        (files.get(&file(problem)), row(problem), start)
    });
    sorted
}

/// The row of a roster that a problem is about.
fn row(problem: &Problem) -> Option<usize> {
    Some(problem.place.as_ref()?.source.row.as_ref()?.number)
}

/// Each problem with the further rows in which the same is wrong with the same column.
fn grouped<'p>(problems: Vec<&'p Problem>, locale: &Locale) -> Vec<(&'p Problem, Vec<usize>)> {
    let mut groups: Vec<(&Problem, Vec<usize>)> = Vec::new();
    let mut known = HashMap::new();
    for problem in problems {
        let Some(number) = row(problem) else {
            groups.push((problem, Vec::new()));
            continue;
        };
        let next = groups.len();
        // Of the same kind in the same column, with the same cure; where another row is named, about the same one.
        let column = problem.place.as_ref().filter(|_| problem.field.is_none()).and_then(|place| {
            let row = place.source.row.as_ref()?;
            Some(row.column(place.span.start))
        });
        let about = (column, problem.args.get("row"), help(problem, locale));
        let key = (file(problem), problem.code, &problem.field, about);
        match *known.entry(key).or_insert(next) {
            first if first < next => groups[first].1.push(number),
            _ => groups.push((problem, Vec::new())),
        }
    }
    groups
}

fn file(problem: &Problem) -> Option<&str> {
    let of_place = problem.place.as_ref().map(|place| place.source.name.as_str());
    of_place.or(problem.file.as_deref())
}

fn one(problem: &Problem, rows: &[usize], locale: &Locale, renderer: &Renderer) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR.with_name(word(locale, "report-error")),
        Severity::Warning => Level::WARNING.with_name(word(locale, "report-warning")),
    };
    let mut group = Group::with_title(level.primary_title(message(problem, locale)));
    if let Some(place) = &problem.place {
        let excerpt = Excerpt::of(&place.source.text, &place.span);
        let origin = Origin::path(escape(&place.source.name));
        let (line, column) = match &place.source.row {
            Some(row) => (row.number, row.column(place.span.start)),
            None => (excerpt.line, excerpt.column),
        };
        group = group.element(origin.line(line).char_column(column)).element(
            Snippet::source(excerpt.text)
                .line_start(line)
                .annotation(AnnotationKind::Primary.span(excerpt.span)),
        );
    } else if let Some(file) = &problem.file {
        group = group.element(Origin::path(escape(file)));
    }
    if !rows.is_empty() {
        let mut numbers: Vec<String> = rows.iter().take(ROWS).map(usize::to_string).collect();
        if rows.len() > ROWS {
            numbers.push("…".to_owned());
        }
        let (count, numbers) = (rows.len().to_string(), numbers.join(", "));
        let words = match rows {
            [_] => word(locale, "report-row"),
            _ => word(locale, "report-rows"),
        };
        let words = fill(&words, |name| Some(if name == "count" { &count } else { &numbers }));
        let note = Level::NOTE.with_name(word(locale, "report-note"));
        group = group.element(note.message(wrapped(&words)));
    }
    let help = wrapped(&help(problem, locale));
    if !help.is_empty() {
        group = group.element(Level::HELP.with_name(word(locale, "report-help")).message(help));
    }
    // The excerpt is not the file, so its columns are not the file's and the place is an element of
    // its own; the renderer then announces a second file, without a name.
    let second_file = |line: &&str| strip_str(line).to_string().trim() == ":::";
    let rendered = renderer.render(&[group]);
    rendered.lines().filter(|line| !second_file(line)).collect::<Vec<_>>().join("\n")
}

/// `3 problems, 1 warning`.
fn count(problems: &Problems, locale: &Locale) -> String {
    let of = |severity| problems.of(severity);
    let counted = |count: usize, one: &'static str, many: &'static str| match count {
        0 => None,
        1 => Some(word(locale, one)),
        _ => Some(fill(&word(locale, many), |_| Some(count.to_string()))),
    };
    let errors = counted(of(Severity::Error), "report-errors-one", "report-errors-many");
    let warnings = counted(of(Severity::Warning), "report-warnings-one", "report-warnings-many");
    errors.into_iter().chain(warnings).collect::<Vec<_>>().join(", ")
}

fn word(locale: &Locale, key: &'static str) -> String {
    locale.interface.get(key).map_or(key, String::as_str).to_owned()
}

/// What is wrong. A code without words, which a test rules out, stands for itself.
pub(super) fn message(problem: &Problem, locale: &Locale) -> String {
    let words = locale.problems.get(problem.code).map_or(problem.code, |words| {
        let of_row = words.row_message.as_deref().filter(|_| row(problem).is_some());
        of_row.unwrap_or(&words.message)
    });
    said(words, problem, locale)
}

/// Words with the arguments of a problem in them.
pub(super) fn said(words: &str, problem: &Problem, locale: &Locale) -> String {
    fill(words, |name| argument(problem, locale, name))
}

/// How to mend it: the lines for which the problem has the arguments.
pub(super) fn help(problem: &Problem, locale: &Locale) -> String {
    let words = locale.problems.get(problem.code).map_or("", |words| {
        let of_row = words.row_help.as_deref().filter(|_| row(problem).is_some());
        of_row.unwrap_or(&words.help)
    });
    let lines = words.lines().filter_map(|line| {
        let complete = Cell::new(true);
        let line = fill(line, |name| {
            let value = argument(problem, locale, name);
            complete.set(complete.get() && value.is_some());
            value
        });
        complete.get().then_some(line)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The value of an argument: data escaped, words of the catalogue as they are.
fn argument(problem: &Problem, locale: &Locale, name: &str) -> Option<String> {
    if let Some(words) = problem.translated.as_ref().and_then(|t| t.get(name)) {
        let words = words.get(&locale.language).or_else(|| words.values().next());
        return words.cloned();
    }
    if let Some(id) = name.strip_prefix("column.") {
        return Some(header(id, locale).to_owned());
    }
    let value = match name {
        "column" => header(problem.args.get(name)?, locale),
        "field" => problem.field.as_deref()?,
        name => problem.args.get(name)?,
    };
    let mut shown: String = value.chars().take(LONGEST).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    Some(escape(&shown))
}

/// The column of a roster as the reader's language calls it.
fn header<'l>(id: &'l str, locale: &'l Locale) -> &'l str {
    let headers = locale.columns.get(id);
    headers.and_then(|headers| headers.first()).map_or(id, String::as_str)
}

/// Breaks long lines; those that begin with a blank are tables and stay.
fn wrapped(text: &str) -> String {
    let line = |line: &str| match line.starts_with(' ') {
        true => line.to_owned(),
        false => wrap(line, 0, WIDTH),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}
