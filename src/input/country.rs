//! Countries and regions, by code or as people write them.

use std::collections::BTreeSet;

use crate::texts::{Texts, authority};

use super::suggest::{nearest, within};

/// ISO 3166-1 alpha-2: the officially assigned codes.
const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL \
    BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE \
    DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ \
    GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM \
    KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ \
    MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN \
    PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY \
    SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF \
    WS YE YT ZA ZM ZW";

/// How postcodes are written (Universal Postal Union, addressing systems of the countries): `9` a
/// digit, `A` a letter, `*` either. Of the countries in which LinkedIn Ireland is the controller.
const POSTCODES: [(&str, &str); 31] = [
    ("AT", "9999"),
    ("BE", "9999"),
    ("BG", "9999"),
    ("CH", "9999"),
    ("CY", "9999"),
    ("CZ", "999 99"),
    ("DE", "99999"),
    ("DK", "9999"),
    ("EE", "99999"),
    ("ES", "99999"),
    ("FI", "99999"),
    ("FR", "99999"),
    ("GR", "999 99"),
    ("HR", "99999"),
    ("HU", "9999"),
    ("IE", "A9* ****"),
    ("IS", "999"),
    ("IT", "99999"),
    ("LI", "9999"),
    ("LT", "99999"),
    ("LU", "9999"),
    ("LV", "9999"),
    ("MT", "AAA 9999"),
    ("NL", "9999 AA"),
    ("NO", "9999"),
    ("PL", "99-999"),
    ("PT", "9999-999"),
    ("RO", "999999"),
    ("SE", "999 99"),
    ("SI", "9999"),
    ("SK", "999 99"),
];

/// What people write instead of a code and no list of names holds, as [`authority::folded`] has it.
const OTHERWISE: [(&str, &str); 20] = [
    ("uk", "GB"),
    ("england", "GB"),
    ("scotland", "GB"),
    ("wales", "GB"),
    ("greatbritain", "GB"),
    ("grossbritannien", "GB"),
    ("el", "GR"),
    ("d", "DE"),
    ("brd", "DE"),
    ("deu", "DE"),
    ("ger", "DE"),
    ("a", "AT"),
    ("aut", "AT"),
    ("osterreich", "AT"),
    ("che", "CH"),
    ("usa", "US"),
    ("republicofireland", "IE"),
    ("holland", "NL"),
    ("thenetherlands", "NL"),
    ("czechrepublic", "CZ"),
];

/// The code of a country, in upper case, if `text` is one.
pub(crate) fn code(text: &str) -> Option<String> {
    let upper = text.to_ascii_uppercase();
    CODES.split_whitespace().any(|code| code == upper).then_some(upper)
}

/// The code of a country by its code, its name, or what people call it.
pub(crate) fn named(text: &str, texts: &Texts) -> Option<String> {
    if text.chars().any(char::is_numeric) {
        return None; // No country has a number; a postcode beside one does.
    }
    let letters = authority::folded(text);
    let otherwise = || {
        let (_, code) = OTHERWISE.into_iter().find(|(name, _)| *name == letters)?;
        Some(code.to_owned())
    };
    let by_name = || {
        let mut names = texts.locales.values().flat_map(|locale| &locale.countries);
        names.find(|(_, name)| authority::folded(name) == letters).map(|(code, _)| code.clone())
    };
    otherwise().or_else(|| code(text)).or_else(by_name)
}

/// The code that was probably meant. There are so many countries that some other one is never far:
/// a near miss has at most a quarter of its letters wrong.
pub(crate) fn meant(text: &str, texts: &Texts) -> Option<String> {
    named(text, texts).or_else(|| {
        let countries = texts.locales.values().flat_map(|locale| &locale.countries);
        let countries = countries.map(|(code, name)| (name.as_str(), code.as_str()));
        let all: Vec<(&str, &str)> = OTHERWISE.into_iter().chain(countries).collect();
        let name = within(4, text, all.iter().map(|(name, _)| *name))?;
        all.iter().find(|(n, _)| *n == name).map(|(_, code)| (*code).to_owned())
    })
}

