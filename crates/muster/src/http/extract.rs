//! axum's extractors, with their rejections as problems.

use axum::extract::{FromRequest, FromRequestParts};
use axum::http::HeaderMap;

use super::problem::{ApiError, ApiResult};
use axum::http::StatusCode;
use serde::{Deserialize, Deserializer};

/// A JSON body.
#[derive(Debug, FromRequest)]
#[from_request(via(axum::Json), rejection(ApiError))]
pub struct Json<T>(pub T);

/// The query string.
#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(ApiError))]
pub struct Query<T>(pub T);

/// The variable parts of the path.
#[derive(Debug, FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(ApiError))]
pub struct Path<T>(pub T);

/// The client's idempotency key, made unique for one kind of resource; `None` when it sent none.
pub fn idempotency_key(headers: &HeaderMap, kind: &str) -> ApiResult<Option<String>> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    match key.to_str() {
        Ok(key) if !key.is_empty() && key.len() <= 200 => Ok(Some(format!("{kind}:{key}"))),
        _ => {
            let detail = "The Idempotency-Key must have 1 to 200 plain characters.";
            Err(ApiError::new(StatusCode::BAD_REQUEST, "idempotency_key_invalid", detail, ""))
        }
    }
}

/// How many items a page of a list has: what the client asks for, within bounds.
pub fn page_size(asked: Option<i64>) -> i64 {
    asked.unwrap_or(50).clamp(1, 500)
}

/// For a field of which null says something else than leaving it out: `Some(None)` is null.
pub fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
