//! The evaluation of a script, and of a line after others.

use std::sync::Arc;

use super::apart::{self, Against, AskedAbout};
use crate::run::repair::{self, Input, Repair};
use crate::run::{Run, Settings, Shown, Wanted};
use crate::text::diagnostic::{Diagnostic, capped};
use crate::text::source::Sources;
use crate::units::written::Written;
use crate::worksheet::workspace::Workspace;
use crate::worksheet::{Item, Refused, Worksheet, script};

/// The name of a line in diagnostics.
const INPUT: &str = "<input>";

/// A result of a script.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The name it was bound to.
    pub name: Option<String>,
    /// The statement as written.
    pub source: String,
    /// Its value.
    pub shown: Shown,
    /// The two sides, if it holds one value against another.
    pub against: Option<Box<Against>>,
}

/// The results of a script.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    /// The texts that the diagnostics point into.
    pub sources: Sources,
    /// The values of all bindings and expressions, in order; empty if there is an error. A condition that is bound to a
    /// name and holds in some samples only has no value and is omitted.
    pub answers: Vec<Answer>,
    /// The interpretation of the first range: `2 to 3 → 90% interval, lognormal, median 2.45`.
    pub reading: Option<String>,
    /// Errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
}

impl Evaluation {
    /// Whether there are no errors.
    pub fn is_ok(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }

    /// Whether every value is about what it is held against.
    pub fn holds(&self) -> bool {
        self.answers.iter().all(|answer| answer.against.as_ref().is_none_or(|against| against.apart.holds))
    }
}

/// Evaluates a script; `name` identifies it in diagnostics, and `digits` is the number of significant digits.
///
/// ```
/// let evaluation = napkin::evaluate("<input>", "100M users * 10 requests/user/day to req/s", 4, &Default::default());
/// assert_eq!(evaluation.answers[0].shown.written.literal(), "11_570 requests/s");
///
/// let evaluation = napkin::evaluate("<input>", "20 GB * (2 to 3)", 4, &Default::default());
/// let spread = evaluation.answers[0].shown.spread.as_ref().unwrap();
/// assert_eq!(spread.interval.to_string(), "40 to 60 GB");
/// ```
pub fn evaluate(name: &str, text: &str, digits: usize, settings: &Settings) -> Evaluation {
    let mut evaluation = as_written(script::read(name, text), digits, settings);
    let diagnostics = std::mem::take(&mut evaluation.diagnostics);
    let input = || Input { name: name.to_owned(), text: text.to_owned(), changes: None, after: None };
    match repair::repair(input, diagnostics, &evaluation.sources, (settings, digits)) {
        Repair::Offered(diagnostics) => evaluation.diagnostics = diagnostics,
        Repair::Taken(text, note) => {
            evaluation = as_written(script::read(name, &text), digits, settings);
            let input = || Input { name: name.to_owned(), text, changes: None, after: None };
            offer(&mut evaluation, input, (settings, digits));
            evaluation.diagnostics.push(note);
        }
    }
    evaluation
}

/// A line that was evaluated after others.
pub(super) struct Line {
    pub evaluation: Evaluation,
    /// The line as it was read.
    pub text: String,
    /// What the next line is read after; `None` if there is an error.
    pub workspace: Option<Workspace>,
}

/// Evaluates a line after others; its errors come with fixes that were tried if it `repairs`.
pub(super) fn line(
    after: &Arc<Workspace>,
    text: &str,
    repairs: bool,
    (digits, settings): (usize, &Settings),
) -> Line {
    let as_read = |text: String| {
        let (sheet, workspace) = after
            .read(INPUT, &text)
            .map_or_else(|refused| (Err(refused), None), |(sheet, workspace)| (Ok(sheet), Some(workspace)));
        let evaluation = as_written(sheet, digits, settings);
        let workspace = workspace.filter(|_| evaluation.is_ok());
        Line { evaluation, text, workspace }
    };
    let mut line = as_read(text.to_owned());
    if !repairs {
        return line;
    }
    let diagnostics = std::mem::take(&mut line.evaluation.diagnostics);
    let input =
        || Input { name: INPUT.to_owned(), text: text.to_owned(), changes: None, after: Some(after.clone()) };
    match repair::repair(input, diagnostics, &line.evaluation.sources, (settings, digits)) {
        Repair::Offered(diagnostics) => line.evaluation.diagnostics = diagnostics,
        Repair::Taken(text, note) => {
            line = as_read(text);
            let text = line.text.clone();
            let input = || Input { name: INPUT.to_owned(), text, changes: None, after: Some(after.clone()) };
            offer(&mut line.evaluation, input, (settings, digits));
            line.evaluation.diagnostics.push(note);
        }
    }
    line
}

/// Tries the fixes of what is left to say of a line as it was read.
fn offer(evaluation: &mut Evaluation, input: impl FnOnce() -> Input, shown: (&Settings, usize)) {
    let diagnostics = evaluation.diagnostics.clone();
    if let Repair::Offered(offered) = repair::repair(input, diagnostics, &evaluation.sources, shown) {
        evaluation.diagnostics = offered;
    }
}

fn as_written(sheet: Result<Worksheet, Refused>, digits: usize, settings: &Settings) -> Evaluation {
    let mut evaluation = match sheet {
        Ok(sheet) => of(&sheet, digits, settings),
        Err(Refused { sources, diagnostics, .. }) => {
            Evaluation { sources, diagnostics, ..Evaluation::default() }
        }
    };
    evaluation.diagnostics = capped(std::mem::take(&mut evaluation.diagnostics));
    evaluation
}

fn of(sheet: &Worksheet, digits: usize, settings: &Settings) -> Evaluation {
    let (sources, diagnostics) = (sheet.sources().clone(), sheet.warnings().to_vec());
    let mut evaluation = Evaluation { sources, diagnostics, ..Evaluation::default() };
    if sheet.is_empty() {
        evaluation.diagnostics.push(
            Diagnostic::error("E0103", "there is nothing to evaluate")
                .at(sheet.sources().last(), "")
                .help("for example `100M users * 10 requests/user/day to req/s`"),
        );
        return evaluation;
    }
    let mut run = Run::new(sheet.compiled(), settings, &[]);
    let wanted = run.items(sheet);
    let abouts: Vec<_> = sheet
        .items()
        .iter()
        .map(|item| item.about().map(|about| apart::ask_about(&mut run, about)))
        .collect();
    match run.answers() {
        Ok(answers) => {
            let unprintable = answers.unprintable(sheet, &wanted);
            if !unprintable.is_empty() {
                evaluation.diagnostics.extend(unprintable);
                return evaluation;
            }
            evaluation.diagnostics.extend(answers.warnings().to_vec());
            let answer = |((item, wanted), about): ((&Item, &Option<Wanted>), &Option<AskedAbout<'_>>)| {
                let mut shown = answers.shown(item.shown, wanted.as_ref()?, digits);
                let against = about.as_ref().map(|about| Box::new(about.against(&answers, sheet, digits)));
                if let Some(against) = &against {
                    let (number, also) = (against.sides(), Some(against.verdict()));
                    shown.written = Written { number, also, ..Written::default() };
                }
                Some(Answer { name: item.name.clone(), source: item.formula.clone(), shown, against })
            };
            let items = sheet.items().iter().zip(&wanted).zip(&abouts);
            evaluation.answers = items.filter_map(answer).collect();
            evaluation.reading = answers.reading(digits, &evaluation.sources);
        }
        Err(errors) => evaluation.diagnostics.extend(errors),
    }
    evaluation
}
