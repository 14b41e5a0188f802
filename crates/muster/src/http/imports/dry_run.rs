use std::io::Sink;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use muster_store::Backend;
use serde::Serialize;
use utoipa::ToSchema;

use super::create::{NewImport, prepare};
use super::{Counts, ImportColumn, ImportEffects, Reject};
use crate::app::App;
use crate::dry_run::{DryRunError, Foreseen, carry_out};
use crate::error_file::ErrorFile;
use crate::http::extract;
use crate::http::problem::{ApiError, ApiResult, Problem};
use crate::order::rehearse;
use crate::work::import::{ImportError, ImportRun};

/// Bytes of a file that is tried on SQLite, at most: nobody else can save anything meanwhile, for some seconds.
const LARGEST: i64 = 32 << 20;

/// What an import would do.
#[derive(Debug, Serialize, ToSchema)]
pub struct DryRun {
    counts: Counts,
    columns: Vec<ImportColumn>,
    /// The first 100 rows that would not be imported, with the first 200 characters of each cell.
    rejects: Vec<Reject>,
    #[serde(flatten)]
    effects: ImportEffects,
}

/// Says what an import would do, and does nothing of it. It takes about as long as the import. On SQLite a file of more than
/// 32 MiB is refused.
#[utoipa::path(post, path = "/api/v1/imports/dry-run", operation_id = "try_import", request_body = NewImport,
    responses((status = 200, body = DryRun), (status = 409, body = Problem),
        (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    extract::Json(new): extract::Json<NewImport>,
) -> ApiResult<Json<DryRun>> {
    let (order, head) = prepare(&app, new).await?;
    if app.db.backend() == Backend::Sqlite && order.file.size > LARGEST {
        return Err(too_large());
    }
    let import = rehearse(&app.db, &head, order, app.clock.now()).await?;
    let Some(run) = ImportRun::of(&app, &import) else { return Err(super::create::unknown_file()) };
    let _alone = app.dry_run.lock().await;
    let Foreseen { counts, rejects, effects } = carry_out(run, &import, None::<ErrorFile<Sink>>).await?;
    let header = &import.order.header;
    Ok(Json(DryRun {
        counts: counts.into(),
        rejects: rejects.into_iter().map(|reject| Reject::of(reject, header)).collect(),
        effects: effects.into(),
        columns: super::columns(import.order.header, import.order.fields),
    }))
}

fn too_large() -> ApiError {
    let detail = "The file is too large to be tried on SQLite: nobody could save anything for long.";
    let remedy =
        "Try a file with some of its rows, or give the command muster import --dry-run while nobody works.";
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "too_large_to_try", detail, remedy)
}

impl From<DryRunError> for ApiError {
    fn from(error: DryRunError) -> Self {
        match error {
            DryRunError::Out(error) => error.into(),
            DryRunError::Import(ImportError::Read(error)) => error.into(),
            DryRunError::Import(ImportError::Store(error)) => error.into(),
            DryRunError::Import(error) => Self::internal(&error),
        }
    }
}
