use std::collections::BTreeMap;

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use muster_domain::condition::Change;
use muster_domain::{ContactId, Email, Field};
use muster_store::requests::{self, RequestKey};
use muster_store::{StoreError, contacts, lists};
use serde::Deserialize;
use utoipa::ToSchema;

use super::show::ContactDetail;
use super::{Typed, check, email_taken};
use crate::http::base::caller::Caller;
use crate::http::base::extract;
use crate::http::base::making::Making;
use crate::http::base::problem::{ApiResult, Problem};
use crate::work::recalculate::ByHand;

/// A contact to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewContact {
    /// The address, which no other contact has.
    email: String,
    /// Values by the fields' names; texts as people write them.
    #[serde(default)]
    fields: BTreeMap<String, Option<String>>,
}

/// Makes a contact.
#[utoipa::path(post, path = "/api/v1/contacts", operation_id = "create_contact", request_body = NewContact,
    params(("Idempotency-Key" = Option<String>, Header, description = "makes repeating the request safe")),
    responses((status = 201, body = ContactDetail), (status = 409, body = Problem),
        (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    caller: Caller,
    headers: HeaderMap,
    extract::Json(new): extract::Json<NewContact>,
) -> ApiResult<(StatusCode, Json<ContactDetail>)> {
    let making = Making::of(&headers, "contact", format!("{new:?}"))?;
    let made = make(&caller, &new, making.request());
    making.answer(&caller.app.db, made, async |id| ContactDetail::load(&caller.app, id).await).await
}

/// Makes the contact. Its values are checked under the lock of recalculations: none is written to a field that is gone.
async fn make(caller: &Caller, new: &NewContact, request: Option<RequestKey<'_>>) -> ApiResult<i64> {
    let work = caller.begin().await?;
    let Typed { values, .. } = check(&work.known.fields, Some(&new.email), &new.fields, work.now)?;
    let email = Email::parse(&new.email).expect("it was just checked");
    match write(work, (&email, &values), request).await {
        Err(StoreError::Taken) => Err(email_taken(&caller.app, &email).await),
        made => Ok(made?),
    }
}

async fn write(
    mut work: ByHand,
    (email, values): (&Email, &[(Field, Option<String>)]),
    request: Option<RequestKey<'_>>,
) -> Result<i64, StoreError> {
    let ContactId(id) = contacts::create(&mut work.tx, email, values, work.now).await?;
    if let Some(request) = request {
        requests::record(&mut work.tx, request, id, work.now).await?;
    }
    lists::adopt_statuses(&mut work.tx, Some(&[id])).await?;
    work.commit(&Change { created: true, ..Change::default() }, &[id]).await?;
    Ok(id)
}
