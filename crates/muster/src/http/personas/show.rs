use axum::Json;

use super::PersonaDetail;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};

/// A persona with its rules.
#[utoipa::path(get, path = "/api/v1/personas/{id}", operation_id = "show_persona", params(("id" = i64, Path)),
    responses((status = 200, body = PersonaDetail), (status = 404, body = Problem)))]
pub async fn show(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<PersonaDetail>> {
    PersonaDetail::load(&caller.app, id).await.map(Json)
}
