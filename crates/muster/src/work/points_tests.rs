//! Scores and personas beside an oracle that is written from the words of the issue alone: random contacts, activities and rules,
//! at random times. Whatever happened, once the work is done the database has the points and personas that the oracle counts.
//!
//! `MUSTER_WORLDS` sets how many worlds are tried; twelve unless it does. Each has some 30 steps of eight contacts.

use std::sync::Arc;

use muster_domain::condition::Change;
use muster_domain::import::{Blank, Row, by_address};
use muster_domain::{ContactId, Email, Field, GroupId, GroupName, Label, Origin, PersonaId, ScoreId};
use muster_store::bulk::{Chunk, ChunkWriter, ImportContext};
use muster_store::contacts::{self, By};
use muster_store::imports::{self, NewImport};
use muster_store::testing::{Dice, on_both};
use muster_store::{Db, Sql, groups, personas, scores};
use serde_json::{Value, json};

use super::recalculate::ByHand;
use super::{Hand, settle, sweep};
use crate::clock::{Clock, timestamp};
use crate::recording::{Batch, NewActivity};

/// 2026-11-24 10:00 UTC.
const START: i64 = 1_795_514_400_000;
const DAY: i64 = 86_400_000;
const CITIES: [&str; 3] = ["Köln", "Ulm", "Brno"];
const KINDS: [(&str, i64); 2] = [("page_visit", 1), ("login", 4)];
const PEOPLE: i64 = 8;
const HOT: i64 = 30;

/// A contact as the oracle knows it.
#[derive(Debug, Clone)]
struct Person {
    city: Option<&'static str>,
    created_at: i64,
    /// Kind, time and item.
    deeds: Vec<(&'static str, i64, &'static str)>,
    /// The oracle's own notion of where the contact stood before, by score.
    points: [i64; 2],
    crossings: [i64; 2],
}

/// A rule, from which both the API's words and the oracle's sum are made.
#[derive(Debug, Clone)]
enum Rule {
    City(i64, &'static str),
    CreatedInLast(i64, i64),
    NotBrnoOrVisited(i64),
    /// In the group of those with enough points of the first score.
    Hot(i64),
    Deed {
        points: i64,
        kind: &'static str,
        item: Option<&'static str>,
        most: Option<i64>,
        /// Days after the latest deed, or `None`.
        lasts: Option<i64>,
        /// The end of this day counted from the start.
        until: Option<i64>,
        half_life: Option<i64>,
    },
}

impl Rule {
    fn random(dice: &mut Dice) -> Self {
        let points = dice.one(&[5, 10, 25, -10, 100, 7]);
        match dice.below(8) {
            7 => Self::Hot(points),
            0 => Self::City(points, dice.one(&CITIES)),
            1 => Self::CreatedInLast(points, dice.between(1, 20)),
            2 => Self::NotBrnoOrVisited(points),
            _ => Self::Deed {
                points,
                kind: dice.one(&KINDS).0,
                item: (dice.chance(3)).then_some("a"),
                most: (!dice.chance(3)).then(|| points.abs() * dice.between(1, 4) + dice.between(0, 3)),
                lasts: dice.chance(3).then(|| dice.between(1, 15)),
                until: dice.chance(5).then(|| dice.between(0, 40)),
                half_life: dice.chance(3).then(|| dice.between(1, 30)),
            },
        }
    }

