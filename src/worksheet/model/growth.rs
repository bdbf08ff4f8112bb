//! What is said of the future: growth, saturation and steps of inputs and cells, horizons of checks.

use super::builder::{Builder, Shown};
use super::file::{self, Value as Written};
use super::parse::{Formula, Grown, Parsed, Reader, Target};
use crate::lower::{Entry, FileId, Future, NoGrowth, Owner, Type, Value};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::dimension::{Base, Dimension};
use crate::worksheet::check::Condition;

/// How long from today.
const TIME: Dimension = Dimension::base(Base::TIME);

/// The limits of a value without any.
const NO_LIMITS: (f64, f64) = (f64::NEG_INFINITY, f64::INFINITY);

impl<'a> Builder<'a> {
    /// Lowers what is said of the future of the inputs, which have these limits.
    pub(super) fn lower_futures_of_inputs(&mut self, values: &[Value], limits: &[(f64, f64)]) {
        let parsed = self.parsed;
        for grown in &parsed.grown {
            let Target::Input(at) = grown.target else { continue };
            let limits = limits.get(at).copied().unwrap_or(NO_LIMITS);
            if let Some(value) = values.get(at) {
                self.lower_future(grown, *value, limits);
            }
        }
        self.lowering.begin(Entry::default());
    }

    /// Lowers what is said of the future of the cells of a column.
    pub(super) fn lower_futures_of_column(&mut self, (table, at): (usize, usize), cells: &[Shown]) {
        let parsed = self.parsed;
        for grown in &parsed.grown {
            if let Target::Cell(of, column, row) = grown.target
                && (of, column) == (table, at)
                && let Some(cell) = cells.get(row)
            {
                self.lower_future(grown, cell.value, NO_LIMITS);
            }
        }
        self.lowering.begin(Entry::default());
    }

    /// Whether a value has steps, so that another row may take its place.
    pub(super) fn has_steps(&self, name: &str) -> bool {
        self.parsed.grown.iter().any(|grown| grown.name == name && !grown.steps.is_empty())
    }

    fn lower_future(&mut self, grown: &Grown, value: Value, limits: (f64, f64)) {
        // What several copies of a file share is told once.
        if value.is_unknown() || self.lowering.has_future(value) {
            return;
        }
        let owner = Owner::Input(format!("{}.growth", grown.name));
        self.lowering.begin(Entry { owner, file: grown.file, accepts_warnings: true, subject: None });
        let mut future = Future::default();
        if let Some((formula, span)) = grown.rate
            && self.takes_growth(value, grown, span)
            && let Some(growth) = self.growth(formula, &grown.name, span)
        {
            (future.growth, future.speed, future.falls) = (Some(growth.slot), growth.speed, growth.falls);
        }
        let owner = Owner::Formula(format!("{} in future", grown.name));
        self.lowering.begin(Entry { owner, file: grown.file, accepts_warnings: true, subject: None });
        if let Some((formula, span)) = grown.saturates {
            let most = self.formula(formula);
            if self.like(value, most, ("saturates", &grown.name), span) {
                if !self.is_replaced(grown.target) {
                    self.refuse_past(value, most, (&grown.name, future.falls), span);
                }
                future.most = Some(self.lowering.in_scale_of(most, value, span));
            }
        }
        let most = grown.saturates.and(future.most);
        let mut latest = value;
        let mut starts: Vec<(f64, Span)> = Vec::new();
        for [(when, at), (then, span)] in &grown.steps {
            let Some(start) = self.seconds(*when, *at, "a step is after a time, like `6 months`") else {
                continue;
            };
            if let Some((_, known)) = starts.iter().find(|(known, _)| *known == start) {
                let message = format!("`{}` has two steps at one time", grown.name);
                let error = Diagnostic::error("E0505", message).at(*at, "the same time").see(*known, "");
                self.lowering.report(error.help("leave one of them out"));
                continue;
            }
            starts.push((start, *at));
            let then = self.given(value, *then);
            if !self.fits(value, then, ("a step", &grown.name), *span) {
                continue;
            }
            self.refuse_beyond(&grown.name, (value, then), limits, *span);
            let mut slot = self.lowering.in_scale_of(then, value, *span);
            if !self.lowering.is_certain(then) {
                match self.lowering.is_certain(latest) {
                    true => latest = then,
                    false => match self.lowering.same_variable((latest, then), *span) {
                        Some(same) => {
                            slot = self.lowering.in_scale_of(Value { slot: same, ..then }, value, *span)
                        }
                        None => self.refuse_kind(&grown.name, *span),
                    },
                }
            }
            future.steps.push((start, slot));
        }
        future.steps.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        if future.growth.is_none() && most.is_some() && grown.rate.is_none() {
            let span = grown.saturates.map_or(grown.place, |(_, span)| span);
            let error = Diagnostic::error("E0505", format!("`{}` saturates, and does not grow", grown.name));
            self.lowering.report(error.at(span, "").help("add its growth, like `growth = \"40%/year\"`"));
        }
        if future.growth.is_some() || !future.steps.is_empty() {
            self.lowering.note_future(value, future);
        }
    }

