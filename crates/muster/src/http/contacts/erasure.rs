use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use muster_domain::condition::Change;
use muster_domain::display_address;
use muster_store::contacts::Contact;
use muster_store::erasure::{self, KeptFile, Preview};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::clock::timestamp;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{Path, Query};
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::http::shared::contact::find;
use crate::secret::fresh_key;
use crate::work::{UPLOAD_KEPT, export, try_again};

/// Whether it is meant.
#[derive(Debug, Deserialize, IntoParams)]
pub struct ErasureMode {
    /// Say what would be erased, and erase nothing.
    #[serde(default)]
    dry_run: bool,
}

/// An uploaded file that may hold the person. Nothing can be cut out of it; it is deleted by itself.
#[derive(Debug, Serialize, ToSchema)]
struct ErasureFile {
    id: i64,
    name: String,
    /// When it is deleted at the latest, unless an import of it is still under way then.
    deleted_by: String,
}

/// What an erasure would take away.
#[derive(Debug, Serialize, ToSchema)]
pub struct ErasurePreview {
    /// The addresses, of which a keyed hash is kept so that no import brings them back.
    addresses: Vec<String>,
    activities: i64,
    notes: i64,
    /// Merges that can no longer be undone.
    merges: i64,
    /// Rows of imports that were not imported, and that lose their cells.
    rejects: i64,
    /// Exported files that are deleted, for each may hold the person.
    exports: i64,
    files: Vec<ErasureFile>,
}

impl From<KeptFile> for ErasureFile {
    fn from(file: KeptFile) -> Self {
        let deleted_by = timestamp(file.created_at + UPLOAD_KEPT).to_string();
        Self { id: file.file_id, name: file.name, deleted_by }
    }
}

impl From<Preview> for ErasurePreview {
    fn from(preview: Preview) -> Self {
        Self {
            addresses: preview.addresses.iter().map(|key| display_address(key).into_owned()).collect(),
            activities: preview.activities,
            notes: preview.notes,
            merges: preview.merges,
            rejects: preview.rejects,
            exports: preview.exports,
            files: preview.files.into_iter().map(ErasureFile::from).collect(),
        }
    }
}

/// Erases a person: the contact and everything that tells of it (the right to erasure). What stays is a keyed hash of each
/// address, so that no import brings the person back. Exported files are all deleted, for each may hold the person. Files that were uploaded within the last day are not cut; they are
/// deleted by themselves, and a dry run names them.
#[utoipa::path(post, path = "/api/v1/contacts/{id}/erasure", operation_id = "erase_contact",
    params(("id" = i64, Path), ErasureMode),
    responses((status = 200, body = ErasurePreview, description = "dry run"), (status = 204),
        (status = 404, body = Problem)))]
pub async fn erase(
    caller: Caller,
    Path(id): Path<i64>,
    Query(mode): Query<ErasureMode>,
) -> ApiResult<Response> {
    let contact = find(&caller.app, id).await?;
    if mode.dry_run {
        let preview: ErasurePreview = erasure::preview(&caller.app.db, &contact).await?.into();
        return Ok(Json(preview).into_response());
    }
    let mut attempt = 0;
    let erased = loop {
        match write(&caller, &contact).await {
            Err(error) if try_again(&error, &mut attempt).await => {}
            erased => break erased?,
        }
    };
    caller.app.exports.notify_one();
    if let Err(error) = export::tidy(&caller.app).await {
        tracing::error!(%error, "exported files could not be deleted; it is tried again");
    }
    if erased { Ok(StatusCode::NO_CONTENT.into_response()) } else { Err(ApiError::not_found("contact")) }
}

async fn write(caller: &Caller, contact: &Contact) -> Result<bool, muster_store::StoreError> {
    let key = fresh_key().map_err(|error| muster_store::StoreError::Database(error.to_string()))?;
    let known = erasure::look_for_rows(&caller.app.db, contact).await?;
    let mut work = caller.begin().await?;
    let erased = erasure::erase(&mut work.tx, contact.contact_id, &known, &key, work.now).await?;
    work.commit(&Change::default(), &[]).await?;
    if let Err(error) = caller.app.db.fold_journal().await {
        tracing::warn!(%error, "what was erased stays in the journal until it is folded");
    }
    Ok(erased)
}
