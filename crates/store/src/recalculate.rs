//! Keeps groups true to their conditions. What changed (a chunk of an import, an edit, activities, the passing of time) is
//! looked at once: the contacts concerned are read, all groups that depend on the change are evaluated in memory, and only
//! differences are written. A group whose condition is new is built by SQL instead ([`rebuild_range`]).
//!
//! Recalculations exclude each other by a row lock that each takes first, so that none writes what it found before another's
//! change. A change is always followed by a recalculation, in its own transaction or recorded there as work: the last one
//! sees everything.

mod views;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use muster_domain::condition::{self, Change, Condition, ContactView, Known, Uses};
use muster_domain::{EXCLUDED, GroupId, Reason, Reasons};
use sqlx::FromRow;

use crate::conditions::Compile;
use crate::indexes::Indexes;
use crate::{Sql, StoreError, Tx, dialect};

pub use views::load_views;

const BY_CONDITION: i64 = Reason::Condition as i64;

/// How many contacts are looked at in one go.
pub const SLICE: usize = 10_000;

/// A group with its condition.
#[derive(Debug, Clone)]
pub struct Conditioned {
    /// The group.
    pub id: GroupId,
    /// Its checked condition.
    pub condition: Condition,
    /// What it depends on.
    pub uses: Uses,
    /// Up to when passing time has been looked at.
    pub swept_at: i64,
}

/// How many contacts entered and left each group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effects(pub BTreeMap<GroupId, (i64, i64)>);

impl Effects {
    /// Adds what was found elsewhere.
    pub fn add(&mut self, group: GroupId, entered: i64, left: i64) {
        if entered != 0 || left != 0 {
            let sum = self.0.entry(group).or_default();
            *sum = (sum.0 + entered, sum.1 + left);
        }
    }

    /// Adds all of another.
    pub fn merge(&mut self, other: Self) {
        other.0.into_iter().for_each(|(group, (entered, left))| self.add(group, entered, left));
    }
}

/// Makes this transaction the only one that recalculates, until its end. To be called before anything that a recalculation
/// writes is touched, or two transactions wait for each other.
pub async fn lock(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute(Sql::new("update counters set next = next + 1 where name = 'recalculation'")).await.map(drop)
}

#[derive(FromRow)]
struct StoredGroup {
    group_id: i64,
    condition: String,
    swept_at: i64,
}

/// The groups that have a condition, each behind those that it depends on. A group whose condition cannot be read is left out,
/// and so keeps the members that it has.
pub async fn conditioned(tx: &mut Tx, known: &Known) -> Result<Vec<Conditioned>, StoreError> {
    let sql = Sql::new(
        "select group_id, condition, swept_at from contact_groups where condition is not null order by group_id",
    );
    let rows: Vec<StoredGroup> = tx.fetch_all(sql).await?;
    let mut groups = Vec::with_capacity(rows.len());
    for row in rows {
        match read(&row.condition, known) {
            Ok(condition) => {
                let uses = condition.uses();
                groups.push(Conditioned {
                    id: GroupId(row.group_id),
                    condition,
                    uses,
                    swept_at: row.swept_at,
                });
            }
            Err(error) => tracing::error!(group = row.group_id, %error, "a stored condition cannot be read"),
        }
    }
    Ok(in_order(groups))
}

/// A stored condition; [`StoreError::Damaged`] when it is no JSON, or names what is not there.
pub fn read(typed: &str, known: &Known) -> Result<Condition, StoreError> {
    let damaged = |errors| StoreError::Damaged(format!("{errors:?}"));
    condition::check(&serde_json::from_str(typed)?, known).map_err(damaged)
}

/// Puts each group behind those that it depends on; there are no cycles.
fn in_order(groups: Vec<Conditioned>) -> Vec<Conditioned> {
    let waiting: BTreeSet<GroupId> = groups.iter().map(|group| group.id).collect();
    let (mut placed, mut rest, mut ordered) = (BTreeSet::new(), groups, Vec::new());
    while !rest.is_empty() {
        let is_ready = |group: &Conditioned| {
            group.uses.groups.iter().all(|id| *id == group.id || placed.contains(id) || !waiting.contains(id))
        };
        let (ready, later): (Vec<_>, Vec<_>) = rest.into_iter().partition(is_ready);
        let stuck = ready.is_empty();
        placed.extend(ready.iter().map(|group| group.id));
        ordered.extend(ready);
        rest = later;
        if stuck {
            ordered.append(&mut rest);
        }
    }
    ordered
}

