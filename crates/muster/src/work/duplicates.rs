//! Looks for contacts that may be one person: first the traits of all contacts, range after range of ids, then pairs that
//! share one, some slices of the traits at a time. After each second the work is given back, so that what people wait for goes before.

use std::time::{Duration, Instant};

use muster_domain::Likeness;
use muster_store::duplicates::{SLICES, forget_pairs, note_keys, pair_up};
use muster_store::recalculate::lock;
use muster_store::work::{self, Kind, NewWork, Work};
use muster_store::{Pace, StoreError, Tx, contacts};

use super::Hand;

/// What a search is, as it is recorded; one of an older program is begun anew.
const ORDER: &str = r#"{"slices":4096}"#;
/// How long it goes on before what people wait for has its turn.
const TURN: Duration = Duration::from_secs(1);
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
        payload: ORDER.into(),
        contacts: &[],
        due: None,
        total: Some(newest + PAIRING),
    };
    let id = work::create(&mut tx, new, hand.clock.now()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Does some steps.
pub(super) async fn carry_out(hand: &Hand, mut work: Work) -> Result<(), StoreError> {
    if work.payload != ORDER {
        let newest = contacts::newest(&hand.db).await?.0;
        work = Work { payload: ORDER.into(), position: 0, total: Some(newest + PAIRING), ..work };
    }
    let (start, mut paces) = (Instant::now(), Paces::default());
    while start.elapsed() < TURN {
        if !step(hand, &mut work, &mut paces).await? {
            return Ok(());
        }
    }
    hand.give_back(&work).await
}

/// The sizes of the steps of each kind.
struct Paces {
    noting: Pace,
    pairing: Pace,
    forgetting: Pace,
}

impl Default for Paces {
    fn default() -> Self {
        Self {
            noting: Pace::new("duplicate_traits", 500, 10_000),
            pairing: Pace::new("duplicate_pairs", 8, SLICES),
            forgetting: Pace::new("duplicate_ends", 1_000, 50_000),
        }
    }
}

/// False when it was the last.
async fn step(hand: &Hand, work: &mut Work, paces: &mut Paces) -> Result<bool, StoreError> {
    let total = work.total.unwrap_or(PAIRING);
    if work.position < total - PAIRING {
        note(hand, work, total - PAIRING, &mut paces.noting).await.map(|()| true)
    } else if work.position < total {
        pair(hand, work, total - PAIRING, &mut paces.pairing).await.map(|()| true)
    } else {
        forget(hand, work, &mut paces.forgetting).await
    }
}

/// Notes the traits of the next contacts.
async fn note(hand: &Hand, work: &mut Work, newest: i64, pace: &mut Pace) -> Result<(), StoreError> {
    let to = contacts::end_of_range(&hand.db, work.position, pace.size()).await?;
    let to = if to > work.position { to.min(newest) } else { newest }; // those behind it are gone
    let mut tx = begin(hand).await?;
    let since = Instant::now();
    note_keys(&mut tx, (work.position, to)).await?;
    advance(hand, tx, work, to).await?;
    pace.note(pace.size(), since);
    Ok(())
}

/// Pairs up the next slices of a kind of traits.
async fn pair(hand: &Hand, work: &mut Work, newest: i64, pace: &mut Pace) -> Result<(), StoreError> {
    let (kind, first) = ((work.position - newest) / SLICES, (work.position - newest) % SLICES);
    let end = (first + pace.size()).min(SLICES);
    let mut tx = begin(hand).await?;
    let since = Instant::now();
    pair_up(&mut tx, work.work_id, Likeness::ALL[kind as usize], (first, end)).await?;
    let to = work.position + end - first;
    advance(hand, tx, work, to).await?;
    pace.note(end - first, since);
    Ok(())
}

/// Forgets some of the pairs that were not found again; false when those were the last, and the search is finished.
async fn forget(hand: &Hand, work: &mut Work, pace: &mut Pace) -> Result<bool, StoreError> {
    let mut tx = begin(hand).await?;
    let since = Instant::now();
    let count = forget_pairs(&mut tx, work.work_id, pace.size()).await?;
    if count < pace.size() {
        work::finish(&mut tx, work, None, hand.sign()).await?;
        return tx.commit().await.map(|()| false);
    }
    let to = work.position;
    advance(hand, tx, work, to).await?;
    pace.note(count, since);
    Ok(true)
}

async fn begin(hand: &Hand) -> Result<Tx, StoreError> {
    let mut tx = hand.db.begin().await?;
    lock(&mut tx).await?;
    Ok(tx)
}

async fn advance(hand: &Hand, mut tx: Tx, work: &mut Work, to: i64) -> Result<(), StoreError> {
    (work.position, work.done) = (to, to);
    work::advance(&mut tx, work, hand.sign()).await?;
    tx.commit().await
}
