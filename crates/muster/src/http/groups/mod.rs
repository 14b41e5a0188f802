//! Contact groups.

pub mod create;
pub mod list;
pub mod show;

use muster_store::groups::Group as Stored;
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::timestamp;

/// A contact group.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactGroup {
    id: i64,
    name: String,
    created_at: String,
    /// How many contacts are in it.
    members: i64,
}

impl From<Stored> for ContactGroup {
    fn from(stored: Stored) -> Self {
        let created_at = timestamp(stored.created_at).to_string();
        Self { id: stored.group_id, name: stored.name, created_at, members: stored.members }
    }
}
