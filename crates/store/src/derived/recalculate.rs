//! Keeps groups, scores and personas true. What changed (a chunk of an import, an edit, activities, the passing of time) is
//! looked at once: the contacts concerned are read, everything that depends on the change is evaluated in memory, and only
//! differences are written. A group whose condition is new is built by SQL instead ([`rebuild_range`]).
//!
//! Recalculations exclude each other by a row lock that each takes first, so that none writes what it found before another's
//! change. A change is always followed by a recalculation, in its own transaction or recorded there as work: the last one
//! sees everything.

mod groups;
mod late;
mod personas;
mod plan;
mod rebuild;
mod scores;
mod sweep;
mod trial;
mod views;

use std::slice::Chunks;
use std::sync::Arc;

use futures_util::future::try_join;
use muster_domain::condition::{Change, ContactView, Known, Uses};
use muster_domain::{GroupId, ScoreId};
use tokio::task::JoinHandle;

use crate::base::columns::{Beside, Source};
use crate::happened::{Effects, note_days};
use crate::{Sql, StoreError, Tx};

pub use late::{Late, late};
pub use plan::{Node, Rules, Step, needs, plan, read, read_points};
pub(crate) use plan::{mark, tests};
pub use rebuild::{rebuild_points, rebuild_range, request_rebuild, set_state};
pub use sweep::{end_sweep, follow_due, follow_time, is_due, look_back, moved, note_computed, was_ahead};
pub use trial::{Trial, Trying, try_personas, try_score};
use views::{Places, in_order, load_views};

/// How many contacts are looked at in one go.
pub const SLICE: usize = 4_000;

/// Makes this transaction the only one that recalculates, until its end. To be called before anything that a recalculation
/// writes is touched, or two transactions wait for each other.
pub async fn lock(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute(Sql::new("update counters set next = next + 1 where name = 'recalculation'")).await.map(drop)
}

/// Brings everything that depends on a change up to date for these contacts. The caller holds the [`lock`].
pub async fn recalculate(
    tx: &mut Tx,
    known: &Known,
    contacts: &[i64],
    change: &Change,
    now: i64,
) -> Result<Effects, StoreError> {
    recalculate_beside((tx, None), known, contacts, change, now).await
}

/// As [`recalculate`], in a transaction that has written nothing of what is read: with another connection, reading goes on
/// while it writes.
pub async fn recalculate_beside(
    (tx, beside): (&mut Tx, Option<&Beside>),
    known: &Known,
    contacts: &[i64],
    change: &Change,
    now: i64,
) -> Result<Effects, StoreError> {
    let steps = plan(tx).await?;
    if is_unnoticed(change, &steps) {
        return Ok(Effects::default());
    }
    let (concerned, uses) = plan::concerned(&steps, change, None);
    Box::pin(follow((tx, beside), known, contacts.to_vec(), (&concerned, &uses), now)).await // it is large
}

/// Whether none of the rules that there are notices a change.
fn is_unnoticed(change: &Change, steps: &[Step]) -> bool {
    change.unnoticed_by.is_some_and(|mark| mark == self::mark(&tests(steps)))
}

/// What rules that depend on this see of those of some contacts that are there.
pub async fn views(
    from: &mut impl Source,
    known: &Known,
    contacts: &[i64],
    uses: &Uses,
) -> Result<Vec<ContactView>, StoreError> {
    let mut views = load_views(from, known, contacts, uses).await?;
    Present::load(from, (contacts, &mut Places::of(&views)), (&[], uses)).await?.show(&mut views, uses);
    Ok(views)
}

/// Evaluates some steps, in their order, for these contacts: while a slice is evaluated, the next is read, and what was found of the
/// one before is written.
async fn follow(
    (tx, beside): (&mut Tx, Option<&Beside>),
    known: &Known,
    contacts: Vec<i64>,
    (steps, uses): (&[&Step], &Uses),
    now: i64,
) -> Result<Effects, StoreError> {
    let mut effects = Effects::default();
    if steps.is_empty() {
        return Ok(effects);
    }
    let contacts = in_order(contacts);
    let owned: Arc<[Step]> = steps.iter().map(|step| (*step).clone()).collect();
    let mut slices = contacts.chunks(SLICE);
    let (mut beside, mut evaluating, mut found) = (beside.cloned(), None, Vec::new());
    loop {
        let read = if let Some(beside) = &mut beside {
            let reading = Read::next(beside, known, &mut slices, (steps, uses));
            let (read, written) = try_join(reading, write(tx, &found, now)).await?;
            effects.merge(written);
            read
        } else {
            effects.merge(write(tx, &found, now).await?);
            Read::next(tx, known, &mut slices, (steps, uses)).await?
        };
        found = match evaluating.take() {
            Some(evaluating) => ended(evaluating).await?,
            None => Vec::new(),
        };
        if read.is_none() && found.is_empty() {
            break;
        }
        evaluating = read.map(|slice| {
            let steps = Arc::clone(&owned);
            tokio::task::spawn_blocking(move || slice.evaluate(steps.iter(), now))
        });
    }
    note_days(tx, &effects, now).await?;
    Ok(effects)
}

async fn ended<T>(task: JoinHandle<T>) -> Result<T, StoreError> {
    task.await.map_err(|error| StoreError::Database(error.to_string()))
}

