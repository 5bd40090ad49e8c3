//! `art21 bulk`.

mod together;
#[cfg(unix)]
mod undisturbed;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::Place;
use crate::support;

const HEADER: &str = "Vorname,Nachname,Straße,Hausnummer,PLZ,Ort,Land,Bundesland,E-Mail,Profil,Grund1,\
                      Begründung1\n";

/// A row, like all others but for its number.
fn row(number: usize) -> String {
    format!(
        "Erika,Mustermann,Heidestraße,{number},51147,Köln,DE,NW,e{number}@example.org,\
         https://www.linkedin.com/in/erika-{number},job-search,Ich suche seit {number} Wochen.\n"
    )
}

fn roster(rows: usize) -> String {
    HEADER.to_owned() + &(1..=rows).map(row).collect::<String>()
}

/// A folder with a roster of so many rows and what holds for all of them.
fn started(rows: usize) -> Place {
    let place = Place::new();
    place.put("members.csv", roster(rows));
    place.put("all.toml", "language = \"de\"\n[account]\nstanding = \"member\"\n[objection]\n");
    place
}

const BULK: [&str; 6] = ["bulk", "members.csv", "--config", "all.toml", "-o", "out"];

/// The arguments of `bulk`, with more.
fn bulk<'a>(more: &[&'a str]) -> Vec<&'a str> {
    BULK.iter().chain(more).copied().collect()
}

/// All files below a folder, by their paths.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                files.insert(name, fs::read(path).unwrap());
            }
        }
    }
    files
}

/// The rows of an index, without its header.
fn index(place: &Place, name: &str) -> Vec<Vec<String>> {
    let text = place.text(name);
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{FEFF}').as_bytes());
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
    rows.collect()
}

#[test]
fn each_row_becomes_the_letter_that_its_config_would_become() {
    let place = started(3);
    let run = place.run(&bulk(&[]));
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
    for number in 1..=3 {
        place.put(
            "one.toml",
            format!(
                "language = \"de\"\n[sender]\nname = \"Erika Mustermann\"\n\
                 street = \"Heidestraße {number}\"\npostcode = \"51147\"\ncity = \"Köln\"\n\
                 country = \"DE\"\nregion = \"NW\"\nemail = \"e{number}@example.org\"\n\
                 [account]\nstanding = \"member\"\n\
                 profile = \"https://www.linkedin.com/in/erika-{number}\"\n\
                 [objection]\n[[objection.grounds]]\nid = \"job-search\"\n\
                 detail = \"Ich suche seit {number} Wochen.\"\n"
            ),
        );
        let run = place.run(&["letter", "one.toml", "-o", "one.pdf", "--force"]);
        assert_eq!(run.code, 0, "{}", run.err);
        let row = &index(&place, "out/index.csv")[number - 1];
        let letter = fs::read(place.path("out").join(&row[4])).unwrap();
        assert_eq!(letter, fs::read(place.path("one.pdf")).unwrap(), "{number}");
    }
}

#[test]
fn the_index_says_who_got_which_file_and_no_cell_of_it_runs() {
    let place = started(2);
    place.put(
        "members.csv",
        roster(1)
            + "\"'=cmd|' /C calc'!A0\",Roe,@Street,2,51147,Köln,DE,NW,j@example.org,\
               https://www.linkedin.com/in/j,job-search,\n",
    );
    let run = place.run(&bulk(&[]));
    assert_eq!(run.code, 0, "{}", run.err);
    let text = place.text("out/index.csv");
    assert!(!text.contains("job-search") && !text.contains("Wochen"), "{text}");
    let rows = index(&place, "out/index.csv");
    assert_eq!(rows.len(), 2);
    assert_eq!(
        rows[0][1..4],
        ["Erika Mustermann", "Heidestraße 1, 51147 Köln, DE", "e1@example.org"]
    );
    assert_eq!(rows[0][6..], ["2", "de", "2", ""]);
    assert_eq!(rows[1][1..3], ["'=cmd|' /C calc'!A0 Roe", "'@Street 2, 51147 Köln, DE"]);
    for row in rows {
        assert!(row[4].starts_with(&format!("letters/{}/{}-", &row[0][4..6], row[0])), "{row:?}");
        let bytes = fs::read(place.path("out").join(&row[4])).unwrap();
        assert_eq!(row[5], art21::files::sha256_hex(&bytes));
    }
}

