//! Lists of contacts: filtered, sorted, paged by key.

use futures_util::{Stream, TryStreamExt as _};
use muster_domain::condition::{Condition, Test};
use muster_domain::{ContactId, Field, FieldKind, Fields, GroupId, ScoreId};
use sqlx::FromRow;

use super::Contact;
use crate::base::dialect;
use crate::find::conditions::Compile;
use crate::find::indexes::{self, Index, Indexes};
use crate::find::search;
use crate::{Backend, Db, Select, Sql, StoreError};

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

impl Filter {
    /// True when it lets everybody pass.
    pub fn is_empty(&self) -> bool {
        let Self { words, group, condition, ids } = self;
        words.is_empty() && group.is_none() && condition.is_none() && ids.is_none()
    }

    /// The indexes that can help to find who passes.
    pub fn indexes(&self) -> Indexes {
        let words = self.words.iter().map(|_| Index::Search);
        self.tests().into_iter().map(|(index, _)| index).chain(words).collect()
    }

    /// What it asks that an index can help with, each with its index.
    fn tests(&self) -> Vec<(Index, Test)> {
        let group = self.group.iter().map(|group| Test::Groups { ids: vec![*group], all: false });
        let mut tests: Vec<(Index, Test)> = group.map(|test| (Index::Members, test)).collect();
        tests.extend(self.condition.iter().flat_map(|(condition, _)| indexes::of_condition(condition)));
        tests
    }
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
    /// The points in a score; a contact without a row has none.
    Score(ScoreId),
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

impl Sort {
    /// The index that has this order.
    pub fn index(&self) -> Option<Index> {
        match &self.key {
            SortKey::Field(field) => Index::of(field),
            _ => None,
        }
    }
}

impl Default for Sort {
    fn default() -> Self {
        Self { key: SortKey::Created, order: Order::Descending }
    }
}

impl Sort {
    /// The order as a client names it: a field, `created_at`, `changed_at` or `score:` and a score's id, with `-` before it the
    /// greatest first; `None` when there is no such field. In a score that is gone nobody has points.
    pub fn named(typed: &str, fields: &Fields) -> Option<Self> {
        let (name, order) = match typed.strip_prefix('-') {
            Some(name) => (name, Order::Descending),
            None => (typed, Order::Ascending),
        };
        let key = match name {
            "created_at" => SortKey::Created,
            "changed_at" => SortKey::Changed,
            _ => match name.strip_prefix("score:") {
                Some(id) => SortKey::Score(ScoreId(id.parse().ok()?)),
                None => SortKey::Field(fields.named(name)?),
            },
        };
        Some(Self { key, order })
    }

