//! The lists that people keep (roles, statuses): what their endpoints have in common. One file beside this one a list.

use std::collections::BTreeMap;

use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use muster_domain::{Label, RoleId, read_colour};
use muster_store::lists::{self, Change, Entry, List};
use muster_store::requests::{self, RequestKey};
use muster_store::{StoreError, Tx, fields, recalculate};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::in_use::{Wanted, all_uses, refuse_used, users};
use super::names::invalid_label;
use crate::app::App;
use crate::http::base::before::Before;
use crate::http::base::caller::Caller;
use crate::http::base::making::Making;
use crate::http::base::problem::{ApiError, ApiResult, sentence};
use crate::work::mass_action::{is_followed, let_follow};

const COLOUR: &str = "gray";

/// An entry of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListEntry {
    id: i64,
    label: String,
    /// A colour's name, such as `teal`.
    colour: String,
    /// Its place in the list, from 1.
    position: i64,
    /// How many contacts or accounts have it.
    uses: i64,
    /// The mass action by which contacts get a renamed status; only in the answer to a change that has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    mass_action_id: Option<i64>,
}

/// A list in its order.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListEntries {
    items: Vec<ListEntry>,
}

/// An entry to add at the end.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewListEntry {
    /// 1 to 100 characters, which no other entry of the list has in any case.
    label: String,
    /// A colour's name, such as `teal`; gray when not given.
    #[serde(default)]
    colour: Option<String>,
}

/// What to change of an entry; what is not given stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListEntryChanges {
    /// A new label.
    label: Option<String>,
    /// A colour's name.
    colour: Option<String>,
    /// Its place in the list, from 1; the others move up.
    position: Option<i64>,
    /// What is known to be overwritten.
    #[serde(default)]
    before: Before,
}

impl From<Entry> for ListEntry {
    fn from(entry: Entry) -> Self {
        let Entry { entry_id: id, label, colour, position, uses, .. } = entry;
        Self { id, label, colour, position, uses, mass_action_id: None }
    }
}

/// The entries of a list.
pub async fn all(app: &App, list: List) -> ApiResult<Json<ListEntries>> {
    let items = lists::list(&app.db, list).await?.into_iter().map(ListEntry::from).collect();
    Ok(Json(ListEntries { items }))
}

/// Adds an entry.
pub async fn create(
    caller: &Caller,
    list: List,
    headers: &HeaderMap,
    new: &NewListEntry,
) -> ApiResult<(StatusCode, Json<ListEntry>)> {
    let making = Making::of(headers, code(list), format!("{new:?}"))?;
    let made = make(caller, list, new, making.request());
    making.answer(&caller.app.db, made, async |id| Ok(find(&caller.app, list, id).await?.into())).await
}

