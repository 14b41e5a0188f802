//! Writing single contacts and small sets: what people do by hand. Imports have their own writers.

use std::borrow::Cow;
use std::collections::BTreeSet;

use muster_domain::import::Before;
use muster_domain::{ContactId, Email, Field, Fields, Origin};
use sqlx::FromRow;

use super::Contact;
use crate::base::{counters, dialect, documents};
use crate::contacts::{erased, identities};
use crate::find::search;
use crate::{Sql, StoreError, Tx};

const EMAIL: i64 = 1;

/// Who changes a contact, and when.
#[derive(Debug, Clone, Copy)]
pub struct By {
    /// A person, or a mass action.
    pub origin: Origin,
    /// The mass action's id; a person's changes get one each.
    pub id: Option<i64>,
    /// Milliseconds since 1970.
    pub now: i64,
}

/// Makes a contact; [`StoreError::Taken`] when the address is another's, [`StoreError::Erased`] when its owner asked to be
/// erased.
pub async fn create(
    tx: &mut Tx,
    email: &Email,
    values: &[(Field, Option<String>)],
    now: i64,
) -> Result<ContactId, StoreError> {
    let id = ContactId(counters::reserve(tx, "contact", 1).await?);
    identify(tx, email, id.0).await?;
    let email = email.display().into_owned();
    let new = New { id, email: &email, created_at: now, changed_at: now, source: None };
    insert(tx, new, values).await?;
    Ok(id)
}

/// A value of before as a field takes it today, if it does: one of the company's may have been deleted, and another have its
/// name now.
pub(crate) fn taken_back(field: &Field, value: &str) -> Option<String> {
    match field.as_custom() {
        Some(_) => field.read(value).ok().flatten().map(Cow::into_owned),
        None => Some(value.to_owned()),
    }
}

/// Puts a contact back as it was, with the values that its fields still take. Its identities are the caller's.
pub(crate) async fn restore(tx: &mut Tx, was: &Contact, fields: &Fields) -> Result<(), StoreError> {
    let value = |field: &Field| taken_back(field, was.fields.get(field.name())?.as_deref()?);
    let values: Vec<(Field, Option<String>)> =
        fields.values().map(|field| (field.clone(), value(&field))).collect();
    let Contact { contact_id: id, created_at, changed_at, source, .. } = *was;
    insert(tx, New { id, email: &was.email, created_at, changed_at, source }, &values).await
}

/// What a contact has beside its values.
struct New<'a> {
    id: ContactId,
    email: &'a str,
    created_at: i64,
    changed_at: i64,
    source: Option<(i64, i64)>,
}

async fn insert(tx: &mut Tx, new: New<'_>, values: &[(Field, Option<String>)]) -> Result<(), StoreError> {
    let given = || values.iter().map(|(field, value)| (field, value.as_deref()));
    let custom = documents::merged(None, documents::custom_entries(given()))?;
    let folded = documents::merged(None, documents::folded_entries(None, given()))?;
    let mut sql = Sql::new(
        "insert into contacts (contact_id, email, created_at, changed_at, source_import, source_row, custom, folded",
    );
    for column in values.iter().filter_map(|(field, _)| field.column()) {
        sql = sql.push(", ").push(column);
    }
    let (import, row) = new.source.unzip();
    sql = sql.push(") values (").push_value(new.id.0).push(", ").push_value(new.email);
    for number in [Some(new.created_at), Some(new.changed_at), import, row] {
        sql = sql.push(", ").push_value(number);
    }
    for document in [custom, folded] {
        sql = sql.push(", ").push_value(document);
    }
    for (_, value) in values.iter().filter(|(field, _)| field.column().is_some()) {
        sql = sql.push(", ").push_value(value.clone());
    }
    tx.execute(sql.push(")")).await?;
    search::refresh(tx, &[new.id.0]).await
}

async fn identify(tx: &mut Tx, email: &Email, id: i64) -> Result<(), StoreError> {
    erased::refuse(tx, email).await?;
    let sql = Sql::new("insert into identities (kind, value, contact_id) values ($1, $2, $3)");
    tx.execute(sql.bind(EMAIL).bind(email.key()).bind(id)).await.map(drop)
}

/// A contact with its documents.
struct Current {
    contact: Contact,
    custom: Option<String>,
    folded: Option<String>,
}

impl<'r, R: sqlx::Row> FromRow<'r, R> for Current
where
    Contact: FromRow<'r, R>,
    &'static str: sqlx::ColumnIndex<R>,
    Option<String>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        Ok(Self {
            contact: Contact::from_row(row)?,
            custom: row.try_get("custom")?,
            folded: row.try_get("folded")?,
        })
    }
}

/// The contact with this id, which nobody else writes until the end of the transaction.
pub async fn claim(tx: &mut Tx, id: ContactId) -> Result<Option<Contact>, StoreError> {
    let sql = Sql::new("select * from contacts where contact_id = $1").bind(id.0);
    tx.fetch_optional(dialect::push_claim(tx.backend(), sql)).await
}

/// Writes values, and a new address, of contacts that exist; all get the same. Keeps the values before as history, and
/// returns the names of the fields that changed with the contacts in which any did. [`StoreError::Taken`] when the address
/// is another's.
pub async fn update(
    tx: &mut Tx,
    contacts: &[i64],
    email: Option<&Email>,
    values: &[(Field, Option<String>)],
    by: By,
) -> Result<(BTreeSet<String>, Vec<i64>), StoreError> {
    let changed = change(tx, contacts, email, values, by.now).await?;
    let (mut names, mut ids) = (BTreeSet::new(), Vec::new());
    for (contact, before) in changed {
        note_history(tx, &contact, &before, by).await?;
        names.extend(before.into_keys());
        ids.push(contact.contact_id.0);
    }
    Ok((names, ids))
}

