//! Addresses whose owners asked to be erased. There is no list: only hashes of them are kept.

use axum::http::StatusCode;
use muster_domain::Email;
use muster_store::erasure;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::base::caller::Caller;
use crate::http::base::extract;
use crate::http::base::permission::{Permission, allowed, tagged};
use crate::http::base::problem::{ApiError, ApiResult, Problem};

/// The endpoints.
pub fn router() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new().routes(allowed(Permission::DeleteAndErase, routes!(lift)));
    tagged("erasures", routes)
}

/// An address whose owner comes back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LiftedErasure {
    email: String,
}

/// Lets a person in again who was erased and agreed to come back: imports and people may bring in the address.
#[utoipa::path(delete, path = "/api/v1/erasures", operation_id = "lift_erasure", request_body = LiftedErasure,
    responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn lift(
    caller: Caller,
    extract::Json(lifted): extract::Json<LiftedErasure>,
) -> ApiResult<StatusCode> {
    let email = Email::parse(&lifted.email).map_err(|error| {
        let detail = format!("The e-mail address cannot be used: {error}.");
        ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "email_invalid", detail.clone(), "")
            .at([("/email".to_owned(), detail)])
    })?;
    let mut tx = caller.app.db.begin().await?;
    let lifted = erasure::let_in(&mut tx, &email).await?;
    tx.commit().await?;
    if lifted { Ok(StatusCode::NO_CONTENT) } else { Err(ApiError::not_found("erased address")) }
}