#[test]
fn a_cell_that_another_spreadsheet_would_part_runs_in_none() {
    let place = started(1);
    place.put("members.csv", roster(1).replace("Mustermann", "Muster;=1+1"));
    assert_eq!(place.run(&bulk(&[])).code, 0);
    let text = place.text("out/index.csv");
    assert!(text.contains("\"Erika Muster;'=1+1\""), "{text}");
}

#[test]
fn a_quotation_mark_that_does_not_close_swallows_nobody() {
    let place = started(1);
    let open = row(2).replace("Ich suche", "\"Ich suche");
    place.put("members.csv", roster(1) + &open + &row(3));
    let run = place.run(&bulk(&[]));
    assert!(run.code == 1 && run.err.contains("in row 3 a quotation mark"), "{}", run.err);
    place.put("members.csv", roster(1) + &open + &row(3).replace("Ich suche", "\"Ich suche"));
    let run = place.run(&bulk(&["--skip-wrong-rows"]));
    assert!(run.code == 1 && run.err.contains("in row 3 something follows"), "{}", run.err);
    assert!(!place.path("out").exists());
}

#[test]
#[cfg(unix)]
fn letters_do_not_leave_their_folder_through_links() {
    let place = started(1);
    assert_eq!(place.run(&bulk(&[])).code, 0);
    let letter = place.path("out").join(&index(&place, "out/index.csv")[0][4]);
    place.put("mine.txt", "mine");
    fs::remove_file(&letter).unwrap();
    std::os::unix::fs::symlink(place.path("mine.txt"), &letter).unwrap();
    let run = place.run(&bulk(&[]));
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(place.text("mine.txt"), "mine");
    assert!(fs::symlink_metadata(&letter).unwrap().is_file(), "the link is replaced");
    let shelf = letter.parent().unwrap();
    fs::rename(shelf, place.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink(place.path("elsewhere"), shelf).unwrap();
    let run = place.run(&bulk(&[]));
    assert!(run.code == 1 && run.err.contains("symbolic link"), "{}", run.err);
}

#[test]
fn a_scan_beside_a_letter_is_no_leftover() {
    let place = started(2);
    assert_eq!(place.run(&bulk(&[])).code, 0);
    let scan = index(&place, "out/index.csv")[1][4].replace(".pdf", "-signed.pdf");
    fs::write(place.path("out").join(&scan), "%PDF-1.4 a scan").unwrap();
    place.put("members.csv", roster(1));
    assert_eq!(place.run(&bulk(&["--prune"])).code, 0);
    assert!(place.path("out").join(&scan).exists());
}

#[test]
fn the_sums_are_what_sha256sum_reads() {
    let place = started(2);
    assert_eq!(place.run(&bulk(&["--format", "pdf", "--format", "txt"])).code, 0);
    let sums = place.text("out/SHA256SUMS");
    assert_eq!(sums.lines().count(), 4, "{sums}");
    for line in sums.lines() {
        let (sum, path) = line.split_once("  ").unwrap();
        let bytes = fs::read(place.path("out").join(path)).unwrap();
        assert_eq!(sum, art21::files::sha256_hex(&bytes), "{path}");
    }
    assert_eq!(index(&place, "out/index.csv").len(), 2, "a line a letter, not a file");
}

#[test]
fn nothing_is_written_while_a_row_is_wrong() {
    let place = started(2);
    place.put("members.csv", roster(2) + &row(3).replace("51147", ""));
    let run = place.run(&bulk(&[]));
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.contains("--> members.csv:4:5"), "{}", run.err);
    assert!(run.err.contains("Rows checked: 3, with errors: 1.") && !place.path("out").exists());
    let json = place.run(&[&["--json"], &bulk(&[])[..]].concat());
    let document = json.json();
    assert_eq!((&document["rows"], &document["wrong_rows"]), (&3.into(), &1.into()));
    let problem = document["problems"][0].clone();
    assert_eq!(problem["row"], 4);
    assert_eq!(problem["field"], "postcode");
}

