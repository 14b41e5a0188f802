//! What contacts did: recorded by sets, read as a contact's time line and as the log over all contacts.

use std::collections::{BTreeSet, HashMap};

use muster_domain::{Activity as Checked, ActivityTexts, ContactId, Email, is_tracked_type};
use sqlx::FromRow;

use crate::base::{counters, dialect};
use crate::{Backend, Db, Sql, StoreError, Tx};

/// Rows of one `insert`: 18 values each, of which both databases take more than 30,000 in a statement.
const ROWS: usize = 500;

/// Whose activity it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Who {
    /// The contact with this id.
    Contact(ContactId),
    /// The contact with this address.
    Address(Email),
}

/// Who tells of an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// A person of the company: it is the company's own note, whatever the contact's field `tracked` says.
    Person,
    /// A program. What is tracked (see [`is_tracked_type`]) is refused of contacts whose field `tracked` says no.
    Program,
    /// A web page: whatever it tells of them is refused.
    Page,
}

/// An activity to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewActivity {
    /// Its place among those that were sent, for the answer.
    pub index: usize,
    /// Whose it is.
    pub who: Who,
    /// The name of its type.
    pub kind: String,
    /// Who tells of it.
    pub sender: Sender,
    /// What it was.
    pub activity: Checked,
}

/// What a batch of activities did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorded {
    /// The contacts that have a new activity, ascending.
    pub contacts: Vec<i64>,
    /// The types of the new activities, ascending.
    pub types: Vec<i64>,
    /// How many activities are new.
    pub recorded: i64,
    /// How many were recorded already, by their keys.
    pub repeated: i64,
    /// The ids of the new activities, ascending.
    pub ids: Vec<i64>,
    /// Their places among those that were sent, in that order.
    pub places: Vec<usize>,
    /// Those that cannot be recorded, by their `index`.
    pub refused: Vec<(usize, Refusal)>,
}

/// Why an activity cannot be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is no type with that name.
    UnknownType,
    /// The type is switched off.
    TypeOff,
    /// No contact has that id or address.
    UnknownContact,
    /// The contact's field `tracked` says no, and the type is one of those that are tracked.
    NotTracked,
}

/// Records activities: all that can be, or none if it fails. What is not to be told of a contact whose field `tracked` says no is
/// refused (see [`Sender`]). An activity whose contact has one with its key already is
/// repeated and not recorded, also within the batch. The transaction is left open for what follows from the activities.
pub async fn record(tx: &mut Tx, new: Vec<NewActivity>, now: i64) -> Result<Recorded, StoreError> {
    let types = types(tx).await?;
    let contacts = contacts(tx, &new).await?;
    let mut recorded = Recorded::default();
    let mut rows = Vec::with_capacity(new.len());
    for NewActivity { index, who, kind, sender, activity } in new {
        match (types.get(&kind), contacts.get(&who)) {
            (None, _) => recorded.refused.push((index, Refusal::UnknownType)),
            (Some(kind), _) if !kind.is_on => recorded.refused.push((index, Refusal::TypeOff)),
            (_, None) => recorded.refused.push((index, Refusal::UnknownContact)),
            (Some(kind), Some(contact)) if contact.is_untracked && sender.may_not_tell(kind) => {
                recorded.refused.push((index, Refusal::NotTracked));
            }
            (Some(kind), Some(contact)) => {
                rows.push(Row { index, contact_id: contact.id, activity_id: 0, type_id: kind.id, activity });
            }
        }
    }
    insert(tx, rows, now, &mut recorded).await?;
    Ok(recorded)
}

impl Sender {
    /// Whether nothing of a type is taken of a contact whose field `tracked` says no.
    fn may_not_tell(self, kind: &Kind) -> bool {
        match self {
            Self::Person => false,
            Self::Program => kind.is_tracked,
            Self::Page => true,
        }
    }
}

/// What recording asks of a type.
struct Kind {
    id: i64,
    is_on: bool,
    is_tracked: bool,
}

/// All types by their names. They stay until the transaction ends.
async fn types(tx: &mut Tx) -> Result<HashMap<String, Kind>, StoreError> {
    let sql = Sql::new("select type_id, name, enabled, builtin, manual from activity_types");
    let rows: Vec<(i64, String, i64, i64, i64)> = tx.fetch_all(dialect::push_hold(tx.backend(), sql)).await?;
    let kinds = rows.into_iter().map(|(id, name, enabled, builtin, manual)| {
        let is_tracked = is_tracked_type(&name, builtin != 0, manual != 0);
        (name, Kind { id, is_on: enabled != 0, is_tracked })
    });
    Ok(kinds.collect())
}

/// What recording asks of a contact.
#[derive(Clone, Copy)]
struct Found {
    id: i64,
    is_untracked: bool,
}

