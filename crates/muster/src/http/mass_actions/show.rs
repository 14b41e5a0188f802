use axum::Json;

use super::MassAction;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};

/// How far a mass action is.
#[utoipa::path(get, path = "/api/v1/mass-actions/{id}", operation_id = "show_mass_action", params(("id" = i64, Path)),
    responses((status = 200, body = MassAction), (status = 404, body = Problem)))]
pub async fn show(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<MassAction>> {
    super::show(&caller.app, id).await.map(Json)
}
