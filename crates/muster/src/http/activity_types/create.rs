use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use muster_domain::{ActivityTypeLabel, read_colour};
use muster_store::StoreError;
use muster_store::activity_types::{self, NewActivityType as New};
use muster_store::requests::{self, RequestKey};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{ActivityType, invalid, unknown};
use crate::http::base::caller::Caller;
use crate::http::base::extract;
use crate::http::base::making::Making;
use crate::http::base::problem::{ApiError, ApiResult, Problem};

/// A custom activity type to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewActivityType {
    /// Its name for people, of 1 to 100 characters; its name in the API is made of it.
    label: String,
    /// Whether a person may record it by hand.
    manual: bool,
    /// A colour's name, such as `teal`.
    colour: String,
}

/// Makes a custom activity type.
#[utoipa::path(post, path = "/api/v1/activity-types", operation_id = "create_activity_type",
    request_body = NewActivityType,
    params(("Idempotency-Key" = Option<String>, Header, description = "makes repeating the request safe")),
    responses((status = 201, body = ActivityType), (status = 409, body = Problem),
        (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    caller: Caller,
    headers: HeaderMap,
    extract::Json(new): extract::Json<NewActivityType>,
) -> ApiResult<(StatusCode, Json<ActivityType>)> {
    let making = Making::of(&headers, "activity_type", format!("{new:?}"))?;
    let made = make(&caller, &new, making.request());
    let show =
        async |id| Ok(activity_types::find_by_id(&caller.app.db, id).await?.ok_or_else(unknown)?.into());
    making.answer(&caller.app.db, made, show).await
}

async fn make(caller: &Caller, new: &NewActivityType, request: Option<RequestKey<'_>>) -> ApiResult<i64> {
    let label = ActivityTypeLabel::parse(&new.label).map_err(invalid)?;
    let colour = read_colour(&new.colour).map_err(invalid)?;
    let new = New { label, manual: new.manual, colour };
    let mut tx = caller.app.db.begin().await?;
    let id = match activity_types::create(&mut tx, &new).await {
        Err(StoreError::Taken) => return Err(exists(&new.label)),
        created => created?,
    };
    if let Some(request) = request {
        requests::record(&mut tx, request, id, caller.now()).await?;
    }
    tx.commit().await?;
    Ok(id)
}

fn exists(label: &ActivityTypeLabel) -> ApiError {
    let detail = format!("There is an activity type with the name {} already.", label.name());
    ApiError::new(
        StatusCode::CONFLICT,
        "activity_type_exists",
        detail,
        "Use that one, or choose another label.",
    )
}
