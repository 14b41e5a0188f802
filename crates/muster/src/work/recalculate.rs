//! Brings groups up to date with what changed: at once for what people do, and as recorded work for imports and for what machines tell.

use std::sync::Arc;
use std::time::Instant;

use muster_domain::ImportId;
use muster_domain::condition::{Change, Known};
use muster_store::recalculate::{
    SLICE, lock, note_computed, plan, recalculate, recalculate_beside, request_rebuild,
};
use muster_store::work::{self, Kind, Work};
use muster_store::{Beside, Pace, StoreError, Tx, conditions, import_effects};

use super::Hand;

/// Does the next recalculation that waits, of one import or of any; false when none does.
pub async fn next(hand: &Hand, import: Option<ImportId>) -> Result<bool, StoreError> {
    let subject = import.map(|id| id.0);
    match super::claim(hand, Kind::Recalculate, subject).await? {
        None => Ok(false),
        Some(work) => super::carry_out(hand, Kind::Recalculate, work).await.map(|()| true),
    }
}

/// Does the next recalculation of what machines told; false when none waits.
pub async fn follow(hand: &Hand) -> Result<bool, StoreError> {
    match super::claim(hand, Kind::Follow, None).await? {
        None => Ok(false),
        Some(work) => super::carry_out(hand, Kind::Follow, work).await.map(|()| true),
    }
}

/// Does all recalculations of an import, or waits for whoever does them. One that fails is left to be tried again, however long that
/// takes: what it concerns is told to be late, and other imports do not wait for it.
pub async fn finish_import(hand: &Hand, import: ImportId) -> Result<(), StoreError> {
    let mut tx = hand.db.begin().await?;
    work::gathered(&mut tx, Some(import)).await?;
    tx.commit().await?;
    loop {
        while next(hand, Some(import)).await? {}
        if !work::is_under_way(&hand.db, Kind::Recalculate, import.0).await? {
            return Ok(());
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
}

/// How many contacts are looked at in the first transaction, and in any.
const FIRST: i64 = 1_000;
const LARGEST: i64 = 15 * SLICE as i64;

/// Looks at the work's contacts, and at those of other work that waits and can be done with it, in steps of one transaction each. Work
/// that failed is tried alone, so that it holds up nothing else.
pub(super) async fn carry_out(hand: &Hand, mut work: Work) -> Result<(), StoreError> {
    let (Ok(_), Ok(change)) = (work.contacts(), serde_json::from_str::<Change>(&work.payload)) else {
        return rebuild_all(hand, &work).await;
    };
    let change = if work.position == 0 && work.attempts <= 1 {
        work::absorb(&hand.db, &mut work, &hand.owner, both).await?;
        serde_json::from_str(&work.payload)?
    } else {
        change
    };
    let contacts = work.contacts()?;
    // For a few contacts another connection costs more than it saves.
    let beside = (contacts.len() > FIRST as usize).then(|| Beside::open(&hand.db)).transpose()?;
    let mut pace = Pace::new("recalculation", FIRST, LARGEST);
    loop {
        let from = (work.position as usize).min(contacts.len());
        let to = (from + pace.size() as usize).min(contacts.len());
        let ByHand { mut tx, known, now } = ByHand::begin(hand).await?;
        let since = Instant::now();
        let effects =
            recalculate_beside((&mut tx, beside.as_ref()), &known, &contacts[from..to], &change, now).await?;
        if let Some(import) = work.subject_id {
            import_effects::add(&mut tx, ImportId(import), &effects).await?;
        }
        let is_last = to == contacts.len();
        if is_last {
            work::remove(&mut tx, work.work_id, &hand.owner).await?;
        } else {
            work.position = to as i64;
            work::advance(&mut tx, &work, hand.sign()).await?;
        }
        tx.commit().await?;
        pace.note((to - from) as i64, since);
        if is_last {
            return Ok(());
        }
    }
}

/// One order for two that differ in what was done at most.
fn both(one: &str, other: &str) -> Option<String> {
    if one == other {
        return Some(one.to_owned());
    }
    let (mut one, mut other): (Change, Change) =
        (serde_json::from_str(one).ok()?, serde_json::from_str(other).ok()?);
    one.activity_types.append(&mut other.activity_types);
    other.activity_types.clone_from(&one.activity_types);
    (one == other).then(|| serde_json::to_string(&one).ok()).flatten()
}

/// Asks for everything to be rebuilt in place of an order that nobody can read: whom and what it concerned is not known.
async fn rebuild_all(hand: &Hand, work: &Work) -> Result<(), StoreError> {
    tracing::error!(
        work = work.work_id,
        "a recalculation cannot be read; everything is rebuilt in its place"
    );
    let ByHand { mut tx, now, .. } = ByHand::begin(hand).await?;
    for step in plan(&mut tx).await? {
        request_rebuild(&mut tx, step.node, now).await?;
    }
    work::remove(&mut tx, work.work_id, &hand.owner).await?;
    tx.commit().await
}

/// What a person does, in a transaction that recalculates alone: the groups are up to date with it when it is done. Conditions,
/// and what they can name, are changed by nobody else meanwhile: whether something is in use is asked here, through `tx`.
#[derive(Debug)]
pub struct ByHand {
    /// Where it is written.
    pub tx: Tx,
    /// What conditions can be about.
    pub known: Arc<Known>,
    /// When it is done.
    pub now: i64,
}

impl ByHand {
    /// Begins the transaction.
    pub async fn begin(hand: &Hand) -> Result<Self, StoreError> {
        let mut tx = hand.db.begin().await?;
        lock(&mut tx).await?;
        let now = hand.clock.now();
        note_computed(&mut tx, now).await?;
        let known = conditions::known(&mut tx).await?;
        Ok(Self { tx, known, now })
    }

    /// Brings the groups up to date with a change of some contacts, and makes all of it last.
    pub async fn commit(mut self, change: &Change, contacts: &[i64]) -> Result<(), StoreError> {
        recalculate(&mut self.tx, &self.known, contacts, change, self.now).await?;
        self.tx.commit().await
    }
}
