use axum::Json;
use muster_domain::ImportId;
use muster_domain::import::{reason_summary, stored_label};
use muster_store::rejects::{self, Outcome, Reason as Stored};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};

/// How often a reason kept a row, or a value, from being imported.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportReason {
    code: String,
    /// The label of the field whose values are wrong; null when it lies in no field.
    field: Option<String>,
    /// The reason in a few words, such as "not a date".
    reason: String,
    count: i64,
}

/// Why rows and values of an import were not imported, the most frequent reason first.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportReasons {
    /// Rows that were not imported.
    not_imported: Vec<ImportReason>,
    /// Values that were left out of rows that were imported.
    left_out: Vec<ImportReason>,
}

/// The sums by reason of what an import did not import.
#[utoipa::path(get, path = "/api/v1/imports/{id}/reasons", operation_id = "sum_up_rejects",
    params(("id" = i64, Path)), responses((status = 200, body = ImportReasons), (status = 404, body = Problem)))]
pub async fn show(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<ImportReasons>> {
    super::find(&caller.app, id).await?;
    let of = async |outcome| -> ApiResult<Vec<ImportReason>> {
        let reasons = rejects::reasons(&caller.app.db, ImportId(id), outcome).await?;
        Ok(reasons.into_iter().map(ImportReason::from).collect())
    };
    Ok(Json(ImportReasons {
        not_imported: of(Outcome::NotImported).await?,
        left_out: of(Outcome::LeftOut).await?,
    }))
}

impl From<Stored> for ImportReason {
    fn from(Stored { code, field, count }: Stored) -> Self {
        let reason = reason_summary(&code).to_owned();
        Self { code, field: (!field.is_empty()).then(|| stored_label(&field)), reason, count }
    }
}
