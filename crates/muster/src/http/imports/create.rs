use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use muster_domain::MappedColumn;
use muster_reader::Options;
use muster_store::requests::RequestKey;
use muster_store::{fields, files};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{BlankCells, Import};
use crate::app::App;
use crate::http::extract;
use crate::http::making::Making;
use crate::http::problem::{ApiError, ApiResult, Problem};
use crate::inspection::Head;
use crate::order::{Order, OrderedFile, Segment, place};

/// A column and the field that it fills.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewImportColumn {
    /// Position in the file, from 0.
    column: usize,
    /// The field's name.
    field: String,
}

/// What to import, and how.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewImport {
    /// The uploaded file.
    file_id: i64,
    /// Columns that are not named are not imported.
    mapping: Vec<NewImportColumn>,
    /// Where the contacts are put.
    segment: Segment,
    /// What a blank cell does.
    blank: BlankCells,
}

/// Places an import. It is carried out in the background; sent again with the same key it is the same import.
#[utoipa::path(post, path = "/api/v1/imports", operation_id = "create_import", request_body = NewImport,
    params(("Idempotency-Key" = Option<String>, Header, description = "makes repeating the request safe")),
    responses((status = 201, body = Import), (status = 409, body = Problem),
        (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    State(app): State<App>,
    headers: HeaderMap,
    extract::Json(new): extract::Json<NewImport>,
) -> ApiResult<(StatusCode, Json<Import>)> {
    let making = Making::of(&headers, "import", format!("{new:?}"))?;
    let made = place_new(&app, new, making.request());
    let answer = making.answer(&app.db, made, async |id| super::load(&app, id).await).await?;
    app.work.notify_one();
    Ok(answer)
}

async fn place_new(app: &App, new: NewImport, request: Option<RequestKey<'_>>) -> ApiResult<i64> {
    let (order, head) = prepare(app, new).await?;
    Ok(place(&app.db, &head, order, request, app.clock.now()).await?.0)
}

/// What is asked for, and the head of its file.
pub(super) async fn prepare(app: &App, new: NewImport) -> ApiResult<(Order, Head<std::fs::File>)> {
    let file = files::find(&app.db, new.file_id).await?.ok_or_else(unknown_file)?;
    let bytes = std::fs::File::open(app.files.path(file.file_id)).map_err(|_| unknown_file())?;
    let head = Head::read(bytes, Options::default(), fields::all(&app.db).await?)?;
    let stamp = format!("{}-{}", file.file_id, file.size);
    let file =
        OrderedFile { file_id: Some(file.file_id), path: None, name: file.name, size: file.size, stamp };
    let columns =
        new.mapping.into_iter().map(|NewImportColumn { column, field }| MappedColumn { column, field });
    Ok((Order { file, columns: columns.collect(), segment: new.segment, blank: new.blank.into() }, head))
}

/// The file was imported already, or waited for a day.
pub fn unknown_file() -> ApiError {
    let detail = "The uploaded file is not there any more.";
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "unknown_file", detail, "Choose the file again.")
}
