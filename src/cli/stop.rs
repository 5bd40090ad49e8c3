//! What stops a command, and the exit code of each (0, 1, 2, 4, 101, 130).

use std::io;

use crate::files;
use crate::problem::{Cure, Problem, Problems, Severity};

/// Why a command did not get to its end.
#[derive(Debug)]
pub(super) enum Stop {
    /// Something is wrong; the reader is told all of it.
    Problems(Problems),
    /// Whoever read standard output has read enough: no error.
    Enough,
    /// The person went away in the middle of a question, or wants the work to stop.
    Interrupted,
    /// A panic, already told.
    Bug,
}

impl From<Problems> for Stop {
    fn from(problems: Problems) -> Self {
        Stop::Problems(problems)
    }
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Self {
        Stop::Problems(problem.into())
    }
}

/// Standard output could not be written.
impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Stop::Enough,
            _ => Problem::refusal("output-refused").with("reason", files::reason(&error)).into(),
        }
    }
}

/// Ends the program here and now, as an interruption does.
#[expect(clippy::exit, reason = "a handler of signals has nobody to return to")]
pub(super) fn at_once() {
    std::process::exit(i32::from(INTERRUPTED));
}

/// Done.
pub(super) const DONE: u8 = 0;
/// Something in the user's files is wrong.
const FILES: u8 = 1;
/// The command line.
const USAGE: u8 = 2;
/// The file system refused.
const REFUSED: u8 = 4;
/// A bug.
const BUG: u8 = 101;
/// Interrupted.
const INTERRUPTED: u8 = 130;

impl Stop {
    /// The exit code, once what it holds was added to `problems`.
    pub(super) fn code(&self, problems: &Problems) -> u8 {
        match self {
            Stop::Problems(_) => code(problems),
            Stop::Enough => DONE,
            Stop::Interrupted => INTERRUPTED,
            Stop::Bug => BUG,
        }
    }
}

/// The exit code of problems. A command line that cannot be followed comes first, as nothing else
/// was looked at.
pub(super) fn code(problems: &Problems) -> u8 {
    let any = |cure| problems.0.iter().any(|p| p.severity == Severity::Error && p.cure == cure);
    if any(Cure::CommandLine) {
        USAGE
    } else if any(Cure::FileSystem) {
        REFUSED
    } else if problems.has_errors() {
        FILES
    } else {
        DONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_problem_gives_the_exit_code() {
        let mut problems = Problems::default();
        assert_eq!(code(&problems), DONE);
        problems.push(Problem::warning("stale-facts"));
        assert_eq!(code(&problems), DONE);
        problems.push(Problem::error("unknown-key"));
        assert_eq!(code(&problems), FILES);
        problems.push(Problem::refusal("output-refused"));
        assert_eq!(code(&problems), REFUSED);
        problems.push(Problem::usage("format-unknown"));
        assert_eq!(code(&problems), USAGE);
    }

    #[test]
    fn a_broken_pipe_is_no_error() {
        let stop = Stop::from(io::Error::from(io::ErrorKind::BrokenPipe));
        assert_eq!(stop.code(&Problems::default()), DONE);
    }
}
