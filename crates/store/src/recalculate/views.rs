//! Reads what conditions see of contacts: only what the conditions at hand depend on.

use std::collections::{BTreeSet, HashMap};

use muster_domain::condition::{ActivityView, ContactView, Known, Uses};
use muster_domain::import::SeenContacts;
use muster_domain::{AccountId, ContactId, Field, GroupId, Origin, RoleId, ScoreId};
use sqlx::FromRow;

use crate::{Select, Sql, StoreError, dialect};

/// The contacts with these ids that exist, with what `uses` names.
pub async fn load_views(
    from: &mut impl Select,
    known: &Known,
    contacts: &[i64],
    uses: &Uses,
) -> Result<Vec<ContactView>, StoreError> {
    let mut views = fields(from, known, contacts, uses).await?;
    let places: HashMap<i64, usize> =
        views.iter().enumerate().map(|(at, view)| (view.contact_id, at)).collect();
    if !uses.groups.is_empty() {
        groups(from, contacts, uses, |contact, group| {
            if let Some(&at) = places.get(&contact) {
                views[at].groups.insert(group);
            }
        })
        .await?;
    }
    if uses.activities() {
        for (contact, activity) in activities(from, contacts, uses).await? {
            if let Some(&at) = places.get(&contact) {
                views[at].activities.push(activity);
            }
        }
    }
    if uses.accounts {
        for (contact, account, role) in accounts(from, contacts).await? {
            if let Some(&at) = places.get(&contact) {
                views[at].accounts.push((AccountId(account), role.map(RoleId)));
            }
        }
    }
    if uses.imports {
        for (contact, import) in imports(from, contacts).await? {
            if let Some(&at) = places.get(&contact) {
                views[at].updated_by.insert(import);
            }
        }
    }
    if !uses.unchanged_by.is_empty() {
        for (contact, import) in met(from, contacts, uses).await? {
            if let Some(&at) = places.get(&contact) {
                views[at].met_by.insert(import);
            }
        }
    }
    if !uses.crossings.is_empty() {
        for (contact, score, at) in crossings(from, contacts, uses).await? {
            if let Some(&place) = places.get(&contact) {
                views[place].crossings.push((ScoreId(score), at));
            }
        }
    }
    Ok(views)
}

async fn crossings(
    from: &mut impl Select,
    contacts: &[i64],
    uses: &Uses,
) -> Result<Vec<(i64, i64, i64)>, StoreError> {
    let backend = from.backend();
    let sql = Sql::new("select x.contact_id, x.score_id, x.at from score_crossings x where x.contact_id in ");
    let sql = dialect::push_ids(backend, sql, contacts.to_vec()).push(" and x.score_id in ");
    from.fetch_all(dialect::push_ids(backend, sql, uses.crossings.iter().map(|id| id.0).collect())).await
}

/// A contact's numbers, and its texts in the order in which they were asked for.
struct Row {
    numbers: (i64, i64, i64, Option<i64>),
    texts: Vec<Option<String>>,
}

impl<'r, R: sqlx::Row> FromRow<'r, R> for Row
where
    usize: sqlx::ColumnIndex<R>,
    i64: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<i64>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<String>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        let numbers = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
        Ok(Self { numbers, texts: (4..row.len()).map(|at| row.try_get(at)).collect::<Result<_, _>>()? })
    }
}

async fn fields(
    from: &mut impl Select,
    known: &Known,
    contacts: &[i64],
    uses: &Uses,
) -> Result<Vec<ContactView>, StoreError> {
    let wanted: Vec<Field> = uses.fields.iter().filter_map(|name| known.fields.named(name)).collect();
    let columns: Vec<&'static str> = wanted.iter().filter_map(Field::column).collect();
    let custom = columns.len() < wanted.len();
    let mut sql = Sql::new("select c.contact_id, c.created_at, c.changed_at, c.source_import");
    for column in &columns {
        sql = sql.push(", c.").push(column);
    }
    let sql =
        sql.push(if custom { ", c.custom" } else { "" }).push(" from contacts c where c.contact_id in ");
    let rows: Vec<Row> = from.fetch_all(dialect::push_ids(from.backend(), sql, contacts.to_vec())).await?;
    rows.into_iter().map(|row| view(row, &columns)).collect()
}

