//! Words that the person writes into the letter by hand.

use super::{Kind, Letter};
use crate::case::Case;
use crate::document::Block;
use crate::language::Language;
use crate::problem::{Problem, Problems, Severity};
use crate::texts::Texts;

/// Why there is no version of the letter for a form: the grounds that say too little without the
/// person's own words, which are to be written by hand.
pub fn not_for_a_form(case: &Case, texts: &Texts, severity: Severity) -> Problems {
    let given = case.objection.grounds.iter().enumerate();
    let grounds = given.filter(|(_, given)| given.handwritten).filter_map(|(index, given)| {
        let ground = texts.ground(&given.id).filter(|ground| ground.detail_required)?;
        let problem = Problem::error("handwritten-in-form")
            .with("ground", &ground.id)
            .with_translated("ask", ground.ask.clone())
            .with_translated("words", ground.example.clone())
            .field(format!("objection.grounds[{index}].handwritten"));
        Some(Problem { severity, ..problem })
    });
    Problems(grounds.collect())
}

impl Letter<'_> {
    /// Whether the letter has the lines that it promises: a template of the user's own may have lost
    /// them. `grounds` are those that are to have some, and whether their own text has them.
    pub(super) fn keeps_lines(
        &self,
        grounds: &[(String, bool)],
        body: &[Block],
        language: Language,
    ) -> Result<(), Problems> {
        let drawn = body.iter().filter(|block| matches!(block, Block::Lines(_))).count();
        if self.kind != Kind::Objection || drawn >= grounds.len() {
            return Ok(());
        }
        let without = grounds.iter().filter(|(_, has_lines)| !has_lines);
        let problem =
            |(ground, _): &(String, bool)| self.writer.templates.lines_left_out(language, ground);
        Err(Problems(without.map(problem).collect()))
    }
}
