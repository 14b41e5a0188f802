//! Recording activities in batches, reading them by pages, and their types.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use muster_domain::{Activity as Checked, ActivityTexts, ActivityTypeLabel, ContactId, Email};
use muster_store::activities::{self, Logged, NewActivity, Page, Place, Recorded, Refusal, Sender, Who};
use muster_store::activity_types::{self, Change, NewActivityType};
use muster_store::testing::on_both;
use muster_store::{Db, Sql, StoreError};

const NOW: i64 = 1_795_348_800_000;

async fn contact(db: &Db, id: i64, email: &str, first_name: Option<&str>) {
    let mut tx = db.begin().await.unwrap();
    let sql = "insert into contacts (contact_id, email, first_name, created_at, changed_at) values ($1, $2, $3, 0, 0)";
    let first_name = first_name.map(str::to_owned);
    tx.execute(Sql::new(sql).bind(id).bind(email).bind(first_name)).await.unwrap();
    let sql = Sql::new("insert into identities (kind, value, contact_id) values (1, $1, $2)");
    tx.execute(sql.bind(email).bind(id)).await.unwrap();
    tx.commit().await.unwrap();
}

/// A page visit of contact 1, now, without a key.
fn visit(index: usize) -> NewActivity {
    let activity = Checked { at: NOW, key: None, texts: ActivityTexts::default() };
    NewActivity {
        index,
        who: Who::Contact(ContactId(1)),
        kind: "page_visit".into(),
        sender: Sender::Program,
        activity,
    }
}

fn keyed(index: usize, contact: i64, key: &str) -> NewActivity {
    let mut new = visit(index);
    new.who = Who::Contact(ContactId(contact));
    new.activity.key = Some(key.to_owned());
    new
}

fn of_type(index: usize, kind: &str) -> NewActivity {
    NewActivity { kind: kind.to_owned(), ..visit(index) }
}

fn of_address(index: usize, address: &str) -> NewActivity {
    NewActivity { who: Who::Address(Email::parse(address).unwrap()), ..visit(index) }
}

async fn record(db: &Db, new: Vec<NewActivity>) -> Recorded {
    let mut tx = db.begin().await.unwrap();
    let recorded = activities::record(&mut tx, new, NOW).await.unwrap();
    tx.commit().await.unwrap();
    recorded
}

async fn change_type(db: &Db, name: &str, change: &Change) -> bool {
    let mut tx = db.begin().await.unwrap();
    let found = activity_types::change(&mut tx, name, change).await.unwrap();
    tx.commit().await.unwrap();
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_type_is_meant_by_its_name_or_as_the_page_names_it() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        for label in ["Messebesuch (Köln)", "Ärger"] {
            let label = ActivityTypeLabel::parse(label).unwrap();
            activity_types::create(&mut tx, &NewActivityType { label, manual: true, colour: "gray" })
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let twin = Change { label: Some(ActivityTypeLabel::parse("purchase").unwrap()), ..Change::default() };
        assert!(change_type(&db, "arger", &twin).await);
        let types = activity_types::list(&db).await.unwrap();
        for (written, name) in [
            ("page_visit", Some("page_visit")),
            ("Page visit", Some("page_visit")),
            (" PAGE VISIT ", Some("page_visit")),
            ("Page_Visit", Some("page_visit")),
            ("e-mail opened", Some("email_opened")),
            ("MESSEBESUCH (KÖLN)", Some("messebesuch_koln")),
            ("purchase", Some("purchase")),
            ("Purchase", None),
            ("arger", Some("arger")),
            ("Ärger", Some("arger")),
            ("visit", None),
            ("", None),
            ("any", None),
        ] {
            let found = activity_types::meant(&types, written).map(|kind| kind.name.as_str());
            assert_eq!(found, name, "{written}");
        }
    })
    .await;
}

const ALL: Page<'static> = Page { kind: None, after: None, limit: 500 };

