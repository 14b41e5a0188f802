//! Duplicates, merges, erasure and inactivity from outside, on both databases.

use axum::body::Body;
use axum::http::{Method, header};
use muster_store::Sql;
use muster_store::belongings::{self, Told};
use muster_store::testing::on_both;
use serde_json::{Value, json};

use crate::clock::Clock;
use crate::http::tests::{Answer, Api, NOON, request};

const DAY: i64 = 24 * 60 * 60 * 1000;

impl Api {
    async fn send_json(&self, method: Method, path: &str, body: &Value) -> Answer {
        let request = request(method, path).header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(body.to_string().into()).unwrap()).await
    }

    async fn delete(&self, path: &str) -> u16 {
        self.send(request(Method::DELETE, path).body(Body::empty()).unwrap()).await.status.as_u16()
    }

    async fn contact(&self, email: &str, fields: Value) -> i64 {
        let made = self.post_json("/api/v1/contacts", None, &json!({"email": email, "fields": fields})).await;
        made.expect(201)["id"].as_i64().unwrap()
    }

    async fn group(&self, name: &str, members: &[i64]) -> i64 {
        let made = self.post_json("/api/v1/contact-groups", None, &json!({"name": name})).await.expect(201);
        let id = made["id"].as_i64().unwrap();
        let action =
            json!({"selection": {"ids": members}, "action": {"kind": "add_to_group", "group_id": id}});
        self.post_json("/api/v1/mass-actions", None, &action).await.expect(201);
        self.settle().await;
        id
    }

    /// Imports a file whose columns are e-mail address, first name and city, and returns the import.
    async fn import_people(&self, text: &str) -> Value {
        let mapping: Vec<Value> = ["email", "first_name", "city"]
            .iter()
            .enumerate()
            .map(|(column, field)| json!({"column": column, "field": field}))
            .collect();
        let file = self.upload(text).await;
        let order =
            json!({"file_id": file, "mapping": mapping, "segment": {"kind": "none"}, "blank": "keep"});
        let made = self.post_json("/api/v1/imports", None, &order).await.expect(201);
        self.work().await;
        let import = self.get(&format!("/api/v1/imports/{}", made["id"])).await.expect(200);
        let count = |name: &str| import["counts"][name].as_i64().unwrap();
        assert_eq!(count("processed"), text.lines().count() as i64 - 1, "every row behind the header");
        import
    }

    async fn show(&self, id: i64) -> Value {
        self.get(&format!("/api/v1/contacts/{id}")).await.expect(200)
    }

    async fn merge(&self, id: i64, order: Value) -> Answer {
        self.post_json(&format!("/api/v1/contacts/{id}/merges"), None, &order).await
    }

    async fn members(&self, group: i64) -> Vec<i64> {
        let found = self.get(&format!("/api/v1/contact-groups/{group}/members")).await.expect(200);
        found["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|member| member["contact"]["id"].as_i64().unwrap())
            .collect()
    }
}

