//! Passing time: contacts that it moves across an edge of a condition ("in the last 7 days", a birthday), or whose points lapse or
//! decay, are looked at within a minute, and nobody else. A clock that was ahead and is set right is the exception: everything that
//! moves with time is looked at again.

use std::time::Instant;

use muster_store::recalculate::{
    Step, end_sweep, follow_due, follow_time, is_due, look_back, moved, plan, was_ahead,
};
use muster_store::{Pace, StoreError};

use super::Hand;
use super::recalculate::ByHand;

/// Contacts of the first transaction, and of any.
const FIRST: i64 = 1_000;
const LARGEST: i64 = 12_000;

/// Brings everything that moves with time up to date; each step in transactions of its own, as many as it takes. What fails is tried
/// at the next look, and nothing else waits for it; the first error is returned.
pub(crate) async fn sweep_all(hand: &Hand) -> Result<(), StoreError> {
    let start = Instant::now();
    if was_ahead(&hand.db, hand.clock.now()).await? {
        repair(hand).await?;
    }
    let mut done = Ok(());
    for step in due(hand).await? {
        let swept = sweep_step(hand, &step).await;
        done = done.and(swept);
    }
    tracing::debug!(milliseconds = start.elapsed().as_millis() as u64, "swept"); // what `bench/manage.py` reads
    done
}

/// Asks for what the clock spoilt while it was ahead to be rebuilt.
async fn repair(hand: &Hand) -> Result<(), StoreError> {
    let ByHand { mut tx, now, .. } = ByHand::begin(hand).await?;
    if look_back(&mut tx, now).await? {
        tracing::warn!(
            "the clock was ahead and has been set right; everything that moves with time is rebuilt"
        );
    }
    tx.commit().await
}

/// What passing time may have changed.
async fn due(hand: &Hand) -> Result<Vec<Step>, StoreError> {
    let (mut due, now) = (Vec::new(), hand.clock.now());
    for step in plan(&mut &hand.db).await? {
        if is_due(&hand.db, &step, now).await? {
            due.push(step);
        }
    }
    Ok(due)
}

/// Brings one thing up to date, in steps of one transaction each. Nothing is written when no contact was moved, so the next look starts
/// from the same time.
async fn sweep_step(hand: &Hand, step: &Step) -> Result<(), StoreError> {
    let ByHand { tx, now, .. } = ByHand::begin(hand).await?;
    drop(tx); // it was only to wait until everything is written that was computed before now
    let moved = moved(&hand.db, step, now).await?;
    let (mut pace, mut done) = (Pace::new("sweep", FIRST, LARGEST), 0);
    while done < moved.len() {
        let part = &moved[done..moved.len().min(done + pace.size() as usize)];
        let ByHand { mut tx, known, now: present } = ByHand::begin(hand).await?;
        let since = Instant::now();
        follow_time(&mut tx, &known, step.node, part, present).await?;
        done += part.len();
        if done == moved.len() {
            end_sweep(&mut tx, step, now).await?;
        }
        tx.commit().await?;
        pace.note(part.len() as i64, since);
    }
    sweep_due(hand, step, &mut pace).await
}

/// Brings the contacts up to date of whose points something is due.
async fn sweep_due(hand: &Hand, step: &Step, pace: &mut Pace) -> Result<(), StoreError> {
    let mut is_more = true;
    while is_more {
        let ByHand { mut tx, known, now } = ByHand::begin(hand).await?;
        let since = Instant::now();
        let count = follow_due(&mut tx, &known, step.node, (now, pace.size())).await?;
        is_more = count == pace.size();
        tx.commit().await?;
        pace.note(count, since);
    }
    Ok(())
}
