use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, stream};
use muster_domain::ImportId;
use muster_store::imports::Import;
use muster_store::rejects::{self, Outcome};

use crate::app::App;
use crate::error_file::ErrorFile;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};

/// Rows held at once, at the most.
const PAGE: i64 = 100;

/// The error file: the rows that were not imported, and behind them those of which values were left out, as they stood in the
/// file, each behind its row number, which of the two it is, in which columns the problem lies, reason and remedy.
#[utoipa::path(get, path = "/api/v1/imports/{id}/rejects.csv", operation_id = "download_rejects",
    params(("id" = i64, Path)),
    responses((status = 200, content_type = "text/csv", body = String), (status = 404, body = Problem)))]
pub async fn download(caller: Caller, Path(id): Path<i64>) -> ApiResult<Response> {
    let import = super::find(&caller.app, id).await?;
    let name = format!("attachment; filename=\"not-imported-{id}.csv\"");
    let headers =
        [(header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, Body::from_stream(pages(caller.app, &import))).into_response())
}

/// What is written so far, and behind which row of which kind to go on.
struct Writing {
    file: ErrorFile<Vec<u8>>,
    outcome: Outcome,
    after: u64,
}

/// The file page by page, so that memory does not grow with it.
fn pages(app: App, import: &Import) -> impl Stream<Item = anyhow::Result<Vec<u8>>> + use<> {
    let start = ErrorFile::start(Vec::new(), import.order.delimiter, &import.order.header);
    let start = start
        .map(|file| Writing { file, outcome: Outcome::NotImported, after: 0 })
        .map_err(anyhow::Error::from);
    let id = import.import_id;
    stream::try_unfold(Some(start), move |writing| {
        let app = app.clone();
        async move {
            let Some(writing) = writing else { return Ok(None) };
            let (bytes, rest) = next(&app, id, writing?).await?;
            Ok(Some((bytes, rest.map(Ok))))
        }
    })
}

async fn next(app: &App, id: ImportId, mut writing: Writing) -> anyhow::Result<(Vec<u8>, Option<Writing>)> {
    let page = rejects::list(&app.db, id, writing.outcome, writing.after, PAGE).await?;
    for row in &page {
        writing.file.add(row)?;
        writing.after = row.number;
    }
    let bytes = writing.file.take();
    let rest = match writing.outcome {
        _ if !page.is_empty() => Some(writing),
        Outcome::NotImported => Some(Writing { outcome: Outcome::LeftOut, after: 0, ..writing }),
        Outcome::LeftOut => None,
    };
    Ok((bytes, rest))
}
