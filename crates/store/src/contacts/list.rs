//! Lists of contacts: filtered, sorted, paged by key.

use futures_util::{Stream, TryStreamExt as _};
use muster_domain::condition::Condition;
use muster_domain::{ContactId, Field, FieldKind, Fields, GroupId};
use sqlx::FromRow;

use super::Contact;
use crate::conditions::Compile;
use crate::{Backend, Db, Sql, StoreError, dialect, search};

/// Which contacts a list holds: those that pass everything that is set.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Words that must each be in the e-mail address, a name or the company.
    pub words: Vec<String>,
    /// The group that they must be in.
    pub group: Option<GroupId>,
    /// A condition, and the time at which it is asked.
    pub condition: Option<(Condition, i64)>,
    /// Only these.
    pub ids: Option<Vec<i64>>,
}

/// What a list is sorted by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SortKey {
    /// When the contact was created, which is the order of the ids.
    Created,
    /// When it last changed.
    Changed,
    /// A field; blank ones come last.
    Field(Field),
}

/// In which order a list is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The smallest first.
    Ascending,
    /// The greatest first.
    Descending,
}

/// How a list is sorted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// In which order.
    pub order: Order,
}

impl Default for Sort {
    fn default() -> Self {
        Self { key: SortKey::Created, order: Order::Descending }
    }
}

impl Sort {
    /// The order as a client names it: a field, `created_at` or `changed_at`, with `-` before it the greatest first; `None`
    /// when there is no such field.
    pub fn named(typed: &str, fields: &Fields) -> Option<Self> {
        let (name, order) = match typed.strip_prefix('-') {
            Some(name) => (name, Order::Descending),
            None => (typed, Order::Ascending),
        };
        let key = match name {
            "created_at" => SortKey::Created,
            "changed_at" => SortKey::Changed,
            _ => SortKey::Field(fields.named(name)?),
        };
        Some(Self { key, order })
    }
}

/// A page of a list.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its contacts.
    pub contacts: Vec<Contact>,
    /// Where the next page begins; `None` behind the last.
    pub next: Option<String>,
}

struct Row {
    contact: Contact,
    sort_key: Option<String>,
}

impl<'r, R: sqlx::Row> FromRow<'r, R> for Row
where
    Contact: FromRow<'r, R>,
    &'static str: sqlx::ColumnIndex<R>,
    Option<String>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        Ok(Self { contact: Contact::from_row(row)?, sort_key: row.try_get("sort_key")? })
    }
}

/// Behind every text: what is blank is sorted there.
const LAST: &str = "\u{10FFFF}";

/// A page of up to `limit` contacts, behind the place `after` that an earlier page named.
pub async fn list(
    db: &Db,
    filter: &Filter,
    sort: &Sort,
    after: Option<&str>,
    limit: i64,
) -> Result<Page, StoreError> {
    let sql = sorted(db.backend(), filter, sort, after).push(" limit ").push_value(limit);
    let rows: Vec<Row> = db.fetch_all(sql).await?;
    let is_full = rows.len() as i64 == limit;
    let next = rows.last().filter(|_| is_full).map(place);
    Ok(Page { contacts: rows.into_iter().map(|row| row.contact).collect(), next })
}

/// All contacts that pass a filter, sorted, one by one, as they were when this began: each is there once, whatever changes
/// meanwhile.
pub fn all<'a>(
    db: &'a Db,
    filter: &Filter,
    sort: &Sort,
) -> Result<impl Stream<Item = Result<Contact, StoreError>> + Send + Unpin + use<'a>, StoreError> {
    let rows = db.fetch::<Row>(&sorted(db.backend(), filter, sort, None))?;
    Ok(rows.map_ok(|row| row.contact))
}

fn sorted(backend: Backend, filter: &Filter, sort: &Sort, after: Option<&str>) -> Sql {
    let sql = if is_by_address(filter, sort) {
        by_address(sort, after)
    } else {
        by_key(backend, filter, sort, after)
    };
    sql.push(direction(sort.order))
}

/// True for everybody in the order of their addresses, which is that of the identities.
fn is_by_address(filter: &Filter, sort: &Sort) -> bool {
    let Filter { words, group, condition, ids } = filter;
    let holds_all = words.is_empty() && group.is_none() && condition.is_none() && ids.is_none();
    holds_all && matches!(&sort.key, SortKey::Field(field) if field.name() == "email")
}

/// The statement up to its direction. SQLite keeps to the order of a cross join. Of the addresses of a merged contact the one
/// that it shows counts; where that is spelled otherwise than its key (a domain in other letters), the first.
fn by_address(sort: &Sort, after: Option<&str>) -> Sql {
    let sql = Sql::new(
        "select c.*, i.value as sort_key from identities i cross join contacts c
         where c.contact_id = i.contact_id and i.kind = 1 and (i.merged is null or i.value = (
            select coalesce(max(case when j.value = lower(c.email) then j.value end), min(j.value))
            from identities j where j.contact_id = i.contact_id and j.merged is not null and j.kind = 1))",
    );
    let sql = match after.and_then(read_place) {
        Some((_, key)) => sql.push(" and i.value").push(behind(sort.order)).push_value(key),
        None => sql,
    };
    sql.push(" order by i.value")
}

