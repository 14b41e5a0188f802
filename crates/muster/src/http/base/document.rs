//! What the handlers' own descriptions leave to be said of all operations alike: the list of their tags, every status that they
//! can answer with, problems in their own media type, bytes as bytes, and an example of each.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// Examples of the bodies that operations take, by the operations' ids.
const EXAMPLES: &str = include_str!("examples.json");

/// How deep examples of answers go.
const DEEPEST: usize = 6;

/// Says of every operation of a document what the handlers do not.
pub fn complete(document: &mut Value) {
    let schemas = document["components"]["schemas"].as_object().cloned().unwrap_or_default();
    let bodies: Map<String, Value> = serde_json::from_str(EXAMPLES).unwrap_or_default();
    let mut nouns = BTreeSet::new();
    for (_, methods) in document["paths"].as_object_mut().into_iter().flatten() {
        for (method, operation) in methods.as_object_mut().into_iter().flatten() {
            let tags = operation["tags"].as_array().into_iter().flatten();
            nouns.extend(tags.filter_map(Value::as_str).map(str::to_owned));
            if let Some(example) = operation["operationId"].as_str().and_then(|id| bodies.get(id)) {
                operation["requestBody"]["content"]["application/json"]["example"] = example.clone();
            }
            exemplify_parameters(operation);
            add_statuses(operation, method);
            finish_bodies(operation, &schemas);
        }
    }
    document["components"]["schemas"]["Problem"]["example"] = json!({"type": "about:blank", "title": "Not Found", "status": 404,
        "code": "not_found", "detail": "There is no such contact.", "remedy": null, "errors": []});
    document["tags"] = nouns.into_iter().map(|noun| json!({"name": noun})).collect();
}

fn exemplify_parameters(operation: &mut Value) {
    for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
        let name = parameter["name"].as_str().unwrap_or_default().to_owned();
        if parameter["in"] == "path" {
            let is_number = parameter["schema"]["type"] == "integer";
            parameter["example"] = if is_number { json!(1) } else { json!("customer_class") };
        }
        match name.as_str() {
            "limit" => parameter["example"] = json!(50),
            "Idempotency-Key" => parameter["example"] = json!("order-2026-11-22"),
            _ => {}
        }
    }
}

/// Adds the statuses that come from what all operations have in common, and says in words what each status means.
fn add_statuses(operation: &mut Value, method: &str) {
    let mut statuses = vec!["403", "500", "503"];
    let parameters = operation["parameters"].as_array().map_or(0, Vec::len);
    let content = operation["requestBody"]["content"].clone();
    if parameters > 0 || !content.is_null() || method == "get" {
        statuses.push("400");
    }
    if !content["application/json"].is_null() {
        statuses.extend(["413", "415", "422"]);
    }
    if !content["application/octet-stream"].is_null() && operation["operationId"] != "upload_file" {
        statuses.push("413");
    }
    if !matches!(method, "get" | "options") {
        statuses.push("507");
    }
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    for status in statuses {
        let problem =
            json!({"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}});
        responses.entry(status).or_insert(problem);
    }
    for (status, response) in responses.iter_mut() {
        if response["description"].as_str().is_none_or(str::is_empty) {
            response["description"] = json!(words(status));
        }
    }
}

fn words(status: &str) -> &'static str {
    match status {
        "200" => "What was asked for.",
        "201" => "It is made.",
        "204" => "It is done.",
        "400" => {
            "The request cannot be read: its query, a variable part of its path, its key, or JSON that is none."
        }
        "403" => {
            "The request names a host that is not this machine, comes from another site's page, or is a call of a webhook."
        }
        "404" => "There is no such thing.",
        "409" => "Something is in the way: a name that is taken, or something that is in use.",
        "405" => "The method cannot be used here; the header `Allow` names those that can.",
        "410" => "What was made or written is not there any more.",
        "413" => "The body is too large.",
        "415" => "The body is of another media type.",
        "422" => "The request can be read, and cannot be done as it stands; `errors` names the places.",
        "429" => "Too many requests came from there.",
        "500" => "Muster failed; its log says why.",
        "503" => {
            "Muster has too much to do, or is busy with another change; the header `Retry-After` says when to try again."
        }
        "507" => "There is no space left.",
        _ => "An answer.",
    }
}

/// Makes problems problems, bytes bytes, and shows an example of an answer.
fn finish_bodies(operation: &mut Value, schemas: &Map<String, Value>) {
    let body = operation.pointer_mut("/requestBody/content").and_then(Value::as_object_mut);
    for (media, content) in body.into_iter().flatten() {
        as_bytes(media, content);
    }
    let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
    for (status, response) in responses.into_iter().flatten() {
        let Some(contents) = response.get_mut("content").and_then(Value::as_object_mut) else { continue };
        for (media, content) in contents.iter_mut() {
            as_bytes(media, content);
        }
        if status.starts_with(['4', '5']) {
            if let Some(problem) = contents.remove("application/json") {
                contents.insert("application/problem+json".to_owned(), problem);
            }
        } else if let Some(answer) = contents.get_mut("application/json") {
            answer["example"] = Example { schemas }.of(&answer["schema"], "", DEEPEST);
        }
    }
}

fn as_bytes(media: &str, content: &mut Value) {
    if media == "application/octet-stream" || media.starts_with("image/") {
        content["schema"] = json!({"type": "string", "format": "binary"});
    }
}

/// Makes examples of answers from their schemas.
struct Example<'a> {
    schemas: &'a Map<String, Value>,
}

