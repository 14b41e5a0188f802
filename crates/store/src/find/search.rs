//! The text in which contacts are searched, see the table `contact_search`. It is made by the database from the contacts, in the
//! transaction that writes them.

use std::collections::BTreeSet;
use std::time::Instant;

use muster_domain::BETWEEN_DIGITS;

use crate::base::dialect;
use crate::find::indexes::{self, Index, Indexes};
use crate::{Backend, Db, Pace, Sql, StoreError, Tx};

/// What contacts are searched by, behind the address.
pub(crate) const COLUMNS: [&str; 3] = ["first_name", "last_name", "company"];

/// The telephone numbers that contacts are searched by, behind those: without what stands between their digits.
pub(crate) const PHONES: [&str; 3] = ["mobile_phone", "business_phone", "home_phone"];

/// Whether contacts are searched by the field with this name.
pub(crate) fn reads(field: &str) -> bool {
    field == "email" || COLUMNS.contains(&field) || PHONES.contains(&field)
}

/// A telephone number as it is searched.
pub(crate) fn digits(number: &str) -> String {
    number.replace(BETWEEN_DIGITS, "")
}

/// Adds a column's telephone number as [`digits`] makes it. Nothing is bound: the statement is also used with values of its own.
fn push_digits(sql: Sql, column: &'static str) -> Sql {
    let sql = BETWEEN_DIGITS.iter().fold(sql, |sql, _| sql.push("replace("));
    sql.push("coalesce(c.").push(column).push(", '')").push(WITHOUT)
}

/// Ends one `replace(` for each of [`BETWEEN_DIGITS`].
const WITHOUT: &str =
    ", ' ', ''), '\u{A0}', ''), '+', ''), '-', ''), '\u{2013}', ''), '/', ''), '(', ''), ')', ''), '.', '')";

/// Continues `insert into contact_search …` with the texts of the contacts `c`; a condition on them is to follow.
pub(crate) fn push_texts(backend: Backend, sql: Sql) -> Sql {
    let mut sql = sql.push(" select c.contact_id, c.email");
    for column in COLUMNS {
        sql = dialect::push_folded(backend, sql.push(" || ' ' || coalesce("), "c.", column).push(", '')");
    }
    for column in PHONES {
        sql = push_digits(sql.push(" || ' ' || "), column);
    }
    sql.push(" from contacts c where ")
}

/// The start of the statement that [`push_texts`] continues.
pub(crate) const INSERT: &str = "insert into contact_search (contact_id, text)";

/// Writes the search texts of contacts anew; of those that are gone, they go.
pub(crate) async fn refresh(tx: &mut Tx, contacts: &[i64]) -> Result<(), StoreError> {
    let backend = tx.backend();
    let sql = Sql::new("delete from contact_search where contact_id in ");
    tx.execute(dialect::push_ids(backend, sql, contacts.to_vec())).await?;
    let sql = push_texts(backend, Sql::new(INSERT)).push("c.contact_id in ");
    tx.execute(dialect::push_ids(backend, sql, contacts.to_vec())).await.map(drop)
}

/// Writes the search texts of all contacts anew.
pub(crate) async fn fill(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute(Sql::new("delete from contact_search")).await?;
    tx.execute(push_texts(tx.backend(), Sql::new(INSERT)).push("true")).await.map(drop)
}

/// Adds ` and …` for words that must be in the search text of the contact whose id stands in `column`.
pub(crate) fn push_found(sql: Sql, column: &'static str, words: &[String], way: Way) -> Sql {
    if words.is_empty() {
        return sql;
    }
    if way == Way::Each {
        let sql = sql.push(" and exists (select 1 from contact_search s where s.contact_id = ").push(column);
        return push_words(sql, words).push(")");
    }
    let sql = sql.push(" and ").push(column).push(" in (select s.contact_id from ");
    let (sql, _) = push_source(sql, words, way, "");
    push_words(sql, words).push(")")
}

/// How words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// By reading the search texts in the order of ids, which finds at once what many have. PostgreSQL chooses for itself.
    Through,
    /// On SQLite by the table of trigrams, which finds at once what few have.
    ByTrigrams,
    /// Of each contact that is found otherwise.
    Each,
}

impl Way {
    /// The best for what few have.
    pub(crate) fn of(backend: Backend, ready: Indexes) -> Self {
        let by_trigrams = backend == Backend::Sqlite && ready.contains(Index::Search);
        if by_trigrams { Self::ByTrigrams } else { Self::Through }
    }

    /// Of each contact, where another index finds the contacts.
    pub(crate) fn or_each(self) -> Self {
        if self == Self::Through { Self::Each } else { self }
    }
}

/// Adds the tables in which words are looked for, with what is `joined` to them and the beginning of a `where`; and gives the
/// column that orders them by id. SQLite keeps to the order of a cross join.
pub(crate) fn push_source(sql: Sql, words: &[String], way: Way, joined: &'static str) -> (Sql, &'static str) {
    let trigrams = if way == Way::ByTrigrams { trigrams(words) } else { String::new() };
    if trigrams.is_empty() {
        return (sql.push("contact_search s").push(joined).push(" where true"), "s.contact_id");
    }
    let sql = sql.push("search_trigrams t cross join contact_search s").push(joined);
    let sql = sql.push(" where t.search_trigrams match ");
    (sql.push_value(trigrams).push(" and s.contact_id = t.rowid"), "t.rowid")
}

