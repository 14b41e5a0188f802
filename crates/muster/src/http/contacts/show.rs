use axum::Json;
use muster_domain::import::Before;
use muster_domain::{ContactId, Origin, Reasons, display_address};
use muster_store::contacts::{self, Change, Membership};
use muster_store::figures::Figures;
use muster_store::identities;
use serde::Serialize;
use utoipa::ToSchema;

use super::ContactWithPoints;
use crate::app::App;
use crate::clock::timestamp;
use crate::http::base::caller::Caller;
use crate::http::base::extract::Path;
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::contact::find;
use crate::http::shared::member_reason::MemberReason;

/// A group that the contact is in.
#[derive(Debug, Serialize, ToSchema)]
struct ContactMembership {
    id: i64,
    name: String,
    reasons: Vec<MemberReason>,
    /// True when the contact is kept out by hand.
    excluded: bool,
}

/// What made a change.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ChangeOrigin {
    Import,
    User,
    MassAction,
    Merge,
}

/// A change of the contact.
#[derive(Debug, Serialize, ToSchema)]
struct ContactChange {
    at: String,
    origin: ChangeOrigin,
    import_id: Option<i64>,
    row: Option<i64>,
    /// The values before, of the fields that changed.
    before: Before,
}

/// A contact with all that belongs to it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ContactDetail {
    #[serde(flatten)]
    contact: ContactWithPoints,
    /// All addresses that find the contact; more than one after a merge.
    addresses: Vec<String>,
    groups: Vec<ContactMembership>,
    /// The latest first.
    history: Vec<ContactChange>,
}

/// Changes that a page shows.
const SHOWN: i64 = 500;

/// One contact.
#[utoipa::path(get, path = "/api/v1/contacts/{id}", operation_id = "show_contact", params(("id" = i64, Path)),
    responses((status = 200, body = ContactDetail), (status = 404, body = Problem)))]
pub async fn show(caller: Caller, Path(id): Path<i64>) -> ApiResult<Json<ContactDetail>> {
    Ok(Json(ContactDetail::load(&caller.app, id).await?))
}

impl ContactDetail {
    /// The contact with this id and all that belongs to it, or 404.
    pub async fn load(app: &App, id: i64) -> ApiResult<Self> {
        Self::load_with(app, id, SHOWN).await
    }

    /// As [`ContactDetail::load`], with up to so many changes.
    pub async fn load_with(app: &App, id: i64, changes: i64) -> ApiResult<Self> {
        let stored = find(app, id).await?;
        let addresses = identities::addresses(&mut &app.db, &stored).await?;
        let figures = Figures::of(&app.db, vec![id]).await?;
        let groups = contacts::memberships(&app.db, ContactId(id)).await?;
        let history = contacts::history(&app.db, ContactId(id), changes).await?;
        Ok(Self {
            contact: ContactWithPoints::of(stored, &figures),
            addresses: addresses.iter().map(|key| display_address(key).into_owned()).collect(),
            groups: groups.into_iter().map(ContactMembership::from).collect(),
            history: history.into_iter().map(ContactChange::from).collect(),
        })
    }
}

impl From<Membership> for ContactMembership {
    fn from(member: Membership) -> Self {
        let reasons = Reasons(member.reasons);
        Self {
            id: member.group_id,
            name: member.name,
            reasons: MemberReason::of(reasons),
            excluded: reasons.is_excluded(),
        }
    }
}

impl From<Change> for ContactChange {
    fn from(change: Change) -> Self {
        let at = timestamp(change.at).to_string();
        let (import_id, row) = change.import.unzip();
        let origin = match change.origin {
            Origin::Import => ChangeOrigin::Import,
            Origin::User => ChangeOrigin::User,
            Origin::MassAction => ChangeOrigin::MassAction,
            Origin::Merge => ChangeOrigin::Merge,
        };
        Self { at, origin, import_id, row: row.flatten(), before: change.before }
    }
}
