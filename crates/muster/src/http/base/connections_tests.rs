//! Clients that are slow, many, or both, over real connections.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

use super::connections::{Limits, serve};

const LIMITS: Limits = Limits {
    connections: 4,
    requests: 2,
    queue: Duration::from_millis(300),
    head: Duration::from_millis(600),
    body: Duration::from_millis(600),
    held: Duration::from_millis(100),
    grace: Duration::from_millis(100),
};
const SOON: Duration = Duration::from_secs(10);

async fn start(limits: Limits) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new()
        .route("/", get(async || "all is well"))
        .route("/slow", get(async || sleep(Duration::from_secs(3)).await))
        .route("/endless", get(async || vec![b'a'; 64 << 20]))
        .route("/body", post(async |body: String| body));
    tokio::spawn(serve(listener, router, limits, std::future::pending()));
    address
}

async fn send(address: SocketAddr, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(text.as_bytes()).await.unwrap();
    stream
}

/// What comes until the server hangs up.
async fn heard(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = timeout(SOON, stream.read_to_end(&mut bytes)).await.expect("the server hangs up");
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn ask(address: SocketAddr) -> String {
    heard(send(address, "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await).await
}

#[tokio::test]
async fn who_does_not_finish_a_head_or_a_body_or_says_nothing_is_hung_up_on() {
    let address = start(LIMITS).await;
    for (half, words) in [
        ("", ""),
        ("GET / HTTP/1.1\r\nhost: x\r\n", ""),
        ("POST /body HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nhalf", "400 Bad Request"),
        ("GET / HTTP/1.1\r\nhost: x\r\n\r\n", "all is well"),
    ] {
        let told = heard(send(address, half).await).await;
        assert!(told.contains(words), "{half}: {told}");
    }
    let whole = "POST /body HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\nconnection: close\r\n\r\nbody";
    assert!(heard(send(address, whole).await).await.ends_with("body"));
}

#[tokio::test]
async fn clients_that_are_waited_for_keep_nobody_out() {
    let address = start(Limits { head: SOON * 9, body: SOON * 9, ..LIMITS }).await;
    let mut half = Vec::new();
    for number in 0..40 {
        let body = "POST /body HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nhalf";
        half.push(send(address, if number % 2 == 0 { "GET / HTTP/1.1\r\n" } else { body }).await);
    }
    sleep(LIMITS.held * 2).await;
    for _ in 0..8 {
        assert!(ask(address).await.contains("all is well"));
    }
}

#[tokio::test]
async fn what_is_too_much_is_refused_soon_with_the_time_to_come_again() {
    for limits in [LIMITS, Limits { connections: 2, requests: 9, ..LIMITS }] {
        let address = start(limits).await;
        let slow = "GET /slow HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
        let (one, two) = (send(address, slow).await, send(address, slow).await);
        sleep(Duration::from_millis(200)).await;
        let refused = timeout(Duration::from_secs(2), ask(address)).await.expect("it is answered soon");
        assert!(refused.starts_with("HTTP/1.1 503 "), "{refused}");
        for words in ["retry-after: 2", "application/problem+json", "\"overloaded\"", "nosniff", "no-store"] {
            assert!(refused.contains(words), "{words}: {refused}");
        }
        assert!(heard(one).await.contains("200 OK") && heard(two).await.contains("200 OK"));
        assert!(ask(address).await.contains("all is well"));
    }
}

#[tokio::test]
async fn who_does_not_read_an_answer_loses_the_place() {
    let address = start(Limits { connections: 1, ..LIMITS }).await;
    let deaf = send(address, "GET /endless HTTP/1.1\r\nhost: x\r\n\r\n").await;
    sleep(Duration::from_millis(1500)).await;
    assert!(ask(address).await.contains("all is well"));
    drop(deaf);
}

#[tokio::test]
async fn many_quick_requests_at_once_are_all_answered() {
    let address = start(Limits { connections: 100, queue: SOON, ..LIMITS }).await;
    let answers = futures_util::future::join_all((0..60).map(|_| ask(address))).await;
    assert!(answers.iter().all(|answer| answer.contains("all is well")), "{answers:?}");
}
