use axum::Json;
use axum::extract::State;

use super::MassAction;
use crate::app::App;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};

/// How far a mass action is.
#[utoipa::path(get, path = "/api/v1/mass-actions/{id}", operation_id = "show_mass_action", params(("id" = i64, Path)),
    responses((status = 200, body = MassAction), (status = 404, body = Problem)))]
pub async fn show(State(app): State<App>, Path(id): Path<i64>) -> ApiResult<Json<MassAction>> {
    super::show(&app, id).await.map(Json)
}
