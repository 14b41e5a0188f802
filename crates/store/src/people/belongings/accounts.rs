//! The accounts of a contact that is merged: the survivor is in them from then on, and is the one to turn to.

use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use super::{Belonging, Told};
use crate::base::dialect;
use crate::{Sql, StoreError, Tx};

pub(super) const CONTACTS: Belonging = Belonging::of_contact("account_contacts", Told::Under("accounts"));
pub(super) const ACCOUNTS: Belonging = Belonging {
    table: "accounts",
    columns: &["primary_contact_id", "secondary_contact_id"],
    told: Told::Under("accounts"),
};

/// Contacts that go are no longer the ones to turn to.
pub(super) async fn leave(tx: &mut Tx, contacts: &[i64]) -> Result<(), StoreError> {
    for column in ACCOUNTS.columns {
        let sql = Sql::new("update accounts set ").push(column).push(" = null where ").push(column);
        tx.execute(dialect::push_ids(tx.backend(), sql.push(" in "), contacts.to_vec())).await?;
    }
    Ok(())
}

/// What a contact had to do with accounts.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Taken {
    within: Vec<Within>,
    /// Accounts that the survivor was not in before.
    joined: Vec<i64>,
    /// Accounts whose primary contact it was.
    primary: Vec<i64>,
    /// Accounts whose secondary contact it was.
    secondary: Vec<i64>,
}

#[derive(Debug, Serialize, Deserialize, FromRow)]
struct Within {
    account_id: i64,
    role_id: Option<i64>,
    since: i64,
}

/// Moves what the other has to do with accounts. Where both are in one, the survivor's role stays.
pub(super) async fn take(tx: &mut Tx, (own, other): (i64, i64)) -> Result<Taken, StoreError> {
    let sql =
        Sql::new("delete from account_contacts where contact_id = $1 returning account_id, role_id, since");
    let within: Vec<Within> = tx.fetch_all(sql.bind(other)).await?;
    let mut joined = Vec::new();
    for account in &within {
        if join(tx, own, account).await? {
            joined.push(account.account_id);
        }
    }
    let primary = hand_over(tx, "primary_contact_id", (other, own)).await?;
    let secondary = hand_over(tx, "secondary_contact_id", (other, own)).await?;
    Ok(Taken { within, joined, primary, secondary })
}

/// Gives it back, to accounts that there still are.
pub(super) async fn give_back(tx: &mut Tx, (own, other): (i64, i64), was: &Taken) -> Result<(), StoreError> {
    let backend = tx.backend();
    let sql = Sql::new("delete from account_contacts where contact_id = ")
        .push_value(own)
        .push(" and account_id in ");
    tx.execute(dialect::push_ids(backend, sql, was.joined.clone())).await?;
    for account in &was.within {
        join(tx, other, account).await?;
    }
    for (column, accounts) in [("primary_contact_id", &was.primary), ("secondary_contact_id", &was.secondary)]
    {
        let sql = Sql::new("update accounts set ").push(column).push(" = ").push_value(other).push(" where ");
        let sql = sql.push(column).push(" = ").push_value(own).push(" and account_id in ");
        tx.execute(dialect::push_ids(backend, sql, accounts.clone())).await?;
    }
    Ok(())
}

async fn join(tx: &mut Tx, contact: i64, account: &Within) -> Result<bool, StoreError> {
    let sql = Sql::new(
        "insert into account_contacts (contact_id, account_id, role_id, since)
         select cast($1 as bigint), a.account_id, cast($3 as bigint), cast($4 as bigint) from accounts a where a.account_id = $2
         on conflict (contact_id, account_id) do nothing",
    );
    let sql = sql.bind(contact).bind(account.account_id).bind(account.role_id).bind(account.since);
    Ok(tx.execute(sql).await? == 1)
}

async fn hand_over(
    tx: &mut Tx,
    column: &'static str,
    (from, to): (i64, i64),
) -> Result<Vec<i64>, StoreError> {
    let sql =
        Sql::new("update accounts set ").push(column).push(" = ").push_value(to).push(" where ").push(column);
    let rows: Vec<(i64,)> =
        tx.fetch_all(sql.push(" = ").push_value(from).push(" returning account_id")).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
