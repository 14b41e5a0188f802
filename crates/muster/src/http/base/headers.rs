//! What every answer tells the browser: where scripts may come from, who may show the answer, and that nobody keeps a copy of
//! people's data. It stands around everything else, so that errors have it too.

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::guard::is_for_other_sites;

/// Scripts and styles come from Muster alone; styles are also set on elements by the page's components.
const CONTENT_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
    object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");
const OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
/// What no answer says otherwise.
const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (RESOURCE_POLICY, "same-origin"),
    (OPENER_POLICY, "same-origin"),
];

/// Adds the headers to the answer of whatever is inside.
pub async fn add(request: Request, next: Next) -> Response {
    let is_shared = is_for_other_sites(request.uri().path());
    let mut response = next.run(request).await;
    if is_shared {
        response.headers_mut().insert(RESOURCE_POLICY, HeaderValue::from_static("cross-origin"));
    }
    harden(response)
}

/// Adds the headers that an answer lacks. What says nothing of copies is not kept by anybody.
pub fn harden(mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in ALWAYS.into_iter().chain([(header::CACHE_CONTROL, "no-store")]) {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}
