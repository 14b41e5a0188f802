//! Every real difference between the two databases' SQL, each in a function that says why.

use crate::{Db, Sql};

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
