//! Personas: their rules, and who has them.

use std::collections::HashMap;

use muster_domain::{Label, PersonaId};
use sqlx::FromRow;

use crate::base::{counters, dialect};
use crate::derived::recalculate::{Node, request_rebuild};
use crate::{Db, Select, Sql, StoreError, Tx};

/// A persona.
#[derive(Debug, Clone, FromRow)]
pub struct Persona {
    /// Its id.
    pub persona_id: i64,
    /// Its name.
    pub name: String,
    /// The name as compared.
    pub name_key: String,
    /// What kind of person it is.
    pub description: Option<String>,
    /// The name of a drawn picture, or `own`.
    pub picture: String,
    /// From how many points on a contact is like it.
    pub threshold: i64,
    /// Its place in the order.
    pub position: i64,
    /// The rules by which it counts, as typed, as JSON.
    pub rules: String,
    /// Rules that are worked on, if they are others.
    pub draft: Option<String>,
    /// The threshold that is worked on.
    pub draft_threshold: Option<i64>,
    /// When it was made.
    pub created_at: i64,
    /// How many contacts have it.
    pub members: i64,
}

/// As many as there are, which takes a while where there are many; or 0.
const COUNTED: &str = "(select count(*) from contact_personas c where c.persona_id = p.persona_id)";
const UNCOUNTED: &str = "cast(0 as bigint)";

fn select(members: &'static str) -> Sql {
    Sql::new(
        "select p.persona_id, p.name, p.name_key, p.description, p.picture, p.threshold, p.position, p.rules,
            p.draft, p.draft_threshold, p.created_at, ",
    )
    .push(members)
    .push(" as members from personas p")
}

/// What a person says of a persona, beside its rules. What is `None` stays.
#[derive(Debug, Clone, Default)]
pub struct Facts<'a> {
    /// A new name.
    pub name: Option<&'a Label>,
    /// A new description; `Some(None)` takes it away.
    pub description: Option<Option<&'a str>>,
    /// A picture's name.
    pub picture: Option<&'a str>,
}

/// Makes a persona without rules, the last in the order; [`StoreError::Taken`] when one has that name.
pub async fn create(
    tx: &mut Tx,
    name: &Label,
    (threshold, picture): (i64, &str),
    now: i64,
) -> Result<PersonaId, StoreError> {
    let id = counters::reserve(tx, "persona", 1).await?;
    let sql = Sql::new(
        "insert into personas (persona_id, name, name_key, picture, threshold, position, rules, created_at)
         select $1, $2, $3, $4, $5, coalesce(max(position), 0) + 1, '[]', $6 from personas where true",
    );
    let sql = sql.bind(id).bind(name.as_str()).bind(name.key()).bind(picture).bind(threshold);
    tx.execute(sql.bind(now)).await?;
    Ok(PersonaId(id))
}

/// Writes what is set; [`StoreError::Taken`] when another persona has the name.
pub async fn update(tx: &mut Tx, id: PersonaId, facts: &Facts<'_>) -> Result<(), StoreError> {
    let mut sql = Sql::new("update personas set persona_id = persona_id");
    if let Some(name) = facts.name {
        sql = sql.push(", name = ").push_value(name.as_str()).push(", name_key = ").push_value(name.key());
    }
    if let Some(description) = facts.description {
        sql = sql.push(", description = ").push_value(description.map(str::to_owned));
    }
    if let Some(picture) = facts.picture {
        sql = sql.push(", picture = ").push_value(picture);
    }
    tx.execute(sql.push(" where persona_id = ").push_value(id.0)).await.map(drop)
}

/// Puts the personas into an order, those that are not named behind the others, and records the rebuilding that follows. The
/// caller holds the lock of recalculations.
pub async fn reorder(tx: &mut Tx, ids: &[PersonaId], now: i64) -> Result<(), StoreError> {
    let count = ids.len() as i64;
    tx.execute(Sql::new("update personas set position = position + $1").bind(count)).await?;
    for (position, id) in (1_i64..).zip(ids) {
        let sql = Sql::new("update personas set position = $1 where persona_id = $2");
        tx.execute(sql.bind(position).bind(id.0)).await?;
    }
    request_rebuild(tx, Node::Personas, now).await
}

/// Keeps rules and a threshold to work on, or forgets them.
pub async fn set_draft(tx: &mut Tx, id: PersonaId, draft: Option<(&str, i64)>) -> Result<(), StoreError> {
    let (rules, threshold) = draft.unzip();
    let sql = Sql::new("update personas set draft = $1, draft_threshold = $2 where persona_id = $3");
    tx.execute(sql.bind(rules.map(str::to_owned)).bind(threshold).bind(id.0)).await.map(drop)
}

