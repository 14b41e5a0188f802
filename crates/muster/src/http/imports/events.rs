use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::{Stream, StreamExt as _, stream};

use super::Import;
use crate::app::App;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiError, ApiResult, Problem};

/// Progress is read from the database, so it is true whichever process carries the import out.
const INTERVAL: Duration = Duration::from_millis(400);
/// Between two comments that tell that the server is there, and find out whether the client is.
const HEART_BEAT: Duration = Duration::from_secs(15);

/// The import again and again while it runs, as server-sent events called `import`; ends when the import has ended. A comment
/// comes when there is nothing else for a while. Only so many can watch at the same time: the others ask for the import itself.
#[utoipa::path(get, path = "/api/v1/imports/{id}/events", operation_id = "watch_import", params(("id" = i64, Path)),
    responses((status = 200, body = Import, content_type = "text/event-stream"), (status = 404, body = Problem),
        (status = 503, body = Problem)))]
pub async fn events(
    caller: Caller,
    Path(id): Path<i64>,
) -> ApiResult<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    super::find(&caller.app, id).await?;
    let place = Arc::clone(&caller.app.watchers).try_acquire_owned().map_err(|_| too_many())?;
    let states = stream::unfold(Some(Duration::ZERO), move |wait| {
        let app = caller.app.clone();
        async move { next(&app, id, wait?).await }
    });
    let states = states.map(move |state| {
        let _held = &place; // until the stream is let go of
        Ok(state)
    });
    Ok(Sse::new(states).keep_alive(KeepAlive::new().interval(HEART_BEAT)))
}

fn too_many() -> ApiError {
    let detail = "Too many pages watch imports at this moment.";
    ApiError::busy("overloaded", detail, "Ask for the import itself from time to time.")
}

/// The next event, and how long to wait for the one behind it; none when the stream is at its end.
async fn next(app: &App, id: i64, wait: Duration) -> Option<(Event, Option<Duration>)> {
    tokio::time::sleep(wait).await;
    let import = super::load(app, id).await.ok()?;
    let event = Event::default().event("import").json_data(&import).ok()?;
    Some((event, (!import.state.is_over()).then_some(INTERVAL)))
}