/// The contacts that are meant and there are. They stay until the transaction ends: an activity must not outlive its
/// contact. Whose an address is, is asked again once they are held: they may have been merged or parted until then.
async fn contacts(tx: &mut Tx, new: &[NewActivity]) -> Result<HashMap<Who, Found>, StoreError> {
    let mut addresses = by_address(tx, new).await?;
    loop {
        let held = hold(tx, new, &addresses).await?;
        if tx.backend() == Backend::Sqlite {
            return Ok(held); // nobody else writes
        }
        let present = by_address(tx, new).await?;
        if present == addresses {
            return Ok(held);
        }
        addresses = present;
    }
}

async fn hold(
    tx: &mut Tx,
    new: &[NewActivity],
    addresses: &HashMap<String, i64>,
) -> Result<HashMap<Who, Found>, StoreError> {
    let found = |who: &Who| match who {
        Who::Contact(id) => Some(id.0),
        Who::Address(email) => addresses.get(email.key()).copied(),
    };
    let wanted: BTreeSet<i64> = new.iter().filter_map(|new| found(&new.who)).collect();
    let sql = Sql::new("select contact_id, tracked from contacts where contact_id in ");
    let sql = dialect::push_ids(tx.backend(), sql, wanted.into_iter().collect()).push(" order by contact_id");
    let there: Vec<(i64, Option<String>)> = tx.fetch_all(dialect::push_hold(tx.backend(), sql)).await?;
    let there: HashMap<i64, Found> = there
        .into_iter()
        .map(|(id, tracked)| (id, Found { id, is_untracked: tracked.as_deref() == Some("false") }))
        .collect();
    let known = new.iter().filter_map(|new| Some((new.who.clone(), *there.get(&found(&new.who)?)?)));
    Ok(known.collect())
}

async fn by_address(tx: &mut Tx, new: &[NewActivity]) -> Result<HashMap<String, i64>, StoreError> {
    let keys: BTreeSet<String> = new
        .iter()
        .filter_map(|new| match &new.who {
            Who::Address(email) => Some(email.key().to_owned()),
            Who::Contact(_) => None,
        })
        .collect();
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let sql = Sql::new("select value, contact_id from identities where kind = 1 and value in ");
    let sql = dialect::push_texts(tx.backend(), sql, keys.into_iter().collect());
    Ok(tx.fetch_all::<(String, i64)>(sql).await?.into_iter().collect())
}

struct Row {
    index: usize,
    contact_id: i64,
    activity_id: i64,
    type_id: i64,
    activity: Checked,
}

async fn insert(tx: &mut Tx, mut rows: Vec<Row>, now: i64, to: &mut Recorded) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let first = counters::reserve(tx, "activity", rows.len() as i64).await?;
    for (row, id) in rows.iter_mut().zip(first..) {
        row.activity_id = id; // in the order in which they were sent
    }
    let places: Vec<usize> = rows.iter().map(|row| row.index).collect();
    // Two batches with the same keys must meet them in the same order, or PostgreSQL finds them in a deadlock.
    rows.sort_by(|a, b| (a.contact_id, &a.activity.key).cmp(&(b.contact_id, &b.activity.key)));
    let sent = rows.len();
    let (mut ids, mut contacts, mut types) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    let mut rows = rows.into_iter();
    while rows.len() > 0 {
        for (activity, contact, kind) in insert_group(tx, rows.by_ref().take(ROWS), now).await? {
            ids.insert(activity);
            contacts.insert(contact);
            types.insert(kind);
        }
    }
    to.recorded = ids.len() as i64;
    to.repeated = (sent - ids.len()) as i64;
    to.places = ids.iter().map(|id| places[(id - first) as usize]).collect();
    to.ids = ids.into_iter().collect();
    to.contacts = contacts.into_iter().collect();
    to.types = types.into_iter().collect();
    Ok(())
}

/// Inserts rows and returns id, contact and type of those whose key is new. The unique index tells, not a look
/// beforehand, which another batch could make untrue.
async fn insert_group(
    tx: &mut Tx,
    rows: impl Iterator<Item = Row>,
    now: i64,
) -> Result<Vec<(i64, i64, i64)>, StoreError> {
    let mut sql = Sql::new(
        "insert into activities (contact_id, activity_id, type_id, at, item, value, url, referrer, title, comment,
             campaign, utm_source, utm_medium, utm_content, culture, folded, request_key, created_at) values ",
    );
    for (index, row) in rows.enumerate() {
        sql = push_row(sql.push(if index == 0 { "(" } else { ", (" }), row).push_value(now).push(")");
    }
    tx.fetch_all(sql.push(
        " on conflict (contact_id, request_key) where request_key is not null do nothing
         returning activity_id, contact_id, type_id",
    ))
    .await
}

