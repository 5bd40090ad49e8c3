//! Whole writes: a file is there entirely or not at all.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufRead as _, BufReader, Read, Seek as _, Write};
use std::path::{Path, PathBuf, is_separator};

use tempfile::{Builder, NamedTempFile};

use super::draft::{begin, builder};
use super::{reason, sha256_hex};
use crate::problem::{Problem, Problems};

/// A file that holds what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// As asked for.
    pub path: PathBuf,
    /// SHA-256 of its bytes in lower-case hexadecimal digits.
    pub sha256: String,
    /// How many bytes it has.
    pub bytes: u64,
    /// What happened to it.
    pub state: State,
}

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It was not there before; or it is a device or a pipe.
    New,
    /// It had other content.
    Replaced,
    /// It had this very content and was left alone.
    Unchanged,
}

/// Writes a file whole: beside its place first, flushed to the disk, then moved there in one step,
/// so that a full disk or a crash leaves what was there before. `replace` allows other content to
/// be overwritten; equal content never needs that. A symbolic link stays, what it leads to is
/// written; permission bits stay. Devices and pipes are written through.
///
/// # Errors
///
/// `file-exists` where other content is there and `replace` is false. Where the file system
/// refuses: `target-is-folder`, `folder-missing`, `not-a-folder`, `disk-full`, `file-forbidden`,
/// `file-name-too-long`, `file-not-writable` with the system's `{reason}`.
pub fn whole(path: &Path, bytes: &[u8], replace: bool) -> Result<Written, Problems> {
    let state =
        put(path, bytes, replace).map_err(|problem| problem.in_file(path.display().to_string()))?;
    let (path, sha256) = (path.to_owned(), sha256_hex(bytes));
    Ok(Written { path, sha256, bytes: bytes.len() as u64, state })
}

/// Writes a file whole over what is there, but leaves it to the system when it reaches the disk: for
/// many files that are made again where one is lost. What is there is a file or nothing; a link is
/// replaced and not followed.
///
/// # Errors
///
/// What the file system refuses, see [`whole`].
pub fn unsettled(path: &Path, bytes: &[u8]) -> Result<Written, Problems> {
    let named = |error: io::Error| in_folder(path, &error).in_file(path.display().to_string());
    let there = fs::symlink_metadata(path).ok();
    let present = there.as_ref().filter(|there| there.is_file());
    let state = match present {
        Some(present) if present.len() == bytes.len() as u64 && holds(path, bytes) => {
            State::Unchanged
        }
        present => {
            let file = beside(folder(path), bytes, present).map_err(named)?;
            file.persist(path).map_err(|error| named(error.error))?;
            if there.is_some() { State::Replaced } else { State::New }
        }
    };
    let (path, sha256) = (path.to_owned(), sha256_hex(bytes));
    Ok(Written { path, sha256, bytes: bytes.len() as u64, state })
}

/// Whether a path means a folder: by how it ends, or because one is there.
pub fn is_folder(path: &Path) -> bool {
    let end = path.as_os_str().as_encoded_bytes().last();
    end.is_some_and(|end| is_separator(*end as char)) || path.is_dir()
}

fn put(path: &Path, bytes: &[u8], replace: bool) -> Result<State, Problem> {
    let present = match fs::metadata(path) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(in_folder(path, &error)),
    };
    if is_folder(path) {
        return Err(Problem::refusal("target-is-folder"));
    }
    let target = match target(path).map_err(|error| refusal(&error))? {
        Target::File(target) if present.as_ref().is_none_or(Metadata::is_file) => target,
        _ => return through(path, bytes).map_err(|error| refusal(&error)),
    };
    match present {
        Some(_) if holds(&target, bytes) => Ok(State::Unchanged),
        Some(_) if !replace => Err(Problem::error("file-exists")),
        present => moved(&target, bytes, present.as_ref(), replace),
    }
}

/// Where a path leads to.
enum Target {
    /// The place of a file, there or not.
    File(PathBuf),
    /// A file that is open already: `/dev/stdout` when the shell redirects it.
    Open,
}

/// Follows symbolic links, also one that leads to nothing yet.
fn target(path: &Path) -> io::Result<Target> {
    // As many as Linux follows (path_resolution(7)).
    const MOST: usize = 40;
    let mut path = path.to_owned();
    for _ in 0..MOST {
        // These name an open file of a process, whatever they look like.
        if path.starts_with("/proc") || path.starts_with("/dev/fd") {
            return Ok(Target::Open);
        }
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_symlink() => {
                path = folder(&path).join(fs::read_link(&path)?);
            }
            _ => return Ok(Target::File(path)),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

/// Into what is no file, or is open already: at its end, for a pipe or a device knows no other
/// place and an open file may hold something. A reader that has seen enough and closes its pipe is
/// no error.
fn through(path: &Path, bytes: &[u8]) -> io::Result<State> {
    let mut file = OpenOptions::new().append(true).open(path)?;
    match file.write_all(bytes) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(State::New),
    }
}

/// Writes beside `target` and moves it there.
fn moved(
    target: &Path,
    bytes: &[u8],
    present: Option<&Metadata>,
    replace: bool,
) -> Result<State, Problem> {
    let folder = folder(target);
    match fs::metadata(folder) {
        Ok(metadata) if !metadata.is_dir() => return Err(not_a_folder(folder)),
        Err(error) => return Err(in_folder(target, &error)),
        Ok(_) => {}
    }
    let file = beside(folder, bytes, present).map_err(|error| refusal(&error))?;
    file.as_file().sync_all().map_err(|error| refusal(&error))?;
    let placed = if replace { file.persist(target) } else { fresh(file, target) };
    match placed {
        Ok(_) => {}
        // Somebody else wrote it in the meantime: as if it had been there from the beginning.
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
            return if holds(target, bytes) {
                Ok(State::Unchanged)
            } else {
                Err(Problem::error("file-exists"))
            };
        }
        Err(error) => return Err(refusal(&error.error)),
    }
    settle(folder);
    Ok(if present.is_some() { State::Replaced } else { State::New })
}

