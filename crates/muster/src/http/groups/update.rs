use axum::Json;
use muster_domain::{GroupId, GroupName};
use muster_store::groups::{self, Facts, Group};
use muster_store::{StoreError, conditions};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::{ContactGroupDetail, check, find, refuse_cycle};
use crate::http::base::before::Before;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path};
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::names::description;
use crate::order::OrderError;
use crate::work::recalculate::ByHand;

/// What is to be changed of a contact group; the rest stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactGroupChanges {
    /// A new name.
    name: Option<String>,
    /// A new description; an empty one takes it away.
    description: Option<String>,
    /// A new condition, as the builder writes it; null takes it away, and with it the members that it brought in.
    #[serde(default, deserialize_with = "extract::given")]
    #[schema(value_type = Option<Object>)]
    condition: Option<Option<Value>>,
    /// What is known to be overwritten.
    #[serde(default)]
    before: Before,
}

/// Changes a contact group. With another condition it is rebuilt in the background; its old members stay meanwhile.
#[utoipa::path(patch, path = "/api/v1/contact-groups/{id}", operation_id = "update_group", params(("id" = i64, Path)),
    request_body = ContactGroupChanges,
    responses((status = 200, body = ContactGroupDetail), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn update(
    caller: Caller,
    Path(id): Path<i64>,
    extract::Json(changes): extract::Json<ContactGroupChanges>,
) -> ApiResult<Json<ContactGroupDetail>> {
    let name = changes.name.as_deref().map(GroupName::parse).transpose().map_err(OrderError::from)?;
    let mut work = caller.begin().await?;
    let stored = find(&mut work.tx, id).await?;
    changes.before.check("contact group", &known(&stored))?;
    if let Some(Some(typed)) = &changes.condition {
        let condition = check(&conditions::known_to_all(&mut work.tx).await?, typed)?;
        refuse_cycle(&mut work, &stored, &condition).await?;
    }
    let ByHand { mut tx, now, .. } = work;
    let description = changes.description.as_deref().map(description);
    let facts = Facts { name: name.as_ref(), description: description.as_ref().map(Option::as_deref) };
    match (groups::update(&mut tx, GroupId(id), &facts).await, &name) {
        (Err(StoreError::Taken), Some(name)) => {
            return Err(OrderError::GroupExists(name.as_str().to_owned()).into());
        }
        (updated, _) => updated?,
    }
    if let Some(condition) = &changes.condition {
        let typed = condition.as_ref().map(Value::to_string);
        groups::set_condition(&mut tx, GroupId(id), typed.as_deref(), now).await?;
    }
    tx.commit().await?;
    caller.app.upkeep.notify_one();
    Ok(Json(ContactGroupDetail::load(&caller.app, id).await?))
}

/// A condition that is damaged is none to anybody.
fn known(stored: &Group) -> Value {
    let condition: Option<Value> =
        stored.condition.as_deref().and_then(|typed| serde_json::from_str(typed).ok());
    json!({"name": stored.name, "description": stored.description, "condition": condition})
}
