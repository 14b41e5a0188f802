use std::collections::BTreeMap;

use axum::Json;
use axum::http::StatusCode;
use muster_domain::condition::renamed;
use muster_domain::{CustomField, Field as Known, Fields, fold};
use muster_store::{StoreError, fields, imports};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::create::is_taken;
use super::{Field, exists, find};
use crate::http::base::before::Before;
use crate::http::base::caller::Caller;
use crate::http::base::extract::{self, Path};
use crate::http::base::problem::{ApiError, ApiResult, Problem, escaped};
use crate::http::shared::in_use::{Wanted, all_uses, refuse_used, users};
use crate::work::mass_action::{is_followed, let_follow};
use crate::work::recalculate::ByHand;

/// What is to be changed of a field; the rest stays.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FieldChanges {
    /// A new name for people.
    label: Option<String>,
    /// All choices, in their order. One that contacts have is taken away only with a new name in `renames`.
    choices: Option<Vec<String>>,
    /// New names of choices by those that they replace: a new choice, or another one that is there. Contacts and rules that have
    /// the old one follow.
    renames: Option<BTreeMap<String, String>>,
    /// What is known to be overwritten.
    #[serde(default)]
    before: Before,
}

/// Renames a field of the company's, or changes its choices. Contacts that have a renamed choice get the new one by a mass action,
/// whose id is told; rules that name it name the new one at once.
#[utoipa::path(patch, path = "/api/v1/fields/{name}", operation_id = "update_field", params(("name" = String, Path)),
    request_body = FieldChanges,
    responses((status = 200, body = Field), (status = 404, body = Problem), (status = 409, body = Problem),
        (status = 422, body = Problem)))]
pub async fn update(
    caller: Caller,
    Path(name): Path<String>,
    extract::Json(changes): extract::Json<FieldChanges>,
) -> ApiResult<Json<Field>> {
    let mut work = caller.begin().await?;
    let found = find(&work.known.fields, &name)?;
    let mut field: CustomField = found.as_custom().cloned().ok_or_else(|| ApiError::not_found("field"))?;
    changes.before.check("field", &json!({"label": field.label, "choices": field.choices}))?;
    if let Some(label) = &changes.label {
        field.label = CustomField::label(label)?;
    }
    if is_taken(&work.known.fields, &field.label, Some(&name)) {
        return Err(exists(&field.label));
    }
    let follow = change_choices(&mut work, &mut field, &changes).await?;
    match fields::update(&mut work.tx, &field).await {
        Err(StoreError::Taken) => return Err(exists(&field.label)),
        updated => updated?,
    }
    work.tx.commit().await?;
    caller.app.upkeep.notify_one();
    Ok(Json(Field { mass_action_id: follow, ..Known::custom(field).into() }))
}

/// Gives the field its new choices, and lets rules and contacts follow those that are renamed: the mass action's id, if there is
/// one. Refuses to take away what contacts or rules have.
async fn change_choices(
    work: &mut ByHand,
    field: &mut CustomField,
    changes: &FieldChanges,
) -> ApiResult<Option<i64>> {
    if changes.choices.is_none() && changes.renames.is_none() {
        return Ok(None);
    }
    let old = std::mem::take(&mut field.choices);
    let renames = renames(&old, changes.renames.as_ref())?;
    let asked = changes.choices.clone().unwrap_or_else(|| in_place(&old, &renames));
    field.choices = CustomField::choices(field.kind, &asked)?;
    let renames = with_spellings(renames, &old, &field.choices)?;
    let is_gone = |choice: &&String| !has(&field.choices, choice) && renamed(choice, &renames).is_none();
    let gone: Vec<String> = old.iter().filter(is_gone).cloned().collect();
    if renames.is_empty() && gone.is_empty() {
        return Ok(None);
    }
    refuse_busy(work, &field.name).await?;
    refuse_held(work, field, &gone).await?;
    fields::rename_in_rules(&mut work.tx, &field.name, &renames).await?;
    refuse_named_choice(work, field).await?;
    if renames.is_empty() {
        return Ok(None);
    }
    Ok(Some(let_follow(&mut work.tx, &field.name, renames, work.now).await?))
}

fn has(choices: &[String], choice: &str) -> bool {
    choices.iter().any(|one| fold(one) == fold(choice))
}