/// The bytes in a file of their own, on the disk, with the permission bits of the file they will
/// replace, or those of any new file.
fn beside(folder: &Path, bytes: &[u8], present: Option<&Metadata>) -> io::Result<NamedTempFile> {
    // Until a file has the bits of the one it replaces, nobody else reads it.
    let mut builder = if present.is_some() { Builder::new() } else { builder() };
    let mut file = begin(folder, &mut builder)?;
    file.write_all(bytes)?;
    if let Some(present) = present {
        file.as_file().set_permissions(present.permissions())?;
    }
    Ok(file)
}

/// Moves a draft to its place, over what is there; into a device or a pipe it is copied.
pub(super) fn put_draft(mut file: NamedTempFile, path: &Path) -> Result<(), Problem> {
    let refused = |error: io::Error| refusal(&error);
    let target = match target(path).map_err(refused)? {
        Target::File(target) if fs::metadata(&target).map_or(true, |there| there.is_file()) => {
            target
        }
        _ => {
            file.rewind().map_err(refused)?;
            let mut out = OpenOptions::new().append(true).open(path).map_err(refused)?;
            return match io::copy(&mut file, &mut out) {
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(refusal(&error)),
                _ => Ok(()),
            };
        }
    };
    if same(file.path(), &target).unwrap_or(false) {
        return Ok(());
    }
    if let Ok(present) = fs::metadata(&target) {
        file.as_file().set_permissions(present.permissions()).map_err(refused)?;
    }
    file.as_file().sync_all().map_err(refused)?;
    file.persist(&target).map_err(|error| refusal(&error.error))?;
    settle(folder(&target));
    Ok(())
}

/// Whether two files hold the same.
fn same(one: &Path, other: &Path) -> io::Result<bool> {
    let (one, other) = (File::open(one)?, File::open(other)?);
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let (mut one, mut other) = (BufReader::new(one), BufReader::new(other));
    loop {
        let (a, b) = (one.fill_buf()?, other.fill_buf()?);
        let length = a.len().min(b.len());
        if a[..length] != b[..length] {
            return Ok(false);
        }
        if length == 0 {
            return Ok(a.len() == b.len());
        }
        one.consume(length);
        other.consume(length);
    }
}

/// Moves a file to where there is none.
fn fresh(file: NamedTempFile, target: &Path) -> Result<File, tempfile::PersistError> {
    match file.persist_noclobber(target) {
        // Some file systems (FAT) know no move that refuses to overwrite; one that was looked at
        // just now is the best they can do.
        Err(refused)
            if refused.error.kind() != io::ErrorKind::AlreadyExists
                && fs::symlink_metadata(target).is_err() =>
        {
            refused.file.persist(target)
        }
        result => result,
    }
}

/// Makes the new name last (fsync(2): the folder needs a sync of its own). The file is in its
/// place already and complete; where a folder cannot be synced, nothing more can be done.
fn settle(folder: &Path) {
    #[cfg(unix)]
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
    #[cfg(not(unix))]
    let _ = folder;
}

/// Whether the file holds these bytes; one that cannot be read does not.
fn holds(path: &Path, bytes: &[u8]) -> bool {
    let Ok(file) = File::open(path) else { return false };
    if file.metadata().is_ok_and(|metadata| metadata.len() != bytes.len() as u64) {
        return false;
    }
    let mut held = Vec::with_capacity(bytes.len() + 1);
    file.take(bytes.len() as u64 + 1).read_to_end(&mut held).is_ok() && held == bytes
}

/// The folder a file stands in.
pub(super) fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// What is wrong with the way to a file.
pub(super) fn in_folder(path: &Path, error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::NotFound => {
            Problem::refusal("folder-missing").with("folder", folder(path).display())
        }
        io::ErrorKind::NotADirectory => not_a_folder(folder(path)),
        _ => refusal(error),
    }
}

fn not_a_folder(folder: &Path) -> Problem {
    Problem::refusal("not-a-folder").with("folder", folder.display())
}

/// Why the file system does not let a file be written.
pub fn refusal(error: &io::Error) -> Problem {
    use io::ErrorKind::{
        InvalidFilename, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
    };
    match error.kind() {
        StorageFull | QuotaExceeded => Problem::refusal("disk-full"),
        PermissionDenied | ReadOnlyFilesystem => Problem::refusal("file-forbidden"),
        InvalidFilename => Problem::refusal("file-name-too-long"),
        _ => Problem::refusal("file-not-writable").with("reason", reason(error)),
    }
}

/// The same of a file by name.
pub fn unwritable(path: &Path, error: &io::Error) -> Problem {
    refusal(error).in_file(path.display().to_string())
}
