//! The one small writer of SQL. Text comes from the program only (`&'static str`); whatever comes from elsewhere is bound.

use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments, AssertSqlSafe};

use crate::StoreError;

/// A value that is bound to a statement, with its type also when it is NULL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A whole number.
    Int(Option<i64>),
    /// Text.
    Text(Option<String>),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A set of ids, see [`crate::base::dialect::push_ids`].
    Ids(Vec<i64>),
    /// A set of texts, see [`crate::base::dialect::push_texts`].
    Texts(Vec<String>),
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(Some(value))
    }
}

impl From<Option<i64>> for Value {
    fn from(value: Option<i64>) -> Self {
        Self::Int(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(Some(value.to_owned()))
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(Some(value))
    }
}

impl From<Option<String>> for Value {
    fn from(value: Option<String>) -> Self {
        Self::Text(value)
    }
}

impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

/// A statement and its values.
#[derive(Debug, Clone, Default)]
pub struct Sql {
    text: String,
    values: Vec<Value>,
}

impl Sql {
    /// A statement that refers to its values as `$1`, `$2`, …
    pub fn new(text: &'static str) -> Self {
        Self { text: text.to_owned(), values: Vec::new() }
    }

    /// Adds the next value, for a `$n` that stands in the text already.
    #[must_use]
    pub fn bind(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        self
    }

    /// Continues the text.
    #[must_use]
    pub fn push(mut self, text: &'static str) -> Self {
        self.text.push_str(text);
        self
    }

    /// Continues the text with a placeholder for `value`.
    #[must_use]
    pub fn push_value(mut self, value: impl Into<Value>) -> Self {
        self.values.push(value.into());
        let number = self.values.len();
        self.push("$").push_number(number)
    }

    /// Continues the text with items, and commas between them.
    #[must_use]
    pub(crate) fn push_list<T>(
        self,
        items: impl IntoIterator<Item = T>,
        mut push: impl FnMut(Self, T) -> Self,
    ) -> Self {
        let items = items.into_iter().enumerate();
        items.fold(self, |sql, (at, item)| push(if at == 0 { sql } else { sql.push(", ") }, item))
    }

    /// Continues with another statement's text and values; its placeholders are numbered on.
    #[must_use]
    pub(crate) fn append(mut self, other: Self) -> Self {
        let mut parts = other.text.split('$');
        self.text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
            let number: usize = part[..digits].parse().unwrap_or(0);
            let placeholder = self.values.len() + number;
            self.text.push('$');
            self.text.push_str(&placeholder.to_string());
            self.text.push_str(&part[digits..]);
        }
        self.values.extend(other.values);
        self
    }

    /// Continues the text with a number of the program's own.
    pub(crate) fn push_number(mut self, number: usize) -> Self {
        self.text.push_str(&number.to_string());
        self
    }

    /// The text alone, for the drivers' bulk calls.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn safe_text(&self) -> AssertSqlSafe<String> {
        AssertSqlSafe(self.text.clone()) // made of 'static pieces and placeholders only
    }

    pub(crate) fn sqlite_arguments(&self) -> Result<SqliteArguments, StoreError> {
        let mut arguments = SqliteArguments::default();
        for value in self.values.iter().cloned() {
            match value {
                Value::Int(value) => arguments.add(value),
                Value::Text(value) => arguments.add(value),
                Value::Bytes(value) => arguments.add(value),
                Value::Ids(ids) => arguments.add(serde_json::to_string(&ids)?),
                Value::Texts(texts) => arguments.add(serde_json::to_string(&texts)?),
            }
            .map_err(|error| StoreError::Database(error.to_string()))?;
        }
        Ok(arguments)
    }

    /// The values as rusqlite takes them, which writes and reads in bulk.
    pub(crate) fn rusqlite_values(&self) -> Result<Vec<rusqlite::types::Value>, StoreError> {
        use rusqlite::types::Value as Bound;
        let bound = |value: &Value| {
            Ok(match value {
                Value::Int(value) => value.map_or(Bound::Null, Bound::Integer),
                Value::Text(value) => value.clone().map_or(Bound::Null, Bound::Text),
                Value::Bytes(value) => Bound::Blob(value.clone()),
                Value::Ids(ids) => Bound::Text(serde_json::to_string(ids)?),
                Value::Texts(texts) => Bound::Text(serde_json::to_string(texts)?),
            })
        };
        self.values.iter().map(bound).collect()
    }

    pub(crate) fn postgres_arguments(&self) -> Result<PgArguments, StoreError> {
        let mut arguments = PgArguments::default();
        for value in self.values.iter().cloned() {
            match value {
                Value::Int(value) => arguments.add(value),
                Value::Text(value) => arguments.add(value),
                Value::Bytes(value) => arguments.add(value),
                Value::Ids(ids) => arguments.add(ids),
                Value::Texts(texts) => arguments.add(texts),
            }
            .map_err(|error| StoreError::Database(error.to_string()))?;
        }
        Ok(arguments)
    }
}
