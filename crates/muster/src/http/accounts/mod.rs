//! Accounts: the companies that contacts belong to.

pub mod contacts;
pub mod create;
pub mod delete;
pub mod list;
pub mod show;
pub mod update;

use std::collections::BTreeMap;

use axum::http::StatusCode;
use muster_domain::import::{value_reason, value_remedy};
use muster_domain::{AccountField, AccountId, ContactId, Field, Label};
use muster_store::accounts::{self, AccountError};
use muster_store::{StoreError, contacts as people};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::base::permission::{Permission, allowed, tagged};
use crate::http::base::problem::{ApiError, ApiResult, sentence};
use crate::http::shared::account::{Account, AccountRef, find};
use crate::http::shared::group_ref::GroupRef;
use crate::http::shared::names::invalid_label;

/// The endpoints.
pub fn router() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new()
        .routes(allowed(Permission::ReadContacts, routes!(list::list)))
        .routes(allowed(Permission::ChangeContacts, routes!(create::create)))
        .routes(allowed(Permission::ReadContacts, routes!(show::show)))
        .routes(allowed(Permission::ChangeContacts, routes!(update::update)))
        .routes(allowed(Permission::DeleteAndErase, routes!(delete::delete)))
        .routes(allowed(Permission::ReadContacts, routes!(contacts::list)))
        .routes(allowed(Permission::ChangeContacts, routes!(contacts::put, contacts::remove)));
    tagged("accounts", routes)
}

/// A contact to turn to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactRef {
    id: i64,
    email: String,
    /// First and last name, if there are any.
    name: Option<String>,
}

/// An account with all that belongs to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountDetail {
    #[serde(flatten)]
    account: Account,
    primary_contact: Option<ContactRef>,
    secondary_contact: Option<ContactRef>,
    /// The accounts directly below it, by name.
    children: Vec<AccountRef>,
    /// The groups that its contacts are in for its sake, by name.
    groups: Vec<GroupRef>,
}

impl AccountDetail {
    /// The account with this id and all that belongs to it, or 404.
    async fn load(app: &App, id: i64) -> ApiResult<Self> {
        let stored = find(&app.db, id).await?;
        let children = accounts::children(&app.db, AccountId(id)).await?;
        let groups = accounts::groups(&app.db, AccountId(id)).await?;
        Ok(Self {
            primary_contact: ContactRef::load(app, stored.primary_contact_id).await?,
            secondary_contact: ContactRef::load(app, stored.secondary_contact_id).await?,
            children: children.into_iter().map(|(id, name)| AccountRef { id, name }).collect(),
            groups: groups.into_iter().map(|(id, name)| GroupRef { id, name }).collect(),
            account: stored.into(),
        })
    }
}

impl ContactRef {
    async fn load(app: &App, id: Option<i64>) -> ApiResult<Option<Self>> {
        let Some(id) = id else { return Ok(None) };
        let contact = people::find(&app.db, ContactId(id)).await?;
        Ok(contact.map(|contact| {
            let names = ["first_name", "last_name"].into_iter().filter_map(Field::named);
            let names: Vec<String> = names.map(|field| contact.value(&field).to_owned()).collect();
            let name = names.join(" ").trim().to_owned();
            Self { id, email: contact.email, name: (!name.is_empty()).then_some(name) }
        }))
    }
}

fn name(typed: &str) -> ApiResult<Label> {
    Label::parse(typed, Label::MAX_ACCOUNT).map_err(|error| invalid_label("account", "/name", error))
}

/// Reads values by the fields' names; every error with its place.
fn read(typed: &BTreeMap<String, Option<String>>) -> ApiResult<Vec<(&'static AccountField, Option<String>)>> {
    let (mut values, mut places) = (Vec::new(), Vec::new());
    for (name, value) in typed {
        match read_field(name, value.as_deref().unwrap_or_default()) {
            Ok(value) => values.push(value),
            Err(detail) => places.push((format!("/fields/{name}"), detail)),
        }
    }
    if places.is_empty() {
        return Ok(values);
    }
    let (detail, remedy) = ("Some values cannot be used.", "Correct the values that are marked.");
    Err(ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "account_invalid", detail, remedy).at(places))
}

fn read_field(name: &str, typed: &str) -> Result<(&'static AccountField, Option<String>), String> {
    let field = AccountField::named(name).ok_or("There is no such field.")?;
    let value = field.read(typed).map_err(|error| {
        format!("{} {}", value_reason(field.label, &error), value_remedy(field.label, &error))
    })?;
    Ok((field, value))
}

impl From<AccountError> for ApiError {
    fn from(error: AccountError) -> Self {
        let detail = sentence(&error.to_string());
        let another = "Choose another.";
        let (code, pointer, remedy) = match error {
            AccountError::Store(StoreError::Taken) => return exists(),
            AccountError::Store(error) => return error.into(),
            AccountError::UnknownStatus => ("unknown_status", "/status_id", another),
            AccountError::UnknownParent => ("unknown_account", "/parent_id", another),
            AccountError::UnknownPrimaryContact => ("unknown_contact", "/primary_contact_id", another),
            AccountError::UnknownSecondaryContact => ("unknown_contact", "/secondary_contact_id", another),
            AccountError::Cycle(_) => {
                ("account_cycle", "/parent_id", "Choose an account that is not below this one.")
            }
        };
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, detail.clone(), remedy)
            .at([(pointer.to_owned(), detail)])
    }
}

fn exists() -> ApiError {
    let detail = "There is an account with this name already.";
    ApiError::new(StatusCode::CONFLICT, "account_exists", detail, "Use that one, or choose another name.")
        .at([("/name".to_owned(), detail.to_owned())])
}

#[cfg(test)]
mod tests;
