//! Workbooks: what their cells show, which of their rows and sheets are read, how large they may be.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::time::{Duration, Instant};

use art21::input::roster::{Cell, Options};
use art21::problem::Problems;
use tempfile::TempDir;

use super::workbook::{self, Sheet};
use super::{codes, read, read_bytes, row, texts};

const HEADER: [&str; 4] = ["Name", "Straße", "PLZ", "Ort"];

fn visible(rows: &str) -> Vec<u8> {
    workbook::bytes(&[Sheet { name: "Mitglieder", state: "visible", rows }], &[])
}

/// The cell of a row below a header, of each that is given as XML.
fn cells(cells: &[String], formats: &[&str]) -> Vec<Cell> {
    let rows: String = cells.iter().map(|cell| format!("<row>{cell}</row>")).collect();
    let rows = workbook::row("", &["Name"]) + &rows;
    let sheet = Sheet { name: "Mitglieder", state: "visible", rows: &rows };
    let (rows, _) = read_bytes("roster.xlsx", workbook::bytes(&[sheet], formats)).unwrap();
    let numbers: Vec<usize> = rows.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (1..=cells.len() + 1).collect::<Vec<_>>(), "no row is empty");
    rows.into_iter().skip(1).map(|(_, mut row)| row.pop().unwrap()).collect()
}

fn text(shown: &str) -> Cell {
    Cell::Text(shown.to_owned())
}

fn wrong(shown: &str, why: &'static str) -> Cell {
    Cell::Wrong { shown: shown.to_owned(), why }
}

#[test]
fn a_number_is_read_as_its_format_shows_it_or_not_at_all() {
    let unknown = |shown| wrong(shown, "cell-shown-unknown");
    // 46143 is 1 May 2026.
    let table = [
        ("General", "17", text("17")),
        ("General", "-3", text("-3")),
        ("General", "51147.0", text("51147")),
        ("General", "1.5", unknown("1.5")),
        ("General", "1E+20", unknown("100000000000000000000")),
        ("00000", "1067", text("01067")),
        ("00000", "51147", text("51147")),
        ("0", "7", text("7")),
        ("@", "1067", text("1067")),
        ("dd.mm.yyyy", "46143", text("01.05.2026")),
        ("[$-407]dd.mm.yyyy;@", "46143", text("01.05.2026")),
        ("d.m.yy", "46143", text("1.5.26")),
        ("yyyy-mm-dd", "46143.75", text("2026-05-01")),
        ("dd\\.mm\\.yyyy", "46143", text("01.05.2026")),
        ("dd/mm/yyyy", "46143", text("01/05/2026")),
        ("mm-dd-yy", "46143", unknown("2026-05-01")),
        ("d. mmmm yyyy", "46143", unknown("2026-05-01")),
        ("dd.mm.yyyy hh:mm", "46143.75", unknown("2026-05-01")),
        ("[hh]:mm", "1.5", unknown("1.5")),
    ];
    let given: Vec<String> = (1..)
        .zip(&table)
        .map(|(style, (_, number, _))| format!("<c s='{style}'><v>{number}</v></c>"))
        .collect();
    let formats: Vec<&str> = table.iter().map(|(format, ..)| *format).collect();
    for (actual, (format, number, expected)) in cells(&given, &formats).into_iter().zip(table) {
        assert_eq!(actual, expected, "{number} as {format}");
    }
}

#[test]
fn what_a_cell_has_is_read_and_what_a_letter_cannot_say_is_a_problem() {
    let table = [
        ("<c t='inlineStr'><is><t xml:space='preserve'> Erika </t></is></c>", text(" Erika ")),
        ("<c t='inlineStr'><is><r><t>Eri</t></r><r><t>ka</t></r></is></c>", text("Erika")),
        ("<c t='str'><v>Erika &amp; Max</v></c>", text("Erika & Max")),
        ("<c t='str'><f>A1&amp;B1</f><v>Erika</v></c>", text("Erika")),
        ("<c><f>6*7</f><v>42</v></c>", text("42")),
        ("<c><f>A1&amp;B1</f></c>", wrong("=A1&B1", "cell-not-calculated")),
        ("<c><f>A1</f><v></v></c>", wrong("=A1", "cell-not-calculated")),
        ("<c t='b'><v>1</v></c>", wrong("TRUE", "cell-boolean")),
        ("<c t='b'><v>0</v></c>", wrong("FALSE", "cell-boolean")),
        ("<c t='e'><v>#N/A</v></c>", wrong("#N/A", "cell-error")),
        ("<c t='e'><f>1/0</f><v>#DIV/0!</v></c>", wrong("#DIV/0!", "cell-error")),
        ("<c t='d'><v>2026-05-01</v></c>", wrong("2026-05-01", "cell-shown-unknown")),
        // It is what it shows, and no formula.
        ("<c t='inlineStr'><is><t>=1+1</t></is></c>", text("=1+1")),
        ("<c t='inlineStr'><is><t>'=1+1</t></is></c>", text("'=1+1")),
    ];
    let given: Vec<String> = table.iter().map(|(cell, _)| (*cell).to_owned()).collect();
    for (actual, (cell, expected)) in cells(&given, &[]).into_iter().zip(table) {
        assert_eq!(actual, expected, "{cell}");
    }
}

#[test]
fn rows_and_columns_in_which_nothing_stands_are_left_out() {
    let rows = format!(
        "<row r='2'/>{}<row r='5'><c r='A5' s='0'/><c r='XFD5' s='0'/></row>{}\
         <row r='1048576'><c r='B1048576'/></row>",
        workbook::row("r='3'", &HEADER),
        workbook::row("r='9'", &["Erika", "", "51147", "", ""]),
    );
    assert_eq!(
        texts("roster.xlsx", visible(&rows)),
        [row(1, &HEADER), row(9, &["Erika", "", "51147"])]
    );
}

