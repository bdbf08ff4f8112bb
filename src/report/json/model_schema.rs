//! The JSON Schema of model files, for editors: made of the keys and fields that the reader of models knows.

use serde_json::{Map, Value, json};

use crate::worksheet::model::file::{Kind, keys, tables};

/// Returns the schema (JSON Schema 2020-12), with a line break at the end.
///
/// What it refuses, napkin refuses too. Napkin refuses more: a schema knows no units.
#[must_use]
pub fn text() -> String {
    // A tree of texts, numbers and lists can always be written.
    let text = serde_json::to_string_pretty(&schema()).unwrap_or_default();
    text + "\n"
}

fn schema() -> Value {
    let mut properties = Map::new();
    for key in keys() {
        properties.insert(key.to_owned(), described(key, of_key(key)));
    }
    for table in tables() {
        properties.insert(table.to_owned(), described(table, of_table(table)));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A model of napkin",
        "description": "A back-of-the-envelope estimate: inputs, estimates that follow from them, and checks.",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
        "$defs": {
            "value": {
                "description": "A value with its unit, like `10M users`, `20 to 40 ms` or `2 KB/post`, or a plain number.",
                "type": ["string", "number", "boolean"],
            },
            "unit": entry(Kind::Unit),
            "input": entry(Kind::Input),
            "estimate": entry(Kind::Estimate),
            "check": entry(Kind::Check),
            "cell": entry(Kind::Cell),
            "column": entry(Kind::Column),
            "values": {
                "description": "Other values, by dotted names: `users`, `tier.hot.price`, `feed.users`.",
                "type": "object",
                "additionalProperties": { "anyOf": [reference("value"), reference("values")] },
            },
        },
    })
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
}

/// Adds the description of a key or a field.
fn described(word: &str, mut schema: Value) -> Value {
    let text = description(word);
    if let (Some(object), false) = (schema.as_object_mut(), text.is_empty()) {
        object.insert("description".to_owned(), text.into());
    }
    schema
}

/// A key above the tables.
fn of_key(key: &str) -> Value {
    match key {
        "napkin" => json!({ "const": 1 }),
        "also" | "nouns" | "without" => json!({ "type": "array", "items": { "type": "string" } }),
        "confidence" => json!({ "type": ["string", "number"] }),
        _ => json!({ "type": "string" }),
    }
}

fn of_table(table: &str) -> Value {
    let named = |schema: Value| json!({ "type": "object", "additionalProperties": schema });
    // A heading such as `[inputs.demand]` groups entries.
    let sections = |kind: &str| {
        let entries = json!({ "anyOf": [reference("value"), reference(kind)] });
        named(json!({ "anyOf": [reference("value"), reference(kind), named(entries)] }))
    };
    match table {
        "use" => named(json!({ "anyOf": [
            { "type": "string" },
            {
                "type": "object",
                "required": ["model"],
                "additionalProperties": false,
                "properties": {
                    "model": { "description": "A path, or the name of a preset.", "type": "string" },
                    "set": reference("values"),
                },
            },
        ] })),
        "inputs" => sections("input"),
        "estimates" => sections("estimate"),
        "checks" => named(json!({ "anyOf": [{ "type": "string" }, reference("check")] })),
        "tables" => named(of_rows()),
        "scenarios" => named(json!({
            "type": "object",
            "properties": {
                "note": described("note", json!({ "type": "string" })),
                "from": { "description": "The scenario that it builds on.", "type": "string" },
            },
            "additionalProperties": { "anyOf": [reference("value"), reference("values")] },
        })),
        _ => named(json!({ "anyOf": [reference("value"), reference("unit")] })),
    }
}

/// A table: rows, and what stands beside them.
fn of_rows() -> Value {
    let cells = |kind: &str| json!({ "anyOf": [reference("value"), reference(kind)] });
    let text = |word: &str| described(word, json!({ "type": "string" }));
    json!({
        "type": "object",
        "properties": {
            "note": text("note"),
            "source": text("source"),
            "columns": {
                "description": "What is computed for every row. A name of a column is the cell of the row.",
                "type": "object",
                "additionalProperties": cells("column"),
            },
            "defaults": {
                "description": "The cells of the rows that leave them out.",
                "type": "object",
                "additionalProperties": cells("cell"),
            },
        },
        "additionalProperties": {
            "description": "A row.",
            "type": "object",
            "properties": { "note": text("note"), "source": text("source"), "ok": text("ok") },
            "additionalProperties": cells("cell"),
        },
    })
}

