//! Points and personas of two contacts, made one and parted again. They follow from what the contacts are; but which limits the
//! other had reached, and since when it had its persona, is kept, or the undoing of the merge would look like news.

use muster_domain::PersonaId;
use serde::{Deserialize, Serialize};
use sqlx::FromRow;

use super::{Belonging, Told};
use crate::base::dialect;
use crate::happened::{Effects, note_days};
use crate::{Sql, StoreError, Tx};

const KEY: Told = Told::Under("scores_and_personas");
pub(super) const SCORES: Belonging = Belonging::of_contact("contact_scores", KEY);
pub(super) const CROSSINGS: Belonging = Belonging::of_contact("score_crossings", KEY);
pub(super) const PERSONAS: Belonging = Belonging::of_contact("contact_personas", KEY);

/// Contacts that go have no persona any more.
pub(super) async fn leave(tx: &mut Tx, contacts: &[i64], now: i64) -> Result<(), StoreError> {
    let sql = Sql::new(
        "select persona_id, count(*) as members from contact_personas where persona_id is not null and contact_id in ",
    );
    let sql = dialect::push_ids(tx.backend(), sql, contacts.to_vec());
    let rows: Vec<(i64, i64)> = tx.fetch_all(sql.push(" group by persona_id")).await?;
    let personas = rows.into_iter().map(|(id, members)| (Some(PersonaId(id)), (0, members))).collect();
    note_days(tx, &Effects { personas, ..Effects::default() }, now).await
}

/// What a contact that went into another had.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Taken {
    scores: Vec<Scored>,
    crossings: Vec<Crossing>,
    persona: Option<Chosen>,
}

#[derive(Debug, Serialize, Deserialize, FromRow)]
struct Scored {
    score_id: i64,
    points: i64,
    due_at: Option<i64>,
}

#[derive(Debug, Serialize, Deserialize, FromRow)]
struct Crossing {
    score_id: i64,
    at: i64,
    points: i64,
}

#[derive(Debug, Serialize, Deserialize, FromRow)]
struct Chosen {
    persona_id: i64,
    points: i64,
    since: i64,
    due_at: Option<i64>,
}

/// Takes the other's points away and returns them. What limits it reached, the survivor has reached.
pub(super) async fn take(tx: &mut Tx, (own, other): (i64, i64), now: i64) -> Result<Taken, StoreError> {
    let sql = "delete from contact_scores where contact_id = $1 returning score_id, points, due_at";
    let scores = tx.fetch_all(Sql::new(sql).bind(other)).await?;
    let sql = "select persona_id, points, since, due_at from contact_personas
         where contact_id = $1 and persona_id is not null";
    let persona: Option<Chosen> = tx.fetch_optional(Sql::new(sql).bind(other)).await?;
    tx.execute(Sql::new("delete from contact_personas where contact_id = $1").bind(other)).await?;
    note_persona(tx, persona.as_ref(), (0, 1), now).await?;
    // Those of the survivor's own time stay its own: there can be only one of each.
    let sql = "update score_crossings set contact_id = $1 where contact_id = $2 and not exists
             (select 1 from score_crossings s where s.contact_id = $1 and s.score_id = score_crossings.score_id
                 and s.at = score_crossings.at)
         returning score_id, at, points";
    let crossings = tx.fetch_all(Sql::new(sql).bind(own).bind(other)).await?;
    tx.execute(Sql::new("delete from score_crossings where contact_id = $1").bind(other)).await?;
    Ok(Taken { scores, crossings, persona })
}

/// Gives the other back what it had, of the scores and personas that there still are.
pub(super) async fn give_back(
    tx: &mut Tx,
    (own, other): (i64, i64),
    points: &Taken,
    now: i64,
) -> Result<(), StoreError> {
    for Scored { score_id, points, due_at } in &points.scores {
        let sql = "insert into contact_scores (contact_id, score_id, points, due_at)
             select cast($1 as bigint), score_id, cast($2 as bigint), cast($3 as bigint) from scores where score_id = $4";
        tx.execute(Sql::new(sql).bind(other).bind(*points).bind(*due_at).bind(*score_id)).await?;
    }
    for Crossing { score_id, at, .. } in &points.crossings {
        let sql =
            "update score_crossings set contact_id = $1 where contact_id = $2 and score_id = $3 and at = $4";
        tx.execute(Sql::new(sql).bind(other).bind(own).bind(*score_id).bind(*at)).await?;
    }
    let Some(persona) = &points.persona else { return Ok(()) };
    let sql = "insert into contact_personas (contact_id, persona_id, points, since, due_at)
         select cast($1 as bigint), persona_id, cast($2 as bigint), cast($3 as bigint), cast($4 as bigint)
         from personas where persona_id = $5";
    let sql = Sql::new(sql).bind(other).bind(persona.points).bind(persona.since).bind(persona.due_at);
    if tx.execute(sql.bind(persona.persona_id)).await? == 1 {
        note_persona(tx, Some(persona), (1, 0), now).await?;
    }
    Ok(())
}

async fn note_persona(
    tx: &mut Tx,
    persona: Option<&Chosen>,
    moved: (i64, i64),
    now: i64,
) -> Result<(), StoreError> {
    let personas = persona.map(|persona| (Some(PersonaId(persona.persona_id)), moved)).into_iter().collect();
    note_days(tx, &Effects { personas, ..Effects::default() }, now).await
}
