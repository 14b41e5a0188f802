//! The second click: a request that makes something and is sent again, on both databases.

use axum::http::Method;
use muster_store::testing::on_both;
use serde_json::json;

use crate::http::tests::Api;

/// A base with contacts that have the ids 1 to 4, and a type of activities.
async fn base(db: muster_store::Db) -> Api {
    let api = Api::new(db);
    for name in ["ann", "ben", "cy", "di"] {
        let new = json!({"email": format!("{name}@x.de")});
        api.post_json("/api/v1/contacts", None, &new).await.expect(201);
    }
    let kind = json!({"label": "Call", "manual": true, "colour": "teal"});
    api.post_json("/api/v1/activity-types", None, &kind).await.expect(201);
    api
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_click_makes_no_second_field_and_no_second_merge() {
    on_both(async |db| {
        let api = base(db).await;
        let field = json!({"label": "Shoe size", "kind": "number"});
        let first = api.post_json("/api/v1/fields", Some("k"), &field).await.expect(201);
        assert_eq!(api.post_json("/api/v1/fields", Some("k"), &field).await.expect(201), first);
        assert_eq!(api.post_json("/api/v1/fields", None, &field).await.problem(409), "field_exists");
        let other = json!({"label": "Hat size", "kind": "number"});
        let answer = api.post_json("/api/v1/fields", Some("k"), &other).await;
        assert_eq!(answer.problem(422), "idempotency_key_reused");

        let (path, merge) = ("/api/v1/contacts/1/merges", json!({"other_id": 2}));
        let (one, two) =
            tokio::join!(api.post_json(path, Some("k"), &merge), api.post_json(path, Some("k"), &merge));
        assert_eq!(one.expect(201)["id"], two.expect(201)["id"], "twins");
        api.post_json(path, Some("k"), &merge).await.expect(201);
        assert_eq!(api.post_json(path, None, &merge).await.problem(422), "merge_invalid");
        assert_eq!(api.count("merges").await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_made_and_deleted_is_not_made_again_by_the_same_request() {
    on_both(async |db| {
        let api = base(db).await;
        let export = json!({"kind": "export", "format": "csv"});
        let call = json!({"type": "call"});
        for (path, new, deleted) in [
            ("contacts", json!({"email": "eve@x.de"}), "contacts/ID"),
            ("fields", json!({"label": "Nick", "kind": "text"}), "fields/nick"),
            ("contacts/1/notes", json!({"text": "x"}), "contacts/1/notes/ID"),
            ("contact-groups", json!({"name": "H"}), "contact-groups/ID"),
            ("mass-actions", json!({"selection": {}, "action": export}), "mass-actions/ID"),
            ("contacts/3/activities", call, "contacts/3"),
        ] {
            let path = format!("/api/v1/{path}");
            let made = api.post_json(&path, Some("k"), &new).await.expect(201);
            api.settle().await;
            let deleted = format!("/api/v1/{deleted}").replace("ID", &made["id"].to_string());
            api.call(Method::DELETE, &deleted, None).await.expect_nothing();
            let again = api.post_json(&path, Some("k"), &new).await.expect(410);
            assert_eq!((&again["code"], again["remedy"].is_string()), (&json!("made_and_deleted"), true));
        }

        let (path, merge) = ("/api/v1/contacts/1/merges", json!({"other_id": 4}));
        api.post_json(path, Some("k"), &merge).await.expect(201);
        let id = api.get(path).await.expect(200)["items"][0]["id"].clone();
        api.call(Method::DELETE, &format!("{path}/{id}"), None).await.expect_nothing();
        assert_eq!(api.post_json(path, Some("k"), &merge).await.problem(410), "made_and_deleted");
        api.post_json(path, Some("l"), &merge).await.expect(201);
    })
    .await;
}
