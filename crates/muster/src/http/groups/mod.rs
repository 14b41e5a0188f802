//! Contact groups, their conditions and their members.

pub mod accounts;
pub mod create;
pub mod delete;
pub mod exclusions;
pub mod explain;
pub mod growth;
pub mod list;
pub mod members;
pub mod show;
pub mod update;

use muster_domain::condition::{self, Condition, Known};
use muster_domain::{ContactId, GroupId};
use muster_store::groups::{self, Group as Stored};
use muster_store::recalculate::Node;
use muster_store::work::Kind;
use muster_store::{Select, conditions, contacts};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::clock::timestamp;
use crate::http::base::permission::{Permission, allowed, tagged};
use crate::http::base::problem::{ApiError, ApiResult};
use crate::http::shared::in_use::{self, User, UserRef, all_uses, asking};
use crate::http::shared::late::{Late, LateResults};
use crate::http::shared::rebuild::RebuildProgress;
use crate::work::recalculate::ByHand;

/// The endpoints.
pub fn router() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new()
        .routes(allowed(Permission::ReadContacts, routes!(list::list)))
        .routes(allowed(Permission::ManageGroups, routes!(create::create)))
        .routes(allowed(Permission::ReadContacts, routes!(show::show)))
        .routes(allowed(Permission::ManageGroups, routes!(update::update, delete::delete)))
        .routes(allowed(Permission::ReadContacts, routes!(growth::show)))
        .routes(allowed(Permission::ReadContacts, routes!(members::list)))
        .routes(allowed(Permission::ReadContacts, routes!(explain::explain)))
        .routes(allowed(Permission::ManageGroups, routes!(members::add, members::remove)))
        .routes(allowed(Permission::ReadContacts, routes!(exclusions::list)))
        .routes(allowed(Permission::ManageGroups, routes!(exclusions::exclude, exclusions::let_in)))
        .routes(allowed(Permission::ReadContacts, routes!(accounts::list)))
        .routes(allowed(Permission::ManageGroups, routes!(accounts::put, accounts::remove)));
    tagged("contact-groups", routes)
}

/// Where a group stands.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupState {
    /// Its members are those that its condition asks for.
    Ready,
    /// Its condition is new, and its members are being looked for.
    Rebuilding,
}

/// A contact group.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactGroup {
    id: i64,
    name: String,
    description: Option<String>,
    created_at: String,
    /// How many contacts are in it.
    members: i64,
    /// True when a condition brings members in.
    has_condition: bool,
    state: GroupState,
    /// While its members are not those that they should be, because finding them failed.
    late: Option<Late>,
}

/// A contact group with all that belongs to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactGroupDetail {
    #[serde(flatten)]
    group: ContactGroup,
    /// The condition as the builder wrote it.
    #[schema(value_type = Option<Object>)]
    condition: Option<Value>,
    /// Contacts in the whole base.
    contacts: i64,
    /// Contacts that are kept out by hand.
    excluded: i64,
    /// While the group is being rebuilt.
    progress: Option<RebuildProgress>,
    /// Groups, scores and personas whose rules ask for this one.
    used_by: Vec<UserRef>,
}

impl ContactGroup {
    fn of(stored: Stored, late: &LateResults) -> Self {
        let state = if stored.state == "rebuilding" { GroupState::Rebuilding } else { GroupState::Ready };
        Self {
            id: stored.group_id,
            name: stored.name,
            description: stored.description,
            created_at: timestamp(stored.created_at).to_string(),
            members: stored.members,
            has_condition: stored.condition.is_some(),
            state,
            late: late.of(Node::Group(GroupId(stored.group_id))),
        }
    }
}

impl ContactGroupDetail {
    /// The group with this id and all that belongs to it, or 404.
    async fn load(app: &App, id: i64) -> ApiResult<Self> {
        let stored = counted(app, id).await?;
        let condition = stored.condition.as_deref().map(serde_json::from_str).transpose();
        let mut others = all_uses(&app.db, &*conditions::known(&app.db).await?).await?;
        others.remove(&User::Group(GroupId(id)));
        let used_by = asking(others, |uses| uses.groups.contains(&GroupId(id)));
        Ok(Self {
            condition: condition.map_err(muster_store::StoreError::from)?,
            contacts: contacts::count(&app.db, &contacts::Filter::default()).await?,
            excluded: groups::count_excluded(&app.db, GroupId(id)).await?,
            progress: RebuildProgress::of(&app.db, Kind::Rebuild, id).await?,
            used_by,
            group: ContactGroup::of(stored, &LateResults::load(&app.db).await?),
        })
    }
}

/// The group with this id, or 404; its members are not counted.
async fn find(from: impl Select, id: i64) -> ApiResult<Stored> {
    groups::uncounted(from, GroupId(id)).await?.ok_or_else(missing)
}

/// The same with its members counted.
async fn counted(app: &App, id: i64) -> ApiResult<Stored> {
    groups::find(&app.db, GroupId(id)).await?.ok_or_else(missing)
}

fn missing() -> ApiError {
    ApiError::not_found("contact group")
}

/// Checks a condition that stands at `/condition` of a request.
fn check(known: &Known, typed: &Value) -> ApiResult<Condition> {
    condition::check_new(typed, known).map_err(|errors| ApiError::condition("/condition", errors))
}

/// Refuses a condition by which a group would ask for itself; names the way round.
async fn refuse_cycle(work: &mut ByHand, own: &Stored, condition: &Condition) -> ApiResult<()> {
    let all = all_uses(&mut work.tx, &work.known).await?;
    let own = (User::Group(GroupId(own.group_id)), own.name.as_str());
    in_use::refuse_cycle(&all, own, &condition.uses(), "/condition")
}

/// Contacts of a request's path must exist, or the request is about nobody.
async fn expect_contact(app: &App, id: i64) -> ApiResult<()> {
    let found = contacts::find(&app.db, ContactId(id)).await?;
    found.map(drop).ok_or_else(|| ApiError::not_found("contact"))
}

#[cfg(test)]
mod tests;
