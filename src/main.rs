//! Calls [`art21::cli`] and returns its exit code.

use std::process::ExitCode;

/// A letter is some thousand small allocations: in the bench it takes a tenth less time than with
/// the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    art21::cli::run()
}
