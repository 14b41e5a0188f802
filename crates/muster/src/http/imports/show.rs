use axum::Json;

use super::Import;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};

/// One import, as far as it is.
#[utoipa::path(get, path = "/api/v1/imports/{id}", operation_id = "show_import", params(("id" = i64, Path)),
    responses((status = 200, body = Import), (status = 404, body = Problem)))]
pub async fn show(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<Import>> {
    Ok(Json(super::load(&caller.app, id).await?))
}
