//! Lists, counts and searches say the same with and without the indexes that are made on demand.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use futures_util::TryStreamExt as _;
use muster_domain::condition::check;
use muster_domain::{ContactId, Email, Field, Origin, ScoreId};
use muster_store::contacts::{self, By, Contact, Filter, Order, Sort, SortKey};
use muster_store::indexes::{self, Index, Indexes};
use muster_store::testing::on_both;
use muster_store::{Backend, Db, Sql, StoreError, conditions, deletion, erasure};
use serde_json::{Value, json};

const NOW: i64 = 1_800_000_000_000;
const COMPANIES: [&str; 6] = ["Acme", "acme GmbH", "Äther & Söhne", "Zoë \"quoted\" 100%", "globex_ag", ""];
const CITIES: [&str; 4] = ["Berlin", "BERLIN", "Wien", ""];

fn field(name: &str) -> Field {
    Field::named(name).unwrap()
}

async fn fill(db: &Db, numbers: std::ops::Range<usize>) {
    let mut tx = db.begin().await.unwrap();
    for n in numbers {
        let value = |name: &str, text: &str| (field(name), (!text.is_empty()).then(|| text.to_owned()));
        let values = [
            value("company", COMPANIES[n % 6]),
            value("city", CITIES[n % 4]),
            value("last_name", &format!("Name {}", n % 300)),
            value("birthday", ["1980-02-29", "1999-12-31", "--05-12", ""][n % 4]),
            value("country", ["DE", "AT"][n % 2]),
            value("tracked", ["true", "false", ""][n % 3]),
            value("bounces", ["9", "10", "100", "-1", ""][n % 5]),
        ];
        let email = Email::parse(&format!("Person{n}@host{}.example", n % 7)).unwrap();
        let id = contacts::create(&mut tx, &email, &values, NOW).await.unwrap();
        if n % 4 > 0 {
            let sql =
                "insert into contact_scores (contact_id, score_id, points) values ($1, 1, $2), ($1, 2, 9)";
            tx.execute(Sql::new(sql).bind(id.0).bind([0, 8, -3, 120, -40][n % 5])).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

fn rule(field: &str, operator: &str, value: impl Into<Value>) -> Value {
    json!({ "combinator": "and", "rules": [{ "field": field, "operator": operator, "value": value.into() }] })
}

async fn filters(db: &Db) -> Vec<Filter> {
    let known = conditions::known(db).await.unwrap();
    let conditions = [
        rule("city", "is", "berlin"),
        rule("company", "starts_with", "ACME"),
        rule("company", "any_of", vec!["acme", "ÄTHER & söhne"]),
        rule("company", "is_not", "acme"),
        rule("birthday", "before", "1990-01-01"),
        rule("birthday", "after", "1990-01-01"),
        rule("email_domain", "is", "host3.example"),
        rule("last_name", "is", "name 7"),
        rule("created_at", "after", "2020-01-01T00:00:00Z"),
        rule("changed_at", "before", "2020-01-01T00:00:00Z"),
        rule("tracked", "is_no", Value::Null),
        rule("bounces", "at_least", "10"),
    ];
    let conditions = conditions.map(|condition| Filter {
        condition: Some((check(&condition, &known).unwrap(), NOW)),
        ..Filter::default()
    });
    let words = [
        "son12",
        "acme person1",
        "SÖHNE",
        "\"quoted\" 100%",
        "x_ag",
        "ex_",
        "p",
        "nobody at all",
        "name 123",
        "person77",
        "person1 person2",
    ];
    let words = words.map(|typed| Filter { words: muster_domain::search_words(typed), ..Filter::default() });
    [Filter::default()].into_iter().chain(conditions).chain(words).collect()
}

/// All that lists and counts say, page by page.
async fn everything(db: &Db) -> Vec<(i64, Vec<i64>)> {
    let sorts = ["company", "city", "birthday", "last_name", "email", "tracked", "bounces"]
        .map(|name| SortKey::Field(field(name)));
    let keys: Vec<SortKey> =
        sorts.into_iter().chain([SortKey::Created, SortKey::Changed, SortKey::Score(ScoreId(1))]).collect();
    let mut all = Vec::new();
    for filter in filters(db).await {
        let count = contacts::count(db, &filter).await.unwrap();
        for key in &keys {
            for order in [Order::Ascending, Order::Descending] {
                let limit = if count < 8 { 1 } else { 211 };
                let found = pages(db, &filter, &Sort { key: key.clone(), order }, limit).await;
                assert_eq!(found.len() as i64, count, "{filter:?} by {key:?}");
                all.push((count, found));
            }
        }
    }
    all
}

/// A list by points is read in the order of their index, a file is sorted: they agree.
#[tokio::test]
async fn a_list_by_points_has_the_order_of_a_file() {
    on_both(async |db| {
        fill(&db, 0..300).await;
        for filter in filters(&db).await {
            for order in [Order::Ascending, Order::Descending] {
                let sort = Sort { key: SortKey::Score(ScoreId(1)), order };
                let file: Vec<Contact> =
                    contacts::all(&db, &filter, &sort).unwrap().try_collect().await.unwrap();
                let file: Vec<i64> = file.iter().map(|contact| contact.contact_id.0).collect();
                for limit in [7, 300] {
                    assert_eq!(pages(&db, &filter, &sort, limit).await, file, "{filter:?} {order:?}");
                }
            }
        }
    })
    .await;
}

async fn pages(db: &Db, filter: &Filter, sort: &Sort, limit: i64) -> Vec<i64> {
    let (mut ids, mut after) = (Vec::new(), None);
    loop {
        let page = contacts::list(db, filter, sort, after.as_deref(), limit).await.unwrap();
        ids.extend(page.contacts.iter().map(|contact| contact.contact_id.0));
        after = page.next;
        if after.is_none() {
            return ids;
        }
    }
}

async fn build_all(db: &Db) {
    indexes::want(db, Indexes::made(), NOW).await.unwrap();
    while let Some(index) = indexes::claim(db, 1, 1, NOW).await.unwrap() {
        indexes::build(db, index, || NOW).await.unwrap();
    }
    assert_eq!(indexes::ready(db).await.unwrap(), Indexes::made());
}

#[tokio::test]
async fn lists_are_the_same_with_indexes_and_stay_so() {
    on_both(async |db| {
        fill(&db, 0..600).await;
        let without = everything(&db).await;
        build_all(&db).await;
        assert_eq!(everything(&db).await, without);

        fill(&db, 600..700).await;
        let mut tx = db.begin().await.unwrap();
        let by = By { origin: Origin::User, id: None, now: NOW + 1 };
        let values = [(field("company"), Some("Person12 & Söhne".to_owned())), (field("city"), None)];
        let some: Vec<i64> = (30..60).collect();
        contacts::update(&mut tx, &some, None, &values, by).await.unwrap();
        deletion::delete(&mut tx, &(100..120).collect::<Vec<_>>(), NOW).await.unwrap();
        tx.commit().await.unwrap();
        let with = everything(&db).await;
        indexes::set_aside(&db).await.unwrap();
        assert!(indexes::ready(&db).await.unwrap().is_empty());
        assert_eq!(everything(&db).await, with);

        build_all(&db).await; // they are wanted again
        assert_eq!(everything(&db).await, with);
        indexes::drop_unused(&db, NOW + 1).await.unwrap();
        assert!(indexes::ready(&db).await.unwrap().is_empty());
        assert_eq!(indexes::claim(&db, 1, 1, NOW).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn an_index_is_claimed_once_and_only_in_a_large_base() {
    on_both(async |db| {
        fill(&db, 0..10).await;
        indexes::want(&db, Indexes::from_iter([Index::Search]), NOW).await.unwrap();
        assert_eq!(indexes::claim(&db, 11, 1, NOW).await.unwrap(), None);
        assert_eq!(indexes::claim(&db, 10, 1, NOW).await.unwrap(), Some(Index::Search));
        assert_eq!(indexes::claim(&db, 10, 1, NOW).await.unwrap(), None);
        let hour = 60 * 60 * 1000;
        assert_eq!(
            indexes::claim(&db, 10, 1, NOW - 24 * hour).await.unwrap(),
            Some(Index::Search),
            "the clock was ahead"
        );
        assert_eq!(indexes::claim(&db, 10, 1, NOW - 24 * hour).await.unwrap(), None);
        // Whoever claimed it has died.
        assert_eq!(indexes::claim(&db, 10, 1, NOW + hour).await.unwrap(), Some(Index::Search));
    })
    .await;
}

#[tokio::test]
async fn an_erasure_leaves_no_trace_in_the_search() {
    on_both(async |db| {
        fill(&db, 0..20).await;
        build_all(&db).await;
        let mut tx = db.begin().await.unwrap();
        assert!(
            erasure::erase(&mut tx, ContactId(7), &erasure::KnownRows::default(), &[7; 32], NOW)
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
        if db.backend() == Backend::Sqlite {
            let traces: Option<(i64,)> =
                db.fetch_optional(Sql::new("select count(*) from search_trigrams_idx")).await.unwrap();
            assert_eq!(traces, Some((0,)));
            assert_eq!(indexes::claim(&db, 1, 1, NOW).await.unwrap(), Some(Index::Search));
        }
        assert_eq!(everything(&db).await[0].1.len(), 19);
    })
    .await;
}

#[tokio::test]
async fn a_building_that_fails_is_tried_again_or_given_up() {
    on_both(async |db| {
        fill(&db, 0..10).await;
        indexes::want(&db, Indexes::from_iter([Index::Search]), NOW).await.unwrap();
        let claim = async || indexes::claim(&db, 1, 1, NOW).await.unwrap();
        assert_eq!(claim().await, Some(Index::Search));
        indexes::give_up(&db, Index::Search, &StoreError::Conflict("deadlock".into())).await.unwrap();
        assert_eq!(claim().await, Some(Index::Search), "others were in the way");
        indexes::give_up(&db, Index::Search, &StoreError::Address).await.unwrap();
        assert_eq!(claim().await, None);
    })
    .await;
}
