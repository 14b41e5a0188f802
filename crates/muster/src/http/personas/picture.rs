use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use muster_domain::PersonaId;
use muster_store::personas::{self, Picture};

use super::find;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiError, ApiResult, Problem};

/// Bytes of a picture, at most.
const MOST: usize = 1 << 20;

/// The kinds of pictures. None of them can hold a script.
const KINDS: [&str; 3] = ["image/png", "image/jpeg", "image/webp"];

/// The kind of a picture, by how its file begins.
fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    let [png, jpeg, webp] = KINDS;
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(png),
        [0xFF, 0xD8, 0xFF, ..] => Some(jpeg),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(webp),
        _ => None,
    }
}

/// The picture that was uploaded for a persona.
#[utoipa::path(get, path = "/api/v1/personas/{id}/picture", operation_id = "show_persona_picture",
    params(("id" = i64, Path),
        ("at" = Option<String>, Query, description = "when it was changed, so that no cache shows the one before")),
    responses((status = 200, description = "the picture", body = Vec<u8>, content_type = "image/*"),
        (status = 404, body = Problem)))]
pub async fn show(caller: Caller, Path(id): Path<i64>) -> ApiResult<Response> {
    let found = personas::picture(&caller.app.db, PersonaId(id)).await?;
    let Picture { media_type, bytes } = found.ok_or_else(|| ApiError::not_found("picture"))?;
    let kind = KINDS.into_iter().find(|kind| *kind == media_type).unwrap_or("application/octet-stream");
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    Ok((headers, bytes).into_response())
}

/// Gives a persona a picture of its own: PNG, JPEG or WebP, of 1 MiB at most.
#[utoipa::path(put, path = "/api/v1/personas/{id}/picture", operation_id = "put_persona_picture",
    params(("id" = i64, Path)), request_body(content = Vec<u8>, content_type = "image/*"),
    responses((status = 204), (status = 404, body = Problem), (status = 413, body = Problem), (status = 415, body = Problem)))]
pub async fn put(
    caller: Caller,
    Path(id): Path<i64>,
    bytes: Result<Bytes, BytesRejection>,
) -> ApiResult<StatusCode> {
    let bytes = bytes.ok().filter(|bytes| bytes.len() <= MOST).ok_or_else(|| {
        let detail = "A picture has at most 1 MiB.";
        ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "picture_too_large", detail, "Make it smaller.")
    })?;
    let kind = kind_of(&bytes).ok_or_else(|| {
        let detail = "The file is no picture that can be used.";
        let remedy = "Choose a PNG, JPEG or WebP file.";
        ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "picture_unknown", detail, remedy)
    })?;
    let mut work = caller.begin().await?;
    find(&mut work.tx, id).await?;
    let picture = Picture { media_type: kind.to_owned(), bytes: bytes.to_vec() };
    personas::set_picture(&mut work.tx, PersonaId(id), picture).await?;
    work.tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
