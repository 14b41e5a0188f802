//! Deletes contacts that have been inactive for longer than the policy says: asked for once an hour, some at a time.

use muster_store::recalculate::lock;
use muster_store::work::{self, Kind, NewWork, Work};
use muster_store::{StoreError, contacts, inactivity};

use super::Hand;

/// Milliseconds between two deletions.
const INTERVAL: i64 = 60 * 60 * 1000;
/// Contacts that are deleted in one transaction.
const STEP: i64 = 1_000;

/// Asks for the deletion when it is time to; true when it did.
pub(super) async fn when_due(hand: &Hand) -> Result<bool, StoreError> {
    let now = hand.clock.now();
    let policy = inactivity::policy(&hand.db).await?;
    let is_recent = (0..INTERVAL).contains(&(now - policy.asked_at)); // in the future it was by a clock that was wrong
    if !policy.enabled || is_recent {
        return Ok(false);
    }
    let mut tx = hand.db.begin().await?;
    let waits = work::first_unfinished(&mut tx, Kind::Inactivity).await?.is_some();
    if !inactivity::note_asked(&mut tx, &policy, now).await? {
        return Ok(false);
    }
    if !waits {
        let new = NewWork {
            kind: Kind::Inactivity,
            subject_id: None,
            payload: "{}".into(),
            contacts: &[],
            total: None,
            due: None,
        };
        work::create(&mut tx, new, now).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Does one step; ends when nobody is left, or when the policy no longer wants it.
pub(super) async fn carry_out(hand: &Hand, mut work: Work) -> Result<(), StoreError> {
    let now = hand.clock.now();
    let mut tx = hand.db.begin().await?;
    lock(&mut tx).await?;
    let policy = inactivity::policy_in(&mut tx).await?;
    let found = if policy.enabled {
        inactivity::ids(&mut tx, policy.cutoff(now), work.position, STEP).await?
    } else {
        Vec::new()
    };
    match found.last() {
        None if work.done == 0 => {
            work::remove(&mut tx, work.work_id, &hand.owner).await?;
            return tx.commit().await;
        }
        None => {
            work::finish(&mut tx, &work, None, hand.sign()).await?;
            return tx.commit().await;
        }
        Some(last) => work.position = *last,
    }
    work.done += contacts::delete(&mut tx, &found, now).await? as i64;
    work::advance(&mut tx, &work, hand.sign()).await?;
    tx.commit().await?;
    hand.give_back(&work).await
}
