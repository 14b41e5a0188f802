//! What becomes of the contacts of one chunk.

use std::borrow::Cow;
use std::collections::HashSet;

use super::{AddressRows, Before, Blank, Counts, Said, Values};
use crate::condition::Noticing;
use crate::{ContactId, Field};

/// A contact that the database found for one of the addresses.
#[derive(Debug, Clone)]
pub struct Found {
    /// Position among the addresses.
    pub index: usize,
    /// The contact.
    pub contact_id: ContactId,
    /// Its present values for the mapping's fields.
    pub values: Values,
    /// When it last changed, in milliseconds since 1970.
    pub changed_at: i64,
    /// Another number once somebody writes it.
    pub version: i64,
    /// What an earlier chunk of this import did to it; `None` when none did.
    pub earlier: Option<Earlier>,
}

/// What an earlier chunk of the same import did to a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Earlier {
    /// Created it.
    Created,
    /// Changed it: the values before, and when it had last changed before that.
    Changed {
        /// Values before the import, of the fields that changed.
        before: Before,
        /// When it had last changed before the import; milliseconds since 1970.
        changed_before: i64,
        /// When the import changed it.
        changed_at: i64,
    },
    /// Met it and left it alone.
    Unchanged,
}

/// A contact to create.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Create<'a> {
    /// Its address and its rows.
    pub address: &'a AddressRows,
    /// What they say together: for each field the last value that counts.
    pub values: Cow<'a, Values>,
}

/// A spare value for which the contact had no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LostSpare {
    /// Its row.
    pub number: u64,
    /// Its field's place among the row's values.
    pub place: usize,
}

/// A contact to write, with all its values for the mapping's fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// The contact.
    pub contact_id: ContactId,
    /// The values it has afterwards.
    pub values: Values,
    /// Which of them are other than those that were read, see [`Places`].
    pub changed: Places,
    /// Whether rules notice that, see [`Noticing`].
    pub is_noticed: bool,
    /// Its version when it was read: if that is no longer so, somebody else has written it.
    pub read_version: i64,
    /// When it counts as last changed; milliseconds since 1970.
    pub changed_at: i64,
    /// For a contact that this import created: the row it now comes from.
    pub source_row: Option<u64>,
    /// What its rows add to the counts.
    pub counts: Counts,
}

/// Places in a row of values, one bit each; those from 63 on share the last bit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Places(u64);

impl Places {
    /// Whether a place may be among them.
    pub fn may_have(self, place: usize) -> bool {
        self.0 & Self::bit(place) != 0
    }

    fn bit(place: usize) -> u64 {
        1 << place.min(63)
    }

    fn differing(old: &Values, new: &Values) -> Self {
        let places = old.iter().zip(new.iter()).enumerate().filter(|(_, (old, new))| old != new);
        Self(places.fold(0, |bits, (place, _)| bits | Self::bit(place)))
    }
}

/// The values of a contact before this import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The contact.
    pub contact_id: ContactId,
    /// The row that changed it.
    pub number: u64,
    /// The values before, of the fields that changed, as a JSON object ([`Before`]).
    pub before: String,
    /// When it had last changed before; milliseconds since 1970.
    pub changed_at: i64,
}

/// Contacts by what a chunk did to them: what recalculation is told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Touched {
    /// Created by the chunk.
    pub created: Vec<ContactId>,
    /// Changed by the chunk.
    pub changed: Vec<ContactId>,
    /// Met by the chunk and left alone.
    pub unchanged: Vec<ContactId>,
}

impl Touched {
    /// Adds what another chunk did.
    pub fn add(&mut self, other: Self) {
        self.created.extend(other.created);
        self.changed.extend(other.changed);
        self.unchanged.extend(other.unchanged);
    }
}

/// All writes that a chunk asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChunkPlan<'a> {
    /// Contacts to create, in the order of their keys; the store hands out the ids.
    pub creates: Vec<Create<'a>>,
    /// Contacts to write, in the order of their ids.
    pub updates: Vec<Update>,
    /// History to write, replacing this import's earlier row of the same contact.
    pub history: Vec<History>,
    /// Contacts whose history of this import goes, because they are after all as they were before it.
    pub history_gone: Vec<ContactId>,
    /// Changed and unchanged contacts; the created ones are added when they have ids.
    pub touched: Touched,
    /// Rows that are not imported because their people asked to be erased, see [`Self::refuse`].
    pub refused: Vec<u64>,
    /// Spare values that are left out, in order.
    pub lost: Vec<LostSpare>,
    /// What the chunk adds to the import's counts.
    pub counts: Counts,
}