    fn typed(&self) -> Value {
        let rule = |field: &str, operator: &str, value: Value| json!({"field": field, "operator": operator, "value": value});
        match self {
            Self::City(points, city) => {
                json!({"points": points, "kind": "attribute", "rule": rule("city", "is", json!(city))})
            }
            Self::CreatedInLast(points, days) => json!({"points": points, "kind": "attribute",
                "rule": rule("created_at", "in_last", json!({"amount": days, "unit": "days"}))}),
            Self::NotBrnoOrVisited(points) => json!({"points": points, "kind": "condition",
                "condition": {"combinator": "or", "rules": [rule("city", "is_not", json!("Brno")),
                    rule("activity", "done", json!({"type": "page_visit"}))]}}),
            Self::Hot(points) => {
                json!({"points": points, "kind": "attribute", "rule": rule("group", "in_any", json!([1]))})
            }
            Self::Deed { points, kind, item, most, lasts, until, half_life } => {
                let item = item.map(|item| json!({"operator": "is", "value": item}));
                // The earlier end of the two cannot be typed: a rule has one validity, and the day wins here.
                let validity = match (until, lasts) {
                    (Some(day), _) => {
                        json!({"kind": "until", "date": timestamp(START + day * DAY).to_string()[..10]})
                    }
                    (None, Some(days)) => json!({"kind": "interval", "amount": days, "unit": "days"}),
                    _ => json!({"kind": "forever"}),
                };
                json!({"points": points, "kind": "activity", "activity": {"type": kind, "item": item},
                    "most": most, "validity": validity, "half_life": half_life})
            }
        }
    }

    fn count(&self, (id, person): (i64, &Person), now: i64, hot: bool) -> i64 {
        match self {
            Self::City(points, city) => {
                if person.city == Some(city) {
                    *points
                } else {
                    0
                }
            }
            Self::CreatedInLast(points, days) => {
                if person.created_at >= now - days * DAY {
                    *points
                } else {
                    0
                }
            }
            Self::NotBrnoOrVisited(points) => {
                let visited = person.deeds.iter().any(|(kind, ..)| *kind == "page_visit");
                if person.city != Some("Brno") || visited { *points } else { 0 }
            }
            Self::Hot(points) => {
                if hot {
                    *points
                } else {
                    0
                }
            }
            Self::Deed { points, kind, item, most, lasts, until, half_life } => {
                let meant =
                    |deed: &&(&str, i64, &str)| deed.0 == *kind && item.is_none_or(|item| deed.2 == item);
                let times: Vec<i64> = person.deeds.iter().filter(meant).map(|deed| deed.1).collect();
                let Some(latest) = times.iter().max() else { return 0 };
                let end_of_day = until.map(|day| (START + day * DAY) / DAY * DAY + DAY);
                let end = end_of_day.or(lasts.map(|days| latest + days * DAY));
                if end.is_some_and(|end| now >= end) {
                    return 0;
                }
                let mut ages: Vec<f64> = times.iter().map(|at| days_counted(id, *at, now)).collect();
                ages.sort_by(f64::total_cmp);
                if most.is_none() {
                    ages.truncate(1);
                }
                let weight: f64 = match half_life {
                    Some(half_life) => {
                        ages.iter().rev().map(|age| 0.5_f64.powf(age / *half_life as f64)).sum()
                    }
                    None => ages.len() as f64,
                };
                let sum = *points as f64 * weight;
                let most = most.unwrap_or(i64::MAX) as f64;
                sum.clamp(-most, most).round() as i64
            }
        }
    }
}

/// Days from a time to the latest moment at which points of this contact are counted anew: once a day, each contact at its own
/// time of the day.
fn days_counted(id: i64, at: i64, now: i64) -> f64 {
    let own_time = id * 1_000 % DAY;
    let mut moment = now - now.rem_euclid(DAY) + own_time;
    if moment > now {
        moment -= DAY;
    }
    (moment - at).max(0) as f64 / DAY as f64
}

struct World {
    people: Vec<Person>,
    scores: [Vec<Rule>; 2],
    limits: [i64; 2],
    personas: [(i64, Vec<Rule>); 3],
    now: i64,
}

impl World {
    fn hand(&self, db: &Db) -> Hand {
        Hand { db: db.clone(), clock: Clock::Fixed(self.now), owner: "test".into() }
    }

    async fn act(&mut self, db: &Db, dice: &mut Dice) {
        self.now += 1; // a crossing is known by its time
        match dice.below(12) {
            0 | 1 if (self.people.len() as i64) < PEOPLE => self.create(db, dice).await,
            2 | 3 if !self.people.is_empty() => self.move_away(db, dice).await,
            4 => self.publish_score(db, dice).await,
            5 => self.publish_persona(db, dice).await,
            6 | 7 => self.now += dice.one(&[1, 3_600_000, DAY, 3 * DAY, 11 * DAY]),
            8 | 9 if !self.people.is_empty() => self.import(db, dice).await,
            _ if !self.people.is_empty() => self.do_something(db, dice).await,
            _ => {}
        }
    }

