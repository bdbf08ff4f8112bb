//! Checks that pass whatever the inputs are.

use std::collections::{HashMap, HashSet};

use super::builder::{Builder, Shown};
use super::changes::ASKED;
use super::file::Check;
use super::graph;
use super::parse::{Formula, Item, Target};
use crate::engine::{Known, Slot};
use crate::lower::{FileId, Read, TableId};
use crate::syntax::{Ast, Binary, Node, NodeId, RangeKind};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::worksheet::check::Condition;

/// The inputs and the estimates with their lowered values.
pub(super) type Values<'v> = (&'v [Shown], &'v [Shown]);

impl<'a> Builder<'a> {
    /// Reports checks that read no input, or that hold whatever the values are.
    pub(super) fn refuse_idle(&mut self, lowered: &[Option<Condition>], values: Values<'_>) {
        let parsed = self.parsed;
        if lowered.iter().all(Option::is_none) {
            return;
        }
        // What a formula names was lowered before it, in the scale it was written in.
        let bounds = self.lowering.bounds(&self.known(values));
        for ((check, _), condition) in parsed.checks.iter().zip(lowered) {
            let Some(condition) = condition else { continue };
            let Some(root) = condition.root else { continue };
            let reads = match self.reads(condition.holds, root) {
                // In a model of estimates alone their numbers are what may change.
                Reads::Estimates if parsed.inputs.is_empty() => Reads::Inputs,
                reads => reads,
            };
            // Who asks which values hold is told that all do.
            let is_question = check.name.text == ASKED;
            if reads == Reads::Inputs && (is_question || !bounds.is_always_true(condition.holds)) {
                continue;
            }
            let last = parsed.estimates.last().or(parsed.inputs.last());
            let last = last.map(|item| item.entry.name.text.as_str());
            let error = match reads {
                Reads::Inputs => always_true(&parsed.ast, root, check),
                Reads::Estimates => reads_no_input(check),
                Reads::Nothing => reads_nothing(check, last),
            };
            self.lowering.report(error);
        }
    }

    /// Returns what may be used of the values that have names: what they are may change, by a scenario as well.
    fn known(&self, (inputs, estimates): Values<'_>) -> HashMap<Slot, Known> {
        let parsed = self.parsed;
        let mut known = HashMap::new();
        let estimates_at = parsed.inputs.len();
        let targets = (0..estimates_at).map(Target::Input).chain((0..).map(Target::Estimate));
        let items = parsed.inputs.iter().chain(&parsed.estimates);
        for ((item, shown), target) in items.zip(inputs.iter().chain(estimates)).zip(targets) {
            let is_input = matches!(target, Target::Input(_));
            let others = || parsed.idle.iter().filter(|(other, _)| *other == target);
            let is_alike = others().all(|(_, given)| self.is_above_zero(given.formula))
                && item.set.is_none_or(|set| {
                    is_input && self.is_above_zero(set.formula) && self.is_above_zero(item.value)
                });
            let is_own = item.set.is_none() && others().next().is_none();
            let what = match is_alike {
                // Another name for a value is that value.
                true if is_own && !is_input && self.is_alias(item) => continue,
                true if is_own && !is_input && estimates_at > 0 => Known::Number,
                true => Known::Sign,
                false => Known::Nothing,
            };
            known.insert(shown.value.slot, what);
        }
        let cells = self.cells.iter().enumerate().flat_map(|(table, columns)| {
            columns.iter().enumerate().flat_map(move |(column, rows)| {
                rows.iter().enumerate().map(move |(row, shown)| (Target::Cell(table, column, row), shown))
            })
        });
        if !parsed.idle.is_empty() {
            for (_, shown) in cells.filter(|(target, _)| parsed.idle.iter().any(|(other, _)| other == target))
            {
                known.insert(shown.value.slot, Known::Nothing);
            }
        }
        known
    }

    /// Whether an estimate is only another name.
    fn is_alias(&self, item: &Item<'a>) -> bool {
        let Formula::Root(mut node) = item.value else { return false };
        loop {
            node = match self.parsed.ast.node(node) {
                Node::Group(inner) | Node::Convert { value: inner, .. } => inner,
                Node::Name { .. } => return true,
                _ => return false,
            };
        }
    }

    /// Whether a formula is a number above zero, or a range of such numbers.
    fn is_above_zero(&self, formula: Formula) -> bool {
        let ast = &self.parsed.ast;
        let is_above = |at: u32| ast.literals.get(at as usize).is_some_and(|literal| literal.value > 0.0);
        match formula {
            Formula::Root(root) => match ast.node(root) {
                Node::Literal(at) => is_above(at),
                Node::Range { low, high, kind: RangeKind::Interval, negative: (false, false) } => {
                    is_above(low) && is_above(high)
                }
                _ => false,
            },
            Formula::Number(number, _) => number > 0.0,
            _ => false,
        }
    }

