use std::collections::{BTreeMap, BTreeSet, HashMap};

use proptest::prelude::*;

use super::super::{Row, SeenContacts, Slot, by_address};
use super::*;

/// A contact base in memory, written as the store writes a database.
#[derive(Debug, Default, PartialEq, Eq, Clone)]
struct Base {
    contacts: BTreeMap<ContactId, (Vec<Option<String>>, i64)>,
    identities: BTreeMap<String, ContactId>,
    history: BTreeMap<ContactId, (Before, i64, u64)>,
    created: BTreeMap<ContactId, u64>,
    /// Rows and places of spare values that were left out.
    lost: BTreeSet<(u64, usize)>,
}

const NOW: i64 = 1000;

fn fields() -> Vec<Field> {
    ["first_name", "city"].map(|name| Field::named(name).unwrap()).to_vec()
}

fn packed(values: &[Option<String>]) -> Values {
    values.iter().map(Option::as_deref).collect()
}

fn unpacked(values: &Values) -> Vec<Option<String>> {
    values.iter().map(|value| value.map(str::to_owned)).collect()
}

impl Base {
    fn of(contacts: &[(&str, Vec<Option<String>>)]) -> Self {
        let mut base = Self::default();
        for (key, values) in contacts {
            let id = ContactId(base.contacts.len() as i64 + 1);
            base.contacts.insert(id, (values.clone(), 1));
            base.identities.insert((*key).to_owned(), id);
        }
        base
    }

    fn find(&self, addresses: &[AddressRows], seen: &SeenContacts) -> Vec<Found> {
        let found = addresses.iter().enumerate().filter_map(|(index, address)| {
            let contact_id = *self.identities.get(&*address.key)?;
            let (values, changed_at) = &self.contacts[&contact_id];
            let earlier = seen.contains(contact_id).then(|| self.earlier(contact_id));
            let (changed_at, version) = (*changed_at, *changed_at);
            Some(Found { index, contact_id, values: packed(values), changed_at, version, earlier })
        });
        found.collect()
    }

    fn earlier(&self, id: ContactId) -> Earlier {
        match self.history.get(&id) {
            _ if self.created.contains_key(&id) => Earlier::Created,
            Some((before, changed_at, _)) => {
                let (changed_before, changed_at) = (*changed_at, NOW);
                Earlier::Changed { before: before.clone(), changed_before, changed_at }
            }
            None => Earlier::Unchanged,
        }
    }

    fn write(&mut self, plan: ChunkPlan<'_>, seen: &mut SeenContacts) -> Counts {
        for create in plan.creates {
            let id = ContactId(self.contacts.len() as i64 + 1);
            self.contacts.insert(id, (unpacked(&create.values), NOW));
            self.identities.insert(create.address.key.to_string(), id);
            self.created.insert(id, create.address.last.number);
            seen.insert(id);
        }
        for update in plan.updates {
            self.contacts.insert(update.contact_id, (unpacked(&update.values), update.changed_at));
            if let Some(row) = update.source_row {
                self.created.insert(update.contact_id, row);
            }
        }
        for row in plan.history {
            let before = serde_json::from_str(&row.before).unwrap();
            self.history.insert(row.contact_id, (before, row.changed_at, row.number));
        }
        self.lost.extend(plan.lost.iter().map(|lost| (lost.number, lost.place)));
        plan.history_gone.iter().for_each(|id| drop(self.history.remove(id)));
        plan.touched.changed.iter().chain(&plan.touched.unchanged).for_each(|&id| seen.insert(id));
        plan.counts
    }

    fn import(&mut self, rows: &[Row], chunk: usize, blank: Blank) -> Counts {
        let (mut counts, mut seen) = (Counts::default(), SeenContacts::default());
        for rows in rows.chunks(chunk) {
            let addresses = by_address(rows.to_vec());
            let found = self.find(&addresses, &seen);
            let open = addresses.iter().map(Some).collect();
            let plan = plan_chunk(open, found, (&fields(), &Noticing::default()), blank, NOW);
            counts += self.write(plan, &mut seen);
        }
        counts
    }