    async fn create(&mut self, db: &Db, dice: &mut Dice) {
        let city = (!dice.chance(4)).then(|| dice.one(&CITIES));
        let mut work = ByHand::begin(&self.hand(db)).await.unwrap();
        let values: Vec<_> =
            city.map(|city| (Field::named("city").unwrap(), Some(city.to_owned()))).into_iter().collect();
        let email = Email::parse(&format!("p{}@x.de", self.people.len() + 1)).unwrap();
        let ContactId(id) = contacts::create(&mut work.tx, &email, &values, self.now).await.unwrap();
        work.commit(&Change { created: true, ..Change::default() }, &[id]).await.unwrap();
        self.people.push(Person {
            city,
            created_at: self.now,
            deeds: Vec::new(),
            points: [0; 2],
            crossings: [0; 2],
        });
    }

    async fn move_away(&mut self, db: &Db, dice: &mut Dice) {
        let (who, city) = (dice.below(self.people.len()), dice.one(&CITIES));
        let mut work = ByHand::begin(&self.hand(db)).await.unwrap();
        let by = By { origin: Origin::User, id: None, now: self.now };
        let values = [(Field::named("city").unwrap(), Some(city.to_owned()))];
        let ids = [who as i64 + 1];
        let (fields, changed) = contacts::update(&mut work.tx, &ids, None, &values, by).await.unwrap();
        work.commit(&Change { fields, ..Change::default() }, &changed).await.unwrap();
        self.people[who].city = Some(city);
    }

    /// A file with other cities. Perhaps the rules are others by the time its contacts are looked at.
    async fn import(&mut self, db: &Db, dice: &mut Dice) {
        let mut rows = Vec::new();
        for (number, person) in (1..).zip(&mut self.people) {
            if dice.chance(2) {
                person.city = Some(dice.one(&CITIES));
                let key = format!("p{number}@x.de").into();
                rows.push(Row { number, key, values: [person.city].into_iter().collect() });
            }
        }
        import_cities(db, rows, self.now).await;
        if dice.chance(2) {
            self.publish_persona(db, dice).await;
        }
        settle(&self.hand(db)).await;
    }

    async fn do_something(&mut self, db: &Db, dice: &mut Dice) {
        let mut batch = Vec::new();
        for _ in 0..=dice.below(3) {
            let (who, (kind, _)) = (dice.below(self.people.len()), dice.one(&KINDS));
            let (at, item) = (self.now - dice.one(&[0, 1, DAY, 6 * DAY, 40 * DAY]), dice.one(&["a", "b"]));
            self.people[who].deeds.push((kind, at, item));
            batch.push(NewActivity {
                contact_id: Some(who as i64 + 1),
                kind: kind.to_owned(),
                at: Some(timestamp(at).to_string()),
                item: Some(item.to_owned()),
                ..NewActivity::default()
            });
        }
        let batch = Batch::record(&self.hand(db), batch.into_iter().map(Ok)).await.unwrap();
        let told = batch.commit().await.unwrap();
        assert_eq!(told.rejected.len(), 0, "{told:?}");
    }

    async fn publish_score(&mut self, db: &Db, dice: &mut Dice) {
        let which = dice.below(2);
        self.scores[which] = (0..=dice.below(4)).map(|_| Rule::random(dice)).collect();
        self.scores[0].retain(|rule| !matches!(rule, Rule::Hot(_))); // it would depend on itself
        let typed: Vec<Value> = self.scores[which].iter().map(Rule::typed).collect();
        let mut work = ByHand::begin(&self.hand(db)).await.unwrap();
        let rules = Value::from(typed).to_string();
        muster_store::recalculate::read_points(&rules, &work.known).unwrap();
        scores::publish(&mut work.tx, ScoreId(which as i64 + 1), &rules, self.now).await.unwrap();
        work.tx.commit().await.unwrap();
        settle(&self.hand(db)).await;
        // Nobody crosses a limit by new rules, nor by those of what they depend on.
        for (id, person) in (1..).zip(&mut self.people) {
            let first = sum(&self.scores[0], (id, person), self.now, false);
            let second = sum(&self.scores[1], (id, person), self.now, first >= HOT);
            person.points = [if which == 0 { first } else { person.points[0] }, second];
        }
    }

