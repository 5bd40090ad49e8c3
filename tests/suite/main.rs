//! One integration binary: each module is a stage of the letter's path.

// A test may panic, and so may what it is made of.
#![allow(clippy::unwrap_used)]

mod architecture;
mod cases;
mod cli;
mod drawn;
mod input;
mod matrix;
mod output;
mod pages;
mod pdf;
mod pictures;
mod readme;
mod rosters;
mod sheets;
mod support;
mod texts;
mod tools;
