//! Passing time: contacts that it moves across an edge of a condition, and whose points lapse or decay.

use std::collections::BTreeSet;

use muster_domain::condition::{Change, Known};

use super::follow;
use super::plan::{Node, Step, concerned, plan};
use super::rebuild::request_rebuild;
use crate::find::conditions::Compile;
use crate::find::indexes::Indexes;
use crate::{Db, Select, Sql, StoreError, Tx};

/// How exactly it is known up to when results have been computed, in milliseconds: it is written no more often than that.
const EXACT: i64 = 30_000;
/// How far the clock may be behind the time of a result that still counts as true: passing time is followed within a minute.
const BEHIND: i64 = 60_000;

/// Notes that results are computed at this time. The caller holds the [`lock`](super::lock).
pub async fn note_computed(tx: &mut Tx, now: i64) -> Result<(), StoreError> {
    let sql = "update counters set next = $1 where name = 'computed_until' and next < $2";
    tx.execute(Sql::new(sql).bind(now + EXACT).bind(now)).await.map(drop)
}

/// Whether results were computed at a time that is yet to come: the clock was ahead, and has been set right.
pub async fn was_ahead(mut from: impl Select, now: i64) -> Result<bool, StoreError> {
    let sql = Sql::new("select next from counters where name = 'computed_until'");
    let until: Option<(i64,)> = from.fetch_optional(sql).await?;
    Ok(until.is_some_and(|(until,)| until > now + EXACT + BEHIND))
}

/// Asks for everything that moves with time to be rebuilt, in place of what a clock that was ahead has made of it; true when it did.
/// While something is being rebuilt it is left for later, so that servers whose clocks differ do not begin again and again. The
/// caller holds the [`lock`](super::lock).
pub async fn look_back(tx: &mut Tx, now: i64) -> Result<bool, StoreError> {
    let steps = plan(tx).await?;
    if !was_ahead(&mut *tx, now).await? || steps.iter().any(|step| step.is_quiet) {
        return Ok(false);
    }
    for step in steps.iter().filter(|step| step.rules.move_with_time()) {
        request_rebuild(tx, step.node, now).await?;
    }
    let sql = Sql::new("update counters set next = $1 where name = 'computed_until'");
    tx.execute(sql.bind(now)).await?;
    Ok(true)
}

/// Whether passing time may have moved a contact across an edge of a step since it was last looked at.
pub async fn is_due(from: impl Select, step: &Step, now: i64) -> Result<bool, StoreError> {
    Ok(!step.rules.crossed(step.swept_at, now).is_empty()
        || !due(from, step.node, (now, 1)).await?.is_empty())
}

/// The contacts that passing time has moved across an edge of a step since it was last looked at. `now` is a time up to which
/// everything is written that was computed: whoever holds the [`lock`](super::lock) has it.
pub async fn moved(db: &Db, step: &Step, now: i64) -> Result<Vec<i64>, StoreError> {
    let compile = Compile { backend: db.backend(), now, range: None, by: Indexes::standing() };
    let mut ids = BTreeSet::new();
    for test in &step.rules.crossed(step.swept_at, now) {
        // One by one: for two tests joined by OR, PostgreSQL reads all contacts.
        let sql = compile.test(Sql::new("select c.contact_id from contacts c where "), test);
        ids.extend(db.fetch_all::<(i64,)>(sql).await?.into_iter().map(|(id,)| id));
    }
    Ok(ids.into_iter().collect())
}

/// Brings a node, and what depends on it, up to date for contacts that passing time has [`moved`]. The caller holds the
/// [`lock`](super::lock).
pub async fn follow_time(
    tx: &mut Tx,
    known: &Known,
    node: Node,
    contacts: &[i64],
    now: i64,
) -> Result<(), StoreError> {
    let steps = plan(tx).await?; // as they are under the lock: one that was switched off meanwhile stays as it is
    if steps.iter().any(|step| step.node == node) {
        let (concerned, uses) = concerned(&steps, &Change::default(), Some(node));
        follow((tx, None), known, contacts.to_vec(), (&concerned, &uses), now).await?;
    }
    Ok(())
}

/// Brings up to `limit` contacts up to date of whose points something is due, and what depends on those. Returns how many there were;
/// fewer than `limit` when nothing more is due. The caller holds the [`lock`](super::lock).
pub async fn follow_due(
    tx: &mut Tx,
    known: &Known,
    node: Node,
    (now, limit): (i64, i64),
) -> Result<i64, StoreError> {
    let steps = plan(tx).await?;
    if !steps.iter().any(|step| step.node == node) {
        return Ok(0);
    }
    let contacts = due(&mut *tx, node, (now, limit)).await?;
    let (count, (concerned, uses)) =
        (contacts.len() as i64, concerned(&steps, &Change::default(), Some(node)));
    follow((tx, None), known, contacts, (&concerned, &uses), now).await?;
    Ok(count)
}

/// Notes that passing time has been looked at up to a time, unless new rules have begun to be looked at meanwhile.
pub async fn end_sweep(tx: &mut Tx, swept: &Step, now: i64) -> Result<(), StoreError> {
    let steps = plan(tx).await?;
    let is_same = |step: &Step| step.node == swept.node && step.swept_at == swept.swept_at;
    if steps.iter().any(is_same) { set_swept(tx, swept.node, now).await } else { Ok(()) }
}

/// Notes up to when passing time has been looked at.
pub(super) async fn set_swept(tx: &mut Tx, node: Node, now: i64) -> Result<(), StoreError> {
    let sql = Sql::new(match node {
        Node::Group(_) => "update contact_groups set swept_at = $1 where group_id = $2",
        Node::Score(_) => "update scores set swept_at = $1 where score_id = $2",
        Node::Personas => "update persona_state set swept_at = $1 where $2 = 0",
    });
    tx.execute(sql.bind(now).bind(node.id())).await.map(drop)
}

/// Up to `limit` contacts whose points passing time changes by `now`, those of longest standing first.
async fn due(mut from: impl Select, node: Node, (now, limit): (i64, i64)) -> Result<Vec<i64>, StoreError> {
    let sql = match node {
        Node::Group(_) => return Ok(Vec::new()),
        Node::Score(id) => Sql::new("select contact_id from contact_scores where score_id = ")
            .push_value(id.0)
            .push(" and due_at <= "),
        Node::Personas => Sql::new("select contact_id from contact_personas where due_at <= "),
    };
    let sql = sql.push_value(now).push(" order by due_at limit ").push_value(limit);
    let rows: Vec<(i64,)> = from.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
