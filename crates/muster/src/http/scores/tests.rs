//! Scores over the API, on both databases.

use axum::http::Method;
use muster_store::testing::on_both;
use serde_json::{Value, json};

use crate::http::tests::Api;

const PEOPLE: &str = "E-Mail,Vorname,Ort\nann@x.de,Ann,Köln\nben@x.de,Ben,Bonn\ncy@x.de,Cy,KÖLN\n";
const FIELDS: [&str; 3] = ["email", "first_name", "city"];

fn city(city: &str, points: i64) -> Value {
    let rule = json!({"field": "city", "operator": "is", "value": city});
    json!({"name": format!("From {city}"), "points": points, "kind": "attribute", "rule": rule})
}

fn visits(points: i64, most: i64) -> Value {
    json!({"points": points, "kind": "activity", "activity": {"type": "page_visit"}, "most": most,
        "validity": {"kind": "interval", "amount": 1, "unit": "months"}})
}

async fn visit(api: &Api, email: &str) {
    let sent = json!({"activities": [{"type": "page_visit", "email": email}]});
    api.post_json("/api/v1/activities", None, &sent).await.expect(200);
    api.follow().await;
}

async fn id(api: &Api, name: &str) -> i64 {
    let found = api.get(&format!("/api/v1/contacts?search={name}@x.de")).await.expect(200);
    found["items"][0]["id"].as_i64().unwrap()
}

async fn told(api: &Api, name: &str) -> Value {
    api.get(&format!("/api/v1/contacts/{}/points", id(api, name).await)).await.expect(200)
}

