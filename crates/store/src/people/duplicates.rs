//! Contacts that may be one person. A search over all of them is work in two passes: first each contact's traits are stored
//! as numbers ([`note_keys`]), then those who share one are paired by SQL ([`pair_up`]). No contact is compared with all.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use muster_domain::{ContactId, Likeness, LikenessKey, Traits, display_address};
use sqlx::FromRow;

use crate::base::dialect;
use crate::contacts::{self, Contact, identities};
use crate::{Db, Sql, StoreError, Tx, work};

/// A trait that more contacts share says nothing of any of them: a switchboard, a common name before the `@`.
pub const MAX_SHARING: i64 = 10;
/// Into how many slices the traits of a kind are divided, of which some are paired up in a transaction.
pub const SLICES: i64 = 4096;
/// How many contacts that changed since the last search are looked at for one contact.
const RECENT: i64 = 5_000;
/// How many contacts are named for one contact, and how many are looked at for it.
const NAMED: usize = 20;
const CANDIDATES: i64 = 500;
/// Rows of one `insert`: three values each.
const ROWS: usize = 2_000;

/// Two contacts that may be one person.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The older one.
    pub contact: Contact,
    /// The newer one.
    pub other: Contact,
    /// In what they are alike.
    pub why: Vec<Likeness>,
}

/// A contact that may be the same person as a given one.
#[derive(Debug, Clone)]
pub struct Alike {
    /// The contact.
    pub contact: Contact,
    /// In what the two are alike.
    pub why: Vec<Likeness>,
}

#[derive(FromRow)]
struct Person {
    contact_id: i64,
    email: String,
    first_name: Option<String>,
    last_name: Option<String>,
    company: Option<String>,
    mobile_phone: Option<String>,
    business_phone: Option<String>,
    home_phone: Option<String>,
}

const PERSON: &str = "select c.contact_id, c.email, c.first_name, c.last_name, c.company, c.mobile_phone,
        c.business_phone, c.home_phone from contacts c where";
const MERGED: &str = "select contact_id, value from identities where kind = 1 and merged is not null and";

impl Person {
    fn keys(&self) -> BTreeSet<LikenessKey> {
        let phones = [&self.mobile_phone, &self.business_phone, &self.home_phone];
        Traits {
            names: [self.first_name.as_deref(), self.last_name.as_deref()],
            company: self.company.as_deref(),
            phones: phones.into_iter().filter_map(Option::as_deref).collect(),
            address: &self.email,
        }
        .keys()
    }
}

/// The traits of an address that a merge brought to a contact.
fn keys_of_address(key: &str) -> BTreeSet<LikenessKey> {
    Traits { address: &display_address(key), ..Traits::default() }.keys()
}

/// Stores the traits of the contacts above the first id and up to the second anew. The caller holds the lock of
/// recalculations, so that nobody is erased meanwhile.
pub async fn note_keys(tx: &mut Tx, (after, to): (i64, i64)) -> Result<(), StoreError> {
    let here = |sql: &'static str| {
        Sql::new(sql).push(" contact_id > ").push_value(after).push(" and contact_id <= ").push_value(to)
    };
    tx.execute(here("delete from duplicate_keys where")).await?;
    let people: Vec<Person> = tx.fetch_all(here(PERSON)).await?;
    let merged: Vec<(i64, String)> = tx.fetch_all(here(MERGED)).await?;
    let mut keys: BTreeSet<(i64, LikenessKey)> = BTreeSet::new();
    for person in &people {
        keys.extend(person.keys().into_iter().map(|key| (person.contact_id, key)));
    }
    for (contact, address) in merged {
        keys.extend(keys_of_address(&address).into_iter().map(|key| (contact, key)));
    }
    let keys: Vec<(i64, LikenessKey)> = keys.into_iter().collect();
    for rows in keys.chunks(ROWS) {
        let mut sql = Sql::new("insert into duplicate_keys (contact_id, why, key) values ");
        for (index, (contact, (why, key))) in rows.iter().enumerate() {
            sql = sql.push(if index == 0 { "(" } else { ", (" }).push_value(*contact).push(", ");
            sql = sql.push_value(*why as i64).push(", ").push_value(*key).push(")");
        }
        tx.execute(sql).await?;
    }
    Ok(())
}

