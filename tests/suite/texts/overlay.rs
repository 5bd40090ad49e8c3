//! The user's own folder over the embedded templates.

use std::fs;
use std::path::Path;

use art21::case::Case;
use art21::letter::{self, Kind};
use art21::output::text;
use art21::problem::Severity;
use art21::texts::Texts;

use super::{args, embedded_text};
use crate::support;

/// A folder of the user's with one file in it.
fn folder_with(path: &str, content: &[u8]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join(path);
    fs::create_dir_all(file.parent().expect("a parent")).expect("folders");
    fs::write(file, content).expect("a file");
    folder
}

#[test]
fn a_file_of_the_users_own_replaces_ours() {
    let grounds = embedded_text("grounds.toml")
        .replace("[[ground]]\nid = \"threat\"", "[[ground]]\nid = \"danger\"");
    let folder = folder_with(
        "grounds.toml",
        format!("\u{FEFF}{}", grounds.replace('\n', "\r\n")).as_bytes(),
    );
    let texts = Texts::load(Some(folder.path())).unwrap_or_else(|p| panic!("{p:#?}"));
    assert!(texts.ground("danger").is_some() && texts.ground("threat").is_none());
    assert_eq!(texts.warnings.0, []);
}

#[test]
fn a_controller_can_be_added() {
    let file = embedded_text("controllers/linkedin.toml")
        .replace("European Regional Privacy Notice", "Privacy Statement")
        .replace("effective = 2026-08-21", "effective = 2026-02-01")
        .replace("linkedin.com", "example.org")
        .replace("LinkedIn", "Example");
    let folder = folder_with("controllers/example.toml", file.as_bytes());
    let texts = Texts::load(Some(folder.path())).unwrap_or_else(|p| panic!("{p:#?}"));
    assert!(texts.controller("linkedin").is_some());
    assert_eq!(texts.warnings.0, []);

    // Its letter is about it: nothing of the other one is in the texts.
    let config = support::read(support::root("templates/starter/art21.toml"))
        .replace("language = \"de\"", "language = \"de\"\ncontroller = \"example\"")
        .replace("linkedin.com", "example.org")
        .replace("id = \"professional-secrecy\"", "id = \"special-categories\"");
    let (config, _) = support::config(&config, &texts).unwrap_or_else(|p| panic!("{p:#?}"));
    for language in texts.languages() {
        for kind in [Kind::Objection, Kind::Short] {
            let case = Case { language, ..config.case.clone() };
            let letter = letter::write(&case, kind, &texts).unwrap_or_else(|p| panic!("{p:#?}"));
            let text = text::write(&letter);
            // A product's name, which its purpose has in its own text.
            let text = text.replace("LinkedIn Audience Network", "");
            assert!(!text.to_lowercase().contains("linkedin"), "{text}");
            assert!(text.contains("Example Ireland Unlimited Company"), "{text}");
            let notice = text.contains("Privacy Statement") && text.contains("February 2026");
            let notice = notice || text.contains("Privacy Statement vom 1. Februar 2026");
            assert!(notice || kind == Kind::Short, "{text}");
        }
    }
}

#[test]
fn a_file_that_nothing_reads_is_named_with_what_may_be_meant() {
    let folder = folder_with("ground.toml", b"");
    fs::write(folder.path().join(".DS_Store"), [0xFF]).expect("a hidden file");
    fs::write(folder.path().join("logo.png"), [0xFF]).expect("a picture");
    let texts = Texts::load(Some(folder.path())).unwrap_or_else(|p| panic!("{p:#?}"));
    let found: Vec<_> = texts
        .warnings
        .0
        .iter()
        .map(|p| (p.code, p.severity, args(p, "nearest"), p.file.clone().unwrap_or_default()))
        .collect();
    let own = |name: &str| folder.path().join(name).display().to_string();
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(
        found[0],
        ("texts-unknown-file", Severity::Warning, "grounds.toml".to_owned(), own("ground.toml"))
    );
    assert_eq!(found[1].3, own("logo.png"));
}

/// The problems of a folder with one file, each as its code and the text it points at.
fn refused(path: &str, content: &[u8]) -> Vec<(&'static str, String)> {
    let folder = folder_with(path, content);
    let problems = Texts::load(Some(folder.path())).err().expect("a refusal");
    problems
        .0
        .iter()
        .map(|problem| {
            let Some(place) = &problem.place else { return (problem.code, String::new()) };
            assert!(place.source.name.ends_with(Path::new(path).to_str().expect("a name")));
            (problem.code, place.source.text[place.span.clone()].to_owned())
        })
        .collect()
}

#[test]
fn a_broken_file_of_the_users_own_is_shown_where_it_breaks() {
    assert_eq!(refused("grounds.toml", b"ground = 1 1")[0].0, "texts-toml");
    assert_eq!(refused("grounds.toml", b"a\n\xFFb"), [("file-not-utf8", String::new())]);
    let unknown =
        embedded_text("grounds.toml").replacen("source = \"gdpr\"", "source = \"gpdr\"", 2);
    assert_eq!(
        refused("grounds.toml", unknown.as_bytes()),
        [
            ("texts-unknown-source", "\"gpdr\"".to_owned()),
            ("texts-unknown-source", "\"gpdr\"".to_owned())
        ]
    );
    let twice = embedded_text("grounds.toml").replace("id = \"creator\"", "id = \"threat\"");
    assert_eq!(
        refused("grounds.toml", twice.as_bytes()),
        [("texts-duplicate-id", "\"threat\"".to_owned())]
    );
    let key = embedded_text("grounds.toml").replace("detail_required = true", "detail = true");
    assert_eq!(
        refused("grounds.toml", key.as_bytes()),
        [("texts-unknown-key", "detail".to_owned())]
    );
    let none = "authority = []\n[sources]\n";
    assert_eq!(
        refused("authorities.toml", none.as_bytes()),
        [("texts-no-authority", "[]".to_owned())]
    );
    let when =
        embedded_text("authorities.toml").replace("checked = 2026-07-28", "checked = 10:00:00");
    assert_eq!(refused("authorities.toml", when.as_bytes())[0].0, "texts-toml");
    let code = embedded_text("authorities.toml").replacen(
        "language = \"en\"",
        "language = \"English\"",
        1,
    );
    assert_eq!(
        refused("authorities.toml", code.as_bytes()),
        [("texts-toml", "\"English\"".to_owned())]
    );
}

