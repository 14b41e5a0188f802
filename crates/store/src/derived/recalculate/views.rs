//! Reads what conditions see of contacts: only what the conditions at hand depend on.

use std::collections::{BTreeMap, BTreeSet};

use muster_domain::condition::{ActivityView, ContactView, FieldValues, Known, Uses};
use muster_domain::import::SeenContacts;
use muster_domain::{AccountId, ContactId, Field, GroupId, Origin, RoleId, ScoreId};

use crate::base::columns::Source;
use crate::base::dialect;
use crate::{Backend, Sql, StoreError};

/// Adds a test whether a row is of one of these contacts. Where they lie close together, it is whether it is of one between the first
/// and the last, which takes less time than to look each of them up: rows of others are to be left out.
pub(super) fn push_near(backend: Backend, sql: Sql, column: &'static str, contacts: &[i64]) -> Sql {
    let close = match backend {
        Backend::Postgres => contacts.len() as i64 * 4, // measured: a quarter of those between them
        Backend::Sqlite => contacts.len() as i64 * 3 / 2, // two thirds: it looks up faster
    };
    match contacts.iter().min().zip(contacts.iter().max()) {
        Some((&first, &last)) if last - first <= close => {
            sql.push(column).push(" between ").push_value(first).push(" and ").push_value(last)
        }
        _ => dialect::push_ids(backend, sql.push(column).push(" in "), contacts.to_vec()),
    }
}

/// Contacts in the order of their ids, each once.
pub(super) fn in_order(mut contacts: Vec<i64>) -> Vec<i64> {
    contacts.sort_unstable();
    contacts.dedup();
    contacts
}

/// Finds the places of contacts in a list of them, at once when they are asked for in its order.
#[derive(Debug, Clone)]
pub(super) struct Places {
    /// Ascending.
    contacts: Vec<i64>,
    last: usize,
}

