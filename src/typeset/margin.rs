//! Optical margins: light marks at the edge of a justified column stand a little outside it, so
//! that the edge looks straight.

/// Which share of its width a character stands outside the left margin, where it begins a line.
pub(super) fn left(c: char) -> f32 {
    match c {
        '„' | '“' | '‚' | '‘' | '”' | '’' | '"' | '\'' => 0.4,
        '»' | '«' | '›' | '‹' => 0.3,
        '–' | '—' => 0.2,
        '(' | '[' => 0.1,
        _ => 0.0,
    }
}

/// Which share of its width a character stands outside the right margin, where it ends a line.
pub(super) fn right(c: char) -> f32 {
    match c {
        '.' | ',' => 0.7,
        '-' | '\u{ad}' | '\u{2010}' | '\u{2011}' => 0.55,
        '“' | '”' | '‘' | '’' | '„' | '"' | '\'' => 0.5,
        ':' | ';' => 0.4,
        '»' | '«' | '›' | '‹' => 0.3,
        '–' | '—' => 0.25,
        '!' | '?' => 0.15,
        ')' | ']' => 0.1,
        _ => 0.0,
    }
}
