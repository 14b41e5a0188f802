use axum::http::StatusCode;
use muster_domain::AccountId;
use muster_domain::condition::Change;
use muster_store::accounts;

use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::account::find;
use crate::http::shared::in_use::{Wanted, all_uses, refuse_used, users};
use crate::work::recalculate::ByHand;

/// Deletes an account that no condition names. Its contacts stay; accounts below it are below none then.
#[utoipa::path(delete, path = "/api/v1/accounts/{id}", operation_id = "delete_account", params(("id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem), (status = 409, body = Problem)))]
pub async fn delete(caller: Caller, Path(id): Path<i64>) -> ApiResult<StatusCode> {
    find(&caller.app.db, id).await?;
    let mut work = caller.begin().await?;
    let all = all_uses(&mut work.tx, &work.known).await?;
    let users = users(&all, |uses| uses.account_ids.contains(&AccountId(id)));
    refuse_used(Wanted { code: "account", what: "account", pointer: "" }, &users, &[])?;
    let ByHand { tx, known, now } = &mut work;
    accounts::delete(tx, known, AccountId(id), *now).await?;
    work.commit(&Change::default(), &[]).await?;
    Ok(StatusCode::NO_CONTENT)
}
