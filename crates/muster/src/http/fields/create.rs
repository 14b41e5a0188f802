use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use muster_domain::{CustomField, Field as Known, Fields};
use muster_store::requests::{self, RequestKey};
use muster_store::{StoreError, fields};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Field, exists};
use crate::http::base::caller::Caller;
use crate::http::base::extract;
use crate::http::base::making::Making;
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::http::shared::words;

/// A field to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewField {
    /// Its name for people; the name in the API is made of it.
    label: String,
    /// What it holds.
    #[schema(schema_with = words::field_kind)]
    kind: String,
    /// For `choice` and `choices`.
    #[serde(default)]
    choices: Vec<String>,
}

/// Adds a field, which can be used at once in imports, lists and conditions.
#[utoipa::path(post, path = "/api/v1/fields", operation_id = "create_field", request_body = NewField,
    params(("Idempotency-Key" = Option<String>, Header, description = "makes repeating the request safe")),
    responses((status = 201, body = Field), (status = 409, body = Problem),
        (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    caller: Caller,
    headers: HeaderMap,
    extract::Json(new): extract::Json<NewField>,
) -> ApiResult<(StatusCode, Json<Field>)> {
    let making = Making::of(&headers, "field", format!("{new:?}"))?;
    let made = make(&caller, &new, making.request());
    let show = async |id| {
        let made = fields::find(&caller.app.db, id).await?;
        Ok(made.ok_or_else(|| ApiError::not_found("field"))?.into())
    };
    making.answer(&caller.app.db, made, show).await
}

async fn make(caller: &Caller, new: &NewField, request: Option<RequestKey<'_>>) -> ApiResult<i64> {
    let known = fields::all(&caller.app.db).await?;
    let field = CustomField::define(&new.label, &new.kind, &new.choices, |name| known.named(name).is_some())?;
    if is_taken(&known, &field.label, None) {
        return Err(exists(&field.label));
    }
    let mut tx = caller.app.db.begin().await?;
    let now = caller.now();
    let id = match fields::create(&mut tx, &field, now).await {
        Err(StoreError::Taken) => return Err(exists(&field.label)),
        created => created?,
    };
    if let Some(request) = request {
        requests::record(&mut tx, request, id, now).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// Whether another field than `own` has this label; a person could not tell the two apart.
pub(super) fn is_taken(known: &Fields, label: &str, own: Option<&str>) -> bool {
    let same = |field: &Known| field.label().to_lowercase() == label.to_lowercase();
    known.all().any(|field| same(&field) && Some(field.name()) != own)
}
