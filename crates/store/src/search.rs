//! The text in which contacts are searched, see the table `contact_search`. It is made by the database from the contacts, in the
//! transaction that writes them.

use crate::{Backend, Sql, StoreError, Tx, dialect};

/// What contacts are searched by, behind the address.
pub(crate) const COLUMNS: [&str; 3] = ["first_name", "last_name", "company"];

/// Continues `insert into contact_search …` with the texts of the contacts `c`; a condition on them is to follow.
pub(crate) fn push_texts(backend: Backend, sql: Sql) -> Sql {
    let mut sql = sql.push(" select c.contact_id, c.email");
    for column in COLUMNS {
        sql = dialect::push_folded(backend, sql.push(" || ' ' || coalesce("), column).push(", '')");
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

/// Writes the search texts of all contacts of a base that had none.
pub(crate) async fn fill(tx: &mut Tx) -> Result<(), StoreError> {
    tx.execute(push_texts(tx.backend(), Sql::new(INSERT)).push("true")).await.map(drop)
}

/// Adds ` and …` for words that must be in the search text of the contact whose id stands in `column`.
pub(crate) fn push_found(sql: Sql, column: &'static str, words: &[String]) -> Sql {
    if words.is_empty() {
        return sql;
    }
    let sql =
        sql.push(" and ").push(column).push(" in (select s.contact_id from contact_search s where true");
    push_words(sql, words).push(")")
}

/// Adds ` and …` for words that must be in the search text of `s`.
pub(crate) fn push_words(sql: Sql, words: &[String]) -> Sql {
    words.iter().fold(sql, |sql, word| {
        let pattern = format!("%{}%", crate::conditions::literally(&muster_domain::fold(word)));
        sql.push(" and s.text like ").push_value(pattern).push(" escape '\\'")
    })
}
