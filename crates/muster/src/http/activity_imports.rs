//! History from a file: a CSV file of activities that other systems recorded, taken in the background.

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use muster_store::requests::RequestKey;
use muster_store::work::{self, Kind, Work};
use muster_store::{StoreError, files};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::clock::timestamp;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path};
use crate::http::base::making::Making;
use crate::http::base::permission::{Permission, allowed, tagged};
use crate::http::base::problem::{ApiError, ApiResult, Problem, sentence};
use crate::http::shared::upload::unknown_file;
use crate::http::shared::work_state::WorkState;
use crate::work::history::{self, History, HistoryError, RecordedRows};

/// The endpoints.
pub fn router() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new()
        .routes(allowed(Permission::Import, routes!(list, create)))
        .routes(allowed(Permission::Import, routes!(show)));
    tagged("activity-imports", routes)
}

/// Imports that the list has.
const LATEST: i64 = 50;

/// A file to read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityFile {
    /// The uploaded file.
    file_id: i64,
}

/// An import of activities.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityImport {
    id: i64,
    file_name: String,
    state: WorkState,
    /// Rows of the file; `null` until they are counted.
    total: Option<i64>,
    /// Why it failed.
    failure: Option<String>,
    created_at: String,
    finished_at: Option<String>,
    #[serde(flatten)]
    told: RecordedRows,
}

/// The latest imports of activities.
#[derive(Debug, Serialize, ToSchema)]
pub struct ActivityImportList {
    items: Vec<ActivityImport>,
}

impl TryFrom<Work> for ActivityImport {
    type Error = StoreError;

    fn try_from(work: Work) -> Result<Self, StoreError> {
        let History { file_name, told } = serde_json::from_str(&work.payload)?;
        Ok(Self {
            id: work.work_id,
            file_name,
            state: WorkState::named(&work.state),
            total: work.total,
            failure: work.failure,
            created_at: timestamp(work.created_at).to_string(),
            finished_at: work.finished_at.map(|at| timestamp(at).to_string()),
            told,
        })
    }
}

/// Records the activities of a CSV file in the background. Its header has the names of an activity's parts: `email` or
/// `contact_id`, `type`, and `at`, `key`, `item`, `value`, `url`, … Whatever breaks it off, it goes on behind the last batch;
/// the same file sent again doubles nothing.
#[utoipa::path(post, path = "/api/v1/activity-imports", operation_id = "import_activities", request_body = ActivityFile,
    params(("Idempotency-Key" = Option<String>, Header, description = "makes repeating the request safe")),
    responses((status = 201, body = ActivityImport),
        (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    caller: Caller,
    headers: HeaderMap,
    extract::Json(ActivityFile { file_id }): extract::Json<ActivityFile>,
) -> ApiResult<(StatusCode, Json<ActivityImport>)> {
    let making = Making::of(&headers, "activity_import", file_id.to_string())?;
    let made = place(&caller, file_id, making.request());
    let answer = making.answer(&caller.app.db, made, async |id| find(&caller.app, id).await).await?;
    caller.app.work.notify_one();
    Ok(answer)
}

async fn place(caller: &Caller, file_id: i64, request: Option<RequestKey<'_>>) -> ApiResult<i64> {
    let file = files::find(&caller.app.db, file_id).await?.ok_or_else(unknown_file)?;
    let path = caller.app.files.path(file_id);
    tokio::task::block_in_place(|| history::check(&path))?;
    Ok(history::request(&caller.hand(), &file, request).await?)
}

/// How far an import of activities is, and what became of its rows.
#[utoipa::path(get, path = "/api/v1/activity-imports/{id}", operation_id = "show_activity_import",
    params(("id" = i64, Path)), responses((status = 200, body = ActivityImport), (status = 404, body = Problem)))]
pub async fn show(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<ActivityImport>> {
    find(&caller.app, id).await.map(Json)
}

/// The latest fifty imports of activities, the newest first.
#[utoipa::path(get, path = "/api/v1/activity-imports", operation_id = "list_activity_imports",
    responses((status = 200, body = ActivityImportList)))]
pub async fn list(caller: Caller) -> ApiResult<Json<ActivityImportList>> {
    let latest = work::list(&caller.app.db, &[Kind::ActivityImport], None, LATEST).await?;
    let items = latest.into_iter().map(ActivityImport::try_from).collect::<Result<_, _>>()?;
    Ok(Json(ActivityImportList { items }))
}

async fn find(app: &App, id: i64) -> ApiResult<ActivityImport> {
    let found = work::find(&app.db, id).await?.filter(|work| work.kind == Kind::ActivityImport.word());
    Ok(found.ok_or_else(|| ApiError::not_found("import"))?.try_into()?)
}

impl From<HistoryError> for ApiError {
    fn from(error: HistoryError) -> Self {
        let detail = sentence(&error.to_string());
        match error {
            HistoryError::Read(error) => error.into(),
            HistoryError::ColumnsMissing => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "columns_missing",
                detail,
                "Name the columns as the parts of an activity: email, type, at, item, value, url, …",
            ),
        }
    }
}
