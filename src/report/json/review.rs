//! The JSON object of `napkin review`.

use serde::Serialize;

use super::objects::ProblemObject;
use super::{SCHEMA, problems};
use crate::report::review::{Counts, Reviewed, ReviewedClaim};
use crate::review::Change;
use crate::text::diagnostic::Severity;
use crate::text::excerpt::Lines;

/// The claims of several files.
#[derive(Serialize)]
pub(super) struct ReviewObject<'a> {
    /// The version of the format.
    schema: &'static str,
    /// Whether no claim is wrong, and every file could be read.
    passed: bool,
    counts: CountsObject,
    /// The files that have claims or were changed.
    files: Vec<FileObject<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ProblemObject<'a>>,
}

#[derive(Serialize)]
struct CountsObject {
    claims: usize,
    hold: usize,
    wrong: usize,
    accepted: usize,
    not_understood: usize,
}

#[derive(Serialize)]
struct FileObject<'a> {
    file: &'a str,
    claims: Vec<ClaimObject<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixed: Vec<ChangeObject<'a>>,
}

#[derive(Serialize)]
struct ClaimObject<'a> {
    line: usize,
    /// The place of the claimed number, in characters.
    result_line: usize,
    result_column: usize,
    result_length: usize,
    text: &'a str,
    claimed: &'a str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    right: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    factor: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slip: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<&'a str>,
}

#[derive(Serialize)]
struct ChangeObject<'a> {
    line: usize,
    before: &'a str,
    after: &'a str,
}

/// The claims of several files; the errors of files that could not be read are part of the object.
pub fn review(files: &[Reviewed]) -> impl Serialize + use<'_> {
    let Counts { claims, hold, wrong, accepted, not_understood } = Counts::of(files);
    let errors = files.iter().flat_map(|file| {
        let mut errors = problems(&file.diagnostics, Severity::Error, &mut Lines::new(&file.sources));
        for error in &mut errors {
            error.file = error.file.or(Some(&file.name));
        }
        errors
    });
    let errors: Vec<_> = errors.collect();
    let shown = files.iter().filter(|file| !file.claims.is_empty() || !file.changes.is_empty());
    ReviewObject {
        schema: SCHEMA,
        passed: wrong == 0 && errors.is_empty(),
        counts: CountsObject { claims, hold, wrong, accepted, not_understood },
        files: shown.map(file).collect(),
        errors,
    }
}

fn file(file: &Reviewed) -> FileObject<'_> {
    let fixed = file.changes.iter();
    let fixed = fixed.map(|Change { line, before, after }| ChangeObject { line: *line, before, after });
    let claims = file.claims.iter().map(claim).collect();
    FileObject { file: &file.name, claims, fixed: fixed.collect() }
}

fn claim(claim: &ReviewedClaim) -> ClaimObject<'_> {
    let (text, place) = &claim.text;
    let (result_line, result_column, end) = claim.result;
    ClaimObject {
        line: claim.line,
        result_line,
        result_column,
        result_length: end - result_column,
        text,
        claimed: text.get(place.clone()).unwrap_or(""),
        status: claim.status.word(),
        right: claim.right.as_deref(),
        factor: claim.factor,
        missing: claim.missing,
        slip: claim.slip.as_deref(),
        accepted: claim.accepted.as_deref(),
    }
}