    /// The contacts by address: ids depend on the order of creation, which is no part of the outcome.
    fn by_key(&self) -> HashMap<String, String> {
        let entry = |id: &ContactId| {
            format!("{:?} {:?} {:?}", self.contacts[id], self.history.get(id), self.created.get(id))
        };
        self.identities.iter().map(|(key, id)| (key.clone(), entry(id))).collect()
    }
}

fn row(number: u64, key: &str, values: &[Option<&str>]) -> Row {
    Row { number, key: key.into(), values: values.iter().copied().collect() }
}

fn some(values: [&str; 2]) -> Vec<Option<String>> {
    values.map(|value| (!value.is_empty()).then(|| value.to_owned())).to_vec()
}

#[test]
fn rows_are_created_updated_left_alone_or_repeated() {
    let mut base = Base::of(&[("b", some(["Ben", "Bonn"])), ("c", some(["Cy", ""]))]);
    let rows = [
        row(2, "a", &[Some("A"), None]),
        row(3, "b", &[Some("Ben"), Some("Köln")]),
        row(4, "c", &[Some("Cy"), None]),
        row(5, "a", &[None, Some("Ulm")]),
    ];
    let counts = base.import(&rows, 10, Blank::Keep);
    assert_eq!(
        counts,
        Counts { imported: 1, updated: 1, unchanged: 1, repeated_in_file: 1, ..Counts::default() }
    );
    assert_eq!(base.contacts[&ContactId(3)].0, some(["A", "Ulm"]), "the last value of each field wins");
    assert_eq!(base.contacts[&ContactId(2)].1, 1, "an unchanged contact keeps its time");
    assert_eq!(base.history[&ContactId(1)].0, Before::from([("city".into(), Some("Bonn".into()))]));
}

#[test]
fn blank_cells_clear_only_when_asked_to() {
    let rows = [row(2, "b", &[Some("Ben"), None])];
    let stored = || Base::of(&[("b", some(["Ben", "Bonn"]))]);
    assert_eq!(stored().import(&rows, 1, Blank::Keep).unchanged, 1);
    let mut cleared = stored();
    assert_eq!(cleared.import(&rows, 1, Blank::Clear).updated, 1);
    assert_eq!(cleared.contacts[&ContactId(1)].0, some(["Ben", ""]));
}

#[test]
fn a_field_whose_value_was_left_out_is_not_cleared() {
    let values = [Slot::Value("Ben".into()), Slot::AsItIs].into_iter().collect();
    let mut base = Base::of(&[("b", some(["", "Bonn"]))]);
    base.import(&[Row { number: 2, key: "b".into(), values }], 1, Blank::Clear);
    assert_eq!(base.contacts[&ContactId(1)].0, some(["Ben", "Bonn"]));
}

#[test]
fn two_addresses_of_one_contact_are_one_meeting() {
    let mut base = Base::of(&[("a", some(["A", ""]))]);
    base.identities.insert("z".into(), ContactId(1));
    let rows = [row(2, "z", &[Some("Z"), None]), row(3, "a", &[None, Some("Ulm")])];
    let counts = base.import(&rows, 10, Blank::Keep);
    assert_eq!((counts.updated, counts.repeated_in_file), (1, 1));
    assert_eq!(base.contacts[&ContactId(1)].0, some(["Z", "Ulm"]));
}

#[test]
fn the_last_row_of_a_contact_wins_whichever_of_its_addresses_it_names() {
    for chunk in [1, 10] {
        let mut base = Base::of(&[("a", some(["", ""]))]);
        base.identities.insert("b".into(), ContactId(1));
        let rows =
            [row(2, "a", &[Some("X"), None]), row(3, "b", &[Some("Y"), None]), row(4, "a", &[None, None])];
        base.import(&rows, chunk, Blank::Keep);
        assert_eq!(base.contacts[&ContactId(1)].0, some(["Y", ""]));
    }
}

