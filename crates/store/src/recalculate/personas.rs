//! Which persona a contact has.

use std::collections::{BTreeMap, HashMap};

use muster_domain::condition::ContactView;
use muster_domain::{PersonaId, PersonaRules, choose_persona};

use super::Effects;
use super::views::{Packed, fetch_packed};
use crate::{Sql, StoreError, Tx, dialect};

/// A contact's persona as stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Stored {
    pub persona: Option<PersonaId>,
    points: i64,
    due: Option<i64>,
}

pub(super) async fn stored(
    from: &mut impl Packed,
    contacts: &[i64],
) -> Result<HashMap<i64, Stored>, StoreError> {
    let backend = from.backend();
    let columns = ["p.contact_id", "p.persona_id", "p.points", "p.due_at"];
    let rows: Vec<(i64, Option<i64>, i64, Option<i64>)> = fetch_packed(from, &columns, |sql| {
        let sql = sql.push(" from contact_personas p where p.contact_id in ");
        dialect::push_ids(backend, sql, contacts.to_vec())
    })
    .await?;
    let split = |(contact, persona, points, due): (i64, Option<i64>, i64, Option<i64>)| {
        (contact, Stored { persona: persona.map(PersonaId), points, due })
    };
    Ok(rows.into_iter().map(split).collect())
}

/// Personas that differ from the stored ones; the rows are contact, points, and when they are due, -1 for never.
#[derive(Default)]
pub(super) struct Differences {
    moved: BTreeMap<Option<PersonaId>, Vec<[i64; 3]>>,
    stays: Vec<[i64; 3]>,
    gone: Vec<i64>,
    /// What they amount to.
    pub effects: Effects,
}

/// Chooses the personas of all contacts, and keeps the views up to date for what comes behind.
pub(super) fn differences(
    personas: &[PersonaRules],
    views: &mut [ContactView],
    stored: &HashMap<i64, Stored>,
    now: i64,
) -> Differences {
    let mut found = Differences::default();
    for view in views {
        let was = stored.get(&view.contact_id).copied().unwrap_or_default();
        let (best, due) = choose_persona(personas, view, now);
        let is =
            Stored { persona: best.map(|best| best.id), points: best.map_or(0, |best| best.points), due };
        if is == was {
            continue;
        }
        let row = [view.contact_id, is.points, is.due.unwrap_or(-1)];
        if is == Stored::default() {
            found.gone.push(view.contact_id);
        } else if is.persona == was.persona && stored.contains_key(&view.contact_id) {
            found.stays.push(row);
        } else {
            found.moved.entry(is.persona).or_default().push(row);
        }
        if is.persona != was.persona {
            found.effects.change_persona(was.persona, is.persona);
            view.persona = is.persona;
        }
    }
    found
}

/// Writes them.
pub(super) async fn write(tx: &mut Tx, found: &Differences, now: i64) -> Result<(), StoreError> {
    stay_or_go(tx, &found.stays, &found.gone).await?;
    for (persona, rows) in &found.moved {
        enter(tx, *persona, rows, now).await?;
    }
    Ok(())
}

/// Writes who has another persona, or one for the first time.
async fn enter(
    tx: &mut Tx,
    persona: Option<PersonaId>,
    rows: &[[i64; 3]],
    now: i64,
) -> Result<(), StoreError> {
    let sql = Sql::new(
        "insert into contact_personas (contact_id, persona_id, points, since, due_at) select x.a, cast(",
    );
    let sql = sql.push_value(persona.map(|id| id.0)).push(" as bigint), x.b, ").push_value(now);
    let sql = dialect::push_triples(tx.backend(), sql.push(", nullif(x.c, -1) from "), rows)?;
    let sql = sql.push(
        " x where true on conflict (contact_id) do update set persona_id = excluded.persona_id,
            points = excluded.points, since = excluded.since, due_at = excluded.due_at",
    );
    tx.execute(sql).await.map(drop)
}

/// Writes whose points or due times are others, and forgets those that have no persona and await none.
async fn stay_or_go(tx: &mut Tx, stays: &[[i64; 3]], gone: &[i64]) -> Result<(), StoreError> {
    let backend = tx.backend();
    if !stays.is_empty() {
        let sql = Sql::new("update contact_personas set points = x.b, due_at = nullif(x.c, -1) from ");
        let sql = dialect::push_triples(backend, sql, stays)?;
        tx.execute(sql.push(" x where contact_personas.contact_id = x.a")).await?;
    }
    if !gone.is_empty() {
        let sql = Sql::new("delete from contact_personas where contact_id in ");
        tx.execute(dialect::push_ids(backend, sql, gone.to_vec())).await?;
    }
    Ok(())
}
