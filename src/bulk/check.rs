//! Looks at every row before anything is written.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::ControlFlow;

use super::crew;
use super::maker::{Bench, Maker};
use super::part::Part;
use crate::case::GivenGround;
use crate::case::reference::Reference;
use crate::input::roster::{Cells, Person, Roster, RowReader};
use crate::letter;
use crate::problem::{Problem, Problems};
use crate::texts::Texts;
use crate::texts::origin::{self, Sourced};

/// What was found of a roster.
#[derive(Debug, Default)]
pub struct Checked {
    /// The headers of the columns.
    pub(super) header: Vec<String>,
    /// The rows, in order.
    pub(super) rows: Vec<Row>,
    /// Whether the rest of it could not be read.
    pub unreadable: bool,
    /// What is wrong, in the order of the rows.
    pub problems: Problems,
    letters: usize,
    /// How many rows are wrong.
    pub wrong: usize,
    /// How many objections rest on a particular situation (Art. 21(1) GDPR).
    pub need_ground: usize,
    /// How many of them give a ground in words of their own.
    pub own_words: usize,
    /// What the letters rest on and was last looked at long ago.
    pub old_facts: Option<Problem>,
}

/// A row that was checked: so much of it is kept.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) seal: u64,
    /// Whether its letter is to be written: it is right, and in the part.
    pub(super) right: bool,
    pub(super) reference: Reference,
    /// What letters are sorted by for the post: pages, country, postcode. Kept only where they are.
    pub(super) post: Option<(usize, String, String)>,
}

/// What is asked of a check.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked {
    /// Whether the letters are to be sorted for the post.
    pub for_post: bool,
    /// Whether a sheet for the person goes before each letter.
    pub cover: bool,
    /// The part whose letters are to be written.
    pub part: Option<Part>,
}

impl Checked {
    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.rows.len()
    }

    /// How many letters there will be.
    pub fn letters(&self) -> usize {
        self.letters
    }
}

/// A row that was looked at, on any thread.
struct Looked {
    person: Person,
    reference: Reference,
    /// Whether it is in the part.
    here: bool,
    pages: usize,
}

/// What is remembered of all rows so far.
struct Checking<'t> {
    texts: &'t Texts,
    for_post: bool,
    checked: Checked,
    /// The row in which a person was seen first.
    seen: HashMap<Reference, usize>,
    /// The same, by name and address.
    alike: HashMap<u64, usize>,
    /// How often each wording of grounds occurs.
    words: HashMap<u64, usize>,
    sources: HashSet<&'t Sourced>,
}

/// Reads every row and sets its letter, so that writing it cannot fail. `each` hears how many rows were
/// looked at.
pub fn check(
    roster: Roster,
    reader: &RowReader<'_>,
    bench: &Bench<'_>,
    texts: &Texts,
    asked: Asked,
    each: &mut dyn FnMut(usize),
    stopped: &(dyn Fn() -> bool + Sync),
) -> Checked {
    let mut checking = Checking {
        texts,
        for_post: asked.for_post,
        checked: Checked { header: roster.header().to_vec(), ..Checked::default() },
        seen: HashMap::new(),
        alike: HashMap::new(),
        words: HashMap::new(),
        sources: HashSet::new(),
    };
    let look = |maker: &mut Maker<'_>, row: Result<Cells, Problem>| {
        let mut person = reader.person(&row?);
        let reference = Reference::of(&person.config.case);
        let here = asked.part.is_none_or(|part| part.has(&reference));
        let mut pages = 0;
        // How many pages it has and whether its cover fits are known once they are set.
        let all = asked.for_post || asked.cover;
        if here && !person.problems.has_errors() && (all || !maker.certainly_makes(&person)) {
            let cover = asked.cover.then(|| maker.cover(&person)).transpose();
            match cover.and_then(|_| maker.pages(&person)) {
                Ok((_, layout)) => pages = layout.pages.len(),
                Err(wrong) => {
                    let wrong = reader.pointed(&person, wrong);
                    person.problems.0.extend(wrong.0);
                }
            }
        }
        Ok::<_, Problem>(Looked { person, reference, here, pages })
    };
    crew::in_order(
        roster,
        || Maker::new(bench),
        look,
        |looked| {
            let goes_on = looked.map(|looked| checking.hear(looked, reader));
            if let Err(unreadable) = goes_on {
                checking.checked.problems.push(unreadable);
                checking.checked.unreadable = true;
                return ControlFlow::Break(());
            }
            each(checking.checked.rows.len());
            if stopped() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        },
    );
    checking.end(reader)
}

impl<'t> Checking<'t> {
    /// Hears of the next row.
    fn hear(&mut self, looked: Looked, reader: &RowReader<'_>) {
        let Looked { mut person, reference, here, pages } = looked;
        if let Some(problem) = self.twice(&person, reference) {
            person.problems.push(reader.whole(&person, problem));
        }
        let right = !person.problems.has_errors();
        let case = &person.config.case;
        let checked = &mut self.checked;
        if right {
            self.sources.extend(letter::sources(case, self.texts));
            if needs_ground(&person, self.texts) {
                let grounds = &case.objection.grounds;
                checked.need_ground += 1;
                let by_hand = grounds.iter().any(|g| g.handwritten);
                let own_words = by_hand || grounds.iter().any(|g| !g.detail.is_empty());
                checked.own_words += usize::from(own_words);
                // What is written by hand is alike in no two letters.
                if !by_hand {
                    *self.words.entry(wording(grounds)).or_default() += 1;
                }
            }
        }
        let post = || (pages, case.sender.country.clone(), case.sender.postcode.clone());
        let post = self.for_post.then(post);
        checked.wrong += usize::from(!right);
        checked.letters += usize::from(right && here);
        checked.rows.push(Row { seal: person.seal, right: right && here, reference, post });
        checked.problems.0.append(&mut person.problems.0);
    }

    /// Whether the person is there already: the same account, or the same name at the same address.
    fn twice(&mut self, person: &Person, reference: Reference) -> Option<Problem> {
        let case = &person.config.case;
        let account = &case.account;
        let known = [&account.email, &account.former_email, &account.profile];
        let known = known.into_iter().flatten().any(|value| !value.is_empty());
        if person.problems.has_errors() && !known {
            return None;
        }
        if let Some(first) = self.seen.get(&reference) {
            return Some(Problem::error("person-twice").with("row", first));
        }
        self.seen.insert(reference, person.row);
        let sender = &case.sender;
        let mut hasher = DefaultHasher::new();
        for field in [&sender.name, &sender.street, &sender.postcode] {
            field.to_lowercase().hash(&mut hasher);
        }
        case.objection.number.hash(&mut hasher);
        match self.alike.entry(hasher.finish()) {
            Entry::Occupied(first) => {
                Some(Problem::warning("person-alike").with("row", first.get()))
            }
            Entry::Vacant(place) => {
                place.insert(person.row);
                None
            }
        }
    }

    /// What was found. Equal letters invite the answer that they are excessive (Art. 12(5) GDPR), and
    /// a ground that most of them share is hardly one of a particular situation.
    fn end(self, reader: &RowReader<'_>) -> Checked {
        let Checking { mut checked, words, sources, .. } = self;
        checked.old_facts = origin::stale(sources, reader.today());
        let (same, of) = (words.values().max().copied().unwrap_or_default(), checked.need_ground);
        if of > 1 && same * 2 > of {
            let problem = Problem::warning("same-words").with("count", same).with("of", of);
            checked.problems.push(problem.in_file(reader.name()));
        }
        checked
    }
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
