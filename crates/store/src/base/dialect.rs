//! Every real difference between the two databases' SQL, each in a function that says why.

use crate::base::columns::Wanted;
use crate::{Backend, Db, Sql, StoreError, Value};

/// Adds a test whether a column contains a term without regard to case, the term's own `%` and `_` taken literally.
///
/// PostgreSQL has `ilike` for it. SQLite's `like` disregards the case of ASCII letters only, so a term with others is
/// looked for in its usual spellings.
pub(crate) fn push_contains(db: &Db, sql: Sql, column: &'static str, term: &str) -> Sql {
    let (operator, spellings) = match db {
        Db::Postgres { .. } => (" ilike ", vec![term.to_owned()]),
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

/// Adds a set of ids as a subquery of one column, bound as one value whatever its size: an array on PostgreSQL, a JSON
/// text on SQLite, which has no arrays.
pub(crate) fn push_ids(backend: Backend, sql: Sql, ids: Vec<i64>) -> Sql {
    match backend {
        Backend::Postgres => {
            sql.push("(select unnest(").push_value(Value::Ids(ids)).push("::bigint[]) as id)")
        }
        Backend::Sqlite => {
            sql.push("(select value as id from json_each(").push_value(Value::Ids(ids)).push("))")
        }
    }
}

/// Adds rows of three numbers as a subquery with the columns `a`, `b` and `c`, bound as [`push_ids`] does with ids.
pub(crate) fn push_triples(backend: Backend, sql: Sql, rows: &[[i64; 3]]) -> Result<Sql, StoreError> {
    Ok(match backend {
        Backend::Postgres => {
            let column = |at: usize| Value::Ids(rows.iter().map(|row| row[at]).collect());
            let sql = sql.push("(select * from unnest(").push_value(column(0)).push("::bigint[], ");
            let sql = sql.push_value(column(1)).push("::bigint[], ").push_value(column(2));
            sql.push("::bigint[]) as t(a, b, c))")
        }
        Backend::Sqlite => {
            let rows = serde_json::to_string(rows)?;
            let sql =
                sql.push("(select value ->> 0 as a, value ->> 1 as b, value ->> 2 as c from json_each(");
            sql.push_value(rows).push("))")
        }
    })
}

/// The score of a row of `contact_scores` that is updated from a list of contacts.
///
/// PostgreSQL finds the row by contact and score. SQLite, without statistics, would go through everybody with points in the score
/// instead of the list; the sign keeps it from looking for the score (measured: 42 seconds for 33 rows).
pub(crate) fn score_of_row(backend: Backend) -> &'static str {
    match backend {
        Backend::Postgres => "contact_scores.score_id",
        Backend::Sqlite => "+contact_scores.score_id",
    }
}

/// A random text of 64 characters or more that nobody can guess.
pub(crate) fn random_text(backend: Backend) -> &'static str {
    match backend {
        Backend::Postgres => "cast(gen_random_uuid() as text) || cast(gen_random_uuid() as text)",
        Backend::Sqlite => "hex(randomblob(32))",
    }
}

/// The bytes of `import_seen`'s pages as hexadecimal digits.
pub(crate) fn hexadecimal(backend: Backend) -> &'static str {
    match backend {
        Backend::Postgres => "encode(s.bits, 'hex')",
        Backend::Sqlite => "hex(s.bits)",
    }
}

/// The name of a column of numbers in what [`select_columns`] answers.
pub(crate) const NUMBERS: &str = "numbers";

/// Begins a `select` whose columns come whole, each as one value, in the same order of rows: an array on PostgreSQL, a JSON text on
/// SQLite, which has no arrays.
pub(crate) fn select_columns(backend: Backend, (numbers, texts): Wanted<'_>) -> Sql {
    let gather = match backend {
        Backend::Postgres => "array_agg(",
        Backend::Sqlite => "json_group_array(",
    };
    let named = numbers.iter().map(|column| (column, ") as numbers"));
    let named = named.chain(texts.iter().map(|column| (column, ") as texts")));
    Sql::new("select ").push_list(named, |sql, (column, name)| sql.push(gather).push(column).push(name))
}

