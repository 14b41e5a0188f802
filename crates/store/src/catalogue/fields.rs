//! The fields that the company added.

use std::collections::BTreeMap;

use muster_domain::condition::rename_values;
use muster_domain::{CustomField, Field, Fields, fold};
use sqlx::FromRow;

use crate::base::db::Backend;
use crate::base::{counters, dialect};
use crate::{Db, Select, Sql, StoreError, Tx};

#[derive(FromRow)]
struct Stored {
    name: String,
    label: String,
    kind: String,
    choices: String,
}

/// All fields of a contact.
pub async fn all(mut from: impl Select) -> Result<Fields, StoreError> {
    let rows: Vec<Stored> = from
        .fetch_all(Sql::new("select name, label, kind, choices from custom_fields order by label_key"))
        .await?;
    let fields: Vec<CustomField> = rows.into_iter().map(read).collect::<Result<_, _>>()?;
    Ok(Fields::with(fields))
}

fn read(stored: Stored) -> Result<CustomField, StoreError> {
    let kind = CustomField::kind(&stored.kind)
        .ok_or_else(|| StoreError::Damaged(format!("a field of the kind {}", stored.kind)))?;
    Ok(CustomField {
        name: stored.name,
        label: stored.label,
        kind,
        choices: serde_json::from_str(&stored.choices)?,
    })
}

/// The field of the company's that has this id.
pub async fn find(db: &Db, id: i64) -> Result<Option<Field>, StoreError> {
    let sql = Sql::new("select name, label, kind, choices from custom_fields where field_id = $1").bind(id);
    let row: Option<Stored> = db.fetch_optional(sql).await?;
    Ok(row.map(read).transpose()?.map(Field::custom))
}

/// Adds a field and returns its id; [`StoreError::Taken`] when one has its name or label.
pub async fn create(tx: &mut Tx, field: &CustomField, now: i64) -> Result<i64, StoreError> {
    let id = counters::reserve(tx, "field", 1).await?;
    let sql = Sql::new(
        "insert into custom_fields (field_id, name, label, label_key, kind, choices, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
    );
    let sql = sql
        .bind(id)
        .bind(field.name.as_str())
        .bind(field.label.as_str())
        .bind(field.label.to_lowercase())
        .bind(field.kind.word())
        .bind(serde_json::to_string(&field.choices)?)
        .bind(now);
    tx.execute(sql).await?;
    Ok(id)
}

/// Writes a field's label and choices; its name and kind stay. The caller holds the lock of recalculations, as whoever changes
/// what conditions can name does.
pub async fn update(tx: &mut Tx, field: &CustomField) -> Result<(), StoreError> {
    let sql = Sql::new("update custom_fields set label = $1, label_key = $2, choices = $3 where name = $4")
        .bind(field.label.as_str())
        .bind(field.label.to_lowercase())
        .bind(serde_json::to_string(&field.choices)?)
        .bind(field.name.as_str());
    tx.execute(sql).await.map(drop)
}

/// Deletes a field with its values in all contacts. Whether anything uses it is the caller's to ask, who holds the lock of
/// recalculations.
pub async fn delete(tx: &mut Tx, name: &str) -> Result<(), StoreError> {
    let backend = tx.backend();
    for (start, column) in
        [("update contacts set custom = ", "custom"), ("update contacts set folded = ", "folded")]
    {
        let sql = dialect::push_without(backend, Sql::new(start), column, name).push(" where ");
        tx.execute(dialect::push_entry(backend, sql, column, name).push(" is not null")).await?;
    }
    tx.execute(Sql::new("delete from custom_fields where name = $1").bind(name)).await.map(drop)
}

/// The values that some contacts have in a field, by the contacts' ids.
pub async fn values(tx: &mut Tx, field: &Field, contacts: &[i64]) -> Result<Vec<(i64, String)>, StoreError> {
    let backend = tx.backend();
    let value = |sql: Sql| push_value(backend, sql, field);
    let sql = value(Sql::new("select c.contact_id, ")).push(" from contacts c where c.contact_id in ");
    let sql = dialect::push_ids(backend, sql, contacts.to_vec()).push(" and ");
    tx.fetch_all(value(sql).push(" is not null order by c.contact_id")).await
}

fn push_value(backend: Backend, sql: Sql, field: &Field) -> Sql {
    match field.column() {
        Some(column) => sql.push("c.").push(column),
        None => dialect::push_entry(backend, sql, "c.custom", field.name()),
    }
}

/// How many contacts have each of some choices of a field, of those that any has.
pub async fn count_choices(
    tx: &mut Tx,
    field: &Field,
    choices: &[String],
) -> Result<Vec<(String, i64)>, StoreError> {
    let backend = tx.backend();
    let sql = push_value(backend, Sql::new("select v.value, count(*) from (select "), field);
    let sql = sql.push(" as value from contacts c) v where v.value is not null group by v.value");
    let found: Vec<(String, i64)> = tx.fetch_all(sql).await?;
    let count = |choice: &String| {
        let folded = fold(choice);
        let has = |value: &str| value.split(';').any(|one| fold(one.trim()) == folded);
        found.iter().filter(|(value, _)| has(value)).map(|(_, contacts)| contacts).sum::<i64>()
    };
    Ok(choices.iter().map(|choice| (choice.clone(), count(choice))).filter(|(_, count)| *count > 0).collect())
}

/// The tables that have rules, their ids, and the columns in which these stand as JSON.
const RULES: [(&str, &str, &str); 5] = [
    ("contact_groups", "group_id", "condition"),
    ("scores", "score_id", "rules"),
    ("scores", "score_id", "draft"),
    ("personas", "persona_id", "rules"),
    ("personas", "persona_id", "draft"),
];

/// Lets all rules that name values of a field name the new ones (see [`rename_values`]). Nothing is counted anew: the contacts
/// follow. The caller holds the lock of recalculations.
pub async fn rename_in_rules(
    tx: &mut Tx,
    field: &str,
    renames: &BTreeMap<String, String>,
) -> Result<(), StoreError> {
    for (table, id, column) in RULES {
        let sql = Sql::new("select ").push(id).push(", ").push(column).push(" from ").push(table);
        let rows: Vec<(i64, String)> =
            tx.fetch_all(sql.push(" where ").push(column).push(" is not null")).await?;
        for (owner, text) in rows {
            let Ok(mut typed) = serde_json::from_str(&text) else { continue };
            if rename_values(&mut typed, field, renames) {
                let sql = Sql::new("update ").push(table).push(" set ").push(column).push(" = ");
                let sql = sql.push_value(typed.to_string()).push(" where ").push(id).push(" = ");
                tx.execute(sql.push_value(owner)).await?;
            }
        }
    }
    Ok(())
}

/// How many contacts have a value in a field.
pub async fn count_values(mut from: impl Select, name: &str) -> Result<i64, StoreError> {
    let sql = Sql::new("select count(*) from contacts c where c.custom is not null and ");
    let sql = dialect::push_entry(from.backend(), sql, "c.custom", name).push(" is not null");
    let row: Option<(i64,)> = from.fetch_optional(sql).await?;
    Ok(row.map_or(0, |(count,)| count))
}
