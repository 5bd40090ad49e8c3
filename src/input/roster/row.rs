//! A row as the tables of an art21.toml.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::Range;
use std::sync::Arc;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::cells::{Cell, Cells};
use super::column::{self, Columns, Says};
use crate::input::config::{self, Base};
use crate::input::{Config, country};
use crate::problem::{Problem, Problems, Severity, Source};
use crate::texts::Texts;

/// What LinkedIn may find a person by.
const ACCOUNT: [&str; 4] =
    ["account.profile", "account.email", "account.former_email", "account.links"];

/// Reads the rows of one roster as persons. Can be shared between threads.
pub struct RowReader<'a> {
    pub(super) file: String,
    pub(super) columns: Arc<Columns>,
    pub(super) base: &'a Base,
    pub(super) texts: &'a Texts,
    pub(super) today: NaiveDate,
}

/// A person of a roster.
#[derive(Debug)]
pub struct Person {
    /// The number of the row, from 1, as a spreadsheet shows it.
    pub row: usize,
    /// What the row says, and what the config says for all. Good for a letter where there is no
    /// error among the problems.
    pub config: Config,
    /// What is wrong with the row: one problem a cell.
    pub problems: Problems,
    /// Tells the row from one with other content.
    pub seal: u64,
}

/// What the cells of a ground say, each with its place in the row.
#[derive(Default)]
struct GivenCells<'t> {
    id: Option<(&'t str, Range<usize>)>,
    words: Option<(&'t str, Range<usize>)>,
}

/// The tables of a config that are being made of a row.
#[derive(Default)]
struct Tables<'t> {
    root: DeTable<'t>,
    sender: DeTable<'t>,
    account: DeTable<'t>,
    objection: DeTable<'t>,
    signature: DeTable<'t>,
}

impl<'t> Tables<'t> {
    fn of(&mut self, table: &str) -> &mut DeTable<'t> {
        match table {
            "sender" => &mut self.sender,
            "account" => &mut self.account,
            "objection" => &mut self.objection,
            "signature" => &mut self.signature,
            _ => &mut self.root,
        }
    }

    fn set(&mut self, table: &str, key: &'t str, value: DeValue<'t>, span: Range<usize>) {
        let key = Spanned::new(span.clone(), Cow::Borrowed(key));
        self.of(table).insert(key, Spanned::new(span, value));
    }

    /// Adds to a text, after a blank.
    fn add(&mut self, table: &str, key: &'t str, text: &'t str, span: Range<usize>) {
        let (before, begin) = match self.of(table).get(key) {
            Some(value) => match value.get_ref() {
                DeValue::String(before) => (before.to_string(), value.span().start),
                _ => (String::new(), span.start),
            },
            None => return self.set(table, key, DeValue::String(Cow::Borrowed(text)), span),
        };
        let both = DeValue::String(Cow::Owned(format!("{before} {text}")));
        self.set(table, key, both, begin.min(span.start)..span.end);
    }

    /// The whole.
    fn into_root(mut self, whole: Range<usize>) -> DeTable<'t> {
        let tables = [
            ("sender", self.sender),
            ("account", self.account),
            ("objection", self.objection),
            ("signature", self.signature),
        ];
        for (name, table) in tables {
            let key = Spanned::new(whole.clone(), Cow::Borrowed(name));
            self.root.insert(key, Spanned::new(whole.clone(), DeValue::Table(table)));
        }
        self.root
    }
}

