//! Making, changing and deleting accounts.

use muster_domain::condition::Known;
use muster_domain::{AccountField, AccountId, ContactId, Label};
use thiserror::Error;

use super::contacts::{bring_in, follow_conditions, groups_with};
use crate::base::counters;
use crate::catalogue::lists::List;
use crate::derived::groups;
use crate::{Sql, StoreError, Tx};

/// What a person says of an account; what is `None` stays, and what is `Some(None)` is taken away.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// A new name.
    pub name: Option<Label>,
    /// Values of its texts.
    pub fields: Vec<(&'static AccountField, Option<String>)>,
    /// An entry of [`List::AccountStatuses`].
    pub status: Option<Option<i64>>,
    /// The account above it.
    pub parent: Option<Option<AccountId>>,
    /// The contact to turn to first; it is put into the account.
    pub primary_contact: Option<Option<ContactId>>,
    /// The contact to turn to else; it is put into the account.
    pub secondary_contact: Option<Option<ContactId>>,
}

/// Why an account cannot be as asked.
#[derive(Debug, Error)]
pub enum AccountError {
    /// The status is not in the list.
    #[error("there is no such status of accounts")]
    UnknownStatus,
    /// There is no such account above it.
    #[error("there is no such account")]
    UnknownParent,
    /// There is no such primary contact.
    #[error("there is no such contact")]
    UnknownPrimaryContact,
    /// There is no such secondary contact.
    #[error("there is no such contact")]
    UnknownSecondaryContact,
    /// The account would be above itself; the names on the way round, from itself to itself.
    #[error("the account would be above itself: {}", .0.join(" → "))]
    Cycle(Vec<String>),
    /// The database failed; [`StoreError::Taken`] when another account has the name.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes an account with nothing but a name; [`StoreError::Taken`] when an account has it.
pub async fn create(tx: &mut Tx, name: &Label, now: i64) -> Result<AccountId, StoreError> {
    let id = counters::reserve(tx, "account", 1).await?;
    let sql = Sql::new(
        "insert into accounts (account_id, name, name_key, created_at, changed_at) values ($1, $2, $3, $4, $4)",
    );
    tx.execute(sql.bind(id).bind(name.as_str()).bind(name.key()).bind(now)).await?;
    Ok(AccountId(id))
}

/// Writes what is set. The caller holds the lock of recalculations: it keeps cycles from being made by two at once.
pub async fn update(
    tx: &mut Tx,
    known: &Known,
    id: AccountId,
    facts: &Facts,
    now: i64,
) -> Result<(), AccountError> {
    check(tx, id, facts).await?;
    let mut sql = Sql::new("update accounts set changed_at = ").push_value(now);
    if let Some(name) = &facts.name {
        sql = sql.push(", name = ").push_value(name.as_str()).push(", name_key = ").push_value(name.key());
    }
    for (field, value) in &facts.fields {
        sql = sql.push(", ").push(field.name).push(" = ").push_value(value.clone());
    }
    for (column, value) in [
        (", status_id = ", facts.status),
        (", parent_id = ", facts.parent.map(|parent| parent.map(|id| id.0))),
        (", primary_contact_id = ", facts.primary_contact.map(|contact| contact.map(|id| id.0))),
        (", secondary_contact_id = ", facts.secondary_contact.map(|contact| contact.map(|id| id.0))),
    ] {
        if let Some(value) = value {
            sql = sql.push(column).push_value(value);
        }
    }
    tx.execute(sql.push(" where account_id = ").push_value(id.0)).await?;
    for contact in [facts.primary_contact, facts.secondary_contact].into_iter().flatten().flatten() {
        bring_in(tx, known, id, contact, now).await?;
    }
    Ok(())
}

/// Whether everything that an account is to refer to is there, and its parent is not below it.
async fn check(tx: &mut Tx, id: AccountId, facts: &Facts) -> Result<(), AccountError> {
    if let Some(Some(status)) = facts.status {
        let sql = Sql::new("select entry_id from list_entries where list = $1 and entry_id = $2");
        let found: Option<(i64,)> =
            tx.fetch_optional(sql.bind(List::AccountStatuses.name()).bind(status)).await?;
        found.ok_or(AccountError::UnknownStatus)?;
    }
    if let Some(Some(parent)) = facts.parent {
        refuse_cycle(tx, id, parent).await?;
    }
    for (contact, unknown) in [
        (facts.primary_contact, AccountError::UnknownPrimaryContact),
        (facts.secondary_contact, AccountError::UnknownSecondaryContact),
    ] {
        if let Some(Some(contact)) = contact {
            let sql = Sql::new("select contact_id from contacts where contact_id = $1").bind(contact.0);
            let found: Option<(i64,)> = tx.fetch_optional(sql).await?;
            found.ok_or(unknown)?;
        }
    }
    Ok(())
}

/// Walks up from the parent; meeting the account itself there would close a circle.
async fn refuse_cycle(tx: &mut Tx, id: AccountId, parent: AccountId) -> Result<(), AccountError> {
    let sql = Sql::new(
        "with recursive above (account_id, name, parent_id, step) as (
             select a.account_id, a.name, a.parent_id, 1 from accounts a where a.account_id = $1
             union all
             select a.account_id, a.name, a.parent_id, above.step + 1
             from above join accounts a on a.account_id = above.parent_id where above.account_id <> $2
         )
         select account_id, name from above order by step",
    );
    let way: Vec<(i64, String)> = tx.fetch_all(sql.bind(parent.0).bind(id.0)).await?;
    let (Some(_), Some((top, own))) = (way.first(), way.last()) else {
        return Err(AccountError::UnknownParent);
    };
    if *top != id.0 {
        return Ok(());
    }
    let names = std::iter::once(own).chain(way.iter().map(|(_, name)| name));
    Err(AccountError::Cycle(names.cloned().collect()))
}

/// Deletes an account; its contacts stay, and leave the groups that they were in for its sake. Accounts below it are below
/// none then. Whether a condition names it is the caller's to ask, who holds the lock of recalculations.
pub async fn delete(tx: &mut Tx, known: &Known, id: AccountId, now: i64) -> Result<(), StoreError> {
    let sql = Sql::new("select contact_id from account_contacts where account_id = $1 order by contact_id");
    let rows: Vec<(i64,)> = tx.fetch_all(sql.bind(id.0)).await?;
    let contacts: Vec<i64> = rows.into_iter().map(|(contact,)| contact).collect();
    let groups = groups_with(tx, id).await?;
    for statement in [
        "delete from account_contacts where account_id = $1",
        "delete from group_accounts where account_id = $1",
        "update accounts set parent_id = null where parent_id = $1",
        "delete from accounts where account_id = $1",
    ] {
        tx.execute(Sql::new(statement).bind(id.0)).await?;
    }
    for group in groups {
        groups::follow_accounts(tx, known, group, &contacts, now).await?;
    }
    follow_conditions(tx, known, &contacts, now).await
}
