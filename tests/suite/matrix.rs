//! Every language × kind × standing × purpose × ground, with the options on and off, and data that
//! stay data whatever they contain.

mod data;
mod flaws;
mod sheets;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use art21::case::{Account, Case, GivenGround, Objection, Sender, Standing};
use art21::document::{Block, Document, Origin, Text};
use art21::language::Language;
use art21::letter::{Kind, Writer};
use art21::problem::Problem;
use art21::texts::{Template, Texts};
use chrono::NaiveDate;
use flaws::flaws;

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::load(None).unwrap());
static WRITER: LazyLock<Writer<'static>> = LazyLock::new(|| Writer::new(&TEXTS).unwrap());

/// What stands around an encoded value on its way through a template.
const ENCODING: [char; 2] = ['\u{FDD0}', '\u{FDD1}'];

static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| TEXTS.languages().collect());
const STANDINGS: [Standing; 3] = [Standing::Member, Standing::FormerMember, Standing::NonMember];

/// Switches that a letter can have, one bit each.
const OPTIONS: [fn(&mut Case); 10] = [
    |case| case.objection.erasure = false,
    |case| case.objection.restriction = false,
    |case| case.objection.inform_recipients = false,
    |case| case.objection.questions = false,
    |case| case.objection.number = 2,
    |case| case.sender.represented_by = vec!["Max Mustermann".into()],
    |case| case.courtesy_copy = LANGUAGES.iter().copied().find(|it| *it != case.language),
    |case| {
        case.sender.email = None;
        case.sender.phone = Some("+49 221 1234567".into());
    },
    |case| {
        case.account.email = None;
        case.account.former_email = None;
        case.account.links.push("https://example.org/b".into());
    },
    |case| {
        for ground in &mut case.objection.grounds {
            ground.detail = String::new();
        }
    },
];

/// A member in Cologne who objects to what is objected to by default, without a ground.
fn case(language: Language, standing: Standing) -> Case {
    let text = |text: &str| Some(text.to_owned());
    let is_member = standing == Standing::Member;
    let was_member = standing == Standing::FormerMember;
    Case {
        language,
        date: NaiveDate::from_ymd_opt(2026, 11, 24).unwrap(),
        controller: "linkedin".into(),
        sender: Sender {
            name: "Erika Mustermann".into(),
            street: "Heidestraße 17".into(),
            postcode: "51147".into(),
            city: "Köln".into(),
            country: "DE".into(),
            region: text("NW"),
            email: text("erika@example.org"),
            ..Sender::default()
        },
        account: Account {
            standing,
            profile: text("https://www.linkedin.com/in/erika-mustermann").filter(|_| is_member),
            email: text("erika@example.org").filter(|_| is_member),
            former_email: text("frueher@example.org").filter(|_| was_member),
            links: if is_member { vec![] } else { vec!["https://example.org/a".into()] },
        },
        objection: Objection {
            purposes: purposes(|purpose| purpose.default),
            erasure: true,
            restriction: true,
            inform_recipients: true,
            questions: true,
            number: 1,
            grounds: vec![],
        },
        place: text("Köln"),
        courtesy_copy: None,
        recipient: vec![],
    }
}

/// Purposes of the catalogue by id.
fn purposes(wanted: impl Fn(&art21::texts::purpose::Purpose) -> bool) -> Vec<String> {
    let all = &TEXTS.controller("linkedin").unwrap().purposes;
    all.iter().filter(|purpose| wanted(purpose)).map(|purpose| purpose.id.clone()).collect()
}

fn ground(id: &str) -> GivenGround {
    let detail = "Meine Lage ist besonders.\nSie dauert an.".to_owned();
    GivenGround { id: id.to_owned(), detail, handwritten: false, translations: BTreeMap::new() }
}

fn write(case: &Case, kind: Kind) -> Document {
    WRITER.write(case, kind).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// All texts of a body in reading order.
fn texts(blocks: &[Block]) -> Vec<&Text> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Subject(text)
            | Block::Heading(text)
            | Block::Paragraph(text)
            | Block::Note(text) => found.push(text),
            Block::Lines(_) => {}
            Block::List { items, .. } => found.extend(items.iter().flat_map(|item| texts(item))),
            Block::Quotation(blocks) => found.extend(texts(blocks)),
            Block::Signature { place_and_date, name, signers } => {
                found.extend(place_and_date.iter().chain(name).chain(signers))
            }
            Block::Enclosures(heading, lines) => {
                found.extend(std::iter::once(heading).chain(lines))
            }
        }
    }
    found
}

