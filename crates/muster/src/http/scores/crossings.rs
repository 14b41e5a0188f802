use axum::Json;
use muster_domain::ScoreId;
use muster_store::scores;
use serde::Serialize;
use utoipa::ToSchema;

use super::contacts::ScorePage;
use super::find;
use crate::clock::timestamp;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{Path, Query};
use crate::http::base::paging::next;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::contact::{Contact, by_id};

/// A contact reached a limit.
#[derive(Debug, Serialize, ToSchema)]
struct ScoreCrossing {
    contact: Contact,
    /// When.
    at: String,
    /// The points that it had then.
    points: i64,
}

/// Contacts that reached a limit.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreCrossingList {
    items: Vec<ScoreCrossing>,
    next: Option<String>,
}

/// The contacts that reached the limit of a score, the latest first.
#[utoipa::path(get, path = "/api/v1/scores/{id}/crossings", operation_id = "list_score_crossings",
    params(("id" = i64, Path), ScorePage),
    responses((status = 200, body = ScoreCrossingList), (status = 404, body = Problem)))]
pub async fn list(
    caller: Caller,
    Path(id): Path<i64>,
    Query(page): Query<ScorePage>,
) -> ApiResult<Json<ScoreCrossingList>> {
    find(&caller.app.db, id).await?;
    let found = scores::crossings(&caller.app.db, ScoreId(id), page.place(), page.size()).await?;
    let contacts = by_id(&caller.app, found.iter().map(|row| row.contact_id).collect()).await?;
    let next = next(&found, page.size(), |row| format!("{}:{}", row.at, row.contact_id));
    let item = |row: scores::Crossing| {
        let contact = contacts.get(&row.contact_id)?.clone();
        Some(ScoreCrossing { contact, at: timestamp(row.at).to_string(), points: row.points })
    };
    Ok(Json(ScoreCrossingList { items: found.into_iter().filter_map(item).collect(), next }))
}