/// How a postcode of the country looks, where this one does not look so. Blanks and hyphens are
/// forgiven, and the letters of the country before the digits (`LV-1010`, `L-1234`).
pub(crate) fn other_postcode(text: &str, country: &str) -> Option<String> {
    let (_, shape) = POSTCODES.into_iter().find(|(code, _)| *code == country)?;
    let bare = |text: &str| -> Vec<char> {
        text.to_uppercase().chars().filter(|c| !matches!(c, ' ' | '-')).collect()
    };
    let (typed, wanted) = (bare(text), bare(shape));
    let letters = typed.iter().take_while(|c| c.is_alphabetic()).count();
    let before = if wanted.first() == Some(&'9') && letters <= 2 { letters } else { 0 };
    let typed = &typed[before..];
    let fits = |(c, shape): (&char, &char)| match shape {
        '9' => c.is_ascii_digit(),
        'A' => c.is_ascii_alphabetic(),
        _ => c.is_ascii_alphanumeric(),
    };
    let right = typed.len() == wanted.len() && typed.iter().zip(&wanted).all(fits);
    (!right).then(|| postcode_like(shape))
}

/// A postcode to show a shape by: `1234 AB`.
fn postcode_like(shape: &str) -> String {
    let (mut digits, mut letters) = ('1'..='9', 'A'..='Z');
    let mut turns = 0;
    let shown = shape.chars().filter_map(|c| match c {
        '9' => digits.next(),
        'A' => letters.next(),
        '*' => {
            turns += 1;
            if turns % 2 == 1 { digits.next() } else { letters.next() }
        }
        between => Some(between),
    });
    shown.collect()
}

/// A region of a country.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Region {
    /// Its code.
    Known(String),
    /// No such region; what was probably meant, and all there are: `NW (Nordrhein-Westfalen)`.
    Unknown {
        /// Its name.
        meant: Option<String>,
        /// All of them.
        all: Vec<String>,
    },
    /// One authority serves the whole country: the region changes nothing.
    Needless,
}

/// Finds a region by its code (`NW`, `DE-NW`) or its name.
pub(crate) fn region(text: &str, country: &str, texts: &Texts) -> Region {
    if let Some(code) = texts.region(country, text) {
        return Region::Known(code.to_owned());
    }
    let regions =
        || texts.authorities.iter().filter(|a| a.country == country && !a.region.is_empty());
    if regions().next().is_none() {
        return Region::Needless;
    }
    let names = regions().flat_map(|a| a.region_also.iter().chain([&a.region_name]));
    let meant = nearest(text, names.map(String::as_str));
    let all: BTreeSet<String> =
        regions().map(|a| format!("{} ({})", a.region, a.region_name)).collect();
    Region::Unknown {
        meant: meant
            .and_then(|name| texts.region(country, name))
            .and_then(|code| regions().find(|a| a.region == code))
            .map(|authority| authority.region_name.clone()),
        all: all.into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_known_by_its_code_its_name_and_what_people_call_it() {
        let texts = Texts::load(None).unwrap();
        for (text, code) in [
            ("de", "DE"),
            ("Germany", "DE"),
            ("DEUTSCHLAND", "DE"),
            ("D", "DE"),
            ("Osterreich", "AT"),
            ("Oesterreich", "AT"),
            ("Österreich", "AT"),
            ("U.K.", "GB"),
            ("Great Britain", "GB"),
            ("the Netherlands", "NL"),
            ("Czech Republic", "CZ"),
        ] {
            assert_eq!(named(text, &texts).as_deref(), Some(code), "{text}");
        }
        for text in ["", "D-50667", "a1", "Hollandia", "X"] {
            assert_eq!(named(text, &texts), None, "{text}");
        }
    }

    #[test]
    fn postcodes_look_as_their_country_writes_them() {
        for (text, country) in [
            ("1030", "AT"),
            ("D02 X285", "IE"),
            ("d6wxy00", "IE"),
            ("1012 AB", "NL"),
            ("L-1234", "LU"),
            ("LV-1010", "LV"),
            ("00950", "PL"),
            ("anything", "US"),
        ] {
            assert_eq!(other_postcode(text, country), None, "{text}");
        }
        for (text, country, like) in [
            ("103", "AT", "1234"),
            ("Dublin 2", "IE", "A12 B3C4"),
            ("1012", "NL", "1234 AB"),
            ("8000 1", "CH", "1234"),
            ("", "PL", "12-345"),
        ] {
            assert_eq!(other_postcode(text, country).as_deref(), Some(like), "{text}");
        }
    }
}
