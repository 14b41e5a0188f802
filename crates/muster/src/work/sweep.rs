//! Passing time: contacts that it moves across an edge of a condition ("in the last 7 days", a birthday), or whose points lapse or
//! decay, are looked at within a minute, and nobody else.

use muster_store::recalculate::{is_due, plan, sweep};
use muster_store::{StoreError, conditions};

use super::Hand;
use super::recalculate::ByHand;

/// Brings everything that moves with time up to date; each step in transactions of its own, as many as it takes.
pub(crate) async fn sweep_all(hand: &Hand) -> Result<(), StoreError> {
    let start = std::time::Instant::now();
    let mut tx = hand.db.begin().await?;
    let known = conditions::known(&mut tx).await?;
    let (mut due, now) = (Vec::new(), hand.clock.now());
    for step in plan(&mut tx, &known).await? {
        if is_due(&mut tx, &step, now).await? {
            due.push(step.node);
        }
    }
    drop(tx);
    for node in due {
        let mut is_more = true;
        while is_more {
            let ByHand { mut tx, known, now } = ByHand::begin(hand).await?;
            is_more = sweep(&mut tx, &known, node, now).await?;
            tx.commit().await?;
        }
    }
    tracing::debug!(milliseconds = start.elapsed().as_millis() as u64, "swept"); // what `bench/manage.py` reads
    Ok(())
}