/// The whole body as characters.
fn plain(blocks: &[Block]) -> String {
    texts(blocks).iter().map(|text| text.to_plain() + "\n").collect()
}

/// Writes the letters and panics with every distinct flaw and the first letter that has it.
fn check(cases: impl Iterator<Item = (String, Case)>) {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let mut count = 0;
    for (name, case) in cases {
        for kind in [Kind::Objection, Kind::Short] {
            count += 1;
            match WRITER.write(&case, kind) {
                Ok(document) => {
                    for flaw in flaws(&document) {
                        found.entry(flaw).or_insert_with(|| format!("{kind:?} {name}"));
                    }
                }
                Err(problems) => {
                    for problem in problems.0 {
                        let flaw =
                            format!("{} {:?} {:?}", problem.code, problem.args, problem.file);
                        found.entry(flaw).or_insert_with(|| format!("{kind:?} {name}"));
                    }
                }
            }
        }
    }
    assert!(count > 0);
    let report: Vec<String> =
        found.iter().map(|(flaw, name)| format!("{flaw}\n    {name}")).collect();
    assert!(report.is_empty(), "{} flaws in {count} letters:\n{}", report.len(), report.join("\n"));
}

#[test]
fn every_text_of_the_catalogue_is_there_in_every_language() {
    let mut paths =
        ["objection.md", "short.md", "cover.md", "consignment.md"].map(str::to_owned).to_vec();
    paths.extend(purposes(|_| true).iter().map(|id| format!("purposes/{id}.md")));
    paths.extend(TEXTS.grounds.iter().map(|ground| format!("grounds/{}.md", ground.id)));
    let missing: Vec<String> = TEXTS
        .languages()
        .flat_map(|language| paths.iter().map(move |path| format!("{language}/{path}")))
        .filter(|path| TEXTS.template(path).is_none())
        .collect();
    assert!(missing.is_empty(), "missing: {missing:#?}");
}

#[test]
fn every_letter_of_the_matrix_reads_well() {
    let mut selections: Vec<Vec<String>> =
        purposes(|_| true).into_iter().map(|id| vec![id]).collect();
    selections.push(purposes(|purpose| purpose.default));
    selections.push(purposes(|_| true));
    let mut grounds: Vec<Vec<&str>> = TEXTS.grounds.iter().map(|it| vec![it.id.as_str()]).collect();
    grounds.push(vec![]);
    grounds.push(TEXTS.grounds.iter().take(3).map(|it| it.id.as_str()).collect());

    let mut cases = Vec::new();
    for language in LANGUAGES.iter().copied() {
        for standing in STANDINGS {
            for selection in &selections {
                for given in &grounds {
                    // Each letter with all options off and with one more combination of them.
                    let turn = cases.len() * 37 % (1 << OPTIONS.len());
                    for options in [0, turn] {
                        let mut case = case(language, standing);
                        case.objection.purposes.clone_from(selection);
                        case.objection.grounds = given.iter().map(|id| ground(id)).collect();
                        switch(&mut case, options);
                        let name =
                            format!("{language} {standing:?} {selection:?} {given:?} {options:#b}");
                        cases.push((name, case));
                    }
                }
            }
        }
    }
    check(cases.into_iter());
}

#[test]
fn every_combination_of_options_reads_well() {
    let selections = [purposes(|purpose| purpose.default), vec!["direct-marketing".to_owned()]];
    let mut cases = Vec::new();
    for language in LANGUAGES.iter().copied() {
        for selection in &selections {
            for options in 0..1 << OPTIONS.len() {
                let standing = STANDINGS[cases.len() % 3];
                let mut case = case(language, standing);
                case.objection.purposes.clone_from(selection);
                case.objection.grounds = vec![ground("special-categories")];
                switch(&mut case, options);
                cases.push((format!("{language} {standing:?} {selection:?} {options:#b}"), case));
            }
        }
    }
    check(cases.into_iter());
}

fn switch(case: &mut Case, options: usize) {
    for (bit, option) in OPTIONS.iter().enumerate() {
        if options >> bit & 1 == 1 {
            option(case);
        }
    }
}

