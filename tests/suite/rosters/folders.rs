//! Each folder of `tests/rosters` holds a roster, what is read of it, and what `art21 check` prints.
//! Where there is an art21.toml it is the config for all, and arguments.txt has further arguments, one
//! a line.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use art21::case::Case;
use art21::cli::report::escape;
use art21::input::config::Base;
use art21::input::roster::{Options, Roster};
use art21::language::Language;
use art21::problem::Problems;

use super::TEXTS;
use crate::cli::Place;
use crate::support::{self, compare, root, source, today};

/// A roster to be read and checked.
struct Given {
    /// Where the references are.
    folder: PathBuf,
    /// The name of its file.
    file: String,
    bytes: Vec<u8>,
    config: Option<String>,
    arguments: Vec<String>,
}

impl Given {
    /// What is in a folder.
    fn of(folder: &Path) -> Option<Given> {
        let mut files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let roster = files.find(|path| path.file_stem().is_some_and(|stem| stem == "roster"))?;
        let text = |name: &str| fs::read_to_string(folder.join(name)).ok();
        let arguments = text("arguments.txt").unwrap_or_default();
        Some(Given {
            folder: folder.to_owned(),
            file: roster.file_name().unwrap().to_str().unwrap().to_owned(),
            bytes: fs::read(&roster).unwrap(),
            config: text("art21.toml"),
            arguments: arguments.lines().map(str::to_owned).collect(),
        })
    }

    fn options(&self) -> Options {
        match self.arguments.as_slice() {
            [] => Options::default(),
            [flag, names] if flag == "--ignore-columns" => Options {
                ignored: names.split(',').map(str::to_owned).collect(),
                ..Options::default()
            },
            [flag, name] if flag == "--sheet" => {
                Options { sheet: Some(name.clone()), ..Options::default() }
            }
            other => panic!("not known: {other:?}"),
        }
    }

    /// Compares what is read and what is printed; names the references that differ.
    fn judge(&self) -> Vec<PathBuf> {
        let place = Place::new();
        place.put(&self.file, &self.bytes);
        let mut args = vec!["check", &self.file];
        if let Some(config) = &self.config {
            place.put("art21.toml", config);
            args.push("art21.toml");
        }
        args.extend(self.arguments.iter().map(String::as_str));
        let mut actual = vec![("read.txt".to_owned(), self.read(&place.path(&self.file)))];
        for language in TEXTS.languages() {
            let lang = ["--lang", language.code()];
            let run = place.run(&[&lang, args.as_slice()].concat());
            assert_eq!(run.out, "", "{}: data has its own place", self.folder.display());
            let hidden = run.err.chars().find(|c| c.is_control() && *c != '\n');
            assert_eq!(hidden, None, "{}: {}", self.folder.display(), run.err);
            let error = if language.code() == "de" { "Fehler: " } else { "error: " };
            let expected = match run.err.lines().any(|line| line.starts_with(error)) {
                true if self.arguments.iter().any(|argument| argument == "--sheet") => 2,
                wrong => i32::from(wrong),
            };
            assert_eq!(run.code, expected, "{}: {}", self.folder.display(), run.err);
            let report = without_old_facts(&run.err, language);
            actual.push((format!("report.{}.txt", language.code()), report));
        }
        let differs = |(name, actual): (String, String)| {
            let path = self.folder.join(name);
            let compared = std::panic::catch_unwind(|| compare(&path, &actual));
            compared.err().map(|_| path)
        };
        actual.into_iter().filter_map(differs).collect()
    }

    /// What is read: a block a row, with what is wrong with its cells.
    fn read(&self, path: &Path) -> String {
        let base = match &self.config {
            Some(config) => Base::read(&source("art21.toml", config), &TEXTS, today()).unwrap().0,
            None => Base::none(&TEXTS, today()),
        };
        let mut out = String::new();
        let (roster, told) = match Roster::open(path, &self.options(), &TEXTS) {
            Ok(opened) => opened,
            Err(problems) => {
                out.push_str("not read\n");
                tell(&problems, &mut out);
                return out;
            }
        };
        if !told.0.is_empty() {
            out.push_str("header\n");
            tell(&told, &mut out);
        }
        let reader = roster.reader(&base, &TEXTS, today());
        for row in roster {
            match row {
                Ok(cells) => {
                    let person = reader.person(&cells);
                    writeln!(out, "row {}", person.row).unwrap();
                    for (field, value) in fields(&person.config.case) {
                        writeln!(out, "  {field}: {}", escape(&value)).unwrap();
                    }
                    tell(&person.problems, &mut out);
                }
                Err(problem) => {
                    out.push_str("not read on\n");
                    tell(&Problems::from(problem), &mut out);
                }
            }
        }
        out
    }
}

/// A report without the last warning, that facts are old: it hangs on the day they were seen.
fn without_old_facts(report: &str, language: Language) -> String {
    let words = &TEXTS.locales[&language].problems["stale-facts"].message;
    let begin = words.split('{').next().unwrap();
    match report.find(begin).and_then(|at| report[..at].rfind("\n\n")) {
        Some(end) => report[..=end].to_owned(),
        None => report.to_owned(),
    }
}

/// Each problem by its code, after the column.
fn tell(problems: &Problems, out: &mut String) {
    for problem in &problems.0 {
        let field = problem.field.as_deref().unwrap_or("-");
        writeln!(out, "  ! {field}: {}", problem.code).unwrap();
    }
}

