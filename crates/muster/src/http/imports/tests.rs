//! Dry runs over HTTP, on both databases.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::http::Method;
use axum::response::IntoResponse as _;
use muster_domain::ImportId;
use muster_store::testing::on_both;
use muster_store::{Backend, Sql, imports};
use serde_json::{Value, json};
use tokio::task::block_in_place;

use super::create::prepare;
use super::dry_run::DryRun;
use crate::clock::Clock;
use crate::dry_run::{DryRunError, Out, carry_out};
use crate::http::base::problem::ApiError;
use crate::http::tests::{Api, NOON, new_import};
use crate::order::rehearse;
use crate::work::import::ImportRun;

const TRY: &str = "/api/v1/imports/dry-run";
const FIELDS: [&str; 2] = ["email", "city"];

const UNFIT: &str = "E-Mail,Birthday,Gender,City\na@x.de,soon,maybe,Ulm\nb@x.de,1980-12-31,,Rom\n\
    nobody,soon,,Ulm\nc@x.de,never\n";

fn in_city(city: &str) -> Value {
    json!({"field": "city", "operator": "is", "value": city})
}

/// A group and a score for those in Rome, and a persona.
async fn watch_rome(api: &Api) {
    let condition = json!({"combinator": "and", "rules": [in_city("Rom")]});
    let group = json!({"name": "Rome", "condition": condition});
    api.post_json("/api/v1/contact-groups", None, &group).await.expect(201);
    let rules = json!([{"points": 20, "kind": "attribute", "rule": in_city("Rom")}]);
    let score = json!({"name": "Interest", "limit": 20, "rules": rules});
    api.post_json("/api/v1/scores", None, &score).await.expect(201);
    let persona = json!({"name": "Roman", "threshold": 10, "rules": rules});
    api.post_json("/api/v1/personas", None, &persona).await.expect(201);
    api.settle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_tells_what_the_import_then_does() {
    on_both(async |db| {
        let api = Api::new(db);
        api.import("email,city\na@x.de,Ulm\nb@x.de,Rom\n", &FIELDS, &json!({"kind": "none"})).await;
        watch_rome(&api).await;
        let long = "ö".repeat(300);
        let text = format!("email,city\na@x.de,Rom\nb@x.de,Ulm\nc@x.de,Rom\nnobody,{long}\na@x.de,Rom\n");
        let order = new_import(api.upload(&text).await, &FIELDS, &json!({"kind": "new_group", "name": "G"}));
        let told = api.post_json(TRY, None, &order).await.expect(200);
        assert_eq!(api.count("contacts where city = 'Rom'").await, 1, "nothing is written");
        assert_eq!((api.count("imports").await, api.count("contact_groups").await), (1, 1));
        assert_eq!(
            told["columns"],
            json!(FIELDS.map(|name| {
                json!({"name": name, "field": name, "label_column": null, "unfit": "leave"})
            }))
        );
        let reject = &told["rejects"][0];
        assert_eq!((&reject["row"], &reject["code"]), (&json!(5), &json!("email_invalid")));
        assert_eq!(reject["cells"], json!(["nobody", "ö".repeat(200)]));

        let made = api.post_json("/api/v1/imports", None, &order).await.expect(201);
        api.work().await;
        let done = api.get(&format!("/api/v1/imports/{}", made["id"])).await.expect(200);
        for part in ["counts", "score_effects", "persona_effects"] {
            assert_eq!(told[part], done[part], "{part}");
        }
        assert_eq!(told["counts"]["processed"], 5);
        assert_eq!(told["persona_effects"][0]["entered"], 2);
        // What the import also did is to put them into its group, which was not there before.
        let rome = |effects: &Value| {
            effects.as_array().unwrap().iter().find(|it| it["group"]["name"] == "Rome").cloned()
        };
        assert_eq!(rome(&told["effects"]), rome(&done["effects"]));
        assert_eq!(told["effects"].as_array().unwrap().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn values_that_do_not_fit_are_left_out_counted_and_told() {
    on_both(async |db| {
        let api = Api::new(db);
        let file = api.upload(UNFIT).await;
        let auto = json!({"file_id": file, "mapping": "auto", "segment": {"kind": "none"}, "blank": "keep"});
        let tried = api.post_json(TRY, None, &auto).await.expect(200);
        let outcomes = |told: &Value| -> Vec<Value> {
            let rows = told.as_array().unwrap().iter();
            rows.map(|row| json!([row["row"], row["outcome"], row["values"].as_array().unwrap().len()])).collect()
        };
        let expected = [json!([4, "not_imported", 0]), json!([2, "left_out", 2]), json!([5, "left_out", 1])];
        assert_eq!(outcomes(&tried["rejects"]), expected);

        api.post_json("/api/v1/imports", None, &auto).await.expect(201);
        api.work().await;
        let done = api.get("/api/v1/imports/2").await.expect(200);
        let counts = json!({"processed": 4, "imported": 3, "duplicates": 0, "not_imported": 1, "updated": 0,
            "unchanged": 0, "repeated_in_file": 0, "left_out": 3});
        assert_eq!((&done["counts"], &tried["counts"]), (&counts, &counts));
        assert_eq!(done["state"], "finished");
        let rows = api.get("/api/v1/imports/2/rejects").await.expect(200);
        assert_eq!(outcomes(&rows["items"]), expected[..1]);
        let rows = api.get("/api/v1/imports/2/rejects?outcome=left_out").await.expect(200);
        assert_eq!(outcomes(&rows["items"]), expected[1..]);
        let value = &rows["items"][0]["values"][1];
        assert_eq!(
            (&value["column"], &value["name"], &value["value"], &value["code"]),
            (&json!(2), &json!("Gender"), &json!("maybe"), &json!("gender_unknown"))
        );
        let reasons = api.get("/api/v1/imports/2/reasons").await.expect(200);
        assert_eq!(
            reasons["left_out"][0],
            json!({"code": "date_invalid", "field": "Birthday", "reason": "not a date", "count": 2})
        );
        assert_eq!(
            reasons["not_imported"],
            json!([{"code": "email_invalid", "field": null, "reason": "an e-mail address that cannot be used", "count": 1}])
        );
        let errors = api.get("/api/v1/imports/2/rejects.csv").await.text();
        let lines: Vec<&str> = errors.lines().collect();
        assert!(lines[1].starts_with("4,not imported,E-Mail,") && lines[1].ends_with(",nobody,soon,,Ulm"));
        assert!(lines[2].starts_with("2,imported without some values,Birthday; Gender,"), "{}", lines[2]);

    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_does_not_fit_costs_the_row_if_that_is_asked_for_and_the_corrected_file_brings_it() {
    on_both(async |db| {
        let api = Api::new(db);
        let strict = json!({"file_id": api.upload(UNFIT).await, "mapping": [{"column": "E-Mail", "field": "email"},
            {"column": "birthday", "field": "birthday", "unfit": "reject"}, {"column": 2, "field": "gender"}],
            "segment": {"kind": "none"}, "blank": "keep"});
        api.post_json("/api/v1/imports", None, &strict).await.expect(201);
        api.work().await;
        let done = api.get("/api/v1/imports/1").await.expect(200);
        let counts = &done["counts"];
        assert_eq!(done["state"], "finished");
        assert_eq!((&counts["not_imported"], &counts["left_out"]), (&json!(3), &json!(0)));
        let errors = api.get("/api/v1/imports/1/rejects.csv").await.text();
        let corrected = errors.replace("soon", "1.2.1990").replace("maybe", "f").replace("nobody", "d@x.de");
        let again = json!({"file_id": api.upload(&corrected).await, "mapping": "auto", "unfit": "reject",
            "segment": {"kind": "none"}, "blank": "keep"});
        api.post_json("/api/v1/imports", None, &again).await.expect(201);
        api.work().await;
        let counts = &api.get("/api/v1/imports/2").await.expect(200)["counts"];
        assert_eq!(
            (&counts["imported"], &counts["updated"], &counts["not_imported"]),
            (&json!(2), &json!(0), &json!(1))
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_that_is_named_but_not_alone_is_refused() {
    on_both(async |db| {
        let api = Api::new(db);
        let file = api.upload("E-Mail,Telefon,Telefon\na@x.de,1,2\n").await;
        let named = |name: &str| {
            json!({"file_id": file, "segment": {"kind": "none"}, "blank": "keep", "mapping": [
                {"column": 0, "field": "email"}, {"column": name, "field": "home_phone"}]})
        };
        for (name, code) in [("Telefon", "column_ambiguous"), ("Fax", "unknown_column")] {
            assert_eq!(api.post_json("/api/v1/imports", None, &named(name)).await.problem(422), code);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_into_a_group_foresees_what_depends_on_it() {
    on_both(async |db| {
        let api = Api::new(db);
        api.import("email,city\na@x.de,Ulm\n", &FIELDS, &json!({"kind": "none"})).await;
        let fair = api.post_json("/api/v1/contact-groups", None, &json!({"name": "Fair"})).await.expect(201)
            ["id"]
            .clone();
        let met = json!({"field": "group", "operator": "in_any", "value": [fair]});
        let behind = json!({"name": "Met", "condition": {"combinator": "and", "rules": [met]}});
        api.post_json("/api/v1/contact-groups", None, &behind).await.expect(201);
        api.settle().await;
        let file = api.upload("email,city\na@x.de,Ulm\nb@x.de,Rom\n").await;
        let order = new_import(file, &FIELDS, &json!({"kind": "group", "group_id": fair}));
        let told = api.post_json(TRY, None, &order).await.expect(200);
        let entered: Vec<_> = told["effects"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| (&it["group"]["name"], &it["entered"]))
            .collect();
        assert_eq!(entered, [(&json!("Fair"), &json!(2)), (&json!("Met"), &json!(2))], "{told}");
    })
    .await;
}

/// Forty contacts and a file with a value for each of them, one of which cannot be read.
const MANY: usize = 40;

#[tokio::test(flavor = "multi_thread")]
async fn who_saves_in_the_midst_of_a_dry_run_waits_for_nothing_of_it() {
    on_both(async |db| {
        let api = Api::new(db);
        let rows = |city: &str, rest: &str| {
            (0..MANY).map(|n| format!("p{n}@x.de,{city}{rest}\n")).collect::<Vec<_>>().concat()
        };
        let there = format!("email,city\n{}", rows("Ulm", ""));
        api.import(&there, &FIELDS, &json!({"kind": "none"})).await;
        let file = api.upload(&format!("email,city,birthday\n{}", rows("Rom", ",soon"))).await;
        let order = new_import(file, &["email", "city", "birthday"], &json!({"kind": "none"}));
        let (order, head) = prepare(&api.app, serde_json::from_value(order).unwrap()).await.unwrap();
        let import = rehearse(&api.app.db, &head, order, api.app.clock.now()).await.unwrap();
        let (sender, told) = std::sync::mpsc::sync_channel(0); // the dry run stands still at each row that it tells
        let run = ImportRun::of(&api.app, &import).unwrap();
        let run = ImportRun { chunk_rows: 4, ..run };
        run.survey(&import).await.unwrap();
        let progress = Arc::clone(&run.progress);
        let trying = tokio::spawn(async move { run.try_out(&import, &sender).await });

        let first = block_in_place(|| told.recv()).unwrap();
        let found = api.get(&format!("/api/v1/contacts?search={}", first.cells[0])).await.expect(200);
        let path = format!("/api/v1/contacts/{}", found["items"][0]["id"]);
        api.call(Method::PATCH, &path, Some(&json!({"fields": {"city": "Bonn"}}))).await.expect(200);
        let done = progress.done.load(Ordering::Relaxed);
        assert!((1..MANY as u64).contains(&done), "{done} rows were tried");
        assert_eq!(block_in_place(|| told.iter().count()), MANY - 1);
        let (counts, _) = trying.await.unwrap().unwrap();
        assert_eq!((counts.updated, counts.left_out), (MANY as i64, MANY as i64));
        assert_eq!(api.count("contacts where city = 'Ulm'").await, MANY as i64 - 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_in_many_parts_tells_what_one_that_is_whole_tells() {
    on_both(async |db| {
        let api = Api::new(db);
        api.import("email,city\na@x.de,Ulm\nb@y.de,Ulm\n", &FIELDS, &json!({"kind": "none"})).await;
        api.post_json("/api/v1/contacts/1/merges", None, &json!({"other_id": 2})).await.expect(201);
        watch_rome(&api).await;
        // Both addresses of the contact: the last row of the file wins, however far it is from the first.
        let rows = |n: usize| format!("p{}@x.de,Rom\nbad{n},\n", n % 25);
        let between = (0..50).map(rows).collect::<Vec<_>>().concat();
        let file = api.upload(&format!("email,city\nb@y.de,Rom\n{between}a@x.de,Bonn\n")).await;
        let order = new_import(file, &FIELDS, &json!({"kind": "none"}));
        let whole = api.post_json(TRY, None, &order).await.expect(200);
        let (order, head) = prepare(&api.app, serde_json::from_value(order).unwrap()).await.unwrap();
        let import = rehearse(&api.app.db, &head, order, api.app.clock.now()).await.unwrap();
        let run = ImportRun { chunk_rows: 7, ..ImportRun::of(&api.app, &import).unwrap() };
        run.survey(&import).await.unwrap();
        let parted = carry_out(run, &import, None::<Out<std::io::Sink>>).await.unwrap();
        let numbers: Vec<u64> = parted.told.iter().map(|row| row.number).collect();
        assert_eq!(numbers, (0..50).map(|n| 2 * n + 4).collect::<Vec<_>>(), "in the order of the file");
        let parted = serde_json::to_value(DryRun::of(import, parted)).unwrap();
        assert_eq!(parted, whole);
        assert_eq!(whole["counts"]["imported"], 25);
        assert_eq!(whole["persona_effects"][0]["entered"], 25, "{whole}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_tried_says_why_and_one_file_is_tried_at_a_time() {
    on_both(async |db| {
        let api = Api::new(db);
        let none = json!({"kind": "none"});
        let file = api.upload("email,city\na@x.de,Ulm\n").await;
        let order = new_import(file, &FIELDS, &none);
        assert_eq!(
            api.post_json(TRY, None, &new_import(99, &FIELDS, &none)).await.problem(422),
            "unknown_file"
        );
        let into = |segment: &Value| new_import(file, &FIELDS, segment);
        let nowhere = into(&json!({"kind": "group", "group_id": 99}));
        assert_eq!(api.post_json(TRY, None, &nowhere).await.problem(422), "unknown_group");
        api.post_json("/api/v1/contact-groups", None, &json!({"name": "G"})).await.expect(201);
        let taken = into(&json!({"kind": "new_group", "name": "g"}));
        assert_eq!(api.post_json(TRY, None, &taken).await.problem(409), "group_exists");
        let unmapped = new_import(file, &["city"], &none);
        assert_eq!(api.post_json(TRY, None, &unmapped).await.status.as_u16(), 422);

        // One at a time, also behind somebody who has gone away.
        let other = api.app.dry_run.lock().await;
        let mut waiting = Box::pin(api.post_json(TRY, None, &order));
        assert!(
            tokio::time::timeout(Duration::from_millis(150), &mut waiting).await.is_err(),
            "it does not wait"
        );
        drop(other);
        assert_eq!(waiting.await.expect(200)["counts"]["imported"], 1);
        let gone = tokio::time::timeout(Duration::from_millis(1), api.post_json(TRY, None, &order)).await;
        assert_eq!(
            api.post_json(TRY, None, &order).await.expect(200)["counts"]["imported"],
            1,
            "{}",
            gone.is_err()
        );

        let rows = "a@x.de,Ulm\n".repeat(200_001);
        let large = new_import(api.upload(&format!("email,city\n{rows}")).await, &FIELDS, &none);
        assert_eq!(api.post_json(TRY, None, &large).await.problem(422), "too_large_to_try");
        assert_eq!(api.count("contacts").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_at_which_the_database_fails_each_time_is_told_and_the_others_are_imported() {
    on_both(async |db| {
        let refuse = match db.backend() {
            Backend::Sqlite => {
                "create trigger poison before insert on contacts when new.city = 'Poison'
                 begin select raise(abort, 'poison'); end"
            }
            Backend::Postgres => "alter table contacts add constraint poison check (city <> 'Poison')",
        };
        db.execute(Sql::new(refuse)).await.unwrap();
        let mut api = Api::new(db);
        let city = |row: usize| if row == 20 { "Poison" } else { "Ulm" };
        let rows: Vec<String> = (2..60).map(|row| format!("p{row}@x.de,{}", city(row))).collect();
        let file = api.upload(&format!("email,city\n{}\n", rows.join("\n"))).await;
        let order = new_import(file, &FIELDS, &json!({"kind": "none"}));
        api.post_json("/api/v1/imports", None, &order).await.expect(201);
        api.work().await;
        let waits = api.get("/api/v1/imports/1").await.expect(200);
        assert_eq!(
            (&waits["state"], &waits["trouble"]["code"]),
            (&json!("running"), &json!("database_failed"))
        );
        let mut done = waits;
        for attempt in 2..60 {
            api.app.clock = Clock::Fixed(NOON + attempt * 20_000);
            api.work().await;
            done = api.get("/api/v1/imports/1").await.expect(200);
            if done["state"] != "running" {
                break;
            }
        }
        assert_eq!((&done["state"], &done["trouble"]), (&json!("finished"), &json!(null)));
        assert_eq!((&done["counts"]["imported"], &done["counts"]["not_imported"]), (&json!(57), &json!(1)));
        let rejects = api.get("/api/v1/imports/1/rejects").await.expect(200);
        let reject = &rejects["items"][0];
        assert_eq!(
            (&reject["row"], &reject["code"], &reject["cells"]),
            (&json!(20), &json!("not_stored"), &json!(["p20@x.de", "Poison"]))
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_is_canceled_holds_nothing_any_more() {
    on_both(async |db| {
        let api = Api::new(db);
        let segment = json!({"kind": "new_group", "name": "Fair"});
        let order = new_import(api.upload("email,city\na@x.de,Ulm\n").await, &FIELDS, &segment);
        let import = api.post_json("/api/v1/imports", None, &order).await.expect(201);
        let path = format!("/api/v1/imports/{}", import["id"]);
        let group = "/api/v1/contact-groups/1";
        assert_eq!(api.call(Method::DELETE, group, None).await.status.as_u16(), 409);
        assert_eq!(api.call(Method::DELETE, &path, None).await.status.as_u16(), 204);
        assert_eq!(api.get(&path).await.expect(200)["state"], "canceled");
        assert_eq!(api.call(Method::DELETE, &path, None).await.problem(409), "import_ended");
        assert_eq!(api.call(Method::DELETE, "/api/v1/imports/9", None).await.problem(404), "not_found");
        api.work().await;
        assert_eq!((api.count("contacts").await, api.count("files").await), (0, 0));
        assert_eq!(api.call(Method::DELETE, group, None).await.status.as_u16(), 204);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_whose_field_is_deleted_meanwhile_is_refused_as_outdated() {
    on_both(async |db| {
        let api = Api::new(db.clone());
        let field = json!({"label": "Colour", "kind": "text"});
        api.post_json("/api/v1/fields", None, &field).await.expect(201);
        let file = api.upload("email,Colour\na@x.de,Red\n").await;
        let new = new_import(file, &["email", "colour"], &json!({"kind": "none"}));
        let (order, head) = prepare(&api.app, serde_json::from_value(new).unwrap()).await.unwrap();
        let import = rehearse(&db, &head, order, NOON).await.unwrap();
        api.call(Method::DELETE, "/api/v1/fields/colour", None).await.expect_nothing();
        let failed = ImportRun::of(&api.app, &import).unwrap().survey(&import).await.unwrap_err();
        let answer = ApiError::from(DryRunError::from(failed)).into_response();
        assert_eq!(answer.status(), 409);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_whose_server_ends_while_it_is_canceled_is_closed_by_another() {
    on_both(async |db| {
        let api = Api::new(db.clone());
        let order =
            new_import(api.upload("email,city\na@x.de,Ulm\n").await, &FIELDS, &json!({"kind": "none"}));
        api.post_json("/api/v1/imports", None, &order).await.expect(201);
        let left_alone = json!({"field": "import", "operator": "unchanged_by", "value": 1});
        let condition = json!({"combinator": "and", "rules": [left_alone]});
        let group = json!({"name": "Left alone", "condition": condition});
        api.post_json("/api/v1/contact-groups", None, &group).await.expect(201);
        api.settle().await;
        let state = async || api.get("/api/v1/contact-groups/1").await.expect(200)["state"].clone();
        assert_eq!(state().await, "ready");
        assert!(imports::cancel(&db, ImportId(1), NOON).await.unwrap()); // and no more, then the server is killed
        assert_eq!(imports::unclosed(&db).await.unwrap(), [1]);
        api.work().await;
        assert!(imports::unclosed(&db).await.unwrap().is_empty());
        assert_eq!(state().await, "rebuilding", "whom it left alone is known now");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_servers_at_one_base_the_one_with_the_file_carries_the_import_out() {
    on_both(async |db| {
        let (one, mut other) = (Api::new(db.clone()), Api::new(db));
        let order =
            new_import(one.upload("email,city\na@x.de,Ulm\n").await, &FIELDS, &json!({"kind": "none"}));
        one.post_json("/api/v1/imports", None, &order).await.expect(201);
        one.app.db.execute(Sql::new("update imports set created_at = created_at - 61000")).await.unwrap();
        other.work().await;
        let waits = other.get("/api/v1/imports/1").await.expect(200);
        assert_eq!(
            (&waits["state"], &waits["trouble"]["code"]),
            (&json!("queued"), &json!("file_elsewhere"))
        );
        assert_eq!(one.get("/api/v1/imports/1").await.expect(200)["trouble"], json!(null));
        one.work().await;
        assert_eq!(other.get("/api/v1/imports/1").await.expect(200)["state"], "finished");
        // Nobody has the file for a day: the import is ended, whoever does it.
        let lost =
            new_import(one.upload("email,city\nb@x.de,Ulm\n").await, &FIELDS, &json!({"kind": "none"}));
        one.post_json("/api/v1/imports", None, &lost).await.expect(201);
        other.app.clock = Clock::Fixed(NOON + 25 * 60 * 60 * 1000);
        other.work().await;
        assert_eq!(other.get("/api/v1/imports/2").await.expect(200)["state"], "failed");
    })
    .await;
}
