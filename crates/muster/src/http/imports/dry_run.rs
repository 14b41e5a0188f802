use std::io::Sink;
use std::sync::Arc;

use axum::Json;
use axum::http::StatusCode;
use muster_store::imports::Import;
use serde::Serialize;
use utoipa::ToSchema;

use super::create::{NewImport, prepare};
use super::{Counts, ImportColumn, ImportEffects, Reject};
use crate::dry_run::{DryRunError, Foreseen, Out, carry_out};
use crate::http::base::caller::Caller;
use crate::http::base::extract;
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::http::shared::upload::unknown_file;
use crate::order::rehearse;
use crate::work::import::{ImportError, ImportRun};
use crate::work::survey::Survey;

/// Rows of a file that is tried, at most: whoever asks waits for the answer.
const MOST_ROWS: u64 = 200_000;

/// What an import would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct DryRun {
    counts: Counts,
    columns: Vec<ImportColumn>,
    /// The first 100 rows that would not be imported, and behind them the first 100 of which values would be left out, with the
    /// first 200 characters of each cell.
    rejects: Vec<Reject>,
    #[serde(flatten)]
    effects: ImportEffects,
}

/// Says what an import would do, and does nothing of it. It takes about as long as the import; one file is tried at a time. A file
/// of more than 200,000 rows is refused.
#[utoipa::path(post, path = "/api/v1/imports/dry-run", operation_id = "try_import", request_body = NewImport,
    responses((status = 200, body = DryRun), (status = 409, body = Problem),
        (status = 422, body = Problem), (status = 503, body = Problem)))]
pub async fn create(caller: Caller, extract::Json(new): extract::Json<NewImport>) -> ApiResult<Json<DryRun>> {
    let alone = Arc::clone(&caller.app.dry_run).lock_owned().await;
    let (order, head) = prepare(&caller.app, new).await?;
    let mut import = rehearse(&caller.app.db, &head, order, caller.now()).await?;
    let Some(run) = ImportRun::of(&caller.app, &import) else { return Err(unknown_file()) };
    let Survey { rows, facts } = run.survey(&import).await.map_err(DryRunError::from)?;
    import.facts = facts;
    if rows > MOST_ROWS {
        return Err(too_large(rows));
    }
    // It goes on when the client goes away, which nobody else has to wait for longer than for another.
    let tried = tokio::spawn(async move {
        let _alone = alone;
        carry_out(run, &import, None::<Out<Sink>>).await.map(|foreseen| (import, foreseen))
    });
    let (import, foreseen) = tried.await.map_err(|error| ApiError::internal(&error))??;
    Ok(Json(DryRun::of(import, foreseen)))
}

impl DryRun {
    pub(super) fn of(import: Import, Foreseen { counts, told, effects }: Foreseen) -> Self {
        let header = &import.order.header;
        Self {
            counts: counts.into(),
            rejects: told.into_iter().filter_map(|row| Reject::of(row, header)).collect(),
            effects: effects.into(),
            columns: super::columns(import.order.header, import.order.targets),
        }
    }
}

fn too_large(rows: u64) -> ApiError {
    let detail =
        format!("A file of {rows} rows is too large to be tried here: the answer would be long in coming.");
    let remedy = "Try a file with 200,000 of its rows, or give the command muster import --dry-run.";
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "too_large_to_try", detail, remedy)
}

impl From<DryRunError> for ApiError {
    fn from(error: DryRunError) -> Self {
        match error {
            DryRunError::Out(error) => error.into(),
            DryRunError::Import(ImportError::Read(error)) => error.into(),
            DryRunError::Import(ImportError::Store(error)) if error.is_retryable() => {
                let detail = "The contacts of the file are being changed by somebody else.";
                Self::busy("busy", detail, "Try it again in a moment.")
            }
            DryRunError::Import(ImportError::Store(error)) => error.into(),
            DryRunError::Import(error) => Self::internal(&error),
        }
    }
}