/// The renames as typed, each of a choice that there is.
fn renames(old: &[String], typed: Option<&BTreeMap<String, String>>) -> ApiResult<BTreeMap<String, String>> {
    let mut renames = BTreeMap::new();
    for (from, to) in typed.into_iter().flatten() {
        let Some(choice) = old.iter().find(|choice| fold(choice) == fold(from.trim())) else {
            return Err(no_rename(from, "The field has no such choice."));
        };
        renames.insert(choice.clone(), to.trim().to_owned());
    }
    Ok(renames)
}

/// The choices with new names in the places of the old; one that becomes another's is not there twice.
fn in_place(old: &[String], renames: &BTreeMap<String, String>) -> Vec<String> {
    let mut choices: Vec<String> = Vec::new();
    for choice in old {
        let choice = renames.get(choice).unwrap_or(choice);
        if !has(&choices, choice) {
            choices.push(choice.clone());
        }
    }
    choices
}

/// The renames in the spelling of the new choices, and with those that are only spelled otherwise.
fn with_spellings(
    mut renames: BTreeMap<String, String>,
    old: &[String],
    new: &[String],
) -> ApiResult<BTreeMap<String, String>> {
    for (from, to) in &mut renames {
        let Some(choice) = new.iter().find(|choice| fold(choice) == fold(to)) else {
            return Err(no_rename(from, "Its new name is not among the choices."));
        };
        if fold(from) != fold(to) && has(new, from) {
            return Err(no_rename(from, "It stays a choice, so that it cannot be renamed."));
        }
        choice.clone_into(to);
    }
    for choice in old {
        let respelled = new.iter().find(|one| fold(one) == fold(choice) && *one != choice);
        if let Some(respelled) = respelled.filter(|_| !renames.contains_key(choice)) {
            renames.insert(choice.clone(), respelled.clone());
        }
    }
    renames.retain(|from, to| from != to);
    Ok(renames)
}

fn no_rename(from: &str, detail: &str) -> ApiError {
    let place = format!("/renames/{}", escaped(from));
    let error = ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "field_invalid", detail, "");
    error.at([(place, detail.to_owned())])
}

/// Refuses while an import fills the field with the choices that it had when the import began, or contacts still follow.
async fn refuse_busy(ByHand { tx, .. }: &mut ByHand, name: &str) -> ApiResult<()> {
    let imports = imports::unfinished_with_field(&mut *tx, name).await?;
    refuse_used(Wanted { code: "field", what: "field", pointer: "/choices" }, &[], &imports)?;
    if is_followed(tx, name).await? {
        let detail = "Contacts still follow an earlier change of the choices.";
        return Err(ApiError::new(StatusCode::CONFLICT, "field_in_use", detail, "Try again in a moment."));
    }
    Ok(())
}

/// Refuses to take choices away that contacts have, with their numbers.
async fn refuse_held(ByHand { tx, .. }: &mut ByHand, field: &CustomField, gone: &[String]) -> ApiResult<()> {
    let held = fields::count_choices(tx, &Known::custom(field.clone()), gone).await?;
    let told = |(choice, count): &(String, i64)| {
        let contacts = if *count == 1 { "contact has" } else { "contacts have" };
        format!("{count} {contacts} the choice \"{choice}\"")
    };
    let told: Vec<String> = held.iter().map(told).collect();
    if told.is_empty() {
        return Ok(());
    }
    let remedy = "Rename it, or say in \"renames\" which other choice they get.";
    let error = ApiError::new(StatusCode::CONFLICT, "choice_in_use", format!("{}.", told.join(", ")), remedy);
    Err(error.at(told.into_iter().map(|told| ("/choices".to_owned(), told))))
}

/// Refuses to take a choice away that the condition of a group names.
async fn refuse_named_choice(ByHand { tx, known, .. }: &mut ByHand, field: &CustomField) -> ApiResult<()> {
    let others =
        known.fields.custom().iter().filter_map(Known::as_custom).filter(|other| other.name != field.name);
    let mut then = (**known).clone();
    then.fields = Fields::with(others.cloned().chain([field.clone()]));
    let mut naming = all_uses(&mut *tx, known).await?;
    let then = all_uses(tx, &then).await?;
    naming.retain(|id, _| then.get(id).is_none_or(|group| group.uses.is_none()));
    let wanted = Wanted { code: "choice", what: "choice that you take away", pointer: "/choices" };
    refuse_used(wanted, &users(&naming, |_| true), &[])
}
