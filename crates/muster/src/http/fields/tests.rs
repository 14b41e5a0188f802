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