    /// True for a place that a page in this order can have named.
    pub fn is_place(&self, after: &str) -> bool {
        let Some((id, key)) = after.split_once('~') else { return false };
        let is_key = match &self.key {
            SortKey::Created => key.is_empty(),
            SortKey::Changed | SortKey::Score(_) => key.parse::<i64>().is_ok(),
            SortKey::Field(field) if is_number(field) => {
                key.is_empty() || key == LAST || key.parse::<f64>().is_ok_and(f64::is_finite)
            }
            SortKey::Field(_) => !key.contains('\0'),
        };
        is_key && id.parse::<i64>().is_ok_and(|id| id > 0)
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
    let after = after.and_then(read_place);
    let rows = if is_by_address(filter, sort) {
        fetch(db, by_address(sort, after), sort, limit).await?
    } else {
        match way(db, filter, sort).await? {
            Way::InOrder(Ordered::By(index)) => in_order(db, index, (filter, sort), after, limit).await?,
            Way::InOrder(Ordered::ByPoints(score)) => {
                in_order_of_points(db, score, (filter, sort), after, limit).await?
            }
            Way::Found(by) => fetch(db, by_key(db.backend(), filter, sort, after, by), sort, limit).await?,
        }
    };
    let is_full = rows.len() as i64 == limit;
    let next = rows.last().filter(|_| is_full).map(|row| place(row, sort));
    Ok(Page { contacts: rows.into_iter().map(|row| row.contact).collect(), next })
}

async fn fetch(db: &Db, sql: Sql, sort: &Sort, limit: i64) -> Result<Vec<Row>, StoreError> {
    db.fetch_all(sql.push(direction(sort.order)).push(" limit ").push_value(limit)).await
}

/// How a page is found.
enum Way {
    /// In the order of an index, looking at one contact after the other until the page is full.
    InOrder(Ordered),
    /// By what the filter can be answered with: these indexes, or the order of ids.
    Found(Indexes),
}

/// What has the order of a list.
enum Ordered {
    /// An index of contacts.
    By(Index),
    /// The index of a score's points.
    ByPoints(ScoreId),
}

async fn way(db: &Db, filter: &Filter, sort: &Sort) -> Result<Way, StoreError> {
    let ready = indexes::ready(db).await?;
    let order = match sort.key {
        SortKey::Score(score) => Some(Ordered::ByPoints(score)),
        _ => sort.index().filter(|index| ready.contains(*index)).map(Ordered::By),
    };
    if filter.is_empty() || order.is_none() && !Shares::matter(filter, ready) {
        return Ok(order.map_or(Way::Found(Indexes::default()), Way::InOrder));
    }
    let shares = Shares::of(db, filter, ready).await?;
    Ok(match order {
        Some(order) if shares.is_common => Way::InOrder(order),
        // The order may be that of a time: what lies far down in it is found by it all the same.
        _ if shares.is_common => {
            Way::Found(shares.by.and([Index::Created, Index::Changed].into_iter().collect()))
        }
        _ => Way::Found(shares.by),
    })
}

/// How many of the contacts a filter lets pass, by a sample: what the databases' own estimates know nothing of.
struct Shares {
    /// True when so many pass that one comes upon them everywhere: in whatever order, a page is full soon.
    is_common: bool,
    /// The indexes that leave so few that it is worth going through them.
    by: Indexes,
}

/// Contacts that are looked at, at most.
const SAMPLE: i64 = 2_000;
/// In a thousand of them, those that make a filter's contacts common.
const COMMON: i64 = 5;
/// In a thousand, those that an index may find at most to be of use: reading everybody is many times cheaper for each.
const FEW: i64 = 150;

/// Tests of which it is asked how many pass; what the others ask for is taken to be much.
const ASKED: usize = 30;
/// The place of the words.
const WORDS: usize = ASKED + 1;

impl Shares {
    /// True when there is an index to choose, or to leave alone.
    fn matter(filter: &Filter, ready: Indexes) -> bool {
        !filter.indexes().and(ready.or(Indexes::standing())).is_empty()
    }

