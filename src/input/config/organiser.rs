//! `[organiser]`: who hands the letters of a roster out.

use super::super::address::{is_email, is_link};
use super::super::table::{Reader, Table, excerpt};
use super::{EMAIL, LINE};
use crate::case::Organiser;
use crate::problem::Problem;

/// Its keys, all of which are needed.
pub(super) const KEYS: &[&str] = &["name", "contact"];

impl Reader<'_> {
    /// Reads `[organiser]`.
    pub(super) fn organiser(&mut self, root: &Table<'_>) -> Option<Organiser> {
        let table = self.optional(root, "organiser")?;
        self.require(&table, KEYS);
        let name = self.line(&table, "name", LINE);
        let contact = self.line(&table, "contact", EMAIL);
        if let Some(contact) = &contact
            && !is_email(&contact.value)
            && !is_link(&contact.value)
        {
            let mut problem =
                Problem::error("invalid-contact").with("value", excerpt(&contact.value));
            let page = format!("https://{}", contact.value);
            if !contact.value.contains(':') && is_link(&page) {
                problem = problem.with("suggestion", page);
            }
            self.push(problem, contact);
        }
        Some(Organiser { name: name?.value, contact: contact?.value })
    }

    /// Mentions that nobody organises a single letter.
    pub(super) fn organises_nothing(&mut self, root: &Table<'_>) {
        // What is no table is a problem already.
        if let Some(found) = root.get("organiser").filter(|found| found.value.is_table()) {
            self.push(Problem::warning("organiser-of-one"), &found);
        }
    }
}
