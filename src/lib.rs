//! art21 writes formal objections under Article 21 GDPR to LinkedIn Ireland.
//!
//! # The path of one letter
//!
//! | step | call | type out |
//! |---|---|---|
//! | settings | [`input::config::read`] | [`input::Config`] with its [`case::Case`], and everything that is wrong with it |
//! | words | [`letter::Writer::write`] | [`document::Document`] |
//! | pages | [`typeset::Typesetter::pages`] | [`typeset::Layout`]: positioned glyph runs, rules, pictures with their structure role |
//! | bytes | [`output`] | `Vec<u8>` |
//! | file | [`files::whole`] | path and SHA-256 |
//!
//! # Imports
//!
//! Beside `problem` and `language`, which all may use, a module imports only what stands in its row. A test reads
//! this table and the sources. The absences carry the design: `typeset` knows neither law nor PDF,
//! `letter` does not know the user's files, and no module but `cli` prints, exits or reads the
//! clock, the environment or the keyboard.
//!
//! | module | imports |
//! |---|---|
//! | law | |
//! | document | |
//! | files | |
//! | texts | law, files |
//! | case | law, texts |
//! | input | case, texts, document, files |
//! | letter | case, texts, law, document |
//! | typeset | document |
//! | output | document, typeset |
//! | bulk | case, texts, input, document, letter, typeset, output, files |
//! | desk | law, texts, case, input, document, letter, typeset, output, files |
//! | cli | law, texts, case, input, document, letter, typeset, output, files, bulk, desk |

pub mod bulk;
pub mod case;
pub mod cli;
pub mod desk;
pub mod document;
pub mod files;
pub mod input;
pub mod language;
pub mod law;
pub mod letter;
pub mod output;
pub mod problem;
pub mod texts;
pub mod typeset;