impl RowReader<'_> {
    /// The roster, as it was typed.
    pub fn name(&self) -> &str {
        &self.file
    }

    /// The day on which it is read.
    pub fn today(&self) -> NaiveDate {
        self.today
    }

    /// What was found wrong with a letter, where it stands in the row.
    pub fn pointed(&self, person: &Person, problems: Problems) -> Problems {
        let point = |problem: Problem| {
            let mut problem = person.config.places.point(problem);
            let index = problem.field.as_deref().and_then(|field| self.columns.place(field));
            if problem.place.is_none() && problem.file.as_deref() == Some(&self.file) {
                return self.whole(person, problem);
            }
            problem.field = index.and_then(|i| self.columns.id(i)).map(|id| id.to_owned().into());
            problem
        };
        Problems(problems.0.into_iter().map(point).collect())
    }

    /// A problem of a row as a whole.
    pub fn whole(&self, person: &Person, mut problem: Problem) -> Problem {
        let source = &person.config.places.source;
        problem.field = None;
        problem.at(source, 0..source.text.len())
    }

    /// Reads a row.
    pub fn person(&self, cells: &Cells) -> Person {
        let source = Arc::new(cells.source(&self.file, self.columns.count()));
        let whole = 0..source.text.len();
        let mut problems = Problems::default();
        let root = self.tables(cells, &source, &mut problems).into_root(whole.clone());
        let (mut config, found) = config::read_row(&source, &root, self.texts, self.today);
        problems.0.extend(found.0.into_iter().map(|problem| self.of_row(problem, &source)));
        self.inherit(&mut config);
        config.places.columns = Some(Arc::clone(&self.columns));
        let problems = self.one_a_cell(problems, cells, &source);
        Person { row: cells.number, config, problems, seal: seal(cells) }
    }

    /// What the cells say, and what the config says where they do not.
    fn tables<'t>(
        &'t self,
        cells: &'t Cells,
        source: &Arc<Source>,
        problems: &mut Problems,
    ) -> Tables<'t> {
        let at = |index: usize| source.cell(index).unwrap_or_default();
        let whole = 0..source.text.len();
        let mut tables = Tables::default();
        let mut grounds: [GivenCells<'_>; 3] = Default::default();
        for (index, says) in self.columns.all() {
            let cell = cells.cells.get(index);
            if says == Says::Consent {
                problems.0.extend(self.consent(cell).map(|p| p.at(source, at(index))));
                continue;
            }
            let Some(cell) = cell.filter(|cell| !cell.is_empty()) else { continue };
            let text = match cell {
                Cell::Text(text) => text.as_str(),
                Cell::Wrong { shown, why } => {
                    let problem = wrong(why).with("shown", shown);
                    problems.push(problem.at(source, at(index)));
                    continue;
                }
            };
            match says {
                Says::Field("objection", "number") => {
                    let number = DeValue::String(Cow::Borrowed(text.trim()));
                    tables.set("objection", "number", number, at(index));
                }
                Says::Field(table, key) => tables.add(table, key, text, at(index)),
                Says::List(table, key) => {
                    tables.set(table, key, list(text, &at(index)), at(index));
                }
                Says::Names(table, key) => {
                    let names = text.split(';').map(str::trim).filter(|name| !name.is_empty());
                    tables.set(table, key, texts_of(names, &at(index)), at(index));
                }
                Says::Ground(number) => grounds[number].id = Some((text, at(index))),
                Says::Detail(number) => grounds[number].words = Some((text, at(index))),
                Says::Consent => {}
            }
        }
        let filled = cells.cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
        for (index, _) in filled {
            let beyond = index >= self.columns.count();
            if beyond || self.columns.unnamed().contains(&index) {
                problems.push(Problem::error("cell-without-column").at(source, at(index)));
            }
        }
        self.defaults(&mut tables, &whole);
        self.fill_postcode(&mut tables, source, problems);
        let inherited = self.grounds(&mut tables, grounds, &whole);
        problems.0.extend(inherited.map(|problem| problem.at(source, whole)));
        tables
    }

    /// What the row leaves to the config.
    fn defaults<'t>(&'t self, tables: &mut Tables<'t>, whole: &Range<usize>) {
        let base = self.base;
        let text = |text: &'t str| DeValue::String(Cow::Borrowed(text));
        let usual = [
            ("", "language", base.language.as_ref().map(|l| l.code())),
            ("", "controller", Some(base.config.case.controller.as_str())),
            ("sender", "country", base.country.as_deref()),
            ("account", "standing", base.standing.map(|standing| standing.id())),
        ];
        for (table, key, value) in usual {
            if let Some(value) = value.filter(|_| !tables.of(table).contains_key(key)) {
                tables.set(table, key, text(value), whole.clone());
            }
        }
        // A region is one of its country.
        if let Some(region) = base.region.as_deref()
            && !tables.sender.contains_key("region")
            && let Some(country) = tables.sender.get("country").and_then(|c| c.get_ref().as_str())
            && country::named(country, self.texts) == base.country
        {
            tables.set("sender", "region", text(region), whole.clone());
        }
        if let Some(purposes) = &base.purposes
            && !tables.objection.contains_key("purposes")
        {
            let mut array = DeArray::new();
            for purpose in purposes {
                array.push(Spanned::new(whole.clone(), text(purpose)));
            }
            tables.set("objection", "purposes", DeValue::Array(array), whole.clone());
        }
        for (key, value) in &base.requests {
            tables.set("objection", key, DeValue::Boolean(*value), whole.clone());
        }
    }

    /// The grounds of the row, or those of the config with the words of the row; where the row
    /// gives neither, the config's words too, if they are in the language of the letter, or its
    /// lines to write on.
    fn grounds<'t>(
        &'t self,
        tables: &mut Tables<'t>,
        given: [GivenCells<'t>; 3],
        whole: &Range<usize>,
    ) -> Option<Problem> {
        let own = given.iter().any(|given| given.id.is_some());
        let usual = if self.needs_ground(tables) { &self.base.grounds[..] } else { &[] };
        let last = given.iter().rposition(|given| given.id.is_some() || given.words.is_some());
        let count = match own {
            true => last.map_or(0, |last| last + 1),
            false => usual.len().max(last.map_or(0, |last| last + 1)),
        };
        let language = tables.root.get("language").and_then(|l| l.get_ref().as_str());
        let same = language == self.base.language.as_ref().map(|l| l.code());
        let mut array = DeArray::new();
        for (number, given) in given.into_iter().enumerate().take(count) {
            let base = usual.get(number).filter(|_| !own);
            let id = given.id.or_else(|| base.map(|base| (base.id.as_str(), whole.clone())));
            let Some((id, at)) = id else {
                return Some(Problem::error("ground-left-out").with("number", number + 1));
            };
            let mut table = DeTable::new();
            let mut set = |key: &'static str, value: DeValue<'t>, at: Range<usize>| {
                let key = Spanned::new(at.clone(), Cow::Borrowed(key));
                table.insert(key, Spanned::new(at, value));
            };
            let text = |text: &'t str| DeValue::String(Cow::Borrowed(text));
            set("id", text(id.trim()), at.clone());
            let words = given.words.or_else(|| {
                let base = base.filter(|base| same && !base.detail.is_empty())?;
                Some((base.detail.as_str(), whole.clone()))
            });
            if let Some((words, at)) = words {
                set("detail", text(words), at);
            } else if base.is_some_and(|base| base.handwritten) {
                set("handwritten", DeValue::Boolean(true), whole.clone());
            }
            array.push(Spanned::new(at, DeValue::Table(table)));
        }
        if count > 0 {
            tables.set("objection", "grounds", DeValue::Array(array), whole.clone());
        }
        None
    }

    /// Whether what the row objects to needs a ground (Art. 21(1) GDPR); direct marketing does not
    /// (Art. 21(2)), and who objects to that alone says nothing of themselves.
    fn needs_ground(&self, tables: &Tables<'_>) -> bool {
        let Some(chosen) = tables.objection.get("purposes").map(Spanned::get_ref) else {
            return true;
        };
        let chosen = |id: &str| {
            let ids = chosen.as_array().into_iter().flatten();
            ids.filter_map(|entry| entry.get_ref().as_str()).any(|chosen| chosen == id)
        };
        let controller = self.texts.controller(&self.base.config.case.controller);
        let purposes = controller.map_or(&[][..], |controller| &controller.purposes);
        let mut known = purposes.iter().filter(|purpose| chosen(&purpose.id)).peekable();
        known.peek().is_none() || known.any(|purpose| purpose.needs_ground())
    }

    /// A German postcode that lost the zero at its beginning to a spreadsheet.
    fn fill_postcode<'t>(
        &self,
        tables: &mut Tables<'t>,
        source: &Arc<Source>,
        problems: &mut Problems,
    ) {
        let text = |key: &str| tables.sender.get(key).and_then(|value| value.get_ref().as_str());
        let (Some(postcode), Some(country)) = (text("postcode"), text("country")) else { return };
        let postcode = postcode.trim();
        let four = postcode.len() == 4 && postcode.bytes().all(|byte| byte.is_ascii_digit());
        if !four || country::named(country, self.texts).as_deref() != Some("DE") {
            return;
        }
        let whole = format!("0{postcode}");
        let span = tables.sender.get("postcode").map(Spanned::span).unwrap_or_default();
        let usual = |country: &Spanned<DeValue<'_>>| country.span() == (0..source.text.len());
        if tables.sender.get("country").is_some_and(usual) {
            let problem = Problem::warning("postcode-filled").with("postcode", &whole);
            problems.push(problem.at(source, span.clone()));
        }
        tables.set("sender", "postcode", DeValue::String(Cow::Owned(whole)), span);
    }

    /// The day on which the person agreed: without one, no letter is written in their name.
    fn consent(&self, cell: Option<&Cell>) -> Option<Problem> {
        let shown = cell.map_or("", |cell| cell.shown().trim());
        if shown.is_empty() {
            return Some(Problem::error("consent-missing"));
        }
        let iso = shown.split('T').next().unwrap_or_default();
        let day = NaiveDate::parse_from_str(iso, "%Y-%m-%d")
            .or_else(|_| NaiveDate::parse_from_str(shown, "%d.%m.%Y"));
        match day {
            Err(_) => Some(Problem::error("consent-no-date").with("value", shown)),
            Ok(day) if day > self.today => {
                Some(Problem::error("consent-in-future").with("date", day))
            }
            Ok(_) => None,
        }
    }

    /// What the config says of the letter.
    fn inherit(&self, config: &mut Config) {
        let base = &self.base.config;
        config.form = base.form;
        config.fonts.clone_from(&base.fonts);
        config.case.date = base.case.date;
        config.case.place.clone_from(&base.case.place);
        config.case.recipient.clone_from(&base.case.recipient);
        config.case.courtesy_copy =
            base.case.courtesy_copy.filter(|copy| *copy != config.case.language);
        if config.case.objection.number == 1 {
            config.case.objection.number = self.base.number;
        }
    }

    /// A problem of a config as one of a row.
    fn of_row(&self, mut problem: Problem, source: &Arc<Source>) -> Problem {
        if matches!(problem.code, "missing-key" | "missing-table") {
            let field = problem.field.as_deref().unwrap_or_default().to_owned();
            let id = column::id_of(&field).unwrap_or_default();
            let place = self.columns.place(&field);
            problem = match place {
                Some(_) => Problem::error("cell-missing"),
                None => Problem::error("column-and-default-missing"),
            };
            let span = place.and_then(|index| source.cell(index));
            problem = problem.with("column", id);
            problem = problem.at(source, span.unwrap_or(0..source.text.len())).field(field);
        }
        problem
    }

    /// The gravest problem of each cell, the first of several; the field as its column.
    fn one_a_cell(&self, problems: Problems, cells: &Cells, source: &Arc<Source>) -> Problems {
        let mut all: Vec<(Option<usize>, Problem)> = Vec::new();
        let left_out = problems.0.iter().any(|problem| problem.code == "ground-left-out");
        let wrong = |field: &&str| {
            let cell = self.columns.place(field).and_then(|index| cells.cells.get(index));
            matches!(cell, Some(Cell::Wrong { .. }))
        };
        let unknown = || ACCOUNT.iter().any(wrong);
        for mut problem in problems.0 {
            // What follows from another problem is not told as well.
            match problem.code {
                "ground-required" if left_out => continue,
                "member-unidentified" | "former-member-unidentified" | "links-required"
                    if unknown() =>
                {
                    continue;
                }
                _ => {}
            }
            let start = problem.place.as_ref().map_or(0, |place| place.span.start);
            let is_whole = problem
                .place
                .as_ref()
                .is_none_or(|place| place.span.start == 0 && place.span.end == source.text.len());
            let place = |field: &str| {
                let ground =
                    field.strip_suffix(".id").filter(|_| problem.code == "detail-required");
                let words = ground.and_then(|g| self.columns.place(&format!("{g}.detail")));
                words.or_else(|| self.columns.place(field))
            };
            let index = match problem.field.as_deref().and_then(place) {
                Some(index) => Some(index),
                None if is_whole && self.columns.count() > 1 => None,
                None => source.row.as_ref().map(|row| row.column(start) - 1),
            };
            // A cell that is wrong is not missing as well.
            let known = index.and_then(|index| cells.cells.get(index));
            if problem.code == "cell-missing" && known.is_some_and(|cell| !cell.is_empty()) {
                continue;
            }
            // What no column says is told once, of the header.
            if problem.code == "column-and-default-missing"
                && problem.field.as_deref().is_some_and(Columns::is_needed)
            {
                continue;
            }
            if let Some(place) = problem.place.as_mut().filter(|_| is_whole)
                && let Some(cell) = index.and_then(|index| source.cell(index))
            {
                place.span = cell;
            }
            // Of what no column says, the column that could.
            let id = match index {
                Some(index) => self.columns.id(index),
                None => problem.field.as_deref().and_then(column::id_of),
            };
            problem.field = id.map(|id| id.to_owned().into());
            let same = all.iter_mut().find(|(other, _)| index.is_some() && *other == index);
            match same {
                Some((_, first))
                    if first.severity == Severity::Warning
                        && problem.severity == Severity::Error =>
                {
                    *first = problem;
                }
                Some(_) => {}
                None => all.push((index, problem)),
            }
        }
        Problems(all.into_iter().map(|(_, problem)| problem).collect())
    }
}

