//! The types that activities have.

pub mod change;
pub mod create;
pub mod delete;
pub mod list;

use axum::http::StatusCode;
use muster_domain::ActivityTypeError;
use muster_store::activity_types::ActivityType as Stored;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::base::permission::{Permission, allowed, tagged};
use crate::http::base::problem::{ApiError, sentence};

/// The endpoints.
pub fn router() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new()
        .routes(allowed(Permission::ReadContacts, routes!(list::list)))
        .routes(allowed(Permission::ManageFields, routes!(create::create)))
        .routes(allowed(Permission::ManageFields, routes!(change::change, delete::delete)));
    tagged("activity-types", routes)
}

/// An activity type.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityType {
    id: i64,
    /// Its name in the API.
    name: String,
    /// Its name for people.
    label: String,
    /// Muster brings it along; its label stays and it cannot be deleted.
    builtin: bool,
    /// Activities of it are recorded.
    enabled: bool,
    /// A person may record it by hand.
    manual: bool,
    /// A colour's name, such as `teal`.
    colour: String,
}

impl From<Stored> for ActivityType {
    fn from(stored: Stored) -> Self {
        Self {
            id: stored.type_id,
            name: stored.name,
            label: stored.label,
            builtin: stored.builtin,
            enabled: stored.enabled,
            manual: stored.manual,
            colour: stored.colour,
        }
    }
}

fn invalid(error: ActivityTypeError) -> ApiError {
    let detail = sentence(&error.to_string());
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, error.code(), detail, &error.remedy())
}

fn unknown() -> ApiError {
    ApiError::not_found("activity type")
}

fn is_builtin(what: &str) -> ApiError {
    let detail = format!("A built-in activity type cannot be {what}.");
    ApiError::new(
        StatusCode::CONFLICT,
        "activity_type_builtin",
        detail,
        "Switch it off if you do not need it.",
    )
}
