use axum::Json;
use axum::extract::State;
use muster_domain::{CustomField, Field as Known};
use muster_store::{StoreError, fields};
use serde::Deserialize;
use utoipa::ToSchema;

use super::create::is_taken;
use super::{Field, exists, find};
use crate::app::App;
use crate::http::extract::{self, Path};
use crate::http::problem::{ApiError, ApiResult, Problem};

/// What is to be changed of a field; the rest stays. Stored values stay in any case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldChanges {
    /// A new name for people.
    label: Option<String>,
    /// New choices.
    choices: Option<Vec<String>>,
}

/// Renames a field of the company's, or gives it other choices.
#[utoipa::path(patch, path = "/api/v1/fields/{name}", operation_id = "update_field", params(("name" = String, Path)),
    request_body = FieldChanges,
    responses((status = 200, body = Field), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn update(
    State(app): State<App>,
    Path(name): Path<String>,
    extract::Json(changes): extract::Json<FieldChanges>,
) -> ApiResult<Json<Field>> {
    let found = find(&app, &name).await?;
    let mut field: CustomField = found.as_custom().cloned().ok_or_else(|| ApiError::not_found("field"))?;
    if let Some(label) = &changes.label {
        field.label = CustomField::label(label)?;
    }
    if let Some(choices) = &changes.choices {
        field.choices = CustomField::choices(field.kind, choices)?;
    }
    if is_taken(&fields::all(&app.db).await?, &field.label, Some(&name)) {
        return Err(exists(&field.label));
    }
    let mut tx = app.db.begin().await?;
    match fields::update(&mut tx, &field).await {
        Err(StoreError::Taken) => return Err(exists(&field.label)),
        updated => updated?,
    }
    tx.commit().await?;
    Ok(Json(Known::custom(field).into()))
}
