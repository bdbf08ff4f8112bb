//! Lowering the inputs of a model and the values that `--set` replaces them with.

use std::collections::HashMap;

use super::builder::{Builder, Inputs};
use super::file::Entry;
use super::parse::{Formula, Item};
use crate::engine::{Distribution, Slot};
use crate::lower::{self, Owner, Quantity, Type, Value};
use crate::syntax::Node;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::scale::Scale;

/// What is replaced: its name, its entry, its formula, and the unit to print it in.
pub(super) type Replaced<'r> = (&'r str, &'r Entry, Formula, Option<u32>);

impl<'a> Item<'a> {
    /// Returns what `--set` replaces.
    pub fn replaced(&self) -> Replaced<'_> {
        (&self.entry.name.text, self.entry, self.value, self.unit)
    }
}

impl<'a> Builder<'a> {
    /// Lowers all inputs.
    pub(super) fn lower_inputs(&mut self) -> Inputs {
        let parsed = self.parsed;
        let names: HashMap<&str, ()> = parsed
            .inputs
            .iter()
            .chain(&parsed.estimates)
            .map(|item| (item.entry.name.text.as_str(), ()))
            .collect();
        let mut values = Vec::with_capacity(parsed.inputs.len());
        let mut limits = Vec::with_capacity(parsed.inputs.len());
        for item in &parsed.inputs {
            let name = &item.entry.name.text;
            // A replaced input determines the dimension only; the new samples are independent of it.
            let owner = match item.set {
                Some(_) => Owner::Formula(name.clone()),
                None => Owner::Input(name.clone()),
            };
            self.begin(item, owner);
            let mut value =
                if self.names_another(item, &names) { Value::UNKNOWN } else { self.formula(item.value) };
            if let Some((formula, text)) = item.set {
                self.lowering.set_owner(Owner::Input(name.clone()));
                let given = self.given(value, formula);
                value = self.replaced(item.replaced(), value, given, text.all());
            }
            self.warn_of_share(item, value);
            self.warn_of_unit_in_name(item, value);
            self.warn_below_zero(item, value);
            limits.push(self.limits(item, value));
            self.lowering.begin(lower::Entry::default());
            values.push((name.clone(), value, item.entry.value.span()));
        }
        let fed = self.feed(&values);
        let shown =
            self.parsed.inputs.iter().zip(&fed).map(|(item, value)| self.show(item, *value)).collect();
        Inputs { values: fed, limits, shown }
    }

    /// Whether an input names another value, which is reported. Values that follow from others are estimates.
    fn names_another(&mut self, item: &Item<'a>, names: &HashMap<&str, ()>) -> bool {
        let Formula::Root(root) = item.value else { return false };
        let ast = &self.parsed.ast;
        for id in ast.below(root) {
            if let Node::Name { text, .. } = ast.node(id)
                && let text = ast.str(text)
                && (names.contains_key(text) || self.names_cell(text))
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

    /// Whether a name is that of a cell or a column.
    fn names_cell(&self, text: &str) -> bool {
        let mut is_cell = false;
        self.lowering.reads(text, None, &|name| self.is_defined(name), &mut |read| {
            is_cell |= matches!(read, lower::Read::Column(..));
        });
        is_cell
    }

    /// Lowers the value of `--set`. A row of the same table as the value it replaces may be named without the table.
    pub(super) fn given(&mut self, was: Value, formula: Formula) -> Value {
        let ast = &self.parsed.ast;
        if let (Some(table), Formula::Root(root)) = (was.table(), formula)
            && let Node::Name { text, .. } = ast.node(root)
            && let Some(row) = self.lowering.row(table, ast.str(text), ast.span(root))
        {
            return row;
        }
        self.formula(formula)
    }

    /// Returns the value of `--set` in place of a value of the same dimension.
    pub(super) fn replaced(
        &mut self,
        (name, entry, formula, unit): Replaced<'_>,
        was: Value,
        given: Value,
        place: Span,
    ) -> Value {
        if let (Type::Quantity(old), Type::Quantity(new)) = (was.kind, given.kind)
            && new.dimension.is_none()
            && !old.dimension.is_none()
            && !new.notation.percent
            && let Some(unit) = self.unit_of_bare_number((formula, unit), old)
        {
            return Value {
                kind: Type::Quantity(Quantity { scale: unit.scale.times(new.scale), ..unit }),
                ..given
            };
        }
        match (was.kind, given.kind) {
            (_, Type::Unknown) | (Type::Unknown, _) => given,
            (Type::Bool, Type::Bool) => given,
            (Type::Row(old), Type::Row(new)) if old == new => given,
            (Type::Quantity(old), Type::Quantity(new)) if old.dimension == new.dimension => {
                let notation = if new.notation.iter().next().is_none() { old.notation } else { new.notation };
                Value {
                    kind: Type::Quantity(Quantity {
                        notation: notation.in_percent(old.notation.percent || new.notation.percent),
                        ..new
                    }),
                    ..given
                }
            }
            _ => {
                let (old, new) = (was.words(self.lowering.units()), given.words(self.lowering.units()));
                let mut error =
                    Diagnostic::error("E0302", format!("`{name}` is {old}, and cannot be set to {new}"))
                        .at(place, new)
                        .see(entry.value.span(), old);
                if let Some(table) = was.table().and_then(|table| self.lowering.table(table)) {
                    let rows = table.rows().iter().take(3);
                    let rows: Vec<String> = rows.map(|row| format!("`{row}`")).collect();
                    error = error.help(format!("the rows of `{}` are {}", table.name(), rows.join(", ")));
                }
                if let Type::Quantity(quantity) = was.kind {
                    let example = quantity.example(self.lowering.units());
                    error = error.help(format!("for example `--set {name}='{example}'`"));
                }
                self.lowering.report(error);
                Value::UNKNOWN
            }
        }
    }

    /// Returns the unit of a bare number in `--set`: the unit in which the value is printed.
    fn unit_of_bare_number(
        &mut self,
        (formula, unit): (Formula, Option<u32>),
        old: Quantity,
    ) -> Option<Quantity> {
        if !old.takes_bare_number(self.lowering.units()) {
            return None;
        }
        if let Some(target) = unit {
            return self.lowering.unit_at(&self.parsed.ast, target);
        }
        let literal = match formula {
            Formula::Root(root) => {
                matches!(self.parsed.ast.node(root), Node::Literal(_) | Node::Range { .. })
            }
            _ => false,
        };
        if literal || old.notation.asked.is_some() {
            return Some(old);
        }
        // The scale of a formula depends on its operands, but a count, or a rate per second, is printed.
        Some(Quantity { scale: Scale::ONE, notation: old.notation.in_percent(false), ..old })
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
                Formula::Number(_, span) | Formula::Truth(_, span) | Formula::Rest(span) => span,
                Formula::Invalid => continue,
            };
            let given = item.set.map_or(item.entry.value.span(), |(_, text)| text.all());
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
        let span = item.set.map_or(item.entry.value.span(), |(_, text)| text.all());
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
