use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use muster_domain::ContactId;
use muster_store::notes;
use serde_json::json;

use super::accounts::ContactAccount;
use super::notes::Note;
use super::show::ContactDetail;
use crate::app::App;
use crate::http::extract::Path;
use crate::http::problem::{ApiResult, Problem};

/// Everything that is known about a person, as one JSON file (the right of access and portability).
#[utoipa::path(get, path = "/api/v1/contacts/{id}/personal-data", operation_id = "download_personal_data",
    params(("id" = i64, Path)),
    responses((status = 200, content_type = "application/json", body = String), (status = 404, body = Problem)))]
pub async fn download(State(app): State<App>, Path(id): Path<i64>) -> ApiResult<Response> {
    let contact = ContactDetail::load(&app, id).await?;
    let notes: Vec<Note> = notes::list(&app.db, ContactId(id)).await?.into_iter().map(Note::from).collect();
    let accounts = ContactAccount::all(&app, id).await?;
    let all = json!({ "contact": contact, "notes": notes, "accounts": accounts });
    let name = format!("attachment; filename=\"contact-{id}.json\"");
    let headers =
        [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, format!("{all:#}")).into_response())
}
