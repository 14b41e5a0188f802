//! The machinery of HTTP: what every request passes through, and what every handler is made of. It knows no noun.

pub mod before;
pub mod busy;
pub mod caller;
pub mod connections;
pub mod contract;
pub mod document;
pub mod extract;
pub mod guard;
pub mod headers;
pub mod making;
pub mod page;
pub mod paging;
pub mod permission;
pub mod problem;

#[cfg(test)]
mod before_tests;
#[cfg(test)]
mod busy_tests;
#[cfg(test)]
mod connections_tests;
#[cfg(test)]
mod contract_tests;
#[cfg(test)]
mod making_tests;
