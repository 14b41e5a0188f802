//! Conditions: what they can be about, and what one would find.

pub mod catalogue;
pub mod preview;
