//! Where each field of a config stands, for what is found wrong with it after it was read: on the
//! page, in a font, in a picture.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::table::{Found, Table, items};
use crate::problem::{Problem, Source};

/// The fields of one config.
#[derive(Debug, Clone, PartialEq)]
pub struct Places {
    source: Arc<Source>,
    /// Bytes of the source by path: `objection.grounds[0].detail`.
    spans: BTreeMap<String, Range<usize>>,
}

impl Places {
    pub(super) fn of(source: &Arc<Source>, root: &Table<'_>) -> Self {
        let mut places = Places { source: Arc::clone(source), spans: BTreeMap::new() };
        places.table(root.value, root);
        places
    }

    fn table<'t>(&mut self, table: &'t DeTable<'t>, at: &Table<'_>) {
        for (key, value) in table {
            let field = at.path(key.get_ref());
            self.value(&Found { value: value.get_ref(), span: value.span(), field });
        }
    }

    fn value<'t>(&mut self, found: &Found<&'t DeValue<'t>>) {
        match found.value {
            DeValue::Table(table) => self.table(table, &found.map(table)),
            DeValue::Array(array) => items(found, array).for_each(|item| self.value(&item)),
            _ => {}
        }
        self.spans.insert(found.field.clone(), found.span.clone());
    }

    /// Whether the config gives the field.
    pub fn has(&self, field: &str) -> bool {
        self.spans.contains_key(field)
    }

    /// Points a problem that names a field, and no file, at that field; where the config does not
    /// give it, at the config.
    #[must_use]
    pub fn point(&self, problem: Problem) -> Problem {
        if problem.file.is_some() || problem.place.is_some() {
            return problem;
        }
        let Some(span) = problem.field.as_deref().and_then(|field| self.spans.get(field)) else {
            return problem.in_file(self.source.name.clone());
        };
        // Of a long text, the first character that it is about.
        let first = problem.args.get("characters").and_then(|c| c.chars().next());
        let inside = first.and_then(|c| {
            let at = span.start + self.source.text.get(span.clone())?.find(c)?;
            Some(at..at + c.len_utf8())
        });
        problem.at(&self.source, inside.unwrap_or_else(|| span.clone()))
    }
}
