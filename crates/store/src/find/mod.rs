//! How contacts are found: conditions as SQL, the search by words, and indexes that are made when somebody asks.

pub mod conditions;
pub mod indexes;
pub(crate) mod search;
