//! Looks for contacts that may be one person: first the traits of all contacts, range after range of ids, then pairs that
//! share one, slice after slice. After each step the work is given back, so that what people wait for goes before.

use muster_domain::Likeness;
use muster_store::duplicates::{SLICES, end_search, note_keys, pair_up};
use muster_store::recalculate::lock;
use muster_store::work::{self, Kind, NewWork, Work};
use muster_store::{StoreError, contacts};

use super::Hand;

/// Ids of which the traits are noted in one transaction.
const RANGE: i64 = 10_000;
/// Steps of pairing up, which follow the ids.
const PAIRING: i64 = SLICES * Likeness::ALL.len() as i64;

/// Asks for a search and returns its id; one that waits or is under way is not asked for twice.
pub async fn request(hand: &Hand) -> Result<i64, StoreError> {
    let newest = contacts::newest(&hand.db).await?.0;
    let mut tx = hand.db.begin().await?;
    if let Some(id) = work::first_unfinished(&mut tx, Kind::DuplicateSearch).await? {
        return Ok(id);
    }
    let new = NewWork {
        kind: Kind::DuplicateSearch,
        subject_id: None,
        payload: "{}".into(),
        contacts: &[],
        due: None,
        total: Some(newest + PAIRING),
    };
    let id = work::create(&mut tx, new, hand.clock.now()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Does one step.
pub(super) async fn carry_out(hand: &Hand, mut work: Work) -> Result<(), StoreError> {
    let total = work.total.unwrap_or(PAIRING);
    let newest = total - PAIRING;
    let mut tx = hand.db.begin().await?;
    lock(&mut tx).await?;
    if work.position < newest {
        let to = (work.position + RANGE).min(newest);
        note_keys(&mut tx, (work.position, to)).await?;
        work.position = to;
    } else if work.position < total {
        let step = work.position - newest;
        let why = Likeness::ALL[(step / SLICES) as usize];
        pair_up(&mut tx, work.work_id, why, step % SLICES).await?;
        work.position += 1;
    } else {
        end_search(&mut tx, work.work_id).await?;
        work::finish(&mut tx, &work, None, hand.sign()).await?;
        return tx.commit().await;
    }
    work.done = work.position;
    work::advance(&mut tx, &work, hand.sign()).await?;
    tx.commit().await?;
    hand.give_back(&work).await
}