async fn make(
    caller: &Caller,
    list: List,
    new: &NewListEntry,
    request: Option<RequestKey<'_>>,
) -> ApiResult<i64> {
    let label = label(list, &new.label)?;
    let colour = colour(new.colour.as_deref().unwrap_or(COLOUR))?;
    let mut tx = caller.app.db.begin().await?;
    recalculate::lock(&mut tx).await?;
    let id = lists::create(&mut tx, list, &label, colour).await.map_err(|error| taken(list, error))?;
    if let Some(request) = request {
        requests::record(&mut tx, request, id, caller.now()).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// Changes an entry.
pub async fn change(
    caller: &Caller,
    list: List,
    id: i64,
    asked: &ListEntryChanges,
) -> ApiResult<Json<ListEntry>> {
    let label = asked.label.as_deref().map(|typed| label(list, typed)).transpose()?;
    let colour = asked.colour.as_deref().map(colour).transpose()?;
    let mut tx = caller.app.db.begin().await?;
    recalculate::lock(&mut tx).await?;
    let entry = lists::entry(&mut tx, list, id).await?.ok_or_else(|| ApiError::not_found(words(list)))?;
    asked.before.check(
        words(list),
        &json!({"label": entry.label, "colour": entry.colour, "position": entry.position}),
    )?;
    let new = label.as_ref().filter(|_| list == List::ContactStatuses).map(|label| label.as_str().to_owned());
    let change = Change { label, colour, position: asked.position };
    lists::change(&mut tx, list, id, &change).await.map_err(|error| taken(list, error))?;
    let mass_action_id = match new.filter(|new| *new != entry.label) {
        Some(new) => Some(rename_status(&mut tx, entry.label, new, caller.now()).await?),
        None => None,
    };
    tx.commit().await?;
    caller.app.upkeep.notify_one();
    Ok(Json(ListEntry { mass_action_id, ..find(&caller.app, list, id).await?.into() }))
}

/// Lets rules and contacts follow a status that gets another name: the mass action's id.
async fn rename_status(tx: &mut Tx, old: String, new: String, now: i64) -> ApiResult<i64> {
    if is_followed(tx, "status").await? {
        let detail = "Contacts still follow an earlier change of their statuses.";
        let remedy = "Try again in a moment.";
        return Err(ApiError::new(StatusCode::CONFLICT, "contact_status_in_use", detail, remedy));
    }
    let renames = BTreeMap::from([(old, new)]);
    fields::rename_in_rules(tx, "status", &renames).await?;
    Ok(let_follow(tx, "status", renames, now).await?)
}

/// Deletes an entry that nothing has and no condition names: of the lists, conditions name roles only.
pub async fn delete(caller: &Caller, list: List, id: i64) -> ApiResult<StatusCode> {
    find(&caller.app, list, id).await?;
    let mut work = caller.begin().await?;
    if list == List::AccountRoles {
        let all = all_uses(&mut work.tx, &work.known).await?;
        let users = users(&all, |uses| uses.role_ids.contains(&RoleId(id)));
        refuse_used(Wanted { code: code(list), what: words(list), pointer: "" }, &users, &[])?;
    }
    match lists::delete(&mut work.tx, list, id).await? {
        0 => {
            work.tx.commit().await?;
            Ok(StatusCode::NO_CONTENT)
        }
        uses => Err(in_use(list, uses, "Give them another first, and delete this one then.")),
    }
}

/// The entry with this id, or 404.
pub async fn find(app: &App, list: List, id: i64) -> ApiResult<Entry> {
    lists::find(&app.db, list, id).await?.ok_or_else(|| ApiError::not_found(words(list)))
}

fn words(list: List) -> &'static str {
    match list {
        List::AccountRoles => "role",
        List::AccountStatuses => "status of accounts",
        List::ContactStatuses => "status of contacts",
    }
}

/// What the codes of problems begin with.
pub fn code(list: List) -> &'static str {
    match list {
        List::AccountRoles => "account_role",
        List::AccountStatuses => "account_status",
        List::ContactStatuses => "contact_status",
    }
}

fn label(list: List, typed: &str) -> ApiResult<Label> {
    Label::parse(typed, Label::MAX_ENTRY).map_err(|error| invalid_label(code(list), "/label", error))
}

fn colour(typed: &str) -> ApiResult<&'static str> {
    read_colour(typed).map_err(|error| {
        let detail = sentence(&error.to_string());
        ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "colour_invalid", detail.clone(), &error.remedy())
            .at([("/colour".to_owned(), detail)])
    })
}

fn taken(list: List, error: StoreError) -> ApiError {
    let StoreError::Taken = error else { return error.into() };
    let detail = format!("There is a {} with this name already.", words(list));
    let remedy = "Use that one, or choose another name.";
    ApiError::new(StatusCode::CONFLICT, &format!("{}_exists", code(list)), detail.clone(), remedy)
        .at([("/label".to_owned(), detail)])
}

fn in_use(list: List, uses: i64, remedy: &str) -> ApiError {
    let whose = match (list, uses) {
        (List::AccountStatuses, 1) => "account has",
        (List::AccountStatuses, _) => "accounts have",
        (_, 1) => "contact has",
        _ => "contacts have",
    };
    let detail = format!("{uses} {whose} this {}.", words(list));
    ApiError::new(StatusCode::CONFLICT, &format!("{}_in_use", code(list)), detail, remedy)
}