/// Adds a set of texts, as [`push_ids`] does with ids.
pub(crate) fn push_texts(backend: Backend, sql: Sql, texts: Vec<String>) -> Sql {
    match backend {
        Backend::Postgres => {
            sql.push("(select unnest(").push_value(Value::Texts(texts)).push("::text[]) as value)")
        }
        Backend::Sqlite => {
            sql.push("(select value from json_each(").push_value(Value::Texts(texts)).push("))")
        }
    }
}

/// Adds ` = ` with one of a set of texts, so that an index can find them: PostgreSQL looks a subquery up in none.
pub(crate) fn push_any_text(backend: Backend, sql: Sql, texts: Vec<String>) -> Sql {
    match backend {
        Backend::Postgres => sql.push(" = any(").push_value(Value::Texts(texts)).push("::text[])"),
        Backend::Sqlite => push_texts(backend, sql.push(" in "), texts),
    }
}

/// Adds the text under a key of a JSON document. The documents are text columns, which both drivers read alike;
/// PostgreSQL has the operator for its JSON types only.
pub(crate) fn push_entry(backend: Backend, sql: Sql, column: &'static str, key: &str) -> Sql {
    let arrow = match backend {
        Backend::Postgres => "::jsonb ->> ",
        Backend::Sqlite => " ->> ",
    };
    sql.push("(").push(column).push(arrow).push_value(key).push(")")
}

/// Adds the folded text of a standard field, or NULL; `table` is `c.`, or nothing where a name must not be qualified (in the
/// definition of an index). Without placeholders, for the drivers' bulk calls and for indexes.
pub(crate) fn push_folded(backend: Backend, sql: Sql, table: &'static str, column: &'static str) -> Sql {
    let arrow = match backend {
        Backend::Postgres => "folded::jsonb ->> '",
        Backend::Sqlite => "folded ->> '",
    };
    let sql = sql.push("coalesce(").push(table).push(arrow).push(column).push("', lower(");
    sql.push(table).push(column).push(bytewise(backend)).push("))")
}

/// Adds a JSON document without one entry; NULL when no other is left.
pub(crate) fn push_without(backend: Backend, sql: Sql, column: &'static str, key: &str) -> Sql {
    let sql = sql.push("nullif(");
    match backend {
        Backend::Postgres => {
            sql.push("cast(").push(column).push("::jsonb - ").push_value(key).push(" as text), '{}')")
        }
        Backend::Sqlite => {
            sql.push("json_remove(").push(column).push(", '$.' || ").push_value(key).push("), '{}')")
        }
    }
}

/// The collation that compares texts by their bytes, and by which PostgreSQL's `lower` knows ASCII letters only, as
/// SQLite's does always.
pub(crate) fn bytewise(backend: Backend) -> &'static str {
    match backend {
        Backend::Postgres => " collate \"C\"",
        Backend::Sqlite => " collate binary",
    }
}

/// Adds a test whether a contact's bit is set in its page of an import's contacts, see `SeenContacts` in the domain: 65,536 bits,
/// the lowest of each byte first.
///
/// PostgreSQL counts the bits of bytes so. SQLite shows a byte only as two hexadecimal digits, of which the first has the
/// upper four bits.
pub(crate) fn push_bit(backend: Backend, sql: Sql, page: &'static str, contact: &'static str) -> Sql {
    match backend {
        Backend::Postgres => {
            sql.push("get_bit(").push(page).push(", cast(").push(contact).push(" % 65536 as integer)) = 1")
        }
        Backend::Sqlite => sql
            .push("((instr('0123456789ABCDEF', substr(hex(substr(")
            .push(page)
            .push(", ")
            .push(contact)
            .push(" % 65536 / 8 + 1, 1)), 2 - ")
            .push(contact)
            .push(" % 8 / 4, 1)) - 1) >> (")
            .push(contact)
            .push(" % 4)) & 1 = 1"),
    }
}

/// The function that finds a text in another: the position from 1, or 0.
pub(crate) fn position(backend: Backend) -> &'static str {
    match backend {
        Backend::Postgres => "strpos",
        Backend::Sqlite => "instr",
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

/// Ends a `select` of rows that this transaction alone may write, or hang something on, until its end.
///
/// PostgreSQL locks them. On SQLite a transaction that writes is alone anyway.
pub(crate) fn push_claim(backend: Backend, sql: Sql) -> Sql {
    match backend {
        Backend::Postgres => sql.push(" for update"),
        Backend::Sqlite => sql,
    }
}
