//! Indexes that a base gets when people first ask for what they answer: a list sorted by company, a condition about the city,
//! a search. Made in the background, set aside while a large file is imported, dropped when nobody has asked for long: an
//! import pays for none that nobody uses.
//!
//! Whoever reads decides by [`ready`] which form a statement has, so that without the index it is as if there were none.

use muster_domain::condition::{ActivityTest, Condition, DateTest, Test, TextTest, Times};
use muster_domain::{Field, FieldKind};

use crate::base::db::Patience;
use crate::base::{dialect, lease};
use crate::find::search;
use crate::{Backend, Db, Sql, StoreError, Tx};

/// How long a process has to build an index before another may begin again, in milliseconds.
pub(crate) const LEASE: i64 = 10 * 60 * 1000;

/// What an index answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Index {
    /// Order, equality and ranges of a standard field.
    Field {
        /// Its column.
        column: &'static str,
        /// Whether it is compared without case.
        folded: bool,
    },
    /// Which domain an address has.
    Domain,
    /// Three letters in a row, anywhere in the search text.
    Search,
    /// When contacts were created; always there, as all that follow.
    Created,
    /// When contacts last changed.
    Changed,
    /// What was done in a time.
    Activities,
    /// Who is in a group.
    Members,
    /// Who has points of a score, reached its limit, or has a persona.
    Points,
}

/// Those that are always there.
const STANDING: [Index; 5] =
    [Index::Created, Index::Changed, Index::Activities, Index::Members, Index::Points];

impl Index {
    /// All there may be.
    fn all() -> impl Iterator<Item = Self> {
        Self::made().chain(STANDING)
    }

    /// Those that are made on demand.
    fn made() -> impl Iterator<Item = Self> {
        Field::all_values().filter_map(|field| Self::of(&field)).chain([Self::Domain, Self::Search])
    }

    /// That of a field. Long texts, the address (which has one anyway), custom fields, what is yes or no, and numbers, whose
    /// order is not that of their texts, have none.
    pub fn of(field: &Field) -> Option<Self> {
        let has_none = match field.kind() {
            FieldKind::LongText(_) | FieldKind::YesNo | FieldKind::Number | FieldKind::Decimal => true,
            _ => *field == Field::EMAIL,
        };
        let column = field.column().filter(|_| !has_none)?;
        Some(Self::Field { column, folded: field.kind().is_text() })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Field { column, .. } => column,
            Self::Domain => "email_domain",
            Self::Search => "search",
            Self::Created => "created_at",
            Self::Changed => "changed_at",
            Self::Activities => "activities",
            Self::Members => "members",
            Self::Points => "points",
        }
    }

    /// Adds what is indexed: never NULL, a blank field is the empty text. See [`dialect::push_folded`] for `table`.
    pub(crate) fn push_key(self, backend: Backend, sql: Sql, table: &'static str) -> Sql {
        let sql = match self {
            Self::Field { column, folded: true } => {
                dialect::push_folded(backend, sql.push("coalesce("), table, column).push(", '')")
            }
            Self::Field { column, folded: false } => {
                sql.push("coalesce(").push(table).push(column).push(", '')")
            }
            Self::Domain => {
                let sql = sql.push("substr(").push(table).push("email, ").push(dialect::position(backend));
                sql.push("(").push(table).push("email, '@') + 1)")
            }
            Self::Search
            | Self::Created
            | Self::Changed
            | Self::Activities
            | Self::Members
            | Self::Points => sql,
        };
        sql.push(dialect::bytewise(backend))
    }
}

/// Some of the indexes there may be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Indexes(u64);

impl Indexes {
    /// All of them.
    pub fn all() -> Self {
        Index::all().collect()
    }

    /// Those that are made on demand.
    pub fn made() -> Self {
        Index::made().collect()
    }

    /// Those that are always there.
    pub fn standing() -> Self {
        Self::from_iter(STANDING)
    }

    /// Whether an index is among them.
    pub fn contains(self, index: Index) -> bool {
        self.0 & bit(index) != 0
    }

    /// True when it is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that are also in `other`.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those and the ones in `other`.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are not in `other`.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// One by one.
    pub fn iter(self) -> impl Iterator<Item = Index> {
        Index::all().filter(move |index| self.contains(*index))
    }
}

impl FromIterator<Index> for Indexes {
    fn from_iter<I: IntoIterator<Item = Index>>(indexes: I) -> Self {
        Self(indexes.into_iter().map(bit).fold(0, |all, one| all | one))
    }
}

fn bit(index: Index) -> u64 {
    let place = Index::all().position(|other| other == index);
    place.map_or(0, |place| 1 << place)
}

