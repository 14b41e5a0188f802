//! Who waited in vain is told for what: the work that runs at that time.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use muster_store::work::{self, Running};
use tokio::time::timeout;

use super::problem::{ApiError, Waited};
use crate::app::App;

/// How long it may take to find out what runs: the database is busy.
const ASKED_FOR: Duration = Duration::from_secs(1);

/// Names what runs in answers to those who waited in vain.
pub async fn name_what_runs(State(app): State<App>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if response.extensions().get::<Waited>().is_none() {
        return response;
    }
    match timeout(ASKED_FOR, work::running(&app.db)).await {
        Ok(Ok(running)) if !running.is_empty() => {
            let works: Vec<String> = running.iter().map(words).collect();
            let detail = format!("Muster is busy, and waiting took too long: {}.", works.join(", "));
            ApiError::busy("busy", &detail, "Try again in a moment.").into_response()
        }
        _ => response,
    }
}

fn words(running: &Running) -> String {
    let Running { kind, id } = running;
    match kind.as_str() {
        "import" => format!("import {id} is running"),
        "activity_import" => format!("the import of activities {id} is running"),
        "mass_action" => format!("mass action {id} is running"),
        "export" => format!("export {id} is being written"),
        "rebuild" => "a contact group is being rebuilt".to_owned(),
        "score_rebuild" => "a score is being counted anew".to_owned(),
        "persona_rebuild" => "personas are being chosen anew".to_owned(),
        "recalculate" | "follow" => "groups and scores are brought up to date".to_owned(),
        "duplicate_search" => "duplicates are being searched for".to_owned(),
        "inactivity" => "inactive contacts are being deleted".to_owned(),
        _ => "notices are being sent".to_owned(),
    }
}
