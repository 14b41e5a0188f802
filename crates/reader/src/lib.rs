//! Bytes to rows. Knows dialects and encodings, but no contact and no database.
//!
//! The one thing that would surprise: rows are numbered as a person sees them in a spreadsheet, so a blank line
//! counts and a quoted line break does not, and a `sep=;` line, which Excel hides, does not count either.
//!
//! A file is read as a stream: memory is bounded by the largest record ([`MAX_RECORD`]), never by the file.

mod csv;
mod dialect;
mod doubt;
mod encoding;
mod error;
mod evidence;
mod file;
mod layout;
mod lex;
mod record;
mod signature;
mod writer;

pub use csv::MAX_RECORD;
pub use dialect::Dialect;
pub use encoding::Encoding;
pub use error::ReadError;
pub use evidence::{Evidence, recognise};
pub use file::{ContactFile, MAX_COLUMNS, Options, Survey, survey};
pub use record::{Flaw, Record};
pub use writer::{guard_formula, unguard_formula, write_record};
