//! Contacts that may be one person, as the last search found them.

pub mod dismiss;
pub mod list;
pub mod search;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::base::permission::{Permission, allowed, tagged};

/// The endpoints.
pub fn router() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new()
        .routes(allowed(Permission::ReadContacts, routes!(list::list)))
        .routes(allowed(Permission::ChangeContacts, routes!(dismiss::dismiss)))
        .routes(allowed(Permission::ChangeContacts, routes!(search::create)))
        .routes(allowed(Permission::ReadContacts, routes!(search::show)));
    tagged("duplicates", routes)
}
