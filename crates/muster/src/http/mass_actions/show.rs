use axum::Json;
use axum::extract::State;
use muster_store::work::{self, Kind};

use super::MassAction;
use crate::app::App;
use crate::http::extract::Path;
use crate::http::problem::{ApiError, ApiResult, Problem};

/// How far a mass action is.
#[utoipa::path(get, path = "/api/v1/mass-actions/{id}", operation_id = "show_mass_action", params(("id" = i64, Path)),
    responses((status = 200, body = MassAction), (status = 404, body = Problem)))]
pub async fn show(State(app): State<App>, Path(id): Path<i64>) -> ApiResult<Json<MassAction>> {
    let found = work::find(&app.db, id).await?.filter(|work| work.kind == Kind::MassAction.word());
    Ok(Json(MassAction::of(found.ok_or_else(|| ApiError::not_found("mass action"))?)?))
}
