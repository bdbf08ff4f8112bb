//! Diagnostics for the faults of a run, at the place in the text that caused them.

use std::collections::HashSet;

use super::unmet::unmet;
use crate::engine::{
    self, Fault, FaultKind, Feed, Measure, Op, Plan, Program, Samples, Sampling, Slot, Statistic, Summaries,
};
use crate::library::formulas::native;
use crate::lower::{Compiled, Guarded};
use crate::syntax::{Ast, Binary, Node, NodeId};
use crate::text::diagnostic::{Diagnostic, capped};
use crate::text::source::Span;
use crate::units::number;

/// Creates the error for a condition that holds in some samples only but must be true or false; `holds` is its slot.
pub(crate) fn undecided_truth<'t>(
    program: &Program,
    holds: Slot,
    (ast, root): (&Ast, NodeId),
    varies: &dyn Fn(Slot) -> bool,
    slice: &dyn Fn(Span) -> &'t str,
) -> Diagnostic {
    let message = "this may hold in some samples and not in others, so it is neither true nor false";
    let error = Diagnostic::error("E0401", message);
    let span = ast.span(root);
    let error = error.at(span, "uncertain");
    // A probability of a probability is a certain condition again, and nobody means it.
    let has_statistic = ast.below(root).any(|node| match ast.node(node) {
        Node::Call { name, .. } => ast.str(name) == "P",
        _ => false,
    });
    let error = if has_statistic {
        error
    } else {
        error.patch("to require a probability", span, format!("P({}) >= 95%", slice(span)))
    };
    let error = match ast.node(root) {
        Node::Call { name, start, count: 1 } if ast.str(name) == "all" && !has_statistic => {
            let argument = ast.arguments(start, 1).first().map(|argument| argument.value);
            let condition = argument.map(|argument| match ast.node(argument) {
                Node::Where(condition, _) => condition,
                _ => argument,
            });
            match argument.zip(condition) {
                Some((argument, condition)) => {
                    let condition = ast.span(condition);
                    let rest = slice(Span { start: condition.end, ..ast.span(argument) });
                    let text = format!("all(P({}) >= 95%{rest})", slice(condition));
                    error.patch(
                        "to require it of each row by itself, which is less than of all together",
                        span,
                        text,
                    )
                }
                None => error,
            }
        }
        _ => error,
    };
    let (Node::Binary(binary, left, right), Some(Op::Binary(_, a, b))) = (ast.node(root), program.op(holds))
    else {
        return error;
    };
    // A side that must stay below is judged by a high percentile, one that must stay above by a low one. If both sides
    // are uncertain, each passes its percentile in 5% of the samples, so the condition holds in at least 90%, whatever
    // their correlation.
    let (of_left, of_right) = match binary {
        Binary::Less | Binary::LessOrEqual => ("p95", "p5"),
        Binary::Greater | Binary::GreaterOrEqual => ("p5", "p95"),
        _ => return error,
    };
    let side = |node: NodeId, slot: Slot, percentile: &str| {
        let text = slice(ast.span(node));
        if varies(slot) { format!("{percentile}({text})") } else { text.to_owned() }
    };
    let (left, right) = (side(left, a, of_left), side(right, b, of_right));
    let text = if varies(a) && varies(b) {
        "to compare a percentile of each side"
    } else {
        "to compare a percentile"
    };
    error.patch(text, span, format!("{left} {} {right}", binary.symbol()))
}

/// Returns the error of a condition that looks rows up and finds none in some samples, so that it has no value there.
pub(crate) fn finds_no_row(compiled: &Compiled, holds: Slot) -> Option<Diagnostic> {
    let program = compiled.program();
    if !program.needed_for(&[holds]).iter().any(|slot| compiled.lookup(*slot).is_some()) {
        return None;
    }
    let ranges = (compiled.variables(), compiled.groups());
    let samples = Samples::new(program, [holds], ranges, Sampling::default());
    let feed = Feed { columns: &samples.columns(), pins: &[], samples: samples.samples() };
    let found = Plan::new(program.clone(), vec![holds], &feed).summarise(&feed, false);
    let mut unmet = found.faults;
    unmet.retain(|fault| compiled.lookup(fault.origin).is_some());
    faults(compiled, &unmet, samples.samples()).into_iter().next()
}

/// Creates the error for a value that was lost. No result is ever invented for one.
pub(crate) fn without_value(text: &str) -> Diagnostic {
    Diagnostic::error("E0402", format!("`{text}` has no value, and napkin cannot say why"))
        .help("this is a bug in napkin; please report it with the input")
}

