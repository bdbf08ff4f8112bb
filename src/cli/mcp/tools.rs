//! The tools: their names, what they are for, their arguments, and the function that answers.

use serde_json::{Map, Value, json};

use super::arguments::{Arguments, MOST_SAMPLES};
use super::call::{self, Called, Limits};
use crate::cli::error::Result;

/// A tool.
#[derive(Debug)]
pub struct Tool {
    name: &'static str,
    title: &'static str,
    /// What it is for.
    about: &'static str,
    /// The names of its arguments, those that are needed first.
    arguments: &'static [&'static str],
    /// How many of them are needed.
    needed: usize,
    answer: fn(Arguments, &Limits) -> Result<Called>,
}

/// The tools.
static TOOLS: [Tool; 6] = [
    Tool {
        name: "evaluate",
        title: "Evaluate an estimate",
        about: "Compute an expression, or a script of several statements separated by `;` or newlines, with units. \
                `500M users * 2 tweets/user/day to tweets/s`, `50 TB / 10 Gbit/s`, `500 TB * $0.023/GB/month to $/year`, \
                `(1 - 99.9%) * 1 year`, `peak = 12k req/s * (2 to 3); ceil(peak / 900 req/s/server)`. `2 to 3` is a 90% \
                interval. `a ≈ b` says whether b is about right. A refused line comes back with `fixes`, each with the \
                repaired `text` and what it gives: call again with the one that is meant. `notes` say how a line was read.",
        arguments: &["expression", "point", "samples", "seed"],
        needed: 1,
        answer: call::evaluate,
    },
    Tool {
        name: "run",
        title: "Run a model",
        about: "Compute a model: a built-in system such as `twitter`, `chat` or `url shortener` (`lookup` finds them), or \
                a model in TOML with [inputs], [estimates] and [checks]. Gives every input, estimate and check, with 90% \
                intervals and the input to check first. `set` tries other values.",
        arguments: &["model", "set", "show", "point", "samples", "seed", "sensitivity"],
        needed: 1,
        answer: call::run,
    },
    Tool {
        name: "check",
        title: "Check a model",
        about: "Run the checks of a model and say which fail, by how much, and which change of an input would make them \
                hold. With `actual`, measured values by name are compared with what the model predicts.",
        arguments: &["model", "set", "actual", "samples", "seed"],
        needed: 1,
        answer: call::check,
    },
    Tool {
        name: "explain",
        title: "Explain an estimate",
        about: "Derive an expression, or estimates of a model, step by step: the formula, the same with values, and the \
                result. `mental` does it as in the head and says how far off that is. Give `expression` or `model`.",
        arguments: &["expression", "model", "names", "set", "mental", "point"],
        needed: 0,
        answer: call::explain,
    },
    Tool {
        name: "review",
        title: "Review the numbers of a text",
        about: "Find each claim `a × b = c` in a text, compute it again with units, and name the slip of the wrong ones. \
                Use it on an answer or a design document before it is sent. Give `text`, or the `path` of a file.",
        arguments: &["text", "path"],
        needed: 0,
        answer: call::review,
    },
    Tool {
        name: "lookup",
        title: "Look up numbers, formulas and units",
        about: "Search what is built in by a word: cheat sheets (latency, prices, sizes, each with a source), formulas, \
                units and count nouns, models, and codes of errors such as E0302. The name of a model gives its TOML, to \
                start from.",
        arguments: &["word"],
        needed: 1,
        answer: call::lookup,
    },
];

/// Returns the tool of that name.
pub fn find(name: &str) -> Option<&'static Tool> {
    TOOLS.iter().find(|tool| tool.name == name)
}

/// Returns the names of all tools.
pub fn names() -> [&'static str; TOOLS.len()] {
    TOOLS.each_ref().map(|tool| tool.name)
}

/// Returns what an assistant is told of the tools.
pub fn list(has_root: bool) -> Vec<Value> {
    TOOLS.iter().map(|tool| tool.described(has_root)).collect()
}

impl Tool {
    /// Says what to do if a call takes too long.
    pub fn advice(&self) -> &'static str {
        match self.arguments.contains(&"samples") {
            true => "use fewer samples or fewer ranges",
            false => "give less in one call, such as a part of the text",
        }
    }

    /// Answers a call.
    pub fn call(&self, arguments: Map<String, Value>, limits: &Limits) -> Called {
        let answer = Arguments::new(arguments, self.arguments);
        answer.and_then(|arguments| (self.answer)(arguments, limits)).unwrap_or_else(Called::error)
    }

    fn described(&self, has_root: bool) -> Value {
        let known = self.arguments.iter().filter(|name| has_root || **name != "path");
        let properties: Map<String, Value> =
            known.map(|name| ((*name).to_owned(), schema_of(name, has_root))).collect();
        let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
        let needed = self.arguments.get(..self.needed).unwrap_or_default();
        if let Some(object) = schema.as_object_mut().filter(|_| !needed.is_empty()) {
            object.insert("required".to_owned(), json!(needed));
        }
        json!({
            "name": self.name,
            "title": self.title,
            "description": self.about,
            "inputSchema": schema,
            "annotations": {
                "title": self.title,
                "readOnlyHint": true,
                "destructiveHint": false,
                "idempotentHint": true,
                "openWorldHint": false,
            },
        })
    }
}

/// Returns the schema of an argument; one name means the same for all tools.
fn schema_of(name: &str, has_root: bool) -> Value {
    let text = |about: &str| json!({ "type": "string", "description": about });
    let truth = |about: &str| json!({ "type": "boolean", "description": about, "default": false });
    let texts = |about: &str| json!({ "type": "array", "items": { "type": "string" }, "description": about });
    match name {
        "expression" => text("An expression or a script, like `100M users * 10 requests/user/day to req/s`"),
        "model" if has_root => {
            text("The name of a built-in model, the TOML of a model, or the path of a .toml file")
        }
        "model" => text("The name of a built-in model, or the TOML of a model"),
        "word" => text("A word, like `redis`, `erlang`, `furlong`, `video`, `E0302`"),
        "text" => text("The text to review, in Markdown or any other markup"),
        "path" => text("The path of the file to review"),
        "names" => texts("The estimates to derive; all if there are none"),
        "show" => texts("The rows, checks or headings to answer with; all if there are none"),
        "set" => json!({
            "type": "object",
            "additionalProperties": { "type": ["string", "number"] },
            "description": "Other values for inputs or estimates by name, like {\"users\": \"300M users\"}",
        }),
        "actual" => json!({
            "type": "object",
            "description": "Measured values by name, like {\"peak_reads\": \"61k reads/s\"}",
        }),
        "samples" => json!({
            "type": "integer", "minimum": 1, "maximum": MOST_SAMPLES,
            "description": "The least number of samples of ranges; 16250 are usual",
        }),
        "seed" => json!({ "type": "integer", "minimum": 0, "description": "The random seed; 0 is usual" }),
        "point" => truth("Whether every range is replaced by its median"),
        "mental" => truth("Whether each step is done in mental arithmetic, with its error"),
        "sensitivity" => truth("Whether to say how much each input contributes to the uncertainty"),
        _ => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_argument_has_a_schema() {
        for tool in &TOOLS {
            for name in tool.arguments {
                let schema = schema_of(name, true);
                assert!(schema.get("type").is_some() && schema.get("description").is_some(), "{name}");
            }
            assert!(!tool.about.contains("  "), "{}", tool.about);
        }
    }
}
