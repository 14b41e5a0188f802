//! Which persona a contact has.

use std::collections::BTreeMap;

use muster_domain::condition::ContactView;
use muster_domain::{PersonaId, PersonaRules, choose_persona};

use super::views::{Places, given, push_near};
use crate::base::columns::Source;
use crate::base::dialect;
use crate::happened::Effects;
use crate::{Sql, StoreError, Tx};

/// A contact's persona as stored.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Stored {
    pub persona: Option<PersonaId>,
    points: i64,
    due: Option<i64>,
}

/// What is stored of each contact, in the order of their places; `None` where nothing is.
pub(super) async fn stored(
    from: &mut impl Source,
    (contacts, places): (&[i64], &mut Places),
) -> Result<Vec<Option<Stored>>, StoreError> {
    let backend = from.backend();
    let rest =
        |sql: Sql| push_near(backend, sql.push(" from contact_personas p where "), "p.contact_id", contacts);
    let wanted = ["p.contact_id", "coalesce(p.persona_id, -1)", "p.points", "coalesce(p.due_at, -1)"];
    let columns = from.read((&wanted, &[]), rest).await?;
    let mut stored = vec![None; places.len()];
    for [contact, persona, points, due] in columns.rows() {
        if let Some(place) = places.find(contact) {
            stored[place] = Some(Stored { persona: given(persona).map(PersonaId), points, due: given(due) });
        }
    }
    Ok(stored)
}

/// What changed beside the points, so that nothing else is set: SQLite writes every index of that.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Changed {
    /// The new persona, or none, when it is another.
    persona: Option<Option<PersonaId>>,
    /// When they are due.
    due: bool,
}

/// Personas that differ from the stored ones; the rows are contact, points, and when they are due, -1 for never.
#[derive(Default)]
pub(super) struct Differences {
    new: BTreeMap<Option<PersonaId>, Vec<[i64; 3]>>,
    changed: BTreeMap<Changed, Vec<[i64; 3]>>,
    gone: Vec<i64>,
    /// What they amount to.
    pub effects: Effects,
}

/// Chooses the personas of all contacts, and keeps the views up to date for what comes behind.
pub(super) fn differences(
    personas: &[PersonaRules],
    views: &mut [ContactView],
    stored: &[Option<Stored>],
    now: i64,
) -> Differences {
    let mut found = Differences::default();
    for (view, stored) in views.iter_mut().zip(stored) {
        let was = stored.unwrap_or_default();
        let (best, due) = choose_persona(personas, view, now);
        let is =
            Stored { persona: best.map(|best| best.id), points: best.map_or(0, |best| best.points), due };
        if is == was {
            continue;
        }
        let row = [view.contact_id, is.points, is.due.unwrap_or(-1)];
        let persona = (is.persona != was.persona).then_some(is.persona);
        let changed = Changed { persona, due: is.due != was.due };
        match stored {
            _ if is == Stored::default() => found.gone.push(view.contact_id),
            None => found.new.entry(is.persona).or_default().push(row),
            Some(_) => found.changed.entry(changed).or_default().push(row),
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
    for (persona, rows) in &found.new {
        let sql = Sql::new(
            "insert into contact_personas (contact_id, persona_id, points, since, due_at) select x.a, cast(",
        );
        let sql = sql.push_value(persona.map(|id| id.0)).push(" as bigint), x.b, ").push_value(now);
        let sql = dialect::push_triples(tx.backend(), sql.push(", nullif(x.c, -1) from "), rows)?;
        tx.execute(sql.push(" x")).await?;
    }
    for (changed, rows) in &found.changed {
        update(tx, *changed, rows, now).await?;
    }
    if !found.gone.is_empty() {
        let sql = Sql::new("delete from contact_personas where contact_id in ");
        tx.execute(dialect::push_ids(tx.backend(), sql, found.gone.clone())).await?;
    }
    Ok(())
}

async fn update(tx: &mut Tx, changed: Changed, rows: &[[i64; 3]], now: i64) -> Result<(), StoreError> {
    let mut sql = Sql::new("update contact_personas set points = x.b");
    if let Some(persona) = changed.persona {
        sql = sql.push(", persona_id = ").push_value(persona.map(|id| id.0));
        sql = sql.push(", since = ").push_value(now);
    }
    if changed.due {
        sql = sql.push(", due_at = nullif(x.c, -1)");
    }
    let sql = dialect::push_triples(tx.backend(), sql.push(" from "), rows)?;
    tx.execute(sql.push(" x where contact_personas.contact_id = x.a")).await.map(drop)
}
