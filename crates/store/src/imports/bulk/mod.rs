//! Writes an import chunk by chunk, each in one transaction: match → plan → write → history, memberships, rejects →
//! counts and position. Killed anywhere, an import goes on behind the last chunk that was committed.
//!
//! What happens to a contact is decided in the domain ([`plan_chunk`]); the two backends only look up and write, each
//! the way its database is fastest at. Nothing is locked beforehand: when two imports meet in a new contact, the later
//! transaction fails on the identity's key, and its chunk is done again; a contact that somebody wrote since it was read is
//! planned anew.

mod postgres;
mod sqlite;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use muster_domain::condition::{Change, Noticing};
use muster_domain::import::{
    AddressRows, Before, Blank, ChunkPlan, Counts, Earlier, Found, SeenContacts, Touched, Update, Values,
    plan_chunk,
};
use muster_domain::{ContactId, Email, Field, GroupId, ImportId, fold};

use crate::base::documents::{custom_entries, folded_entries, merged};
use crate::base::keyed_hash::KeyedHash;
use crate::derived::recalculate;
use crate::find::{conditions, search};
use crate::happened::Effects;
use crate::imports::rejects::{Lost, Outcome, ToldRow};
use crate::{Db, Sql, StoreError, work};

const ATTEMPTS: u32 = 30;

/// What all parts of an import have in common.
#[derive(Debug, Clone)]
pub struct ImportContext {
    /// The import.
    pub import_id: ImportId,
    /// The process that carries it out.
    pub owner: String,
    /// The fields that rows bring values for, beside the e-mail address: standard fields, behind them custom ones.
    pub fields: Vec<Field>,
    /// What a blank cell does.
    pub blank: Blank,
    /// The group that the contacts are put into.
    pub group: Option<GroupId>,
    /// Into how many parts the rows are divided.
    pub parts: u32,
    /// When the import was asked for; milliseconds since 1970.
    pub began_at: i64,
    /// True to do everything that a writer does in one transaction that is never committed.
    pub dry_run: bool,
}

/// Rows of one part.
#[derive(Debug, Default)]
pub struct Chunk {
    /// The usable rows, by address.
    pub addresses: Vec<AddressRows>,
    /// Rows that are not usable, and what was not usable of the others; in the order of the file.
    pub told: Vec<ToldRow>,
    /// How many rows of the file lie behind the chunk once it is written.
    pub position: u64,
}

#[derive(Debug)]
enum Backend {
    Sqlite(sqlite::Writer),
    Postgres(postgres::Writer),
}

/// Writes the chunks of one part of an import.
#[derive(Debug)]
pub struct ChunkWriter {
    context: Arc<ImportContext>,
    part: u32,
    db: Db,
    backend: Backend,
    seen: SeenContacts,
    position: u64,
    told: Vec<ToldRow>,
    /// What a dry run has written so far.
    tried: Touched,
    /// How many contacts it has put into the import's group.
    joined: i64,
}

impl ChunkWriter {
    /// Takes up a part where its last committed chunk ended.
    pub async fn open(db: &Db, context: Arc<ImportContext>, part: u32) -> Result<Self, StoreError> {
        let position = if context.dry_run { 0 } else { open_part(db, &context, part).await? };
        // A dry run holds the writer from here on, and comes again and again: an import beside it lets it in, as it lets people.
        let _waiting = context.dry_run.then(|| db.wait_in_line());
        // Connections of its own, for the chunk and for its ids: those of the pool may be held by people who wait for the contacts
        // of the chunk.
        let apart = db.apart(2);
        let backend = match &apart {
            // It may wait for another writer: the runtime is told that this thread is busy.
            Db::Sqlite { path, .. } => {
                Backend::Sqlite(tokio::task::block_in_place(|| sqlite::Writer::open(path, context.dry_run))?)
            }
            Db::Postgres { write, .. } => {
                Backend::Postgres(postgres::Writer::open(write, context.dry_run).await?)
            }
        };
        let mut writer = Self {
            context,
            part,
            db: apart,
            backend,
            seen: SeenContacts::default(),
            position,
            told: Vec::new(),
            tried: Touched::default(),
            joined: 0,
        };
        writer.load_seen().await?;
        Ok(writer)
    }

    /// How many rows of the file lie behind this part.
    pub fn position(&self) -> u64 {
        self.position
    }

