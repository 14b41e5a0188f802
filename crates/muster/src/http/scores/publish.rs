use axum::Json;
use muster_domain::ScoreId;
use muster_store::{StoreError, scores};
use serde_json::Value;

use super::{ScoreDetail, find};
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::in_use::User;
use crate::http::shared::rules::{check_for, no_draft};

/// Lets the rules count that are worked on. Everybody is looked at by them in the background; the old points stay meanwhile, and
/// nobody is told of a limit because of it.
#[utoipa::path(post, path = "/api/v1/scores/{id}/publish", operation_id = "publish_score", params(("id" = i64, Path)),
    responses((status = 200, body = ScoreDetail), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn publish(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<ScoreDetail>> {
    let mut work = caller.begin().await?;
    let stored = find(&mut work.tx, id).await?;
    let draft = stored.draft.ok_or_else(no_draft)?;
    let typed: Value = serde_json::from_str(&draft).map_err(StoreError::from)?;
    check_for(&mut work, (User::Score(ScoreId(id)), &stored.name), &typed).await?;
    scores::publish(&mut work.tx, ScoreId(id), &draft, work.now).await?;
    work.tx.commit().await?;
    caller.app.upkeep.notify_one();
    ScoreDetail::load(&caller.app, id).await.map(Json)
}
