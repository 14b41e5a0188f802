use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, idempotency_key};
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::recording::{MOST, NewActivity, RecordedActivities, record_sent};

/// Activities to record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityBatch {
    /// Up to 10,000.
    #[schema(value_type = Vec<NewActivity>)]
    activities: Vec<Value>,
}

/// Records activities. What cannot be recorded is named, the others are recorded, in one transaction. Of contacts whose field
/// `tracked` says no, what they do on web pages and with e-mails is not recorded. Groups, scores and personas follow within a second or two.
#[utoipa::path(post, path = "/api/v1/activities", operation_id = "record_activities", request_body = ActivityBatch,
    params(("Idempotency-Key" = Option<String>, Header,
        description = "with the place in the batch, the key of every activity that has none")),
    responses((status = 200, body = RecordedActivities), (status = 413, body = Problem),
        (status = 422, body = Problem)))]
pub async fn create(
    caller: Caller,
    headers: HeaderMap,
    extract::JsonBatch(batch): extract::JsonBatch<ActivityBatch>,
) -> ApiResult<Json<RecordedActivities>> {
    if batch.activities.len() > MOST {
        return Err(too_many(batch.activities.len()));
    }
    let key = idempotency_key(&headers, "batch")?;
    let keyed = batch.activities.iter().enumerate().map(|(index, typed)| {
        let mut activity = NewActivity::read(typed)?;
        activity.key = activity.key.or_else(|| key.as_ref().map(|key| format!("{key}:{index}")));
        Ok(activity)
    });
    Ok(Json(record_sent((&caller.app.recorder, caller.hand()), keyed).await?))
}

fn too_many(sent: usize) -> ApiError {
    let detail = format!("The batch has {sent} activities.");
    let remedy = "Send at most 10,000 at a time.";
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "too_many_activities", detail, remedy)
}
