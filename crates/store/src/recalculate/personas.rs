//! Which persona a contact has.

use std::collections::{BTreeMap, HashMap};

use muster_domain::condition::ContactView;
use muster_domain::{PersonaId, PersonaRules, choose_persona};

use super::Effects;
use crate::{Select, Sql, StoreError, Tx, dialect};

/// A contact's persona as stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Stored {
    pub persona: Option<PersonaId>,
    points: i64,
    due: Option<i64>,
}

pub(super) async fn stored(
    from: &mut impl Select,
    contacts: &[i64],
) -> Result<HashMap<i64, Stored>, StoreError> {
    let sql =
        Sql::new("select p.contact_id, p.persona_id, p.points, p.due_at from contact_personas p where ");
    let sql = dialect::push_ids(from.backend(), sql.push("p.contact_id in "), contacts.to_vec());
    let rows: Vec<(i64, Option<i64>, i64, Option<i64>)> = from.fetch_all(sql).await?;
    let split = |(contact, persona, points, due): (i64, Option<i64>, i64, Option<i64>)| {
        (contact, Stored { persona: persona.map(PersonaId), points, due })
    };
    Ok(rows.into_iter().map(split).collect())
}

/// Chooses the personas of all contacts, writes what differs, and keeps the views up to date for what comes behind.
pub(super) async fn follow(
    tx: &mut Tx,
    personas: &[PersonaRules],
    views: &mut [ContactView],
    stored: &HashMap<i64, Stored>,
    now: i64,
) -> Result<Effects, StoreError> {
    let mut effects = Effects::default();
    let mut moved: BTreeMap<Option<PersonaId>, Vec<[i64; 3]>> = BTreeMap::new();
    let (mut stays, mut gone) = (Vec::new(), Vec::new());
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
            gone.push(view.contact_id);
        } else if is.persona == was.persona && stored.contains_key(&view.contact_id) {
            stays.push(row);
        } else {
            moved.entry(is.persona).or_default().push(row);
        }
        if is.persona != was.persona {
            effects.change_persona(was.persona, is.persona);
            view.persona = is.persona;
        }
    }
    write(tx, &stays, &gone).await?;
    for (persona, rows) in moved {
        enter(tx, persona, &rows, now).await?;
    }
    Ok(effects)
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
async fn write(tx: &mut Tx, stays: &[[i64; 3]], gone: &[i64]) -> Result<(), StoreError> {
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