    /// What a dry run, which records it nowhere, is to tell of rows of the chunks since the last call.
    pub fn take_told(&mut self) -> Vec<ToldRow> {
        std::mem::take(&mut self.told)
    }

    /// Writes a chunk, or nothing of it, and returns what it adds to the counts. Done again by itself while another transaction is in the way.
    pub async fn write(&mut self, chunk: Chunk, now: i64) -> Result<Counts, StoreError> {
        let batch = Batch { chunk, now, rules: SeenRules::present(&self.db, &self.context).await? };
        let mut attempt = 0;
        loop {
            match self.attempt(&batch).await {
                Err(error) if error.is_retryable() && attempt < ATTEMPTS && !self.context.dry_run => {
                    attempt += 1;
                    tracing::debug!(part = self.part, attempt, %error, "a chunk is written again");
                    tokio::time::sleep(Duration::from_millis(u64::from(20 * attempt + 7 * self.part))).await;
                    self.load_seen().await?;
                }
                Err(error) => return Err(error),
                Ok(Written { counts, told, touched, joined }) => {
                    self.position = batch.chunk.position;
                    if self.context.dry_run {
                        self.told.extend(told);
                        self.tried.add(touched);
                        self.joined += joined;
                    }
                    return Ok(counts);
                }
            }
        }
    }

    /// What a dry run would do to groups, scores and personas.
    pub async fn foresee(&mut self, now: i64) -> Result<Effects, StoreError> {
        let known = conditions::known(&self.db).await?;
        let steps = recalculate::plan(&mut &self.db).await?;
        let contacts: Vec<i64> = all(&self.tried).map(|id| id.0).collect();
        let change = change(&self.context, &self.tried);
        let rules = (&*known, steps.as_slice());
        let mut effects = match &mut self.backend {
            Backend::Sqlite(writer) => {
                recalculate::foresee(&mut writer.tried(), rules, contacts, &change, now).await?
            }
            Backend::Postgres(writer) => match writer.tried() {
                Some(mut tried) => recalculate::foresee(&mut tried, rules, contacts, &change, now).await?,
                None => Effects::default(),
            },
        };
        if let Some(group) = self.context.group {
            effects.add(group, self.joined, 0);
        }
        Ok(effects)
    }

    async fn attempt(&mut self, batch: &Batch) -> Result<Written, StoreError> {
        let (context, part) = (Arc::clone(&self.context), self.part);
        let scope = Scope { context: &context, part };
        match &mut self.backend {
            Backend::Postgres(writer) => writer.write(scope, batch, &mut self.seen).await,
            // The statements run on this thread: the runtime is told that it is busy.
            Backend::Sqlite(writer) => {
                tokio::task::block_in_place(|| writer.write(scope, batch, &mut self.seen))
            }
        }
    }

    async fn load_seen(&mut self) -> Result<(), StoreError> {
        let sql = Sql::new("select page, bits from import_seen where import_id = $1 and part = $2")
            .bind(self.context.import_id.0)
            .bind(i64::from(self.part));
        let pages: Vec<(i64, Vec<u8>)> = self.db.fetch_all(sql).await?;
        self.seen = SeenContacts::default();
        for (page, bits) in pages {
            if !self.seen.restore_page(page, &bits) {
                return Err(StoreError::Damaged(format!("page {page} of import {}", self.context.import_id)));
            }
        }
        Ok(())
    }
}

/// Makes the part's progress row if it is new, and returns its position.
async fn open_part(db: &Db, context: &ImportContext, part: u32) -> Result<u64, StoreError> {
    let insert = Sql::new(
        "insert into import_parts (import_id, part, owner, position, imported, updated, unchanged, repeated_in_file,
            not_imported, left_out)
         select cast($1 as bigint), cast($2 as bigint), owner, 0, 0, 0, 0, 0, 0, 0
         from imports where import_id = $1 and owner = $3 on conflict (import_id, part) do nothing",
    );
    let (id, part) = (context.import_id.0, i64::from(part));
    db.execute(insert.bind(id).bind(part).bind(context.owner.as_str())).await?;
    let select =
        Sql::new("select position from import_parts where import_id = $1 and part = $2 and owner = $3");
    let row: Option<(i64,)> =
        db.fetch_optional(select.bind(id).bind(part).bind(context.owner.as_str())).await?;
    row.map(|(position,)| position as u64).ok_or(StoreError::NotOwner)
}

