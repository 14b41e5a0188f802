//! Something done with many contacts, in the background.

pub mod create;
pub mod delete;
pub mod file;
pub mod list;
pub mod show;

use std::collections::HashMap;

use muster_domain::Fields;
use muster_store::work::{self, Kind, Work};
use muster_store::{StoreError, fields, groups};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::clock::timestamp;
use crate::http::base::permission::{Permission, allowed, tagged};
use crate::http::base::problem::{ApiError, ApiResult};
use crate::work::export::KEPT;
use crate::work::mass_action::{Action, MassAction as Ordered};

/// The endpoints. What a mass action does needs its own permission, which `create` and `delete` ask for.
pub fn router() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new()
        .routes(allowed(Permission::ReadContacts, routes!(list::list, create::create)))
        .routes(allowed(Permission::ReadContacts, routes!(show::show, delete::delete)))
        .routes(allowed(Permission::Export, routes!(file::download)));
    tagged("mass-actions", routes)
}

/// The kinds of work that are mass actions.
const KINDS: [Kind; 2] = [Kind::MassAction, Kind::Export];

/// What somebody must be allowed to do who asks for it, or takes it back.
fn needed(action: &Action) -> Permission {
    match action {
        Action::SetField { .. } | Action::ReplaceValues { .. } => Permission::ChangeContacts,
        Action::AddToGroup { .. } | Action::RemoveFromGroup { .. } => Permission::ManageGroups,
        Action::Delete => Permission::DeleteAndErase,
        Action::Export { .. } => Permission::Export,
    }
}

/// How a mass action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MassActionState {
    /// It waits.
    Queued,
    /// It is being done.
    Running,
    /// It is done.
    Finished,
    /// It cannot be done.
    Failed,
    /// It is an export whose file is no longer kept.
    Expired,
}

impl MassActionState {
    /// The state with this word in the table of work.
    fn named(word: &str) -> Self {
        match word {
            "queued" => Self::Queued,
            "running" => Self::Running,
            "finished" => Self::Finished,
            "expired" => Self::Expired,
            _ => Self::Failed,
        }
    }
}

/// A mass action.
#[derive(Debug, Serialize, ToSchema)]
pub struct MassAction {
    id: i64,
    action: Action,
    /// The name of the contact group or the label of the field that it is about; null when there is none, or none any more.
    about: Option<String>,
    state: MassActionState,
    /// Contacts that have been met.
    done: i64,
    /// Contacts that were meant when it was asked for.
    total: Option<i64>,
    /// Contacts that it changed.
    changed: i64,
    /// Contacts that were so already.
    skipped: i64,
    /// Cells of an exported workbook that were cut: it holds 32,767 UTF-16 units in a cell.
    cut: i64,
    failure: Option<String>,
    created_at: String,
    finished_at: Option<String>,
    /// Until when the file of an export can be downloaded, unless somebody is erased before; null when there is none.
    file_until: Option<String>,
}

/// The mass actions of some work.
async fn load(app: &App, works: Vec<Work>) -> ApiResult<Vec<MassAction>> {
    let orders = works.iter().map(|work| serde_json::from_str(&work.payload));
    let orders: Vec<Ordered> = orders.collect::<Result<_, _>>().map_err(StoreError::from)?;
    let names = Names {
        fields: fields::all(&app.db).await?,
        groups: groups::names(&app.db, orders.iter().filter_map(|order| group_of(&order.action)).collect())
            .await?,
    };
    Ok(works.into_iter().zip(orders).map(|(work, order)| MassAction::of(work, order, &names)).collect())
}

/// The work of the mass action with this id, or 404.
async fn find(app: &App, id: i64) -> ApiResult<Work> {
    let found = work::find(&app.db, id).await?;
    let found = found.filter(|work| KINDS.iter().any(|kind| kind.word() == work.kind));
    found.ok_or_else(|| ApiError::not_found("mass action"))
}

/// The mass action with this id, or 404.
async fn show(app: &App, id: i64) -> ApiResult<MassAction> {
    let found = find(app, id).await?;
    load(app, vec![found]).await?.pop().ok_or_else(|| ApiError::not_found("mass action"))
}

/// What groups and fields are called now.
struct Names {
    fields: Fields,
    groups: HashMap<i64, String>,
}

impl Names {
    fn of(&self, action: &Action) -> Option<String> {
        match action {
            Action::SetField { field, .. } | Action::ReplaceValues { field, .. } => {
                self.fields.named(field).map(|field| field.label().to_owned())
            }
            action => self.groups.get(&group_of(action)?).cloned(),
        }
    }
}

fn group_of(action: &Action) -> Option<i64> {
    match action {
        Action::AddToGroup { group_id } | Action::RemoveFromGroup { group_id } => Some(*group_id),
        Action::SetField { .. } | Action::ReplaceValues { .. } | Action::Delete | Action::Export { .. } => {
            None
        }
    }
}

impl MassAction {
    fn of(work: Work, order: Ordered, names: &Names) -> Self {
        let is_export = work.kind == Kind::Export.word();
        let state = MassActionState::named(&work.state);
        let is_kept = is_export && state == MassActionState::Finished;
        Self {
            id: work.work_id,
            about: names.of(&order.action),
            action: order.action,
            state,
            done: work.done,
            total: work.total,
            changed: order.changed,
            skipped: if is_export { 0 } else { work.done - order.changed },
            cut: order.cut,
            failure: work.failure,
            created_at: timestamp(work.created_at).to_string(),
            finished_at: work.finished_at.map(|at| timestamp(at).to_string()),
            file_until: work.finished_at.filter(|_| is_kept).map(|at| timestamp(at + KEPT).to_string()),
        }
    }
}

#[cfg(test)]
mod export_tests;
#[cfg(test)]
mod tests;
