//! What is wrong, where, and how to mend it.
//!
//! A [`Problem`] is a code with arguments; its words are in `locales/`, under
//! `[problems.<code>]`, so that the same problem speaks German or English.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::language::Language;

/// A text that a problem can point into: a config, a template, a row of a roster.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    /// The name shown to the reader: a path as they typed it, `-` for standard input.
    pub name: String,
    /// The whole text; of a row, its cells side by side in one line.
    pub text: String,
    /// Where it is a row of a table, which one.
    pub row: Option<Row>,
}

/// A row of a table, and its cells in the text of a [`Source`].
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number, from 1, as a spreadsheet shows it.
    pub number: usize,
    /// The byte at which each cell begins.
    pub cells: Vec<usize>,
}

/// What stands between the cells of a row where they are side by side.
pub const BETWEEN: &str = " | ";

impl Source {
    /// A text of lines.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Source { name: name.into(), text: text.into(), row: None }
    }

    /// Where the cell of an index, from 0, stands in a row; of one beyond the last, the end.
    pub fn cell(&self, index: usize) -> Option<Range<usize>> {
        let row = self.row.as_ref()?;
        let end = self.text.len();
        let Some(begin) = row.cells.get(index).copied() else { return Some(end..end) };
        let next = row.cells.get(index + 1).map_or(end, |next| next - BETWEEN.len());
        Some(begin..next)
    }
}

impl Row {
    /// The number of the cell, from 1, in which a byte of the text is.
    pub fn column(&self, byte: usize) -> usize {
        self.cells.partition_point(|begin| *begin <= byte).max(1)
    }
}

/// A stretch of a [`Source`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where the stretch is.
    pub source: Arc<Source>,
    /// Bytes of `source.text`, on character boundaries.
    pub span: Range<usize>,
}

/// Whether a problem stops the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The work goes on.
    Warning,
}

/// Where the cure of an error lies; the exit code of a command hangs on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cure {
    /// In the user's files, one that cannot be read and one that is in the way included.
    Files,
    /// In the command line, or in what was answered to a question.
    CommandLine,
    /// In the file system, which refused to write.
    FileSystem,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Whether it stops the work.
    pub severity: Severity,
    /// Where its cure lies.
    pub cure: Cure,
    /// Kebab-case and stable: `unknown-key`. Its words are in `locales/`.
    pub code: &'static str,
    /// What the words refer to as `{name}`. Raw data: whoever prints it escapes it.
    pub args: BTreeMap<&'static str, String>,
    /// What the words refer to as `{name}` and the catalogue says in each language: what a ground
    /// asks for, why a purpose is weak. Trusted text, which may have line ends. Rare, and boxed so
    /// that a problem stays small enough to be the error of a `Result`.
    pub translated: Option<Box<Translations>>,
    /// The file it is about, where there is one without a place in it.
    pub file: Option<String>,
    /// The place it is about.
    pub place: Option<Place>,
    /// The path in art21.toml (`objection.grounds[0].detail`) or the English column name.
    pub field: Option<Box<str>>,
}

/// Arguments in every language, by name.
pub type Translations = BTreeMap<&'static str, BTreeMap<Language, String>>;

impl Problem {
    /// A problem that stops the work, in the user's files.
    pub fn error(code: &'static str) -> Self {
        Self::new(Severity::Error, Cure::Files, code)
    }

    /// A command line that cannot be followed.
    pub fn usage(code: &'static str) -> Self {
        Self::new(Severity::Error, Cure::CommandLine, code)
    }

    /// A file system that refused to write.
    pub fn refusal(code: &'static str) -> Self {
        Self::new(Severity::Error, Cure::FileSystem, code)
    }

    /// A problem to know of; the work goes on.
    pub fn warning(code: &'static str) -> Self {
        Self::new(Severity::Warning, Cure::Files, code)
    }

    fn new(severity: Severity, cure: Cure, code: &'static str) -> Self {
        Problem {
            severity,
            cure,
            code,
            args: BTreeMap::new(),
            translated: None,
            file: None,
            place: None,
            field: None,
        }
    }

    /// Gives the words an argument.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.insert(name, value.to_string());
        self
    }

    /// Gives the words an argument that differs by language.
    #[must_use]
    pub fn with_translated(
        mut self,
        name: &'static str,
        value: BTreeMap<Language, String>,
    ) -> Self {
        self.translated.get_or_insert_default().insert(name, value);
        self
    }

    /// Names the file, where no place in it can be shown.
    #[must_use]
    pub fn in_file(mut self, name: impl Into<String>) -> Self {
        self.file = Some(name.into());
        self
    }

    /// Points at a place.
    #[must_use]
    pub fn at(mut self, source: &Arc<Source>, span: Range<usize>) -> Self {
        self.place = Some(Place { source: Arc::clone(source), span });
        self
    }

    /// How many problems it stands for: `more-problems` for all that are not named.
    pub fn count(&self) -> usize {
        match self.code {
            "more-problems" => self.args.get("count").and_then(|c| c.parse().ok()).unwrap_or(1),
            _ => 1,
        }
    }

    /// Names the field.
    #[must_use]
    pub fn field(mut self, path: impl Into<String>) -> Self {
        self.field = Some(path.into().into_boxed_str());
        self
    }
}

/// All that is wrong, in the order it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(pub Vec<Problem>);

impl Problems {
    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// What is wrong with a file, as wrong with the field that names it: the file becomes `{path}`.
    #[must_use]
    pub fn of_field(self, field: &str) -> Self {
        let each = self.0.into_iter().map(|mut problem| {
            if let Some(path) = problem.file.take() {
                problem = problem.with("path", path);
            }
            problem.field(field)
        });
        Problems(each.collect())
    }

    /// How many there are, those counted that are not named.
    pub fn of(&self, severity: Severity) -> usize {
        self.0.iter().filter(|p| p.severity == severity).map(Problem::count).sum()
    }

    /// Whether any of them stops the work.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|p| p.severity == Severity::Error)
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Problems(vec![problem])
    }
}
