mod xlsx;

use std::io::Write as _;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, stream};
use muster_domain::{Field, Fields};
use muster_reader::{Dialect, guard_formula, write_record};
use muster_store::contacts::{self, Contact, Filter, Order, Sort, SortKey};
use muster_store::fields;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::Which;
use crate::app::App;
use crate::http::extract::Query;
use crate::http::problem::{ApiError, ApiResult, Problem};

const PAGE: i64 = 1_000;

/// How contacts are exported.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Export {
    /// `csv` or `xlsx`; csv when left out.
    #[serde(default)]
    #[param(inline)]
    format: Format,
    /// Names of fields with commas between them; all when left out.
    columns: Option<String>,
}

/// The kind of file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum Format {
    #[default]
    Csv,
    Xlsx,
}

const CSV: [(HeaderName, &str); 2] = [
    (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
    (header::CONTENT_DISPOSITION, "attachment; filename=\"contacts.csv\""),
];
const XLSX: [(HeaderName, &str); 2] = [
    (header::CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (header::CONTENT_DISPOSITION, "attachment; filename=\"contacts.xlsx\""),
];

/// Contacts as a file, the oldest first. CSV is sent as it is read; a value that a spreadsheet would take for a formula has a
/// `'` before it, which an import takes off again. In XLSX every value is a text.
#[utoipa::path(get, path = "/api/v1/contacts/export", operation_id = "export_contacts", params(Which, Export),
    responses((status = 200, content_type = "text/csv", body = String), (status = 422, body = Problem)))]
pub async fn export(
    State(app): State<App>,
    Query(which): Query<Which>,
    Query(export): Query<Export>,
) -> ApiResult<Response> {
    let filter = which.filter(&app).await?;
    let columns = columns(&fields::all(&app.db).await?, export.columns.as_deref())?;
    match export.format {
        Format::Csv => Ok((CSV, Body::from_stream(pages(app, filter, columns))).into_response()),
        Format::Xlsx => {
            let file =
                xlsx::write(&app, &filter, &columns).await.map_err(|error| ApiError::internal(&error))?;
            Ok((XLSX, Body::from_stream(xlsx::read(file))).into_response())
        }
    }
}

fn columns(fields: &Fields, names: Option<&str>) -> ApiResult<Vec<Field>> {
    let Some(names) = names.filter(|names| !names.is_empty()) else { return Ok(fields.all().collect()) };
    let unknown = |name: &str| {
        let detail = format!("There is no field called \"{name}\".");
        ApiError::new(StatusCode::BAD_REQUEST, "query_invalid", detail, "")
    };
    names.split(',').map(|name| fields.named(name).ok_or_else(|| unknown(name))).collect()
}

/// Where the export goes on: the header at first, then the place that the page before named.
enum Place {
    Header,
    Contacts(Option<String>),
    End,
}

fn pages(app: App, filter: Filter, columns: Vec<Field>) -> impl Stream<Item = anyhow::Result<Bytes>> {
    stream::try_unfold((app, filter, columns, Place::Header), async |(app, filter, columns, place)| {
        let (bytes, next) = match place {
            Place::End => return Ok(None),
            Place::Header => {
                let mut out = "\u{FEFF}".as_bytes().to_vec(); // so that Excel reads UTF-8
                write_record(&mut out, Dialect::default(), columns.iter().map(Field::name))?;
                (out, Place::Contacts(None))
            }
            Place::Contacts(after) => {
                let sort = Sort { key: SortKey::Created, order: Order::Ascending };
                let page = contacts::list(&app.db, &filter, &sort, after.as_deref(), PAGE).await?;
                let next = page.next.map_or(Place::End, |next| Place::Contacts(Some(next)));
                (rows(&page.contacts, &columns)?, next)
            }
        };
        Ok(Some((Bytes::from(bytes), (app, filter, columns, next))))
    })
}

fn rows(contacts: &[Contact], columns: &[Field]) -> anyhow::Result<Vec<u8>> {
    let mut out = Vec::new();
    for contact in contacts {
        let cells: Vec<_> = columns.iter().map(|field| guard_formula(contact.value(field))).collect();
        write_record(&mut out, Dialect::default(), cells.iter().map(AsRef::as_ref))?;
    }
    out.flush()?;
    Ok(out)
}
