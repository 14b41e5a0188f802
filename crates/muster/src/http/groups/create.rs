use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use muster_domain::{GroupId, GroupName};
use muster_store::requests::{self, RequestKey};
use muster_store::{StoreError, groups};
use serde::Deserialize;
use utoipa::ToSchema;

use super::ContactGroup;
use crate::app::App;
use crate::http::extract::{self, idempotency_key};
use crate::http::problem::{ApiError, ApiResult, Problem};
use crate::order::{OrderError, created_earlier};

/// A contact group to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContactGroup {
    /// Its name, of 1 to 200 characters, which no other group has.
    name: String,
}

/// Makes an empty contact group.
#[utoipa::path(post, path = "/api/v1/contact-groups", operation_id = "create_group", request_body = NewContactGroup,
    params(("Idempotency-Key" = Option<String>, Header, description = "makes repeating the request safe")),
    responses((status = 201, body = ContactGroup), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    headers: HeaderMap,
    extract::Json(new): extract::Json<NewContactGroup>,
) -> ApiResult<(StatusCode, Json<ContactGroup>)> {
    let key = idempotency_key(&headers, "group")?;
    let name = GroupName::parse(&new.name).map_err(OrderError::from)?;
    let request = key.as_deref().map(|key| RequestKey { key, fingerprint: name.as_str() });
    let id = match created_earlier(&app.db, request).await? {
        Some(id) => id,
        None => match make(&app, &name, request).await {
            Ok(id) => id,
            Err(error) => created_earlier(&app.db, request).await?.ok_or(error)?,
        },
    };
    let group =
        groups::find(&app.db, GroupId(id)).await?.ok_or_else(|| ApiError::not_found("contact group"))?;
    Ok((StatusCode::CREATED, Json(group.into())))
}

async fn make(app: &App, name: &GroupName, request: Option<RequestKey<'_>>) -> Result<i64, OrderError> {
    let mut tx = app.db.begin().await?;
    let GroupId(id) = match groups::create(&mut tx, name, app.clock.now()).await {
        Err(StoreError::Taken) => return Err(OrderError::GroupExists(name.as_str().to_owned())),
        created => created?,
    };
    if let Some(request) = request {
        requests::record(&mut tx, request, id, app.clock.now()).await?;
    }
    tx.commit().await?;
    Ok(id)
}
