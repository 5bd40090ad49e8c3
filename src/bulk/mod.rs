//! Many letters from one roster: everything is checked before anything is written, letters are made
//! on all cores, and a run that was stopped is finished by the next.
//!
//! What a letter says and looks like does not depend on the other rows, on the number of threads, or
//! on what was there before.

mod check;
mod crew;
mod faulty;
mod folder;
mod index;
mod maker;
mod run;

pub use check::{Checked, check};
pub use folder::{Plan, RUN, leftovers};
pub use maker::Bench;
pub use run::{Letter, Outcome, Target, Written, write};
