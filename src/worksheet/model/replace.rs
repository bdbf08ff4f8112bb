//! Values that take the place of others: those of `--set`, and of models that extend others.

use super::builder::{Builder, Shown};
use super::claim::Claim;
use super::file;
use super::parse::{Formula, Given, Item, Target};
use crate::lower::{Entry, Owner, Quantity, TableId, Type, Value};
use crate::syntax::Node;
use crate::text::diagnostic::Diagnostic;
use crate::units::scale::Scale;
use crate::worksheet::By;

/// What is replaced.
#[derive(Clone, Copy, Debug)]
pub(super) struct Replaced<'r> {
    pub name: &'r str,
    pub entry: &'r file::Entry,
    pub formula: Formula,
    /// The unit to print it in, as a conversion.
    pub unit: Option<u32>,
}

impl Item<'_> {
    /// Returns what a scenario or `--set` replaces.
    pub(super) fn replaced(&self) -> Replaced<'_> {
        Replaced { name: &self.entry.name.text, entry: self.entry, formula: self.value, unit: self.unit }
    }
}

impl<'a> Builder<'a> {
    /// Returns a value, which must have the dimension of the values that it replaces in the models that this one
    /// extends. What is wrong with those is of no interest, since they do not count. The value may be that of a cell in a
    /// `row`.
    pub(super) fn kept(
        &mut self,
        of: Replaced<'_>,
        was: &[(Formula, &'a file::Value)],
        mut value: Value,
        row: Option<(TableId, usize)>,
    ) -> Value {
        for (formula, was) in was {
            let owner = Owner::Formula(format!("{} before", of.name));
            let old = match *formula {
                Formula::Root(root) => self.lowering.quietly(owner, &self.parsed.ast, root, row),
                formula => self.formula(formula),
            };
            if value.is_unknown() || old.is_unknown() || matches!(value.kind, Type::Rest(_)) {
                continue;
            }
            let is_number = match of.formula {
                Formula::Root(root) => self.is_literal(root),
                _ => true,
            };
            value = match self.in_place_of(of, old, value, is_number) {
                Ok(value) => value,
                Err(()) => {
                    let units = self.lowering.units();
                    let (old, new) = (old.words(units), value.words(units));
                    let message = format!("`{}` is {old}, and cannot become {new}", of.name);
                    let error = Diagnostic::error("E0302", message)
                        .at(of.entry.value.span(), new)
                        .see(was.span(), old)
                        .help("give it a value of the same dimension, or another name");
                    self.lowering.report(error);
                    Value::UNKNOWN
                }
            };
        }
        value
    }

    /// Lowers the values that do not count in this run, to tell what is wrong with them; no trace of them is left.
    pub(super) fn check_idle(&mut self, inputs: &[Value], estimates: &[Shown]) {
        let parsed = self.parsed;
        if parsed.idle.is_empty() {
            return;
        }
        let mark = self.lowering.mark();
        for (target, given) in &parsed.idle {
            let (item, was) = match *target {
                Target::Input(at) => (parsed.inputs.get(at), inputs.get(at).copied()),
                Target::Estimate(at) => {
                    (parsed.estimates.get(at), estimates.get(at).map(|shown| shown.value))
                }
                Target::Cell(..) => {
                    self.check_idle_cell(*target, *given);
                    continue;
                }
            };
            // One error for one mistake.
            let (Some(item), Some(was)) = (item, was.filter(|was| !was.is_unknown())) else { continue };
            self.begin(item, Owner::Formula(format!("{} elsewhere", item.entry.name.text)));
            let value = self.given(was, given.formula);
            self.replaced(item.replaced(), was, value, given.claim);
        }
        self.lowering.begin(Entry::default());
        self.lowering.go_back(mark);
    }

    fn check_idle_cell(&mut self, target: Target, given: Given<'a>) -> Option<()> {
        let Target::Cell(table, at, row) = target else { return None };
        let parsed = self.parsed;
        let (rows, column) = (parsed.tables.get(table)?, parsed.column((table, at))?);
        let (entry, formula) = column.given(column.cells.get(row)?)?;
        let was = self.cells.get(table)?.get(at)?.get(row)?.value;
        let row = &rows.table.rows.get(row)?.name.text;
        let name = format!("{}.{row}.{}", rows.table.name.text, column.name.text);
        let owner = Owner::Formula(format!("{name} elsewhere"));
        self.lowering.begin(Entry { owner, file: rows.file, ..Entry::default() });
        let value = self.given(was, given.formula);
        let unit = column.computed.as_ref().and_then(|item| item.unit);
        self.replaced(Replaced { name: &name, entry, formula, unit }, was, value, given.claim);
        Some(())
    }

    /// Returns the value of a scenario or of `--set` in place of a value of the same dimension.
    pub(super) fn replaced(&mut self, of: Replaced<'_>, was: Value, given: Value, claim: &Claim) -> Value {
        if let Ok(value) = self.in_place_of(of, was, given, true) {
            return value;
        }
        let name = of.name;
        let (old, new) = (was.words(self.lowering.units()), given.words(self.lowering.units()));
        let mut error = Diagnostic::error("E0302", format!("`{name}` is {old}, and cannot be set to {new}"))
            .at(claim.value.span(), new)
            .see(of.entry.value.span(), old);
        if let Some(table) = was.table().and_then(|table| self.lowering.table(table)) {
            let rows = table.rows().iter().take(3);
            let rows: Vec<String> = rows.map(|row| format!("`{row}`")).collect();
            error = error.help(format!("the rows of `{}` are {}", table.name(), rows.join(", ")));
        }
        if let Type::Quantity(quantity) = was.kind {
            let example = quantity.example(self.lowering.units());
            error = error.help(match claim.by {
                By::Set => format!("for example `--set {name}='{example}'`"),
                _ => format!("for example `{name} = \"{example}\"`"),
            });
        }
        self.lowering.report(error);
        Value::UNKNOWN
    }

    /// Returns a value as it stands in place of another one; a plain number may count what the other one counts.
    fn in_place_of(
        &mut self,
        of: Replaced<'_>,
        was: Value,
        given: Value,
        may_be_bare: bool,
    ) -> Result<Value, ()> {
        if let (Type::Quantity(old), Type::Quantity(new)) = (was.kind, given.kind)
            && may_be_bare
            && new.dimension.is_none()
            && !old.dimension.is_none()
            && !new.notation.percent
            && let Some(unit) = self.unit_of_bare_number(of, old)
        {
            return Ok(Value {
                kind: Type::Quantity(Quantity { scale: unit.scale.times(new.scale), ..unit }),
                ..given
            });
        }
        match (was.kind, given.kind) {
            (_, Type::Unknown) | (Type::Unknown, _) | (Type::Bool, Type::Bool) => Ok(given),
            (Type::Row(old), Type::Row(new)) if old == new => Ok(given),
            (Type::Quantity(old), Type::Quantity(new)) if old.dimension == new.dimension => {
                let notation = if new.notation.iter().next().is_none() { old.notation } else { new.notation };
                Ok(Value {
                    kind: Type::Quantity(Quantity {
                        notation: notation.in_percent(old.notation.percent || new.notation.percent),
                        ..new
                    }),
                    ..given
                })
            }
            _ => Err(()),
        }
    }

    /// Returns the unit of a bare number: the unit in which the value that it replaces is printed.
    fn unit_of_bare_number(&mut self, of: Replaced<'_>, old: Quantity) -> Option<Quantity> {
        if !old.takes_bare_number(self.lowering.units()) {
            return None;
        }
        if let Some(target) = of.unit {
            return self.lowering.unit_at(&self.parsed.ast, target);
        }
        let literal = match of.formula {
            Formula::Root(root) => self.is_literal(root),
            _ => false,
        };
        if literal || old.notation.asked.is_some() {
            return Some(old);
        }
        // The scale of a formula depends on its operands, but a count, or a rate per second, is printed.
        Some(Quantity { scale: Scale::ONE, notation: old.notation.in_percent(false), ..old })
    }

    fn is_literal(&self, root: crate::syntax::NodeId) -> bool {
        matches!(self.parsed.ast.node(root), Node::Literal(_) | Node::Range { .. })
    }
}
