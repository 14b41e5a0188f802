//! History from a file: a CSV file of activities that other systems recorded.

use std::fs::File;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use muster_domain::hex;
use muster_reader::{ContactFile, Record, unguard_formula};
use muster_store::files;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use super::create::{MOST, NewActivity, record_batch};
use crate::app::App;
use crate::http::extract;
use crate::http::imports::create::unknown_file;
use crate::http::problem::{ApiError, ApiResult, Problem};

/// Rejected rows that are named; the others are counted.
const NAMED: usize = 1_000;

/// A file to read.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityFile {
    /// The uploaded file.
    file_id: i64,
}

/// A row that is not recorded.
#[derive(Debug, Serialize, ToSchema)]
struct RejectedRow {
    /// As a spreadsheet counts: the header is row 1.
    row: u64,
    code: &'static str,
    detail: String,
}

/// What became of a file's rows: `rows = recorded + repeated + not_recorded`.
#[derive(Debug, Default, Serialize, ToSchema)]
pub struct RecordedFile {
    rows: i64,
    recorded: i64,
    /// Recorded before: by their keys, or because a row with the same cells was.
    repeated: i64,
    not_recorded: i64,
    /// The first thousand rows that are not recorded.
    rejected: Vec<RejectedRow>,
}

/// Records the activities of a CSV file. Its header has the names of an activity's parts: `email` or `contact_id`, `type`, and
/// `at`, `key`, `item`, `value`, `url`, … Rows are recorded in batches; sent again after it was broken off, the file doubles
/// nothing.
#[utoipa::path(post, path = "/api/v1/activity-imports", operation_id = "import_activities", request_body = ActivityFile,
    responses((status = 200, body = RecordedFile), (status = 422, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    extract::Json(ActivityFile { file_id }): extract::Json<ActivityFile>,
) -> ApiResult<Json<RecordedFile>> {
    let file = files::find(&app.db, file_id).await?.ok_or_else(unknown_file)?;
    let bytes = File::open(app.files.path(file.file_id)).map_err(|_| unknown_file())?;
    let mut rows = Rows::open(bytes)?;
    let mut told = RecordedFile::default();
    loop {
        let batch = tokio::task::block_in_place(|| rows.batch())?;
        if batch.is_empty() {
            break;
        }
        let (numbers, activities): (Vec<u64>, Vec<NewActivity>) = batch.into_iter().unzip();
        let recorded = record_batch(&app, activities.into_iter()).await?;
        told.rows += numbers.len() as i64;
        told.recorded += recorded.recorded;
        told.repeated += recorded.repeated;
        told.not_recorded += recorded.rejected.len() as i64;
        let room = NAMED - told.rejected.len();
        told.rejected.extend(recorded.rejected.into_iter().take(room).map(|rejected| RejectedRow {
            row: numbers[rejected.index],
            code: rejected.code,
            detail: rejected.detail,
        }));
    }
    app.files.remove(file_id).await?;
    files::delete(&app.db, file_id).await?;
    Ok(Json(told))
}

/// A part of an activity that a column fills.
type Fill = fn(&mut NewActivity, String);

/// The columns by their names.
const COLUMNS: [(&str, Fill); 16] = [
    ("email", |activity, cell| activity.email = Some(cell)),
    ("contact_id", |activity, cell| activity.contact_id = Some(cell.parse().unwrap_or(0))),
    ("type", |activity, cell| activity.kind = cell),
    ("at", |activity, cell| activity.at = Some(cell)),
    ("key", |activity, cell| activity.key = Some(cell)),
    ("item", |activity, cell| activity.item = Some(cell)),
    ("value", |activity, cell| activity.value = Some(cell)),
    ("url", |activity, cell| activity.url = Some(cell)),
    ("referrer", |activity, cell| activity.referrer = Some(cell)),
    ("title", |activity, cell| activity.title = Some(cell)),
    ("comment", |activity, cell| activity.comment = Some(cell)),
    ("campaign", |activity, cell| activity.campaign = Some(cell)),
    ("utm_source", |activity, cell| activity.utm_source = Some(cell)),
    ("utm_medium", |activity, cell| activity.utm_medium = Some(cell)),
    ("utm_content", |activity, cell| activity.utm_content = Some(cell)),
    ("culture", |activity, cell| activity.culture = Some(cell)),
];

/// A column's name as [`COLUMNS`] has it; `E-Mail` is the commonest spelling of all.
fn column(name: &str) -> String {
    let name = name.trim().to_lowercase().replace([' ', '-'], "_");
    if name == "e_mail" { "email".to_owned() } else { name }
}

struct Rows {
    file: ContactFile<File>,
    columns: Vec<Option<Fill>>,
}

impl Rows {
    fn open(bytes: File) -> ApiResult<Self> {
        let file = ContactFile::open(bytes)?;
        let has = |wanted: &str| file.header.iter().any(|name| column(name) == wanted);
        if !has("type") || !(has("email") || has("contact_id")) {
            let detail = "The header must have the columns type, and email or contact_id.";
            let remedy = "Name the columns as the parts of an activity: email, type, at, item, value, url, …";
            return Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "columns_missing", detail, remedy));
        }
        let named = |name: &String| {
            let name = column(name);
            COLUMNS.iter().find(|(column, _)| *column == name).map(|(_, fill)| *fill)
        };
        let columns = file.header.iter().map(named).collect();
        Ok(Self { file, columns })
    }

    /// The next rows with their numbers; none at the end.
    fn batch(&mut self) -> ApiResult<Vec<(u64, NewActivity)>> {
        let (mut batch, mut record) = (Vec::new(), Record::default());
        while batch.len() < MOST && self.file.read(&mut record)? {
            batch.push((record.row, self.activity(&record)));
        }
        Ok(batch)
    }

    /// A row as an activity. Without a key of its own its cells are the key.
    fn activity(&self, record: &Record) -> NewActivity {
        let mut activity = NewActivity::default();
        let mut hash = Sha256::new();
        for (cell, fill) in record.cells().zip(&self.columns) {
            hash.update(cell);
            hash.update([0]);
            if let Some(fill) = fill.filter(|_| !cell.trim().is_empty()) {
                fill(&mut activity, unguard_formula(cell).to_owned());
            }
        }
        activity.key = activity.key.or_else(|| Some(format!("row:{}", hex(&hash.finalize()))));
        activity
    }
}
