//! Takes connections and lets none of them keep others out: each has only so long to send a request and to read the answer, there
//! are only so many, and only so many requests are worked on at the same time. Who comes when all places are taken gets that of the
//! client that has kept Muster waiting longest; when none waits, the answer is 503 soon rather than after a long while.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{ConnectInfo, Request};
use axum::response::{IntoResponse as _, Response};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, Sleep, sleep, timeout};
use tower::ServiceExt as _;

use super::headers;
use super::problem::ApiError;

/// What the server bears.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Connections at the same time; fewer than the files that a process may open.
    pub connections: usize,
    /// Requests that are worked on at the same time.
    pub requests: usize,
    /// How long a request waits for others to be done.
    pub queue: Duration,
    /// How long the head of a request, or the next request, may take.
    pub head: Duration,
    /// How long a body that is sent, or an answer that is read, may stand still.
    pub body: Duration,
    /// How long a client keeps its place, though Muster waits for it and others have none.
    pub held: Duration,
    /// How long requests may go on after the server was asked to stop.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            requests: 64,
            queue: Duration::from_secs(2),
            head: Duration::from_secs(30),
            body: Duration::from_secs(30),
            held: Duration::from_secs(2),
            grace: Duration::from_secs(2),
        }
    }
}

/// How many clients without a place are told so at the same time; the others are not yet accepted.
const TOLD: usize = 256;

/// Serves until `stop` ends; running requests then have a moment to finish, while pages that watch an import would stay for ever.
pub async fn serve(listener: TcpListener, router: Router, limits: Limits, stop: impl Future<Output = ()>) {
    let places = Arc::new(Places::new(limits));
    let (stopping, stopped) = watch::channel(false);
    let mut connections = JoinSet::new();
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let _ = stream.set_nodelay(true); // small answers are only later without it
                    if let Some(place) = places.enter() {
                        let connection = Connection { place: Arc::new(place), router: router.clone(), peer };
                        connections.spawn(connection.answer(stream, stopped.clone()));
                    } else {
                        let told = Arc::clone(&places.told).acquire_owned().await;
                        connections.spawn(send_away(stream, limits.held, told.ok()));
                    }
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    sleep(Duration::from_millis(100)).await;
                }
            },
        }
    }
    let _ = stopping.send(true); // nobody listens when there is no connection
    let all = async { while connections.join_next().await.is_some() {} };
    let _ = timeout(limits.grace, all).await; // the others are broken off
}

/// A connection that has a place.
struct Connection {
    place: Arc<Place>,
    router: Router,
    peer: SocketAddr,
}

impl Connection {
    async fn answer(self, stream: TcpStream, mut stopped: watch::Receiver<bool>) {
        let Self { place, router, peer } = self;
        let limits = place.places.limits;
        let service = service_fn(|request| answer(router.clone(), Arc::clone(&place), peer, request));
        let connection = protocol(limits.head).serve_connection(Patient::new(stream, limits.body), service);
        let mut connection = std::pin::pin!(connection);
        // What goes wrong in a connection is its client's: it went away, or sent what is no HTTP.
        tokio::select! {
            _ = connection.as_mut() => return,
            () = place.spot.given_away.notified() => return,
            _ = stopped.wait_for(|stopped| *stopped) => connection.as_mut().graceful_shutdown(),
        }
        let _ = connection.await;
    }
}

/// Tells a client that there is no place.
async fn send_away(stream: TcpStream, patience: Duration, _told: Option<OwnedSemaphorePermit>) {
    let service = service_fn(|_: Request<Incoming>| async { Ok::<_, Infallible>(overloaded()) });
    let connection =
        protocol(patience).keep_alive(false).serve_connection(Patient::new(stream, patience), service);
    let _ = timeout(patience, connection).await; // it is its client's affair whether it heard that
}

fn protocol(head: Duration) -> http1::Builder {
    let mut protocol = http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(head);
    protocol
}

