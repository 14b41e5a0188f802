//! Two changes at the same moment, on both databases: what a request may do is found out when the other change is done.

use axum::http::Method;
use muster_domain::GroupId;
use muster_store::testing::{on_both, until_awaited};
use muster_store::{Tx, fields, groups, recalculate};
use serde_json::{Value, json};

use super::{Answer, Api, NOON};

impl Api {
    /// Sends a request that comes while another change is under way, and returns its answer. It waits for the other change, as the
    /// database says.
    async fn call_during(
        &self,
        change: impl AsyncFnOnce(&mut Tx),
        (method, path, body): (Method, &str, Option<Value>),
    ) -> Answer {
        let mut tx = self.app.db.begin().await.unwrap();
        recalculate::lock(&mut tx).await.unwrap();
        change(&mut tx).await;
        let mut answer = Box::pin(self.call(method, path, body.as_ref()));
        tokio::select! {
            early = &mut answer => panic!("it does not wait: {}", early.text()),
            () = until_awaited(&self.app.db, &mut tx) => {}
        }
        tx.commit().await.unwrap();
        answer.await
    }

    async fn make(&self, path: &str, new: Value) -> Value {
        self.post_json(path, None, &new).await.expect(201)
    }
}

fn rule(field: &str, operator: &str, value: &Value) -> Value {
    json!({"combinator": "and", "rules": [{"field": field, "operator": operator, "value": value}]})
}

async fn set_condition(tx: &mut Tx, group: &Value, condition: &Value) {
    let group = GroupId(group["id"].as_i64().unwrap());
    groups::set_condition(tx, group, Some(&condition.to_string()), NOON).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_groups_that_come_to_ask_for_each_other_make_no_cycle() {
    on_both(async |db| {
        let api = Api::new(db);
        let a = api.make("/api/v1/contact-groups", json!({"name": "A"})).await;
        let b = api.make("/api/v1/contact-groups", json!({"name": "B"})).await;
        let asks = |group: &Value| rule("group", "in_any", &json!([group["id"]]));
        let path = format!("/api/v1/contact-groups/{}", a["id"]);
        let change = json!({"condition": asks(&b)});
        let answer = api
            .call_during(
                async |tx| set_condition(tx, &b, &asks(&a)).await,
                (Method::PATCH, &path, Some(change)),
            )
            .await;
        assert_eq!(answer.places(422, "cycle"), ["/condition"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_condition_comes_to_name_is_not_deleted() {
    on_both(async |db| {
        let api = Api::new(db);
        let user = api.make("/api/v1/contact-groups", json!({"name": "User"})).await;
        let other = api.make("/api/v1/contact-groups", json!({"name": "Other"})).await;
        let kind = json!({"label": "Trade fair", "manual": true, "colour": "teal"});
        let kind = api.make("/api/v1/activity-types", kind).await;
        let account = api.make("/api/v1/accounts", json!({"name": "Firm"})).await;
        let role = api.make("/api/v1/account-roles", json!({"label": "Buyer"})).await;
        let choice = json!({"label": "Level", "kind": "choice", "choices": ["A", "B"]});
        api.make("/api/v1/fields", choice).await;
        let deed = json!({"type": kind["name"], "times": {"operator": "at_least", "count": 1}});
        let level = rule("level", "is", &json!("B"));
        let fewer = Some(json!({"choices": ["A"]}));
        let path = |noun: &str, thing: &Value| format!("/api/v1/{noun}/{}", thing["id"]);
        for (condition, method, path, body, code) in [
            (
                rule("group", "in_any", &json!([other["id"]])),
                Method::DELETE,
                path("contact-groups", &other),
                None,
                "group_in_use",
            ),
            (
                rule("activity", "done", &deed),
                Method::DELETE,
                "/api/v1/activity-types/trade_fair".into(),
                None,
                "activity_type_in_use",
            ),
            (
                rule("account", "in_any", &json!([account["id"]])),
                Method::DELETE,
                path("accounts", &account),
                None,
                "account_in_use",
            ),
            (
                rule("account_role", "has_any", &json!([role["id"]])),
                Method::DELETE,
                path("account-roles", &role),
                None,
                "account_role_in_use",
            ),
            (level.clone(), Method::PATCH, "/api/v1/fields/level".into(), fewer, "choice_in_use"),
            (level, Method::DELETE, "/api/v1/fields/level".into(), None, "field_in_use"),
        ] {
            let answer = api
                .call_during(async |tx| set_condition(tx, &user, &condition).await, (method, &path, body))
                .await;
            assert_eq!(answer.problem(409), code, "{path}");
            let mut tx = api.app.db.begin().await.unwrap();
            groups::set_condition(&mut tx, GroupId(1), None, NOON).await.unwrap();
            tx.commit().await.unwrap();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_condition_or_an_import_that_names_what_is_being_deleted_is_refused() {
    on_both(async |db| {
        let api = Api::new(db);
        let other = api.make("/api/v1/contact-groups", json!({"name": "Other"})).await;
        let user = api.make("/api/v1/contact-groups", json!({"name": "User"})).await;
        let asks = rule("group", "in_any", &json!([other["id"]]));
        let delete = async |tx: &mut Tx| groups::delete(tx, GroupId(1)).await.unwrap();
        let file = api.upload("email\na@x.de\n").await;
        let import = json!({"file_id": file, "mapping": [{"column": 0, "field": "email"}],
            "segment": {"kind": "group", "group_id": other["id"]}, "blank": "keep"});
        let answer = api.call_during(delete, (Method::POST, "/api/v1/imports", Some(import))).await;
        assert_eq!(answer.problem(422), "unknown_group");
        let path = format!("/api/v1/contact-groups/{}", user["id"]);
        let change = json!({"condition": asks});
        let answer = api.call_during(delete, (Method::PATCH, &path, Some(change))).await;
        assert_eq!(answer.problem(422), "condition_invalid");
        let new = json!({"name": "New", "condition": asks});
        let answer = api.call_during(delete, (Method::POST, "/api/v1/contact-groups", Some(new))).await;
        assert_eq!(answer.problem(422), "condition_invalid");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_value_is_written_to_a_field_that_is_being_deleted() {
    on_both(async |db| {
        let api = Api::new(db);
        let delete = async |tx: &mut Tx| fields::delete(tx, "nick").await.unwrap();
        let one = api.make("/api/v1/contacts", json!({"email": "a@x.de"})).await;
        let path = format!("/api/v1/contacts/{}", one["id"]);
        let nick = json!({"nick": "Bee"});
        for (method, path, body) in [
            (Method::POST, "/api/v1/contacts", json!({"email": "b@x.de", "fields": nick})),
            (Method::PATCH, &path, json!({"fields": nick})),
        ] {
            api.make("/api/v1/fields", json!({"label": "Nick", "kind": "text"})).await;
            let answer = api.call_during(delete, (method, path, Some(body))).await;
            assert_eq!(answer.places(422, "contact_invalid"), ["/fields/nick"]);
        }
    })
    .await;
}
