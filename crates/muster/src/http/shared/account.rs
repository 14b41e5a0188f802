//! An account as every answer shows it.

use std::collections::BTreeMap;

use muster_domain::AccountId;
use muster_store::Select;
use muster_store::accounts::{self, Account as Stored};
use serde::Serialize;
use utoipa::ToSchema;

use crate::clock::timestamp;
use crate::http::base::problem::{ApiError, ApiResult};

/// An account's status.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountStatus {
    id: i64,
    label: String,
    /// A colour's name, such as `teal`.
    colour: String,
}

/// An account that another names.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountRef {
    pub id: i64,
    pub name: String,
}

/// A contact's role in an account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountRole {
    id: i64,
    label: String,
}

/// An account.
#[derive(Debug, Serialize, ToSchema)]
pub struct Account {
    id: i64,
    name: String,
    /// All other texts by name: address1, address2, zip, city, state, country, website, phone, fax, email, owner, notes.
    fields: BTreeMap<&'static str, Option<String>>,
    status: Option<AccountStatus>,
    /// The account above it.
    parent: Option<AccountRef>,
    /// How many contacts are in it.
    contacts: i64,
    created_at: String,
    changed_at: String,
}

impl From<Stored> for Account {
    fn from(stored: Stored) -> Self {
        let at = |time| timestamp(time).to_string();
        Self {
            id: stored.account_id,
            name: stored.name,
            fields: stored.fields,
            status: stored.status.map(|(id, label, colour)| AccountStatus { id, label, colour }),
            parent: stored.parent.map(|(id, name)| AccountRef { id, name }),
            contacts: stored.contacts,
            created_at: at(stored.created_at),
            changed_at: at(stored.changed_at),
        }
    }
}

impl AccountRole {
    /// A role as stored: id and label.
    pub fn of(role: Option<(i64, String)>) -> Option<Self> {
        role.map(|(id, label)| Self { id, label })
    }
}

/// The account with this id, or 404.
pub async fn find(from: impl Select, id: i64) -> ApiResult<Stored> {
    accounts::find(from, AccountId(id)).await?.ok_or_else(|| ApiError::not_found("account"))
}