/// Creates the error for a value that is too large or too small for the unit that it would be printed in.
pub(crate) fn unprintable(compiled: &Compiled, slot: Slot, is_large: bool) -> Diagnostic {
    let (message, label, help) = if is_large {
        ("this is too large to print", "beyond about 1.8 × 10^308 of its unit", "a factor that should divide")
    } else {
        (
            "this is too small to print",
            "below about 2.2 × 10^-308 of its unit",
            "a factor that should multiply",
        )
    };
    let error = Diagnostic::error("E0402", message);
    let error = match compiled.site(slot) {
        Some((span, Some(call))) => error.at(call, "in this call").see(span, label),
        Some((span, None)) => error.at(span, label),
        None => error,
    };
    error.help(format!("look for {help}, or convert it to another unit with `to`"))
}

/// Reports the operations without a result, each once, at the place in the text that caused it.
///
/// If an operation fails in some samples only, the message states their share.
pub(crate) fn faults(compiled: &Compiled, faults: &[Fault], samples: usize) -> Vec<Diagnostic> {
    let mut seen = HashSet::new();
    let mut errors = Vec::new();
    for fault in faults {
        let Some((span, call)) = compiled.site(fault.origin) else { continue };
        // The sides of a check are computed twice; each place has one error.
        let guarded = compiled.guarded(fault.origin);
        if let Some(rows) = compiled.lookup(fault.origin) {
            if seen.insert((rows.place, None)) {
                errors.push(unmet(compiled, rows, share_of(fault, samples)));
            }
            continue;
        }
        if !seen.insert((guarded.and_then(|guarded| guarded.argument).unwrap_or(span), call)) {
            continue;
        }
        if let Some(guarded) = guarded {
            errors.push(outside(guarded, (span, call), share_of(fault, samples), compiled));
            continue;
        }
        if fault.kind == FaultKind::Unmet {
            errors.push(condition_unmet(fault, (span, call), samples));
            continue;
        }
        let (message, label) = match (fault.kind, compiled.program().op(fault.origin)) {
            (FaultKind::DivisionByZero, _) => ("this divides by zero", "the divisor is 0"),
            (FaultKind::ThroughZero, _) => {
                ("this divides by a value that passes through zero", "the divisor's range includes 0")
            }
            (FaultKind::Overflow, _) => ("this is too large to compute with", "beyond about 1.8 × 10^308"),
            (FaultKind::Underflow, _) => ("this is too small to compute with", "below about 2.2 × 10^-308"),
            (FaultKind::Undefined, Some(Op::Unary(engine::Unary::Sqrt, _))) => {
                ("the square root of a negative number is undefined", "below 0")
            }
            (FaultKind::Undefined, Some(Op::Unary(..))) => {
                ("the logarithm of zero or less is undefined", "0 or less")
            }
            (FaultKind::Undefined | FaultKind::Unmet, _) => ("this has no defined result", "undefined"),
        };
        // Errors within the body of a formula are reported for the call.
        let formula = compiled.formula_at(span);
        let message = match formula {
            Some(name) => message.replacen("this", &format!("`{name}`"), 1),
            None => message.to_owned(),
        };
        let message = match (share_of(fault, samples), fault.kind) {
            (None, _) => message,
            (Some(share), FaultKind::ThroughZero) => {
                format!("{message}: in {share} of the samples it has the other sign")
            }
            (Some(share), _) => format!("{message} in {share} of the samples"),
        };
        let error = Diagnostic::error("E0402", message);
        let error = match call {
            Some(call) => error.at(call, "in this call").see(span, label),
            None => error.at(span, label),
        };
        if let Some(name) = formula {
            let error = match compiled.program().op(fault.origin) {
                Some(Op::Native(native, ..)) => match native::definition(native.0) {
                    Some(definition) => error.help(format!("it needs {}", definition.needs)),
                    None => error,
                },
                _ => error,
            };
            errors.push(error.help(format!("`napkin formulas {name}` shows what it computes")));
            continue;
        }
        errors.push(match fault.kind {
            FaultKind::DivisionByZero => error.help("guard it: `if x != 0 then y / x else 0`"),
            FaultKind::ThroughZero => error
                .help("guard it: `if x > 0 then y / x else 0`")
                .help("if it is always positive, write it as a range: `… to …`"),
            FaultKind::Overflow => {
                error.help("look for a factor that should divide, or a unit that is far too small")
            }
            FaultKind::Underflow => {
                error.help("look for a factor that should multiply, or a unit that is far too large")
            }
            FaultKind::Undefined | FaultKind::Unmet => error.help("guard it: `if x > 0 then … else 0`"),
        });
    }
    capped(errors)
}

