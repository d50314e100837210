//! As much of JSON Schema as an OpenAPI description of plain records uses. What it does not know, it
//! refuses: a schema must not pass because nobody looked at it.

use serde_json::Value;

/// What of `value` is not as `schema` says. `document` is where `$ref` leads.
pub fn faults(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    check(document, schema, value, "$", &mut found);
    found
}

fn check(document: &Value, schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let Some(schema) = schema.as_object() else {
        found.push(format!("{at}: the schema is not an object"));
        return;
    };
    for (keyword, rule) in schema {
        match keyword.as_str() {
            "$ref" => match rule
                .as_str()
                .and_then(|r| document.pointer(r.strip_prefix('#')?))
            {
                Some(target) => check(document, target, value, at, found),
                None => found.push(format!("{at}: {rule} leads nowhere")),
            },
            "type" => {
                let is = |name: &Value| is_of(value, name.as_str().unwrap_or_default());
                if !rule
                    .as_array()
                    .map_or_else(|| is(rule), |types| types.iter().any(is))
                {
                    found.push(format!("{at}: {value} is not {rule}"));
                }
            }
            "required" => {
                for name in rule
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                {
                    if value.as_object().is_some_and(|o| !o.contains_key(name)) {
                        found.push(format!("{at}: {name} is missing"));
                    }
                }
            }
            "properties" => {
                for (name, inner) in rule.as_object().into_iter().flatten() {
                    if let Some(part) = value.get(name) {
                        check(document, inner, part, &format!("{at}.{name}"), found);
                    }
                }
            }
            "items" => {
                for (i, part) in value.as_array().into_iter().flatten().enumerate() {
                    check(document, rule, part, &format!("{at}[{i}]"), found);
                }
            }
            "enum" => {
                if !rule.as_array().is_some_and(|words| words.contains(value)) {
                    found.push(format!("{at}: {value} is none of {rule}"));
                }
            }
            "oneOf" | "anyOf" => {
                let fits = rule
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter(|s| faults(document, s, value).is_empty())
                    .count();
                if fits == 0 || (keyword == "oneOf" && fits > 1) {
                    found.push(format!("{at}: {value} fits {fits} of {keyword}"));
                }
            }
            "allOf" => {
                for part in rule.as_array().into_iter().flatten() {
                    check(document, part, value, at, found);
                }
            }
            "minimum" => {
                if value
                    .as_f64()
                    .zip(rule.as_f64())
                    .is_some_and(|(v, least)| v < least)
                {
                    found.push(format!("{at}: {value} is below {rule}"));
                }
            }
            "maximum" => {
                if value
                    .as_f64()
                    .zip(rule.as_f64())
                    .is_some_and(|(v, most)| v > most)
                {
                    found.push(format!("{at}: {value} is above {rule}"));
                }
            }
            "description" | "title" | "example" | "examples" | "format" | "default"
            | "deprecated" => {}
            other => found.push(format!("{at}: the keyword {other} is not known here")),
        }
    }
}

fn is_of(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}