    fn is_replaced(&self, target: Target) -> bool {
        matches!(target, Target::Input(at)
            if self.parsed.inputs.get(at).is_some_and(|item| item.set.is_some()))
    }

    /// Whether a value can grow; one that cannot has steps, and is reported.
    fn takes_growth(&mut self, value: Value, grown: &Grown, span: Span) -> bool {
        if value.quantity().is_some() {
            return true;
        }
        let words = value.words(self.lowering.units());
        let message = format!("`{}` is {words}, which does not grow", grown.name);
        let error = Diagnostic::error("E0505", message).at(span, "");
        self.lowering.report(error.help("it can change at some time: `steps = { \"6 months\" = … }`"));
        false
    }

    fn growth(&mut self, formula: Formula, name: &str, span: Span) -> Option<crate::lower::Growth> {
        // Copies of a file share the variable.
        if let Some(known) = self.growths.get(&span) {
            return Some(*known);
        }
        let found = match formula {
            Formula::Root(root) => self.lowering.growth(&self.parsed.ast, root, name),
            formula => Err(NoGrowth::Other(Box::new(self.formula(formula)))),
        };
        match found {
            Ok(growth) => {
                self.growths.insert(span, growth);
                Some(growth)
            }
            Err(NoGrowth::Reported) => None,
            Err(NoGrowth::Other(value)) => {
                if !value.is_unknown() {
                    let found = value.words(self.lowering.units());
                    let message = format!("growth is a share per time, like `40%/year`, not {found}");
                    let error = Diagnostic::error("E0302", message).at(span, "");
                    let is_share = value.quantity().is_some_and(|quantity| quantity.dimension.is_none());
                    let text = match formula {
                        Formula::Root(root) if is_share => self.parsed.ast.written(root).trim().to_owned(),
                        _ => String::new(),
                    };
                    let is_bare = text.parse::<f64>().is_ok_and(|number| number > 1.0);
                    self.lowering.report(match text.as_str() {
                        "" => error.help(
                            "growth compounds; what grows by one amount has steps: `steps = { \"1 year\" = …, \"2 years\" = … }`",
                        ),
                        text if is_bare => error.patch("for a percentage each year", span, format!("{text}%/year")),
                        text => error.patch("for each year", span, format!("{text}/year")),
                    });
                }
                None
            }
        }
    }

    /// Lowers how long checks must hold.
    pub(super) fn lower_horizons(&mut self, conditions: &mut [Option<Condition>]) {
        let parsed = self.parsed;
        for (at, formula, span) in &parsed.horizons {
            self.lowering.begin(Entry { accepts_warnings: true, ..Entry::default() });
            let seconds = self.seconds(*formula, *span, "horizon is a time, like `6 months`");
            if let Some(Some(condition)) = conditions.get_mut(*at) {
                condition.horizon = seconds;
            }
        }
        self.lowering.begin(Entry::default());
    }

