//! A ZIP archive (APPNOTE.TXT 6.3.10) of files that are stored as they are, for PDFs are deflated
//! already. The same files in the same order are the same bytes: there are no times in it.

use std::io::{self, BufWriter, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::draft::Draft;
use super::write::unwritable;
use crate::problem::Problem;

/// An archive that grows beside its place until it is whole.
pub struct Archive {
    path: PathBuf,
    zip: ZipWriter<Once<BufWriter<Draft>>>,
    options: SimpleFileOptions,
}

impl Archive {
    /// Begins an archive that is to stand at a path.
    ///
    /// # Errors
    ///
    /// Those of [`Draft::beside`].
    pub fn beside(path: &Path) -> Result<Archive, Problem> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(0o644);
        let zip =
            ZipWriter::new(Once { inner: BufWriter::new(Draft::beside(path)?), failed: false });
        Ok(Archive { path: path.to_owned(), zip, options })
    }

    /// Adds a file under its path in the archive, with `/`.
    ///
    /// # Errors
    ///
    /// What the file system refuses.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), Problem> {
        let begun = self.zip.start_file(name, self.options).map_err(io::Error::from);
        begun
            .and_then(|()| self.zip.write_all(bytes))
            .map_err(|error| unwritable(&self.path, &error))
    }

    /// Puts it in its place, over what is there.
    ///
    /// # Errors
    ///
    /// What the file system refuses.
    pub fn settle(self) -> Result<(), Problem> {
        let Archive { path, zip, .. } = self;
        let named = |error: &io::Error| unwritable(&path, error);
        let draft = zip.finish().map_err(|error| named(&error.into()))?;
        draft.inner.into_inner().map_err(|error| named(error.error()))?.settle(&path)
    }
}

/// Fails once. What the library then tries in order to end the archive does not fail again, for it would
/// be told on standard error.
struct Once<W> {
    inner: W,
    failed: bool,
}

impl<W: Write> Write for Once<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.failed {
            return Ok(bytes.len());
        }
        self.inner.write(bytes).inspect_err(|_| self.failed = true)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.failed {
            return Ok(());
        }
        self.inner.flush().inspect_err(|_| self.failed = true)
    }
}

impl<W: Write + Seek> Seek for Once<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if self.failed {
            return Ok(0);
        }
        self.inner.seek(to).inspect_err(|_| self.failed = true)
    }
}