    async fn of(db: &Db, filter: &Filter, ready: Indexes) -> Result<Self, StoreError> {
        let there = ready.or(Indexes::standing());
        if filter.ids.is_some() {
            return Ok(Self { is_common: false, by: there });
        }
        let newest = newest(db).await?.0;
        let size = newest.min(SAMPLE);
        let sample: Vec<i64> = (1..=size).map(|part| newest * part / size).collect();
        let mut tests = filter.tests();
        tests.retain(|(index, _)| there.contains(*index));
        let unasked: Indexes =
            tests.split_off(tests.len().min(ASKED)).into_iter().map(|(index, _)| index).collect();
        let rows: Vec<(i64, i64)> = db.fetch_all(shares(db.backend(), filter, &tests, sample)).await?;
        let in_thousand = |place: usize| {
            let passed = rows.iter().find(|(at, _)| *at == place as i64).map_or(0, |(_, count)| *count);
            passed * 1000 / size.max(1)
        };
        let many = (1..).zip(&tests).filter(|(place, _)| in_thousand(*place) > FEW);
        let many =
            many.map(|(_, (index, _))| *index).chain((in_thousand(WORDS) > FEW).then_some(Index::Search));
        let by = there.without(many.collect()).without(unasked);
        Ok(Self { is_common: in_thousand(0) >= COMMON, by })
    }
}

/// For each test, at its place from 1, how many of a sample pass; at place 0, how many the whole filter lets pass, and at [`WORDS`],
/// how many have the words.
fn shares(backend: Backend, filter: &Filter, tests: &[(Index, Test)], sample: Vec<i64>) -> Sql {
    let sql = dialect::push_ids(backend, Sql::new("with x as "), sample);
    let sql = sql.push(" select cast(0 as bigint) as place, count(*) as passed from x cross join contacts c");
    let sql = sql.push(" cross join contact_search s where c.contact_id = x.id and s.contact_id = x.id");
    let rest = Filter { words: Vec::new(), ..filter.clone() };
    let sql = push_filter(backend, search::push_words(sql, &filter.words), &rest, Indexes::default());
    let sql =
        sql.push(" union all select cast(").push_value(WORDS as i64).push(" as bigint), count(*) from x");
    let sql = sql.push(" cross join contact_search s where s.contact_id = x.id");
    let sql = search::push_words(sql, &filter.words);
    let now = filter.condition.as_ref().map_or(0, |(_, now)| *now);
    let compile = Compile { backend, now, range: None, by: Indexes::default() };
    (1..).zip(tests).fold(sql, |sql, (place, (_, test))| {
        let sql = sql.push(" union all select cast(").push_value(place).push(" as bigint), count(*) from x");
        compile.test(sql.push(" cross join contacts c where c.contact_id = x.id and "), test)
    })
}

/// In the order of an index of a field. What is blank has the smallest key there, and yet comes last.
async fn in_order(
    db: &Db,
    index: Index,
    (filter, sort): (&Filter, &Sort),
    after: Option<(i64, &str)>,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    let backend = db.backend();
    let ordered = |sql: Sql| {
        // Rules about the field itself are the only ones for which this index is the way.
        let sql = push_filter(backend, sql, filter, [index].into_iter().collect()).push(" order by ");
        index.push_key(backend, sql, "c.").push(direction(sort.order)).push(", c.contact_id")
    };
    let blank_after = after.filter(|(_, key)| is_behind_all(key, sort)).map(|(id, _)| id);
    let mut rows = match blank_after {
        Some(_) => Vec::new(),
        None => fetch(db, ordered(with_keys(backend, index, sort, after)), sort, limit).await?,
    };
    let missing = limit - rows.len() as i64;
    if sort.order == Order::Ascending && missing > 0 {
        let sql = index.push_key(backend, with_key(backend, index), "c.").push(" = '' and c.contact_id > ");
        let sql = ordered(sql.push_value(blank_after.unwrap_or(0)));
        rows.extend(fetch(db, sql, sort, missing).await?);
    }
    Ok(rows)
}

fn is_behind_all(key: &str, sort: &Sort) -> bool {
    sort.order == Order::Ascending && key == LAST
}

fn with_key(backend: Backend, index: Index) -> Sql {
    let sql = index.push_key(backend, Sql::new("select c.*, "), "c.");
    sql.push(" as sort_key from contacts c where ")
}

/// Those behind a place in the order of an index; in the ascending one only those that are not blank.
fn with_keys(backend: Backend, index: Index, sort: &Sort, after: Option<(i64, &str)>) -> Sql {
    let key = |sql: Sql| index.push_key(backend, sql, "c.");
    let (all, from) = match sort.order {
        Order::Ascending => (" > ''", " >= "),
        Order::Descending => (" >= ''", " <= "),
    };
    let sql = key(with_key(backend, index));
    let Some((id, last)) = after else { return sql.push(all) };
    // The first bound is what SQLite looks up, of which it takes one only; the second is what PostgreSQL does.
    let sql = sql.push(from).push_value(last);
    let sql = key(sql.push(" and (")).push(", c.contact_id)").push(behind(sort.order));
    sql.push("(").push_value(last).push(", ").push_value(id).push(")")
}

/// In the order of points: those above none, those with none, who have no row, and those below.
async fn in_order_of_points(
    db: &Db,
    score: ScoreId,
    (filter, sort): (&Filter, &Sort),
    after: Option<(i64, &str)>,
    limit: i64,
) -> Result<Vec<Row>, StoreError> {
    let after = after.map(|(id, points)| (points.parse::<i64>().unwrap_or(0), id));
    let signs = match sort.order {
        Order::Ascending => [-1, 0, 1],
        Order::Descending => [1, 0, -1],
    };
    // What lies before the place has been on an earlier page.
    let begun = after.map_or(signs[0], |(points, _)| points.signum());
    let mut rows = Vec::new();
    for sign in signs.into_iter().skip_while(|sign| *sign != begun) {
        let missing = limit - rows.len() as i64;
        if missing > 0 {
            let after = after.filter(|(points, _)| points.signum() == sign);
            let sql = with_points(db.backend(), (score, sign), (filter, sort), after);
            rows.extend(fetch(db, sql, sort, missing).await?);
        }
    }
    Ok(rows)
}

/// Those with points of a sign, behind a place of points and id, up to the direction.
fn with_points(
    backend: Backend,
    (score, sign): (ScoreId, i64),
    (filter, sort): (&Filter, &Sort),
    after: Option<(i64, i64)>,
) -> Sql {
    let behind = behind(sort.order);
    // Who passes is found by the order; the filter only looks at them.
    let filtered = |sql| push_filter(backend, sql, filter, Indexes::default());
    if sign == 0 {
        let sql = Sql::new(
            "select c.*, '0' as sort_key from contacts c where not exists (select 1 from contact_scores p",
        );
        let sql = sql.push(" where p.contact_id = c.contact_id and p.points <> 0 and p.score_id = ");
        let sql = sql.push_value(score.0).push(")");
        let sql = match after {
            Some((_, id)) => sql.push(" and c.contact_id").push(behind).push_value(id),
            None => sql,
        };
        return filtered(sql).push(" order by c.contact_id");
    }
    let sql = Sql::new(
        "select c.*, cast(p.points as text) as sort_key from contact_scores p cross join contacts c",
    );
    let sql = sql.push(" where c.contact_id = p.contact_id and p.score_id = ").push_value(score.0);
    let sql = sql.push(if sign > 0 { " and p.points > 0" } else { " and p.points < 0" });
    let sql = match after {
        Some((points, id)) => {
            let sql = sql.push(" and (p.points, p.contact_id)").push(behind);
            sql.push("(").push_value(points).push(", ").push_value(id).push(")")
        }
        None => sql,
    };
    filtered(sql).push(" order by p.points").push(direction(sort.order)).push(", p.contact_id")
}

/// All contacts that pass a filter, sorted, one by one, as they were when this began: each is there once, whatever changes
/// meanwhile.
pub fn all<'a>(
    db: &'a Db,
    filter: &Filter,
    sort: &Sort,
) -> Result<impl Stream<Item = Result<Contact, StoreError>> + Send + Unpin + use<'a>, StoreError> {
    let rows = db.fetch::<Row>(&sorted(db.backend(), filter, sort))?;
    Ok(rows.map_ok(|row| row.contact))
}

