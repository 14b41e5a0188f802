//! Upkeep from inside: whatever changes, groups hold exactly those for whom their conditions are true.

use muster_domain::condition::{Change, check};
use muster_domain::{ContactId, Email, Field, GroupId, GroupName, ImportId, Label, Origin, ScoreId};
use muster_store::conditions::{Compile, known};
use muster_store::contacts::{self, By};
use muster_store::indexes::Indexes;
use muster_store::recalculate::{Late, Node, late, recalculate_beside, request_rebuild, was_ahead};
use muster_store::testing::on_both;
use muster_store::work::{self, Kind, NewWork};
use muster_store::{Beside, Db, Sql, groups, scores};
use serde_json::{Value, json};

use super::recalculate::{ByHand, finish_import};
use super::{Hand, duplicates, settle, sweep};
use crate::clock::{Clock, timestamp};
use crate::recording::{Batch, NewActivity};

/// 2026-11-24 10:00 UTC.
const NOW: i64 = 1_795_514_400_000;
const DAY: i64 = 86_400_000;

fn hand(db: &Db, now: i64) -> Hand {
    Hand { db: db.clone(), clock: Clock::Fixed(now), owner: "test".into() }
}

async fn group(db: &Db, name: &str, condition: Option<&Value>) -> GroupId {
    let mut tx = db.begin().await.unwrap();
    let id = groups::create(&mut tx, &GroupName::parse(name).unwrap(), NOW).await.unwrap();
    if let Some(condition) = condition {
        groups::set_condition(&mut tx, id, Some(&condition.to_string()), NOW).await.unwrap();
    }
    tx.commit().await.unwrap();
    id
}

fn rule(field: &str, operator: &str, value: &Value) -> Value {
    json!({"combinator": "and", "rules": [{"field": field, "operator": operator, "value": value}]})
}

async fn contact(db: &Db, email: &str, city: &str, now: i64) -> i64 {
    let mut work = ByHand::begin(&hand(db, now)).await.unwrap();
    let city = [(Field::named("city").unwrap(), Some(city.to_owned()))];
    let email = Email::parse(email).unwrap();
    let ContactId(id) = contacts::create(&mut work.tx, &email, &city, now).await.unwrap();
    work.commit(&Change { created: true, ..Change::default() }, &[id]).await.unwrap();
    id
}

async fn move_to(db: &Db, id: i64, city: Option<&str>, now: i64) {
    let mut work = ByHand::begin(&hand(db, now)).await.unwrap();
    let by = By { origin: Origin::User, id: None, now };
    let city = [(Field::named("city").unwrap(), city.map(str::to_owned))];
    let (fields, changed) = contacts::update(&mut work.tx, &[id], None, &city, by).await.unwrap();
    work.commit(&Change { fields, ..Change::default() }, &changed).await.unwrap();
}

/// Members with their reasons.
async fn members(db: &Db, group: GroupId) -> Vec<(i64, i64)> {
    let sql = Sql::new("select contact_id, reasons from members where group_id = $1 order by contact_id");
    db.fetch_all(sql.bind(group.0)).await.unwrap()
}

