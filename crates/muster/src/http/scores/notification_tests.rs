//! Who is told of contacts that reach a limit: over a real mail server and a real call, on both databases.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::{HeaderMap, Method};
use axum::routing::post;
use muster_store::Db;
use muster_store::testing::on_both;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::app::App;
use crate::clock::Clock;
use crate::http::tests::{Api, NOON};
use crate::mail::test_server::MailServer;
use crate::webhook::Reach;
use crate::work::settle_notices;

const MINUTE: i64 = 60_000;
const PEOPLE: &str = "E-Mail,Nachname,Ort\nann@x.de,Ångström,Köln\nben@x.de,,Bonn\ncy@x.de,Cy,Köln\n";

/// A program that is called: what it was sent, and what it answers.
#[derive(Clone)]
struct Called {
    url: String,
    calls: Arc<Mutex<Vec<(String, Value)>>>,
    answer: Arc<Mutex<u16>>,
}

impl Called {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let called = Self { url, calls: Arc::default(), answer: Arc::new(Mutex::new(204)) };
        let own = called.clone();
        let take = async move |headers: HeaderMap, body: String| {
            let words = ["webhook-id", "webhook-timestamp", "webhook-signature"];
            let signature = words.map(|name| headers[name].to_str().unwrap().to_owned()).join(" ");
            own.calls.lock().unwrap().push((signature, serde_json::from_str(&body).unwrap()));
            axum::http::StatusCode::from_u16(*own.answer.lock().unwrap()).unwrap()
        };
        let app = Router::new().route("/hook", post(take));
        tokio::spawn(async move { axum::serve(listener, app).await });
        called
    }

    fn taken(&self) -> Vec<(String, Value)> {
        std::mem::take(&mut self.calls.lock().unwrap())
    }
}

/// A server whose webhooks reach this machine.
fn reaching(db: Db) -> Api {
    Api::new(db).with(|app| App { webhooks: Reach::Everywhere, ..app })
}

/// The program some minutes later.
fn later(api: &Api, server: &MailServer, minutes: i64) -> App {
    let clock = Clock::Fixed(NOON + minutes * MINUTE + 1);
    App {
        clock,
        mailer: Some(server.mailer()),
        webhooks: Reach::Everywhere,
        url: Some("https://muster.example".into()),
        ..api.app.clone()
    }
}

/// A score of twenty points for Cologne, with a limit of twenty.
async fn score(api: &Api) {
    let rule = json!({"field": "city", "operator": "is", "value": "köln"});
    let rules = json!([{"points": 20, "kind": "attribute", "rule": rule}]);
    let new = json!({"name": "Nähe\r\nBcc: all@x.de", "rules": rules, "limit": 20});
    api.post_json("/api/v1/scores", None, &new).await.expect(201);
    api.settle().await;
}

async fn tell(api: &Api, emails: &[&str], url: Option<&str>) -> Value {
    let told = json!({"emails": emails, "webhook_url": url});
    api.call(Method::PUT, "/api/v1/scores/1/notification", Some(&told)).await.expect(200)
}

