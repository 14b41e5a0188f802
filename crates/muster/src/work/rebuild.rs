//! Rebuilds what has new rules, in the background: range after range of contacts, each in one transaction. The old members,
//! points and personas stay until their range comes. What depends on them is rebuilt behind.

use std::time::Instant;

use muster_domain::GroupId;
use muster_domain::condition::{Condition, Group, Known};
use muster_store::recalculate::{
    Node, needs, plan, read, rebuild_points, rebuild_range, request_rebuild, set_state,
};
use muster_store::work::{self, Work};
use muster_store::{Beside, Pace, StoreError, Tx, contacts, groups};

use super::Hand;
use super::recalculate::ByHand;

/// Contacts of the first range, and of any.
const FIRST: i64 = 1_000;
const LARGEST: i64 = 50_000;

/// Goes on with a rebuilding to its end.
pub(super) async fn carry_out(hand: &Hand, node: Node, mut work: Work) -> Result<(), StoreError> {
    work.total = Some(contacts::newest(&hand.db).await?.0);
    let beside = Beside::open(&hand.db)?;
    let mut pace = Pace::new(node.work().word(), FIRST, LARGEST);
    loop {
        let (from, to) = (work.position, contacts::end_of_range(&hand.db, work.position, pace.size()).await?);
        let ByHand { mut tx, known, now } = ByHand::begin(hand).await?;
        let since = Instant::now();
        let is_there = match node {
            Node::Group(id) => range_of_group(&mut tx, &known, id, (from, to), now).await?,
            Node::Score(_) | Node::Personas => {
                range_of_points((&mut tx, &beside), &known, node, (from, to), now).await?
            }
        };
        (work.position, work.done) = (to, to.min(work.total.unwrap_or(to)));
        let is_last = !is_there || to >= contacts::newest(&mut tx).await?.0;
        if is_last {
            work::remove(&mut tx, work.work_id, &hand.owner).await?;
            end(&mut tx, node, now).await?;
        } else {
            work::advance(&mut tx, &work, hand.sign()).await?;
        }
        tx.commit().await?;
        pace.note(pace.size(), since);
        if is_last {
            return Ok(());
        }
    }
}

/// False when the group is not there any more, or nobody can read its condition: its members stay as they are.
async fn range_of_group(
    tx: &mut Tx,
    known: &Known,
    group: GroupId,
    range: (i64, i64),
    now: i64,
) -> Result<bool, StoreError> {
    let Some(stored) = groups::uncounted(&mut *tx, group).await? else { return Ok(false) };
    let condition = match stored.condition.map_or_else(|| Ok(nobody()), |typed| read(&typed, known)) {
        Err(error @ StoreError::Damaged(_)) => {
            tracing::error!(group = group.0, %error, "a group cannot be rebuilt");
            return Ok(false);
        }
        condition => condition?,
    };
    rebuild_range(tx, group, &condition, range, now).await?;
    Ok(true)
}

/// False when there is nothing to keep true: the score is not there any more, or is switched off, or there are no personas.
async fn range_of_points(
    (tx, beside): (&mut Tx, &Beside),
    known: &Known,
    node: Node,
    range: (i64, i64),
    now: i64,
) -> Result<bool, StoreError> {
    let steps = plan(tx).await?;
    let Some(step) = steps.iter().find(|step| step.node == node) else { return Ok(false) };
    rebuild_points((tx, beside), known, step, range, now).await?;
    Ok(true)
}

/// Ends a rebuilding: done, or because there is nothing to keep true any more. What depends on it is rebuilt behind, for it may have
/// seen some of it.
async fn end(tx: &mut Tx, node: Node, now: i64) -> Result<(), StoreError> {
    set_state(tx, node, "ready").await?;
    let steps = plan(tx).await?.into_iter();
    for other in steps.filter(|other| other.node != node && needs(&other.uses).contains(&node)) {
        request_rebuild(tx, other.node, now).await?;
    }
    Ok(())
}

/// The condition of a group that has none: it keeps nobody.
fn nobody() -> Condition {
    Condition { root: Group { any: true, not: false, nodes: Vec::new() } }
}
