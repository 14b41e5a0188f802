//! Members of a contact group, and putting contacts in and out by hand.

use axum::Json;
use axum::http::StatusCode;
use muster_domain::condition::Change;
use muster_domain::{ContactId, GroupId, Reasons, contact_words};
use muster_store::groups::{self, Member as Stored};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{expect_contact, find};
use crate::clock::timestamp;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{Path, Query};
use crate::http::base::paging::{AfterId, Limit, next, page_size};
use crate::http::base::problem::{ApiResult, Problem};
use crate::http::shared::contact::Contact;
use crate::http::shared::member_reason::MemberReason;
use crate::work::recalculate::ByHand;

/// Which members.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Page {
    /// Words that the address, a name or the company must contain.
    search: Option<String>,
    /// What the page before gave as `next`.
    #[param(value_type = Option<String>)]
    after: Option<AfterId>,
    /// How many at most; 500 are given at most.
    #[param(value_type = Option<i64>, minimum = 1)]
    limit: Option<Limit>,
}

impl Page {
    /// Where it begins, and how many it holds.
    pub(super) fn place(&self) -> (Option<i64>, i64) {
        (self.after.map(|AfterId(id)| id), page_size(self.limit))
    }
}

/// A contact in a group, or kept out of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Member {
    contact: Contact,
    reasons: Vec<MemberReason>,
    since: String,
}

/// Members, the newest contacts first.
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberList {
    pub(super) items: Vec<Member>,
    pub(super) next: Option<String>,
}

impl MemberList {
    /// A page; full ones have a next.
    pub(super) fn of(found: Vec<Stored>, limit: i64) -> Self {
        let next = next(&found, limit, |last| last.contact.contact_id.to_string());
        let item = |member: Stored| Member {
            contact: member.contact.into(),
            reasons: MemberReason::of(Reasons(member.reasons)),
            since: timestamp(member.since).to_string(),
        };
        Self { items: found.into_iter().map(item).collect(), next }
    }
}

/// The members of a contact group with their reasons.
#[utoipa::path(get, path = "/api/v1/contact-groups/{id}/members", operation_id = "list_members",
    params(("id" = i64, Path), Page), responses((status = 200, body = MemberList), (status = 404, body = Problem)))]
pub async fn list(
    caller: Caller,
    Path(id): Path<i64>,
    Query(page): Query<Page>,
) -> ApiResult<Json<MemberList>> {
    find(&caller.app.db, id).await?;
    let (after, limit) = page.place();
    let words = contact_words(&page.search.unwrap_or_default());
    let found =
        groups::list_members(&caller.app.db, GroupId(id), &words, after.map(ContactId), limit).await?;
    Ok(Json(MemberList::of(found, limit)))
}

/// Puts a contact into a group by hand.
#[utoipa::path(put, path = "/api/v1/contact-groups/{id}/members/{contact_id}", operation_id = "add_member",
    params(("id" = i64, Path), ("contact_id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn add(caller: Caller, Path(path): Path<(i64, i64)>) -> ApiResult<StatusCode> {
    change(&caller, path, By::Adding).await
}

/// Takes a contact out of a group: the reasons that people and imports gave. A condition that holds keeps it in.
#[utoipa::path(delete, path = "/api/v1/contact-groups/{id}/members/{contact_id}", operation_id = "remove_member",
    params(("id" = i64, Path), ("contact_id" = i64, Path)),
    responses((status = 204), (status = 404, body = Problem)))]
pub async fn remove(caller: Caller, Path(path): Path<(i64, i64)>) -> ApiResult<StatusCode> {
    change(&caller, path, By::Removing).await
}

/// What is done with a contact and a group by hand.
#[derive(Debug, Clone, Copy)]
pub(super) enum By {
    Adding,
    Removing,
    Excluding,
    LettingIn,
}

/// Does it, with all that follows for other groups.
pub(super) async fn change(caller: &Caller, (id, contact): (i64, i64), by: By) -> ApiResult<StatusCode> {
    find(&caller.app.db, id).await?;
    expect_contact(&caller.app, contact).await?;
    let mut work = caller.begin().await?;
    let ByHand { tx, known, now } = &mut work;
    let (group, contacts, now) = (GroupId(id), [contact], *now);
    match by {
        By::Adding => groups::add(tx, known, group, &contacts, now).await?,
        By::Removing => groups::remove(tx, known, group, &contacts, now).await?,
        By::Excluding => groups::exclude(tx, known, group, &contacts, now).await?,
        By::LettingIn => groups::let_in(tx, known, group, &contacts, now).await?,
    };
    work.commit(&Change::default(), &[]).await?;
    Ok(StatusCode::NO_CONTENT)
}
