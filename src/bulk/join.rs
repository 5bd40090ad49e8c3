//! Puts the parts of a roster together into what one run makes.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use csv::ByteRecord;

use super::folder::{self, INDEX, Plan, RUN, SUMS};
use super::index;
use super::part::Part;
use crate::case::reference::Reference;
use crate::files;
use crate::problem::{Problem, Problems};

/// The largest letter, and the largest index of a part, in bytes.
const LARGEST: u64 = 1 << 30;

/// A part as it was found.
struct Found {
    folder: PathBuf,
    header: ByteRecord,
    /// The lines of its index, by row.
    index: Vec<(usize, ByteRecord)>,
    /// The sum and the path of each file, by row.
    sums: Vec<(usize, String, String)>,
}

/// Puts the parts in these folders together; gives the number of letters.
///
/// # Errors
///
/// A folder that is no part, parts that do not belong together, one that is missing or there twice; a
/// file that is not what its sum says. Then nothing is written.
pub fn join(parts: &[PathBuf], into: &Path) -> Result<usize, Problems> {
    let plans = all(parts.iter().map(|folder| plan(folder)))?;
    let plan = whole(&plans)?;
    // Only to see whether something else is there.
    plan.clone().in_folder(into)?;
    let found = all(plans.into_iter().map(|(folder, plan, part)| read(folder, &plan, part)))?;
    write(&found, &plan, into)
}

/// All of them, or all that is wrong with any.
fn all<T>(results: impl Iterator<Item = Result<T, Problems>>) -> Result<Vec<T>, Problems> {
    let (mut all, mut problems) = (Vec::new(), Problems::default());
    for result in results {
        match result {
            Ok(one) => all.push(one),
            Err(wrong) => problems.0.extend(wrong.0),
        }
    }
    if problems.has_errors() { Err(problems) } else { Ok(all) }
}

/// The plan of a part.
fn plan(folder: &Path) -> Result<(&Path, Plan, Part), Problems> {
    let problem = || Problem::error("no-part").in_file(folder.display().to_string());
    let plan = Plan::read(folder)?.ok_or_else(problem)?;
    let part = plan.part.ok_or_else(problem)?;
    Ok((folder, plan, part))
}

/// The plan of the whole.
fn whole(plans: &[(&Path, Plan, Part)]) -> Result<Plan, Problems> {
    let mut problems = Problems::default();
    let Some((_, first, one)) = plans.first() else {
        return Err(Problem::usage("no-parts").into());
    };
    let bare = |plan: &Plan| Plan { part: None, letters: None, ..plan.clone() };
    let whole = bare(first);
    let mut seen: BTreeMap<u64, &Path> = BTreeMap::new();
    for (folder, plan, part) in plans {
        let named = |problem: Problem| problem.in_file(folder.display().to_string());
        if part.of != one.of || bare(plan) != whole {
            problems.push(named(Problem::error("part-of-another-run")));
        } else if let Some(earlier) = seen.insert(part.number, folder) {
            let problem = Problem::error("part-twice").with("other", earlier.display());
            problems.push(named(problem.with("part", part)));
        }
    }
    let missing = (1..=one.of).filter(|number| !seen.contains_key(number));
    let missing: Vec<String> = missing.map(|number| format!("{number}/{}", one.of)).collect();
    if !missing.is_empty() && !problems.has_errors() {
        problems.push(Problem::error("part-missing").with("parts", missing.join(", ")));
    }
    if problems.has_errors() { Err(problems) } else { Ok(whole) }
}