impl<'a> ChunkPlan<'a> {
    /// Adds what is planned for other addresses.
    pub fn add(&mut self, other: Self) {
        self.creates.extend(other.creates);
        self.updates.extend(other.updates);
        self.history.extend(other.history);
        self.history_gone.extend(other.history_gone);
        self.touched.add(other.touched);
        self.refused.extend(other.refused);
        self.lost.extend(other.lost);
        self.refused.sort_unstable();
        self.lost.sort_unstable();
        self.counts += other.counts;
    }

    /// Takes out what is planned for some contacts to be changed, whose rows are those of `addresses`.
    pub fn take_back(&mut self, contacts: &HashSet<ContactId>, addresses: &[&'a AddressRows]) {
        let counts = &mut self.counts;
        self.updates.retain(|update| {
            let stays = !contacts.contains(&update.contact_id);
            if !stays {
                *counts -= update.counts;
            }
            stays
        });
        self.history.retain(|row| !contacts.contains(&row.contact_id));
        self.history_gone.retain(|id| !contacts.contains(id));
        self.touched.changed.retain(|id| !contacts.contains(id));
        let rows: HashSet<u64> =
            addresses.iter().flat_map(|address| address.rows()).map(|said| said.number).collect();
        self.lost.retain(|lost| !rows.contains(&lost.number));
    }

    /// Takes out the contacts that would be created for addresses that must not come back, with all their rows.
    pub fn refuse(&mut self, is_erased: impl Fn(&AddressRows) -> bool) {
        let (counts, refused) = (&mut self.counts, &mut self.refused);
        self.creates.retain(|Create { address, .. }| {
            if !is_erased(address) {
                return true;
            }
            counts.imported -= 1;
            counts.repeated_in_file -= address.earlier.len() as i64;
            counts.not_imported += 1 + address.earlier.len() as i64;
            refused.extend(address.rows().map(|said| said.number));
            false
        });
        refused.sort_unstable();
    }
}

/// Decides for the `open` ones of a chunk's addresses what becomes of their contacts. `found` holds the contacts that exist; every
/// other open address creates one. What is noticed of a change tells `noticing`. `now` is in milliseconds since 1970.
pub fn plan_chunk<'a>(
    mut open: Vec<Option<&'a AddressRows>>,
    found: Vec<Found>,
    (fields, noticing): (&[Field], &Noticing),
    blank: Blank,
    now: i64,
) -> ChunkPlan<'a> {
    let mut planner = Planner { plan: ChunkPlan::default(), fields, noticing, blank, now };
    planner.meet_all(found, &mut open);
    for address in open.into_iter().flatten() {
        planner.create(address);
    }
    planner.plan.lost.sort_unstable();
    planner.plan
}

struct Planner<'a, 'f> {
    plan: ChunkPlan<'a>,
    fields: &'f [Field],
    noticing: &'f Noticing,
    blank: Blank,
    now: i64,
}