#[test]
fn wrong_rows_can_be_skipped_mended_and_run_again() {
    let place = started(2);
    let wrong = "Max,Mustermann,\"Weg\n1\",1,,Köln,DE,NW,m@example.org,\
                 https://www.linkedin.com/in/m,job-search,\n";
    place.put("members.csv", roster(1) + wrong + &row(2));
    let run = place.run(&bulk(&["--skip-wrong-rows", "--problems", "wrong.csv"]));
    assert_eq!(run.code, 1, "{}", run.err);
    assert_eq!(index(&place, "out/index.csv").len(), 2);
    let wrong = place.text("wrong.csv");
    assert!(
        wrong.starts_with("\u{FEFF}\"Vorname\",") && wrong.contains(",\"problem\"\n"),
        "{wrong}"
    );
    assert_eq!(wrong.matches("Mustermann").count(), 1, "{wrong}");
    place.put(
        "mended.csv",
        wrong.replace("\"1\",\"\",\"Köln", "\"1\",\"50667\",\"Köln").replace("Weg\n1", "Weg"),
    );
    let run = place.run(&["bulk", "mended.csv", "--config", "all.toml", "-o", "rest"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(index(&place, "rest/index.csv").len(), 1);
}

#[test]
fn a_run_that_goes_on_another_day_makes_the_same_letters() {
    let place = started(3);
    assert_eq!(place.run(&bulk(&[])).code, 0);
    let before = tree(&place.path("out"));
    let gone = index(&place, "out/index.csv")[1][4].clone();
    let path = place.path("out").join(&gone);
    fs::write(&path, "something else").unwrap();
    let other = place.path("out").join(&index(&place, "out/index.csv")[0][4]);
    let touched = fs::metadata(&other).unwrap().modified().unwrap();
    let run = place.run_on("2026-11-29", &bulk(&[]));
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("letters: 3; files written: 1, unchanged: 2"), "{}", run.err);
    assert_eq!(tree(&place.path("out")), before);
    assert_eq!(fs::metadata(&other).unwrap().modified().unwrap(), touched, "left untouched");
}

#[test]
fn a_row_that_is_added_on_another_day_leaves_the_other_letters_as_they_were() {
    let place = started(2);
    assert_eq!(place.run(&bulk(&[])).code, 0);
    let before = tree(&place.path("out/letters"));
    place.put("members.csv", roster(3));
    let run = place.run_on("2026-11-29", &bulk(&[]));
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("files written: 1, unchanged: 2"), "{}", run.err);
    assert!(run.err.contains("The letters bear the date"), "{}", run.err);
    let after = tree(&place.path("out/letters"));
    assert!(before.iter().all(|(name, bytes)| after.get(name) == Some(bytes)));
    assert!(place.text("out/run.toml").contains("date = \"2026-11-22\""));
}

#[test]
fn the_letter_of_a_row_that_became_wrong_is_no_leftover() {
    let place = started(2);
    assert_eq!(place.run(&bulk(&[])).code, 0);
    let letters = tree(&place.path("out/letters"));
    place.put("members.csv", row_wrong(2));
    let run = place.run(&bulk(&["--skip-wrong-rows", "--prune"]));
    assert_eq!(run.code, 1, "{}", run.err);
    assert_eq!(tree(&place.path("out/letters")), letters);
    place.put("members.csv", roster(2));
    assert_eq!(place.run(&bulk(&["--merged", "print.pdf", "--prune"])).code, 0);
    assert_eq!(tree(&place.path("out/letters")), letters, "printing alone removes no letter");
}

/// A roster whose second row lacks its postcode.
fn row_wrong(rows: usize) -> String {
    roster(1) + &(2..=rows).map(|at| row(at).replace("51147", "")).collect::<String>()
}

#[test]
fn letters_of_who_left_the_roster_are_named_and_removed_when_asked_to() {
    let place = started(2);
    assert_eq!(place.run(&bulk(&[])).code, 0);
    let left = index(&place, "out/index.csv")[1][4].clone();
    fs::write(place.path("out/letters/notes.txt"), "mine").unwrap();
    place.put("members.csv", roster(1));
    let run = place.run(&bulk(&[]));
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains(&left) && place.path("out").join(&left).exists(), "{}", run.err);
    assert_eq!(place.run(&bulk(&["--prune"])).code, 0);
    assert!(!place.path("out").join(&left).exists());
    assert_eq!(place.text("out/letters/notes.txt"), "mine");
}

