//! Messages of JSON-RPC 2.0: requests come in, results and faults go out.

use serde_json::{Map, Value, json};

/// The line is no JSON.
pub const PARSE_ERROR: i32 = -32700;
/// The message is no request.
pub const INVALID_REQUEST: i32 = -32600;
/// The method does not exist.
pub const METHOD_NOT_FOUND: i32 = -32601;
/// The parameters of the method are wrong.
pub const INVALID_PARAMS: i32 = -32602;
/// The server failed.
pub const INTERNAL: i32 = -32603;

/// A request, which has an answer.
#[derive(Debug)]
pub struct Request {
    /// What the answer is recognised by: a text or a number.
    pub id: Value,
    /// The method.
    pub method: String,
    /// The parameters; empty if there are none.
    pub params: Map<String, Value>,
}

/// Why a message has no result.
#[derive(Debug)]
pub struct Fault {
    code: i32,
    message: String,
}

impl Request {
    /// Reads a message. `None` for one that has no answer: a notification, or an answer itself.
    ///
    /// # Errors
    ///
    /// Returns the fault of what is no message, with its id as far as it has one.
    pub fn read(message: Value) -> Result<Option<Request>, (Value, Fault)> {
        let invalid = |id: Value, text: &str| Err((id, Fault::new(INVALID_REQUEST, text)));
        let Value::Object(mut message) = message else {
            return invalid(Value::Null, "a message is an object");
        };
        let id = message.remove("id");
        let is_id = |id: &Value| id.is_string() || id.is_number();
        let known = id.clone().filter(is_id).unwrap_or(Value::Null);
        if message.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
            return invalid(known, "`jsonrpc` is \"2.0\"");
        }
        let method = match message.remove("method") {
            Some(Value::String(method)) => method,
            None if message.contains_key("result") || message.contains_key("error") => return Ok(None),
            _ => return invalid(known, "`method` is a text"),
        };
        let Some(id) = id else { return Ok(None) };
        if !is_id(&id) {
            return invalid(Value::Null, "`id` is a text or a number");
        }
        match message.remove("params") {
            None | Some(Value::Null) => Ok(Some(Request { id, method, params: Map::new() })),
            Some(Value::Object(params)) => Ok(Some(Request { id, method, params })),
            Some(_) => Err((id, Fault::new(INVALID_PARAMS, "`params` is an object"))),
        }
    }
}

impl Fault {
    /// Creates a fault.
    pub fn new(code: i32, message: impl Into<String>) -> Fault {
        Fault { code, message: message.into() }
    }

    /// Returns the answer to a request that has it, as JSON.
    pub fn answer(&self, id: &Value) -> String {
        let Fault { code, message } = self;
        json!({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}}).to_string()
    }
}

/// Returns the answer to a request, as JSON; so is its result.
pub fn result(id: &Value, result: &str) -> String {
    format!(r#"{{"jsonrpc":"2.0","id":{id},"result":{result}}}"#)
}
