use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use muster_domain::condition::Change;
use muster_domain::{ContactId, Email, Field, Fields, Origin};
use muster_store::StoreError;
use muster_store::contacts::{self, By, Contact};
use serde::Deserialize;
use utoipa::ToSchema;

use super::show::ContactDetail;
use super::{Typed, check, email_taken};
use crate::app::App;
use crate::http::extract::{self, Path};
use crate::http::problem::{ApiError, ApiResult, Problem};
use crate::work::recalculate::ByHand;
use crate::work::{Hand, try_again};

/// What is to be changed of a contact; the rest stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactChanges {
    /// A new address, which no other contact has.
    email: Option<String>,
    /// Values by the fields' names; null removes one.
    #[serde(default)]
    fields: BTreeMap<String, Option<String>>,
    /// Values as they were known, by the fields' names (`email` for the address); null for a blank one. When another stands there
    /// now, nothing is changed, and the answer is 409 with the code `changed_elsewhere`.
    #[serde(default)]
    before: BTreeMap<String, Option<String>>,
}

/// Changes a contact. The values are checked as an import would; the ones before are kept as history.
#[utoipa::path(patch, path = "/api/v1/contacts/{id}", operation_id = "update_contact", params(("id" = i64, Path)),
    request_body = ContactChanges,
    responses((status = 200, body = ContactDetail), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn update(
    State(app): State<App>,
    Path(id): Path<i64>,
    extract::Json(changes): extract::Json<ContactChanges>,
) -> ApiResult<Json<ContactDetail>> {
    let mut attempt = 0;
    let (email, written) = loop {
        // Checked under the lock of recalculations: no value is written to a field that is gone.
        let mut work = ByHand::begin(&Hand::of(&app)).await?;
        let Typed { email, values } =
            check(&work.known.fields, changes.email.as_deref(), &changes.fields, work.now)?;
        match contacts::claim(&mut work.tx, ContactId(id)).await {
            Err(error) if try_again(&error, &mut attempt).await => continue,
            stored => {
                let stored = stored?.ok_or_else(|| ApiError::not_found("contact"))?;
                known(&work.known.fields, &stored, &changes.before)?;
            }
        }
        match write(work, id, (email.as_ref(), &values)).await {
            Err(error) if try_again(&error, &mut attempt).await => {} // an import had the contact in hand
            written => break (email, written),
        }
    };
    match (written, &email) {
        (Err(StoreError::Taken), Some(email)) => Err(email_taken(&app, email).await),
        (written, _) => {
            written?;
            Ok(Json(ContactDetail::load(&app, id).await?))
        }
    }
}

/// Nobody overwrites what they have not seen.
fn known(fields: &Fields, stored: &Contact, before: &BTreeMap<String, Option<String>>) -> ApiResult<()> {
    let places: Vec<_> = before
        .iter()
        .filter_map(|(name, seen)| {
            let Some(field) = fields.named(name) else {
                return Some((format!("/before/{name}"), "There is no such field.".to_owned()));
            };
            let now = stored.value(&field);
            let place = if field == Field::EMAIL { "/email".to_owned() } else { format!("/fields/{name}") };
            let is = if now.is_empty() { "cleared".to_owned() } else { format!("changed to “{now}”") };
            let detail = format!("{} was {is} elsewhere. Save again to overwrite that.", field.label());
            (now != seen.as_deref().unwrap_or_default()).then_some((place, detail))
        })
        .collect();
    if places.is_empty() {
        return Ok(());
    }
    let detail = "The contact was changed elsewhere since it was loaded.";
    let remedy = "Load the contact again, and save what is still to be changed.";
    Err(ApiError::new(StatusCode::CONFLICT, "changed_elsewhere", detail, remedy).at(places))
}

async fn write(
    mut work: ByHand,
    id: i64,
    (email, values): (Option<&Email>, &[(Field, Option<String>)]),
) -> Result<(), StoreError> {
    let by = By { origin: Origin::User, id: None, now: work.now };
    let (fields, changed) = contacts::update(&mut work.tx, &[id], email, values, by).await?;
    work.commit(&Change { fields, ..Change::default() }, &changed).await
}
