//! Lowering the inputs of a model and the values that `--set` replaces them with.

use std::collections::{HashMap, HashSet};

use super::builder::{Builder, Inputs};
use super::file::{self, Correlation};
use super::parse::{Formula, Given, Item};
use crate::engine::{Distribution, Slot};
use crate::lower::{self, Correlated, FileId, Owner, Quantity, Read, Value};
use crate::syntax::Node;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::text::suggest;

impl<'a> Builder<'a> {
    /// Lowers all inputs.
    pub(super) fn lower_inputs(&mut self) -> Inputs {
        let parsed = self.parsed;
        let has_copies = parsed.has_copies();
        // The earlier input with which one shares its variable.
        let mut owners: HashMap<(Span, Option<Span>), usize> = HashMap::new();
        let mut shared: Vec<(usize, usize)> = Vec::new();
        let mut values = Vec::with_capacity(parsed.inputs.len());
        let mut limits = Vec::with_capacity(parsed.inputs.len());
        for (at, item) in parsed.inputs.iter().enumerate() {
            let name = &item.entry.name.text;
            if has_copies && !self.is_row(item) {
                let text = (item.entry.value.span(), item.set.map(|given| given.claim.value.span()));
                if let Some(owner) = owners.get(&text).copied() {
                    shared.push((at, owner));
                    values.push((name.clone(), Value::UNKNOWN, item.entry.value.span()));
                    limits.push(limits.get(owner).copied().unwrap_or((f64::NEG_INFINITY, f64::INFINITY)));
                    continue;
                }
                owners.insert(text, at);
            }
            // A replaced input determines the dimension only; the new samples are independent of it.
            let owner = match item.set {
                Some(_) => Owner::Formula(name.clone()),
                None => Owner::Input(name.clone()),
            };
            self.begin(item, owner);
            let mut value = match &item.entry.value {
                file::Value::Data { numbers, span } => self.data(item, numbers, *span),
                _ if self.names_another(item) => Value::UNKNOWN,
                _ => self.formula(item.value),
            };
            value = self.kept(item.replaced(), &item.was, value, None);
            if let Some(Given { formula, claim }) = item.set {
                self.lowering.set_owner(Owner::Input(name.clone()));
                let given = self.given(value, formula);
                value = self.replaced(item.replaced(), value, given, claim);
            }
            self.warn_of_share(item, value);
            self.warn_of_unit_in_name(item, value);
            self.warn_below_zero(item, value);
            limits.push(self.limits(item, value));
            self.lowering.begin(lower::Entry::default());
            values.push((name.clone(), value, item.entry.value.span()));
        }
        let mut fed = self.feed(&values);
        for (at, owner) in shared {
            if let (Some(value), Some(place)) = (fed.get(owner).copied(), fed.get_mut(at)) {
                *place = value;
            }
        }
        self.correlate(&fed);
        let shown = self.parsed.inputs.iter().zip(&fed).map(|(item, value)| {
            // Of a condition that holds in some samples, how many.
            let shown = self.lowering.probability_of(*value, item.entry.value.span()).unwrap_or(*value);
            self.show(item, shown)
        });
        let shown = shown.collect();
        Inputs { values: fed, limits, shown }
    }

    /// The distribution of observed values, in the unit of the input.
    fn data(&mut self, item: &Item<'a>, numbers: &[f64], span: Span) -> Value {
        let unit = match item.unit {
            Some(target) => self.lowering.unit_at(&self.parsed.ast, target),
            None => Some(Quantity::NUMBER),
        };
        match unit {
            Some(quantity) => self.lowering.observed(numbers.to_vec(), quantity, span),
            None => Value::UNKNOWN,
        }
    }

    /// Correlates inputs with others. One that `--set` made certain is correlated with nothing any more.
    fn correlate(&mut self, values: &[Value]) {
        let parsed = self.parsed;
        let all = || parsed.inputs.iter().zip(values);
        let mut met: HashSet<Span> = HashSet::new();
        for (item, value) in all() {
            // Those of a copy are those of the first one.
            if !item.entry.correlated.is_empty() && !met.insert(item.entry.value.span()) {
                continue;
            }
            for Correlation { input, rank, place } in &item.entry.correlated {
                let name = item.entry.name.text.as_str();
                let found = all().find(|(other, _)| other.entry.name.text == input.text);
                let Some((other, of)) = found else {
                    let names = parsed.inputs.iter().map(|item| item.entry.name.text.as_str());
                    let near = suggest::nearest(&input.text, names, 1);
                    self.lowering.refuse_unknown_input(&input.text, near.first().copied(), input.span);
                    continue;
                };
                let is_dropped =
                    |item: &Item<'_>, value: Value| item.set.is_some() && self.lowering.is_certain(value);
                if is_dropped(item, *value) || is_dropped(other, *of) {
                    continue;
                }
                let one = Correlated { name: &input.text, value: *of, span: input.span };
                let own = Correlated { name, value: *value, span: item.entry.name.span };
                self.lowering.correlate([one, own], (*rank, *place));
            }
        }
    }

