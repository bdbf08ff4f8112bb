//! Lowering checks, and refusing those that pass whatever the inputs are.

use std::collections::{HashMap, HashSet};

use super::builder::{Builder, Shown};
use super::file::Check;
use super::graph;
use super::parse::{Formula, Item};
use crate::engine::Slot;
use crate::lower::{Entry, FileId, Owner, Value};
use crate::syntax::{Ast, Binary, Node, NodeId};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::worksheet::check::{self, Condition};

/// The beginnings and ends of names of shares, if the value is at most 1 as well.
const SHARES: [(&str, &str); 5] = [
    ("", "_share"),       // read_share <= 30
    ("", "_ratio"),       // hit_ratio >= 95
    ("util", ""),         // util <= 70, utilization <= 70
    ("", "_util"),        // cpu_util <= 70
    ("", "_utilization"), // disk_utilization <= 80
];

impl<'a> Builder<'a> {
    /// Lowers the checks.
    pub(super) fn lower_checks(&mut self, inputs: &[Shown], estimates: &[Shown]) -> Vec<Option<Condition>> {
        let parsed = self.parsed;
        let items = parsed.inputs.iter().zip(inputs).chain(parsed.estimates.iter().zip(estimates));
        let named: HashMap<&str, (&Item<'a>, Value)> =
            items.map(|(item, shown)| (item.entry.name.text.as_str(), (item, shown.value))).collect();
        let mut lowered = Vec::with_capacity(parsed.checks.len());
        for (check, formula) in &parsed.checks {
            let owner = Owner::Formula(check.name.text.clone());
            self.lowering.begin(Entry {
                subject: None,
                owner,
                accepts_warnings: check.ok.is_some(),
                ..Entry::default()
            });
            let result = match formula {
                Formula::Root(root) if self.refuse_bare_share(*root, &named) => None,
                Formula::Root(root) => check::lower(&mut self.lowering, &parsed.ast, *root)
                    .map(|condition| self.confident(condition, *root, check.formula.all())),
                _ => None,
            };
            lowered.push(result);
        }
        self.refuse_idle(&lowered, &named);
        self.lower_horizons(&mut lowered);
        lowered
    }

    /// `util <= 70`, where the name says a share: 70%, or a factor of 70? Reported; returns whether it was.
    fn refuse_bare_share(&mut self, root: NodeId, named: &HashMap<&str, (&Item<'a>, Value)>) -> bool {
        let ast = &self.parsed.ast;
        for id in ast.below(root) {
            let Node::Binary(comparison, left, right) = ast.node(id) else { continue };
            if !comparison.compares() {
                continue;
            }
            for (side, limit) in [(left, right), (right, left)] {
                let Some(name) = single_name(ast, side) else { continue };
                let Some((item, value)) = named.get(name) else { continue };
                let in_percent = item.entry.unit.as_ref().is_some_and(|unit| unit.text.trim() == "%");
                let is_called = SHARES.iter().any(|(start, end)| {
                    name.starts_with(start) && name.ends_with(end) && name.len() >= start.len() + end.len()
                });
                let is_plain = value.quantity().is_some_and(|quantity| quantity.dimension.is_none());
                if !is_plain || ast.literal(limit).is_none_or(|literal| literal.value <= 1.0) {
                    continue;
                }
                let is_share = in_percent
                    || is_called && self.lowering.typical(*value).is_some_and(|number| number <= 1.0);
                if is_share && self.lowering.refuse_number_beside_share(ast, limit, name) {
                    return true;
                }
            }
        }
        false
    }

    /// Reports checks that read nothing of the model, or that hold whatever its values are.
    fn refuse_idle(&mut self, lowered: &[Option<Condition>], named: &HashMap<&str, (&Item<'a>, Value)>) {
        let parsed = self.parsed;
        let opaque: HashSet<Slot> = named.values().map(|(_, value)| value.slot).collect();
        // A value that was set may decide a check that the model leaves open.
        let is_set = parsed.inputs.iter().chain(&parsed.estimates).any(|item| item.set.is_some());
        if is_set || lowered.iter().all(Option::is_none) {
            return;
        }
        // What a formula names was lowered before it, in the scale it was written in.
        let bounds = self.lowering.bounds(opaque);
        for ((check, _), condition) in parsed.checks.iter().zip(lowered) {
            let Some(condition) = condition else { continue };
            let Some(root) = condition.root else { continue };
            let names = graph::names(&parsed.ast, Some(root), None, self.lowering.units());
            let reads = names.iter().any(|name| self.reads_any(name));
            if reads && !bounds.is_always_true(condition.holds) {
                continue;
            }
            let last = parsed.estimates.last().or(parsed.inputs.last());
            let last = last.map(|item| item.entry.name.text.as_str());
            let error =
                if reads { always_true(&parsed.ast, root, check) } else { reads_nothing(check, last) };
            self.lowering.report(error);
        }
    }

    /// Whether a name of the model itself reads a value of it, or of a model that it uses.
    fn reads_any(&self, name: &str) -> bool {
        let mut reads = false;
        let place = (FileId::default(), None);
        self.lowering.reads(name, place, &|name| self.is_defined(name), &mut |_| reads = true);
        reads
    }

    /// Reports units that are only ever used as values: inputs under the wrong heading.
    pub(super) fn refuse_inputs_among_units(&mut self) {
        let parsed = self.parsed;
        let ast = &parsed.ast;
        let roots = parsed.inputs.iter().chain(&parsed.estimates).map(|item| item.value);
        let roots = roots.chain(parsed.checks.iter().map(|(_, formula)| *formula)).filter_map(Formula::root);
        let mut used: HashMap<&str, (Span, bool)> = HashMap::new();
        for id in roots.flat_map(|root| ast.below(root)) {
            if let Node::Name { text, divides } = ast.node(id) {
                let found = used.entry(ast.str(text)).or_insert((ast.span(id), false));
                found.1 |= divides;
            }
        }
        for (_, entry, _) in &parsed.units {
            let name = entry.name.text.as_str();
            let Some((place, false)) = used.get(name) else { continue };
            let is_unit = |word: &crate::syntax::Word| {
                ast.str(word.text).trim_end_matches('s') == name.trim_end_matches('s')
            };
            if ast.words.iter().any(is_unit) {
                continue;
            }
            self.lowering.report(
                Diagnostic::error("E0517", format!("`{name}` is declared as a unit, and used as a value"))
                    .at(entry.name.span, "a unit has no source, no range, and no `--set`")
                    .see(*place, "used as a value")
                    .help(format!("move `{name}` under `[inputs]`")),
            );
        }
    }
}

/// The name that a side of a comparison is, or that a statistic of it reads: `p95(util)`.
fn single_name(ast: &Ast, mut node: NodeId) -> Option<&str> {
    loop {
        node = match ast.node(node) {
            Node::Name { text, .. } => return Some(ast.str(text)),
            Node::Group(inner) => inner,
            Node::Call { start, count: 1, .. } => ast.arguments(start, 1).first()?.value,
            _ => return None,
        };
    }
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
