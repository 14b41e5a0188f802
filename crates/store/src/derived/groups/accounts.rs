//! Accounts whose contacts are in a group for the account's sake ([`Reason::Account`]).

use std::collections::HashSet;

use muster_domain::condition::Known;
use muster_domain::{AccountId, GroupId, Reason};

use super::members::change;
use crate::base::dialect;
use crate::{Sql, StoreError, Tx};

const BY_ACCOUNT: i64 = Reason::Account as i64;

/// Puts the contacts of an account into a group, now and whenever one enters the account. The caller holds the lock of
/// recalculations.
pub async fn put_account(
    tx: &mut Tx,
    known: &Known,
    group: GroupId,
    account: AccountId,
    now: i64,
) -> Result<(), StoreError> {
    let sql = Sql::new(
        "insert into group_accounts (group_id, account_id)
         select g.group_id, a.account_id from contact_groups g, accounts a where g.group_id = $1 and a.account_id = $2
         on conflict (group_id, account_id) do nothing",
    );
    write(tx, known, sql, (group, account), now).await
}

/// Keeps the contacts of an account in a group for its sake no longer; other reasons stay. The caller holds the lock of
/// recalculations.
pub async fn remove_account(
    tx: &mut Tx,
    known: &Known,
    group: GroupId,
    account: AccountId,
    now: i64,
) -> Result<(), StoreError> {
    let sql = Sql::new("delete from group_accounts where group_id = $1 and account_id = $2");
    write(tx, known, sql, (group, account), now).await
}

async fn write(
    tx: &mut Tx,
    known: &Known,
    sql: Sql,
    (group, account): (GroupId, AccountId),
    now: i64,
) -> Result<(), StoreError> {
    if tx.execute(sql.bind(group.0).bind(account.0)).await? == 0 {
        return Ok(());
    }
    let sql = Sql::new("select contact_id from account_contacts where account_id = $1 order by contact_id");
    let rows: Vec<(i64,)> = tx.fetch_all(sql.bind(account.0)).await?;
    let contacts: Vec<i64> = rows.into_iter().map(|(contact,)| contact).collect();
    follow_accounts(tx, known, group, &contacts, now).await
}

/// As [`follow_accounts`], in all groups.
pub(crate) async fn follow_all_accounts(
    tx: &mut Tx,
    known: &Known,
    contacts: &[i64],
    now: i64,
) -> Result<(), StoreError> {
    let sql = Sql::new("select distinct group_id from group_accounts order by group_id");
    let groups: Vec<(i64,)> = tx.fetch_all(sql).await?;
    for (group,) in groups {
        follow_accounts(tx, known, GroupId(group), contacts, now).await?;
    }
    Ok(())
}

/// Makes the reason "account" right for contacts in a group, whatever changed: they have it while any of their accounts is
/// one of the group's. The caller holds the lock of recalculations.
pub(crate) async fn follow_accounts(
    tx: &mut Tx,
    known: &Known,
    group: GroupId,
    contacts: &[i64],
    now: i64,
) -> Result<(), StoreError> {
    let sql = Sql::new(
        "select distinct ac.contact_id from account_contacts ac
         join group_accounts ga on ga.account_id = ac.account_id where ga.group_id = ",
    );
    let sql = sql.push_value(group.0).push(" and ac.contact_id in ");
    let rows: Vec<(i64,)> = tx.fetch_all(dialect::push_ids(tx.backend(), sql, contacts.to_vec())).await?;
    let within: HashSet<i64> = rows.into_iter().map(|(contact,)| contact).collect();
    let anew = |contact, reasons| {
        if within.contains(&contact) { reasons | BY_ACCOUNT } else { reasons & !BY_ACCOUNT }
    };
    change(tx, known, (group, now), contacts, anew).await.map(drop)
}