/// Whose chunk it is.
#[derive(Clone, Copy)]
struct Scope<'a> {
    context: &'a ImportContext,
    part: u32,
}

/// What a chunk did.
struct Written {
    counts: Counts,
    /// Of a dry run: what is to be told.
    told: Vec<ToldRow>,
    touched: Touched,
    /// How many contacts entered the import's group.
    joined: i64,
}

impl Written {
    fn of(
        scope: Scope<'_>,
        batch: &Batch,
        plan: ChunkPlan<'_>,
        told: Vec<Cow<'_, ToldRow>>,
        joined: i64,
    ) -> Self {
        let left_out = told.iter().map(|row| row.left_out().len() as i64).sum();
        let rejected = batch.chunk.told.iter().filter(|row| row.is_reject()).count() as i64;
        let not_imported = plan.counts.not_imported + rejected;
        let told =
            if scope.context.dry_run { told.into_iter().map(Cow::into_owned).collect() } else { Vec::new() };
        let counts = Counts { left_out, not_imported, ..plan.counts };
        Self { counts, told, touched: plan.touched, joined }
    }
}

/// A chunk, the time at which it is written, and the rules then.
struct Batch {
    chunk: Chunk,
    now: i64,
    rules: SeenRules,
}

/// The rules of groups, scores and personas, as a chunk sees them.
struct SeenRules {
    /// Which changes they notice.
    noticing: Noticing,
    /// Tells whether they are the same later.
    mark: u64,
}

impl SeenRules {
    /// Those that there are now; whether they change before the chunk is looked at tells the mark.
    async fn present(db: &Db, context: &ImportContext) -> Result<Self, StoreError> {
        if context.dry_run {
            return Ok(Self { noticing: Noticing::everything(), mark: 0 });
        }
        let tests = recalculate::tests(&recalculate::plan(&mut &*db).await?);
        let mark = recalculate::mark(&tests);
        Ok(Self { noticing: Noticing::by(tests, context.import_id, context.group), mark })
    }
}

impl Batch {
    /// Plans for some of the addresses, told by their positions.
    fn plan(
        &self,
        scope: Scope<'_>,
        positions: &[usize],
        found: Vec<Found>,
        owners: &mut Owners,
    ) -> ChunkPlan<'_> {
        for contact in &found {
            owners.note(&self.chunk.addresses[contact.index], contact.contact_id);
        }
        let ImportContext { fields, blank, .. } = scope.context;
        let mut open = vec![None; self.chunk.addresses.len()];
        for &position in positions {
            open[position] = self.chunk.addresses.get(position);
        }
        plan_chunk(open, found, (fields, &self.rules.noticing), *blank, self.now)
    }

    /// What is to be told of the chunk's rows: nothing of a row that is refused but that, and no cell of a row with an address of
    /// somebody who asked to be `erased`.
    fn told(&self, plan: &ChunkPlan<'_>, erased: &HashSet<String>) -> Vec<Cow<'_, ToldRow>> {
        let is_erased =
            |row: &ToldRow| !erased.is_empty() && emails(row).any(|email| erased.contains(email.key()));
        let rows = self.chunk.told.iter().filter(|row| plan.refused.binary_search(&row.number).is_err());
        let rows = rows.filter_map(|row| row.known(&plan.lost)).map(|row| {
            if is_erased(&row) { Cow::Owned(ToldRow { cells: Vec::new(), ..row.into_owned() }) } else { row }
        });
        let mut told: Vec<_> =
            rows.chain(plan.refused.iter().map(|&number| Cow::Owned(ToldRow::erased(number)))).collect();
        told.sort_by_key(|row| row.number);
        told
    }
}

/// What a backend reads of a contact.
struct Matched {
    index: usize,
    contact_id: ContactId,
    values: Values,
    documents: Documents,
    changed_at: i64,
    /// Another number once somebody writes it.
    version: i64,
    created_here: bool,
    /// True when it is found by an address that a merge brought to it.
    is_merged: bool,
}

/// What an import noted of a contact when it changed it.
struct Noted {
    before: Before,
    changed_before: i64,
    changed_at: i64,
}

