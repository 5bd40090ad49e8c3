//! The case: a data subject, their account and their objection.

pub mod reference;
pub mod requests;

use chrono::NaiveDate;

use crate::language::Language;

/// What one letter is about. The register keeps it as JSON with these fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The language of the letter.
    pub language: Language,
    /// The date of the letter.
    pub date: NaiveDate,
    /// The controller by id: `linkedin`.
    pub controller: String,
    /// The data subject.
    pub sender: Sender,
    /// Their account.
    pub account: Account,
    /// What they object to.
    pub objection: Objection,
    /// Where the letter is signed; `None` where the config does not say.
    pub place: Option<String>,
    /// The language of the courtesy copy.
    pub courtesy_copy: Option<Language>,
    /// Replaces the controller's postal address, the country included; empty where it does not.
    pub recipient: Vec<String>,
}

impl Case {
    /// Everything in it that the person gave and a letter may show.
    pub fn given(&self) -> impl Iterator<Item = &str> {
        let Case { sender, account, objection, place, recipient, .. } = self;
        let always = [&sender.name, &sender.street, &sender.postcode, &sender.city];
        let maybe = [
            &sender.line2,
            &sender.care_of,
            &sender.email,
            &sender.phone,
            &account.profile,
            &account.email,
            &account.former_email,
            place,
        ];
        let lists = [&sender.represented_by, &account.links, recipient];
        let words = objection
            .grounds
            .iter()
            .flat_map(|ground| [&ground.detail].into_iter().chain(ground.translations.values()));
        let all = always.into_iter().chain(maybe.into_iter().flatten());
        all.chain(lists.into_iter().flatten()).chain(words).map(String::as_str)
    }
}

/// The data subject (Art. 4(1) GDPR). Every text is NFC, trimmed, free of control characters.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sender {
    /// First and last name.
    pub name: String,
    /// Street and number.
    pub street: String,
    /// A further line of the address.
    pub line2: Option<String>,
    /// `c/o`, without the `c/o`.
    pub care_of: Option<String>,
    /// Postcode.
    pub postcode: String,
    /// Town.
    pub city: String,
    /// ISO 3166-1 alpha-2 code, upper case.
    pub country: String,
    /// ISO 3166-2 part after `DE-`, upper case; `None` where not given.
    pub region: Option<String>,
    /// Where the answer may go by e-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// For those under 18: their legal representatives, of whom there may be two (§ 1629 BGB).
    pub represented_by: Vec<String>,
}

/// How the data subject is known to the controller.
#[derive(Debug, Clone, PartialEq)]
pub struct Account {
    /// Member or not.
    pub standing: Standing,
    /// Address of the profile.
    pub profile: Option<String>,
    /// E-mail address of the account.
    pub email: Option<String>,
    /// E-mail address of an account that was closed.
    pub former_email: Option<String>,
    /// Pages about the person.
    pub links: Vec<String>,
}

/// Member or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Has an account.
    Member,
    /// Had one.
    FormerMember,
    /// Never had one.
    NonMember,
}

/// What the data subject objects to and asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Objection {
    /// Ids of purposes, in the order of the catalogue, without repetition.
    pub purposes: Vec<String>,
    /// Erasure (Art. 17(1)(c), (b) GDPR).
    pub erasure: bool,
    /// Restriction (Art. 18(1)(d) GDPR).
    pub restriction: bool,
    /// Recipients (Art. 19 GDPR); only together with one of the two above.
    pub inform_recipients: bool,
    /// Whether to ask what was done.
    pub questions: bool,
    /// A second, separate objection has number 2.
    pub number: u32,
    /// Grounds relating to the particular situation, one to three.
    pub grounds: Vec<GivenGround>,
}

/// Who hands letters out to those who write them, and collects or delivers what was signed: a
/// messenger (§ 120 BGB), never the representative of anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organiser {
    /// Its name.
    pub name: String,
    /// Where the persons report back: an e-mail address or a page.
    pub contact: String,
}

/// A ground that the data subject gives.
#[derive(Debug, Clone, PartialEq)]
pub struct GivenGround {
    /// The id in the catalogue.
    pub id: String,
    /// The person's own words; paragraphs are parted by `\n`. Empty where none were given.
    pub detail: String,
    /// Whether they write their words into the letter by hand; then there is no `detail`.
    pub handwritten: bool,
    /// Their own translations, by language.
    pub translations: std::collections::BTreeMap<Language, String>,
}

impl Standing {
    /// All there are.
    pub const ALL: [Standing; 3] = [Standing::Member, Standing::FormerMember, Standing::NonMember];

    /// The word of art21.toml.
    pub fn id(self) -> &'static str {
        match self {
            Standing::Member => "member",
            Standing::FormerMember => "former-member",
            Standing::NonMember => "non-member",
        }
    }
}
