//! Until there is a sign-in, only pages that Muster itself serves may call it: a foreign `Host` is somebody else's name
//! for this machine (DNS rebinding), a foreign `Origin` another site's page (cross-site request). Other sites' pages reach
//! what is meant for them, and nothing else. Nor may a webhook call the Muster that it belongs to.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::ApiError;
use crate::webhook;

/// Lets only requests of this machine's own pages and programs through.
pub async fn refuse_foreign(request: Request, next: Next) -> Response {
    let (headers, uri) = (request.headers(), request.uri());
    let Some(host) = host(headers, uri).filter(|host| is_loopback(host)) else {
        return refusal("foreign_host", "This request names a host that is not this machine.");
    };
    if headers.contains_key(webhook::MARK) {
        return refusal(
            "webhook_to_itself",
            "This request is a call of a webhook, whose address is Muster's own.",
        );
    }
    let own = |origin: &str| origin.strip_prefix("http://") == Some(host.as_str());
    if is_cross_site(headers) && !request.method().is_safe() && !is_for_other_sites(uri.path()) {
        return refusal("foreign_origin", "This request comes from another site's page.");
    }
    match headers.get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or_default()) {
        Some(origin) if !own(origin) && !is_for_other_sites(uri.path()) => {
            refusal("foreign_origin", "This request comes from another site's page.")
        }
        _ => next.run(request).await,
    }
}

/// What a browser says of itself: that a page of another site, or another port, sent the request. Programs say nothing.
fn is_cross_site(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_some_and(|site| !matches!(site.as_bytes(), b"same-origin" | b"none"))
}

/// The endpoint that other sites' pages send to and their script: the one checks origins itself, the other tells nothing.
pub fn is_for_other_sites(path: &str) -> bool {
    matches!(path, "/api/v1/track" | "/track.js")
}

fn refusal(code: &str, detail: &str) -> Response {
    let remedy = "Open Muster by the address that it prints when it starts, such as http://127.0.0.1:8700.";
    ApiError::new(StatusCode::FORBIDDEN, code, detail, remedy).into_response()
}

fn host(headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let header = headers.get(header::HOST).map(|host| host.to_str().unwrap_or_default().to_owned());
    header.or_else(|| uri.authority().map(ToString::to_string))
}

fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    name.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_pass() {
        for host in ["127.0.0.1:8700", "localhost", "LOCALHOST:1", "[::1]:8700", "127.9.9.9"] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            "example.com:8700",
            "127.0.0.1.evil.test",
            "localhost.evil.test",
            "192.168.1.5",
            "localhost:80@x",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
