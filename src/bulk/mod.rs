//! Many letters from one roster: everything is checked before anything is written, letters are made
//! on all cores, and a run that was stopped is finished by the next.
//!
//! What a letter says and looks like does not depend on the other rows, on the number of threads, or
//! on what was there before.

mod beside;
mod check;
mod crew;
mod faulty;
mod folder;
mod index;
mod join;
mod maker;
mod ours;
mod part;
mod printer;
mod run;
mod spool;

pub use check::{Asked, Checked, check};
pub use folder::{Plan, RUN, is_reserved, leftovers};
pub use join::join;
pub use maker::{Bench, Made, Maker, Wanted};
pub use ours::spare_others;
pub use part::Part;
pub use printer::Printing;
pub use run::{Consigning, Letter, Outcome, Run, Target, Watch, Written};
