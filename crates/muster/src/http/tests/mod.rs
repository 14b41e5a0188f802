//! A server without a socket for all tests of the API, and the tests of the API as a whole, on both databases.

mod activities;
mod floors;
mod locks;
mod stories;

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::app::App;
use crate::clock::Clock;
use crate::files::Files;
use crate::tracking::{Tracking, TrackingSettings};

/// 2026-11-22 12:00 UTC.
pub(super) const NOON: i64 = 1_795_348_800_000;

/// A server without a socket.
pub(super) struct Api {
    pub(super) app: App,
    pub(super) router: Router,
    _folder: tempfile::TempDir,
}

pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) kind: String,
    pub(super) body: Vec<u8>,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// Nothing is answered, and all is well.
    pub(super) fn expect_nothing(self) {
        assert_eq!((self.status.as_u16(), self.text().as_str()), (204, ""));
    }

    /// The places that a problem with this status and code names.
    pub(super) fn places(self, status: u16, code: &str) -> Vec<String> {
        let problem = self.expect(status);
        assert_eq!(problem["code"], code, "{problem}");
        let places = problem["errors"].as_array().unwrap().iter();
        places.map(|place| place["pointer"].as_str().unwrap().to_owned()).collect()
    }

    pub(super) fn expect(self, status: u16) -> Value {
        assert_eq!(self.status.as_u16(), status, "{}", self.text());
        self.json()
    }

    /// The code of a problem with this status.
    pub(super) fn problem(self, status: u16) -> String {
        assert_eq!(self.kind, "application/problem+json");
        let problem = self.expect(status);
        assert_eq!(problem["status"], status);
        problem["code"].as_str().unwrap().to_owned()
    }
}

impl Api {
    pub(super) fn new(db: muster_store::Db) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path());
        let app = App {
            db,
            clock: Clock::Fixed(NOON),
            files,
            work: std::sync::Arc::default(),
            upkeep: std::sync::Arc::default(),
            exports: std::sync::Arc::default(),
            mailer: None,
            webhooks: crate::webhook::Reach::default(),
            url: None,
            owner: "test".into(),
            recorder: std::sync::Arc::default(),
            tracking: std::sync::Arc::new(Tracking::new(TrackingSettings::default(), Clock::Fixed(NOON))),
            wishes: std::sync::Arc::default(),
            tried: muster_store::recalculate::Trying::MOST,
            watchers: std::sync::Arc::new(tokio::sync::Semaphore::new(crate::app::WATCHERS)),
            dry_run: std::sync::Arc::default(),
        };
        Self { router: super::router(app.clone()), app, _folder: folder }
    }

    /// The same server, set up otherwise.
    pub(super) fn with(self, change: impl FnOnce(App) -> App) -> Self {
        let app = change(self.app);
        Self { router: super::router(app.clone()), app, ..self }
    }

    pub(super) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let kind = response.headers().get(header::CONTENT_TYPE).map(|kind| kind.to_str().unwrap().to_owned());
        let status = response.status();
        let body = response.into_body().collect().await.unwrap().to_bytes().to_vec();
        Answer { status, kind: kind.unwrap_or_default(), body }
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.send(request(Method::GET, path).body(Body::empty()).unwrap()).await
    }

    pub(super) async fn post(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.send(request(Method::POST, path).body(body.into()).unwrap()).await
    }

    pub(super) async fn post_json(&self, path: &str, key: Option<&str>, body: &Value) -> Answer {
        let mut request = request(Method::POST, path).header(header::CONTENT_TYPE, "application/json");
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        self.send(request.body(body.to_string().into()).unwrap()).await
    }

    pub(super) async fn call(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let request = request(method, path).header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(body.map_or_else(Body::empty, |body| body.to_string().into())).unwrap()).await
    }

    /// Does all upkeep and all exports that wait.
    pub(super) async fn settle(&self) {
        crate::work::settle_exports(&self.app).await;
        crate::work::settle(&crate::work::Hand::of(&self.app)).await;
    }

    /// Lets groups, scores and personas follow what machines told.
    pub(super) async fn follow(&self) {
        let hand = crate::work::Hand::of(&self.app);
        while crate::work::recalculate::follow(&hand).await.unwrap() {}
    }

    /// Imports a file whose columns are these fields, and returns the import.
    pub(super) async fn import(&self, text: &str, fields: &[&str], segment: &Value) -> Value {
        let order = new_import(self.upload(text).await, fields, segment);
        let import = self.post_json("/api/v1/imports", None, &order).await.expect(201);
        self.work().await;
        self.get(&format!("/api/v1/imports/{}", import["id"])).await.expect(200)
    }

    pub(super) async fn upload(&self, text: &str) -> i64 {
        let file = self.post("/api/v1/files?name=people.csv", text.to_owned()).await.expect(201);
        assert_eq!(file["size"], text.len());
        file["id"].as_i64().unwrap()
    }

    /// How many rows a table has; behind its name a `where` may follow.
    pub(super) async fn count(&self, table: &'static str) -> i64 {
        let sql = muster_store::Sql::new("select count(*) from ").push(table);
        self.app.db.fetch_optional::<(i64,)>(sql).await.unwrap().unwrap().0
    }

    /// Carries out all imports that wait.
    pub(super) async fn work(&self) {
        crate::work::settle_imports(&self.app).await;
    }
}

pub(super) fn request(method: Method, path: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(path).header(header::HOST, "127.0.0.1:8700")
}

pub(super) fn new_import(file: i64, fields: &[&str], segment: &Value) -> Value {
    let mapping: Vec<Value> =
        fields.iter().enumerate().map(|(column, field)| json!({"column": column, "field": field})).collect();
    json!({"file_id": file, "mapping": mapping, "segment": segment, "blank": "keep"})
}
