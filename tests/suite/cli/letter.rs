//! `art21 letter`.

use std::fs;

use super::Place;

const PDF: &str = "widerspruch-linkedin-erika-mustermann.pdf";

#[test]
fn the_letter_is_written_under_a_name_that_says_what_it_is() {
    let place = Place::started();
    let run = place.run(&["letter"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    assert_eq!(place.names(), ["art21.toml", PDF]);
    assert!(fs::read(place.path(PDF)).unwrap().starts_with(b"%PDF-"));
    assert!(run.err.contains(&format!("Wrote {PDF} (2 pages).\nReference A21-")), "{}", run.err);
}

#[test]
fn it_ends_by_telling_what_to_do_the_shortest_first() {
    let place = Place::started();
    let run = place.run(&["letter"]);
    let steps = [
        "Today",
        "data-for-ai-improvement",
        "In ten minutes",
        "`art21 letter --short`",
        "TS-DPRO",
        "For proof",
        "Einschreiben International mit Rückschein",
        "c/o Data",
        "In addition",
        "TSO-DPO",
        "As a copy only",
        "not one for data protection",
        "info_impressum@cs.linkedin.com",
    ];
    let mut from = 0;
    for step in steps {
        let err = run.err.replace("\n    ", " ");
        let at = err[from..].find(step);
        assert!(at.is_some(), "{step} is missing or too early: {err}");
        from += at.unwrap();
    }
}

#[test]
fn who_has_no_account_is_not_sent_to_a_switch() {
    let place = Place::started();
    let config = place.text("art21.toml");
    let config = config
        .replace("\"member\"", "\"non-member\"")
        .replace("profile = ", "# profile = ")
        .replace(
            "email = \"erika@example.org\"          # the address you log in with",
            "links = [\"https://www.linkedin.com/posts/x\"]",
        );
    place.put("art21.toml", config);
    let run = place.run(&["letter"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        !run.err.contains("mypreferences/d/settings/data-for-ai-improvement\n\n"),
        "{}",
        run.err
    );
    assert!(!run.err.contains("Switch off"), "{}", run.err);
}

#[test]
fn the_json_document_says_what_was_written_and_what_is_next() {
    let place = Place::started();
    let run = place.run(&["letter", "--json"]);
    assert_eq!(run.code, 0);
    let document = run.json();
    let letter = &document["letters"][0];
    let bytes = fs::read(place.path(PDF)).unwrap();
    assert_eq!(letter["file"], PDF);
    assert_eq!(letter["bytes"], bytes.len());
    assert_eq!(letter["sha256"], art21::files::sha256_hex(&bytes));
    assert_eq!((&letter["kind"], &letter["language"]), (&"objection".into(), &"de".into()));
    assert_eq!((&letter["format"], &letter["pages"]), (&"pdf".into(), &2.into()));
    let next = document["next"].as_array().unwrap();
    let channels: Vec<&str> = next.iter().map(|step| step["channel"].as_str().unwrap()).collect();
    let expected = ["generative-ai", "objection-form", "dpo-post", "dpo-form", "imprint-email"];
    assert_eq!(channels, expected);
    assert!(next[2]["url"].is_null());
    assert_eq!(next[4]["url"], "mailto:info_impressum@cs.linkedin.com");
}

#[test]
fn problems_are_in_the_json_document_where_nothing_was_written() {
    let place = Place::started();
    place.put("art21.toml", place.text("art21.toml").replace("\"ai-training\"", "\"ai-trainig\""));
    let run = place.run(&["letter", "--json"]);
    assert_eq!((run.code, run.codes()), (1, vec!["unknown-purpose".to_owned()]));
    assert!(run.json().get("letters").is_none());
    assert_eq!(place.names(), ["art21.toml"]);
}

#[test]
fn an_existing_file_with_other_content_is_kept_unless_forced() {
    let place = Place::started();
    place.put(PDF, "mine");
    let run = place.run(&["letter"]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("--force"), "{}", run.err);
    assert_eq!(place.text(PDF), "mine");
    assert_eq!(place.run(&["letter", "--force"]).code, 0);
    let run = place.run(&["letter"]);
    assert_eq!(run.code, 0, "equal bytes need no --force: {}", run.err);
    assert!(run.err.contains("is there already"));
}

#[test]
fn a_letter_never_takes_the_place_of_its_config_not_even_forced() {
    let place = Place::started();
    let config = place.text("art21.toml");
    let run = place.run(&["letter", "-o", "art21.toml", "--format", "txt", "--force"]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("that it is made from"), "{}", run.err);
    assert_eq!(place.text("art21.toml"), config);
}

#[test]
fn nothing_that_a_file_is_made_from_is_replaced_not_even_forced() {
    let place = Place::started();
    place.run(&["templates", "export", "own"]);
    let file = "own/en/../en/own-words.md";
    let before = place.text(file);
    let run = place.run(&["--templates", "own", "letter", "--force", "-o", file]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("would replace a file that it is made from"), "{}", run.err);
    assert_eq!(place.text(file), before);
}

#[cfg(unix)]
#[test]
fn with_json_nothing_else_goes_to_standard_output_by_any_name() {
    let place = Place::started();
    for args in [
        &["--json", "letter", "--format", "txt", "-o", "/dev/stdout"][..],
        &["--json", "letter", "--format", "txt", "-o", "/dev/fd/1"],
        &["--json", "init", "--yes", "/dev/stdout"],
    ] {
        let run = place.run(args);
        assert_eq!(run.code, 2, "{args:?}");
        assert_eq!(run.json()["problems"][0]["code"], "json-on-stdout");
    }
    let run = place.run(&["letter", "--format", "txt", "-o", "/dev/stdout"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.starts_with("Jane Roe") || run.out.starts_with("Erika"), "{}", run.out);
}

#[test]
fn the_format_comes_from_the_extension() {
    let place = Place::started();
    for (name, begin) in [
        ("a.PDF", "%PDF"),
        ("a.txt", "Erika Mustermann\n"),
        ("a.htm", "<!DOCTYPE html>"),
        ("a.md", ""),
    ] {
        let run = place.run(&["letter", "-o", name]);
        assert_eq!(run.code, 0, "{}", run.err);
        let bytes = fs::read(place.path(name)).unwrap();
        assert!(
            bytes.starts_with(begin.as_bytes())
                || bytes.starts_with(&begin.to_lowercase().into_bytes()),
            "{name}"
        );
    }
    assert_eq!(place.run(&["letter", "-o", "a", "--format", "txt"]).code, 0);
    assert_eq!(place.text("a"), place.text("a.txt"));
}

#[test]
fn a_letter_on_standard_output_is_the_letter_alone() {
    let place = Place::started();
    let run = place.run(&["letter", "-o", "-"]);
    assert_eq!(run.code, 0);
    assert!(run.bytes.starts_with(b"%PDF-") && run.bytes.trim_ascii_end().ends_with(b"%%EOF"));
    assert!(run.err.contains("And now"));
    assert_eq!(place.run(&["letter"]).code, 0);
    assert_eq!(fs::read(place.path(PDF)).unwrap(), run.bytes, "the same bytes as in a file");
    let quiet = place.run(&["letter", "-q", "-o", "-", "--format", "txt"]);
    assert!(!quiet.err.contains("And now"), "{}", quiet.err);
}

#[test]
fn the_config_can_come_from_standard_input() {
    let place = Place::started();
    let config = place.text("art21.toml");
    let run = place.run_with(&["letter", "-"], &config);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(place.names(), ["art21.toml", PDF]);
    let run = place.run_with(&["letter", "-", "--json"], b"name = \"\xff\"");
    assert_eq!((run.code, run.codes()), (1, vec!["file-not-utf8".to_owned()]));
    assert_eq!(place.run_with(&["check", "-"], config).code, 0);
}

#[test]
fn the_short_version_goes_to_standard_output_to_be_pasted() {
    let place = Place::started();
    let run = place.run(&["letter", "--short"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("A21-") && run.out.contains("Art. 21"), "{}", run.out);
    assert!(run.out.chars().count() < 1500, "{}", run.out.chars().count());
    assert!(!run.out.contains("Heidestraße"), "the form has fields for the address");
    assert!(run.err.contains("TS-DPRO") && !run.err.contains("TSO-DPO"), "{}", run.err);
    assert_eq!(place.names(), ["art21.toml"]);
    assert_eq!(place.run(&["letter", "--short", "--format", "pdf"]).code, 0);
    assert_eq!(place.names(), ["art21.toml", "widerspruch-kurz-linkedin-erika-mustermann.pdf"]);
}

#[test]
fn a_short_version_that_is_too_long_for_the_form_is_said_to_be() {
    let place = Place::started();
    let detail = format!("detail = \"Als Steuerberaterin {}", "und noch ein Satz ".repeat(30));
    place.put(
        "art21.toml",
        place.text("art21.toml").replace("detail = \"Als Steuerberaterin ", &detail),
    );
    let run = place.run(&["letter", "--short"]);
    assert_eq!(run.code, 0);
    assert!(run.err.contains("1500"), "{}", run.err);
}

#[test]
fn paths_in_the_config_start_from_its_folder() {
    let place = Place::started();
    fs::create_dir(place.path("deep")).unwrap();
    let signed = place.text("art21.toml") + "\n[signature]\nimage = \"signature.png\"\n";
    place.put("deep/art21.toml", signed);
    let run = place.run(&["letter", "deep/art21.toml", "--json"]);
    assert_eq!(run.code, 1, "a picture that is not there is the user's to mend");
    let problem = &run.json()["problems"][0];
    assert_eq!(
        (&problem["code"], &problem["field"]),
        (&"file-missing".into(), &"signature.image".into())
    );
    assert!(problem["file"].as_str().unwrap().contains("deep"), "{problem}");
}

#[cfg(unix)]
#[test]
fn where_one_of_several_files_cannot_be_written_none_is() {
    let place = Place::new();
    fs::create_dir_all(place.path("own/en/short.md")).unwrap();
    let pipe = place.path("own/grounds.toml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for force in [&[][..], &["--force"]] {
        let run = place.run(&[&["templates", "export", "own"], force].concat());
        assert_eq!(run.code, 4, "{}", run.err);
        assert!(run.err.contains("own/en/short.md") && run.err.contains("own/grounds.toml"));
        assert!(!place.path("own/de").exists(), "nothing was written");
    }
}

#[test]
fn what_cannot_be_read_ends_with_1_and_what_cannot_be_written_with_4() {
    let place = Place::started();
    assert_eq!(place.run(&["letter", "none.toml"]).code, 1);
    assert_eq!(place.run(&["letter", "."]).code, 1, "a folder");
    let run = place.run(&["letter", "-o", "none/letter.pdf"]);
    assert_eq!(run.code, 4);
    assert!(run.err.contains("the folder `none` does not exist"), "{}", run.err);
    fs::create_dir(place.path("folder.pdf")).unwrap();
    for folder in ["folder.pdf", "folder.pdf/", "none/", "."] {
        let run = place.run(&["letter", "-o", folder]);
        assert_eq!(run.code, 4, "{folder}");
        assert!(run.err.contains("a folder cannot be written as a file"), "{}", run.err);
    }
    place.put("file", "");
    assert_eq!(place.run(&["man", "file/pages"]).code, 4);
}

#[test]
fn data_cannot_steer_the_terminal() {
    let place = Place::started();
    place.put("art21.toml", "[sender]\nname = \"a\\u001b[2Jb\u{202e}c\"\n");
    let run = place.run(&["letter"]);
    assert_eq!(run.code, 1);
    assert!(!run.err.contains(['\u{1b}', '\u{202e}']), "{:?}", run.err);
}

#[test]
fn a_second_objection_has_a_file_of_its_own() {
    let place = Place::started();
    place.put("art21.toml", place.text("art21.toml").replace("number = 1 ", "number = 2 "));
    assert_eq!(place.run(&["letter"]).code, 0);
    assert_eq!(place.names(), ["art21.toml", "widerspruch-linkedin-erika-mustermann-2.pdf"]);
}

#[test]
fn it_ends_with_what_happens_then() {
    let place = Place::started();
    for (args, then) in [
        (&["letter"][..], "within one month of receiving it (Article 12(3) GDPR)"),
        (&["--lang", "de", "letter", "--short"], "innerhalb eines Monats nach Eingang"),
    ] {
        let run = place.run(args);
        let told = &run.err;
        let last = told.trim_end().rsplit("\n\n").next().unwrap().replace('\n', " ");
        assert!(last.contains(then), "{last}");
        let long = told.lines().skip_while(|line| !line.starts_with("And now"));
        let long: Vec<&str> = long.filter(|line| line.chars().count() > 80).collect();
        assert_eq!(long, [] as [&str; 0]);
    }
}
