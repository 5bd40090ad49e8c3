//! Standard output and standard error: data goes to the one, everything for the reader to the
//! other.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use anstream::{AutoStream, ColorChoice};
use terminal_size::{Height, Width};

use super::Color;

/// Where the program speaks.
pub(super) struct Console {
    choice: ColorChoice,
    /// Whether only problems are told.
    quiet: bool,
    /// Whether nothing is told: one JSON document says everything.
    json: bool,
}

impl Console {
    pub(super) fn new(color: Color, quiet: bool, json: bool) -> Self {
        let choice = match color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Console { choice, quiet, json }
    }

    /// Whether the reader wants nothing but problems.
    pub(super) fn quiet(&self) -> bool {
        self.quiet
    }

    /// Whether what is told may be coloured.
    pub(super) fn colored(&self) -> bool {
        let choice = match self.choice {
            ColorChoice::Auto => AutoStream::choice(&io::stderr()),
            choice => choice,
        };
        choice != ColorChoice::Never
    }

    /// Tells the reader something, unless they want quiet. A reader who is gone is no error.
    pub(super) fn tell(&self, text: &str) {
        if !self.quiet {
            self.warn(text);
        }
    }

    /// Tells the reader what they must know even when they want quiet.
    pub(super) fn warn(&self, text: &str) {
        if !self.json {
            let mut stream = AutoStream::new(io::stderr().lock(), self.choice);
            let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
        }
    }

    /// Writes data. Bold and colour are left out where nobody can see them.
    pub(super) fn out(&self, text: &str) -> io::Result<()> {
        let mut stream = AutoStream::new(io::stdout().lock(), self.choice);
        stream.write_all(text.as_bytes())?;
        stream.flush()
    }

    /// Writes bytes as they are.
    pub(super) fn bytes(&self, bytes: &[u8]) -> io::Result<()> {
        let mut stream = io::stdout().lock();
        stream.write_all(bytes)?;
        stream.flush()
    }
}

/// Whether standard output is a terminal.
pub(super) fn stdout_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether a path leads to standard output, as `/dev/stdout` does: to the same file, pipe or terminal.
/// What goes to a device such as `/dev/null` mixes with nothing.
pub(super) fn is_stdout(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::fs::{self, File};
        use std::os::fd::AsFd as _;
        use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
        let own = io::stdout().as_fd().try_clone_to_owned().map(File::from);
        let (Ok(own), Ok(other)) = (own.and_then(|own| own.metadata()), fs::metadata(path)) else {
            return false;
        };
        (own.dev(), own.ino()) == (other.dev(), other.ino())
            && (stdout_is_terminal() || !own.file_type().is_char_device())
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// How many columns the reader of standard output sees: 80 where it is no terminal.
pub(super) fn columns() -> usize {
    clamped(terminal_size::terminal_size_of(io::stdout()))
}

/// The same of standard error, where everything for the reader goes.
pub(super) fn columns_of_reader() -> usize {
    clamped(terminal_size::terminal_size_of(io::stderr()))
}

fn clamped(size: Option<(Width, Height)>) -> usize {
    size.map_or(80, |(width, _)| usize::from(width.0).clamp(40, 120))
}

/// Tells what must be told before or after everything else, even where one JSON document says the
/// rest. Data in it are escaped already.
pub(super) fn plainly(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", text.trim_end());
}

/// Ends with one JSON document about the one thing that is wrong.
pub(super) fn refuse(code: &str, message: &str, help: &str, exit: u8) -> ExitCode {
    let problem = serde_json::json!({
        "severity": "error", "code": code, "message": message, "help": help,
        "file": null, "line": null, "column": null, "row": null, "field": null,
    });
    let document = serde_json::json!({ "problems": [problem] });
    // A closed pipe has nobody to be told to.
    let _ = writeln!(io::stdout().lock(), "{document:#}");
    ExitCode::from(exit)
}
