//! The API from outside, on both databases.

use axum::body::Body;
use axum::http::{Method, Request, header};
use muster_store::testing::on_both;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::{Api, NOON, new_import, request};
use crate::app::App;
use crate::clock::Clock;

const PEOPLE: &str =
    "E-Mail,Vorname,Ort\na@x.de,Ann,Köln\nB@X.de,=1+1,\nnobody,Cy,Ulm\na@x.de,,Bonn\nd@x.de,Di,Rom,surplus\n";
const FIELDS: [&str; 3] = ["email", "first_name", "city"];

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_inspected_uploaded_imported_and_its_error_file_imported_again() {
    on_both(async |db| {
        let api = Api::new(db);
        let found = api.post("/api/v1/inspections?name=people.csv&complete=true", PEOPLE).await.expect(200);
        assert_eq!(found["suggested_group"], "2026-11-22-people");
        assert_eq!((&found["rows"], &found["columns"][0]["field"]), (&json!(5), &json!("email")));
        assert_eq!(found["columns"][2]["samples"], json!(["Köln", "Ulm", "Bonn", "Rom"]));

        let order =
            new_import(api.upload(PEOPLE).await, &FIELDS, &json!({"kind": "new_group", "name": "Fair"}));
        let import = api.post_json("/api/v1/imports", Some("k"), &order).await.expect(201);
        assert_eq!((&import["state"], &import["id"]), (&json!("queued"), &json!(1)));
        api.work().await;
        let import = api.get("/api/v1/imports/1").await.expect(200);
        assert_eq!(
            import["counts"],
            json!({"processed": 5, "imported": 2, "duplicates": 1, "not_imported": 2,
            "updated": 0, "unchanged": 0, "repeated_in_file": 1, "left_out": 0})
        );
        let events = api.get("/api/v1/imports/1/events").await;
        assert!(
            events.kind.starts_with("text/event-stream") && events.text().contains("\"state\":\"finished\"")
        );
        let contacts = api.get("/api/v1/contacts?group_id=1").await.expect(200);
        assert_eq!(contacts["items"].as_array().unwrap().len(), 2);

        let errors = api.get("/api/v1/imports/1/rejects.csv").await.text();
        let lines: Vec<&str> = errors.trim_start_matches('\u{FEFF}').lines().collect();
        assert_eq!(
            lines[0],
            "Muster row,Muster outcome,Muster column,Muster reason,Muster remedy,E-Mail,Vorname,Ort"
        );
        assert!(lines[1].starts_with("4,") && lines[1].ends_with(",nobody,Cy,Ulm"), "{}", lines[1]);
        assert!(lines[2].starts_with("6,") && lines[2].ends_with(",d@x.de,Di,Rom,surplus"), "{}", lines[2]);

        let corrected = errors.replace("nobody", "cy@x.de").replace("Rom,surplus", "Rom");
        let found =
            api.post("/api/v1/inspections?name=e.csv&complete=true", corrected.clone()).await.expect(200);
        let columns = found["columns"].as_array().unwrap();
        let mapping: Vec<Value> = columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column["field"].is_string())
            .map(|(at, column)| json!({"column": at, "field": column["field"]}))
            .collect();
        assert_eq!(mapping.len(), 3);
        let again = json!({"file_id": api.upload(&corrected).await, "mapping": mapping,
            "segment": {"kind": "group", "group_id": 1}, "blank": "keep"});
        api.post_json("/api/v1/imports", None, &again).await.expect(201);
        api.work().await;
        let import = api.get("/api/v1/imports/2").await.expect(200);
        assert_eq!(
            (&import["counts"]["imported"], &import["counts"]["not_imported"]),
            (&json!(2), &json!(0))
        );
        assert_eq!(api.get("/api/v1/contact-groups/1").await.expect(200)["members"], 4);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contact_shows_its_values_groups_source_and_history() {
    on_both(async |db| {
        let api = Api::new(db);
        for (text, name) in [(PEOPLE, "One"), ("e,f,c\nA@x.de,Anna,\n", "Two")] {
            let segment = json!({"kind": "new_group", "name": name});
            let order = new_import(api.upload(text).await, &FIELDS, &segment);
            api.post_json("/api/v1/imports", None, &order).await.expect(201);
            api.work().await;
        }
        let found = api.get("/api/v1/contacts?search=ANNA").await.expect(200);
        let id = &found["items"][0]["id"];
        let contact = api.get(&format!("/api/v1/contacts/{id}")).await.expect(200);
        assert_eq!(contact["email"], "a@x.de");
        assert_eq!(
            (&contact["fields"]["first_name"], &contact["fields"]["city"]),
            (&json!("Anna"), &json!("Bonn"))
        );
        assert_eq!(contact["source"], json!({"import_id": 1, "row": 5}));
        let change =
            json!({"at": "2026-11-22T12:00:00Z", "origin": "import", "import_id": 2, "row": 2, "before": {"first_name": "Ann"}});
        assert_eq!(contact["history"], json!([change]));
        let groups: Vec<&Value> =
            contact["groups"].as_array().unwrap().iter().map(|group| &group["name"]).collect();
        assert_eq!(groups, ["One", "Two"]);
        assert_eq!(api.get("/api/v1/contacts/0").await.problem(404), "not_found");
        let first = api.get("/api/v1/contacts?limit=1").await.expect(200);
        let next = format!("/api/v1/contacts?limit=1&after={}", first["next"].as_str().unwrap());
        assert_ne!(api.get(&next).await.expect(200)["items"][0]["id"], first["items"][0]["id"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_second_click_makes_no_second_import() {
    on_both(async |db| {
        let api = Api::new(db);
        let order =
            new_import(api.upload(PEOPLE).await, &FIELDS, &json!({"kind": "new_group", "name": "Fair"}));
        let first = api.post_json("/api/v1/imports", Some("click"), &order).await.expect(201);
        let second = api.post_json("/api/v1/imports", Some("click"), &order).await.expect(201);
        assert_eq!(first["id"], second["id"]);
        api.work().await;
        let late = api.post_json("/api/v1/imports", Some("click"), &order).await.expect(201);
        assert_eq!(
            (&late["id"], &late["state"]),
            (&first["id"], &json!("finished")),
            "though its file is gone"
        );
        let two = json!({"name": "Both"});
        let (left, right) = tokio::join!(
            api.post_json("/api/v1/contact-groups", Some("two"), &two),
            api.post_json("/api/v1/contact-groups", Some("two"), &two)
        );
        assert_eq!(left.expect(201)["id"], right.expect(201)["id"]);
        let other = new_import(1, &["email"], &json!({"kind": "none"}));
        assert_eq!(
            api.post_json("/api/v1/imports", Some("click"), &other).await.problem(422),
            "idempotency_key_reused"
        );
        let group = json!({"name": "Once"});
        let made = api.post_json("/api/v1/contact-groups", Some("click"), &group).await.expect(201);
        assert_eq!(
            api.post_json("/api/v1/contact-groups", Some("click"), &group).await.expect(201)["id"],
            made["id"]
        );
        assert_eq!(
            api.post_json("/api/v1/contact-groups", None, &json!({"name": "oNCE "})).await.problem(409),
            "group_exists"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn imports_that_cannot_be_say_why_and_write_nothing() {
    on_both(async |db| {
        let api = Api::new(db);
        let file = api.upload(PEOPLE).await;
        let none = json!({"kind": "none"});
        api.post_json("/api/v1/contact-groups", None, &json!({"name": "Fair"})).await.expect(201);
        for (order, status, code) in [
            (new_import(file, &["city"], &none), 422, "email_not_mapped"),
            (new_import(file, &["email", "email"], &none), 422, "field_mapped_twice"),
            (new_import(file, &["email", "shoe_size"], &none), 422, "unknown_field"),
            (new_import(file, &["email", "city", "zip", "state"], &none), 422, "unknown_column"),
            (new_import(99, &["email"], &none), 422, "unknown_file"),
            (new_import(file, &["email"], &json!({"kind": "group", "group_id": 99})), 422, "unknown_group"),
            (
                new_import(file, &["email"], &json!({"kind": "new_group", "name": " "})),
                422,
                "group_name_blank",
            ),
            (
                new_import(file, &["email"], &json!({"kind": "new_group", "name": "FAIR"})),
                409,
                "group_exists",
            ),
            (new_import(api.upload("email\n").await, &["email"], &none), 422, "file_header_only"),
            (new_import(api.upload("PK\u{3}\u{4}").await, &["email"], &none), 422, "file_binary"),
            (
                new_import(api.upload("a@x.de,Ann\nb@x.de,Ben\n").await, &["email"], &none),
                422,
                "header_missing",
            ),
            (json!({"file_id": file}), 422, "body_invalid"),
        ] {
            assert_eq!(api.post_json("/api/v1/imports", None, &order).await.problem(status), code, "{order}");
        }
        assert_eq!(api.get("/api/v1/imports").await.expect(200)["items"], json!([]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_above_the_limit_far_down_fails_the_import_before_anything_is_written() {
    on_both(async |db| {
        let api = Api::new(db);
        let text = format!("email\n{}\"{}", "a@x.de\n".repeat(1000), "x".repeat(17 << 20));
        let order = new_import(api.upload(&text).await, &["email"], &json!({"kind": "none"}));
        api.post_json("/api/v1/imports", None, &order).await.expect(201);
        api.work().await;
        let import = api.get("/api/v1/imports/1").await.expect(200);
        assert_eq!(
            (&import["state"], &import["failure"]["code"]),
            (&json!("failed"), &json!("record_too_large"))
        );
        assert!(import["failure"]["detail"].as_str().unwrap().contains("1002"), "{import}");
        assert_eq!(api.get("/api/v1/contacts").await.expect(200)["items"], json!([]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn uploads_go_when_they_are_imported_or_a_day_old() {
    on_both(async |db| {
        let mut api = Api::new(db);
        let imported = api.upload("email\na@x.de\n").await;
        let forgotten = api.upload("email\nb@x.de\n").await;
        let order = new_import(imported, &["email"], &json!({"kind": "none"}));
        api.post_json("/api/v1/imports", None, &order).await.expect(201);
        api.work().await;
        while api.app.files.path(imported).exists() {
            tokio::task::yield_now().await;
        }
        assert!(api.app.files.path(forgotten).exists());
        api.app.clock = Clock::Fixed(NOON + 25 * 60 * 60 * 1000);
        let worker = tokio::spawn(crate::work::run(api.app.clone()));
        while api.app.files.path(forgotten).exists() {
            tokio::task::yield_now().await;
        }
        worker.abort();
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_kill_left_of_uploads_goes_and_what_is_being_written_stays() {
    on_both(async |db| {
        let api = Api::new(db);
        let known = api.upload("email\na@x.de\n").await;
        let folder = api.app.files.path(known).parent().unwrap().to_owned();
        let left = |name: &str, minutes: i64| {
            let at =
                std::time::UNIX_EPOCH + std::time::Duration::from_millis((NOON - minutes * 60_000) as u64);
            let file = std::fs::File::create(folder.join(name)).unwrap();
            file.set_modified(at).unwrap();
        };
        for (name, minutes) in [
            ("7.part", 61),
            ("8.abc.part", 59),
            ("9", 25 * 60),
            ("10", 23 * 60),
            ("notes.txt", 99 * 60),
            (known.to_string().as_str(), 23 * 60),
        ] {
            left(name, minutes);
        }
        api.work().await;
        let mut names: Vec<String> = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort_unstable();
        assert_eq!(names, [&known.to_string(), "10", "8.abc.part", "notes.txt"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_is_broken_off_or_let_go_of_leaves_nothing() {
    on_both(async |db| {
        let api = Api::new(db);
        let known = api.upload("email\na@x.de\n").await;
        let folder = api.app.files.path(known).parent().unwrap().to_owned();
        let endless = futures_util::stream::unfold((), async |()| {
            tokio::task::yield_now().await;
            Some((Ok::<_, std::io::Error>("a"), ()))
        });
        let upload = api.post("/api/v1/files?name=x", Body::from_stream(Box::pin(endless)));
        assert!(tokio::time::timeout(std::time::Duration::from_millis(100), upload).await.is_err());
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn foreign_hosts_and_origins_are_refused() {
    on_both(async |db| {
        let api = Api::new(db);
        let with = |host: &'static str, origin: Option<&'static str>| {
            let mut request = Request::builder().uri("/api/v1/fields").header(header::HOST, host);
            if let Some(origin) = origin {
                request = request.header(header::ORIGIN, origin);
            }
            request.body(Body::empty()).unwrap()
        };
        for (host, origin, status) in [
            ("127.0.0.1:8700", None, 200),
            ("localhost:8700", Some("http://localhost:8700"), 200),
            ("evil.test", None, 403),
            ("127.0.0.1:8700", Some("http://evil.test"), 403),
            ("127.0.0.1:8700", Some("http://127.0.0.1:9999"), 403),
            ("127.0.0.1:8700", Some("null"), 403),
        ] {
            assert_eq!(api.send(with(host, origin)).await.status.as_u16(), status, "{host} {origin:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_tells_the_browser_what_it_may_and_nobody_keeps_a_copy() {
    on_both(async |db| {
        let api = Api::new(db);
        let foreign = Request::get("/api/v1/contacts").header(header::HOST, "evil.test");
        let ask = |method: Method, path: &str| request(method, path).body(Body::empty()).unwrap();
        let large =
            request(Method::POST, "/api/v1/inspections?name=x").body(vec![b'a'; 3 << 20].into()).unwrap();
        for (asked, status, sharing) in [
            (ask(Method::GET, "/api/v1/contacts"), 200, "same-origin"),
            (ask(Method::GET, "/api/v1/contacts/9/personal-data"), 404, "same-origin"),
            (ask(Method::GET, "/api/v1/nothing"), 404, "same-origin"),
            (ask(Method::PUT, "/api/v1/contacts"), 405, "same-origin"),
            (foreign.body(Body::empty()).unwrap(), 403, "same-origin"),
            (large, 413, "same-origin"),
            (ask(Method::GET, "/track.js"), 200, "cross-origin"),
        ] {
            let path = asked.uri().to_string();
            let answer = api.router.clone().oneshot(asked).await.unwrap();
            assert_eq!(answer.status().as_u16(), status, "{path}");
            let told = |name: &str| answer.headers().get(name).map_or("", |value| value.to_str().unwrap());
            assert_eq!(told("cross-origin-resource-policy"), sharing, "{path}");
            assert_eq!((told("x-content-type-options"), told("x-frame-options")), ("nosniff", "DENY"));
            assert!(told("content-security-policy").contains("default-src 'self'"), "{path}");
            assert_eq!(told("cache-control") == "no-store", path != "/track.js", "{path}");
            let is_problem = told("content-type") == "application/problem+json";
            assert_eq!(is_problem, status >= 400, "{path}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_other_sites_pages_send_is_refused_by_what_the_browser_says_of_it() {
    on_both(async |db| {
        let api = Api::new(db);
        for (method, site, status) in [
            (Method::POST, "same-origin", 201),
            (Method::POST, "none", 409),
            (Method::POST, "same-site", 403),
            (Method::POST, "cross-site", 403),
            (Method::GET, "cross-site", 200),
        ] {
            let asked = request(method, "/api/v1/contact-groups")
                .header("sec-fetch-site", site)
                .header(header::CONTENT_TYPE, "application/json");
            let answer = api.send(asked.body(r#"{"name": "One"}"#.into()).unwrap()).await;
            assert_eq!(answer.status.as_u16(), status, "{site}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_without_a_byte_or_with_a_line_end_in_its_name_is_refused() {
    on_both(async |db| {
        let api = Api::new(db);
        assert_eq!(api.post("/api/v1/files?name=people.csv", "").await.problem(422), "file_empty");
        for name in ["a%0Ab.csv", "a%0D.csv", "a%00.csv", "a%E2%80%A8.csv", "a%7F"] {
            let refused = api.post(&format!("/api/v1/files?name={name}"), "email").await;
            assert_eq!(refused.problem(422), "file_name_invalid", "{name}");
        }
        assert!(api.app.files.uploaded().await.unwrap().is_empty());
        assert_eq!(api.count("files").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_so_many_watch_an_import_and_a_place_is_free_again() {
    on_both(async |db| {
        let api = Api::new(db)
            .with(|app| App { watchers: std::sync::Arc::new(tokio::sync::Semaphore::new(1)), ..app });
        let order = new_import(api.upload(PEOPLE).await, &["email"], &json!({"kind": "none"}));
        api.post_json("/api/v1/imports", None, &order).await.expect(201);
        let watch = || request(Method::GET, "/api/v1/imports/1/events").body(Body::empty()).unwrap();
        let first = api.router.clone().oneshot(watch()).await.unwrap();
        let second = api.router.clone().oneshot(watch()).await.unwrap();
        assert_eq!(second.headers()["retry-after"], "2");
        assert_eq!((first.status().as_u16(), second.status().as_u16()), (200, 503));
        drop(first);
        api.work().await;
        assert_eq!(api.send(watch()).await.status.as_u16(), 200);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_asked_wrongly_is_answered_with_a_problem() {
    on_both(async |db| {
        let api = Api::new(db);
        assert_eq!(api.get("/api/v1/nothing").await.problem(404), "not_found");
        assert_eq!(api.get("/api/v1/imports/x").await.problem(400), "path_invalid");
        assert_eq!(api.get("/api/v1/imports?limit=x").await.problem(400), "query_invalid");
        assert_eq!(api.get("/api/v1/imports/7/rejects.csv").await.problem(404), "not_found");
        let hostile = format!("/api/v1/contacts?search=%00{}", "a+".repeat(1200));
        assert_eq!(api.get(&hostile).await.expect(200)["items"], json!([]));
        assert_eq!(
            api.get("/api/v1/contact-groups?search=%00&after=~").await.expect(200)["items"],
            json!([])
        );
        assert_eq!(api.post("/api/v1/inspections", "email\na@x.de").await.problem(400), "query_invalid");
        assert_eq!(api.post("/api/v1/inspections?name=x", "").await.problem(422), "file_empty");
        assert_eq!(
            api.post("/api/v1/inspections?name=x", vec![b'a'; 3 << 20]).await.problem(413),
            "body_invalid"
        );
    })
    .await;
}

#[test]
fn the_committed_document_is_the_one_that_the_code_makes() {
    let committed = include_str!("../../../../../openapi.json");
    let made = crate::http::openapi_document().unwrap();
    assert!(committed.trim_end() == made.trim_end(), "run `make openapi` and commit openapi.json");
}
