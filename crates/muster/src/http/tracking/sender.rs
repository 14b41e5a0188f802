//! Who sends a tracked activity: the site, which must be allowed, and the client, whose requests are counted.

use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;

use crate::app::App;
use crate::http::base::problem::ApiError;
use crate::tracking::UNKNOWN_CLIENT;

/// The origin of a page of a site that may send.
#[derive(Debug)]
pub struct AllowedOrigin(HeaderValue);

impl FromRequestParts<App> for AllowedOrigin {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let forbidden = |code, detail, remedy| ApiError::new(StatusCode::FORBIDDEN, code, detail, remedy);
        if !app.tracking.is_on() {
            let remedy = "Start it with --track-origin and the address of the site.";
            return Err(forbidden("tracking_off", "This Muster takes no activities from web pages.", remedy));
        }
        let origin = parts.headers.get(header::ORIGIN);
        let allowed = origin.filter(|origin| origin.to_str().is_ok_and(|origin| app.tracking.allows(origin)));
        allowed.cloned().map(Self).ok_or_else(|| {
            let remedy = "Name the site with --track-origin.";
            forbidden("foreign_origin", "Pages of this site may not send activities.", remedy)
        })
    }
}

impl AllowedOrigin {
    /// Lets the page see the answer.
    pub fn allow(self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, self.0);
        headers.append(header::VARY, HeaderValue::from_static("origin"));
        response
    }
}

/// The address that a request came from.
#[derive(Debug, Clone, Copy)]
pub struct Client(pub IpAddr);

impl FromRequestParts<App> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let named = app.tracking.client_header().and_then(|name| last_address(&parts.headers, name));
        Ok(Self(named.or(peer).unwrap_or(UNKNOWN_CLIENT)))
    }
}

/// The last address in a header: the one that the nearest proxy wrote, those before it are hearsay.
fn last_address(headers: &HeaderMap, name: &HeaderName) -> Option<IpAddr> {
    let last = headers.get_all(name).iter().next_back()?.to_str().ok()?;
    last.rsplit(',').next()?.trim().parse().ok()
}
