//! What web pages of other sites send of their visitors, and the script with which they do.

pub mod preflight;
pub mod script;
mod sender;
pub mod track;

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::base::permission::{open, tagged};

/// One activity with every text at its limit, in the longest spelling that JSON has, and some room.
const MAX_TRACKED_BYTES: usize = 128 << 10;

/// The endpoints, with the length of what they take.
pub fn router() -> OpenApiRouter<App> {
    let tracked = OpenApiRouter::new().routes(open(routes!(track::create, preflight::allow)));
    let tracked = tracked.layer(DefaultBodyLimit::max(MAX_TRACKED_BYTES));
    tagged("tracking", tracked.routes(open(routes!(script::download))))
}
