use std::collections::BTreeMap;

use axum::Json;
use muster_domain::condition::Change;
use muster_domain::{ContactId, Email, Field, Fields, Origin};
use muster_store::StoreError;
use muster_store::contacts::{self, By, Contact};
use muster_store::lists;
use serde::Deserialize;
use utoipa::ToSchema;

use super::show::ContactDetail;
use super::{Typed, check, email_taken};
use crate::http::base::before::{Before, Stands};
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path};
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::work::recalculate::ByHand;
use crate::work::try_again;

/// What is to be changed of a contact; the rest stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactChanges {
    /// A new address, which no other contact has.
    email: Option<String>,
    /// Values by the fields' names; null removes one.
    #[serde(default)]
    fields: BTreeMap<String, Option<String>>,
    /// What is known to be overwritten, by the fields' names (`email` for the address).
    #[serde(default)]
    before: Before,
}

/// Changes a contact. The values are checked as an import would; the ones before are kept as history.
#[utoipa::path(patch, path = "/api/v1/contacts/{id}", operation_id = "update_contact", params(("id" = i64, Path)),
    request_body = ContactChanges,
    responses((status = 200, body = ContactDetail), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn update(
    caller: Caller,
    Path(id): Path<i64>,
    extract::Json(changes): extract::Json<ContactChanges>,
) -> ApiResult<Json<ContactDetail>> {
    let mut attempt = 0;
    let (email, written) = loop {
        // Checked under the lock of recalculations: no value is written to a field that is gone.
        let mut work = caller.begin().await?;
        let Typed { email, values } =
            check(&work.known.fields, changes.email.as_deref(), &changes.fields, work.now)?;
        match contacts::claim(&mut work.tx, ContactId(id)).await {
            Err(error) if try_again(&error, &mut attempt).await => continue,
            stored => {
                let stored = stored?.ok_or_else(|| ApiError::not_found("contact"))?;
                changes.before.check_each("contact", |name| value(&work.known.fields, &stored, name))?;
            }
        }
        match write(work, id, (email.as_ref(), &values)).await {
            Err(error) if try_again(&error, &mut attempt).await => {} // an import had the contact in hand
            written => break (email, written),
        }
    };
    match (written, &email) {
        (Err(StoreError::Taken), Some(email)) => Err(email_taken(&caller.app, email).await),
        (written, _) => {
            written?;
            Ok(Json(ContactDetail::load(&caller.app, id).await?))
        }
    }
}

/// A value of the contact as it is now.
fn value(fields: &Fields, stored: &Contact, name: &str) -> Option<Stands> {
    let field = fields.named(name)?;
    let pointer = if field == Field::EMAIL { "/email".to_owned() } else { format!("/fields/{name}") };
    Some(Stands { pointer, label: field.label().to_owned(), now: stored.value(&field).into() })
}

async fn write(
    mut work: ByHand,
    id: i64,
    (email, values): (Option<&Email>, &[(Field, Option<String>)]),
) -> Result<(), StoreError> {
    let by = By { origin: Origin::User, id: None, now: work.now };
    let (fields, changed) = contacts::update(&mut work.tx, &[id], email, values, by).await?;
    if fields.contains("status") {
        lists::adopt_statuses(&mut work.tx, Some(&changed)).await?;
    }
    work.commit(&Change { fields, ..Change::default() }, &changed).await
}