/// The tests of a condition that an index can help with, each with its index.
pub(crate) fn of_condition(condition: &Condition) -> Vec<(Index, Test)> {
    let mut found = Vec::new();
    condition.each_test(&mut |test| found.extend(of_test(test).map(|index| (index, test.clone()))));
    found
}

/// The one that can help to find out who passes a test.
pub(crate) fn of_test(test: &Test) -> Option<Index> {
    match test {
        Test::Text(field, TextTest::AnyOf(_) | TextTest::StartsWith(_))
        | Test::OneOf(field, _)
        | Test::Date(field, DateTest::Within(_))
        | Test::Moment(field, _) => Index::of(field),
        Test::Domain(_) => Some(Index::Domain),
        Test::Created(_) => Some(Index::Created),
        Test::Changed(_) => Some(Index::Changed),
        Test::Groups { .. } => Some(Index::Members),
        // Who has no points is in no index.
        Test::Score(_, test) => (!test.passes(0)).then_some(Index::Points),
        Test::CrossedLimit(..) | Test::Personas(_) | Test::AnyPersona => Some(Index::Points),
        Test::Activity(ActivityTest { times: Times::AtLeast(1), when: Some(_), .. }) => {
            Some(Index::Activities)
        }
        _ => None,
    }
}

/// The indexes whose names a statement selects.
async fn named(db: &Db, sql: Sql) -> Result<Indexes, StoreError> {
    let rows: Vec<(String,)> = db.fetch_all(sql).await?;
    Ok(Index::made().filter(|index| rows.iter().any(|(name,)| name == index.name())).collect())
}

/// Those made on demand that are there and whole.
pub async fn ready(db: &Db) -> Result<Indexes, StoreError> {
    named(db, Sql::new("select name from made_indexes where state = 'ready'")).await
}

/// Notes that people ask for what these answer, of those that are made on demand.
pub async fn want(db: &Db, indexes: Indexes, now: i64) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    for index in indexes.and(Indexes::made()).iter() {
        let sql = Sql::new(
            "insert into made_indexes (name, state, wanted_at) values ($1, 'wanted', $2)
             on conflict (name) do update set wanted_at = excluded.wanted_at",
        );
        tx.execute(sql.bind(index.name()).bind(now)).await?;
    }
    tx.commit().await
}

