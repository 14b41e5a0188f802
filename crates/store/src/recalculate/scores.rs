//! The points of a score.

use std::collections::HashMap;

use muster_domain::ScoreId;
use muster_domain::condition::ContactView;
use muster_domain::points::{PointRule, Total, total};

use super::Effects;
use super::views::{Packed, fetch_packed};
use crate::{Sql, StoreError, Tx, dialect, notices};

/// The stored points of contacts in scores, and when they are due.
pub(super) type Stored = HashMap<(i64, ScoreId), Total>;

pub(super) async fn stored(
    from: &mut impl Packed,
    contacts: &[i64],
    scores: Vec<ScoreId>,
) -> Result<Stored, StoreError> {
    if scores.is_empty() {
        return Ok(Stored::new());
    }
    let backend = from.backend();
    let scores = scores.into_iter().map(|id| id.0).collect();
    let columns = ["s.contact_id", "s.score_id", "s.points", "s.due_at"];
    let rows: Vec<(i64, i64, i64, Option<i64>)> = fetch_packed(from, &columns, |sql| {
        let sql = sql.push(" from contact_scores s where s.contact_id in ");
        let sql = dialect::push_ids(backend, sql, contacts.to_vec()).push(" and s.score_id in ");
        dialect::push_ids(backend, sql, scores)
    })
    .await?;
    let split = |(contact, score, points, due)| ((contact, ScoreId(score)), Total { points, due });
    Ok(rows.into_iter().map(split).collect())
}

/// A score as it is followed.
#[derive(Clone, Copy)]
pub(super) struct Followed<'a> {
    pub id: ScoreId,
    pub rules: &'a [PointRule],
    /// The points whose reaching is recorded; `None` also when what changed is not the contact.
    pub limit: Option<i64>,
}

/// Points that differ from the stored ones.
#[derive(Default)]
pub(super) struct Differences {
    /// Contact, points, and when they are due; -1 for never.
    changed: Vec<[i64; 3]>,
    gone: Vec<i64>,
    /// Contacts that have reached the limit, with their points.
    crossed: Vec<[i64; 3]>,
}

impl Differences {
    /// What they amount to.
    pub(super) fn effects(&self, score: ScoreId) -> Effects {
        let mut effects = Effects::default();
        if !self.crossed.is_empty() {
            effects.crossed.insert(score, self.crossed.len() as i64);
        }
        effects
    }
}

/// Evaluates a score for all contacts, and keeps the views up to date for what comes behind.
pub(super) fn differences(
    score: Followed<'_>,
    views: &mut [ContactView],
    stored: &Stored,
    now: i64,
) -> Differences {
    let mut found = Differences::default();
    for view in views {
        let was = stored.get(&(view.contact_id, score.id)).copied().unwrap_or_default();
        let is = total(score.rules, view, now);
        if is == was {
            continue;
        }
        if is == Total::default() {
            found.gone.push(view.contact_id);
        } else {
            found.changed.push([view.contact_id, is.points, is.due.unwrap_or(-1)]);
        }
        if score.limit.is_some_and(|limit| was.points < limit && is.points >= limit) {
            found.crossed.push([view.contact_id, is.points, 0]);
            view.crossings.push((score.id, now));
        }
        view.scores.insert(score.id, is.points);
    }
    found
}

/// Writes them, and records that people are to be told.
pub(super) async fn write(
    tx: &mut Tx,
    score: ScoreId,
    found: &Differences,
    now: i64,
) -> Result<(), StoreError> {
    let backend = tx.backend();
    if !found.changed.is_empty() {
        let sql = Sql::new("insert into contact_scores (contact_id, score_id, points, due_at) select x.a, ");
        let sql = sql.push_value(score.0).push(", x.b, nullif(x.c, -1) from ");
        let sql = dialect::push_triples(backend, sql, &found.changed)?;
        let sql = sql.push(
            " x where true on conflict (contact_id, score_id) do update set points = excluded.points, ",
        );
        tx.execute(sql.push("due_at = excluded.due_at")).await?;
    }
    if !found.gone.is_empty() {
        let sql = Sql::new("delete from contact_scores where score_id = ").push_value(score.0);
        tx.execute(dialect::push_ids(backend, sql.push(" and contact_id in "), found.gone.clone())).await?;
    }
    if !found.crossed.is_empty() {
        let sql = Sql::new("insert into score_crossings (contact_id, score_id, at, points) select x.a, ");
        let sql = sql.push_value(score.0).push(", ").push_value(now).push(", x.b from ");
        let sql = dialect::push_triples(backend, sql, &found.crossed)?;
        tx.execute(sql.push(" x where true on conflict (contact_id, score_id, at) do nothing")).await?;
        notices::note(tx, score, now).await?;
    }
    Ok(())
}
