//! The floor that everything stands on: the two databases, what differs between them, and small mechanisms that every noun uses.

pub(crate) mod columns;
pub(crate) mod counters;
pub(crate) mod db;
pub(crate) mod dialect;
pub(crate) mod documents;
mod error;
pub(crate) mod keyed_hash;
pub(crate) mod lease;
mod pace;
pub(crate) mod remembered;
pub mod requests;
mod sql;

pub use columns::Beside;
pub use db::{Backend, Db, Record, Select, Tx};
pub use error::StoreError;
pub use pace::Pace;
pub use sql::{Sql, Value};
