use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use muster_domain::{GroupId, GroupName};
use muster_store::groups::Facts;
use muster_store::requests::{self, RequestKey};
use muster_store::{StoreError, conditions, groups};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::ContactGroupDetail;
use crate::http::base::caller::Caller;
use crate::http::base::extract;
use crate::http::base::making::Making;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::names::description;
use crate::order::OrderError;
use crate::work::recalculate::ByHand;

/// A contact group to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContactGroup {
    /// Its name, of 1 to 200 characters, which no other group has.
    name: String,
    /// What it is for.
    #[serde(default)]
    description: Option<String>,
    /// A condition, as the builder writes it, that brings members in.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    condition: Option<Value>,
}

/// Makes a contact group, empty or with the contacts that its condition finds.
#[utoipa::path(post, path = "/api/v1/contact-groups", operation_id = "create_group", request_body = NewContactGroup,
    params(("Idempotency-Key" = Option<String>, Header, description = "makes repeating the request safe")),
    responses((status = 201, body = ContactGroupDetail), (status = 409, body = Problem),
        (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    caller: Caller,
    headers: HeaderMap,
    extract::Json(new): extract::Json<NewContactGroup>,
) -> ApiResult<(StatusCode, Json<ContactGroupDetail>)> {
    let name = GroupName::parse(&new.name).map_err(OrderError::from)?;
    let making = Making::of(&headers, "group", format!("{new:?}"))?;
    let made = make(&caller, &name, &new, making.request());
    let answer = making
        .answer(&caller.app.db, made, async |id| ContactGroupDetail::load(&caller.app, id).await)
        .await?;
    caller.app.upkeep.notify_one();
    Ok(answer)
}

async fn make(
    caller: &Caller,
    name: &GroupName,
    new: &NewContactGroup,
    request: Option<RequestKey<'_>>,
) -> ApiResult<i64> {
    let ByHand { mut tx, now, .. } = caller.begin().await?;
    if let Some(typed) = &new.condition {
        super::check(&conditions::known_to_all(&mut tx).await?, typed)?;
    }
    let GroupId(id) = match groups::create(&mut tx, name, now).await {
        Err(StoreError::Taken) => return Err(OrderError::GroupExists(name.as_str().to_owned()).into()),
        created => created?,
    };
    let description = new.description.as_deref().and_then(description);
    groups::update(&mut tx, GroupId(id), &Facts { description: Some(description.as_deref()), name: None })
        .await?;
    if let Some(typed) = &new.condition {
        groups::set_condition(&mut tx, GroupId(id), Some(&typed.to_string()), now).await?;
    }
    if let Some(request) = request {
        requests::record(&mut tx, request, id, now).await?;
    }
    tx.commit().await?;
    Ok(id)
}
