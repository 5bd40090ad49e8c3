//! How far long work has got: on one line of a terminal, or now and then on a line of its own.

use std::io::{self, IsTerminal as _};
use std::time::{Duration, Instant};

use super::session::Session;

/// How often a terminal is told, and how often anything else is.
const TERMINAL: Duration = Duration::from_millis(200);
const ELSEWHERE: Duration = Duration::from_secs(10);

/// Tells how far work has got, unless the reader wants quiet.
pub(super) struct Progress<'s> {
    session: &'s Session,
    /// The words for it.
    key: &'static str,
    /// How much there is to do, where that is known.
    total: Option<usize>,
    begun: Instant,
    told: Instant,
    terminal: bool,
    shown: bool,
}

impl<'s> Progress<'s> {
    pub(super) fn new(session: &'s Session, key: &'static str, total: Option<usize>) -> Self {
        let now = Instant::now();
        let terminal = io::stderr().is_terminal();
        Progress { session, key, total, begun: now, told: now, terminal, shown: false }
    }

    /// So much is done.
    pub(super) fn at(&mut self, done: usize) {
        let pause = if self.terminal { TERMINAL } else { ELSEWHERE };
        if self.told.elapsed() < pause {
            return;
        }
        self.told = Instant::now();
        let seconds = self.begun.elapsed().as_secs_f64();
        let rate = done as f64 / seconds;
        let left = self.total.map(|total| (total.saturating_sub(done)) as f64 / rate);
        let left = left.map_or(String::new(), |left| {
            self.session.words("progress-left", &[("seconds", &format!("{:.0}", left.ceil()))])
        });
        let (done, rate) = (done.to_string(), format!("{rate:.0}"));
        let line =
            self.session.words(self.key, &[("done", &done), ("rate", &rate), ("left", &left)]);
        let (before, after) = if self.terminal { ("\r\u{1b}[K", "") } else { ("", "\n") };
        self.session.console.tell(&format!("{before}{line}{after}"));
        self.shown = self.terminal;
    }

    /// Takes the line away.
    pub(super) fn end(self) {
        if self.shown {
            self.session.console.tell("\r\u{1b}[K");
        }
    }
}
