//! How a result comes about: the steps that a person would write on a whiteboard.
//!
//! A script or a model comes in; its steps go out as data, from the inputs up, each once: the
//! formula with names, the same with values and units put in, and the result. Values are those
//! of the same lowering and the same engine as everywhere; nothing is computed a second way.
//!
//! `derive` orders the steps, `numbers` computes them, `substitute` puts the values in. Nothing here
//! is rendered.

mod derive;
pub mod mental;
mod numbers;
mod substitute;

use crate::engine::Slot;
use crate::lower::{Lowering, Type};
use crate::report::evaluate::Settings;
use crate::run::show::{Show, Shown};
use crate::syntax::{self, Ast};
use crate::text::diagnostic::{Diagnostic, capped};
use crate::text::source::{Sources, Text};
use crate::units::registry::Units;
use crate::worksheet::fault::undecided_truth;
use crate::worksheet::model;
use std::sync::Arc;

pub(crate) use derive::{Deriver, Entry, Meaning};
pub(crate) use numbers::Shows;
pub(crate) use substitute::written_literal;

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

/// Explains an expression or a script; `name` is what its places are called, `digits` how many are shown.
///
/// ```
/// let text = "users = 100M users; qps(users, 10 requests/user/day)";
/// let explained = napkin::analysis::explain::expression("<input>", text, 4, &Default::default());
/// let last = explained.steps.last().unwrap();
/// assert_eq!(last.opened.as_ref().unwrap().body, "dau * per_user");
/// assert_eq!(last.substituted, "100M users * 10 requests/user/day");
/// assert_eq!(last.cancelled.as_deref(), Some("1bn requests/day"));
/// assert_eq!(last.shown.written.literal(), "11.57k requests/s");
/// ```
pub fn expression(name: &str, text: &str, digits: usize, settings: &Settings) -> Explanation {
    explain_expression(name, text, digits, settings, false)
}

fn explain_expression(
    name: &str,
    text: &str,
    digits: usize,
    settings: &Settings,
    mental: bool,
) -> Explanation {
    let mut sources = Sources::new();
    let source = sources.add(name, text);
    let text = Text::whole(source, text);
    let mut ast = Ast::new();
    let (statements, diagnostics) = syntax::script(&mut ast, &text);
    let ast = Arc::new(ast);
    let mut explanation = Explanation { sources, diagnostics: capped(diagnostics), ..Explanation::default() };
    let mut lowering = Lowering::new(Units::new());
    lowering.trace();
    let mut rows = lowering.script(&ast, &statements);
    explanation.diagnostics.extend(lowering.take_diagnostics());
    if rows.is_empty() && explanation.is_ok() {
        explanation.diagnostics.push(
            Diagnostic::error("E0103", "there is nothing to explain")
                .at(text.all(), "")
                .help("for example `napkin explain '100M users * 10 requests/user/day to req/s'`"),
        );
    }
    if !explanation.is_ok() {
        return explanation;
    }
    let varying = lowering.varying();
    let only_names = rows.iter().all(|row| row.name.is_some());
    let varies = |slot: Slot| varying.get(slot.index()) == Some(&true);
    rows.retain(|row| {
        let undecided = !settings.point && row.value.kind == Type::Bool && varies(row.slot);
        if undecided && (row.name.is_none() || only_names) {
            let slice = |span| explanation.sources.slice(span);
            let error = undecided_truth(&lowering.program, row.slot, (&ast, row.root), &varies, &slice);
            explanation.diagnostics.push(error);
        }
        !undecided
    });
    if !explanation.is_ok() {
        return explanation;
    }
    let mut deriver = Deriver::new(&mut lowering);
    for row in &rows {
        let is_input = row.name.is_some()
            && matches!(ast.node(row.root), syntax::Node::Literal(_) | syntax::Node::Range { .. });
        let mut entry = Entry::new(
            match (&row.name, is_input) {
                (None, _) => Kind::Result,
                (_, true) => Kind::Input,
                _ => Kind::Estimate,
            },
            row.name.clone(),
            substitute::on_one_line(ast.written(row.root)),
            (row.value, row.slot),
        );
        if is_input {
            entry.written = written_literal(&ast, row.root);
        } else {
            entry.before = deriver.before(ast.span(row.root));
        }
        let at = deriver.formula(entry, &ast, row.root);
        if let Some(name) = &row.name {
            deriver.names.insert(name.clone(), Meaning::Entry(at));
        }
    }
    let shows = Shows { digits, settings: *settings, mental, pins: &[] };
    let (steps, errors) = deriver.steps(&shows);
    let slots = deriver.slots();
    let results = steps.iter().enumerate().filter(|(_, step)| step.kind == Kind::Result);
    explanation.answers = results.map(|(at, _)| at).collect();
    if explanation.answers.is_empty() {
        explanation.answers.extend(steps.len().checked_sub(1));
    }
    explanation.steps = steps;
    explanation.diagnostics.extend(errors);
    if !settings.point {
        let show = Show { lowering: &lowering, digits, samples: 0, seed: 0 };
        explanation.reading = show.reading(&slots, &explanation.sources);
    }
    explanation
}

/// Explains a model: all of its estimates, or those that are named, with what they need and nothing else.
///
/// ```
/// let text = r#"
/// [inputs]
/// users = "1M users"
/// size  = "2 MB/user"
/// [estimates]
/// storage = "users * size"
/// "#;
/// let explained = napkin::analysis::explain::model("photos.toml", text, &["storage".to_owned()], &Default::default());
/// assert_eq!(explained.steps[2].substituted, "1M users * 2 MB/user");
/// ```
pub fn model(name: &str, text: &str, names: &[String], settings: &model::Settings) -> Explanation {
    model::explain(name, text, names, settings, false)
}
