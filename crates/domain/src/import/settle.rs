use serde::{Deserialize, Serialize};

use super::{Row, Values};

/// What a blank cell does to a stored value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Blank {
    /// The stored value stays.
    Keep,
    /// The stored value is removed.
    Clear,
}

impl Blank {
    /// `older` overwritten by `newer`, field by field.
    pub(super) fn overlay(self, older: &Values, newer: &Values) -> Values {
        match self {
            Self::Clear if newer.is_plain() => newer.clone(),
            _ => older.overlaid(newer, self == Self::Clear),
        }
    }
}

/// All rows of one address in a chunk, as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The key of the e-mail address.
    pub key: Box<str>,
    /// For each field the last value that counts.
    pub values: Values,
    /// The last of the rows.
    pub number: u64,
    /// The rows that came before it.
    pub repeats: Vec<u64>,
}

/// Settles repeats: the last row wins, field by field. Comes out in the order of the keys, which is also the order in
/// which databases look them up fastest.
pub fn settle(mut rows: Vec<Row>, blank: Blank) -> Vec<Settled> {
    rows.sort_unstable_by(|a, b| (&a.key, a.number).cmp(&(&b.key, b.number)));
    let mut settled: Vec<Settled> = Vec::with_capacity(rows.len());
    for Row { number, key, values } in rows {
        match settled.last_mut().filter(|last| last.key == key) {
            Some(last) => {
                last.values = blank.overlay(&last.values, &values);
                last.repeats.push(last.number);
                last.number = number;
            }
            None => settled.push(Settled { key, values, number, repeats: Vec::new() }),
        }
    }
    settled
}
