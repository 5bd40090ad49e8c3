//! The fonts of a letter: those it uses, each with a fixed repertoire and what this letter needs
//! beyond it.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::font::{Embedded, OBJECTS, Repertoire};
use super::{FIRST_FONT, content, repertoire, runs};
use crate::problem::{Problem, Problems};
use crate::typeset::{FontId, Fonts, Layout, Typesetter};

/// At so many subsets, of 20 KB each, the cache starts anew. Each takes 2 ms to make.
const MOST: usize = 512;

/// The fonts of one letter.
pub(super) type FontSet = BTreeMap<FontId, Arc<Embedded>>;

/// Makes the subsets that letters use, and remembers them.
pub(super) struct Shelf<'f> {
    fonts: &'f Fonts,
    fixed: Vec<Fixed>,
    /// By what a letter needs beyond the fixed repertoire: nothing, for nearly all letters. What the
    /// glyphs read as belongs to the key, since it stands in the font too.
    embedded: FxHashMap<(FontId, Repertoire), Arc<Embedded>>,
}

/// The fixed repertoire of a font.
#[derive(Default)]
struct Fixed {
    glyphs: Repertoire,
    /// By glyph: whether it is among them. Asked for every glyph of every letter.
    has: Vec<bool>,
}

impl<'f> Shelf<'f> {
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        let mut typesetter = Typesetter::new(fonts);
        let fixed = fonts
            .ids()
            .map(|id| {
                let glyphs = repertoire::fixed(&mut typesetter, id);
                let mut has = Vec::new();
                for &glyph in glyphs.keys() {
                    // In ascending order: each is beyond the last.
                    has.resize(usize::from(glyph), false);
                    has.push(true);
                }
                Fixed { glyphs, has }
            })
            .collect();
        Shelf { fonts, fixed, embedded: FxHashMap::default() }
    }

    /// The fonts of a letter.
    ///
    /// # Errors
    ///
    /// Each font of the user's that cannot be cut down to a subset.
    pub(super) fn of(&mut self, layout: &Layout) -> Result<FontSet, Problems> {
        let mut set = FontSet::new();
        let mut problems = Problems::default();
        for (id, further) in self.needed(layout) {
            let key = (id, further);
            if let Some(ready) = self.embedded.get(&key) {
                set.insert(id, Arc::clone(ready));
                continue;
            }
            match self.embed(id, &key.1, FIRST_FONT + u32::from(id.0) * OBJECTS) {
                Ok(ready) => {
                    if self.embedded.len() >= MOST {
                        self.embedded.clear();
                    }
                    self.embedded.insert(key, Arc::clone(&ready));
                    set.insert(id, ready);
                }
                Err(problem) => problems.push(problem),
            }
        }
        if problems.has_errors() { Err(problems) } else { Ok(set) }
    }

    /// A font with what a letter needs beyond its fixed repertoire, its objects numbered from `first`.
    ///
    /// # Errors
    ///
    /// A font of the user's that cannot be cut down to a subset.
    pub(super) fn embed(
        &self,
        id: FontId,
        further: &Repertoire,
        first: u32,
    ) -> Result<Arc<Embedded>, Problem> {
        let fixed = &self.fixed[usize::from(id.0)].glyphs;
        Embedded::new(self.fonts, id, fixed, further, first)
    }

    /// The fonts that a letter uses and the glyphs that it needs beyond their fixed repertoires.
    fn needed(&self, layout: &Layout) -> Vec<(FontId, Repertoire)> {
        let mut needed: Vec<Option<Repertoire>> = vec![None; self.fixed.len()];
        for run in runs(layout) {
            let at = usize::from(run.font.0);
            let Fixed { has, .. } = &self.fixed[at];
            let fixed = |glyph: u16| has.get(usize::from(glyph)) == Some(&true);
            let further = needed[at].get_or_insert_default();
            if run.glyphs.iter().all(|glyph| fixed(glyph.id)) {
                continue;
            }
            for (glyph, characters) in content::characters(run).filter(|&(glyph, _)| !fixed(glyph))
            {
                further.entry(glyph).or_insert_with(|| readable(characters));
            }
            // Glyphs without characters of their own: the second of a pair that stands for one
            // character. What they read as is said by ActualText.
            for glyph in run.glyphs.iter().filter(|glyph| !fixed(glyph.id)) {
                further.entry(glyph.id).or_insert_with(|| String::from(UNKNOWN));
            }
        }
        let needed = self.fonts.ids().zip(needed);
        needed.filter_map(|(id, further)| further.map(|further| (id, further))).collect()
    }
}

const UNKNOWN: &str = "\u{fffd}";

/// What a glyph reads as. Characters for private use read as nothing by themselves (ISO 19005-2
/// 6.2.11.7.3), and a blank that must not break reads as a blank.
fn readable(characters: &str) -> String {
    let private = |c| matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    if characters.contains(private) {
        String::from(UNKNOWN)
    } else {
        characters.replace('\u{a0}', " ")
    }
}
