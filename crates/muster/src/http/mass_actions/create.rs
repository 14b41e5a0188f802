use axum::Json;
use axum::http::{HeaderMap, StatusCode};
use muster_domain::import::{value_reason, value_remedy};
use muster_domain::{ContactId, Field, GroupId, Reading};
use muster_store::contacts::{Filter, Sort};
use muster_store::requests::{self, RequestKey};
use muster_store::work::{self, Kind, NewWork};
use muster_store::{StoreError, contacts, fields, groups};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{MassAction, needed, show};
use crate::app::App;
use crate::contact_file::Column;
use crate::http::base::caller::Caller;
use crate::http::base::extract;
use crate::http::base::making::Making;
use crate::http::base::problem::{ApiError, ApiResult, Problem, escaped};
use crate::work::mass_action::{Action, MassAction as Ordered, Selection, filter};

/// Contacts named one by one, at most.
const MAX_IDS: usize = 100_000;

/// What to do, with whom.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMassAction {
    selection: Selection,
    action: Action,
    /// The number of contacts that the person agreed to. All that match are deleted only with it, and only while no more
    /// match.
    #[serde(default)]
    confirmed: Option<i64>,
}

/// Does something with many contacts, in the background; sent again with the same key it is the same mass action.
/// Contacts that are made after the request are not meant. An export writes those that match when it begins.
#[utoipa::path(post, path = "/api/v1/mass-actions", operation_id = "create_mass_action", request_body = NewMassAction,
    params(("Idempotency-Key" = Option<String>, Header, description = "makes repeating the request safe")),
    responses((status = 201, body = MassAction), (status = 409, body = Problem),
        (status = 410, body = Problem), (status = 422, body = Problem)))]
pub async fn create(
    caller: Caller,
    headers: HeaderMap,
    extract::Json(new): extract::Json<NewMassAction>,
) -> ApiResult<(StatusCode, Json<MassAction>)> {
    caller.expect(needed(&new.action))?;
    let making = Making::of(&headers, "mass_action", format!("{new:?}"))?;
    let made = place(&caller, new, making.request());
    let answer = making.answer(&caller.app.db, made, async |id| show(&caller.app, id).await).await?;
    caller.app.upkeep.notify_one();
    caller.app.exports.notify_one();
    Ok(answer)
}

async fn place(caller: &Caller, new: NewMassAction, request: Option<RequestKey<'_>>) -> ApiResult<i64> {
    let NewMassAction { selection, action, confirmed } = new;
    if selection.ids.as_ref().is_some_and(|ids| ids.len() > MAX_IDS) {
        return Err(invalid(
            "/selection/ids",
            "At most 100,000 contacts can be named; select all that match instead.",
        ));
    }
    let action = check(&caller.app, action).await?;
    let now = caller.now();
    let filter = filter(&caller.app.db, &selection, now).await?;
    let doomed = match action {
        Action::Delete => Some(to_delete(&caller.app, &filter, confirmed).await?),
        _ => None,
    };
    let total = match &doomed {
        Some(doomed) => doomed.len() as i64,
        None => contacts::count(&caller.app.db, &filter).await?,
    };
    let kind = if matches!(action, Action::Export { .. }) { Kind::Export } else { Kind::MassAction };
    let newest = contacts::newest(&caller.app.db).await?.0;
    let ordered = Ordered { selection, action, asked_at: now, newest, changed: 0, cut: 0 };
    let payload = serde_json::to_string(&ordered).map_err(StoreError::from)?;
    let contacts = doomed.as_deref().unwrap_or_default();
    let work = NewWork { kind, subject_id: None, payload, contacts, total: Some(total), due: None };
    let mut tx = caller.app.db.begin().await?;
    let id = work::create(&mut tx, work, now).await?;
    if let Some(request) = request {
        requests::record(&mut tx, request, id, now).await?;
    }
    tx.commit().await?;
    Ok(id)
}

/// The contacts that are to be deleted: they are fixed when the person agrees, so that nobody is who matches later only.
async fn to_delete(app: &App, filter: &Filter, confirmed: Option<i64>) -> ApiResult<Vec<ContactId>> {
    if confirmed.is_none() && filter.ids.is_none() {
        return Err(invalid("/confirmed", "Say how many contacts are meant, to delete all that match."));
    }
    let found = contacts::ids(&app.db, filter, 0, i64::MAX).await?;
    match confirmed {
        Some(confirmed) if found.len() as i64 > confirmed => Err(more_match(confirmed, found.len())),
        _ => Ok(found.into_iter().map(ContactId).collect()),
    }
}

fn more_match(confirmed: i64, found: usize) -> ApiError {
    let detail = format!("You agreed to delete {confirmed} contacts, but {found} match now.");
    let remedy = "Look at them again, then confirm the new number.";
    ApiError::new(StatusCode::CONFLICT, "more_match", detail, remedy)
}

/// The action with its value in the spelling that is stored; refused when it names what is not there.
async fn check(app: &App, action: Action) -> ApiResult<Action> {
    match action {
        Action::Delete => Ok(action),
        Action::Export { ref columns, ref sort, .. } => {
            check_export(app, columns.as_deref(), sort.as_deref()).await.map(|()| action)
        }
        Action::AddToGroup { group_id } | Action::RemoveFromGroup { group_id } => {
            let found = groups::uncounted(&app.db, GroupId(group_id)).await?;
            found
                .map(|_| action)
                .ok_or_else(|| invalid("/action/group_id", "There is no such contact group."))
        }
        Action::SetField { field, value } => {
            let found = settable(app, &field).await?;
            let value = read(app, &found, value.as_deref().unwrap_or_default(), "/action/value")?;
            Ok(Action::SetField { field, value })
        }
        Action::ReplaceValues { field, values } => {
            let found = settable(app, &field).await?;
            for (old, new) in &values {
                let place = format!("/action/values/{}", escaped(old));
                if read(app, &found, new, &place)?.is_none() {
                    return Err(invalid(&place, "The new value is blank."));
                }
            }
            Ok(Action::ReplaceValues { field, values })
        }
    }
}

/// The field with this name, if many contacts can be given a value in it.
async fn settable(app: &App, name: &str) -> ApiResult<Field> {
    let found = fields::all(&app.db).await?.named(name).filter(|field| *field != Field::EMAIL);
    found.ok_or_else(|| invalid("/action/field", "This field cannot be set for many contacts."))
}

/// A value in the spelling that is stored.
fn read(app: &App, field: &Field, value: &str, place: &str) -> ApiResult<Option<String>> {
    let read = field.read_in(value, Reading::alone(app.clock.now())).map_err(|error| {
        let label = field.label();
        invalid(place, &format!("{} {}", value_reason(label, &error), value_remedy(label, &error)))
    })?;
    Ok(read.map(std::borrow::Cow::into_owned))
}

async fn check_export(app: &App, columns: Option<&[String]>, sort: Option<&str>) -> ApiResult<()> {
    let known = fields::all(&app.db).await?;
    if columns.is_some_and(<[_]>::is_empty) {
        return Err(invalid("/action/columns", "Name at least one field, or null for all."));
    }
    if let Err(name) = Column::named(&app.db, columns).await? {
        return Err(invalid("/action/columns", &format!("There is no field called \"{name}\".")));
    }
    if sort.is_some_and(|sort| Sort::named(sort, &known).is_none()) {
        return Err(invalid("/action/sort", "There is no such field to sort by."));
    }
    Ok(())
}

fn invalid(pointer: &str, detail: &str) -> ApiError {
    ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "mass_action_invalid", detail, "")
        .at([(pointer.to_owned(), detail.to_owned())])
}
