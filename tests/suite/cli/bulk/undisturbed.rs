//! What disturbs a run: it is killed, stopped, run twice at once, or the disk is full. One more run
//! makes the files of one that was left alone.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use super::{bulk, started, tree};
use crate::support;

/// Rows enough that a run takes a while.
const ROWS: usize = 120;

/// The files of a run that was left alone.
fn undisturbed() -> std::collections::BTreeMap<String, Vec<u8>> {
    let place = started(ROWS);
    let run = place.run(&bulk(&["-q"]));
    assert_eq!(run.code, 0, "{}", run.err);
    tree(&place.path("out"))
}

#[test]
fn a_run_that_was_killed_leaves_whole_files_and_the_next_one_the_rest() {
    let whole = undisturbed();
    // From before the first letter to near the last.
    for pause in [5, 30, 90, 200, 350, 500, 700] {
        let place = started(ROWS);
        let mut command = place.command(&bulk(&["-q"]));
        let mut child = command.stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(pause));
        // SIGKILL: nothing can be tidied up.
        child.kill().unwrap();
        child.wait().unwrap();
        if place.path("out").exists() {
            for (name, bytes) in tree(&place.path("out")) {
                let draft = name.rsplit('/').next().unwrap().starts_with(".art21-");
                // It says at the end how many letters there are.
                let begun = name == "run.toml" || whole.get(&name) == Some(&bytes);
                assert!(draft || begun, "{pause} ms: {name}");
            }
        }
        let run = place.run(&bulk(&["-q"]));
        assert_eq!(run.code, 0, "{}", run.err);
        assert_eq!(tree(&place.path("out")), whole, "after {pause} ms");
    }
}

#[test]
fn a_run_that_was_killed_while_it_printed_and_archived_leaves_nothing_half_and_nothing_behind() {
    let more = ["-q", "--merged", "print.pdf", "--zip", "all.zip", "--letters"];
    let together = |place: &crate::cli::Place| {
        ["print.pdf", "all.zip"].map(|name| fs::read(place.path(name)).unwrap_or_default())
    };
    let place = started(ROWS);
    assert_eq!(place.run(&bulk(&more)).code, 0);
    let (whole, files) = (together(&place), tree(&place.path("out")));
    // Other moments at every run of this test.
    let random = std::process::id() % 97;
    for pause in [40, 150, 300, 450].map(|pause| pause + u64::from(random)) {
        let place = started(ROWS);
        let mut child = place.command(&bulk(&more)).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(pause));
        child.kill().unwrap();
        child.wait().unwrap();
        for (held, whole) in together(&place).iter().zip(&whole) {
            assert!(held.is_empty() || held == whole, "after {pause} ms");
        }
        let run = place.run(&bulk(&more));
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(together(&place) == whole, "after {pause} ms");
        assert!(tree(&place.path("out")) == files, "after {pause} ms");
        let names = ["all.toml", "all.zip", "members.csv", "out", "print.pdf"];
        assert_eq!(place.names(), names, "after {pause} ms");
    }
}

#[test]
fn two_runs_at_once_do_not_harm_each_other() {
    let whole = undisturbed();
    let place = started(ROWS);
    let begin = || place.command(&bulk(&["-q"])).stderr(Stdio::null()).spawn().unwrap();
    let mut runs = [begin(), begin()];
    for run in &mut runs {
        assert!(run.wait().unwrap().success());
    }
    assert_eq!(tree(&place.path("out")), whole);
}

#[test]
fn a_run_of_another_roster_waits_for_the_one_that_is_under_way() {
    let place = started(20 * ROWS);
    let mut first = place.command(&bulk(&["-q"])).stderr(Stdio::null()).spawn().unwrap();
    while !place.path("out/letters").exists() {
        thread::sleep(Duration::from_millis(5));
    }
    place.put("others.csv", super::roster(3));
    let others = ["bulk", "others.csv", "--config", "all.toml", "-o", "out"];
    let run = place.run(&others);
    assert!(run.code == 1 && run.err.contains("another run is writing"), "{}", run.err);
    assert!(first.wait().unwrap().success());
    let run = place.run(&others);
    assert_eq!(run.code, 0, "{}", run.err);
}