/// An entry with fields.
fn entry(kind: Kind) -> Value {
    let mut properties = Map::new();
    for field in kind.fields() {
        properties.insert((*field).to_owned(), described(field, of_field(kind, field)));
    }
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn of_field(kind: Kind, field: &str) -> Value {
    match field {
        "value" | "formula" => reference("value"),
        "min" | "max" | "expect" | "growth" | "saturates" | "horizon" => {
            json!({ "type": ["string", "number"] })
        }
        "data" => json!({ "type": "array", "items": { "type": "number" } }),
        "correlated" => json!({ "type": "object", "additionalProperties": { "type": "number" } }),
        "steps" => json!({ "type": "object", "additionalProperties": reference("value") }),
        "scenarios" => json!({ "type": "array", "items": { "type": "string" } }),
        "level" if kind == Kind::Check => json!({ "enum": ["warn", "error"] }),
        _ => json!({ "type": "string" }),
    }
}

/// What an editor shows of a key or a field.
fn description(word: &str) -> &'static str {
    match word {
        "napkin" => "The edition of the format: 1.",
        "title" => "The title.",
        "summary" => "One line on the result; `{cost}` stands for the value of an estimate.",
        "kind" => "The group in which lists show it.",
        "also" => "Other names of the model.",
        "nouns" => {
            "Words for what is counted, each with its plural if that is irregular: `\"delivery deliveries\"`."
        }
        "functions" => "Functions of the model: `fn fleet(load) = ceil(load / (1000 req/s/server))`.",
        "extends" => "The model that this one changes: a path, or the name of a preset.",
        "without" => "What is left out of that model: `\"checks.fleet\"`, `\"tables.tier.cold\"`.",
        "confidence" => "The share of samples in which plain checks on ranges must hold, like `95%`.",
        "use" => "Other models whose values this one reads, each under a name: `prices = \"prices.toml\"`.",
        "units" => "Units of the model, each with its size.",
        "inputs" => "The values that the estimates rest on.",
        "tables" => "Tables: rows with the same columns.",
        "estimates" => "Formulas over inputs and other estimates.",
        "checks" => "Conditions that must hold: `storage <= 2 PB`.",
        "scenarios" => "Named sets of other values.",
        "value" => "The value, with its unit.",
        "formula" => "The formula.",
        "check" => "The condition.",
        "data" => "Observed numbers, in the unit of `unit`.",
        "note" => "A remark, printed with the value.",
        "source" => "Where the value is from.",
        "unit" => "The unit to print in.",
        "ok" => "Why the warnings of this entry are accepted.",
        "min" => "The smallest value that it may have, with `--set` as well.",
        "max" => "The largest value that it may have, with `--set` as well.",
        "correlated" => "Inputs that it moves with, each with a rank correlation from -1 to 1.",
        "growth" => {
            "How it grows: a share per time, like `40%/year`. A run is of today and does not read it."
        }
        "saturates" => "The value that it approaches as it grows.",
        "steps" => "Other values from some time on: `{ \"6 months\" = \"5 events/year\" }`.",
        "expect" => "What it is expected to be: a value, a range, or a value with a tolerance.",
        "expect_source" => "Where the expected value was published, with the year.",
        "max_increase" => {
            "By how much it may rise, like `10%`, from the version that `napkin check --against` names."
        }
        "level" => "`warn` for a check that does not fail the model.",
        "horizon" => "How long from today it must hold, like `6 months`.",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_and_field_is_described() {
        let fields = Kind::ALL.iter().flat_map(|kind| kind.fields()).copied();
        for word in keys().chain(tables()).chain(fields) {
            assert_ne!(description(word), "", "{word}");
        }
    }
}
