//! `napkin explain --error [CODE]`: the meaning of errors and warnings.
//!
//! The texts are the library's. The examples are run when they are shown, so that their output is up to date.

use super::Context;
use crate::cli::error::{self, Error, Result};
use crate::cli::formats::document::Document;
use napkin::library::codes::{self, Example};
use napkin::report::code::{ExplainedCode, ExplainedExample};
use napkin::report::listing;

/// Explains a code, or lists all codes if it is empty.
///
/// # Errors
///
/// If there is no such code; the error suggests similar ones.
pub fn explain(code: &str, context: &Context) -> Result<Document> {
    if code.is_empty() {
        let end = "`napkin explain --error CODE` explains one, with examples and their fixes";
        return Ok(Document::Listing(listing::codes::all().end(end)));
    }
    let Some(code) = codes::find(code) else {
        let known = codes::all().map(|code| code.code.as_str());
        return Err(Error::unknown("code", &code.to_uppercase(), known, "napkin explain --error"));
    };
    let screen = context.format.quoted_screen(context.screen);
    let play = |example: &'static Example| ExplainedExample {
        example,
        wrong: (context.play)(&example.wrong, &screen),
        fix: (context.play)(&example.fix, &screen),
    };
    let examples = code.examples.iter().map(play).collect();
    Ok(Document::Code(ExplainedCode { code, examples }))
}

/// Returns the error for a code in place of an expression; `None` if the word is not a code.
pub fn misplaced(word: &str) -> Option<Error> {
    let code = &codes::find(word)?.code;
    let error = Error::new(error::USAGE, format!("`{code}` is a code, not an expression"));
    Some(error.help(format!("write `napkin explain --error {code}`")))
}
