//! What the conditions of groups depend on, and the one refusal to take away what is in use. Whoever refuses asks under the lock
//! of recalculations: nothing comes into use meanwhile.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use muster_domain::GroupId;
use muster_domain::condition::{Known, Uses};
use muster_store::{Select, groups, recalculate};

use super::imports::GroupRef;
use super::problem::{ApiError, ApiResult};

/// Groups that have a condition.
pub type AllUses = BTreeMap<GroupId, GroupUses>;

/// A group that has a condition, and what that depends on.
#[derive(Debug)]
pub struct GroupUses {
    /// The group's name.
    pub name: String,
    /// What its condition depends on; `None` when that cannot be read: it may be anything.
    pub uses: Option<Uses>,
}

/// What the conditions of all groups depend on, of which `known` tells what they can be about.
pub async fn all_uses(from: impl Select, known: &Known) -> ApiResult<AllUses> {
    let mut all = AllUses::new();
    for (id, name, typed) in groups::conditions(from).await? {
        let uses = recalculate::read(&typed, known).ok().map(|condition| condition.uses());
        all.insert(GroupId(id), GroupUses { name, uses });
    }
    Ok(all)
}

/// The groups whose conditions ask for something, for people to look at.
pub fn asking(all: AllUses, is_named: impl Fn(&Uses) -> bool) -> Vec<GroupRef> {
    let asking = all.into_iter().filter(|(_, group)| group.uses.as_ref().is_some_and(&is_named));
    asking.map(|(id, group)| GroupRef { id: id.0, name: group.name }).collect()
}

/// The groups whose conditions ask for something, or may, as they are named in a refusal.
pub fn users(all: &AllUses, is_named: impl Fn(&Uses) -> bool) -> Vec<String> {
    let told = |GroupUses { name, uses }: &GroupUses| match uses {
        Some(uses) => is_named(uses).then(|| format!("the contact group \"{name}\"")),
        None => Some(format!("the contact group \"{name}\", whose condition cannot be read")),
    };
    all.values().filter_map(told).collect()
}

/// What somebody wants to take away.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// What it is called in the code of the problem.
    pub code: &'static str,
    /// What it is called by people.
    pub what: &'static str,
    /// Where it stands in the request; empty when it is what the request is about.
    pub pointer: &'static str,
}

/// Refuses with 409 when groups (see [`users`]) or imports (by their ids) use what is wanted; each of them is named.
pub fn refuse_used(wanted: Wanted, groups: &[String], imports: &[i64]) -> ApiResult<()> {
    let users: Vec<String> =
        groups.iter().cloned().chain(imports.iter().map(|id| format!("import {id}"))).collect();
    if users.is_empty() {
        return Ok(());
    }
    let Wanted { code, what, pointer } = wanted;
    let detail = format!("The {what} is used by {}.", users.join(", "));
    let remedy = "Take it out of the groups' conditions, let imports that use it end, and try again then.";
    let places = users.into_iter().map(|user| (pointer.to_owned(), user));
    Err(ApiError::new(StatusCode::CONFLICT, &format!("{code}_in_use"), detail, remedy).at(places))
}
