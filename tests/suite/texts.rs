//! The catalogue is whole, agrees with itself and with its sources, and can be overlaid.

mod locales;
mod overlay;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use art21::language::Language;
use art21::problem::{Problem, Severity};
use art21::texts::controller::{ChannelKind, ChannelStanding, Controller, Sourced};
use art21::texts::origin::{self, Standing};
use art21::texts::{Texts, Translated, embedded, text_in};
use chrono::NaiveDate;

/// Headings of LinkedIn's European Regional Privacy Notice of 21 August 2026, in its order, as seen
/// on 2026-08-22: the rows on legitimate interests but for those of the UK (8 and 15), without the
/// colon at the end. Of row 7, whose heading has three paragraphs, the first.
const ROWS: [(u8, &str); 13] = [
    (1, "Safety and security"),
    (2, "Business administration"),
    (3, "Personalising your LinkedIn experience"),
    (4, "Law enforcement and legal requests"),
    (5, "Legal advice and litigation"),
    (6, "Research, development, statistics/insights and addressing errors"),
    (7, "For Personalised Ads in the Designated Countries"),
    (9, "To count ad clicks and conversions"),
    (10, "Our AI features generally"),
    (11, "To offer our content-generating Generative AI features to Members"),
    (12, "To train our content-generating Generative AI systems"),
    (13, "To improve LinkedIn's products and Services generally"),
    (14, "Direct Marketing"),
];

/// The entries of its list for consent that are about advertising or marketing, likewise.
const CONSENTS: [&str; 4] = [
    "For LinkedIn or third parties to send Members marketing communications (e.g., emails or SMS \
     messages) in order to market products, services and events",
    "For LinkedIn to use non-essential cookies and similar tracking technologies to identify \
     Members, to deliver ads, and to conduct analytics related to user interaction with LinkedIn \
     pages, advertising and research purposes",
    "For Personalised Ads in the Designated Countries",
    "To tailor, measure and optimise ads when you choose to submit a Lead Generation Form or take \
     part in a brand lift survey through our Services",
];

const DEFAULTS: [&str; 6] = [
    "ai-training",
    "product-improvement",
    "personalised-ads",
    "ad-measurement",
    "direct-marketing",
    "affiliates",
];