/// Joins contacts with what this import did to them before.
fn found(
    matched: Vec<Matched>,
    is_seen: impl Fn(ContactId) -> bool,
    mut noted: HashMap<ContactId, Noted>,
) -> Vec<Found> {
    let mut earlier = |contact: &Matched| match noted.remove(&contact.contact_id) {
        _ if contact.created_here => Some(Earlier::Created),
        Some(Noted { before, changed_before, changed_at }) => {
            Some(Earlier::Changed { before, changed_before, changed_at })
        }
        None => is_seen(contact.contact_id).then_some(Earlier::Unchanged),
    };
    matched
        .into_iter()
        .map(|contact| {
            let earlier = earlier(&contact);
            let Matched { index, contact_id, values, changed_at, version, .. } = contact;
            Found { index, contact_id, values, changed_at, version, earlier }
        })
        .collect()
}

/// The addresses of a chunk whose owners may have asked to be erased, by their hashes: those that are new, and those in rows
/// that are told, which would be kept as they stand.
fn suspects(hash: &KeyedHash, batch: &Batch, plan: &ChunkPlan<'_>) -> HashMap<String, String> {
    let new = plan.creates.iter().map(|contact| &*contact.address.key);
    let told: Vec<Email> = batch.chunk.told.iter().flat_map(emails).collect();
    hash.all(new.chain(told.iter().map(Email::key)))
}

/// The addresses in a row's cells: a cell may hold several, or one with a name around it.
fn emails(row: &ToldRow) -> impl Iterator<Item = Email> {
    let apart = |c: char| c.is_whitespace() || "<>()[]\"',;:|/".contains(c);
    let cells = row.cells.iter().filter(|cell| cell.contains('@'));
    let texts = cells.flat_map(move |cell| cell.split(apart).chain([cell.as_str()]));
    texts.filter(|text| text.contains('@')).filter_map(|text| Email::parse(text.trim_matches('.')).ok())
}

/// The contacts of rows of which values are left out, by the rows' numbers.
#[derive(Default)]
struct Owners {
    told: HashSet<u64>,
    contacts: HashMap<u64, ContactId>,
}

impl Owners {
    /// Of a chunk's rows; their contacts are yet to be noted.
    fn of(batch: &Batch) -> Self {
        let told = batch.chunk.told.iter().filter(|row| !row.is_reject());
        Self { told: told.map(|row| row.number).collect(), contacts: HashMap::new() }
    }

    /// Notes whose an address is.
    fn note(&mut self, address: &AddressRows, contact: ContactId) {
        if self.told.is_empty() {
            return;
        }
        let told = address.rows().filter(|said| self.told.contains(&said.number));
        self.contacts.extend(told.map(|said| (said.number, contact)));
    }

    /// Forgets whose an address was: it is looked up again, and may be nobody's by then.
    fn forget(&mut self, address: &AddressRows) {
        for said in address.rows() {
            self.contacts.remove(&said.number);
        }
    }
}

/// A row that is told, as it is stored.
struct RejectRow {
    number: i64,
    contact: Option<i64>,
    column: Option<i64>,
    problem: String,
    left_out: i64,
    cells: String,
}

fn reject_row(row: &ToldRow, owners: &Owners) -> Result<RejectRow, StoreError> {
    let (column, problem) = match &row.lost {
        Lost::Row { column, problem } => (*column, serde_json::to_string(problem)?),
        Lost::Values(values) => (None, serde_json::to_string(values)?),
    };
    Ok(RejectRow {
        number: row.number as i64,
        contact: owners.contacts.get(&row.number).map(|contact| contact.0),
        column: column.map(|column| column as i64),
        problem,
        left_out: row.left_out().len() as i64,
        cells: cells_as_json(&row.cells)?,
    })
}

/// The cells as JSON, in as much room as that takes: left to grow, twice as much is held of what may be 16 MiB.
fn cells_as_json(cells: &[String]) -> Result<String, StoreError> {
    let room: usize = cells.iter().map(|cell| cell.len() + cell.len() / 64 + 3).sum();
    let mut json = Vec::with_capacity(room + 2);
    serde_json::to_writer(&mut json, cells)?;
    String::from_utf8(json).map_err(|error| StoreError::Damaged(error.to_string()))
}

/// How often a chunk has each reason, by outcome, code and field of [`crate::imports::rejects::Reason`].
type Reasons<'a> = BTreeMap<(i64, &'a str, &'a str), i64>;

