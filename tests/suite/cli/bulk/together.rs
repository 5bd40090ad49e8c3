//! Files that hold many letters, and parts of a roster.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use super::{bulk, index, started, tree};

/// The files in an archive, in their order: path, bytes, whether it is as stored files are.
fn archive(path: &Path) -> Vec<(String, Vec<u8>, bool)> {
    let mut zip = zip::ZipArchive::new(fs::File::open(path).unwrap()).unwrap();
    (0..zip.len())
        .map(|at| {
            let mut file = zip.by_index(at).unwrap();
            let stored = file.compression() == zip::CompressionMethod::Stored
                && file.last_modified() == Some(zip::DateTime::DEFAULT);
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).unwrap();
            (file.name().unwrap().into_owned(), bytes, stored)
        })
        .collect()
}

#[test]
fn the_archive_holds_the_letters_stored_and_sorted() {
    let place = started(40);
    assert_eq!(place.run(&bulk(&["--format", "pdf", "--format", "md"])).code, 0);
    let mut letters = tree(&place.path("out"));
    letters.retain(|name, _| name.starts_with("letters/"));
    let zip = ["bulk", "members.csv", "--config", "all.toml", "--format", "md", "--format", "pdf"];
    for name in ["a.zip", "b.zip"] {
        let run = place.run(&[&zip[..], &["--zip", name]].concat());
        assert_eq!(run.code, 0, "{}", run.err);
    }
    let held = archive(&place.path("a.zip"));
    assert!(held.iter().all(|(.., stored)| *stored));
    let names: Vec<&String> = held.iter().map(|(name, ..)| name).collect();
    assert!(names.is_sorted(), "{names:?}");
    let held = held.into_iter().map(|(name, bytes, _)| (name, bytes)).collect();
    assert_eq!(letters, held);
    let [one, other] = ["a.zip", "b.zip"].map(|name| fs::read(place.path(name)).unwrap());
    assert_eq!(one, other);
    assert_eq!(place.names(), ["a.zip", "all.toml", "b.zip", "members.csv", "out"]);
}

#[test]
fn with_a_file_for_the_printer_letters_are_files_only_when_asked_for() {
    let place = started(3);
    let run = place.run(&bulk(&["--merged", "print.pdf", "--zip", "a.zip"]));
    assert_eq!(run.code, 0, "{}", run.err);
    let names: Vec<String> = tree(&place.path("out")).into_keys().collect();
    assert_eq!(names, ["SHA256SUMS", "index.csv", "run.toml"]);
    let rows = index(&place, "out/index.csv");
    assert!(rows.iter().all(|row| row[4].is_empty() && row[5].len() == 64), "{rows:?}");
    let sums = place.text("out/SHA256SUMS");
    let named: Vec<&str> = sums.lines().filter_map(|line| line.split("  ").nth(1)).collect();
    assert_eq!(named, ["../print.pdf", "../a.zip"]);
    for (line, name) in sums.lines().zip(["print.pdf", "a.zip"]) {
        assert!(line.starts_with(&art21::files::sha256_hex(&fs::read(place.path(name)).unwrap())));
    }
    let run = place.run(&bulk(&["--merged", "print.pdf", "--letters"]));
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(tree(&place.path("out")).len(), 6);
    let pages = lopdf::Document::load(place.path("print.pdf")).unwrap().get_pages().len();
    assert_eq!(pages, 6);
}

