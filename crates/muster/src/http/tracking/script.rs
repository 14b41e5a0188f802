use axum::http::header;
use axum::response::IntoResponse;

/// The script for web pages: `<script src="https://…/track.js">`, then `muster.consent(true)`.
#[utoipa::path(get, path = "/track.js", operation_id = "tracking_script",
    responses((status = 200, body = String, content_type = "text/javascript")))]
pub async fn download() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, include_str!("muster.js"))
}
