//! Custom fields over the API, on both databases.

use axum::http::Method;
use muster_store::testing::on_both;
use serde_json::{Value, json};

use crate::http::tests::Api;

#[tokio::test(flavor = "multi_thread")]
async fn a_custom_field_is_used_in_import_list_condition_export_and_group() {
    on_both(async |db| {
        let api = Api::new(db);
        let new = json!({"label": "Kundenklasse", "kind": "choice", "choices": ["A", "B", "Grün"]});
        let field = api.post_json("/api/v1/fields", None, &new).await.expect(201);
        assert_eq!((&field["name"], &field["custom"]), (&json!("kundenklasse"), &json!(true)));
        let text = "E-Mail,Kundenklasse,Ort\na@x.de,GRÜN,Köln\nb@x.de,C,Bonn\nc@x.de,,Ulm\n";
        let head = api.post("/api/v1/inspections?name=p.csv&complete=true", text).await.expect(200);
        assert_eq!(head["columns"][1]["field"], "kundenklasse");
        let import = api.import(text, &["email", "kundenklasse", "city"], &json!({"kind": "none"})).await;
        assert_eq!(import["counts"]["left_out"], 1);
        let rejects = api.get("/api/v1/imports/1/rejects?outcome=left_out").await.expect(200);
        assert_eq!(rejects["items"][0]["code"], "choice_unknown");
        assert!(rejects["items"][0]["reason"].as_str().unwrap().contains("Kundenklasse"));
        let again = "E-Mail,Kundenklasse\nc@x.de,b\na@x.de,\n";
        let import = api.import(again, &["email", "kundenklasse"], &json!({"kind": "none"})).await;
        assert_eq!((&import["counts"]["updated"], &import["counts"]["unchanged"]), (&json!(1), &json!(1)));

        let found = api.get("/api/v1/contacts?sort=kundenklasse").await.expect(200);
        let values: Vec<_> = found["items"].as_array().unwrap().iter().map(|one| &one["fields"]["kundenklasse"]).collect();
        assert_eq!(values, [&json!("B"), &json!("Grün"), &Value::Null], "b@x.de is there, without a class");
        let contact = api.get(&format!("/api/v1/contacts/{}", found["items"][0]["id"])).await.expect(200);
        assert_eq!(contact["history"][0]["before"], json!({"kundenklasse": null}));
        let condition = json!({"combinator": "and", "rules": [{"field": "kundenklasse", "operator": "is", "value": "grün"}]});
        let preview = api.post_json("/api/v1/conditions/preview", None, &json!({"condition": condition})).await.expect(200);
        assert_eq!(preview["count"], 1);
        let action = json!({"kind": "export", "format": "csv", "columns": ["email", "kundenklasse"]});
        let order = json!({"selection": {}, "action": action});
        let export = api.post_json("/api/v1/mass-actions", None, &order).await.expect(201);
        api.settle().await;
        let export = api.get(&format!("/api/v1/mass-actions/{}/file", export["id"])).await.text();
        assert!(export.contains("a@x.de,Grün\r\n"), "{export}");

        api.post_json("/api/v1/contact-groups", None, &json!({"name": "G", "condition": condition})).await.expect(201);
        let path = "/api/v1/fields/kundenklasse";
        let usage = api.get(&format!("{path}/usage")).await.expect(200);
        assert_eq!((&usage["contacts"], &usage["used_by"][0]["name"]), (&json!(2), &json!("G")));
        assert_eq!(api.call(Method::DELETE, path, None).await.problem(409), "field_in_use");
        let fewer = json!({"choices": ["A", "B"]});
        assert_eq!(api.call(Method::PATCH, path, Some(&fewer)).await.problem(409), "choice_in_use");
        let renamed = api.call(Method::PATCH, path, Some(&json!({"label": "Klasse"}))).await.expect(200);
        assert_eq!((&renamed["name"], &renamed["label"]), (&json!("kundenklasse"), &json!("Klasse")));
        api.call(Method::DELETE, "/api/v1/contact-groups/1", None).await.expect_nothing();
        api.call(Method::DELETE, path, None).await.expect_nothing();
        api.post_json("/api/v1/fields", None, &json!({"label": "Kundenklasse", "kind": "text"})).await.expect(201);
        let found = api.get("/api/v1/contacts").await.expect(200);
        assert!(found["items"][0]["fields"].get("kundenklasse").is_none(), "old values do not come back");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn bounces_and_tracked_are_a_number_and_a_yes_or_no_like_any_other() {
    on_both(async |db| {
        let api = Api::new(db);
        let text = "Email,Bounces,Tracked\na@x.de,9,Ja\nb@x.de,10,no\nc@x.de,,\nd@x.de,1.5,no\n";
        let head = api.post("/api/v1/inspections?name=p.csv&complete=true", text).await.expect(200);
        let mapped: Vec<_> = (0..3).map(|at| &head["columns"][at]["field"]).collect();
        assert_eq!(mapped, [&json!("email"), &json!("bounces"), &json!("tracked")]);
        let import = api.import(text, &["email", "bounces", "tracked"], &json!({"kind": "none"})).await;
        assert_eq!((&import["counts"]["imported"], &import["counts"]["left_out"]), (&json!(4), &json!(1)));
        for (sort, expected) in [("bounces", ["9", "10"]), ("-bounces", ["10", "9"])] {
            let found = api.get(&format!("/api/v1/contacts?sort={sort}&limit=2")).await.expect(200);
            let values = [0, 1].map(|at| found["items"][at]["fields"]["bounces"].clone());
            assert_eq!(values, expected.map(|value| json!(value)));
        }
        for (rule, count) in [
            (json!({"field": "bounces", "operator": "at_least", "value": 5}), 2),
            (json!({"field": "tracked", "operator": "is_no", "value": null}), 2),
            (json!({"field": "tracked", "operator": "empty", "value": null}), 1),
        ] {
            let body = json!({"condition": {"combinator": "and", "rules": [rule]}});
            let preview = api.post_json("/api/v1/conditions/preview", None, &body).await.expect(200);
            assert_eq!(preview["count"], count, "{rule}");
        }
        let columns = ["email", "tracked", "bounces"];
        let order =
            json!({"selection": {}, "action": {"kind": "export", "format": "csv", "columns": columns}});
        let export = api.post_json("/api/v1/mass-actions", None, &order).await.expect(201);
        api.settle().await;
        let export = api.get(&format!("/api/v1/mass-actions/{}/file", export["id"])).await.text();
        assert!(export.contains("b@x.de,false,10\r\n"), "{export}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fields_that_cannot_be_are_refused_with_the_place() {
    on_both(async |db| {
        let api = Api::new(db);
        let post = async |label: &str, kind: &str| {
            api.post_json("/api/v1/fields", None, &json!({"label": label, "kind": kind})).await
        };
        assert_eq!(post(" ", "text").await.places(422, "field_invalid"), ["/label"]);
        assert_eq!(post("a", "blob").await.places(422, "field_invalid"), ["/kind"]);
        assert_eq!(post("a", "choice").await.places(422, "field_invalid"), ["/choices"]);
        assert_eq!(post("CITY", "text").await.places(409, "field_exists"), ["/label"]);
        post("Größe", "decimal").await.expect(201);
        assert_eq!(post("GRÖSSE", "text").await.expect(201)["name"], "grosse");
        assert_eq!(post("größe", "text").await.places(409, "field_exists"), ["/label"]);
        assert_eq!(
            api.call(Method::DELETE, "/api/v1/fields/city", None).await.problem(422),
            "field_standard"
        );
        assert_eq!(api.call(Method::DELETE, "/api/v1/fields/nope", None).await.problem(404), "not_found");
    })
    .await;
}

const CLASSES: &str =
    "E-Mail,Class,Likes\na@x.de,Gold,Wine;Bread\nb@x.de,Silver,Wine\nc@x.de,gold,Cheese\nd@x.de,,\n";

/// A base with a field of one choice and one of several, rules of all kinds about them, and contacts that have them.
async fn chosen(db: muster_store::Db) -> Api {
    let api = Api::new(db);
    for (label, kind, choices) in
        [("Class", "choice", ["Gold", "Silver", "Bronze"]), ("Likes", "choices", ["Wine", "Cheese", "Bread"])]
    {
        let field = json!({"label": label, "kind": kind, "choices": choices});
        api.post_json("/api/v1/fields", None, &field).await.expect(201);
    }
    api.import(CLASSES, &["email", "class", "likes"], &json!({"kind": "none"})).await;
    let rule = json!({"field": "class", "operator": "is", "value": "Gold"});
    let likes = json!({"field": "likes", "operator": "has_any", "value": ["Wine", "Bread"]});
    let group = json!({"name": "G", "condition": {"combinator": "and", "rules": [rule]}});
    api.post_json("/api/v1/contact-groups", None, &group).await.expect(201);
    let rules = json!([{"points": 10, "kind": "attribute", "rule": rule},
        {"points": 5, "kind": "condition", "condition": {"combinator": "and", "rules": [likes]}}]);
    api.post_json("/api/v1/scores", None, &json!({"name": "S", "rules": rules})).await.expect(201);
    let persona = json!({"name": "P", "threshold": 10, "rules": [rules[0]]});
    api.post_json("/api/v1/personas", None, &persona).await.expect(201);
    api.call(Method::PUT, "/api/v1/scores/1/draft", Some(&json!({"rules": [rules[0]]}))).await.expect(200);
    api.settle().await;
    api
}

async fn change(api: &Api, field: &str, changes: &Value) -> crate::http::tests::Answer {
    api.call(Method::PATCH, &format!("/api/v1/fields/{field}"), Some(changes)).await
}

async fn values_of(api: &Api, field: &str) -> Vec<Value> {
    let found = api.get("/api/v1/contacts?sort=email").await.expect(200);
    found["items"].as_array().unwrap().iter().map(|one| one["fields"][field].clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_and_rules_follow_a_choice_that_is_renamed() {
    on_both(async |db| {
        let api = chosen(db).await;
        let renamed = change(&api, "class", &json!({"renames": {"gold": "Premium"}})).await.expect(200);
        assert_eq!(renamed["choices"], json!(["Premium", "Silver", "Bronze"]));
        assert_eq!(
            change(&api, "class", &json!({"renames": {"Silver": "S"}})).await.problem(409),
            "field_in_use"
        );
        api.settle().await;
        let action =
            api.get(&format!("/api/v1/mass-actions/{}", renamed["mass_action_id"])).await.expect(200);
        assert_eq!(
            (&action["state"], &action["changed"], &action["about"]),
            (&json!("finished"), &json!(2), &json!("Class"))
        );
        assert_eq!(
            values_of(&api, "class").await,
            [json!("Premium"), json!("Silver"), json!("Premium"), Value::Null]
        );
        let group = api.get("/api/v1/contact-groups/1").await.expect(200);
        assert_eq!(
            (&group["members"], &group["condition"]["rules"][0]["value"]),
            (&json!(2), &json!("Premium"))
        );
        let score = api.get("/api/v1/scores/1").await.expect(200);
        assert_eq!(
            (&score["rules"][0]["rule"]["value"], &score["draft"][0]["rule"]["value"]),
            (&json!("Premium"), &json!("Premium"))
        );
        let persona = api.get("/api/v1/personas/1").await.expect(200);
        assert_eq!(
            (&persona["contacts"], &persona["rules"][0]["rule"]["value"]),
            (&json!(2), &json!("Premium")),
            "{persona}"
        );
        let points = api.get("/api/v1/contacts?sort=-score:1").await.expect(200);
        assert_eq!(points["items"][0]["scores"]["1"], 15);
        let import =
            api.import("E-Mail,Class\na@x.de,premium\n", &["email", "class"], &json!({"kind": "none"})).await;
        assert_eq!(import["counts"]["unchanged"], 1, "an import takes the new word");

        change(&api, "likes", &json!({"choices": ["Brot", "Cheese", "wine"], "renames": {"Bread": "Brot"}}))
            .await
            .expect(200);
        api.settle().await;
        assert_eq!(
            values_of(&api, "likes").await,
            [json!("Brot;wine"), json!("wine"), json!("Cheese"), Value::Null]
        );
        let score = api.get("/api/v1/scores/1").await.expect(200);
        assert_eq!(score["rules"][1]["condition"]["rules"][0]["value"], json!(["wine", "Brot"]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_choice_that_contacts_have_is_taken_away_only_for_another() {
    on_both(async |db| {
        let api = chosen(db).await;
        let refused = change(&api, "class", &json!({"choices": ["Gold", "Bronze"]})).await.expect(409);
        assert_eq!(
            (&refused["code"], &refused["detail"]),
            (&json!("choice_in_use"), &json!("1 contact has the choice \"Silver\"."))
        );
        let refused = change(&api, "likes", &json!({"choices": ["Cheese"]})).await.expect(409);
        assert_eq!(refused["errors"].as_array().unwrap().len(), 2, "{refused}");
        assert!(
            refused["detail"].as_str().unwrap().starts_with("2 contacts have the choice \"Wine\""),
            "{refused}"
        );
        change(&api, "class", &json!({"choices": ["Gold", "Silver"]})).await.expect(200);
        let mapped = json!({"choices": ["Gold"], "renames": {"Silver": "Gold"}});
        change(&api, "class", &mapped).await.expect(200);
        api.settle().await;
        assert_eq!(
            values_of(&api, "class").await,
            [json!("Gold"), json!("Gold"), json!("Gold"), Value::Null]
        );
        assert_eq!(api.get("/api/v1/contact-groups/1").await.expect(200)["members"], 3);
        let merged = change(&api, "likes", &json!({"renames": {"Bread": "Wine"}})).await.expect(200);
        assert_eq!(merged["choices"], json!(["Wine", "Cheese"]));
        api.settle().await;
        assert_eq!(values_of(&api, "likes").await[0], "Wine");

        for (changes, place) in [
            (json!({"renames": {"Nope": "Gold"}}), "/renames/Nope"),
            (json!({"choices": ["Gold"], "renames": {"Gold": "Premium"}}), "/renames/Gold"),
            (json!({"choices": ["Gold", "Premium"], "renames": {"Gold": "Premium"}}), "/renames/Gold"),
        ] {
            assert_eq!(
                change(&api, "class", &changes).await.places(422, "field_invalid"),
                [place],
                "{changes}"
            );
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn choices_stay_while_an_import_fills_them() {
    on_both(async |db| {
        let api = chosen(db).await;
        let order = crate::http::tests::new_import(
            api.upload(CLASSES).await,
            &["email", "class"],
            &json!({"kind": "none"}),
        );
        api.post_json("/api/v1/imports", None, &order).await.expect(201);
        let refused = change(&api, "class", &json!({"renames": {"Gold": "Premium"}})).await;
        assert_eq!(refused.problem(409), "field_in_use");
        change(&api, "class", &json!({"choices": ["Gold", "Silver", "Bronze", "Tin"]})).await.expect(200);
        api.work().await;
        change(&api, "class", &json!({"renames": {"Gold": "Premium"}})).await.expect(200);
    })
    .await;
}
