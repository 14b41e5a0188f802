//! Notes about a contact.

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use muster_domain::ContactId;
use muster_store::notes::{self, Note as Stored};
use muster_store::requests::{self, RequestKey};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::clock::timestamp;
use crate::http::base::before::Before;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path};
use crate::http::base::making::Making;
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::http::shared::contact::find;

/// Characters of a note, at most.
const MAX_CHARS: usize = 20_000;

/// What a note says.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteText {
    /// 1 to 20,000 characters.
    text: String,
}

/// What a note is to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteChanges {
    /// 1 to 20,000 characters.
    text: String,
    /// What is known to be overwritten.
    #[serde(default)]
    before: Before,
}

/// A note about a contact.
#[derive(Debug, Serialize, ToSchema)]
pub struct Note {
    id: i64,
    text: String,
    created_at: String,
    changed_at: String,
}

/// Notes, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteList {
    items: Vec<Note>,
}

impl From<Stored> for Note {
    fn from(note: Stored) -> Self {
        let at = |time| timestamp(time).to_string();
        Self {
            id: note.note_id,
            text: note.text,
            created_at: at(note.created_at),
            changed_at: at(note.changed_at),
        }
    }
}

/// The notes about a contact.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/notes", operation_id = "list_notes", params(("id" = i64, Path)),
    responses((status = 200, body = NoteList), (status = 404, body = Problem)))]
pub async fn list(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<NoteList>> {
    find(&caller.app, id).await?;
    let items =
        notes::list(&caller.app.db, ContactId(id), SHOWN).await?.into_iter().map(Note::from).collect();
    Ok(Json(NoteList { items }))
}

/// Notes that a page shows.
const SHOWN: i64 = 1_000;

/// Writes a note.
#[utoipa::path(post, path = "/api/v1/contacts/{id}/notes", operation_id = "create_note", params(("id" = i64, Path),
    ("Idempotency-Key" = Option<String>, Header, description = "makes repeating the request safe")),
    request_body = NoteText,
    responses((status = 201, body = Note), (status = 404, body = Problem),
        (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    caller: Caller,
    Path(id): Path<i64>,
    headers: HeaderMap,
    extract::Json(new): extract::Json<NoteText>,
) -> ApiResult<(StatusCode, Json<Note>)> {
    let text = text(&new.text)?;
    let making = Making::of(&headers, "note", format!("{id}:{text}"))?;
    let made = write(&caller, ContactId(id), &text, making.request());
    let show = async |note_id| {
        let note = notes::find(&caller.app.db, ContactId(id), note_id).await?;
        Ok(note.ok_or_else(|| ApiError::not_found("note"))?.into())
    };
    making.answer(&caller.app.db, made, show).await
}

async fn write(
    caller: &Caller,
    id: ContactId,
    text: &str,
    request: Option<RequestKey<'_>>,
) -> ApiResult<i64> {
    let now = caller.now();
    let mut tx = caller.app.db.begin().await?;
    let note_id = notes::create(&mut tx, id, text, now).await?;
    let note_id = note_id.ok_or_else(|| ApiError::not_found("contact"))?;
    if let Some(request) = request {
        requests::record(&mut tx, request, note_id, now).await?;
    }
    tx.commit().await?;
    Ok(note_id)
}

/// Writes a note anew.
#[utoipa::path(patch, path = "/api/v1/contacts/{id}/notes/{note_id}", operation_id = "update_note",
    params(("id" = i64, Path), ("note_id" = i64, Path)), request_body = NoteChanges,
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem), (status = 422, body = Problem)))]
pub async fn update(
    caller: Caller,
    Path((id, note_id)): Path<(i64, i64)>,
    extract::Json(NoteChanges { text: typed, before }): extract::Json<NoteChanges>,
) -> ApiResult<StatusCode> {
    let text = text(&typed)?;
    let mut tx = caller.app.db.begin().await?;
    let stored =
        notes::claim(&mut tx, ContactId(id), note_id).await?.ok_or_else(|| ApiError::not_found("note"))?;
    before.check("note", &json!({"text": stored.text}))?;
    notes::update(&mut tx, note_id, &text, caller.now()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Deletes a note.
#[utoipa::path(delete, path = "/api/v1/contacts/{id}/notes/{note_id}", operation_id = "delete_note",
    params(("id" = i64, Path), ("note_id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn delete(caller: Caller, Path((id, note_id)): Path<(i64, i64)>) -> ApiResult<StatusCode> {
    let mut tx = caller.app.db.begin().await?;
    let found = notes::delete(&mut tx, ContactId(id), note_id).await?;
    tx.commit().await?;
    if found { Ok(StatusCode::NO_CONTENT) } else { Err(ApiError::not_found("note")) }
}

fn text(typed: &str) -> ApiResult<String> {
    let text = typed.trim().replace('\0', "");
    if (1..=MAX_CHARS).contains(&text.chars().count()) {
        return Ok(text);
    }
    let detail = "A note has 1 to 20,000 characters.";
    Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "note_invalid", detail, "")
        .at([("/text".to_owned(), detail.to_owned())]))
}
