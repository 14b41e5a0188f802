use axum::Json;

use crate::http::base::caller::Caller;
use crate::http::base::extract::Query;
use crate::http::base::problem::ApiResult;
use crate::http::shared::account_list::{AccountList, AccountPage};

/// The accounts, by name.
#[utoipa::path(get, path = "/api/v1/accounts", operation_id = "list_accounts", params(AccountPage),
    responses((status = 200, body = AccountList)))]
pub async fn list(caller: Caller, Query(page): Query<AccountPage>) -> ApiResult<Json<AccountList>> {
    AccountList::load(&caller.app, page, None).await.map(Json)
}
