//! What follows from the contacts and is kept true: groups, scores, personas, and what is told of them.

pub mod figures;
pub mod groups;
pub mod notices;
pub mod personas;
pub mod recalculate;
pub mod scores;
