//! The only place that speaks SQL: SQLite and PostgreSQL, from one text wherever that is possible.
//!
//! Each noun has a file of functions that take a [`Db`], a [`Tx`], or either ([`Select`]); what differs between the databases is in
//! [`dialect`]; the bulk writers, which differ by design, are in [`bulk`], and the bulk reading of recalculations in [`columns`]. Times are milliseconds since 1970, UTC.

pub mod accounts;
pub mod activities;
pub mod activity_types;
pub mod bulk;
mod columns;
pub mod conditions;
pub mod contacts;
mod counters;
mod db;
mod deletions;
mod dialect;
mod documents;
pub mod duplicates;
pub mod erasure;
mod error;
pub mod exports;
pub mod fields;
pub mod figures;
pub mod files;
pub mod groups;
pub mod identities;
pub mod import_effects;
pub mod imports;
pub mod inactivity;
pub mod indexes;
mod keyed_hash;
mod lease;
pub mod lists;
pub mod mappings;
pub mod merges;
mod migrate;
pub mod notes;
pub mod notices;
mod pace;
pub mod personal_data;
pub mod personas;
pub mod recalculate;
pub mod rejects;
pub mod requests;
pub mod routes;
pub mod scores;
mod search;
mod sql;
#[cfg(feature = "testing")]
pub mod testing;
pub mod work;

pub use columns::Beside;
pub use db::{Backend, Db, Record, Select, Tx};
pub use error::StoreError;
pub use pace::Pace;
pub use sql::{Sql, Value};
