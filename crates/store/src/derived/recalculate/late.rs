//! What is late: results that do not show what changed, because the work that keeps them true failed and is tried again.

use std::collections::{BTreeMap, BTreeSet};

use muster_domain::condition::Change;

use super::is_unnoticed;
use super::plan::{Node, Step, concerned, plan};
use crate::work::{self, Kind, LateWork};
use crate::{Select, StoreError};

/// That a result is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// When the oldest change happened that it may not show.
    pub since: i64,
    /// When its work is tried again; `None` while it is.
    pub again_at: Option<i64>,
}

impl Late {
    fn and(self, other: Self) -> Self {
        Self { since: self.since.min(other.since), again_at: self.again_at.min(other.again_at) }
    }
}

/// All groups, scores and personas that are late.
pub async fn late(from: &mut impl Select) -> Result<BTreeMap<Node, Late>, StoreError> {
    let works = work::late(from).await?;
    let mut found: BTreeMap<Node, Late> = BTreeMap::new();
    if works.is_empty() {
        return Ok(found);
    }
    let steps = plan(from).await?;
    for work in works {
        let late = Late { since: work.created_at, again_at: work.again_at };
        for node in waiting(&work, &steps) {
            found.entry(node).and_modify(|other| *other = other.and(late)).or_insert(late);
        }
    }
    Ok(found)
}

/// What waits for a piece of work: everything, when nobody can read what it is about.
fn waiting(work: &LateWork, steps: &[Step]) -> BTreeSet<Node> {
    let nodes = |steps: Vec<&Step>| steps.into_iter().map(|step| step.node).collect::<BTreeSet<_>>();
    if [Kind::Recalculate, Kind::Follow].iter().any(|kind| kind.word() == work.kind) {
        return match serde_json::from_str::<Change>(&work.payload) {
            Ok(change) if is_unnoticed(&change, steps) => BTreeSet::new(),
            Ok(change) => nodes(concerned(steps, &change, None).0),
            Err(_) => nodes(steps.iter().collect()),
        };
    }
    let kinds = work::KEEPING_TRUE.into_iter();
    let rebuilt = kinds
        .filter(|kind| kind.word() == work.kind)
        .find_map(|kind| Node::of_work(kind, work.subject_id.unwrap_or_default()));
    let mut waiting = nodes(concerned(steps, &Change::default(), rebuilt).0);
    waiting.extend(rebuilt);
    waiting
}
