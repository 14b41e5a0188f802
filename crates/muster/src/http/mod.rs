//! The API under `/api/v1`, one endpoint per file, and the page. A handler takes apart, makes one call, and answers.
//!
//! Three floors: [`base`], the machinery of HTTP; [`shared`], what several nouns have in common; and the nouns, which stand beside
//! each other. This file puts them together. A test (`tests/floors.rs`) keeps it so.

pub mod base;
mod shared;

mod account_roles;
mod account_statuses;
mod accounts;
mod activities;
mod activity_imports;
mod activity_types;
mod conditions;
mod contact_statuses;
mod contacts;
mod duplicates;
mod erasures;
mod fields;
mod files;
mod groups;
mod imports;
mod inactivity;
mod inspections;
mod mass_actions;
mod personas;
mod scores;
mod tracking;

use std::sync::Arc;

use axum::http::{Method, StatusCode};
use axum::{Json, Router, middleware, routing};
use tokio::net::TcpListener;
use tower_http::compression::CompressionLayer;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use self::base::connections::{self, Limits};
use self::base::contract::{self, Contract};
use self::base::problem::{ApiError, Problem};
use self::base::{busy, document, guard, headers, page};
use crate::app::App;

#[derive(OpenApi)]
#[openapi(
    info(title = "Muster", description = "Contact lists, as they really are, into one contact base."),
    components(schemas(Problem))
)]
struct Document;

/// What the nouns answer.
fn api() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Document::openapi())
        .merge(account_roles::router())
        .merge(account_statuses::router())
        .merge(accounts::router())
        .merge(activities::router())
        .merge(activity_imports::router())
        .merge(activity_types::router())
        .merge(conditions::router())
        .merge(contact_statuses::router())
        .merge(contacts::router())
        .merge(duplicates::router())
        .merge(erasures::router())
        .merge(fields::router())
        .merge(files::router())
        .merge(groups::router())
        .merge(imports::router())
        .merge(inactivity::router())
        .merge(inspections::router())
        .merge(mass_actions::router())
        .merge(personas::router())
        .merge(scores::router())
        .merge(tracking::router())
}

/// The OpenAPI document, made from the handlers.
pub fn openapi_document() -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(&document(&api().into_openapi()))?)
}

/// The document of the handlers, and what is true of all of them.
fn document(made: &utoipa::openapi::OpenApi) -> serde_json::Value {
    let mut document = serde_json::to_value(made).unwrap_or_default();
    document::complete(&mut document);
    document
}

/// Everything that Muster answers.
pub fn router(app: App) -> Router {
    let (api, document) = api().split_for_parts();
    let document = self::document(&document);
    let contract = Arc::new(Contract::of(&document));
    let document = routing::get(|| async { Json(document) });
    api.route("/api/v1/openapi.json", document)
        .fallback(page::serve)
        .method_not_allowed_fallback(no_such_method)
        .layer(middleware::from_fn_with_state(app.clone(), busy::name_what_runs))
        .layer(CompressionLayer::new())
        .layer(middleware::from_fn_with_state(contract, contract::keep))
        .layer(middleware::from_fn(guard::refuse_foreign))
        .layer(middleware::from_fn(headers::add))
        .with_state(app)
}

async fn no_such_method(method: Method) -> ApiError {
    let detail = format!("The method {method} cannot be used here.");
    let remedy = "Use one of those that the header Allow names.";
    ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail, remedy)
}

/// Serves until the process is asked to stop.
pub async fn serve(listener: TcpListener, app: App) {
    connections::serve(listener, router(app), Limits::default(), stop_signal()).await;
}

/// Ends with Ctrl-C or SIGTERM.
async fn stop_signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupt = tokio::signal::ctrl_c();
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = interrupt => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => drop(interrupt.await),
    }
}

#[cfg(test)]
mod tests;
