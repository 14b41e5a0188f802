//! Something done with many contacts, in the background.

pub mod create;
pub mod show;

use muster_store::work::Work;
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::ApiResult;
use crate::clock::timestamp;
use crate::work::mass_action::{Action, MassAction as Ordered};

/// A mass action.
#[derive(Debug, Serialize, ToSchema)]
pub struct MassAction {
    id: i64,
    action: Action,
    /// `queued`, `running`, `finished` or `failed`.
    state: String,
    /// Contacts that have been met.
    done: i64,
    /// Contacts that were meant when it was asked for.
    total: Option<i64>,
    /// Contacts that it changed.
    changed: i64,
    /// Contacts that were so already.
    skipped: i64,
    failure: Option<String>,
    created_at: String,
    finished_at: Option<String>,
}

impl MassAction {
    fn of(work: Work) -> ApiResult<Self> {
        let ordered: Ordered = serde_json::from_str(&work.payload).map_err(muster_store::StoreError::from)?;
        Ok(Self {
            id: work.work_id,
            action: ordered.action,
            state: work.state,
            done: work.done,
            total: work.total,
            changed: ordered.changed,
            skipped: work.done - ordered.changed,
            failure: work.failure,
            created_at: timestamp(work.created_at).to_string(),
            finished_at: work.finished_at.map(|at| timestamp(at).to_string()),
        })
    }
}

#[cfg(test)]
mod tests;
