//! Derivations: the steps by which a result comes about, as a person would write them on a whiteboard.
//!
//! Takes a script or a model and returns its steps as data, from the inputs up, each once: the formula with names, the
//! formula with values and units substituted, and the result. The values come from the same lowering and the same
//! engine as everywhere else.
//!
//! `needed` finds the inputs and estimates that a result depends on, `derive` orders the steps, `steps` computes them
//! in one run, and `substitute` puts the values in. Nothing here is rendered.

mod body;
mod cells;
mod derive;
pub mod mental;
mod needed;
mod numbers;
mod one_line;
mod steps;
mod substitute;

use crate::run::repair::{self, Input, Repair};
use crate::run::{self, Shown};
use crate::text::diagnostic::{Diagnostic, capped};
use crate::text::source::Sources;
use crate::worksheet::model::Changes;
use crate::worksheet::{Refused, Worksheet, model as models, script as scripts};

/// A derivation.
#[derive(Clone, Debug, Default)]
pub struct Explanation {
    /// The texts that the diagnostics point into.
    pub sources: Sources,
    /// The model's path or the preset's name; `None` for an expression.
    pub model: Option<String>,
    /// The model's title.
    pub title: Option<String>,
    /// The steps, each after the steps that it uses.
    pub steps: Vec<Step>,
    /// The indices of the requested steps.
    pub answers: Vec<usize>,
    /// The interpretation of the first range: `2 to 3 → 90% interval, lognormal, median 2.45`.
    pub reading: Option<String>,
    /// Remarks on how to read the numbers, such as that the model redefines `month`.
    pub remarks: Vec<String>,
    /// Errors and warnings; if there is an error, there are no steps.
    pub diagnostics: Vec<Diagnostic>,
}

impl Explanation {
    /// Whether there are no errors.
    pub fn is_ok(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Whether there are steps in mental arithmetic.
    pub fn is_mental(&self) -> bool {
        self.steps.iter().any(|step| step.mental.is_some())
    }
}

/// A step of a derivation.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its kind.
    pub kind: Kind,
    /// The name of an input or an estimate, an expanded call, or a cell as `table.row.column`; `None` for an expression
    /// without a name.
    pub name: Option<String>,
    /// The formula as written.
    pub formula: String,
    /// The definition of the function, if the formula is a call.
    pub opened: Option<Opened>,
    /// The formula with values substituted for names; typed back, it gives the result, or [`Step::arithmetic`]. If
    /// ranges are involved, the values are medians.
    pub substituted: String,
    /// The value of the substituted formula, if the result is uncertain: the median of a result is not always the
    /// result of the medians. `None` if the formula has no value by itself, such as one of statistics.
    pub arithmetic: Option<Shown>,
    /// The result in the units that remain of the operands', if it is printed in other units.
    pub cancelled: Option<String>,
    /// Whether the substituted formula gives that, digit by digit.
    pub comes_out: bool,
    /// The result.
    pub shown: Shown,
    /// The note beside it, or the description of a formula of the library.
    pub note: Option<String>,
    /// The source of an input's value, or of a formula.
    pub source: Option<String>,
    /// Whether `--set` gave its value.
    pub set: bool,
    /// The contributions of the inputs to the variance of an uncertain result, the largest first.
    pub spread: Vec<Share>,
    /// The same step in mental arithmetic, if that was requested and there is something to compute.
    pub mental: Option<mental::Mental>,
}

/// The kind of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A given value.
    Input,
    /// A formula with a name.
    Estimate,
    /// A formula of the library, or a function, that another formula calls.
    Formula,
    /// An expression without a name.
    Result,
}

/// An expanded call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The function with its parameters: `qps(dau, per_user)`.
    pub call: String,
    /// The expression that it computes, in terms of the parameters.
    pub body: String,
}

/// The contribution of an input to the variance of a result.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The input.
    pub input: String,
    /// The share of the variance that the input explains by itself.
    pub share: f64,
}

/// How steps are computed and shown.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What is changed in a model.
    pub changes: Changes,
    /// The number of significant digits of a result.
    pub digits: usize,
    /// How uncertain values are computed.
    pub uncertainty: run::Settings,
    /// Whether each step is also done in mental arithmetic.
    pub mental: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        let digits = crate::units::number::DIGITS;
        Settings { changes: Changes::default(), digits, uncertainty: run::Settings::default(), mental: false }
    }
}

