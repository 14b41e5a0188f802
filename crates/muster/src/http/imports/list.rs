use axum::Json;
use muster_domain::ImportId;
use muster_store::imports;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Import, ImportList};
use crate::http::base::caller::Caller;
use crate::http::base::extract::Query;
use crate::http::base::paging::{AfterId, Limit, next, page_size};
use crate::http::base::problem::ApiResult;

/// Which part of the list.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Page {
    /// What the page before gave as `next`.
    #[param(value_type = Option<String>)]
    after: Option<AfterId>,
    /// How many at most; 500 are given at most.
    #[param(value_type = Option<i64>, minimum = 1)]
    limit: Option<Limit>,
}

/// All imports, the newest first.
#[utoipa::path(get, path = "/api/v1/imports", operation_id = "list_imports", params(Page),
    responses((status = 200, body = ImportList)))]
pub async fn list(caller: Caller, Query(page): Query<Page>) -> ApiResult<Json<ImportList>> {
    let limit = page_size(page.limit);
    let found = imports::list(&caller.app.db, page.after.map(|AfterId(id)| ImportId(id)), limit).await?;
    let items: Vec<Import> = found.into_iter().map(|import| Import::at(caller.now(), import)).collect();
    let next = next(&items, limit, |last| last.id.to_string());
    Ok(Json(ImportList { items, next }))
}
