use axum::Json;
use axum::extract::State;
use muster_domain::ScoreId;
use muster_store::{StoreError, scores};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{ScoreDetail, find};
use crate::app::App;
use crate::http::extract::{self, Path};
use crate::http::in_use::User;
use crate::http::problem::{ApiResult, Problem};
use crate::work::Hand;
use crate::work::recalculate::ByHand;

/// Rules of a score.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreRules {
    /// Each with `name`, `points` and `kind`: `attribute` with `rule`, `condition` with `condition`, or `activity` with
    /// `activity`, `most`, `validity` and `half_life`.
    #[schema(value_type = Vec<Object>)]
    pub(super) rules: Value,
}

/// Keeps rules to work on. They do not count until they are published; rules that count already are no draft.
#[utoipa::path(put, path = "/api/v1/scores/{id}/draft", operation_id = "put_score_draft", params(("id" = i64, Path)),
    request_body = ScoreRules,
    responses((status = 200, body = ScoreDetail), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn put(
    State(app): State<App>,
    Path(id): Path<i64>,
    extract::Json(ScoreRules { rules }): extract::Json<ScoreRules>,
) -> ApiResult<Json<ScoreDetail>> {
    let mut work = ByHand::begin(&Hand::of(&app)).await?;
    let stored = find(&mut work.tx, id).await?;
    super::check_for(&mut work, (User::Score(ScoreId(id)), &stored.name), &rules).await?;
    let counting: Value = serde_json::from_str(&stored.rules).map_err(StoreError::from)?;
    let draft = (rules != counting).then(|| rules.to_string());
    scores::set_draft(&mut work.tx, ScoreId(id), draft.as_deref()).await?;
    work.tx.commit().await?;
    ScoreDetail::load(&app, id).await.map(Json)
}

/// Forgets the rules that are worked on.
#[utoipa::path(delete, path = "/api/v1/scores/{id}/draft", operation_id = "delete_score_draft",
    params(("id" = i64, Path)),
    responses((status = 200, body = ScoreDetail), (status = 404, body = Problem)))]
pub async fn delete(State(app): State<App>, Path(id): Path<i64>) -> ApiResult<Json<ScoreDetail>> {
    let mut work = ByHand::begin(&Hand::of(&app)).await?;
    find(&mut work.tx, id).await?;
    scores::set_draft(&mut work.tx, ScoreId(id), None).await?;
    work.tx.commit().await?;
    ScoreDetail::load(&app, id).await.map(Json)
}
