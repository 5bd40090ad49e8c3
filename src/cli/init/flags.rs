//! Every answer as an option.

use clap::Args;

use super::answers::{Answers, Given};
use crate::problem::{Problem, Problems};

#[derive(Args)]
#[command(next_help_heading = "Answers")]
pub(super) struct Flags {
    /// Language of the letter, de or en
    #[arg(long, value_name = "LANG")]
    letter_language: Option<String>,
    /// Your first and last name
    #[arg(long)]
    name: Option<String>,
    /// Street and number
    #[arg(long)]
    street: Option<String>,
    /// A further line of your address
    #[arg(long, value_name = "LINE")]
    line2: Option<String>,
    /// At whose address you live (c/o)
    #[arg(long, value_name = "NAME")]
    care_of: Option<String>,
    /// Postcode
    #[arg(long)]
    postcode: Option<String>,
    /// Town
    #[arg(long)]
    city: Option<String>,
    /// Country, by code or name: DE, Germany
    #[arg(long)]
    country: Option<String>,
    /// In Germany the Land, by code or name: NW, Nordrhein-Westfalen
    #[arg(long)]
    region: Option<String>,
    /// E-mail address for the answer; "" for none
    #[arg(long, value_name = "ADDR")]
    email: Option<String>,
    /// Telephone
    #[arg(long, value_name = "NUMBER")]
    phone: Option<String>,
    /// For those under 18: who represents them
    #[arg(long, value_name = "NAME")]
    represented_by: Vec<String>,
    /// Member or not: member, former-member, non-member
    #[arg(long)]
    standing: Option<String>,
    /// Address of your profile
    #[arg(long, value_name = "URL")]
    profile: Option<String>,
    /// E-mail address of your account
    #[arg(long, value_name = "ADDR")]
    account_email: Option<String>,
    /// E-mail address of the account that you closed
    #[arg(long, value_name = "ADDR")]
    former_email: Option<String>,
    /// A page about you on LinkedIn; may be repeated
    #[arg(long, value_name = "URL")]
    link: Vec<String>,
    /// What LinkedIn is to stop, by id, separated by commas (see `art21 list purposes`)
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    purposes: Vec<String>,
    /// A ground and your own words for it; up to three (see `art21 list grounds`)
    #[arg(long, value_name = "ID=TEXT")]
    ground: Vec<String>,
    /// Your own translation of these words, for the courtesy copy
    #[arg(long, value_name = "ID=TEXT")]
    translation: Vec<String>,
    /// Do not ask for erasure
    #[arg(long)]
    no_erasure: bool,
    /// Do not ask for restriction while the matter is examined
    #[arg(long)]
    no_restriction: bool,
    /// Do not ask that recipients be told
    #[arg(long)]
    no_inform_recipients: bool,
    /// Ask no questions
    #[arg(long)]
    no_questions: bool,
    /// Which separate objection of yours this is
    #[arg(long)]
    number: Option<u32>,
    /// Language of the courtesy translation, or none
    #[arg(long, value_name = "LANG")]
    courtesy_copy: Option<String>,
    /// Picture of your signature, PNG or JPEG; relative to the folder of FILE
    #[arg(long, value_name = "FILE")]
    signature: Option<String>,
    /// Where you sign
    #[arg(long)]
    place: Option<String>,
    /// Form of the page: din5008-a or din5008-b
    #[arg(long)]
    form: Option<String>,
    /// A font for a script that the program has none for; relative to the folder of FILE; may be
    /// repeated
    #[arg(long, value_name = "FILE")]
    font: Vec<String>,
}

impl Flags {
    /// Answers with what was given.
    ///
    /// # Errors
    ///
    /// `translation-alone` for each translation of words that there are not.
    pub(super) fn fill(self, answers: &mut Answers) -> Result<(), Problems> {
        let one = [
            ("language", id(self.letter_language)),
            ("sender.name", self.name),
            ("sender.street", self.street),
            ("sender.line2", self.line2),
            ("sender.care_of", self.care_of),
            ("sender.postcode", self.postcode),
            ("sender.city", self.city),
            ("sender.country", self.country),
            ("sender.region", self.region),
            ("sender.email", self.email),
            ("sender.phone", self.phone),
            ("account.standing", id(self.standing)),
            ("account.profile", self.profile),
            ("account.email", self.account_email),
            ("account.former_email", self.former_email),
            ("objection.number", self.number.map(|number| number.to_string())),
            (
                "letter.courtesy_copy",
                id(self.courtesy_copy).map(|l| if l == "none" { String::new() } else { l }),
            ),
            ("signature.image", self.signature),
            ("signature.place", self.place),
            ("letter.form", id(self.form)),
        ];
        for (path, value) in one {
            if let Some(value) = value {
                answers.set(path, value);
            }
        }
        for (path, values) in [
            ("sender.represented_by", self.represented_by),
            ("account.links", self.link),
            ("objection.purposes", self.purposes),
            ("letter.fonts", self.font),
        ] {
            if !values.is_empty() {
                answers.set_all(path, values);
            }
        }
        for (path, no) in [
            ("objection.erasure", self.no_erasure),
            ("objection.restriction", self.no_restriction),
            ("objection.inform_recipients", self.no_inform_recipients),
            ("objection.questions", self.no_questions),
        ] {
            if no {
                answers.set(path, "false");
            }
        }
        for ground in self.ground {
            let (id, detail) = pair(&ground);
            answers.grounds.push(Given { id, detail, translation: None });
        }
        let mut problems = Problems::default();
        for translation in self.translation {
            let (id, words) = pair(&translation);
            let mut grounds = answers.grounds.iter_mut();
            match grounds.find(|ground| ground.id == id && !ground.detail.is_empty()) {
                Some(ground) => ground.translation = Some(words),
                None => problems.push(Problem::usage("translation-alone").with("id", id)),
            }
        }
        if problems.has_errors() { Err(problems) } else { Ok(()) }
    }
}

/// The word of art21.toml, whatever its case.
fn id(given: Option<String>) -> Option<String> {
    given.map(|id| id.trim().to_lowercase())
}

/// `id=text`; the text may be left out.
fn pair(given: &str) -> (String, String) {
    let (id, text) = given.split_once('=').unwrap_or((given, ""));
    (id.trim().to_lowercase(), text.trim().to_owned())
}