/// Brings all groups that depend on a change up to date for these contacts. The caller holds the [`lock`]. With `only`,
/// that group is looked at whatever the change is.
pub async fn recalculate(
    tx: &mut Tx,
    known: &Known,
    contacts: &[i64],
    change: &Change,
    (only, now): (Option<GroupId>, i64),
) -> Result<Effects, StoreError> {
    let groups = conditioned(tx, known).await?;
    let (concerned, uses) = concerned(&groups, change, only);
    let mut effects = Effects::default();
    if concerned.is_empty() {
        return Ok(effects);
    }
    for contacts in contacts.chunks(SLICE) {
        let mut views = load_views(tx, known, contacts, &uses).await?;
        let evaluated: Vec<GroupId> = concerned.iter().map(|group| group.id).collect();
        let mut members = members(tx, contacts, &evaluated).await?;
        for group in &concerned {
            let found = differences(group, &mut views, &mut members, now);
            write(tx, group.id, &found, now).await?;
            effects.add(group.id, found.entered, found.left);
        }
    }
    note_days(tx, &effects, now).await?;
    Ok(effects)
}

/// The groups that a change concerns, directly or through groups that it concerns, and what they depend on.
fn concerned<'a>(
    groups: &'a [Conditioned],
    change: &Change,
    only: Option<GroupId>,
) -> (Vec<&'a Conditioned>, Uses) {
    let (mut change, mut uses, mut found) = (change.clone(), Uses::default(), Vec::new());
    for group in groups {
        if only == Some(group.id) || group.uses.concerned_by(&change) {
            change.groups.insert(group.id);
            uses.fields.extend(group.uses.fields.iter().cloned());
            uses.groups.extend(&group.uses.groups);
            uses.activity_types.extend(&group.uses.activity_types);
            uses.any_activity |= group.uses.any_activity;
            uses.accounts |= group.uses.accounts;
            uses.imports |= group.uses.imports;
            uses.unchanged_by.extend(&group.uses.unchanged_by);
            found.push(group);
        }
    }
    (found, uses)
}

/// The stored reasons of contacts in groups.
type Members = HashMap<(i64, GroupId), i64>;

async fn members(tx: &mut Tx, contacts: &[i64], groups: &[GroupId]) -> Result<Members, StoreError> {
    let backend = tx.backend();
    let sql = Sql::new("select m.contact_id, m.group_id, m.reasons from members m where m.contact_id in ");
    let sql = dialect::push_ids(backend, sql, contacts.to_vec()).push(" and m.group_id in ");
    let sql = dialect::push_ids(backend, sql, groups.iter().map(|id| id.0).collect());
    let rows: Vec<(i64, i64, i64)> = tx.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|(contact, group, reasons)| ((contact, GroupId(group)), reasons)).collect())
}

/// Contacts for which a group's condition has become true, or no longer is, and what that does to its membership.
#[derive(Default)]
struct Differences {
    gained: Vec<i64>,
    lost: Vec<i64>,
    entered: i64,
    left: i64,
}

/// Evaluates a group for all contacts, and keeps the views and reasons up to date for the groups behind it.
fn differences(
    group: &Conditioned,
    views: &mut [ContactView],
    members: &mut Members,
    now: i64,
) -> Differences {
    let mut found = Differences::default();
    for view in views {
        let holds = group.condition.holds(view, now);
        let reasons = members.get(&(view.contact_id, group.id)).copied().unwrap_or(0);
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
                view.groups.insert(group.id);
            }
            (true, false) => {
                found.left += 1;
                view.groups.remove(&group.id);
            }
            _ => {}
        }
        members.insert((view.contact_id, group.id), changed);
    }
    found
}

async fn write(tx: &mut Tx, group: GroupId, found: &Differences, now: i64) -> Result<(), StoreError> {
    let backend = tx.backend();
    if !found.gained.is_empty() {
        let sql = Sql::new("insert into members (contact_id, group_id, reasons, since) select x.id, ")
            .push_value(group.0);
        let sql = sql.push(", ").push_value(BY_CONDITION).push(", ").push_value(now).push(" from ");
        let sql = dialect::push_ids(backend, sql, found.gained.clone());
        let sql = sql.push(
            " x where true on conflict (contact_id, group_id) do update set reasons = members.reasons | 2",
        );
        tx.execute(sql).await?;
    }
    if !found.lost.is_empty() {
        let here = |sql: Sql| {
            let sql = sql.push(" where group_id = ").push_value(group.0).push(" and contact_id in ");
            dialect::push_ids(backend, sql, found.lost.clone())
        };
        tx.execute(here(Sql::new("delete from members")).push(" and reasons = 2")).await?;
        tx.execute(here(Sql::new("update members set reasons = reasons - 2")).push(" and reasons & 2 <> 0"))
            .await?;
    }
    Ok(())
}

/// Adds to the days' numbers of who entered and left.
pub(crate) async fn note_days(tx: &mut Tx, effects: &Effects, now: i64) -> Result<(), StoreError> {
    let day = day(now);
    for (group, (entered, left)) in &effects.0 {
        let sql = Sql::new(
            "insert into group_days (group_id, day, entered, gone) values ($1, $2, $3, $4)
             on conflict (group_id, day)
             do update set entered = group_days.entered + excluded.entered, gone = group_days.gone + excluded.gone",
        );
        tx.execute(sql.bind(group.0).bind(day.as_str()).bind(*entered).bind(*left)).await?;
    }
    Ok(())
}

