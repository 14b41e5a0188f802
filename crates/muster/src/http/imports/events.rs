use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::{Stream, StreamExt as _, stream};

use super::Import;
use crate::app::App;
use crate::http::extract::Path;
use crate::http::problem::{ApiResult, Problem};

/// Progress is read from the database, so it is true whichever process carries the import out.
const INTERVAL: Duration = Duration::from_millis(400);

/// The import again and again while it runs, as server-sent events called `import`; ends when the import has ended.
#[utoipa::path(get, path = "/api/v1/imports/{id}/events", operation_id = "watch_import", params(("id" = i64, Path)),
    responses((status = 200, body = Import, content_type = "text/event-stream"), (status = 404, body = Problem)))]
pub async fn events(
    State(app): State<App>,
    Path(id): Path<i64>,
) -> ApiResult<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    super::find(&app, id).await?;
    let states = stream::unfold(Some(Duration::ZERO), move |wait| {
        let app = app.clone();
        async move { next(&app, id, wait?).await }
    });
    Ok(Sse::new(states.map(Ok)).keep_alive(KeepAlive::default()))
}

/// The next event, and how long to wait for the one behind it; none when the stream is at its end.
async fn next(app: &App, id: i64, wait: Duration) -> Option<(Event, Option<Duration>)> {
    tokio::time::sleep(wait).await;
    let import = super::load(app, id).await.ok()?;
    let event = Event::default().event("import").json_data(&import).ok()?;
    Some((event, (!import.state.is_over()).then_some(INTERVAL)))
}