#[test]
fn for_the_post_the_letters_are_sorted_by_pages_and_destination() {
    let place = started(3);
    let roster = super::roster(3).replacen("51147,Köln,DE,NW", "99084,Erfurt,DE,TH", 1);
    let roster = roster.replacen("Erika", "Jane", 1);
    let long = "Ein langer Grund. ".repeat(90);
    let roster = roster.replace("Erika,Mustermann,Heidestraße,3", "Max,Mustermann,Heidestraße,3");
    place.put("members.csv", roster.replace("Ich suche seit 2 Wochen.", &long));
    let run = place.run(&bulk(&["--merged", "print.pdf", "--sort-for-post", "--duplex"]));
    assert_eq!(run.code, 0, "{}", run.err);
    let rows = index(&place, "out/index.csv");
    assert_eq!([&rows[0][6], &rows[1][6], &rows[2][6]], ["2", "3", "2"]);
    let tree = lopdf::Document::load(place.path("print.pdf")).unwrap();
    assert_eq!(tree.get_pages().len(), 7);
    let marks = tree.get_toc().unwrap().toc;
    let marks: Vec<_> = marks.iter().map(|mark| (mark.title.as_str(), mark.page)).collect();
    let expected = [("Max Mustermann", 1), ("Jane Mustermann", 3), ("Erika Mustermann", 5)];
    assert_eq!(marks, expected);
}

#[test]
fn a_cover_goes_before_each_letter_and_a_list_with_the_parcel() {
    let place = started(3);
    let config = place.text("all.toml")
        + "[organiser]\nname = \"Beispielverein e. V.\"\n\
                  contact = \"widerspruch@example.org\"\n";
    place.put("all.toml", config);
    let more = ["--merged", "print.pdf", "--cover", "--duplex", "--consignment", "parcel.pdf"];
    let run = place.run(&bulk(&more));
    assert_eq!(run.code, 0, "{}", run.err);
    let print = lopdf::Document::load(place.path("print.pdf")).unwrap();
    // A cover and its empty back, and a letter of two pages.
    assert_eq!(print.get_pages().len(), 12);
    let marks: Vec<usize> = print.get_toc().unwrap().toc.iter().map(|mark| mark.page).collect();
    assert_eq!(marks, [1, 5, 9]);
    let rows = index(&place, "out/index.csv");
    let number = rows[0][9].clone();
    assert!(number.starts_with("S-") && run.err.contains(&number), "{}", run.err);
    assert!(rows.iter().all(|row| row[9] == number && row[5].len() == 64));
    let first = fs::read(place.path("parcel.pdf")).unwrap();
    let run = place.run(&bulk(&["--letters", "--consignment", "parcel.pdf"]));
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(
        fs::read(place.path("parcel.pdf")).unwrap(),
        first,
        "the same letters, the same list"
    );
    for row in index(&place, "out/index.csv") {
        let letter = fs::read(place.path("out").join(&row[4])).unwrap();
        assert_eq!((row[5].as_str(), &row[9]), (&*art21::files::sha256_hex(&letter), &number));
    }
    if let Some(text) = crate::tools::printed(
        "pdftotext",
        &["-layout", place.path("parcel.pdf").to_str().unwrap(), "-"],
    ) {
        assert!(text.contains(&number) && rows.iter().all(|row| text.contains(&row[0])), "{text}");
    }
    let run = place.run(&bulk(&["--format", "txt", "--consignment", "parcel.pdf"]));
    assert_eq!(run.code, 2, "{}", run.err);
}

