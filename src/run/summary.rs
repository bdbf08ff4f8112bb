//! The summary line of a model: `{users}: {peak_reads} at peak` with values substituted.

use std::collections::HashMap;

use crate::text::diagnostic::Diagnostic;
use crate::text::source::Text;

/// Returns the names in braces.
pub(crate) fn names(text: &str) -> Vec<&str> {
    let opened = text.split('{').skip(1);
    opened.filter_map(|rest| Some(rest.split_once('}')?.0.trim())).filter(|name| !name.is_empty()).collect()
}

/// Substitutes values for the names in braces, or returns the errors in the summary.
pub(crate) fn fill(text: &Text, values: &HashMap<&str, String>) -> Result<String, Vec<Diagnostic>> {
    let mut filled = String::new();
    let mut errors = Vec::new();
    let mut at = 0;
    while let Some(open) = text.text.get(at..).and_then(|rest| rest.find('{')).map(|found| at + found) {
        filled.push_str(text.text.get(at..open).unwrap_or(""));
        if text.text.get(open + 1..).is_some_and(|rest| rest.starts_with('{')) {
            // `{{` is a literal brace.
            filled.push('{');
            at = open + 2;
            continue;
        }
        let Some(close) = text.text.get(open..).and_then(|rest| rest.find('}')).map(|found| open + found)
        else {
            errors.push(
                Diagnostic::error("E0512", "a brace of the summary is not closed")
                    .at(text.span(open, open + 1), "opened here"),
            );
            return Err(errors);
        };
        let name = text.text.get(open + 1..close).unwrap_or("").trim();
        match values.get(name) {
            Some(value) => filled.push_str(value),
            None => {
                let mut error = Diagnostic::error(
                    "E0512",
                    format!("the summary names `{name}`, which the model does not define"),
                )
                .at(text.span(open + 1, close), "");
                let mut known: Vec<&str> = values.keys().copied().collect();
                known.sort_unstable();
                if let Some(near) = crate::text::suggest::nearest(name, known.into_iter(), 1).first() {
                    error = error.patch("did you mean", text.span(open + 1, close), *near);
                }
                errors.push(error);
            }
        }
        at = close + 1;
    }
    filled.push_str(text.text.get(at..).unwrap_or(""));
    if errors.is_empty() { Ok(filled) } else { Err(errors) }
}
