//! Files are written whole or not at all, and read with a limit.

use std::fs;
use std::path::Path;

use art21::files::{self, State};
use art21::problem::{Cure, Problem, Problems};
use tempfile::TempDir;

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

/// The one problem of a refusal.
fn problem<T: std::fmt::Debug>(result: Result<T, Problems>) -> Problem {
    let Problems(mut problems) = result.unwrap_err();
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems.remove(0)
}

fn code<T: std::fmt::Debug>(result: Result<T, Problems>) -> &'static str {
    problem(result).code
}

/// What is in a folder: no temporary file may stay.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_sum_is_that_of_fips_180_4() {
    assert_eq!(
        files::sha256_hex(b"abc"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

#[test]
fn a_new_file_is_there_with_its_sum_and_nothing_beside_it() {
    let folder = folder();
    let path = folder.path().join("brief.pdf");
    let written = files::whole(&path, b"abc", false).unwrap();
    assert_eq!((written.state, written.bytes), (State::New, 3));
    assert_eq!((written.path, written.sha256), (path.clone(), files::sha256_hex(b"abc")));
    assert_eq!(fs::read(&path).unwrap(), b"abc");
    assert_eq!(names(folder.path()), ["brief.pdf"]);
}

#[test]
fn equal_content_is_left_alone_and_needs_no_force() {
    let folder = folder();
    let path = folder.path().join("brief.pdf");
    files::whole(&path, b"abc", false).unwrap();
    let before = fs::metadata(&path).unwrap().modified().unwrap();
    assert_eq!(files::whole(&path, b"abc", false).unwrap().state, State::Unchanged);
    assert_eq!(files::whole(&path, b"abc", true).unwrap().state, State::Unchanged);
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), before);
}

#[test]
fn other_content_is_replaced_only_on_demand() {
    let folder = folder();
    let path = folder.path().join("brief.pdf");
    fs::write(&path, b"theirs").unwrap();
    for bytes in [&b"ours!!"[..], b"", b"longer than before"] {
        let refused = problem(files::whole(&path, bytes, false));
        assert_eq!(refused.code, "file-exists");
        assert_eq!(refused.file.as_deref(), path.to_str());
        assert_eq!(refused.cure, Cure::Files);
    }
    assert_eq!(fs::read(&path).unwrap(), b"theirs");
    assert_eq!(files::whole(&path, b"ours", true).unwrap().state, State::Replaced);
    assert_eq!(fs::read(&path).unwrap(), b"ours");
    assert_eq!(names(folder.path()), ["brief.pdf"]);
}

#[test]
fn paths_that_cannot_be_a_file_are_told_apart() {
    let folder = folder();
    fs::write(folder.path().join("file"), b"").unwrap();
    for (path, expected) in [
        ("missing/brief.pdf", "folder-missing"),
        ("file/brief.pdf", "not-a-folder"),
        ("", "target-is-folder"),
        ("new/", "target-is-folder"),
    ] {
        let refused = problem(files::whole(&folder.path().join(path), b"x", true));
        assert_eq!(refused.code, expected, "{path:?}");
        assert_eq!(refused.cure, Cure::FileSystem);
    }
    let long = "ä".repeat(200);
    assert_eq!(code(files::whole(&folder.path().join(long), b"x", false)), "file-name-too-long");
    assert_eq!(code(files::whole(&folder.path().join("a\0b"), b"x", false)), "file-not-writable");
    assert_eq!(code(files::whole(Path::new(""), b"x", false)), "file-not-writable");
    assert_eq!(names(folder.path()), ["file"]);
}

#[test]
fn of_many_writers_at_once_one_wins_whole_and_the_others_are_told() {
    let folder = folder();
    let path = folder.path().join("brief.pdf");
    let contents: Vec<Vec<u8>> = (0..8u8).map(|n| vec![n / 2; 300_000]).collect();
    let results: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = contents
            .iter()
            .map(|bytes| scope.spawn(|| files::whole(&path, bytes, false)))
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let there = fs::read(&path).unwrap();
    let mut new = 0;
    for (bytes, result) in contents.iter().zip(results) {
        match result {
            Ok(written) => {
                assert_eq!(bytes, &there);
                new += usize::from(written.state == State::New);
            }
            problems => {
                assert_eq!(code(problems), "file-exists");
                assert_ne!(bytes, &there);
            }
        }
    }
    assert_eq!(new, 1);
    assert_eq!(names(folder.path()), ["brief.pdf"]);
}

