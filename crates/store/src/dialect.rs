//! Every real difference between the two databases' SQL, each in a function that says why.

use crate::{Backend, Db, Sql, Value};

/// Adds a test whether a column contains a term without regard to case, the term's own `%` and `_` taken literally.
///
/// PostgreSQL has `ilike` for it. SQLite's `like` disregards the case of ASCII letters only, so a term with others is
/// looked for in its usual spellings.
pub(crate) fn push_contains(db: &Db, sql: Sql, column: &'static str, term: &str) -> Sql {
    let (operator, spellings) = match db {
        Db::Postgres(_) => (" ilike ", vec![term.to_owned()]),
        Db::Sqlite { .. } => (" like ", spellings(term)),
    };
    let mut sql = sql.push("(");
    for (index, spelling) in spellings.into_iter().enumerate() {
        let escaped = spelling.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        let start = if index == 0 { sql } else { sql.push(" or ") };
        sql = start.push(column).push(operator).push_value(format!("%{escaped}%")).push(" escape '\\'");
    }
    sql.push(")")
}

/// As typed, and for letters beyond ASCII in lower case, in upper case, and capitalised.
fn spellings(term: &str) -> Vec<String> {
    let mut spellings = vec![term.to_owned()];
    if !term.is_ascii() {
        let lower = term.to_lowercase();
        let mut letters = lower.chars();
        let capitalised = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        spellings.extend([term.to_uppercase(), capitalised, lower]);
        spellings.dedup();
    }
    spellings
}

/// Adds a subquery that holds `ids`, bound as one value however many they are.
///
/// PostgreSQL takes an array. SQLite has none and reads a JSON text instead.
pub(crate) fn push_ids(backend: Backend, sql: Sql, ids: Vec<i64>) -> Sql {
    match backend {
        Backend::Postgres => sql.push("(select unnest(").push_value(Value::Ids(ids)).push("::bigint[]))"),
        Backend::Sqlite => sql.push("(select value from json_each(").push_value(Value::Ids(ids)).push("))"),
    }
}

/// Adds a subquery that holds `texts`, bound as one value however many they are; see [`push_ids`].
pub(crate) fn push_texts(backend: Backend, sql: Sql, texts: Vec<String>) -> Sql {
    match backend {
        Backend::Postgres => sql.push("(select unnest(").push_value(Value::Texts(texts)).push("::text[]))"),
        Backend::Sqlite => {
            sql.push("(select value from json_each(").push_value(Value::Texts(texts)).push("))")
        }
    }
}

/// Ends a `select` of rows that must not be deleted before the transaction ends.
///
/// PostgreSQL locks them against that alone. On SQLite a transaction that writes is alone anyway.
pub(crate) fn push_hold(backend: Backend, sql: Sql) -> Sql {
    match backend {
        Backend::Postgres => sql.push(" for key share"),
        Backend::Sqlite => sql,
    }
}
