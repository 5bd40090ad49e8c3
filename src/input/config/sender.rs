//! `[sender]`: the data subject.

use crate::case::Sender;
use crate::problem::Problem;

use super::super::address::is_email;
use super::super::country::{self, Region};
use super::super::table::{Found, Reader, Table, excerpt};
use super::{EMAIL, LINE};

/// Its keys.
pub(super) const KEYS: &[&str] = &[
    "name",
    "street",
    "line2",
    "care_of",
    "postcode",
    "city",
    "country",
    "region",
    "email",
    "phone",
    "represented_by",
];

impl Reader<'_> {
    /// Reads `[sender]`.
    pub(super) fn sender(&mut self, table: &Table<'_>, controller: &str) -> Sender {
        self.require(table, &["name", "street", "postcode", "city", "country"]);
        let name = self.line(table, "name", LINE);
        // Both parents represent a child together (§ 1629 BGB).
        let represented_by = self.line_or_lines(table, "represented_by", LINE, 1..=2);
        for name in name.iter().chain(&represented_by) {
            self.is_name(name);
        }
        let country = self.country(table, controller);
        let mut optional = |key| self.line(table, key, LINE).map(|found| found.value);
        let line2 = optional("line2");
        let care_of = optional("care_of").map(|name| without_care_of(&name));
        Sender {
            name: name.map(|n| n.value).unwrap_or_default(),
            street: self.lettered(table, "street"),
            line2,
            care_of,
            postcode: self.postcode(table, country.as_deref()),
            city: self.lettered(table, "city"),
            region: self.region(table, country.as_deref()),
            country: country.unwrap_or_default(),
            email: self.email(table, "email"),
            phone: self.phone(table),
            represented_by: represented_by.into_iter().map(|name| name.value).collect(),
        }
    }

    /// Records what makes a name none, or hardly a whole one.
    fn is_name(&mut self, name: &Found<String>) {
        let problem = if !name.value.chars().any(char::is_alphabetic) {
            Problem::error("no-name")
        } else if is_company(&name.value) {
            // Art. 4(1), recital 14 GDPR: only a natural person is a data subject.
            Problem::error("name-of-company")
        } else if name.value.contains(',') {
            Problem::warning("name-with-comma")
        } else if is_one_word(&name.value) {
            Problem::warning("one-word-name")
        } else {
            return;
        };
        self.push(problem.with("value", excerpt(&name.value)), name);
    }

    /// A line of an address that is hardly whole without a letter.
    fn lettered(&mut self, table: &Table<'_>, key: &str) -> String {
        let Some(found) = self.line(table, key, LINE) else { return String::new() };
        if !found.value.chars().any(char::is_alphabetic) {
            self.push(Problem::warning("no-letters").with("value", excerpt(&found.value)), &found);
        }
        found.value
    }

    /// An e-mail address.
    pub(super) fn email(&mut self, table: &Table<'_>, key: &str) -> Option<String> {
        let found = self.line(table, key, EMAIL)?;
        if !is_email(&found.value) {
            let problem = Problem::error("invalid-email").with("value", excerpt(&found.value));
            self.push(problem, &found);
        }
        Some(found.value)
    }

    fn phone(&mut self, table: &Table<'_>) -> Option<String> {
        let found = self.line(table, "phone", 40)?;
        let allowed = |c: char| c.is_ascii_digit() || " +-/().".contains(c);
        if !found.value.chars().all(allowed) || !found.value.contains(|c: char| c.is_ascii_digit())
        {
            let problem = Problem::error("invalid-phone").with("value", excerpt(&found.value));
            self.push(problem, &found);
        }
        Some(found.value)
    }

    /// The country, as its code in upper case; where the controller is another one there, that is
    /// a problem.
    pub(super) fn country(&mut self, table: &Table<'_>, controller: &str) -> Option<String> {
        let found = self.line(table, "country", LINE)?;
        let names = |code: &str| {
            let names = self.texts.locales.iter();
            names.map(|(language, l)| (*language, l.country(code).to_owned())).collect()
        };
        let Some(code) = country::named(&found.value, self.texts) else {
            let problem = Problem::error("unknown-country").with("value", excerpt(&found.value));
            let meant = country::meant(&found.value, self.texts);
            let problem = match &meant {
                Some(meant) => {
                    problem.with("suggestion", meant).with_translated("country", names(meant))
                }
                None => problem,
            };
            self.push(problem, &found);
            // What else is wrong depends on it: said at once, not in a second round.
            return meant;
        };
        if let Some(controller) = self.texts.controller(controller)
            && !controller.answers_for(&code)
        {
            // Where the notice names another controller for the country, a letter to this one would
            // be turned away; elsewhere Art. 3(1) GDPR still speaks for it.
            let other = controller.elsewhere(&code);
            let problem = match other.is_some_and(|other| other.countries.contains(&code)) {
                true => Problem::error("other-controller"),
                false => Problem::warning("outside-countries"),
            };
            let problem = match other {
                Some(other) => problem.with("other", other.postal.join(", ")),
                None => problem,
            };
            let problem = problem
                .with("controller", &controller.name)
                .with_translated("country", names(&code));
            self.push(problem, &found);
        }
        Some(code)
    }

    fn postcode(&mut self, table: &Table<'_>, country: Option<&str>) -> String {
        let Some(found) = self.line(table, "postcode", 20) else { return String::new() };
        let five = |text: &str| text.len() == 5 && text.bytes().all(|b| b.is_ascii_digit());
        if country == Some("DE") && !five(&found.value) {
            let mut problem = Problem::error("german-postcode").with("value", &found.value);
            // `D-51147` is how it was written until 1993.
            let bare = found.value.trim_start_matches(['D', 'd', 'E', 'e', '-', ' ']);
            if five(bare) {
                problem = problem.with("suggestion", bare);
            }
            self.push(problem, &found);
        } else if let Some(country) = country
            && let Some(shape) = country::other_postcode(&found.value, country)
        {
            let problem = Problem::warning("odd-postcode").with("value", excerpt(&found.value));
            self.push(problem.with("shape", shape), &found);
        }
        found.value
    }

    /// The region, which picks the authority at home.
    pub(super) fn region(&mut self, table: &Table<'_>, country: Option<&str>) -> Option<String> {
        let Some(found) = self.line(table, "region", LINE) else {
            if country == Some("DE")
                && !table.has("region")
                && !self.claim_misspelling(table, "region")
            {
                self.region_missing(table);
            }
            return None;
        };
        let country = country?;
        match country::region(&found.value, country, self.texts) {
            Region::Known(code) => Some(code),
            Region::Needless => {
                self.push(Problem::warning("region-needless").with("country", country), &found);
                None
            }
            Region::Unknown { meant, all } => {
                let mut problem = Problem::error("unknown-region")
                    .with("value", excerpt(&found.value))
                    .with("possible", all.join(", "));
                if let Some(meant) = meant {
                    problem = problem.with("suggestion", meant);
                }
                self.push(problem, &found);
                None
            }
        }
    }

    /// Without the Land, the letter cannot name the authority at home (Art. 77(1) GDPR).
    fn region_missing(&mut self, table: &Table<'_>) {
        let at: Found<()> =
            Found { value: (), span: table.span.clone(), field: table.path("region") };
        self.push(Problem::warning("region-missing"), &at);
    }
}

