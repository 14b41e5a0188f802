//! What groups, scores and personas depend on, and the one refusal to take away what is in use. Whoever refuses asks under the
//! lock of recalculations: nothing comes into use meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use muster_domain::condition::{Known, Uses};
use muster_domain::{GroupId, PersonaId, ScoreId, points};
use muster_store::recalculate::{self, Node, needs};
use muster_store::{Select, groups, personas, scores};
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::base::problem::{ApiError, ApiResult, sentence};

/// Something that has a condition or rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum User {
    /// A contact group with a condition.
    Group(GroupId),
    /// A score.
    Score(ScoreId),
    /// A persona.
    Persona(PersonaId),
}

/// Which kind of thing uses another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserKind {
    /// A contact group.
    ContactGroup,
    /// A score.
    Score,
    /// A persona.
    Persona,
}

/// What uses something, for people to look at.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct UserRef {
    kind: UserKind,
    id: i64,
    name: String,
}

impl User {
    fn kind(self) -> UserKind {
        match self {
            Self::Group(_) => UserKind::ContactGroup,
            Self::Score(_) => UserKind::Score,
            Self::Persona(_) => UserKind::Persona,
        }
    }

    fn id(self) -> i64 {
        match self {
            Self::Group(id) => id.0,
            Self::Score(id) => id.0,
            Self::Persona(id) => id.0,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Group(_) => "the contact group",
            Self::Score(_) => "the score",
            Self::Persona(_) => "the persona",
        }
    }

    /// What of it others can depend on.
    pub fn node(self) -> Node {
        match self {
            Self::Group(id) => Node::Group(id),
            Self::Score(id) => Node::Score(id),
            Self::Persona(_) => Node::Personas,
        }
    }
}

/// All that have a condition or rules.
pub type AllUses = BTreeMap<User, Named>;

/// The name of something that has a condition or rules, and what those depend on.
#[derive(Debug)]
pub struct Named {
    /// The name.
    pub name: String,
    /// What it depends on; `None` when that cannot be read: it may be anything.
    pub uses: Option<Uses>,
}

/// What everything depends on, of which `known` tells what rules can be about.
pub async fn all_uses(mut from: impl Select, known: &Known) -> ApiResult<AllUses> {
    let mut all = AllUses::new();
    for (id, name, typed) in groups::conditions(&mut from).await? {
        let uses = recalculate::read(&typed, known).ok().map(|condition| condition.uses());
        all.insert(User::Group(GroupId(id)), Named { name, uses });
    }
    let of_rules =
        |typed: &str| recalculate::read_points(typed, known).ok().map(|rules| points::uses(&rules));
    for score in scores::all(&mut from).await? {
        let uses = of_rules(&score.rules);
        all.insert(User::Score(ScoreId(score.score_id)), Named { name: score.name, uses });
    }
    for persona in personas::rules(&mut from).await? {
        let uses = of_rules(&persona.rules);
        all.insert(User::Persona(PersonaId(persona.persona_id)), Named { name: persona.name, uses });
    }
    Ok(all)
}

/// Those that ask for something, for people to look at.
pub fn asking(all: AllUses, is_named: impl Fn(&Uses) -> bool) -> Vec<UserRef> {
    let asking = all.into_iter().filter(|(_, named)| named.uses.as_ref().is_some_and(&is_named));
    asking.map(|(user, Named { name, .. })| UserRef { kind: user.kind(), id: user.id(), name }).collect()
}

/// Those that ask for something, or may, as they are named in a refusal.
pub fn users(all: &AllUses, is_named: impl Fn(&Uses) -> bool) -> Vec<String> {
    let told = |(user, Named { name, uses }): (&User, &Named)| {
        let words = user.words();
        match uses {
            Some(uses) => is_named(uses).then(|| format!("{words} \"{name}\"")),
            None => Some(format!("{words} \"{name}\", whose rules cannot be read")),
        }
    };
    all.iter().filter_map(told).collect()
}

/// Refuses what would make something depend on itself; names the way round. `own` is what gets new rules, which depend on
/// `uses` and stand at `pointer` of the request.
pub fn refuse_cycle(all: &AllUses, (own, name): (User, &str), uses: &Uses, pointer: &str) -> ApiResult<()> {
    let mut others: Vec<(&User, &Named)> = all.iter().filter(|(user, _)| **user != own).collect();
    others.sort_by_key(|(user, _)| user.node());
    for start in needs(uses) {
        let Some(path) = way(&others, start, own.node(), &mut BTreeSet::new()) else { continue };
        let path = [vec![name.to_owned()], path, vec![name.to_owned()]].concat();
        let detail = sentence(&format!("{} would depend on itself: {}", own.words(), path.join(" → ")));
        let remedy = "Take one of these out of the rules.";
        let error = ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "cycle", detail.clone(), remedy);
        return Err(error.at([(pointer.to_owned(), detail)]));
    }
    Ok(())
}

/// The names on the way from one to another over what rules ask for, without the last. One that cannot be read may lead anywhere.
fn way(all: &[(&User, &Named)], from: Node, to: Node, seen: &mut BTreeSet<Node>) -> Option<Vec<String>> {
    if from == to {
        return Some(Vec::new());
    }
    if !seen.insert(from) {
        return None;
    }
    all.iter().filter(|(user, _)| user.node() == from).find_map(|(_, Named { name, uses })| {
        let Some(uses) = uses else { return Some(vec![format!("{name}, whose rules cannot be read")]) };
        let mut path = needs(uses).into_iter().find_map(|next| way(all, next, to, seen))?;
        path.insert(0, name.clone());
        Some(path)
    })
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

/// Refuses with 409 when others (see [`users`]) or imports (by their ids) use what is wanted; each of them is named.
pub fn refuse_used(wanted: Wanted, users: &[String], imports: &[i64]) -> ApiResult<()> {
    let users: Vec<String> =
        users.iter().cloned().chain(imports.iter().map(|id| format!("import {id}"))).collect();
    if users.is_empty() {
        return Ok(());
    }
    let Wanted { code, what, pointer } = wanted;
    let detail = format!("The {what} is used by {}.", users.join(", "));
    let remedy = "Take it out of the rules that use it, let imports that use it end, and try again then.";
    let places = users.into_iter().map(|user| (pointer.to_owned(), user));
    Err(ApiError::new(StatusCode::CONFLICT, &format!("{code}_in_use"), detail, remedy).at(places))
}