#[test]
fn the_short_version_fits_the_form() {
    for language in LANGUAGES.iter().copied() {
        for standing in STANDINGS {
            for it in &TEXTS.grounds {
                let mut case = case(language, standing);
                let detail = "Als Steuerberaterin bin ich zur Verschwiegenheit über alles verpflichtet, \
                              was mir Mandanten anvertrauen.";
                case.objection.grounds = vec![ground(&it.id)];
                case.objection.grounds[0].detail = detail.into();
                let document = write(&case, Kind::Short);
                let characters = plain(&document.parts[0].body).chars().count();
                assert!(characters < 1500, "{language} {standing:?} {}: {characters}", it.id);
            }
        }
    }
}

#[test]
fn the_courtesy_copy_says_what_it_is_and_quotes_the_person_in_their_language() {
    let mut case = case(Language::GERMAN, Standing::Member);
    case.courtesy_copy = Some(Language::ENGLISH);
    case.objection.grounds = vec![ground(&TEXTS.grounds[0].id)];
    let document = write(&case, Kind::Objection);
    let [letter, copy] = &document.parts[..] else { panic!("two parts") };
    assert!(matches!(letter.body[0], Block::Subject(_)));
    assert!(matches!(copy.body[..2], [Block::Note(_), Block::Subject(_)]));
    assert!(!copy.body.iter().any(|block| matches!(block, Block::Signature { .. })));

    let own = |document: &Document, part: usize| -> Vec<(String, Option<Language>, Origin)> {
        let spans = texts(&document.parts[part].body).into_iter().flat_map(|text| &text.0);
        spans
            .filter(|span| {
                span.origin != Origin::Template && span.text.contains("Lage ist")
                    || span.text.starts_with("My situation is particular")
            })
            .map(|span| (span.text.clone(), span.language, span.origin.clone()))
            .collect()
    };
    let words = "Meine Lage ist besonders.".to_owned();
    let field = |name: &str| Origin::Field(name.into());
    let detail = "objection.grounds[0].detail";
    assert_eq!(own(&document, 0), [(words.clone(), None, field(detail))]);
    assert_eq!(own(&document, 1), [(words.clone(), Some(Language::GERMAN), field(detail))]);

    let translation = "My situation is particular.".to_owned();
    case.objection.grounds[0].translations.insert(Language::ENGLISH, translation.clone());
    let document = write(&case, Kind::Objection);
    assert_eq!(own(&document, 0), [(words, None, field(detail))]);
    let field = Origin::Field("objection.grounds[0].detail_en".into());
    assert_eq!(own(&document, 1), [(translation, None, field)]);
}

#[test]
fn every_ground_leaves_lines_for_words_by_hand_in_every_language() {
    let drawn = |blocks: &[Block]| -> Vec<usize> {
        let of_block = |block: &Block| match block {
            Block::Lines(count) => Some(*count),
            _ => None,
        };
        blocks.iter().filter_map(of_block).collect()
    };
    for (language, other) in LANGUAGES.iter().zip(LANGUAGES.iter().rev()) {
        for (standing, it) in
            STANDINGS.iter().flat_map(|s| TEXTS.grounds.iter().map(move |g| (s, g)))
        {
            let name = format!("{language} {standing:?} {}", it.id);
            let mut case = case(*language, *standing);
            let by_hand =
                GivenGround { detail: String::new(), handwritten: true, ..ground(&it.id) };
            case.objection.grounds = vec![by_hand];
            case.courtesy_copy = Some(*other);
            let document = write(&case, Kind::Objection);
            assert_eq!(flaws(&document), [""; 0], "{name}");
            let [letter, copy] = &document.parts[..] else { panic!("two parts") };
            assert_eq!((drawn(&letter.body), drawn(&copy.body)), (vec![5], vec![]), "{name}");
            let at = letter.body.iter().position(|block| matches!(block, Block::Lines(_)));
            let before = plain(&letter.body[at.unwrap() - 1..at.unwrap()]);
            assert!(before.ends_with(":\n"), "{name}: {before}");
            let says = |blocks: &[Block]| {
                ["handschriftlich im Original", "handwritten in the original"]
                    .iter()
                    .any(|words| plain(blocks).contains(words))
            };
            assert!(!says(&letter.body) && says(&copy.body), "{name}");
            match WRITER.write(&case, Kind::Short) {
                Ok(short) => {
                    assert!(!it.detail_required, "{name}");
                    assert_eq!(flaws(&short), [""; 0], "{name}");
                    assert_eq!(drawn(&short.parts[0].body), [0; 0], "{name}");
                }
                Err(problems) => {
                    let codes: Vec<_> = problems.0.iter().map(|problem| problem.code).collect();
                    assert!(it.detail_required && codes == ["handwritten-in-form"], "{name}");
                }
            }
        }
    }
}