async fn import(api: &Api) {
    api.import(PEOPLE, &["email", "last_name", "city"], &json!({"kind": "none"})).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn each_is_told_once_of_all_who_reached_the_limit_within_a_minute() {
    on_both(async |db| {
        let (api, server, called) = (reaching(db), MailServer::start(), Called::start().await);
        score(&api).await;
        let told = tell(&api, &["Boss <boss@y.de>", "boss@y.de", "two@y.de"], Some(&called.url)).await;
        assert_eq!(told["emails"], json!(["boss@y.de", "two@y.de"]));
        import(&api).await;
        let city = json!({"fields": {"city": "Köln"}});
        let ben = api.get("/api/v1/contacts?search=ben").await.expect(200)["items"][0]["id"].clone();
        api.call(Method::PATCH, &format!("/api/v1/contacts/{ben}"), Some(&city)).await.expect(200);

        settle_notices(&later(&api, &server, 0)).await;
        assert!(server.mails().is_empty() && called.taken().is_empty(), "it waits for others");
        settle_notices(&later(&api, &server, 1)).await;
        let mails = server.mails();
        assert_eq!(mails.iter().map(|mail| &mail["to"][0]).collect::<Vec<_>>(), ["boss@y.de", "two@y.de"]);
        let subject = mails[0]["subject"].as_str().unwrap();
        assert!(
            subject.starts_with("3 contacts reached the limit of") && !subject.contains('\n'),
            "{subject}"
        );
        let text = mails[0]["text"].as_str().unwrap();
        assert!(
            text.contains("- Ångström <ann@x.de>: 20 points  https://muster.example/contacts/"),
            "{text}"
        );

        let calls = called.taken();
        let [(signature, body)] = calls.as_slice() else { panic!("{calls:?}") };
        assert_eq!((&body["event"], &body["count"]), (&json!("score.limit_reached"), &json!(3)));
        assert_eq!(body["contacts"].as_array().unwrap().len(), 3);
        let sent = (later(&api, &server, 1).clock.now() / 1000).to_string();
        assert!(signature.starts_with(&format!("notice-{} {sent} v1,", body["id"])), "{signature}");
        assert!(told["webhook_secret"].as_str().unwrap().starts_with("whsec_"));

        // Neither time nor new rules tell anybody again.
        let rule = json!({"field": "email", "operator": "not_empty"});
        let rules = json!({"rules": [{"points": 90, "kind": "attribute", "rule": rule}]});
        api.call(Method::PUT, "/api/v1/scores/1/draft", Some(&rules)).await.expect(200);
        api.post_json("/api/v1/scores/1/publish", None, &json!({})).await.expect(200);
        api.settle().await;
        settle_notices(&later(&api, &server, 90)).await;
        assert_eq!((server.mails().len(), called.taken().len()), (2, 0));
        let shown = api.get("/api/v1/scores/1/notification").await.expect(200);
        let states: Vec<&Value> =
            shown["notices"].as_array().unwrap().iter().map(|one| &one["state"]).collect();
        assert_eq!(states, ["sent", "sent"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_told_now_is_told_later_or_given_up_with_words() {
    on_both(async |db| {
        let (api, server, called) = (reaching(db), MailServer::start(), Called::start().await);
        score(&api).await;
        tell(&api, &["refused@y.de", "later@y.de", "two@bücher.example"], Some(&called.url)).await;
        import(&api).await;
        *called.answer.lock().unwrap() = 503;
        settle_notices(&App { mailer: None, ..later(&api, &server, 1) }).await;
        let shown = api.get("/api/v1/scores/1/notification").await.expect(200);
        for (place, words) in [(0, "503"), (1, "--smtp")] {
            let notice = &shown["notices"][place];
            assert_eq!(notice["state"], "tried_again");
            assert!(notice["failure"].as_str().unwrap().contains(words), "{notice}");
        }
        settle_notices(&later(&api, &server, 1)).await;
        assert_eq!((server.mails().len(), called.taken().len()), (0, 1), "not at once");
        settle_notices(&later(&api, &server, 3)).await;
        let mails = server.mails();
        assert_eq!(
            mails.len(),
            1,
            "neither who is refused nor who is put off keeps the others from being told"
        );
        assert_eq!(mails[0]["to"], json!(["two@xn--bcher-kva.example"]));
        let shown = api.get("/api/v1/scores/1/notification").await.expect(200);
        assert_eq!(shown["emails"][2], "two@bücher.example");
        assert_eq!(shown["notices"][1]["state"], "tried_again");
        for words in ["later@y.de: ", "refused@y.de: ", "No such mailbox"] {
            assert!(shown["notices"][1]["failure"].as_str().unwrap().contains(words), "{shown}");
        }
        let first = called.taken();
        settle_notices(&later(&api, &server, 24 * 60)).await;
        let last = called.taken();
        assert_eq!(first[0].1["id"], last[0].1["id"], "it can be seen to come again");
        settle_notices(&later(&api, &server, 2 * 24 * 60)).await;
        assert_eq!(called.taken().len(), 1, "the last time, a day after the first");
        settle_notices(&later(&api, &server, 3 * 24 * 60)).await;
        assert!(called.taken().is_empty());
        assert_eq!(server.mails().len(), 1, "each is told once");
        assert_eq!(
            api.get("/api/v1/scores/1/notification").await.expect(200)["notices"][0]["state"],
            "failed"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_not_told_any_more_hears_nothing_and_what_is_no_address_is_refused() {
    on_both(async |db| {
        let (api, server, called) = (reaching(db), MailServer::start(), Called::start().await);
        score(&api).await;
        let wrong = json!({"emails": ["boss@y.de", "nobody"], "webhook_url": "ftp://x"});
        let refused = api.call(Method::PUT, "/api/v1/scores/1/notification", Some(&wrong)).await;
        assert_eq!(refused.places(422, "notification_invalid"), ["/emails/1"]);
        let wrong = json!({"emails": [], "webhook_url": "ftp://x"});
        let refused = api.call(Method::PUT, "/api/v1/scores/1/notification", Some(&wrong)).await;
        assert_eq!(refused.places(422, "notification_invalid"), ["/webhook_url"]);
        let nobody = api.post_json("/api/v1/scores/1/notification/test", None, &json!({})).await;
        assert_eq!(nobody.problem(409), "nobody_to_tell");

        let told = tell(&api, &["boss@y.de"], Some(&called.url)).await;
        let again = tell(&api, &["boss@y.de"], Some(&format!("{}?x", called.url))).await;
        assert_eq!(told["webhook_secret"], again["webhook_secret"]);
        let tested = api.post_json("/api/v1/scores/1/notification/test", None, &json!({})).await.expect(200);
        assert!(tested[0]["failure"].as_str().unwrap().contains("--smtp") && tested[1]["failure"].is_null());
        assert_eq!(called.taken()[0].1["event"], "test");

        import(&api).await;
        tell(&api, &[], None).await;
        settle_notices(&later(&api, &server, 9)).await;
        assert_eq!((server.mails().len(), called.taken().len()), (0, 0));
        assert_eq!(api.count("work_items where kind like 'score_%'").await, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_on_this_machine_is_called_unless_that_is_allowed_and_muster_itself_never() {
    on_both(async |db| {
        let (api, called) = (Api::new(db.clone()), Called::start().await);
        score(&api).await;
        let told = json!({"emails": [], "webhook_url": called.url});
        let refused = api.call(Method::PUT, "/api/v1/scores/1/notification", Some(&told)).await;
        assert_eq!(refused.places(422, "notification_invalid"), ["/webhook_url"]);

        // An address that was saved while it was allowed.
        let allowed = reaching(db);
        tell(&allowed, &[], Some(&called.url)).await;
        let tested = api.post_json("/api/v1/scores/1/notification/test", None, &json!({})).await.expect(200);
        assert!(tested[0]["failure"].as_str().unwrap().contains("--allow-private-webhooks"), "{tested}");
        assert!(called.taken().is_empty());

        let own = axum::http::Request::post("/api/v1/contact-groups")
            .header("host", "127.0.0.1:8700")
            .header("content-type", "application/json")
            .header("muster-webhook", "1");
        let refused = allowed.send(own.body(json!({"name": "Mine"}).to_string().into()).unwrap()).await;
        assert_eq!(refused.problem(403), "webhook_to_itself");
    })
    .await;
}
