//! The OpenAPI document as a contract: a query parameter or a key of a body that it does not name is refused with its name, and
//! so is a list where an object belongs. Otherwise a slip of the pen would be dropped, and another thing done than was asked for.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Map, Value};

use super::extract::place;
use super::problem::{ApiError, ApiResult, escaped};

/// What every operation takes.
#[derive(Debug)]
pub struct Contract {
    operations: HashMap<(String, String), Arc<Operation>>,
}

/// What one operation takes.
#[derive(Debug)]
pub struct Operation {
    query: Vec<String>,
    body: Option<Value>,
    schemas: Arc<Map<String, Value>>,
}

impl Contract {
    /// The contract that a document makes.
    pub fn of(document: &Value) -> Self {
        let schemas = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
        let (schemas, mut operations) = (Arc::new(schemas), HashMap::new());
        for (path, methods) in document["paths"].as_object().into_iter().flatten() {
            for (method, operation) in methods.as_object().into_iter().flatten() {
                let parameters = operation["parameters"].as_array().into_iter().flatten();
                let query = parameters.filter(|parameter| parameter["in"] == "query");
                let names = query.filter_map(|parameter| parameter["name"].as_str().map(str::to_owned));
                let body = operation["requestBody"]["content"]["application/json"]["schema"].clone();
                let operation = Operation {
                    query: names.collect(),
                    body: Some(body).filter(|body| !body.is_null()),
                    schemas: Arc::clone(&schemas),
                };
                operations.insert((method.to_uppercase(), path.clone()), Arc::new(operation));
            }
        }
        Self { operations }
    }

    fn operation(&self, method: &Method, path: &MatchedPath) -> Option<Arc<Operation>> {
        let method = if method == Method::HEAD { "GET" } else { method.as_str() };
        self.operations.get(&(method.to_owned(), path.as_str().to_owned())).cloned()
    }
}

/// Refuses query parameters that the operation does not have, and lets the extractor of bodies know what it takes.
pub async fn keep(State(contract): State<Arc<Contract>>, mut request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>();
    let Some(operation) = path.and_then(|path| contract.operation(request.method(), path)) else {
        return next.run(request).await;
    };
    if let Err(error) = operation.check_query(&request) {
        return error.into_response();
    }
    request.extensions_mut().insert(operation);
    next.run(request).await
}

impl Operation {
    fn check_query(&self, request: &Request) -> ApiResult<()> {
        let sent = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(request.uri())?;
        let Some((unknown, _)) = sent.0.iter().find(|(name, _)| !self.query.contains(name)) else {
            return Ok(());
        };
        let detail = format!("There is no query parameter \"{}\" here.", shown(unknown));
        let remedy = match self.query.as_slice() {
            [] => "Leave it out: there are none.".to_owned(),
            known => format!("Known are: {}.", known.join(", ")),
        };
        Err(ApiError::new(StatusCode::BAD_REQUEST, "query_unknown", detail, &remedy))
    }

    /// Refuses a body with keys that the operation does not know, or with a list where an object belongs, down to this depth: below,
    /// what else is wrong with an item is found when the item is read.
    pub fn check_body(&self, body: &Value, depth: usize) -> ApiResult<()> {
        let Some(schema) = &self.body else { return Ok(()) };
        let mut check = Check { schemas: &self.schemas, places: Vec::new() };
        check.value(schema, body, "", depth);
        let Some((_, detail)) = check.places.first() else { return Ok(()) };
        let error = ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "body_invalid", detail.clone(), "");
        Err(error.at(check.places))
    }
}

struct Check<'a> {
    schemas: &'a Map<String, Value>,
    places: Vec<(String, String)>,
}

impl<'a> Check<'a> {
    fn value(&mut self, schema: &'a Value, value: &Value, pointer: &str, depth: usize) {
        let Some(schema) = self.meant(schema, value) else { return };
        if depth > 0 && is_of(schema, "object") && !is_of(schema, "array") && value.is_array() {
            let detail = format!("An object is expected{}, not a list.", place(pointer));
            self.places.push((pointer.to_owned(), detail));
        }
        let depth = depth.saturating_sub(1);
        match value {
            Value::Object(object) => self.object(schema, object, pointer, depth),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(&schema["items"], item, &format!("{pointer}/{index}"), depth);
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, schema: &'a Value, object: &Map<String, Value>, pointer: &str, depth: usize) {
        let properties = schema["properties"].as_object();
        for (key, value) in object {
            let pointer = format!("{pointer}/{}", escaped(key));
            match (properties.and_then(|properties| properties.get(key)), &schema["additionalProperties"]) {
                (Some(known), _) => self.value(known, value, &pointer, depth),
                (None, others @ Value::Object(_)) => self.value(others, value, &pointer, depth),
                (None, _) => {
                    let Some(properties) = properties else { continue };
                    let known: Vec<&str> = properties.keys().map(String::as_str).collect();
                    let detail =
                        format!("There is no \"{}\" here; known are: {}.", shown(key), known.join(", "));
                    self.places.push((pointer, detail));
                }
            }
        }
    }

    /// The schema that a value is meant to have: behind references, and of several the one of its kind. `None` when that
    /// cannot be said, which the reading of the body then finds out.
    fn meant(&self, schema: &'a Value, value: &Value) -> Option<&'a Value> {
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.rsplit('/').next().unwrap_or_default();
            return self.meant(self.schemas.get(name)?, value);
        }
        let Some(several) = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array()) else {
            return Some(schema);
        };
        let kind = &value["kind"];
        let is_meant = |one: &&Value| {
            let kinds = one["properties"]["kind"]["enum"].as_array();
            kinds.is_none_or(|kinds| kinds.contains(kind) || !value.is_object())
        };
        let of_type = |one: &&Value| value.is_array() || type_of(value).is_none_or(|kind| is_of(one, kind));
        let several =
            several.iter().filter_map(|one| self.meant(one, value)).filter(|one| !is_of(one, "null"));
        let mut fitting = several.clone().filter(is_meant).filter(of_type);
        let lists = several.clone().find(|one| value.is_array() && is_of(one, "array"));
        lists.or_else(|| fitting.next())
    }
}

fn type_of(value: &Value) -> Option<&'static str> {
    match value {
        Value::Object(_) => Some("object"),
        Value::String(_) => Some("string"),
        _ => None,
    }
}

fn is_of(schema: &Value, kind: &str) -> bool {
    match &schema["type"] {
        Value::String(only) => only == kind,
        Value::Array(kinds) => kinds.iter().any(|one| one == kind) && kind != "null",
        _ => false,
    }
}

/// A name as it may stand in an answer.
fn shown(name: &str) -> String {
    name.chars().filter(|letter| !letter.is_control()).take(50).collect()
}
