//! Letters a second into memory: the rows of `roster.py`, read, written, set and made into PDFs, on one
//! thread and on two; and whether a letter costs the same among a hundred as among a hundred thousand.
//!
//!     python3 benches/roster.py 100000 > target/members.csv
//!     cargo bench --bench bulk

#![expect(clippy::print_stdout, reason = "figures are what a bench is for")]

use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use art21::bulk::{Bench, Maker, Wanted};
use art21::input::config::Base;
use art21::input::roster::{Cells, Options, Roster, RowReader};
use art21::letter::Writer;
use art21::output::Format;
use art21::problem::Source;
use art21::texts::Texts;
use art21::typeset::Fonts;

// As in `src/main.rs`.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const CONFIG: &str = include_str!("roster.toml");

/// How many bytes the letters of these rows have.
fn bytes(rows: &[Cells], reader: &RowReader<'_>, bench: &Bench<'_>) -> usize {
    let mut maker = Maker::new(bench);
    let wanted = Wanted { formats: &[Format::Pdf], drawn: false, cover: false };
    let letter = |cells: &Cells| {
        let made = maker.letter(&reader.person(cells), wanted);
        let Ok(made) = made else { panic!("row {} is wrong", cells.number) };
        assert_eq!(made.pages, 2, "row {}: the figures are for two pages", cells.number);
        made.files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>()
    };
    rows.iter().map(letter).sum()
}

fn main() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/members.csv");
    let Ok(texts) = Texts::load(None) else { panic!("the catalogue is wrong") };
    let source = Arc::new(Source::new("roster.toml", CONFIG));
    let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap_or_default();
    let Ok((base, _)) = Base::read(&source, &texts, today) else { panic!("the config is wrong") };
    let Ok((roster, _)) = Roster::open(&path, &Options::default(), &texts) else {
        panic!("python3 benches/roster.py 100000 > target/members.csv")
    };
    let reader = roster.reader(&base, &texts, today);
    let rows: Vec<Cells> = roster.filter_map(Result::ok).collect();
    let Ok(words) = Writer::new(&texts) else { panic!("a template is wrong") };
    let Ok(fonts) = Fonts::new(Vec::new()) else { panic!("a font is wrong") };
    let bench = Bench { words: &words, fonts: &fonts, folder: Path::new("."), organiser: None };

    println!("{:>8} {:>8} {:>12} {:>12}", "letters", "threads", "letters/s", "KB a letter");
    for (count, threads) in [(100, 1), (1_000, 1), (10_000, 1), (100_000, 1), (10_000, 2)] {
        let rows = &rows[..count.min(rows.len())];
        let begun = Instant::now();
        let size: usize = thread::scope(|scope| {
            let shares = rows.chunks(rows.len().div_ceil(threads));
            let work: Vec<_> =
                shares.map(|rows| scope.spawn(|| bytes(rows, &reader, &bench))).collect();
            work.into_iter().map(|share| share.join().unwrap_or_default()).sum()
        });
        let seconds = begun.elapsed().as_secs_f64();
        let (rate, each) = (rows.len() as f64 / seconds, size as f64 / 1024.0 / rows.len() as f64);
        println!("{:>8} {threads:>8} {rate:>12.0} {each:>12.1}", rows.len());
    }
}
