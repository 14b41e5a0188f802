//! Exports over the API, on both databases.

use axum::http::Method;
use muster_store::testing::on_both;
use muster_store::work::{self, Kind, LEASE};
use serde_json::{Value, json};

use crate::clock::Clock;
use crate::http::tests::{Api, NOON};
use crate::work::export::{KEPT, tidy};

const FIELDS: [&str; 3] = ["email", "last_name", "city"];
const PEOPLE: &str = "E-Mail,Name,Ort\na@x.de,Ärger,Köln\nb@x.de,zander,\nc@x.de,Adler,=1+1\nd@x.de,,Bonn\ne@x.de,ärgern,Ulm\n";

async fn base(db: muster_store::Db) -> Api {
    let api = Api::new(db);
    api.import(PEOPLE, &FIELDS, &json!({"kind": "none"})).await;
    api
}

fn csv(columns: &[&str]) -> Value {
    json!({"kind": "export", "format": "csv", "columns": columns})
}

async fn order(api: &Api, selection: &Value, action: &Value) -> i64 {
    let order = json!({"selection": selection, "action": action});
    api.post_json("/api/v1/mass-actions", None, &order).await.expect(201)["id"].as_i64().unwrap()
}

async fn show(api: &Api, id: i64) -> Value {
    api.get(&format!("/api/v1/mass-actions/{id}")).await.expect(200)
}

fn path(id: i64) -> String {
    format!("/api/v1/mass-actions/{id}/file")
}

/// The file that an export makes.
async fn exported(api: &Api, selection: &Value, action: &Value) -> String {
    let id = order(api, selection, action).await;
    api.settle().await;
    api.get(&path(id)).await.text()
}

