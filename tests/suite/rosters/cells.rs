//! The cells of text files: what is in the file is what is read, whatever parts and encodes it.

use art21::input::roster::Cell;
use encoding_rs::WINDOWS_1252;
use proptest::prelude::*;

use super::{codes, read_bytes, row, texts};

/// The cases of csv-spectrum, which most readers of CSV are measured with.
#[test]
fn what_other_readers_of_csv_are_measured_with_is_read() {
    let simple = || vec![row(1, &["a", "b", "c"]), row(2, &["1", "2", "3"])];
    let newlines = || {
        let long = row(3, &["Once upon \na time", "5", "6"]);
        let [header, first] = <[_; 2]>::try_from(simple()).unwrap();
        vec![header, first, long, row(4, &["7", "8", "9"])]
    };
    let empty = || vec![row(1, &["a", "b", "c"]), row(2, &["1"]), row(3, &["2", "3", "4"])];
    let cases = [
        (
            "comma_in_quotes",
            "first,last,address,city,zip\nJohn,Doe,120 any st.,\"Anytown, WW\",08123\n",
            vec![
                row(1, &["first", "last", "address", "city", "zip"]),
                row(2, &["John", "Doe", "120 any st.", "Anytown, WW", "08123"]),
            ],
        ),
        ("empty", "a,b,c\n1,\"\",\"\"\n2,3,4\n", empty()),
        ("empty_crlf", "a,b,c\r\n1,\"\",\"\"\r\n2,3,4\r\n", empty()),
        (
            "escaped_quotes",
            "a,b\n1,\"ha \"\"ha\"\" ha\"\n3,4\n",
            vec![row(1, &["a", "b"]), row(2, &["1", "ha \"ha\" ha"]), row(3, &["3", "4"])],
        ),
        (
            "json",
            "key,val\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"coordinates\"\": [102.0, 0.5]}\"\n",
            vec![
                row(1, &["key", "val"]),
                row(2, &["1", "{\"type\": \"Point\", \"coordinates\": [102.0, 0.5]}"]),
            ],
        ),
        ("newlines", "a,b,c\n1,2,3\n\"Once upon \na time\",5,6\n7,8,9\n", newlines()),
        (
            "newlines_crlf",
            "a,b,c\r\n1,2,3\r\n\"Once upon \r\na time\",5,6\r\n7,8,9\r\n",
            newlines(),
        ),
        (
            "quotes_and_newlines",
            "a,b\n1,\"ha \n\"\"ha\"\" \nha\"\n3,4\n",
            vec![row(1, &["a", "b"]), row(2, &["1", "ha \n\"ha\" \nha"]), row(3, &["3", "4"])],
        ),
        ("simple", "a,b,c\n1,2,3\n", simple()),
        ("simple_crlf", "a,b,c\r\n1,2,3\r\n", simple()),
        (
            "utf8",
            "a,b,c\n1,2,3\n4,5,ʤ\n",
            vec![row(1, &["a", "b", "c"]), row(2, &["1", "2", "3"]), row(3, &["4", "5", "ʤ"])],
        ),
    ];
    for (name, text, expected) in cases {
        assert_eq!(texts("roster.csv", text), expected, "{name}");
    }
}