/// Every group with a condition has exactly those for whom it is true, at this time.
async fn expect_true_groups(db: &Db, now: i64) {
    let known = known(db).await.unwrap();
    for (id, name, typed) in groups::conditions(db).await.unwrap() {
        let condition = check(&serde_json::from_str(&typed).unwrap(), &known).unwrap();
        let compile = Compile { backend: db.backend(), now, range: None, by: Indexes::default() };
        let sql = compile.push(Sql::new("select c.contact_id from contacts c where "), &condition);
        let wanted: Vec<(i64,)> = db.fetch_all(sql.push(" order by 1")).await.unwrap();
        let sql = Sql::new(
            "select contact_id from members where group_id = $1 and reasons & 2 <> 0 order by contact_id",
        );
        let found: Vec<(i64,)> = db.fetch_all(sql.bind(id)).await.unwrap();
        assert_eq!(found, wanted, "{name}: {typed}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_condition_is_built_in_the_background_and_another_rebuilt() {
    on_both(async |db| {
        let (ann, ben) =
            (contact(&db, "ann@x.de", "Köln", NOW).await, contact(&db, "ben@x.de", "Bonn", NOW).await);
        let id = group(&db, "Köln", Some(&rule("city", "is", &json!("KÖLN")))).await;
        assert_eq!(groups::find(&db, id).await.unwrap().unwrap().state, "rebuilding");
        settle(&hand(&db, NOW)).await;
        let built = groups::find(&db, id).await.unwrap().unwrap();
        assert_eq!((built.state.as_str(), built.members), ("ready", 1));
        assert_eq!(members(&db, id).await, [(ann, 2)]);

        let mut tx = db.begin().await.unwrap();
        let bonn = rule("city", "is", &json!("Bonn")).to_string();
        groups::set_condition(&mut tx, id, Some(&bonn), NOW).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(members(&db, id).await, [(ann, 2)], "the old members stay until their turn");
        settle(&hand(&db, NOW)).await;
        assert_eq!(members(&db, id).await, [(ben, 2)]);
        let days = groups::growth(&db, id, "2026-11-24").await.unwrap();
        assert_eq!((days[0].entered, days[0].gone), (2, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuilding_that_cannot_be_done_leaves_the_group_ready_with_its_members() {
    on_both(async |db| {
        let ann = contact(&db, "ann@x.de", "Köln", NOW).await;
        let koeln = group(&db, "Köln", Some(&rule("city", "is", &json!("köln")))).await;
        settle(&hand(&db, NOW)).await;
        for torn in ["{", "{}"] {
            let mut tx = db.begin().await.unwrap();
            groups::set_condition(&mut tx, koeln, Some(torn), NOW).await.unwrap();
            tx.commit().await.unwrap();
            settle(&hand(&db, NOW)).await;
            assert_eq!(groups::find(&db, koeln).await.unwrap().unwrap().state, "ready", "{torn}");
            assert_eq!(members(&db, koeln).await, [(ann, 2)]);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_fails_again_and_again_is_given_up_and_says_so() {
    on_both(async |db| {
        let found = async || -> (String, i64, Option<String>) {
            let sql = "select state, attempts, failure from work_items order by work_id desc";
            db.fetch_optional(Sql::new(sql)).await.unwrap().unwrap()
        };
        contact(&db, "ann@x.de", "Köln", NOW).await;
        duplicates::request(&hand(&db, NOW)).await.unwrap();
        rename(&db, "duplicate_keys", "gone").await;
        for attempt in 1..10 {
            settle(&hand(&db, NOW + attempt * 600_000)).await;
            assert_eq!(found().await, ("running".into(), attempt, None));
        }
        settle(&hand(&db, NOW + DAY)).await;
        let (state, _, failure) = found().await;
        assert_eq!(state, "failed");
        assert!(failure.unwrap().starts_with("given up after 10 attempts: the database failed"));

        rename(&db, "gone", "duplicate_keys").await;
        duplicates::request(&hand(&db, NOW)).await.unwrap();
        db.execute(Sql::new("update work_items set attempts = 10 where state = 'queued'")).await.unwrap();
        settle(&hand(&db, NOW + DAY)).await;
        let (state, _, failure) = found().await;
        assert_eq!(state, "failed", "a process that ends in it does not try it for ever");
        assert!(failure.unwrap().contains("the program ended"));
    })
    .await;
}

async fn rename(db: &Db, table: &'static str, name: &'static str) {
    db.execute(Sql::new("alter table ").push(table).push(" rename to ").push(name)).await.unwrap();
}

async fn how_late(db: &Db, node: Node) -> Option<Late> {
    late(&mut &*db).await.unwrap().get(&node).copied()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recalculation_that_keeps_failing_is_late_until_it_is_done() {
    on_both(async |db| {
        let ann = contact(&db, "ann@x.de", "Köln", NOW).await;
        let bonn = Node::Group(group(&db, "Bonn", Some(&rule("city", "is", &json!("Bonn")))).await);
        let named = Node::Group(group(&db, "Named", Some(&rule("first_name", "is", &json!("Ann")))).await);
        settle(&hand(&db, NOW)).await;
        db.execute(Sql::new("update contacts set city = 'Bonn'")).await.unwrap();
        order_recalculation(&db, std::iter::once(ann)).await;
        assert_eq!(how_late(&db, bonn).await, None, "it only waits");
        rename(&db, "members", "gone").await;
        let (mut now, mut pauses) = (NOW, Vec::new());
        for _ in 0..150 {
            settle(&hand(&db, now)).await;
            let late = how_late(&db, bonn).await.unwrap();
            assert_eq!(late.since, NOW);
            pauses.push(late.again_at.unwrap() - now);
            now = late.again_at.unwrap() + 1;
        }
        assert_eq!(how_late(&db, named).await, None, "the city does not concern it");
        assert!(pauses.is_sorted() && pauses[0] < 10_000 && pauses[149] == 600_000, "{pauses:?}");
        rename(&db, "gone", "members").await;
        settle(&hand(&db, now)).await;
        assert_eq!(how_late(&db, bonn).await, None);
        expect_true_groups(&db, now).await;
        assert_eq!(members(&db, GroupId(bonn.id())).await, [(ann, 2)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rebuild_that_keeps_failing_is_late_and_so_is_what_depends_on_it() {
    on_both(async |db| {
        let ann = contact(&db, "ann@x.de", "Köln", NOW).await;
        let koeln = group(&db, "Köln", Some(&rule("city", "is", &json!("köln")))).await;
        let outside = group(&db, "Outside", Some(&rule("group", "in_none", &json!([koeln.0])))).await;
        settle(&hand(&db, NOW)).await;
        let mut tx = db.begin().await.unwrap();
        request_rebuild(&mut tx, Node::Group(koeln), NOW).await.unwrap();
        tx.commit().await.unwrap();
        rename(&db, "members", "gone").await;
        for attempt in 0..30 {
            settle(&hand(&db, NOW + attempt * 600_000 + attempt)).await;
        }
        assert_eq!(groups::conditions(&db).await.unwrap().len(), 2);
        for group in [koeln, outside] {
            assert_eq!(how_late(&db, Node::Group(group)).await.map(|late| late.since), Some(NOW));
        }
        rename(&db, "gone", "members").await;
        assert_eq!(groups::find(&db, koeln).await.unwrap().unwrap().state, "rebuilding");
        // Processes ended in it, again and again.
        db.execute(Sql::new("update work_items set attempts = 40, owner = 'gone'")).await.unwrap();
        settle(&hand(&db, NOW + DAY)).await;
        assert_eq!(how_late(&db, Node::Group(koeln)).await, None);
        assert_eq!((members(&db, koeln).await, members(&db, outside).await), (vec![(ann, 2)], vec![]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_recalculation_concerned_that_nobody_can_read_is_rebuilt() {
    on_both(async |db| {
        let ann = contact(&db, "ann@x.de", "Köln", NOW).await;
        let ulm = score(&db, "Ulm", None, &points_for(7, "city", "is", &json!("ULM"))).await;
        let hot = json!({"score": ulm.0, "points": 7});
        let hot = group(&db, "Hot", Some(&rule("score", "at_least", &hot))).await;
        settle(&hand(&db, NOW)).await;
        for torn in ["payload = '{'", "payload = ''"] {
            db.execute(Sql::new("delete from contact_scores")).await.unwrap();
            db.execute(Sql::new("delete from members")).await.unwrap();
            db.execute(Sql::new("update contacts set city = 'Ulm'")).await.unwrap();
            order_recalculation(&db, std::iter::once(ann)).await;
            db.execute(Sql::new("update work_items set ").push(torn)).await.unwrap();
            settle(&hand(&db, NOW)).await;
            assert_eq!(members(&db, hot).await, [(ann, 2)], "{torn}");
            expect_true_groups(&db, NOW).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_does_not_wait_for_a_recalculation_that_fails() {
    on_both(async |db| {
        let ann = contact(&db, "ann@x.de", "Köln", NOW).await;
        let koeln = group(&db, "Köln", Some(&rule("city", "is", &json!("köln")))).await;
        settle(&hand(&db, NOW)).await;
        order_recalculation(&db, std::iter::once(ann)).await;
        db.execute(Sql::new("update work_items set subject_id = 1")).await.unwrap();
        rename(&db, "members", "gone").await;
        finish_import(&hand(&db, NOW), ImportId(1)).await.unwrap();
        assert!(how_late(&db, Node::Group(koeln)).await.is_some());
        rename(&db, "gone", "members").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_that_nobody_can_read_goes_and_takes_no_list_with_it() {
    on_both(async |db| {
        let mut tx = db.begin().await.unwrap();
        let payload = "{}".to_owned();
        let new = NewWork {
            kind: Kind::MassAction,
            subject_id: None,
            payload,
            contacts: &[],
            total: None,
            due: None,
        };
        let id = work::create(&mut tx, new, NOW).await.unwrap();
        tx.commit().await.unwrap();
        settle(&hand(&db, NOW)).await;
        assert!(work::find(&db, id).await.unwrap().is_none());
    })
    .await;
}

async fn score(db: &Db, name: &str, limit: Option<i64>, rule: &Value) -> ScoreId {
    let mut tx = db.begin().await.unwrap();
    let id = scores::create(&mut tx, &Label::parse(name, 20).unwrap(), NOW).await.unwrap();
    let facts = scores::Facts { limit: Some(limit), ..scores::Facts::default() };
    scores::update(&mut tx, id, &facts).await.unwrap();
    scores::publish(&mut tx, id, &json!([rule]).to_string(), NOW).await.unwrap();
    tx.commit().await.unwrap();
    id
}

fn points_for(points: i64, field: &str, operator: &str, value: &Value) -> Value {
    json!({"points": points, "kind": "attribute", "rule": {"field": field, "operator": operator, "value": value}})
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_due_of_a_score_that_is_off_stays_and_holds_nobody_up() {
    on_both(async |db| {
        let visits = json!({"points": 5, "kind": "activity", "activity": {"type": "page_visit"},
            "validity": {"kind": "interval", "amount": 1, "unit": "days"}});
        let id = score(&db, "Visits", None, &visits).await;
        settle(&hand(&db, NOW)).await;
        let sql = "insert into contact_scores (contact_id, score_id, points, due_at) values ($1, $2, 5, $3)";
        let mut tx = db.begin().await.unwrap();
        for contact in 1..=10_000 {
            tx.execute(Sql::new(sql).bind(contact).bind(id.0).bind(NOW)).await.unwrap();
        }
        let off = scores::Facts { enabled: Some(false), ..scores::Facts::default() };
        scores::update(&mut tx, id, &off).await.unwrap();
        let known = known(&mut tx).await.unwrap();
        let count = muster_store::recalculate::follow_due(&mut tx, &known, Node::Score(id), (NOW, 100)).await;
        assert_eq!(count.unwrap(), 0, "switched off after it was found to be due");
        tx.commit().await.unwrap();
        sweep::sweep_all(&hand(&db, NOW)).await.unwrap();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_crosses_a_limit_while_what_the_score_depends_on_is_rebuilt() {
    on_both(async |db| {
        let first = score(&db, "First", None, &points_for(60, "city", "is", &json!("Ulm"))).await;
        let above = json!({"score": first.0, "points": 50});
        let second = score(&db, "Second", Some(50), &points_for(50, "score", "at_least", &above)).await;
        let ann = contact(&db, "ann@x.de", "Köln", NOW).await;
        settle(&hand(&db, NOW)).await;
        let mut tx = db.begin().await.unwrap();
        let rules = json!([points_for(60, "city", "is", &json!("Bonn"))]).to_string();
        scores::publish(&mut tx, first, &rules, NOW).await.unwrap();
        tx.commit().await.unwrap();
        move_to(&db, ann, Some("Bonn"), NOW).await;
        let points = |id: ScoreId| {
            let sql = "select points from contact_scores where contact_id = $1 and score_id = $2";
            Sql::new(sql).bind(ann).bind(id.0)
        };
        assert_eq!(db.fetch_optional::<(i64,)>(points(second)).await.unwrap(), Some((50,)));
        let crossed = Sql::new("select count(*) from score_crossings");
        assert_eq!(db.fetch_optional::<(i64,)>(crossed.clone()).await.unwrap(), Some((0,)));
        settle(&hand(&db, NOW)).await;
        move_to(&db, ann, None, NOW).await;
        move_to(&db, ann, Some("Bonn"), NOW).await;
        assert_eq!(db.fetch_optional::<(i64,)>(crossed).await.unwrap(), Some((1,)), "now it is the contact");
    })
    .await;
}

/// Records that the city of some contacts changed, as an import does.
async fn order_recalculation(db: &Db, contacts: impl Iterator<Item = i64>) {
    let change = Change { fields: ["city".to_owned()].into(), ..Change::default() };
    let payload = serde_json::to_string(&change).unwrap();
    let contacts: Vec<ContactId> = contacts.map(ContactId).collect();
    let new = NewWork {
        kind: Kind::Recalculate,
        subject_id: None,
        payload,
        contacts: &contacts,
        total: None,
        due: None,
    };
    let mut tx = db.begin().await.unwrap();
    work::create(&mut tx, new, NOW).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_contacts_those_are_looked_at_that_changed_and_each_of_them() {
    const ALL: i64 = 10_000; // some slices
    on_both(async |db| {
        let sql = Sql::new("with recursive s(n) as (select 1 union all select n + 1 from s where n < ");
        let sql = sql.push_value(ALL).push(
            ") insert into contacts (contact_id, email, city, created_at, changed_at)
                select n, 'p' || n || '@x.de', case n % 4 when 0 then 'Ulm' end, 1, 1 from s",
        );
        db.execute(sql).await.unwrap();
        let ulm = score(&db, "Ulm", None, &points_for(7, "city", "is", &json!("ULM"))).await;
        let above = json!({"score": ulm.0, "points": 7});
        let hot = group(&db, "Hot", Some(&rule("score", "at_least", &above))).await;
        let expect = async |wanted: &dyn Fn(i64) -> bool| {
            let sql = Sql::new("select contact_id from contact_scores where points = 7 order by contact_id");
            let with_points: Vec<(i64,)> = db.fetch_all(sql).await.unwrap();
            assert!(with_points.into_iter().map(|(id,)| id).eq((1..=ALL).filter(|id| wanted(*id))));
            let members = members(&db, hot).await;
            assert!(members.into_iter().eq((1..=ALL).filter(|id| wanted(*id)).map(|id| (id, 2))));
        };
        settle(&hand(&db, NOW)).await;
        expect(&|id| id % 4 == 0).await;

        // Nearly all of them, and then few; the others have moved too, but are not asked about.
        let sql = "update contacts set city = case contact_id % 4 when 1 then 'Ulm' end";
        db.execute(Sql::new(sql)).await.unwrap();
        order_recalculation(&db, (1..=ALL).filter(|id| id % 10 != 0)).await;
        settle(&hand(&db, NOW)).await;
        expect(&|id| id % 4 == 1 || id % 20 == 0).await;
        order_recalculation(&db, (1..=ALL).filter(|id| id % 40 == 0)).await;
        settle(&hand(&db, NOW)).await;
        expect(&|id| id % 4 == 1 || id % 40 == 20).await;
    })
    .await;
}

/// How often the lock of recalculations was taken, of which one holder has the writer at a time.
async fn times_locked(db: &Db) -> i64 {
    let sql = Sql::new("select next from counters where name = 'recalculation'");
    db.fetch_optional::<(i64,)>(sql).await.unwrap().unwrap().0
}

#[tokio::test(flavor = "multi_thread")]
async fn upkeep_of_many_contacts_takes_many_transactions() {
    const ALL: i64 = 10_000;
    on_both(async |db| {
        let sql = Sql::new("with recursive s(n) as (select 1 union all select n + 1 from s where n < ");
        let sql = sql.push_value(ALL).push(
            ") insert into contacts (contact_id, email, city, created_at, changed_at)
                select n, 'p' || n || '@x.de', case n % 4 when 0 then 'Ulm' end, ",
        );
        db.execute(sql.push_value(NOW).push(", 1 from s")).await.unwrap();
        let settled = async |what: &str| {
            let before = times_locked(&db).await;
            settle(&hand(&db, NOW)).await;
            let steps = times_locked(&db).await - before;
            assert!(steps >= 4, "{what} of {ALL} contacts took {steps} transactions");
        };
        let fresh = rule("created_at", "in_last", &json!({"amount": 7, "unit": "days"}));
        let fresh = group(&db, "Fresh", Some(&fresh)).await;
        settled("the rebuild of a group").await;
        score(&db, "Ulm", None, &points_for(7, "city", "is", &json!("ULM"))).await;
        settled("the rebuild of a score").await;
        order_recalculation(&db, 1..=ALL).await;
        settled("a recalculation").await;
        duplicates::request(&hand(&db, NOW)).await.unwrap();
        settled("a search for duplicates").await;
        let before = times_locked(&db).await;
        sweep::sweep_all(&hand(&db, NOW + 8 * DAY)).await.unwrap();
        assert!(times_locked(&db).await - before >= 4, "a sweep");
        assert_eq!(members(&db, fresh).await, []);
        let sql = "update inactivity_policy set enabled = 1, days = 1";
        db.execute(Sql::new(sql)).await.unwrap();
        db.execute(Sql::new("update contacts set created_at = 1")).await.unwrap();
        settled("a deletion of the inactive").await;
        assert_eq!(contacts::newest(&db).await.unwrap(), ContactId(0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_beside_a_transaction_does_not_wait_for_those_who_wait_for_it() {
    on_both(async |db| {
        let ann = [contact(&db, "ann@x.de", "Ulm", NOW).await];
        score(&db, "Ulm", None, &points_for(7, "city", "is", &json!("ULM"))).await;
        settle(&hand(&db, NOW)).await;
        let beside = Beside::open(&db).unwrap();
        let ByHand { mut tx, known, now } = ByHand::begin(&hand(&db, NOW)).await.unwrap();
        let waiting: Vec<_> = (0..20)
            .map(|_| {
                let hand = hand(&db, NOW);
                tokio::spawn(async move {
                    ByHand::begin(&hand).await.unwrap().commit(&Change::default(), &[]).await
                })
            })
            .collect();
        tokio::time::sleep(std::time::Duration::from_millis(200)).await; // until they hold what there is
        let change = Change { created: true, ..Change::default() };
        let done = recalculate_beside((&mut tx, Some(&beside)), &known, &ann, &change, now);
        tokio::time::timeout(std::time::Duration::from_secs(20), done).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        for waiting in waiting {
            waiting.await.unwrap().unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_moves_a_contact_through_groups_of_groups_at_once() {
    on_both(async |db| {
        let ann = contact(&db, "ann@x.de", "Köln", NOW).await;
        let koeln = group(&db, "Köln", Some(&rule("city", "is", &json!("köln")))).await;
        let in_it = group(&db, "In it", Some(&rule("group", "in_any", &json!([koeln.0])))).await;
        let out_of_it = group(&db, "Out of it", Some(&rule("group", "in_none", &json!([in_it.0])))).await;
        settle(&hand(&db, NOW)).await;
        assert_eq!((members(&db, in_it).await, members(&db, out_of_it).await), (vec![(ann, 2)], vec![]));
        move_to(&db, ann, Some("Bonn"), NOW).await;
        assert_eq!((members(&db, in_it).await, members(&db, out_of_it).await), (vec![], vec![(ann, 2)]));
        let ben = contact(&db, "ben@x.de", "KÖLN", NOW).await;
        assert_eq!(members(&db, in_it).await, [(ben, 2)]);
        expect_true_groups(&db, NOW).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn reasons_are_independent_and_an_exclusion_wins() {
    on_both(async |db| {
        let ann = contact(&db, "ann@x.de", "Köln", NOW).await;
        let koeln = group(&db, "Köln", Some(&rule("city", "is", &json!("köln")))).await;
        let user = group(&db, "User", Some(&rule("group", "in_any", &json!([koeln.0])))).await;
        settle(&hand(&db, NOW)).await;
        let by_hand = async |deed: &str| {
            let mut work = ByHand::begin(&hand(&db, NOW)).await.unwrap();
            let ByHand { tx, known, now } = &mut work;
            match deed {
                "add" => groups::add(tx, known, koeln, &[ann], *now).await.unwrap(),
                "remove" => groups::remove(tx, known, koeln, &[ann], *now).await.unwrap(),
                "exclude" => groups::exclude(tx, known, koeln, &[ann], *now).await.unwrap(),
                _ => groups::let_in(tx, known, koeln, &[ann], *now).await.unwrap(),
            };
            work.commit(&Change::default(), &[]).await.unwrap();
        };
        by_hand("add").await;
        assert_eq!(members(&db, koeln).await, [(ann, 3)]);
        move_to(&db, ann, Some("Bonn"), NOW).await;
        assert_eq!(members(&db, koeln).await, [(ann, 1)], "a condition never removes who was added by hand");
        by_hand("exclude").await;
        assert_eq!((members(&db, koeln).await, members(&db, user).await), (vec![(ann, 17)], vec![]));
        assert_eq!(groups::find(&db, koeln).await.unwrap().unwrap().members, 0);
        move_to(&db, ann, Some("Köln"), NOW).await;
        assert_eq!(members(&db, koeln).await, [(ann, 19)], "still out, though the condition holds");
        by_hand("let in").await;
        assert_eq!(members(&db, user).await, [(ann, 2)]);
        by_hand("remove").await;
        assert_eq!(members(&db, koeln).await, [(ann, 2)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn passing_time_moves_whom_it_concerns_and_nobody_else() {
    on_both(async |db| {
        let week = json!({"amount": 7, "unit": "days"});
        let old = contact(&db, "old@x.de", "Köln", NOW - 6 * DAY).await;
        let new = contact(&db, "new@x.de", "Köln", NOW).await;
        let fresh = group(&db, "Fresh", Some(&rule("created_at", "in_last", &week))).await;
        let stale = group(&db, "Stale", Some(&rule("group", "in_none", &json!([fresh.0])))).await;
        settle(&hand(&db, NOW)).await;
        assert_eq!(members(&db, fresh).await, [(old, 2), (new, 2)]);
        sweep::sweep_all(&hand(&db, NOW + DAY)).await.unwrap();
        assert_eq!(members(&db, fresh).await.len(), 2, "exactly seven days are still within");
        sweep::sweep_all(&hand(&db, NOW + DAY + 1)).await.unwrap();
        assert_eq!((members(&db, fresh).await, members(&db, stale).await), (vec![(new, 2)], vec![(old, 2)]));
        sweep::sweep_all(&hand(&db, NOW + 400 * DAY)).await.unwrap();
        assert_eq!(members(&db, fresh).await, []);
        expect_true_groups(&db, NOW + 400 * DAY).await;
    })
    .await;
}

/// Points of a score.
async fn points(db: &Db, id: ScoreId) -> Vec<(i64, i64)> {
    let sql = "select contact_id, points from contact_scores where score_id = $1 and points <> 0 order by 1";
    db.fetch_all(Sql::new(sql).bind(id.0)).await.unwrap()
}

async fn visit(db: &Db, contact: i64, at: i64) {
    let visit = NewActivity {
        contact_id: Some(contact),
        kind: "page_visit".to_owned(),
        at: Some(timestamp(at).to_string()),
        ..NewActivity::default()
    };
    let batch = Batch::record(&hand(db, at), std::iter::once(Ok(visit))).await.unwrap();
    batch.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_clock_that_was_ahead_has_done_is_put_right() {
    on_both(async |db| {
        let old = contact(&db, "old@x.de", "Köln", NOW - 6 * DAY - DAY / 2).await;
        let new = contact(&db, "new@x.de", "Köln", NOW - 60_000).await;
        let fresh =
            group(&db, "Fresh", Some(&rule("created_at", "in_last", &json!({"amount": 7, "unit": "days"}))))
                .await;
        let stale = group(&db, "Stale", Some(&rule("group", "in_none", &json!([fresh.0])))).await;
        let visits = json!({"points": 5, "kind": "activity", "activity": {"type": "page_visit"},
            "validity": {"kind": "interval", "amount": 1, "unit": "days"}});
        let visits = score(&db, "Visits", None, &visits).await;
        visit(&db, old, NOW - 60_000).await;
        settle(&hand(&db, NOW)).await;
        let right = async || {
            expect_true_groups(&db, NOW + 20_000).await;
            assert_eq!(
                (members(&db, fresh).await, points(&db, visits).await),
                (vec![(old, 2), (new, 2)], vec![(old, 5)])
            );
        };
        right().await;
        // A sweep a day ahead, and then a person's edit a day ahead without one.
        for ahead in [true, false] {
            if ahead {
                sweep::sweep_all(&hand(&db, NOW + DAY)).await.unwrap();
            }
            move_to(&db, old, Some(if ahead { "Bonn" } else { "Ulm" }), NOW + DAY).await;
            let mut work = ByHand::begin(&hand(&db, NOW + DAY)).await.unwrap();
            let everything = Change { created: true, ..Change::default() };
            let ByHand { tx, known, now } = &mut work;
            muster_store::recalculate::recalculate(tx, known, &[old, new], &everything, *now).await.unwrap();
            work.tx.commit().await.unwrap();
            assert_eq!((members(&db, stale).await, points(&db, visits).await), (vec![(old, 2)], vec![]));
            for now in [NOW, NOW + 20_000] {
                sweep::sweep_all(&hand(&db, now)).await.unwrap();
                settle(&hand(&db, now)).await;
                right().await;
            }
        }
        sweep::sweep_all(&hand(&db, NOW + DAY)).await.unwrap();
        assert_eq!((members(&db, stale).await, points(&db, visits).await), (vec![(old, 2)], vec![]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_a_moment_behind_rebuilds_nothing() {
    on_both(async |db| {
        group(&db, "Fresh", Some(&rule("created_at", "in_last", &json!({"amount": 7, "unit": "days"}))))
            .await;
        settle(&hand(&db, NOW)).await;
        contact(&db, "ann@x.de", "Köln", NOW + 40_000).await;
        assert!(!was_ahead(&db, NOW).await.unwrap());
        assert!(was_ahead(&db, NOW - 60 * 60 * 1000).await.unwrap());
        let id =
            group(&db, "New", Some(&rule("created_at", "in_last", &json!({"amount": 7, "unit": "days"}))))
                .await;
        sweep::sweep_all(&hand(&db, NOW - 60 * 60 * 1000)).await.unwrap();
        assert!(
            was_ahead(&db, NOW - 60 * 60 * 1000).await.unwrap(),
            "later, for group {id:?} is being rebuilt"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_group_that_cannot_be_swept_does_not_hold_up_another() {
    on_both(async |db| {
        let old = contact(&db, "old@x.de", "Köln", NOW - 6 * DAY).await;
        let week = json!({"amount": 7, "unit": "days"});
        let visited = json!({"type": "page_visit", "when": {"operator": "in_last", "value": week.clone()}});
        group(&db, "Broken", Some(&rule("activity", "done", &visited))).await;
        let fresh = group(&db, "Fresh", Some(&rule("created_at", "in_last", &week))).await;
        settle(&hand(&db, NOW)).await;
        assert_eq!(members(&db, fresh).await, [(old, 2)]);
        rename(&db, "activities", "gone").await;
        assert!(sweep::sweep_all(&hand(&db, NOW + 2 * DAY)).await.is_err());
        assert_eq!(members(&db, fresh).await, []);
        rename(&db, "gone", "activities").await;
    })
    .await;
}

/// Random deeds in random order; after each, all groups are true.
#[tokio::test(flavor = "multi_thread")]
async fn after_any_sequence_of_changes_all_groups_are_true() {
    on_both(async |db| {
        let cities = ["Köln", "KÖLN", "Bonn", "'; --", "%"];
        let a = group(&db, "A", Some(&rule("city", "contains", &json!("ö")))).await;
        let b = group(&db, "B", None).await;
        let nested = json!({"combinator": "or", "rules": [
            {"combinator": "and", "not": true, "rules": [{"field": "group", "operator": "in_any", "value": [a.0]}]},
            {"field": "group", "operator": "in_all", "value": [a.0, b.0]},
        ]});
        group(&db, "C", Some(&nested)).await;
        group(&db, "D", Some(&rule("changed_at", "in_last", &json!({"amount": 3, "unit": "hours"})))).await;
        let (mut ids, mut now, mut dice) = (Vec::new(), NOW, 7u64);
        let mut at = |of: usize| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) as usize % of
        };
        settle(&hand(&db, now)).await;
        for step in 0..60 {
            now += 20 * 60_000;
            match at(5) {
                0 | 1 => ids.push(contact(&db, &format!("p{step}@x.de"), cities[at(5)], now).await),
                2 if !ids.is_empty() => {
                    let city = (at(6) < 5).then(|| cities[at(5)]);
                    move_to(&db, ids[at(ids.len())], city, now).await;
                }
                3 if !ids.is_empty() => {
                    let mut work = ByHand::begin(&hand(&db, now)).await.unwrap();
                    let ByHand { tx, known, .. } = &mut work;
                    let one = [ids[at(ids.len())]];
                    if at(2) == 0 {
                        groups::add(tx, known, b, &one, now).await.unwrap();
                    } else {
                        groups::exclude(tx, known, a, &one, now).await.unwrap();
                    }
                    work.commit(&Change::default(), &[]).await.unwrap();
                }
                _ => {}
            }
            sweep::sweep_all(&hand(&db, now)).await.unwrap();
            expect_true_groups(&db, now).await;
        }
        assert!(ids.len() > 15);
    })
    .await;
}
