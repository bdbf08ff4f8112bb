//! JSON held against a schema.

use serde_json::Value;

/// The parts of a value that do not match a schema. Only the keywords that ours uses are known; any
/// other is an error, so that none is passed over.
pub fn problems(root: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (keyword, rule) in schema.as_object().expect("a schema is an object") {
        match keyword.as_str() {
            "$schema" | "$id" | "$defs" | "title" | "description" => {}
            "$ref" => {
                let pointer = rule
                    .as_str()
                    .and_then(|pointer| pointer.strip_prefix('#'))
                    .expect("a reference within the file");
                let target = root.pointer(pointer).unwrap_or_else(|| panic!("{rule} leads nowhere"));
                found.extend(problems(root, target, value, at));
            }
            "oneOf" => {
                let choices: Vec<_> = rule
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|choice| problems(root, choice, value, at))
                    .collect();
                let fitting = choices.iter().filter(|choice| choice.is_empty()).count();
                if fitting != 1 {
                    found.push(format!("{at}: {fitting} of {} choices fit: {choices:?}", choices.len()));
                }
            }
            "type" => {
                let names: Vec<&str> = rule
                    .as_str()
                    .into_iter()
                    .chain(rule.as_array().into_iter().flatten().filter_map(Value::as_str))
                    .collect();
                if !names.iter().any(|name| is_of_type(value, name)) {
                    found.push(format!("{at}: no {}", names.join(" or ")));
                }
            }
            "const" if value != rule => found.push(format!("{at}: not {rule}")),
            "enum" if !rule.as_array().is_some_and(|values| values.contains(value)) => {
                found.push(format!("{at}: none of {rule}"))
            }
            "minimum" if value.as_f64() < rule.as_f64() => found.push(format!("{at}: below {rule}")),
            "minItems" if value.as_array().map(|items| items.len() as u64) < rule.as_u64() => {
                found.push(format!("{at}: too few"))
            }
            "required" => {
                let missing = rule
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .filter(|name| value.get(name).is_none());
                found.extend(missing.map(|name| format!("{at}: no `{name}`")));
            }
            "properties" => {
                for (name, rule) in rule.as_object().into_iter().flatten() {
                    if let Some(inner) = value.get(name) {
                        found.extend(problems(root, rule, inner, &format!("{at}/{name}")));
                    }
                }
            }
            "anyOf" => {
                let choices = rule.as_array().into_iter().flatten();
                let choices: Vec<_> = choices.map(|choice| problems(root, choice, value, at)).collect();
                if choices.iter().all(|choice| !choice.is_empty()) {
                    found.push(format!("{at}: no choice fits: {choices:?}"));
                }
            }
            "additionalProperties" if rule.is_object() => {
                let known = schema.get("properties").and_then(Value::as_object);
                let others = value.as_object().into_iter().flatten();
                for (name, inner) in
                    others.filter(|(name, _)| known.is_none_or(|known| !known.contains_key(*name)))
                {
                    found.extend(problems(root, rule, inner, &format!("{at}/{name}")));
                }
            }
            "additionalProperties" => {
                assert_eq!(rule, &Value::Bool(false), "a schema or false");
                let known = schema.get("properties").and_then(Value::as_object);
                let names = value.as_object().into_iter().flatten().map(|(name, _)| name);
                let unknown = names.filter(|name| known.is_none_or(|known| !known.contains_key(*name)));
                found.extend(unknown.map(|name| format!("{at}: unknown `{name}`")));
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    found.extend(problems(root, rule, item, &format!("{at}/{index}")));
                }
            }
            "const" | "enum" | "minimum" | "minItems" => {}
            other => panic!("the keyword `{other}` is not known to this test"),
        }
    }
    found
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        "null" => value.is_null(),
        other => panic!("the type `{other}` is not known to this test"),
    }
}
