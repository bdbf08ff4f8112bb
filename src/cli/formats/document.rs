//! What commands answer, before it is printed in a format.

use napkin::explain::Explanation;
use napkin::library::formulas::Formula;
use napkin::library::presets::Preset;
use napkin::report::Report;
use napkin::report::check::Checks;
use napkin::report::code::ExplainedCode;
use napkin::report::diff::Diff;
use napkin::report::interview::Card;
use napkin::report::listing::Listing;
use napkin::report::practice::Summary;
use napkin::report::projection::Projection;
use napkin::report::review::Reviewed;
use napkin::report::solve::Solved;
use napkin::report::sweep::Swept;
use napkin::text::diagnostic::Diagnostic;
use napkin::text::source::Sources;
use napkin::{Evaluation, Shown};

use crate::cli::reply::{How, Write};

/// What a command answers.
#[derive(Debug)]
pub enum Document {
    /// The values of an expression or a script.
    Evaluation(Evaluation),
    /// The results of a model.
    Report(Box<Report>),
    /// The results of several models; models with errors are among them.
    Reports(Vec<Report>),
    /// The checks of several models; models with errors are among them.
    Checks(Checks),
    /// The differences of models, those that cannot be compared among them.
    Diffs(Vec<Diff>),
    /// The values of an input with which a condition holds.
    Solved(Box<Solved>),
    /// A model at many values of one or two inputs.
    Swept(Box<Swept>),
    /// A model in the course of time.
    Projection(Box<Projection>),
    /// The derivation of a model or an expression.
    Explanation(Box<Explanation>),
    /// An error or warning code.
    Code(ExplainedCode),
    /// A list of built-in things.
    Listing(Listing),
    /// One formula.
    Formula(Box<Formula>),
    /// A preset as TOML.
    Preset(&'static Preset),
    /// The claims of files.
    Review(Vec<Reviewed>),
    /// What a drill came to; its questions and answers were printed before.
    Practice(Box<Summary>),
    /// What an interview came to; its lines and verdicts were printed before.
    Interview(Box<Card>),
    /// Text that has its own format: a guide, a script, a manual page.
    Text(String),
}

/// The kinds of documents, as far as formats treat them differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// [`Document::Evaluation`].
    Evaluation,
    /// [`Document::Report`] and [`Document::Reports`].
    Report,
    /// [`Document::Checks`].
    Checks,
    /// [`Document::Diffs`].
    Diffs,
    /// [`Document::Solved`].
    Solved,
    /// [`Document::Swept`].
    Swept,
    /// [`Document::Projection`].
    Projection,
    /// [`Document::Explanation`].
    Explanation,
    /// [`Document::Code`].
    Code,
    /// [`Document::Listing`] and [`Document::Formula`].
    Listing,
    /// [`Document::Preset`].
    Preset,
    /// [`Document::Review`].
    Review,
    /// [`Document::Practice`] and [`Document::Interview`].
    Practice,
    /// [`Document::Text`].
    Text,
}

/// How much of a document is printed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Detail {
    /// Values only; of checks, those that fail.
    pub quiet: bool,
    /// Neither strips nor a pager.
    pub plain: bool,
    /// The shapes of uncertain results.
    pub histogram: bool,
    /// The inputs of a model in full.
    pub inputs: bool,
    /// The cells of all tables.
    pub tables: bool,
    /// The most important rows only, and the checks in short.
    pub brief: bool,
    /// The contribution of each input to the uncertainty of a model's estimates.
    pub sensitivity: bool,
    /// That of all estimates, not only of those that the summary and the checks rest on; of a difference, small moves.
    pub all: bool,
    /// The claims that are not wrong, the checks that hold.
    pub verbose: bool,
}

/// A document with the exit code of its command, which applies if the document has no errors.
#[derive(Debug)]
pub struct Answer {
    /// The document.
    pub document: Document,
    /// How much of it is printed.
    pub detail: Detail,
    /// The exit code.
    pub code: u8,
    /// What else may have been meant, which is printed below the errors of the document.
    pub hints: Vec<String>,
    /// Files that are written after the document is printed.
    pub writes: Vec<Write>,
    /// Files that the document is written to as well.
    pub outputs: Vec<Output>,
}

/// A file that a document is written to.
#[derive(Clone, Debug)]
pub struct Output {
    /// The name of the format.
    pub format: &'static str,
    /// The path.
    pub path: String,
    /// What happens to a file that is there.
    pub how: How,
}

impl Answer {
    /// An answer that is printed in the usual detail, with exit code 0.
    pub fn new(document: Document) -> Answer {
        Answer {
            document,
            detail: Detail::default(),
            code: 0,
            hints: Vec::new(),
            writes: Vec::new(),
            outputs: Vec::new(),
        }
    }

    /// Sets how much of the document is printed.
    #[must_use]
    pub fn detail(self, detail: Detail) -> Answer {
        Answer { detail, ..self }
    }

    /// Adds what may have been meant, if the document has errors.
    #[must_use]
    pub fn hint(mut self, hint: Option<String>) -> Answer {
        self.hints.extend(hint);
        self
    }
}

impl Document {
    /// Returns the kind of the document.
    pub fn kind(&self) -> Kind {
        match self {
            Document::Evaluation(_) => Kind::Evaluation,
            Document::Report(_) | Document::Reports(_) => Kind::Report,
            Document::Checks(_) => Kind::Checks,
            Document::Diffs(_) => Kind::Diffs,
            Document::Solved(_) => Kind::Solved,
            Document::Swept(_) => Kind::Swept,
            Document::Projection(_) => Kind::Projection,
            Document::Explanation(_) => Kind::Explanation,
            Document::Code(_) => Kind::Code,
            Document::Listing(_) | Document::Formula(_) => Kind::Listing,
            Document::Preset(_) => Kind::Preset,
            Document::Review(_) => Kind::Review,
            Document::Practice(_) | Document::Interview(_) => Kind::Practice,
            Document::Text(_) => Kind::Text,
        }
    }

    /// Whether it has a result with a histogram.
    pub fn has_histogram(&self) -> bool {
        let has = |shown: &Shown| shown.spread.as_ref().is_some_and(|spread| spread.histogram.is_some());
        match self {
            Document::Evaluation(of) => of.answers.iter().any(|answer| {
                has(&answer.shown) || answer.against.as_ref().is_some_and(|against| has(&against.left))
            }),
            Document::Report(of) => {
                of.estimates.iter().flat_map(|section| &section.rows).any(|row| has(&row.shown))
            }
            _ => false,
        }
    }

    /// Returns the diagnostics of a document that is computed from one text, with their sources.
    ///
    /// What is computed from several texts has its diagnostics in its reports.
    pub fn diagnostics(&self) -> Option<(&[Diagnostic], &Sources)> {
        match self {
            Document::Evaluation(of) => Some((&of.diagnostics, &of.sources)),
            Document::Report(of) => Some((&of.diagnostics, &of.sources)),
            Document::Solved(of) => Some((&of.diagnostics, &of.sources)),
            Document::Swept(of) => Some((&of.diagnostics, &of.sources)),
            Document::Projection(of) => Some((&of.diagnostics, &of.sources)),
            Document::Explanation(of) => Some((&of.diagnostics, &of.sources)),
            _ => None,
        }
    }

    /// Returns the reports of several texts.
    pub fn reports(&self) -> Vec<&Report> {
        match self {
            Document::Reports(reports) => reports.iter().collect(),
            Document::Checks(checks) => checks.models.iter().map(|checked| &checked.report).collect(),
            _ => Vec::new(),
        }
    }
}
