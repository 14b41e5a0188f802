//! The points of a score.

use std::collections::{BTreeMap, BTreeSet};

use muster_domain::ScoreId;
use muster_domain::condition::ContactView;
use muster_domain::points::{PointRule, Total, total};

use super::views::{Places, given, push_near};
use crate::base::columns::Source;
use crate::base::dialect;
use crate::derived::notices;
use crate::happened::Effects;
use crate::{Sql, StoreError, Tx};

/// The stored points of contacts in scores, and when they are due, in the order of the contacts' places; `None` where nothing is.
pub(super) type Stored = BTreeMap<ScoreId, Vec<Option<Total>>>;

pub(super) async fn stored(
    from: &mut impl Source,
    (contacts, places): (&[i64], &mut Places),
    scores: BTreeSet<ScoreId>,
) -> Result<Stored, StoreError> {
    if scores.is_empty() {
        return Ok(Stored::new());
    }
    let mut stored: Stored = scores.iter().map(|id| (*id, vec![None; places.len()])).collect();
    let backend = from.backend();
    let scores: Vec<i64> = scores.into_iter().map(|id| id.0).collect();
    let rest = |sql: Sql| {
        let sql = push_near(backend, sql.push(" from contact_scores s where "), "s.contact_id", contacts);
        // The sign keeps the databases from looking at everybody with points in a score instead of these contacts.
        push_near(backend, sql.push(" and "), "+s.score_id", &scores)
    };
    let wanted = ["s.contact_id", "s.score_id", "s.points", "coalesce(s.due_at, -1)"];
    for [contact, score, points, due] in from.read((&wanted, &[]), rest).await?.rows() {
        if let (Some(place), Some(of_score)) = (places.find(contact), stored.get_mut(&ScoreId(score))) {
            of_score[place] = Some(Total { points, due: given(due) });
        }
    }
    Ok(stored)
}

/// A score as it is followed.
#[derive(Clone, Copy)]
pub(super) struct Followed<'a> {
    pub id: ScoreId,
    pub rules: &'a [PointRule],
    /// The points whose reaching is recorded; `None` also when what changed is not the contact.
    pub limit: Option<i64>,
}

/// Points that differ from the stored ones: contact, points, and when they are due, -1 for never.
#[derive(Default)]
pub(super) struct Differences {
    new: Vec<[i64; 3]>,
    /// Of which the points changed, but not when they are due.
    points: Vec<[i64; 3]>,
    /// Of which it changed when they are due, and perhaps the points.
    due: Vec<[i64; 3]>,
    gone: Vec<i64>,
    /// Contacts that have reached the limit, with their points, and 0.
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
    stored: &[Option<Total>],
    now: i64,
) -> Differences {
    let mut found = Differences::default();
    for (view, stored) in views.iter_mut().zip(stored) {
        let was = stored.unwrap_or_default();
        let is = total(score.rules, view, now);
        if is == was {
            continue;
        }
        let row = [view.contact_id, is.points, is.due.unwrap_or(-1)];
        match stored {
            _ if is == Total::default() => found.gone.push(view.contact_id),
            None => found.new.push(row),
            Some(was) if was.due == is.due => found.points.push(row),
            Some(_) => found.due.push(row),
        }
        if score.limit.is_some_and(|limit| was.points < limit && is.points >= limit) {
            found.crossed.push([view.contact_id, is.points, 0]);
            view.crossings.push((score.id, now));
        }
        view.scores.insert(score.id, is.points);
    }
    found
}

async fn update(
    tx: &mut Tx,
    score: ScoreId,
    what: &'static str,
    rows: &[[i64; 3]],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let sql = Sql::new("update contact_scores set ").push(what).push(" from ");
    let sql = dialect::push_triples(tx.backend(), sql, rows)?;
    let sql = sql.push(" x where contact_scores.contact_id = x.a and ");
    let sql = sql.push(dialect::score_of_row(tx.backend())).push(" = ").push_value(score.0);
    tx.execute(sql).await.map(drop)
}

/// Writes them, and records that people are to be told.
pub(super) async fn write(
    tx: &mut Tx,
    score: ScoreId,
    found: &Differences,
    now: i64,
) -> Result<(), StoreError> {
    let backend = tx.backend();
    if !found.new.is_empty() {
        let sql = Sql::new("insert into contact_scores (contact_id, score_id, points, due_at) select x.a, ");
        let sql = sql.push_value(score.0).push(", x.b, nullif(x.c, -1) from ");
        tx.execute(dialect::push_triples(backend, sql, &found.new)?.push(" x")).await?;
    }
    // SQLite writes every index of what is set, whether it changes or not.
    update(tx, score, "points = x.b", &found.points).await?;
    update(tx, score, "points = x.b, due_at = nullif(x.c, -1)", &found.due).await?;
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
