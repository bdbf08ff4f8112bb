//! What is said of the future: growth, saturation and steps of inputs and cells, horizons of checks. A run is of
//! today: it reads none of them, but tells what is wrong with them.

use super::builder::{Builder, Shown};
use super::file::{self, Value as Written};
use super::parse::{Grown, Parsed, Reader, Target};
use crate::lower::{Entry, FileId, Owner, Type, Value};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};

/// Growth: a share per time.
const PER_TIME: Dimension = Dimension::of(&[(Base::TIME, -1)]);
/// How long from today.
const TIME: Dimension = Dimension::of(&[(Base::TIME, 1)]);

impl Builder<'_> {
    /// Lowers what is said of the future, to tell what is wrong with it; no trace of it is left.
    pub(super) fn check_future(&mut self, inputs: &[Value]) {
        let parsed = self.parsed;
        if parsed.grown.is_empty() && parsed.horizons.is_empty() {
            return;
        }
        let mark = self.lowering.mark();
        for grown in &parsed.grown {
            let value = match grown.target {
                Target::Input(at) => inputs.get(at).copied(),
                Target::Cell(table, column, row) => self.cell_at(table, column, row).map(|cell| cell.value),
                Target::Estimate(_) => None,
            };
            let Some(value) = value.filter(|value| !value.is_unknown()) else { continue };
            let owner = Owner::Formula(format!("{} in future", grown.name));
            self.lowering.begin(Entry { owner, file: grown.file, accepts_warnings: true, subject: None });
            let mut falls = false;
            if let Some((formula, span)) = grown.rate {
                let rate = self.formula(formula);
                falls = self.lowering.typical(rate).is_some_and(|rate| rate < 0.0);
                self.expect_dimension(rate, PER_TIME, ("growth", "a share per time, like `40%/year`"), span);
            }
            if let Some((formula, span)) = grown.saturates {
                let most = self.formula(formula);
                let is_set = matches!(grown.target, Target::Input(at)
                    if parsed.inputs.get(at).is_some_and(|item| item.set.is_some()));
                if self.like(value, most, ("saturates", &grown.name), span) && !is_set {
                    self.refuse_past(value, most, (&grown.name, falls), span);
                }
            }
            for [(when, at), (then, span)] in &grown.steps {
                let when = self.formula(*when);
                self.expect_dimension(when, TIME, ("a step", "after a time, like `6 months`"), *at);
                self.refuse_past_time(when, *at);
                let then = self.formula(*then);
                self.like(value, then, ("a step", &grown.name), *span);
            }
        }
        for (_, formula, span) in &parsed.horizons {
            self.lowering.begin(Entry { accepts_warnings: true, ..Entry::default() });
            let horizon = self.formula(*formula);
            self.expect_dimension(horizon, TIME, ("horizon", "a time, like `6 months`"), *span);
            self.refuse_past_time(horizon, *span);
        }
        self.lowering.begin(Entry::default());
        self.lowering.go_back(mark);
    }

    fn cell_at(&self, table: usize, column: usize, row: usize) -> Option<Shown> {
        self.cells.get(table)?.get(column)?.get(row).copied()
    }

    /// Reports a value of another dimension than the one that is expected.
    fn expect_dimension(&mut self, value: Value, wanted: Dimension, (what, is): (&str, &str), span: Span) {
        let fits =
            value.is_unknown() || value.quantity().is_some_and(|quantity| quantity.dimension == wanted);
        if !fits {
            let found = value.words(self.lowering.units());
            let message = format!("{what} is {is}, not {found}");
            self.lowering.report(Diagnostic::error("E0302", message).at(span, ""));
        }
    }

    /// Reports a time that is not after today.
    fn refuse_past_time(&mut self, time: Value, span: Span) {
        if self.lowering.typical(time).is_some_and(|time| time <= 0.0) {
            let error = Diagnostic::error("E0505", "this is a time after today").at(span, "");
            self.lowering.report(error.help("for example `6 months`"));
        }
    }

    /// Reports a value that cannot stand in place of another one. Returns whether both are quantities alike.
    fn like(&mut self, value: Value, other: Value, (what, name): (&str, &str), span: Span) -> bool {
        let fits = match (value.kind, other.kind) {
            (Type::Quantity(one), Type::Quantity(other)) => one.dimension == other.dimension,
            (one, other) => one == other,
        };
        if !fits && !other.is_unknown() {
            let units = self.lowering.units();
            let message = format!("`{name}` is {}, and {what} is {}", value.words(units), other.words(units));
            self.lowering.report(Diagnostic::error("E0302", message).at(span, ""));
        }
        fits && value.quantity().is_some()
    }

    /// Reports a value that is past the one that it approaches.
    fn refuse_past(&mut self, value: Value, end: Value, (name, falls): (&str, bool), span: Span) {
        let (Some(now), Some(end)) = (self.lowering.typical(value), self.lowering.typical(end)) else {
            return;
        };
        let (side, other) = if falls { ("above", "a smaller") } else { ("below", "a larger") };
        if if falls { now <= end } else { now >= end } {
            let message = format!("`{name}` is not {side} the value at which it saturates");
            let error = Diagnostic::error("E0505", message).at(span, "");
            self.lowering.report(error.help(format!("give {other} value, or leave `saturates` out")));
        }
    }
}

impl Reader<'_> {
    /// Parses what is said of the future of inputs, cells and checks.
    pub fn future(&mut self, parsed: &mut Parsed<'_>) {
        for (at, item) in parsed.inputs.iter().enumerate() {
            self.grown(
                item.entry,
                item.entry.name.text.clone(),
                (Target::Input(at), item.file),
                &mut parsed.grown,
            );
        }
        for (table, rows) in parsed.tables.iter().enumerate() {
            for (column, of_column) in rows.columns.iter().enumerate() {
                for (row, (cell, of_row)) in of_column.cells.iter().zip(&rows.table.rows).enumerate() {
                    let Some((entry, _)) = cell.own else { continue };
                    let name = format!("{}.{}.{}", rows.table.name.text, of_row.name.text, entry.name.text);
                    self.grown(entry, name, (Target::Cell(table, column, row), rows.file), &mut parsed.grown);
                }
            }
        }
        for (at, (check, _)) in parsed.checks.iter().enumerate() {
            if let Some(horizon) = &check.horizon {
                parsed.horizons.push((at, self.value(horizon), horizon.span()));
            }
        }
    }

    fn grown(
        &mut self,
        entry: &file::Entry,
        name: String,
        (target, file): (Target, FileId),
        all: &mut Vec<Grown>,
    ) {
        let Some(growth) = &entry.growth else { return };
        let mut placed =
            |value: &Option<Written>| value.as_ref().map(|value| (self.value(value), value.span()));
        let (rate, saturates) = (placed(&growth.rate), placed(&growth.saturates));
        let steps = growth.steps.iter().map(|step| {
            [(self.text(&step.when), step.when.all()), (self.value(&step.value), step.value.span())]
        });
        let steps = steps.collect();
        all.push(Grown { target, file, name, rate, saturates, steps });
    }
}
