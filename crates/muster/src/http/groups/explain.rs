use axum::Json;
use muster_domain::{ContactId, GroupId};
use muster_store::{conditions, groups, recalculate};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{check, expect_contact, find};
use crate::app::App;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiError, ApiResult, Problem};
use crate::http::shared::member_reason::MemberReason;

/// Why a contact is, or is not, in a group.
#[derive(Debug, Serialize, ToSchema)]
pub struct MembershipExplanation {
    member: bool,
    /// Kept out by hand.
    excluded: bool,
    reasons: Vec<MemberReason>,
    /// The group's condition with `holds` beside every group of rules and rule.
    #[schema(value_type = Option<Object>)]
    condition: Option<Value>,
}

/// Says why a contact is, or is not, in a group: its reasons, and the condition rule by rule as of now.
#[utoipa::path(get, path = "/api/v1/contact-groups/{id}/members/{contact_id}", operation_id = "explain_membership",
    params(("id" = i64, Path), ("contact_id" = i64, Path)),
    responses((status = 200, body = MembershipExplanation), (status = 404, body = Problem)))]
pub async fn explain(
    caller: Caller,
    Path((id, contact)): Path<(i64, i64)>,
) -> ApiResult<Json<MembershipExplanation>> {
    let group = find(&caller.app.db, id).await?;
    expect_contact(&caller.app, contact).await?;
    let reasons = groups::membership(&caller.app.db, GroupId(id), ContactId(contact)).await?;
    let condition = match group.condition {
        Some(typed) => Some(told(&caller.app, &typed, contact).await?),
        None => None,
    };
    let (member, excluded) = (reasons.is_member(), reasons.is_excluded());
    Ok(Json(MembershipExplanation { member, excluded, reasons: MemberReason::of(reasons), condition }))
}

async fn told(app: &App, typed: &str, contact: i64) -> ApiResult<Value> {
    let typed: Value = serde_json::from_str(typed).map_err(muster_store::StoreError::from)?;
    let known = conditions::known(&app.db).await?;
    let condition = check(&known, &typed)?;
    let views = recalculate::views(&mut &app.db, &known, &[contact], &condition.uses()).await?;
    let view = views.first().ok_or_else(|| ApiError::not_found("contact"))?;
    Ok(condition.explain(&typed, view, app.clock.now()))
}
