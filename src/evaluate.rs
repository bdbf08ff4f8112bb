//! A script from text to results: the front door for expressions.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, capped};
use crate::engine::{self, FaultKind, Op, Slot};
use crate::lower::{Lowering, Type, Value};
use crate::source::{Sources, Text};
use crate::syntax::{self, Ast};
use crate::units::format::{self, Written};
use crate::units::registry::Units;
use crate::units::words;

/// A computed value, ready to be shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Shown {
    /// The number in [`Shown::unit`], or 0 and 1 for false and true.
    pub value: f64,
    /// Whether it is true or false, not a number.
    pub truth: bool,
    /// The unit of `value`: what was asked for as it was written, else base units, data in bytes.
    pub unit: String,
    /// The dimension by base names: `request / time`.
    pub dimension: String,
    /// As a person reads it.
    pub written: Written,
}

/// A result of a script.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The name it was bound to.
    pub name: Option<String>,
    /// What was written.
    pub source: String,
    /// Its value.
    pub shown: Shown,
}

/// What a script comes to.
#[derive(Clone, Debug, Default)]
pub struct Evaluation {
    /// The texts that the diagnostics point into.
    pub sources: Sources,
    /// The values of all bindings and expressions, in order; none if there is an error.
    pub answers: Vec<Answer>,
    /// Errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
}

impl Evaluation {
    /// Whether anything was computed.
    pub fn is_ok(&self) -> bool {
        !self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// Evaluates a script; `name` is what its places are called, `digits` how many are shown.
///
/// ```
/// let evaluation = napkin::evaluate("<input>", "100M users * 10 requests/user/day to req/s", 4);
/// assert_eq!(evaluation.answers[0].shown.written.literal(), "11.57k requests/s");
/// ```
pub fn evaluate(name: &str, text: &str, digits: usize) -> Evaluation {
    let mut sources = Sources::new();
    let source = sources.add(name, text);
    let text = Text::whole(source, text);
    let mut ast = Ast::new();
    let (statements, diagnostics) = syntax::script(&mut ast, &text);
    let mut diagnostics = capped(diagnostics);
    if statements.is_empty() && diagnostics.is_empty() {
        diagnostics.push(
            Diagnostic::error("E0103", "there is nothing to evaluate")
                .at(text.all(), "")
                .help("for example `100M users * 10 requests/user/day to req/s`"),
        );
    }
    let mut lowering = Lowering::new(Units::new());
    let rows = lowering.script(&ast, &statements);
    diagnostics.extend(lowering.take_diagnostics());
    let mut answers = Vec::new();
    if !diagnostics.iter().any(Diagnostic::is_error) {
        let slots: Vec<Slot> = rows.iter().map(|row| row.slot).collect();
        let outcome = engine::run(&lowering.program, &[], &slots, 1);
        diagnostics.extend(faults(&lowering, &outcome));
        diagnostics
            .extend(rows.iter().find(|row| row.value.is_unknown()).map(|row| without_value(row.source)));
        for (row, column) in rows.iter().zip(&outcome.columns) {
            let value = column.first().copied().unwrap_or(f64::NAN);
            answers.push(Answer {
                name: row.name.map(str::to_owned),
                source: row.source.to_owned(),
                shown: shown(&lowering, row.value, value, digits),
            });
        }
        if diagnostics.iter().any(Diagnostic::is_error) {
            answers.clear();
        }
    }
    Evaluation { sources, answers, diagnostics }
}

/// A computed value in words and units.
pub(crate) fn shown(lowering: &Lowering<'_>, value: Value, number: f64, digits: usize) -> Shown {
    let Type::Quantity(quantity) = value.kind else {
        let text = if number == 0.0 { "false" } else { "true" };
        let written = Written { number: text.to_owned(), ..Written::default() };
        return Shown {
            value: number,
            truth: true,
            unit: String::new(),
            dimension: "boolean".to_owned(),
            written,
        };
    };
    let units = &lowering.units;
    let (unit, written) = match lowering.asked(quantity.look) {
        Some(asked) => {
            let (one, many) = (&asked.singular, &asked.plural);
            (
                asked.unit.clone(),
                format::write_asked(number, asked.money, one, many, quantity.dimension, digits),
            )
        }
        None => (
            format::base_unit(units, quantity.dimension, quantity.look),
            format::write(units, number, quantity.dimension, quantity.look, digits),
        ),
    };
    Shown {
        value: number,
        truth: false,
        unit,
        dimension: words::in_symbols(units, quantity.dimension),
        written,
    }
}

/// What has no value must have an error; a result is never made up for one that was lost.
pub(crate) fn without_value(what: &str) -> Diagnostic {
    Diagnostic::error("E0402", format!("`{what}` has no value, and napkin cannot say why"))
        .help("this is a mistake in napkin; please report it with the input")
}

/// The operations without a result, as errors at the places that made them, each once.
pub(crate) fn faults(lowering: &Lowering<'_>, outcome: &engine::Outcome) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    let mut errors = Vec::new();
    for fault in &outcome.faults {
        let Some((span, call)) = lowering.site(fault.origin) else { continue };
        // A check's sides are computed once more to be shown; one place has one error.
        if !seen.insert((span, call)) {
            continue;
        }
        let (message, label) = match (fault.kind, lowering.program.op(fault.origin)) {
            (FaultKind::DivisionByZero, _) => ("this divides by zero", "the divisor is 0"),
            (FaultKind::Overflow, _) => ("this is too large to compute with", "beyond about 1.8 × 10^308"),
            (FaultKind::Undefined, Some(Op::Unary(engine::Unary::Sqrt, _))) => {
                ("the square root of a negative number is undefined", "below 0")
            }
            (FaultKind::Undefined, Some(Op::Unary(..))) => {
                ("the logarithm of zero or less is undefined", "not above 0")
            }
            (FaultKind::Undefined, _) => ("this has no defined result", "undefined"),
        };
        let error = Diagnostic::error("E0402", message);
        let error = match call {
            Some(call) => error.at(call, "in this call").see(span, label),
            None => error.at(span, label),
        };
        errors.push(match fault.kind {
            FaultKind::DivisionByZero => error.help("guard it: `if x != 0 then y / x else 0`"),
            FaultKind::Overflow => {
                error.help("look for a factor that should divide, or a unit that is far too small")
            }
            FaultKind::Undefined => error.help("guard it: `if x > 0 then … else 0`"),
        });
    }
    capped(errors)
}