#[tokio::test(flavor = "multi_thread")]
async fn scores_and_personas_are_columns_of_lists_and_files() {
    on_both(async |db| {
        let api = base(db).await;
        let gives = |field: &str, operator: &str, value: &str, points: i64| {
            let rule = json!({"field": field, "operator": operator, "value": value});
            json!({"points": points, "kind": "attribute", "rule": rule})
        };
        let rules = json!([gives("email", "starts_with", "b", 30), gives("email", "starts_with", "d", -4)]);
        let score = json!({"name": "=Interest", "rules": rules});
        api.post_json("/api/v1/scores", None, &score).await.expect(201);
        let persona =
            json!({"name": "@Bee", "threshold": 10, "rules": [gives("email", "starts_with", "b", 10)]});
        api.post_json("/api/v1/personas", None, &persona).await.expect(201);
        api.settle().await;

        let listed = api.get("/api/v1/contacts?sort=-score:1").await.expect(200);
        let figures: Vec<(&Value, &Value)> = listed["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| (&item["scores"], &item["persona_id"]))
            .collect();
        let (none, empty) = (json!({}), Value::Null);
        assert_eq!(figures[0], (&json!({"1": 30}), &json!(1)));
        assert_eq!(figures[1..4], [(&none, &empty); 3]);
        assert_eq!(figures[4], (&json!({"1": -4}), &empty));
        let id = &listed["items"][0]["id"];
        let shown = api.get(&format!("/api/v1/contacts/{id}")).await.expect(200);
        assert_eq!((&shown["scores"]["1"], &shown["persona_id"]), (&json!(30), &json!(1)));
        let known = api.get(&format!("/api/v1/contacts/{id}/personal-data")).await.expect(200);
        assert_eq!(known["scores_and_personas"]["scores"][0]["points"], 30);

        let action = json!({"kind": "export", "format": "csv", "columns": ["email", "score:1", "persona"],
            "sort": "-score:1"});
        let file = exported(&api, &json!({}), &action).await;
        let lines: Vec<&str> = file.lines().collect();
        assert_eq!(lines[0], "\u{FEFF}email,Score: =Interest,Persona");
        assert_eq!((lines[1], lines[5]), ("b@x.de,30,'@Bee", "d@x.de,-4,"));
        assert!(lines[2].ends_with("@x.de,0,"), "{file}");
        let all = exported(&api, &json!({}), &json!({"kind": "export", "format": "csv"})).await;
        assert!(all.lines().next().unwrap().ends_with(",Persona,Score: =Interest"));
        let gone =
            json!({"selection": {}, "action": {"kind": "export", "format": "csv", "columns": ["score:9"]}});
        let refused = api.post_json("/api/v1/mass-actions", None, &gone).await;
        assert_eq!(refused.places(422, "mass_action_invalid"), ["/action/columns"]);
    })
    .await;
}

/// How many files there are in the folder of exports.
async fn files(api: &Api) -> usize {
    api.app.files.exported().await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_has_what_is_asked_for_in_that_order_and_no_formula() {
    on_both(async |db| {
        let api = base(db).await;
        let some = exported(&api, &json!({"search": "c@x"}), &csv(&["city", "email"])).await;
        assert_eq!(some, "\u{FEFF}city,email\r\n'=1+1,c@x.de\r\n");
        let all = exported(&api, &json!({}), &json!({"kind": "export", "format": "csv"})).await;
        assert_eq!(all.lines().count(), 6);
        assert!(all.starts_with("\u{FEFF}email,") && all.lines().next().unwrap().contains(",birthday,"));
        assert_eq!(exported(&api, &json!({"ids": [1, 2, 99]}), &csv(&["email"])).await.lines().count(), 3);
        for (sort, expected) in [("last_name", "cbaed"), ("-email", "edcba")] {
            let action = json!({"kind": "export", "format": "csv", "columns": ["email"], "sort": sort});
            let file = exported(&api, &json!({}), &action).await;
            let initials: String = file.lines().skip(1).filter_map(|line| line.chars().next()).collect();
            assert_eq!(initials, expected, "{sort}");
        }
        let id = order(&api, &json!({}), &json!({"kind": "export", "format": "xlsx"})).await;
        api.settle().await;
        let workbook = api.get(&path(id)).await;
        assert!(workbook.kind.ends_with("spreadsheetml.sheet") && workbook.body.starts_with(b"PK"));
        assert_eq!(files(&api).await, 6, "nothing is left but the files");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_says_how_far_it_is_and_keeps_its_file_for_a_week() {
    on_both(async |db| {
        let mut api = base(db).await;
        let id = order(&api, &json!({"search": "x.de"}), &csv(&["email"])).await;
        let waiting = show(&api, id).await;
        assert_eq!(
            (&waiting["state"], &waiting["total"], &waiting["done"]),
            (&json!("queued"), &json!(5), &json!(0))
        );
        assert_eq!(
            (&waiting["file_until"], api.get(&path(id)).await.problem(409)),
            (&Value::Null, "export_not_ready".into())
        );
        api.post_json("/api/v1/contacts", None, &json!({"email": "late@x.de"})).await.expect(201);
        api.settle().await;
        let over = show(&api, id).await;
        assert_eq!(
            (&over["state"], &over["done"], &over["skipped"]),
            (&json!("finished"), &json!(5), &json!(0))
        );
        assert_eq!(over["file_until"], "2026-11-29T12:00:00Z");
        assert_eq!(api.get(&path(id)).await.text().lines().count(), 6, "who came later is not meant");
        let payload = work::find(&api.app.db, id).await.unwrap().unwrap().payload;
        assert!(!payload.contains("x.de"), "what was searched for is forgotten: {payload}");

        api.app.clock = Clock::Fixed(NOON + KEPT);
        tidy(&api.app).await.unwrap();
        assert_eq!(api.get(&path(id)).await.status.as_u16(), 200);
        api.app.clock = Clock::Fixed(NOON + KEPT + 1);
        tidy(&api.app).await.unwrap();
        let expired = show(&api, id).await;
        assert_eq!((&expired["state"], &expired["file_until"]), (&json!("expired"), &Value::Null));
        assert_eq!((api.get(&path(id)).await.problem(410), files(&api).await), ("export_gone".into(), 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_whose_process_was_killed_is_begun_anew() {
    on_both(async |db| {
        let mut api = base(db).await;
        let id = order(&api, &json!({}), &csv(&["email"])).await;
        let dead = work::claim(&api.app.db, Kind::Export, None, ("dead", NOON)).await.unwrap().unwrap();
        assert_eq!(dead.work_id, id);
        let (mut half, half_path) = api.app.files.begin_export(id).unwrap().keep().unwrap();
        std::io::Write::write_all(&mut half, b"half of a f").unwrap();
        api.settle().await;
        assert_eq!(
            (&show(&api, id).await["state"], files(&api).await),
            (&json!("running"), 1),
            "it may be slow only"
        );
        assert_eq!(api.get(&path(id)).await.problem(409), "export_not_ready");

        api.app.clock = Clock::Fixed(NOON + LEASE + 1);
        api.settle().await;
        assert_eq!(show(&api, id).await["done"], 5);
        assert_eq!(api.get(&path(id)).await.text().lines().count(), 6);
        assert!(!half_path.exists(), "what was broken off is swept out");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_that_ends_the_program_again_and_again_is_given_up() {
    on_both(async |db| {
        let mut api = base(db).await;
        let id = order(&api, &json!({}), &csv(&["email"])).await;
        for attempt in 1..=10 {
            let sign = ("dead", NOON + attempt * (LEASE + 1));
            let work = work::claim(&api.app.db, Kind::Export, None, sign).await.unwrap().unwrap();
            work::renew(&api.app.db, &work, sign).await.unwrap();
            assert_eq!(work.attempts, attempt, "a sign of life is no step done");
        }
        api.app.clock = Clock::Fixed(NOON + 11 * (LEASE + 1));
        let next = order(&api, &json!({}), &csv(&["email"])).await;
        api.settle().await;
        let told = show(&api, id).await;
        assert_eq!(told["state"], "failed");
        assert!(told["failure"].as_str().unwrap().contains("the program ended"), "{told}");
        assert_eq!(show(&api, next).await["state"], "finished", "the next one has its turn");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_export_outlives_an_erasure() {
    on_both(async |db| {
        let api = base(db).await;
        let finished = order(&api, &json!({}), &csv(&["email"])).await;
        api.settle().await;
        let running = order(&api, &json!({}), &csv(&["email"])).await;
        let slow = work::claim(&api.app.db, Kind::Export, None, ("slow", NOON)).await.unwrap().unwrap();
        let person = api.get("/api/v1/contacts?search=c@x.de").await.expect(200)["items"][0]["id"].clone();
        let erasure = format!("/api/v1/contacts/{person}/erasure");
        assert_eq!(api.post(&format!("{erasure}?dry_run=true"), "").await.expect(200)["exports"], 1);
        assert_eq!(api.post(&erasure, "").await.status.as_u16(), 204);
        assert_eq!((&show(&api, finished).await["state"], files(&api).await), (&json!("expired"), 0));
        assert_eq!(api.get(&path(finished)).await.problem(410), "export_gone");

        let mut tx = api.app.db.begin().await.unwrap();
        assert!(
            work::advance(&mut tx, &slow, ("slow", NOON)).await.is_err(),
            "it has read the person already"
        );
        drop(tx);
        api.settle().await;
        let file = api.get(&path(running)).await.text();
        assert!(file.lines().count() == 5 && !file.contains("c@x.de"), "{file}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mass_action_is_taken_off_the_list_with_its_file() {
    on_both(async |db| {
        let api = base(db).await;
        let id = order(&api, &json!({}), &csv(&["email"])).await;
        api.settle().await;
        let own = format!("/api/v1/mass-actions/{id}");
        api.call(Method::DELETE, &own, None).await.expect_nothing();
        assert_eq!(
            (api.call(Method::DELETE, &own, None).await.problem(404), files(&api).await),
            ("not_found".into(), 0)
        );
        let stopped =
            order(&api, &json!({}), &json!({"kind": "set_field", "field": "city", "value": "Ulm"})).await;
        api.call(Method::DELETE, &format!("/api/v1/mass-actions/{stopped}"), None).await.expect_nothing();
        api.settle().await;
        let contacts = api.get("/api/v1/contacts?search=b@x.de").await.expect(200);
        assert_eq!(contacts["items"][0]["fields"]["city"], Value::Null, "what did not begin does nothing");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_export_that_cannot_be_is_refused_or_says_why_it_failed() {
    on_both(async |db| {
        let api = base(db).await;
        for (action, place) in [
            (csv(&["nope"]), "/action/columns"),
            (csv(&[]), "/action/columns"),
            (json!({"kind": "export", "format": "csv", "sort": "nope"}), "/action/sort"),
        ] {
            let order = json!({"selection": {}, "action": action});
            let refused = api.post_json("/api/v1/mass-actions", None, &order).await;
            assert_eq!(refused.places(422, "mass_action_invalid"), [place]);
        }
        let other = json!({"selection": {}, "action": {"kind": "export", "format": "pdf"}});
        assert_eq!(api.post_json("/api/v1/mass-actions", None, &other).await.problem(422), "body_invalid");
        let no_file = order(&api, &json!({"ids": [1]}), &json!({"kind": "delete"})).await;
        assert_eq!(api.get(&path(no_file)).await.problem(404), "not_found");

        api.post_json("/api/v1/fields", None, &json!({"label": "Class", "kind": "text"})).await.expect(201);
        let id = order(&api, &json!({}), &csv(&["class"])).await;
        api.call(Method::DELETE, "/api/v1/fields/class", None).await.expect_nothing();
        api.settle().await;
        let failed = show(&api, id).await;
        assert_eq!(
            (&failed["state"], &failed["failure"]),
            (&json!("failed"), &json!("The column \"class\" is not there any more."))
        );
        assert_eq!(
            (api.get(&path(id)).await.problem(409), files(&api).await),
            ("export_not_ready".into(), 0)
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_long_cell_never_fails_a_workbook_and_what_is_cut_is_told() {
    on_both(async |db| {
        let api = base(db).await;
        let notes =
            ["😀".repeat(16_384), "x".repeat(32_768), "ä".repeat(32_767), "\u{1}\u{FFFE}_x0041_".to_owned()];
        for (email, notes) in ["a", "b", "c", "d"].map(|name| format!("{name}@x.de")).iter().zip(&notes) {
            let found = api.get(&format!("/api/v1/contacts?search={email}")).await.expect(200);
            let own = format!("/api/v1/contacts/{}", found["items"][0]["id"]);
            api.call(Method::PATCH, &own, Some(&json!({"fields": {"notes": notes}}))).await.expect(200);
        }
        for (format, cut) in [("xlsx", 2), ("csv", 0)] {
            let id = order(&api, &json!({}), &json!({"kind": "export", "format": format})).await;
            api.settle().await;
            let told = show(&api, id).await;
            assert_eq!((&told["state"], &told["done"]), (&json!("finished"), &json!(5)), "{told}");
            assert_eq!(told["cut"], cut, "{format}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_export_guards_is_unguarded_when_it_comes_back() {
    on_both(async |db| {
        let api = base(db).await;
        api.post_json("/api/v1/fields", None, &json!({"label": "Remark", "kind": "long_text"}))
            .await
            .expect(201);
        let values = [
            "+49 30 or -5",
            "'+49 30 x",
            "=1+1",
            "a;=1",
            "a, @home",
            "x\n=1+1",
            "＝1+1",
            "'=1",
            "-2+A1",
            "''",
            "'s-Hertogenbosch",
            "a;\u{2060}=1",
        ];
        let people = async |values: &[&str]| {
            for (index, value) in values.iter().enumerate() {
                let new = json!({"email": format!("r{index}@y.de"), "fields": {"remark": value}});
                api.post_json("/api/v1/contacts", None, &new).await.expect(201);
            }
        };
        people(&values).await;
        let file = exported(&api, &json!({"search": "y.de"}), &csv(&["email", "remark"])).await;
        let stored = async || {
            let found = api.get("/api/v1/contacts?search=y.de&sort=email&limit=50").await.expect(200);
            found["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["fields"]["remark"].clone())
                .collect::<Vec<_>>()
        };
        let before = stored().await;
        assert_eq!(before.len(), values.len());
        for line in file.lines().flat_map(|line| line.split([';', ','])) {
            assert!(!line.trim_start_matches(['"', ' ']).starts_with(['=', '@', '＝']), "{line:?} in {file}");
        }
        let import = api.import(&file, &["email", "remark"], &json!({"kind": "none"})).await;
        assert_eq!(import["counts"]["unchanged"], values.len(), "{import}");
        assert_eq!(stored().await, before);
    })
    .await;
}
