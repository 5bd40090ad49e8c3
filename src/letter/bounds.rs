//! What a template may take: the user's own may be damaged, or not theirs, and Tera sets no bounds.
//!
//! Bounded are the characters that come out, the numbers to go through, and the loops inside each
//! other. Nothing in Tera counts what it does, so who means harm still finds a way to use memory up:
//! by doubling a text again and again.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use tera::{Error, Kwargs, State};

use crate::texts::Texts;

/// The most bytes that come out of a template: a letter has some ten thousand.
const OUTPUT: usize = 1024 * 1024;

/// The most numbers that `range` gives in one rendering.
pub(super) const NUMBERS: usize = 200;

/// The most rounds that a template may make if every list were as long as those of `range`: three
/// loops inside each other, ten times over.
const ROUNDS: u64 = 10 * (NUMBERS as u64).pow(3);

/// What the problem about numbers is known by.
pub(super) const TOO_MANY: &str = "Too many numbers";

thread_local! {
    /// How many numbers are left to this rendering: a function of Tera knows nothing of it.
    static LEFT: Cell<usize> = const { Cell::new(NUMBERS) };
}

/// What comes out of a template, up to [`OUTPUT`].
#[derive(Default)]
pub(super) struct Output {
    bytes: Vec<u8>,
    /// Whether there would have been more.
    pub(super) full: bool,
}

impl Output {
    /// That of a rendering which begins.
    pub(super) fn new() -> Self {
        LEFT.set(NUMBERS);
        Output::default()
    }

    pub(super) fn into_text(self) -> String {
        // Tera writes whole texts.
        String::from_utf8(self.bytes).unwrap_or_default()
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.full |= self.bytes.len() + bytes.len() > OUTPUT;
        if self.full {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Tera's own `range`, with few numbers for all loops together.
pub(super) fn range(arguments: Kwargs, _: &State) -> Result<Vec<i128>, Error> {
    let start = arguments.get::<i128>("start")?.unwrap_or_default();
    let end = arguments.must_get::<i128>("end")?;
    let step = arguments.get::<i128>("step_by")?.unwrap_or(1);
    let next = |number: &i128| number.checked_add(step);
    let inside = |number: &i128| if step > 0 { *number < end } else { *number > end };
    let left = LEFT.get();
    let numbers: Vec<i128> =
        std::iter::successors(Some(start), next).take_while(inside).take(left + 1).collect();
    // A step of nothing never ends.
    match left.checked_sub(numbers.len().max(1)) {
        Some(left) => LEFT.set(left),
        None => return Err(Error::message(TOO_MANY)),
    }
    Ok(numbers)
}

/// How many rounds each template may make, those of the templates that it includes counted.
pub(super) struct Rounds<'t> {
    texts: &'t Texts,
    known: BTreeMap<&'t str, u64>,
}

impl<'t> Rounds<'t> {
    pub(super) fn new(texts: &'t Texts) -> Self {
        Rounds { texts, known: BTreeMap::new() }
    }

    /// The tag at which a template makes too many rounds, if not what it includes does so already.
    pub(super) fn too_many(&mut self, path: &'t str) -> Option<Range<usize>> {
        let text = &self.texts.templates.get(path)?.text;
        let mut depth = 0;
        let mut sum = 1_u64;
        let mut beyond = None;
        for (word, tag) in tags(text) {
            let rounds = match word {
                "for" => {
                    depth += 1;
                    1
                }
                "endfor" => {
                    depth = u32::saturating_sub(depth, 1);
                    0
                }
                "include" => text[tag.clone()]
                    .split(['"', '\'', '`'])
                    .nth(1)
                    .map_or(0, |included| self.of(included)),
                _ => 0,
            };
            if rounds > ROUNDS {
                self.known.insert(path, rounds);
                return None;
            }
            sum = sum.saturating_add(rounds.saturating_mul((NUMBERS as u64).saturating_pow(depth)));
            if sum > ROUNDS && beyond.is_none() {
                beyond = Some(tag);
            }
        }
        self.known.insert(path, sum);
        beyond
    }

    fn of(&mut self, path: &str) -> u64 {
        let texts = self.texts;
        let Some((path, _)) = texts.templates.get_key_value(path) else { return 0 };
        if !self.known.contains_key(path.as_str()) {
            // Tera has refused what includes itself.
            self.too_many(path);
        }
        self.known.get(path.as_str()).copied().unwrap_or_default()
    }
}

/// The tags of a template, each with its first word, without those in comments.
fn tags(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + text[at..].find('{')?;
            let end = match text.as_bytes().get(start + 1)? {
                b'#' => "#}",
                b'%' => "%}",
                _ => {
                    at = start + 1;
                    continue;
                }
            };
            at = start + 2 + text[start + 2..].find(end)? + 2;
            if end == "%}" {
                let inside = text[start + 2..at - 2].trim_start_matches('-').trim_start();
                return Some((inside.split_whitespace().next().unwrap_or_default(), start..at));
            }
        }
    })
}