    /// Returns the seconds of a time after today. `None` if an error was reported.
    fn seconds(&mut self, formula: Formula, span: Span, what: &str) -> Option<f64> {
        let value = self.formula(formula);
        if value.is_unknown() {
            return None;
        }
        let Some(quantity) = value.quantity().filter(|quantity| quantity.dimension == TIME) else {
            let found = value.words(self.lowering.units());
            self.lowering.report(Diagnostic::error("E0302", format!("{what}, not {found}")).at(span, ""));
            return None;
        };
        let Some(number) = self.lowering.number_of(value.slot) else {
            let error = Diagnostic::error("E0505", "this is one time, and not known exactly").at(span, "");
            self.lowering.report(error.help("for example `6 months`"));
            return None;
        };
        // `18 months` and `1.5 years` are one time.
        let seconds = libm::round(number * quantity.scale.to_f64() * 1e3) / 1e3;
        if seconds <= 0.0 {
            let error = Diagnostic::error("E0505", "this is a time after today").at(span, "");
            self.lowering.report(error.help("for example `6 months`"));
            return None;
        }
        Some(seconds)
    }

    fn refuse_kind(&mut self, name: &str, span: Span) {
        let message = format!("the step of `{name}` is a range of another kind than the value");
        self.lowering.report(Diagnostic::error("E0505", message).at(span, "").help(
            "a step is the same variable: write both as `low to high`, or both as the same distribution",
        ));
    }

    /// Reports a step beyond the limits of a value, which are in its scale.
    fn refuse_beyond(
        &mut self,
        name: &str,
        (value, then): (Value, Value),
        (least, most): (f64, f64),
        span: Span,
    ) {
        let (Some(x), Some(y)) = (value.quantity(), then.quantity()) else { return };
        let ratio = y.scale.over(x.scale).to_f64();
        let [low, high] = [false, true].map(|upper| self.end_of(then.slot, upper).map(|end| end * ratio));
        let problem = match (low, high) {
            (Some(low), _) if low < least => "below its minimum",
            (_, Some(high)) if high > most => "above its maximum",
            _ => return,
        };
        let error = Diagnostic::error("E0513", format!("a step of `{name}` is {problem}")).at(span, "");
        self.lowering.report(error);
    }

    /// Reports a value that cannot stand in place of another one. Returns whether it can.
    fn fits(&mut self, value: Value, other: Value, (what, name): (&str, &str), span: Span) -> bool {
        let fits = match (value.kind, other.kind) {
            (Type::Quantity(one), Type::Quantity(other)) => one.dimension == other.dimension,
            (one, other) => one == other,
        };
        if !fits && !other.is_unknown() {
            let units = self.lowering.units();
            let message = format!("`{name}` is {}, and {what} is {}", value.words(units), other.words(units));
            self.lowering.report(Diagnostic::error("E0302", message).at(span, ""));
        }
        fits
    }

    /// The same for quantities.
    fn like(&mut self, value: Value, other: Value, what: (&str, &str), span: Span) -> bool {
        self.fits(value, other, what, span) && value.quantity().is_some()
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
            let name = item.entry.name.text.clone();
            self.grown(item.entry, name, (Target::Input(at), item.file), &mut parsed.grown);
        }
        for (table, rows) in parsed.tables.iter().enumerate() {
            for (column, of_column) in rows.columns.iter().enumerate() {
                for (row, (cell, of_row)) in of_column.cells.iter().zip(&rows.table.rows).enumerate() {
                    let (table_name, own) = (&rows.table.name.text, &of_row.name.text);
                    let (entry, name) = match (cell.own, of_column.default) {
                        (Some((entry, _)), _) => (entry, format!("{table_name}.{own}.{}", entry.name.text)),
                        (None, Some((entry, _))) => (entry, format!("{table_name}.{}", entry.name.text)),
                        (None, None) => continue,
                    };
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
        let place = entry.value.span();
        all.push(Grown { target, file, name, place, rate, saturates, steps });
    }
}
