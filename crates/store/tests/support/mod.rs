//! Random people and conditions, and the oracle.

pub mod oracle;
pub mod people;
pub mod random;