/// Pairs up the contacts that share a trait in some slices of a kind of traits, from the first to before the second. A pair that a
/// person dismissed stays so.
pub async fn pair_up(
    tx: &mut Tx,
    search_id: i64,
    why: Likeness,
    (first, end): (i64, i64),
) -> Result<(), StoreError> {
    const WIDTH: i64 = 1 << 52; // 2^64 numbers in 4096 slices
    let from = (first - SLICES / 2) * WIDTH;
    let to = (end - 1 - SLICES / 2) * WIDTH + (WIDTH - 1);
    // SQLite keeps to the order of a cross join: by itself it reads all traits of the kind for each slice.
    let sql = Sql::new(
        "insert into duplicate_pairs (contact_id, other_id, why, search_id)
         select distinct a.contact_id, b.contact_id, cast($1 as bigint), cast($2 as bigint)
         from (select key from duplicate_keys where why = $1 and key between $3 and $4
               group by key having count(*) between 2 and $5) shared
         cross join duplicate_keys a cross join duplicate_keys b
         where a.why = $1 and a.key = shared.key and b.why = $1 and b.key = shared.key and b.contact_id > a.contact_id
         on conflict (contact_id, other_id) do update set
             why = case when duplicate_pairs.search_id = excluded.search_id
                 then duplicate_pairs.why | excluded.why else excluded.why end,
             search_id = excluded.search_id",
    );
    let sql = sql.bind(why as i64).bind(search_id).bind(from).bind(to).bind(MAX_SHARING);
    tx.execute(sql).await.map(drop)
}

/// Forgets up to `limit` of the pairs that a search did not find again, but for those that a person dismissed. Returns how many.
pub async fn forget_pairs(tx: &mut Tx, search_id: i64, limit: i64) -> Result<i64, StoreError> {
    let sql = Sql::new(
        "delete from duplicate_pairs where (contact_id, other_id) in
            (select contact_id, other_id from duplicate_pairs where search_id < $1 and dismissed = 0 limit $2)",
    );
    Ok(tx.execute(sql.bind(search_id).bind(limit)).await? as i64)
}

/// When the last search was finished, and whether one is under way or waits.
pub async fn state(db: &Db) -> Result<(Option<i64>, bool), StoreError> {
    let sql = Sql::new(
        "select max(case when state = 'finished' then finished_at end), cast(coalesce(max(case when state in ('queued', 'running') then 1 else 0 end), 0) as bigint)
         from work_items where kind = $1",
    );
    let row: Option<(Option<i64>, i64)> =
        db.fetch_optional(sql.bind(work::Kind::DuplicateSearch.word())).await?;
    Ok(row.map_or((None, false), |(at, searching)| (at, searching != 0)))
}

/// Up to `limit` pairs behind the pair `after`, as the last search found them, without those that were dismissed.
pub async fn list(db: &Db, after: (i64, i64), limit: i64) -> Result<Vec<Pair>, StoreError> {
    let sql = Sql::new(
        "select p.contact_id, p.other_id, p.why from duplicate_pairs p
         join contacts c on c.contact_id = p.contact_id join contacts o on o.contact_id = p.other_id
         where p.dismissed = 0 and (p.contact_id, p.other_id) > ($1, $2)
         order by p.contact_id, p.other_id limit $3",
    );
    let rows: Vec<(i64, i64, i64)> = db.fetch_all(sql.bind(after.0).bind(after.1).bind(limit)).await?;
    let ids: BTreeSet<i64> = rows.iter().flat_map(|(contact, other, _)| [*contact, *other]).collect();
    let people = contacts::find_all(db, ids.into_iter().collect()).await?;
    let pair = |(contact, other, why): (i64, i64, i64)| {
        let (contact, other) = (people.get(&contact)?.clone(), people.get(&other)?.clone());
        Some(Pair { contact, other, why: Likeness::of_bits(why) })
    };
    Ok(rows.into_iter().filter_map(pair).collect())
}

/// Notes that two contacts are not one person; no search suggests them again. They need not have been suggested.
pub async fn dismiss(tx: &mut Tx, one: ContactId, two: ContactId) -> Result<(), StoreError> {
    let sql = Sql::new(
        "insert into duplicate_pairs (contact_id, other_id, why, search_id, dismissed) values ($1, $2, 0, 0, 1)
         on conflict (contact_id, other_id) do update set dismissed = 1",
    );
    tx.execute(sql.bind(one.0.min(two.0)).bind(one.0.max(two.0))).await.map(drop)
}

