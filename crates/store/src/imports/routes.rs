//! Into which part of an import a row goes. Rows of one contact must meet in one part, or its last row may lose; and a row must
//! stay in its part when the import is carried on, whatever became of the contact. So the way of each address of a merged contact
//! is kept until the import's end: as a keyed hash, which is still true when the address is erased.

use std::collections::{BTreeMap, HashMap};

use muster_domain::ImportId;

use crate::base::dialect;
use crate::base::keyed_hash::KeyedHash;
use crate::{Db, Select, Sql, StoreError, Tx};

/// The ways of an import's rows.
#[derive(Debug)]
pub struct Routes {
    parts: u32,
    /// The part of each address of a merged contact, by its hash; by its key where nothing is kept.
    merged: HashMap<String, u32>,
    hash: Option<KeyedHash>,
}

impl Routes {
    /// The part that takes the rows with an address, by its key.
    pub fn part(&self, key: &str) -> u32 {
        let merged = match &self.hash {
            Some(hash) => self.merged.get(&hash.of(key)),
            None => self.merged.get(key),
        };
        merged.copied().unwrap_or_else(|| part_of(key, self.parts))
    }
}

/// The part to which an address that is alone belongs; the same for ever, since an import may be carried on by a newer program
/// (FNV-1a).
fn part_of(key: &str, parts: u32) -> u32 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = key.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    ((hash >> 32) % u64::from(parts)) as u32
}

/// The ways of an import.
pub async fn of(db: &Db, import: ImportId, parts: u32) -> Result<Routes, StoreError> {
    let sql = Sql::new("select hash, part from import_routes where import_id = $1").bind(import.0);
    let rows: Vec<(String, i64)> = db.fetch_all(sql).await?;
    let hash = if rows.is_empty() { None } else { key(&mut &*db).await? };
    let merged = rows.into_iter().map(|(hash, part)| (hash, part as u32)).collect();
    Ok(Routes { parts, merged, hash })
}

/// The ways of the rows of an import that is only tried.
pub async fn tried(db: &Db, parts: u32) -> Result<Routes, StoreError> {
    let merged = if parts == 1 { Vec::new() } else { merged(&mut &*db).await? };
    let merged = merged.into_iter().map(|(value, route)| (value, part_of(&route, parts))).collect();
    Ok(Routes { parts, merged, hash: None })
}

/// The addresses of merged contacts, each with the one of its contact by whose part it goes.
async fn merged(from: &mut impl Select) -> Result<Vec<(String, String)>, StoreError> {
    let sql = "select value, min(value) over (partition by contact_id) from identities
         where kind = 1 and merged is not null";
    from.fetch_all(Sql::new(sql)).await
}

/// Notes the ways of all addresses of merged contacts for an import that is asked for.
pub(crate) async fn note(tx: &mut Tx, import: i64, parts: u32) -> Result<(), StoreError> {
    if parts == 1 {
        return Ok(());
    }
    let merged = merged(&mut &mut *tx).await?;
    keep(tx, (import, parts), merged).await
}

/// Keeps the ways that an older program kept as they stood.
pub(crate) async fn hash_existing(tx: &mut Tx) -> Result<(), StoreError> {
    let sql = Sql::new(
        "select r.import_id, i.parts, r.value, r.route from plain_routes r
         join imports i on i.import_id = r.import_id",
    );
    let mut by_import: BTreeMap<(i64, u32), Vec<(String, String)>> = BTreeMap::new();
    for (import, parts, value, route) in tx.fetch_all::<(i64, i64, String, String)>(sql).await? {
        by_import.entry((import, parts as u32)).or_default().push((value, route));
    }
    for (import, merged) in by_import {
        keep(tx, import, merged).await?;
    }
    tx.execute(Sql::new("drop table plain_routes")).await.map(drop)
}

/// Keeps the way of each address, which is that of another one of its contact.
async fn keep(
    tx: &mut Tx,
    (import, parts): (i64, u32),
    merged: Vec<(String, String)>,
) -> Result<(), StoreError> {
    if merged.is_empty() {
        return Ok(());
    }
    let hash = made_key(tx).await?;
    let mut by_part: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (value, route) in merged {
        by_part.entry(part_of(&route, parts)).or_default().push(hash.of(&value));
    }
    for (part, hashes) in by_part {
        let sql = Sql::new("insert into import_routes (import_id, hash, part) select ").push_value(import);
        let sql = sql.push(", x.value, ").push_value(i64::from(part)).push(" from ");
        tx.execute(dialect::push_texts(tx.backend(), sql, hashes).push(" x")).await?;
    }
    Ok(())
}

async fn key(from: &mut impl Select) -> Result<Option<KeyedHash>, StoreError> {
    let sql = Sql::new("select value from secrets where name = 'routes'");
    let key: Option<(String,)> = from.fetch_optional(sql).await?;
    Ok(key.map(|(key,)| KeyedHash::new(key)))
}

async fn made_key(tx: &mut Tx) -> Result<KeyedHash, StoreError> {
    let random = dialect::random_text(tx.backend());
    let sql = Sql::new("insert into secrets (name, value) select 'routes', ").push(random);
    tx.execute(sql.push(" where true on conflict (name) do nothing")).await?;
    key(tx).await?.ok_or_else(|| StoreError::Damaged("the key of routes is missing".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_keep_their_part_for_ever() {
        let parts: Vec<u32> = ["a@b.de", "b@b.de", "c@b.de", "d@b.de"].map(|key| part_of(key, 2)).to_vec();
        assert_eq!(parts, [1, 0, 1, 1]);
        assert_eq!(part_of("anything", 1), 0);
    }
}
