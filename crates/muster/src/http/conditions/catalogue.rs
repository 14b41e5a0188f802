use axum::Json;
use muster_domain::FieldKind;
use muster_domain::condition::{Operator, Subject, subjects};
use muster_store::fields;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::base::caller::Caller;
use crate::http::base::problem::ApiResult;
use crate::http::shared::words;

/// An operator of a subject.
#[derive(Debug, Serialize, ToSchema)]
struct ConditionOperator {
    name: &'static str,
    /// Its words between the subject and the value.
    label: &'static str,
    /// What is entered for it.
    #[schema(schema_with = words::condition_input)]
    input: &'static str,
}

/// Where a subject stands among the others.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ConditionSection)]
enum Section {
    /// Standard fields.
    Field,
    /// Fields of the company's.
    Custom,
    /// What else is known of a contact.
    Contact,
    /// What a contact did.
    Behaviour,
}

/// What a rule can be about.
#[derive(Debug, Serialize, ToSchema)]
struct ConditionSubject {
    name: String,
    label: String,
    section: Section,
    /// What it holds, for a field.
    #[schema(schema_with = words::field_kind_or_null, required = false)]
    kind: Option<&'static str>,
    operators: Vec<ConditionOperator>,
    choices: Vec<String>,
}

/// Everything that a condition can be about.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConditionCatalogue {
    subjects: Vec<ConditionSubject>,
}

/// What rules can be about, with which operators, and what is entered for them.
#[utoipa::path(get, path = "/api/v1/condition-catalogue", operation_id = "show_condition_catalogue",
    responses((status = 200, body = ConditionCatalogue)))]
pub async fn show(caller: Caller) -> ApiResult<Json<ConditionCatalogue>> {
    let subjects =
        subjects(&fields::all(&caller.app.db).await?).into_iter().map(ConditionSubject::from).collect();
    Ok(Json(ConditionCatalogue { subjects }))
}

impl From<Subject> for ConditionSubject {
    fn from(subject: Subject) -> Self {
        let section = match &subject.field {
            Some(field) if field.as_custom().is_some() => Section::Custom,
            Some(_) => Section::Field,
            None if matches!(subject.name.as_str(), "activity") => Section::Behaviour,
            None => Section::Contact,
        };
        let choices = subject.field.iter().flat_map(|field| field.choices()).map(str::to_owned).collect();
        let kind = subject.field.as_ref().map(|field| FieldKind::word(field.kind()));
        let operators = subject.operators.iter().map(|&operator| operator.into()).collect();
        Self { name: subject.name, label: subject.label, section, kind, operators, choices }
    }
}

impl From<Operator> for ConditionOperator {
    fn from(operator: Operator) -> Self {
        Self { name: operator.name, label: operator.label, input: operator.input.word() }
    }
}
