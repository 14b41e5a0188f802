use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use muster_domain::ContactId;
use muster_store::activities::{self, Page};
use muster_store::personal_data::{self, Touch};
use muster_store::{merges, notes};
use serde_json::{Value, json};

use super::merges::Merge;
use super::notes::Note;
use super::show::ContactDetail;
use crate::app::App;
use crate::clock::timestamp;
use crate::http::activities::Activity;
use crate::http::extract::Path;
use crate::http::problem::{ApiResult, Problem};

/// All activities of a contact.
const ALL: Page<'_> = Page { kind: None, after: None, limit: i64::MAX };

/// Everything that is known about a person, as one JSON file (the right of access and portability): the contact with its
/// addresses, groups and history, its notes and activities, what was merged into it, and which imports it comes from.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/personal-data", operation_id = "download_personal_data",
    params(("id" = i64, Path)),
    responses((status = 200, content_type = "application/json", body = String), (status = 404, body = Problem)))]
pub async fn download(State(app): State<App>, Path(id): Path<i64>) -> ApiResult<Response> {
    let (contact, db) = (ContactId(id), &app.db);
    let activities = activities::of_contact(db, contact, ALL).await?.into_iter().map(Activity::from);
    let all = json!({
        "contact": ContactDetail::load(&app, id).await?,
        "notes": notes::list(db, contact).await?.into_iter().map(Note::from).collect::<Vec<_>>(),
        "activities": activities.collect::<Vec<_>>(),
        "merges": merges::list(db, contact).await?.into_iter().map(Merge::from).collect::<Vec<_>>(),
        "imports": personal_data::imports(db, contact).await?.iter().map(import).collect::<Vec<_>>(),
    });
    let name = format!("attachment; filename=\"contact-{id}.json\"");
    let headers =
        [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, format!("{all:#}")).into_response())
}

fn import(touch: &Touch) -> Value {
    json!({
        "import_id": touch.import_id,
        "file_name": touch.file_name,
        "row": touch.source_row,
        "at": timestamp(touch.at).to_string(),
        "did": if touch.created == 1 { "created" } else { "changed" },
    })
}
