//! The two readings of a condition, in memory and as SQL, agree with each other on both databases, and with a third one that
//! is written here from the words of the API alone. Values and conditions are random and hostile.
//!
//! `MUSTER_CASES` sets how many conditions are tried; 10,000 unless it does.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;

use muster_domain::condition::{ContactView, Noticing, Uses, check};
use muster_domain::import::SeenContacts;
use muster_domain::{ContactId, Field, ImportId};
use muster_store::conditions::{Compile, known};
use muster_store::indexes::Indexes;
use muster_store::recalculate::views;
use muster_store::testing::{Dice, TestBase, on_both};
use muster_store::{Beside, Db, Sql};
use serde_json::{Value, json};

use support::people::{NOW, People};
use support::{oracle, random};

const PEOPLE: usize = 60;
const CONDITIONS_PER_BASE: usize = 1_000;

#[tokio::test(flavor = "multi_thread")]
async fn a_condition_has_the_same_members_however_it_is_read() {
    let cases: usize =
        std::env::var("MUSTER_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(10_000);
    let (mut with_oracle, mut noticed) = (0, [0, 0]);
    for seed in 0..cases.div_ceil(CONDITIONS_PER_BASE) {
        let bases = TestBase::both().await;
        let dbs = [bases[0].open().await, bases[1].open().await];
        let mut dice = Dice::new(seed as u64 + 1);
        let people = People::random(&mut dice, PEOPLE);
        for db in &dbs {
            people.store(db).await;
        }
        expect_one_reading(&dbs).await;
        for _ in 0..CONDITIONS_PER_BASE.min(cases) {
            let condition = random::condition(&mut dice);
            let expected = in_memory(&dbs[0], &people, &condition).await;
            for db in &dbs {
                let found = by_sql(db, &condition).await;
                assert_eq!(found, expected, "{:?} finds others than memory for {condition}", db.backend());
            }
            let changed = dice.one(&FIELDS);
            expect_noticed(
                &people,
                &condition,
                (changed, dice.below(PEOPLE), dice.below(PEOPLE)),
                &mut noticed,
            );
            if let Some(told) = oracle::members(&people, &condition) {
                with_oracle += 1;
                assert_eq!(told, expected, "the oracle finds others for {condition}");
            }
        }
        for (db, base) in dbs.into_iter().zip(bases) {
            db.close().await;
            base.remove().await;
        }
    }
    assert!(with_oracle * 3 >= cases, "the oracle knew only {with_oracle} of {cases}");
    assert!(
        noticed.iter().all(|count| count * 200 >= cases),
        "unnoticed and noticed: {noticed:?} of {cases}"
    );
}

/// Fields of which another value is tried.
const FIELDS: [&str; 8] = ["city", "company", "zip", "points", "bounces", "level", "tags", "birthday"];

/// A change of a value that is not noticed makes no difference. Counts which are noticed, of those that are asked for at all.
fn expect_noticed(
    people: &People,
    condition: &Value,
    (field, of, from): (&str, usize, usize),
    noticed: &mut [usize; 2],
) {
    let (views, known) = people.views.get().unwrap();
    let condition = check(condition, known).unwrap();
    let (old, new) = (people.all[of].values.get(field), people.all[from].values.get(field));
    if old == new || !condition.uses().fields.contains(field) {
        return;
    }
    let mut tests = Vec::new();
    condition.each_test(&mut |test| tests.push(test.clone()));
    let known: Field = known.fields.named(field).unwrap();
    let is_noticed = Noticing::by(tests, ImportId(0), None).notices(
        &known,
        old.map(String::as_str),
        new.map(String::as_str),
    );
    noticed[usize::from(is_noticed)] += 1;
    let (before, mut after) = (&views[of], views[of].clone());
    after.values.remove(field);
    if let Some(new) = new {
        after.values.insert(field.to_owned(), new);
    }
    let differs = condition.holds(before, NOW) != condition.holds(&after, NOW);
    assert!(is_noticed || !differs, "{field} from {old:?} to {new:?} by {condition:?}");
}

/// Everything that a condition can depend on.
async fn everything(db: &Db) -> Uses {
    let known = known(db).await.unwrap();
    let fields = known.fields.all().map(|field| field.name().to_owned()).collect();
    let groups = known.groups.iter().copied().collect();
    let unchanged_by = (1..=4).collect();
    Uses {
        fields,
        groups,
        any_activity: true,
        activity_texts: true,
        accounts: true,
        imports: true,
        unchanged_by,
        scores: known.scores.iter().copied().collect(),
        crossings: known.scores.iter().copied().collect(),
        personas: true,
        ..Uses::default()
    }
}

/// Contacts are read alike on both databases, in a transaction and beside it, whether all are asked for or some.
async fn expect_one_reading(dbs: &[Db]) {
    let all: Vec<i64> = (1..=PEOPLE as i64).collect();
    for step in [1, 2, 7] {
        let ids: Vec<i64> = all.iter().copied().step_by(step).collect();
        let mut readings: Vec<Vec<ContactView>> = Vec::new();
        for db in dbs {
            let (uses, known) = (everything(db).await, known(db).await.unwrap());
            let mut beside = Beside::open(db).unwrap();
            readings.push(views(&mut db.begin().await.unwrap(), &known, &ids, &uses).await.unwrap());
            readings.push(views(&mut beside, &known, &ids, &uses).await.unwrap());
        }
        for view in readings.iter_mut().flatten() {
            view.activities.sort_by_key(|activity| format!("{activity:?}"));
            view.accounts.sort_unstable();
            view.crossings.sort_unstable();
        }
        for reading in &readings[1..] {
            assert_eq!(reading, &readings[0], "every {step}. contact");
        }
        assert_eq!(readings[0].iter().map(|view| view.contact_id).collect::<Vec<_>>(), ids);
    }
}

async fn in_memory(db: &Db, people: &People, condition: &Value) -> Vec<i64> {
    let stored = people.views.get_or_init(async || {
        let (uses, known) = (everything(db).await, known(db).await.unwrap());
        let mut tx = db.begin().await.unwrap();
        let ids: Vec<i64> = (1..=people.all.len() as i64).collect();
        (views(&mut tx, &known, &ids, &uses).await.unwrap(), known)
    });
    let (views, known) = stored.await;
    let checked = check(condition, known).unwrap_or_else(|errors| panic!("{condition}: {errors:?}"));
    let mut ids: Vec<i64> =
        views.iter().filter(|view| checked.holds(view, NOW)).map(|view| view.contact_id).collect();
    ids.sort_unstable();
    ids
}

/// As it is asked without indexes, and with all there may be.
async fn by_sql(db: &Db, condition: &Value) -> Vec<i64> {
    let found = compiled(db, condition, Indexes::default()).await;
    assert_eq!(compiled(db, condition, Indexes::all()).await, found, "by indexes: {condition}");
    found
}

async fn compiled(db: &Db, condition: &Value, by: Indexes) -> Vec<i64> {
    let checked = check(condition, &known(db).await.unwrap()).unwrap();
    let compile = Compile { backend: db.backend(), now: NOW, range: None, by };
    let sql = compile.push(Sql::new("select c.contact_id from contacts c where "), &checked);
    let rows: Vec<(i64,)> = db
        .fetch_all(sql.push(" order by c.contact_id"))
        .await
        .unwrap_or_else(|error| panic!("{condition}: {error}"));
    rows.into_iter().map(|(id,)| id).collect()
}

#[tokio::test]
async fn whom_an_import_left_unchanged_is_known_on_every_page_of_its_bits() {
    let page = 65_536;
    let met = [1, 7, 8, 12, 63, 64, page - 1, page, page + 3, 5 * page + 77, 9 * page - 1];
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let mut seen = SeenContacts::default();
        for id in met {
            seen.insert(ContactId(id));
        }
        for (page, bits) in seen.take_changed_pages() {
            let sql = "insert into import_seen (import_id, part, page, bits) values (2, 0, $1, $2)";
            tx.execute(Sql::new(sql).bind(page).bind(bits)).await.unwrap();
        }
        let others = met.iter().flat_map(|id| [id - 1, id + 1, id + 4, id + 8, id + page]);
        let all: BTreeSet<i64> = met.iter().copied().chain(others).filter(|&id| id > 0).collect();
        for id in &all {
            let sql =
                "insert into contacts (contact_id, email, created_at, changed_at) values ($1, 'a', 0, 0)";
            tx.execute(Sql::new(sql).bind(*id)).await.unwrap();
        }
        let known = known(&mut tx).await.unwrap();
        let rule = json!({"field": "import", "operator": "unchanged_by", "value": 2});
        let condition = json!({"combinator": "and", "rules": [rule]});
        let checked = check(&condition, &known).unwrap();
        let ids: Vec<i64> = all.into_iter().collect();
        let views = views(&mut tx, &known, &ids, &checked.uses()).await.unwrap();
        tx.commit().await.unwrap();
        let mut found: Vec<i64> =
            views.iter().filter(|view| checked.holds(view, NOW)).map(|view| view.contact_id).collect();
        found.sort_unstable();
        assert_eq!(found, met, "in memory");
        assert_eq!(by_sql(&db, &condition).await, met, "by SQL");
    })
    .await;
}