    /// Returns what a condition reads, through estimates as well.
    fn reads(&self, holds: Slot, root: NodeId) -> Reads {
        let parsed = self.parsed;
        let is_set = |item: &Item<'_>| item.set.is_some();
        let estimates: HashMap<&str, usize> = parsed
            .estimates
            .iter()
            .enumerate()
            .map(|(at, item)| (item.entry.name.text.as_str(), at))
            .collect();
        let mut open = vec![(root, FileId::default())];
        let mut met = HashSet::new();
        let mut reads = Reads::Nothing;
        while let Some((root, file)) = open.pop() {
            let names = graph::names(&parsed.ast, Some(root), None, self.lowering.units());
            let of_functions = self.read_by_functions(file, root);
            for name in names.into_iter().chain(of_functions.iter().map(String::as_str)) {
                self.lowering.reads(
                    name,
                    (file, None::<TableId>),
                    &|name| self.is_defined(name),
                    &mut |read| {
                        let estimate = match &read {
                            Read::Name(name) => estimates.get(&**name).copied(),
                            Read::Column(..) => None,
                        };
                        let is_other =
                            |at: usize| parsed.idle.iter().any(|(other, _)| *other == Target::Estimate(at));
                        match estimate.and_then(|at| Some((at, parsed.estimates.get(at)?))) {
                            Some((at, item)) if !is_set(item) && !is_other(at) => {
                                reads = reads.max(Reads::Estimates);
                                if met.insert(at)
                                    && let Formula::Root(root) = item.value
                                {
                                    open.push((root, item.file));
                                }
                            }
                            _ => reads = Reads::Inputs,
                        }
                    },
                );
            }
            // What is uncertain is no constant.
            if reads == Reads::Estimates && !self.lowering.program().inputs_of([holds]).is_empty() {
                return Reads::Inputs;
            }
            if reads == Reads::Inputs {
                break;
            }
        }
        reads
    }
}

/// What a condition reads of its model.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Reads {
    Nothing,
    /// Estimates that follow from no input and no table.
    Estimates,
    /// An input, a table, or what a scenario replaces.
    Inputs,
}

fn reads_no_input(check: &Check) -> Diagnostic {
    let message = format!("the check `{}` reads no input, not even through its estimates", check.name.text);
    Diagnostic::error("E0516", message)
        .at(check.formula.all(), "the same whatever the inputs are")
        .help("move the numbers that may change under `[inputs]`")
}

fn reads_nothing(check: &Check, estimate: Option<&str>) -> Diagnostic {
    let error =
        Diagnostic::error("E0516", format!("the check `{}` reads nothing of the model", check.name.text))
            .at(check.formula.all(), "no input, no estimate and no table");
    match estimate {
        Some(name) => error.help(format!("compare a value of the model with its limit: `{name} <= …`")),
        None => error,
    }
}

fn always_true(ast: &Ast, root: NodeId, check: &Check) -> Diagnostic {
    let message = format!("the check `{}` holds whatever the inputs are", check.name.text);
    let error = Diagnostic::error("E0516", message).at(check.formula.all(), "it cannot fail");
    match without_idle_side(ast, root).or_else(|| without_limit(ast, root)) {
        Some((label, place, with)) => error.patch(label, place, with),
        None => error.help("compare with a limit that the value can break, or leave the check out"),
    }
}

/// A label, a place, and what goes there.
type Patch<'a> = (&'static str, Span, &'a str);

/// The condition without a part that holds always: `… or true`.
fn without_idle_side(ast: &Ast, root: NodeId) -> Option<Patch<'_>> {
    let Node::Binary(Binary::Or, left, right) = ast.node(root) else { return None };
    let (a, b) = (ast.span(left), ast.span(right));
    let place = match (ast.node(left), ast.node(right)) {
        (_, Node::Bool(true)) => Span { start: a.end, ..b },
        (Node::Bool(true), _) => Span { end: b.start, ..a },
        _ => return None,
    };
    Some(("without the side that always holds", place, ""))
}

/// The condition without the limit inside it: `min(storage, 1 TB) <= 1 TB`.
fn without_limit(ast: &Ast, root: NodeId) -> Option<Patch<'_>> {
    let Node::Binary(_, left, right) = ast.node(root) else { return None };
    [(left, right), (right, left)].into_iter().find_map(|(side, limit)| {
        let Node::Call { start, count: 2, .. } = ast.node(side) else { return None };
        let [a, b] = ast.arguments(start, 2) else { return None };
        let written = |node| ast.written(node).trim();
        let rest = match written(limit) {
            same if same == written(a.value) => b.value,
            same if same == written(b.value) => a.value,
            _ => return None,
        };
        Some(("without the limit inside", ast.span(side), written(rest)))
    })
}
