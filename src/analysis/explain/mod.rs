//! How a result comes about: the steps that a person would write on a whiteboard.
//!
//! A script or a model comes in; its steps go out as data, from the inputs up, each once: the
//! formula with names, the same with values and units put in, and the result. Values are those
//! of the same lowering and the same engine as everywhere; nothing is computed a second way.
//!
//! `needed` finds what an estimate rests on, `derive` orders the steps, `steps` computes them in one run, `substitute` puts
//! the values in. Nothing here is rendered.

mod body;
mod derive;
pub mod mental;
mod needed;
mod numbers;
mod one_line;
mod steps;
mod substitute;

use crate::run::{self, Shown};
use crate::text::diagnostic::{Diagnostic, capped};
use crate::text::source::Sources;
use crate::worksheet::{Refused, Worksheet, model as models, script as scripts};

/// How results come about.
#[derive(Clone, Debug, Default)]
pub struct Explanation {
    /// The texts that the diagnostics point into.
    pub sources: Sources,
    /// The model's path or the preset's name; nothing for an expression.
    pub model: Option<String>,
    /// The model's title.
    pub title: Option<String>,
    /// The steps, each after those that it needs.
    pub steps: Vec<Step>,
    /// The places of the steps that were asked for.
    pub answers: Vec<usize>,
    /// How the first range is read: `2 to 3 → 90% interval, lognormal, median 2.45`.
    pub reading: Option<String>,
    /// What a reader of the numbers must know, such as that the model redefines `month`.
    pub remarks: Vec<String>,
    /// Errors and warnings; with an error there are no steps.
    pub diagnostics: Vec<Diagnostic>,
}

impl Explanation {
    /// Whether anything was computed.
    pub fn is_ok(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Whether the steps were done in the head as well.
    pub fn is_mental(&self) -> bool {
        self.steps.iter().any(|step| step.mental.is_some())
    }
}

/// A step of a derivation.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it is.
    pub kind: Kind,
    /// The name of an input or an estimate, the call that is opened up, a cell as `table.row.column`; nothing
    /// for an expression without a name.
    pub name: Option<String>,
    /// What was written for it.
    pub formula: String,
    /// What the formula comes to in other formulas, where it is a call.
    pub opened: Option<Opened>,
    /// The formula with the values put in for the names; typed back, it gives the value. Where ranges are behind
    /// it, the values are medians.
    pub substituted: String,
    /// The result in the units that are left when those of the operands have cancelled, where it is printed in others.
    pub cancelled: Option<String>,
    /// The result.
    pub shown: Shown,
    /// The note beside it, or what a formula of the field says.
    pub note: Option<String>,
    /// Where an input's value, or a formula, is from.
    pub source: Option<String>,
    /// Whether `--set` gave its value.
    pub set: bool,
    /// Where the spread of an uncertain result comes from, the input that explains most first.
    pub spread: Vec<Share>,
    /// The same in the head, if that was asked for and there is something to compute.
    pub mental: Option<mental::Mental>,
}

/// What a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A value that was given.
    Input,
    /// A formula that has a name.
    Estimate,
    /// A formula of the field, or a function, that another formula calls.
    Formula,
    /// An expression without a name.
    Result,
}

/// A call, opened up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The function with its parameters: `qps(dau, per_user)`.
    pub call: String,
    /// What it computes, in terms of the parameters.
    pub body: String,
}

/// A share of a result's spread.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The input.
    pub input: String,
    /// The share of the variance that it explains by itself.
    pub share: f64,
}

/// How steps are computed and shown.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Replacements of a model's inputs or estimates: a name and the text of its value.
    pub set: Vec<(String, String)>,
    /// The digits of a result.
    pub digits: usize,
    /// How uncertain values are computed.
    pub uncertainty: run::Settings,
    /// Whether each step is done in the head as well.
    pub mental: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        let digits = crate::units::number::DIGITS;
        Settings { set: Vec::new(), digits, uncertainty: run::Settings::default(), mental: false }
    }
}

/// Explains an expression or a script; `name` is what its places are called.
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
/// assert_eq!(mental.shown.written.literal(), "10k requests/s");
/// ```
pub fn script(name: &str, text: &str, settings: &Settings) -> Explanation {
    let mut explanation = match scripts::read(name, text) {
        Ok(sheet) => of_script(&sheet, settings),
        Err(Refused { sources, diagnostics, .. }) => {
            Explanation { sources, diagnostics, ..Explanation::default() }
        }
    };
    explanation.diagnostics = capped(std::mem::take(&mut explanation.diagnostics));
    explanation
}

/// Explains a model: all of its estimates, or those that are named, with what they need and nothing else.
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
    let mut explanation = match models::read(name, text, &settings.set) {
        Ok(sheet) => of_model(&sheet, names, settings),
        Err(Refused { sources, title, remarks, diagnostics }) => {
            Explanation { sources, title, remarks, diagnostics, ..Explanation::default() }
        }
    };
    explanation.model = Some(name.to_owned());
    explanation.diagnostics = models::in_order(std::mem::take(&mut explanation.diagnostics));
    explanation
}

/// An explanation of a worksheet, before there are steps.
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

/// Steps with what else a run found.
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