fn reasons<'a>(told: &'a [Cow<'_, ToldRow>]) -> Reasons<'a> {
    let mut found = BTreeMap::new();
    let mut note = |outcome: Outcome, code, field| {
        *found.entry((outcome.number(), code, field)).or_default() += 1;
    };
    for row in told {
        match &row.lost {
            Lost::Row { problem, .. } => {
                note(Outcome::NotImported, problem.code(), problem.field().unwrap_or_default());
            }
            Lost::Values(values) => {
                for value in values {
                    note(Outcome::LeftOut, value.code(), &value.field);
                }
            }
        }
    }
    found
}

/// Contacts that this import may have changed in an earlier chunk: of their address, or of another one that they have had since it
/// began.
fn may_be_noted(matched: &[Matched], seen: &SeenContacts, context: &ImportContext) -> Vec<ContactId> {
    let is_met = |contact: &&Matched| {
        seen.contains(contact.contact_id) || contact.is_merged || contact.changed_at >= context.began_at
    };
    let met = matched.iter().filter(|contact| !contact.created_here).filter(is_met);
    met.map(|contact| contact.contact_id).collect()
}

/// Adds the created contacts, whose ids start at `first`, to what the plan touches, and all of it to what is seen.
fn note_touched(plan: &mut ChunkPlan<'_>, first: i64, (seen, owners): (&mut SeenContacts, &mut Owners)) {
    plan.touched.created = (first..).take(plan.creates.len()).map(ContactId).collect();
    for (create, &id) in plan.creates.iter().zip(&plan.touched.created) {
        owners.note(create.address, id);
    }
    all(&plan.touched).for_each(|id| seen.insert(id));
}

fn all(touched: &Touched) -> impl Iterator<Item = ContactId> {
    touched.created.iter().chain(&touched.changed).chain(&touched.unchanged).copied()
}

/// The counts come from what the database did: it must have written as many rows as were meant.
fn expect(written: u64, meant: usize, what: &str) -> Result<(), StoreError> {
    if written == meant as u64 {
        return Ok(());
    }
    Err(StoreError::Conflict(format!("{meant} {what} were to be written, but {written} were")))
}

impl ImportContext {
    /// The columns of the standard fields.
    fn columns(&self) -> Vec<&'static str> {
        self.fields.iter().filter_map(Field::column).collect()
    }

    /// True when rows bring values for custom fields.
    fn has_custom(&self) -> bool {
        self.fields.last().is_some_and(|field| field.as_custom().is_some())
    }

    /// A contact's values in the order of the fields: the columns', and those of its document.
    fn values(&self, columns: &[Option<&str>], custom: Option<&str>) -> Result<Values, StoreError> {
        if !self.has_custom() {
            return Ok(columns.iter().copied().collect());
        }
        let document: HashMap<String, String> = custom.map_or(Ok(HashMap::new()), serde_json::from_str)?;
        let own =
            self.fields[columns.len()..].iter().map(|field| document.get(field.name()).map(String::as_str));
        Ok(columns.iter().copied().chain(own).collect())
    }

    /// The documents of a contact that gets these values.
    fn documents(&self, stored: Option<&Documents>, values: &Values) -> Result<Documents, StoreError> {
        let given = || self.fields.iter().zip(values.iter());
        let (custom, folded) =
            stored.map_or((None, None), |stored| (stored.custom.as_deref(), stored.folded.as_deref()));
        Ok(Documents {
            custom: if self.has_custom() {
                merged(custom, custom_entries(given()))?
            } else {
                custom.map(str::to_owned)
            },
            folded: merged(folded, folded_entries(folded, given()))?,
        })
    }
}

impl ImportContext {
    /// Where the values lie that contacts are searched by, in the order of the search text.
    fn searched(&self) -> Vec<Option<usize>> {
        let place = |name: &&str| self.fields.iter().position(|field| field.name() == *name);
        search::COLUMNS.iter().chain(&search::PHONES).map(place).collect()
    }

    /// Tells of a changed contact whether it is searched by other values than before.
    fn changes_search(&self) -> impl Fn(&Update) -> bool + use<> {
        let searched: Vec<usize> = self.searched().into_iter().flatten().collect();
        move |update| searched.iter().any(|&place| update.changed.may_have(place))
    }
}