fn view(row: Row, columns: &[&'static str]) -> Result<ContactView, StoreError> {
    let (contact_id, created_at, changed_at, created_by) = row.numbers;
    let mut texts = row.texts.into_iter();
    let mut values: HashMap<String, String> = HashMap::new();
    for (column, text) in columns.iter().zip(texts.by_ref()) {
        values.extend(text.map(|text| ((*column).to_owned(), text)));
    }
    if let Some(document) = texts.next().flatten() {
        values.extend(serde_json::from_str::<HashMap<String, String>>(&document)?);
    }
    Ok(ContactView { contact_id, values, created_at, changed_at, created_by, ..ContactView::default() })
}

async fn groups(
    from: &mut impl Select,
    contacts: &[i64],
    uses: &Uses,
    mut found: impl FnMut(i64, GroupId),
) -> Result<(), StoreError> {
    let backend = from.backend();
    let sql =
        Sql::new("select m.contact_id, m.group_id from members m where m.reasons < 16 and m.contact_id in ");
    let sql = dialect::push_ids(backend, sql, contacts.to_vec()).push(" and m.group_id in ");
    let sql = dialect::push_ids(backend, sql, uses.groups.iter().map(|id| id.0).collect());
    let rows: Vec<(i64, i64)> = from.fetch_all(sql).await?;
    for (contact, group) in rows {
        found(contact, GroupId(group));
    }
    Ok(())
}

#[derive(FromRow)]
struct ActivityRow {
    contact_id: i64,
    type_id: i64,
    at: i64,
    item: Option<String>,
    value: Option<String>,
    url: Option<String>,
}

async fn activities(
    from: &mut impl Select,
    contacts: &[i64],
    uses: &Uses,
) -> Result<Vec<(i64, ActivityView)>, StoreError> {
    let backend = from.backend();
    let sql = Sql::new(
        "select a.contact_id, a.type_id, a.at, a.item, a.value, a.url from activities a where a.contact_id in ",
    );
    let mut sql = dialect::push_ids(backend, sql, contacts.to_vec());
    if !uses.any_activity {
        // The sign keeps SQLite from looking at all activities of a type instead of those of the contacts.
        let types = uses.activity_types.iter().copied().collect();
        sql = dialect::push_ids(backend, sql.push(" and +a.type_id in "), types);
    }
    let rows: Vec<ActivityRow> = from.fetch_all(sql).await?;
    let split = |row: ActivityRow| {
        let ActivityRow { contact_id, type_id, at, item, value, url } = row;
        (contact_id, ActivityView { type_id, at, item, value, url })
    };
    Ok(rows.into_iter().map(split).collect())
}

async fn accounts(
    from: &mut impl Select,
    contacts: &[i64],
) -> Result<Vec<(i64, i64, Option<i64>)>, StoreError> {
    let sql = Sql::new(
        "select ac.contact_id, ac.account_id, ac.role_id from account_contacts ac where ac.contact_id in ",
    );
    from.fetch_all(dialect::push_ids(from.backend(), sql, contacts.to_vec())).await
}

async fn imports(from: &mut impl Select, contacts: &[i64]) -> Result<Vec<(i64, i64)>, StoreError> {
    let sql = Sql::new("select h.contact_id, h.origin_id from contact_history h where h.origin_kind = ");
    let sql = sql.push_value(Origin::Import as i64).push(" and h.contact_id in ");
    from.fetch_all(dialect::push_ids(from.backend(), sql, contacts.to_vec())).await
}

/// Which of the contacts were met by which of the imports that are asked for.
async fn met(from: &mut impl Select, contacts: &[i64], uses: &Uses) -> Result<Vec<(i64, i64)>, StoreError> {
    let backend = from.backend();
    let pages: BTreeSet<i64> = contacts.iter().map(|&id| SeenContacts::page_of(ContactId(id))).collect();
    let sql = Sql::new("select s.import_id, s.page, s.bits from import_seen s where s.import_id in ");
    let sql = dialect::push_ids(backend, sql, uses.unchanged_by.iter().copied().collect());
    let sql = dialect::push_ids(backend, sql.push(" and s.page in "), pages.into_iter().collect());
    let mut found = Vec::new();
    for (import, page, bits) in from.fetch_all::<(i64, i64, Vec<u8>)>(sql).await? {
        let mut seen = SeenContacts::default();
        if !seen.restore_page(page, &bits) {
            return Err(StoreError::Damaged(format!("page {page} of import {import}")));
        }
        let met = contacts.iter().filter(|&&id| seen.contains(ContactId(id)));
        found.extend(met.map(|&id| (id, import)));
    }
    Ok(found)
}