/// Reads a part and holds its files against their sums.
fn read(folder: &Path, plan: &Plan, part: Part) -> Result<Found, Problems> {
    let broken = |name: &str| {
        let path = folder.join(name).display().to_string();
        Problems::from(Problem::error("part-damaged").in_file(path))
    };
    let text = files::read_text(&folder.join(INDEX), LARGEST)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.byte_headers().map_err(|_| broken(INDEX))?.clone();
    let place = |name: &str| header.iter().position(|column| column == name.as_bytes());
    let places = place("row").zip(place("reference"));
    let (row_at, reference_at) = places.ok_or_else(|| broken(INDEX))?;
    let mut index = Vec::new();
    let mut rows = BTreeMap::new();
    for record in reader.byte_records() {
        let record = record.map_err(|_| broken(INDEX))?;
        let text = |at: usize| record.get(at).and_then(|cell| str::from_utf8(cell).ok());
        let row = text(row_at).and_then(|row| row.parse().ok()).ok_or_else(|| broken(INDEX))?;
        let reference = text(reference_at).unwrap_or_default().to_owned();
        if rows.insert(reference, (row, 0)).is_some() {
            return Err(broken(INDEX));
        }
        index.push((row, record));
    }
    if plan.letters != Some(index.len()) {
        return Err(broken(INDEX));
    }
    let mut sums = Vec::new();
    let mut problems = Problems::default();
    for line in files::read_text(&folder.join(SUMS), LARGEST)?.lines() {
        let (sum, path) = line.split_once("  ").ok_or_else(|| broken(SUMS))?;
        let reference = of_letter(path).filter(|reference| part.has(reference));
        let reference = reference.ok_or_else(|| broken(SUMS))?.to_string();
        let (row, files) = rows.get_mut(&reference).ok_or_else(|| broken(SUMS))?;
        *files += 1;
        let full = folder.join(path);
        folder::no_links(full.parent().unwrap_or(folder))?;
        match files::sum(&full) {
            Ok(held) if held == sum => {}
            Ok(_) => {
                let problem = Problem::error("sum-differs");
                problems.push(problem.in_file(full.display().to_string()));
            }
            Err(wrong) => problems.push(wrong),
        }
        sums.push((*row, sum.to_owned(), path.to_owned()));
    }
    if problems.has_errors() {
        return Err(problems);
    }
    // Each letter has as many files as any other: as many as there are formats.
    let files = sums.len().checked_div(index.len()).unwrap_or_default();
    if rows.values().any(|(_, count)| *count != files || *count == 0) {
        return Err(broken(SUMS));
    }
    Ok(Found { folder: folder.to_owned(), header, index, sums })
}

/// The reference of a letter at the place where runs put it, and nowhere else: what the sums of another
/// machine say is not to be trusted.
fn of_letter(path: &str) -> Option<Reference> {
    let name = path.strip_prefix("letters/")?.get(3..)?;
    let reference = folder::reference(Path::new(name))?;
    let first = reference.to_string().get(4..6)?.to_owned();
    let safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    let there = path == format!("letters/{first}/{name}") && name.chars().all(safe);
    (there && !name.contains("..")).then_some(reference)
}

/// Writes the whole.
fn write(found: &[Found], plan: &Plan, into: &Path) -> Result<usize, Problems> {
    let mut rows: Vec<_> = found.iter().flat_map(|part| &part.index).collect();
    let mut sums: Vec<_> =
        found.iter().flat_map(|part| part.sums.iter().map(move |line| (part, line))).collect();
    rows.sort_by_key(|(row, _)| *row);
    sums.sort_by_key(|(_, (row, ..))| *row);
    folder::make(into)?;
    files::whole(&into.join(RUN), plan.text().as_bytes(), true)?;
    let mut lines = String::new();
    for (part, (_, sum, path)) in sums {
        let (from, to) = (part.folder.join(path), into.join(path));
        folder::no_links(to.parent().unwrap_or(into))?;
        folder::make(to.parent().unwrap_or(into))?;
        let written = files::unsettled(&to, &files::read(&from, LARGEST)?)?;
        if written.sha256 != *sum {
            let problem = Problem::error("sum-differs").in_file(from.display().to_string());
            return Err(problem.into());
        }
        lines.push_str(&format!("{sum}  {path}\n"));
    }
    let mut out = index::writer(Vec::new()).map_err(|error| files::refusal(&error))?;
    let header = found.first().map(|part| &part.header);
    let refused = |reason: String| Problem::refusal("file-not-writable").with("reason", reason);
    for record in header.into_iter().chain(rows.iter().map(|(_, record)| record)) {
        let cells = record.iter().map(|cell| String::from_utf8_lossy(cell));
        let cells = cells.map(|cell| index::harmless(&cell).into_owned());
        out.write_record(cells).map_err(|error| refused(error.to_string()))?;
    }
    let bytes = out.into_inner().map_err(|error| refused(error.to_string()))?;
    files::whole(&into.join(INDEX), &bytes, true)?;
    files::whole(&into.join(SUMS), lines.as_bytes(), true)?;
    let plan = Plan { letters: Some(rows.len()), ..plan.clone() };
    files::whole(&into.join(RUN), plan.text().as_bytes(), true)?;
    Ok(rows.len())
}
