//! What other rules would give, beside what contacts have.

use muster_domain::condition::{ContactView, Known, Uses};
use muster_domain::points::{PointRule, total};
use muster_domain::{PersonaId, PersonaRules, ScoreId, choose_persona};

use super::plan::Rules;
use super::{SLICE, views};
use crate::{Db, StoreError};

/// Contacts by the rules as they are and as they would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial<T> {
    /// What each has now.
    pub present: Vec<T>,
    /// What each would have.
    pub then: Vec<T>,
}

/// Contacts that a trial looks at, at most.
const TRIED: i64 = 20_000;

/// The points that contacts have in a score, and would have by these rules: of all contacts, or of so many spread evenly over
/// them. Nothing is written.
pub async fn try_score(
    db: &Db,
    known: &Known,
    (id, rules): (ScoreId, &[PointRule]),
    now: i64,
) -> Result<Trial<i64>, StoreError> {
    let mut uses = muster_domain::points::uses(rules);
    uses.scores.insert(id);
    let present = |view: &ContactView| view.scores.get(&id).copied().unwrap_or(0);
    try_out(db, known, &uses, (present, |view: &ContactView| total(rules, view, now).points)).await
}

/// The personas that contacts have, and would have by these rules, as [`try_score`] tells points.
pub async fn try_personas(
    db: &Db,
    known: &Known,
    personas: &[PersonaRules],
    now: i64,
) -> Result<Trial<Option<PersonaId>>, StoreError> {
    let mut uses = Rules::Personas(personas.to_vec()).uses();
    uses.personas = true;
    let then = |view: &ContactView| choose_persona(personas, view, now).0.map(|best| best.id);
    try_out(db, known, &uses, (|view: &ContactView| view.persona, then)).await
}

async fn try_out<T>(
    db: &Db,
    known: &Known,
    uses: &Uses,
    (present, then): (impl Fn(&ContactView) -> T, impl Fn(&ContactView) -> T),
) -> Result<Trial<T>, StoreError> {
    let mut trial = Trial { present: Vec::new(), then: Vec::new() };
    for contacts in spread(db).await?.chunks(SLICE) {
        let views = views(&mut &*db, known, contacts, uses).await?;
        trial.present.extend(views.iter().map(&present));
        trial.then.extend(views.iter().map(&then));
    }
    Ok(trial)
}

/// The ids of contacts for a trial; some may not be there any more.
async fn spread(db: &Db) -> Result<Vec<i64>, StoreError> {
    let newest = crate::contacts::newest(db).await?.0;
    let size = newest.min(TRIED);
    Ok((1..=size).map(|part| newest * part / size).collect())
}
