use std::io;

use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::{Stream, stream};
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;

use crate::contact_file::Format;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::work::mass_action::{Action, MassAction as Ordered};

/// Bytes that are read at once.
const PIECE: usize = 64 * 1024;

/// The file that an export has written, once it is whole. In CSV a value that a spreadsheet would take for a formula has a `'`
/// before it, which an import takes off again; in XLSX every value is a text.
#[utoipa::path(get, path = "/api/v1/mass-actions/{id}/file", operation_id = "download_export", params(("id" = i64, Path)),
    responses((status = 200, content_type = "text/csv", body = String), (status = 404, body = Problem),
        (status = 409, body = Problem), (status = 410, body = Problem)))]
pub async fn download(caller: Caller, Path(id): Path<i64>) -> ApiResult<Response> {
    let work = super::find(&caller.app, id).await?;
    let order: Ordered = serde_json::from_str(&work.payload).map_err(muster_store::StoreError::from)?;
    let Action::Export { format, .. } = order.action else { return Err(ApiError::not_found("file")) };
    let file = match work.state.as_str() {
        "finished" => File::open(caller.app.files.export(id)).await.map_err(|error| unopened(&error))?,
        "expired" => return Err(gone()),
        "failed" => return Err(not_ready("The export failed.", "Export again.")),
        _ => {
            return Err(not_ready(
                "The file is still being written.",
                "Try again when the export is finished.",
            ));
        }
    };
    let (kind, name) = match format {
        Format::Csv => ("text/csv; charset=utf-8", "contacts.csv"),
        Format::Xlsx => {
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "contacts.xlsx")
        }
    };
    let name = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, &name),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, Body::from_stream(pieces(file))).into_response())
}

fn pieces(file: File) -> impl Stream<Item = io::Result<Bytes>> {
    stream::try_unfold(file, async |mut file| {
        let mut piece = vec![0; PIECE];
        let length = file.read(&mut piece).await?;
        piece.truncate(length);
        Ok((length > 0).then(|| (Bytes::from(piece), file)))
    })
}

fn unopened(error: &io::Error) -> ApiError {
    if error.kind() == io::ErrorKind::NotFound { gone() } else { ApiError::internal(error) }
}

fn gone() -> ApiError {
    let detail = "The exported file is not kept any more.";
    ApiError::new(StatusCode::GONE, "export_gone", detail, "Export the contacts again.")
}

fn not_ready(detail: &str, remedy: &str) -> ApiError {
    ApiError::new(StatusCode::CONFLICT, "export_not_ready", detail, remedy)
}
