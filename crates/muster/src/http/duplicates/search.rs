//! A search for contacts that may be one person.

use axum::Json;
use axum::http::StatusCode;
use muster_store::work::{self, Kind, Work};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::clock::timestamp;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::http::shared::work_state::WorkState;
use crate::work::duplicates;

/// A search for duplicates.
#[derive(Debug, Serialize, ToSchema)]
pub struct DuplicateSearch {
    id: i64,
    state: WorkState,
    /// How far it is, of `total`.
    done: i64,
    total: i64,
    failure: Option<String>,
    created_at: String,
    finished_at: Option<String>,
}

impl From<Work> for DuplicateSearch {
    fn from(work: Work) -> Self {
        Self {
            id: work.work_id,
            state: WorkState::named(&work.state),
            done: work.done,
            total: work.total.unwrap_or(work.done),
            failure: work.failure,
            created_at: timestamp(work.created_at).to_string(),
            finished_at: work.finished_at.map(|at| timestamp(at).to_string()),
        }
    }
}

/// Starts a search in the background; while one waits or is under way, it is that one.
#[utoipa::path(post, path = "/api/v1/duplicate-searches", operation_id = "create_duplicate_search",
    responses((status = 201, body = DuplicateSearch)))]
pub async fn create(caller: Caller) -> ApiResult<(StatusCode, Json<DuplicateSearch>)> {
    let id = duplicates::request(&caller.hand()).await?;
    caller.app.upkeep.notify_one();
    Ok((StatusCode::CREATED, Json(find(&caller.app, id).await?)))
}

/// How far a search is.
#[utoipa::path(get, path = "/api/v1/duplicate-searches/{id}", operation_id = "show_duplicate_search",
    params(("id" = i64, Path)), responses((status = 200, body = DuplicateSearch), (status = 404, body = Problem)))]
pub async fn show(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<DuplicateSearch>> {
    find(&caller.app, id).await.map(Json)
}

async fn find(app: &App, id: i64) -> ApiResult<DuplicateSearch> {
    let found = work::find(&app.db, id).await?.filter(|work| work.kind == Kind::DuplicateSearch.word());
    found.map(DuplicateSearch::from).ok_or_else(|| ApiError::not_found("search"))
}
