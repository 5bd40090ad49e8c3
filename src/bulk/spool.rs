//! The rows of a roster in another order than its own, without holding them: they wait in a file that
//! has no name and goes away with the program.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, SeekFrom, Write as _};

use crate::files;
use crate::input::roster::{Cell, Cells};
use crate::problem::Problem;

/// Rows that wait.
pub(super) struct Spool {
    file: BufWriter<File>,
    /// Where each begins, and where the next would.
    begins: Vec<u64>,
    end: u64,
}

impl Spool {
    /// An empty one.
    ///
    /// # Errors
    ///
    /// What the file system refuses.
    pub(super) fn new() -> Result<Spool, Problem> {
        let file = tempfile::tempfile().map_err(|error| files::refusal(&error))?;
        Ok(Spool { file: BufWriter::new(file), begins: Vec::new(), end: 0 })
    }

    /// Adds a row: its number, the number of its cells, and each after its length.
    ///
    /// # Errors
    ///
    /// What the file system refuses.
    pub(super) fn push(&mut self, row: &Cells) -> Result<(), Problem> {
        self.begins.push(self.end);
        let shown = row.cells.iter().map(Cell::shown);
        let mut write = |bytes: &[u8]| {
            self.end += bytes.len() as u64;
            self.file.write_all(bytes).map_err(|error| files::refusal(&error))
        };
        write(&(row.number as u64).to_le_bytes())?;
        write(&(row.cells.len() as u64).to_le_bytes())?;
        for text in shown {
            write(&(text.len() as u64).to_le_bytes())?;
            write(text.as_bytes())?;
        }
        Ok(())
    }

    /// The rows in this order, each by its place in that in which they were added.
    ///
    /// # Errors
    ///
    /// What the file system refuses.
    pub(super) fn rows(
        self,
        order: Vec<usize>,
    ) -> Result<impl Iterator<Item = io::Result<Cells>> + Send, Problem> {
        let Spool { file, begins, .. } = self;
        let file = file.into_inner().map_err(|error| files::refusal(error.error()))?;
        let mut file = BufReader::new(file);
        Ok(order.into_iter().map(move |at| {
            file.seek(SeekFrom::Start(begins[at]))?;
            let number = length(&mut file)?;
            let cells = (0..length(&mut file)?).map(|_| {
                let mut text = vec![0; length(&mut file)?];
                file.read_exact(&mut text)?;
                Ok(Cell::Text(String::from_utf8(text).map_err(io::Error::other)?))
            });
            Ok(Cells { number, cells: cells.collect::<io::Result<_>>()? })
        }))
    }
}

fn length(file: &mut BufReader<File>) -> io::Result<usize> {
    let mut bytes = [0; 8];
    file.read_exact(&mut bytes)?;
    Ok(u64::from_le_bytes(bytes) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_in_the_order_asked_for() {
        let row = |number, texts: &[&str]| {
            let cells = texts.iter().map(|text| Cell::Text((*text).to_owned())).collect();
            Cells { number, cells }
        };
        let rows = [row(2, &["Erika", "Köln"]), row(3, &[]), row(7, &["", "\n"])];
        let mut spool = Spool::new().unwrap();
        for row in &rows {
            spool.push(row).unwrap();
        }
        let back: Vec<Cells> = spool.rows(vec![2, 0, 1]).unwrap().map(Result::unwrap).collect();
        assert_eq!(back, [rows[2].clone(), rows[0].clone(), rows[1].clone()]);
    }
}