/// Claims an index that is wanted and not there; `None` when there is none, or when it is not the time: in a base of fewer than
/// `least` contacts none is needed, while a file of `large` bytes or more is imported it would cost more than it helps, and on PostgreSQL two
/// that are built at once wait for each other.
pub async fn claim(db: &Db, least: i64, large: i64, now: i64) -> Result<Option<Index>, StoreError> {
    let sql = Sql::new(
        "select name from made_indexes
         where (state = 'wanted' or (state = 'building' and lease_until not between $1 and $2))
            and (select coalesce(max(contact_id), 0) from contacts) >= $3
            and not exists (select 1 from made_indexes b where b.state = 'building' and b.lease_until between $1 and $2)
            and not exists (select 1 from imports where finished_at is null and lease_until between $1 and $2 and file_size >= $4)",
    );
    let latest = now + LEASE + lease::SKEW; // a later end was written by a clock that was wrong
    let waiting = named(db, sql.bind(now).bind(latest).bind(least).bind(large)).await?;
    for index in waiting.iter() {
        let sql = Sql::new(
            "update made_indexes set state = 'building', lease_until = $1, position = 0
             where name = $2 and (state = 'wanted' or (state = 'building' and lease_until not between $3 and $4))",
        );
        let sql = sql.bind(now + LEASE).bind(index.name()).bind(now).bind(latest);
        if db.execute(sql).await? == 1 {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

/// Builds an index that was claimed. `now` is asked between the steps.
pub async fn build(db: &Db, index: Index, now: impl Fn() -> i64) -> Result<(), StoreError> {
    match (db, index) {
        (Db::Sqlite { .. }, Index::Search) => search::build(db, now).await,
        (Db::Sqlite { .. }, _) => {
            let mut tx = db.begin().await?;
            tx.execute(drop_statement(Backend::Sqlite, index)).await?;
            tx.execute(create_statement(Backend::Sqlite, index)).await?;
            tx.execute(Sql::new("analyze made_").push(index.name())).await?; // how many share a key
            finish(&mut tx, index).await?;
            tx.commit().await
        }
        (Db::Postgres { .. }, _) => build_beside_writers(db, index).await,
    }
}

async fn build_beside_writers(db: &Db, index: Index) -> Result<(), StoreError> {
    if index == Index::Search {
        db.execute(Sql::new("create extension if not exists pg_trgm")).await?;
    }
    db.execute_alone(drop_statement(Backend::Postgres, index), Patience::Endless).await?;
    db.execute_alone(create_statement(Backend::Postgres, index), Patience::Endless).await?;
    let table = if index == Index::Search { "analyze contact_search" } else { "analyze contacts" };
    db.execute_alone(Sql::new(table), Patience::Endless).await?; // the index has statistics of its own
    let mut tx = db.begin().await?;
    finish(&mut tx, index).await?;
    tx.commit().await
}

/// Marks an index as whole.
pub(crate) async fn finish(tx: &mut Tx, index: Index) -> Result<(), StoreError> {
    let sql = Sql::new(
        "update made_indexes set state = 'ready', lease_until = null where name = $1 and state = 'building'",
    );
    tx.execute(sql.bind(index.name())).await.map(drop)
}

/// Gives a building up: for good, when the database refuses the index, or until another try, which it may not be in the way of.
pub async fn give_up(db: &Db, index: Index, error: &StoreError) -> Result<(), StoreError> {
    let state = if error.is_retryable() { "wanted" } else { "refused" };
    let sql = Sql::new("update made_indexes set state = $1 where name = $2 and state = 'building'");
    db.execute(sql.bind(state).bind(index.name())).await.map(drop)
}

/// Takes all indexes away that would have to follow a large import row by row; they are wanted again behind it. On PostgreSQL one
/// that is being built stays: to drop it would block both.
pub async fn set_aside(db: &Db) -> Result<(), StoreError> {
    let sql = match db.backend() {
        Backend::Sqlite => Sql::new("select name from made_indexes where state in ('ready', 'building')"),
        Backend::Postgres => Sql::new("select name from made_indexes where state = 'ready'"),
    };
    take_away(db, named(db, sql).await?).await
}

/// SQLite: empties the search index, which keeps traces of who is gone; it is wanted again. PostgreSQL's keeps none for long.
pub(crate) async fn forget_search(tx: &mut Tx) -> Result<(), StoreError> {
    let sql = Sql::new(
        "update made_indexes set state = 'wanted' where name = $1 and state in ('ready', 'building')",
    );
    if tx.backend() == Backend::Sqlite && tx.execute(sql.bind(Index::Search.name())).await? > 0 {
        search::stop_following(tx).await?;
    }
    Ok(())
}

/// Drops the indexes that nobody has asked for since `before`.
pub async fn drop_unused(db: &Db, before: i64) -> Result<(), StoreError> {
    let sql =
        Sql::new("select name from made_indexes where wanted_at < $1 and state <> 'building'").bind(before);
    let unused = named(db, sql).await?;
    if unused.is_empty() {
        return Ok(());
    }
    take_away(db, unused).await?;
    let sql = Sql::new("delete from made_indexes where wanted_at < $1 and state in ('wanted', 'refused')");
    db.execute(sql.bind(before)).await.map(drop)
}

/// First nobody reads by them any more, then they go.
async fn take_away(db: &Db, indexes: Indexes) -> Result<(), StoreError> {
    for index in indexes.iter() {
        let mut tx = db.begin().await?;
        let sql = Sql::new("update made_indexes set state = 'wanted' where name = $1 and state <> 'refused'");
        tx.execute(sql.bind(index.name())).await?;
        let backend = tx.backend();
        match (backend, index) {
            (Backend::Sqlite, Index::Search) => search::stop_following(&mut tx).await?,
            (Backend::Sqlite, _) => drop(tx.execute(drop_statement(backend, index)).await?),
            (Backend::Postgres, _) => {}
        }
        tx.commit().await?;
        if backend == Backend::Postgres {
            db.execute_alone(drop_statement(backend, index), Patience::TenSeconds).await?;
        }
    }
    Ok(())
}

fn drop_statement(backend: Backend, index: Index) -> Sql {
    let sql = match backend {
        Backend::Sqlite => Sql::new("drop index if exists made_"),
        Backend::Postgres => Sql::new("drop index concurrently if exists made_"),
    };
    sql.push(index.name())
}

fn create_statement(backend: Backend, index: Index) -> Sql {
    let sql = match backend {
        Backend::Sqlite => Sql::new("create index made_"),
        Backend::Postgres => Sql::new("create index concurrently made_"),
    };
    let sql = sql.push(index.name()).push(" on ");
    if index == Index::Search {
        return sql.push("contact_search using gin (text gin_trgm_ops)");
    }
    let sql = index.push_key(backend, sql.push("contacts (("), "").push(")");
    match backend {
        Backend::Sqlite => sql.push(")"), // the id is in every index
        Backend::Postgres => sql.push(", contact_id)"),
    }
}