#[test]
fn an_interrupt_stops_after_the_letters_in_hand_and_says_how_to_go_on() {
    let place = started(20 * ROWS);
    let mut command = place.command(&bulk(&[]));
    let child = command.stderr(Stdio::piped()).spawn().unwrap();
    while !place.path("out/letters").exists() {
        thread::sleep(Duration::from_millis(5));
    }
    let stopped = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(stopped.success());
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{err}");
    assert!(err.contains("Run the same command again to continue."), "{err}");
    assert!(!place.path("out/index.csv").exists(), "an index of some letters would be false");
    for (name, _) in tree(&place.path("out")) {
        assert!(name.ends_with("-erika-mustermann.pdf") || name == "run.toml", "{name}");
    }
}

#[test]
fn a_full_disk_leaves_whole_files_and_the_next_run_the_rest() {
    let place = started(ROWS);
    let disk = place.path("out");
    fs::create_dir(&disk).unwrap();
    let mount = |arguments: &[&str]| {
        Command::new("mount").args(arguments).arg(&disk).stderr(Stdio::null()).status()
    };
    let mounted = mount(&["-t", "tmpfs", "-o", "size=1m", "tmpfs"]);
    if !mounted.is_ok_and(|status| status.success()) {
        return crate::tools::missing("a mount of tmpfs, for which one must be root");
    }
    let full = place.run(&bulk(&["-q"]));
    let held = tree(&disk);
    let grown = mount(&["-o", "remount,size=64m"]);
    let rest = place.run(&bulk(&["-q"]));
    let after = tree(&disk);
    assert!(unmounted(&disk));
    assert_eq!(full.code, 4, "{}", full.err);
    assert!(full.err.contains("disk is full") || full.err.contains("no room"), "{}", full.err);
    let whole = undisturbed();
    assert!(!held.is_empty());
    let right =
        |(name, bytes): (&String, &Vec<u8>)| name == "run.toml" || whole.get(name) == Some(bytes);
    assert!(held.iter().all(right), "{:?}", held.keys());
    assert!(grown.is_ok_and(|status| status.success()));
    assert_eq!(rest.code, 0, "{}", rest.err);
    assert_eq!(after, whole);
}

fn unmounted(disk: &Path) -> bool {
    Command::new("umount").arg(disk).status().is_ok_and(|status| status.success())
}

#[test]
fn a_roster_that_changes_after_the_check_is_noticed_and_nothing_false_is_written() {
    use art21::bulk::{self, Asked, Bench, Plan, Run, Target, Watch};
    use art21::input::config::Base;
    use art21::input::roster::{Options, Roster};
    use art21::letter::Writer;
    use art21::output::Format;
    use art21::typeset::Fonts;

    let place = started(5);
    let (texts, today) = (support::texts(), support::today());
    let path = place.path("members.csv");
    let open = || Ok(Roster::open(&path, &Options::default(), &texts)?.0);
    let config = support::source("all.toml", &place.text("all.toml"));
    let (base, _) = Base::read(&config, &texts, today).unwrap();
    let roster = open().unwrap();
    let reader = roster.reader(&base, &texts, today);
    let words = Writer::new(&texts).unwrap();
    let fonts = Fonts::new(Vec::new()).unwrap();
    let folder = place.path("");
    let bench = Bench { words: &words, fonts: &fonts, folder: &folder, organiser: None };
    let go_on = || false;
    let checked =
        bulk::check(roster, &reader, &bench, &texts, Asked::default(), &mut |_| {}, &go_on);
    assert_eq!((checked.letters(), checked.problems.0.len()), (5, 0));
    for changed in [
        super::roster(4),
        super::roster(6),
        super::roster(5).replace("Heidestraße,5", "Heidestraße,55"),
        super::roster(5).replace("Ich suche seit 3", "Ich suche seit 33"),
    ] {
        place.put("members.csv", &changed);
        let out = place.path("out");
        let plan = Plan::new(String::from("sum"), today, None);
        let target = Target {
            folder: Some(&out),
            formats: &[Format::Pdf],
            letters: true,
            printing: None,
            archive: None,
            consigning: None,
            plan: &plan,
        };
        let run = Run { roster: &path, checked: &checked, reader: &reader, bench: &bench, target };
        let mut watch = Watch { each: &mut |_| {}, stopped: &go_on };
        let wrong = run.write(&open, &mut watch).unwrap_err();
        assert_eq!(wrong.0[0].code, "roster-changed");
        assert!(!out.join("index.csv").exists() && !out.join("SHA256SUMS").exists());
        fs::remove_dir_all(out).unwrap();
    }
}
