use axum::Json;
use axum::extract::State;
use muster_domain::{CustomField, Field as Known, Fields};
use muster_store::{StoreError, fields};
use serde::Deserialize;
use utoipa::ToSchema;

use super::create::is_taken;
use super::{Field, exists, find};
use crate::app::App;
use crate::http::extract::{self, Path};
use crate::http::in_use::{Wanted, all_uses, refuse_used, users};
use crate::http::problem::{ApiError, ApiResult, Problem};
use crate::work::Hand;
use crate::work::recalculate::ByHand;

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
    let mut work = ByHand::begin(&Hand::of(&app)).await?;
    let found = find(&work.known.fields, &name)?;
    let mut field: CustomField = found.as_custom().cloned().ok_or_else(|| ApiError::not_found("field"))?;
    if let Some(label) = &changes.label {
        field.label = CustomField::label(label)?;
    }
    if let Some(choices) = &changes.choices {
        field.choices = CustomField::choices(field.kind, choices)?;
    }
    if is_taken(&work.known.fields, &field.label, Some(&name)) {
        return Err(exists(&field.label));
    }
    if changes.choices.is_some() {
        refuse_named_choice(&mut work, &field).await?;
    }
    match fields::update(&mut work.tx, &field).await {
        Err(StoreError::Taken) => return Err(exists(&field.label)),
        updated => updated?,
    }
    work.tx.commit().await?;
    Ok(Json(Known::custom(field).into()))
}

/// Refuses to take a choice away that the condition of a group names.
async fn refuse_named_choice(ByHand { tx, known, .. }: &mut ByHand, field: &CustomField) -> ApiResult<()> {
    let others =
        known.fields.custom().iter().filter_map(Known::as_custom).filter(|other| other.name != field.name);
    let mut then = known.clone();
    then.fields = Fields::with(others.cloned().chain([field.clone()]));
    let mut naming = all_uses(&mut *tx, known).await?;
    let then = all_uses(tx, &then).await?;
    naming.retain(|id, _| then.get(id).is_none_or(|group| group.uses.is_none()));
    let wanted = Wanted { code: "choice", what: "choice that you take away", pointer: "/choices" };
    refuse_used(wanted, &users(&naming, |_| true), &[])
}
