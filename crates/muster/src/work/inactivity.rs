//! Deletes contacts that have been inactive for longer than the policy says: asked for once an hour, some at a time.

use std::time::{Duration, Instant};

use muster_store::recalculate::lock;
use muster_store::work::{self, Kind, NewWork, Work};
use muster_store::{Pace, StoreError, deletion, inactivity};

use super::Hand;

/// Milliseconds between two deletions.
const INTERVAL: i64 = 60 * 60 * 1000;
/// Contacts that are deleted in the first transaction, and in any.
const FIRST: i64 = 100;
const LARGEST: i64 = 1_000;
/// How long it goes on before what people wait for has its turn.
const TURN: Duration = Duration::from_secs(1);

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

/// Does some steps; ends when nobody is left, or when the policy no longer wants it.
pub(super) async fn carry_out(hand: &Hand, mut work: Work) -> Result<(), StoreError> {
    let (start, mut pace) = (Instant::now(), Pace::new("inactivity", FIRST, LARGEST));
    while start.elapsed() < TURN {
        if !step(hand, &mut work, &mut pace).await? {
            return Ok(());
        }
    }
    hand.give_back(&work).await
}

/// False when it was the last. The inactive are found before anybody waits, and looked at again one by one.
async fn step(hand: &Hand, work: &mut Work, pace: &mut Pace) -> Result<bool, StoreError> {
    let now = hand.clock.now();
    let cutoff = inactivity::policy(&hand.db).await?.cutoff(now);
    let found = inactivity::ids(&hand.db, cutoff, work.position, pace.size()).await?;
    let mut tx = hand.db.begin().await?;
    lock(&mut tx).await?;
    let since = Instant::now();
    let policy = inactivity::policy(&mut tx).await?;
    if policy.enabled && policy.cutoff(now) != cutoff {
        return Ok(true); // it is another now
    }
    let Some(last) = found.last().copied().filter(|_| policy.enabled) else {
        match work.done {
            0 => work::remove(&mut tx, work.work_id, &hand.owner).await?,
            _ => work::finish(&mut tx, work, None, hand.sign()).await?,
        }
        return tx.commit().await.map(|()| false);
    };
    let inactive = inactivity::among(&mut tx, cutoff, found).await?;
    work.position = last;
    work.done += deletion::delete(&mut tx, &inactive, now).await? as i64;
    work::advance(&mut tx, work, hand.sign()).await?;
    tx.commit().await?;
    pace.note(inactive.len() as i64, since);
    Ok(true)
}
