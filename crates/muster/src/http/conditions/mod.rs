//! Conditions: what they can be about, and what one would find.

pub mod catalogue;
pub mod preview;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::base::permission::{Permission, allowed, tagged};

/// The endpoints.
pub fn router() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new()
        .routes(allowed(Permission::ReadContacts, routes!(catalogue::show)))
        .routes(allowed(Permission::ReadContacts, routes!(preview::preview)));
    tagged("conditions", routes)
}
