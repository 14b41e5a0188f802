//! Personas over the API, on both databases.

use axum::http::Method;
use muster_store::testing::on_both;
use serde_json::{Value, json};

use crate::http::tests::Api;

const PEOPLE: &str = "E-Mail,Vorname,Ort\nann@x.de,Ann,Köln\nben@x.de,Ben,Bonn\ncy@x.de,Cy,Ulm\n";
const FIELDS: [&str; 3] = ["email", "first_name", "city"];

fn persona(name: &str, threshold: i64, rules: &[(&str, i64)]) -> Value {
    let rules: Vec<Value> = rules.iter().map(|(city, points)| rule(city, *points)).collect();
    json!({"name": name, "threshold": threshold, "rules": rules})
}

fn rule(city: &str, points: i64) -> Value {
    let rule = json!({"field": "city", "operator": "is", "value": city});
    json!({"points": points, "kind": "attribute", "rule": rule})
}

/// The persona that a contact has.
async fn persona_of(api: &Api, name: &str) -> Option<String> {
    let found = api.get(&format!("/api/v1/contacts?search={name}@x.de")).await.expect(200);
    let told = api.get(&format!("/api/v1/contacts/{}/points", found["items"][0]["id"])).await.expect(200);
    let chosen = told["personas"].as_array().unwrap().iter().find(|one| one["chosen"] == true)?.clone();
    Some(chosen["name"].as_str().unwrap().to_owned())
}

async fn counts(api: &Api) -> Vec<i64> {
    let list = api.get("/api/v1/personas").await.expect(200);
    list["items"].as_array().unwrap().iter().map(|item| item["contacts"].as_i64().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_get_the_persona_that_they_are_most_like() {
    on_both(async |db| {
        let api = Api::new(db);
        for new in [persona("Fox", 10, &[("köln", 10), ("bonn", 20)]), persona("Owl", 5, &[("bonn", 10)])] {
            api.post_json("/api/v1/personas", None, &new).await.expect(201);
        }
        api.settle().await;
        let import = api.import(PEOPLE, &FIELDS, &json!({"kind": "none"})).await;
        let fox = json!({"persona": {"id": 1, "name": "Fox"}, "entered": 2, "left": 0});
        assert_eq!(import["persona_effects"], json!([fox, {"persona": null, "entered": 0, "left": 2}]));
        assert_eq!(counts(&api).await, [2, 0], "Ben is as like an owl, but the fox comes first");
        api.call(Method::PUT, "/api/v1/persona-order", Some(&json!({"ids": [2, 1]}))).await.expect_nothing();
        api.settle().await;
        assert_eq!(counts(&api).await, [1, 1]);
        assert_eq!(persona_of(&api, "ben").await.as_deref(), Some("Owl"));

        let draft = json!({"rules": [rule("ulm", 7)], "threshold": 7});
        let tried = api.post_json("/api/v1/personas/1/preview", None, &draft).await.expect(200);
        let shifts: Vec<_> = tried["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| (item["present"].as_i64(), item["then"].as_i64()))
            .collect();
        assert_eq!(shifts, [(Some(1), Some(1)), (Some(1), Some(1)), (Some(1), Some(1))]);
        assert_eq!(tried["changed"], 2);
        api.call(Method::PUT, "/api/v1/personas/1/draft", Some(&draft)).await.expect(200);
        api.post_json("/api/v1/personas/1/publish", None, &json!({})).await.expect(200);
        api.settle().await;
        assert_eq!(persona_of(&api, "cy").await.as_deref(), Some("Fox"));
        let shares = api.get("/api/v1/persona-shares?days=2").await.expect(200);
        assert_eq!(shares["items"][1]["contacts"], json!([1, 1]));
        assert_eq!(
            (&shares["items"][0]["contacts"], &shares["items"][0]["none"]),
            (&json!([0, 0]), &json!(0))
        );
        assert_eq!(api.call(Method::DELETE, "/api/v1/personas/2", None).await.status.as_u16(), 204);
        api.settle().await;
        assert_eq!(counts(&api).await, [1]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_a_persona_is_refused() {
    on_both(async |db| {
        let api = Api::new(db);
        let none = persona("Fox", 0, &[]);
        assert_eq!(
            api.post_json("/api/v1/personas", None, &none).await.places(422, "threshold_invalid"),
            ["/threshold"]
        );
        let mut new = persona("Fox", 10, &[("köln", 10)]);
        new["picture"] = json!("../secret");
        assert_eq!(
            api.post_json("/api/v1/personas", None, &new).await.places(422, "picture_unknown"),
            ["/picture"]
        );
        new["picture"] = json!("owl");
        api.post_json("/api/v1/personas", None, &new).await.expect(201);
        let is_fox = json!({"field": "persona", "operator": "in_any", "value": [1]});
        let round = json!({"rules": [{"points": 1, "kind": "attribute", "rule": is_fox}], "threshold": 1});
        let refused = api.call(Method::PUT, "/api/v1/personas/1/draft", Some(&round)).await;
        assert_eq!(refused.places(422, "cycle"), ["/rules"]);
        let order = json!({"ids": [1, 1]});
        let refused = api.call(Method::PUT, "/api/v1/persona-order", Some(&order)).await;
        assert_eq!(refused.places(422, "order_incomplete"), ["/ids"]);
    })
    .await;
}
