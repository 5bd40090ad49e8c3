//! Files that grow beside their place until they are whole.

use std::fs::{self, File, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

use super::write::{folder, in_folder, is_folder, put_draft, refusal};
use crate::problem::Problem;

/// What the names of drafts begin and end with.
const PREFIX: &str = ".art21-";
/// See [`PREFIX`].
const SUFFIX: &str = ".part";

/// A file that is being written. Nobody sees it before it is whole.
pub struct Draft(NamedTempFile);

impl Draft {
    /// Begins a file that is to stand at a path.
    ///
    /// # Errors
    ///
    /// A folder that is not there or takes no file.
    pub fn beside(path: &Path) -> Result<Draft, Problem> {
        let named = |problem: Problem| problem.in_file(path.display().to_string());
        if is_folder(path) {
            return Err(named(Problem::refusal("target-is-folder")));
        }
        if !folder(path).is_dir() {
            let missing = io::Error::from(io::ErrorKind::NotFound);
            return Err(named(in_folder(path, &missing)));
        }
        begin(folder(path), &mut builder()).map(Draft).map_err(|error| named(refusal(&error)))
    }

    /// Puts it in its place, in one step, over what is there; equal content stays untouched.
    ///
    /// # Errors
    ///
    /// What the file system refuses.
    pub fn settle(self, path: &Path) -> Result<(), Problem> {
        put_draft(self.0, path).map_err(|problem| problem.in_file(path.display().to_string()))
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl Seek for Draft {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

/// What makes files that others may read as far as the umask lets them.
pub(super) fn builder() -> Builder<'static, 'static> {
    let mut builder = Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder
}

/// An empty draft in a folder, locked as long as whoever writes it lives.
pub(super) fn begin(folder: &Path, builder: &mut Builder<'_, '_>) -> io::Result<NamedTempFile> {
    builder.prefix(PREFIX).suffix(SUFFIX);
    loop {
        let file = builder.tempfile_in(folder)?;
        // Before it was locked, another run may have swept it.
        match file.as_file().try_lock() {
            Ok(()) if !file.path().exists() => {}
            Err(TryLockError::WouldBlock) => {}
            // Where a file system knows no locks, drafts are swept by hand.
            Ok(()) | Err(TryLockError::Error(_)) => return Ok(file),
        }
    }
}

/// Removes the drafts in a folder whose writers died. Those of other runs that go on stay.
pub fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let is_draft = name.starts_with(PREFIX) && name.ends_with(SUFFIX);
        let Some(file) = File::open(&path).ok().filter(|_| is_draft) else { continue };
        // Locked until it is gone, so that nobody takes it for their own meanwhile.
        if file.try_lock().is_ok() {
            let _ = fs::remove_file(&path);
        }
    }
}
