use axum::Json;
use axum::extract::State;

use super::Import;
use crate::app::App;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};

/// One import, as far as it is.
#[utoipa::path(get, path = "/api/v1/imports/{id}", operation_id = "show_import", params(("id" = i64, Path)),
    responses((status = 200, body = Import), (status = 404, body = Problem)))]
pub async fn show(State(app): State<App>, Path(id): Path<i64>) -> ApiResult<Json<Import>> {
    Ok(Json(super::load(&app, id).await?))
}
