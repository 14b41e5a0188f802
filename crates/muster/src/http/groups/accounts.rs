//! Accounts whose contacts are in a group for the account's sake.

use axum::Json;
use axum::http::StatusCode;
use muster_domain::condition::Change;
use muster_domain::{AccountId, GroupId};
use muster_store::groups;

use super::find;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{Path, Query};
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::account::find as find_account;
use crate::http::shared::account_list::{AccountList, AccountPage};
use crate::work::recalculate::ByHand;

/// The accounts whose contacts are in a group, by name.
#[utoipa::path(get, path = "/api/v1/contact-groups/{id}/accounts", operation_id = "list_group_accounts",
    params(("id" = i64, Path), AccountPage),
    responses((status = 200, body = AccountList), (status = 404, body = Problem)))]
pub async fn list(
    caller: Caller,
    Path(id): Path<i64>,
    Query(page): Query<AccountPage>,
) -> ApiResult<Json<AccountList>> {
    find(&caller.app.db, id).await?;
    AccountList::load(&caller.app, page, Some(GroupId(id))).await.map(Json)
}

/// Puts the contacts of an account into a group, those that enter it later too.
#[utoipa::path(put, path = "/api/v1/contact-groups/{id}/accounts/{account_id}", operation_id = "put_group_account",
    params(("id" = i64, Path), ("account_id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn put(caller: Caller, Path(path): Path<(i64, i64)>) -> ApiResult<StatusCode> {
    change(&caller, path, true).await
}

/// Keeps the contacts of an account in a group for its sake no longer; other reasons to be in it stay.
#[utoipa::path(delete, path = "/api/v1/contact-groups/{id}/accounts/{account_id}",
    operation_id = "remove_group_account", params(("id" = i64, Path), ("account_id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn remove(caller: Caller, Path(path): Path<(i64, i64)>) -> ApiResult<StatusCode> {
    change(&caller, path, false).await
}

async fn change(caller: &Caller, (id, account): (i64, i64), within: bool) -> ApiResult<StatusCode> {
    find(&caller.app.db, id).await?;
    find_account(&caller.app.db, account).await?;
    let mut work = caller.begin().await?;
    let ByHand { tx, known, now } = &mut work;
    let (group, account) = (GroupId(id), AccountId(account));
    if within {
        groups::put_account(tx, known, group, account, *now).await?;
    } else {
        groups::remove_account(tx, known, group, account, *now).await?;
    }
    work.commit(&Change::default(), &[]).await?;
    Ok(StatusCode::NO_CONTENT)
}
