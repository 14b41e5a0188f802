//! Passing time: contacts that it moves across an edge of a condition, and whose points lapse or decay.

use std::collections::BTreeSet;

use muster_domain::condition::{Change, Known};

use super::follow;
use super::plan::{Node, Step, concerned, plan};
use crate::conditions::Compile;
use crate::indexes::Indexes;
use crate::{Sql, StoreError, Tx};

/// Contacts of which something is due that are looked at in one transaction.
const DUE: i64 = 12_000;

/// Whether passing time may have moved a contact across an edge of a step since it was last looked at.
pub async fn is_due(tx: &mut Tx, step: &Step, now: i64) -> Result<bool, StoreError> {
    Ok(!step.rules.crossed(step.swept_at, now).is_empty() || !due(tx, step.node, (now, 1)).await?.is_empty())
}

/// Brings a node, and what depends on it, up to date for the contacts that passing time has moved across one of its edges since
/// it was last looked at. Writes nothing when there is none, so the next look starts from the same time. True when there may
/// be more contacts of which something is due. The caller holds the [`lock`](super::lock).
pub async fn sweep(tx: &mut Tx, known: &Known, node: Node, now: i64) -> Result<bool, StoreError> {
    let steps = plan(tx, known).await?; // as they are under the lock: one that was switched off meanwhile stays as it is
    let Some(step) = steps.iter().find(|step| step.node == node) else { return Ok(false) };
    let compile = Compile { backend: tx.backend(), now, range: None, by: Indexes::standing() };
    let crossed = step.rules.crossed(step.swept_at, now);
    let mut ids = BTreeSet::new();
    for test in &crossed {
        // One by one: for two tests joined by OR, PostgreSQL reads all contacts.
        let sql = compile.test(Sql::new("select c.contact_id from contacts c where "), test);
        ids.extend(tx.fetch_all::<(i64,)>(sql).await?.into_iter().map(|(id,)| id));
    }
    let due = due(tx, node, (now, DUE)).await?;
    let is_more = due.len() as i64 == DUE;
    ids.extend(due);
    let ids: Vec<i64> = ids.into_iter().collect();
    let (concerned, uses) = concerned(&steps, &Change::default(), Some(node));
    follow((tx, None), known, ids, (&concerned, &uses), now).await?;
    if !crossed.is_empty() {
        set_swept(tx, node, now).await?;
    }
    Ok(is_more)
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
async fn due(tx: &mut Tx, node: Node, (now, limit): (i64, i64)) -> Result<Vec<i64>, StoreError> {
    let sql = match node {
        Node::Group(_) => return Ok(Vec::new()),
        Node::Score(id) => Sql::new("select contact_id from contact_scores where score_id = ")
            .push_value(id.0)
            .push(" and due_at <= "),
        Node::Personas => Sql::new("select contact_id from contact_personas where due_at <= "),
    };
    let sql = sql.push_value(now).push(" order by due_at limit ").push_value(limit);
    Ok(tx.fetch_all::<(i64,)>(sql).await?.into_iter().map(|(id,)| id).collect())
}
