use axum::Json;
use axum::extract::State;
use muster_store::scores;
use serde::Serialize;
use utoipa::ToSchema;

use super::Score;
use crate::app::App;
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
pub async fn list(State(app): State<App>) -> ApiResult<Json<ScoreList>> {
    let stored = scores::all(&app.db).await?;
    let late = LateResults::load(&app.db).await?;
    let items = stored.iter().map(|score| Score::of(score, &late)).collect::<Result<_, _>>()?;
    Ok(Json(ScoreList { items }))
}
