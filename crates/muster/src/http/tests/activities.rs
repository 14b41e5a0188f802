//! Activities and their types from outside, on both databases.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, header};
use http_body_util::BodyExt as _;
use muster_store::testing::on_both;
use muster_store::{Db, Sql};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::{Answer, Api, NOON, request};
use crate::clock::Clock;
use crate::tracking::{Tracking, TrackingSettings};

const SITE: &str = "https://shop.test";
const TRACK: &str = "/api/v1/track";

/// A base with Ann (1) and Ben (2).
async fn api(db: Db) -> Api {
    for (id, email, first_name) in [(1, "ann@x.de", "Ann"), (2, "ben@x.de", "Ben")] {
        let sql = "insert into contacts (contact_id, email, first_name, last_name, created_at, changed_at)
            values ($1, $2, $3, 'Doe', 0, 0)";
        db.execute(Sql::new(sql).bind(id).bind(email).bind(first_name)).await.unwrap();
        let sql = Sql::new("insert into identities (kind, value, contact_id) values (1, $1, $2)");
        db.execute(sql.bind(email).bind(id)).await.unwrap();
    }
    Api::new(db)
}

/// The same with a site that may send; the proxy before it names its clients in `x-client`.
async fn tracking(db: Db) -> Api {
    let mut api = api(db).await;
    let settings = TrackingSettings {
        origins: vec!["https://other.test".parse().unwrap(), SITE.parse().unwrap()],
        client_header: Some("x-client".parse().unwrap()),
    };
    api.app.tracking = Arc::new(Tracking::new(settings, Clock::Fixed(NOON)));
    api.router = crate::http::router(api.app.clone());
    api
}

async fn send(api: &Api, method: Method, path: &str, body: &Value) -> Answer {
    let request = request(method, path).header(header::CONTENT_TYPE, "application/json");
    api.send(request.body(body.to_string().into()).unwrap()).await
}

async fn batch(api: &Api, activities: Value) -> Value {
    let told =
        api.post_json("/api/v1/activities", None, &json!({ "activities": activities })).await.expect(200);
    api.follow().await;
    told
}

