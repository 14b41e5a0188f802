//! What Muster understands of a file's first bytes, before it is uploaded.

use std::io::Cursor;

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use muster_domain::{MappedColumn, Suggestion, Target, Unfit, suggested_group_name};
use muster_reader::{Encoding, Evidence};
use muster_store::{fields, groups};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Query;
use crate::http::base::permission::{Permission, allowed, tagged};
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::http::shared::upload::check_name;
use crate::inspection::{Head, Inspection, suggested_columns};
use crate::order::OrderError;
use crate::reading;

/// The endpoints.
pub fn router() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new().routes(allowed(Permission::Import, routes!(create)));
    tagged("inspections", routes)
}

/// About the bytes that are sent.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Inspected {
    /// The file's name.
    name: String,
    /// True when the bytes are the whole file.
    #[serde(default)]
    complete: bool,
    /// The encoding, if somebody chose one.
    encoding: Option<String>,
    /// The character between two cells, or `tab`, if somebody chose one.
    delimiter: Option<String>,
    /// How many of the bytes are the head of the file. What follows are pieces from further down that are not UTF-8: they help to
    /// tell the encoding, and no row of them is shown.
    head: Option<usize>,
    /// How many characters beyond ASCII are UTF-8 in the rest of the file, which is not sent: with many of them the file is UTF-8 with
    /// a few broken rows.
    #[serde(default)]
    valid: u32,
    /// The field of each column, with commas between them and nothing for a column that fills none: for these the values that
    /// would be left out are counted. Those that are proposed if it is not given.
    fields: Option<String>,
}

/// What was understood of the head of a file.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Inspection)]
pub struct FileInspection {
    #[serde(flatten)]
    inspection: Inspection,
    /// A name for the contact group of this import that is not in use.
    suggested_group: String,
}

/// Says what Muster understands of a file, from its first bytes (at most 2 MB). Nothing is stored.
#[utoipa::path(post, path = "/api/v1/inspections", operation_id = "inspect_file", params(Inspected),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = FileInspection), (status = 422, body = Problem)))]
pub async fn create(
    caller: Caller,
    Query(about): Query<Inspected>,
    bytes: Result<Bytes, BytesRejection>,
) -> ApiResult<Json<FileInspection>> {
    let (bytes, name) = (bytes?, check_name(&about.name)?);
    let mut options = reading::options(about.encoding.as_deref(), about.delimiter.as_deref())?;
    let (head, pieces) = bytes.split_at(about.head.unwrap_or(bytes.len()).min(bytes.len()));
    options.encoding = options.encoding.or_else(|| Some(recognise(head, pieces, &about)));
    let rows = Cursor::new(whole_rows(head, about.complete));
    let mut head = Head::read(rows, options, fields::all(&caller.app.db).await?)?;
    if head.has_no_header() {
        return Err(OrderError::HeaderMissing.into());
    }
    let suggestions = head.suggestions(Some(&caller.app.db)).await?;
    let rows = if about.complete { Some(count(&mut head)?) } else { None };
    let suggested_group = suggest_group(&caller.app, &name).await?;
    let columns = match &about.fields {
        Some(fields) => chosen_columns(fields, &suggestions),
        None => suggested_columns(&suggestions),
    };
    let mut inspection = head.inspection(suggestions, rows);
    head.foresee(&mut inspection, &columns, caller.now());
    Ok(Json(FileInspection { inspection, suggested_group }))
}

/// The columns that fill the named fields; labels decide of telephone numbers as they are proposed to.
fn chosen_columns(fields: &str, suggestions: &[Suggestion]) -> Vec<MappedColumn> {
    let chosen = fields.split(',').zip(suggestions).enumerate().filter(|(_, (field, _))| !field.is_empty());
    let mapped = |(column, (field, found)): (usize, (&str, &Suggestion))| {
        let label_column = found.label_column.filter(|_| found.target() == Some(field));
        MappedColumn { column, target: Target { field: field.to_owned(), label_column, unfit: Unfit::Leave } }
    };
    chosen.map(mapped).collect()
}

/// The encoding of a file with this head and these pieces that are not UTF-8.
fn recognise(head: &[u8], pieces: &[u8], about: &Inspected) -> Encoding {
    let mut evidence = Evidence::default();
    evidence.add(head);
    evidence.add_piece(pieces);
    evidence.add_valid(about.valid.into());
    evidence.encoding(about.complete)
}

/// The bytes up to the last line end, so that a row that was cut off is not shown.
fn whole_rows(bytes: &[u8], complete: bool) -> &[u8] {
    let end = if complete { None } else { bytes.iter().rposition(|&byte| byte == b'\n') };
    end.map_or(bytes, |end| &bytes[..=end])
}

fn count(head: &mut Head<Cursor<&[u8]>>) -> Result<u64, ApiError> {
    while head.file.skip()? {
        head.rows += 1;
    }
    Ok(head.rows)
}

async fn suggest_group(app: &App, file_name: &str) -> ApiResult<String> {
    let today = app.clock.today();
    let taken = groups::names_with(&app.db, &today.to_string()).await?;
    let is_taken = |name: &str| taken.contains(&name.to_lowercase());
    if file_name.len() > 1000 {
        let detail = "The file's name is too long.";
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "query_invalid", detail, "Rename the file."));
    }
    Ok(suggested_group_name(today, file_name, is_taken))
}

#[cfg(test)]
mod tests;