async fn log(db: &Db) -> Vec<Logged> {
    activities::log(db, ALL).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_is_recorded_for_ids_and_addresses_and_tells_whom_it_concerns() {
    on_both(async |db| {
        contact(&db, 1, "ann@x.de", Some("Ann")).await;
        contact(&db, 2, "ben@xn--bcher-kva.de", None).await;
        contact(&db, 3, "cy@x.de", None).await;
        let batch = vec![of_address(0, "Ben@BÜCHER.de"), visit(1), of_type(2, "purchase"), visit(3)];
        let recorded = record(&db, batch).await;
        assert_eq!((recorded.contacts, recorded.types), (vec![1, 2], vec![1, 16]));
        assert_eq!((recorded.recorded, recorded.repeated, recorded.refused), (4, 0, vec![]));
        let logged = log(&db).await;
        let seen: Vec<_> =
            logged.iter().map(|one| (one.email.as_str(), one.activity.kind.as_str())).collect();
        let ann = ("ann@x.de", "page_visit");
        let expected = [ann, ("ann@x.de", "purchase"), ann, ("ben@xn--bcher-kva.de", "page_visit")];
        assert_eq!(seen, expected, "the last sent first");
        assert_eq!((logged[0].name.as_deref(), logged[3].name.as_deref()), (Some("Ann"), None));
        let ids: Vec<i64> = logged.iter().rev().map(|one| one.activity.activity_id).collect();
        assert_eq!(ids, recorded.ids);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_recorded_once_for_each_contact() {
    on_both(async |db| {
        contact(&db, 1, "ann@x.de", None).await;
        contact(&db, 2, "ben@x.de", None).await;
        let batch = || vec![keyed(0, 1, "a"), keyed(1, 2, "a"), keyed(2, 1, "b"), keyed(3, 1, "a"), visit(4)];
        let first = record(&db, batch()).await;
        assert_eq!((first.recorded, first.repeated), (4, 1), "the fourth repeats the first");
        let second = record(&db, batch()).await;
        assert_eq!((second.recorded, second.repeated), (1, 4), "only what has no key comes again");
        assert_eq!(second.contacts, [1], "nothing is new for the other contact");
        let capital = record(&db, vec![keyed(0, 1, "A")]).await;
        assert_eq!(capital.recorded, 1, "keys differ by case");
        assert_eq!(log(&db).await.len(), 6);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_recorded_is_refused_and_the_rest_is_recorded() {
    on_both(async |db| {
        contact(&db, 1, "ann@x.de", None).await;
        let off = Change { enabled: Some(false), ..Change::default() };
        assert!(change_type(&db, "login", &off).await);
        let nobody = NewActivity { who: Who::Contact(ContactId(-9)), ..visit(4) };
        let hostile = of_type(5, "' or true; --\0");
        let batch = vec![
            of_type(0, "login"),
            visit(1),
            of_type(2, "nope"),
            of_address(3, "no@x.de"),
            nobody,
            hostile,
        ];
        let recorded = record(&db, batch).await;
        let refused = [
            (0, Refusal::TypeOff),
            (2, Refusal::UnknownType),
            (3, Refusal::UnknownContact),
            (4, Refusal::UnknownContact),
            (5, Refusal::UnknownType),
        ];
        assert_eq!(recorded.refused, refused);
        assert_eq!((recorded.recorded, log(&db).await.len()), (1, 1));
        assert_eq!(record(&db, vec![]).await, Recorded::default());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_come_back_as_they_were_whatever_they_are() {
    on_both(async |db| {
        contact(&db, 1, "ann@x.de", None).await;
        let mut new = visit(0);
        new.activity.texts = ActivityTexts {
            item: Some("'); drop table activities; --".into()),
            value: Some(r#"{"a": "\"\\"}"#.into()),
            url: Some("https://x.de/%00?a=$1&b={}".into()),
            referrer: Some("javascript:alert(1)".into()),
            title: Some("<script>alert('ÄÖÜ 😀')</script>".into()),
            comment: Some("=1+1\n\t\u{202E}x".into()),
            campaign: Some("$2".into()),
            utm_source: Some("?1".into()),
            utm_medium: Some(":a".into()),
            utm_content: Some("%_".into()),
            culture: Some("de-AT".into()),
        };
        let texts = new.activity.texts.clone();
        record(&db, vec![new]).await;
        assert_eq!(log(&db).await[0].activity.texts, texts);
        let found = activities::of_contact(&db, ContactId(1), ALL).await.unwrap();
        assert_eq!(found[0].texts, texts);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn folded_texts_are_stored_only_where_ascii_would_not_do() {
    on_both(async |db| {
        contact(&db, 1, "ann@x.de", None).await;
        let with_item = |index, item: &str| {
            let mut new = visit(index);
            new.activity.texts.item = Some(item.to_owned());
            new
        };
        record(&db, vec![with_item(0, "Shoes"), with_item(1, "ÄRGER")]).await;
        let sql = Sql::new("select folded from activities order by activity_id");
        let folded: Vec<(Option<String>,)> = db.fetch_all(sql).await.unwrap();
        assert_eq!(folded, [(None,), (Some(r#"{"item":"ärger"}"#.to_owned()),)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_lose_and_double_nothing_where_times_are_equal() {
    on_both(async |db| {
        contact(&db, 1, "ann@x.de", None).await;
        contact(&db, 2, "ben@x.de", None).await;
        let mut batch: Vec<NewActivity> = (0..23).map(visit).collect();
        for new in &mut batch {
            new.activity.at = NOW - [0, 5, 5, 5, 9][new.index % 5];
            new.who = Who::Contact(ContactId(1 + (new.index % 2) as i64));
            new.kind = ["page_visit", "purchase"][new.index / 2 % 2].to_owned();
        }
        record(&db, batch).await;
        for kind in [None, Some("purchase")] {
            let mut everything = log(&db).await;
            everything.retain(|one| kind.is_none_or(|kind| one.activity.kind == kind));
            let order: Vec<_> =
                everything.iter().map(|one| (one.activity.at, one.activity.activity_id)).collect();
            assert!(order.is_sorted_by(|a, b| a > b), "{order:?}");
            for limit in [1, 2, 7] {
                let (mut logged, mut own, mut after) = (Vec::new(), Vec::new(), None);
                loop {
                    let page = activities::log(&db, Page { kind, after, limit }).await.unwrap();
                    let Some(last) = page.last() else { break };
                    after = Some(Place { at: last.activity.at, activity_id: last.activity.activity_id });
                    logged.extend(page);
                }
                assert_eq!(logged, everything);
                after = None;
                loop {
                    let page = Page { kind, after, limit };
                    let page = activities::of_contact(&db, ContactId(2), page).await.unwrap();
                    let Some(last) = page.last() else { break };
                    after = Some(Place { at: last.at, activity_id: last.activity_id });
                    own.extend(page);
                }
                let expected = everything.iter().map(|one| &one.activity).filter(|one| one.contact_id == 2);
                assert_eq!(own.iter().collect::<Vec<_>>(), expected.collect::<Vec<_>>());
            }
        }
        let unknown = Page { kind: Some("no\0thing"), ..ALL };
        assert_eq!(activities::log(&db, unknown).await.unwrap(), []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_are_recorded_whole_or_not_at_all() {
    on_both(async |db| {
        contact(&db, 1, "ann@x.de", None).await;
        let batch = || (0..10_000).map(|index| keyed(index, 1, &format!("k{}", index / 2))).collect();
        let mut tx = db.begin().await.unwrap();
        assert_eq!(activities::record(&mut tx, batch(), NOW).await.unwrap().recorded, 5_000);
        drop(tx);
        assert_eq!(log(&db).await, []);
        let recorded = record(&db, batch()).await;
        assert_eq!((recorded.recorded, recorded.repeated, recorded.ids.len()), (5_000, 5_000, 5_000));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn batches_with_the_same_keys_at_once_record_each_key_once() {
    on_both(async |db| {
        for id in 1..=50 {
            contact(&db, id, &format!("a{id}@x.de"), None).await;
        }
        let batches = (0..4).map(|turn| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut batch: Vec<NewActivity> = (1..=50).map(|id| keyed(id as usize, id, "k")).collect();
                batch.rotate_left(turn * 13);
                record(&db, batch).await
            })
        });
        let mut recorded = Vec::new();
        for batch in batches.collect::<Vec<_>>() {
            recorded.push(batch.await.unwrap());
        }
        assert_eq!(recorded.iter().map(|batch| batch.recorded).sum::<i64>(), 50);
        assert_eq!(recorded.iter().map(|batch| batch.repeated).sum::<i64>(), 150);
        assert_eq!(log(&db).await.len(), 50);
    })
    .await;
}

async fn create(db: &Db, label: &str) -> Result<i64, StoreError> {
    let label = ActivityTypeLabel::parse(label).unwrap();
    let mut tx = db.begin().await?;
    let id =
        activity_types::create(&mut tx, &NewActivityType { label, manual: true, colour: "teal" }).await?;
    tx.commit().await?;
    Ok(id)
}

async fn delete_type(db: &Db, id: i64) -> bool {
    let mut tx = db.begin().await.unwrap();
    let is_deleted = activity_types::delete(&mut tx, id).await.unwrap();
    if is_deleted {
        tx.commit().await.unwrap();
    }
    is_deleted
}

#[tokio::test(flavor = "multi_thread")]
async fn types_are_made_changed_and_deleted_while_nothing_has_them() {
    on_both(async |db| {
        contact(&db, 1, "ann@x.de", None).await;
        let id = create(&db, "Trade fair").await.unwrap();
        assert!(id >= 100, "below are the built-in types");
        assert!(matches!(create(&db, "TRADE-FAIR").await, Err(StoreError::Taken)));
        let new_label = ActivityTypeLabel::parse("Messe").unwrap();
        let change = Change { label: Some(new_label), colour: Some("red"), ..Change::default() };
        for name in ["trade_fair", "purchase"] {
            assert!(change_type(&db, name, &change).await);
        }
        assert!(!change_type(&db, "nope", &change).await);
        let fair = activity_types::find(&db, "trade_fair").await.unwrap().unwrap();
        assert_eq!((fair.label.as_str(), fair.colour.as_str()), ("Messe", "red"));
        assert!(fair.enabled && fair.manual && !fair.builtin);
        let purchase = activity_types::find(&db, "purchase").await.unwrap().unwrap();
        assert_eq!((purchase.label.as_str(), purchase.colour.as_str()), ("Purchase", "red"));

        record(&db, vec![of_type(0, "trade_fair")]).await;
        assert!(!delete_type(&db, id).await);
        assert_eq!(log(&db).await.len(), 1, "the activity still has its type");
        db.execute(Sql::new("delete from activities")).await.unwrap();
        assert!(delete_type(&db, id).await);
        assert_eq!(activity_types::find(&db, "trade_fair").await.unwrap(), None);
        delete_type(&db, purchase.type_id).await;
        assert!(activity_types::find(&db, "purchase").await.unwrap().is_some(), "built-in types stay");
        assert_eq!(activity_types::find(&db, "a\0b").await.unwrap(), None);
    })
    .await;
}