/// The problem of a cell by its code: literals, so that a test finds their words.
fn wrong(why: &str) -> Problem {
    match why {
        "cell-boolean" => Problem::error("cell-boolean"),
        "cell-error" => Problem::error("cell-error"),
        "cell-not-calculated" => Problem::error("cell-not-calculated"),
        _ => Problem::error("cell-shown-unknown"),
    }
}

/// The entries of a list: `ai-training; research`.
fn list<'t>(text: &'t str, at: &Range<usize>) -> DeValue<'t> {
    let entries = text.split(|c: char| c.is_whitespace()).flat_map(|word| word.split(';'));
    let entries = entries.map(|entry| entry.trim_matches(',')).filter(|entry| !entry.is_empty());
    texts_of(entries, at)
}

fn texts_of<'t>(entries: impl Iterator<Item = &'t str>, at: &Range<usize>) -> DeValue<'t> {
    let mut array = DeArray::new();
    for entry in entries {
        array.push(Spanned::new(at.clone(), DeValue::String(Cow::Borrowed(entry))));
    }
    DeValue::Array(array)
}

fn seal(cells: &Cells) -> u64 {
    let mut hasher = DefaultHasher::new();
    cells.number.hash(&mut hasher);
    for cell in &cells.cells {
        cell.shown().hash(&mut hasher);
    }
    hasher.finish()
}