#[test]
fn what_others_wrote_stays() {
    let place = started(1);
    fs::create_dir(place.path("out")).unwrap();
    place.put("out/index.csv", "mine\n");
    let run = place.run(&bulk(&[]));
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.err.contains("out/index.csv"), "{}", run.err);
    assert_eq!(tree(&place.path("out")).len(), 1, "nothing is written");
    assert_eq!(place.text("out/index.csv"), "mine\n");
}

#[test]
fn the_same_words_for_most_of_them_are_warned_of() {
    let place = started(3);
    let same = roster(3).replace("seit 2 W", "seit 1 W").replace("seit 3 W", "seit 1 W");
    place.put("members.csv", same);
    let run = place.run(&bulk(&[]));
    assert_eq!(run.code, 0, "{}", run.err);
    let warned = "3 of 3 objections under Article 21(1) GDPR have the same wording";
    assert!(run.err.contains(warned), "{}", run.err);
    place.put("members.csv", roster(3));
    let run = place.run(&bulk(&[]));
    assert!(!run.err.contains("have the same wording"), "{}", run.err);
    assert!(run.err.contains("Own words (printed, or lines for them): 3 of 3 "), "{}", run.err);
}

#[test]
fn a_roster_that_is_written_over_is_refused_before_it_is() {
    let place = started(1);
    for name in ["members.csv", "all.toml"] {
        let run = place.run(&bulk(&["--merged", name]));
        assert_eq!(run.code, 1, "{name}: {}", run.err);
        let run = place.run(&bulk(&["--problems", name]));
        assert_eq!(run.code, 1, "{name}: {}", run.err);
    }
    assert_eq!(place.text("members.csv"), roster(1));
}

#[test]
fn a_file_of_somebody_elses_is_not_replaced_and_one_of_ours_is() {
    let place = started(2);
    for (name, flag) in [("a.pdf", "--merged"), ("a.zip", "--zip"), ("a.csv", "--problems")] {
        place.put(name, "PK\u{3}\u{4}something of somebody else's\n");
        let run = place.run(&bulk(&[flag, name]));
        assert_eq!(run.code, 1, "{name}: {}", run.err);
        assert!(run.err.contains("art21 did not write"), "{name}: {}", run.err);
        fs::remove_file(place.path(name)).unwrap();
        place.put("members.csv", row_wrong(2));
        let more = [flag, name, "--skip-wrong-rows"];
        assert_eq!(place.run(&bulk(&more)).code, 1);
        let first = fs::read(place.path(name)).unwrap();
        place.put("members.csv", roster(2));
        assert_eq!(place.run(&bulk(&more)).code, 0, "{name}");
        assert_ne!(fs::read(place.path(name)).unwrap(), first, "{name} is written anew");
    }
    let run = place.run(&bulk(&["--merged", "b", "--zip", "b"]));
    assert_eq!(run.code, 2, "{}", run.err);
}

#[test]
#[cfg(target_os = "linux")]
fn the_name_of_a_roster_need_not_be_text() {
    use std::os::unix::ffi::OsStrExt as _;
    let place = started(1);
    let name = std::ffi::OsStr::from_bytes(b"m\xfcller.csv");
    fs::rename(place.path("members.csv"), place.path("").join(name)).unwrap();
    let mut command = place.command(&["bulk", "--config", "all.toml", "-o", "out"]);
    let output = command.arg(name).output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{err}");
    assert_eq!(index(&place, "out/index.csv").len(), 1);
}

#[test]
fn the_specimen_of_a_roster_is_right() {
    let place = Place::new();
    for name in ["members.csv", "members.toml"] {
        place.put(name, support::read(support::root("templates/starter").join(name)));
    }
    let run = place.run(&["check", "members.csv", "members.toml"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("Rows checked: 3, with errors: 0."), "{}", run.err);
}
