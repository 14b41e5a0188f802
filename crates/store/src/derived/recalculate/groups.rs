//! Who is in a group by its condition.

use std::collections::HashMap;

use muster_domain::condition::{Condition, ContactView};
use muster_domain::{EXCLUDED, GroupId, Reason, Reasons};

use super::views::push_near;
use crate::base::columns::Source;
use crate::base::dialect;
use crate::happened::Effects;
use crate::{Sql, StoreError, Tx};

const BY_CONDITION: i64 = Reason::Condition as i64;

/// The stored reasons of contacts in groups; of other contacts too, perhaps.
pub(super) type Members = HashMap<(i64, GroupId), i64>;

pub(super) async fn members(
    from: &mut impl Source,
    contacts: &[i64],
    groups: Vec<GroupId>,
) -> Result<Members, StoreError> {
    if groups.is_empty() {
        return Ok(Members::new());
    }
    let backend = from.backend();
    let groups = groups.into_iter().map(|id| id.0).collect();
    let rest = |sql: Sql| {
        let sql = push_near(backend, sql.push(" from members m where "), "m.contact_id", contacts);
        dialect::push_ids(backend, sql.push(" and m.group_id in "), groups)
    };
    let columns = from.read((&["m.contact_id", "m.group_id", "m.reasons"], &[]), rest).await?;
    Ok(columns.rows().map(|[contact, group, reasons]| ((contact, GroupId(group)), reasons)).collect())
}

/// Contacts for which a group's condition has become true, or no longer is, and what that does to its membership.
#[derive(Default)]
pub(super) struct Differences {
    gained: Vec<i64>,
    lost: Vec<i64>,
    entered: i64,
    left: i64,
}

impl Differences {
    /// What they amount to.
    pub(super) fn effects(&self, group: GroupId) -> Effects {
        let mut effects = Effects::default();
        effects.add(group, self.entered, self.left);
        effects
    }
}

/// Evaluates a group for all contacts, and keeps the views and reasons up to date for what comes behind.
pub(super) fn differences(
    (group, condition): (GroupId, &Condition),
    views: &mut [ContactView],
    members: &mut Members,
    now: i64,
) -> Differences {
    let mut found = Differences::default();
    for view in views {
        let holds = condition.holds(view, now);
        let reasons = members.get(&(view.contact_id, group)).copied().unwrap_or(0);
        if holds == (reasons & BY_CONDITION != 0) {
            continue;
        }
        let changed = reasons ^ BY_CONDITION;
        if holds {
            found.gained.push(view.contact_id);
        } else {
            found.lost.push(view.contact_id);
        }
        match (Reasons(reasons).is_member(), Reasons(changed).is_member()) {
            (false, true) => {
                found.entered += 1;
                view.groups.insert(group);
            }
            (true, false) => {
                found.left += 1;
                view.groups.remove(&group);
            }
            _ => {}
        }
        members.insert((view.contact_id, group), changed);
    }
    found
}

/// Writes them, and returns how many entered and left. That is counted from what was written: a chunk of an import, which holds
/// none of the contacts that it leaves alone, may have put some into the group since they were read.
pub(super) async fn write(
    tx: &mut Tx,
    group: GroupId,
    found: &Differences,
    now: i64,
) -> Result<Effects, StoreError> {
    let backend = tx.backend();
    let here = |sql: Sql, contacts: &Vec<i64>| {
        let sql = sql.push(" where group_id = ").push_value(group.0).push(" and contact_id in ");
        dialect::push_ids(backend, sql, contacts.clone())
    };
    let (mut entered, mut left) = (0, 0);
    if !found.gained.is_empty() {
        let sql = Sql::new("insert into members (contact_id, group_id, reasons, since) select x.id, ")
            .push_value(group.0);
        let sql = sql.push(", ").push_value(BY_CONDITION).push(", ").push_value(now).push(" from ");
        let sql = dialect::push_ids(backend, sql, found.gained.clone());
        let sql = sql.push(" x where true on conflict (contact_id, group_id) do nothing");
        entered = tx.execute(sql).await?;
        if entered < found.gained.len() as u64 {
            let sql = here(Sql::new("update members set reasons = reasons | 2"), &found.gained);
            tx.execute(sql.push(" and reasons & 2 = 0")).await?;
        }
    }
    if !found.lost.is_empty() {
        let sql = here(Sql::new("delete from members"), &found.lost).push(" and reasons = 2");
        left = tx.execute(sql).await?;
        let sql = here(Sql::new("update members set reasons = reasons - 2"), &found.lost);
        tx.execute(sql.push(" and reasons & 2 <> 0")).await?;
    }
    let mut effects = Effects::default();
    effects.add(group, entered as i64, left as i64);
    Ok(effects)
}

const _: () = assert!(EXCLUDED == 16 && BY_CONDITION == 2, "the statements above have them as literals");
