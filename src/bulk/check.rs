//! Looks at every row before anything is written.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::ControlFlow;

use super::crew;
use super::maker::{Bench, Maker};
use crate::case::GivenGround;
use crate::case::reference::Reference;
use crate::input::roster::{Cells, Person, Roster, RowReader};
use crate::letter;
use crate::problem::{Problem, Problems};
use crate::texts::{Texts, origin};

/// What was found of a roster.
#[derive(Debug, Default)]
pub struct Checked {
    /// The rows, in order.
    pub(super) rows: Vec<Row>,
    /// What is wrong, in the order of the rows.
    pub problems: Problems,
    /// How many rows are wrong.
    pub wrong: usize,
    /// How many rows give a ground in words of their own.
    pub own_words: usize,
    /// What the letters rest on and was last looked at long ago.
    pub old_facts: Option<Problem>,
}

/// A row that was checked: so much of it is kept.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) seal: u64,
    pub(super) right: bool,
}

impl Checked {
    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// How many letters there will be.
    pub fn letters(&self) -> usize {
        self.rows.len() - self.wrong
    }
}

/// Reads every row and sets its letter, so that writing it cannot fail. `each` hears how many rows were
/// looked at.
pub fn check(
    roster: Roster,
    reader: &RowReader<'_>,
    bench: &Bench<'_>,
    texts: &Texts,
    each: &mut dyn FnMut(usize),
    stopped: &(dyn Fn() -> bool + Sync),
) -> Checked {
    let mut checked = Checked::default();
    let mut seen: HashMap<Reference, usize> = HashMap::new();
    let mut words: HashMap<u64, usize> = HashMap::new();
    let mut weighed = 0;
    let mut sources = HashSet::new();
    let look = |maker: &mut Maker<'_>, row: Result<Cells, Problem>| {
        let mut person = row.map(|cells| reader.person(&cells))?;
        if !person.problems.has_errors()
            && let Err(wrong) = maker.pages(&person)
        {
            let wrong = reader.pointed(&person, wrong);
            person.problems.0.extend(wrong.0);
        }
        Ok::<Person, Problem>(person)
    };
    crew::in_order(
        roster,
        || Maker::new(bench),
        look,
        |person| {
            let mut person = match person {
                Ok(person) => person,
                Err(problem) => {
                    checked.problems.push(problem);
                    return ControlFlow::Break(());
                }
            };
            let case = &person.config.case;
            let reference = Reference::of(case);
            if !person.problems.has_errors() {
                if let Some(first) = seen.get(&reference) {
                    let problem = Problem::error("person-twice").with("row", first);
                    person.problems.push(reader.whole(&person, problem));
                } else {
                    seen.insert(reference, person.row);
                }
            }
            let right = !person.problems.has_errors();
            if right {
                sources.extend(letter::sources(&person.config.case, texts));
            }
            if right && needs_ground(&person, texts) {
                weighed += 1;
                let grounds = &person.config.case.objection.grounds;
                checked.own_words += usize::from(grounds.iter().any(|g| !g.detail.is_empty()));
                *words.entry(wording(grounds)).or_default() += 1;
            }
            checked.wrong += usize::from(!right);
            let seal = person.seal;
            checked.rows.push(Row { seal, right });
            checked.problems.0.append(&mut person.problems.0);
            each(checked.rows.len());
            if stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        },
    );
    checked.old_facts = origin::stale(sources, reader.today());
    let same = words.values().max().copied().unwrap_or_default();
    if weighed > 1 && same * 2 > weighed {
        let problem = Problem::warning("same-words").with("count", same).with("of", weighed);
        checked.problems.push(problem);
    }
    checked
}

/// Whether the objection rests on a particular situation (Art. 21(1) GDPR).
fn needs_ground(person: &Person, texts: &Texts) -> bool {
    let case = &person.config.case;
    let chosen: HashSet<&str> = case.objection.purposes.iter().map(String::as_str).collect();
    let purposes = texts.controller(&case.controller).map_or(&[][..], |c| &c.purposes);
    purposes.iter().any(|purpose| purpose.needs_ground() && chosen.contains(purpose.id.as_str()))
}

fn wording(grounds: &[GivenGround]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for ground in grounds {
        (&ground.id, &ground.detail).hash(&mut hasher);
    }
    hasher.finish()
}