/// The search text of a new contact, as [`search::push_texts`] would make it.
fn search_text(address: &str, values: &Values, searched: &[Option<usize>]) -> String {
    let mut text = address.to_owned();
    for (number, place) in searched.iter().enumerate() {
        text.push(' ');
        if let Some(value) = place.and_then(|place| values.get(place)) {
            let is_phone = number >= search::COLUMNS.len();
            text.push_str(&if is_phone { search::digits(value) } else { fold(value) });
        }
    }
    text
}

/// A contact's documents, see [`crate::base::documents`].
#[derive(Debug, Default)]
struct Documents {
    custom: Option<String>,
    folded: Option<String>,
}

/// The documents of the matched contacts that have any.
fn stored_documents(matched: &mut [Matched]) -> HashMap<ContactId, Documents> {
    let documents =
        matched.iter_mut().map(|contact| (contact.contact_id, std::mem::take(&mut contact.documents)));
    documents.filter(|(_, documents)| documents.custom.is_some() || documents.folded.is_some()).collect()
}

/// Adds `, a, b, c` for columns.
fn push_columns(sql: Sql, columns: &[&'static str]) -> Sql {
    columns.iter().fold(sql, |sql, column| sql.push(", ").push(column))
}

/// Work to record with a chunk: the groups that depend on what it did are to be brought up to date.
struct Recalculation {
    payload: String,
    contacts: Vec<u8>,
}

/// What an import changes of the contacts that it writes.
fn change(context: &ImportContext, touched: &Touched) -> Change {
    Change {
        created: !touched.created.is_empty(),
        fields: context.fields.iter().map(|field| field.name().to_owned()).collect(),
        groups: context.group.into_iter().collect(),
        import: true,
        ..Change::default()
    }
}

/// What a chunk makes necessary. Contacts that were left alone have only entered the import's group; changes that the rules do not
/// notice are recorded for the case that others are published before they are looked at.
fn recalculations(
    context: &ImportContext,
    batch: &Batch,
    plan: &ChunkPlan<'_>,
) -> Result<Vec<Recalculation>, StoreError> {
    let noticed = change(context, &plan.touched);
    let unnoticed = Change { created: false, unnoticed_by: Some(batch.rules.mark), ..noticed.clone() };
    let alone = Change { groups: noticed.groups.clone(), ..Change::default() };
    let updated = |is_noticed| {
        plan.updates
            .iter()
            .filter(move |update| update.is_noticed == is_noticed)
            .map(|update| update.contact_id)
    };
    let written = plan.touched.created.iter().copied().chain(updated(true)).collect();
    let all =
        [(noticed, written), (unnoticed, updated(false).collect()), (alone, plan.touched.unchanged.clone())];
    let mut found = Vec::new();
    for (change, contacts) in all {
        let contacts: Vec<ContactId> = contacts;
        if !contacts.is_empty() && change != Change::default() {
            found.push(Recalculation {
                payload: serde_json::to_string(&change)?,
                contacts: work::pack(&contacts),
            });
        }
    }
    Ok(found)
}

/// Adds to a day's number of contacts that entered a group.
const NOTE_DAY: &str = "insert into group_days (group_id, day, entered, gone) values ($1, $2, $3, 0)
    on conflict (group_id, day) do update set entered = group_days.entered + excluded.entered";
/// Adds to the number of contacts that an import put into its group.
const NOTE_EFFECT: &str =
    "insert into import_effects (import_id, group_id, entered, gone) values ($1, $2, $3, 0)
    on conflict (import_id, group_id) do update set entered = import_effects.entered + excluded.entered";

/// Moves a part's position and counts on; writes nothing when the part has passed to another process.
const ADVANCE: &str =
    "update import_parts set position = $1, imported = imported + $2, updated = updated + $3,
        unchanged = unchanged + $4, repeated_in_file = repeated_in_file + $5, not_imported = not_imported + $6,
        left_out = left_out + $7
    where import_id = $8 and part = $9 and owner = $10";
/// Adds to how often a reason kept rows or values from being imported.
const NOTE_REASON: &str =
    "insert into import_reasons (import_id, part, outcome, code, field, rows) values ($1, $2, $3, $4, $5, $6)
    on conflict (import_id, part, outcome, code, field) do update set rows = import_reasons.rows + excluded.rows";
/// Reason bits of a member whom an import puts into a group.
const BY_IMPORT: i64 = muster_domain::Reason::Import as i64;
/// The kind of an identity that is an e-mail address.
const EMAIL: i64 = 1;
const ORIGIN: i64 = muster_domain::Origin::Import as i64;