async fn answer(
    router: Router,
    place: Arc<Place>,
    peer: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response, Infallible> {
    let limits = place.places.limits;
    place.turn(State::Working);
    let permit = timeout(limits.queue, Arc::clone(&place.places.working).acquire_owned()).await;
    let Ok(Ok(permit)) = permit else {
        place.turn(State::Waiting(Instant::now()));
        return Ok(overloaded());
    };
    *locked(&place.permit) = Some(permit);
    let patience = limits.body;
    let mut request =
        request.map(|body| Body::new(Sent { body, place: Arc::clone(&place), patience, stalled: None }));
    request.extensions_mut().insert(ConnectInfo(peer));
    let response = router.oneshot(request).await?;
    place.turn(State::Answering);
    Ok(response.map(|body| Body::new(Answer { body, place })))
}

fn overloaded() -> Response {
    let detail = "Muster has more to do at this moment than it can.";
    headers::harden(ApiError::busy("overloaded", detail, "Try again in a moment.").into_response())
}

/// The places for connections.
struct Places {
    limits: Limits,
    taken: Mutex<HashMap<u64, Arc<Spot>>>,
    next: AtomicU64,
    working: Arc<Semaphore>,
    told: Arc<Semaphore>,
}

/// What is known of a connection in its place.
struct Spot {
    state: Mutex<State>,
    given_away: Notify,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// For the client to send: a request, or more of its body.
    Waiting(Instant),
    Working,
    /// The answer is on its way.
    Answering,
}

/// The place of a connection, free again when it is dropped.
struct Place {
    id: u64,
    places: Arc<Places>,
    spot: Arc<Spot>,
    /// To work on its request: given back while the client is waited for, and not asked for again.
    permit: Mutex<Option<OwnedSemaphorePermit>>,
}

impl Places {
    fn new(limits: Limits) -> Self {
        Self {
            limits,
            taken: Mutex::default(),
            next: AtomicU64::default(),
            working: Arc::new(Semaphore::new(limits.requests)),
            told: Arc::new(Semaphore::new(TOLD)),
        }
    }

    /// A free place, or else that of the client that has been waited for longest.
    fn enter(self: &Arc<Self>) -> Option<Place> {
        let mut taken = locked(&self.taken);
        if taken.len() >= self.limits.connections {
            let id = longest_waiting(&taken, self.limits.held)?;
            taken.remove(&id).inspect(|spot| spot.given_away.notify_one());
        }
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let state = Mutex::new(State::Waiting(Instant::now()));
        let spot = Arc::new(Spot { state, given_away: Notify::new() });
        taken.insert(id, Arc::clone(&spot));
        Some(Place { id, places: Arc::clone(self), spot, permit: Mutex::default() })
    }
}

fn longest_waiting(taken: &HashMap<u64, Arc<Spot>>, at_least: Duration) -> Option<u64> {
    let waiting = taken.iter().filter_map(|(id, spot)| match *locked(&spot.state) {
        State::Waiting(since) if since.elapsed() >= at_least => Some((since, *id)),
        _ => None,
    });
    waiting.min().map(|(_, id)| id)
}

impl Place {
    fn turn(&self, to: State) {
        if to != State::Working {
            *locked(&self.permit) = None;
        }
        *locked(&self.spot.state) = to;
    }

    /// The body that is worked on has, or has not, arrived so far.
    fn turn_with_body(&self, has_arrived: bool) {
        let state = *locked(&self.spot.state);
        match state {
            State::Waiting(_) if has_arrived => self.turn(State::Working),
            State::Working if !has_arrived => self.turn(State::Waiting(Instant::now())),
            _ => {}
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        locked(&self.places.taken).remove(&self.id);
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The time that a client may let pass without doing its part.
fn has_run_out(stalled: &mut Option<Pin<Box<Sleep>>>, patience: Duration, context: &mut Context<'_>) -> bool {
    stalled.get_or_insert_with(|| Box::pin(sleep(patience))).as_mut().poll(context).is_ready()
}

/// The body of a request: fails when no more of it arrives.
struct Sent {
    body: Incoming,
    place: Arc<Place>,
    patience: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
}

impl HttpBody for Sent {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::BoxError>>> {
        let this = &mut *self;
        let frame = Pin::new(&mut this.body).poll_frame(context);
        this.place.turn_with_body(frame.is_ready());
        if frame.is_pending() && has_run_out(&mut this.stalled, this.patience, context) {
            let error = io::Error::new(io::ErrorKind::TimedOut, "the body has not arrived in time");
            return Poll::Ready(Some(Err(error.into())));
        }
        let frame = ready!(frame);
        this.stalled = None;
        Poll::Ready(frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// The body of an answer: behind it, the client's next request is waited for.
struct Answer {
    body: Body,
    place: Arc<Place>,
}

impl HttpBody for Answer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.place.turn(State::Waiting(Instant::now()));
    }
}

/// A connection whose client must go on reading what is written.
struct Patient {
    stream: TcpStream,
    patience: Duration,
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn new(stream: TcpStream, patience: Duration) -> TokioIo<Self> {
        TokioIo::new(Self { stream, patience, stalled: None })
    }

    fn watch(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.stalled = None;
        } else if has_run_out(&mut self.stalled, self.patience, context) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        written
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.watch(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
