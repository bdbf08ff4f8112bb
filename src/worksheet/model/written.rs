//! The texts of values as they are shown: on one line, and not too long.

use super::file::Value;

/// Returns the text of a value.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::Formula(text) => on_one_line(&text.text),
        Value::Number { text, .. } => text.clone(),
        Value::Bool { value, .. } => value.to_string(),
        Value::Data { numbers, .. } => in_call(numbers),
        Value::Invalid(_) => String::new(),
    }
}

/// Observed values as a call, without those in the middle if they are many.
fn in_call(numbers: &[f64]) -> String {
    const MOST: usize = 8;
    let text = |numbers: &[f64]| numbers.iter().map(f64::to_string).collect::<Vec<_>>().join(", ");
    match numbers.split_last() {
        Some((last, rest)) if numbers.len() > MOST => {
            format!("data({}, …, {last})", text(rest.get(..MOST - 2).unwrap_or_default()))
        }
        _ => format!("data({})", text(numbers)),
    }
}

/// Joins the lines of a formula and the runs of whitespace in it.
pub(super) fn on_one_line(text: &str) -> String {
    if text.contains(['\n', '\r', '\t']) || text.contains("  ") {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    text.trim().to_owned()
}
