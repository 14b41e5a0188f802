//! What somebody may do. Each route says what it needs, where it stands; the document repeats it as `x-permission`.

use axum::extract::Request;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use utoipa::openapi::path::{Operation, PathItem, Paths};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter, UtoipaMethodRouterExt as _};

use super::caller::Actor;
use crate::app::App;

/// The key of the permission in the document.
const KEY: &str = "x-permission";
/// The word in the document for what strangers may do.
const NONE: &str = "none";

/// What somebody may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// See contacts, and what else is in the base.
    ReadContacts,
    /// Make and change contacts and accounts, and record what they did.
    ChangeContacts,
    /// Delete contacts and accounts, and erase people.
    DeleteAndErase,
    /// Import files.
    Import,
    /// Take contacts out of Muster as files.
    Export,
    /// Make, change and delete contact groups, and say by hand who is in them.
    ManageGroups,
    /// Make, change and delete scores and personas.
    ManageScoresAndPersonas,
    /// Make, change and delete fields, types of activities, roles and statuses.
    ManageFields,
    /// Say what Muster does by itself.
    Administer,
}

impl Permission {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::ReadContacts,
        Self::ChangeContacts,
        Self::DeleteAndErase,
        Self::Import,
        Self::Export,
        Self::ManageGroups,
        Self::ManageScoresAndPersonas,
        Self::ManageFields,
        Self::Administer,
    ];

    /// Its word in the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::ReadContacts => "read_contacts",
            Self::ChangeContacts => "change_contacts",
            Self::DeleteAndErase => "delete_and_erase",
            Self::Import => "import",
            Self::Export => "export",
            Self::ManageGroups => "manage_groups",
            Self::ManageScoresAndPersonas => "manage_scores_and_personas",
            Self::ManageFields => "manage_fields",
            Self::Administer => "administer",
        }
    }
}

/// The routes of a noun, under its tag in the document.
pub fn tagged(tag: &str, mut router: OpenApiRouter<App>) -> OpenApiRouter<App> {
    for operation in operations(&mut router.get_openapi_mut().paths) {
        operation.tags = Some(vec![tag.to_owned()]);
    }
    router
}

/// Routes for those who have a permission.
pub fn allowed(permission: Permission, routes: UtoipaMethodRouter<App>) -> UtoipaMethodRouter<App> {
    let check = middleware::from_fn(move |who: Actor, request, next| check(permission, who, request, next));
    noted(permission.word(), routes).map(|methods| methods.route_layer(check))
}

/// Routes for strangers.
pub fn open(routes: UtoipaMethodRouter<App>) -> UtoipaMethodRouter<App> {
    noted(NONE, routes)
}

async fn check(permission: Permission, who: Actor, request: Request, next: Next) -> Response {
    match who.expect(permission) {
        Ok(()) => next.run(request).await,
        Err(refusal) => refusal.into_response(),
    }
}

fn noted(word: &str, mut routes: UtoipaMethodRouter<App>) -> UtoipaMethodRouter<App> {
    for operation in operations(&mut routes.1) {
        operation.extensions.get_or_insert_default().insert(KEY.to_owned(), word.into());
    }
    routes
}

fn operations(paths: &mut Paths) -> impl Iterator<Item = &mut Operation> {
    paths.paths.values_mut().flat_map(of_path)
}

fn of_path(path: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, options, head, patch, trace, .. } = path;
    [get, put, post, delete, options, head, patch, trace].into_iter().flatten()
}
