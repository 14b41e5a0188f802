//! The two JSON documents of a contact: the values of its custom fields, and the folded texts of those values whose
//! lower case the databases would not find by themselves. A document without entries is NULL.

use std::collections::BTreeMap;

use muster_domain::{Field, fold_beyond_ascii};
use sqlx::FromRow;

use crate::{Sql, StoreError, Tx};

/// A document with some entries written anew; `None` takes an entry out.
pub(crate) fn merged<'a>(
    existing: Option<&str>,
    entries: impl Iterator<Item = (&'a str, Option<String>)>,
) -> Result<Option<String>, StoreError> {
    let mut entries = entries.peekable();
    if existing.is_none() && entries.peek().is_none() {
        return Ok(None);
    }
    let mut document: BTreeMap<String, String> = match existing {
        Some(text) => serde_json::from_str(text)?,
        None => BTreeMap::new(),
    };
    for (name, value) in entries {
        match value {
            Some(value) => drop(document.insert(name.to_owned(), value)),
            None => drop(document.remove(name)),
        }
    }
    if document.is_empty() { Ok(None) } else { Ok(Some(serde_json::to_string(&document)?)) }
}

/// The entries of custom fields among some values.
pub(crate) fn custom_entries<'a>(
    values: impl Iterator<Item = (&'a Field, Option<&'a str>)>,
) -> impl Iterator<Item = (&'a str, Option<String>)> {
    let custom = values.filter(|(field, _)| field.as_custom().is_some());
    custom.map(|(field, value)| (field.name(), value.map(str::to_owned)))
}

/// The folded texts among some values. Where nothing was folded before, an entry to take out is none.
pub(crate) fn folded_entries<'a>(
    existing: Option<&str>,
    values: impl Iterator<Item = (&'a Field, Option<&'a str>)>,
) -> impl Iterator<Item = (&'a str, Option<String>)> {
    let (first, texts) = (existing.is_none(), values.filter(|(field, _)| field.kind().is_text()));
    let entries = texts.map(|(field, value)| (field.name(), value.and_then(fold_beyond_ascii)));
    entries.filter(move |(name, folded)| *name != "email" && !(first && folded.is_none()))
}

/// A contact's texts, in the order in which they were asked for.
struct Texts {
    contact_id: i64,
    texts: Vec<Option<String>>,
}

impl<'r, R: sqlx::Row> FromRow<'r, R> for Texts
where
    usize: sqlx::ColumnIndex<R>,
    i64: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<String>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        let texts = (1..row.len()).map(|at| row.try_get(at)).collect::<Result<_, _>>()?;
        Ok(Self { contact_id: row.try_get(0)?, texts })
    }
}

/// Folds the texts of the contacts that were there before texts were folded.
pub(crate) async fn fold_existing(tx: &mut Tx) -> Result<(), StoreError> {
    let fields: Vec<Field> = Field::all_values().filter(|field| field.kind().is_text()).collect();
    let mut after = 0;
    loop {
        let sql = Sql::new("select contact_id");
        let sql =
            fields.iter().filter_map(Field::column).fold(sql, |sql, column| sql.push(", ").push(column));
        let sql = sql.push(" from contacts where contact_id > ").push_value(after);
        let rows: Vec<Texts> = tx.fetch_all(sql.push(" order by contact_id limit 5000")).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.contact_id;
        for row in &rows {
            let values = fields.iter().zip(row.texts.iter().map(Option::as_deref));
            if let Some(folded) = merged(None, folded_entries(None, values))? {
                let sql = Sql::new("update contacts set folded = $1 where contact_id = $2");
                tx.execute(sql.bind(folded).bind(row.contact_id)).await?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_keep_what_is_not_written_and_vanish_when_empty() {
        let city = Field::named("city").unwrap();
        let folded = |existing: Option<&str>, value| {
            let values = [(&city, value)];
            merged(existing, folded_entries(existing, values.into_iter())).unwrap()
        };
        assert_eq!(folded(None, Some("Köln")), None, "ASCII lower case folds it already");
        assert_eq!(folded(None, Some("KÖLN")).as_deref(), Some(r#"{"city":"köln"}"#));
        assert_eq!(folded(Some(r#"{"city":"köln","zip":"ö"}"#), None).as_deref(), Some(r#"{"zip":"ö"}"#));
        assert_eq!(folded(Some(r#"{"city":"köln"}"#), Some("Bonn")), None);
    }
}
