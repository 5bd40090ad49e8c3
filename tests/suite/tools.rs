//! The programs that judge PDFs. Where one is missing the test says so loudly and is not run; with
//! `ART21_REQUIRE_TOOLS=1`, as in CI, it fails.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support;

/// Runs a program; `None` where it is not installed.
pub(crate) fn run(program: &str, arguments: &[&str]) -> Option<Output> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => Some(output),
        Err(error) => {
            missing(&format!("{program} ({error})"));
            None
        }
    }
}

/// What a program prints about a file; it must succeed.
#[track_caller]
pub(crate) fn printed(program: &str, arguments: &[&str]) -> Option<String> {
    let output = run(program, arguments)?;
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {errors}");
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Asks veraPDF about files; for each its verdict on a flavour, `2a` or `ua1`.
pub(crate) fn verapdf(flavour: &str, files: &[PathBuf]) -> Option<Vec<(PathBuf, bool)>> {
    let jars = env::var_os("ART21_VERAPDF")
        .map_or_else(|| support::root("target/verapdf/jars"), PathBuf::from);
    if !jars.is_dir() {
        missing("veraPDF (tests/verapdf/pom.xml says how to get it)");
        return None;
    }
    let classes = jars.join("*");
    let wrapper = "org.verapdf.apps.GreenfieldCliWrapper";
    let classes = classes.to_string_lossy();
    let mut arguments = vec!["-cp", &classes, wrapper, "-f", flavour, "--format", "text"];
    let names: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
    arguments.extend(names.iter().map(AsRef::as_ref));
    let output = run("java", &arguments)?;
    let printed = String::from_utf8_lossy(&output.stdout);
    let verdicts: Vec<_> = printed
        .lines()
        .filter_map(|line| {
            let (verdict, rest) = line.split_once(' ')?;
            let file = rest.rsplit_once(' ').map_or(rest, |(file, _)| file);
            matches!(verdict, "PASS" | "FAIL").then(|| (PathBuf::from(file), verdict == "PASS"))
        })
        .collect();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(verdicts.len(), files.len(), "veraPDF did not judge all: {printed}{errors}");
    Some(verdicts)
}

/// A font for scripts that the embedded ones lack, where Debian's fonts-noto-core is installed.
pub(crate) fn noto(name: &str) -> Option<Vec<u8>> {
    font(&format!("noto/{name}"))
}

/// A font for Chinese and Japanese, TrueType, 4 MB, where Debian's fonts-droid-fallback is installed.
pub(crate) fn droid() -> Option<Vec<u8>> {
    font("droid/DroidSansFallbackFull.ttf")
}

fn font(name: &str) -> Option<Vec<u8>> {
    let path = Path::new("/usr/share/fonts/truetype").join(name);
    let font = std::fs::read(&path).ok();
    if font.is_none() {
        missing(&path.display().to_string());
    }
    font
}

pub(crate) fn missing(what: &str) {
    let required = env::var_os("ART21_REQUIRE_TOOLS").is_some_and(|value| value == "1");
    assert!(!required, "{what} is missing and ART21_REQUIRE_TOOLS is set");
    // Past the capture of the test harness: a test that was not run must be seen.
    let _ = std::io::Write::write_all(
        &mut std::io::stderr(),
        format!("\nNOT TESTED: {what} is missing\n").as_bytes(),
    );
}