fn told(bytes: Vec<u8>) -> Problems {
    read_bytes("roster.xlsx", bytes).unwrap().1
}

#[test]
fn rows_that_are_hidden_are_read_and_mentioned() {
    let person = |attributes: &str| workbook::row(attributes, &["Erika"]);
    let rows = [
        workbook::row("r='1' hidden='1'", &HEADER),
        person(""),
        person("hidden='1'"),
        person("r='7' hidden='true'"),
        person("hidden='0'"),
        // Nothing stands in it.
        "<row r='9' hidden='1'><c r='A9' s='0'/></row>".to_owned(),
    ];
    let sheet = |name, state, rows| Sheet { name, state, rows };
    let rows = rows.concat();
    let shown = workbook::row("", &HEADER) + &person("");
    // The other sheet's rows are not meant, and its name is one that XML has to escape.
    let sheets =
        [sheet("Alle &amp; mehr", "visible", shown.as_str()), sheet("2", "visible", &rows)];
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("roster.xlsx");
    std::fs::write(&path, workbook::bytes(&sheets, &[])).unwrap();
    let of = |name: &str| Options { sheet: Some(name.to_owned()), ..Options::default() };
    let (read_rows, problems) = read(&path, &of("2")).unwrap();
    let numbers: Vec<usize> = read_rows.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [1, 2, 3, 7, 8]);
    assert_eq!(codes(&problems), ["hidden-rows"]);
    assert_eq!((&*problems.0[0].args["count"], &*problems.0[0].args["rows"]), ("2", "3, 7"));
    assert_eq!(codes(&read(&path, &of("Alle & mehr")).unwrap().1), [""; 0]);

    let many = workbook::row("", &HEADER) + &person("hidden='1'").repeat(30);
    let args = told(visible(&many)).0.remove(0).args;
    assert_eq!(args["count"], "30");
    assert!(args["rows"].ends_with(", 20, 21, …"), "{args:?}");
}

#[test]
fn the_first_sheet_that_is_not_hidden_is_read_and_others_are_mentioned() {
    let rows = workbook::row("", &HEADER) + &workbook::row("", &["Erika"]);
    let sheet = |name, state| Sheet { name, state, rows: &rows };
    let hidden = [sheet("Alt", "hidden"), sheet("Älter", "veryHidden")];
    assert_eq!(
        codes(&read_bytes("roster.xlsx", workbook::bytes(&hidden, &[])).unwrap_err()),
        ["no-visible-sheet"]
    );
    let [old, older] = hidden;
    let all = [old, sheet("Mitglieder", "visible"), sheet("Vorstand", "visible"), older];
    let problems = told(workbook::bytes(&all, &[]));
    assert_eq!(codes(&problems), ["further-sheets"]);
    assert_eq!(problems.0[0].args["used"], "Mitglieder");
    assert_eq!(problems.0[0].args["others"], "Vorstand");
}

/// A million formatted rows below the persons, as they come of formatting whole columns.
#[test]
fn a_million_empty_rows_are_no_persons() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("roster.xlsx");
    let rows = ["Erika", "Max", "Jane"].map(|name| workbook::row("", &[name, "", "51147"]));
    let rows = workbook::row("", &HEADER) + &rows.concat();
    let sheet = Sheet { name: "Mitglieder", state: "visible", rows: &rows };
    let file = BufWriter::new(File::create(&path).unwrap());
    let empty = |sheet: &mut dyn Write| {
        for row in 5..1_000_005 {
            write!(sheet, "<row r='{row}'><c r='A{row}' s='1'/><c r='D{row}' s='1'/></row>")
                .unwrap();
        }
    };
    workbook::write(file, &[sheet], &["00000"], empty).flush().unwrap();
    let (rows, problems) = read(&path, &Options::default()).unwrap();
    let names: Vec<_> =
        rows.into_iter().map(|(number, cells)| (number, cells[0].clone())).collect();
    let expected = [(1, "Name"), (2, "Erika"), (3, "Max"), (4, "Jane")];
    assert_eq!(names, expected.map(|(number, name)| (number, text(name))));
    assert_eq!(codes(&problems), [""; 0]);
}

/// A small file that would fill any memory is refused before it is read, whatever it says of its own
/// size.
#[test]
fn a_workbook_that_unpacks_to_more_than_the_limit_is_refused_in_time() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("roster.xlsx");
    let rows = workbook::row("", &HEADER) + &workbook::row("", &["Erika"]);
    let sheet = Sheet { name: "Mitglieder", state: "visible", rows: &rows };
    let file = BufWriter::new(File::create(&path).unwrap());
    let blanks = |sheet: &mut dyn Write| {
        let piece = vec![b' '; 1 << 20];
        for _ in 0..1 << 10 {
            sheet.write_all(&piece).unwrap();
        }
    };
    workbook::write(file, &[sheet], &[], blanks).flush().unwrap();
    assert!(path.metadata().unwrap().len() < 1 << 24, "it is small");
    let begun = Instant::now();
    let problems = read(&path, &Options::default()).unwrap_err();
    assert_eq!(codes(&problems), ["workbook-too-large"]);
    assert_eq!(problems.0[0].args["limit"], "1 GiB");
    let needed = begun.elapsed();
    assert!(needed < Duration::from_secs(30), "{needed:?}");
}
