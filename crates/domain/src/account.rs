//! Accounts: the companies that contacts belong to. Their texts are read as those of contacts are.

use std::borrow::Cow;

use crate::{CellError, Field, value};

/// A text that is kept of an account, besides its name.
#[derive(Debug, PartialEq, Eq)]
pub struct AccountField {
    /// Its name in the API, and of its column.
    pub name: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// The field of a contact that is read like it; none for the e-mail address, which identifies nobody here.
    like: Option<&'static str>,
}

const fn field(name: &'static str, label: &'static str, like: &'static str) -> AccountField {
    AccountField { name, label, like: Some(like) }
}

/// The texts of an account, in the order of the page.
pub const ACCOUNT_FIELDS: [AccountField; 12] = [
    field("address1", "Address line 1", "address1"),
    field("address2", "Address line 2", "address2"),
    field("zip", "ZIP", "zip"),
    field("city", "City", "city"),
    field("state", "State", "state"),
    field("country", "Country", "country"),
    field("website", "Website", "website"),
    field("phone", "Phone", "business_phone"),
    field("fax", "Fax", "business_phone"),
    AccountField { name: "email", label: "E-mail", like: None },
    field("owner", "Owner", "owner"),
    field("notes", "Notes", "notes"),
];

impl AccountField {
    /// The field with this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        ACCOUNT_FIELDS.iter().find(|field| field.name == name)
    }

    /// The value that a text stands for; `None` for a blank one.
    pub fn read(&self, typed: &str) -> Result<Option<String>, CellError> {
        if let Some(field) = self.like.and_then(Field::named) {
            return Ok(field.read(typed)?.map(Cow::into_owned));
        }
        let text = value::bare(typed);
        if text.is_empty() { Ok(None) } else { value::other_email(&text).map(Some) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_those_of_contacts() {
        let read = |name: &str, typed: &str| AccountField::named(name).unwrap().read(typed);
        for field in &ACCOUNT_FIELDS {
            assert!(field.like.is_none_or(|name| Field::named(name).is_some()), "{}", field.name);
            assert_eq!(field.read(" \u{A0}"), Ok(None), "{}", field.name);
        }
        assert_eq!(read("city", " Ko\u{308}ln "), Ok(Some("Köln".into())));
        assert_eq!(read("phone", "p:+46701234567"), Ok(Some("+46701234567".into())));
        assert_eq!(read("email", " Info@Firma.DE "), Ok(Some("info@firma.de".into())));
        assert_eq!(read("email", "nobody"), Err(CellError::Email));
        assert_eq!(read("fax", &"1".repeat(27)), Err(CellError::TooLong { found: 27, limit: 26 }));
        assert_eq!(AccountField::named("name"), None);
    }
}
