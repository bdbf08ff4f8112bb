//! A server of the Model Context Protocol: an assistant asks on standard input, a line each, and is answered on standard
//! output.
//!
//! It is a loop over lines with `serde_json`, since the official crate needs an asynchronous runtime, several times the
//! code of this folder, for one question after another. Versions of the protocol before 2026 are spoken; newer clients
//! fall back to these when `server/discover` is no method.

mod arguments;
mod call;
mod lookup;
mod message;
mod tools;

use serde_json::{Map, Value, json};

use super::error::Result;
use super::io::server::{self, LONGEST_LINE, Line, Within};
use call::{Called, Limits};
use message::{Fault, INTERNAL, INVALID_PARAMS, INVALID_REQUEST, METHOD_NOT_FOUND, PARSE_ERROR, Request};

/// The versions of the protocol, the oldest first, each with whether several messages may come at once.
const VERSIONS: [(&str, bool); 4] =
    [("2024-11-05", true), ("2025-03-26", true), ("2025-06-18", false), ("2025-11-25", false)];

/// Maximum number of calls that go on after nobody waits for them.
const MOST_LATE: usize = 2;

/// What an assistant should know before its first question.
const INSTRUCTIONS: &str = "napkin computes back-of-the-envelope estimates with units that are proven. Use it instead of \
computing in your head whenever numbers with units are multiplied, divided or converted: traffic, storage, bandwidth, \
servers, latency, availability, cost. A refused line comes back with fixes; call again with the text of the fix that says \
what you mean. Say which assumptions the result rests on.";

/// The server.
#[derive(Debug)]
pub struct Server {
    limits: Limits,
    /// Whether the version that was agreed on takes several messages at once.
    takes_batches: bool,
    /// The number of calls that took too long.
    late: usize,
}

impl Server {
    /// Creates a server that reads files below a folder only; without one it reads none. A call takes some seconds at
    /// most.
    ///
    /// # Errors
    ///
    /// If there is no such folder.
    pub fn new(root: Option<&str>, seconds: u64) -> Result<Server> {
        let root = root.map(server::folder).transpose()?;
        Ok(Server { limits: Limits { root, seconds }, takes_batches: false, late: 0 })
    }

    /// Answers until standard input ends.
    ///
    /// # Errors
    ///
    /// If standard input or standard output fails.
    pub fn serve(mut self) -> Result<()> {
        server::greet(
            "napkin mcp waits for an assistant on standard input; docs/assistants.md says how to add it to one",
        );
        server::converse(|line| self.answer(&line))
    }

    /// Answers a line; `None` if it asks nothing.
    fn answer(&mut self, line: &Line) -> Option<String> {
        let text = match line {
            Line::Text(text) if text.trim().is_empty() => return None,
            Line::Text(text) => text,
            Line::NotText => {
                return Some(Fault::new(PARSE_ERROR, "the line is not UTF-8").answer(&Value::Null));
            }
            Line::TooLong => {
                let message = format!("the line is longer than {} MiB", LONGEST_LINE >> 20);
                return Some(Fault::new(INVALID_REQUEST, message).answer(&Value::Null));
            }
        };
        match serde_json::from_str(text) {
            Ok(Value::Array(messages)) => self.several(messages),
            Ok(message) => self.one(message),
            Err(error) => {
                Some(Fault::new(PARSE_ERROR, format!("the line is not JSON: {error}")).answer(&Value::Null))
            }
        }
    }

    /// Answers several messages at once, with a list of the answers.
    fn several(&mut self, messages: Vec<Value>) -> Option<String> {
        if messages.is_empty() || !self.takes_batches {
            let message = match messages.is_empty() {
                true => "a list of messages has at least one",
                false => "this version of the protocol takes one message at a time",
            };
            return Some(Fault::new(INVALID_REQUEST, message).answer(&Value::Null));
        }
        let answers: Vec<String> = messages
            .into_iter()
            .filter_map(|message| match message.get("method").and_then(Value::as_str) {
                Some("initialize") => {
                    let fault = Fault::new(INVALID_REQUEST, "`initialize` comes alone");
                    Some(fault.answer(message.get("id").unwrap_or(&Value::Null)))
                }
                _ => self.one(message),
            })
            .collect();
        (!answers.is_empty()).then(|| format!("[{}]", answers.join(",")))
    }

    fn one(&mut self, message: Value) -> Option<String> {
        match Request::read(message) {
            Ok(None) => None,
            Ok(Some(request)) => Some(match self.result(&request) {
                Ok(result) => message::result(&request.id, &result),
                Err(fault) => fault.answer(&request.id),
            }),
            Err((id, fault)) => Some(fault.answer(&id)),
        }
    }

    /// Returns the result of a request, as JSON.
    fn result(&mut self, request: &Request) -> std::result::Result<String, Fault> {
        match request.method.as_str() {
            "initialize" => self.initialize(&request.params),
            "ping" => Ok("{}".to_owned()),
            "tools/list" if request.params.contains_key("cursor") => {
                Err(Fault::new(INVALID_PARAMS, "the tools are on one page, which has no cursor"))
            }
            "tools/list" => Ok(json!({ "tools": tools::list(self.limits.root.is_some()) }).to_string()),
            "tools/call" => self.call(&request.params),
            method => Err(Fault::new(METHOD_NOT_FOUND, format!("there is no method `{method}`"))),
        }
    }

    /// Agrees on a version of the protocol: the one that is asked for if it is known, else the newest.
    fn initialize(&mut self, params: &Map<String, Value>) -> std::result::Result<String, Fault> {
        let Some(asked) = params.get("protocolVersion").and_then(Value::as_str) else {
            return Err(Fault::new(INVALID_PARAMS, "`protocolVersion` is missing"));
        };
        let [.., newest] = VERSIONS;
        let (version, takes_batches) =
            VERSIONS.into_iter().find(|(version, _)| *version == asked).unwrap_or(newest);
        self.takes_batches = takes_batches;
        let result = json!({
            "protocolVersion": version,
            "capabilities": { "tools": {} },
            "serverInfo": { "name": "napkin", "title": "napkin", "version": env!("CARGO_PKG_VERSION") },
            "instructions": INSTRUCTIONS,
        });
        Ok(result.to_string())
    }

    fn call(&mut self, params: &Map<String, Value>) -> std::result::Result<String, Fault> {
        let Some(name) = params.get("name").and_then(Value::as_str) else {
            return Err(Fault::new(INVALID_PARAMS, "`name`, the name of a tool, is missing"));
        };
        let Some(tool) = tools::find(name) else {
            let known = tools::names().join("`, `");
            return Err(Fault::new(
                INVALID_PARAMS,
                format!("there is no tool `{name}`; the tools are `{known}`"),
            ));
        };
        let arguments = match params.get("arguments") {
            None | Some(Value::Null) => Map::new(),
            Some(Value::Object(arguments)) => arguments.clone(),
            Some(_) => return Err(Fault::new(INVALID_PARAMS, "`arguments` is no object")),
        };
        if self.late >= MOST_LATE {
            return Ok(
                call::too_late("earlier calls took too long and go on; start the server again").result()
            );
        }
        let limits = self.limits.clone();
        let advice = tool.advice();
        let called = match server::within(limits.seconds, move || tool.call(arguments, &limits)) {
            Within::Done(called) => called,
            Within::Late => {
                self.late += 1;
                let seconds = self.limits.seconds;
                call::too_late(&format!("it takes longer than {seconds} s; {advice}"))
            }
            Within::Lost => return Err(Fault::new(INTERNAL, "the call ended without an answer")),
        };
        Ok(Called::result(&called))
    }
}
