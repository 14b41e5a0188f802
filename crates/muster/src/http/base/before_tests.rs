//! Nobody overwrites unseen what another has changed meanwhile, on both databases.

use axum::http::Method;
use muster_store::testing::on_both;
use serde_json::{Value, json};

use crate::http::tests::Api;

/// A thing that is changed: how it is asked for, and where its change goes.
struct Thing {
    show: &'static str,
    change: (Method, &'static str),
    /// The values that stand there, one's own change, and another's.
    values: [Value; 3],
    /// Where the refusal says that something else stands.
    places: Vec<&'static str>,
}

fn city(points: i64) -> Value {
    let rule = json!({"field": "city", "operator": "is", "value": "Ulm"});
    json!([{"name": "Ulm", "points": points, "kind": "attribute", "rule": rule}])
}

fn group_in(city: &str) -> Value {
    json!({"combinator": "and", "rules": [{"field": "city", "operator": "is", "value": city}]})
}

fn thing(
    show: &'static str,
    change: (Method, &'static str),
    values: [Value; 3],
    places: &[&'static str],
) -> Thing {
    Thing { show, change, values, places: places.to_vec() }
}

const fn patch(path: &str) -> (Method, &str) {
    (Method::PATCH, path)
}

const fn put(path: &str) -> (Method, &str) {
    (Method::PUT, path)
}

/// What has rules.
fn ruled() -> Vec<Thing> {
    let named = |names: [&str; 3]| names.map(|name| json!({"name": name}));
    let (group, score, persona) = ("/api/v1/contact-groups/1", "/api/v1/scores/1", "/api/v1/personas/1");
    vec![
        thing(group, patch(group), named(["Leads", "Buyers", "Others"]), &["/name"]),
        thing(
            group,
            patch(group),
            [Value::Null, group_in("Ulm"), group_in("Köln")].map(|condition| json!({"condition": condition})),
            &["/condition"],
        ),
        thing(
            score,
            patch(score),
            [None, Some(5), Some(6)].map(|limit| json!({"limit": limit})),
            &["/limit"],
        ),
        thing(
            score,
            put("/api/v1/scores/1/draft"),
            [json!([]), city(1), city(2)].map(|rules| json!({"rules": rules})),
            &["/rules"],
        ),
        thing(
            "/api/v1/scores/1/notification",
            put("/api/v1/scores/1/notification"),
            [json!([]), json!(["a@x.de"]), json!(["b@x.de"])]
                .map(|emails| json!({"emails": emails, "webhook_url": null})),
            &["/emails"],
        ),
        thing(
            persona,
            patch(persona),
            ["", "Likes it", "Hates it"].map(|text| json!({"description": text})),
            &["/description"],
        ),
        thing(
            persona,
            put("/api/v1/personas/1/draft"),
            [(json!([]), 50), (city(1), 60), (city(2), 70)]
                .map(|(rules, threshold)| json!({"rules": rules, "threshold": threshold})),
            &["/rules", "/threshold"],
        ),
        thing(
            "/api/v1/personas",
            put("/api/v1/persona-order"),
            [[1, 2, 3], [2, 1, 3], [3, 1, 2]].map(|ids| json!({"ids": ids})),
            &["/ids"],
        ),
    ]
}

/// What is kept beside it.
fn kept() -> Vec<Thing> {
    let named = |names: [&str; 3]| names.map(|name| json!({"name": name}));
    let labelled = |names: [&str; 3]| names.map(|label| json!({"label": label}));
    vec![
        thing(
            "/api/v1/fields",
            patch("/api/v1/fields/size"),
            [json!(["S"]), json!(["S", "M"]), json!(["S", "L"])].map(|choices| json!({"choices": choices})),
            &["/choices"],
        ),
        thing(
            "/api/v1/fields",
            patch("/api/v1/fields/size"),
            labelled(["Size", "Girth", "Width"]),
            &["/label"],
        ),
        thing(
            "/api/v1/account-roles",
            patch("/api/v1/account-roles/1"),
            labelled(["Buyer", "Payer", "Seller"]),
            &["/label"],
        ),
        thing(
            "/api/v1/activity-types",
            patch("/api/v1/activity-types/fair"),
            ["blue", "teal", "red"].map(|colour| json!({"colour": colour})),
            &["/colour"],
        ),
        thing("/api/v1/accounts/1", patch("/api/v1/accounts/1"), named(["Acme", "Apex", "Aero"]), &["/name"]),
        thing(
            "/api/v1/inactivity-policy",
            put("/api/v1/inactivity-policy"),
            [365, 100, 200].map(|days| json!({"enabled": false, "days": days})),
            &["/days"],
        ),
        thing(
            "/api/v1/contacts/1/notes",
            patch("/api/v1/contacts/1/notes/1"),
            ["Called", "Called twice", "Wrote"].map(|text| json!({"text": text})),
            &["/text"],
        ),
    ]
}

async fn make_all(api: &Api) {
    let make = async |path: &str, body: Value| {
        api.post_json(path, None, &body).await.expect(201);
    };
    make("/api/v1/contact-groups", json!({"name": "Leads"})).await;
    make("/api/v1/scores", json!({"name": "Interest"})).await;
    for name in ["One", "Two", "Three"] {
        make("/api/v1/personas", json!({"name": name, "threshold": 50})).await;
    }
    make("/api/v1/fields", json!({"label": "Size", "kind": "choice", "choices": ["S"]})).await;
    make("/api/v1/account-roles", json!({"label": "Buyer"})).await;
    make("/api/v1/activity-types", json!({"label": "Fair", "manual": true, "colour": "blue"})).await;
    make("/api/v1/accounts", json!({"name": "Acme"})).await;
    make("/api/v1/contacts", json!({"email": "ann@x.de"})).await;
    make("/api/v1/contacts/1/notes", json!({"text": "Called"})).await;
}

fn with_before(change: &Value, before: &Value) -> Value {
    let mut body = change.clone();
    body["before"] = before.clone();
    body
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_elsewhere_is_overwritten_only_by_who_knows_it() {
    on_both(async |db| {
        let api = Api::new(db);
        make_all(&api).await;
        for Thing { show, change: (method, path), values: [first, own, other], places } in
            ruled().into_iter().chain(kept())
        {
            let send = async |body: &Value| api.call(method.clone(), path, Some(body)).await;
            let (own, before) = (&own, &first);
            let elsewhere = send(&with_before(&other, before)).await;
            assert!(elsewhere.status.is_success(), "{path}: {}", elsewhere.text());
            let stands = api.get(show).await.text();
            let late = send(&with_before(own, before)).await;
            assert_eq!(late.places(409, "changed_elsewhere"), places, "{path}");
            assert_eq!(api.get(show).await.text(), stands, "{path}: nothing is changed");
            let known = send(&with_before(own, &other)).await;
            assert!(known.status.is_success(), "{path}: {}", known.text());
            assert_ne!(api.get(show).await.text(), stands, "{path}");
            let unasked = send(&first).await;
            assert!(unasked.status.is_success(), "{path}: {}", unasked.text());
        }
    })
    .await;
}

/// Whatever is changed or replaced by a JSON body can be guarded; of a contact's role in an account there is nothing to lose.
#[test]
fn every_change_takes_what_it_was_made_upon() {
    let document: Value = serde_json::from_str(&crate::http::openapi_document().unwrap()).unwrap();
    let mut without = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for method in ["patch", "put"] {
            let schema = &operations[method]["requestBody"]["content"]["application/json"]["schema"]["$ref"];
            let Some(name) = schema.as_str().and_then(|name| name.rsplit('/').next()) else { continue };
            if document["components"]["schemas"][name]["properties"]["before"].is_null() {
                without.push(format!("{method} {path}"));
            }
        }
    }
    assert_eq!(without, ["put /api/v1/accounts/{id}/contacts/{contact_id}"]);
}
