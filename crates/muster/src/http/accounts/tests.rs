//! Accounts, roles and statuses from outside, on both databases.

use axum::body::Body;
use axum::http::{Method, header};
use muster_store::testing::on_both;
use muster_store::{Db, Sql};
use serde_json::{Value, json};

use crate::http::tests::{Answer, Api, request};

/// A base with Ann (1), Ben (2) and Cy (3).
async fn api(db: Db) -> Api {
    let api = Api::new(db);
    for (email, first_name) in [("ann@x.de", "Ann"), ("ben@x.de", "Ben"), ("cy@x.de", "Cy")] {
        let contact = json!({"email": email, "fields": {"first_name": first_name, "last_name": "Doe"}});
        api.post_json("/api/v1/contacts", None, &contact).await.expect(201);
    }
    api
}

async fn send(api: &Api, method: Method, path: &str, body: &Value) -> Answer {
    let request = request(method, path).header(header::CONTENT_TYPE, "application/json");
    api.send(request.body(body.to_string().into()).unwrap()).await
}

async fn patch(api: &Api, path: &str, body: &Value) -> Answer {
    send(api, Method::PATCH, path, body).await
}

/// Does it and expects no content.
async fn done(api: &Api, method: Method, path: &str, body: Value) {
    let answer = send(api, method, path, &body).await;
    assert_eq!(answer.status.as_u16(), 204, "{path}: {}", answer.text());
}

async fn delete(api: &Api, path: &str) -> Answer {
    api.send(request(Method::DELETE, path).body(Body::empty()).unwrap()).await
}

/// Posts and returns the id.
async fn make(api: &Api, path: &str, body: Value) -> i64 {
    api.post_json(path, None, &body).await.expect(201)["id"].as_i64().unwrap()
}

async fn account(api: &Api, name: &str) -> i64 {
    make(api, "/api/v1/accounts", json!({ "name": name })).await
}

/// The ids of a group's members with their reasons, in the order of the ids.
async fn members(api: &Api, group: i64) -> Value {
    let list = api.get(&format!("/api/v1/contact-groups/{group}/members")).await.expect(200);
    let members = list["items"].as_array().unwrap().iter().rev();
    members.map(|member| json!([member["contact"]["id"], member["reasons"]])).collect()
}