#[test]
fn a_file_is_read_up_to_its_limit() {
    let folder = folder();
    let path = folder.path().join("art21.toml");
    fs::write(&path, b"12345").unwrap();
    assert_eq!(files::read(&path, 5).unwrap(), b"12345");
    let refused = problem(files::read(&path, 4));
    assert_eq!((refused.code, refused.args["limit"].as_str()), ("file-too-large", "4 B"));
    assert_eq!(refused.file.as_deref(), path.to_str());
    assert_eq!(problem(files::read(&path, 0)).args["limit"], "0 B");
    fs::write(&path, vec![0; (1 << 20) + 1]).unwrap();
    assert_eq!(problem(files::read(&path, 1 << 20)).args["limit"], "1 MiB");
}

#[test]
fn what_cannot_be_read_says_why() {
    let folder = folder();
    fs::write(folder.path().join("file"), b"").unwrap();
    assert_eq!(code(files::read(folder.path(), 9)), "file-is-folder");
    assert_eq!(code(files::read(&folder.path().join("missing"), 9)), "file-missing");
    assert_eq!(code(files::read(&folder.path().join("file/x"), 9)), "file-missing");
    let nul = problem(files::read(&folder.path().join("a\0b"), 9));
    assert_eq!(nul.code, "file-unreadable");
    assert!(nul.cure == Cure::Files && !nul.args["reason"].is_empty());
}

#[test]
fn text_is_utf_8_without_its_mark() {
    let text = |bytes: &[u8]| files::text("art21.toml", bytes.to_vec());
    assert_eq!(text("Köln".as_bytes()).unwrap(), "Köln");
    assert_eq!(text("\u{FEFF}Köln \u{FEFF}".as_bytes()).unwrap(), "Köln \u{FEFF}");
    assert_eq!(text(b"").unwrap(), "");
    let latin = problem(text(b"a = 1\nb = \"K\xF6ln\"\n"));
    assert_eq!(latin.code, "file-not-utf8");
    assert_eq!((latin.args["line"].as_str(), latin.args["byte"].as_str()), ("2", "13"));
    assert_eq!(latin.file.as_deref(), Some("art21.toml"));
    for utf16 in [&b"\xFF\xFEa\0"[..], b"\xFE\xFF\0a", b"a\0b\0", b"\0a\0b"] {
        assert_eq!(code(text(utf16)), "file-utf16", "{utf16:?}");
    }
}

