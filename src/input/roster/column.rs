//! The columns of a roster, and the headers that name them.

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Cells, PROBLEM};
use crate::input::suggest::nearest;
use crate::problem::{Problem, Problems};
use crate::texts::Texts;

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// A field of a table of art21.toml. Columns that say the same one are its parts, side by side.
    Field(&'static str, &'static str),
    /// A field that is a list: its entries are parted by blanks or semicolons.
    List(&'static str, &'static str),
    /// A field that is a list of names, parted by semicolons.
    Names(&'static str, &'static str),
    /// The ground of this number, from 0.
    Ground(usize),
    /// The words for the ground of this number.
    Detail(usize),
    /// The day on which the person agreed to the letter.
    Consent,
}

/// All columns: the English name, which `--json` and the locales know each by, and what it says.
/// Their headers are in `locales/`, under `[columns]`.
pub(super) const COLUMNS: [(&str, Says); 30] = [
    ("name", Says::Field("sender", "name")),
    ("first_name", Says::Field("sender", "name")),
    ("last_name", Says::Field("sender", "name")),
    ("represented_by", Says::Names("sender", "represented_by")),
    ("street", Says::Field("sender", "street")),
    ("house_number", Says::Field("sender", "street")),
    ("line2", Says::Field("sender", "line2")),
    ("care_of", Says::Field("sender", "care_of")),
    ("postcode", Says::Field("sender", "postcode")),
    ("city", Says::Field("sender", "city")),
    ("country", Says::Field("sender", "country")),
    ("region", Says::Field("sender", "region")),
    ("email", Says::Field("sender", "email")),
    ("phone", Says::Field("sender", "phone")),
    ("profile", Says::Field("account", "profile")),
    ("account_email", Says::Field("account", "email")),
    ("standing", Says::Field("account", "standing")),
    ("former_email", Says::Field("account", "former_email")),
    ("links", Says::List("account", "links")),
    ("language", Says::Field("", "language")),
    ("purposes", Says::List("objection", "purposes")),
    ("number", Says::Field("objection", "number")),
    ("ground1", Says::Ground(0)),
    ("detail1", Says::Detail(0)),
    ("ground2", Says::Ground(1)),
    ("detail2", Says::Detail(1)),
    ("ground3", Says::Ground(2)),
    ("detail3", Says::Detail(2)),
    ("signature", Says::Field("signature", "image")),
    ("consent", Says::Consent),
];

/// Columns without which no letter has an address, each with what may stand in its place.
const NEEDED: [(&str, &str); 4] =
    [("name", "last_name"), ("street", "street"), ("postcode", "postcode"), ("city", "city")];

/// Which column of [`COLUMNS`] each column of a file is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Columns {
    /// By the place in the file.
    known: Vec<Option<usize>>,
    /// The columns that are not read, by their place: those without a name.
    unnamed: Vec<usize>,
}

impl Columns {
    /// Matches the header of a file. `ignored` are headers that are not to be read.
    pub(super) fn of(
        header: &Cells,
        file: &str,
        ignored: &[String],
        texts: &Texts,
    ) -> (Columns, Problems) {
        let source = Arc::new(header.source(file, 0));
        let mut problems = Problems::default();
        let mut columns = Columns { known: Vec::new(), unnamed: Vec::new() };
        for (index, cell) in header.cells.iter().enumerate() {
            let name = cell.shown().trim();
            let mut known = None;
            let wrong = if name.is_empty() {
                columns.unnamed.push(index);
                None
            } else if ignored
                .iter()
                .map(String::as_str)
                .chain([PROBLEM])
                .any(|i| fold(i) == fold(name))
            {
                None
            } else if let Some(column) = named(name, texts) {
                let earlier = columns.known.contains(&Some(column));
                // Of two the first is read.
                known = (!earlier).then_some(column);
                earlier.then(|| Problem::error("column-twice").with("column", name))
            } else {
                let names = texts.locales.values().flat_map(|l| l.columns.values().flatten());
                let problem = Problem::error("unknown-column").with("column", name);
                Some(match nearest(name, names.map(String::as_str)) {
                    Some(meant) => problem.with("suggestion", meant),
                    None => problem,
                })
            };
            if let Some(problem) = wrong {
                let span = source.cell(index).unwrap_or_default();
                problems.push(problem.at(&source, span));
            }
            columns.known.push(known);
        }
        if columns.has("first_name") && !columns.has("last_name") {
            // `Name;Vorname`, as most lists of members have it.
            columns.rename("name", "last_name");
        }
        if columns.has("name") && (columns.has("first_name") || columns.has("last_name")) {
            problems.push(Problem::error("name-twice").in_file(file));
        }
        if columns.known.iter().flatten().count() == 0 {
            let problem = Problem::error("no-header").at(&source, 0..source.text.len());
            return (columns, problem.into());
        }
        for name in ignored
            .iter()
            .filter(|name| !header.cells.iter().any(|c| fold(c.shown()) == fold(name)))
        {
            problems.push(
                Problem::warning("ignored-column-missing").with("column", name).in_file(file),
            );
        }
        for (id, other) in NEEDED {
            if !columns.has(id) && !columns.has(other) {
                let problem = Problem::error("column-missing").with("column", id).field(id);
                problems.push(problem.in_file(file));
            }
        }
        (columns, problems)
    }

