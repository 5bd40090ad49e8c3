//! Where a field of a config stands, for what is found wrong with it after it was read: on the page,
//! in a font, in a picture.

use std::ops::Range;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::roster::Columns;
use crate::problem::{Problem, Source};

/// The fields of one config. Looked for when they are asked for, which is rare: all of them by their
/// paths can be many times as long as the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Places {
    pub(super) source: Arc<Source>,
    /// Of a row of a roster, which column says what.
    pub(super) columns: Option<Arc<Columns>>,
}

impl Places {
    /// Bytes of the source at a path: `objection.grounds[0].detail`.
    fn span(&self, field: &str) -> Option<Range<usize>> {
        if let Some(columns) = &self.columns {
            return self.source.cell(columns.place(field)?);
        }
        let root = DeTable::parse(&self.source.text).ok()?;
        let mut steps = field.split(['.', '[']);
        let mut found = root.get_ref().get(steps.next()?)?;
        for step in steps {
            found = match (found.get_ref(), step.strip_suffix(']')) {
                (DeValue::Array(array), Some(index)) => array.get(index.parse::<usize>().ok()?)?,
                (DeValue::Table(table), None) => table.get(step)?,
                _ => return None,
            };
        }
        Some(found.span())
    }

    /// Points a problem that names a field, and no file, at that field; where the config does not
    /// give it, at the config.
    #[must_use]
    pub fn point(&self, problem: Problem) -> Problem {
        if problem.file.is_some() || problem.place.is_some() {
            return problem;
        }
        let Some(span) = problem.field.as_deref().and_then(|field| self.span(field)) else {
            return problem.in_file(self.source.name.clone());
        };
        // Of a long text, the first character that it is about.
        let first = problem.args.get("characters").and_then(|c| c.chars().next());
        let inside = first.and_then(|c| {
            let at = span.start + self.source.text.get(span.clone())?.find(c)?;
            Some(at..at + c.len_utf8())
        });
        problem.at(&self.source, inside.unwrap_or(span))
    }
}