/// The day of a time, in UTC.
pub(crate) fn day(now: i64) -> String {
    let at = jiff::Timestamp::from_millisecond(now).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    at.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// Adds to what an import did to the groups.
pub async fn note_import(tx: &mut Tx, import_id: i64, effects: &Effects) -> Result<(), StoreError> {
    for (group, (entered, left)) in &effects.0 {
        let sql = Sql::new(
            "insert into import_effects (import_id, group_id, entered, gone) values ($1, $2, $3, $4)
             on conflict (import_id, group_id)
             do update set entered = import_effects.entered + excluded.entered, gone = import_effects.gone + excluded.gone",
        );
        tx.execute(sql.bind(import_id).bind(group.0).bind(*entered).bind(*left)).await?;
    }
    Ok(())
}

/// Brings a group up to date for the contacts that passing time has moved across one of its edges since it was last looked
/// at. Writes nothing when there is none, so the next look starts from the same time. The caller holds the [`lock`].
pub async fn sweep(tx: &mut Tx, known: &Known, group: &Conditioned, now: i64) -> Result<Effects, StoreError> {
    let crossed = group.condition.crossed(group.swept_at, now);
    if crossed.is_empty() {
        return Ok(Effects::default());
    }
    let compile = Compile { backend: tx.backend(), now, range: None, by: Indexes::standing() };
    let mut ids = BTreeSet::new();
    for test in &crossed {
        // One by one: for two tests joined by OR, PostgreSQL reads all contacts.
        let sql = compile.test(Sql::new("select c.contact_id from contacts c where "), test);
        ids.extend(tx.fetch_all::<(i64,)>(sql).await?.into_iter().map(|(id,)| id));
    }
    let ids: Vec<i64> = ids.into_iter().collect();
    let effects = recalculate(tx, known, &ids, &Change::default(), (Some(group.id), now)).await?;
    let sql = Sql::new("update contact_groups set swept_at = $1 where group_id = $2");
    tx.execute(sql.bind(now).bind(group.id.0)).await?;
    Ok(effects)
}

/// Makes the membership by condition right for the contacts above the first id and up to the second, by statements alone:
/// for a condition that is new, when nearly everybody may change sides.
pub async fn rebuild_range(
    tx: &mut Tx,
    group: GroupId,
    condition: &Condition,
    (after, to): (i64, i64),
    now: i64,
) -> Result<Effects, StoreError> {
    let compile = Compile { backend: tx.backend(), now, range: Some((after, to)), by: Indexes::standing() };
    let matching = |sql: Sql| {
        let sql = sql
            .push(" from contacts c where c.contact_id > ")
            .push_value(after)
            .push(" and c.contact_id <= ");
        compile.push(sql.push_value(to).push(" and "), condition)
    };
    let here = |sql: Sql| {
        let sql =
            sql.push(" where group_id = ").push_value(group.0).push(" and contact_id > ").push_value(after);
        sql.push(" and contact_id <= ").push_value(to)
    };
    let no_longer = |sql: Sql, reasons: &'static str| {
        let sql = here(sql).push(reasons).push(" and contact_id not in (select c.contact_id");
        matching(sql).push(")")
    };
    let before = count(tx, here(Sql::new("select count(*) from members")).push(" and reasons < 16")).await?;
    let mut left = 0;
    if count(tx, here(Sql::new("select count(*) from members")).push(" and reasons & 2 <> 0")).await? > 0 {
        left = tx.execute(no_longer(Sql::new("delete from members"), " and reasons = 2")).await? as i64;
        tx.execute(no_longer(Sql::new("update members set reasons = reasons - 2"), " and reasons & 2 <> 0"))
            .await?;
    }
    let sql = Sql::new("insert into members (contact_id, group_id, reasons, since) select c.contact_id, ")
        .push_value(group.0);
    let sql = matching(sql.push(", ").push_value(BY_CONDITION).push(", ").push_value(now));
    let sql = sql.push(
        " on conflict (contact_id, group_id) do update set reasons = members.reasons | 2 where members.reasons & 2 = 0",
    );
    tx.execute(sql).await?;
    let after = count(tx, here(Sql::new("select count(*) from members")).push(" and reasons < 16")).await?;
    let mut effects = Effects::default();
    effects.add(group, after - before + left, left);
    note_days(tx, &effects, now).await?;
    Ok(effects)
}

async fn count(tx: &mut Tx, sql: Sql) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = tx.fetch_optional(sql).await?;
    Ok(row.map_or(0, |(count,)| count))
}

const _: () = assert!(EXCLUDED == 16, "the statements above have it as a literal");