async fn write(tx: &mut Tx, found: &[Found], now: i64) -> Result<Effects, StoreError> {
    let mut effects = Effects::default();
    for found in found {
        effects.merge(found.write(tx, now).await?);
    }
    Ok(effects)
}

/// What is seen of a slice of contacts, and what is stored of them.
struct Read {
    views: Vec<ContactView>,
    present: Present,
}

impl Read {
    /// The next of some slices; `None` behind the last.
    async fn next(
        from: &mut impl Source,
        known: &Known,
        slices: &mut Chunks<'_, i64>,
        (steps, uses): (&[&Step], &Uses),
    ) -> Result<Option<Self>, StoreError> {
        let Some(contacts) = slices.next() else { return Ok(None) };
        let mut views = load_views(from, known, contacts, uses).await?;
        let present = Present::load(from, (contacts, &mut Places::of(&views)), (steps, uses)).await?;
        present.show(&mut views, uses);
        Ok(Some(Self { views, present }))
    }

    /// What the steps find, in their order: each sees what those before it found.
    fn evaluate<'a>(mut self, steps: impl IntoIterator<Item = &'a Step>, now: i64) -> Vec<Found> {
        let found = steps.into_iter().map(|step| Found::by(step, &mut self.views, &mut self.present, now));
        found.flatten().collect()
    }
}

/// What is stored of what the steps keep true, and of what their rules ask for.
struct Present {
    members: groups::Members,
    scores: scores::Stored,
    personas: Vec<Option<personas::Stored>>,
}

impl Present {
    async fn load(
        from: &mut impl Source,
        (contacts, places): (&[i64], &mut Places),
        (steps, uses): (&[&Step], &Uses),
    ) -> Result<Self, StoreError> {
        let (mut of_groups, mut of_scores, mut personas) = (Vec::new(), uses.scores.clone(), uses.personas);
        for step in steps {
            match step.node {
                Node::Group(id) => of_groups.push(id),
                Node::Score(id) => drop(of_scores.insert(id)),
                Node::Personas => personas = true,
            }
        }
        Ok(Self {
            members: groups::members(from, contacts, of_groups).await?,
            scores: scores::stored(from, (contacts, places), of_scores).await?,
            personas: if personas { personas::stored(from, (contacts, places)).await? } else { Vec::new() },
        })
    }

    /// Lets the rules see the points and personas that they ask for.
    fn show(&self, views: &mut [ContactView], uses: &Uses) {
        for (id, stored) in self.scores.iter().filter(|(id, _)| uses.scores.contains(id)) {
            for (view, total) in views.iter_mut().zip(stored) {
                view.scores.extend(total.map(|total| (*id, total.points)));
            }
        }
        for (view, stored) in views.iter_mut().zip(&self.personas) {
            view.persona = stored.and_then(|stored| stored.persona);
        }
    }
}

/// What a step finds.
enum Found {
    Group(GroupId, groups::Differences),
    Score(ScoreId, scores::Differences),
    Personas(personas::Differences),
}

impl Found {
    /// Evaluates a step for all contacts, and keeps what is shown of them up to date for the steps behind it.
    fn by(step: &Step, views: &mut [ContactView], present: &mut Present, now: i64) -> Option<Self> {
        match (&*step.rules, step.node) {
            (Rules::Condition(condition), Node::Group(id)) => {
                Some(Self::Group(id, groups::differences((id, condition), views, &mut present.members, now)))
            }
            (Rules::Score { rules, limit }, Node::Score(id)) => {
                let limit = limit.filter(|_| !step.is_quiet);
                let score = scores::Followed { id, rules, limit };
                Some(Self::Score(id, scores::differences(score, views, present.scores.get(&id)?, now)))
            }
            (Rules::Personas(personas), _) => {
                Some(Self::Personas(personas::differences(personas, views, &present.personas, now)))
            }
            _ => None, // a node has rules of its own kind
        }
    }

    /// What it amounts to when nobody else writes.
    fn effects(&self) -> Effects {
        match self {
            Self::Group(id, found) => found.effects(*id),
            Self::Score(id, found) => found.effects(*id),
            Self::Personas(found) => found.effects.clone(),
        }
    }

    /// Writes it, and returns what that did.
    async fn write(&self, tx: &mut Tx, now: i64) -> Result<Effects, StoreError> {
        match self {
            Self::Group(id, found) => return groups::write(tx, *id, found, now).await,
            Self::Score(id, found) => scores::write(tx, *id, found, now).await?,
            Self::Personas(found) => personas::write(tx, found, now).await?,
        }
        Ok(self.effects())
    }
}

/// What a change of contacts would do that is not to stay, so that nothing is written: by `steps` that were planned before.
pub(crate) async fn foresee(
    from: &mut impl Source,
    (known, steps): (&Known, &[Step]),
    contacts: Vec<i64>,
    change: &Change,
    now: i64,
) -> Result<Effects, StoreError> {
    let (steps, uses) = plan::concerned(steps, change, None);
    let mut effects = Effects::default();
    let contacts = in_order(contacts); // several chunks may have met one
    let mut slices = contacts.chunks(SLICE);
    while let Some(slice) = Read::next(from, known, &mut slices, (&steps, &uses)).await? {
        for found in tokio::task::block_in_place(|| slice.evaluate(steps.iter().copied(), now)) {
            effects.merge(found.effects());
        }
    }
    Ok(effects)
}