#[test]
fn a_minor_is_represented_by_who_signs() {
    let mut case = case(Language::ENGLISH, Standing::Member);
    case.sender.represented_by = vec!["Max Mustermann".into()];
    let signed = |document: &Document| match document.parts[0].body.last() {
        Some(Block::Signature { place_and_date, name, signers }) => {
            let plain = |texts: &[Text]| texts.iter().map(Text::to_plain).collect::<Vec<_>>();
            (place_and_date.clone(), plain(name), plain(signers))
        }
        _ => panic!("a letter ends in its signature"),
    };
    let document = write(&case, Kind::Objection);
    let (place_and_date, name, signers) = signed(&document);
    assert_eq!(name, ["Erika Mustermann", "represented by Max Mustermann"]);
    assert!(signers.is_empty());
    assert_eq!(place_and_date.as_ref().unwrap().to_plain(), "Köln, 24\u{A0}November\u{A0}2026");
    assert_eq!(document.parts[0].frame.labels.signature, "Signature of Max Mustermann");

    // Both parents represent a child together (§ 1629 BGB): each has room to sign.
    case.sender.represented_by.push("Jane Roe".into());
    case.courtesy_copy = Some(Language::GERMAN);
    let document = write(&case, Kind::Objection);
    let (_, name, signers) = signed(&document);
    assert_eq!(name, ["Erika Mustermann, represented by"]);
    assert_eq!(signers, ["Max Mustermann", "Jane Roe"]);
    let says = |part: usize, words: &str| {
        let body = &document.parts[part].body;
        body.iter().any(|block| {
            texts(std::slice::from_ref(block)).iter().any(|text| text.to_plain().contains(words))
        })
    };
    assert!(says(0, "legally represented by: Max Mustermann and Jane Roe."));
    assert!(says(1, "gesetzlich vertreten durch: Max Mustermann und Jane Roe."));
    let Some(Block::Paragraph(last)) = document.parts[1].body.last() else {
        panic!("a courtesy copy is not signed")
    };
    assert_eq!(last.to_plain(), "Erika Mustermann, vertreten durch\nMax Mustermann\nJane Roe");
}

#[test]
fn the_frame_names_who_writes_to_whom() {
    let mut case = case(Language::GERMAN, Standing::Member);
    case.sender.care_of = Some("Jane Roe".into());
    let document = write(&case, Kind::Objection);
    let frame = &document.parts[0].frame;
    let lines = |lines: &[Text]| lines.iter().map(Text::to_plain).collect::<Vec<_>>();
    assert_eq!(
        lines(&frame.letterhead),
        [
            "Erika Mustermann",
            "c/o Jane Roe",
            "Heidestraße 17",
            "51147 Köln",
            "Deutschland",
            "erika@example.org",
        ]
    );
    assert_eq!(
        frame.return_address.to_plain(),
        "Erika Mustermann · c/o Jane Roe · Heidestraße 17 · 51147 Köln · Deutschland"
    );
    assert_eq!(lines(&frame.recipient)[0], "LinkedIn Ireland Unlimited Company");
    assert_eq!(lines(&frame.recipient).last().unwrap(), "IRLAND");
    let information: Vec<_> = frame
        .information
        .iter()
        .map(|(label, value)| (label.to_plain(), value.to_plain()))
        .collect();
    assert_eq!(information[0], ("Zeichen".to_owned(), document.reference.clone()));
    assert_eq!(information[1], ("Datum".to_owned(), "24.\u{A0}November\u{A0}2026".to_owned()));
}

#[test]
fn the_country_of_destination_is_written_for_the_post_of_the_senders_country() {
    for (country, last) in [("DE", "IRLAND"), ("FR", "IRELAND"), ("IE", "Dublin 2")] {
        for language in LANGUAGES.iter().copied() {
            let mut case = case(language, Standing::Member);
            case.sender.country = country.into();
            let document = write(&case, Kind::Objection);
            let line = document.parts[0].frame.recipient.last().unwrap().to_plain();
            assert_eq!(line, last, "{country} {language}");
        }
    }
}

