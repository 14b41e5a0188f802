//! Contacts that may be one person, as the last search found them.

pub mod dismiss;
pub mod list;
pub mod search;
