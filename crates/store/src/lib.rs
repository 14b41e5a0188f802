//! The only place that speaks SQL: SQLite and PostgreSQL, from one text wherever that is possible.
//!
//! Each noun has a file of functions that take a [`Db`], a [`Tx`], or either ([`Select`]). The rooms lie on floors, from `base` up, and
//! each uses only what is below it (`tests/floors.rs`); from outside, the nouns stand side by side. What differs between the databases
//! is in `base/dialect.rs`; the bulk writers, which differ by design, are in [`bulk`], and the bulk reading of recalculations in
//! `base/columns.rs`. Times are milliseconds since 1970, UTC.

pub mod accounts;
mod base;
mod catalogue;
pub mod contacts;
mod derived;
mod find;
mod happened;
pub mod imports;
mod migrate;
mod people;
#[cfg(feature = "testing")]
pub mod testing;
pub mod work;

pub use base::{Backend, Beside, Db, Pace, Record, Select, Sql, StoreError, Tx, Value, requests};
pub use catalogue::{activity_types, fields, lists};
pub use contacts::{activities, identities, notes};
pub use derived::{figures, groups, notices, personas, recalculate, scores};
pub use find::{conditions, indexes};
pub use happened::Effects;
pub use imports::{bulk, effects as import_effects, files, mappings, rejects, routes};
pub use people::{belongings, deletion, duplicates, erasure, inactivity, merges, personal_data};
pub use work::exports;