impl<'a> Planner<'a, '_> {
    fn create(&mut self, address: &'a AddressRows) {
        self.plan.counts.imported += 1;
        self.plan.counts.repeated_in_file += address.earlier.len() as i64;
        let values = if address.earlier.is_empty() {
            Cow::Borrowed(&address.last.values)
        } else {
            let nothing = Values::none(self.fields.len());
            Cow::Owned(self.settle_rows(nothing, address.rows()))
        };
        self.plan.creates.push(Create { address, values });
    }

    /// What a contact's values become by rows, one after the other.
    fn settle_rows<'r>(&mut self, stored: Values, rows: impl Iterator<Item = &'r Said>) -> Values {
        let (clears, mut lost) = (self.blank == Blank::Clear, Vec::new());
        rows.fold(stored, |values, Said { number, values: row }| {
            let values = values.overlaid(row, clears, &mut lost);
            self.plan.lost.extend(lost.drain(..).map(|place| LostSpare { number: *number, place }));
            values
        })
    }

    /// Meets the found contacts in the order of their ids, each with its rows, which are taken out of `open`: those of one
    /// address, or of several. Each is dropped when it has been met.
    fn meet_all(&mut self, mut found: Vec<Found>, open: &mut [Option<&AddressRows>]) {
        found.sort_unstable_by_key(|contact| (contact.contact_id, contact.index));
        let (mut found, mut own) = (found.into_iter().peekable(), Vec::new());
        while let Some(contact) = found.next() {
            own.extend(open[contact.index].take().into_iter().flat_map(AddressRows::rows));
            while let Some(other) = found.next_if(|other| other.contact_id == contact.contact_id) {
                own.extend(open[other.index].take().into_iter().flat_map(AddressRows::rows));
            }
            own.sort_unstable_by_key(|row: &&Said| row.number);
            self.meet(&contact, &own);
            own.clear();
        }
    }

    fn meet(&mut self, contact: &Found, rows: &[&Said]) {
        let Some(last) = rows.last() else { return };
        let counts = self.plan.counts;
        self.plan.counts.repeated_in_file += rows.len() as i64 - 1;
        let values = self.settle_rows(contact.values.clone(), rows.iter().copied());
        self.judge(contact, values, last.number);
        let update = self.plan.updates.last_mut().filter(|update| update.contact_id == contact.contact_id);
        if let Some(update) = update {
            update.counts = self.plan.counts;
            update.counts -= counts;
        }
    }

    fn judge(&mut self, contact: &Found, values: Values, number: u64) {
        let counts = &mut self.plan.counts;
        match &contact.earlier {
            None => self.settle(contact, values, number, (&contact.values, contact.changed_at)),
            Some(Earlier::Created) => {
                counts.repeated_in_file += 1;
                self.plan.touched.changed.push(contact.contact_id);
                self.update(contact, values, self.now, Some(number));
            }
            Some(Earlier::Unchanged) => {
                counts.unchanged -= 1;
                counts.repeated_in_file += 1;
                self.settle(contact, values, number, (&contact.values, contact.changed_at));
            }
            Some(Earlier::Changed { before, changed_before, .. }) => {
                counts.updated -= 1;
                counts.repeated_in_file += 1;
                let original = before_import(&contact.values, before, self.fields);
                self.settle(contact, values, number, (&original, *changed_before));
            }
        }
    }

    /// Compares a contact's values with those before the import and the time of their last change.
    fn settle(&mut self, contact: &Found, values: Values, number: u64, original: (&Values, i64)) {
        let Found { contact_id, .. } = *contact;
        let (original, original_changed_at) = original;
        if let Some(before) = differences(original, &values, self.fields) {
            self.plan.counts.updated += 1;
            self.plan.touched.changed.push(contact_id);
            self.plan.history.push(History { contact_id, number, before, changed_at: original_changed_at });
            self.update(contact, values, self.now, None);
            return;
        }
        self.plan.counts.unchanged += 1;
        if let Some(Earlier::Changed { changed_at, .. }) = contact.earlier {
            // A later row took the change of an earlier one back. The time goes back with it, unless somebody else changed the
            // contact since.
            self.plan.touched.changed.push(contact_id);
            self.plan.history_gone.push(contact_id);
            let is_ours = contact.changed_at == changed_at;
            let changed_at = match values == contact.values {
                _ if is_ours => original_changed_at,
                true => contact.changed_at,
                false => self.now,
            };
            self.update(contact, values, changed_at, None);
        } else {
            self.plan.touched.unchanged.push(contact_id);
        }
    }

    fn update(&mut self, contact: &Found, values: Values, changed_at: i64, source_row: Option<u64>) {
        let Found { contact_id, version: read_version, .. } = *contact;
        let changed = Places::differing(&contact.values, &values);
        let is_noticed = self.notices(&contact.values, &values);
        self.plan.updates.push(Update {
            contact_id,
            values,
            changed,
            is_noticed,
            read_version,
            changed_at,
            source_row,
            counts: Counts::default(),
        });
    }

    fn notices(&self, old: &Values, new: &Values) -> bool {
        let mut pairs = self.fields.iter().zip(old.iter().zip(new.iter()));
        pairs.any(|(field, (old, new))| old != new && self.noticing.notices(field, old, new))
    }
}

/// The old values of the fields in which two states differ, as a JSON object; `None` when they are equal. Written by
/// hand because a map for each changed contact was a tenth of an import's time.
fn differences(old: &Values, new: &Values, fields: &[Field]) -> Option<String> {
    let mut json = String::new();
    for (field, (old, new)) in fields.iter().zip(old.iter().zip(new.iter())) {
        if old != new {
            json.push_str(if json.is_empty() { "{\"" } else { ",\"" });
            json.push_str(field.name());
            json.push_str("\":");
            json.push_str(&serde_json::to_string(&old).expect("text is always valid JSON"));
        }
    }
    (!json.is_empty()).then(|| json + "}")
}

fn before_import(current: &Values, before: &Before, fields: &[Field]) -> Values {
    let pairs = fields.iter().zip(current.iter());
    pairs.map(|(field, value)| before.get(field.name()).map_or(value, |old| old.as_deref())).collect()
}

#[cfg(test)]
mod tests;
