//! A database that is busy or away, on both databases where that can be.

use std::time::{Duration, Instant};

use axum::body::Body;
use axum::http::Method;
use muster_store::testing::TestBase;
use muster_store::{Db, Sql, recalculate};
use serde_json::json;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tower::ServiceExt as _;

use crate::http::tests::{Api, request};

const BEARABLE: Duration = Duration::from_millis(400);

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_too_long_is_told_for_what_and_when_to_come_again() {
    for base in TestBase::both().await {
        let db = Db::open_for(&base.address, BEARABLE).await.unwrap();
        let api = Api::new(db.clone());
        api.post_json("/api/v1/contact-groups", None, &json!({"name": "One"})).await.expect(201);
        let running =
            "insert into work_items (work_id, kind, state, payload, created_at, position, done, attempts)
            values (77, 'mass_action', 'running', '{}', 0, 0, 0, 0)";
        db.execute(Sql::new(running)).await.unwrap();

        let mut other = db.begin().await.unwrap();
        recalculate::lock(&mut other).await.unwrap();
        let start = Instant::now();
        let delete = request(Method::DELETE, "/api/v1/contact-groups/1").body(Body::empty()).unwrap();
        let answer = api.router.clone().oneshot(delete).await.unwrap();
        assert!(start.elapsed() < BEARABLE * 10, "{:?}", start.elapsed());
        assert_eq!(
            (answer.status().as_u16(), &answer.headers()["retry-after"]),
            (503, &"2".parse().unwrap())
        );
        let answer = api.call(Method::DELETE, "/api/v1/contact-groups/1", None).await.expect(503);
        assert_eq!(answer["code"], "busy");
        assert!(answer["detail"].as_str().unwrap().contains("mass action 77 is running"), "{answer}");
        drop(other);
        assert_eq!(api.call(Method::DELETE, "/api/v1/contact-groups/1", None).await.status.as_u16(), 204);
        drop(api);
        db.close().await;
        base.remove().await;
    }
}

/// Stands between the program and its server, until it is taken away.
async fn between(server: &str) -> (String, JoinHandle<()>) {
    let (rest, place) = server.rsplit_once('@').unwrap();
    let (target, name) = place.split_once('/').unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("{rest}@{}/{name}", listener.local_addr().unwrap());
    let target = target.to_owned();
    let task = tokio::spawn(async move {
        let mut passed = tokio::task::JoinSet::new();
        loop {
            let (mut here, _) = listener.accept().await.unwrap();
            let mut there = TcpStream::connect(&target).await.unwrap();
            passed.spawn(async move { copy_bidirectional(&mut here, &mut there).await });
        }
    });
    (address, task)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_is_told_at_once_with_the_reason() {
    let [_, base] = TestBase::both().await;
    let (address, server) = between(&base.address).await;
    let db = Db::open_for(&address, Duration::from_secs(30)).await.unwrap();
    let api = Api::new(db.clone());
    api.get("/api/v1/contact-groups").await.expect(200);
    server.abort();
    let _ = server.await;
    let start = Instant::now();
    for method in [Method::GET, Method::POST] {
        let body = (method == Method::POST).then(|| json!({"name": "One"}));
        let answer = api.call(method, "/api/v1/contact-groups", body.as_ref()).await.expect(503);
        assert_eq!(answer["code"], "database_away");
        assert!(answer["detail"].as_str().unwrap().contains("look whether it runs"), "{answer}");
    }
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    base.remove().await;
}
