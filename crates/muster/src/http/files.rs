//! Files that people upload, to be imported.

use axum::Json;
use axum::body::Body;
use axum::http::StatusCode;
use futures_util::TryStreamExt as _;
use muster_reader::ReadError;
use muster_store::files::{self, StoredFile as Stored};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Query;
use crate::http::base::permission::{Permission, allowed, tagged};
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::upload::check_name;

/// The endpoints.
pub fn router() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new().routes(allowed(Permission::Import, routes!(create)));
    tagged("files", routes)
}

/// About the bytes that are sent.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Upload {
    /// The file's name.
    name: String,
}

/// An uploaded file.
#[derive(Debug, Serialize, ToSchema)]
pub struct StoredFile {
    /// Its id.
    id: i64,
    /// Its name.
    name: String,
    /// Its length in bytes.
    size: i64,
}

/// Takes a file of any size as it arrives. It is deleted when its import has finished, or after a day without one.
#[utoipa::path(post, path = "/api/v1/files", operation_id = "upload_file", params(Upload),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 201, body = StoredFile), (status = 422, body = Problem), (status = 507, body = Problem)))]
pub async fn create(
    caller: Caller,
    Query(upload): Query<Upload>,
    body: Body,
) -> ApiResult<(StatusCode, Json<StoredFile>)> {
    let name = check_name(&upload.name)?;
    let id = files::reserve(&caller.app.db).await?;
    let bytes = body.into_data_stream().map_err(std::io::Error::other);
    let size = caller.app.files.write(id, bytes).await? as i64;
    if size == 0 {
        caller.app.files.remove(id).await?;
        return Err(ReadError::Empty.into());
    }
    let stored = Stored { file_id: id, name: name.clone(), size };
    if let Err(error) = files::insert(&caller.app.db, &stored, caller.app.files.server(), caller.now()).await
    {
        caller.app.files.remove(id).await?;
        return Err(error.into());
    }
    Ok((StatusCode::CREATED, Json(StoredFile { id, name, size })))
}
