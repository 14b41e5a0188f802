//! Contacts as lists and one by one.

pub mod accounts;
pub mod activities;
pub mod count;
pub mod create;
pub mod delete;
pub mod duplicates;
pub mod erasure;
pub mod list;
pub mod merges;
pub mod notes;
pub mod personal_data;
pub mod points;
pub mod show;
pub mod update;

use std::collections::BTreeMap;

use axum::http::StatusCode;
use muster_domain::import::{value_reason, value_remedy};
use muster_domain::{Email, Field, Fields, Reading};
use muster_store::contacts::{self, Contact as Stored, Filter};
use muster_store::figures::Figures;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::base::permission::{Permission, allowed, tagged};
use crate::http::base::problem::{ApiError, ApiResult};
use crate::http::shared::contact::Contact;
use crate::http::shared::selection;
use crate::work::mass_action::Selection;

/// The endpoints.
pub fn router() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new()
        .routes(allowed(Permission::ReadContacts, routes!(list::list)))
        .routes(allowed(Permission::ChangeContacts, routes!(create::create)))
        .routes(allowed(Permission::ReadContacts, routes!(count::count)))
        .routes(allowed(Permission::ReadContacts, routes!(show::show)))
        .routes(allowed(Permission::ChangeContacts, routes!(update::update)))
        .routes(allowed(Permission::DeleteAndErase, routes!(delete::delete)))
        .routes(allowed(Permission::ReadContacts, routes!(accounts::list)))
        .routes(allowed(Permission::ReadContacts, routes!(activities::list)))
        .routes(allowed(Permission::ChangeContacts, routes!(activities::create)))
        .routes(allowed(Permission::ReadContacts, routes!(duplicates::list)))
        .routes(allowed(Permission::ReadContacts, routes!(notes::list)))
        .routes(allowed(Permission::ChangeContacts, routes!(notes::create)))
        .routes(allowed(Permission::ChangeContacts, routes!(notes::update, notes::delete)))
        .routes(allowed(Permission::ReadContacts, routes!(points::show)))
        .routes(allowed(Permission::ReadContacts, routes!(merges::list)))
        .routes(allowed(Permission::ChangeContacts, routes!(merges::create)))
        .routes(allowed(Permission::ChangeContacts, routes!(merges::undo)))
        .routes(allowed(Permission::Export, routes!(personal_data::download)))
        .routes(allowed(Permission::DeleteAndErase, routes!(erasure::erase)));
    tagged("contacts", routes)
}

/// A contact with what scores and personas say of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactWithPoints {
    #[serde(flatten)]
    contact: Contact,
    /// The points in each score that has given any, by the score's id.
    scores: BTreeMap<String, i64>,
    /// The persona that the contact has.
    persona_id: Option<i64>,
}

impl ContactWithPoints {
    /// Some contacts, in their order.
    async fn all(app: &App, stored: Vec<Stored>) -> ApiResult<Vec<Self>> {
        let ids = stored.iter().map(|contact| contact.contact_id.0).collect();
        let figures = Figures::of(&app.db, ids).await?;
        Ok(stored.into_iter().map(|contact| Self::of(contact, &figures)).collect())
    }

    fn of(stored: Stored, figures: &Figures) -> Self {
        let id = stored.contact_id;
        Self {
            scores: figures.scores(id).iter().map(|(score, points)| (score.0.to_string(), *points)).collect(),
            persona_id: figures.persona(id).map(|persona| persona.persona_id),
            contact: stored.into(),
        }
    }
}

/// Which contacts a list or a count is about.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Which {
    /// Words that the address, a name or the company must contain.
    search: Option<String>,
    /// Only members of this contact group.
    group_id: Option<i64>,
    /// A condition, as JSON.
    condition: Option<String>,
    /// Only these contacts: ids with commas between them.
    ids: Option<String>,
}

impl Which {
    async fn filter(self, app: &App) -> ApiResult<Filter> {
        let condition = match self.condition.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            Some(text) => Some(serde_json::from_str(text).map_err(|error| {
                let detail = format!("The condition is no JSON: {error}.");
                ApiError::new(StatusCode::BAD_REQUEST, "query_invalid", detail, "")
            })?),
            None => None,
        };
        let ids =
            self.ids.map(|ids| ids.split(',').map(str::parse).collect::<Result<Vec<i64>, _>>()).transpose();
        let ids = ids.map_err(|_| {
            ApiError::new(StatusCode::BAD_REQUEST, "query_invalid", "The ids are no numbers.", "")
        })?;
        let selection = Selection { ids, search: self.search, group_id: self.group_id, condition };
        selection::filter(app, &selection).await
    }
}

/// What a person typed into fields, checked as an import would.
struct Typed {
    email: Option<Email>,
    values: Vec<(Field, Option<String>)>,
}

/// Checks an address and values by the fields' names, at the time `now`; every error with its place.
fn check(
    fields: &Fields,
    email: Option<&str>,
    typed: &BTreeMap<String, Option<String>>,
    now: i64,
) -> ApiResult<Typed> {
    let (mut values, mut places) = (Vec::new(), Vec::new());
    let email = email.map(Email::parse).transpose().unwrap_or_else(|error| {
        places.push(("/email".to_owned(), format!("The e-mail address cannot be used: {error}.")));
        None
    });
    for (name, value) in typed {
        match read((fields, name), value.as_deref().unwrap_or_default(), now) {
            Ok(value) => values.push(value),
            Err(detail) => places.push((format!("/fields/{name}"), detail)),
        }
    }
    if places.is_empty() {
        return Ok(Typed { email, values });
    }
    let detail = "Some values cannot be used.";
    Err(ApiError::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "contact_invalid",
        detail,
        "Correct the values that are marked.",
    )
    .at(places))
}

fn read((fields, name): (&Fields, &str), value: &str, now: i64) -> Result<(Field, Option<String>), String> {
    let field = fields.named(name).filter(|field| *field != Field::EMAIL).ok_or("There is no such field.")?;
    match field.read_in(value, Reading::alone(now)) {
        Ok(value) => Ok((field.clone(), value.map(std::borrow::Cow::into_owned))),
        Err(error) => {
            let label = field.label();
            Err(format!("{} {}", value_reason(label, &error), value_remedy(label, &error)))
        }
    }
}

/// The address is another contact's.
async fn email_taken(app: &App, email: &Email) -> ApiError {
    let other = contacts::find_by_email(&app.db, email.key()).await.ok().flatten();
    let whose = other.map_or_else(String::new, |id| format!(" (contact {id})"));
    let detail = format!("Another contact has this e-mail address{whose}.");
    ApiError::new(
        StatusCode::CONFLICT,
        "email_taken",
        detail.clone(),
        "Change that contact instead, or use another address.",
    )
    .at([("/email".to_owned(), detail)])
}

#[cfg(test)]
mod merging_tests;
#[cfg(test)]
mod tests;
