use axum::http::StatusCode;
use muster_domain::ImportId;
use muster_store::imports;

use super::find;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::work::import::remove_file;

/// Stops an import that waits or runs. What it has written stays; the rest of the file is not imported.
#[utoipa::path(delete, path = "/api/v1/imports/{id}", operation_id = "cancel_import", params(("id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn cancel(caller: Caller, Path(id): Path<i64>) -> ApiResult<StatusCode> {
    let import = find(&caller.app, id).await?;
    if !imports::cancel(&caller.app.db, ImportId(id), caller.now()).await? {
        let detail = "This import has ended already.";
        return Err(ApiError::new(StatusCode::CONFLICT, "import_ended", detail, ""));
    }
    let db = caller.app.db.in_background();
    tokio::spawn(async move {
        if let Err(error) = imports::close_canceled(&db, ImportId(id), caller.app.clock.now()).await {
            tracing::error!(import = id, %error, "a canceled import could not be closed");
        }
    });
    if let Some(file_id) = import.order.file_id
        && let Err(error) = remove_file(&caller.app, file_id).await
    {
        tracing::warn!(file = file_id, %error, "a canceled import's file is deleted later");
    }
    Ok(StatusCode::NO_CONTENT)
}