fn pairs(list: &Value) -> Vec<Value> {
    let pair = |item: &Value| json!([item["contact"]["email"], item["other"]["email"], item["why"]]);
    list["items"].as_array().unwrap().iter().map(pair).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn duplicates_are_found_by_name_phone_and_address_and_stay_dismissed() {
    on_both(async |db| {
        let api = Api::new(db);
        let acme = |first| json!({"first_name": first, "last_name": "Lee", "company": "ACME"});
        let one = api.contact("ann.lee@x.de", acme("Ann")).await;
        let two = api.contact("annlee@y.de", acme("ann")).await;
        api.contact("ben@x.de", json!({"mobile_phone": "+49 30 1234567"})).await;
        api.contact("cy@x.de", json!({"home_phone": "0049 30 123-4567"})).await;
        let before = api.get("/api/v1/duplicates").await.expect(200);
        assert_eq!(before, json!({"items": [], "next": null, "searched_at": null, "searching": false}));

        let search = api.post("/api/v1/duplicate-searches", "").await.expect(201);
        let again = api.post("/api/v1/duplicate-searches", "").await.expect(201);
        assert_eq!((&search["id"], &search["state"]), (&again["id"], &json!("queued")));
        assert_eq!(api.get("/api/v1/duplicates").await.expect(200)["searching"], true);
        api.settle().await;
        let done = api.get(&format!("/api/v1/duplicate-searches/{}", search["id"])).await.expect(200);
        assert_eq!((&done["state"], &done["done"]), (&json!("finished"), &done["total"]));
        let found = api.get("/api/v1/duplicates").await.expect(200);
        let lees = json!(["ann.lee@x.de", "annlee@y.de", ["name_and_company", "address"]]);
        let phones = json!(["ben@x.de", "cy@x.de", ["phone"]]);
        assert_eq!(pairs(&found), [lees, phones.clone()]);
        assert_eq!(
            (&found["searched_at"], &found["searching"]),
            (&json!("2026-11-22T12:00:00Z"), &json!(false))
        );
        let first = api.get("/api/v1/duplicates?limit=1").await.expect(200);
        let next = format!("/api/v1/duplicates?limit=1&after={}", first["next"].as_str().unwrap());
        assert_eq!(pairs(&api.get(&next).await.expect(200)), std::slice::from_ref(&phones));

        assert_eq!(api.delete(&format!("/api/v1/duplicates/{two}/{one}")).await, 204);
        assert_eq!(api.delete(&format!("/api/v1/duplicates/{two}/999")).await, 404);
        api.post("/api/v1/duplicate-searches", "").await.expect(201);
        api.settle().await;
        assert_eq!(pairs(&api.get("/api/v1/duplicates").await.expect(200)), [phones], "dismissed for good");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pair_is_gone_when_its_likeness_is_and_a_common_trait_makes_none() {
    on_both(async |db| {
        let api = Api::new(db);
        let one = api.contact("ann@x.de", json!({})).await;
        api.contact("ann@y.de", json!({})).await;
        for number in 0..11 {
            let switchboard = json!({"business_phone": "+49 30 7654321"});
            api.contact(&format!("p{number}@x.de"), switchboard).await;
        }
        api.post("/api/v1/duplicate-searches", "").await.expect(201);
        api.settle().await;
        let found = api.get("/api/v1/duplicates").await.expect(200);
        assert_eq!(pairs(&found), [json!(["ann@x.de", "ann@y.de", ["address"]])]);
        let path = format!("/api/v1/contacts/{one}");
        api.send_json(Method::PATCH, &path, &json!({"email": "eve@x.de"})).await.expect(200);
        api.post("/api/v1/duplicate-searches", "").await.expect(201);
        api.settle().await;
        assert!(pairs(&api.get("/api/v1/duplicates").await.expect(200)).is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn duplicates_of_one_contact_are_looked_up_as_things_are() {
    on_both(async |db| {
        let api = Api::new(db);
        let one = api.contact("ann@x.de", json!({})).await;
        let two = api.contact("a.n.n+shop@y.de", json!({})).await;
        let path = format!("/api/v1/contacts/{one}/duplicates");
        let found = api.get(&path).await.expect(200);
        assert_eq!(found["items"][0]["contact"]["id"], two, "before any search");
        assert_eq!(found["items"][0]["why"], json!(["address"]));
        assert_eq!(api.delete(&format!("/api/v1/duplicates/{one}/{two}")).await, 204);
        assert_eq!(api.get(&path).await.expect(200), json!({"items": []}));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merge_takes_values_as_chosen_and_imports_of_either_address_update_the_survivor() {
    on_both(async |db| {
        let api = Api::new(db);
        let one = api.contact("ann@x.de", json!({"first_name": "Ann", "city": "KÖLN"})).await;
        let other = json!({"first_name": "Anna", "city": "Ulm", "zip": "89073", "company": "ÄCME"});
        let two = api.contact("ann@y.de", other).await;
        let order =
            json!({"other_id": two, "values": {"first_name": "other", "city": "own"}, "email": "other"});
        let merged = api.merge(one, order).await.expect(201);
        assert_eq!((&merged["id"], &merged["email"]), (&json!(one), &json!("ann@y.de")));
        assert_eq!(merged["addresses"], json!(["ann@x.de", "ann@y.de"]));
        let fields = &merged["fields"];
        assert_eq!(
            json!([fields["first_name"], fields["city"], fields["zip"], fields["company"]]),
            json!(["Anna", "KÖLN", "89073", "ÄCME"])
        );
        let change = &merged["history"][0];
        assert_eq!(
            (&change["origin"], &change["before"]),
            (
                &json!("merge"),
                &json!({"company": null, "email": "ann@x.de", "first_name": "Ann", "zip": null})
            )
        );
        assert_eq!(api.get(&format!("/api/v1/contacts/{two}")).await.problem(404), "not_found");
        let found = api.get("/api/v1/contacts?search=%C3%A4cme").await.expect(200);
        assert_eq!(found["items"][0]["id"], one, "folded");
        let sorted = api.get("/api/v1/contacts?sort=email").await.expect(200);
        assert_eq!(sorted["items"].as_array().unwrap().len(), 1, "by the address that it shows");

        let import = api.import_people("e,f,c\nann@x.de,Anne,\nnew@x.de,New,\n").await;
        assert_eq!((&import["counts"]["updated"], &import["counts"]["imported"]), (&json!(1), &json!(1)));
        assert_eq!(api.show(one).await["fields"]["first_name"], "Anne");
        let import = api.import_people("e,f,c\nann@x.de,Both,\nANN@y.de,,Bonn\n").await;
        let counts = json!({"processed": 2, "imported": 0, "duplicates": 2, "not_imported": 0, "updated": 1,
            "unchanged": 0, "repeated_in_file": 1, "left_out": 0});
        assert_eq!(import["counts"], counts, "two rows of one contact");
        let fields = &api.show(one).await["fields"];
        assert_eq!((&fields["first_name"], &fields["city"]), (&json!("Both"), &json!("Bonn")));
    })
    .await;
}

async fn record(api: &Api, items: &Value) {
    api.post_json("/api/v1/activities", None, items).await.expect(200);
    api.follow().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undone_merge_gives_accounts_back_and_the_pair_is_suggested_again() {
    on_both(async |db| {
        let api = Api::new(db);
        let (one, two) = (api.contact("ann@x.de", json!({})).await, api.contact("ann@y.de", json!({})).await);
        let firm = json!({"name": "Firm", "primary_contact_id": two});
        let firm = api.post_json("/api/v1/accounts", None, &firm).await.expect(201)["id"].clone();
        let first = async || {
            api.get(&format!("/api/v1/accounts/{firm}")).await.expect(200)["primary_contact"]["id"].clone()
        };
        let group = api.group("Of the firm", &[]).await;
        let within = format!("/api/v1/contact-groups/{group}/accounts/{firm}");
        assert_eq!(api.send_json(Method::PUT, &within, &json!({})).await.status.as_u16(), 204);
        assert_eq!(api.members(group).await, [two]);
        api.post("/api/v1/duplicate-searches", "").await.expect(201);
        api.settle().await;

        api.merge(one, json!({"other_id": two})).await.expect(201);
        assert_eq!(first().await, one, "the survivor takes the other's place in its account");
        assert_eq!(api.members(group).await, [one]);
        assert_eq!(api.delete(&within).await, 204);
        let merges = api.get(&format!("/api/v1/contacts/{one}/merges")).await.expect(200);
        assert_eq!(
            api.delete(&format!("/api/v1/contacts/{one}/merges/{}", merges["items"][0]["id"])).await,
            204
        );
        assert_eq!(first().await, two);
        assert!(api.members(group).await.is_empty(), "the account is no longer one of the group's");
        let alike = api.get(&format!("/api/v1/contacts/{one}/duplicates")).await.expect(200);
        assert_eq!(alike["items"][0]["contact"]["id"], two, "the pair is suggested again");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undone_merge_gives_everything_back_but_what_changed_since() {
    on_both(async |db| {
        let api = Api::new(db);
        let one = api.contact("ann@x.de", json!({"first_name": "Ann"})).await;
        let two = api.contact("ann@y.de", json!({"first_name": "Anna", "city": "KÖLN", "zip": "1"})).await;
        record(
            &api,
            &json!({"activities": [
            {"type": "login", "email": "ann@x.de", "key": "k", "item": "one"},
            {"type": "login", "email": "ann@y.de", "key": "k", "item": "two"},
            {"type": "purchase", "email": "ann@y.de"}]}),
        )
        .await;
        api.post_json(&format!("/api/v1/contacts/{two}/notes"), None, &json!({"text": "Hers"}))
            .await
            .expect(201);
        let both = api.group("Both", &[one, two]).await;
        let theirs = api.group("Theirs", &[two]).await;
        let kept_out = api.group("Kept out", &[one]).await;
        let exclusion = format!("/api/v1/contact-groups/{kept_out}/exclusions/{two}");
        assert!(api.send_json(Method::PUT, &exclusion, &json!({})).await.status.is_success());
        let before = (api.show(one).await, api.show(two).await);

        api.merge(one, json!({"other_id": two})).await.expect(201);
        assert_eq!((api.members(both).await, api.members(theirs).await), (vec![one], vec![one]));
        assert!(api.members(kept_out).await.is_empty(), "an exclusion of either stays");
        let log = api.get(&format!("/api/v1/contacts/{one}/activities")).await.expect(200);
        assert_eq!(log["items"].as_array().unwrap().len(), 3, "the key of two meets that of one");
        let merges = api.get(&format!("/api/v1/contacts/{one}/merges")).await.expect(200);
        let merge = &merges["items"][0];
        assert_eq!(
            (&merge["other"]["id"], &merge["activities"], &merge["notes"]),
            (&json!(two), &json!(2), &json!(1))
        );
        assert_eq!(merge["before"], json!({"city": null, "zip": null}));
        let path = format!("/api/v1/contacts/{one}");
        api.send_json(Method::PATCH, &path, &json!({"fields": {"zip": "2"}})).await.expect(200);

        let merge = format!("{path}/merges/{}", merge["id"]);
        assert_eq!(api.delete(&merge).await, 204);
        assert_eq!(api.delete(&merge).await, 404);
        let (own, other) = (api.show(one).await, api.show(two).await);
        assert_eq!(other, before.1, "as if nothing had been");
        assert_eq!((&own["addresses"], &own["groups"]), (&before.0["addresses"], &before.0["groups"]));
        assert_eq!((&own["fields"]["city"], &own["fields"]["zip"]), (&Value::Null, &json!("2")));
        assert_eq!((api.members(both).await, api.members(theirs).await), (vec![two, one], vec![two]));
        assert_eq!(api.members(kept_out).await, [one]);
        let log = api.get(&format!("/api/v1/contacts/{two}/activities")).await.expect(200);
        assert_eq!(log["items"].as_array().unwrap().len(), 2);
        record(&api, &json!({"activities": [{"type": "login", "email": "ann@y.de", "key": "k"}]})).await;
        let again = api.get(&format!("/api/v1/contacts/{two}/activities")).await.expect(200);
        assert_eq!(again, log, "its activity has its key again");
        let notes = api.get(&format!("/api/v1/contacts/{two}/notes")).await.expect(200);
        assert_eq!(notes["items"][0]["text"], "Hers");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_by_condition_follow_a_merge_and_its_undoing() {
    on_both(async |db| {
        let api = Api::new(db);
        let one = api.contact("ann@x.de", json!({})).await;
        let two = api.contact("ann@y.de", json!({"city": "Ulm"})).await;
        let rule =
            json!({"combinator": "and", "rules": [{"field": "city", "operator": "is", "value": "Ulm"}]});
        let made =
            api.post_json("/api/v1/contact-groups", None, &json!({"name": "Ulm", "condition": rule})).await;
        let group = made.expect(201)["id"].as_i64().unwrap();
        api.settle().await;
        assert_eq!(api.members(group).await, [two]);
        api.merge(one, json!({"other_id": two})).await.expect(201);
        assert_eq!(api.members(group).await, [one], "it took the city over");
        let merges = api.get(&format!("/api/v1/contacts/{one}/merges")).await.expect(200);
        assert_eq!(
            api.delete(&format!("/api/v1/contacts/{one}/merges/{}", merges["items"][0]["id"])).await,
            204
        );
        assert_eq!(api.members(group).await, [two]);
        api.merge(one, json!({"other_id": two, "values": {"city": "own"}})).await.expect(201);
        assert!(api.members(group).await.is_empty(), "the city went with the other");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undone_merge_is_no_news_to_scores_and_personas() {
    on_both(async |db| {
        let api = Api::new(db);
        let rules = json!([{"points": 9, "kind": "attribute",
            "rule": {"field": "city", "operator": "is", "value": "Ulm"}}]);
        let score = json!({"name": "S", "limit": 5, "rules": rules});
        api.post_json("/api/v1/scores", None, &score).await.expect(201);
        let persona = json!({"name": "P", "threshold": 5, "rules": rules});
        api.post_json("/api/v1/personas", None, &persona).await.expect(201);
        api.settle().await;
        let one = api.contact("ann@x.de", json!({})).await;
        let two = api.contact("ann@y.de", json!({"city": "Ulm"})).await;
        for earlier in ["update score_crossings set at = 7", "update contact_personas set since = 7"] {
            api.app.db.execute(Sql::new(earlier)).await.unwrap();
        }
        let reached = async || -> Vec<(i64, i64)> {
            let sql = "select contact_id, at from score_crossings where at = 7 or contact_id = $1 order by 1";
            api.app.db.fetch_all(Sql::new(sql).bind(two)).await.unwrap()
        };
        let since = async || -> Vec<(i64, i64)> {
            let sql = "select contact_id, since from contact_personas where contact_id = $1";
            api.app.db.fetch_all(Sql::new(sql).bind(two)).await.unwrap()
        };
        assert_eq!((reached().await, since().await), (vec![(two, 7)], vec![(two, 7)]));
        api.merge(one, json!({"other_id": two})).await.expect(201);
        assert_eq!((reached().await, since().await), (vec![(one, 7)], vec![]), "the survivor has reached it");
        let merges = api.get(&format!("/api/v1/contacts/{one}/merges")).await.expect(200);
        let undo = format!("/api/v1/contacts/{one}/merges/{}", merges["items"][0]["id"]);
        assert_eq!(api.delete(&undo).await, 204);
        assert_eq!((reached().await, since().await), (vec![(two, 7)], vec![(two, 7)]));
        let shares = api.get("/api/v1/persona-shares?days=1").await.expect(200);
        assert_eq!(shares["items"][0]["contacts"], json!([1]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn merges_of_merges_are_undone_from_the_last_and_never_over_another_contact() {
    on_both(async |db| {
        let api = Api::new(db);
        let mut ids = Vec::new();
        for email in ["a@x.de", "b@x.de", "c@x.de"] {
            ids.push(api.contact(email, json!({})).await);
        }
        api.merge(ids[1], json!({"other_id": ids[2]})).await.expect(201);
        let merged = api.merge(ids[0], json!({"other_id": ids[1]})).await.expect(201);
        assert_eq!(merged["addresses"], json!(["a@x.de", "b@x.de", "c@x.de"]));
        let first = async |id| {
            let list = api.get(&format!("/api/v1/contacts/{id}/merges")).await.expect(200);
            format!("/api/v1/contacts/{id}/merges/{}", list["items"][0]["id"])
        };
        assert_eq!(api.delete(&first(ids[0]).await).await, 204);
        assert_eq!(api.show(ids[1]).await["addresses"], json!(["b@x.de", "c@x.de"]));
        let path = format!("/api/v1/contacts/{}", ids[1]);
        api.send_json(Method::PATCH, &path, &json!({"email": "c@x.de"})).await.expect(200);
        api.send_json(Method::PATCH, &path, &json!({"email": "d@x.de"})).await.expect(200);
        assert_eq!(api.show(ids[1]).await["addresses"], json!(["b@x.de", "d@x.de"]), "c was given up");
        let taker = api.contact("c@x.de", json!({})).await;
        let undo = request(Method::DELETE, &first(ids[1]).await).body(Body::empty()).unwrap();
        assert_eq!(api.send(undo).await.problem(409), "merge_address_taken");
        assert_eq!(api.delete(&format!("/api/v1/contacts/{taker}")).await, 204);
        assert_eq!(api.delete(&first(ids[1]).await).await, 204);
        assert_eq!(api.show(ids[2]).await["addresses"], json!(["c@x.de"]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undone_merge_brings_back_no_value_that_its_field_does_not_take() {
    on_both(async |db| {
        let api = Api::new(db);
        let field = async |label: &str, kind: &str| {
            api.post_json("/api/v1/fields", None, &json!({"label": label, "kind": kind})).await.expect(201);
        };
        for label in ["Level", "Rank", "Points", "Nick"] {
            field(label, "text").await;
        }
        let one = api.contact("a@x.de", json!({"level": "silver"})).await;
        let two = api.contact("b@x.de", json!({"rank": "gold", "points": "07,50", "nick": "Bee"})).await;
        api.merge(one, json!({"other_id": two, "values": {"level": "other"}})).await.expect(201);
        for name in ["level", "rank", "points", "nick"] {
            assert_eq!(api.delete(&format!("/api/v1/fields/{name}")).await, 204);
        }
        for label in ["Level", "Rank", "Points"] {
            field(label, "decimal").await;
        }
        let merges = api.get(&format!("/api/v1/contacts/{one}/merges")).await.expect(200);
        let undo = format!("/api/v1/contacts/{one}/merges/{}", merges["items"][0]["id"]);
        assert_eq!(api.delete(&undo).await, 204);
        assert_eq!(api.show(one).await["fields"]["level"], Value::Null);
        let fields = &api.show(two).await["fields"];
        assert_eq!(json!([fields["rank"], fields["points"], fields["nick"]]), json!([null, "7.5", null]));
        for name in ["level", "rank", "points"] {
            api.get(&format!("/api/v1/contacts?sort={name}")).await.expect(200);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn merges_that_cannot_be_say_why() {
    on_both(async |db| {
        let api = Api::new(db);
        let one = api.contact("a@x.de", json!({})).await;
        assert_eq!(api.merge(999, json!({"other_id": one})).await.problem(404), "not_found");
        for order in [
            json!({"other_id": one}),
            json!({"other_id": 999}),
            json!({"other_id": 999, "values": {"shoe_size": "own"}}),
        ] {
            assert_eq!(api.merge(one, order).await.problem(422), "merge_invalid");
        }
        assert_eq!(api.count("merges").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_person_leaves_nothing_and_does_not_come_back_by_an_import() {
    on_both(async |db| {
        let api = Api::new(db);
        api.import_people("e,f,c\nann@x.de,Ann,Ulm\nAnn <ANN@x.de>;x@y.de,Annabel,Ulm\njoann@x.de@,Jo,Ulm\n").await;
        let one = api.get("/api/v1/contacts").await.expect(200)["items"][0]["id"].as_i64().unwrap();
        let two = api.contact("ann@y.de", json!({"first_name": "Annabel"})).await;
        api.post_json("/api/v1/contacts", Some("k"), &json!({"email": "ben@x.de"})).await.expect(201);
        record(&api, &json!({"activities": [{"type": "login", "email": "ann@x.de", "item": "secret"}]})).await;
        api.post_json(&format!("/api/v1/contacts/{two}/notes"), None, &json!({"text": "Hers"})).await.expect(201);
        api.merge(one, json!({"other_id": two})).await.expect(201);
        let kept = api.upload("e\nann@x.de\n").await;

        let path = format!("/api/v1/contacts/{one}/erasure");
        let preview = api.post(&format!("{path}?dry_run=true"), "").await.expect(200);
        assert_eq!(
            preview,
            json!({"addresses": ["ann@x.de", "ann@y.de"], "activities": 1, "notes": 1, "merges": 1, "rejects": 1,
                "exports": 0, "files": [{"id": kept, "name": "people.csv", "deleted_by": "2026-11-23T12:00:00Z"}]})
        );
        assert_eq!(api.show(one).await["id"], one, "nothing was erased");
        assert_eq!(api.post(&path, "").await.status.as_u16(), 204);
        assert_eq!(api.post(&path, "").await.problem(404), "not_found");
        for table in ["activities", "contact_notes", "contact_history", "merges", "duplicate_pairs"] {
            assert_eq!(api.count(table).await, 0, "{table}");
        }
        assert_eq!((api.count("contacts").await, api.count("identities").await), (1, 1), "Ben is left");
        let rejects = api.get("/api/v1/imports/1/rejects.csv").await.text();
        assert!(!rejects.contains("Annabel") && rejects.contains("joann"), "{rejects}");

        let import = api.import_people("e,f,c\nann@y.de,One,\nnew@x.de,Two,\nANN@x.de,Three,\nann@y.de,Four,\n").await;
        let counts = json!({"processed": 4, "imported": 1, "duplicates": 0, "not_imported": 3, "updated": 0,
            "unchanged": 0, "repeated_in_file": 0, "left_out": 0});
        assert_eq!(import["counts"], counts);
        let rejects = api.get("/api/v1/imports/2/rejects").await.expect(200);
        let seen: Vec<Value> = rejects["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|reject| json!([reject["row"], reject["code"], reject["cells"]]))
            .collect();
        assert_eq!(seen, [json!([2, "erased", []]), json!([4, "erased", []]), json!([5, "erased", []])]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_files_go_with_the_person_whose_address_is_in_them() {
    on_both(async |db| {
        let api = Api::new(db);
        let one = api.contact("ann@x.de", json!({})).await;
        let upload = async |name: &str, text: &'static str| {
            let sent = api.post(&format!("/api/v1/files?name={name}"), text).await.expect(201);
            sent["id"].as_i64().unwrap()
        };
        let people = "email\nben@x.de\n";
        let kept = upload("list_ANN@x.de.csv", people).await;
        let other = upload("joann@x.de.csv", people).await;
        let imported = upload("For%20ann@x.de%20(2).csv", people).await;
        let order = crate::http::tests::new_import(imported, &["email"], &json!({"kind": "none"}));
        api.post_json("/api/v1/imports", None, &order).await.expect(201);
        let file = upload("ann@x.de.csv", "email,type,at\nben@x.de,login,2026-11-01T00:00:00Z\n").await;
        let history = json!({"file_id": file});
        let history =
            api.post_json("/api/v1/activity-imports", None, &history).await.expect(201)["id"].clone();
        api.work().await;
        api.app.db.execute(Sql::new("update imports set path = '/home/ann@x.de/list.csv'")).await.unwrap();

        assert_eq!(api.post(&format!("/api/v1/contacts/{one}/erasure"), "").await.status.as_u16(), 204);
        let sql = Sql::new("select file_id, name from files order by file_id");
        let files: Vec<(i64, String)> = api.app.db.fetch_all(sql).await.unwrap();
        assert_eq!(files, [(kept, "erased".to_owned()), (other, "joann@x.de.csv".to_owned())]);
        assert_eq!(api.get("/api/v1/imports/1").await.expect(200)["file_name"], "erased");
        assert_eq!(api.count("imports where path is not null").await, 0);
        let history = api.get(&format!("/api/v1/activity-imports/{history}")).await.expect(200);
        assert_eq!(history["file_name"], "erased");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erasure_reaches_earlier_addresses_requests_and_rows_that_come_again() {
    on_both(async |db| {
        let api = Api::new(db);
        let rows = "e,f,c\nAnn <ann@old.de>;x@y.de,Annabel,Ulm\n";
        let one = api.contact("ann@old.de", json!({})).await;
        let path = format!("/api/v1/contacts/{one}");
        api.send_json(Method::PATCH, &path, &json!({"email": "ann@new.de"})).await.expect(200);
        let note = json!({"text": "Annabel is hers"});
        api.post_json(&format!("{path}/notes"), Some("n"), &note).await.expect(201);
        let selection = json!({"ids": [one]});
        let action = json!({"kind": "set_field", "field": "first_name", "value": "Annabel"});
        let action = json!({"selection": selection, "action": action});
        api.post_json("/api/v1/mass-actions", Some("m"), &action).await.expect(201);
        api.settle().await;
        assert_eq!(api.show(one).await["fields"]["first_name"], "Annabel");
        api.import_people(rows).await;

        assert_eq!(api.post(&format!("{path}/erasure"), "").await.status.as_u16(), 204);
        let import = api.import_people(&format!("{rows}ann@old.de,Annabel,Ulm\n")).await;
        assert_eq!(import["counts"]["not_imported"], 2);
        for (table, column) in
            [("requests", "fingerprint"), ("work_items", "payload"), ("import_rejects", "cells")]
        {
            let left =
                Sql::new("select cast(count(*) as bigint) from ").push(table).push(" where ").push(column);
            let left = api.app.db.fetch_optional::<(i64,)>(left.push(" like '%Annabel%'")).await.unwrap();
            assert_eq!(left, Some((0,)), "{table}");
        }
        assert_eq!(api.count("requests").await, 0, "neither the note's nor that of the mass action");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_erased_address_is_refused_until_it_is_let_in_again() {
    on_both(async |db| {
        let api = Api::new(db);
        let ann = json!({"email": "Ann@x.de"});
        let one = api.contact("ann@x.de", json!({})).await;
        let ben = api.contact("ben@x.de", json!({})).await;
        assert_eq!(api.post(&format!("/api/v1/contacts/{one}/erasure"), "").await.status.as_u16(), 204);
        assert_eq!(api.post_json("/api/v1/contacts", None, &ann).await.problem(409), "erased");
        let path = format!("/api/v1/contacts/{ben}");
        assert_eq!(api.send_json(Method::PATCH, &path, &ann).await.problem(409), "erased");
        let import = api.import_people("e,f,c\nann@x.de,Ann,,surplus\n").await;
        assert_eq!(import["counts"]["not_imported"], 1);
        let cells = api.get("/api/v1/imports/1/rejects").await.expect(200)["items"][0].clone();
        assert_eq!(
            (&cells["code"], &cells["cells"]),
            (&json!("too_many_cells"), &json!([])),
            "nothing is kept"
        );

        let lifted = api.send_json(Method::DELETE, "/api/v1/erasures", &ann).await;
        assert_eq!(lifted.status.as_u16(), 204);
        assert_eq!(api.send_json(Method::DELETE, "/api/v1/erasures", &ann).await.problem(404), "not_found");
        assert_eq!(api.import_people("e,f,c\nann@x.de,Ann,\n").await["counts"]["imported"], 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_of_which_nothing_was_heard_are_deleted_by_the_policy_only() {
    on_both(async |db| {
        let mut api = Api::new(db);
        let policy = "/api/v1/inactivity-policy";
        assert_eq!(api.get(policy).await.expect(200), json!({"enabled": false, "days": 365}));
        let old = api.contact("old@x.de", json!({})).await;
        for email in ["active@x.de", "changed@x.de"] {
            api.contact(email, json!({})).await;
        }
        api.app.clock = Clock::Fixed(NOON + 20 * DAY);
        api.router = crate::http::router(api.app.clone());
        record(&api, &json!({"activities": [{"type": "login", "email": "active@x.de"}]})).await;
        let changed = api.get("/api/v1/contacts?search=changed").await.expect(200)["items"][0]["id"].clone();
        let change = json!({"fields": {"city": "Ulm"}});
        api.send_json(Method::PATCH, &format!("/api/v1/contacts/{changed}"), &change).await.expect(200);

        let preview = api.get(&format!("{policy}/preview?days=19")).await.expect(200);
        assert_eq!((&preview["count"], &preview["sample"][0]["id"]), (&json!(1), &json!(old)));
        assert_eq!(
            api.get(&format!("{policy}/preview")).await.expect(200),
            json!({"count": 0, "sample": []})
        );
        for days in [9, 36_501] {
            let order = json!({"enabled": true, "days": days});
            assert_eq!(
                api.send_json(Method::PUT, policy, &order).await.problem(422),
                "inactivity_policy_invalid"
            );
        }
        api.send_json(Method::PUT, policy, &json!({"enabled": false, "days": 19})).await.expect(200);
        api.settle().await;
        assert_eq!(api.count("contacts").await, 3, "switched off");
        api.send_json(Method::PUT, policy, &json!({"enabled": true, "days": 19})).await.expect(200);
        api.settle().await;
        assert_eq!((api.count("contacts").await, api.count("identities").await), (2, 2));
        assert_eq!(api.get(&format!("/api/v1/contacts/{old}")).await.problem(404), "not_found");
        assert_eq!(
            api.count("work_items where kind = 'inactivity' and state = 'finished' and done = 1").await,
            1
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn personal_data_holds_activities_addresses_merges_and_imports() {
    on_both(async |db| {
        let api = Api::new(db);
        api.import_people("e,f,c\nann@x.de,Ann,Ulm\n").await;
        let one = api.get("/api/v1/contacts").await.expect(200)["items"][0]["id"].as_i64().unwrap();
        let two = api.contact("ann@y.de", json!({"zip": "1"})).await;
        record(&api, &json!({"activities": [{"type": "login", "email": "ann@y.de", "item": "shop"}]})).await;
        api.merge(one, json!({"other_id": two})).await.expect(201);
        api.import_people("e,f,c\nann@y.de,Anna,\nann@x.de; bob@x.de,Ann,\n").await;
        let all = api.get(&format!("/api/v1/contacts/{one}/personal-data")).await.expect(200);
        assert_eq!(all["contact"]["addresses"], json!(["ann@x.de", "ann@y.de"]));
        assert_eq!(
            (&all["activities"][0]["item"], &all["merges"][0]["other"]["email"]),
            (&json!("shop"), &json!("ann@y.de"))
        );
        let at = "2026-11-22T12:00:00Z";
        let import =
            |id, did| json!({"import_id": id, "file_name": "people.csv", "row": 2, "at": at, "did": did});
        assert_eq!(all["imports"], json!([import(1, "created"), import(2, "changed")]));
        let cells = ["ann@x.de; bob@x.de", "Ann", ""];
        assert_eq!(all["rows_not_imported"], json!([{"import_id": 2, "row": 3, "cells": cells}]));
        for belonging in belongings::ALL {
            if let Told::Under(key) = belonging.told {
                assert!(all.get(key).is_some(), "{} is not told", belonging.table);
            }
        }
    })
    .await;
}
