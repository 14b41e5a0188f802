//! How far the results of new rules are.

use muster_store::Db;
use muster_store::work::{self, Kind};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::base::problem::ApiResult;

/// How far a rebuilding is.
#[derive(Debug, Serialize, ToSchema)]
pub struct RebuildProgress {
    done: i64,
    total: Option<i64>,
}

impl RebuildProgress {
    /// That of a rebuilding which is under way or waits; `None` when there is none.
    pub async fn of(db: &Db, kind: Kind, subject_id: i64) -> ApiResult<Option<Self>> {
        let work = work::unfinished(db, kind, subject_id).await?;
        Ok(work.last().map(|work| Self { done: work.done, total: work.total }))
    }
}
