//! What becomes of the contacts of one chunk.

use std::collections::BTreeMap;

use super::{Before, Blank, Counts, Settled, Values};
use crate::{ContactId, Field};

/// A contact that the database found for one of the settled rows.
#[derive(Debug, Clone)]
pub struct Found {
    /// Position among the settled rows.
    pub index: usize,
    /// The contact.
    pub contact_id: ContactId,
    /// Its present values for the mapping's fields.
    pub values: Values,
    /// When it last changed, in milliseconds since 1970.
    pub changed_at: i64,
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
        /// Milliseconds since 1970.
        changed_at: i64,
    },
    /// Met it and left it alone.
    Unchanged,
}

/// A contact to create; its id is handed out by the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Create {
    /// The key of its e-mail address.
    pub key: Box<str>,
    /// Its values.
    pub values: Values,
    /// The row it comes from.
    pub number: u64,
}

/// A contact to write, with all its values for the mapping's fields.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// The contact.
    pub contact_id: ContactId,
    /// The values it has afterwards.
    pub values: Values,
    /// When it counts as last changed; milliseconds since 1970.
    pub changed_at: i64,
    /// For a contact that this import created: the row it now comes from.
    pub source_row: Option<u64>,
}

/// The values of a contact before this import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The contact.
    pub contact_id: ContactId,
    /// The row that changed it.
    pub number: u64,
    /// The values before, of the fields that changed.
    pub before: Before,
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

/// All writes that a chunk asks for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChunkPlan {
    /// Contacts to create, in the order of their keys.
    pub creates: Vec<Create>,
    /// Contacts to write, in the order of their ids.
    pub updates: Vec<Update>,
    /// History to write, replacing this import's earlier row of the same contact.
    pub history: Vec<History>,
    /// Contacts whose history of this import goes, because they are after all as they were before it.
    pub history_gone: Vec<ContactId>,
    /// Changed and unchanged contacts; the created ones are added when they have ids.
    pub touched: Touched,
    /// What the chunk adds to the import's counts.
    pub counts: Counts,
}

/// Decides for each settled row what becomes of its contact. `found` holds the contacts that exist; every other row
/// creates one. `now` is in milliseconds since 1970.
pub fn plan_chunk(settled: Vec<Settled>, found: Vec<Found>, fields: &[Field], blank: Blank, now: i64) -> ChunkPlan {
    let mut plan = ChunkPlan::default();
    let mut rows: Vec<Option<Settled>> = settled.into_iter().map(Some).collect();
    for (mut meeting, newer) in by_contact(found, &mut rows) {
        for (turn, row) in newer.into_iter().enumerate() {
            // Two addresses of one contact in a chunk: the earlier one is a repeat of the later.
            plan.counts.repeated_in_file += row.repeats as i64 + i64::from(turn > 0);
            meeting.incoming = Some(match meeting.incoming.take() {
                Some(older) => Settled { values: blank.overlay(&older.values, &row.values), ..row },
                None => row,
            });
        }
        plan.judge(meeting, fields, blank, now);
    }
    for Settled { key, values, number, repeats } in rows.into_iter().flatten() {
        plan.counts.imported += 1;
        plan.counts.repeated_in_file += repeats as i64;
        plan.creates.push(Create { key, values, number });
    }
    plan
}

/// A contact and what the chunk brings for it.
struct Meeting {
    contact: Found,
    incoming: Option<Settled>,
}

/// The found contacts in the order of their ids, each with its rows in file order, which are taken out of `rows`.
fn by_contact(found: Vec<Found>, rows: &mut [Option<Settled>]) -> Vec<(Meeting, Vec<Settled>)> {
    let mut contacts: BTreeMap<ContactId, (Meeting, Vec<Settled>)> = BTreeMap::new();
    for contact in found {
        let Some(row) = rows[contact.index].take() else { continue };
        contacts
            .entry(contact.contact_id)
            .or_insert_with(|| (Meeting { contact, incoming: None }, Vec::new()))
            .1
            .push(row);
    }
    let mut meetings: Vec<_> = contacts.into_values().collect();
    meetings.iter_mut().for_each(|(_, rows)| rows.sort_unstable_by_key(|row| row.number));
    meetings
}

impl ChunkPlan {
    fn judge(&mut self, Meeting { contact, incoming }: Meeting, fields: &[Field], blank: Blank, now: i64) {
        let Some(row) = incoming else { return };
        let values = blank.overlay(&contact.values, &row.values);
        match contact.earlier {
            None => self.first_meeting(contact, &row, values, fields, now),
            Some(Earlier::Created) => self.created_before(contact.contact_id, &row, values, now),
            Some(Earlier::Unchanged) => {
                self.counts.unchanged -= 1;
                self.counts.repeated_in_file += 1;
                self.first_meeting(contact, &row, values, fields, now);
            }
            Some(Earlier::Changed { ref before, changed_at }) => {
                self.counts.updated -= 1;
                self.counts.repeated_in_file += 1;
                let original = before_import(&contact.values, before, fields);
                self.met_again(contact.contact_id, &row, values, &original, (fields, changed_at, now));
            }
        }
    }

    fn first_meeting(&mut self, contact: Found, row: &Settled, values: Values, fields: &[Field], now: i64) {
        let Found { contact_id, values: current, changed_at, .. } = contact;
        let before = differences(&current, &values, fields);
        if before.is_empty() {
            self.counts.unchanged += 1;
            self.touched.unchanged.push(contact_id);
            return;
        }
        self.counts.updated += 1;
        self.touched.changed.push(contact_id);
        self.history.push(History { contact_id, number: row.number, before, changed_at });
        self.updates.push(Update { contact_id, values, changed_at: now, source_row: None });
    }

    fn created_before(&mut self, contact_id: ContactId, row: &Settled, values: Values, now: i64) {
        self.counts.repeated_in_file += 1;
        self.touched.changed.push(contact_id);
        self.updates.push(Update { contact_id, values, changed_at: now, source_row: Some(row.number) });
    }

    fn met_again(
        &mut self,
        contact_id: ContactId,
        row: &Settled,
        values: Values,
        original: &Values,
        (fields, changed_at, now): (&[Field], i64, i64),
    ) {
        self.touched.changed.push(contact_id);
        let before = differences(original, &values, fields);
        if before.is_empty() {
            self.counts.unchanged += 1;
            self.history_gone.push(contact_id);
            self.updates.push(Update { contact_id, values, changed_at, source_row: None });
        } else {
            self.counts.updated += 1;
            self.history.push(History { contact_id, number: row.number, before, changed_at });
            self.updates.push(Update { contact_id, values, changed_at: now, source_row: None });
        }
    }
}

/// The old values of the fields in which two states differ.
fn differences(old: &Values, new: &Values, fields: &[Field]) -> Before {
    let pairs = fields.iter().zip(old.iter().zip(new.iter()));
    pairs
        .filter(|(_, (old, new))| old != new)
        .map(|(field, (old, _))| (field.name().to_owned(), old.map(str::to_owned)))
        .collect()
}

fn before_import(current: &Values, before: &Before, fields: &[Field]) -> Values {
    let pairs = fields.iter().zip(current.iter());
    pairs.map(|(field, value)| before.get(field.name()).map_or(value, |old| old.as_deref())).collect()
}

#[cfg(test)]
mod tests;