#[test]
fn parts_of_several_machines_are_what_one_run_makes() {
    let place = started(30);
    assert_eq!(place.run(&bulk(&[])).code, 0);
    for part in ["1", "2", "3"] {
        let (folder, part) = (format!("part{part}"), format!("{part}/3"));
        let run = place.run(&[
            "bulk",
            "members.csv",
            "--config",
            "all.toml",
            "-o",
            &folder,
            "--part",
            &part,
        ]);
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(index(&place, &format!("{folder}/index.csv")).len() < 30);
    }
    let run = place.run(&["bulk", "--join", "part2", "part1", "-o", "all"]);
    assert_eq!((run.code, place.path("all").exists()), (1, false));
    assert!(run.err.contains("parts are missing: 3/3"), "{}", run.err);
    let run = place.run(&["bulk", "--join", "part3", "part2", "part1", "part2", "-o", "all"]);
    assert!(run.code == 1 && run.err.contains("part 2/3 is in part2 already"), "{}", run.err);
    let run = place.run(&["bulk", "--join", "part3", "part1", "part2", "-o", "all"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(tree(&place.path("all")), tree(&place.path("out")));
}

#[test]
fn a_part_that_was_changed_is_not_joined() {
    let place = started(4);
    for part in ["1/2", "2/2"] {
        let folder = format!("part{}", &part[..1]);
        let run = place.run(&[
            "bulk",
            "members.csv",
            "--config",
            "all.toml",
            "-o",
            &folder,
            "--part",
            part,
        ]);
        assert_eq!(run.code, 0, "{}", run.err);
    }
    let part = if index(&place, "part1/index.csv").is_empty() { "part2" } else { "part1" };
    let letter = index(&place, &format!("{part}/index.csv"))[0][4].clone();
    fs::write(place.path(part).join(&letter), "changed").unwrap();
    let run = place.run(&["bulk", "--join", "part1", "part2", "-o", "all"]);
    assert_eq!((run.code, place.path("all").exists()), (1, false));
    assert!(run.err.contains(&letter), "{}", run.err);
    let other = if part == "part1" { "2/2" } else { "1/2" };
    let run =
        place.run(&["bulk", "members.csv", "--config", "all.toml", "-o", part, "--part", other]);
    assert_eq!(run.code, 1, "a folder holds one part: {}", run.err);
}

#[test]
fn what_the_sums_of_another_machine_say_is_not_trusted() {
    let place = started(6);
    let make = |folder: &str, part: &str| {
        let run = place.run(&[
            "bulk",
            "members.csv",
            "--config",
            "all.toml",
            "-o",
            folder,
            "--part",
            part,
        ]);
        assert_eq!(run.code, 0, "{}", run.err);
    };
    make("part1", "1/2");
    make("part2", "2/2");
    let join = || place.run(&["bulk", "--join", "part1", "part2", "-o", "deep/all"]);
    let sums = place.text("part1/SHA256SUMS");
    let first = sums.lines().next().unwrap().split("  ").nth(1).unwrap().to_owned();
    let name = first.rsplit('/').next().unwrap();
    fs::write(place.path(name), fs::read(place.path("part1").join(&first)).unwrap()).unwrap();
    let others: String = sums.lines().skip(1).map(|line| format!("{line}\n")).collect();
    for (what, text) in [
        ("a way out", sums.replacen(&first, &format!("letters/../../{name}"), 1)),
        ("a letter that is missing", others),
        ("a letter twice", sums.clone() + sums.lines().next().unwrap() + "\n"),
    ] {
        place.put("part1/SHA256SUMS", &text);
        let run = join();
        assert_eq!((run.code, place.path("deep").exists()), (1, false), "{what}: {}", run.err);
    }
    place.put("part1/SHA256SUMS", &sums);
    place.put("all.toml", place.text("all.toml").replace("\"de\"", "\"en\""));
    fs::remove_dir_all(place.path("part2")).unwrap();
    make("part2", "2/2");
    assert_eq!(join().code, 1, "parts of different configs are no whole");
}

#[test]
fn targets_that_are_each_other_or_files_of_the_run_are_refused() {
    let place = started(1);
    for more in [
        &["--merged", "x", "--consignment", "./x"][..],
        &["--zip", "out/index.csv"],
        &["--merged", "out/letters/x.pdf"],
    ] {
        let run = place.run(&bulk(more));
        assert_eq!(run.code, 2, "{more:?}: {}", run.err);
    }
    let run = place.run(&bulk(&["--merged", "nowhere/x.pdf"]));
    assert_eq!((run.code, place.path("out").exists()), (4, false), "{}", run.err);
}

#[test]
fn flags_that_contradict_each_other_are_a_wrong_command_line() {
    let place = started(1);
    for more in [
        &["--part", "1/2", "--merged", "p.pdf"][..],
        &["--part", "1/2", "--zip", "a.zip"],
        &["--part", "3/2"],
        &["--part", "0/2"],
        &["--duplex"],
        &["--join", "x"],
    ] {
        let run = place.run(&bulk(more));
        assert_eq!(run.code, 2, "{more:?}: {}", run.err);
    }
    assert_eq!(place.run(&["bulk", "members.csv"]).code, 2);
    assert_eq!(place.names(), ["all.toml", "members.csv"]);
}
