//! Running a model's program, and putting the numbers into the report.

use super::build::{Builder, Built, Shown};
use super::file::{self, Entry, ModelFile};
use super::parse::{self, Formula, Item};
use super::report::{CheckRow, Comparison, Report, Row, Section};
use super::{Settings, check, summary};
use crate::engine::{Feed, Finding, Op, Plan, Slot, Statistic, Summaries};
use crate::lower::Type;
use crate::run::show::{self, Show};
use crate::syntax::Literal;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Sources, Span};
use crate::units::format::Written;
use crate::worksheet::fault::{far_percentiles, faults, undecided_truth, without_value};

impl<'a> Builder<'a> {
    /// Runs the program and fills the report.
    pub(super) fn evaluate(&self, file: &ModelFile, built: &Built, settings: &Settings, report: &mut Report) {
        if !settings.uncertainty.point {
            self.refuse_undecided(built, report);
        }
        let mut slots: Vec<Slot> =
            built.inputs.iter().chain(&built.estimates).map(|shown| shown.slot).collect();
        for check in built.checks.iter().flatten() {
            slots.push(check.holds);
            if let Some(sides) = check.sides {
                slots.extend([sides.left.1, sides.right.1]);
                slots.extend(sides.share);
            }
        }
        let others = slots.len();
        let choices = built.estimates.iter().flat_map(|shown| self.lowering.choice(shown.value));
        slots.extend(choices.map(|(_, share)| *share));
        let draws = crate::report::evaluate::draws(&self.lowering, &slots, &settings.uncertainty);
        let columns = draws.columns();
        let pins = if settings.uncertainty.point { self.medians(built, settings) } else { Vec::new() };
        let feed = Feed { columns: &columns, pins: &pins, samples: draws.samples() };
        let histogram = settings.uncertainty.histogram;
        let found =
            Plan::new(self.lowering.program.clone(), slots.clone(), &feed).summarise(&feed, histogram);
        report.diagnostics.extend(faults(&self.lowering, &found.faults, found.samples));
        report.diagnostics.extend(far_percentiles(&self.lowering, &found));
        let items = self.parsed.inputs.iter().chain(&self.parsed.estimates);
        let lost = items
            .zip(built.inputs.iter().chain(&built.estimates))
            .find(|(_, shown)| shown.value.is_unknown());
        report.diagnostics.extend(lost.map(|(item, _)| without_value(&item.entry.name.text)));
        if !report.is_ok() {
            return;
        }
        let show = Show {
            lowering: &self.lowering,
            digits: settings.digits,
            samples: found.samples,
            seed: settings.uncertainty.sampling.seed,
        };
        let mut findings = found.findings.iter();
        let mut shares = found.findings.iter().skip(others);
        let sources = &report.sources;
        let mut rows = |sections: &[file::Section], items: &[Item<'_>], shown: &[Shown], is_input: bool| {
            let mut pairs = items.iter().zip(shown);
            let mut result = Vec::new();
            for section in sections {
                let heading = section.name.as_ref().map(|name| name.text.clone());
                let take = pairs.by_ref().take(section.entries.len());
                let rows: Vec<Row> = take
                    .map(|(item, shown)| {
                        let finding = findings.next().unwrap_or(&MISSING);
                        let mut row = self.row(item, show.value(shown.value, finding), is_input, sources);
                        if !is_input {
                            show.binding(shown.value, &mut shares, &mut row.shown);
                        }
                        row
                    })
                    .collect();
                result.push(Section { heading, rows });
            }
            result
        };
        let inputs = rows(&file.inputs, &self.parsed.inputs, &built.inputs, true);
        let estimates = rows(&file.estimates, &self.parsed.estimates, &built.estimates, false);
        (report.inputs, report.estimates) = (inputs, estimates);
        report.checks = self.checks(built, &mut findings, &show, &found, &feed, &report.sources);
        if !settings.uncertainty.point {
            report.reading = show.reading(&slots, &report.sources);
        }
        if settings.uncertainty.point && self.lowering.varying().contains(&true) {
            report.remarks.push("every range stands at its median: what is said of shares and percentiles is no more than that".to_owned());
        }
        self.explain_spread(built, &show, &found, settings, file.summary.as_ref(), report);
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

    /// Conditions that hold in some worlds only, where one truth is shown.
    fn refuse_undecided(&self, built: &Built, report: &mut Report) {
        let varying = self.lowering.varying();
        let varies = |slot: Slot| varying.get(slot.index()) == Some(&true);
        let estimates = self.parsed.estimates.iter().zip(&built.estimates);
        let rows = estimates.filter(|(_, shown)| shown.value.kind == Type::Bool && varies(shown.slot));
        let roots =
            rows.filter_map(|(item, shown)| match item.set.map_or(item.value, |(formula, _)| formula) {
                Formula::Root(root) => Some((shown.slot, root)),
                _ => None,
            });
        let checks = built.checks.iter().flatten().filter(|check| varies(check.holds));
        let checks = checks.map(|check| (check.holds, check.root));
        let (program, ast) = (&self.lowering.program, &self.parsed.ast);
        let slice = |span: Span| report.sources.slice(span);
        let errors: Vec<Diagnostic> = roots
            .chain(checks)
            .map(|(holds, root)| undecided_truth(program, holds, (ast, root), &varies, &slice))
            .collect();
        report.diagnostics.extend(errors);
    }

    /// The medians of the inputs that are computed from ranges; the others stand at theirs anyhow.
    pub(super) fn medians(&self, built: &Built, settings: &Settings) -> Vec<(Slot, f64)> {
        let varying = self.lowering.varying();
        let computed = built.values.iter().map(|value| value.slot).filter(|slot| {
            varying.get(slot.index()) == Some(&true) && self.lowering.distribution_of(*slot).is_none()
        });
        let slots: Vec<Slot> = computed.collect();
        if slots.is_empty() {
            return Vec::new();
        }
        let uncertainty = crate::Settings { point: false, ..settings.uncertainty };
        let draws = crate::report::evaluate::draws(&self.lowering, &slots, &uncertainty);
        let columns = draws.columns();
        let feed = Feed { columns: &columns, pins: &[], samples: draws.samples() };
        let found = Plan::new(self.lowering.program.clone(), slots.clone(), &feed).summarise(&feed, false);
        slots.into_iter().zip(found.findings.iter().map(Finding::middle)).collect()
    }

    /// An input that is a single literal prints as it was written.
    fn as_written(&self, item: &Item<'_>, sources: &Sources) -> Option<Written> {
        let literal_of = |formula: Formula| match formula {
            Formula::Root(root) => self.parsed.ast.literal(root),
            _ => None,
        };
        let literal = literal_of(item.set.map_or(item.value, |(formula, _)| formula))?;
        let suffix = |literal: &Literal| sources.slice(Span { start: literal.number.end, ..literal.span });
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

    fn row(&self, item: &Item<'_>, mut shown: show::Shown, is_input: bool, sources: &Sources) -> Row {
        let Entry { name, value, note, source, .. } = item.entry;
        let formula = match item.set {
            Some((_, text)) => text.text.trim().to_owned(),
            None => parse::written(value),
        };
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
        findings: &mut dyn Iterator<Item = &Finding>,
        show: &Show<'_>,
        found: &Summaries,
        feed: &Feed<'_>,
        sources: &Sources,
    ) -> Vec<CheckRow> {
        let mut rows = Vec::new();
        let source = |span: Span| sources.slice(span).to_owned();
        let mut search = check::Search {
            lowering: &self.lowering,
            ast: &self.parsed.ast,
            inputs: &self.parsed.inputs,
            values: &built.values,
            limits: &built.limits,
            source: &source,
            feed: *feed,
            budget: check::BUDGET,
        };
        for ((check, _), lowered) in self.parsed.checks.iter().zip(&built.checks) {
            let Some(lowered) = lowered else { continue };
            let mut next = || findings.next().unwrap_or(&MISSING);
            let passed = next().middle() == 1.0;
            let mut row = CheckRow {
                name: check.name.text.clone(),
                check: parse::on_one_line(&check.formula.text),
                level: check.level,
                passed,
                comparison: None,
                note: check.note.as_ref().map(|note| note.text.clone()),
                span: check.formula.all(),
                probability: None,
                is_close: false,
                holds_with: Vec::new(),
            };
            if let Some(sides) = lowered.sides {
                let (actual, limit) = (next(), next());
                let share = sides.share.map(|_| next().middle());
                let values = (actual.middle(), limit.middle());
                row.probability = share.or_else(|| {
                    let about_worlds = matches!(
                        self.lowering.program.op(sides.left.1),
                        Some(Op::Reduce(Statistic::Share, ..))
                    );
                    about_worlds.then_some(values.0)
                });
                row.is_close = check::is_close(&self.lowering.program, &sides, values, found);
                row.comparison = Some(Comparison {
                    actual: show.value(sides.left.0, actual),
                    limit: show.value(sides.right.0, limit),
                    margin: sides.below().map(|below| check::margin(values.0, values.1, below)),
                });
            }
            if !passed {
                row.holds_with = search.holds_with(lowered.holds);
            }
            rows.push(row);
        }
        rows
    }
}

/// What stands for a result that is not there, which never happens.
static MISSING: Finding = Finding::One(f64::NAN);
