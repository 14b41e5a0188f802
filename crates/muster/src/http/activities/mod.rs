//! Activities: recorded in batches, and read as a log.

pub mod create;
pub mod list;

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::base::permission::{Permission, allowed, tagged};

/// A batch of 10,000 activities with some 1,600 bytes each.
const MAX_BATCH_BYTES: usize = 16 << 20;

/// The endpoints, with the length of what they take.
pub fn router() -> OpenApiRouter<App> {
    let batches = OpenApiRouter::new()
        .routes(allowed(Permission::ReadContacts, routes!(list::list)))
        .routes(allowed(Permission::ChangeContacts, routes!(create::create)));
    tagged("activities", batches.layer(DefaultBodyLimit::max(MAX_BATCH_BYTES)))
}