/// What a case has of its row, without what is so by itself.
fn fields(case: &Case) -> Vec<(String, String)> {
    let (sender, account, objection) = (&case.sender, &case.account, &case.objection);
    let catalogue = TEXTS.controllers[&case.controller].purposes.iter();
    let usual: Vec<&str> = catalogue.filter(|p| p.default).map(|p| p.id.as_str()).collect();
    let purposes = match objection.purposes == usual {
        true => String::new(),
        false => objection.purposes.join(" "),
    };
    let number = if objection.number == 1 { String::new() } else { objection.number.to_string() };
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut fields: Vec<(String, String)> = [
        ("language", case.language.code().to_owned()),
        ("name", sender.name.clone()),
        ("street", sender.street.clone()),
        ("line2", optional(&sender.line2)),
        ("care_of", optional(&sender.care_of)),
        ("postcode", sender.postcode.clone()),
        ("city", sender.city.clone()),
        ("country", sender.country.clone()),
        ("region", optional(&sender.region)),
        ("email", optional(&sender.email)),
        ("phone", optional(&sender.phone)),
        ("standing", account.standing.id().to_owned()),
        ("profile", optional(&account.profile)),
        ("account_email", optional(&account.email)),
        ("former_email", optional(&account.former_email)),
        ("links", account.links.join(" ")),
        ("purposes", purposes),
        ("number", number),
    ]
    .map(|(field, value)| (field.to_owned(), value))
    .into();
    for (number, ground) in (1..).zip(&objection.grounds) {
        fields.push((format!("ground{number}"), ground.id.clone()));
        fields.push((format!("detail{number}"), ground.detail.clone()));
    }
    fields.retain(|(_, value)| !value.is_empty());
    fields
}

/// Every folder with a roster in it, and the folders of those.
fn folders(folder: &Path) -> Vec<Given> {
    let mut inner: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    inner.sort();
    let own = Given::of(folder).into_iter();
    own.chain(inner.iter().flat_map(|folder| folders(folder))).collect()
}

#[test]
fn every_roster_is_read_and_reported_as_approved_in_both_languages() {
    let all = folders(&root("tests/rosters"));
    assert!(all.len() >= 35, "only {} rosters", all.len());
    let differ: Vec<PathBuf> = all.iter().flat_map(Given::judge).collect();
    assert!(differ.is_empty(), "{differ:#?}");
}

/// Not kept as a file: nobody would read it.
#[test]
fn a_cell_of_100_000_characters_is_refused_and_shown_in_part() {
    let long = "Muster".repeat(16_667);
    let roster = format!(
        "Name,Straße,PLZ,Ort,Konto-E-Mail,Grund1,Begründung1\n\
         {long} Mustermann,Heidestraße 17,51147,Köln,erika@example.org\n\
         Max Mustermann,Musterstraße 17a,51147,Köln,max@example.org,professional-secrecy,{long}\n\
         Jane Roe,Heidestraße 3,51147,Köln,{long}@example.org\n\
         John Doe,Musterstraße 12,{long},Köln,john@example.org,,\n"
    );
    let mut given = Given::of(&root("tests/rosters/company")).unwrap();
    given.folder = root("tests/rosters/long-cells");
    given.bytes = roster.into_bytes();
    // What was read is as long as what is in the file.
    let place = Place::new();
    place.put("roster.csv", &given.bytes);
    let read = given.read(&place.path("roster.csv"));
    for code in ["name: too-long", "detail1: too-long", "account_email: too-long"] {
        assert!(read.contains(code), "{code}: {}", read.replace(&long, "…"));
    }
    for language in TEXTS.languages() {
        place.put("art21.toml", given.config.clone().unwrap());
        let args = ["--lang", language.code(), "check", "roster.csv", "art21.toml"];
        let report = without_old_facts(&place.run(&args).err, language);
        compare(given.folder.join(format!("report.{}.txt", language.code())), report);
    }
}

/// A cell that a row no longer has, because it is empty and the last, is pointed at all the same.
#[test]
fn as_json_a_problem_names_row_column_and_header() {
    let place = Place::new();
    let config = support::read(root("tests/rosters/consent/art21.toml"));
    place.put("art21.toml", config.replace("language = \"de\"\n", ""));
    place.put(
        "roster.csv",
        "Name,Strase,Straße,PLZ,Ort,Konto-E-Mail,Telefon,Einwilligung\n\
         Erika Mustermann,,Heidestraße 17,514,Köln,erika@example.org\n",
    );
    let run = place.run(&["--json", "check", "roster.csv", "art21.toml"]);
    let document = run.json();
    let problems = document["problems"].as_array().unwrap().iter();
    let places: Vec<_> = problems
        .map(|problem| {
            let number = |key: &str| problem[key].as_u64();
            let (code, field) = (problem["code"].as_str(), problem["field"].as_str());
            (code.unwrap(), number("row"), number("column"), field, number("line"))
        })
        .collect();
    assert_eq!(
        places,
        [
            ("unknown-column", Some(1), Some(2), None, None),
            ("column-and-default-missing", Some(2), None, Some("language"), None),
            ("german-postcode", Some(2), Some(4), Some("postcode"), None),
            ("consent-missing", Some(2), Some(8), Some("consent"), None),
        ]
    );
    let file = &document["files"][0];
    assert_eq!((file["rows"].as_u64(), file["wrong_rows"].as_u64()), (Some(1), Some(1)));
}
