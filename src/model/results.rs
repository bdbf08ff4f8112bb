//! Running a model's program, and putting the numbers into the report.

use super::build::{Builder, Built, Shown};
use super::file::{self, Entry, ModelFile};
use super::parse::{self, Formula, Item};
use super::report::{CheckRow, Comparison, Report, Row, Section};
use super::{Settings, check, summary};
use crate::engine::{self, Column, Slot};
use crate::evaluate;
use crate::source::{Sources, Span};
use crate::syntax::{Ast, Literal};
use crate::units::format::Written;

impl Builder<'_> {
    /// Runs the program and fills the report.
    pub(super) fn evaluate(&self, file: &ModelFile, built: &Built, settings: &Settings, report: &mut Report) {
        let mut slots: Vec<Slot> =
            built.inputs.iter().chain(&built.estimates).map(|shown| shown.slot).collect();
        for check in built.checks.iter().flatten() {
            slots.push(check.holds);
            if let Some(sides) = check.sides {
                slots.extend([sides.left.1, sides.right.1]);
            }
        }
        let columns: Vec<Column<'_>> = self.inputs.iter().map(|value| Column::One(*value)).collect();
        let outcome = engine::run(&self.lowering.program, &columns, &slots, 1);
        report.diagnostics.extend(evaluate::faults(&self.lowering, &outcome));
        let items = self.parsed.inputs.iter().chain(&self.parsed.estimates);
        let lost = items
            .zip(built.inputs.iter().chain(&built.estimates))
            .find(|(_, shown)| shown.value.is_unknown());
        report.diagnostics.extend(lost.map(|(item, _)| evaluate::without_value(&item.entry.name.text)));
        if !report.is_ok() {
            return;
        }
        let mut numbers = outcome.columns.iter().map(|column| column.first().copied().unwrap_or(f64::NAN));
        let sources = &report.sources;
        let mut rows = |sections: &[file::Section], items: &[Item<'_>], shown: &[Shown], is_input: bool| {
            let mut pairs = items.iter().zip(shown);
            let mut result = Vec::new();
            for section in sections {
                let heading = section.name.as_ref().map(|name| name.text.clone());
                let take = pairs.by_ref().take(section.entries.len());
                let rows: Vec<Row> = take
                    .map(|(item, shown)| {
                        let number = numbers.next().unwrap_or(f64::NAN);
                        self.row(item, *shown, number, is_input, settings.digits, sources)
                    })
                    .collect();
                result.push(Section { heading, rows });
            }
            result
        };
        let inputs = rows(&file.inputs, &self.parsed.inputs, &built.inputs, true);
        let estimates = rows(&file.estimates, &self.parsed.estimates, &built.estimates, false);
        (report.inputs, report.estimates) = (inputs, estimates);
        report.checks = self.checks(built, &mut numbers, settings, &report.sources);
        if let Some(text) = &file.summary {
            let sections = report.inputs.iter().chain(&report.estimates);
            let values = sections
                .flat_map(|section| &section.rows)
                .map(|row| (row.name.as_str(), row.shown.written.literal()))
                .collect();
            match summary::fill(text, &values) {
                Ok(filled) => report.summary = Some(filled),
                Err(errors) => report.diagnostics.extend(errors),
            }
        }
    }

    /// An input that is a single literal prints as it was written.
    fn as_written(&self, item: &Item<'_>, sources: &Sources) -> Option<Written> {
        let literal_of = |formula: Formula| match formula {
            Formula::Root(root) => self.parsed.ast.literal(root),
            _ => None,
        };
        let literal = literal_of(item.set.map_or(item.value, |(formula, _)| formula))?;
        let suffix =
            |literal: &Literal<'_>| sources.slice(Span { start: literal.number.end, ..literal.span });
        let number = sources.slice(literal.number);
        let mut unit = suffix(literal);
        if let (true, Some(_)) = (unit.is_empty(), item.set) {
            // A bare number is so many of the unit that the model has.
            unit = suffix(literal_of(item.value)?);
        }
        // Where a TOML escape stands between, the source is not what a person would type.
        if number.contains('\\') || unit.contains('\\') {
            return None;
        }
        let (sign, number) = match number.strip_prefix('$') {
            Some(number) => ("$", number),
            None => ("", number),
        };
        let written =
            Written { sign: sign.to_owned(), number: number.to_owned(), unit: unit.to_owned(), also: None };
        Some(written)
    }

    fn row(
        &self,
        item: &Item<'_>,
        shown: Shown,
        number: f64,
        is_input: bool,
        digits: usize,
        sources: &Sources,
    ) -> Row {
        let Entry { name, value, note, source, .. } = item.entry;
        let formula = match item.set {
            Some((_, text)) => text.text.trim().to_owned(),
            None => parse::written(value),
        };
        let mut shown = evaluate::shown(&self.lowering, shown.value, number, digits);
        if is_input
            && item.unit.is_none()
            && let Some(written) = self.as_written(item, sources)
        {
            shown.written = written;
        }
        Row {
            name: name.text.clone(),
            formula,
            shown,
            note: note.as_ref().map(|note| note.text.clone()),
            source: source.as_ref().filter(|_| item.set.is_none()).map(|source| source.text.clone()),
            set: item.set.is_some(),
        }
    }

    fn checks(
        &self,
        built: &Built,
        numbers: &mut dyn Iterator<Item = f64>,
        settings: &Settings,
        sources: &Sources,
    ) -> Vec<CheckRow> {
        let mut rows = Vec::new();
        let mut budget = check::BUDGET;
        for ((check, _), lowered) in self.parsed.checks.iter().zip(&built.checks) {
            let Some(lowered) = lowered else { continue };
            let passed = numbers.next() == Some(1.0);
            let comparison = lowered.sides.map(|sides| {
                let actual = numbers.next().unwrap_or(f64::NAN);
                let limit = numbers.next().unwrap_or(f64::NAN);
                Comparison {
                    actual: evaluate::shown(&self.lowering, sides.left.0, actual, settings.digits),
                    limit: evaluate::shown(&self.lowering, sides.right.0, limit, settings.digits),
                    margin: sides.below.map(|below| check::margin(actual, limit, below)),
                }
            });
            let holds_with = if passed {
                Vec::new()
            } else {
                let source = |span: Span| sources.slice(span).to_owned();
                let ast: &Ast<'_> = &self.parsed.ast;
                check::holds_with(
                    &self.lowering.program,
                    lowered.holds,
                    ast,
                    &self.parsed.inputs,
                    &self.inputs,
                    &source,
                    &mut budget,
                )
            };
            rows.push(CheckRow {
                name: check.name.text.clone(),
                check: parse::on_one_line(&check.formula.text),
                level: check.level,
                passed,
                comparison,
                note: check.note.as_ref().map(|note| note.text.clone()),
                span: check.formula.all(),
                holds_with,
            });
        }
        rows
    }
}
