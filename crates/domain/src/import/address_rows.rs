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

/// All rows of one address in a chunk. They are settled with the other addresses of the contact, once it is known whose they
/// are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressRows {
    /// The key of the e-mail address.
    pub key: Box<str>,
    /// The last of the rows.
    pub last: Said,
    /// The rows that came before it, in the order of the file.
    pub earlier: Vec<Said>,
}

/// What a row says about a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The row as a spreadsheet counts it.
    pub number: u64,
    /// The values of the mapping's fields.
    pub values: Values,
}

impl AddressRows {
    /// All of them, in the order of the file.
    pub fn rows(&self) -> impl Iterator<Item = &Said> {
        self.earlier.iter().chain([&self.last])
    }
}

/// Puts the rows of each address together. Comes out in the order of the keys, which is also the order in which databases look
/// them up fastest.
pub fn by_address(mut rows: Vec<Row>) -> Vec<AddressRows> {
    rows.sort_unstable_by(|a, b| (&a.key, a.number).cmp(&(&b.key, b.number)));
    let mut addresses: Vec<AddressRows> = Vec::with_capacity(rows.len());
    for Row { number, key, values } in rows {
        let said = Said { number, values };
        match addresses.last_mut().filter(|address| address.key == key) {
            Some(address) => address.earlier.push(std::mem::replace(&mut address.last, said)),
            None => addresses.push(AddressRows { key, last: said, earlier: Vec::new() }),
        }
    }
    addresses
}
