use axum::Json;
use muster_domain::ContactId;
use muster_store::accounts::{self, InAccount};
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::clock::timestamp;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::account::{Account, AccountRole};
use crate::http::shared::contact::find;

/// An account that a contact is in.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactAccount {
    account: Account,
    role: Option<AccountRole>,
    since: String,
    /// It is the contact to turn to first.
    primary: bool,
    /// It is the contact to turn to else.
    secondary: bool,
}

/// The accounts that a contact is in, by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactAccountList {
    items: Vec<ContactAccount>,
}

/// The accounts that a contact is in, with its role in each.
#[utoipa::path(get, path = "/api/v1/contacts/{id}/accounts", operation_id = "list_contact_accounts",
    params(("id" = i64, Path)),
    responses((status = 200, body = ContactAccountList), (status = 404, body = Problem)))]
pub async fn list(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<ContactAccountList>> {
    find(&caller.app, id).await?;
    Ok(Json(ContactAccountList { items: ContactAccount::all(&caller.app, id).await? }))
}

impl ContactAccount {
    /// The accounts that a contact is in, by name.
    pub async fn all(app: &App, contact: i64) -> ApiResult<Vec<Self>> {
        let found = accounts::of_contact(&app.db, ContactId(contact)).await?;
        Ok(found.into_iter().map(|found| Self::of(found, contact)).collect())
    }

    fn of(found: InAccount, contact: i64) -> Self {
        Self {
            role: AccountRole::of(found.role),
            since: timestamp(found.since).to_string(),
            primary: found.account.primary_contact_id == Some(contact),
            secondary: found.account.secondary_contact_id == Some(contact),
            account: found.account.into(),
        }
    }
}
