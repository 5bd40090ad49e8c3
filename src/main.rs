//! Calls [`art21::cli`] and returns its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    art21::cli::run()
}
