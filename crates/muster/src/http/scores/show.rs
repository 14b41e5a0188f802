use axum::Json;

use super::ScoreDetail;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};

/// A score with its rules.
#[utoipa::path(get, path = "/api/v1/scores/{id}", operation_id = "show_score", params(("id" = i64, Path)),
    responses((status = 200, body = ScoreDetail), (status = 404, body = Problem)))]
pub async fn show(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<ScoreDetail>> {
    ScoreDetail::load(&caller.app, id).await.map(Json)
}