/// Explains an expression or a script; `name` identifies it in diagnostics.
///
/// ```
/// use napkin::explain;
///
/// let text = "users = 100M users; qps(users, 10 requests/user/day)";
/// let explained = explain::script("<input>", text, &explain::Settings::default());
/// let last = explained.steps.last().unwrap();
/// assert_eq!(last.opened.as_ref().unwrap().body, "dau * per_user");
/// assert_eq!(last.substituted, "100M users * 10 requests/user/day");
/// assert_eq!(last.cancelled.as_deref(), Some("1bn requests/day"));
/// assert_eq!(last.shown.written.literal(), "11.57k requests/s");
///
/// let settings = explain::Settings { mental: true, ..explain::Settings::default() };
/// let explained = explain::script("<input>", "100M users * 10 requests/user/day to req/s", &settings);
/// let mental = explained.steps[0].mental.as_ref().unwrap();
/// assert_eq!(mental.lines[0].formula, "10^8 users × 10 requests/user/day / (10^5 s/day)");
/// assert_eq!(mental.shown.written.literal(), "10_000 requests/s");
/// ```
pub fn script(name: &str, text: &str, settings: &Settings) -> Explanation {
    let mut explanation = script_as_written(name, text, settings);
    let diagnostics = std::mem::take(&mut explanation.diagnostics);
    let input = || Input { name: name.to_owned(), text: text.to_owned(), changes: None, after: None };
    let shown = (&settings.uncertainty, settings.digits);
    match repair::repair(input, diagnostics, &explanation.sources, shown) {
        Repair::Offered(diagnostics) => explanation.diagnostics = diagnostics,
        Repair::Taken(text, note) => {
            explanation = script_as_written(name, &text, settings);
            explanation.diagnostics.push(note);
        }
    }
    explanation
}

fn script_as_written(name: &str, text: &str, settings: &Settings) -> Explanation {
    let mut explanation = match scripts::read(name, text) {
        Ok(sheet) => of_script(&sheet, settings),
        Err(Refused { sources, diagnostics, .. }) => {
            Explanation { sources, diagnostics, ..Explanation::default() }
        }
    };
    explanation.diagnostics = capped(std::mem::take(&mut explanation.diagnostics));
    explanation
}

/// Explains a model: all of its estimates or the named ones, with the inputs and estimates they depend on.
///
/// ```
/// use napkin::explain;
///
/// let text = r#"
/// [inputs]
/// users = "1M users"
/// size  = "2 MB/user"
/// [estimates]
/// storage = "users * size"
/// "#;
/// let names = ["storage".to_owned()];
/// let explained = explain::model("photos.toml", text, &names, &explain::Settings::default());
/// assert_eq!(explained.steps[2].substituted, "1M users * 2 MB/user");
/// ```
pub fn model(name: &str, text: &str, names: &[String], settings: &Settings) -> Explanation {
    let mut explanation = match models::read(name, text, &settings.changes) {
        Ok(sheet) => of_model(&sheet, names, settings),
        Err(Refused { sources, title, remarks, diagnostics, .. }) => {
            Explanation { sources, title, remarks, diagnostics, ..Explanation::default() }
        }
    };
    explanation.model = Some(name.to_owned());
    let diagnostics = models::in_order(std::mem::take(&mut explanation.diagnostics));
    let input = || Input {
        name: name.to_owned(),
        text: text.to_owned(),
        changes: Some(settings.changes.clone()),
        after: None,
    };
    let shown = (&settings.uncertainty, settings.digits);
    explanation.diagnostics = repair::offered(input, diagnostics, &explanation.sources, shown);
    explanation
}

/// Returns an explanation of a worksheet without steps.
fn begun(sheet: &Worksheet) -> Explanation {
    Explanation {
        sources: sheet.sources().clone(),
        title: sheet.title().map(str::to_owned),
        remarks: sheet.remarks().to_vec(),
        diagnostics: sheet.warnings().to_vec(),
        ..Explanation::default()
    }
}

fn of_script(sheet: &Worksheet, settings: &Settings) -> Explanation {
    let mut explanation = begun(sheet);
    if sheet.items().is_empty() {
        explanation.diagnostics.push(
            Diagnostic::error("E0103", "there is nothing to explain")
                .at(sheet.sources().all(0), "")
                .help("for example `napkin explain '100M users * 10 requests/user/day to req/s'`"),
        );
        return explanation;
    }
    match needed::script(sheet, settings) {
        Ok(derived) => {
            explanation.take(derived);
            let steps = explanation.steps.iter().enumerate();
            let results = steps.filter(|(_, step)| step.kind == Kind::Result).map(|(at, _)| at);
            explanation.answers = results.collect();
            if explanation.answers.is_empty() {
                explanation.answers.extend(explanation.steps.len().checked_sub(1));
            }
        }
        Err(errors) => explanation.diagnostics.extend(errors),
    }
    explanation
}

fn of_model(sheet: &Worksheet, names: &[String], settings: &Settings) -> Explanation {
    let mut explanation = begun(sheet);
    match needed::model(sheet, names, settings) {
        Ok(derived) => {
            explanation.take(derived);
            if explanation.steps.iter().all(|step| step.shown.spread.is_none()) {
                explanation.reading = None;
            }
            let wanted = |step: &Step| match (&step.name, step.kind) {
                (_, Kind::Formula) => false,
                (Some(name), _) if !names.is_empty() => names.contains(name),
                (_, kind) => kind == Kind::Estimate,
            };
            let steps = explanation.steps.iter().enumerate();
            explanation.answers = steps.filter(|(_, step)| wanted(step)).map(|(at, _)| at).collect();
        }
        Err(errors) => explanation.diagnostics.extend(errors),
    }
    explanation
}

/// The steps, and the other findings of a run.
struct Derived {
    steps: Vec<Step>,
    reading: Option<String>,
    warnings: Vec<Diagnostic>,
}

impl Explanation {
    fn take(&mut self, derived: Derived) {
        let Derived { steps, reading, warnings } = derived;
        self.diagnostics.extend(warnings);
        (self.steps, self.reading) = (steps, reading);
    }
}