fn sorted(backend: Backend, filter: &Filter, sort: &Sort) -> Sql {
    let sql = if is_by_address(filter, sort) {
        by_address(sort, None)
    } else {
        by_key(backend, filter, sort, None, Indexes::standing())
    };
    sql.push(direction(sort.order))
}

/// True for everybody in the order of their addresses, which is that of the identities.
fn is_by_address(filter: &Filter, sort: &Sort) -> bool {
    filter.is_empty() && matches!(&sort.key, SortKey::Field(field) if field.name() == "email")
}

/// The statement up to its direction. SQLite keeps to the order of a cross join. Of the addresses of a merged contact the one
/// that it shows counts; where that is spelled otherwise than its key (a domain in other letters), the first.
fn by_address(sort: &Sort, after: Option<(i64, &str)>) -> Sql {
    let sql = Sql::new(
        "select c.*, i.value as sort_key from identities i cross join contacts c
         where c.contact_id = i.contact_id and i.kind = 1 and (i.merged is null or i.value = (
            select coalesce(max(case when j.value = lower(c.email) then j.value end), min(j.value))
            from identities j where j.contact_id = i.contact_id and j.merged is not null and j.kind = 1))",
    );
    let sql = match after {
        Some((_, key)) => sql.push(" and i.value").push(behind(sort.order)).push_value(key),
        None => sql,
    };
    sql.push(" order by i.value")
}

