use axum::http::header;
use axum::response::{IntoResponse, Response};
use muster_domain::ContactId;
use muster_store::activities::{self, Page};
use muster_store::erasure::{self, RowOfPerson};
use muster_store::personal_data::{self, Touch};
use muster_store::{merges, notes};
use serde_json::{Value, json};

use super::accounts::ContactAccount;
use super::merges::Merge;
use super::notes::Note;
use super::points::ContactPoints;
use super::show::ContactDetail;
use crate::clock::timestamp;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::activity::Activity;
use crate::http::shared::contact;

/// All activities of a contact.
const ALL: Page<'_> = Page { kind: None, after: None, limit: i64::MAX };

/// Everything that is known about a person, as one JSON file (the right of access and portability): the contact with its
/// addresses, groups and history, its notes and activities, its points and personas and why it has them, what was merged into
/// it, which imports it comes from, and the rows with one of its addresses that were not imported.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/personal-data", operation_id = "download_personal_data",
    params(("id" = i64, Path)),
    responses((status = 200, content_type = "application/json", body = String), (status = 404, body = Problem)))]
pub async fn download(caller: Caller, Path(id): Path<i64>) -> ApiResult<Response> {
    let (contact, db) = (ContactId(id), &caller.app.db);
    let rows = erasure::rows_not_imported(db, &contact::find(&caller.app, id).await?).await?;
    let activities = activities::of_contact(db, contact, ALL).await?.into_iter().map(Activity::from);
    let all = json!({
        "contact": ContactDetail::load_with(&caller.app, id, i64::MAX).await?,
        "notes": notes::list(db, contact, i64::MAX).await?.into_iter().map(Note::from).collect::<Vec<_>>(),
        "accounts": ContactAccount::all(&caller.app, id).await?,
        "activities": activities.collect::<Vec<_>>(),
        "scores_and_personas": ContactPoints::load(&caller.app, id).await?,
        "merges": merges::list(db, contact).await?.into_iter().map(Merge::from).collect::<Vec<_>>(),
        "imports": personal_data::imports(db, contact).await?.iter().map(import).collect::<Vec<_>>(),
        "rows_not_imported": rows.iter().map(row).collect::<Vec<_>>(),
    });
    let name = format!("attachment; filename=\"contact-{id}.json\"");
    let headers =
        [(header::CONTENT_TYPE, "application/json".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, format!("{all:#}")).into_response())
}

fn row(row: &RowOfPerson) -> Value {
    json!({ "import_id": row.import_id, "row": row.row, "cells": row.cells })
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
