//! Takes connections and lets none of them keep others out: each has only so long to send a request and to read the answer, there
//! are only so many, and only so many requests are worked on at the same time. Who comes when all places are taken gets that of the
//! client that has kept Muster waiting longest; when none waits, the answer is 503 at once rather than after a long while.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
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
use tokio::sync::{Notify, watch};
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
            head: Duration::from_secs(30),
            body: Duration::from_secs(30),
            held: Duration::from_secs(2),
            grace: Duration::from_secs(2),
        }
    }
}

/// How many clients without a place are told so at the same time; others are hung up on.
const TOLD: usize = 64;

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
                    let connection = Connection { places: Arc::clone(&places), router: router.clone(), peer };
                    connections.spawn(connection.take(stream, stopped.clone()));
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

/// A connection that was just accepted.
struct Connection {
    places: Arc<Places>,
    router: Router,
    peer: SocketAddr,
}

impl Connection {
    async fn take(self, stream: TcpStream, stopped: watch::Receiver<bool>) {
        let _ = stream.set_nodelay(true); // small answers are only later without it
        match self.places.enter() {
            Some(place) => self.answer(stream, Arc::new(place), stopped).await,
            None => self.send_away(stream).await,
        }
    }

    async fn answer(self, stream: TcpStream, place: Arc<Place>, mut stopped: watch::Receiver<bool>) {
        let limits = self.places.limits;
        let service =
            service_fn(|request| answer(self.router.clone(), Arc::clone(&place), self.peer, request));
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

    /// Tells the client that there is no place, or hangs up when too many are being told.
    async fn send_away(self, stream: TcpStream) {
        let Some(_told) = Counted::new(&self.places.told, TOLD) else { return };
        let service = service_fn(async |_: Request<Incoming>| Ok::<_, Infallible>(overloaded()));
        let mut protocol = protocol(self.places.limits.held);
        let stream = Patient::new(stream, self.places.limits.held);
        let _ = protocol.keep_alive(false).serve_connection(stream, service).await;
    }
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
    let places = &place.places;
    if places.working.load(Ordering::Relaxed) >= places.limits.requests {
        return Ok(overloaded());
    }
    place.turn(State::Working);
    let patience = places.limits.body;
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
    working: AtomicUsize,
    told: AtomicUsize,
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
}

impl Places {
    fn new(limits: Limits) -> Self {
        Self {
            limits,
            taken: Mutex::default(),
            next: AtomicU64::default(),
            working: AtomicUsize::default(),
            told: AtomicUsize::default(),
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
        Some(Place { id, places: Arc::clone(self), spot })
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
        let mut state = locked(&self.spot.state);
        match (*state == State::Working, to == State::Working) {
            (false, true) => drop(self.places.working.fetch_add(1, Ordering::Relaxed)),
            (true, false) => drop(self.places.working.fetch_sub(1, Ordering::Relaxed)),
            _ => {}
        }
        *state = to;
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
        self.turn(State::Answering); // no longer working
        locked(&self.places.taken).remove(&self.id);
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One of a bounded number, until it is dropped.
struct Counted<'a>(&'a AtomicUsize);

impl<'a> Counted<'a> {
    fn new(count: &'a AtomicUsize, most: usize) -> Option<Self> {
        let counted = Self(count);
        (count.fetch_add(1, Ordering::Relaxed) < most).then_some(counted)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
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
