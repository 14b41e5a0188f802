//! Who is in an account, with which role. Groups follow at once: those that the account's contacts are in for its sake, and
//! those whose conditions ask for accounts.

use muster_domain::condition::{Change, Known};
use muster_domain::{AccountId, ContactId, GroupId, RoleId};
use sqlx::FromRow;

use super::{Account, COLUMNS, JOINS};
use crate::contacts::Contact;
use crate::derived::groups;
use crate::derived::recalculate::recalculate;
use crate::find::search;
use crate::{Db, Sql, StoreError, Tx};

/// A contact in an account.
#[derive(Debug, Clone)]
pub struct Belonging {
    /// The contact.
    pub contact: Contact,
    /// Its role there: id, label.
    pub role: Option<(i64, String)>,
    /// Since when.
    pub since: i64,
}

/// An account that a contact is in.
#[derive(Debug, Clone)]
pub struct InAccount {
    /// The account.
    pub account: Account,
    /// The contact's role there: id, label.
    pub role: Option<(i64, String)>,
    /// Since when.
    pub since: i64,
}

/// Reads the role and the time beside what a row is about.
fn place<'r, R: sqlx::Row>(row: &'r R) -> Result<(Option<(i64, String)>, i64), sqlx::Error>
where
    &'static str: sqlx::ColumnIndex<R>,
    i64: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<i64>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<String>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    let (id, label): (Option<i64>, Option<String>) = (row.try_get("role_id")?, row.try_get("role_label")?);
    Ok((id.zip(label), row.try_get("since")?))
}

impl<'r, R: sqlx::Row> FromRow<'r, R> for Belonging
where
    Contact: FromRow<'r, R>,
    &'static str: sqlx::ColumnIndex<R>,
    i64: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<i64>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<String>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        let (role, since) = place(row)?;
        Ok(Self { contact: Contact::from_row(row)?, role, since })
    }
}

impl<'r, R: sqlx::Row> FromRow<'r, R> for InAccount
where
    Account: FromRow<'r, R>,
    &'static str: sqlx::ColumnIndex<R>,
    i64: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<i64>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<String>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        let (role, since) = place(row)?;
        Ok(Self { account: Account::from_row(row)?, role, since })
    }
}

/// Up to `limit` contacts of an account whose names, addresses or companies contain all words, the newest contacts first.
pub async fn list_contacts(
    db: &Db,
    account: AccountId,
    words: &[String],
    after: Option<ContactId>,
    limit: i64,
) -> Result<Vec<Belonging>, StoreError> {
    let sql = Sql::new(
        "select c.*, ac.role_id, r.label as role_label, ac.since
         from account_contacts ac join contacts c on c.contact_id = ac.contact_id
         left join list_entries r on r.entry_id = ac.role_id where ac.account_id = ",
    );
    let sql = search::push_found(sql.push_value(account.0), "ac.contact_id", words, search::Way::Through);
    let sql = sql.push(" and ac.contact_id < ").push_value(after.map_or(i64::MAX, |id| id.0));
    db.fetch_all(sql.push(" order by ac.contact_id desc limit ").push_value(limit)).await
}

/// The accounts that a contact is in, by name.
pub async fn of_contact(db: &Db, contact: ContactId) -> Result<Vec<InAccount>, StoreError> {
    let sql = Sql::new(COLUMNS)
        .push(", ac.role_id, r.label as role_label, ac.since")
        .push(" from account_contacts ac join accounts a on a.account_id = ac.account_id")
        .push(JOINS)
        .push(" left join list_entries r on r.entry_id = ac.role_id where ac.contact_id = ")
        .push_value(contact.0);
    db.fetch_all(sql.push(" order by a.name_key limit 1000")).await
}

/// Puts a contact into an account, or gives it another role there; a role that is gone is none. The caller holds the lock
/// of recalculations.
pub async fn put(
    tx: &mut Tx,
    known: &Known,
    (account, contact): (AccountId, ContactId),
    role: Option<RoleId>,
    now: i64,
) -> Result<(), StoreError> {
    let sql = Sql::new(
        "insert into account_contacts (contact_id, account_id, role_id, since)
         select c.contact_id, a.account_id,
             (select e.entry_id from list_entries e where e.list = 'account_role' and e.entry_id = $3), $4
         from contacts c, accounts a where c.contact_id = $1 and a.account_id = $2
         on conflict (contact_id, account_id) do update set role_id = excluded.role_id
         where account_contacts.role_id is distinct from excluded.role_id",
    );
    let sql = sql.bind(contact.0).bind(account.0).bind(role.map(|role| role.0)).bind(now);
    match tx.execute(sql).await? {
        0 => Ok(()),
        _ => follow(tx, known, account, &[contact.0], now).await,
    }
}

/// Puts a contact into an account if it is not in it; its role there stays.
pub(super) async fn bring_in(
    tx: &mut Tx,
    known: &Known,
    account: AccountId,
    contact: ContactId,
    now: i64,
) -> Result<(), StoreError> {
    let sql = Sql::new(
        "insert into account_contacts (contact_id, account_id, since)
         select c.contact_id, $2, $3 from contacts c where c.contact_id = $1
         on conflict (contact_id, account_id) do nothing",
    );
    match tx.execute(sql.bind(contact.0).bind(account.0).bind(now)).await? {
        0 => Ok(()),
        _ => follow(tx, known, account, &[contact.0], now).await,
    }
}

/// Takes a contact out of an account; it is then no longer the primary or secondary one either. The caller holds the lock
/// of recalculations.
pub async fn leave(
    tx: &mut Tx,
    known: &Known,
    (account, contact): (AccountId, ContactId),
    now: i64,
) -> Result<(), StoreError> {
    let sql = Sql::new("delete from account_contacts where contact_id = $1 and account_id = $2");
    if tx.execute(sql.bind(contact.0).bind(account.0)).await? == 0 {
        return Ok(());
    }
    let sql = Sql::new(
        "update accounts set changed_at = $3, primary_contact_id = nullif(primary_contact_id, $1),
             secondary_contact_id = nullif(secondary_contact_id, $1)
         where account_id = $2 and (primary_contact_id = $1 or secondary_contact_id = $1)",
    );
    tx.execute(sql.bind(contact.0).bind(account.0).bind(now)).await?;
    follow(tx, known, account, &[contact.0], now).await
}

/// The groups that the account's contacts are in for its sake.
pub(super) async fn groups_with(tx: &mut Tx, account: AccountId) -> Result<Vec<GroupId>, StoreError> {
    let sql = Sql::new("select group_id from group_accounts where account_id = $1 order by group_id");
    let rows: Vec<(i64,)> = tx.fetch_all(sql.bind(account.0)).await?;
    Ok(rows.into_iter().map(|(id,)| GroupId(id)).collect())
}

/// Lets all groups follow contacts that entered or left an account, or have another role there.
async fn follow(
    tx: &mut Tx,
    known: &Known,
    account: AccountId,
    contacts: &[i64],
    now: i64,
) -> Result<(), StoreError> {
    for group in groups_with(tx, account).await? {
        groups::follow_accounts(tx, known, group, contacts, now).await?;
    }
    follow_conditions(tx, known, contacts, now).await
}

/// Lets the groups follow whose conditions ask for accounts.
pub(super) async fn follow_conditions(
    tx: &mut Tx,
    known: &Known,
    contacts: &[i64],
    now: i64,
) -> Result<(), StoreError> {
    let change = Change { accounts: true, ..Change::default() };
    recalculate(tx, known, contacts, &change, now).await.map(drop)
}