#[test]
fn a_folder_that_is_not_there_is_a_problem() {
    let folder = tempfile::tempdir().expect("a folder");
    let problems = Texts::load(Some(&folder.path().join("none"))).err().expect("a refusal");
    assert_eq!(problems.0.iter().map(|p| p.code).collect::<Vec<_>>(), ["templates-missing"]);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_and_what_leads_in_circles_is_named_once_and_never_waited_for() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::process::Command;
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    for name in ["a/b", "c/d", "c/e"] {
        fs::create_dir_all(at(name)).expect("folders");
    }
    symlink("..", at("a/b/up")).expect("a link");
    symlink("../e", at("c/d/e")).expect("a link");
    symlink("../d", at("c/e/d")).expect("a link");
    symlink("self.md", at("self.md")).expect("a link");
    symlink("nothing", at("dangling.md")).expect("a link");
    symlink("/dev/zero", at("zero.md")).expect("a link");
    assert!(Command::new("mkfifo").arg(at("pipe.md")).status().expect("mkfifo").success());
    let _socket = UnixListener::bind(at("socket.md")).expect("a socket");
    fs::create_dir_all(at("objection.md")).expect("a folder");
    fs::write(at("big.md"), vec![b'x'; 2 << 20]).expect("a file");
    fs::write(at("damaged.md"), b"\xFF").expect("a file");
    let problems = Texts::load(Some(folder.path())).err().expect("a refusal");
    let found: Vec<_> = problems
        .0
        .iter()
        .map(|p| {
            let file = Path::new(p.file.as_deref().expect("a file"));
            let file = file.strip_prefix(folder.path()).expect("in the folder");
            (file.to_str().expect("a name"), p.code)
        })
        .collect();
    let expected = [
        ("a/b/up", "texts-loop"),
        ("big.md", "file-too-large"),
        ("c/d/e/d", "texts-loop"),
        ("c/e/d/e", "texts-loop"),
        ("damaged.md", "file-not-utf8"),
        ("dangling.md", "file-missing"),
        ("objection.md", "file-is-folder"),
        ("pipe.md", "texts-not-a-file"),
        ("self.md", "texts-loop"),
        ("socket.md", "texts-not-a-file"),
        ("zero.md", "texts-not-a-file"),
    ];
    assert_eq!(found, expected);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_beside_it_is_no_circle() {
    let file = embedded_text("en/grounds/threat.md");
    let folder = folder_with("en/mine/threat.md", file.as_bytes());
    std::os::unix::fs::symlink("mine", folder.path().join("en/grounds")).expect("a link");
    let texts = Texts::load(Some(folder.path())).unwrap_or_else(|p| panic!("{p:#?}"));
    let own = folder.path().join("en/grounds/threat.md");
    let template = texts.template("en/grounds/threat.md").expect("it");
    assert_eq!(Path::new(&template.name), own);
    assert!(texts.own.contains(&own));
}

#[test]
fn a_control_character_in_a_template_is_shown_where_it_stands() {
    assert_eq!(
        refused("de/objection.md", b"# S\r\n\n\ta\x1b[31mb"),
        [("texts-control", "\u{1b}".to_owned())]
    );
    assert_eq!(refused("en/own-words.md", "a\u{85}".as_bytes())[0].0, "texts-control");
    let escape = "ground = [{ name = { de = \"a\\nb\", en = \"a\\u001Bb\" } }]";
    assert_eq!(
        refused("grounds.toml", escape.as_bytes())[0],
        ("texts-control", "\"a\\u001Bb\"".to_owned())
    );
}

#[test]
fn files_that_are_too_large_together_are_not_all_read() {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..17 {
        fs::write(folder.path().join(format!("{number}.md")), vec![b'x'; 1 << 20]).expect("a file");
    }
    let problems = Texts::load(Some(folder.path())).err().expect("a refusal");
    assert_eq!(problems.0.iter().map(|p| p.code).collect::<Vec<_>>(), ["texts-too-large"]);
}

#[test]
fn a_folder_of_other_things_is_not_read_to_its_end() {
    let folder = tempfile::tempdir().expect("a folder");
    for number in 0..2100 {
        fs::write(folder.path().join(format!("{number}.md")), "x").expect("a file");
    }
    let problems = Texts::load(Some(folder.path())).err().expect("a refusal");
    assert_eq!(problems.0.iter().map(|p| p.code).collect::<Vec<_>>(), ["texts-too-many"]);
    for number in 100..2100 {
        fs::remove_file(folder.path().join(format!("{number}.md"))).expect("a file");
    }
    let texts = Texts::load(Some(folder.path())).unwrap_or_else(|p| panic!("{p:#?}"));
    assert_eq!(texts.warnings.0.len(), 11, "ten by name, and how many more");
    assert_eq!(args(&texts.warnings.0[10], "count"), "90");
}