impl Places {
    pub(super) fn of(views: &[ContactView]) -> Self {
        Self { contacts: views.iter().map(|view| view.contact_id).collect(), last: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.contacts.len()
    }

    pub(super) fn find(&mut self, contact: i64) -> Option<usize> {
        let near = [self.last, self.last + 1].into_iter().find(|&at| self.contacts.get(at) == Some(&contact));
        self.last = match near {
            Some(at) => at,
            None => self.contacts.binary_search(&contact).ok()?,
        };
        Some(self.last)
    }
}

/// Contacts of which what may be much is read in one go: a contact may have thousands of activities, and long texts.
const AT_ONCE: usize = 1_000;

/// The contacts with these ids that exist, with what `uses` names, in the order of their ids.
pub async fn load_views(
    from: &mut impl Source,
    known: &Known,
    contacts: &[i64],
    uses: &Uses,
) -> Result<Vec<ContactView>, StoreError> {
    let contacts: &[i64] = &in_order(contacts.to_vec());
    let mut views = Vec::with_capacity(contacts.len());
    for contacts in contacts.chunks(AT_ONCE) {
        views.extend(fields(from, known, contacts, uses).await?);
    }
    views.sort_unstable_by_key(|view| view.contact_id);
    let mut places = Places::of(&views);
    if !uses.groups.is_empty() {
        groups(from, contacts, uses, |contact, group| {
            if let Some(at) = places.find(contact) {
                views[at].groups.insert(group);
            }
        })
        .await?;
    }
    if uses.activities() {
        for contacts in contacts.chunks(AT_ONCE) {
            for (contact, activity) in activities(from, contacts, uses).await? {
                if let Some(at) = places.find(contact) {
                    views[at].activities.push(activity);
                }
            }
        }
    }
    if uses.accounts {
        for [contact, account, role] in accounts(from, contacts).await? {
            if let Some(at) = places.find(contact) {
                views[at].accounts.push((AccountId(account), given(role).map(RoleId)));
            }
        }
    }
    if uses.imports {
        for [contact, import] in imports(from, contacts).await? {
            if let Some(at) = places.find(contact) {
                views[at].updated_by.insert(import);
            }
        }
    }
    if !uses.unchanged_by.is_empty() {
        for [contact, import] in met(from, contacts, uses).await? {
            if let Some(at) = places.find(contact) {
                views[at].met_by.insert(import);
            }
        }
    }
    if !uses.crossings.is_empty() {
        for [contact, score, at] in crossings(from, contacts, uses).await? {
            let score = ScoreId(score);
            if let Some(place) = places.find(contact).filter(|_| uses.crossings.contains(&score)) {
                views[place].crossings.push((score, at));
            }
        }
    }
    Ok(views)
}

async fn fields(
    from: &mut impl Source,
    known: &Known,
    contacts: &[i64],
    uses: &Uses,
) -> Result<Vec<ContactView>, StoreError> {
    const NUMBERS: [&str; 4] = ["contact_id", "created_at", "changed_at", "coalesce(source_import, -1)"];
    let wanted: Vec<Field> = uses.fields.iter().filter_map(|name| known.fields.named(name)).collect();
    let standard: Vec<&'static str> = wanted.iter().filter_map(Field::column).collect();
    let custom = (standard.len() < wanted.len()).then_some("custom");
    let texts: Vec<&'static str> = standard.iter().copied().chain(custom).collect();
    let backend = from.backend();
    let near = |sql: Sql| push_near(backend, sql.push(" from contacts where "), "contact_id", contacts);
    let mut columns = from.read((&NUMBERS, &texts), near).await?;
    let mut texts = columns.take_texts();
    let rows =
        columns.rows().enumerate().filter(|(_, [contact, _, _, _])| contacts.binary_search(contact).is_ok());
    rows.map(|(row, numbers)| view(numbers, &standard, texts.iter_mut().map(|texts| texts[row].take())))
        .collect()
}

/// A contact with its numbers, and its texts: those of the standard fields, and perhaps those of the others.
fn view(
    [contact_id, created_at, changed_at, created_by]: [i64; 4],
    standard: &[&'static str],
    mut texts: impl Iterator<Item = Option<String>>,
) -> Result<ContactView, StoreError> {
    let mut values = FieldValues::default();
    for (column, text) in standard.iter().zip(texts.by_ref()) {
        if let Some(text) = text {
            values.insert(*column, text);
        }
    }
    if let Some(document) = texts.next().flatten() {
        let custom: BTreeMap<String, String> = serde_json::from_str(&document)?;
        for (name, text) in custom {
            values.insert(name, text);
        }
    }
    let created_by = given(created_by);
    Ok(ContactView { contact_id, values, created_at, changed_at, created_by, ..ContactView::default() })
}

/// A number that is read as -1 where there is none.
pub(super) fn given(number: i64) -> Option<i64> {
    (number != -1).then_some(number)
}

async fn groups(
    from: &mut impl Source,
    contacts: &[i64],
    uses: &Uses,
    mut found: impl FnMut(i64, GroupId),
) -> Result<(), StoreError> {
    let backend = from.backend();
    let groups = uses.groups.iter().map(|id| id.0).collect();
    let rest = |sql: Sql| {
        let sql = sql.push(" from members m where m.reasons < 16 and ");
        let sql = push_near(backend, sql, "m.contact_id", contacts).push(" and m.group_id in ");
        dialect::push_ids(backend, sql, groups)
    };
    let columns = from.read((&["m.contact_id", "m.group_id"], &[]), rest).await?;
    columns.rows().for_each(|[contact, group]| found(contact, GroupId(group)));
    Ok(())
}

async fn activities(
    from: &mut impl Source,
    contacts: &[i64],
    uses: &Uses,
) -> Result<Vec<(i64, ActivityView)>, StoreError> {
    let backend = from.backend();
    let texts = if uses.activity_texts { &["a.item", "a.value", "a.url"][..] } else { &[] };
    let rest = |sql: Sql| {
        let sql = push_near(backend, sql.push(" from activities a where "), "a.contact_id", contacts);
        match uses.activity_types.first().zip(uses.activity_types.last()) {
            // A range is faster to test than a list, and no rule minds activities of the types between. The sign keeps SQLite from
            // looking at all activities of a type instead of those of the contacts.
            Some((&first, &last)) if !uses.any_activity => {
                let sql = sql.push(" and +a.type_id between ").push_value(first);
                sql.push(" and ").push_value(last)
            }
            _ => sql,
        }
    };
    let mut columns = from.read((&["a.contact_id", "a.type_id", "a.at"], texts), rest).await?;
    let mut texts = columns.take_texts();
    let mut text = |column: usize, row: usize| texts.get_mut(column).and_then(|texts| texts[row].take());
    let activity = |(row, [contact, type_id, at]): (usize, [i64; 3])| {
        let (item, value, url) = (text(0, row), text(1, row), text(2, row));
        (contact, ActivityView { type_id, at, item, value, url })
    };
    Ok(columns.rows().enumerate().map(activity).collect())
}

/// Contact, account, and role there.
async fn accounts(from: &mut impl Source, contacts: &[i64]) -> Result<Vec<[i64; 3]>, StoreError> {
    let backend = from.backend();
    let rest = |sql: Sql| {
        push_near(backend, sql.push(" from account_contacts ac where "), "ac.contact_id", contacts)
    };
    let wanted = ["ac.contact_id", "ac.account_id", "coalesce(ac.role_id, -1)"];
    Ok(from.read((&wanted, &[]), rest).await?.rows().collect())
}

/// Contact, and an import that changed it.
async fn imports(from: &mut impl Source, contacts: &[i64]) -> Result<Vec<[i64; 2]>, StoreError> {
    let backend = from.backend();
    let rest = |sql: Sql| {
        let sql =
            sql.push(" from contact_history h where h.origin_kind = ").push_value(Origin::Import as i64);
        push_near(backend, sql.push(" and "), "h.contact_id", contacts)
    };
    Ok(from.read((&["h.contact_id", "h.origin_id"], &[]), rest).await?.rows().collect())
}

/// Contact, score, and when it crossed the limit.
async fn crossings(
    from: &mut impl Source,
    contacts: &[i64],
    uses: &Uses,
) -> Result<Vec<[i64; 3]>, StoreError> {
    let backend = from.backend();
    let scores: Vec<i64> = uses.crossings.iter().map(|id| id.0).collect();
    let rest = |sql: Sql| {
        let sql = push_near(backend, sql.push(" from score_crossings x where "), "x.contact_id", contacts);
        push_near(backend, sql.push(" and "), "+x.score_id", &scores)
    };
    Ok(from.read((&["x.contact_id", "x.score_id", "x.at"], &[]), rest).await?.rows().collect())
}

/// Which of the contacts were met by which of the imports that are asked for.
async fn met(from: &mut impl Source, contacts: &[i64], uses: &Uses) -> Result<Vec<[i64; 2]>, StoreError> {
    let backend = from.backend();
    let pages: BTreeSet<i64> = contacts.iter().map(|&id| SeenContacts::page_of(ContactId(id))).collect();
    let imports = uses.unchanged_by.iter().copied().collect();
    let rest = |sql: Sql| {
        let sql = sql.push(" from import_seen s where s.import_id in ");
        let sql = dialect::push_ids(backend, sql, imports).push(" and s.page in ");
        dialect::push_ids(backend, sql, pages.into_iter().collect())
    };
    let mut columns = from.read((&["s.import_id", "s.page"], &[dialect::hexadecimal(backend)]), rest).await?;
    let bits = columns.take_texts().into_iter().flatten();
    let mut found = Vec::new();
    for ([import, page], bits) in columns.rows().zip(bits) {
        let mut seen = SeenContacts::default();
        if !bits.and_then(|bits| bytes(&bits)).is_some_and(|bits| seen.restore_page(page, &bits)) {
            return Err(StoreError::Damaged(format!("page {page} of import {import}")));
        }
        let met = contacts.iter().filter(|&&id| seen.contains(ContactId(id)));
        found.extend(met.map(|&id| [id, import]));
    }
    Ok(found)
}

/// The bytes that hexadecimal digits spell.
fn bytes(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2).map(|pair| str::from_utf8(pair).ok());
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}
