use axum::Json;
use axum::extract::State;

use super::PersonaDetail;
use crate::app::App;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};

/// A persona with its rules.
#[utoipa::path(get, path = "/api/v1/personas/{id}", operation_id = "show_persona", params(("id" = i64, Path)),
    responses((status = 200, body = PersonaDetail), (status = 404, body = Problem)))]
pub async fn show(State(app): State<App>, Path(id): Path<i64>) -> ApiResult<Json<PersonaDetail>> {
    PersonaDetail::load(&app, id).await.map(Json)
}
