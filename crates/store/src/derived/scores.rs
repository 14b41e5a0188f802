//! Scores: their rules, and what came of them.

use std::collections::HashMap;

use muster_domain::{ContactId, Label, ScoreId};
use sqlx::FromRow;

use crate::base::{counters, dialect};
use crate::derived::recalculate::{Node, request_rebuild};
use crate::work::{self, Kind};
use crate::{Db, Select, Sql, StoreError, Tx};

/// A score.
#[derive(Debug, Clone, FromRow)]
pub struct Score {
    /// Its id.
    pub score_id: i64,
    /// Its name.
    pub name: String,
    /// The name as compared and sorted.
    pub name_key: String,
    /// What it is for.
    pub description: Option<String>,
    /// 1 when it is kept up to date; the figures of one that is not stay as they are.
    pub enabled: i64,
    /// The rules by which it counts, as typed, as JSON.
    pub rules: String,
    /// Rules that are worked on, if they are others.
    pub draft: Option<String>,
    /// The points whose reaching is recorded.
    pub limit_points: Option<i64>,
    /// `ready`, or `rebuilding` while its rules are new.
    pub state: String,
    /// When it was made.
    pub created_at: i64,
}

const SELECT: &str = "select score_id, name, name_key, description, enabled, rules, draft, limit_points, state, created_at from scores";

/// What a person says of a score, beside its rules. What is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct Facts<'a> {
    /// A new name.
    pub name: Option<&'a Label>,
    /// A new description; `Some(None)` takes it away.
    pub description: Option<Option<&'a str>>,
    /// Whether it is kept up to date.
    pub enabled: Option<bool>,
    /// Its limit; `Some(None)` takes it away.
    pub limit: Option<Option<i64>>,
}

/// Makes a score without rules, switched on; [`StoreError::Taken`] when one has that name.
pub async fn create(tx: &mut Tx, name: &Label, now: i64) -> Result<ScoreId, StoreError> {
    let id = counters::reserve(tx, "score", 1).await?;
    let sql = Sql::new(
        "insert into scores (score_id, name, name_key, enabled, rules, state, swept_at, created_at)
         values ($1, $2, $3, 1, '[]', 'ready', $4, $4)",
    );
    tx.execute(sql.bind(id).bind(name.as_str()).bind(name.key()).bind(now)).await?;
    Ok(ScoreId(id))
}

/// Writes what is set; [`StoreError::Taken`] when another score has the name. The caller holds the lock of recalculations.
pub async fn update(tx: &mut Tx, id: ScoreId, facts: &Facts<'_>) -> Result<(), StoreError> {
    let mut sql = Sql::new("update scores set score_id = score_id");
    if let Some(name) = facts.name {
        sql = sql.push(", name = ").push_value(name.as_str()).push(", name_key = ").push_value(name.key());
    }
    if let Some(description) = facts.description {
        sql = sql.push(", description = ").push_value(description.map(str::to_owned));
    }
    if let Some(enabled) = facts.enabled {
        sql = sql.push(", enabled = ").push_value(i64::from(enabled));
    }
    if let Some(limit) = facts.limit {
        sql = sql.push(", limit_points = ").push_value(limit);
    }
    tx.execute(sql.push(" where score_id = ").push_value(id.0)).await.map(drop)
}

/// Keeps rules to work on, or forgets them.
pub async fn set_draft(tx: &mut Tx, id: ScoreId, draft: Option<&str>) -> Result<(), StoreError> {
    let sql = Sql::new("update scores set draft = $1 where score_id = $2");
    tx.execute(sql.bind(draft.map(str::to_owned)).bind(id.0)).await.map(drop)
}

/// Lets a score count by these rules (as typed, as JSON), and records the rebuilding that follows. The old figures stay until it
/// comes to them. The caller holds the lock of recalculations.
pub async fn publish(tx: &mut Tx, id: ScoreId, rules: &str, now: i64) -> Result<(), StoreError> {
    let sql = Sql::new("update scores set rules = $1, draft = null where score_id = $2");
    tx.execute(sql.bind(rules).bind(id.0)).await?;
    request_rebuild(tx, Node::Score(id), now).await
}

/// Deletes a score with its points. Whether anything uses it is the caller's to ask, who holds the lock of recalculations.
pub async fn delete(tx: &mut Tx, id: ScoreId) -> Result<(), StoreError> {
    for kind in [Kind::ScoreRebuild, Kind::ScoreEmail, Kind::ScoreWebhook] {
        work::cancel(tx, kind, id.0).await?;
    }
    for text in [
        "delete from contact_scores where score_id = $1",
        "delete from score_crossings where score_id = $1",
        "delete from import_score_effects where score_id = $1",
        "delete from scores where score_id = $1",
    ] {
        tx.execute(Sql::new(text).bind(id.0)).await?;
    }
    Ok(())
}

/// The score with this id.
pub async fn find(mut from: impl Select, id: ScoreId) -> Result<Option<Score>, StoreError> {
    from.fetch_optional(Sql::new(SELECT).push(" where score_id = $1").bind(id.0)).await
}

