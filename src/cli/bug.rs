//! A panic is a bug of ours: it is said so in one sentence, and the exit code is 101.

use std::panic::{self, AssertUnwindSafe, PanicHookInfo};

use super::report::escape;
use super::stop::Stop;

/// Replaces the message that Rust prints.
pub(super) fn hook() {
    panic::set_hook(Box::new(|info| super::console::plainly(&escape(&sentence(info)))));
}

/// Runs a command; a panic in it ends as [`Stop::Bug`].
pub(super) fn guard(command: impl FnOnce() -> Result<(), Stop>) -> Result<(), Stop> {
    panic::catch_unwind(AssertUnwindSafe(command)).unwrap_or(Err(Stop::Bug))
}

fn sentence(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let payload = info.payload();
    let cause = payload.downcast_ref::<String>().map(String::as_str);
    let cause = cause.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("no message");
    format!(
        "art21 {} has a bug and stopped; what it was given may be right: please report this line \
         with what you typed ({cause}, {place})",
        env!("CARGO_PKG_VERSION")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_a_command_ends_as_a_bug() {
        assert!(matches!(guard(|| panic!("on purpose")), Err(Stop::Bug)));
    }

    #[test]
    fn a_command_without_a_panic_ends_as_it_ends() {
        assert!(guard(|| Ok(())).is_ok());
    }
}