#[test]
fn a_change_that_is_taken_back_does_not_set_the_time_back_past_a_persons_edit() {
    let rows = [row(2, "b", &[Some("New"), None]), row(3, "b", &[Some("Ben"), None])];
    for edited in [false, true] {
        let mut base = Base::of(&[("b", some(["Ben", "Bonn"]))]);
        let mut seen = SeenContacts::default();
        for rows in &rows {
            let addresses = by_address(vec![rows.clone()]);
            let found = base.find(&addresses, &seen);
            let plan = plan_chunk(
                vec![addresses.first()],
                found,
                (&fields(), &Noticing::default()),
                Blank::Keep,
                NOW,
            );
            base.write(plan, &mut seen);
            if edited && rows.number == 2 {
                base.contacts.get_mut(&ContactId(1)).unwrap().1 = NOW + 5;
            }
        }
        assert_eq!(base.contacts[&ContactId(1)].1, if edited { NOW } else { 1 });
    }
}

#[test]
fn what_is_taken_back_and_planned_anew_counts_once() {
    let base = Base::of(&[("a", some(["x", "y"])), ("b", some(["Ben", "Bonn"]))]);
    let addresses = by_address(vec![
        row(2, "a", &[Some("Ann"), None]),
        row(3, "b", &[Some("Bea"), None]),
        row(4, "c", &[Some("Cy"), None]),
    ]);
    let (fields, noticing) = (fields(), Noticing::default());
    let found = base.find(&addresses, &SeenContacts::default());
    let plan = |open: [usize; 3], found| {
        let open = open.iter().zip(&addresses).map(|(&open, address)| (open == 1).then_some(address));
        plan_chunk(open.collect(), found, (&fields, &noticing), Blank::Keep, NOW)
    };
    let whole = plan([1, 1, 1], found.clone());
    let mut cut = whole.clone();
    cut.take_back(&[ContactId(2)].into(), &[&addresses[1]]);
    assert_eq!((cut.counts.updated, cut.updates.len(), cut.history.len()), (1, 1, 1));
    cut.add(plan([0, 1, 0], found[1..].to_vec()));
    assert_eq!(cut, whole);
}

#[test]
fn a_spare_value_without_room_is_told() {
    let spare = |number, key: &str, text: &'static str| {
        let values = [Slot::IfFree(text.into()), Slot::AsItIs].into_iter().collect();
        Row { number, key: key.into(), values }
    };
    for chunk in [1, 10] {
        let mut base = Base::of(&[("a", some(["x", ""]))]);
        let rows = [spare(2, "a", "y"), spare(3, "a", "x"), spare(4, "new", "y"), spare(5, "new", "z")];
        base.import(&rows, chunk, Blank::Keep);
        assert_eq!(base.lost, [(2, 0), (5, 0)].into());
        assert_eq!(base.contacts[&ContactId(2)].0, some(["y", ""]));
    }
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let text = || prop::sample::select(vec!["x", "y", "ü"]);
    let slot = || {
        prop_oneof![
            4 => text().prop_map(|text| Slot::Value(text.into())),
            2 => Just(Slot::Blank),
            1 => Just(Slot::AsItIs),
            1 => text().prop_map(|text| Slot::IfFree(text.into())),
        ]
    };
    let one = (prop::sample::select(vec!["a", "also a", "b", "c", "d"]), slot(), slot());
    prop::collection::vec(one, 0..14).prop_map(|rows| {
        let numbered = rows.into_iter().enumerate();
        let row = |(at, (key, first, city)): (usize, (&str, Slot<'_>, Slot<'_>))| Row {
            number: at as u64 + 2,
            key: key.into(),
            values: [first, city].into_iter().collect(),
        };
        numbered.map(row).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_outcome_does_not_depend_on_the_chunk_size(rows in rows(), chunk in 1usize..8, clear in any::<bool>()) {
        let blank = if clear { Blank::Clear } else { Blank::Keep };
        let mut base = Base::of(&[("a", some(["x", "y"])), ("b", some(["", "ü"]))]);
        base.identities.insert("also a".into(), ContactId(1));
        let (mut whole, mut cut) = (base.clone(), base);
        let counts = whole.import(&rows, 100, blank);
        prop_assert_eq!(cut.import(&rows, chunk, blank), counts);
        prop_assert_eq!(cut.by_key(), whole.by_key());
        prop_assert_eq!(cut.lost, whole.lost);
        prop_assert_eq!(counts.processed(), rows.len() as i64);
    }
}
