//! The state of lowering a model, and the operations common to its parts.

use std::collections::{HashMap, HashSet};

use super::parse::{Formula, Item, Parsed};
use crate::engine::{self, Op, Slot};
use crate::lower::{Entry, FileId, Growth, Lowering, Owner, Read, TableId, Type, Value};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::worksheet::check::Condition;
use crate::worksheet::fault;

/// Lowers a model whose formulas have been parsed.
pub(super) struct Builder<'a> {
    pub lowering: Lowering,
    pub parsed: &'a Parsed<'a>,
    pub diagnostics: Vec<Diagnostic>,
    pub remarks: Vec<String>,
    /// The share of samples in which plain checks on ranges must hold.
    pub confidence: Option<f64>,
    /// The names of inputs, estimates and tables.
    pub defined: HashSet<&'a str>,
    /// What functions read of tables, by their files and names.
    pub functions_read: HashMap<(FileId, String), Vec<String>>,
    /// The values of inputs and cells by the places of their texts, and of those that replace them: several copies of
    /// a file have one variable for each.
    pub shared: HashMap<(Span, Option<Span>), Value>,
    /// The cells of each column of each table, row by row; none until they are lowered.
    pub cells: Vec<Vec<Vec<Shown>>>,
    /// The growth of values by the places of the texts.
    pub growths: HashMap<Span, Growth>,
}

/// The numbers of estimates and columns, as the order of lowering knows them.
#[derive(Default)]
pub(super) struct Nodes<'a> {
    pub estimates: HashMap<&'a str, usize>,
    pub columns: HashMap<(TableId, usize), usize>,
}

impl Nodes<'_> {
    /// Returns the number of what a name reads. `None` if it was lowered before.
    pub fn node(&self, read: &Read<'_>) -> Option<usize> {
        match read {
            Read::Name(name) => self.estimates.get(&**name).copied(),
            Read::Column(table, column) => self.columns.get(&(*table, *column)).copied(),
        }
    }
}

/// A lowered model.
pub(super) struct Built {
    /// The values of the inputs for other formulas, in the scales in which they are written.
    pub values: Vec<Value>,
    /// The minimum and maximum of each input, in the same scale.
    pub limits: Vec<(f64, f64)>,
    pub inputs: Vec<Shown>,
    pub estimates: Vec<Shown>,
    pub checks: Vec<Option<Condition>>,
    /// For each estimate, that it is as expected.
    pub expected: Vec<Option<Condition>>,
}

/// A value to be shown.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub value: Value,
    pub slot: Slot,
}

/// The lowered inputs of a model.
pub(super) struct Inputs {
    /// Their values for other formulas.
    pub values: Vec<Value>,
    /// The minimum and maximum of each, in the scale of its value.
    pub limits: Vec<(f64, f64)>,
    /// Their values for printing.
    pub shown: Vec<Shown>,
}

impl<'a> Builder<'a> {
    pub(super) fn formula(&mut self, formula: Formula) -> Value {
        match formula {
            Formula::Root(root) => self.lowering.expression(&self.parsed.ast, root),
            Formula::Number(number, span) => self.lowering.plain_number(number, span),
            Formula::Truth(truth, span) => self.lowering.truth(truth, span),
            Formula::Data(_) | Formula::Rest(_) | Formula::Invalid => Value::UNKNOWN,
        }
    }

    /// Evaluates the certain values and makes them inputs of the program, so that other values can be fed.
    pub(super) fn feed(&mut self, values: &[(String, Value, Span)]) -> Vec<Value> {
        let program = self.lowering.program();
        // Most cells are numbers, and a table may have many: nothing of the program need be read for those.
        let are_numbers =
            values.iter().all(|(_, value, _)| matches!(program.op(value.slot), Some(Op::Const(_))));
        let varying = if are_numbers { Vec::new() } else { self.lowering.varying() };
        let has_statistics = !are_numbers && program.ops().iter().any(|op| matches!(op, Op::Reduce(..)));
        // A statistic of samples is certain, and has no value before samples are drawn.
        let sampled: Vec<bool> = values
            .iter()
            .map(|(_, value, _)| has_statistics && !program.inputs_of([value.slot]).is_empty())
            .collect();
        // A row that another one takes the place of is fed as well.
        let is_fed = |(name, value, _): &(String, Value, Span)| match value.kind {
            Type::Bool | Type::Quantity(_) => true,
            Type::Row(_) => self.has_steps(name),
            _ => false,
        };
        let is_fed: Vec<bool> = values.iter().map(is_fed).collect();
        let certain = |value: &Value, (is_sampled, is_fed): (bool, bool)| {
            is_fed && !is_sampled && (are_numbers || varying.get(value.slot.index()) == Some(&false))
        };
        let sampled: Vec<(bool, bool)> = sampled.into_iter().zip(is_fed).collect();
        let known = values.iter().zip(&sampled).filter(|((_, value, _), sampled)| certain(value, **sampled));
        let slots: Vec<Slot> = known.map(|((_, value, _), _)| value.slot).collect();
        let (numbers, faults) = engine::constants(self.lowering.program(), &slots);
        if !faults.is_empty() {
            self.diagnostics.extend(fault::faults(&self.lowering.compiled(), &faults, 1));
        }
        let mut numbers = numbers.into_iter();
        let mut fed = Vec::with_capacity(values.len());
        for ((name, value, span), sampled) in values.iter().zip(&sampled) {
            fed.push(if certain(value, *sampled) {
                let number = numbers.next().unwrap_or(f64::NAN);
                self.lowering.input(name, number, value.kind, *span)
            } else {
                *value
            });
        }
        fed
    }

    /// Begins an item; its ranges are named after `owner`.
    pub(super) fn begin(&mut self, item: &Item<'a>, owner: Owner) {
        self.lowering.begin(Entry {
            subject: Some(item.entry.name.text.clone()),
            owner,
            accepts_warnings: item.entry.ok.is_some(),
            file: item.file,
        });
    }

    /// Converts a value to the unit in its `unit =`, if it has one.
    pub(super) fn show(&mut self, item: &Item<'a>, value: Value) -> Shown {
        let span = item.entry.value.span();
        let value = match item.unit {
            Some(target) if !value.is_unknown() => {
                let subject = Some(item.entry.name.text.clone());
                self.lowering.begin(Entry { subject, file: item.file, ..Entry::default() });
                let root = match item.value {
                    Formula::Root(root) if item.set.is_none() => Some(root),
                    _ => None,
                };
                self.lowering.shown_in(&self.parsed.ast, root, value, target, span)
            }
            _ => value,
        };
        Shown { value, slot: self.lowering.reported(value, span) }
    }
}
