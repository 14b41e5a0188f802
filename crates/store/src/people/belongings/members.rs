//! Memberships of two contacts, made one and parted again. That a condition holds, or an account is one of a group's, is
//! nobody's to take over: what follows finds it.

use muster_domain::{EXCLUDED, GroupId, Reason, Reasons};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use super::{Belonging, Told};
use crate::base::dialect;
use crate::happened::{Effects, note_days};
use crate::{Sql, StoreError, Tx};

pub(super) const MEMBERS: Belonging = Belonging::of_contact("members", Told::Under("contact"));

/// Contacts that go leave their groups.
pub(super) async fn leave(tx: &mut Tx, contacts: &[i64], now: i64) -> Result<(), StoreError> {
    let sql =
        Sql::new("select group_id, count(*) as members from members where reasons < 16 and contact_id in ");
    let sql = dialect::push_ids(tx.backend(), sql, contacts.to_vec());
    let rows: Vec<(i64, i64)> = tx.fetch_all(sql.push(" group by group_id")).await?;
    let mut effects = Effects::default();
    for (group, members) in rows {
        effects.add(GroupId(group), 0, members);
    }
    note_days(tx, &effects, now).await
}

/// The reasons that are found anew.
const FOUND: i64 = Reason::Condition as i64 | Reason::Account as i64;

/// A membership of the contact that went into another.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, FromRow)]
pub(super) struct Membership {
    pub(super) group_id: i64,
    /// Its reasons, without those that are found anew.
    pub(super) reasons: i64,
    pub(super) since: i64,
    /// The reasons that the survivor had before; 0 for none.
    pub(super) own: i64,
}

/// Gives the survivor the other's reasons beside its own, an exclusion of either included, and returns the other's.
pub(super) async fn take(
    tx: &mut Tx,
    (own, other): (i64, i64),
    now: i64,
) -> Result<Vec<Membership>, StoreError> {
    let sql = Sql::new(
        "select o.group_id, o.reasons, o.since, coalesce(s.reasons, 0) as own from members o
         left join members s on s.group_id = o.group_id and s.contact_id = $1 where o.contact_id = $2",
    );
    let mut taken: Vec<Membership> = tx.fetch_all(sql.bind(own).bind(other)).await?;
    let mut effects = Effects::default();
    for membership in &mut taken {
        effects.add(GroupId(membership.group_id), 0, i64::from(Reasons(membership.reasons).is_member()));
        membership.reasons &= !FOUND;
        moved(&mut effects, membership.group_id, (membership.own, membership.own | membership.reasons));
    }
    tx.execute(Sql::new("delete from members where contact_id = $1").bind(other)).await?;
    let joined = taken.iter().filter(|membership| membership.reasons != 0);
    write(tx, own, joined.map(|m| (m.group_id, m.own | m.reasons, m.since)).collect()).await?;
    note_days(tx, &effects, now).await?;
    Ok(taken)
}

/// Gives the other its memberships back, in the groups that there still are, and takes from the survivor the reasons that
/// the merge brought it.
pub(super) async fn give_back(
    tx: &mut Tx,
    (own, other): (i64, i64),
    memberships: &[Membership],
    now: i64,
) -> Result<(), StoreError> {
    let sql = Sql::new(
        "select g.group_id, coalesce(m.reasons, 0) as reasons from contact_groups g
         left join members m on m.group_id = g.group_id and m.contact_id = $1",
    );
    let present: Vec<(i64, i64)> = tx.fetch_all(sql.bind(own)).await?;
    let (mut effects, mut back, mut kept) = (Effects::default(), Vec::new(), Vec::new());
    let memberships = memberships.iter().map(|m| Membership { reasons: m.reasons & !FOUND, ..*m });
    for membership in memberships.filter(|membership| membership.reasons != 0) {
        let Some((group, reasons)) = present.iter().find(|(group, _)| *group == membership.group_id) else {
            continue;
        };
        moved(&mut effects, *group, (0, membership.reasons));
        back.push((*group, membership.reasons, membership.since));
        let left = reasons & !(membership.reasons & !membership.own);
        moved(&mut effects, *group, (*reasons, left));
        kept.push((*group, left, membership.since));
    }
    write(tx, other, back).await?;
    write(tx, own, kept).await?;
    tx.execute(Sql::new("delete from members where contact_id = $1 and reasons = 0").bind(own)).await?;
    note_days(tx, &effects, now).await
}

fn moved(effects: &mut Effects, group: i64, (before, after): (i64, i64)) {
    let (was, is) = (Reasons(before).is_member(), Reasons(after).is_member());
    effects.add(GroupId(group), i64::from(is && !was), i64::from(was && !is));
}

/// Writes the reasons of a contact in groups; the time since when it is in one stays.
async fn write(tx: &mut Tx, contact: i64, memberships: Vec<(i64, i64, i64)>) -> Result<(), StoreError> {
    if memberships.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new("insert into members (contact_id, group_id, reasons, since) values ");
    for (index, (group, reasons, since)) in memberships.into_iter().enumerate() {
        sql = sql.push(if index == 0 { "(" } else { ", (" }).push_value(contact).push(", ").push_value(group);
        sql = sql.push(", ").push_value(reasons).push(", ").push_value(since).push(")");
    }
    let sql = sql.push(" on conflict (contact_id, group_id) do update set reasons = excluded.reasons");
    tx.execute(sql).await.map(drop)
}

const _: () = assert!(EXCLUDED & FOUND == 0, "an exclusion is taken over");
