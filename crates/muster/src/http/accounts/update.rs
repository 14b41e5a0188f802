use std::collections::BTreeMap;

use axum::Json;
use muster_domain::condition::Change;
use muster_domain::{AccountField, AccountId, ContactId};
use muster_store::accounts::{self, Account, AccountError, Facts};
use serde::Deserialize;
use utoipa::ToSchema;

use super::AccountDetail;
use crate::http::base::before::{Before, Stands};
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path};
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::account::find;
use crate::work::recalculate::ByHand;

/// What is to be changed of an account; the rest stays, and null takes away.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountChanges {
    /// A new name.
    name: Option<String>,
    /// Values by the fields' names; null or blank removes one.
    #[serde(default)]
    fields: BTreeMap<String, Option<String>>,
    /// One of the statuses of accounts.
    #[serde(default, deserialize_with = "extract::given")]
    #[schema(value_type = Option<i64>)]
    status_id: Option<Option<i64>>,
    /// The account above it, which is not below it.
    #[serde(default, deserialize_with = "extract::given")]
    #[schema(value_type = Option<i64>)]
    parent_id: Option<Option<i64>>,
    /// The contact to turn to first; it is put into the account.
    #[serde(default, deserialize_with = "extract::given")]
    #[schema(value_type = Option<i64>)]
    primary_contact_id: Option<Option<i64>>,
    /// The contact to turn to else; it is put into the account.
    #[serde(default, deserialize_with = "extract::given")]
    #[schema(value_type = Option<i64>)]
    secondary_contact_id: Option<Option<i64>>,
    /// What is known to be overwritten; values by the fields' names.
    #[serde(default)]
    before: Before,
}

/// Changes an account.
#[utoipa::path(patch, path = "/api/v1/accounts/{id}", operation_id = "update_account", params(("id" = i64, Path)),
    request_body = AccountChanges,
    responses((status = 200, body = AccountDetail), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn update(
    caller: Caller,
    Path(id): Path<i64>,
    extract::Json(changes): extract::Json<AccountChanges>,
) -> ApiResult<Json<AccountDetail>> {
    let facts = Facts {
        name: changes.name.as_deref().map(super::name).transpose()?,
        fields: super::read(&changes.fields)?,
        status: changes.status_id,
        parent: changes.parent_id.map(|parent| parent.map(AccountId)),
        primary_contact: changes.primary_contact_id.map(|contact| contact.map(ContactId)),
        secondary_contact: changes.secondary_contact_id.map(|contact| contact.map(ContactId)),
    };
    let mut work = caller.begin().await?;
    let stored = find(&mut work.tx, id).await?;
    changes.before.check_each("account", |key| value(&stored, key))?;
    write(work, AccountId(id), &facts).await?;
    Ok(Json(AccountDetail::load(&caller.app, id).await?))
}

async fn write(mut work: ByHand, id: AccountId, facts: &Facts) -> Result<(), AccountError> {
    let ByHand { tx, known, now } = &mut work;
    accounts::update(tx, known, id, facts, *now).await?;
    Ok(work.commit(&Change::default(), &[]).await?)
}

/// A value of the account as it is now.
fn value(stored: &Account, key: &str) -> Option<Stands> {
    if let Some(field) = AccountField::named(key) {
        let now = stored.fields.get(key).cloned().flatten().into();
        return Some(Stands { pointer: format!("/fields/{key}"), label: field.label.to_owned(), now });
    }
    let (label, now) = match key {
        "name" => ("Name", stored.name.clone().into()),
        "status_id" => ("Status", stored.status.as_ref().map(|(id, ..)| *id).into()),
        "parent_id" => ("Parent account", stored.parent.as_ref().map(|(id, _)| *id).into()),
        "primary_contact_id" => ("Primary contact", stored.primary_contact_id.into()),
        "secondary_contact_id" => ("Secondary contact", stored.secondary_contact_id.into()),
        _ => return None,
    };
    Some(Stands { pointer: format!("/{key}"), label: label.to_owned(), now })
}