async fn points(api: &Api, name: &str) -> i64 {
    told(api, name).await["scores"][0]["points"].as_i64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_score_is_made_drafted_tried_published_and_explained() {
    on_both(async |db| {
        let api = Api::new(db);
        api.import(PEOPLE, &FIELDS, &json!({"kind": "none"})).await;
        let new = json!({"name": "Interest", "rules": [city("köln", 10), visits(5, 12)], "limit": 20});
        let score = api.post_json("/api/v1/scores", Some("k"), &new).await.expect(201);
        assert_eq!((&score["state"], &score["rule_count"]), (&json!("rebuilding"), &json!(2)));
        assert_eq!(api.post_json("/api/v1/scores", Some("k"), &new).await.expect(201)["id"], score["id"]);
        assert_eq!(api.post_json("/api/v1/scores", None, &new).await.problem(409), "score_exists");
        api.settle().await;
        assert_eq!((points(&api, "ann").await, points(&api, "ben").await), (10, 0));
        visit(&api, "ann@x.de").await;
        assert_eq!(points(&api, "ann").await, 15);
        let crossings = async || api.get("/api/v1/scores/1/crossings").await.expect(200)["items"].clone();
        assert_eq!(crossings().await, json!([]));
        visit(&api, "ann@x.de").await;
        assert_eq!(crossings().await[0]["points"], 20);
        visit(&api, "ann@x.de").await;
        assert_eq!(points(&api, "ann").await, 22, "twelve at most for visits");

        let told = told(&api, "ann").await;
        let [by_city, by_visits] = [0, 1].map(|place| told["scores"][0]["rules"][place].clone());
        assert_eq!((&by_city["earned"], &by_city["about"]["rules"][0]["holds"]), (&json!(10), &json!(true)));
        let of_visits = (&by_visits["earned"], &by_visits["times"], &by_visits["until"]);
        assert_eq!(of_visits, (&json!(12), &json!(3), &json!("2026-12-22T12:00:00Z")));

        let draft = json!({"rules": [city("bonn", 30)]});
        let kept = api.call(Method::PUT, "/api/v1/scores/1/draft", Some(&draft)).await.expect(200);
        assert_eq!(
            (&kept["has_draft"], &kept["draft"], &kept["rule_count"]),
            (&json!(true), &draft["rules"], &json!(2))
        );
        let tried = api.post_json("/api/v1/scores/1/preview", None, &draft).await.expect(200);
        let numbers = ["tried", "changed", "above", "below"].map(|name| tried[name].as_i64().unwrap());
        assert_eq!(numbers, [3, 3, 1, 1]);
        assert_eq!(points(&api, "ann").await, 22, "a draft does not count");
        api.post_json("/api/v1/scores/1/publish", None, &json!({})).await.expect(200);
        api.settle().await;
        assert_eq!((points(&api, "ann").await, points(&api, "ben").await), (0, 30));
        assert_eq!(crossings().await.as_array().unwrap().len(), 1, "nobody crosses a limit by new rules");
        assert_eq!(
            api.post_json("/api/v1/scores/1/publish", None, &json!({})).await.problem(409),
            "no_draft"
        );

        let spread = api.get("/api/v1/scores/1/distribution").await.expect(200);
        assert_eq!((&spread["contacts"], &spread["reached"]), (&json!(3), &json!(1)));
        let bars = spread["bars"].as_array().unwrap();
        assert_eq!((&bars[0]["contacts"], &bars.last().unwrap()["contacts"]), (&json!(2), &json!(1)));
        let top = api.get("/api/v1/scores/1/contacts").await.expect(200);
        assert_eq!(
            (&top["items"][0]["contact"]["email"], &top["items"][1]),
            (&json!("ben@x.de"), &Value::Null)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_is_refused_with_its_place() {
    on_both(async |db| {
        let api = Api::new(db);
        let score = |rules: Value| json!({"name": "S", "rules": rules});
        let wrong = json!([city("x", 1), {"points": 1, "kind": "activity", "activity": {"type": "nothing"}}]);
        let refused = api.post_json("/api/v1/scores", None, &score(wrong)).await;
        assert_eq!(refused.places(422, "rules_invalid"), ["/rules/1/activity"]);
        api.post_json("/api/v1/scores", None, &score(json!([city("x", 1)]))).await.expect(201);
        let rule = json!({"field": "score", "operator": "at_least", "value": {"score": 1, "points": 1}});
        let condition = json!({"combinator": "and", "rules": [rule]});
        let group = json!({"name": "Hot", "condition": condition});
        let group = api.post_json("/api/v1/contact-groups", None, &group).await.expect(201);
        let in_group = json!({"field": "group", "operator": "in_any", "value": [group["id"]]});
        let round = json!({"rules": [{"points": 1, "kind": "attribute", "rule": in_group}]});
        let refused = api.call(Method::PUT, "/api/v1/scores/1/draft", Some(&round)).await;
        assert_eq!(refused.places(422, "cycle"), ["/rules"]);
        assert_eq!(api.call(Method::DELETE, "/api/v1/scores/1", None).await.problem(409), "score_in_use");
        let shown = api.get("/api/v1/scores/1").await.expect(200);
        assert_eq!(shown["used_by"], json!([{"kind": "contact_group", "id": group["id"], "name": "Hot"}]));
        let limit = json!({"limit": 10_000_000_000_i64});
        assert_eq!(
            api.call(Method::PATCH, "/api/v1/scores/1", Some(&limit)).await.places(422, "limit_invalid"),
            ["/limit"]
        );
        assert_eq!(api.get("/api/v1/scores/9").await.problem(404), "not_found");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_score_that_is_off_stays_as_it_is_and_an_import_says_who_reached_a_limit() {
    on_both(async |db| {
        let api = Api::new(db);
        let new = json!({"name": "S", "rules": [city("köln", 10)], "limit": 10});
        api.post_json("/api/v1/scores", None, &new).await.expect(201);
        api.settle().await;
        let import = api.import(PEOPLE, &FIELDS, &json!({"kind": "none"})).await;
        assert_eq!(import["score_effects"], json!([{"score": {"id": 1, "name": "S"}, "crossed": 2}]));
        let off = json!({"enabled": false});
        api.call(Method::PATCH, "/api/v1/scores/1", Some(&off)).await.expect(200);
        let move_to = json!({"fields": {"city": "Bonn"}});
        api.call(Method::PATCH, &format!("/api/v1/contacts/{}", id(&api, "ann").await), Some(&move_to))
            .await
            .expect(200);
        assert_eq!(points(&api, "ann").await, 10);
        api.call(Method::PATCH, "/api/v1/scores/1", Some(&json!({"enabled": true, "limit": null})))
            .await
            .expect(200);
        api.settle().await;
        assert_eq!(points(&api, "ann").await, 0);
        assert_eq!(api.call(Method::DELETE, "/api/v1/scores/1", None).await.status.as_u16(), 204);
        assert_eq!(api.count("contact_scores").await + api.count("score_crossings").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_counts_all_or_says_what_a_sample_stands_for() {
    on_both(async |db| {
        let mut api = Api::new(db);
        for town in ["Bonn", "Ulm"] {
            let rows = (1..=30).map(|n| format!("{town}{n}@x.de,{town}\n")).collect::<Vec<_>>().concat();
            api.import(&format!("E-Mail,Ort\n{rows}"), &["email", "city"], &json!({"kind": "none"})).await;
        }
        // The ids of those who are left lie unevenly: what is spread is their places.
        let gone: Vec<i64> = (1..=10).chain(51..=60).collect();
        let order = json!({"selection": {"ids": gone}, "action": {"kind": "delete"}});
        api.post_json("/api/v1/mass-actions", None, &order).await.expect(201);
        api.post_json("/api/v1/scores", None, &json!({"name": "S", "limit": 10})).await.expect(201);
        api.post_json("/api/v1/personas", None, &json!({"name": "P", "threshold": 10})).await.expect(201);
        api.settle().await;
        let rules = json!({"rules": [city("Ulm", 10)]});
        let persona = json!({"rules": [city("Ulm", 10)], "threshold": 10});
        for (most, tried, estimated) in
            [(1_000, 40, false), (40, 40, false), (20, 20, true), (10, 10, true), (4, 4, true)]
        {
            api.app.tried = most;
            api.router = crate::http::router(api.app.clone());
            let told = api.post_json("/api/v1/scores/1/preview", None, &rules).await.expect(200);
            let facts = (&told["tried"], &told["contacts"], &told["estimated"]);
            assert_eq!(facts, (&json!(tried), &json!(40), &json!(estimated)), "{most}");
            let found = ["changed", "above", "below"].map(|name| told[name].as_i64().unwrap());
            assert_eq!(found, [20, 20, 0], "{most}: {told}");
            let bars = told["then"].as_array().unwrap().iter().map(|bar| bar["contacts"].as_i64().unwrap());
            assert_eq!(bars.sum::<i64>(), 40, "{most}: {told}");
            let told = api.post_json("/api/v1/personas/1/preview", None, &persona).await.expect(200);
            assert_eq!(
                (&told["changed"], &told["estimated"]),
                (&json!(20), &json!(estimated)),
                "{most}: {told}"
            );
            assert_eq!(told["items"][0]["then"], 20, "{most}: {told}");
        }
    })
    .await;
}
