//! What only shows once the letter is made: where it is said to be, and that all of it is said.

use std::fs;

use super::{Place, Run};

/// A config in which `changes` are made, each a beginning of a line and the line for it.
fn place_with(changes: &[(&str, &str)]) -> Place {
    let place = Place::started();
    let config = place.text("art21.toml");
    let mut lines: Vec<&str> = config.lines().collect();
    for (beginning, line) in changes {
        let at = lines.iter().position(|old| old.starts_with(beginning)).unwrap();
        lines[at] = line;
    }
    place.put("art21.toml", lines.join("\n"));
    place
}

/// The errors as code, file, line, column, field.
fn errors(run: &Run) -> Vec<String> {
    let problems = run.json()["problems"].as_array().unwrap().clone();
    let of = |p: &serde_json::Value, key: &str| match &p[key] {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let errors = problems.iter().filter(|problem| problem["severity"] == "error");
    errors
        .map(|p| ["code", "file", "line", "column", "field"].map(|key| of(p, key)).join(" "))
        .collect()
}

#[test]
fn what_the_page_finds_wrong_is_underlined_in_the_config() {
    let long = format!("city = \"{}\"", "Köln".repeat(20));
    let place = place_with(&[
        ("name", "name = \"Erika 葛飾 葛 Mustermann\""),
        ("city", &long),
        ("# The page", "[recipient]\npostal = [\"A\", \"B 漢\"]"),
    ]);
    let config = place.text("art21.toml");
    let line = |beginning: &str| config.lines().position(|l| l.starts_with(beginning)).unwrap() + 1;
    let expected = [
        format!("missing-glyph art21.toml {} 15 sender.name", line("name")),
        format!("return-line-does-not-fit art21.toml {} 8 sender.city", line("city")),
        format!("missing-glyph art21.toml {} 19 recipient.postal[1]", line("postal")),
    ];
    for command in ["check", "letter"] {
        let run = place.run(&[command, "art21.toml", "--json"]);
        assert_eq!((run.code, errors(&run)), (1, expected.to_vec()), "{command}");
    }
    let told = place.run(&["check", "art21.toml"]).err;
    assert!(told.contains("`sender.name` has characters that no font has: 葛 飾 (U+845B, U+98FE)"));
}

#[test]
fn a_picture_and_a_font_that_are_missing_hide_nothing_else() {
    let place = place_with(&[
        ("postcode", "postcode = \"5114\""),
        ("# The page", "[recipient]\npostal = [\"A\", \"\"]"),
        ("# [signature]", "[signature]"),
        ("# image", "image = \"none.png\""),
        ("# fonts", "fonts = [\"\", \"none.ttf\"]"),
        (
            "street",
            "street = \"HeidestraßeHeidestraßeHeidestraßeHeidestraßeHeidestraßeHeidestraße 17\"",
        ),
    ]);
    for command in ["check", "letter"] {
        let run = place.run(&[command, "art21.toml", "--json"]);
        let mut codes = run.codes();
        codes.sort();
        let expected = [
            "empty-value",
            "empty-value",
            "file-missing",
            "file-missing",
            "german-postcode",
            "return-line-does-not-fit",
        ];
        assert_eq!((run.code, codes), (1, expected.map(str::to_owned).to_vec()), "{command}");
    }
}

#[test]
fn what_is_wrong_with_a_picture_or_a_font_is_underlined_where_the_config_names_it() {
    let place = place_with(&[
        ("# [signature]", "[signature]"),
        ("# image", "image = \"art21.toml\""),
        ("# fonts", "fonts = [\"art21.toml\", \"none.ttf\"]"),
    ]);
    let config = place.text("art21.toml");
    let line = |beginning: &str| config.lines().position(|l| l.starts_with(beginning)).unwrap() + 1;
    let expected = |name: &str| {
        [
            format!("image-unknown-format {name} {} 9 signature.image", line("image")),
            format!("font-unreadable {name} {} 10 letter.fonts[0]", line("fonts")),
            format!("file-missing {name} {} 24 letter.fonts[1]", line("fonts")),
        ]
    };
    for command in ["check", "letter"] {
        let run = place.run(&[command, "art21.toml", "--json"]);
        assert_eq!((run.code, errors(&run)), (1, expected("art21.toml").to_vec()), "{command}");
    }
    fs::create_dir(place.path("in")).unwrap();
    place.put("in/art21.toml", &config);
    let run = place.run(&["check", "in/art21.toml", "--json"]);
    assert_eq!(errors(&run), expected("in/art21.toml"));
    let told = place.run(&["check", "in/art21.toml"]).err;
    let path = std::path::Path::new("in").join("none.ttf");
    assert!(told.contains(&format!("looked for as {}", path.display())), "{told}");
}

#[test]
fn a_character_that_a_missing_font_may_have_is_not_complained_of() {
    let place =
        place_with(&[("name", "name = \"Erika 葛飾\""), ("# fonts", "fonts = [\"none.ttf\"]")]);
    assert_eq!(place.run(&["check", "art21.toml", "--json"]).codes(), ["file-missing"]);
}

#[test]
fn a_character_missing_in_the_users_own_template_is_shown_in_that_template() {
    let place = Place::started();
    place.run(&["templates", "export", "own"]);
    let template = place.path("own").join("de/objection.md");
    let text = fs::read_to_string(&template).unwrap();
    fs::write(&template, text + "\nEin Schlusswort: 漢字.\n").unwrap();
    let line = fs::read_to_string(&template).unwrap().lines().count();
    let run = place.run(&["--templates", "own", "check", "art21.toml", "--json"]);
    let expected = format!("missing-glyph-in-template own/de/objection.md {line} 18 null");
    assert_eq!(errors(&run), [expected]);
}

#[test]
fn old_facts_are_said_once_after_the_result_and_not_to_who_wants_quiet() {
    let place = Place::started();
    place.put("second.toml", place.text("art21.toml"));
    for args in [&["letter"][..], &["check", "art21.toml", "second.toml"]] {
        let told = place.run(args).err;
        let warning = "last looked at more than 180 days ago: 2\n";
        assert_eq!(told.matches("180 days").count(), 1, "{told}");
        let (before, after) = told.split_once(warning).unwrap_or_else(|| panic!("{told}"));
        assert!(before.contains("Wrote") || before.contains("can be written"), "{told}");
        assert!(after.contains("\n1 warning\n"), "{told}");
        let quiet = place.run(&[&["-q"], args].concat());
        assert_eq!(quiet.err, "");
        let json = place.run(&[&["--json"], args].concat()).json();
        assert_eq!(json["problems"].as_array().unwrap().len(), 1, "{json}");
        assert_eq!(json["problems"][0]["code"], "stale-facts");
    }
}

#[test]
fn a_letter_older_than_the_notice_that_it_quotes_is_warned_of() {
    let place = place_with(&[("# date", "date = 2026-08-20")]);
    let run = place.run(&["check", "art21.toml"]);
    assert_eq!(run.code, 0);
    assert!(run.err.contains("Notice of 2026-08-21, which did not exist yet on 2026-08-20"));
    let place = place_with(&[("# date", "date = 2026-08-21")]);
    assert!(!place.run(&["check", "art21.toml"]).err.contains("did not exist"));
}

#[test]
fn a_text_in_place_of_the_list_of_fonts_is_the_one_problem() {
    let place = place_with(&[("name", "name = \"王小明\""), ("# fonts", "fonts = \"x.ttf\"")]);
    let run = place.run(&["check", "--json"]);
    assert_eq!(errors(&run).len(), 1, "{:?}", errors(&run));
}

#[test]
fn problems_that_are_only_counted_count() {
    let place = Place::new();
    place.put("art21.toml", (0..150).map(|i| format!("key{i} = 1\n")).collect::<String>());
    let run = place.run(&["check", "--json"]);
    let document = run.json();
    let problems = document["problems"].as_array().unwrap();
    assert_eq!(problems.len(), 101);
    assert_eq!(problems[99]["field"], "key99");
    assert!(document["files"][0]["errors"].as_u64().unwrap() >= 150, "{}", document["files"]);
}

#[test]
fn a_day_that_there_is_not_has_its_field() {
    let place = Place::new();
    place.put("art21.toml", "language = \"en\"\ndate = 2026-02-30\n");
    let document = place.run(&["check", "--json"]).json();
    assert_eq!(document["problems"][0]["code"], "no-date");
    assert_eq!(document["problems"][0]["field"], "date");
}
