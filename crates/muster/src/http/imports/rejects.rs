use axum::Json;
use axum::extract::State;
use muster_domain::ImportId;
use muster_store::rejects;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Reject, RejectList, RowOutcome};
use crate::app::App;
use crate::http::extract::{Path, Query, page_size};
use crate::http::problem::{ApiResult, Problem};

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Page {
    /// What the page before gave as `next`.
    #[param(value_type = Option<String>)]
    after: Option<u64>,
    /// How many at most.
    limit: Option<i64>,
    /// Which rows: those that were not imported unless it says otherwise.
    outcome: Option<RowOutcome>,
}

/// The rows of an import that were not imported, or not with all their values, with reason and remedy.
#[utoipa::path(get, path = "/api/v1/imports/{id}/rejects", operation_id = "list_rejects",
    params(("id" = i64, Path), Page), responses((status = 200, body = RejectList), (status = 404, body = Problem)))]
pub async fn list(
    State(app): State<App>,
    Path(id): Path<i64>,
    Query(page): Query<Page>,
) -> ApiResult<Json<RejectList>> {
    let import = super::find(&app, id).await?;
    let limit = page_size(page.limit);
    let outcome = page.outcome.unwrap_or(RowOutcome::NotImported).into();
    let found = rejects::list(&app.db, ImportId(id), outcome, page.after.unwrap_or(0), limit).await?;
    let items: Vec<Reject> =
        found.into_iter().filter_map(|row| Reject::of(row, &import.order.header)).collect();
    let next = items.last().filter(|_| items.len() as i64 == limit).map(|last| last.row.to_string());
    Ok(Json(RejectList { items, next }))
}
