//! The operators of text that is the same in every letter: written once, for most of a letter is.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::content;
use super::font::Embedded;
use super::fontset::FontSet;
use crate::typeset::{Ink, Run};

/// At so many pieces, of some hundred bytes each, it starts anew.
const MOST: usize = 1 << 12;

/// A run as a page shows it, wherever it stands there.
pub(super) struct Shown {
    font: Arc<Embedded>,
    /// Whether the glyphs do not say the text of the run.
    pub(super) spoken: bool,
    pub(super) operators: Vec<u8>,
}

impl Shown {
    pub(super) fn new(run: &Run, font: &Arc<Embedded>) -> Self {
        let spoken = run.actual_text || !content::reads_back(run, font);
        let mut operators = Vec::with_capacity(3 * run.glyphs.len());
        content::show(&mut operators, run, font);
        Shown { font: Arc::clone(font), spoken, operators }
    }
}

/// What the typesetter remembers, as pages show it.
#[derive(Default)]
pub(super) struct Operators {
    /// By where the ink lies, which nothing else does while it is kept.
    known: FxHashMap<usize, Known>,
}

struct Known {
    /// Kept so that nothing else comes to lie there.
    _ink: Arc<Vec<Ink>>,
    shown: Arc<[Shown]>,
}

impl Operators {
    /// The runs of a piece; `None` where it is this letter's own, or not text alone.
    pub(super) fn of(&mut self, ink: &Arc<Vec<Ink>>, fonts: &FontSet) -> Option<Arc<[Shown]>> {
        // What nobody else holds, nobody remembers.
        if Arc::strong_count(ink) == 1 {
            return None;
        }
        let key = Arc::as_ptr(ink).addr();
        let runs = || {
            ink.iter().map(|ink| match ink {
                Ink::Glyphs(run) => fonts.get(&run.font).map(|font| (run, font)),
                _ => None,
            })
        };
        // A letter with further characters has a font of its own, and perhaps other codes.
        let fits = |shown: &[Shown]| {
            runs()
                .zip(shown)
                .all(|(run, shown)| run.is_some_and(|(_, font)| Arc::ptr_eq(font, &shown.font)))
        };
        if let Some(known) = self.known.get(&key).filter(|known| fits(&known.shown)) {
            return Some(Arc::clone(&known.shown));
        }
        let shown: Option<Arc<[Shown]>> =
            runs().map(|run| run.map(|(run, font)| Shown::new(run, font))).collect();
        let shown = shown?;
        if self.known.len() >= MOST {
            self.known.clear();
        }
        self.known.insert(key, Known { _ink: Arc::clone(ink), shown: Arc::clone(&shown) });
        Some(shown)
    }
}
