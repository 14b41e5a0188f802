use axum::Json;
use muster_domain::FieldKind;
use serde::Serialize;
use utoipa::ToSchema;

/// What a field holds.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum FieldType {
    Email,
    Text,
    LongText,
    Phone,
    Url,
    Date,
    Choice,
}

/// A field of a contact.
#[derive(Debug, Serialize, ToSchema)]
struct Field {
    /// Its name in the API.
    name: &'static str,
    /// Its name for people.
    label: &'static str,
    /// What it holds.
    kind: FieldType,
    /// The longest value in characters, inclusive.
    max_length: Option<usize>,
    /// The values to choose from.
    choices: Vec<&'static str>,
}

/// All fields of a contact.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldList {
    items: Vec<Field>,
}

/// The fields that a contact has.
#[utoipa::path(get, path = "/api/v1/fields", operation_id = "list_fields", responses((status = 200, body = FieldList)))]
pub async fn list() -> Json<FieldList> {
    Json(FieldList { items: muster_domain::Field::all().map(Field::from).collect() })
}

impl From<muster_domain::Field> for Field {
    fn from(field: muster_domain::Field) -> Self {
        let kind = match field.kind() {
            FieldKind::Email => FieldType::Email,
            FieldKind::Text(_) => FieldType::Text,
            FieldKind::LongText(_) => FieldType::LongText,
            FieldKind::Phone(_) => FieldType::Phone,
            FieldKind::Url(_) => FieldType::Url,
            FieldKind::Date => FieldType::Date,
            FieldKind::Gender => FieldType::Choice,
        };
        let (name, label) = (field.name(), field.label());
        Self { name, label, kind, max_length: field.max_length(), choices: field.choices() }
    }
}
