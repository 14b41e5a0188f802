//! Who is in a group, for which reasons, and how that went over time.

use std::collections::BTreeMap;

use muster_domain::condition::{Change, Known};
use muster_domain::{ContactId, EXCLUDED, GroupId, Reason, Reasons};
use sqlx::FromRow;

use crate::base::dialect;
use crate::contacts::Contact;
use crate::derived::recalculate::recalculate;
use crate::find::search;
use crate::happened::{Effects, note_days};
use crate::{Db, Sql, StoreError, Tx};

/// A contact in a group, or kept out of it.
#[derive(Debug, Clone)]
pub struct Member {
    /// The contact.
    pub contact: Contact,
    /// The reasons, as bits.
    pub reasons: i64,
    /// Since when.
    pub since: i64,
}

impl<'r, R: sqlx::Row> FromRow<'r, R> for Member
where
    Contact: FromRow<'r, R>,
    &'static str: sqlx::ColumnIndex<R>,
    i64: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        Ok(Self {
            contact: Contact::from_row(row)?,
            reasons: row.try_get("reasons")?,
            since: row.try_get("since")?,
        })
    }
}

/// Up to `limit` members whose names, addresses or companies contain all words, the newest contacts first.
pub async fn list_members(
    db: &Db,
    group: GroupId,
    words: &[String],
    after: Option<ContactId>,
    limit: i64,
) -> Result<Vec<Member>, StoreError> {
    let sql =
        search::push_found(Sql::new(" and m.reasons < 16"), "m.contact_id", words, search::Way::Through);
    list(db, group, sql, after, limit).await
}

/// Up to `limit` contacts that are kept out of a group by hand.
pub async fn exclusions(
    db: &Db,
    group: GroupId,
    after: Option<ContactId>,
    limit: i64,
) -> Result<Vec<Member>, StoreError> {
    list(db, group, Sql::new(" and m.reasons >= 16"), after, limit).await
}

async fn list(
    db: &Db,
    group: GroupId,
    which: Sql,
    after: Option<ContactId>,
    limit: i64,
) -> Result<Vec<Member>, StoreError> {
    let sql = Sql::new(
        "select c.*, m.reasons, m.since from members m join contacts c on c.contact_id = m.contact_id where true",
    );
    let sql = sql.append(which).push(" and m.group_id = ").push_value(group.0).push(" and m.contact_id < ");
    let sql = sql.push_value(after.map_or(i64::MAX, |id| id.0)).push(" order by m.contact_id desc limit ");
    db.fetch_all(sql.push_value(limit)).await
}

/// The reasons of a contact in a group; none when there is nothing about it.
pub async fn membership(db: &Db, group: GroupId, contact: ContactId) -> Result<Reasons, StoreError> {
    let sql = Sql::new("select reasons from members where contact_id = $1 and group_id = $2");
    let row: Option<(i64,)> = db.fetch_optional(sql.bind(contact.0).bind(group.0)).await?;
    Ok(Reasons(row.map_or(0, |(reasons,)| reasons)))
}

/// Puts contacts into a group by hand, those that were kept out too. The caller holds the lock of recalculations.
pub async fn add(
    tx: &mut Tx,
    known: &Known,
    group: GroupId,
    contacts: &[i64],
    now: i64,
) -> Result<Effects, StoreError> {
    let manual = Reason::Manual as i64;
    change(tx, known, (group, now), contacts, |_, reasons| (reasons | manual) % EXCLUDED).await
}

/// Takes the reasons that people and imports gave away. A condition that holds, or an account, keeps the contact in.
pub async fn remove(
    tx: &mut Tx,
    known: &Known,
    group: GroupId,
    contacts: &[i64],
    now: i64,
) -> Result<Effects, StoreError> {
    let given = Reason::Manual as i64 | Reason::Import as i64;
    change(tx, known, (group, now), contacts, |_, reasons| reasons & !given).await
}

/// Keeps contacts out of a group, whatever the reasons beside it.
pub async fn exclude(
    tx: &mut Tx,
    known: &Known,
    group: GroupId,
    contacts: &[i64],
    now: i64,
) -> Result<Effects, StoreError> {
    change(tx, known, (group, now), contacts, |_, reasons| reasons | EXCLUDED).await
}

/// Keeps contacts out no longer: the other reasons count again.
pub async fn let_in(
    tx: &mut Tx,
    known: &Known,
    group: GroupId,
    contacts: &[i64],
    now: i64,
) -> Result<Effects, StoreError> {
    change(tx, known, (group, now), contacts, |_, reasons| reasons & !EXCLUDED).await
}

