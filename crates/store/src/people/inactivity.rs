//! Contacts that nothing has been heard of for long, and the policy that deletes them.

use sqlx::FromRow;

use crate::base::dialect;
use crate::contacts::Contact;
use crate::{Db, Select, Sql, StoreError, Tx};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Which contacts are deleted by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Whether any are.
    pub enabled: bool,
    /// After how many days without an activity and without a change.
    pub days: i64,
    /// When the deletion was last asked for.
    pub asked_at: i64,
}

#[derive(FromRow)]
struct Stored {
    enabled: i64,
    days: i64,
    asked_at: i64,
}

impl Policy {
    /// Contacts of which nothing was heard since then are inactive.
    pub fn cutoff(&self, now: i64) -> i64 {
        now - self.days * DAY
    }
}

const SELECT: &str = "select enabled, days, asked_at from inactivity_policy where policy_id = 1";

fn read(stored: Option<Stored>) -> Result<Policy, StoreError> {
    let stored = stored.ok_or_else(|| StoreError::Damaged("the policy of inactivity is missing".into()))?;
    Ok(Policy { enabled: stored.enabled != 0, days: stored.days, asked_at: stored.asked_at })
}

/// The policy.
pub async fn policy(mut from: impl Select) -> Result<Policy, StoreError> {
    read(from.fetch_optional(Sql::new(SELECT)).await?)
}

/// Replaces the policy. It is looked at anew, whenever it was before.
pub async fn set_policy(tx: &mut Tx, enabled: bool, days: i64) -> Result<(), StoreError> {
    let sql =
        Sql::new("update inactivity_policy set enabled = $1, days = $2, asked_at = 0 where policy_id = 1");
    tx.execute(sql.bind(i64::from(enabled)).bind(days)).await.map(drop)
}

/// Notes that the deletion was asked for; false when another process did so since `before`.
pub async fn note_asked(tx: &mut Tx, before: &Policy, now: i64) -> Result<bool, StoreError> {
    let sql = Sql::new(
        "update inactivity_policy set asked_at = $1 where policy_id = 1 and asked_at = $2 and enabled = 1",
    );
    Ok(tx.execute(sql.bind(now).bind(before.asked_at)).await? == 1)
}

/// Adds the test whether nothing was heard of the contact `c` since then.
fn push_inactive(sql: Sql, cutoff: i64) -> Sql {
    let sql = sql.push(" c.created_at < ").push_value(cutoff).push(" and c.changed_at < ").push_value(cutoff);
    let sql = sql
        .push(" and not exists (select 1 from activities a where a.contact_id = c.contact_id and a.at >= ");
    sql.push_value(cutoff).push(")")
}

/// How many contacts are inactive.
pub async fn count(db: &Db, cutoff: i64) -> Result<i64, StoreError> {
    let sql = push_inactive(Sql::new("select count(*) from contacts c where"), cutoff);
    let row: Option<(i64,)> = db.fetch_optional(sql).await?;
    Ok(row.map_or(0, |(count,)| count))
}

/// The first inactive contacts, by their ids.
pub async fn sample(db: &Db, cutoff: i64, limit: i64) -> Result<Vec<Contact>, StoreError> {
    let sql = push_inactive(Sql::new("select c.* from contacts c where"), cutoff);
    db.fetch_all(sql.push(" order by c.contact_id limit ").push_value(limit)).await
}

/// The ids of inactive contacts above `after`.
pub async fn ids(db: &Db, cutoff: i64, after: i64, limit: i64) -> Result<Vec<i64>, StoreError> {
    let sql = Sql::new("select c.contact_id from contacts c where c.contact_id > ").push_value(after);
    let sql = push_inactive(sql.push(" and"), cutoff).push(" order by c.contact_id limit ").push_value(limit);
    let rows: Vec<(i64,)> = db.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Those of some contacts that are inactive, of which nothing more is recorded until the transaction ends: whoever records something
/// holds the contact, so what was recorded before is seen.
pub async fn among(tx: &mut Tx, cutoff: i64, contacts: Vec<i64>) -> Result<Vec<i64>, StoreError> {
    let sql = Sql::new("select contact_id from contacts where contact_id in ");
    let sql = dialect::push_ids(tx.backend(), sql, contacts.clone()).push(" order by contact_id");
    tx.fetch_all::<(i64,)>(dialect::push_claim(tx.backend(), sql)).await?;
    let sql = Sql::new("select c.contact_id from contacts c where c.contact_id in ");
    let sql = dialect::push_ids(tx.backend(), sql, contacts).push(" and");
    let rows: Vec<(i64,)> = tx.fetch_all(push_inactive(sql, cutoff)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
