//! Contact groups over the API, on both databases.

use axum::http::Method;
use muster_store::Sql;
use muster_store::testing::on_both;
use serde_json::{Value, json};

use crate::http::tests::Api;

const PEOPLE: &str = "E-Mail,Vorname,Ort\nann@x.de,Ann,Köln\nben@x.de,Ben,Bonn\ncy@x.de,Cy,KÖLN\n";
const FIELDS: [&str; 3] = ["email", "first_name", "city"];

fn city(value: &str) -> Value {
    json!({"combinator": "and", "rules": [{"field": "city", "operator": "is", "value": value}]})
}

fn in_group(id: &Value) -> Value {
    json!({"combinator": "and", "rules": [{"field": "group", "operator": "in_any", "value": [id]}]})
}

async fn make(api: &Api, name: &str, condition: &Value) -> Value {
    let new = json!({"name": name, "condition": condition});
    api.post_json("/api/v1/contact-groups", None, &new).await.expect(201)
}

async fn members(api: &Api, id: &Value) -> Vec<String> {
    let found = api.get(&format!("/api/v1/contact-groups/{id}/members")).await.expect(200);
    let items = found["items"].as_array().unwrap().iter();
    let mut emails: Vec<String> =
        items.map(|item| item["contact"]["email"].as_str().unwrap().to_owned()).collect();
    emails.sort();
    emails
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_says_which_groups_its_contacts_entered_and_left() {
    on_both(async |db| {
        let api = Api::new(db);
        let koeln = make(&api, "Köln", &city("köln")).await;
        assert_eq!((&koeln["state"], &koeln["has_condition"]), (&json!("rebuilding"), &json!(true)));
        api.settle().await;
        let segment = json!({"kind": "new_group", "name": "Fair"});
        let import = api.import(PEOPLE, &FIELDS, &segment).await;
        let effect = |name: &str, entered: i64, left: i64| {
            let id = if name == "Fair" { 2 } else { 1 };
            json!({"group": {"id": id, "name": name}, "entered": entered, "left": left})
        };
        assert_eq!(import["effects"], json!([effect("Fair", 3, 0), effect("Köln", 2, 0)]));
        let again = "E-Mail,Vorname,Ort\nann@x.de,,Bonn\nben@x.de,,köln\ncy@x.de,,\n";
        let import = api.import(again, &FIELDS, &json!({"kind": "group", "group_id": 2})).await;
        assert_eq!(import["effects"], json!([effect("Köln", 1, 1)]), "nobody enters the group twice");
        assert_eq!(members(&api, &koeln["id"]).await, ["ben@x.de", "cy@x.de"]);
        let growth = api.get("/api/v1/contact-groups/1/growth?days=2").await.expect(200);
        let today = json!({"day": "2026-11-22", "members": 2, "entered": 3, "left": 1});
        assert_eq!(growth["items"][1], today);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_of_those_whom_an_import_leaves_unchanged_is_right_when_it_ends() {
    on_both(async |db| {
        let api = Api::new(db);
        api.import(PEOPLE, &FIELDS, &json!({"kind": "none"})).await;
        let rule = json!({"field": "import", "operator": "unchanged_by", "value": 2});
        let id = make(&api, "Left alone", &json!({"combinator": "and", "rules": [rule]})).await["id"].clone();
        let others = make(&api, "In it", &in_group(&id)).await["id"].clone();
        api.settle().await;
        assert!(members(&api, &id).await.is_empty());
        let again = "E-Mail,Vorname,Ort\nann@x.de,Ann,Bonn\nben@x.de,,\nnew@x.de,New,Ulm\n";
        let counts = api.import(again, &FIELDS, &json!({"kind": "none"})).await["counts"].clone();
        assert_eq!((&counts["updated"], &counts["unchanged"]), (&json!(1), &json!(1)));
        let path = format!("/api/v1/contact-groups/{id}");
        assert_eq!(api.get(&path).await.expect(200)["state"], "rebuilding");
        api.settle().await;
        assert_eq!(members(&api, &id).await, ["ben@x.de"]);
        assert_eq!(members(&api, &others).await, ["ben@x.de"]);
        let ben = api.get("/api/v1/contacts?search=ben@").await.expect(200)["items"][0]["id"].clone();
        let told = api.get(&format!("{path}/members/{ben}")).await.expect(200);
        assert_eq!(told["condition"]["rules"][0]["holds"], true);
        api.import(again, &FIELDS, &json!({"kind": "none"})).await;
        assert_eq!(
            api.get(&path).await.expect(200)["state"],
            "ready",
            "another import is none of its business"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn why_somebody_is_a_member_is_told_rule_by_rule() {
    on_both(async |db| {
        let api = Api::new(db);
        api.import(PEOPLE, &FIELDS, &json!({"kind": "none"})).await;
        let id = make(&api, "Köln", &city("köln")).await["id"].clone();
        api.settle().await;
        let ben = api.get("/api/v1/contacts?search=ben@").await.expect(200)["items"][0]["id"].clone();
        let member = format!("/api/v1/contact-groups/{id}/members/{ben}");
        let told = api.get(&member).await.expect(200);
        assert_eq!(
            (&told["member"], &told["condition"]["rules"][0]["holds"]),
            (&json!(false), &json!(false))
        );
        api.call(Method::PUT, &member, None).await.expect_nothing();
        let told = api.get(&member).await.expect(200);
        assert_eq!((&told["member"], &told["reasons"]), (&json!(true), &json!(["manual"])));
        let exclusion = format!("/api/v1/contact-groups/{id}/exclusions/{ben}");
        api.call(Method::PUT, &exclusion, None).await.expect_nothing();
        let told = api.get(&member).await.expect(200);
        assert_eq!((&told["member"], &told["excluded"]), (&json!(false), &json!(true)));
        let excluded = api.get(&format!("/api/v1/contact-groups/{id}/exclusions")).await.expect(200);
        assert_eq!(excluded["items"][0]["contact"]["email"], "ben@x.de");
        assert_eq!(api.get(&format!("/api/v1/contact-groups/{id}")).await.expect(200)["excluded"], 1);
        api.call(Method::DELETE, &exclusion, None).await.expect_nothing();
        api.call(Method::DELETE, &member, None).await.expect_nothing();
        assert_eq!(members(&api, &id).await, ["ann@x.de", "cy@x.de"]);
        let nobody = format!("/api/v1/contact-groups/{id}/members/999");
        assert_eq!(api.call(Method::PUT, &nobody, None).await.problem(404), "not_found");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cycles_and_the_deletion_of_what_is_used_are_refused() {
    on_both(async |db| {
        let api = Api::new(db);
        let a = make(&api, "A", &city("köln")).await["id"].clone();
        let b = make(&api, "B", &in_group(&a)).await["id"].clone();
        let c = make(&api, "C", &in_group(&b)).await["id"].clone();
        let path = |id: &Value| format!("/api/v1/contact-groups/{id}");
        let cycle = api.call(Method::PATCH, &path(&a), Some(&json!({"condition": in_group(&c)}))).await;
        assert!(cycle.text().contains("A → C → B → A"), "{}", cycle.text());
        assert_eq!(cycle.places(422, "cycle"), ["/condition"]);
        let own = api.call(Method::PATCH, &path(&a), Some(&json!({"condition": in_group(&a)}))).await;
        assert!(own.text().contains("A → A"), "{}", own.text());
        let used = api.call(Method::DELETE, &path(&b), None).await;
        assert!(used.text().contains("the contact group \\\"C\\\""), "{}", used.text());
        assert_eq!(used.problem(409), "group_in_use");
        let gone = api.call(Method::PATCH, &path(&c), Some(&json!({"condition": null}))).await.expect(200);
        assert_eq!((&gone["condition"], &gone["has_condition"]), (&Value::Null, &json!(false)));
        api.call(Method::DELETE, &path(&b), None).await.expect_nothing();
        assert_eq!(api.get(&path(&b)).await.problem(404), "not_found");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_condition_is_tried_before_it_is_used_and_errors_name_its_rules() {
    on_both(async |db| {
        let api = Api::new(db);
        api.import(PEOPLE, &FIELDS, &json!({"kind": "none"})).await;
        let found =
            api.post_json("/api/v1/conditions/preview", None, &json!({"condition": city("köln")})).await;
        let found = found.expect(200);
        assert_eq!((&found["count"], found["sample"].as_array().unwrap().len()), (&json!(2), 2));
        let wrong =
            json!({"combinator": "and", "rules": [{"field": "nope", "operator": "is", "value": "x"}]});
        let answer = api.post_json("/api/v1/conditions/preview", None, &json!({"condition": wrong})).await;
        assert_eq!(answer.places(422, "condition_invalid"), ["/rules/0/field"]);
        let new = json!({"name": "X", "condition": wrong});
        let answer = api.post_json("/api/v1/contact-groups", None, &new).await;
        assert_eq!(answer.places(422, "condition_invalid"), ["/condition/rules/0/field"]);
        assert_eq!(api.get("/api/v1/contact-groups").await.expect(200)["items"], json!([]));
        let catalogue = api.get("/api/v1/condition-catalogue").await.expect(200);
        let subjects = catalogue["subjects"].as_array().unwrap();
        assert!(subjects.iter().any(|subject| subject["name"] == "activity"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_condition_that_cannot_be_read_may_name_anything() {
    on_both(async |db| {
        let api = Api::new(db);
        let field = json!({"label": "Level", "kind": "choice", "choices": ["A", "B"]});
        api.post_json("/api/v1/fields", None, &field).await.expect(201);
        let [torn, other] = ["Torn", "Other"].map(|name| json!({"name": name}));
        let torn = api.post_json("/api/v1/contact-groups", None, &torn).await.expect(201)["id"].clone();
        let other = api.post_json("/api/v1/contact-groups", None, &other).await.expect(201)["id"].clone();
        let tear = Sql::new(
            "update contact_groups set condition = '{\"of\": \"a later program\"}' where group_id = 1",
        );
        api.app.db.execute(tear).await.unwrap();
        let path = |id: &Value| format!("/api/v1/contact-groups/{id}");
        for (method, path, body, status) in [
            (Method::DELETE, "/api/v1/fields/level", None, 409),
            (Method::PATCH, "/api/v1/fields/level", Some(json!({"choices": ["A"]})), 409),
            (Method::DELETE, &path(&other), None, 409),
            (Method::PATCH, &path(&other), Some(json!({"condition": in_group(&torn)})), 422),
        ] {
            let answer = api.call(method, path, body.as_ref()).await.expect(status);
            let detail = answer["detail"].as_str().unwrap();
            assert!(detail.contains("Torn") && detail.contains("whose rules cannot be read"), "{detail}");
        }
        api.call(Method::DELETE, &path(&torn), None).await.expect_nothing();
        api.call(Method::DELETE, "/api/v1/fields/level", None).await.expect_nothing();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_condition_that_is_no_json_concerns_its_own_group_only() {
    on_both(async |db| {
        let api = Api::new(db);
        api.import(PEOPLE, &FIELDS, &json!({"kind": "none"})).await;
        let torn = make(&api, "Torn", &city("köln")).await["id"].clone();
        let whole = make(&api, "Whole", &city("köln")).await["id"].clone();
        api.settle().await;
        let tear = Sql::new("update contact_groups set condition = '{\"combinator\": ' where group_id = 1");
        api.app.db.execute(tear).await.unwrap();
        let change = json!({"fields": {"city": "Köln"}});
        let ben = api.get("/api/v1/contacts?search=ben@").await.expect(200)["items"][0]["id"].clone();
        api.call(Method::PATCH, &format!("/api/v1/contacts/{ben}"), Some(&change)).await.expect(200);
        let import = api.import("e,f,c\nann@x.de,,Rom\n", &FIELDS, &json!({"kind": "none"})).await;
        assert_eq!(import["state"], "finished");
        assert_eq!(members(&api, &whole).await, ["ben@x.de", "cy@x.de"]);
        assert_eq!(members(&api, &torn).await, ["ann@x.de", "cy@x.de"], "they are left as they are");
        let mended = json!({"condition": city("köln")});
        api.call(Method::PATCH, &format!("/api/v1/contact-groups/{torn}"), Some(&mended)).await.expect(200);
        api.settle().await;
        assert_eq!(members(&api, &torn).await, ["ben@x.de", "cy@x.de"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_late_says_so_wherever_it_is_shown() {
    on_both(async |db| {
        let api = Api::new(db.clone());
        make(&api, "Köln", &city("köln")).await;
        let rule = json!({"points": 5, "kind": "attribute", "rule": {"field": "city", "operator": "is", "value": "köln"}});
        let score = json!({"name": "City", "rules": [rule]});
        api.post_json("/api/v1/scores", None, &score).await.expect(201);
        let persona = json!({"name": "Fox", "threshold": 5, "rules": [rule]});
        api.post_json("/api/v1/personas", None, &persona).await.expect(201);
        let told = async || {
            let mut told = Vec::new();
            for path in ["contact-groups/1", "scores/1", "personas/1", "personas"] {
                told.push(api.get(&format!("/api/v1/{path}")).await.expect(200)["late"].clone());
            }
            for path in ["contact-groups", "scores"] {
                told.push(api.get(&format!("/api/v1/{path}")).await.expect(200)["items"][0]["late"].clone());
            }
            told
        };
        api.settle().await;
        assert_eq!(told().await, [Value::Null, Value::Null, Value::Null, Value::Null, Value::Null, Value::Null]);
        let sql = "insert into work_items (work_id, kind, state, payload, attempts, created_at, lease_until)
            values (99, 'recalculate', 'running', '{\"created\": true}', 1, $1, $2)";
        let sql = Sql::new(sql).bind(crate::http::tests::NOON - 60_000).bind(crate::http::tests::NOON + 5_000);
        db.execute(sql).await.unwrap();
        let late = json!({"since": "2026-11-22T11:59:00Z", "again_at": "2026-11-22T12:00:05Z"});
        assert!(told().await.iter().all(|told| *told == late), "{:?}", told().await);
    })
    .await;
}