impl Example<'_> {
    fn of(&self, schema: &Value, name: &str, depth: usize) -> Value {
        if let Some(reference) = schema["$ref"].as_str() {
            let target = reference.rsplit('/').next().and_then(|target| self.schemas.get(target));
            return target.map_or(Value::Null, |target| self.of(target, name, depth));
        }
        if let Some(parts) = schema["allOf"].as_array() {
            let parts = parts.iter().filter_map(|part| self.of(part, name, depth).as_object().cloned());
            return Value::Object(parts.flatten().collect());
        }
        if let Some(several) = schema["oneOf"].as_array().or_else(|| schema["anyOf"].as_array()) {
            let first = several.iter().find(|one| one["type"] != "null");
            return first.map_or(Value::Null, |first| self.of(first, name, depth));
        }
        if let Some(word) = schema["enum"].as_array().and_then(|words| words.first()) {
            return word.clone();
        }
        let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or("object");
        match kind {
            "array" if depth == 0 => json!([]),
            "array" => json!([self.of(&schema["items"], name, depth - 1)]),
            "object" => self.object(schema, depth),
            "string" => text(name),
            "integer" | "number" => json!(if name == "id" || name.ends_with("_id") { 1 } else { 3 }),
            "boolean" => json!(false),
            _ => Value::Null,
        }
    }

    fn object(&self, schema: &Value, depth: usize) -> Value {
        if depth == 0 {
            return json!({});
        }
        let properties = schema["properties"].as_object().into_iter().flatten();
        properties.map(|(name, part)| (name.clone(), self.of(part, name, depth - 1))).collect()
    }
}

/// A text as a property of this name may have it.
fn text(name: &str) -> Value {
    let text = match name {
        "email" => "ann@example.com",
        "name" | "label" => "Newsletter",
        "file_name" => "people.csv",
        "day" => "2026-11-22",
        "colour" => "teal",
        "type" => "page_visit",
        "next" | "failure" | "remedy" => return Value::Null,
        "at" | "since" | "file_until" | "starts_at" => "2026-11-22T12:00:00Z",
        name if name.ends_with("_at") => "2026-11-22T12:00:00Z",
        name if name.ends_with("url") => "https://example.com/",
        _ => "…",
    };
    json!(text)
}