fn texts() -> Texts {
    Texts::load(None).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn linkedin(texts: &Texts) -> &Controller {
    texts.controller("linkedin").expect("linkedin.toml")
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn args(problem: &Problem, name: &str) -> String {
    problem.args.get(name).cloned().unwrap_or_default()
}

fn embedded_text(path: &str) -> &'static str {
    embedded::templates().find(|(known, _)| *known == path).map(|(_, text)| text).expect(path)
}

#[test]
fn the_labels_are_the_headings_of_the_notice() {
    let texts = texts();
    let mut labels: Vec<(u8, &str)> = linkedin(&texts)
        .purposes
        .iter()
        .filter_map(|purpose| Some((purpose.row?, purpose.label.as_str())))
        .collect();
    labels.sort_unstable();
    assert_eq!(labels, ROWS);
}

#[test]
fn only_consent_to_advertising_and_marketing_is_withdrawn() {
    let texts = texts();
    let consents = &linkedin(&texts).consents;
    assert_eq!(consents.iter().map(|c| c.label.as_str()).collect::<Vec<_>>(), CONSENTS);
    // The row on cookies covers more than advertising, so it says how far the withdrawal goes.
    let cookies = consents.iter().find(|c| c.label.contains("research")).expect("cookies");
    for language in texts.languages() {
        assert_ne!(cookies.limit.get(&language), None, "{language}");
    }
    let allowed = ["personalised-ads", "ad-measurement", "direct-marketing"];
    for consent in consents {
        assert!(!consent.purposes.is_empty(), "{}", consent.id);
        assert!(consent.purposes.iter().all(|id| allowed.contains(&id.as_str())), "{}", consent.id);
    }
}

#[test]
fn the_default_selection_is_the_one_designed() {
    let texts = texts();
    let purposes = &linkedin(&texts).purposes;
    let defaults: Vec<_> = purposes.iter().filter(|p| p.default).map(|p| p.id.as_str()).collect();
    assert_eq!(defaults, DEFAULTS);
    let others: Vec<_> = purposes.iter().filter(|p| !p.default).map(|p| p.id.as_str()).collect();
    assert_eq!(
        others,
        [
            "ai-general",
            "ai-features",
            "personalisation",
            "research",
            "business-administration",
            "safety",
            "law-enforcement",
            "legal-advice"
        ]
    );
    let weak: Vec<_> = purposes.iter().filter(|p| !p.weak.is_empty()).collect();
    assert_eq!(
        weak.iter().map(|p| p.id.as_str()).collect::<Vec<_>>(),
        ["business-administration", "safety", "law-enforcement", "legal-advice"]
    );
    assert!(weak.iter().all(|purpose| !purpose.default));
}

#[test]
fn articles_are_invoked_in_their_order() {
    let texts = texts();
    let cited = |id, language| {
        let purpose = linkedin(&texts).purpose(id).expect(id);
        let locale = texts.locale(language).expect("a locale");
        locale.cite(&purpose.articles).replace('\u{A0}', " ")
    };
    let (de, en) = (Language::GERMAN, Language::ENGLISH);
    assert_eq!(cited("ai-training", de), "Art. 21 Abs. 1 DSGVO");
    assert_eq!(
        cited("personalised-ads", de),
        "Art. 21 Abs. 2 und 3 DSGVO, hilfsweise Art. 21 Abs. 1 DSGVO"
    );
    assert_eq!(cited("ad-measurement", de), "Art. 21 Abs. 1 DSGVO");
    assert_eq!(cited("direct-marketing", en), "Article 21(2) and (3) GDPR");
    assert_eq!(cited("research", en), "Article 21(1) and (6) GDPR");
    assert!(linkedin(&texts).purpose("personalised-ads").expect("ads").is_marketing());
    assert!(linkedin(&texts).purpose("affiliates").expect("ours").needs_ground());
}

#[test]
fn the_precaution_claims_nothing() {
    let texts = texts();
    let affiliates = linkedin(&texts).purpose("affiliates").expect("the precaution");
    assert_eq!((affiliates.row, affiliates.label.as_str()), (None, ""));
    let template = |path| &texts.template(path).expect("its text").text;
    assert!(template("de/purposes/affiliates.md").contains("rein vorsorglich, soweit"));
    assert!(template("en/purposes/affiliates.md").contains("purely as a precaution, in so far"));
}

#[test]
fn ids_refer_to_what_exists() {
    let texts = texts();
    for controller in texts.controllers.values() {
        let settings = controller.settings.iter().map(|s| (&s.id, &s.purposes));
        let consents = controller.consents.iter().map(|c| (&c.id, &c.purposes));
        for (id, purposes) in settings.chain(consents) {
            for purpose in purposes {
                assert!(controller.purpose(purpose).is_some(), "{id} refers to {purpose}");
            }
        }
    }
}

#[test]
fn every_text_is_there_in_every_language() {
    let texts = texts();
    let languages: Vec<Language> = texts.languages().collect();
    assert!(languages.contains(&Language::GERMAN) && languages.contains(&Language::ENGLISH));
    let whole = |what: &str, text: &Translated, always: bool| {
        if always || !text.is_empty() {
            let have: Vec<_> = text.keys().copied().collect();
            assert_eq!(have, languages, "{what}");
        }
        for (language, words) in text {
            let words = words.as_str();
            assert!(!words.is_empty() && words.trim() == words, "{what} in {language}");
            assert!(!words.contains("  "), "{what} in {language}");
        }
    };
    whole("advice", &texts.grounds_advice, true);
    for ground in &texts.grounds {
        for text in [&ground.name, &ground.ask, &ground.example, &ground.warning] {
            whole(&ground.id, text, true);
        }
    }
    for authority in &texts.authorities {
        whole(&authority.id, &authority.name, true);
        whole(&authority.id, &authority.note, false);
    }
    for controller in texts.controllers.values() {
        for channel in &controller.channels {
            whole(&channel.id, &channel.name, true);
            whole(&channel.id, &channel.note, true);
        }
        for setting in &controller.settings {
            for text in [&setting.everyday, &setting.does, &setting.leaves_out] {
                whole(&setting.id, text, true);
            }
            whole(&setting.id, &setting.note, false);
            // The controller's own name stands only where it was seen; otherwise a note says so.
            let known = languages.iter().all(|l| setting.name.contains_key(l));
            assert!(known || !setting.note.is_empty(), "{} has neither name nor note", setting.id);
        }
        for purpose in &controller.purposes {
            whole(&purpose.id, &purpose.everyday, true);
            whole(&purpose.id, &purpose.weak, false);
            let needed = languages
                .iter()
                .filter(|&&l| purpose.label.is_empty() || l != Language::ENGLISH)
                .collect::<Vec<_>>();
            assert_eq!(purpose.rendering.keys().collect::<Vec<_>>(), needed, "{}", purpose.id);
        }
        for consent in &controller.consents {
            whole(&consent.id, &consent.rendering, true);
            whole(&consent.id, &consent.limit, false);
        }
    }
}

#[test]
fn every_fact_has_its_source_the_day_it_was_seen_and_a_page() {
    let texts = texts();
    let origins: Vec<&Sourced> = texts
        .controllers
        .values()
        .flat_map(Controller::origins)
        .chain(texts.grounds.iter().map(|g| &g.origin))
        .chain(texts.authorities.iter().map(|a| &a.origin))
        .collect();
    assert!(origins.len() > 60);
    for origin in &origins {
        assert!(!origin.source.is_empty(), "{origin:?}");
        assert!(origin.look_at.starts_with("https://"), "{origin:?}");
        assert!(origin.checked >= day("2023-01-01"), "{origin:?}");
        assert!(origin.checked <= day("2026-11-22"), "nothing was seen later: {origin:?}");
    }
    let controller = linkedin(&texts);
    for purpose in &controller.purposes {
        assert_eq!(purpose.origin.checked, day("2026-08-22"), "{}", purpose.id);
        assert_eq!(purpose.origin.standing, Standing::Primary, "{}", purpose.id);
    }
}

#[test]
fn the_only_email_address_is_the_imprints_and_it_says_so() {
    let texts = texts();
    let emails: Vec<_> = linkedin(&texts)
        .channels
        .iter()
        .filter(|c| c.kind == ChannelKind::Email || c.address.contains('@'))
        .collect();
    let [imprint] = emails[..] else { panic!("{emails:?}") };
    assert_eq!(imprint.address, "info_impressum@cs.linkedin.com");
    assert_eq!(imprint.standing, ChannelStanding::ImprintOnly);
    assert!(text_in(&imprint.note, Language::GERMAN).contains("nie als einziger Weg"));
    assert!(text_in(&imprint.note, Language::ENGLISH).contains("never as the only route"));
    // Nor anywhere else in the file, not even in a comment.
    let file = embedded_text("controllers/linkedin.toml");
    assert_eq!(file.matches("@cs.linkedin.com").count(), 1);
    assert_eq!(file.matches("@linkedin.com").count(), 0);
}

#[test]
fn every_channel_has_an_address_of_its_kind() {
    let texts = texts();
    let channels = &linkedin(&texts).channels;
    for channel in channels {
        match channel.kind {
            ChannelKind::Post => assert_eq!(channel.address, ""),
            ChannelKind::Form => assert!(
                channel.address.starts_with("https://www.linkedin.com/help/linkedin/ask/"),
                "{}",
                channel.id
            ),
            ChannelKind::Email => assert!(channel.address.contains('@')),
        }
        let official = channel.kind != ChannelKind::Email;
        assert_eq!(channel.standing == ChannelStanding::Official, official, "{}", channel.id);
    }
    let ids: Vec<_> = channels.iter().map(|c| c.id.as_str()).collect();
    assert_eq!(ids, ["dpo-post", "objection-form", "dpo-form", "privacy-form", "imprint-email"]);
}

#[test]
fn linkedin_ireland_answers_for_eu_eea_and_switzerland_alone() {
    let texts = texts();
    let controller = linkedin(&texts);
    assert_eq!(controller.name, "LinkedIn Ireland Unlimited Company");
    assert_eq!(controller.countries.iter().collect::<BTreeSet<_>>().len(), 31);
    for code in ["DE", "IE", "IS", "LI", "NO", "CH"] {
        assert!(controller.answers_for(code) && controller.elsewhere(code).is_none(), "{code}");
    }
    let uk = controller.elsewhere("GB").expect("the controller of the UK");
    assert_eq!(
        (uk.name.as_str(), &uk.countries[..]),
        ("LinkedIn Corporation", &["GB".to_owned()][..])
    );
    assert!(!controller.answers_for("GB"));
    let rest = controller.elsewhere("US").expect("the controller elsewhere");
    assert!(rest.countries.is_empty());
}

#[test]
fn the_address_fits_the_window() {
    let texts = texts();
    // DIN 5008: six lines for the recipient, about 45 characters each; the country takes one.
    for (id, lines) in texts
        .authorities
        .iter()
        .map(|a| (&a.id, &a.postal))
        .chain(texts.controllers.values().map(|c| (&c.id, &c.postal)))
    {
        assert!((2..=5).contains(&lines.len()), "{id}");
        assert!(lines.iter().all(|line| line.chars().count() <= 48), "{id}");
    }
}

#[test]
fn all_sixteen_grounds_and_no_two_of_one_name() {
    let texts = texts();
    let ids: BTreeSet<_> = texts.grounds.iter().map(|g| g.id.as_str()).collect();
    // Those that were designed; more may be added.
    let missing: Vec<&str> = [
        "job-search",
        "professional-secrecy",
        "employer-confidentiality",
        "journalism",
        "public-life",
        "special-categories",
        "third-party-data",
        "data-by-others",
        "old-content",
        "posted-as-minor",
        "reputation",
        "irreversibility",
        "threat",
        "closed-account",
        "creator",
        "hiring-profiling",
    ]
    .into_iter()
    .filter(|id| !ids.contains(id))
    .collect();
    assert_eq!(missing, [] as [&str; 0]);
    for language in texts.languages() {
        let names: BTreeSet<_> = texts.grounds.iter().map(|g| text_in(&g.name, language)).collect();
        assert_eq!(names.len(), texts.grounds.len());
        for ground in &texts.grounds {
            let example = text_in(&ground.example, language);
            assert_eq!(example.matches(['.', '!', '?']).count(), 1, "one sentence: {example}");
        }
    }
    for id in ["public-life", "special-categories"] {
        assert!(texts.ground(id).expect(id).special_categories);
    }
    // Where more words could harm the person, none are asked for.
    for id in ["threat", "special-categories"] {
        assert!(!texts.ground(id).expect(id).detail_required);
    }
    for id in ["professional-secrecy", "irreversibility", "old-content", "data-by-others"] {
        assert!(texts.ground(id).expect(id).detail_required, "{id} is true of nearly everybody");
    }
}

#[test]
fn every_land_has_its_authority_by_code_and_by_name() {
    let texts = texts();
    let laender = [
        ("BW", "Baden-Württemberg", "de-bw"),
        ("BY", "Bayern", "de-by"),
        ("BE", "Berlin", "de-be"),
        ("BB", "Brandenburg", "de-bb"),
        ("HB", "Bremen", "de-hb"),
        ("HH", "Hamburg", "de-hh"),
        ("HE", "Hessen", "de-he"),
        ("MV", "Mecklenburg-Vorpommern", "de-mv"),
        ("NI", "Niedersachsen", "de-ni"),
        ("NW", "Nordrhein-Westfalen", "de-nw"),
        ("RP", "Rheinland-Pfalz", "de-rp"),
        ("SL", "Saarland", "de-sl"),
        ("SN", "Sachsen", "de-sn"),
        ("ST", "Sachsen-Anhalt", "de-st"),
        ("SH", "Schleswig-Holstein", "de-sh"),
        ("TH", "Thüringen", "de-th"),
    ];
    for (code, name, id) in laender {
        for given in [code, name, &name.to_lowercase(), &format!("DE-{code}")] {
            assert_eq!(texts.authority_at_home("DE", Some(given)).id, id, "{given}");
            assert_eq!(texts.region("DE", given), Some(code), "{given}");
        }
    }
    assert_eq!(texts.region("DE", "Thueringen"), Some("TH"));
    assert_eq!(texts.region("DE", "Lower Saxony"), Some("NI"));
    assert_eq!(texts.region("DE", "Tirol"), None);
    assert_eq!(texts.region("AT", "NW"), None);
    assert_eq!(texts.region("DE", ""), None);
    assert_eq!(texts.authorities.iter().filter(|a| a.country == "DE").count(), 16);
}

#[test]
fn where_no_authority_at_home_is_known_the_irish_one_is_named() {
    let texts = texts();
    assert_eq!(texts.lead_authority().id, "ie-dpc");
    for (country, region, id) in [
        ("IE", None, "ie-dpc"),
        ("FR", None, "ie-dpc"),
        ("DE", None, "ie-dpc"),
        ("AT", Some("Wien"), "at"),
        ("LI", None, "li"),
        ("CH", Some("ZH"), "ch"),
    ] {
        assert_eq!(texts.authority_at_home(country, region).id, id, "{country}");
    }
    let outside: Vec<_> = texts.authorities.iter().filter(|a| !a.gdpr).map(|a| &a.id).collect();
    assert_eq!(outside, ["ch"], "Switzerland has no supervisory authority under Art. 51 GDPR");
}

#[test]
fn a_fact_is_old_after_180_days() {
    let texts = texts();
    let notice = &linkedin(&texts).origin;
    assert_eq!(origin::stale([notice], day("2027-02-18")), None, "the 180th day");
    let old = origin::stale([notice], day("2027-02-19")).expect("the 181st day");
    assert_eq!((old.code, old.severity), ("stale-facts", Severity::Warning));
    assert_eq!(args(&old, "page"), "https://www.linkedin.com/legal/privacy/eu");
}

#[test]
fn old_facts_are_one_warning_that_names_the_oldest_page() {
    let texts = texts();
    let all = || linkedin(&texts).origins().chain(texts.authorities.iter().map(|a| &a.origin));
    let old = origin::stale(all().chain(all()), day("2030-01-01")).expect("a warning");
    let pages: BTreeSet<_> = all().map(|origin| &origin.look_at).collect();
    assert_eq!(args(&old, "count"), pages.len().to_string(), "each page once");
    assert_eq!(args(&old, "date"), "2023-01-01");
}

#[test]
fn what_is_embedded_is_what_lies_in_the_tree() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (path, text) in embedded::templates() {
        assert_eq!(fs::read_to_string(root.join("templates").join(path)).expect(path), text);
        assert!(!path.starts_with("starter/"), "{path}");
    }
    let paths: Vec<_> = embedded::templates().map(|(path, _)| path).collect();
    assert!(paths.is_sorted());
}
