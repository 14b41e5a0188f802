//! Schemas of texts that are one of the words that the domain has for something. The description of a field that has one is
//! made here too.

use muster_domain::CustomField;
use muster_domain::condition::Input;
use utoipa::openapi::schema::{Object, ObjectBuilder, SchemaType, Type};

/// The kind of a field.
pub fn field_kind() -> Object {
    let words = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(CustomField::kinds()));
    words.description(Some("What it holds.")).build()
}

/// The kind of what may be a field; null when it is none.
pub fn field_kind_or_null() -> Object {
    let words = ObjectBuilder::new().schema_type(SchemaType::from_iter([Type::String, Type::Null]));
    let words = words.enum_values(Some(CustomField::kinds().map(Some).chain([None])));
    words.description(Some("What it holds, for a field.")).build()
}

/// What is entered for an operator of a condition.
pub fn condition_input() -> Object {
    let words = Input::ALL.into_iter().map(Input::word);
    let words = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words));
    words.description(Some("What is entered for it.")).build()
}