/// The statement up to its direction.
fn by_key(backend: Backend, filter: &Filter, sort: &Sort, after: Option<&str>) -> Sql {
    let mut filter = filter.clone();
    let sql = push_key(backend, Sql::new("select c.*, cast("), sort).push(" as text) as sort_key from ");
    // Words are looked for in the order of the list, until the page is full; SQLite keeps to the order of a cross join.
    let (id, mut sql) = if sort.key == SortKey::Created && !filter.words.is_empty() {
        let sql = sql.push("contact_search s cross join contacts c where c.contact_id = s.contact_id");
        ("s.contact_id", search::push_words(sql, &std::mem::take(&mut filter.words)))
    } else {
        ("c.contact_id", sql.push("contacts c where true"))
    };
    if let Some((last, key)) = after.and_then(read_place) {
        sql = push_behind(backend, sql, sort, (id, last, key));
    }
    sql = push_filter(backend, sql, &filter).push(" order by ");
    if sort.key != SortKey::Created {
        sql = push_key(backend, sql, sort).push(direction(sort.order)).push(", ");
    }
    sql.push(id)
}

fn behind(order: Order) -> &'static str {
    match order {
        Order::Ascending => " > ",
        Order::Descending => " < ",
    }
}

fn direction(order: Order) -> &'static str {
    match order {
        Order::Ascending => "",
        Order::Descending => " desc",
    }
}

fn place(row: &Row) -> String {
    format!("{}~{}", row.contact.contact_id, row.sort_key.as_deref().unwrap_or_default())
}

fn read_place(after: &str) -> Option<(i64, &str)> {
    let (id, key) = after.split_once('~').unwrap_or((after, ""));
    Some((id.parse().ok()?, key))
}

/// True for what is sorted as a number.
fn is_number(field: &Field) -> bool {
    matches!(field.kind(), FieldKind::Number | FieldKind::Decimal)
}

/// What is sorted by; NULL for the order of ids.
fn push_key(backend: Backend, sql: Sql, sort: &Sort) -> Sql {
    let field = match &sort.key {
        SortKey::Created => return sql.push("null"),
        SortKey::Changed => return sql.push("c.changed_at"),
        SortKey::Field(field) => field,
    };
    let compile = Compile { backend, now: 0, range: None };
    let sql = compile.push_sortable(sql.push("coalesce("), field).push(", ");
    match (is_number(field), sort.order) {
        (true, Order::Ascending) => sql.push("1e300)"),
        (true, Order::Descending) => sql.push("-1e300)"),
        (false, Order::Ascending) => sql.push_value(LAST).push(")").push(dialect::bytewise(backend)),
        (false, Order::Descending) => sql.push("'')").push(dialect::bytewise(backend)),
    }
}

/// The key of the last contact of the page before, as what it is.
fn push_last_key(sql: Sql, sort: &Sort, key: &str) -> Sql {
    match &sort.key {
        SortKey::Field(field) if is_number(field) => {
            sql.push("cast(").push_value(key).push(" as double precision)")
        }
        SortKey::Field(_) => sql.push_value(key),
        _ => sql.push_value(key.parse::<i64>().unwrap_or(0)),
    }
}

/// What lies behind the last contact of the page before: its id, which stands in the column `id`, and its key.
fn push_behind(backend: Backend, sql: Sql, sort: &Sort, (id, last, key): (&'static str, i64, &str)) -> Sql {
    let behind = behind(sort.order);
    if sort.key == SortKey::Created {
        return sql.push(" and ").push(id).push(behind).push_value(last);
    }
    let sql = push_key(backend, sql.push(" and ("), sort).push(behind);
    let sql = push_key(backend, push_last_key(sql, sort, key).push(" or ("), sort).push(" = ");
    push_last_key(sql, sort, key).push(" and ").push(id).push(behind).push_value(last).push("))")
}

/// Adds ` and …` for everything that a filter asks of the contacts `c`.
pub fn push_filter(backend: Backend, sql: Sql, filter: &Filter) -> Sql {
    let mut sql = search::push_found(sql, "c.contact_id", &filter.words);
    if let Some(group) = filter.group {
        sql = sql.push(
            " and c.contact_id in (select m.contact_id from members m where m.reasons < 16 and m.group_id = ",
        );
        sql = sql.push_value(group.0).push(")");
    }
    if let Some((condition, now)) = &filter.condition {
        sql = Compile { backend, now: *now, range: None }.push(sql.push(" and "), condition);
    }
    if let Some(ids) = &filter.ids {
        sql = dialect::push_ids(backend, sql.push(" and c.contact_id in "), ids.clone());
    }
    sql
}

/// How many contacts pass a filter.
pub async fn count(db: &Db, filter: &Filter) -> Result<i64, StoreError> {
    let sql = push_filter(db.backend(), Sql::new("select count(*) from contacts c where true"), filter);
    let row: Option<(i64,)> = db.fetch_optional(sql).await?;
    Ok(row.map_or(0, |(count,)| count))
}

/// The ids of up to `limit` contacts that pass a filter and lie above `after`, in their order.
pub async fn ids(db: &Db, filter: &Filter, after: i64, limit: i64) -> Result<Vec<i64>, StoreError> {
    let sql = Sql::new("select c.contact_id from contacts c where c.contact_id > ").push_value(after);
    let sql = push_filter(db.backend(), sql, filter).push(" order by c.contact_id limit ").push_value(limit);
    let rows: Vec<(i64,)> = db.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The greatest id there is; 0 in an empty base.
pub async fn newest(db: &Db) -> Result<ContactId, StoreError> {
    let row: Option<(Option<i64>,)> =
        db.fetch_optional(Sql::new("select max(contact_id) from contacts")).await?;
    Ok(ContactId(row.and_then(|(id,)| id).unwrap_or(0)))
}
