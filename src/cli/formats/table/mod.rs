//! The table format: aligned text that fits the terminal.

mod beside;
mod brief;
mod checks;
mod columns;
mod explanation;
mod listing;
mod measured;
mod model;
mod tables;

use super::document::Document;
use super::format::{Format, View};
use super::value::{bare, bars};
use super::wrap::folded;
use super::{code, strip};
use crate::cli::paint;
use crate::cli::screen::{Screen, USUAL_WIDTH};
use napkin::report::Report;
use napkin::report::listing::formulas;
use napkin::{Answer, Evaluation};

/// The width of the shape of a distribution.
const SHAPE: usize = 24;

/// Aligned text.
#[derive(Debug)]
pub struct Table;

impl Format for Table {
    fn name(&self) -> &'static str {
        "table"
    }

    fn about(&self) -> &'static str {
        "For people"
    }

    fn title(&self) -> &'static str {
        "a table"
    }

    fn write(&self, document: &Document, view: &View) -> String {
        let text = match document {
            Document::Evaluation(evaluation) => values(evaluation, view),
            Document::Report(of) => report(of, view),
            Document::Reports(reports) => {
                let reports = reports.iter().filter(|of| of.is_ok());
                reports.map(|of| report(of, view)).collect::<Vec<_>>().join("\n")
            }
            Document::Checks(of) => checks::all(of, view),
            Document::Diffs(diffs) => super::diff::table(diffs, view),
            Document::Solved(of) => super::solve::table(of, view),
            Document::Swept(of) => super::sweep::table(of, view),
            Document::Projection(of) => super::projection::table(of, view),
            Document::Explanation(of) => explanation::steps(of, view),
            Document::Code(explained) => code::text(explained, view.text_width(), view.paint()),
            Document::Listing(of) => listing::tables(of, view),
            Document::Formula(formula) => listing::tables(&formulas::detail(formula), view),
            Document::Review(files) => super::review::table(files, view),
            Document::Interview(card) => super::interview::table(card, view),
            Document::Practice(summary) => super::practice::table(summary, view),
            // These two are copied as they are.
            Document::Preset(preset) => return preset.text.to_owned(),
            Document::Text(text) => return text.clone(),
        };
        match view.screen.width {
            Some(width) => folded(text, width),
            None => text,
        }
    }

    fn is_paged(&self) -> bool {
        true
    }

    fn hint(&self, document: &Document, view: &View) -> Option<String> {
        match document {
            // The interpretation of a range is a hint, not a result.
            Document::Evaluation(evaluation) if !view.detail.quiet => evaluation.reading.clone(),
            _ => None,
        }
    }

    fn quoted_screen(&self, screen: &Screen) -> Screen {
        let width = screen.width.unwrap_or(USUAL_WIDTH).saturating_sub(code::INDENT);
        Screen { err: screen.out, err_is_read: false, width: Some(width), err_width: Some(width), ..*screen }
    }
}

/// Writes the results of a model, with a column for each of its scenarios if there are any.
fn report(report: &Report, view: &View) -> String {
    if report.columns.is_empty() { model::report(report, view) } else { columns::report(report, view) }
}

/// Writes the values of expressions, or of bindings if there are no expressions.
fn values(evaluation: &Evaluation, view: &View) -> String {
    let mut answers: Vec<&Answer> =
        evaluation.answers.iter().filter(|answer| answer.name.is_none()).collect();
    let bindings = answers.is_empty();
    if bindings {
        answers = evaluation.answers.iter().collect();
    }
    let mut out = String::new();
    for Answer { name, shown, against, .. } in answers {
        match name.as_ref().filter(|_| bindings) {
            Some(name) if view.detail.quiet => out.push_str(&format!("{name} ")),
            Some(name) => out.push_str(&format!("{name} = ")),
            None => {}
        }
        if view.detail.quiet {
            out.push_str(&bare(shown));
        } else {
            out.push_str(&view.paint().with(paint::RESULT, &shown.written.literal()));
            if let Some(against) = against {
                let style = if against.apart.holds { paint::GOOD } else { paint::BAD };
                out.push_str(&format!("  {}", view.paint().with(style, &against.verdict())));
            }
            let uncertain = against.as_ref().map_or(shown, |against| &against.left);
            let interval = uncertain.spread.as_ref().map(|spread| format!("90%: {}", spread.interval));
            let also = shown.written.also.clone().filter(|_| against.is_none());
            let shape = bars(uncertain).map(|bars| strip::shape(bars, SHAPE, view.screen.unicode));
            let shape = shape.map(|shape| format!("|{shape}|"));
            let also: Vec<String> = interval.into_iter().chain(shape).chain(also).collect();
            if !also.is_empty() {
                out.push_str(&view.paint().with(paint::DIM, &format!("  # {}", also.join(" · "))));
            }
        }
        out.push('\n');
    }
    out
}
