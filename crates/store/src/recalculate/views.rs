//! Reads what conditions see of contacts: only what the conditions at hand depend on.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use muster_domain::condition::{ActivityView, ContactView, Known, Uses};
use muster_domain::import::SeenContacts;
use muster_domain::{AccountId, ContactId, Field, GroupId, Origin, RoleId, ScoreId};
use serde::de::{self, DeserializeOwned, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::{Backend, Select, Sql, StoreError, dialect};

/// What contacts are read from: the base or a transaction, or that of a dry run, which no more is asked of.
pub trait Packed: Send {
    /// Which database it is.
    fn backend(&self) -> Backend;

    /// The one text that a `select` answers with.
    fn fetch_text(&mut self, sql: Sql) -> impl Future<Output = Result<String, StoreError>> + Send;
}

impl<S: Select> Packed for S {
    fn backend(&self) -> Backend {
        Select::backend(self)
    }

    async fn fetch_text(&mut self, sql: Sql) -> Result<String, StoreError> {
        let row: Option<(String,)> = self.fetch_optional(sql).await?;
        row.map(|(text,)| text).ok_or_else(|| StoreError::Damaged("a select answers with no row".into()))
    }
}

/// The rows of a `select` of these columns. They come as one text: what a driver does for each value of each row takes many times
/// as long as reading JSON.
pub(super) async fn fetch_packed<T: DeserializeOwned>(
    from: &mut impl Packed,
    columns: &[&'static str],
    rest: impl FnOnce(Sql) -> Sql,
) -> Result<Vec<T>, StoreError> {
    let packed = from.fetch_text(rest(dialect::select_packed(from.backend(), columns))).await?;
    Ok(serde_json::from_str(&packed)?)
}

/// Contacts of which what may be much is read as one text: a contact may have thousands of activities, and long texts.
const AT_ONCE: usize = 1_000;

/// The contacts with these ids that exist, with what `uses` names.
pub async fn load_views(
    from: &mut impl Packed,
    known: &Known,
    contacts: &[i64],
    uses: &Uses,
) -> Result<Vec<ContactView>, StoreError> {
    let mut views = Vec::with_capacity(contacts.len());
    for contacts in contacts.chunks(AT_ONCE) {
        views.extend(fields(from, known, contacts, uses).await?);
    }
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
        for contacts in contacts.chunks(AT_ONCE) {
            for (contact, activity) in activities(from, contacts, uses).await? {
                if let Some(&at) = places.get(&contact) {
                    views[at].activities.push(activity);
                }
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
    from: &mut impl Packed,
    contacts: &[i64],
    uses: &Uses,
) -> Result<Vec<(i64, i64, i64)>, StoreError> {
    let backend = from.backend();
    let scores = uses.crossings.iter().map(|id| id.0).collect();
    fetch_packed(from, &["x.contact_id", "x.score_id", "x.at"], |sql| {
        let sql = sql.push(" from score_crossings x where x.contact_id in ");
        let sql = dialect::push_ids(backend, sql, contacts.to_vec()).push(" and x.score_id in ");
        dialect::push_ids(backend, sql, scores)
    })
    .await
}

/// A contact's numbers, and its texts in the order in which they were asked for.
struct Row {
    numbers: (i64, i64, i64, Option<i64>),
    texts: Vec<Option<String>>,
}

impl<'de> Deserialize<'de> for Row {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(RowVisitor)
    }
}

struct RowVisitor;

impl<'de> Visitor<'de> for RowVisitor {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("four numbers and texts")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut row: A) -> Result<Row, A::Error> {
        let short = |place| de::Error::invalid_length(place, &self);
        let id = row.next_element()?.ok_or_else(|| short(0))?;
        let created_at = row.next_element()?.ok_or_else(|| short(1))?;
        let changed_at = row.next_element()?.ok_or_else(|| short(2))?;
        let created_by = row.next_element()?.ok_or_else(|| short(3))?;
        let mut texts = Vec::new();
        while let Some(text) = row.next_element()? {
            texts.push(text);
        }
        Ok(Row { numbers: (id, created_at, changed_at, created_by), texts })
    }
}

async fn fields(
    from: &mut impl Packed,
    known: &Known,
    contacts: &[i64],
    uses: &Uses,
) -> Result<Vec<ContactView>, StoreError> {
    let wanted: Vec<Field> = uses.fields.iter().filter_map(|name| known.fields.named(name)).collect();
    let columns: Vec<&'static str> = wanted.iter().filter_map(Field::column).collect();
    let custom = columns.len() < wanted.len();
    let all = ["contact_id", "created_at", "changed_at", "source_import"].into_iter();
    let all: Vec<&'static str> =
        all.chain(columns.iter().copied()).chain(custom.then_some("custom")).collect();
    let backend = from.backend();
    let rows: Vec<Row> = fetch_packed(from, &all, |sql| {
        dialect::push_ids(backend, sql.push(" from contacts where contact_id in "), contacts.to_vec())
    })
    .await?;
    rows.into_iter().map(|row| view(row, &columns)).collect()
}

fn view(row: Row, columns: &[&'static str]) -> Result<ContactView, StoreError> {
    let (contact_id, created_at, changed_at, created_by) = row.numbers;
    let mut texts = row.texts.into_iter();
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    for (column, text) in columns.iter().zip(texts.by_ref()) {
        values.extend(text.map(|text| ((*column).to_owned(), text)));
    }
    if let Some(document) = texts.next().flatten() {
        values.extend(serde_json::from_str::<BTreeMap<String, String>>(&document)?);
    }
    Ok(ContactView { contact_id, values, created_at, changed_at, created_by, ..ContactView::default() })
}

async fn groups(
    from: &mut impl Packed,
    contacts: &[i64],
    uses: &Uses,
    mut found: impl FnMut(i64, GroupId),
) -> Result<(), StoreError> {
    let backend = from.backend();
    let groups = uses.groups.iter().map(|id| id.0).collect();
    let rows: Vec<(i64, i64)> = fetch_packed(from, &["m.contact_id", "m.group_id"], |sql| {
        let sql = sql.push(" from members m where m.reasons < 16 and m.contact_id in ");
        let sql = dialect::push_ids(backend, sql, contacts.to_vec()).push(" and m.group_id in ");
        dialect::push_ids(backend, sql, groups)
    })
    .await?;
    for (contact, group) in rows {
        found(contact, GroupId(group));
    }
    Ok(())
}

async fn activities(
    from: &mut impl Packed,
    contacts: &[i64],
    uses: &Uses,
) -> Result<Vec<(i64, ActivityView)>, StoreError> {
    type Row = (i64, i64, i64, Option<String>, Option<String>, Option<String>);
    let backend = from.backend();
    let columns = ["a.contact_id", "a.type_id", "a.at", "a.item", "a.value", "a.url"];
    let rows: Vec<Row> = fetch_packed(from, &columns, |sql| {
        let sql = sql.push(" from activities a where a.contact_id in ");
        let sql = dialect::push_ids(backend, sql, contacts.to_vec());
        if uses.any_activity {
            return sql;
        }
        // The sign keeps SQLite from looking at all activities of a type instead of those of the contacts.
        let types = uses.activity_types.iter().copied().collect();
        dialect::push_ids(backend, sql.push(" and +a.type_id in "), types)
    })
    .await?;
    let split = |(contact, type_id, at, item, value, url): Row| {
        (contact, ActivityView { type_id, at, item, value, url })
    };
    Ok(rows.into_iter().map(split).collect())
}

async fn accounts(
    from: &mut impl Packed,
    contacts: &[i64],
) -> Result<Vec<(i64, i64, Option<i64>)>, StoreError> {
    let backend = from.backend();
    fetch_packed(from, &["ac.contact_id", "ac.account_id", "ac.role_id"], |sql| {
        let sql = sql.push(" from account_contacts ac where ac.contact_id in ");
        dialect::push_ids(backend, sql, contacts.to_vec())
    })
    .await
}

async fn imports(from: &mut impl Packed, contacts: &[i64]) -> Result<Vec<(i64, i64)>, StoreError> {
    let backend = from.backend();
    fetch_packed(from, &["h.contact_id", "h.origin_id"], |sql| {
        let sql =
            sql.push(" from contact_history h where h.origin_kind = ").push_value(Origin::Import as i64);
        dialect::push_ids(backend, sql.push(" and h.contact_id in "), contacts.to_vec())
    })
    .await
}

/// Which of the contacts were met by which of the imports that are asked for.
async fn met(from: &mut impl Packed, contacts: &[i64], uses: &Uses) -> Result<Vec<(i64, i64)>, StoreError> {
    let backend = from.backend();
    let pages: BTreeSet<i64> = contacts.iter().map(|&id| SeenContacts::page_of(ContactId(id))).collect();
    let imports = uses.unchanged_by.iter().copied().collect();
    let columns = ["s.import_id", "s.page", dialect::hexadecimal(backend)];
    let rows: Vec<(i64, i64, String)> = fetch_packed(from, &columns, |sql| {
        let sql = sql.push(" from import_seen s where s.import_id in ");
        let sql = dialect::push_ids(backend, sql, imports).push(" and s.page in ");
        dialect::push_ids(backend, sql, pages.into_iter().collect())
    })
    .await?;
    let mut found = Vec::new();
    for (import, page, bits) in rows {
        let mut seen = SeenContacts::default();
        if !bytes(&bits).is_some_and(|bits| seen.restore_page(page, &bits)) {
            return Err(StoreError::Damaged(format!("page {page} of import {import}")));
        }
        let met = contacts.iter().filter(|&&id| seen.contains(ContactId(id)));
        found.extend(met.map(|&id| (id, import)));
    }
    Ok(found)
}

/// The bytes that hexadecimal digits spell.
fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2).map(|pair| str::from_utf8(pair).ok());
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}
