//! JSON: one object on one line, as the library builds it.

use napkin::report::json;
use napkin::report::listing::formulas;
use napkin::text::diagnostic::Diagnostic;
use napkin::text::source::Sources;

use super::document::Document;
use super::format::{Format, View};
use crate::cli::screen::Screen;

/// Objects for programs.
#[derive(Debug)]
pub struct Json;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn about(&self) -> &'static str {
        "For programs; values are never scaled"
    }

    fn title(&self) -> &'static str {
        "JSON"
    }

    fn write(&self, document: &Document, _: &View) -> String {
        match document {
            Document::Evaluation(evaluation) => json::line(&json::evaluation(evaluation)),
            Document::Report(report) => json::line(&json::report(report)),
            Document::Reports(reports) => json::line(&json::reports(reports)),
            Document::Checks(checked) => json::line(&json::checks(checked)),
            Document::Diffs(diffs) => json::line(&json::diffs(diffs)),
            Document::Solved(solved) => json::line(&json::solve(solved)),
            Document::Swept(swept) => json::line(&json::sweep(swept)),
            Document::Projection(of) => json::line(&json::projection(of)),
            Document::Explanation(explanation) => json::line(&json::explanation(explanation)),
            Document::Code(explained) => json::line(&json::code(explained)),
            Document::Listing(listing) => json::line(&json::listing(listing)),
            Document::Formula(formula) => json::line(&json::listing(&formulas::one(formula))),
            Document::Preset(preset) => json::line(&json::preset(preset)),
            Document::Review(files) => json::line(&json::review(files)),
            Document::Interview(card) => json::line(&json::interviewed(card)),
            Document::Practice(summary) => json::line(&json::practised(summary)),
            // Text is refused before a command runs.
            Document::Text(text) => text.clone(),
        }
    }

    fn has_values_of_checks(&self) -> bool {
        true
    }

    fn has_probabilities(&self) -> bool {
        true
    }

    fn holds_diagnostics(&self) -> bool {
        true
    }

    fn failure(&self, diagnostics: &[Diagnostic], sources: &Sources, _: &Screen) -> String {
        json::line(&json::failure(diagnostics, sources))
    }
}