/// Writes the reasons of contacts anew where they change, and lets the groups that depend on this one follow. `anew` tells
/// them for a contact from its present ones. Those of contacts whom a chunk of an import put into the group since they were read
/// are read again.
pub(super) async fn change(
    tx: &mut Tx,
    known: &Known,
    (group, now): (GroupId, i64),
    contacts: &[i64],
    anew: impl Fn(i64, i64) -> i64,
) -> Result<Effects, StoreError> {
    let (mut effects, mut moved, mut open) = (Effects::default(), Vec::new(), contacts.to_vec());
    while !open.is_empty() {
        let mut by_change: BTreeMap<(i64, i64), Vec<i64>> = BTreeMap::new();
        for (contact, reasons) in present(tx, group, std::mem::take(&mut open)).await? {
            let new = anew(contact, reasons);
            if new != reasons {
                by_change.entry((reasons, new)).or_default().push(contact);
            }
        }
        for ((old, new), contacts) in by_change {
            let written = write(tx, (group, now), (old, new), contacts.clone()).await?;
            open.extend(contacts.into_iter().filter(|contact| written.binary_search(contact).is_err()));
            let (was, is) = (Reasons(old).is_member(), Reasons(new).is_member());
            if was != is {
                let count = written.len() as i64;
                effects.add(group, count * i64::from(is), count * i64::from(was));
                moved.extend(written);
            }
        }
    }
    note_days(tx, &effects, now).await?;
    let change = Change { groups: [group].into(), ..Change::default() };
    effects.merge(recalculate(tx, known, &moved, &change, now).await?);
    Ok(effects)
}

/// The reasons of those of some contacts that there are; 0 for none.
async fn present(tx: &mut Tx, group: GroupId, contacts: Vec<i64>) -> Result<Vec<(i64, i64)>, StoreError> {
    let sql = Sql::new(
        "select c.contact_id, coalesce(m.reasons, 0) as reasons from contacts c
         left join members m on m.contact_id = c.contact_id and m.group_id = ",
    );
    let sql = sql.push_value(group.0).push(" where c.contact_id in ");
    tx.fetch_all(dialect::push_ids(tx.backend(), sql, contacts)).await
}

/// Writes the reasons of contacts that have the `old` ones still, and returns these contacts in order.
async fn write(
    tx: &mut Tx,
    (group, now): (GroupId, i64),
    (old, new): (i64, i64),
    contacts: Vec<i64>,
) -> Result<Vec<i64>, StoreError> {
    let backend = tx.backend();
    let sql = if old == 0 {
        let sql = Sql::new("insert into members (contact_id, group_id, reasons, since) select x.id, ")
            .push_value(group.0);
        let sql = sql.push(", ").push_value(new).push(", ").push_value(now).push(" from ");
        dialect::push_ids(backend, sql, contacts)
            .push(" x where true on conflict (contact_id, group_id) do nothing")
    } else {
        let sql = match new {
            0 => Sql::new("delete from members"),
            new => Sql::new("update members set reasons = ").push_value(new),
        };
        let sql = sql.push(" where group_id = ").push_value(group.0).push(" and reasons = ").push_value(old);
        dialect::push_ids(backend, sql.push(" and contact_id in "), contacts)
    };
    let rows: Vec<(i64,)> = tx.fetch_all(sql.push(" returning contact_id")).await?;
    let mut written: Vec<i64> = rows.into_iter().map(|(contact,)| contact).collect();
    written.sort_unstable();
    Ok(written)
}

/// How many contacts are kept out of a group by hand.
pub async fn count_excluded(db: &Db, group: GroupId) -> Result<i64, StoreError> {
    let sql = Sql::new("select count(*) from members where group_id = $1 and reasons >= 16");
    let row: Option<(i64,)> = db.fetch_optional(sql.bind(group.0)).await?;
    Ok(row.map_or(0, |(count,)| count))
}

/// A day of a group.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Day {
    /// `YYYY-MM-DD`, UTC.
    pub day: String,
    /// How many contacts entered.
    pub entered: i64,
    /// How many left.
    pub gone: i64,
}

/// The days since `from` on which somebody entered or left a group.
pub async fn growth(db: &Db, group: GroupId, from: &str) -> Result<Vec<Day>, StoreError> {
    let sql =
        Sql::new("select day, entered, gone from group_days where group_id = $1 and day >= $2 order by day");
    db.fetch_all(sql.bind(group.0).bind(from)).await
}
