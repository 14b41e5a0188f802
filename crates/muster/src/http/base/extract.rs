//! axum's extractors, with their rejections as problems.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::contract::Operation;
use super::problem::{ApiError, ApiResult, escaped};

/// A JSON body, of which every part is as the operation's contract says.
#[derive(Debug)]
pub struct Json<T>(pub T);

/// A JSON body of many items that are judged one by one: of the items only their keys are held to the contract.
#[derive(Debug)]
pub struct JsonBatch<T>(pub T);

/// How deep bodies are nested, at most.
const DEEPEST: usize = 128;

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> ApiResult<Self> {
        body(request, DEEPEST).await.map(Self)
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for JsonBatch<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> ApiResult<Self> {
        body(request, 2).await.map(Self)
    }
}

async fn body<T: DeserializeOwned>(request: Request, depth: usize) -> ApiResult<T> {
    if !is_json(request.headers()) {
        let detail = "The body's Content-Type is not application/json.";
        let remedy = "Send it with Content-Type: application/json.";
        return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "body_invalid", detail, remedy));
    }
    let operation = request.extensions().get::<Arc<Operation>>().cloned();
    let bytes = Bytes::from_request(request, &()).await?;
    if let (Some(operation), Ok(value)) = (operation, serde_json::from_slice::<Value>(&bytes)) {
        operation.check_body(&value, depth)?;
    }
    read(&bytes)
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

/// Reads a body; what is wrong is named with its place.
fn read<T: DeserializeOwned>(bytes: &[u8]) -> ApiResult<T> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| unreadable(&error))?;
    reader.end().map_err(|error| broken(&error))?;
    Ok(read)
}

fn unreadable(error: &serde_path_to_error::Error<serde_json::Error>) -> ApiError {
    if !error.inner().is_data() {
        return broken(error.inner());
    }
    let pointer = pointer(error.path());
    let detail = format!("The body cannot be read{}: {}.", place(&pointer), error.inner());
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "body_invalid", detail.clone(), "")
        .at([(pointer, detail)])
}

fn broken(error: &serde_json::Error) -> ApiError {
    let detail = format!("The body is no JSON: {error}.");
    ApiError::new(StatusCode::BAD_REQUEST, "body_invalid", detail, "")
}

/// Where something is wrong, in a sentence.
pub fn place(pointer: &str) -> String {
    if pointer.is_empty() { String::new() } else { format!(" at \"{pointer}\"") }
}

/// A place in a body as a JSON pointer.
pub fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let step = |segment: &Segment| match segment {
        Segment::Seq { index } => format!("/{index}"),
        Segment::Map { key } => format!("/{}", escaped(key)),
        Segment::Enum { .. } | Segment::Unknown => String::new(),
    };
    path.iter().map(step).collect()
}

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

/// For a field of which null says something else than leaving it out: `Some(None)` is null.
pub fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
