//! Whom a score tells when contacts reach its limit, and what is still to be told. Crossings and the notices of them are
//! written in one transaction, so that each is told once. What happens within a minute is told together.

use std::collections::BTreeMap;

use muster_domain::ScoreId;
use serde::{Deserialize, Serialize};

use crate::base::dialect;
use crate::derived::scores::Crossing;
use crate::work::{self, Kind, NewWork, Work};
use crate::{Db, Select, Sql, StoreError, Tx};

/// How long a notice waits for others, in milliseconds.
pub const GATHERED: i64 = 60_000;
/// How long it can be seen what became of a notice, in milliseconds: thirty days.
const KEPT: i64 = 30 * 24 * 60 * 60 * 1000;

/// The kinds of work that tell.
pub const KINDS: [Kind; 2] = [Kind::ScoreEmail, Kind::ScoreWebhook];

/// Whom a score tells.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    /// E-mail addresses.
    #[serde(default)]
    pub emails: Vec<String>,
    /// A program elsewhere.
    #[serde(default)]
    pub webhook: Option<Webhook>,
}

/// A program elsewhere that is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Webhook {
    /// Its address.
    pub url: String,
    /// With what calls are signed, so that it can tell them from others'.
    pub secret: String,
}

impl Notification {
    fn tells(&self, kind: Kind) -> bool {
        match kind {
            Kind::ScoreEmail => !self.emails.is_empty(),
            _ => self.webhook.is_some(),
        }
    }
}

/// A notice, as the payload of its work.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// The moments at which the contacts that it is about reached the limit.
    pub at: Vec<i64>,
    /// The limit, as it was then.
    pub limit: Option<i64>,
    /// When it was first tried.
    #[serde(default)]
    pub tried_at: Option<i64>,
    /// Addresses that have been told.
    #[serde(default)]
    pub told: Vec<String>,
    /// Addresses that the mail server refuses, and why.
    #[serde(default)]
    pub refused: BTreeMap<String, String>,
    /// How often it was tried in vain.
    #[serde(default)]
    pub attempts: u32,
    /// Why it could not be told the last time.
    #[serde(default)]
    pub trouble: Option<String>,
}

/// Whom a score tells; nobody when there is no such score.
pub async fn find(mut from: impl Select, score: ScoreId) -> Result<Notification, StoreError> {
    let sql = Sql::new("select notify from scores where score_id = $1").bind(score.0);
    let row: Option<(Option<String>,)> = from.fetch_optional(sql).await?;
    read(row.and_then(|(stored,)| stored))
}

fn read(stored: Option<String>) -> Result<Notification, StoreError> {
    stored.map_or_else(|| Ok(Notification::default()), |text| Ok(serde_json::from_str(&text)?))
}

/// Says whom a score tells from now on. Those who are not told any more do not hear of what waits either. The caller holds the
/// lock of recalculations.
pub async fn set(tx: &mut Tx, score: ScoreId, notification: &Notification) -> Result<(), StoreError> {
    let is_empty = *notification == Notification::default();
    let text = if is_empty { None } else { Some(serde_json::to_string(notification)?) };
    let sql = Sql::new("update scores set notify = $1 where score_id = $2");
    tx.execute(sql.bind(text).bind(score.0)).await?;
    for kind in KINDS.into_iter().filter(|kind| !notification.tells(*kind)) {
        let sql = Sql::new(
            "delete from work_items where kind = $1 and subject_id = $2 and state in ('queued', 'running')",
        );
        tx.execute(sql.bind(kind.word()).bind(score.0)).await?;
    }
    Ok(())
}

/// Records that contacts reached the limit of a score at `now`, for those whom it tells. The caller holds the lock of
/// recalculations.
pub(crate) async fn note(tx: &mut Tx, score: ScoreId, now: i64) -> Result<(), StoreError> {
    let sql = Sql::new("select notify, limit_points from scores where score_id = $1").bind(score.0);
    let row: Option<(Option<String>, Option<i64>)> = tx.fetch_optional(sql).await?;
    let (stored, limit) = row.unwrap_or_default();
    let notification = read(stored)?;
    for kind in KINDS.into_iter().filter(|kind| notification.tells(*kind)) {
        if !join(tx, kind, score, (limit, now)).await? {
            let due = Some(now + GATHERED);
            let payload = serde_json::to_string(&Notice { at: vec![now], limit, ..Notice::default() })?;
            let new = NewWork { kind, subject_id: Some(score.0), payload, contacts: &[], total: None, due };
            work::create(tx, new, now).await?;
        }
    }
    Ok(())
}

/// Adds a moment to the notice of a limit that waits, unless there is none or it is being told already.
async fn join(
    tx: &mut Tx,
    kind: Kind,
    score: ScoreId,
    (limit, now): (Option<i64>, i64),
) -> Result<bool, StoreError> {
    let sql = Sql::new(
        "select work_id, payload from work_items where kind = $1 and subject_id = $2 and state = 'queued'",
    );
    let waiting: Vec<(i64, String)> = tx.fetch_all(sql.bind(kind.word()).bind(score.0)).await?;
    let mut waiting = waiting.into_iter().filter_map(|(id, payload)| {
        let notice: Notice = serde_json::from_str(&payload).ok()?;
        (notice.limit == limit).then_some((id, notice))
    });
    let Some((id, mut notice)) = waiting.next_back() else { return Ok(false) };
    if !notice.at.contains(&now) {
        notice.at.push(now);
    }
    let sql = Sql::new("update work_items set payload = $1 where work_id = $2 and state = 'queued'");
    Ok(tx.execute(sql.bind(serde_json::to_string(&notice)?).bind(id)).await? == 1)
}

/// The contacts that a notice is about, as far as they are still there: how many, and up to `limit` of them by their points. Who
/// reached the limit several times is there once.
pub async fn crossings(
    db: &Db,
    score: ScoreId,
    notice: &Notice,
    limit: i64,
) -> Result<(i64, Vec<Crossing>), StoreError> {
    let of = |what: &'static str| {
        let sql = Sql::new(what).push(" from score_crossings where score_id = ").push_value(score.0);
        dialect::push_ids(db.backend(), sql.push(" and at in "), notice.at.clone())
    };
    let count: Option<(i64,)> = db.fetch_optional(of("select count(distinct contact_id)")).await?;
    let sql = of("select contact_id, max(at) as at, max(points) as points").push(" group by contact_id");
    let sql = sql.push(" order by max(points) desc, contact_id limit ").push_value(limit);
    Ok((count.map_or(0, |(count,)| count), db.fetch_all(sql).await?))
}

/// The latest notices of a score, the newest first.
pub async fn latest(db: &Db, score: ScoreId, limit: i64) -> Result<Vec<Work>, StoreError> {
    work::list_about(db, &KINDS, score.0, limit).await
}

/// Forgets notices that ended long ago.
pub async fn expire(db: &Db, now: i64) -> Result<(), StoreError> {
    let before = now - KEPT;
    for kind in KINDS {
        let there = Sql::new("select work_id from work_items where kind = $1 and finished_at < $2 limit 1");
        let there: Option<(i64,)> = db.fetch_optional(there.bind(kind.word()).bind(before)).await?;
        if there.is_some() {
            let sql = Sql::new("delete from work_items where kind = $1 and finished_at < $2");
            db.execute(sql.bind(kind.word()).bind(before)).await?;
        }
    }
    Ok(())
}