    async fn publish_persona(&mut self, db: &Db, dice: &mut Dice) {
        let which = dice.below(3);
        self.personas[which] =
            (dice.one(&[1, 10, 20, 50]), (0..=dice.below(3)).map(|_| Rule::random(dice)).collect());
        let (threshold, rules) = &self.personas[which];
        let typed: Vec<Value> = rules.iter().map(Rule::typed).collect();
        let mut work = ByHand::begin(&self.hand(db)).await.unwrap();
        let rules = Value::from(typed).to_string();
        let id = PersonaId(which as i64 + 1);
        personas::publish(&mut work.tx, id, (&rules, *threshold), self.now).await.unwrap();
        work.tx.commit().await.unwrap();
        settle(&self.hand(db)).await;
    }

    /// What the oracle counts, beside what the database has.
    async fn compare(&mut self, db: &Db) -> usize {
        let now = self.now;
        let points: Vec<(i64, i64, i64)> =
            db.fetch_all(Sql::new("select contact_id, score_id, points from contact_scores")).await.unwrap();
        let personas: Vec<(i64, Option<i64>)> =
            db.fetch_all(Sql::new("select contact_id, persona_id from contact_personas")).await.unwrap();
        let crossed: Vec<(i64, i64)> =
            db.fetch_all(Sql::new("select contact_id, score_id from score_crossings")).await.unwrap();
        let members: Vec<(i64,)> = db
            .fetch_all(Sql::new("select contact_id from members where group_id = 1 and reasons = 2"))
            .await
            .unwrap();
        for (id, person) in (1..).zip(&mut self.people) {
            let hot = sum(&self.scores[0], (id, person), now, false) >= HOT;
            assert_eq!(members.contains(&(id,)), hot, "contact {id} in the group: {person:?}");
            for (which, rules) in self.scores.iter().enumerate() {
                let score = which as i64 + 1;
                let found = points.iter().find(|row| (row.0, row.1) == (id, score)).map_or(0, |row| row.2);
                let told = sum(rules, (id, person), now, hot);
                assert_eq!(found, told, "contact {id}, score {score} of {rules:?} for {person:?} at {now}");
                if person.points[which] < self.limits[which] && told >= self.limits[which] {
                    person.crossings[which] += 1;
                }
                person.points[which] = told;
                let times = crossed.iter().filter(|row| **row == (id, score)).count() as i64;
                assert_eq!(
                    times, person.crossings[which],
                    "contact {id}, {person:?}: once per crossing of {score} at {now}"
                );
            }
            let mut best: Option<(f64, i64)> = None;
            for (persona, (threshold, rules)) in (1..).zip(&self.personas) {
                let ratio = sum(rules, (id, person), now, hot) as f64 / *threshold as f64;
                if ratio >= 1.0 && best.is_none_or(|(most, _)| ratio > most) {
                    best = Some((ratio, persona));
                }
            }
            let found = personas.iter().find(|row| row.0 == id).and_then(|row| row.1);
            assert_eq!(
                found,
                best.map(|best| best.1),
                "contact {id}: {person:?} by {:?} at {now}",
                self.personas
            );
        }
        self.people.len() * 3
    }
}

/// A row with a city for the first contact.
fn first_in(city: &'static str) -> Row {
    Row { number: 2, key: "p1@x.de".into(), values: [Some(city)].into_iter().collect() }
}

/// Imports cities; the contacts are still to be looked at.
async fn import_cities(db: &Db, rows: Vec<Row>, now: i64) {
    let context = context(db, now, None).await;
    write_cities(db, context, rows, now).await;
}

async fn write_cities(db: &Db, context: ImportContext, rows: Vec<Row>, now: i64) {
    let context = Arc::new(context);
    let mut writer = ChunkWriter::open(db, Arc::clone(&context), 0).await.unwrap();
    let position = rows.len() as u64;
    let chunk = Chunk { addresses: by_address(rows), told: Vec::new(), position };
    writer.write(chunk, now).await.unwrap();
    imports::finish(db, context.import_id, "test", None, now).await.unwrap();
}

/// An import of cities that has been claimed.
async fn context(db: &Db, now: i64, group: Option<GroupId>) -> ImportContext {
    let order = NewImport {
        file_id: None,
        path: Some("people.csv".into()),
        file_name: "people.csv".into(),
        file_size: 1,
        file_stamp: "1".into(),
        header: vec!["email".into(), "city".into()],
        targets: vec![Some("email".into()), Some("city".into())],
        encoding: None,
        delimiter: ',',
        blank: Blank::Keep,
        group,
    };
    let mut tx = db.begin().await.unwrap();
    let import_id = imports::create(&mut tx, &order, 1, now).await.unwrap();
    tx.commit().await.unwrap();
    assert!(imports::claim(db, import_id, "test", now).await.unwrap());
    ImportContext {
        import_id,
        owner: "test".into(),
        fields: vec![Field::named("city").unwrap()],
        blank: Blank::Keep,
        group,
        parts: 1,
        began_at: 0,
        dry_run: false,
    }
}

fn sum(rules: &[Rule], who: (i64, &Person), now: i64, hot: bool) -> i64 {
    rules.iter().map(|rule| rule.count(who, now, hot)).sum()
}

async fn world(db: &Db, dice: &mut Dice) -> World {
    let limits = [20, 60];
    let mut tx = db.begin().await.unwrap();
    for (name, limit) in ["One", "Two"].into_iter().zip(limits) {
        let id = scores::create(&mut tx, &Label::parse(name, 200).unwrap(), START).await.unwrap();
        let facts = scores::Facts { limit: Some(Some(limit)), ..scores::Facts::default() };
        scores::update(&mut tx, id, &facts).await.unwrap();
    }
    let hot = groups::create(&mut tx, &GroupName::parse("Hot").unwrap(), START).await.unwrap();
    let rule = json!({"field": "score", "operator": "at_least", "value": {"score": 1, "points": HOT}});
    let condition = json!({"combinator": "and", "rules": [rule]}).to_string();
    groups::set_condition(&mut tx, hot, Some(&condition), START).await.unwrap();
    for name in ["Fox", "Owl", "Hare"] {
        personas::create(&mut tx, &Label::parse(name, 200).unwrap(), (10, "fox"), START).await.unwrap();
    }
    tx.commit().await.unwrap();
    let personas = [(10, vec![]), (10, vec![]), (10, vec![])];
    let mut world = World { people: Vec::new(), scores: [vec![], vec![]], limits, personas, now: START };
    for _ in 0..3 {
        world.create(db, dice).await;
        world.compare(db).await;
        world.publish_score(db, dice).await;
        world.publish_persona(db, dice).await;
    }
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn points_and_personas_are_what_an_oracle_counts_at_any_time() {
    let worlds = std::env::var("MUSTER_WORLDS").ok().and_then(|text| text.parse().ok()).unwrap_or(12_u64);
    let (compared, crossed) = (std::sync::atomic::AtomicUsize::new(0), std::sync::atomic::AtomicI64::new(0));
    for seed in 1..=worlds {
        on_both(async |db| {
            let mut dice = Dice::new(seed);
            let mut world = world(&db, &mut dice).await;
            for _ in 0..30 {
                world.act(&db, &mut dice).await;
                sweep::sweep_all(&world.hand(&db)).await.unwrap();
                settle(&world.hand(&db)).await;
                let count = world.compare(&db).await;
                compared.fetch_add(count, std::sync::atomic::Ordering::Relaxed);
            }
            let crossings: i64 = world.people.iter().flat_map(|person| person.crossings).sum();
            crossed.fetch_add(crossings, std::sync::atomic::Ordering::Relaxed);
        })
        .await;
    }
    let (compared, crossed) = (compared.into_inner(), crossed.into_inner());
    assert!(
        compared > 300 * worlds as usize && crossed > worlds as i64,
        "{compared} compared, {crossed} crossed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_no_rule_notices_is_looked_at_only_by_other_rules() {
    on_both(async |db| {
        let mut world = world(&db, &mut Dice::new(1)).await;
        world.now += DAY; // behind all that the world did
        let told = async |rules: &Rule| {
            let sql = Sql::new("update scores set rules = $1 where score_id = 1");
            db.execute(sql.bind(json!([rules.typed()]).to_string())).await.unwrap();
        };
        let stored = async || -> Option<(i64,)> {
            let sql = "select points from contact_scores where score_id = 1 and contact_id = 1";
            db.fetch_optional(Sql::new(sql)).await.unwrap()
        };
        let go_to = async |city: &'static str, between: Option<Rule>| {
            import_cities(&db, vec![first_in(city)], world.now).await;
            if let Some(rules) = between {
                told(&rules).await;
            }
            settle(&world.hand(&db)).await;
            stored().await
        };
        db.execute(Sql::new("update personas set rules = '[]'")).await.unwrap();
        db.execute(Sql::new("update scores set rules = '[]'")).await.unwrap();
        told(&Rule::City(5, "Brno")).await;
        assert_eq!(go_to("Brno", None).await, Some((5,)));
        assert_eq!(go_to("Ulm", None).await, None);
        // Whoever is not looked at keeps what is wrong.
        let wrong = "insert into contact_scores (contact_id, score_id, points) values (1, 1, 99)";
        db.execute(Sql::new(wrong)).await.unwrap();
        assert_eq!(go_to("Bonn", None).await, Some((99,)));
        // As if the rules had been published, and everybody looked at, while the import's chunk was not there yet.
        assert_eq!(go_to("Ulm", Some(Rule::City(7, "Ulm"))).await, Some((7,)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_noticed_by_who_asks_for_more_than_values() {
    on_both(async |db| {
        let mut dice = Dice::new(1);
        let mut world = world(&db, &mut dice).await;
        // Where it is then, no rule asks for.
        import_cities(&db, vec![first_in("Nowhere")], world.now).await;
        settle(&world.hand(&db)).await;
        world.now += 5 * DAY;
        let make = async |name: &str, rule: Option<(&str, &str, Value)>| {
            let mut tx = db.begin().await.unwrap();
            let id = groups::create(&mut tx, &GroupName::parse(name).unwrap(), world.now).await.unwrap();
            if let Some((field, operator, value)) = rule {
                let rule = json!({"field": field, "operator": operator, "value": value});
                let condition = json!({"combinator": "and", "rules": [rule]}).to_string();
                groups::set_condition(&mut tx, id, Some(&condition), world.now).await.unwrap();
            }
            tx.commit().await.unwrap();
            id
        };
        let day = json!({"amount": 1, "unit": "days"});
        // One at a time, so that none is looked at for another's sake.
        for (asked, city) in ["changed", "updated", "met"].into_iter().zip(["A", "B", "C"]) {
            let fair = make(&format!("Fair {city}"), None).await;
            let context = context(&db, world.now, Some(fair)).await;
            let rule = match asked {
                "changed" => ("changed_at", "in_last", day.clone()),
                "updated" => ("import", "updated_by", json!(context.import_id)),
                _ => ("group", "in_any", json!([fair])),
            };
            let group = make(asked, Some(rule)).await;
            settle(&world.hand(&db)).await;
            write_cities(&db, context, vec![first_in(city)], world.now).await;
            settle(&world.hand(&db)).await;
            let sql = Sql::new("select count(*) from members where group_id = $1 and contact_id = 1");
            let (count,): (i64,) = db.fetch_optional(sql.bind(group.0)).await.unwrap().unwrap();
            assert_eq!(count, 1, "{asked}");
            db.execute(Sql::new("delete from contact_groups where group_id = $1").bind(group.0))
                .await
                .unwrap();
        }
    })
    .await;
}
