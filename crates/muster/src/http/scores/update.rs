use axum::Json;
use muster_domain::ScoreId;
use muster_store::recalculate::{Node, request_rebuild};
use muster_store::scores::Facts;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{ScoreDetail, find};
use crate::http::base::before::Before;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path};
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::names::{description, name};

/// What is to be changed of a score; the rest stays. Its rules are changed by its draft.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScoreChanges {
    /// A new name.
    name: Option<String>,
    /// A new description; an empty one takes it away.
    description: Option<String>,
    /// Whether it is kept up to date. Switched on again, everybody is looked at anew.
    enabled: Option<bool>,
    /// A new limit; null takes it away. Who has more points already does not cross it.
    #[serde(default, deserialize_with = "extract::given")]
    limit: Option<Option<i64>>,
    /// What is known to be overwritten.
    #[serde(default)]
    before: Before,
}

/// Changes a score, but not its rules.
#[utoipa::path(patch, path = "/api/v1/scores/{id}", operation_id = "update_score", params(("id" = i64, Path)),
    request_body = ScoreChanges,
    responses((status = 200, body = ScoreDetail), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn update(
    caller: Caller,
    Path(id): Path<i64>,
    extract::Json(changes): extract::Json<ScoreChanges>,
) -> ApiResult<Json<ScoreDetail>> {
    let name = changes.name.as_deref().map(|typed| name(typed, "score")).transpose()?;
    let limit = changes.limit.map(|limit| limit.map(super::limit).transpose()).transpose()?;
    let description = changes.description.as_deref().map(description);
    let mut work = caller.begin().await?;
    let stored = find(&mut work.tx, id).await?;
    let known = json!({"name": stored.name, "description": stored.description, "enabled": stored.enabled != 0,
        "limit": stored.limit_points});
    changes.before.check("score", &known)?;
    let facts = Facts {
        name: name.as_ref(),
        description: description.as_ref().map(Option::as_deref),
        enabled: changes.enabled,
        limit,
    };
    super::write(&mut work, ScoreId(id), &facts).await?;
    if changes.enabled == Some(true) && stored.enabled == 0 {
        request_rebuild(&mut work.tx, Node::Score(ScoreId(id)), work.now).await?;
    }
    work.tx.commit().await?;
    caller.app.upkeep.notify_one();
    ScoreDetail::load(&caller.app, id).await.map(Json)
}
