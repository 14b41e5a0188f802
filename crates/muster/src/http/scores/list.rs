use axum::Json;
use muster_store::scores;
use serde::Serialize;
use utoipa::ToSchema;

use super::Score;
use crate::http::base::caller::Caller;
use crate::http::base::problem::ApiResult;
use crate::http::shared::late::LateResults;

/// All scores.
#[derive(Debug, Serialize, ToSchema)]
pub struct ScoreList {
    items: Vec<Score>,
}

/// All scores, by name.
#[utoipa::path(get, path = "/api/v1/scores", operation_id = "list_scores",
    responses((status = 200, body = ScoreList)))]
pub async fn list(caller: Caller) -> ApiResult<Json<ScoreList>> {
    let stored = scores::all(&caller.app.db).await?;
    let late = LateResults::load(&caller.app.db).await?;
    let items = stored.iter().map(|score| Score::of(score, &late)).collect::<Result<_, _>>()?;
    Ok(Json(ScoreList { items }))
}
