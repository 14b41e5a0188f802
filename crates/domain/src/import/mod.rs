//! What an import decides: whether a row is usable ([`RowRules::check`]), and what becomes of each contact by all its rows, given
//! what the database knows ([`plan_chunk`]).
//!
//! The outcome never depends on how the file is cut into chunks: a contact that comes again in a later chunk is judged
//! against its state before the import, and its earlier verdict is corrected.

mod address_rows;
mod counts;
mod facts;
mod plan;
mod problem;
mod row;
mod seen;
mod values;

pub use address_rows::{AddressRows, Blank, Said, by_address};
pub use counts::Counts;
pub use facts::{Facts, Learning};
pub use plan::{ChunkPlan, Create, Earlier, Found, History, LostSpare, Touched, Update, plan_chunk};
pub use problem::{LeftOut, RowProblem, reason_summary, stored_label, value_reason, value_remedy};
pub use row::{Checked, Row, RowRules, SpareValue};
pub use seen::SeenContacts;
pub use values::{Slot, Values};

use std::collections::BTreeMap;

/// Values of fields before a change, by field name; `None` for a field that was empty.
pub type Before = BTreeMap<String, Option<String>>;