/// The problems of a writer whose template `de/objection.md` reads so.
fn problems_of(template: &str) -> Vec<Problem> {
    let mut texts = Texts::load(None).unwrap();
    let own = Template { name: "mine/de/objection.md".into(), text: template.into() };
    texts.templates.insert("de/objection.md".into(), own);
    let case = case(Language::GERMAN, Standing::Member);
    match Writer::new(&texts).and_then(|writer| writer.write(&case, Kind::Objection)) {
        Ok(_) => vec![],
        Err(problems) => problems.0,
    }
}

#[test]
fn a_template_that_does_not_work_is_shown_where_it_does_not() {
    for (template, code, text) in [
        ("# S\n\n{{ sender.nme }}\n", "template-unknown-variable", "nme"),
        ("# S\n\n{{ nobody }}\n", "template-unknown-variable", "nobody"),
        ("# S\n\n{% if %}\n", "template-syntax", "%}"),
        ("# S\n\n{{ date | nofilter }}\n", "template-unknown-filter", "nofilter"),
        ("# S\n\n{{ today() }}\n", "template-unknown-function", "today"),
        ("# S\n\n{% if date is odd_day %}{% endif %}\n", "template-unknown-test", "odd_day"),
        ("# S\n\n{% include \"de/none.md\" %}\n", "template-missing", "\"de/none.md\""),
        ("# S\n\n{% include \"de/objection.md\" %}\n", "template-cycle", "de/objection.md"),
        ("# S\n\n{{ date\n", "template-unclosed", "date"),
        ("# S\n\n{{ 1 / 0 }}\n", "template-error", "0"),
        ("# S\n\n{% if is_minor %}{% endif %}a `b {{ date }}` c\n", "template-construct", "`b "),
        ("# S\n\na &#27;[31m b\n", "template-construct", "&#27;"),
        ("# S\n\n| {{ date }} | b |\n|---|---|\n", "template-construct", " | b |"),
    ] {
        let problems = problems_of(template);
        let [problem] = &problems[..] else { panic!("{template}: {problems:#?}") };
        assert_eq!(problem.code, code);
        let place = problem.place.as_ref().unwrap_or_else(|| panic!("{problem:#?}"));
        assert_eq!(place.source.name, "mine/de/objection.md");
        assert_eq!(&place.source.text[place.span.clone()], text, "{template}");
        for locale in TEXTS.locales.values() {
            assert!(locale.problems.contains_key(code), "{code} in {}", locale.language);
        }
    }
}

#[test]
fn a_template_without_end_is_refused_at_once() {
    for template in ["> ".repeat(100_000) + "a", "- ".repeat(100_000) + "a", "`a` ".repeat(200_000)]
    {
        let problems = problems_of(&format!("# S\n\n{template}\n"));
        assert!((1..=100).contains(&problems.len()), "{}", problems.len());
        assert!(problems.iter().all(|problem| problem.code == "template-construct"));
    }
}

#[test]
fn loops_that_would_not_end_and_texts_that_would_fill_the_memory_are_refused_at_once() {
    let nested = |list: &str, depth: usize, inside: &str| {
        let open = (0..depth).map(|i| format!("{{% for a{i} in {list} %}}")).collect::<String>();
        format!("# S\n\n{open}{inside}{}", "{% endfor %}".repeat(depth))
    };
    for (template, code) in [
        (nested("range(end=100000)", 1, "x"), "template-numbers"),
        (nested("range(end=100)", 3, ""), "template-numbers"),
        (nested("range(start=5, step_by=0, end=1)", 1, ""), "template-numbers"),
        (nested("'abc'", 4, ""), "template-loops"),
        (nested("range(end=5)", 2, &"x".repeat(100_000)), "template-output"),
    ] {
        let problems = problems_of(&template);
        let [problem] = &problems[..] else { panic!("{template}: {problems:#?}") };
        assert_eq!(problem.code, code);
        let place = problem.place.as_ref().map(|place| &place.source.name);
        assert_eq!(place.or(problem.file.as_ref()).unwrap(), "mine/de/objection.md");
    }
    let mut texts = Texts::load(None).unwrap();
    for (path, include) in (0..9).map(|i| (i, format!("{{% include \"de/{}.md\" %}}", i + 1))) {
        let text = if path == 8 { String::new() } else { include.repeat(10) };
        texts.templates.insert(format!("de/{path}.md"), Template { name: path.to_string(), text });
    }
    let Err(problems) = Writer::new(&texts) else { panic!("a hundred million includes") };
    assert_eq!(problems.0.iter().map(|p| p.code).collect::<Vec<_>>(), ["template-loops"]);
    let down = "# {% for a in range(start=3, end=0, step_by=-1) %}{{ a }}{% endfor %}\n";
    assert_eq!(problems_of(down), []);
}

