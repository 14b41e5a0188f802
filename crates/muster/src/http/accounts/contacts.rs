//! The contacts of an account with their roles.

use axum::Json;
use axum::http::StatusCode;
use muster_domain::condition::Change;
use muster_domain::{AccountId, ContactId, RoleId, contact_words};
use muster_store::accounts::{self, Belonging};
use muster_store::lists::{self, List};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::clock::timestamp;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path, Query};
use crate::http::base::paging::{AfterId, Limit, next, page_size};
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::http::shared::account::{AccountRole, find};
use crate::http::shared::contact::{Contact, find as find_contact};
use crate::work::recalculate::ByHand;

/// Which contacts of an account.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Page {
    /// Words that the address, a name or the company must contain.
    search: Option<String>,
    /// What the page before gave as `next`.
    #[param(value_type = Option<String>)]
    after: Option<AfterId>,
    /// How many at most; 500 are given at most.
    #[param(value_type = Option<i64>, minimum = 1)]
    limit: Option<Limit>,
}

/// A contact in an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountContact {
    contact: Contact,
    role: Option<AccountRole>,
    since: String,
}

/// Contacts of an account, the newest contacts first.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountContactList {
    items: Vec<AccountContact>,
    next: Option<String>,
}

/// What a contact is in an account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactInAccount {
    /// One of the roles; none when null or left out.
    #[serde(default)]
    role_id: Option<i64>,
}

impl From<Belonging> for AccountContact {
    fn from(found: Belonging) -> Self {
        let since = timestamp(found.since).to_string();
        Self { contact: found.contact.into(), role: AccountRole::of(found.role), since }
    }
}

/// The contacts of an account with their roles.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/contacts", operation_id = "list_account_contacts",
    params(("id" = i64, Path), Page),
    responses((status = 200, body = AccountContactList), (status = 404, body = Problem)))]
pub async fn list(
    caller: Caller,
    Path(id): Path<i64>,
    Query(page): Query<Page>,
) -> ApiResult<Json<AccountContactList>> {
    find(&caller.app.db, id).await?;
    let (after, limit) = (page.after.map(|AfterId(id)| ContactId(id)), page_size(page.limit));
    let words = contact_words(&page.search.unwrap_or_default());
    let found = accounts::list_contacts(&caller.app.db, AccountId(id), &words, after, limit).await?;
    let next = next(&found, limit, |last| last.contact.contact_id.to_string());
    Ok(Json(AccountContactList { items: found.into_iter().map(AccountContact::from).collect(), next }))
}

/// Puts a contact into an account, or gives it another role there. Groups follow at once.
#[utoipa::path(put, path = "/api/v1/accounts/{id}/contacts/{contact_id}", operation_id = "put_account_contact",
    params(("id" = i64, Path), ("contact_id" = i64, Path)), request_body = ContactInAccount,
    responses((status = 204), (status = 404, body = Problem), (status = 422, body = Problem)))]
pub async fn put(
    caller: Caller,
    Path((id, contact)): Path<(i64, i64)>,
    extract::Json(asked): extract::Json<ContactInAccount>,
) -> ApiResult<StatusCode> {
    find(&caller.app.db, id).await?;
    find_contact(&caller.app, contact).await?;
    if let Some(role) = asked.role_id {
        lists::find(&caller.app.db, List::AccountRoles, role).await?.ok_or_else(unknown_role)?;
    }
    let mut work = caller.begin().await?;
    let ByHand { tx, known, now } = &mut work;
    let place = (AccountId(id), ContactId(contact));
    accounts::put(tx, known, place, asked.role_id.map(RoleId), *now).await?;
    work.commit(&Change::default(), &[]).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn unknown_role() -> ApiError {
    let detail = "There is no such role.";
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "unknown_role", detail, "Choose another.")
        .at([("/role_id".to_owned(), detail.to_owned())])
}

/// Takes a contact out of an account. Groups follow at once.
#[utoipa::path(delete, path = "/api/v1/accounts/{id}/contacts/{contact_id}",
    operation_id = "remove_account_contact", params(("id" = i64, Path), ("contact_id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn remove(caller: Caller, Path((id, contact)): Path<(i64, i64)>) -> ApiResult<StatusCode> {
    find(&caller.app.db, id).await?;
    find_contact(&caller.app, contact).await?;
    let mut work = caller.begin().await?;
    let ByHand { tx, known, now } = &mut work;
    accounts::leave(tx, known, (AccountId(id), ContactId(contact)), *now).await?;
    work.commit(&Change::default(), &[]).await?;
    Ok(StatusCode::NO_CONTENT)
}
