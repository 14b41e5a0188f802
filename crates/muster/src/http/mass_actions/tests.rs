//! Mass actions over the API, on both databases.

use axum::http::{Method, header};
use muster_store::Sql;
use muster_store::testing::on_both;
use serde_json::{Value, json};

use crate::http::base::caller::Actor;
use crate::http::base::permission::Permission;
use crate::http::tests::{Answer, Api, request};

async fn base(api: &Api) {
    let city = |n: i64| if n % 5 == 0 { "Köln" } else { "Bonn" };
    let people: Vec<String> = (0..25).map(|n| format!("p{n}@x.de,{}\n", city(n))).collect();
    let people = people.concat();
    api.import(&format!("E-Mail,Ort\n{people}"), &["email", "city"], &json!({"kind": "none"})).await;
}

async fn done(api: &Api, selection: &Value, action: &Value) -> Value {
    let order = json!({"selection": selection, "action": action});
    let made = api.post_json("/api/v1/mass-actions", None, &order).await.expect(201);
    assert_eq!(made["state"], "queued");
    api.settle().await;
    let over = api.get(&format!("/api/v1/mass-actions/{}", made["id"])).await.expect(200);
    assert_eq!(over["state"], "finished", "{over}");
    over
}

async fn count(api: &Api, query: &str) -> i64 {
    api.get(&format!("/api/v1/contacts/count?{query}")).await.expect(200)["count"].as_i64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn all_that_match_are_changed_once_though_the_change_ends_the_match() {
    on_both(async |db| {
        let api = Api::new(db);
        base(&api).await;
        let condition =
            json!({"combinator": "and", "rules": [{"field": "city", "operator": "is", "value": "köln"}]});
        let group = json!({"name": "In Köln", "condition": condition});
        api.post_json("/api/v1/contact-groups", None, &group).await.expect(201);
        api.settle().await;
        assert_eq!(count(&api, "group_id=1").await, 5);
        let set = json!({"kind": "set_field", "field": "city", "value": "Ulm"});
        let over = done(&api, &json!({"condition": condition}), &set).await;
        assert_eq!((&over["total"], &over["done"], &over["changed"]), (&json!(5), &json!(5), &json!(5)));
        assert_eq!(count(&api, "group_id=1").await, 0, "the groups follow");
        let again = done(&api, &json!({"search": "x.de"}), &set).await;
        assert_eq!((&again["changed"], &again["skipped"]), (&json!(20), &json!(5)));
        let contact = api.get("/api/v1/contacts/1").await.expect(200);
        assert_eq!(contact["history"][0]["origin"], "mass_action");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_action_whose_group_is_deleted_while_it_waits_fails_and_says_why() {
    on_both(async |db| {
        let api = Api::new(db);
        base(&api).await;
        for kind in ["add_to_group", "remove_from_group"] {
            let group =
                api.post_json("/api/v1/contact-groups", None, &json!({"name": "G"})).await.expect(201);
            let action = json!({"kind": kind, "group_id": group["id"]});
            let order = json!({"selection": {"ids": [1, 2]}, "action": action});
            let made = api.post_json("/api/v1/mass-actions", None, &order).await.expect(201);
            let path = format!("/api/v1/contact-groups/{}", group["id"]);
            api.call(Method::DELETE, &path, None).await.expect_nothing();
            api.settle().await;
            let over = api.get(&format!("/api/v1/mass-actions/{}", made["id"])).await.expect(200);
            let told = (&over["state"], &over["failure"]);
            assert_eq!(told, (&json!("failed"), &json!("the contact group is not there any more")));
            assert_eq!((api.count("members").await, api.count("group_days").await), (0, 0));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_are_put_into_groups_and_out_and_deleted() {
    on_both(async |db| {
        let api = Api::new(db);
        base(&api).await;
        api.post_json("/api/v1/contact-groups", None, &json!({"name": "G"})).await.expect(201);
        let (add, remove) = (
            json!({"kind": "add_to_group", "group_id": 1}),
            json!({"kind": "remove_from_group", "group_id": 1}),
        );
        assert_eq!(done(&api, &json!({"ids": [1, 2, 3, 999]}), &add).await["changed"], 3);
        assert_eq!(done(&api, &json!({"search": "p1"}), &add).await["total"], 11);
        let members = count(&api, "group_id=1").await;
        assert_eq!(done(&api, &json!({"group_id": 1}), &remove).await["changed"], members);
        assert_eq!(done(&api, &json!({"ids": [1, 2]}), &json!({"kind": "delete"})).await["changed"], 2);
        assert_eq!(count(&api, "").await, 23);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mass_action_that_cannot_be_is_refused_and_a_second_click_is_the_same() {
    on_both(async |db| {
        let api = Api::new(db);
        base(&api).await;
        let refused = async |action: Value| {
            let order = json!({"selection": {}, "action": action});
            api.post_json("/api/v1/mass-actions", None, &order).await.places(422, "mass_action_invalid")
        };
        assert_eq!(refused(json!({"kind": "add_to_group", "group_id": 9})).await, ["/action/group_id"]);
        assert_eq!(
            refused(json!({"kind": "set_field", "field": "email", "value": "x"})).await,
            ["/action/field"]
        );
        let birthday = json!({"kind": "set_field", "field": "birthday", "value": "soon"});
        assert_eq!(refused(birthday).await, ["/action/value"]);
        let order = json!({"selection": {"ids": [1]}, "action": {"kind": "delete"}});
        let one = api.post_json("/api/v1/mass-actions", Some("k"), &order).await.expect(201);
        let two = api.post_json("/api/v1/mass-actions", Some("k"), &order).await.expect(201);
        assert_eq!(one["id"], two["id"]);
        assert_eq!(api.get("/api/v1/mass-actions/999").await.problem(404), "not_found");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mass_action_that_fails_says_why_and_keeps_nothing_of_whom_it_meant() {
    on_both(async |db| {
        let api = Api::new(db);
        base(&api).await;
        api.post_json("/api/v1/fields", None, &json!({"label": "Nick", "kind": "text"})).await.expect(201);
        let action = json!({"kind": "set_field", "field": "nick", "value": "Secret"});
        let order = json!({"selection": {"search": "p1@x.de"}, "action": action});
        let made = api.post_json("/api/v1/mass-actions", None, &order).await.expect(201);
        api.call(Method::DELETE, "/api/v1/fields/nick", None).await.expect_nothing();
        api.post_json("/api/v1/fields", None, &json!({"label": "Nick", "kind": "decimal"})).await.expect(201);
        api.settle().await;
        let over = api.get(&format!("/api/v1/mass-actions/{}", made["id"])).await.expect(200);
        assert_eq!((&over["state"], &over["total"]), (&json!("failed"), &json!(1)));
        assert!(
            over["failure"].as_str().unwrap().contains("the field does not take the value any more"),
            "{over}"
        );
        assert_eq!(over["action"], json!({"kind": "set_field", "field": "nick", "value": null}));
        let kept: Vec<(String,)> = api
            .app
            .db
            .fetch_all(Sql::new("select payload from work_items where state = 'failed'"))
            .await
            .unwrap();
        assert!(!kept[0].0.contains("Secret") && !kept[0].0.contains("p1@x.de"), "{kept:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_more_are_deleted_than_the_person_agreed_to() {
    on_both(async |db| {
        let api = Api::new(db);
        base(&api).await;
        let delete = async |confirmed: Value| {
            let order =
                json!({"selection": {"search": "p1"}, "action": {"kind": "delete"}, "confirmed": confirmed});
            api.post_json("/api/v1/mass-actions", None, &order).await
        };
        assert_eq!(delete(Value::Null).await.places(422, "mass_action_invalid"), ["/confirmed"]);
        let refused = delete(json!(10)).await.expect(409);
        assert_eq!(refused["code"], "more_match");
        assert_eq!(refused["detail"], "You agreed to delete 10 contacts, but 11 match now.");
        assert!(refused["remedy"].as_str().unwrap().contains("again"));

        let made = delete(json!(11)).await.expect(201);
        let change = json!({"email": "p1@z.de"});
        let other = api.get("/api/v1/contacts?search=p2@x.de").await.expect(200)["items"][0]["id"].clone();
        api.call(Method::PATCH, &format!("/api/v1/contacts/{other}"), Some(&change)).await.expect(200);
        api.post_json("/api/v1/contacts", None, &json!({"email": "p1@y.de"})).await.expect(201);
        api.settle().await;
        let over = api.get(&format!("/api/v1/mass-actions/{}", made["id"])).await.expect(200);
        assert_eq!(
            (&over["state"], &over["total"], &over["changed"]),
            (&json!("finished"), &json!(11), &json!(11))
        );
        assert_eq!(count(&api, "").await, 15, "those that match only since then stay");
        assert_eq!(delete(json!(5)).await.expect(201)["total"], 2, "fewer than agreed to are no harm");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mass_actions_are_listed_the_newest_first_and_paged_by_key() {
    on_both(async |db| {
        let api = Api::new(db);
        base(&api).await;
        api.post_json("/api/v1/contact-groups", None, &json!({"name": "Fair"})).await.expect(201);
        let selection = json!({"ids": [1, 2]});
        done(&api, &selection, &json!({"kind": "add_to_group", "group_id": 1})).await;
        done(&api, &selection, &json!({"kind": "set_field", "field": "city", "value": "Ulm"})).await;
        done(&api, &selection, &json!({"kind": "export", "format": "csv"})).await;
        api.call(Method::POST, "/api/v1/duplicate-searches", None).await.expect(201);

        let page = api.get("/api/v1/mass-actions?limit=2").await.expect(200);
        let told = |page: &Value| -> Vec<Value> {
            let items = page["items"].as_array().unwrap().iter();
            items
                .map(|item| json!([item["action"]["kind"], item["about"], item["total"], item["done"]]))
                .collect()
        };
        assert_eq!(told(&page), [json!(["export", null, 2, 2]), json!(["set_field", "City", 2, 2])]);
        let next = format!("/api/v1/mass-actions?limit=2&after={}", page["next"].as_str().unwrap());
        let last = api.get(&next).await.expect(200);
        assert_eq!(told(&last), [json!(["add_to_group", "Fair", 2, 2])]);
        assert_eq!(last["next"], Value::Null);
        api.call(Method::DELETE, "/api/v1/contact-groups/1", None).await.expect_nothing();
        assert_eq!(told(&api.get(&next).await.expect(200)), [json!(["add_to_group", null, 2, 2])]);
    })
    .await;
}

/// Asks as somebody who may read contacts, and one thing more.
async fn ask_as(api: &Api, (method, path): (Method, &str), also: Permission, body: &Value) -> Answer {
    let may = vec![Permission::ReadContacts, also].leak();
    let request = request(method, path).extension(Actor::With(may));
    let request = request.header(header::CONTENT_TYPE, "application/json");
    api.send(request.body(body.to_string().into()).unwrap()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_with_many_needs_the_permission_for_it_and_so_does_taking_it_back() {
    on_both(async |db| {
        let api = Api::new(db);
        base(&api).await;
        api.post_json("/api/v1/contact-groups", None, &json!({"name": "G"})).await.expect(201);
        for (action, needed) in [
            (json!({"kind": "set_field", "field": "city", "value": "Ulm"}), Permission::ChangeContacts),
            (json!({"kind": "add_to_group", "group_id": 1}), Permission::ManageGroups),
            (json!({"kind": "delete"}), Permission::DeleteAndErase),
            (json!({"kind": "export", "format": "csv"}), Permission::Export),
        ] {
            let order = json!({"selection": {"ids": [1]}, "action": action});
            let place = (Method::POST, "/api/v1/mass-actions");
            let refused = ask_as(&api, place.clone(), Permission::Administer, &order).await;
            assert!(refused.text().contains(needed.word()), "{}", refused.text());
            assert_eq!(refused.problem(403), "not_permitted");
            let made = ask_as(&api, place, needed, &order).await.expect(201);
            let own = format!("/api/v1/mass-actions/{}", made["id"]);
            let refused = ask_as(&api, (Method::DELETE, &own), Permission::Import, &json!({})).await;
            assert_eq!(refused.problem(403), "not_permitted");
            ask_as(&api, (Method::DELETE, &own), needed, &json!({})).await.expect_nothing();
        }
    })
    .await;
}
