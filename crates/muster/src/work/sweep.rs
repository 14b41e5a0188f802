//! Passing time: contacts that it moves across an edge of a condition ("in the last 7 days", a birthday) are looked at
//! within a minute, and nobody else.

use muster_store::recalculate::{conditioned, sweep};
use muster_store::{StoreError, conditions};

use super::Hand;
use super::recalculate::ByHand;

/// Brings every group whose condition moves with time up to date; each in a transaction of its own.
pub(crate) async fn sweep_all(hand: &Hand) -> Result<(), StoreError> {
    let start = std::time::Instant::now();
    let mut tx = hand.db.begin().await?;
    let known = conditions::known(&mut tx).await?;
    let groups = conditioned(&mut tx, &known).await?;
    drop(tx);
    for group in groups.iter().filter(|group| group.uses.time) {
        let now = hand.clock.now();
        if group.condition.crossed(group.swept_at, now).is_empty() {
            continue;
        }
        let ByHand { mut tx, known, now } = ByHand::begin(hand).await?;
        sweep(&mut tx, &known, group, now).await?;
        tx.commit().await?;
    }
    tracing::debug!(milliseconds = start.elapsed().as_millis() as u64, "swept"); // what `bench/manage.py` reads
    Ok(())
}
