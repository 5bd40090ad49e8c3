//! What a spreadsheet shows of a number or a day.

use chrono::NaiveDateTime;

use super::cells::Cell;

/// The largest number that a spreadsheet keeps to its last digit.
const EXACT: f64 = 1e15;

/// A number: a whole one is its digits, filled up with zeros where the format is `00000`; what
/// else is shown hangs on the format and the country of whoever looks.
pub(super) fn shown(number: f64, format: &str) -> Cell {
    if number.fract() != 0.0 || number.abs() >= EXACT {
        return unknown(&number.to_string());
    }
    let zeros = format.len();
    let filled = !format.is_empty() && format.bytes().all(|b| b == b'0') && number >= 0.0;
    let width = if filled { zeros } else { 1 };
    Cell::Text(format!("{:0width$}", number as i64))
}

/// A day, as its format shows it, unless the format leaves it to the country of whoever looks.
pub(super) fn day(at: NaiveDateTime, format: &str) -> Cell {
    let mut shown = String::new();
    let mut rest = format;
    // Of `[$-407]dd.mm.yyyy;@` the middle.
    if let Some((_, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        rest = after;
    }
    rest = rest.split(';').next().unwrap_or_default();
    while let Some(first) = rest.chars().next() {
        let length = rest.chars().take_while(|c| *c == first).count();
        let (run, after) = rest.split_at(length * first.len_utf8());
        let code = match run.to_ascii_lowercase().as_str() {
            "yyyy" => "%Y",
            "yy" => "%y",
            "mm" => "%m",
            "m" => "%-m",
            "dd" => "%d",
            "d" => "%-d",
            "." | "-" | "/" | " " => run,
            // A backslash before what stands for itself.
            "\\" => "",
            _ => return unknown(&at.date().to_string()),
        };
        shown.push_str(code);
        rest = after;
    }
    // The format of id 14 is the country's, whatever the file says.
    if shown.is_empty() || format == "mm-dd-yy" {
        return unknown(&at.date().to_string());
    }
    Cell::Text(at.format(&shown).to_string())
}

/// A day or time whose shown form is not known.
pub(super) fn unknown(text: &str) -> Cell {
    Cell::Wrong { shown: text.to_owned(), why: "cell-shown-unknown" }
}