/// The contacts that may be the same person as this one, the likeliest first: by the traits that the last search stored, and
/// among those that changed since.
pub async fn of_contact(db: &Db, contact: &Contact) -> Result<Vec<Alike>, StoreError> {
    let id = contact.contact_id.0;
    let own = own_keys(db, contact).await?;
    let mut candidates = candidates(db, &own).await?;
    candidates.remove(&id);
    let others = keys_of(db, candidates).await?;
    let mut sharing: BTreeMap<LikenessKey, Vec<i64>> = BTreeMap::new();
    for (other, keys) in others {
        keys.intersection(&own).for_each(|key| sharing.entry(*key).or_default().push(other));
    }
    sharing.retain(|_, others| (others.len() as i64) < MAX_SHARING);
    let mut why: BTreeMap<i64, BTreeSet<Likeness>> = BTreeMap::new();
    for ((likeness, _), others) in sharing {
        for other in others {
            why.entry(other).or_default().insert(likeness);
        }
    }
    for other in dismissed(db, id).await? {
        why.remove(&other);
    }
    let mut found: Vec<(i64, Vec<Likeness>)> =
        why.into_iter().map(|(other, why)| (other, why.into_iter().collect())).collect();
    found.sort_by_key(|(other, why)| (std::cmp::Reverse(why.len()), *other));
    found.truncate(NAMED);
    let mut people = contacts::find_all(db, found.iter().map(|(other, _)| *other).collect()).await?;
    let alike = |(other, why)| Some(Alike { contact: people.remove(&other)?, why });
    Ok(found.into_iter().filter_map(alike).collect())
}

async fn own_keys(db: &Db, contact: &Contact) -> Result<BTreeSet<LikenessKey>, StoreError> {
    let mut own = keys_of(db, BTreeSet::from([contact.contact_id.0])).await?;
    let mut own = own.remove(&contact.contact_id.0).unwrap_or_default();
    for address in identities::addresses(&mut &*db, contact).await? {
        own.extend(keys_of_address(&address));
    }
    Ok(own)
}

async fn candidates(db: &Db, own: &BTreeSet<LikenessKey>) -> Result<BTreeSet<i64>, StoreError> {
    let sql = Sql::new("select contact_id from duplicate_keys where why in (1, 2, 4) and key in ");
    let sql = dialect::push_ids(db.backend(), sql, own.iter().map(|(_, key)| *key).collect());
    let stored: Vec<(i64,)> = db.fetch_all(sql.push(" limit ").push_value(CANDIDATES)).await?;
    let searched_at = state(db).await?.0.unwrap_or(0);
    let sql =
        Sql::new("select contact_id from contacts where changed_at >= $1 order by changed_at desc limit $2");
    let recent: Vec<(i64,)> = db.fetch_all(sql.bind(searched_at).bind(RECENT)).await?;
    Ok(stored.into_iter().chain(recent).map(|(id,)| id).collect())
}

/// The present traits of contacts.
async fn keys_of(
    db: &Db,
    contacts: BTreeSet<i64>,
) -> Result<HashMap<i64, BTreeSet<LikenessKey>>, StoreError> {
    let ids: Vec<i64> = contacts.into_iter().collect();
    let sql = Sql::new(PERSON).push(" c.contact_id in ");
    let people: Vec<Person> = db.fetch_all(dialect::push_ids(db.backend(), sql, ids.clone())).await?;
    let mut keys: HashMap<i64, BTreeSet<LikenessKey>> =
        people.iter().map(|person| (person.contact_id, person.keys())).collect();
    let sql = Sql::new(MERGED).push(" contact_id in ");
    let merged: Vec<(i64, String)> = db.fetch_all(dialect::push_ids(db.backend(), sql, ids)).await?;
    for (contact, address) in merged {
        keys.entry(contact).or_default().extend(keys_of_address(&address));
    }
    Ok(keys)
}

async fn dismissed(db: &Db, id: i64) -> Result<Vec<i64>, StoreError> {
    let sql = Sql::new(
        "select other_id from duplicate_pairs where contact_id = $1 and dismissed = 1
         union select contact_id from duplicate_pairs where other_id = $1 and dismissed = 1",
    );
    let rows: Vec<(i64,)> = db.fetch_all(sql.bind(id)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
