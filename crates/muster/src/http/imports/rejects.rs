use axum::Json;
use muster_domain::ImportId;
use muster_store::rejects::{self, Outcome};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Reject, RejectList, RowOutcome};
use crate::app::App;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{Path, Query};
use crate::http::base::paging::{AfterId, Limit, page_size};
use crate::http::base::problem::{ApiResult, Problem};

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Page {
    /// What the page before gave as `next`.
    #[param(value_type = Option<String>)]
    after: Option<AfterId>,
    /// How many at most; 500 are given at most.
    #[param(value_type = Option<i64>, minimum = 1)]
    limit: Option<Limit>,
    /// Which rows: those that were not imported unless it says otherwise.
    outcome: Option<RowOutcome>,
}

/// The rows of an import that were not imported, or not with all their values, with reason and remedy.
#[utoipa::path(get, path = "/api/v1/imports/{id}/rejects", operation_id = "list_rejects",
    params(("id" = i64, Path), Page), responses((status = 200, body = RejectList), (status = 404, body = Problem)))]
pub async fn list(
    caller: Caller,
    Path(id): Path<i64>,
    Query(page): Query<Page>,
) -> ApiResult<Json<RejectList>> {
    let import = super::find(&caller.app, id).await?;
    let limit = page_size(page.limit);
    let outcome = page.outcome.unwrap_or(RowOutcome::NotImported).into();
    let after = page.after.map_or(0, |AfterId(row)| row as u64);
    let found = rejects::list(&caller.app.db, ImportId(id), outcome, after, limit).await?;
    let items: Vec<Reject> =
        found.into_iter().filter_map(|row| Reject::of(row, &import.order.header)).collect();
    let next = match items.last() {
        Some(last) if has_more(&caller.app, ImportId(id), outcome, last.row).await? => {
            Some(last.row.to_string())
        }
        _ => None,
    };
    Ok(Json(RejectList { items, next }))
}

/// True when there are rows behind one: a page may be short because its rows are long.
async fn has_more(app: &App, import: ImportId, outcome: Outcome, row: u64) -> ApiResult<bool> {
    Ok(!rejects::list(&app.db, import, outcome, row, 1).await?.is_empty())
}
