//! Rebuilds what has new rules, in the background: range after range of contacts, each in one transaction. The old members,
//! points and personas stay until their range comes. What depends on them is rebuilt behind.

use muster_domain::condition::{Condition, Group, Known};
use muster_domain::{GroupId, ScoreId};
use muster_store::recalculate::{Node, needs, plan, read, rebuild_points, rebuild_range, request_rebuild};
use muster_store::work::{self, Work};
use muster_store::{StoreError, Tx, contacts, groups, personas, scores};

use super::Hand;
use super::recalculate::ByHand;

/// Ids between two commits.
const RANGE: i64 = 50_000;

/// Goes on with a rebuilding to its end.
pub(super) async fn carry_out(hand: &Hand, node: Node, mut work: Work) -> Result<(), StoreError> {
    work.total = Some(contacts::newest(&hand.db).await?.0);
    loop {
        let ByHand { mut tx, known, now } = ByHand::begin(hand).await?;
        let (from, to) = (work.position, work.position + RANGE);
        let is_there = match node {
            Node::Group(id) => range_of_group(&mut tx, &known, id, (from, to), now).await?,
            Node::Score(_) | Node::Personas => {
                range_of_points(&mut tx, &known, node, (from, to), now).await?
            }
        };
        if !is_there {
            work::remove(&mut tx, work.work_id, &hand.owner).await?;
            set_ready(&mut tx, node).await?;
            return tx.commit().await;
        }
        (work.position, work.done) = (to, to.min(work.total.unwrap_or(to)));
        if to >= contacts::newest(&mut tx).await?.0 {
            work::remove(&mut tx, work.work_id, &hand.owner).await?;
            set_ready(&mut tx, node).await?;
            rebuild_dependents(&mut tx, &known, node, now).await?;
            return tx.commit().await;
        }
        work::advance(&mut tx, &work, hand.sign()).await?;
        tx.commit().await?;
    }
}

/// False when the group is not there any more.
async fn range_of_group(
    tx: &mut Tx,
    known: &Known,
    group: GroupId,
    range: (i64, i64),
    now: i64,
) -> Result<bool, StoreError> {
    let Some(stored) = groups::find(&mut *tx, group).await? else { return Ok(false) };
    let condition = stored.condition.map_or_else(|| Ok(nobody()), |typed| read(&typed, known))?;
    rebuild_range(tx, group, &condition, range, now).await?;
    Ok(true)
}

/// False when there is nothing to keep true: the score is not there any more, or is switched off, or there are no personas.
async fn range_of_points(
    tx: &mut Tx,
    known: &Known,
    node: Node,
    range: (i64, i64),
    now: i64,
) -> Result<bool, StoreError> {
    let steps = plan(tx, known).await?;
    let Some(step) = steps.iter().find(|step| step.node == node) else { return Ok(false) };
    rebuild_points(tx, known, step, range, now).await?;
    Ok(true)
}

/// Says that a node is as its rules ask for, or as near to it as it can be.
pub(super) async fn set_ready(tx: &mut Tx, node: Node) -> Result<(), StoreError> {
    match node {
        Node::Group(id) => groups::set_state(tx, id, "ready").await,
        Node::Score(id) => scores::set_state(tx, id, "ready").await,
        Node::Personas => personas::set_ready(tx).await,
    }
}

/// The node that a piece of work rebuilds, by the id that it is about.
pub(super) fn node_of(kind: work::Kind, subject_id: Option<i64>) -> Option<Node> {
    let id = subject_id.unwrap_or_default();
    match kind {
        work::Kind::Rebuild => Some(Node::Group(GroupId(id))),
        work::Kind::ScoreRebuild => Some(Node::Score(ScoreId(id))),
        work::Kind::PersonaRebuild => Some(Node::Personas),
        _ => None,
    }
}

/// The condition of a group that has none: it keeps nobody.
fn nobody() -> Condition {
    Condition { root: Group { any: true, not: false, nodes: Vec::new() } }
}

async fn rebuild_dependents(tx: &mut Tx, known: &Known, node: Node, now: i64) -> Result<(), StoreError> {
    let steps = plan(tx, known).await?.into_iter();
    for other in steps.filter(|other| other.node != node && needs(&other.uses).contains(&node)) {
        request_rebuild(tx, other.node, now).await?;
    }
    Ok(())
}
