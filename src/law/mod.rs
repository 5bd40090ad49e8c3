//! The law that is more than words: the provisions under which an objection is made.

pub mod provision;