fn values<'a>(list: &'a Value, name: &str) -> Vec<&'a Value> {
    list["items"].as_array().unwrap().iter().map(|item| &item[name]).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_keeps_what_is_said_of_it() {
    on_both(async |db| {
        let api = api(db).await;
        let status = make(&api, "/api/v1/account-statuses", json!({"label": "Gold", "colour": "teal"})).await;
        let above = account(&api, "Holding").await;
        let new = json!({"name": " A\u{308}rzte GmbH ", "fields": {"city": "Köln", "email": "Info@Firma.de", "notes": " "},
            "status_id": status, "parent_id": above, "primary_contact_id": 1});
        let made = api.post_json("/api/v1/accounts", Some("k"), &new).await.expect(201);
        assert_eq!(api.post_json("/api/v1/accounts", Some("k"), &new).await.expect(201)["id"], made["id"]);
        assert_eq!((&made["name"], &made["contacts"]), (&json!("Ärzte GmbH"), &json!(1)));
        assert_eq!((&made["fields"]["city"], &made["fields"]["notes"]), (&json!("Köln"), &Value::Null));
        assert_eq!(made["fields"]["email"], "info@firma.de");
        assert_eq!(made["status"], json!({"id": status, "label": "Gold", "colour": "teal"}));
        assert_eq!(made["parent"], json!({"id": above, "name": "Holding"}));
        assert_eq!(made["primary_contact"], json!({"id": 1, "email": "ann@x.de", "name": "Ann Doe"}));

        let id = made["id"].as_i64().unwrap();
        let path = format!("/api/v1/accounts/{id}");
        let wanted = json!({"fields": {"city": null, "zip": "50667"}, "status_id": null, "secondary_contact_id": 2});
        let changed = patch(&api, &path, &wanted).await.expect(200);
        assert_eq!((&changed["fields"]["city"], &changed["fields"]["zip"]), (&Value::Null, &json!("50667")));
        assert_eq!((&changed["status"], &changed["contacts"]), (&Value::Null, &json!(2)));
        assert_eq!((&changed["primary_contact"]["id"], &changed["secondary_contact"]["id"]), (&json!(1), &json!(2)));
        let shown = api.get(&format!("/api/v1/accounts/{above}")).await.expect(200);
        assert_eq!(shown["children"], json!([{"id": id, "name": "Ärzte GmbH"}]));

        let first = api.get("/api/v1/accounts?limit=1").await.expect(200);
        assert_eq!((values(&first, "name"), &first["next"]), (vec![&json!("Holding")], &json!("~holding")));
        let second = api.get("/api/v1/accounts?limit=1&after=~holding").await.expect(200);
        assert_eq!(values(&second, "id"), [&json!(id)]);
        let found = api.get("/api/v1/accounts?search=%C3%84RZTE").await.expect(200);
        assert_eq!(values(&found, "id"), [&json!(id)]);
        assert_eq!(delete(&api, &format!("/api/v1/accounts/{above}")).await.status.as_u16(), 204);
        assert_eq!(api.get(&path).await.expect(200)["parent"], Value::Null);
        assert_eq!(api.get(&format!("/api/v1/accounts/{above}")).await.problem(404), "not_found");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_that_cannot_be_say_where_and_why() {
    on_both(async |db| {
        let api = api(db).await;
        let (top, middle) = (account(&api, "Top").await, account(&api, "Middle").await);
        let bottom = account(&api, "Bottom").await;
        for (below, above) in [(middle, top), (bottom, middle)] {
            let path = format!("/api/v1/accounts/{below}");
            patch(&api, &path, &json!({ "parent_id": above })).await.expect(200);
        }
        let path = format!("/api/v1/accounts/{top}");
        let cycle = patch(&api, &path, &json!({ "parent_id": bottom })).await.expect(422);
        assert_eq!(cycle["code"], "account_cycle");
        assert!(cycle["detail"].as_str().unwrap().contains("Top → Bottom → Middle → Top"), "{cycle}");
        assert_eq!(patch(&api, &path, &json!({ "parent_id": top })).await.problem(422), "account_cycle");
        for (body, status, code, pointer) in [
            (json!({"name": "BOTTOM "}), 409, "account_exists", "/name"),
            (json!({"name": " "}), 422, "account_name_blank", "/name"),
            (json!({"name": "x".repeat(201)}), 422, "account_name_invalid", "/name"),
            (json!({"fields": {"email": "nobody"}}), 422, "account_invalid", "/fields/email"),
            (json!({"fields": {"shoe": "1"}}), 422, "account_invalid", "/fields/shoe"),
            (json!({"status_id": 9}), 422, "unknown_status", "/status_id"),
            (json!({"parent_id": 99}), 422, "unknown_account", "/parent_id"),
            (json!({"primary_contact_id": 99}), 422, "unknown_contact", "/primary_contact_id"),
            (json!({"secondary_contact_id": 99}), 422, "unknown_contact", "/secondary_contact_id"),
        ] {
            let problem = patch(&api, &path, &body).await.expect(status);
            assert_eq!((&problem["code"], &problem["errors"][0]["pointer"]), (&json!(code), &json!(pointer)));
        }
        assert_eq!(
            api.post_json("/api/v1/accounts", None, &json!({"name": "top"})).await.problem(409),
            "account_exists"
        );
        let shown = api.get(&path).await.expect(200);
        assert_eq!((&shown["name"], &shown["parent"]), (&json!("Top"), &Value::Null));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_are_in_accounts_with_a_role_in_each() {
    on_both(async |db| {
        let api = api(db).await;
        let (one, two) = (account(&api, "One").await, account(&api, "Two").await);
        let boss = make(&api, "/api/v1/account-roles", json!({"label": "Boss"})).await;
        done(&api, Method::PUT, &format!("/api/v1/accounts/{one}/contacts/1"), json!({"role_id": boss}))
            .await;
        done(&api, Method::PUT, &format!("/api/v1/accounts/{one}/contacts/2"), json!({})).await;
        done(&api, Method::PUT, &format!("/api/v1/accounts/{two}/contacts/1"), json!({})).await;
        let role = json!({"id": boss, "label": "Boss"});
        let contacts = format!("/api/v1/accounts/{one}/contacts");
        let list = api.get(&format!("{contacts}?limit=1")).await.expect(200);
        assert_eq!((&list["items"][0]["contact"]["email"], &list["next"]), (&json!("ben@x.de"), &json!("2")));
        let list = api.get(&format!("{contacts}?limit=1&after=2")).await.expect(200);
        assert_eq!(
            (&list["items"][0]["contact"]["email"], &list["items"][0]["role"]),
            (&json!("ann@x.de"), &role)
        );
        assert_eq!(list["items"][0]["since"], "2026-11-22T12:00:00Z");
        let list = api.get(&format!("{contacts}?search=ANN")).await.expect(200);
        assert_eq!(list["items"].as_array().unwrap().len(), 1);
        let unknown = send(&api, Method::PUT, &format!("{contacts}/2"), &json!({"role_id": 99})).await;
        assert_eq!(unknown.problem(422), "unknown_role");
        assert_eq!(
            send(&api, Method::PUT, &format!("{contacts}/9"), &json!({})).await.problem(404),
            "not_found"
        );

        patch(&api, &format!("/api/v1/accounts/{two}"), &json!({"primary_contact_id": 1})).await.expect(200);
        let of_ann = api.get("/api/v1/contacts/1/accounts").await.expect(200);
        let told: Vec<Value> = of_ann["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| json!([item["account"]["name"], item["role"], item["primary"], item["secondary"]]))
            .collect();
        assert_eq!(told, [json!(["One", role, false, false]), json!(["Two", null, true, false])]);
        let data = api.get("/api/v1/contacts/1/personal-data").await.json();
        assert_eq!(data["accounts"], of_ann["items"]);

        done(&api, Method::DELETE, &format!("/api/v1/accounts/{two}/contacts/1"), json!(null)).await;
        let left = api.get(&format!("/api/v1/accounts/{two}")).await.expect(200);
        assert_eq!((&left["contacts"], &left["primary_contact"]), (&json!(0), &Value::Null));
        let both = json!({"primary_contact_id": 3, "secondary_contact_id": 1});
        patch(&api, &format!("/api/v1/accounts/{two}"), &both).await.expect(200);
        done(&api, Method::DELETE, "/api/v1/contacts/1", json!(null)).await;
        let left = api.get(&format!("/api/v1/accounts/{two}")).await.expect(200);
        assert_eq!((&left["contacts"], &left["secondary_contact"]), (&json!(1), &Value::Null));
        assert_eq!(left["primary_contact"]["id"], 3);
        let rows: Vec<(i64,)> = api
            .app
            .db
            .fetch_all(Sql::new("select contact_id from account_contacts order by 1"))
            .await
            .unwrap();
        assert_eq!(rows, [(2,), (3,)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_holds_the_contacts_of_its_accounts() {
    on_both(async |db| {
        let api = api(db).await;
        let (one, two) = (account(&api, "One").await, account(&api, "Two").await);
        let group = make(&api, "/api/v1/contact-groups", json!({"name": "Firms"})).await;
        let asks = json!({"combinator": "and", "rules": [{"field": "group", "operator": "in_any", "value": [group]}]});
        let behind = make(&api, "/api/v1/contact-groups", json!({"name": "Behind", "condition": asks})).await;
        let put = async |path: String| done(&api, Method::PUT, &path, json!({})).await;
        let remove = async |path: String| done(&api, Method::DELETE, &path, json!(null)).await;
        put(format!("/api/v1/accounts/{one}/contacts/1")).await;
        put(format!("/api/v1/contact-groups/{group}/members/1")).await;
        put(format!("/api/v1/contact-groups/{group}/accounts/{one}")).await;
        put(format!("/api/v1/contact-groups/{group}/accounts/{two}")).await;
        put(format!("/api/v1/accounts/{one}/contacts/2")).await;
        put(format!("/api/v1/accounts/{two}/contacts/2")).await;
        assert_eq!(members(&api, group).await, json!([[1, ["manual", "account"]], [2, ["account"]]]));
        assert_eq!(members(&api, behind).await, json!([[1, ["condition"]], [2, ["condition"]]]));
        let listed = api.get(&format!("/api/v1/contact-groups/{group}/accounts")).await.expect(200);
        assert_eq!(values(&listed, "name"), [&json!("One"), &json!("Two")]);
        let shown = api.get(&format!("/api/v1/accounts/{two}")).await.expect(200);
        assert_eq!(shown["groups"], json!([{"id": group, "name": "Firms"}]));

        remove(format!("/api/v1/accounts/{one}/contacts/2")).await;
        assert_eq!(members(&api, group).await, json!([[1, ["manual", "account"]], [2, ["account"]]]), "by the other");
        remove(format!("/api/v1/contact-groups/{group}/accounts/{two}")).await;
        remove(format!("/api/v1/accounts/{one}/contacts/1")).await;
        assert_eq!(members(&api, group).await, json!([[1, ["manual"]]]));
        assert_eq!(members(&api, behind).await, json!([[1, ["condition"]]]));

        put(format!("/api/v1/contact-groups/{group}/exclusions/3")).await;
        put(format!("/api/v1/accounts/{one}/contacts/3")).await;
        put(format!("/api/v1/accounts/{one}/contacts/2")).await;
        assert_eq!(members(&api, group).await, json!([[1, ["manual"]], [2, ["account"]]]), "3 is kept out");
        remove(format!("/api/v1/accounts/{one}")).await;
        assert_eq!(members(&api, group).await, json!([[1, ["manual"]]]));
        assert_eq!(members(&api, behind).await, json!([[1, ["condition"]]]));
        let days: Vec<(i64, i64)> = api.app.db
            .fetch_all(Sql::new("select entered, gone from group_days where group_id = $1").bind(group)).await.unwrap();
        assert_eq!(days, [(3, 2)], "1 and 2 entered, 2 left, and again");
        put(format!("/api/v1/contact-groups/{group}/accounts/{two}")).await;
        remove(format!("/api/v1/contact-groups/{behind}")).await;
        remove(format!("/api/v1/contact-groups/{group}")).await;
        assert_eq!(api.get(&format!("/api/v1/accounts/{two}")).await.expect(200)["groups"], json!([]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn conditions_follow_accounts_and_roles_and_hold_what_they_name() {
    on_both(async |db| {
        let api = api(db).await;
        let (one, two) = (account(&api, "One").await, account(&api, "Two").await);
        let boss = make(&api, "/api/v1/account-roles", json!({"label": "Boss"})).await;
        let mut groups = Vec::new();
        for (name, field, operator, value) in [
            ("In one", "account", "in_any", json!([one])),
            ("In some", "account", "in_some", json!(null)),
            ("Bosses", "account_role", "has_any", json!([boss])),
        ] {
            let rule = json!({"field": field, "operator": operator, "value": value});
            let condition = json!({"combinator": "and", "rules": [rule]});
            groups.push(
                make(&api, "/api/v1/contact-groups", json!({"name": name, "condition": condition})).await,
            );
        }
        let counts = async || {
            let mut counts = Vec::new();
            for group in &groups {
                counts.push(members(&api, *group).await.as_array().unwrap().len());
            }
            counts
        };
        let put = async |account: i64, contact: i64, body: Value| {
            done(&api, Method::PUT, &format!("/api/v1/accounts/{account}/contacts/{contact}"), body).await;
        };
        put(one, 1, json!({})).await;
        put(two, 2, json!({"role_id": boss})).await;
        assert_eq!(counts().await, [1, 2, 1]);
        put(one, 1, json!({"role_id": boss})).await;
        put(two, 2, json!({})).await;
        assert_eq!(members(&api, groups[2]).await, json!([[1, ["condition"]]]));
        let why = api.get(&format!("/api/v1/contact-groups/{}/members/1", groups[2])).await.expect(200);
        assert_eq!(why["condition"]["rules"][0]["holds"], true);

        for (path, code, group) in [
            (format!("/api/v1/accounts/{one}"), "account_in_use", "In one"),
            (format!("/api/v1/account-roles/{boss}"), "account_role_in_use", "Bosses"),
        ] {
            let problem = delete(&api, &path).await.expect(409);
            assert_eq!(problem["code"], code);
            assert!(problem["errors"][0]["detail"].as_str().unwrap().contains(group), "{problem}");
        }
        assert_eq!(delete(&api, &format!("/api/v1/accounts/{two}")).await.status.as_u16(), 204);
        assert_eq!(counts().await, [1, 1, 1]);
        let catalogue = api.get("/api/v1/condition-catalogue").await.expect(200);
        let subjects = catalogue["subjects"].as_array().unwrap().iter();
        let inputs: Vec<&Value> = subjects
            .filter(|subject| subject["name"].as_str().unwrap().starts_with("account"))
            .map(|subject| &subject["operators"][0]["input"])
            .collect();
        assert_eq!(inputs, ["accounts", "roles"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_keep_their_order_and_what_is_in_use() {
    on_both(async |db| {
        let api = api(db).await;
        let roles = "/api/v1/account-roles";
        let mut ids = Vec::new();
        for label in ["Buyer", "Boss", "Clerk"] {
            ids.push(make(&api, roles, json!({ "label": label })).await);
        }
        let order = async || {
            let list = api.get(roles).await.expect(200);
            values(&list, "label")
                .into_iter()
                .zip(values(&list, "position"))
                .map(|(label, at)| json!([label, at]))
                .collect::<Value>()
        };
        let moved = patch(&api, &format!("{roles}/{}", ids[0]), &json!({"position": 2})).await.expect(200);
        assert_eq!((&moved["position"], &moved["colour"]), (&json!(2), &json!("gray")));
        assert_eq!(order().await, json!([["Boss", 1], ["Buyer", 2], ["Clerk", 3]]));
        patch(&api, &format!("{roles}/{}", ids[2]), &json!({"position": -5, "colour": "red"}))
            .await
            .expect(200);
        assert_eq!(order().await, json!([["Clerk", 1], ["Boss", 2], ["Buyer", 3]]));
        patch(&api, &format!("{roles}/{}", ids[2]), &json!({"position": 9})).await.expect(200);
        assert_eq!(delete(&api, &format!("{roles}/{}", ids[1])).await.status.as_u16(), 204);
        assert_eq!(order().await, json!([["Buyer", 1], ["Clerk", 2]]));
        for (body, status, code) in [
            (json!({"label": "BUYER"}), 409, "account_role_exists"),
            (json!({"label": " "}), 422, "account_role_name_blank"),
            (json!({"label": "New", "colour": "beige"}), 422, "colour_invalid"),
        ] {
            assert_eq!(api.post_json(roles, None, &body).await.problem(status), code);
        }
        let new = json!({"label": "Once"});
        let first = api.post_json(roles, Some("k"), &new).await.expect(201);
        assert_eq!(api.post_json(roles, Some("k"), &new).await.expect(201)["id"], first["id"]);
        assert_eq!(
            patch(&api, &format!("/api/v1/account-statuses/{}", ids[0]), &json!({})).await.problem(404),
            "not_found"
        );

        let status = make(&api, "/api/v1/account-statuses", json!({"label": "Gold"})).await;
        for name in ["One", "Two"] {
            make(&api, "/api/v1/accounts", json!({"name": name, "status_id": status})).await;
        }
        let one = json!({"role_id": ids[0]});
        done(&api, Method::PUT, "/api/v1/accounts/1/contacts/1", one).await;
        for (path, says) in [
            (format!("/api/v1/account-statuses/{status}"), "2 accounts have"),
            (format!("{roles}/{}", ids[0]), "1 contact has"),
        ] {
            let problem = delete(&api, &path).await.expect(409);
            assert!(problem["detail"].as_str().unwrap().starts_with(says), "{problem}");
        }
        let renamed =
            patch(&api, &format!("/api/v1/account-statuses/{status}"), &json!({"label": "Silver"})).await;
        assert_eq!(renamed.expect(200)["uses"], 2);
        assert_eq!(api.get("/api/v1/accounts/1").await.expect(200)["status"]["label"], "Silver");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn statuses_that_imports_bring_are_told_beside_the_list() {
    on_both(async |db| {
        let api = api(db).await;
        for (contact, status) in [(1, "KÖLNER"), (2, "Kölner"), (3, "Lead")] {
            let fields = json!({"fields": {"status": status}});
            patch(&api, &format!("/api/v1/contacts/{contact}"), &fields).await.expect(200);
        }
        let statuses = "/api/v1/contact-statuses";
        let other = make(&api, statuses, json!({"label": "Former"})).await;
        let list = api.get(statuses).await.expect(200);
        assert_eq!(values(&list, "label"), ["KÖLNER", "Lead", "Former"], "a new word becomes an entry");
        assert_eq!(values(&list, "uses"), [2, 1, 0]);
        assert_eq!(list["unlisted"], json!([]));
        let path = format!("{statuses}/{}", list["items"][0]["id"]);
        let problem = delete(&api, &path).await.expect(409);
        assert_eq!(problem["code"], "contact_status_in_use");
        assert!(problem["detail"].as_str().unwrap().starts_with("2 contacts have"), "{problem}");
        let group = json!({"name": "G", "condition": {"combinator": "and", "rules": [
            {"field": "status", "operator": "any_of", "value": ["kölner", "x"]}]}});
        api.post_json("/api/v1/contact-groups", None, &group).await.expect(201);
        api.settle().await;
        let renamed = patch(&api, &path, &json!({"label": "Bonner"})).await.expect(200);
        assert_eq!((&renamed["label"], &renamed["uses"]), (&json!("Bonner"), &json!(0)), "{renamed}");
        let again = patch(&api, &path, &json!({"label": "Ulmer"})).await;
        assert_eq!(again.problem(409), "contact_status_in_use", "those of before still follow");
        api.settle().await;
        let action =
            api.get(&format!("/api/v1/mass-actions/{}", renamed["mass_action_id"])).await.expect(200);
        assert_eq!((&action["state"], &action["changed"]), (&json!("finished"), &json!(2)));
        let list = api.get(statuses).await.expect(200);
        assert_eq!(
            (values(&list, "label"), values(&list, "uses")),
            (vec![&json!("Bonner"), &json!("Lead"), &json!("Former")], vec![&json!(2), &json!(1), &json!(0)])
        );
        let group = api.get("/api/v1/contact-groups/1").await.expect(200);
        assert_eq!(
            (&group["members"], &group["condition"]["rules"][0]["value"]),
            (&json!(2), &json!(["Bonner", "x"]))
        );
        assert_eq!(patch(&api, &path, &json!({"label": "Lead"})).await.problem(409), "contact_status_exists");
        let problem = delete(&api, &path).await.expect(409);
        assert!(problem["detail"].as_str().unwrap().starts_with("2 contacts have"), "{problem}");
        assert_eq!(
            patch(&api, &format!("{statuses}/{other}"), &json!({"label": "Gone"})).await.expect(200)["label"],
            "Gone"
        );
        assert_eq!(delete(&api, &format!("{statuses}/{other}")).await.status.as_u16(), 204);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn new_words_of_an_import_become_statuses_unless_they_are_hundreds() {
    on_both(async |db| {
        let api = api(db).await;
        let import = async |rows: String| {
            api.import(&format!("E-Mail,Status\n{rows}"), &["email", "status"], &json!({"kind": "none"}))
                .await
        };
        let done = import("s1@x.de,Customer\ns2@x.de,customer\ns3@x.de,Lead\ns4@x.de,\n".to_owned()).await;
        assert_eq!(done["counts"]["not_imported"], 0);
        let list = api.get("/api/v1/contact-statuses").await.expect(200);
        assert_eq!(
            (values(&list, "label"), values(&list, "uses")),
            (vec![&json!("Customer"), &json!("Lead")], vec![&json!(2), &json!(1)])
        );
        import((0..150).map(|n| format!("w{n}@x.de,word {n}\n")).collect::<Vec<_>>().concat()).await;
        let list = api.get("/api/v1/contact-statuses").await.expect(200);
        assert_eq!(list["items"].as_array().unwrap().len(), 100);
        assert_eq!(list["unlisted"].as_array().unwrap().len(), 52);
    })
    .await;
}