fn push_row(mut sql: Sql, row: Row) -> Sql {
    let Checked { at, key, texts } = row.activity;
    for number in [row.contact_id, row.activity_id, row.type_id, at] {
        sql = sql.push_value(number).push(", ");
    }
    let folded = texts.folded();
    for text in texts.into_array().into_iter().chain([folded, key]) {
        sql = sql.push_value(text).push(", ");
    }
    sql
}

/// A recorded activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Activity {
    /// Its id.
    pub activity_id: i64,
    /// Whose it is.
    pub contact_id: i64,
    /// The name of its type.
    pub kind: String,
    /// When it happened.
    pub at: i64,
    /// What is told of it.
    pub texts: ActivityTexts,
}

/// An activity and whose it is, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// The activity.
    pub activity: Activity,
    /// The contact's address.
    pub email: String,
    /// The contact's first and last name, as far as they are known.
    pub name: Option<String>,
}

/// A place in a list of activities: behind the one with this time and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its time.
    pub at: i64,
    /// Its id.
    pub activity_id: i64,
}

/// Which activities a list holds.
#[derive(Debug, Clone, Copy)]
pub struct Page<'a> {
    /// The name of their type, if only one is asked for.
    pub kind: Option<&'a str>,
    /// Behind which the list begins.
    pub after: Option<Place>,
    /// How many at most.
    pub limit: i64,
}

const SELECT: &str =
    "select a.activity_id, a.contact_id, t.name as kind, a.at, a.item, a.value, a.url, a.referrer, a.title,
    a.comment, a.campaign, a.utm_source, a.utm_medium, a.utm_content, a.culture";
const FROM: &str = " from activities a join activity_types t on t.type_id = a.type_id";

/// A contact's activities, the latest first.
pub async fn of_contact(db: &Db, contact: ContactId, page: Page<'_>) -> Result<Vec<Activity>, StoreError> {
    let sql = Sql::new(SELECT).push(FROM).push(" where a.contact_id = ").push_value(contact.0);
    db.fetch_all(push_page(sql, page)).await
}

/// All contacts' activities, the latest first.
pub async fn log(db: &Db, page: Page<'_>) -> Result<Vec<Logged>, StoreError> {
    let sql = Sql::new(SELECT)
        .push(", c.email, c.first_name, c.last_name")
        .push(FROM)
        .push(" join contacts c on c.contact_id = a.contact_id where true");
    db.fetch_all(push_page(sql, page)).await
}

/// One activity of a contact.
pub async fn find(db: &Db, contact: ContactId, activity_id: i64) -> Result<Option<Activity>, StoreError> {
    let sql = Sql::new(SELECT).push(FROM).push(" where a.contact_id = $1 and a.activity_id = $2");
    db.fetch_optional(sql.bind(contact.0).bind(activity_id)).await
}

fn push_page(mut sql: Sql, page: Page<'_>) -> Sql {
    if let Some(kind) = page.kind {
        sql = sql.push(" and a.type_id = (select type_id from activity_types where name = ");
        sql = sql.push_value(kind.replace('\0', "")).push(")");
    }
    if let Some(Place { at, activity_id }) = page.after {
        // The first test alone is what an index by time can begin with.
        sql = sql.push(" and a.at <= ").push_value(at).push(" and (a.at < ").push_value(at);
        sql = sql.push(" or a.activity_id < ").push_value(activity_id).push(")");
    }
    sql.push(" order by a.at desc, a.activity_id desc limit ").push_value(page.limit)
}

impl<'r, R: sqlx::Row> FromRow<'r, R> for Activity
where
    &'static str: sqlx::ColumnIndex<R>,
    i64: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    String: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<String>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        Ok(Self {
            activity_id: row.try_get("activity_id")?,
            contact_id: row.try_get("contact_id")?,
            kind: row.try_get("kind")?,
            at: row.try_get("at")?,
            texts: ActivityTexts {
                item: row.try_get("item")?,
                value: row.try_get("value")?,
                url: row.try_get("url")?,
                referrer: row.try_get("referrer")?,
                title: row.try_get("title")?,
                comment: row.try_get("comment")?,
                campaign: row.try_get("campaign")?,
                utm_source: row.try_get("utm_source")?,
                utm_medium: row.try_get("utm_medium")?,
                utm_content: row.try_get("utm_content")?,
                culture: row.try_get("culture")?,
            },
        })
    }
}

impl<'r, R: sqlx::Row> FromRow<'r, R> for Logged
where
    &'static str: sqlx::ColumnIndex<R>,
    i64: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    String: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
    Option<String>: sqlx::Decode<'r, R::Database> + sqlx::Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        let (first, last): (Option<String>, Option<String>) =
            (row.try_get("first_name")?, row.try_get("last_name")?);
        let name = first.into_iter().chain(last).collect::<Vec<_>>().join(" ");
        Ok(Self {
            activity: Activity::from_row(row)?,
            email: row.try_get("email")?,
            name: (!name.is_empty()).then_some(name),
        })
    }
}
