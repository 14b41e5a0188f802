//! What other rules would give, beside what contacts have.

use muster_domain::condition::{ContactView, Known, Uses};
use muster_domain::points::{PointRule, total};
use muster_domain::{PersonaId, PersonaRules, ScoreId, choose_persona};

use super::plan::Rules;
use super::{SLICE, views};
use crate::{Db, Sql, StoreError};

/// Contacts by the rules as they are and as they would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial<T> {
    /// What each has now.
    pub present: Vec<T>,
    /// What each would have.
    pub then: Vec<T>,
    /// How many contacts there are.
    pub contacts: i64,
}

impl<T> Trial<T> {
    /// True when not all contacts were looked at, so that numbers of all are extrapolated.
    pub fn is_estimated(&self) -> bool {
        (self.then.len() as i64) < self.contacts
    }

    /// How many of all contacts a number of those that were looked at stands for.
    pub fn of_all(&self, tried: i64) -> i64 {
        if !self.is_estimated() || self.then.is_empty() {
            return tried;
        }
        (tried as f64 * self.contacts as f64 / self.then.len() as f64).round() as i64
    }
}

/// What a trial is done with.
#[derive(Debug, Clone, Copy)]
pub struct Trying {
    /// Contacts that are looked at, at most: beyond, so many spread evenly over all.
    pub most: i64,
    /// The time.
    pub now: i64,
}

impl Trying {
    /// Contacts that a trial looks at, unless a test says otherwise.
    pub const MOST: i64 = 20_000;
}

/// The points that contacts have in a score, and would have by these rules. Nothing is written.
pub async fn try_score(
    db: &Db,
    known: &Known,
    (id, rules): (ScoreId, &[PointRule]),
    trying: Trying,
) -> Result<Trial<i64>, StoreError> {
    let mut uses = muster_domain::points::uses(rules);
    uses.scores.insert(id);
    let now = trying.now;
    let present = |view: &ContactView| view.scores.get(&id).copied().unwrap_or(0);
    try_out(db, known, &uses, (present, |view: &ContactView| total(rules, view, now).points), trying.most)
        .await
}

/// The personas that contacts have, and would have by these rules, as [`try_score`] tells points.
pub async fn try_personas(
    db: &Db,
    known: &Known,
    personas: &[PersonaRules],
    trying: Trying,
) -> Result<Trial<Option<PersonaId>>, StoreError> {
    let mut uses = Rules::Personas(personas.to_vec()).uses();
    uses.personas = true;
    let then = |view: &ContactView| choose_persona(personas, view, trying.now).0.map(|best| best.id);
    try_out(db, known, &uses, (|view: &ContactView| view.persona, then), trying.most).await
}

async fn try_out<T>(
    db: &Db,
    known: &Known,
    uses: &Uses,
    (present, then): (impl Fn(&ContactView) -> T, impl Fn(&ContactView) -> T),
    most: i64,
) -> Result<Trial<T>, StoreError> {
    let (ids, contacts) = spread(db, most).await?;
    let mut trial = Trial { present: Vec::new(), then: Vec::new(), contacts };
    for contacts in ids.chunks(SLICE) {
        let views = views(&mut &*db, known, contacts, uses).await?;
        trial.present.extend(views.iter().map(&present));
        trial.then.extend(views.iter().map(&then));
    }
    Ok(trial)
}

/// The ids of all contacts, or of `most` spread evenly over them, and how many there are. It is their places in the order that
/// are spread, not the ids: of those, many may be gone.
async fn spread(db: &Db, most: i64) -> Result<(Vec<i64>, i64), StoreError> {
    let contacts = crate::contacts::count(db, &crate::contacts::Filter::default()).await?;
    let sql = Sql::new(
        "select p.contact_id from (select c.contact_id, row_number() over (order by c.contact_id) as place from contacts c) p
         where $1 >= $2 or p.place * $1 / $2 > (p.place - 1) * $1 / $2 order by p.contact_id",
    );
    let ids: Vec<(i64,)> = db.fetch_all(sql.bind(most).bind(contacts.max(1))).await?;
    let ids: Vec<i64> = ids.into_iter().map(|(id,)| id).collect();
    Ok((ids, contacts))
}
