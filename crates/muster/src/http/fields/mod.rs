//! Fields of contacts: the standard ones, and those that the company adds.

pub mod create;
pub mod delete;
pub mod list;
pub mod update;
pub mod usage;

use axum::http::StatusCode;
use muster_domain::CustomFieldError;
use muster_domain::{Field as Known, Fields};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::base::permission::{Permission, allowed, tagged};
use crate::http::base::problem::{ApiError, ApiResult, sentence};
use crate::http::shared::words;

/// The endpoints.
pub fn router() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new()
        .routes(allowed(Permission::ReadContacts, routes!(list::list)))
        .routes(allowed(Permission::ManageFields, routes!(create::create)))
        .routes(allowed(Permission::ManageFields, routes!(update::update, delete::delete)))
        .routes(allowed(Permission::ReadContacts, routes!(usage::show)));
    tagged("fields", routes)
}

/// A field of a contact.
#[derive(Debug, Serialize, ToSchema)]
pub struct Field {
    /// Its name in the API; never changes.
    name: String,
    /// Its name for people.
    label: String,
    /// What it holds.
    #[schema(schema_with = words::field_kind)]
    kind: &'static str,
    /// The longest value in characters, inclusive.
    max_length: Option<usize>,
    /// The values to choose from.
    choices: Vec<String>,
    /// True for a field that the company added.
    custom: bool,
    /// The mass action by which contacts get renamed choices; only in the answer to a change that has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    mass_action_id: Option<i64>,
}

impl From<Known> for Field {
    fn from(field: Known) -> Self {
        Self {
            name: field.name().to_owned(),
            label: field.label().to_owned(),
            kind: field.kind().word(),
            max_length: field.max_length(),
            choices: field.choices().into_iter().map(str::to_owned).collect(),
            custom: field.as_custom().is_some(),
            mass_action_id: None,
        }
    }
}

impl From<CustomFieldError> for ApiError {
    fn from(error: CustomFieldError) -> Self {
        let place = match error {
            CustomFieldError::LabelBlank | CustomFieldError::LabelTooLong => "/label",
            CustomFieldError::UnknownKind(_) => "/kind",
            _ => "/choices",
        };
        let detail = sentence(&error.to_string());
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "field_invalid", detail.clone(), "")
            .at([(place.to_owned(), detail)])
    }
}

/// Another field has the label.
fn exists(label: &str) -> ApiError {
    let detail = format!("There is a field called \"{label}\" already.");
    ApiError::new(StatusCode::CONFLICT, "field_exists", detail.clone(), "Choose another name.")
        .at([("/label".to_owned(), detail)])
}

/// The custom field with this name, or 404.
fn find(fields: &Fields, name: &str) -> ApiResult<Known> {
    let field = fields.named(name).ok_or_else(|| ApiError::not_found("field"))?;
    if field.as_custom().is_some() {
        return Ok(field);
    }
    let detail = "Standard fields cannot be changed.";
    Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "field_standard", detail, "Add a field of your own."))
}

#[cfg(test)]
mod tests;
