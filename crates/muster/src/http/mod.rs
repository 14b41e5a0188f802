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
use utoipa_axum::routes;

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

fn api() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(fields::list::list, fields::create::create))
        .routes(routes!(fields::update::update, fields::delete::delete))
        .routes(routes!(fields::usage::show))
        .routes(routes!(conditions::catalogue::show))
        .routes(routes!(conditions::preview::preview))
        .routes(routes!(inspections::create))
        .routes(routes!(files::create))
        .routes(routes!(imports::list::list, imports::create::create))
        .routes(routes!(imports::dry_run::create))
        .routes(routes!(imports::show::show, imports::cancel::cancel))
        .routes(routes!(imports::events::events))
        .routes(routes!(imports::reasons::show))
        .routes(routes!(imports::rejects::list))
        .routes(routes!(imports::rejects_csv::download))
        .routes(routes!(imports::example::download))
        .routes(routes!(contacts::list::list, contacts::create::create))
        .routes(routes!(contacts::count::count))
        .routes(routes!(contacts::show::show, contacts::update::update, contacts::delete::delete))
        .routes(routes!(contacts::personal_data::download))
        .routes(routes!(contacts::notes::list, contacts::notes::create))
        .routes(routes!(contacts::notes::update, contacts::notes::delete))
        .routes(routes!(mass_actions::list::list, mass_actions::create::create))
        .routes(routes!(mass_actions::show::show, mass_actions::delete::delete))
        .routes(routes!(mass_actions::file::download))
        .routes(routes!(contacts::activities::list, contacts::activities::create))
        .routes(routes!(activity_types::list::list, activity_types::create::create))
        .routes(routes!(activity_types::change::change, activity_types::delete::delete))
        .merge(activities::router())
        .merge(tracking::router())
        .routes(routes!(activity_imports::list, activity_imports::create))
        .routes(routes!(activity_imports::show))
        .routes(routes!(accounts::list::list, accounts::create::create))
        .routes(routes!(accounts::show::show, accounts::update::update, accounts::delete::delete))
        .routes(routes!(accounts::contacts::list))
        .routes(routes!(accounts::contacts::put, accounts::contacts::remove))
        .routes(routes!(contacts::accounts::list))
        .routes(routes!(account_roles::list, account_roles::create))
        .routes(routes!(account_roles::change, account_roles::delete))
        .routes(routes!(account_statuses::list, account_statuses::create))
        .routes(routes!(account_statuses::change, account_statuses::delete))
        .routes(routes!(contact_statuses::list, contact_statuses::create))
        .routes(routes!(contact_statuses::change, contact_statuses::delete))
        .routes(routes!(groups::accounts::list))
        .routes(routes!(groups::accounts::put, groups::accounts::remove))
        .merge(merging())
        .merge(points())
        .routes(routes!(groups::list::list, groups::create::create))
        .routes(routes!(groups::show::show, groups::update::update, groups::delete::delete))
        .routes(routes!(groups::growth::show))
        .routes(routes!(groups::members::list))
        .routes(routes!(groups::explain::explain, groups::members::add, groups::members::remove))
        .routes(routes!(groups::exclusions::list))
        .routes(routes!(groups::exclusions::exclude, groups::exclusions::let_in))
}

/// Scores and personas.
fn points() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(scores::list::list, scores::create::create))
        .routes(routes!(scores::show::show, scores::update::update, scores::delete::delete))
        .routes(routes!(scores::draft::put, scores::draft::delete))
        .routes(routes!(scores::publish::publish))
        .routes(routes!(scores::preview::preview))
        .routes(routes!(scores::distribution::show))
        .routes(routes!(scores::contacts::list))
        .routes(routes!(scores::crossings::list))
        .routes(routes!(scores::notification::show, scores::notification::put))
        .routes(routes!(scores::notification::test))
        .routes(routes!(personas::list::list, personas::create::create))
        .routes(routes!(personas::show::show, personas::update::update, personas::delete::delete))
        .routes(routes!(personas::draft::put, personas::draft::delete))
        .routes(routes!(personas::publish::publish))
        .routes(routes!(personas::preview::preview))
        .routes(routes!(personas::order::replace))
        .routes(routes!(personas::picture::show, personas::picture::put))
        .routes(routes!(personas::shares::show))
        .routes(routes!(contacts::points::show))
}

/// Contacts that are one person, people who asked to be erased, and contacts that nobody needs.
fn merging() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(duplicates::search::create))
        .routes(routes!(duplicates::search::show))
        .routes(routes!(duplicates::list::list))
        .routes(routes!(duplicates::dismiss::dismiss))
        .routes(routes!(contacts::duplicates::list))
        .routes(routes!(contacts::merges::list, contacts::merges::create))
        .routes(routes!(contacts::merges::undo))
        .routes(routes!(contacts::erasure::erase))
        .routes(routes!(erasures::lift))
        .routes(routes!(inactivity::show, inactivity::replace))
        .routes(routes!(inactivity::preview))
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