/// All scores by name.
pub async fn all(mut from: impl Select) -> Result<Vec<Score>, StoreError> {
    from.fetch_all(Sql::new(SELECT).push(" order by name_key")).await
}

/// How many contacts have so many points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Bar {
    /// The least points of the bar.
    pub from_points: i64,
    /// Contacts.
    pub contacts: i64,
}

/// The fewest and the most points of a score, and how many contacts have a row; `None` when none has.
pub async fn range(db: &Db, id: ScoreId) -> Result<Option<(i64, i64)>, StoreError> {
    let end = async |direction: &'static str| {
        let sql = Sql::new("select points from contact_scores where score_id = ").push_value(id.0);
        let sql = sql.push(" order by points ").push(direction).push(" limit 1");
        let row: Option<(i64,)> = db.fetch_optional(sql).await?;
        Ok::<_, StoreError>(row.map(|(points,)| points))
    };
    Ok(end("asc").await?.zip(end("desc").await?))
}

/// How many contacts have how many points, in bars of a width, without those that have no row.
pub async fn bars(db: &Db, id: ScoreId, (least, width): (i64, i64)) -> Result<Vec<Bar>, StoreError> {
    let sql = Sql::new("select ").push_value(least).push(" + (points - ").push_value(least).push(") / ");
    let sql =
        sql.push_value(width).push(" * ").push_value(width).push(" as from_points, count(*) as contacts");
    let sql = sql.push(" from contact_scores where score_id = ").push_value(id.0);
    db.fetch_all(sql.push(" group by 1 order by 1")).await
}

/// How many contacts of a base of `all` have so many points or more; who has no row has none.
pub async fn count_from(db: &Db, id: ScoreId, limit: i64, all: i64) -> Result<i64, StoreError> {
    let rows = Sql::new("select count(*) from contact_scores where score_id = ").push_value(id.0);
    let sql = if limit > 0 { rows.push(" and points >= ") } else { rows.push(" and points < ") };
    let row: Option<(i64,)> = db.fetch_optional(sql.push_value(limit)).await?;
    let count = row.map_or(0, |(count,)| count);
    Ok(if limit > 0 { count } else { all - count })
}

/// Points of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Points {
    /// The contact.
    pub contact_id: i64,
    /// Its points.
    pub points: i64,
}

/// The contacts with the most points, behind the place `after` of points and contact.
pub async fn top(
    db: &Db,
    id: ScoreId,
    after: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Points>, StoreError> {
    let mut sql =
        Sql::new("select contact_id, points from contact_scores where score_id = ").push_value(id.0);
    if let Some((points, contact)) = after {
        sql = sql.push(" and (points, contact_id) < (").push_value(points).push(", ").push_value(contact);
        sql = sql.push(")");
    }
    db.fetch_all(sql.push(" order by points desc, contact_id desc limit ").push_value(limit)).await
}

/// A contact reached the limit of a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Crossing {
    /// The contact.
    pub contact_id: i64,
    /// When.
    pub at: i64,
    /// The points that it had then.
    pub points: i64,
}

/// Who reached the limit of a score, the latest first, behind the place `after` of time and contact.
pub async fn crossings(
    db: &Db,
    id: ScoreId,
    after: Option<(i64, i64)>,
    limit: i64,
) -> Result<Vec<Crossing>, StoreError> {
    let mut sql =
        Sql::new("select contact_id, at, points from score_crossings where score_id = ").push_value(id.0);
    if let Some((at, contact)) = after {
        sql = sql.push(" and (at, contact_id) < (").push_value(at).push(", ").push_value(contact).push(")");
    }
    db.fetch_all(sql.push(" order by at desc, contact_id desc limit ").push_value(limit)).await
}

/// When a contact reached the limit of each score, the latest first.
pub async fn crossings_of(db: &Db, contact: ContactId) -> Result<HashMap<i64, Vec<Crossing>>, StoreError> {
    let sql = Sql::new(
        "select score_id, contact_id, at, points from score_crossings where contact_id = $1 order by score_id, at desc",
    );
    let rows: Vec<(i64, i64, i64, i64)> = db.fetch_all(sql.bind(contact.0)).await?;
    let mut crossings: HashMap<i64, Vec<Crossing>> = HashMap::new();
    for (score, contact_id, at, points) in rows {
        crossings.entry(score).or_default().push(Crossing { contact_id, at, points });
    }
    Ok(crossings)
}

/// The points of some contacts in all scores.
pub(crate) async fn points_of(
    db: &Db,
    contacts: Vec<i64>,
) -> Result<HashMap<i64, Vec<(ScoreId, i64)>>, StoreError> {
    let sql = Sql::new("select contact_id, score_id, points from contact_scores where contact_id in ");
    let rows: Vec<(i64, i64, i64)> = db.fetch_all(dialect::push_ids(db.backend(), sql, contacts)).await?;
    let mut points: HashMap<i64, Vec<(ScoreId, i64)>> = HashMap::new();
    for (contact, score, number) in rows {
        points.entry(contact).or_default().push((ScoreId(score), number));
    }
    Ok(points)
}