/// How many trigrams of a word are looked up; what is found is looked at whole.
const MOST: usize = 8;

/// Three letters in a row, from all over each word, as FTS5 asks for all of them; empty when the words are shorter.
fn trigrams(words: &[String]) -> String {
    let mut wanted = BTreeSet::new();
    for word in words {
        let letters: Vec<char> = muster_domain::fold(word).chars().collect();
        let all: Vec<&[char]> = letters.windows(3).collect();
        let step = all.len().div_ceil(MOST).max(1);
        wanted.extend(all.into_iter().step_by(step).map(|three| three.iter().collect::<String>()));
    }
    let quoted = wanted.iter().map(|three| format!("\"{}\"", three.replace('"', "\"\"")));
    quoted.collect::<Vec<_>>().join(" ")
}

/// Adds ` and …` for words that must be in the search text of `s`.
pub(crate) fn push_words(sql: Sql, words: &[String]) -> Sql {
    words.iter().fold(sql, |sql, word| {
        let pattern = format!("%{}%", crate::find::conditions::literally(&muster_domain::fold(word)));
        sql.push(" and s.text like ").push_value(pattern).push(" escape '\\'")
    })
}

/// Contacts of the first step in which trigrams are filled, and of any step.
const FIRST: i64 = 1_000;
const LARGEST: i64 = 20_000;
/// Behind every contact.
const ALL: i64 = i64::MAX;

/// The triggers that keep the trigrams true, for the contacts up to which they have been filled.
const FOLLOW: [&str; 3] = [
    "create trigger search_added after insert on contact_search
     when new.contact_id <= (select position from made_indexes where name = 'search') begin
        insert into search_trigrams (rowid, text) values (new.contact_id, new.text); end",
    "create trigger search_gone after delete on contact_search
     when old.contact_id <= (select position from made_indexes where name = 'search') begin
        insert into search_trigrams (search_trigrams, rowid, text) values ('delete', old.contact_id, old.text); end",
    "create trigger search_changed after update on contact_search
     when new.contact_id <= (select position from made_indexes where name = 'search') begin
        insert into search_trigrams (search_trigrams, rowid, text) values ('delete', old.contact_id, old.text);
        insert into search_trigrams (rowid, text) values (new.contact_id, new.text); end",
];

/// SQLite: the trigrams are no longer kept true, and whoever has claimed to fill them stops.
pub(crate) async fn stop_following(tx: &mut Tx) -> Result<(), StoreError> {
    for trigger in [
        "drop trigger if exists search_added",
        "drop trigger if exists search_gone",
        "drop trigger if exists search_changed",
    ] {
        tx.execute(Sql::new(trigger)).await?;
    }
    tx.execute(Sql::new("insert into search_trigrams (search_trigrams) values ('delete-all')"))
        .await
        .map(drop)
}

/// SQLite: fills the trigrams step by step, so that others can write in between.
pub(crate) async fn build(db: &Db, now: impl Fn() -> i64) -> Result<(), StoreError> {
    let mut tx = db.begin().await?;
    stop_following(&mut tx).await?;
    for trigger in FOLLOW {
        tx.execute(Sql::new(trigger)).await?;
    }
    tx.commit().await?;
    let (mut done, mut pace) = (0, Pace::new("search_index", FIRST, LARGEST));
    while done < ALL {
        let to = end_of_step(db, done, pace.size()).await?;
        let mut tx = db.begin().await?;
        let since = Instant::now();
        if !step(&mut tx, (done, to), now()).await? {
            return Ok(());
        }
        if to == ALL {
            indexes::finish(&mut tx, Index::Search).await?;
        }
        tx.commit().await?;
        pace.note(pace.size(), since);
        done = to;
    }
    Ok(())
}

/// The last of so many contacts.
async fn end_of_step(db: &Db, done: i64, size: i64) -> Result<i64, StoreError> {
    let sql = Sql::new(
        "select contact_id from contact_search where contact_id > $1 order by contact_id limit 1 offset $2",
    );
    let last: Option<(i64,)> = db.fetch_optional(sql.bind(done).bind(size - 1)).await?;
    Ok(last.map_or(ALL, |(id,)| id))
}

/// Fills the contacts above the first id and up to the second in; false when the index is no longer wanted.
async fn step(tx: &mut Tx, (done, to): (i64, i64), now: i64) -> Result<bool, StoreError> {
    let sql = Sql::new(
        "update made_indexes set position = $1, lease_until = $2
         where name = 'search' and state = 'building' and position = $3",
    );
    if tx.execute(sql.bind(to).bind(now + indexes::LEASE).bind(done)).await? == 0 {
        return Ok(false);
    }
    let sql = Sql::new(
        "insert into search_trigrams (rowid, text)
         select contact_id, text from contact_search where contact_id > $1 and contact_id <= $2 order by contact_id",
    );
    tx.execute(sql.bind(done).bind(to)).await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_takes_out_of_a_number_what_the_program_does() {
        let ends: Vec<String> = BETWEEN_DIGITS.iter().map(|between| format!(", '{between}', '')")).collect();
        assert_eq!(WITHOUT, ends.concat());
    }
}