async fn log(api: &Api) -> Vec<Value> {
    let log = api.get("/api/v1/activities?limit=500").await.expect(200);
    log["items"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_records_what_it_can_and_names_the_rest() {
    on_both(async |db| {
        let api = api(db).await;
        let off = json!({"enabled": false});
        send(&api, Method::PATCH, "/api/v1/activity-types/login", &off).await.expect(200);
        let answer = batch(
            &api,
            json!([
                {"email": " ANN@x.de", "type": "page_visit", "at": "2026-11-20T10:00:00+02:00", "item": " Cafe\u{301} "},
                {"email": "no@x.de", "type": "page_visit"},
                {"contact_id": 1, "type": "login"},
                {"contact_id": 1, "type": "nope"},
                {"contact_id": 1, "type": "page_visit", "at": "yesterday"},
                {"contact_id": 1, "type": "page_visit", "at": "2026-11-23T12:00:01Z"},
                {"contact_id": 1, "type": "page_visit", "item": "x".repeat(501)},
                {"contact_id": 1, "type": "page_visit", "url": "a\u{0}b"},
                {"contact_id": 1, "email": "ann@x.de", "type": "page_visit"},
                {"type": "page_visit"},
                {"email": "nobody", "type": "page_visit"},
                {"contact_id": 2, "type": "purchase", "key": "o1"},
                {"contact_id": 2, "type": "purchase", "key": "o1"},
            ]),
        )
        .await;
        assert_eq!((&answer["recorded"], &answer["repeated"]), (&json!(2), &json!(1)));
        let rejected: Vec<_> = answer["rejected"].as_array().unwrap().iter().collect();
        let codes: Vec<_> = rejected.iter().map(|one| (one["index"].as_i64(), one["code"].as_str())).collect();
        let expected = [
            (1, "contact_unknown"),
            (2, "activity_type_off"),
            (3, "activity_type_unknown"),
            (4, "time_invalid"),
            (5, "time_out_of_range"),
            (6, "text_too_long"),
            (7, "text_nul"),
            (8, "contact_not_named"),
            (9, "contact_not_named"),
            (10, "email_invalid"),
        ];
        assert_eq!(codes, expected.map(|(index, code)| (Some(index), Some(code))));
        assert_eq!(rejected[5]["detail"], "Item has more than 500 characters.");
        let log = log(&api).await;
        assert_eq!(log.len(), 2);
        assert_eq!(
            log[1],
            json!({"id": log[1]["id"], "contact_id": 1, "type": "page_visit", "at": "2026-11-20T08:00:00Z",
                "item": "Café", "value": null, "url": null, "referrer": null, "title": null, "comment": null,
                "campaign": null, "utm_source": null, "utm_medium": null, "utm_content": null, "culture": null,
                "contact": {"id": 1, "email": "ann@x.de", "name": "Ann Doe"}})
        );
        assert_eq!(log[0]["at"], "2026-11-22T12:00:00Z");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_that_is_sent_again_records_nothing_again() {
    on_both(async |db| {
        let api = api(db).await;
        let body = json!({"activities": [{"contact_id": 1, "type": "purchase"}, {"contact_id": 1, "type": "purchase"}]});
        for (key, recorded, repeated) in [("k", 2, 0), ("k", 0, 2), ("l", 2, 0)] {
            let answer = api.post_json("/api/v1/activities", Some(key), &body).await.expect(200);
            assert_eq!(answer, json!({"recorded": recorded, "repeated": repeated, "not_tracked": 0, "rejected": []}));
        }
        assert_eq!(log(&api).await.len(), 4);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn batches_have_a_largest_size() {
    on_both(async |db| {
        let api = api(db).await;
        let visits = |count| vec![json!({"contact_id": 1, "type": "page_visit", "key": "k"}); count];
        let too_many = json!({"activities": visits(10_001)});
        let answer = api.post_json("/api/v1/activities", None, &too_many).await;
        assert_eq!(answer.problem(422), "too_many_activities");
        let too_long = format!("{{\"activities\": [{}]}}", " ".repeat(16 << 20));
        let request =
            request(Method::POST, "/api/v1/activities").header(header::CONTENT_TYPE, "application/json");
        assert_eq!(api.send(request.body(too_long.into()).unwrap()).await.problem(413), "body_invalid");
        let misspelt = json!({"activities": [{"contact_id": 1, "type": "page_visit", "itme": "x"}]});
        let answer = api.post_json("/api/v1/activities", None, &misspelt).await;
        assert_eq!(answer.places(422, "body_invalid"), ["/activities/0/itme"]);
        assert_eq!(log(&api).await, Vec::<Value>::new());
        let answer = batch(&api, visits(10_000).into()).await;
        assert_eq!((&answer["recorded"], &answer["repeated"]), (&json!(1), &json!(9_999)));
    })
    .await;
}

/// All items, page by page.
async fn pages(api: &Api, path: &str) -> Vec<Value> {
    let (mut items, mut after) = (Vec::new(), String::new());
    loop {
        let page = api.get(&format!("{path}{after}")).await.expect(200);
        items.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else { break items };
        after = format!("&after={next}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_and_the_time_line_are_paged_and_filtered_by_type() {
    on_both(async |db| {
        let api = api(db).await;
        let kinds = ["page_visit", "purchase"];
        let visit = |index: usize| json!({"contact_id": 1 + index % 2, "type": kinds[index / 2 % 2]});
        batch(&api, (0..11).map(visit).collect()).await;
        let all = log(&api).await;
        assert_eq!(all.len(), 11);
        assert_eq!(pages(&api, "/api/v1/activities?limit=3").await, all);
        let purchases: Vec<Value> = all.iter().filter(|one| one["type"] == "purchase").cloned().collect();
        assert_eq!(pages(&api, "/api/v1/activities?type=purchase&limit=2").await, purchases);
        let ids = |items: &[Value]| items.iter().map(|one| one["id"].clone()).collect::<Vec<_>>();
        let bens: Vec<Value> = purchases.into_iter().filter(|one| one["contact_id"] == 2).collect();
        let line = pages(&api, "/api/v1/contacts/2/activities?type=purchase&limit=1").await;
        assert_eq!(ids(&line), ids(&bens));
        assert_eq!(api.get("/api/v1/contacts/9/activities").await.problem(404), "not_found");
        for after in ["x", "1", "1-", "-", "1-2-3", "99999999999999999999-1", "%00"] {
            let answer = api.get(&format!("/api/v1/activities?after={after}")).await;
            assert_eq!(answer.problem(400), "query_invalid", "{after}");
        }
        assert_eq!(api.get("/api/v1/activities?type=%00'").await.expect(200)["items"], json!([]));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn activities_are_recorded_by_hand_where_their_type_allows_it() {
    on_both(async |db| {
        let api = api(db).await;
        let path = "/api/v1/contacts/1/activities";
        let sale =
            json!({"type": "purchase", "at": "2026-11-01T00:00:00Z", "value": "12.50", "comment": "<b>"});
        let made = api.post_json(path, Some("k"), &sale).await.expect(201);
        assert_eq!(
            (&made["contact_id"], &made["comment"], &made["value"]),
            (&json!(1), &json!("<b>"), &json!("12.50"))
        );
        assert_eq!(api.post_json(path, Some("k"), &sale).await.expect(201)["id"], made["id"]);
        let other = json!({"type": "purchase"});
        assert_eq!(api.post_json(path, Some("k"), &other).await.problem(422), "idempotency_key_reused");
        let elsewhere = "/api/v1/contacts/2/activities";
        assert_eq!(api.post_json(elsewhere, Some("k"), &sale).await.problem(422), "idempotency_key_reused");
        let off = json!({"enabled": false});
        send(&api, Method::PATCH, "/api/v1/activity-types/registration", &off).await.expect(200);
        for (body, code) in [
            (json!({"type": "login"}), "activity_not_manual"),
            (json!({"type": "registration"}), "activity_type_off"),
            (json!({"type": "nope\u{0}"}), "activity_type_unknown"),
            (json!({"type": "purchase", "at": "soon"}), "time_invalid"),
            (json!({"type": "purchase", "comment": "x".repeat(2001)}), "text_too_long"),
            (json!({"type": "purchase", "contact_id": 2}), "body_invalid"),
        ] {
            assert_eq!(api.post_json(path, None, &body).await.problem(422), code, "{body}");
        }
        assert_eq!(
            api.post_json("/api/v1/contacts/9/activities", None, &sale).await.problem(404),
            "not_found"
        );
        assert_eq!(log(&api).await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn types_are_listed_made_changed_and_deleted() {
    on_both(async |db| {
        let api = api(db).await;
        let types = "/api/v1/activity-types";
        let builtin = api.get(types).await.expect(200)["items"].as_array().unwrap().len();
        let fair = json!({"label": "Trade fair", "manual": true, "colour": "teal"});
        let made = api.post_json(types, Some("k"), &fair).await.expect(201);
        let expected = json!({"id": made["id"], "name": "trade_fair", "label": "Trade fair", "builtin": false,
            "enabled": true, "manual": true, "colour": "teal"});
        assert_eq!(made, expected);
        assert_eq!(api.post_json(types, Some("k"), &fair).await.expect(201), expected);
        assert_eq!(api.post_json(types, None, &fair).await.problem(409), "activity_type_exists");
        assert_eq!(api.get(types).await.expect(200)["items"].as_array().unwrap().len(), builtin + 1);
        for (label, colour, code) in [
            (" ?", "teal", "activity_type_label_blank"),
            ("any", "teal", "activity_type_label_reserved"),
            ("a\0", "teal", "activity_type_label_nul"),
            ("New", "mauve", "activity_type_colour_unknown"),
        ] {
            let body = json!({"label": label, "manual": false, "colour": colour});
            assert_eq!(api.post_json(types, None, &body).await.problem(422), code);
        }

        let path = "/api/v1/activity-types/trade_fair";
        let change = json!({"label": "Messe", "manual": false});
        let changed = send(&api, Method::PATCH, path, &change).await.expect(200);
        assert_eq!((&changed["label"], &changed["name"]), (&json!("Messe"), &json!("trade_fair")));
        assert_eq!((&changed["manual"], &changed["enabled"]), (&json!(false), &json!(true)));
        let login = "/api/v1/activity-types/login";
        let allowed = json!({"label": "Login", "manual": true, "colour": "red", "enabled": false});
        let changed = send(&api, Method::PATCH, login, &allowed).await.expect(200);
        assert_eq!(
            (&changed["manual"], &changed["colour"], &changed["enabled"]),
            (&json!(true), &json!("red"), &json!(false))
        );
        let renamed = json!({"label": "Sign-in"});
        assert_eq!(send(&api, Method::PATCH, login, &renamed).await.problem(409), "activity_type_builtin");
        assert_eq!(
            send(&api, Method::DELETE, login, &json!(null)).await.problem(409),
            "activity_type_builtin"
        );

        batch(&api, json!([{"contact_id": 1, "type": "trade_fair"}])).await;
        assert_eq!(send(&api, Method::DELETE, path, &json!(null)).await.problem(409), "activity_type_in_use");
        assert_eq!(log(&api).await[0]["type"], "trade_fair");
        api.app.db.execute(Sql::new("delete from activities")).await.unwrap();
        assert_eq!(send(&api, Method::DELETE, path, &json!(null)).await.status, 204);
        assert_eq!(send(&api, Method::DELETE, path, &json!(null)).await.problem(404), "not_found");
        assert_eq!(
            send(&api, Method::PATCH, "/api/v1/activity-types/%00", &change).await.problem(404),
            "not_found"
        );
    })
    .await;
}

struct Tracked {
    status: u16,
    headers: HeaderMap,
    body: String,
}

impl Tracked {
    fn code(&self) -> Option<String> {
        let body: Value = serde_json::from_str(&self.body).ok()?;
        Some(body["code"].as_str()?.to_owned())
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

async fn call(api: &Api, method: Method, headers: &[(&str, &str)], body: &Value) -> Tracked {
    let mut request = request(method, TRACK).header(header::CONTENT_TYPE, "application/json");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut request = request.body(Body::from(body.to_string())).unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 4711))));
    let response = api.router.clone().oneshot(request).await.unwrap();
    let (head, body) = response.into_parts();
    let body = String::from_utf8(body.collect().await.unwrap().to_bytes().to_vec()).unwrap();
    Tracked { status: head.status.as_u16(), headers: head.headers, body }
}

/// What the site sends, recorded when this returns.
async fn track(api: &Api, body: &Value) -> Tracked {
    let answer = call(api, Method::POST, &[("origin", SITE)], body).await;
    api.app.tracking.settled().await;
    api.follow().await;
    answer
}

fn visit_of(email: &str) -> Value {
    json!({"email": email, "type": "page_visit", "url": "https://shop.test/shoes"})
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_send_activities_and_learn_nothing_of_the_base() {
    on_both(async |db| {
        let api = tracking(db).await;
        let visit = json!({"email": "Ann@X.de", "type": "page_visit", "seconds_ago": 90,
            "url": "https://shop.test/shoes", "utm_source": "mail"});
        let known = track(&api, &visit).await;
        let unknown = track(&api, &visit_of("eve@x.de")).await;
        assert_eq!((known.status, known.body.as_str()), (204, ""));
        assert_eq!((unknown.status, &unknown.body, &unknown.headers), (204, &known.body, &known.headers));
        let log = log(&api).await;
        assert_eq!(log.len(), 1);
        assert_eq!((&log[0]["contact_id"], &log[0]["at"]), (&json!(1), &json!("2026-11-22T11:58:30Z")));
        assert_eq!(
            (&log[0]["url"], &log[0]["utm_source"]),
            (&json!("https://shop.test/shoes"), &json!("mail"))
        );
        let contacts = api.get("/api/v1/contacts").await.expect(200);
        assert_eq!(contacts["items"].as_array().unwrap().len(), 2, "nobody is added");
        for email in ["ann@x.de", "eve@x.de"] {
            for (change, code) in [
                (json!({"type": "login"}), "activity_type_not_tracked"),
                (json!({"type": "nope\u{0}"}), "activity_type_not_tracked"),
                (json!({"item": "x".repeat(501)}), "text_too_long"),
                (json!({"contact_id": 2}), "body_invalid"),
                (json!({"key": "k"}), "body_invalid"),
                (json!({"seconds_ago": -5}), "body_invalid"),
                (json!({"email": "nobody"}), "email_invalid"),
            ] {
                let mut body = visit_of(email);
                body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
                let answer = track(&api, &body).await;
                assert_eq!((answer.status, answer.code().as_deref()), (422, Some(code)), "{body}");
            }
        }
        assert_eq!(log_length(&api).await, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_pages_send_about_a_contact_that_is_not_tracked_is_not_recorded() {
    on_both(async |db| {
        let api = tracking(db).await;
        for (tracked, recorded) in [(json!(null), 1), (json!("no"), 1), (json!("yes"), 2)] {
            let changes = json!({"fields": {"tracked": tracked}});
            send(&api, Method::PATCH, "/api/v1/contacts/1", &changes).await.expect(200);
            let answer = track(&api, &visit_of("ANN@x.de")).await;
            assert_eq!((answer.status, answer.body.as_str()), (204, ""));
            assert_eq!(log_length(&api).await, recorded, "{tracked}");
        }
        let no = json!({"fields": {"tracked": "false"}});
        send(&api, Method::PATCH, "/api/v1/contacts/1", &no).await.expect(200);
        let sent = batch(&api, json!([{"contact_id": 1, "type": "page_visit"}])).await;
        assert_eq!(
            (&sent["recorded"], &sent["not_tracked"]),
            (&json!(0), &json!(1)),
            "nor by another way in"
        );
    })
    .await;
}

async fn log_length(api: &Api) -> usize {
    log(api).await.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_send_custom_types_while_they_are_switched_on() {
    on_both(async |db| {
        let api = tracking(db).await;
        let video = json!({"label": "Video", "manual": false, "colour": "teal"});
        api.post_json("/api/v1/activity-types", None, &video).await.expect(201);
        let played = json!({"email": "ann@x.de", "type": "video", "item": "Intro"});
        assert_eq!(track(&api, &played).await.status, 204);
        let form = json!({"email": "ann@x.de", "type": "form_submitted", "item": "Contact", "seconds_ago": 4_000_000_000_u32});
        assert_eq!(track(&api, &form).await.status, 204);
        let off = json!({"enabled": false});
        for name in ["video", "page_visit"] {
            send(&api, Method::PATCH, &format!("/api/v1/activity-types/{name}"), &off).await.expect(200);
        }
        for body in [played, visit_of("ann@x.de")] {
            assert_eq!(track(&api, &body).await.code().as_deref(), Some("activity_type_not_tracked"));
        }
        let log = log(&api).await;
        let kinds: Vec<_> = log.iter().map(|one| (one["type"].as_str(), one["at"].as_str())).collect();
        let (now, yesterday) = (Some("2026-11-22T12:00:00Z"), Some("2026-11-21T12:00:00Z"));
        assert_eq!(kinds, [(Some("video"), now), (Some("form_submitted"), yesterday)]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_pages_of_the_listed_sites_may_send() {
    on_both(async |db| {
        let api = tracking(db).await;
        let visit = visit_of("ann@x.de");
        let refused = [
            vec![],
            vec![("origin", "https://evil.test")],
            vec![("origin", "null")],
            vec![("origin", "http://shop.test")],
            vec![("origin", "http://127.0.0.1:8700")],
        ];
        for headers in refused {
            for method in [Method::POST, Method::OPTIONS] {
                let answer = call(&api, method, &headers, &visit).await;
                assert_eq!(
                    (answer.status, answer.code().as_deref()),
                    (403, Some("foreign_origin")),
                    "{headers:?}"
                );
                assert_eq!(answer.header("access-control-allow-origin"), None);
            }
        }
        let mut foreign_host =
            request(Method::POST, TRACK).header(header::ORIGIN, SITE).body(Body::empty()).unwrap();
        foreign_host.headers_mut().insert(header::HOST, "evil.test".parse().unwrap());
        assert_eq!(api.send(foreign_host).await.problem(403), "foreign_host");
        api.app.tracking.settled().await;
        assert_eq!(log_length(&api).await, 0);

        let allowed = call(&api, Method::OPTIONS, &[("origin", SITE)], &Value::Null).await;
        assert_eq!(allowed.status, 204);
        for (name, value) in [
            ("access-control-allow-origin", SITE),
            ("access-control-allow-methods", "POST"),
            ("access-control-allow-headers", "content-type"),
        ] {
            assert_eq!(allowed.header(name), Some(value));
        }
        let sent = track(&api, &visit).await;
        assert_eq!(sent.header("access-control-allow-origin"), Some(SITE));
        assert!(sent.headers.get_all("vary").iter().any(|value| value == "origin"));
        assert_eq!(sent.header("access-control-allow-credentials"), None);
        let wrong = track(&api, &json!({"email": 5})).await;
        assert_eq!((wrong.status, wrong.header("access-control-allow-origin")), (422, Some(SITE)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_listed_site_may_do_nothing_else() {
    on_both(async |db| {
        let api = tracking(db).await;
        for (method, path) in [
            (Method::GET, "/api/v1/contacts"),
            (Method::POST, "/api/v1/activities"),
            (Method::OPTIONS, "/api/v1/activities"),
            (Method::POST, "/api/v1/track/"),
            (Method::POST, "/api/v1/trac%6b"),
            (Method::GET, "/track.js/x"),
        ] {
            let request = request(method, path).header(header::ORIGIN, SITE).body(Body::empty()).unwrap();
            assert_eq!(api.send(request).await.problem(403), "foreign_origin", "{path}");
        }
        let script =
            request(Method::GET, "/track.js").header(header::ORIGIN, SITE).body(Body::empty()).unwrap();
        let script = api.send(script).await;
        assert_eq!((script.status.as_u16(), script.kind.as_str()), (200, "text/javascript; charset=utf-8"));
        assert!(script.body.len() < 3000 && script.text().contains("muster.consent(true)"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_listed_sites_tracking_is_off() {
    on_both(async |db| {
        let api = api(db).await;
        for headers in [vec![], vec![("origin", SITE)], vec![("origin", "http://127.0.0.1:8700")]] {
            let answer = call(&api, Method::POST, &headers, &visit_of("ann@x.de")).await;
            assert_eq!((answer.status, answer.code().as_deref()), (403, Some("tracking_off")), "{headers:?}");
        }
        assert_eq!(log_length(&api).await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_and_addresses_have_sixty_activities_a_minute() {
    on_both(async |db| {
        let api = tracking(db).await;
        let from = async |client: &str, body: &Value| {
            call(&api, Method::POST, &[("origin", SITE), ("x-client", client)], body).await
        };
        for number in 0..60 {
            let forged = format!("10.0.0.{number}, 192.0.2.1");
            assert_eq!(from(&forged, &visit_of(&format!("a{number}@x.de"))).await.status, 204, "{number}");
        }
        let answer = from("192.0.2.1", &visit_of("new@x.de")).await;
        assert_eq!((answer.status, answer.code().as_deref()), (429, Some("too_many_requests")));
        assert_eq!(
            (answer.header("retry-after"), answer.header("access-control-allow-origin")),
            (Some("1"), Some(SITE))
        );
        assert_eq!(from("192.0.2.2", &visit_of("new@x.de")).await.status, 204, "another client has its own");
        for number in 0..60 {
            assert_eq!(
                from(&format!("10.0.1.{number}"), &visit_of("ann@x.de")).await.status,
                204,
                "{number}"
            );
        }
        assert_eq!(from("10.0.2.1", &visit_of("ANN@x.de")).await.status, 429, "one address, many clients");
        api.app.tracking.settled().await;
        assert_eq!(log_length(&api).await, 60);
        for number in 0..60 {
            let refused = call(&api, Method::POST, &[("origin", SITE)], &json!({"email": number})).await;
            assert_eq!(refused.status, 422, "what is wrong counts as well");
        }
        assert_eq!(call(&api, Method::POST, &[("origin", SITE)], &Value::Null).await.status, 429);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_history_is_recorded_once_and_names_its_bad_rows() {
    on_both(async |db| {
        let api = api(db).await;
        let file = "Nr,E-Mail,Type,At,Item,Url\n\
            1,ANN@x.de,purchase,2026-01-02T10:00:00Z,\"Tea, green\",\n\
            2,ann@x.de,page_visit,2026-01-02T10:00:00Z,,https://x.de/a\n\
            3,nobody@x.de,purchase,,x,\n\
            4,ben@x.de,dance,,x,\n\
            5,ben@x.de,purchase,soon,x,\n\
            6,ben@x.de,purchase,,tea,,green\n\
            7,ben@x.de,purchase,,\"tea,\n";
        let import = async || {
            let order = json!({"file_id": api.upload(file).await});
            let placed = api.post_json("/api/v1/activity-imports", Some("once"), &order).await.expect(201);
            assert_eq!((&placed["state"], &placed["rows"]), (&json!("queued"), &json!(0)));
            let again = api.post_json("/api/v1/activity-imports", Some("once"), &order).await.expect(201);
            assert_eq!(again["id"], placed["id"], "the same request places nothing");
            api.work().await;
            api.app.db.execute(Sql::new("delete from requests")).await.unwrap();
            assert_eq!(api.count("files").await, 0, "the file is gone when it is recorded");
            api.get(&format!("/api/v1/activity-imports/{}", placed["id"])).await.expect(200)
        };
        let told = import().await;
        assert_eq!(
            (&told["state"], &told["total"], &told["file_name"]),
            (&json!("finished"), &json!(7), &json!("people.csv"))
        );
        assert_eq!(
            (&told["rows"], &told["recorded"], &told["not_recorded"]),
            (&json!(7), &json!(2), &json!(5))
        );
        let rows: Vec<_> = told["rejected"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (&row["row"], row["code"].as_str().unwrap()))
            .collect();
        assert_eq!(
            rows,
            [
                (&json!(4), "contact_unknown"),
                (&json!(5), "activity_type_unknown"),
                (&json!(6), "time_invalid"),
                (&json!(7), "too_many_cells"),
                (&json!(8), "unclosed_quote"),
            ]
        );
        let again = import().await;
        assert_eq!((&again["recorded"], &again["repeated"]), (&json!(0), &json!(2)));
        assert_eq!(log(&api).await.len(), 2);
        let listed = api.get("/api/v1/activity-imports").await.expect(200);
        assert_eq!((&listed["items"][0], listed["items"].as_array().unwrap().len()), (&again, 2));
        let order = json!({"file_id": api.upload("a,b\n1,2\n").await});
        let refused = api.post_json("/api/v1/activity-imports", None, &order).await;
        assert_eq!(refused.problem(422), "columns_missing");
        assert_eq!(api.get("/api/v1/activity-imports/999").await.problem(404), "not_found");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_history_is_read_as_people_write_it() {
    on_both(async |db| {
        let api = api(db).await;
        let file = "E-Mail;Type;At\n\
            ann@x.de;Purchase;12.01.2026 23:59\n\
            'ann@x.de;PAGE VISIT;2026-01-13 11:30 PM\n\
            ben@x.de;E-mail opened;2026-01-14 10:14 +0100\n\
            ben@x.de;Purchases;12.01.2026 23:59\n\
            ben@x.de;Purchase;12.01.2026 23:59 XYZ\n\
            ben@x.de;Purchase;03/04/2026 9:14\n";
        let order = json!({"file_id": api.upload(file).await});
        let placed = api.post_json("/api/v1/activity-imports", None, &order).await.expect(201);
        api.work().await;
        let told = api.get(&format!("/api/v1/activity-imports/{}", placed["id"])).await.expect(200);
        let codes: Vec<_> =
            told["rejected"].as_array().unwrap().iter().map(|row| row["code"].clone()).collect();
        assert_eq!(codes, ["activity_type_unknown", "time_invalid", "time_ambiguous"]);
        let mut log: Vec<_> =
            log(&api).await.iter().map(|one| (one["type"].clone(), one["at"].clone())).collect();
        log.sort_by_key(|(_, at)| at.to_string());
        let at = |kind: &str, at: &str| (json!(kind), json!(at));
        assert_eq!(
            log,
            [
                at("purchase", "2026-01-12T23:59:00Z"),
                at("page_visit", "2026-01-13T23:30:00Z"),
                at("email_opened", "2026-01-14T09:14:00Z"),
            ]
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_times_of_a_file_of_history_have_one_order_of_day_and_month() {
    on_both(async |db| {
        let api = api(db).await;
        let file = "email,type,at\nann@x.de,login,01/02/2026 9:14 PM\nben@x.de,login,01/13/2026 9:14 PM\n";
        let order = json!({"file_id": api.upload(file).await});
        let placed = api.post_json("/api/v1/activity-imports", None, &order).await.expect(201);
        api.work().await;
        let told = api.get(&format!("/api/v1/activity-imports/{}", placed["id"])).await.expect(200);
        assert_eq!(told["recorded"], 2, "{told}");
        let times: Vec<_> = log(&api).await.iter().map(|one| one["at"].clone()).collect();
        assert_eq!(times, ["2026-01-13T21:14:00Z", "2026-01-02T21:14:00Z"]);
    })
    .await;
}

/// A file that ends the program whenever it is taken up.
async fn given_up_after_ten_attempts(api: &Api) {
    let order = json!({"file_id": api.upload("email,type\nann@x.de,purchase\n").await});
    let placed = api.post_json("/api/v1/activity-imports", None, &order).await.expect(201);
    let text =
        "update work_items set state = 'running', attempts = 10, lease_until = 0 where state = 'queued'";
    api.app.db.execute(Sql::new(text)).await.unwrap();
    api.work().await;
    let told = api.get(&format!("/api/v1/activity-imports/{}", placed["id"])).await.expect(200);
    assert_eq!((&told["state"], &told["recorded"]), (&json!("failed"), &json!(0)));
    assert!(told["failure"].as_str().unwrap().contains("the program ended"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_history_goes_on_behind_the_last_batch() {
    on_both(async |db| {
        let api = api(db).await;
        let rows: Vec<String> = (0..20_500).map(|n| format!("ann@x.de,purchase,Tea {n}")).collect();
        let order = json!({"file_id": api.upload(&format!("email,type,item\n{}", rows.join("\n"))).await});
        let placed = api.post_json("/api/v1/activity-imports", None, &order).await.expect(201);
        let path = format!("/api/v1/activity-imports/{}", placed["id"]);
        // Another process has recorded the first batch and was killed.
        let text = "update work_items set state = 'running', position = 10000, done = 10000, lease_until = 0,
            payload = replace(payload, '\"rows\":0,\"recorded\":0', '\"rows\":10000,\"recorded\":10000')";
        api.app.db.execute(Sql::new(text)).await.unwrap();
        api.work().await;
        let told = api.get(&path).await.expect(200);
        assert_eq!(
            (&told["state"], &told["rows"], &told["recorded"]),
            (&json!("finished"), &json!(20_500), &json!(20_500))
        );
        assert_eq!(api.count("activities").await, 10_500);
        given_up_after_ten_attempts(&api).await;

        let order = json!({"file_id": api.upload("email,type\nann@x.de,purchase\n").await});
        let placed = api.post_json("/api/v1/activity-imports", None, &order).await.expect(201);
        api.app.files.remove(order["file_id"].as_i64().unwrap()).await.unwrap();
        api.work().await;
        let told = api.get(&format!("/api/v1/activity-imports/{}", placed["id"])).await.expect(200);
        assert_eq!(told["state"], "failed");
        assert!(told["failure"].as_str().unwrap().len() > 10);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_to_be_tracked_is_not_by_any_way_in() {
    on_both(async |db| {
        let api = Api::new(db);
        let people = "E-Mail,Tracked\nno@x.de,no\nyes@x.de,yes\nblank@x.de,\n";
        api.import(people, &["email", "tracked"], &json!({"kind": "none"})).await;
        let found = api.get("/api/v1/contacts?search=no@x.de").await.expect(200);
        let no = found["items"][0]["id"].as_i64().unwrap();
        for (label, manual) in [("Video played", false), ("Trade fair", true)] {
            let kind = json!({"label": label, "manual": manual, "colour": "teal"});
            api.post_json("/api/v1/activity-types", None, &kind).await.expect(201);
        }
        let kinds = ["page_visit", "email_opened", "form_submitted", "video_played", "purchase", "unsubscription", "trade_fair"];
        let batch: Vec<Value> = ["no@x.de", "yes@x.de", "blank@x.de"]
            .iter()
            .flat_map(|email| kinds.map(|kind| json!({"type": kind, "email": email})))
            .chain([json!({"type": "page_visit", "contact_id": no})])
            .collect();
        let told = api.post_json("/api/v1/activities", None, &json!({"activities": batch})).await.expect(200);
        assert_eq!((&told["recorded"], &told["not_tracked"]), (&json!(17), &json!(5)), "{told}");
        let rejected = told["rejected"].as_array().unwrap();
        assert!(rejected.iter().all(|one| one["code"] == "contact_not_tracked"), "{told}");
        assert_eq!(rejected.iter().map(|one| one["index"].as_i64().unwrap()).collect::<Vec<_>>(), [0, 1, 2, 3, 21]);

        let file = "email,type,at\nno@x.de,page_visit,2026-11-01T00:00:00Z\nno@x.de,purchase,2026-11-01T00:00:00Z\n\
            yes@x.de,page_visit,2026-11-01T00:00:00Z\n";
        let order = json!({"file_id": api.upload(file).await});
        let id = api.post_json("/api/v1/activity-imports", None, &order).await.expect(201)["id"].clone();
        api.work().await;
        let told = api.get(&format!("/api/v1/activity-imports/{id}")).await.expect(200);
        let counts = ["rows", "recorded", "not_recorded", "not_tracked"].map(|name| told[name].as_i64().unwrap());
        assert_eq!(counts, [3, 2, 1, 1], "{told}");
        assert_eq!(told["rejected"][0]["code"], "contact_not_tracked");

        let by_hand = json!({"type": "form_submitted", "item": "Paper form"});
        api.post_json(&format!("/api/v1/contacts/{no}/activities"), None, &by_hand).await.expect(201);
        let line = api.get(&format!("/api/v1/contacts/{no}/activities")).await.expect(200);
        let mut kinds: Vec<&str> =
            line["items"].as_array().unwrap().iter().map(|one| one["type"].as_str().unwrap()).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, ["form_submitted", "purchase", "purchase", "trade_fair", "unsubscription"]);
    })
    .await;
}

/// Many programs tell at once, one of them something that cannot be stored: each is answered for what it told, and all is followed.
#[tokio::test(flavor = "multi_thread")]
async fn what_many_tell_at_once_is_written_and_followed_together_and_answered_one_by_one() {
    on_both(async |db| {
        let api = Api::new(db);
        let emails: Vec<String> = (0..40).map(|number| format!("p{number}@x.de")).collect();
        let rows = emails.join("\n");
        api.import(&format!("E-Mail\n{rows}"), &["email"], &json!({"kind": "none"})).await;
        let condition = json!({"combinator": "and", "rules": [{"field": "activity", "operator": "done", "value": {"type": "page_visit"}}]});
        let group = json!({"name": "Visitors", "condition": condition});
        api.post_json("/api/v1/contact-groups", None, &group).await.expect(201);
        api.settle().await;
        let told = emails.iter().enumerate().map(|(number, email)| {
            let known = json!({"type": "page_visit", "email": email, "key": "k"});
            let (nobody, again) = (json!({"type": "page_visit", "email": "nobody@y.de"}), known.clone());
            let sent = if number % 2 == 0 { vec![nobody, known] } else { vec![known, again, json!({"type": "login", "email": email})] };
            let (api, sent) = (&api, json!({"activities": sent}));
            async move { api.post_json("/api/v1/activities", None, &sent).await.expect(200) }
        });
        for (number, told) in futures_util::future::join_all(told).await.into_iter().enumerate() {
            let rejected: Vec<_> = told["rejected"].as_array().unwrap().iter().map(|one| one["index"].clone()).collect();
            let expected = if number % 2 == 0 { (1, 0, vec![json!(0)]) } else { (2, 1, vec![]) };
            assert_eq!((&told["recorded"], &told["repeated"], rejected), (&json!(expected.0), &json!(expected.1), expected.2), "{told}");
        }
        let waiting = api.count("work_items where kind = 'follow'").await;
        assert!((1..40).contains(&waiting), "{waiting} orders of 40 requests");
        assert_eq!(api.count("members").await, 0, "it is followed a moment later");
        let hand = crate::work::Hand::of(&api.app);
        assert!(crate::work::recalculate::follow(&hand).await.unwrap());
        assert_eq!((api.count("members").await, api.count("work_items where kind = 'follow'").await), (40, 0), "in one go");
    })
    .await;
}
