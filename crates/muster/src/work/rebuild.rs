//! Rebuilds a group whose condition is new, in the background: range after range of contacts, each in one transaction. The
//! old members stay until their range comes. Groups that depend on this one are rebuilt behind it.

use muster_domain::GroupId;
use muster_domain::condition::{Condition, Group, Known};
use muster_store::recalculate::{conditioned, read, rebuild_range};
use muster_store::work::{self, Work};
use muster_store::{StoreError, Tx, contacts, groups};

use super::Hand;
use super::recalculate::ByHand;

/// Ids between two commits.
const RANGE: i64 = 50_000;

pub(super) async fn carry_out(hand: &Hand, mut work: Work) -> Result<(), StoreError> {
    let group = GroupId(work.subject_id.unwrap_or_default());
    work.total = Some(contacts::newest(&hand.db).await?.0);
    loop {
        let ByHand { mut tx, known, now } = ByHand::begin(hand).await?;
        let Some(stored) = groups::find(&mut tx, group).await? else {
            work::remove(&mut tx, work.work_id, &hand.owner).await?;
            return tx.commit().await;
        };
        let condition = stored.condition.map_or_else(|| Ok(nobody()), |typed| read(&typed, &known))?;
        let (from, to) = (work.position, work.position + RANGE);
        rebuild_range(&mut tx, group, &condition, (from, to), now).await?;
        (work.position, work.done) = (to, to.min(work.total.unwrap_or(to)));
        if to >= contacts::newest(&mut tx).await?.0 {
            work::remove(&mut tx, work.work_id, &hand.owner).await?;
            groups::set_state(&mut tx, group, "ready").await?;
            rebuild_dependents(&mut tx, &known, (group, now)).await?;
            return tx.commit().await;
        }
        work::advance(&mut tx, &work, hand.sign()).await?;
        tx.commit().await?;
    }
}

/// The condition of a group that has none: it keeps nobody.
fn nobody() -> Condition {
    Condition { root: Group { any: true, not: false, nodes: Vec::new() } }
}

async fn rebuild_dependents(
    tx: &mut Tx,
    known: &Known,
    (group, now): (GroupId, i64),
) -> Result<(), StoreError> {
    let groups = conditioned(tx, known).await?.into_iter();
    for other in groups.filter(|other| other.id != group && other.uses.groups.contains(&group)) {
        groups::request_rebuild(tx, other.id, now).await?;
    }
    Ok(())
}
