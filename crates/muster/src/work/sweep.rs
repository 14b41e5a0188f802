//! Passing time: contacts that it moves across an edge of a condition ("in the last 7 days", a birthday), or whose points lapse or
//! decay, are looked at within a minute, and nobody else. A clock that was ahead and is set right is the exception: everything that
//! moves with time is looked at again.

use muster_store::recalculate::{Node, is_due, look_back, plan, sweep, was_ahead};
use muster_store::{StoreError, conditions};

use super::Hand;
use super::recalculate::ByHand;

/// Brings everything that moves with time up to date; each step in transactions of its own, as many as it takes. What fails is tried
/// at the next look, and nothing else waits for it; the first error is returned.
pub(crate) async fn sweep_all(hand: &Hand) -> Result<(), StoreError> {
    let start = std::time::Instant::now();
    if was_ahead(&hand.db, hand.clock.now()).await? {
        repair(hand).await?;
    }
    let mut done = Ok(());
    for node in due(hand).await? {
        let swept = sweep_node(hand, node).await;
        done = done.and(swept);
    }
    tracing::debug!(milliseconds = start.elapsed().as_millis() as u64, "swept"); // what `bench/manage.py` reads
    done
}

/// Asks for what the clock spoilt while it was ahead to be rebuilt.
async fn repair(hand: &Hand) -> Result<(), StoreError> {
    let ByHand { mut tx, known, now } = ByHand::begin(hand).await?;
    if look_back(&mut tx, &known, now).await? {
        tracing::warn!(
            "the clock was ahead and has been set right; everything that moves with time is rebuilt"
        );
    }
    tx.commit().await
}

/// What passing time may have changed.
async fn due(hand: &Hand) -> Result<Vec<Node>, StoreError> {
    let known = conditions::known(&hand.db).await?;
    let (mut due, now) = (Vec::new(), hand.clock.now());
    for step in plan(&mut &hand.db, &known).await? {
        if is_due(&hand.db, &step, now).await? {
            due.push(step.node);
        }
    }
    Ok(due)
}

async fn sweep_node(hand: &Hand, node: Node) -> Result<(), StoreError> {
    let mut is_more = true;
    while is_more {
        let ByHand { mut tx, known, now } = ByHand::begin(hand).await?;
        is_more = sweep(&mut tx, &known, node, now).await?;
        tx.commit().await?;
    }
    Ok(())
}
