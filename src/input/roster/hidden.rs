//! Which rows of a sheet are hidden, by hand or by a filter that was left on: what reads workbooks
//! does not tell it.

use std::fs::File;
use std::io::BufReader;
use std::ops::RangeInclusive;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// The parts of a workbook.
type Parts = ZipArchive<BufReader<File>>;

/// The rows of a sheet that are hidden.
#[derive(Default)]
pub(super) struct Hidden {
    /// Their numbers, from 1, in order.
    rows: Vec<RangeInclusive<usize>>,
}

impl Hidden {
    /// Reads those of a sheet. Of what cannot be read there are none: whoever reads the workbook says
    /// so.
    pub(super) fn read(file: File, sheet: &str, is_ods: bool) -> Hidden {
        let parts = ZipArchive::new(BufReader::new(file)).ok();
        let read = if is_ods { of_ods } else { of_xlsx };
        parts.and_then(|mut parts| read(&mut parts, sheet)).unwrap_or_default()
    }

    /// Whether a row is hidden.
    pub(super) fn has(&self, row: usize) -> bool {
        let next = self.rows.partition_point(|range| *range.end() < row);
        self.rows.get(next).is_some_and(|range| range.contains(&row))
    }
}

fn of_ods(parts: &mut Parts, sheet: &str) -> Option<Hidden> {
    let mut hidden = Hidden::default();
    let (mut inside, mut last) = (false, 0_usize);
    each(parts, "content.xml", |tag| match tag.local_name().into_inner() {
        "table" => inside = attribute(tag, "name").as_deref() == Some(sheet),
        "table-row" if inside => {
            let count = attribute(tag, "number-rows-repeated").and_then(|c| c.parse().ok());
            let first = last.saturating_add(1);
            last = last.saturating_add(count.unwrap_or(1));
            if attribute(tag, "visibility").is_some_and(|visibility| visibility != "visible") {
                hidden.rows.push(first..=last);
            }
        }
        _ => {}
    })?;
    Some(hidden)
}

fn of_xlsx(parts: &mut Parts, sheet: &str) -> Option<Hidden> {
    let mut names = parts.file_names().filter_map(Result::ok);
    let book = names.find(|name| name.ends_with("workbook.xml"))?.into_owned();
    drop(names);
    let (folder, name) = book.rsplit_once('/').unwrap_or(("", &book));
    let mut wanted = None;
    each(parts, &book, |tag| {
        let is_sheet = tag.local_name().into_inner() == "sheet";
        if is_sheet && attribute(tag, "name").as_deref() == Some(sheet) {
            wanted = attribute(tag, "id");
        }
    })?;
    let wanted = wanted?;
    let mut target = None;
    each(parts, &format!("{folder}/_rels/{name}.rels"), |tag| {
        if attribute(tag, "Id").as_ref() == Some(&wanted) {
            target = attribute(tag, "Target");
        }
    })?;
    let target = target?;
    let path = match target.strip_prefix('/') {
        Some(path) => path.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut hidden = Hidden::default();
    let mut last = 0_usize;
    each(parts, &path, |tag| {
        if tag.local_name().into_inner() == "row" {
            last = attribute(tag, "r")
                .and_then(|row| row.parse().ok())
                .unwrap_or(last.saturating_add(1));
            if attribute(tag, "hidden").is_some_and(|hidden| hidden == "1" || hidden == "true") {
                hidden.rows.push(last..=last);
            }
        }
    })?;
    Some(hidden)
}

/// Hears of each tag that opens in a part.
fn each(parts: &mut Parts, path: &str, mut hear: impl FnMut(&BytesStart<'_>)) -> Option<()> {
    let part = parts.by_name(path).ok()?;
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Start(tag) | Event::Empty(tag) => hear(&tag),
            Event::Eof => return Some(()),
            _ => {}
        }
        buffer.clear();
    }
}

/// What an attribute says, by its name without the prefix; of `sheetId` and `r:id` only the second
/// is `id`.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = tag.attributes().flatten();
    let found = all.find(|attribute| attribute.key.local_name().into_inner() == name)?;
    Some(found.normalized_value(XmlVersion::Implicit1_0).ok()?.into_owned())
}
