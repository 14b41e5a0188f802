//! Accounts whose contacts are in a group for the account's sake.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use muster_domain::condition::Change;
use muster_domain::{AccountId, GroupId};
use muster_store::groups;

use super::find;
use crate::app::App;
use crate::http::base::extract::{Path, Query};
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::account::find as find_account;
use crate::http::shared::account_list::{AccountList, AccountPage};
use crate::work::Hand;
use crate::work::recalculate::ByHand;

/// The accounts whose contacts are in a group, by name.
#[utoipa::path(get, path = "/api/v1/contact-groups/{id}/accounts", operation_id = "list_group_accounts",
    params(("id" = i64, Path), AccountPage),
    responses((status = 200, body = AccountList), (status = 404, body = Problem)))]
pub async fn list(
    State(app): State<App>,
    Path(id): Path<i64>,
    Query(page): Query<AccountPage>,
) -> ApiResult<Json<AccountList>> {
    find(&app.db, id).await?;
    AccountList::load(&app, page, Some(GroupId(id))).await.map(Json)
}

/// Puts the contacts of an account into a group, those that enter it later too.
#[utoipa::path(put, path = "/api/v1/contact-groups/{id}/accounts/{account_id}", operation_id = "put_group_account",
    params(("id" = i64, Path), ("account_id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn put(State(app): State<App>, Path(path): Path<(i64, i64)>) -> ApiResult<StatusCode> {
    change(&app, path, true).await
}

/// Keeps the contacts of an account in a group for its sake no longer; other reasons to be in it stay.
#[utoipa::path(delete, path = "/api/v1/contact-groups/{id}/accounts/{account_id}",
    operation_id = "remove_group_account", params(("id" = i64, Path), ("account_id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn remove(State(app): State<App>, Path(path): Path<(i64, i64)>) -> ApiResult<StatusCode> {
    change(&app, path, false).await
}

async fn change(app: &App, (id, account): (i64, i64), within: bool) -> ApiResult<StatusCode> {
    find(&app.db, id).await?;
    find_account(&app.db, account).await?;
    let mut work = ByHand::begin(&Hand::of(app)).await?;
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