/// The statement up to its direction.
fn by_key(backend: Backend, filter: &Filter, sort: &Sort, after: Option<(i64, &str)>, by: Indexes) -> Sql {
    let mut filter = filter.clone();
    let sql = push_key(backend, Sql::new("select c.*, cast("), sort).push(" as text) as sort_key from ");
    // Words are looked for in the order of the list, until the page is full.
    let in_their_order = by.without(Indexes::standing()).is_empty() || by.contains(Index::Search);
    let (id, mut sql) = if sort.key == SortKey::Created && !filter.words.is_empty() && in_their_order {
        let words = std::mem::take(&mut filter.words);
        let way = search::Way::of(backend, by);
        let (sql, id) = search::push_source(sql, &words, way, " cross join contacts c");
        (id, search::push_words(sql.push(" and c.contact_id = s.contact_id"), &words))
    } else {
        ("c.contact_id", sql.push("contacts c where true"))
    };
    if let Some((last, key)) = after {
        sql = push_behind(backend, sql, sort, (id, last, key));
    }
    sql = push_filter(backend, sql, &filter, by).push(" order by ");
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

fn place(row: &Row, sort: &Sort) -> String {
    let key = row.sort_key.as_deref().unwrap_or_default();
    let is_blank = key.is_empty() && sort.order == Order::Ascending && matches!(sort.key, SortKey::Field(_));
    format!("{}~{}", row.contact.contact_id, if is_blank { LAST } else { key })
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
        SortKey::Score(score) => {
            let sql =
                sql.push("coalesce((select p.points from contact_scores p where p.contact_id = c.contact_id");
            return sql.push(" and p.score_id = ").push_value(score.0).push("), 0)");
        }
        SortKey::Field(field) => field,
    };
    let compile = Compile { backend, now: 0, range: None, by: Indexes::default() };
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
            let number = if key.parse::<f64>().is_ok_and(f64::is_finite) { key } else { "0" };
            sql.push("cast(").push_value(number).push(" as double precision)")
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

/// Adds ` and …` for everything that a filter asks of the contacts `c`, which are found by some indexes.
fn push_filter(backend: Backend, sql: Sql, filter: &Filter, by: Indexes) -> Sql {
    let way = search::Way::of(backend, by);
    let way = if by.without(Indexes::standing()).is_empty() { way } else { way.or_each() };
    let mut sql = search::push_found(sql, "c.contact_id", &filter.words, way);
    if let Some(group) = filter.group {
        let compile = Compile { backend, now: 0, range: None, by };
        sql = compile.groups(sql.push(" and "), &[group], false);
    }
    if let Some((condition, now)) = &filter.condition {
        sql = Compile { backend, now: *now, range: None, by }.push(sql.push(" and "), condition);
    }
    if let Some(ids) = &filter.ids {
        sql = dialect::push_ids(backend, sql.push(" and c.contact_id in "), ids.clone());
    }
    sql
}

/// How many contacts pass a filter.
pub async fn count(db: &Db, filter: &Filter) -> Result<i64, StoreError> {
    let ready = if filter.is_empty() { Indexes::default() } else { indexes::ready(db).await? };
    let by = if Shares::matter(filter, ready) {
        Shares::of(db, filter, ready).await?.by.and(filter.indexes())
    } else {
        Indexes::default()
    };
    if db.backend() == Backend::Postgres || !by.is_empty() || filter.condition.is_none() {
        return count_within(db, filter, by, (0, i64::MAX)).await;
    }
    // SQLite looks through a base on one core: side by side it takes a part of the time.
    let step = newest(db).await?.0 / COUNTERS + 1;
    let parts = (0..COUNTERS).map(|part| count_within(db, filter, by, (part * step, (part + 1) * step)));
    Ok(futures_util::future::try_join_all(parts).await?.into_iter().sum())
}

/// Connections that count side by side; the others are for whoever asks meanwhile.
const COUNTERS: i64 = 2;

/// How many contacts with an id above the first and up to the second pass a filter.
async fn count_within(
    db: &Db,
    filter: &Filter,
    by: Indexes,
    (after, to): (i64, i64),
) -> Result<i64, StoreError> {
    let mut sql = Sql::new("select count(*) from contacts c where true");
    if (after, to) != (0, i64::MAX) {
        sql = sql.push(" and c.contact_id > ").push_value(after).push(" and c.contact_id <= ").push_value(to);
    }
    let row: Option<(i64,)> = db.fetch_optional(push_filter(db.backend(), sql, filter, by)).await?;
    Ok(row.map_or(0, |(count,)| count))
}

/// The ids of up to `limit` contacts that pass a filter and lie above `after`, in their order.
pub async fn ids(db: &Db, filter: &Filter, after: i64, limit: i64) -> Result<Vec<i64>, StoreError> {
    let sql = Sql::new("select c.contact_id from contacts c where c.contact_id > ").push_value(after);
    let sql = push_filter(db.backend(), sql, filter, Indexes::standing())
        .push(" order by c.contact_id limit ")
        .push_value(limit);
    let rows: Vec<(i64,)> = db.fetch_all(sql).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// How many contacts there are.
pub async fn count_all(mut from: impl Select) -> Result<i64, StoreError> {
    let row: Option<(i64,)> = from.fetch_optional(Sql::new("select count(*) from contacts")).await?;
    Ok(row.map_or(0, |(count,)| count))
}

/// The id behind which so many contacts lie above `after`, or the last of all.
pub async fn end_of_range(db: &Db, after: i64, count: i64) -> Result<i64, StoreError> {
    let sql = Sql::new(
        "select contact_id from contacts where contact_id > $1 order by contact_id limit 1 offset $2",
    );
    let last: Option<(i64,)> = db.fetch_optional(sql.bind(after).bind(count - 1)).await?;
    match last {
        Some((id,)) => Ok(id),
        None => Ok(newest(db).await?.0.max(after)),
    }
}

/// The greatest id there is; 0 in an empty base.
pub async fn newest(mut from: impl Select) -> Result<ContactId, StoreError> {
    let row: Option<(Option<i64>,)> =
        from.fetch_optional(Sql::new("select max(contact_id) from contacts")).await?;
    Ok(ContactId(row.and_then(|(id,)| id).unwrap_or(0)))
}
