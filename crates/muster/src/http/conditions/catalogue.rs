use axum::Json;
use axum::extract::State;
use muster_domain::FieldKind;
use muster_domain::condition::{Operator, Subject, subjects};
use muster_store::fields;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::problem::ApiResult;

/// An operator of a subject.
#[derive(Debug, Serialize, ToSchema)]
struct ConditionOperator {
    name: &'static str,
    /// Its words between the subject and the value.
    label: &'static str,
    /// What is entered for it: `none`, `text`, `texts`, `number`, `numbers`, `date`, `dates`, `moment`, `moments`,
    /// `interval`, `days`, `choice`, `choice_list`, `groups`, `accounts`, `roles`, `import`, `activity` or `percent`.
    input: &'static str,
}

/// What a rule can be about.
#[derive(Debug, Serialize, ToSchema)]
struct ConditionSubject {
    name: String,
    label: String,
    /// Where it stands: `field`, `custom`, `contact` or `behaviour`.
    section: &'static str,
    /// What it holds, for a field.
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
pub async fn show(State(app): State<App>) -> ApiResult<Json<ConditionCatalogue>> {
    let subjects = subjects(&fields::all(&app.db).await?).into_iter().map(ConditionSubject::from).collect();
    Ok(Json(ConditionCatalogue { subjects }))
}

impl From<Subject> for ConditionSubject {
    fn from(subject: Subject) -> Self {
        let section = match &subject.field {
            Some(field) if field.as_custom().is_some() => "custom",
            Some(_) => "field",
            None if matches!(subject.name.as_str(), "activity") => "behaviour",
            None => "contact",
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
