use axum::Json;
use axum::extract::State;

use crate::app::App;
use crate::http::base::extract::Query;
use crate::http::base::problem::ApiResult;
use crate::http::shared::account_list::{AccountList, AccountPage};

/// The accounts, by name.
#[utoipa::path(get, path = "/api/v1/accounts", operation_id = "list_accounts", params(AccountPage),
    responses((status = 200, body = AccountList)))]
pub async fn list(State(app): State<App>, Query(page): Query<AccountPage>) -> ApiResult<Json<AccountList>> {
    AccountList::load(&app, page, None).await.map(Json)
}
