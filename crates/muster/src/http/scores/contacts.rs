use axum::Json;
use muster_domain::ScoreId;
use muster_store::scores;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::find;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{Path, Query};
use crate::http::base::paging::{AfterNumber, Limit, next, page_size};
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::contact::{Contact, by_id};

/// Which part of a list of a score's contacts.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ScorePage {
    /// What the page before gave as `next`.
    #[param(value_type = Option<String>)]
    after: Option<AfterNumber>,
    /// How many at most; 500 are given at most.
    #[param(value_type = Option<i64>, minimum = 1)]
    limit: Option<Limit>,
}

impl ScorePage {
    /// The place behind which the page begins.
    pub(super) fn place(&self) -> Option<(i64, i64)> {
        self.after.map(|AfterNumber(place)| place)
    }

    /// How many at most.
    pub(super) fn size(&self) -> i64 {
        page_size(self.limit)
    }
}

/// A contact with its points.
#[derive(Debug, Serialize, ToSchema)]
struct ScoredContact {
    contact: Contact,
    points: i64,
}

/// Contacts with points.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoredContactList {
    items: Vec<ScoredContact>,
    next: Option<String>,
}

/// The contacts with the most points of a score.
#[utoipa::path(get, path = "/api/v1/scores/{id}/contacts", operation_id = "list_scored_contacts",
    params(("id" = i64, Path), ScorePage),
    responses((status = 200, body = ScoredContactList), (status = 404, body = Problem)))]
pub async fn list(
    caller: Caller,
    Path(id): Path<i64>,
    Query(page): Query<ScorePage>,
) -> ApiResult<Json<ScoredContactList>> {
    find(&caller.app.db, id).await?;
    let found = scores::top(&caller.app.db, ScoreId(id), page.place(), page.size()).await?;
    let mut contacts = by_id(&caller.app, found.iter().map(|row| row.contact_id).collect()).await?;
    let next = next(&found, page.size(), |row| format!("{}:{}", row.points, row.contact_id));
    let item = |row: scores::Points| {
        Some(ScoredContact { contact: contacts.remove(&row.contact_id)?, points: row.points })
    };
    Ok(Json(ScoredContactList { items: found.into_iter().filter_map(item).collect(), next }))
}
