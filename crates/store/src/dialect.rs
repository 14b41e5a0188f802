//! Every real difference between the two databases' SQL, each in a function that says why.

use crate::{Db, Sql};

/// Adds `column like '%term%'` without regard to case, with the term's own `%` and `_` taken literally.
///
/// SQLite's `like` ignores the case of ASCII letters by itself; PostgreSQL has `ilike` for it.
pub(crate) fn push_contains(db: &Db, sql: Sql, column: &'static str, term: &str) -> Sql {
    let escaped = term.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let operator = match db {
        Db::Sqlite { .. } => " like ",
        Db::Postgres(_) => " ilike ",
    };
    sql.push(column).push(operator).push_value(format!("%{escaped}%")).push(" escape '\\'")
}
