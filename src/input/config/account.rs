//! `[account]`: how the data subject is known to the controller.

use crate::case::{Account, Standing};
use crate::problem::Problem;

use super::super::address::{Profile, is_link, is_page_on, profile};
use super::super::table::{Found, Reader, Table, excerpt};
use super::super::text::Form;
use super::LONG;

/// Its keys.
pub(super) const KEYS: &[&str] = &["standing", "profile", "email", "former_email", "links"];

/// An account of which nothing is known.
pub(super) fn none() -> Account {
    Account {
        standing: Standing::Member,
        profile: None,
        email: None,
        former_email: None,
        links: Vec::new(),
    }
}

impl Reader<'_> {
    /// Reads `[account]`; `None` where the standing is not known, for it decides what the rest
    /// may be.
    pub(super) fn account(&mut self, table: &Table<'_>, site: &str) -> Option<Account> {
        self.require(table, &["standing"]);
        let standing = self.choice(table, "standing", &Standing::ALL.map(|s| (s.id(), s)));
        let account = Account {
            standing: Standing::Member,
            profile: self.profile(table, site),
            email: self.email(table, "email"),
            former_email: self.email(table, "former_email"),
            links: self.links(table, site),
        };
        let standing = standing?.value;
        self.fits_standing(table, standing);
        Some(Account { standing, ..account })
    }

    /// Records what the standing rules out and what it needs: LinkedIn must be able to tell whose
    /// data it is (Art. 12(2), (6) GDPR).
    fn fits_standing(&mut self, table: &Table<'_>, standing: Standing) {
        let ruled_out: &[&'static str] = match standing {
            Standing::Member => &["former_email"],
            Standing::FormerMember => &["email"],
            Standing::NonMember => &["profile", "email", "former_email"],
        };
        for key in ruled_out {
            let Some((name, _)) = table.value.get_key_value(*key) else { continue };
            let problem = match (standing, *key) {
                (Standing::Member, _) => Problem::error("former-email-of-member"),
                (Standing::FormerMember, _) => Problem::error("email-of-former-member"),
                (Standing::NonMember, key) => {
                    Problem::error("account-of-non-member").with("key", key)
                }
            };
            self.push(problem, &Found { value: (), span: name.span(), field: table.path(key) });
        }
        let needed: &[&str] = match standing {
            Standing::Member => &["profile", "email"],
            Standing::FormerMember => &["former_email", "profile", "links"],
            Standing::NonMember => &["links"],
        };
        // A key that was ruled out above may be what was meant: one problem is enough.
        let meant = standing == Standing::FormerMember && table.has("email")
            || standing == Standing::Member && table.has("former_email");
        if !meant && !needed.iter().any(|key| table.has(key) || self.claim_misspelling(table, key))
        {
            let problem = match standing {
                Standing::Member => Problem::error("member-unidentified"),
                Standing::FormerMember => Problem::error("former-member-unidentified"),
                Standing::NonMember => Problem::error("links-required"),
            };
            self.push(problem, table);
        }
    }

    fn profile(&mut self, table: &Table<'_>, site: &str) -> Option<String> {
        let found = self.line(table, "profile", LONG)?;
        match profile(&found.value, site) {
            // Without its controller there is another problem already.
            _ if site.is_empty() => {}
            Profile::Person => {}
            Profile::Organisation => self.push(Problem::error("profile-not-of-person"), &found),
            Profile::Wrong(suggestion) => {
                let mut problem =
                    Problem::error("invalid-profile").with("value", excerpt(&found.value));
                if let Some(suggestion) = suggestion {
                    problem = problem.with("suggestion", suggestion);
                }
                self.push(problem, &found);
            }
        }
        Some(found.value)
    }

    fn links(&mut self, table: &Table<'_>, site: &str) -> Vec<String> {
        let Some(links) = self.texts(table, "links", Form::Line, LONG, 1..=20) else {
            return Vec::new();
        };
        for link in &links.value {
            if !is_link(&link.value) {
                let mut problem =
                    Problem::error("invalid-link").with("value", excerpt(&link.value));
                let with_scheme = format!("https://{}", link.value);
                if !link.value.contains(':') && is_link(&with_scheme) {
                    problem = problem.with("suggestion", with_scheme);
                }
                self.push(problem, link);
            }
        }
        self.no_duplicates(&links.value);
        let alone = !site.is_empty()
            && !["profile", "email", "former_email"].iter().any(|key| table.has(key));
        let links_well = links.value.iter().all(|link| is_link(&link.value));
        if alone && links_well && !links.value.iter().any(|link| is_page_on(site, &link.value)) {
            self.push(Problem::warning("links-elsewhere"), &links);
        }
        links.value.into_iter().map(|link| link.value).collect()
    }
}
