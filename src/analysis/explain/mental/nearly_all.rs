//! Shares just below 1, such as availabilities: what is missing to 1 is computed, and judged.

use super::super::body::Body;
use super::super::one_line::on_one_line;
use super::head::Head;
use super::held::Held;
use super::multiply::Factor;
use super::sum::Term;
use crate::syntax::{Binary, Node, NodeId};

/// From this value on, a share is judged by what is missing to 1.
const NEARLY_ALL: f64 = 0.9;

impl Head<'_> {
    /// Whether a formula is a share just below 1.
    pub(super) fn is_nearly_all(&self, body: &Body, root: NodeId) -> bool {
        self.number(&self.exactly(body, root, None)).is_some_and(|share| (NEARLY_ALL..1.0).contains(&share))
    }

    /// Evaluates `a / (a + b)` with a small `b`, which is 1 less b / a: two digits of the sum would be those of `a`.
    pub(super) fn without_little(
        &mut self,
        body: &Body,
        whole: NodeId,
        mut together: NodeId,
    ) -> Option<Held> {
        while let Node::Group(inner) = body.ast.node(together) {
            together = inner;
        }
        let Node::Binary(Binary::Add, one, other) = body.ast.node(together) else { return None };
        let text = |node| on_one_line(body.ast.written(node));
        let little = match text(whole) {
            whole if whole == text(one) => other,
            whole if whole == text(other) => one,
            _ => return None,
        };
        let before = self.lines.len();
        let factor = |held, divides| Factor { held, divides, stands_for: None };
        let parts = self.held(body, little, None).zip(self.held(body, whole, None));
        let share = parts
            .and_then(|(little, whole)| self.product(vec![factor(little, false), factor(whole, true)], None));
        let one = self.plain(1.0);
        let held = share.zip(one).and_then(|(share, one)| {
            self.sum(vec![Term { held: one, negative: false }, Term { held: share, negative: true }], None)
        });
        if held.is_none() {
            self.lines.truncate(before);
        }
        held
    }
}

/// Returns the relative error of what is missing to 1, if the exact value is a share just below 1.
pub(super) fn nearly_all_error(held: &Held) -> Option<f64> {
    let is_nearly_all = held.is_plain() && (NEARLY_ALL..1.0).contains(&held.exact);
    is_nearly_all.then(|| (1.0 - held.value) / (1.0 - held.exact) - 1.0)
}