    /// Takes a column for another.
    fn rename(&mut self, from: &str, to: &str) {
        let place = |id: &str| COLUMNS.iter().position(|(name, _)| *name == id);
        let (from, to) = (place(from), place(to));
        for column in self.known.iter_mut().filter(|column| column.is_some() && **column == from) {
            *column = to;
        }
    }

    fn has(&self, id: &str) -> bool {
        self.known.iter().flatten().any(|column| COLUMNS[*column].0 == id)
    }

    /// The columns of the file that say something, by their place and in the order of [`COLUMNS`].
    pub(super) fn all(&self) -> impl Iterator<Item = (usize, Says)> {
        let mut all: Vec<(usize, usize)> =
            self.known.iter().enumerate().filter_map(|(i, c)| Some(((*c)?, i))).collect();
        all.sort_unstable();
        all.into_iter().map(|(column, index)| (index, COLUMNS[column].1))
    }

    /// The places of columns without a name.
    pub(super) fn unnamed(&self) -> &[usize] {
        &self.unnamed
    }

    /// How many columns the header has.
    pub(super) fn count(&self) -> usize {
        self.known.len()
    }

    /// Whether a header without a column for this field is wrong.
    pub(super) fn is_needed(field: &str) -> bool {
        NEEDED.iter().any(|(id, _)| says(field) == Some(of(id)))
    }

    /// The English name of the column at a place.
    pub(super) fn id(&self, index: usize) -> Option<&'static str> {
        (*self.known.get(index)?).map(|column| COLUMNS[column].0)
    }

    /// The place of the column that says a field of art21.toml, the first of its parts:
    /// `objection.grounds[0].detail`.
    pub(crate) fn place(&self, field: &str) -> Option<usize> {
        let says = says(field)?;
        self.all().find(|(_, s)| *s == says).map(|(index, _)| index)
    }
}

/// What says a field of art21.toml.
fn says(field: &str) -> Option<Says> {
    if let Some(rest) = field.strip_prefix("objection.grounds[") {
        let (number, key) = rest.split_once(']')?;
        let number = number.parse().ok()?;
        return Some(if key.starts_with(".detail") {
            Says::Detail(number)
        } else {
            Says::Ground(number)
        });
    }
    let field = field.split('[').next()?;
    let (table, key) = field.rsplit_once('.').unwrap_or(("", field));
    let same = |says: &Says| match says {
        Says::Field(t, k) | Says::List(t, k) | Says::Names(t, k) => (*t, *k) == (table, key),
        _ => false,
    };
    COLUMNS.iter().map(|(_, says)| *says).find(same)
}

/// The English name of the column that says a field, where there is one in no file.
pub(super) fn id_of(field: &str) -> Option<&'static str> {
    let says = says(field)?;
    COLUMNS.iter().find(|(_, s)| *s == says).map(|(id, _)| *id)
}

/// What the column of a name says.
fn of(id: &str) -> Says {
    COLUMNS.iter().find(|(name, _)| *name == id).map_or(Says::Consent, |(_, says)| *says)
}

/// The column with this header, in any language.
fn named(header: &str, texts: &Texts) -> Option<usize> {
    let header = fold(header);
    COLUMNS.iter().position(|(id, _)| {
        let mut headers = texts.locales.values().filter_map(|l| l.columns.get(*id)).flatten();
        fold(id) == header || headers.any(|name| fold(name) == header)
    })
}

/// Letters and digits alone, in lower case and without accents: `E-Mail`, `Straße`.
fn fold(header: &str) -> String {
    let lower = header.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    let mut out = String::new();
    for c in lower.filter(|c| c.is_alphanumeric()) {
        match c {
            'ß' => out.push_str("ss"),
            c => out.push(c),
        }
    }
    out
}