/// `mean(x | x > 1e9)`: a condition that too few samples meet.
fn condition_unmet(fault: &Fault, (span, call): (Span, Option<Span>), samples: usize) -> Diagnostic {
    /// The samples from which a mean can be told.
    const ENOUGH: f64 = 100.0;
    let held = if fault.samples < samples { fault.samples } else { 0 };
    let all = number::grouped(&samples.to_string());
    let message = match (held, samples) {
        (0, 1) => "the condition after the `|` does not hold".to_owned(),
        (0, _) => format!("the condition after the `|` holds in none of {all} samples"),
        _ => format!("the condition after the `|` holds in {held} of {all} samples, which are too few"),
    };
    let error = Diagnostic::error("E0402", message);
    let error = match call {
        Some(call) => error.at(call, "in this call").see(span, "this condition"),
        None => error.at(span, "this condition"),
    };
    let wanted = ENOUGH / held.max(1) as f64 * samples as f64;
    match held {
        0 => error.help("look for a slip in it, or ask how likely it is: `P(…)`"),
        _ if wanted <= 1e7 => {
            let wanted = libm::ceil(wanted / 1e4) * 1e4;
            error.help(format!("draw more: `--samples {}`", number::grouped(&format!("{wanted:.0}"))))
        }
        _ => error.help("ask how likely it is: `P(…)`"),
    }
}

/// The share of the samples in which there is no value; `None` if that is all of them.
fn share_of(fault: &Fault, samples: usize) -> Option<String> {
    let share = fault.samples as f64 / samples.max(1) as f64;
    (fault.samples < samples).then(|| match share * 100.0 {
        percent if percent < 0.1 => "less than 0.1%".to_owned(),
        percent if percent < 10.0 => format!("{percent:.1}%"),
        percent => format!("{percent:.0}%"),
    })
}

/// `downtime(110%)`: an argument outside the domain of its parameter.
fn outside(
    guarded: &Guarded,
    (span, call): (Span, Option<Span>),
    share: Option<String>,
    compiled: &Compiled,
) -> Diagnostic {
    let Guarded { function, parameter, domain, .. } = guarded;
    let message = format!("`{parameter}` of `{function}` must be `{domain}`");
    let message = match share {
        Some(share) => format!("{message}, and is not in {share} of the samples"),
        None => message,
    };
    let error = Diagnostic::error("E0404", message);
    let error = match (guarded.argument, call) {
        (Some(argument), _) => error.at(argument, format!("`{parameter}`: `{domain}`")),
        (None, Some(call)) => error.at(call, "in this call"),
        (None, None) => error.at(span, "in this call"),
    };
    match compiled.formula_at(span) {
        Some(name) => error.help(format!("`napkin formulas {name}` shows what it computes")),
        None => error,
    }
}

/// Warns of percentiles beyond which there are too few samples.
pub(crate) fn far_percentiles(compiled: &Compiled, found: &Summaries) -> Vec<Diagnostic> {
    /// The samples beyond a percentile from which it can be told.
    const ENOUGH: f64 = 20.0;
    let program = compiled.program();
    let far = found.statistics.iter().filter_map(|(slot, estimated)| {
        let Some(Op::Reduce(statistic, _, level)) = program.op(*slot) else { return None };
        let Some(Op::Const(level)) = program.op(level) else { return None };
        let beyond = match statistic {
            Statistic::Quantile => level.min(1.0 - level),
            // It is not known here how many samples meet the condition.
            Statistic::Given(Measure::Quantile) => ENOUGH / (10.0 * found.samples as f64),
            _ => return None,
        };
        estimated.is_sparse.then_some((*slot, beyond))
    });
    let mut far: Vec<_> = far.collect();
    far.sort_unstable_by_key(|(slot, _)| *slot);
    let warning = |(slot, beyond): (Slot, f64)| {
        let (span, _) = compiled.site(slot)?;
        let samples = number::grouped(&found.samples.to_string());
        let message = format!("{samples} samples are too few for this percentile");
        // The complement of a level like 99.99% is not exact.
        let wanted = libm::ceil(ENOUGH / beyond * (1.0 - 1e-9));
        let help = if wanted <= 1e7 {
            format!("draw more: `--samples {}`", number::grouped(&format!("{wanted:.0}")))
        } else {
            "napkin cannot draw enough samples for it".to_owned()
        };
        Some(Diagnostic::warning("W0111", message).at(span, "mostly noise").help(help))
    };
    capped(far.into_iter().filter_map(warning).collect())
}
