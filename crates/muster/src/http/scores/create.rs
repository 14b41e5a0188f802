use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use muster_domain::ScoreId;
use muster_store::StoreError;
use muster_store::requests::{self, RequestKey};
use muster_store::scores::{self, Facts};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::ScoreDetail;
use crate::http::base::caller::Caller;
use crate::http::base::extract;
use crate::http::base::making::Making;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::in_use::User;
use crate::http::shared::names::{description, name, name_taken};
use crate::http::shared::rules::check_for;
use crate::work::recalculate::ByHand;

/// A score to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewScore {
    /// Its name, of 1 to 200 characters, which no other score has.
    name: String,
    /// What it is for.
    #[serde(default)]
    description: Option<String>,
    /// Rules that count at once.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Object>>)]
    rules: Option<Value>,
    /// The points whose reaching is recorded.
    #[serde(default)]
    limit: Option<i64>,
}

/// Makes a score, switched on; with rules, contacts are looked at by them in the background.
#[utoipa::path(post, path = "/api/v1/scores", operation_id = "create_score", request_body = NewScore,
    params(("Idempotency-Key" = Option<String>, Header, description = "makes repeating the request safe")),
    responses((status = 201, body = ScoreDetail), (status = 409, body = Problem), (status = 410, body = Problem),
        (status = 422, body = Problem)))]
pub async fn create(
    caller: Caller,
    headers: HeaderMap,
    extract::Json(new): extract::Json<NewScore>,
) -> ApiResult<(StatusCode, Json<ScoreDetail>)> {
    let making = Making::of(&headers, "score", format!("{new:?}"))?;
    let made = make(&caller, &new, making.request());
    let answer =
        making.answer(&caller.app.db, made, async |id| ScoreDetail::load(&caller.app, id).await).await?;
    caller.app.upkeep.notify_one();
    Ok(answer)
}

async fn make(caller: &Caller, new: &NewScore, request: Option<RequestKey<'_>>) -> ApiResult<i64> {
    let name = name(&new.name, "score")?;
    let limit = new.limit.map(super::limit).transpose()?;
    let mut work = caller.begin().await?;
    let id = match scores::create(&mut work.tx, &name, work.now).await {
        Err(StoreError::Taken) => return Err(name_taken("score")),
        created => created?,
    };
    let description = new.description.as_deref().and_then(description);
    let facts = Facts { description: Some(description.as_deref()), limit: Some(limit), ..Facts::default() };
    super::write(&mut work, id, &facts).await?;
    if let Some(typed) = &new.rules {
        check_for(&mut work, (User::Score(id), name.as_str()), typed).await?;
        scores::publish(&mut work.tx, id, &typed.to_string(), work.now).await?;
    }
    let (ByHand { mut tx, now, .. }, ScoreId(id)) = (work, id);
    if let Some(request) = request {
        requests::record(&mut tx, request, id, now).await?;
    }
    tx.commit().await?;
    Ok(id)
}
