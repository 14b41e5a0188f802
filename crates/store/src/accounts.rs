//! Accounts: the companies that contacts belong to, each with a role there.

mod contacts;
mod write;

use std::collections::BTreeMap;

use muster_domain::{ACCOUNT_FIELDS, AccountId, GroupId};
use sqlx::FromRow;

use crate::base::dialect;
use crate::{Db, Select, Sql, StoreError};

pub use contacts::{Belonging, InAccount, leave, list_contacts, of_contact, put};
pub use write::{AccountError, Facts, create, delete, update};

/// An account.
#[derive(Debug, Clone)]
pub struct Account {
    /// Its id.
    pub account_id: i64,
    /// Its name.
    pub name: String,
    /// The name as compared and sorted.
    pub name_key: String,
    /// The values of the other texts; blank ones are `None`.
    pub fields: BTreeMap<&'static str, Option<String>>,
    /// Its status: id, label, colour.
    pub status: Option<(i64, String, String)>,
    /// The account above it: id, name.
    pub parent: Option<(i64, String)>,
    /// The contact to turn to first.
    pub primary_contact_id: Option<i64>,
    /// The contact to turn to else.
    pub secondary_contact_id: Option<i64>,
    /// When it was made.
    pub created_at: i64,
    /// When it was last changed.
    pub changed_at: i64,
    /// How many contacts are in it.
    pub contacts: i64,
}

impl<'r, R: sqlx::Row> FromRow<'r, R> for Account
where
    &'static str: sqlx::ColumnIndex<R>,
    i64: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    String: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<i64>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<String>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        let mut fields = BTreeMap::new();
        for field in &ACCOUNT_FIELDS {
            fields.insert(field.name, row.try_get(field.name)?);
        }
        let text = |name: &'static str| row.try_get::<Option<String>, _>(name);
        let id = |name: &'static str| row.try_get::<Option<i64>, _>(name);
        let status = id("status_id")?.zip(text("status_label")?).zip(text("status_colour")?);
        Ok(Self {
            account_id: row.try_get("account_id")?,
            name: row.try_get("name")?,
            name_key: row.try_get("name_key")?,
            fields,
            status: status.map(|((id, label), colour)| (id, label, colour)),
            parent: id("parent_id")?.zip(text("parent_name")?),
            primary_contact_id: id("primary_contact_id")?,
            secondary_contact_id: id("secondary_contact_id")?,
            created_at: row.try_get("created_at")?,
            changed_at: row.try_get("changed_at")?,
            contacts: row.try_get("contacts")?,
        })
    }
}

const COLUMNS: &str = "select a.*, s.label as status_label, s.colour as status_colour, p.name as parent_name,
     (select count(*) from account_contacts n where n.account_id = a.account_id) as contacts";
const JOINS: &str = " left join list_entries s on s.entry_id = a.status_id
     left join accounts p on p.account_id = a.parent_id";

/// The account with this id.
pub async fn find(mut from: impl Select, id: AccountId) -> Result<Option<Account>, StoreError> {
    let sql = Sql::new(COLUMNS).push(" from accounts a").push(JOINS).push(" where a.account_id = ");
    from.fetch_optional(sql.push_value(id.0)).await
}

/// Up to `limit` accounts by name, after the one whose name key is `after`, whose names contain `search`; with `group`
/// those whose contacts are in that group.
pub async fn list(
    db: &Db,
    (search, group): (&str, Option<GroupId>),
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<Account>, StoreError> {
    let sql = Sql::new(COLUMNS).push(" from accounts a").push(JOINS).push(" where a.name_key > ");
    let mut sql = sql.push_value(after.unwrap_or_default());
    if !search.is_empty() {
        sql = dialect::push_contains(db, sql.push(" and "), "a.name_key", &muster_domain::fold(search));
    }
    if let Some(group) = group {
        let of_group =
            " and a.account_id in (select ga.account_id from group_accounts ga where ga.group_id = ";
        sql = sql.push(of_group).push_value(group.0).push(")");
    }
    db.fetch_all(sql.push(" order by a.name_key limit ").push_value(limit)).await
}

/// The accounts directly below this one, by name: ids and names.
pub async fn children(db: &Db, id: AccountId) -> Result<Vec<(i64, String)>, StoreError> {
    let sql = "select account_id, name from accounts where parent_id = $1 order by name_key";
    db.fetch_all(Sql::new(sql).bind(id.0)).await
}

/// The groups that the account's contacts are in for its sake, by name: ids and names.
pub async fn groups(db: &Db, id: AccountId) -> Result<Vec<(i64, String)>, StoreError> {
    let sql = Sql::new(
        "select g.group_id, g.name from group_accounts ga join contact_groups g on g.group_id = ga.group_id
         where ga.account_id = $1 order by g.name_key",
    );
    db.fetch_all(sql.bind(id.0)).await
}
