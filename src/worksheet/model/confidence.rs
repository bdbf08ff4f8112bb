//! The confidence with which plain checks on ranges must hold: `confidence = "95%"` reads `storage <= 2 PB` as
//! `P(storage <= 2 PB) >= 95%`.

use super::builder::Builder;
use super::changes::Changes;
use super::file::{ModelFile, Value};
use crate::lower::builtins;
use crate::syntax::{Ast, Binary, Node, NodeId};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::worksheet::check::{self, Condition};

/// Reads a share between 0 and 1, both excluded: `95%`, `0.95`.
pub fn share_of(text: &str) -> Option<f64> {
    let text = text.trim();
    let share = match text.strip_suffix('%') {
        // As the decimal that was written: 99.9 / 100 is off in the last digit.
        Some(percent) => format!("{}e-2", percent.trim()).parse().ok()?,
        None => text.parse().ok()?,
    };
    (share > 0.0 && share < 1.0).then_some(share)
}

/// Returns the confidence of a model, that of the command line first.
pub(super) fn confidence(
    file: &ModelFile,
    changes: &Changes,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<f64> {
    let Some(given) = &file.confidence else { return changes.confidence };
    let own = match given {
        Value::Formula(text) => share_of(&text.text),
        Value::Number { value, .. } => (*value > 0.0 && *value < 1.0).then_some(*value),
        Value::Bool { .. } | Value::Data { .. } => None,
        // It was reported.
        Value::Invalid(_) => return changes.confidence,
    };
    if own.is_none() {
        let message = "`confidence` is a share between 0% and 100%, like `95%`";
        diagnostics.push(Diagnostic::error("E0505", message).at(given.span(), ""));
    }
    changes.confidence.or(own)
}

impl Builder<'_> {
    /// Returns a plain condition on ranges as it must hold with the confidence of the model; any other as it is.
    pub(super) fn confident(&mut self, condition: Condition, root: NodeId, place: Span) -> Condition {
        let Some(level) = self.confidence.filter(|_| is_plain(&self.parsed.ast, root)) else {
            return condition;
        };
        if self.lowering.varying().get(condition.holds.index()) != Some(&true) {
            return condition;
        }
        check::with_confidence(&mut self.lowering, condition, level, place)
    }
}

/// Whether a condition is neither about statistics nor about equal values.
fn is_plain(ast: &Ast, root: NodeId) -> bool {
    ast.below(root).all(|id| match ast.node(id) {
        Node::Binary(binary, ..) => !matches!(binary, Binary::Equal | Binary::NotEqual | Binary::About),
        Node::Call { name, start, count, .. } => {
            !builtins::is_statistic(ast.str(name), ast.arguments(start, count))
        }
        _ => true,
    })
}
