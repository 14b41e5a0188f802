//! Pages of accounts: of all, and of those whose contacts are in a group.

use muster_domain::{GroupId, search_words};
use muster_store::accounts;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::account::Account;
use crate::app::App;
use crate::http::base::paging::{AfterName, Limit, next, page_size};
use crate::http::base::problem::ApiResult;

/// Which accounts.
#[derive(Debug, Deserialize, IntoParams)]
pub struct AccountPage {
    /// Text that the name must contain.
    search: Option<String>,
    /// What the page before gave as `next`.
    #[param(value_type = Option<String>)]
    after: Option<AfterName>,
    /// How many at most; 500 are given at most.
    #[param(value_type = Option<i64>, minimum = 1)]
    limit: Option<Limit>,
}

/// Accounts by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountList {
    items: Vec<Account>,
    next: Option<String>,
}

impl AccountList {
    /// A page of all accounts, or of those whose contacts are in a group.
    pub async fn load(app: &App, page: AccountPage, group: Option<GroupId>) -> ApiResult<Self> {
        let limit = page_size(page.limit);
        let search = search_words(&page.search.unwrap_or_default()).join(" ");
        let after = page.after.map(|AfterName(name)| name);
        let found = accounts::list(&app.db, (&search, group), after.as_deref(), limit).await?;
        let next = next(&found, limit, |last| AfterName::write(&last.name_key));
        Ok(Self { items: found.into_iter().map(Account::from).collect(), next })
    }
}