#[test]
fn a_template_that_loses_the_persons_own_words_is_named() {
    let mut texts = Texts::load(None).unwrap();
    let mut case = case(Language::ENGLISH, Standing::Member);
    case.objection.grounds = vec![ground("threat")];
    case.objection.grounds[0].detail = "First.\nSecond.".into();
    for (text, lost) in [
        ("I am at risk.", true),
        ("I am at risk: {{ ground.detail | first }}", true),
        ("I am at risk: {{ ground.detail | join(sep=\" \") | upper }}", false),
    ] {
        let own = Template { name: "mine/threat.md".into(), text: text.into() };
        texts.templates.insert("en/grounds/threat.md".into(), own);
        let written = Writer::new(&texts).unwrap().write(&case, Kind::Objection);
        let problems = written.err().unwrap_or_default().0;
        let found: Vec<_> = problems.iter().map(|p| (p.code, p.file.as_deref())).collect();
        let expected = [("words-left-out", Some("mine/threat.md"))];
        assert_eq!(found, if lost { &expected[..] } else { &[] }, "{text}");
    }
}

#[test]
fn a_template_that_loses_the_lines_for_words_by_hand_is_named() {
    let mut texts = Texts::load(None).unwrap();
    let mut case = case(Language::ENGLISH, Standing::Member);
    let by_hand = |id| GivenGround { detail: String::new(), handwritten: true, ..ground(id) };
    case.objection.grounds = vec![by_hand("threat"), by_hand("job-search")];
    for (text, lost) in [
        ("I am at risk.", true),
        ("I am at risk:\n\n___", false),
        ("{% if ground.handwritten %}I am at risk:\n\n___\n{% endif %}", false),
    ] {
        let own = Template { name: "mine/threat.md".into(), text: text.into() };
        texts.templates.insert("en/grounds/threat.md".into(), own);
        let written = Writer::new(&texts).unwrap().write(&case, Kind::Objection);
        let problems = written.err().unwrap_or_default().0;
        let found: Vec<_> = problems.iter().map(|p| (p.code, p.file.as_deref())).collect();
        let expected = [("lines-left-out", Some("mine/threat.md"))];
        assert_eq!(found, if lost { &expected[..] } else { &[] }, "{text}");
    }
}

#[test]
fn a_template_can_ask_in_a_ground_whether_special_categories_are_touched() {
    let mut texts = Texts::load(None).unwrap();
    let text = "{% if any_special %}Yes.{% endif %}{% include \"en/own-words.md\" %}";
    let own = Template { name: "mine".into(), text: text.into() };
    texts.templates.insert("en/grounds/threat.md".into(), own);
    let mut case = case(Language::ENGLISH, Standing::Member);
    case.objection.grounds = vec![ground("threat"), ground("special-categories")];
    let document = Writer::new(&texts).unwrap().write(&case, Kind::Objection).unwrap();
    assert!(plain(&document.parts[0].body).contains("Yes."));
}

#[test]
fn a_letter_needs_a_subject() {
    for template in ["", "a\n", "a\n\n# S\n"] {
        let problems = problems_of(template);
        assert_eq!(problems[0].code, "template-subject", "{template}");
        assert_eq!(problems[0].file.as_deref(), Some("mine/de/objection.md"));
    }
}

#[test]
fn all_templates_that_do_not_parse_are_named_at_once() {
    let mut texts = Texts::load(None).unwrap();
    for path in ["de/objection.md", "en/short.md"] {
        let own = Template { name: path.into(), text: "# S {{\n".into() };
        texts.templates.insert(path.into(), own);
    }
    let Err(problems) = Writer::new(&texts) else { panic!("both are wrong") };
    let names: Vec<&str> =
        problems.0.iter().map(|it| it.place.as_ref().unwrap().source.name.as_str()).collect();
    assert_eq!(names, ["de/objection.md", "en/short.md"]);
}
