//! What the API does not know it refuses with its name: every operation of its own document is tried.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{Method, header};
use muster_store::testing::on_both;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::caller::Actor;
use super::permission::Permission;
use crate::http::tests::{Answer, Api, request};

/// Every operation of the document: its method, its path with an id in each variable part, and itself.
fn operations() -> Vec<(Method, String, Value)> {
    let document: Value = serde_json::from_str(&crate::http::openapi_document().unwrap()).unwrap();
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let method = method.to_uppercase().parse().unwrap();
            let path = path.split('/').map(|part| if part.starts_with('{') { "1" } else { part });
            operations.push((method, path.collect::<Vec<_>>().join("/"), operation.clone()));
        }
    }
    assert!(operations.len() > 100, "the document was found");
    operations
}

fn has_json_body(operation: &Value) -> bool {
    !operation["requestBody"]["content"]["application/json"].is_null()
}

async fn send(api: &Api, method: &Method, path: &str, body: &Value) -> Answer {
    let request = request(method.clone(), path).header(header::CONTENT_TYPE, "application/json");
    api.send(request.body(Body::from(body.to_string())).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_refuses_query_parameters_that_it_does_not_have() {
    on_both(async |db| {
        let api = Api::new(db);
        for (method, path, operation) in operations() {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let known =
                parameters.filter(|one| one["in"] == "query").map(|one| one["name"].as_str().unwrap());
            let known: Vec<String> = known.map(|name| format!("{name}=1&")).collect();
            let answer = send(&api, &method, &format!("{path}?{}zzz%20=1", known.concat()), &json!({})).await;
            assert_eq!(answer.kind, "application/problem+json", "{method} {path}: {}", answer.text());
            let problem = answer.expect(400);
            assert_eq!(problem["code"], "query_unknown", "{method} {path}: {problem}");
            assert!(problem["detail"].as_str().unwrap().contains("\"zzz \""), "{method} {path}: {problem}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_refuses_keys_and_lists_that_its_body_does_not_have() {
    on_both(async |db| {
        let api = Api::new(db);
        let with_body = operations().into_iter().filter(|(_, _, operation)| has_json_body(operation));
        for (method, path, _) in with_body.filter(|(_, path, _)| path != "/api/v1/track") {
            let refused = send(&api, &method, &path, &json!({"zzz": 1})).await;
            assert_eq!(refused.places(422, "body_invalid"), ["/zzz"], "{method} {path}");
            let refused = send(&api, &method, &path, &json!([1, null])).await;
            assert_eq!(refused.places(422, "body_invalid"), [""], "{method} {path}");
            let refused = api.send(request(method.clone(), &path).body(Body::from("{}")).unwrap()).await;
            assert_eq!(refused.problem(415), "body_invalid", "{method} {path}");
            let broken = request(method.clone(), &path).header(header::CONTENT_TYPE, "application/json");
            assert_eq!(api.send(broken.body("{".into()).unwrap()).await.problem(400), "body_invalid");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_and_lists_are_refused_at_every_depth_with_the_place() {
    on_both(async |db| {
        let api = Api::new(db);
        for (path, body, place) in [
            ("mass-actions", json!({"selection": {"idz": [1]}, "action": {"kind": "delete"}}), "/selection/idz"),
            ("mass-actions", json!({"selection": [], "action": {"kind": "delete"}}), "/selection"),
            ("mass-actions", json!({"selection": {}, "action": {"kind": "delete", "x": 1}}), "/action/x"),
            ("mass-actions", json!({"selection": {}, "action": ["delete"]}), "/action"),
            ("mass-actions", json!({"selection": {}, "action": {"kind": "export", "format": "csv", "coloumns": []}}), "/action/coloumns"),
            ("imports", json!({"file_id": 1, "mapping": [], "blank": "keep", "segment": {"kind": "none", "name": "x"}}), "/segment/name"),
            ("imports", json!({"file_id": 1, "mapping": [], "blank": "keep", "segment": ["none"]}), "/segment"),
            ("contacts", json!({"email": "a@x.de", "fields": []}), "/fields"),
            ("fields", json!({"label": 5, "kind": "text"}), "/label"),
            ("fields", json!({"label": "a", "kind": "choice", "choices": ["a", 1]}), "/choices/1"),
        ] {
            let refused = api.post_json(&format!("/api/v1/{path}"), None, &body).await;
            assert_eq!(refused.places(422, "body_invalid"), [place], "{body}");
        }
        let doubled = request(Method::POST, "/api/v1/fields").header(header::CONTENT_TYPE, "application/json");
        let doubled = doubled.body(r#"{"label": "a", "label": "b", "kind": "text"}"#.into()).unwrap();
        assert_eq!(api.send(doubled).await.problem(422), "body_invalid", "one key twice");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_refuse_keys_that_nobody_knows_wherever_rules_are_sent() {
    on_both(async |db| {
        let api = Api::new(db);
        let visit = json!({"type": "page_visit", "utm_source": {"operator": "is", "value": "zzz"}});
        let rule = json!({"field": "activity", "operator": "done", "value": visit});
        let condition = json!({"combinator": "and", "rules": [rule]});
        let place = "/rules/0/value/utm_source";
        let group = json!({"name": "G", "condition": condition});
        let trial = json!({"condition": condition});
        for (path, body, place) in [
            ("contact-groups", &group, format!("/condition{place}")),
            ("conditions/preview", &trial, place.to_owned()),
        ] {
            let refused = api.post_json(&format!("/api/v1/{path}"), None, body).await;
            assert_eq!(refused.places(422, "condition_invalid"), [place], "{path}");
        }
        let listed = format!("/api/v1/contacts?condition={}", encoded(&condition.to_string()));
        assert_eq!(api.get(&listed).await.places(422, "condition_invalid"), [place]);
        let order =
            json!({"selection": {"condition": condition}, "action": {"kind": "export", "format": "csv"}});
        let refused = api.post_json("/api/v1/mass-actions", None, &order).await;
        assert_eq!(refused.places(422, "condition_invalid"), [place]);

        let activity = |extra: &str, value: Value| {
            let mut rule = json!({"points": 5, "kind": "activity", "activity": {"type": "page_visit"}});
            rule[extra] = value;
            rule
        };
        for (rule, place) in [
            (json!({"points": 5, "kind": "activity", "activity": visit}), "/rules/0/activity/utm_source"),
            (
                json!({"points": 5, "kind": "condition", "condition": condition}),
                "/rules/0/condition/rules/0/value/utm_source",
            ),
            (json!({"points": 5, "kind": "attribute", "rule": rule}), "/rules/0/rule/value/utm_source"),
            (activity("halflife", json!(5)), "/rules/0/halflife"),
            (activity("validity", json!({"kind": "forever", "untill": 1})), "/rules/0/validity/untill"),
            (activity("condition", json!({"combinator": "and", "rules": []})), "/rules/0/condition"),
        ] {
            let score = json!({"name": "S", "rules": [rule]});
            let refused = api.post_json("/api/v1/scores", None, &score).await;
            assert_eq!(refused.places(422, "rules_invalid"), [place], "{score}");
            let persona = json!({"name": "P", "threshold": 5, "rules": [rule]});
            let refused = api.post_json("/api/v1/personas", None, &persona).await;
            assert_eq!(refused.places(422, "rules_invalid"), [place], "{persona}");
        }
        let fine = json!({"name": "S", "rules": [activity("condition", Value::Null)]});
        api.post_json("/api/v1/scores", None, &fine).await.expect(201);
    })
    .await;
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat()
}

/// A base in which every list has what its path names.
async fn base(db: muster_store::Db) -> Api {
    let api = Api::new(db);
    let group = json!({"kind": "new_group", "name": "G"});
    api.import("E-Mail\na@x.de\n", &["email"], &group).await;
    for (path, body) in [("accounts", json!({"name": "A"})), ("scores", json!({"name": "S"}))] {
        api.post_json(&format!("/api/v1/{path}"), None, &body).await.expect(201);
    }
    api
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_refuses_a_place_and_a_length_that_cannot_be() {
    on_both(async |db| {
        let api = base(db).await;
        let mut lists = 0;
        for (method, path, operation) in operations() {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let names: Vec<&str> = parameters.filter_map(|one| one["name"].as_str()).collect();
            let wrong = [
                "limit=-1",
                "limit=0",
                "limit=abc",
                "limit=1.5",
                "limit=",
                "limit=99999999999999999999",
                "after=garbage",
                "after=%00",
                "after=-5",
                "days=0",
                "days=731",
                "days=x",
            ];
            for wrong in wrong.into_iter().filter(|wrong| names.contains(&wrong.split('=').next().unwrap())) {
                if path.contains("inactivity") && wrong != "days=x" {
                    continue; // has bounds of its own, and says them with 422
                }
                lists += 1;
                let problem = send(&api, &method, &format!("{path}?{wrong}"), &json!({})).await.expect(400);
                let name = wrong.split('=').next().unwrap();
                let detail = problem["detail"].as_str().unwrap().to_lowercase();
                assert!(detail.contains(name), "{path}?{wrong}: {problem}");
            }
        }
        assert!(lists > 100, "{lists}");
        for after in ["garbage", "5", "~", "x~1", "-5~", "5~abc"] {
            for sort in ["created_at", "changed_at", "-bounces", "score:1"] {
                let listed = format!("/api/v1/contacts?sort={sort}&after={after}");
                assert_eq!(api.get(&listed).await.problem(400), "query_invalid", "{listed}");
            }
        }
        api.get("/api/v1/contacts?limit=1000").await.expect(200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_of_another_form_costs_itself_and_not_the_batch() {
    on_both(async |db| {
        let api = base(db).await;
        let visit = |extra: &str, value: Value| {
            let mut visit = json!({"type": "page_visit", "email": "a@x.de"});
            visit[extra] = value;
            visit
        };
        let activities = json!([
            visit("value", json!(5)), visit("item", json!("fine")), [1, 2], "text", null,
            visit("contact_id", json!("1")), visit("at", json!({"when": 1})), {"email": "a@x.de"}, visit("title", Value::Null),
        ]);
        let told = api.post_json("/api/v1/activities", None, &json!({"activities": activities})).await.expect(200);
        assert_eq!(told["recorded"], 2, "{told}");
        let rejected: Vec<(&Value, &str)> =
            told["rejected"].as_array().unwrap().iter().map(|one| (&one["index"], one["code"].as_str().unwrap())).collect();
        let indexes: Vec<&Value> = rejected.iter().map(|(index, _)| *index).collect();
        assert_eq!(json!(indexes), json!([0, 2, 3, 4, 5, 6, 7]));
        assert!(rejected.iter().all(|(_, code)| *code == "activity_unreadable"), "{told}");
        assert!(told["rejected"][0]["detail"].as_str().unwrap().contains("\"/value\""), "{told}");
        let misspelt = json!({"activities": [visit("item", json!("fine")), visit("zzz", json!("x"))]});
        let refused = api.post_json("/api/v1/activities", None, &misspelt).await;
        assert_eq!(refused.places(422, "body_invalid"), ["/activities/1/zzz"]);
        let refused = api.post_json("/api/v1/activities", None, &json!({"activities": {}})).await;
        assert_eq!(refused.places(422, "body_invalid"), ["/activities"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_example_of_a_body_has_the_form_that_is_asked_for() {
    on_both(async |db| {
        let api = base(db).await;
        for (method, path, operation) in
            operations().into_iter().filter(|(_, _, operation)| has_json_body(operation))
        {
            let example = &operation["requestBody"]["content"]["application/json"]["example"];
            assert!(example.is_object(), "{method} {path} has no example");
            let answer = send(&api, &method, &path, example).await;
            let told = answer.text();
            assert!(!matches!(answer.status.as_u16(), 400 | 415 | 500..), "{method} {path}: {told}");
            let formal = [
                "body_invalid",
                "condition_invalid",
                "rules_invalid",
                "mass_action_invalid",
                "field_invalid",
            ];
            assert!(
                formal.iter().all(|code| !told.contains(&format!("\"{code}\""))),
                "{method} {path}: {told}"
            );
        }
    })
    .await;
}

#[test]
fn every_operation_is_described_with_its_noun_its_statuses_and_an_example() {
    for (method, path, operation) in operations() {
        let place = format!("{method} {path}");
        assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{place}");
        let responses = operation["responses"].as_object().unwrap();
        for status in ["403", "500", "503"] {
            assert!(responses.contains_key(status), "{place}: {status}");
        }
        for (status, response) in responses {
            assert!(!response["description"].as_str().unwrap().is_empty(), "{place}: {status}");
            let contents = response["content"].as_object();
            if status.starts_with(['4', '5']) {
                assert!(contents.unwrap().contains_key("application/problem+json"), "{place}: {status}");
            } else if let Some(answer) = contents.and_then(|contents| contents.get("application/json")) {
                assert!(!answer["example"].is_null(), "{place}: {status}");
            }
        }
    }
    let document: Value = serde_json::from_str(&crate::http::openapi_document().unwrap()).unwrap();
    for (path, media) in [("files", "application/octet-stream"), ("inspections", "application/octet-stream")]
    {
        let content = &document["paths"][format!("/api/v1/{path}")]["post"]["requestBody"]["content"];
        assert_eq!(content[media]["schema"], json!({"type": "string", "format": "binary"}));
    }
}

#[test]
fn every_operation_says_which_permission_it_needs_and_strangers_may_only_track() {
    let mut open = Vec::new();
    for (method, path, operation) in operations() {
        match operation["x-permission"].as_str() {
            Some("none") => open.push(format!("{method} {path}")),
            word => assert!(
                Permission::ALL.iter().any(|one| Some(one.word()) == word),
                "{method} {path}: {word:?}"
            ),
        }
    }
    assert_eq!(open, ["OPTIONS /api/v1/track", "POST /api/v1/track", "GET /track.js"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_is_refused_without_the_permission_that_it_says_and_not_with_it() {
    on_both(async |db| {
        let api = Api::new(db);
        for (method, path, operation) in operations() {
            let told = |one: &Permission| operation["x-permission"] == one.word();
            let (with, without): (Vec<_>, Vec<_>) = Permission::ALL.into_iter().partition(told);
            let ask = async |permissions: Vec<Permission>| {
                let request = request(method.clone(), &path).extension(Actor::With(permissions.leak()));
                let request = request.header(header::CONTENT_TYPE, "application/json");
                api.send(request.body(Body::from("{}")).unwrap()).await
            };
            if let [needed] = with[..] {
                let refused = ask(without).await.expect(403);
                assert_eq!(refused["code"], "not_permitted", "{method} {path}");
                assert!(refused["detail"].as_str().unwrap().contains(needed.word()), "{refused}");
            }
            let answer = ask(with).await;
            assert!(!answer.text().contains("not_permitted"), "{method} {path}: {}", answer.text());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_uses_a_method_that_is_not_there_is_told_all_that_are() {
    on_both(async |db| {
        let api = Api::new(db);
        let mut methods: BTreeMap<String, Vec<Method>> = BTreeMap::new();
        for (method, path, _) in operations() {
            methods.entry(path).or_default().push(method);
        }
        for (path, methods) in methods {
            let asked = request(Method::TRACE, &path).body(Body::empty()).unwrap();
            let answer = api.router.clone().oneshot(asked).await.unwrap();
            assert_eq!(answer.status().as_u16(), 405, "{path}");
            let told = answer.headers()[header::ALLOW].to_str().unwrap();
            for method in methods {
                assert!(told.split(',').any(|one| one == method.as_str()), "{method} {path}: {told}");
            }
        }
    })
    .await;
}
