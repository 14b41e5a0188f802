//! The two JSON documents of a contact: the values of its custom fields, and the folded texts of those values whose
//! lower case the databases would not find by themselves. A document without entries is NULL.

use std::collections::BTreeMap;

use muster_domain::{Field, fold_beyond_ascii};

use crate::StoreError;

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
