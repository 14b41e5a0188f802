use axum::http::header;
use axum::response::{IntoResponse, Response};

/// Three people who do not exist, at addresses reserved for examples (RFC 2606).
const EXAMPLE: &str = "\u{FEFF}FirstName,LastName,Email,Company,City\r\n\
    Ada,Vogel,ada.vogel@example.com,Vogel & Söhne KG,Köln\r\n\
    Luc,Moreau,luc.moreau@example.org,\"Moreau, Fils\",Lyon\r\n\
    Mina,Sato,mina.sato@example.net,,Osaka\r\n";

/// A small CSV file that shows what an import expects.
#[utoipa::path(get, path = "/api/v1/import-example.csv", operation_id = "download_example",
    responses((status = 200, content_type = "text/csv", body = String)))]
pub async fn download() -> Response {
    let name = "attachment; filename=\"contacts-example.csv\"";
    ([(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, name)], EXAMPLE)
        .into_response()
}
