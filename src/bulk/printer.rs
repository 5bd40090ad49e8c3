//! The file for the print shop, or the files where one would be too long.

use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use crate::files::{self, Draft};
use crate::language::Language;
use crate::output::pdf::{About, Bundle, Drawn, LARGEST, Print};
use crate::problem::{Problem, Problems};
use crate::typeset::Fonts;

/// What is to be printed, and how.
#[derive(Debug, Clone)]
pub struct Printing<'a> {
    /// Where it goes.
    pub path: &'a Path,
    /// What is said of it.
    pub about: About,
    /// Whether each letter begins on a front side.
    pub duplex: bool,
    /// Whether a page for the person goes before each letter.
    pub cover: bool,
    /// Whether the letters are sorted by pages and destination, else as the roster has them.
    pub for_post: bool,
}

/// Writes what is to be printed.
pub(super) struct Printer<'a> {
    printing: &'a Printing<'a>,
    fonts: &'a Fonts,
    print: Print<'a>,
    out: BufWriter<Draft>,
    /// Those that are whole.
    whole: Vec<Draft>,
}

impl<'a> Printer<'a> {
    /// # Errors
    ///
    /// Those of [`Draft::beside`].
    pub(super) fn new(printing: &'a Printing<'a>, fonts: &'a Fonts) -> Result<Self, Problem> {
        let (print, out) = begin(printing, fonts)?;
        Ok(Printer { printing, fonts, print, out, whole: Vec::new() })
    }

    /// Adds what one person gets.
    ///
    /// # Errors
    ///
    /// A font that cannot be embedded; what the file system refuses.
    pub(super) fn add(
        &mut self,
        title: &str,
        language: Language,
        letters: &[Drawn],
    ) -> Result<(), Problems> {
        let bundle = Bundle { title, language, letters };
        if !self.print.has_room(&bundle, LARGEST) {
            let (print, out) = begin(self.printing, self.fonts)?;
            let print = std::mem::replace(&mut self.print, print);
            let out = std::mem::replace(&mut self.out, out);
            self.whole.push(end(self.printing, print, out)?);
        }
        self.print.add(&bundle)?;
        let drained = self.print.drain(&mut self.out);
        Ok(drained.map_err(|error| files::unwritable(self.printing.path, &error))?)
    }

    /// Puts the files in their places; gives their paths.
    ///
    /// # Errors
    ///
    /// What the file system refuses.
    pub(super) fn settle(mut self) -> Result<Vec<PathBuf>, Problem> {
        self.whole.push(end(self.printing, self.print, self.out)?);
        let paths: Vec<PathBuf> =
            (1..=self.whole.len()).map(|number| nth(self.printing.path, number)).collect();
        for (draft, path) in self.whole.into_iter().zip(&paths) {
            draft.settle(path)?;
        }
        Ok(paths)
    }
}

fn begin<'a>(
    printing: &Printing<'_>,
    fonts: &'a Fonts,
) -> Result<(Print<'a>, BufWriter<Draft>), Problem> {
    let print = Print::new(fonts, printing.about.clone(), printing.duplex);
    Ok((print, BufWriter::new(Draft::beside(printing.path)?)))
}

fn end(
    printing: &Printing<'_>,
    print: Print<'_>,
    mut out: BufWriter<Draft>,
) -> Result<Draft, Problem> {
    let refused = |error: &io::Error| files::unwritable(printing.path, error);
    print.finish(&mut out).map_err(|error| refused(&error))?;
    out.into_inner().map_err(|error| refused(error.error()))
}

/// `print.pdf`, `print-2.pdf`.
fn nth(path: &Path, number: usize) -> PathBuf {
    if number == 1 {
        return path.to_owned();
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let extension = path.extension().map(|e| format!(".{}", e.to_string_lossy()));
    path.with_file_name(format!("{stem}-{number}{}", extension.unwrap_or_default()))
}