/// Does what [`update`] does without keeping history. Returns the contacts that changed as they were, each with the values
/// before of the fields that changed.
pub(crate) async fn change(
    tx: &mut Tx,
    contacts: &[i64],
    email: Option<&Email>,
    values: &[(Field, Option<String>)],
    now: i64,
) -> Result<Vec<(Contact, Before)>, StoreError> {
    let backend = tx.backend();
    let sql = dialect::push_ids(
        backend,
        Sql::new("select * from contacts where contact_id in "),
        contacts.to_vec(),
    );
    // Nobody else writes them until the transaction ends: documents are written as a whole.
    let sql = dialect::push_claim(backend, sql.push(" order by contact_id"));
    let rows: Vec<Current> = tx.fetch_all(sql).await?;
    let (mut changed, mut to_search) = (Vec::new(), Vec::new());
    for current in rows {
        let before = differences(&current.contact, email, values);
        if before.is_empty() {
            continue;
        }
        write(tx, &current, email, values, now).await?;
        if before.keys().any(|name| search::reads(name)) {
            to_search.push(current.contact.contact_id.0);
        }
        changed.push((current.contact, before));
    }
    if !to_search.is_empty() {
        search::refresh(tx, &to_search).await?;
    }
    Ok(changed)
}

/// The values that will be others, as they are before.
fn differences(contact: &Contact, email: Option<&Email>, values: &[(Field, Option<String>)]) -> Before {
    let mut before = Before::new();
    for (field, value) in values {
        let old = contact.fields.get(field.name()).cloned().flatten();
        if old != *value {
            before.insert(field.name().to_owned(), old);
        }
    }
    if email.is_some_and(|email| email.display() != contact.email) {
        before.insert("email".to_owned(), Some(contact.email.clone()));
    }
    before
}

async fn write(
    tx: &mut Tx,
    current: &Current,
    email: Option<&Email>,
    values: &[(Field, Option<String>)],
    now: i64,
) -> Result<(), StoreError> {
    let id = current.contact.contact_id.0;
    let given = || values.iter().map(|(field, value)| (field, value.as_deref()));
    let (custom, folded) = (current.custom.as_deref(), current.folded.as_deref());
    let new_custom = documents::merged(custom, documents::custom_entries(given()))?;
    let new_folded = documents::merged(folded, documents::folded_entries(folded, given()))?;
    let mut sql = Sql::new("update contacts set changed_at = ").push_value(now);
    sql = sql.push(", custom = ").push_value(new_custom).push(", folded = ").push_value(new_folded);
    for (field, value) in values {
        if let Some(column) = field.column() {
            sql = sql.push(", ").push(column).push(" = ").push_value(value.clone());
        }
    }
    if let Some(email) = email.filter(|email| email.display() != current.contact.email) {
        sql = sql.push(", email = ").push_value(email.display().into_owned());
        change_identity(tx, &current.contact, email).await?;
    }
    let sql = sql.push(" where contact_id = ").push_value(id).push(" and changed_at = ");
    match tx.execute(sql.push_value(current.contact.changed_at)).await? {
        1 => Ok(()),
        _ => Err(StoreError::Conflict(format!("contact {id} was changed by another"))),
    }
}

/// Lets a contact show another address. One that is its own already, by a merge, stays beside the present one; a new one
/// takes its place.
async fn change_identity(tx: &mut Tx, contact: &Contact, email: &Email) -> Result<(), StoreError> {
    let (id, old) = (contact.contact_id.0, identities::key(&contact.email));
    if identities::addresses(&mut &mut *tx, contact).await?.iter().any(|own| own == email.key()) {
        let sql =
            Sql::new("update identities set merged = 1 where kind = 1 and value = $1 and contact_id = $2");
        return tx.execute(sql.bind(old).bind(id)).await.map(drop);
    }
    let sql = Sql::new("delete from identities where kind = 1 and contact_id = $1 and value = $2");
    tx.execute(sql.bind(id).bind(old)).await?;
    identify(tx, email, id).await?;
    // Beside others it is one of a merged contact.
    let sql = Sql::new(
        "update identities set merged = 1 where kind = 1 and value = $1 and exists
            (select 1 from identities i where i.contact_id = $2 and i.merged is not null)",
    );
    tx.execute(sql.bind(email.key()).bind(id)).await.map(drop)
}

/// Keeps the values before a change, as history.
pub(crate) async fn note_history(
    tx: &mut Tx,
    contact: &Contact,
    before: &Before,
    by: By,
) -> Result<(), StoreError> {
    let origin_id = match by.id {
        Some(id) => id,
        None => counters::reserve(tx, "change", 1).await?,
    };
    let sql = Sql::new(
        "insert into contact_history (contact_id, origin_kind, origin_id, source_row, changed_at, changed_before, before)
         values ($1, $2, $3, null, $4, $5, $6)
         on conflict (contact_id, origin_kind, origin_id) do nothing",
    );
    let sql = sql
        .bind(contact.contact_id.0)
        .bind(by.origin as i64)
        .bind(origin_id)
        .bind(by.now)
        .bind(contact.changed_at)
        .bind(serde_json::to_string(before)?);
    tx.execute(sql).await.map(drop)
}