/// Lets a persona count by these rules (as typed, as JSON) and this threshold, and records the rebuilding that follows. The old
/// personas of contacts stay until it comes to them. The caller holds the lock of recalculations.
pub async fn publish(
    tx: &mut Tx,
    id: PersonaId,
    (rules, threshold): (&str, i64),
    now: i64,
) -> Result<(), StoreError> {
    let sql = Sql::new(
        "update personas set rules = $1, threshold = $2, draft = null, draft_threshold = null where persona_id = $3",
    );
    tx.execute(sql.bind(rules).bind(threshold).bind(id.0)).await?;
    request_rebuild(tx, Node::Personas, now).await
}

/// Deletes a persona; those who had it have none until the rebuilding that this records comes to them. Whether anything uses it
/// is the caller's to ask, who holds the lock of recalculations.
pub async fn delete(tx: &mut Tx, id: PersonaId, now: i64) -> Result<(), StoreError> {
    for text in [
        "update contact_personas set persona_id = null where persona_id = $1",
        "delete from persona_days where persona_id = $1",
        "delete from persona_pictures where persona_id = $1",
        "delete from import_persona_effects where persona_id = $1",
        "delete from personas where persona_id = $1",
    ] {
        tx.execute(Sql::new(text).bind(id.0)).await?;
    }
    request_rebuild(tx, Node::Personas, now).await
}

/// By what a persona counts.
#[derive(Debug, Clone, FromRow)]
pub struct PersonaRow {
    /// Its id.
    pub persona_id: i64,
    /// Its name.
    pub name: String,
    /// The name of a drawn picture, or `own`.
    pub picture: String,
    /// From how many points on a contact is like it.
    pub threshold: i64,
    /// Its rules, as typed, as JSON.
    pub rules: String,
}

/// By what all personas count, in their order; nobody is counted for it.
pub async fn rules(mut from: impl Select) -> Result<Vec<PersonaRow>, StoreError> {
    let sql =
        "select persona_id, name, picture, threshold, rules from personas order by position, persona_id";
    from.fetch_all(Sql::new(sql)).await
}

/// The persona with this id.
pub async fn find(mut from: impl Select, id: PersonaId) -> Result<Option<Persona>, StoreError> {
    from.fetch_optional(select(COUNTED).push(" where p.persona_id = $1").bind(id.0)).await
}

/// The persona with this id, with 0 for its contacts: for those who hold a lock.
pub async fn uncounted(mut from: impl Select, id: PersonaId) -> Result<Option<Persona>, StoreError> {
    from.fetch_optional(select(UNCOUNTED).push(" where p.persona_id = $1").bind(id.0)).await
}

/// All personas in their order.
pub async fn all(mut from: impl Select) -> Result<Vec<Persona>, StoreError> {
    from.fetch_all(select(COUNTED).push(" order by p.position, p.persona_id")).await
}

/// A day of a persona.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Day {
    /// The persona.
    pub persona_id: i64,
    /// `YYYY-MM-DD`, UTC.
    pub day: String,
    /// How many contacts got it.
    pub entered: i64,
    /// How many lost it.
    pub gone: i64,
}

/// The days since `from` on which somebody got or lost a persona.
pub async fn days(db: &Db, from: &str) -> Result<Vec<Day>, StoreError> {
    let sql =
        Sql::new("select persona_id, day, entered, gone from persona_days where day >= $1 order by day");
    db.fetch_all(sql.bind(from)).await
}

/// A contact's persona.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromRow)]
pub struct Membership {
    /// The contact.
    pub contact_id: i64,
    /// The persona.
    pub persona_id: i64,
    /// The contact's points for it.
    pub points: i64,
    /// Since when.
    pub since: i64,
}

/// The personas of those of some contacts that have one.
pub(crate) async fn personas_of(db: &Db, contacts: Vec<i64>) -> Result<HashMap<i64, Membership>, StoreError> {
    let sql = Sql::new(
        "select contact_id, persona_id, points, since from contact_personas where persona_id is not null",
    );
    let sql = dialect::push_ids(db.backend(), sql.push(" and contact_id in "), contacts);
    let rows: Vec<Membership> = db.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|row| (row.contact_id, row)).collect())
}

/// An uploaded picture.
#[derive(Debug, Clone, FromRow)]
pub struct Picture {
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The picture that was uploaded for a persona.
pub async fn picture(db: &Db, id: PersonaId) -> Result<Option<Picture>, StoreError> {
    let sql = Sql::new("select media_type, bytes from persona_pictures where persona_id = $1");
    db.fetch_optional(sql.bind(id.0)).await
}

/// Keeps a picture for a persona, which has it from now on.
pub async fn set_picture(tx: &mut Tx, id: PersonaId, picture: Picture) -> Result<(), StoreError> {
    let sql = Sql::new(
        "insert into persona_pictures (persona_id, media_type, bytes) values ($1, $2, $3)
         on conflict (persona_id) do update set media_type = excluded.media_type, bytes = excluded.bytes",
    );
    tx.execute(sql.bind(id.0).bind(picture.media_type).bind(picture.bytes)).await?;
    update(tx, id, &Facts { picture: Some("own"), ..Facts::default() }).await
}
