use axum::Json;
use muster_domain::ScoreId;
use muster_store::scores;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{ScoreDetail, find};
use crate::http::base::before::Before;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path};
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::in_use::User;
use crate::http::shared::rules::{check_for, rules_of};

/// Rules of a score to work on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreDraft {
    /// As those of a preview.
    #[schema(value_type = Vec<Object>)]
    rules: Value,
    /// What is known to be overwritten: the rules that were worked on, or those that count when there were none.
    #[serde(default)]
    before: Before,
}

/// Keeps rules to work on. They do not count until they are published; rules that count already are no draft.
#[utoipa::path(put, path = "/api/v1/scores/{id}/draft", operation_id = "put_score_draft", params(("id" = i64, Path)),
    request_body = ScoreDraft,
    responses((status = 200, body = ScoreDetail), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn put(
    caller: Caller,
    Path(id): Path<i64>,
    extract::Json(ScoreDraft { rules, before }): extract::Json<ScoreDraft>,
) -> ApiResult<Json<ScoreDetail>> {
    let mut work = caller.begin().await?;
    let stored = find(&mut work.tx, id).await?;
    let (counting, worked_on) = rules_of(&stored.rules, stored.draft.as_deref())?;
    before.check("score", &json!({"rules": worked_on}))?;
    check_for(&mut work, (User::Score(ScoreId(id)), &stored.name), &rules).await?;
    let draft = (rules != counting).then(|| rules.to_string());
    scores::set_draft(&mut work.tx, ScoreId(id), draft.as_deref()).await?;
    work.tx.commit().await?;
    ScoreDetail::load(&caller.app, id).await.map(Json)
}

/// Forgets the rules that are worked on.
#[utoipa::path(delete, path = "/api/v1/scores/{id}/draft", operation_id = "delete_score_draft",
    params(("id" = i64, Path)),
    responses((status = 200, body = ScoreDetail), (status = 404, body = Problem)))]
pub async fn delete(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<ScoreDetail>> {
    let mut work = caller.begin().await?;
    find(&mut work.tx, id).await?;
    scores::set_draft(&mut work.tx, ScoreId(id), None).await?;
    work.tx.commit().await?;
    ScoreDetail::load(&caller.app, id).await.map(Json)
}
