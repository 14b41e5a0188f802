//! What a company makes for its contacts to be described with: fields, lists of words, types of activities.

pub mod activity_types;
pub mod fields;
pub mod lists;
