//! Which results are late, because bringing them up to date failed.

use std::collections::BTreeMap;

use muster_store::recalculate::{self, Node};
use muster_store::{Db, StoreError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::timestamp;

/// A result does not show all changes, because bringing it up to date failed. It is tried again until it is done.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Late {
    /// When the oldest change happened that may not be in it.
    since: String,
    /// When it is tried again; null while it is being tried.
    again_at: Option<String>,
}

/// The groups, scores and personas that are late.
pub struct LateResults(BTreeMap<Node, recalculate::Late>);

impl LateResults {
    /// As they are now.
    pub async fn load(db: &Db) -> Result<Self, StoreError> {
        recalculate::late(&mut &*db).await.map(Self)
    }

    /// How late one of them is; `None` when it is up to date.
    pub fn of(&self, node: Node) -> Option<Late> {
        let late = self.0.get(&node)?;
        let again_at = late.again_at.map(|at| timestamp(at).to_string());
        Some(Late { since: timestamp(late.since).to_string(), again_at })
    }
}
