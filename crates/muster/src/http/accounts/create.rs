use std::collections::BTreeMap;

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use muster_domain::condition::Change;
use muster_domain::{AccountId, ContactId, Label};
use muster_store::accounts::{self, AccountError, Facts};
use muster_store::requests::{self, RequestKey};
use serde::Deserialize;
use utoipa::ToSchema;

use super::AccountDetail;
use crate::http::base::caller::Caller;
use crate::http::base::extract;
use crate::http::base::making::Making;
use crate::http::base::problem::{ApiResult, Problem};
use crate::work::recalculate::ByHand;

/// An account to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAccount {
    /// 1 to 200 characters, which no other account has in any case.
    name: String,
    /// Values by the fields' names, see [`Account`](super::Account).
    #[serde(default)]
    fields: BTreeMap<String, Option<String>>,
    /// One of the statuses of accounts.
    #[serde(default)]
    status_id: Option<i64>,
    /// The account above it.
    #[serde(default)]
    parent_id: Option<i64>,
    /// The contact to turn to first; it is put into the account.
    #[serde(default)]
    primary_contact_id: Option<i64>,
    /// The contact to turn to else; it is put into the account.
    #[serde(default)]
    secondary_contact_id: Option<i64>,
}

/// Makes an account.
#[utoipa::path(post, path = "/api/v1/accounts", operation_id = "create_account", request_body = NewAccount,
    params(("Idempotency-Key" = Option<String>, Header, description = "makes repeating the request safe")),
    responses((status = 201, body = AccountDetail), (status = 409, body = Problem),
        (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    caller: Caller,
    headers: HeaderMap,
    extract::Json(new): extract::Json<NewAccount>,
) -> ApiResult<(StatusCode, Json<AccountDetail>)> {
    let making = Making::of(&headers, "account", format!("{new:?}"))?;
    let made = make(&caller, &new, making.request());
    making.answer(&caller.app.db, made, async |id| AccountDetail::load(&caller.app, id).await).await
}

async fn make(caller: &Caller, new: &NewAccount, request: Option<RequestKey<'_>>) -> ApiResult<i64> {
    let name = super::name(&new.name)?;
    let facts = Facts {
        name: None,
        fields: super::read(&new.fields)?,
        status: Some(new.status_id),
        parent: Some(new.parent_id.map(AccountId)),
        primary_contact: Some(new.primary_contact_id.map(ContactId)),
        secondary_contact: Some(new.secondary_contact_id.map(ContactId)),
    };
    Ok(write(caller, &name, &facts, request).await?)
}

async fn write(
    caller: &Caller,
    name: &Label,
    facts: &Facts,
    request: Option<RequestKey<'_>>,
) -> Result<i64, AccountError> {
    let mut work = caller.begin().await?;
    let ByHand { tx, known, now } = &mut work;
    let id = accounts::create(tx, name, *now).await?;
    accounts::update(tx, known, id, facts, *now).await?;
    if let Some(request) = request {
        requests::record(tx, request, id.0, *now).await?;
    }
    work.commit(&Change::default(), &[]).await?;
    Ok(id.0)
}