    /// Whether an input names another value, which is reported. Values that follow from others are estimates.
    fn names_another(&mut self, item: &Item<'a>) -> bool {
        let Formula::Root(root) = item.value else { return false };
        let ast = &self.parsed.ast;
        for id in ast.below(root) {
            if let Node::Name { text, .. } = ast.node(id)
                && let text = ast.str(text)
                && self.names_value(item.file, text)
            {
                self.lowering.report(
                    Diagnostic::error(
                        "E0509",
                        format!("the input `{}` names `{text}`", item.entry.name.text),
                    )
                    .at(ast.span(id), "an input cannot name another value")
                    .help("values that follow from others go under `[estimates]`"),
                );
                return true;
            }
        }
        false
    }

    /// Whether a name in a file is that of an input, an estimate, a cell or a column.
    fn names_value(&self, file: FileId, text: &str) -> bool {
        let mut is_value = false;
        self.lowering.reads(text, (file, None), &|name| self.is_defined(name), &mut |read| {
            is_value |= match read {
                Read::Name(name) => self.lowering.table_named(FileId::default(), &name).is_none(),
                Read::Column(..) => true,
            };
        });
        is_value
    }

    /// Whether an input is a row of a table, of which each copy of a file has its own.
    fn is_row(&self, item: &Item<'a>) -> bool {
        let root = item.set.map_or(item.value, |given| given.formula).root();
        root.is_some_and(|root| matches!(self.parsed.ast.node(root), Node::Name { .. }))
    }

    /// Lowers the value of `--set`. A row of the same table as the value it replaces may be named without the table.
    pub(super) fn given(&mut self, was: Value, formula: Formula) -> Value {
        let ast = &self.parsed.ast;
        if let (Some(table), Formula::Root(root)) = (was.table(), formula)
            && let Node::Name { text, .. } = ast.node(root)
        {
            let (name, span) = (ast.str(text), ast.span(root));
            if let Some(row) = self.lowering.row(table, name, span) {
                return row;
            }
            if !name.contains('.') && !self.is_defined(name) {
                self.lowering.refuse_row(table, name, span);
                return Value::UNKNOWN;
            }
        }
        self.formula(formula)
    }

    /// Returns the minimum and maximum of an input, in the value's scale. They apply to every value that the input is
    /// given.
    fn limits(&mut self, item: &Item<'a>, value: Value) -> (f64, f64) {
        let mut limits = (f64::NEG_INFINITY, f64::INFINITY);
        for (limit, below) in [(item.min, false), (item.max, true)] {
            let Some(formula) = limit else { continue };
            let bound = self.formula(formula);
            let (Some(x), Some(y)) = (value.quantity(), bound.quantity()) else { continue };
            let place = match formula {
                Formula::Root(root) => self.parsed.ast.span(root),
                Formula::Number(_, span)
                | Formula::Truth(_, span)
                | Formula::Data(span)
                | Formula::Rest(span) => span,
                Formula::Invalid => continue,
            };
            let given = item.set.map_or(item.entry.value.span(), |given| given.claim.value.span());
            let name = &item.entry.name.text;
            if x.dimension != y.dimension {
                let (is, limit) = (value.words(self.lowering.units()), bound.words(self.lowering.units()));
                self.lowering.report(
                    Diagnostic::error("E0301", format!("`{name}` is {is}, and its limit is {limit}"))
                        .at(place, limit)
                        .see(given, is),
                );
                continue;
            }
            let (Some(actual), Some(limit)) =
                (self.end_of(value.slot, below), self.lowering.number_of(bound.slot))
            else {
                continue;
            };
            let in_scale = limit * y.scale.over(x.scale).to_f64();
            limits = if below { (limits.0, in_scale) } else { (in_scale, limits.1) };
            let actual = actual * x.scale.over(y.scale).to_f64();
            if (below && actual > limit) || (!below && actual < limit) {
                let problem = if below { "above its maximum" } else { "below its minimum" };
                self.lowering.report(
                    Diagnostic::error("E0513", format!("`{name}` is {problem}"))
                        .at(given, "")
                        .see(place, if below { "at most this" } else { "at least this" }),
                );
            }
        }
        limits
    }

    /// Returns a value's number, or the upper or lower end of a range. Returns `None` for a value computed from ranges.
    pub(super) fn end_of(&self, slot: Slot, upper: bool) -> Option<f64> {
        match self.lowering.distribution_of(slot).map(Distribution::ends) {
            Some((low, high)) => Some(if upper { high } else { low }),
            None => self.lowering.number_of(slot),
        }
    }

    /// Warns of a share above 100% and of a share with a unit.
    fn warn_of_share(&mut self, item: &Item<'a>, value: Value) {
        let name = &item.entry.name.text;
        if !(name.ends_with("_share") || name == "hit_ratio") {
            return;
        }
        let Some(quantity) = value.quantity() else { return };
        let span = item.set.map_or(item.entry.value.span(), |given| given.claim.value.span());
        if !quantity.dimension.is_none() {
            let words = value.words(self.lowering.units());
            self.lowering.report(
                Diagnostic::warning("W0106", format!("`{name}` is {words}, but a share is a plain number"))
                    .at(span, "")
                    .help("write a share like `20%`"),
            );
            return;
        }
        let number = self.end_of(value.slot, true).unwrap_or(0.0);
        if number * quantity.scale.to_f64() > 1.0 {
            self.lowering.report(
                Diagnostic::warning("W0106", format!("`{name}` is above 100%"))
                    .at(span, "")
                    .help("write a share like `20%`"),
            );
        }
    }
}
