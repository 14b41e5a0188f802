//! Rebuilds a group whose condition is new, in the background: range after range of contacts, each in one transaction. The
//! old members stay until their range comes. Groups that depend on this one are rebuilt behind it.

use muster_domain::GroupId;
use muster_domain::condition::{self, Condition, Group};
use muster_store::recalculate::{lock, rebuild_range};
use muster_store::work::{self, Work};
use muster_store::{StoreError, Tx, conditions, contacts, groups};

use super::Hand;

/// Ids between two commits.
const RANGE: i64 = 50_000;

pub(super) async fn carry_out(hand: &Hand, mut work: Work) -> Result<(), StoreError> {
    let group = GroupId(work.subject_id.unwrap_or_default());
    work.total = Some(contacts::newest(&hand.db).await?.0);
    loop {
        let known = conditions::known(&hand.db).await?;
        let mut tx = hand.db.begin().await?;
        lock(&mut tx).await?;
        let Some(stored) = groups::find(&hand.db, group).await? else {
            work::remove(&mut tx, work.work_id, &hand.owner).await?;
            return tx.commit().await;
        };
        let condition = match stored.condition {
            Some(typed) => match condition::check(&serde_json::from_str(&typed)?, &known) {
                Ok(condition) => condition,
                Err(errors) => {
                    groups::set_state(&mut tx, group, "ready").await?; // its members stay as they were
                    tx.commit().await?;
                    return Err(StoreError::Damaged(format!("the condition of group {group}: {errors:?}")));
                }
            },
            None => nobody(),
        };
        let (from, to) = (work.position, work.position + RANGE);
        rebuild_range(&mut tx, group, &condition, (from, to), hand.clock.now()).await?;
        (work.position, work.done) = (to, to.min(work.total.unwrap_or(to)));
        if to >= contacts::newest(&hand.db).await?.0 {
            work::remove(&mut tx, work.work_id, &hand.owner).await?;
            groups::set_state(&mut tx, group, "ready").await?;
            rebuild_dependents(hand, &mut tx, group).await?;
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

async fn rebuild_dependents(hand: &Hand, tx: &mut Tx, group: GroupId) -> Result<(), StoreError> {
    let known = conditions::known(&hand.db).await?;
    for (id, _, typed) in groups::conditions(&hand.db).await? {
        let checked = condition::check(&serde_json::from_str(&typed)?, &known);
        if checked.is_ok_and(|condition| condition.uses().groups.contains(&group)) && id != group.0 {
            groups::request_rebuild(tx, GroupId(id), hand.clock.now()).await?;
        }
    }
    Ok(())
}
