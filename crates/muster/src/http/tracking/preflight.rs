use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::sender::AllowedOrigin;
use crate::http::base::problem::Problem;

/// Answers a browser that asks whether a page of another site may send an activity.
#[utoipa::path(options, path = "/api/v1/track", operation_id = "allow_tracking",
    responses((status = 204), (status = 403, body = Problem)))]
pub async fn allow(origin: AllowedOrigin) -> Response {
    let answer = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ];
    origin.allow((StatusCode::NO_CONTENT, answer).into_response())
}
