use std::io::{Read, Seek};

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use muster_domain::{MappedColumn, Target, find_column};
use muster_store::requests::RequestKey;
use muster_store::{fields, files};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{BlankCells, Import, UnfitValues};
use crate::app::App;
use crate::http::base::caller::Caller;
use crate::http::base::extract;
use crate::http::base::making::Making;
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::http::shared::upload::unknown_file;
use crate::inspection::{Head, suggested_columns};
use crate::order::{Order, OrderError, OrderedFile, Segment, place};
use crate::reading;

/// A column of the file.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
enum ColumnRef {
    /// Its position, from 0.
    Position(usize),
    /// Its name, if no other column has it.
    Name(String),
}

/// A column and the field that it fills.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewImportColumn {
    /// Position in the file, from 0, or name.
    column: ColumnRef,
    /// The field's name.
    field: String,
    /// The column, from 0, that says row by row which telephone number the value is.
    #[serde(default)]
    label_column: Option<usize>,
    /// What becomes of rows whose value does not fit; as the import says if it is not given.
    #[serde(default)]
    unfit: Option<UnfitValues>,
}

/// Which column fills which field.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
enum NewMapping {
    /// `auto`: as `POST /inspections` proposes.
    Word(AutoMapping),
    /// Columns that are not named are not imported.
    Columns(Vec<NewImportColumn>),
}

#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum AutoMapping {
    Auto,
}

/// What to import, and how.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewImport {
    /// The uploaded file.
    file_id: i64,
    /// Which column fills which field: `auto`, or the columns.
    mapping: NewMapping,
    /// Where the contacts are put.
    segment: Segment,
    /// What a blank cell does.
    blank: BlankCells,
    /// What becomes of rows with a value that its field cannot hold.
    #[serde(default)]
    unfit: UnfitValues,
    /// The encoding of the file; recognised from all of it if it is not given.
    #[serde(default)]
    encoding: Option<String>,
    /// The character between two cells, or `tab`; recognised if it is not given.
    #[serde(default)]
    delimiter: Option<String>,
}

/// Places an import. It is carried out in the background; sent again with the same key it is the same import.
#[utoipa::path(post, path = "/api/v1/imports", operation_id = "create_import", request_body = NewImport,
    params(("Idempotency-Key" = Option<String>, Header, description = "makes repeating the request safe")),
    responses((status = 201, body = Import), (status = 409, body = Problem),
        (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    caller: Caller,
    headers: HeaderMap,
    extract::Json(new): extract::Json<NewImport>,
) -> ApiResult<(StatusCode, Json<Import>)> {
    let making = Making::of(&headers, "import", format!("{new:?}"))?;
    let made = place_new(&caller, new, making.request());
    let answer = making.answer(&caller.app.db, made, async |id| super::load(&caller.app, id).await).await?;
    caller.app.work.notify_one();
    Ok(answer)
}

async fn place_new(caller: &Caller, new: NewImport, request: Option<RequestKey<'_>>) -> ApiResult<i64> {
    let (order, head) = prepare(&caller.app, new).await?;
    Ok(place(&caller.app.db, &head, order, request, caller.now()).await?.0)
}

/// What is asked for, and the head of its file.
pub(super) async fn prepare(app: &App, new: NewImport) -> ApiResult<(Order, Head<std::fs::File>)> {
    let file = files::find(&app.db, new.file_id).await?.ok_or_else(unknown_file)?;
    let bytes = std::fs::File::open(app.files.path(file.file_id)).map_err(|_| unknown_file())?;
    let options = reading::options(new.encoding.as_deref(), new.delimiter.as_deref())?;
    let fields = fields::all(&app.db).await?;
    // The whole file is read when its encoding is not given.
    let head = tokio::task::spawn_blocking(move || Head::read(bytes, options, fields)).await;
    let head = head.map_err(|error| ApiError::internal(&error))??;
    let stamp = format!("{}-{}", file.file_id, file.size);
    let file =
        OrderedFile { file_id: Some(file.file_id), path: None, name: file.name, size: file.size, stamp };
    let columns = columns(app, new.mapping, new.unfit, &head).await?;
    Ok((Order { file, columns, segment: new.segment, blank: new.blank.into() }, head))
}

async fn columns<R: Read + Seek>(
    app: &App,
    mapping: NewMapping,
    unfit: UnfitValues,
    head: &Head<R>,
) -> ApiResult<Vec<MappedColumn>> {
    let header = &head.file.header;
    let mapped = match mapping {
        NewMapping::Word(AutoMapping::Auto) => {
            let proposed = suggested_columns(&head.suggestions(Some(&app.db)).await?);
            Ok(proposed.into_iter().map(|column| column.with_unfit(unfit.into())).collect())
        }
        NewMapping::Columns(columns) => columns.into_iter().map(|new| mapped(new, header, unfit)).collect(),
    };
    Ok(mapped?)
}

fn mapped(
    NewImportColumn { column, field, label_column, unfit }: NewImportColumn,
    header: &[String],
    default: UnfitValues,
) -> Result<MappedColumn, OrderError> {
    let column = match column {
        ColumnRef::Position(column) => column,
        ColumnRef::Name(name) => find_column(header, &name)?,
    };
    let unfit = unfit.unwrap_or(default).into();
    Ok(MappedColumn { column, target: Target { field, label_column, unfit } })
}