/// The bytes of a text in each way to write it.
fn encoded(text: &str) -> [(&'static str, Vec<u8>); 5] {
    let marked = || format!("\u{FEFF}{text}");
    let (windows, _, lossy) = WINDOWS_1252.encode(text);
    assert!(!lossy, "{text}");
    [
        ("UTF-8", text.as_bytes().to_vec()),
        ("UTF-8 with its mark", marked().into_bytes()),
        ("UTF-16LE", marked().encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("UTF-16BE", marked().encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ("Windows-1252", windows.into_owned()),
    ]
}

#[test]
fn encoding_separator_and_line_end_make_no_difference() {
    let expected = [
        row(1, &["Name", "Straße", "PLZ", "Ort"]),
        row(2, &["Jeanne Dupont", "Rue de l’Œuvre – „€“, 8; bis", "75001", "Paris\t1"]),
        row(4, &["Erika Mustermann", "Heidestraße\n17", "51147", "Köln"]),
        row(5, &["Max Mustermann", "", "51147"]),
    ];
    for separator in [",", ";", "\t"] {
        for end in ["\n", "\r\n", "\r"] {
            let text = "Name|Straße|PLZ|Ort
Jeanne Dupont|\"Rue de l’Œuvre – „€“, 8; bis\"|75001|\"Paris\t1\"

Erika Mustermann|\"Heidestraße
17\"|51147|Köln
Max Mustermann||51147|";
            let text = text.replace('|', separator).replace('\n', end);
            for (encoding, bytes) in encoded(&text) {
                for name in ["roster.csv", "roster.TSV", "roster.tab"] {
                    let said = format!("{encoding}, {separator:?}, {end:?}, {name}");
                    assert_eq!(texts(name, &bytes), expected, "{said}");
                }
            }
        }
    }
}

#[test]
fn a_row_has_the_number_that_a_spreadsheet_shows() {
    let numbers = |text: &str| -> Vec<usize> {
        texts("roster.csv", text).into_iter().map(|(number, _)| number).collect()
    };
    for (text, expected) in [
        ("a\nb\nc", [1, 2, 3]),
        ("a\n\nb\n\nc", [1, 3, 5]),
        ("a\r\n\r\nb\r\n\r\nc", [1, 3, 5]),
        ("a\r\rb\r\rc\r", [1, 3, 5]),
        // A program adds rows to what another wrote.
        ("a\r\nb\nc\n", [1, 2, 3]),
        ("a\nb\r\nc\r\n", [1, 2, 3]),
        ("\"a\n\r\nx\"\n\"b\r\n\"\r\n\nc", [1, 2, 4]),
        ("a\n,,\n\"\"\nb\n  ,\t\nc", [1, 4, 6]),
        // The line is not shown.
        ("sep=;\na\nb\nc", [1, 2, 3]),
        ("\u{FEFF}sep=;\r\na\r\n\r\nb\r\nc", [1, 3, 4]),
    ] {
        assert_eq!(numbers(text), expected, "{text:?}");
    }
}

#[test]
fn a_line_that_tells_the_separator_is_believed() {
    for separator in [",", ";", "\t", "|"] {
        let text = format!("sep={separator}\nName{separator}Ort, PLZ; Land\tStaat\nErika");
        let parted: Vec<&str> = "Ort, PLZ; Land\tStaat".split(separator).collect();
        let header: Vec<&str> = ["Name"].into_iter().chain(parted).collect();
        assert_eq!(texts("roster.csv", &text)[0], row(1, &header), "{separator:?}");
    }
}

#[test]
fn an_empty_row_before_the_header_does_not_hide_what_parts_the_values() {
    for separator in [",", ";", "\t"] {
        let text = "||||\n\nName|Ort, PLZ; Land\tStaat\n".replace('|', separator);
        let header = "Name|Ort, PLZ; Land\tStaat".replace('|', separator);
        let header: Vec<&str> = header.split(separator).collect();
        assert_eq!(texts("roster.csv", text)[0], row(1, &header), "{separator:?}");
    }
}

#[test]
fn what_a_spreadsheet_shows_of_an_error_is_no_text() {
    for shown in ["#N/A", "#NV", "#DIV/0!", "#WERT!", "#REF!", "#BEZUG!", "#NAME?", "Err:502"] {
        let (rows, _) = read_bytes("roster.csv", format!("Name,Ort\n{shown},Köln")).unwrap();
        let wrong = Cell::Wrong { shown: shown.to_owned(), why: "cell-error" };
        assert_eq!(rows[1].1[0], wrong);
    }
    let text = "Name,Ort\n#1,Err:x\n# NV,Err:50\n#N/A ,Fehler: 502\n";
    assert_eq!(texts("roster.csv", text).len(), 4);
}

#[test]
fn a_character_that_the_end_of_a_piece_cuts_in_two_is_whole() {
    // Pieces of 64 KiB are looked at one after the other.
    for length in 65_520..65_540 {
        let text = format!("{}\n🖋ößé🖋ößé\n", "x".repeat(length));
        assert_eq!(texts("roster.csv", &text)[1], row(2, &["🖋ößé🖋ößé"]), "{length}");
        let cut = [text.as_bytes(), b"\xC3"].concat();
        let problems = read_bytes("roster.csv", &cut).unwrap_err();
        assert_eq!(codes(&problems), ["file-not-utf8"]);
        assert_eq!(problems.0[0].args["byte"], cut.len().to_string());
        assert_eq!(problems.0[0].args["line"], "3");
    }
}

#[test]
fn a_quotation_mark_that_is_not_closed_does_not_swallow_the_file() {
    let text = format!("Name,Ort\nErika,\"Köln\n{}", "Max,Köln\n".repeat(50_000));
    let problems = read_bytes("roster.csv", text).unwrap_err();
    assert_eq!(codes(&problems), ["quote-open"]);
    assert_eq!(problems.0[0].args["row"], "2");
}

#[test]
fn what_is_no_roster_is_refused() {
    for (name, content, code) in [
        ("roster.csv", &b""[..], "roster-empty"),
        ("roster.csv", b"\xEF\xBB\xBF", "roster-empty"),
        ("roster.csv", b"\xFF\xFE", "roster-empty"),
        ("roster.csv", b"\n\r\n\n", "roster-empty"),
        ("roster.csv", b"N\0a\0m\0e\0", "file-utf16"),
        ("roster.csv", b"PK\x03\x04\0\0", "file-utf16"),
        ("roster.xls", b"\xD0\xCF\x11\xE0", "not-a-roster"),
        ("roster.pdf", b"%PDF-1.7", "not-a-roster"),
        ("roster", b"Name\nErika", "not-a-roster"),
        ("roster.xlsx", b"Name\nErika", "workbook-unreadable"),
        ("roster.ods", b"", "workbook-unreadable"),
    ] {
        let problems = read_bytes(name, content).unwrap_err();
        assert_eq!(codes(&problems), [code], "{name}: {content:?}");
    }
}

/// What a spreadsheet would make trouble of, and anything else.
fn cell() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "\"", ",", ";", "\t", "\n", "\r", "\r\n", "'", "=", "+", "-", "@", " ", "\u{A0}", "ä", "€",
        "sep=;", "\u{FEFF}", "\u{202E}", "\u{FFFD}",
    ]);
    let piece = prop_oneof![
        3 => odd.prop_map(str::to_owned),
        1 => any::<char>().prop_filter("no text has it", |c| *c != '\0').prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

/// The cells as they are read: without the apostrophe that says that a formula is none, with single
/// line feeds, and without empty ones at the end.
fn kept(cells: &[String]) -> Vec<String> {
    let cell = |cell: &String| {
        let cell = cell.replace("\r\n", "\n").replace('\r', "\n");
        match cell.strip_prefix('\'') {
            Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest.to_owned(),
            _ => cell,
        }
    };
    let mut kept: Vec<String> = cells.iter().map(cell).collect();
    while kept.last().is_some_and(|cell| cell.trim().is_empty()) {
        kept.pop();
    }
    kept
}

proptest! {
    #[test]
    fn what_was_written_is_read_cell_for_cell(
        rows in prop::collection::vec(prop::collection::vec(cell(), 1..7), 0..8),
        separator in prop::sample::select(b",;\t".to_vec()),
        crlf in any::<bool>(),
    ) {
        let header = row(1, &["Name", "Straße", "PLZ", "Ort", "E-Mail"]);
        let mut writer = csv::WriterBuilder::new();
        writer.delimiter(separator).flexible(true);
        if crlf {
            writer.terminator(csv::Terminator::CRLF);
        }
        let mut writer = writer.from_writer(Vec::new());
        writer.write_record(&header.1).unwrap();
        let mut expected = vec![header];
        for (number, cells) in (2..).zip(&rows) {
            writer.write_record(cells).unwrap();
            let kept = kept(cells);
            if !kept.is_empty() {
                expected.push((number, kept));
            }
        }
        prop_assert_eq!(texts("roster.csv", writer.into_inner().unwrap()), expected);
    }
}