#[cfg(unix)]
mod unix {
    use std::fs::Permissions;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
    use std::process::Command;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o7777
    }

    #[test]
    fn permission_bits_stay_and_new_files_have_those_of_any_other() {
        let folder = folder();
        let (path, other) = (folder.path().join("brief.pdf"), folder.path().join("other"));
        fs::write(&other, b"").unwrap();
        files::whole(&path, b"abc", false).unwrap();
        assert_eq!(mode(&path), mode(&other));
        for bits in [0o600, 0o664, 0o444] {
            fs::set_permissions(&path, Permissions::from_mode(bits)).unwrap();
            files::whole(&path, format!("{bits}").as_bytes(), true).unwrap();
            assert_eq!(mode(&path), bits);
        }
    }

    #[test]
    fn a_symbolic_link_stays_and_what_it_leads_to_is_written() {
        let folder = folder();
        fs::create_dir(folder.path().join("archive")).unwrap();
        let (link, again) = (folder.path().join("link"), folder.path().join("again"));
        let target = folder.path().join("archive/brief.pdf");
        symlink("archive/brief.pdf", &link).unwrap();
        symlink("link", &again).unwrap();
        assert_eq!(files::whole(&again, b"one", false).unwrap().state, State::New);
        assert_eq!(fs::read(&target).unwrap(), b"one");
        assert_eq!(code(files::whole(&link, b"two", false)), "file-exists");
        assert_eq!(files::whole(&link, b"two", true).unwrap().state, State::Replaced);
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&target).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["again", "archive", "link"]);
        assert_eq!(names(&folder.path().join("archive")), ["brief.pdf"]);
    }

    #[test]
    fn links_in_a_circle_or_to_a_missing_folder_are_problems() {
        let folder = folder();
        let (circle, lost) = (folder.path().join("circle"), folder.path().join("lost"));
        symlink("circle", &circle).unwrap();
        symlink("missing/brief.pdf", &lost).unwrap();
        let refused = problem(files::whole(&circle, b"x", true));
        assert_eq!(refused.code, "file-not-writable");
        assert!(refused.args["reason"].contains("symbolic links"), "{refused:?}");
        assert!(!refused.args["reason"].contains("os error"), "{refused:?}");
        assert_eq!(code(files::whole(&lost, b"x", true)), "folder-missing");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn devices_are_written_through_and_their_errors_reported() {
        assert_eq!(files::whole(Path::new("/dev/null"), b"x", false).unwrap().state, State::New);
        let full = problem(files::whole(Path::new("/dev/full"), b"x", false));
        assert_eq!((full.code, full.file.as_deref()), ("disk-full", Some("/dev/full")));
        assert!(full.cure == Cure::FileSystem);
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn an_open_file_is_written_at_its_end() {
        use std::os::fd::AsRawFd as _;
        let folder = folder();
        let path = folder.path().join("log");
        fs::write(&path, b"before ").unwrap();
        let open = fs::File::open(&path).unwrap();
        let name = format!("/proc/self/fd/{}", open.as_raw_fd());
        let link = folder.path().join("stdout");
        symlink(&name, &link).unwrap();
        files::whole(&link, b"after", false).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"before after");
    }

    fn pipe(path: &Path) {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    #[test]
    fn a_pipe_gets_all_the_bytes_and_stays_a_pipe() {
        let folder = folder();
        let path = folder.path().join("pipe");
        pipe(&path);
        let bytes = vec![7; 200_000];
        let got = std::thread::scope(|scope| {
            let reader = scope.spawn(|| files::read(&path, 1 << 20).unwrap());
            files::whole(&path, &bytes, false).unwrap();
            reader.join().unwrap()
        });
        assert!(got == bytes);
        assert!(!fs::metadata(&path).unwrap().is_file());
    }

    #[test]
    fn a_reader_that_closes_its_pipe_is_no_error() {
        let folder = folder();
        let path = folder.path().join("pipe");
        pipe(&path);
        std::thread::scope(|scope| {
            let reader = scope.spawn(|| {
                let mut byte = [0];
                std::io::Read::read_exact(&mut fs::File::open(&path).unwrap(), &mut byte).unwrap();
            });
            files::whole(&path, &vec![7; 1 << 20], false).unwrap();
            reader.join().unwrap();
        });
    }

    /// Whether a command that needs the rights of root did what it says.
    fn as_root(command: &str, arguments: &[&str], path: &Path) -> bool {
        let done = Command::new(command).args(arguments).arg(path).output();
        let done = done.is_ok_and(|output| output.status.success());
        if !done {
            eprintln!("NOT TESTED: `{command} {}` is not possible here", arguments.join(" "));
        }
        done
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_full_disk_leaves_what_was_there_before() {
        let folder = folder();
        if !as_root("mount", &["-t", "tmpfs", "-o", "size=64k", "tmpfs"], folder.path()) {
            return;
        }
        let path = folder.path().join("brief.pdf");
        let first = files::whole(&path, b"before", false).map(|written| written.state);
        let large = files::whole(&path, &vec![7; 1 << 20], true);
        let new = files::whole(&folder.path().join("new.pdf"), &vec![7; 1 << 20], true);
        let (after, names) = (fs::read(&path), names(folder.path()));
        assert!(Command::new("umount").arg(folder.path()).status().unwrap().success());
        assert_eq!(first.unwrap(), State::New);
        assert_eq!((code(large), code(new)), ("disk-full", "disk-full"));
        assert_eq!(after.unwrap(), b"before");
        assert_eq!(names, ["brief.pdf"]);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_folder_that_is_read_only_is_a_problem_and_unharmed() {
        let folder = folder();
        let path = folder.path().join("brief.pdf");
        fs::write(&path, b"before").unwrap();
        let closed = || fs::write(folder.path().join("probe"), b"").is_err();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o555)).unwrap();
        // Root is not stopped by permission bits, only by a mount.
        let mounted = !closed() && {
            fs::remove_file(folder.path().join("probe")).unwrap();
            as_root(
                "mount",
                &["--bind", "-o", "ro", folder.path().to_str().unwrap()],
                folder.path(),
            )
        };
        let refused = closed().then(|| files::whole(&path, b"after", true));
        if mounted {
            assert!(Command::new("umount").arg(folder.path()).status().unwrap().success());
        }
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        if let Some(refused) = refused {
            assert_eq!(code(refused), "file-forbidden");
            assert_eq!(fs::read(&path).unwrap(), b"before");
            assert_eq!(names(folder.path()), ["brief.pdf"]);
        }
    }
}