/// Whether a name lacks its first or last part, in the scripts that part them by a blank.
fn is_one_word(name: &str) -> bool {
    let parts_by_blanks = |c: char| c < '\u{590}';
    !name.contains(' ') && name.chars().filter(|c| c.is_alphabetic()).all(parts_by_blanks)
}

/// Whether a name ends like that of a company or an association: `Muster GmbH`, `Muster e. V.`
fn is_company(name: &str) -> bool {
    const FORMS: [&str; 20] = [
        "GmbH", "gGmbH", "mbH", "AG", "KG", "KGaA", "OHG", "UG", "GbR", "eG", "eV", "SE", "Ltd",
        "Inc", "LLC", "LLP", "PLC", "plc", "BV", "SARL",
    ];
    let words: Vec<String> = name.split_whitespace().map(|word| word.replace('.', "")).collect();
    match words.as_slice() {
        [_, .., e, v] if e == "e" && v == "V" => true,
        [_, .., last] => FORMS.contains(&last.trim_matches(['(', ')', ',']).trim()),
        _ => false,
    }
}

/// The letter writes `c/o` itself.
fn without_care_of(name: &str) -> String {
    let bare = name.strip_prefix("c/o ").or_else(|| name.strip_prefix("C/O "));
    bare.unwrap_or(name).to_owned()
}
