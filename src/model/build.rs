//! A model from text to report.

use std::collections::HashMap;

use super::check::{self, Lowered};
use super::file::{self, Entry, ModelFile};
use super::parse::{self, Formula, Item, Parsed};
use super::report::{CheckRow, Comparison, Report, Row, Section};
use super::{Settings, graph, summary};
use crate::diagnostic::Diagnostic;
use crate::engine::{self, Column, Slot};
use crate::evaluate;
use crate::lower::{Bound, Lowering, Quantity, Table, Type, Value, script};
use crate::source::{Sources, Span, Text};
use crate::syntax::{Ast, StatementKind};
use crate::units::format::Written;
use crate::units::registry::Units;

/// Runs a model.
pub(super) fn run(name: &str, text: &str, settings: &Settings) -> Report {
    let mut report = Report { name: name.to_owned(), ..Report::default() };
    let source = report.sources.add(name, text);
    let (file, diagnostics) = file::read(source, text);
    report.diagnostics = diagnostics;
    report.title = file.title.as_ref().map(|title| title.text.clone());
    if report.diagnostics.iter().any(|diagnostic| diagnostic.code == "E0501") {
        // Entries may be missing after a slip of TOML, so names that are not there mean nothing.
        return report;
    }
    let sets: Vec<(String, Text)> = settings
        .set
        .iter()
        .map(|(name, value)| {
            let source = report.sources.add(format!("--set {name}"), value.clone());
            (name.clone(), Text::whole(source, value.clone()))
        })
        .collect();
    let parsed = parse::parse(&file, &sets, &mut report.diagnostics);
    let mut builder = Builder { lowering: Lowering::new(Units::new()), parsed: &parsed, inputs: Vec::new() };
    let built = builder.build(&file, &mut report);
    report.diagnostics.extend(builder.lowering.take_diagnostics());
    if let (Some(built), true) = (built, report.is_ok()) {
        builder.evaluate(&file, &built, settings, &mut report);
    }
    report.diagnostics.sort_by_key(|diagnostic| (!diagnostic.is_error(), diagnostic.span()));
    report
}

struct Builder<'a> {
    lowering: Lowering<'a>,
    parsed: &'a Parsed<'a>,
    /// The numbers of the inputs, in the scales they were written in.
    inputs: Vec<f64>,
}

/// What is to be computed.
struct Built {
    inputs: Vec<Shown>,
    estimates: Vec<Shown>,
    checks: Vec<Option<Lowered>>,
}

/// A value to be shown.
#[derive(Clone, Copy)]
struct Shown {
    value: Value,
    slot: Slot,
}

impl<'a> Builder<'a> {
    /// Lowers everything; nothing if there is nothing to evaluate.
    fn build(&mut self, file: &'a ModelFile, report: &mut Report) -> Option<Built> {
        self.declare(file, report);
        let inputs = self.lower_inputs(report);
        self.lower_tables(report);
        for (item, shown) in self.parsed.inputs.iter().zip(&inputs) {
            self.define(item, shown.value);
        }
        let estimates = self.lower_estimates(report)?;
        let checks = self.lower_checks();
        self.warn_of_unused(report);
        Some(Built { inputs, estimates, checks })
    }

    /// Nouns, units and functions, before anything that may use them.
    fn declare(&mut self, file: &'a ModelFile, report: &mut Report) {
        for noun in &file.nouns {
            let mut words = noun.text.split_whitespace();
            let (name, plural, rest) = (words.next(), words.next(), words.next());
            let legal = |word: &str| crate::syntax::is_name(word);
            match name {
                Some(name) if rest.is_none() && legal(name) && plural.is_none_or(legal) => {
                    let declared = self.lowering.units.declare_noun(name, plural);
                    self.lowering.report_refusal(name, noun.all(), declared.err());
                }
                _ => self.lowering.diagnostics.push(
                    Diagnostic::error("E0504", format!("`{}` is no noun", noun.text.trim()))
                        .at(noun.all(), "")
                        .help("a noun is a word, `\"delivery\"`, or a word and its plural, `\"delivery deliveries\"`"),
                ),
            }
        }
        for (entry, formula) in &self.parsed.units {
            let (name, span) = parse::place(&entry.name);
            let said = self.lowering.diagnostics.len();
            let size = self.formula(*formula);
            self.lowering.declare_unit(name, span, size, entry.value.span(), true);
            self.accept(entry.ok.is_some(), said);
            if matches!(name, "month" | "year") {
                let is = parse::written(&entry.value);
                let built_in = if name == "month" { "year / 12" } else { "365 days" };
                report.remarks.push(format!("a {name} is {is} in this model (elsewhere {built_in})"));
            }
        }
        for statement in &self.parsed.functions {
            if let StatementKind::Function(function) = &statement.kind {
                self.lowering.define(&self.parsed.ast, function);
            }
        }
    }

    fn formula(&mut self, formula: Formula) -> Value {
        match formula {
            Formula::Root(root) => self.lowering.expression(&self.parsed.ast, root),
            Formula::Number(number, span) => self.lowering.plain_number(number, span),
            Formula::Truth(truth, span) => self.lowering.truth(truth, span),
            Formula::Wrong => Value::UNKNOWN,
        }
    }

    /// Binds a name to a value, with the literal that a missing unit would go into.
    fn define(&mut self, item: &Item<'a>, value: Value) {
        let (name, span) = parse::place(&item.entry.name);
        if self.lowering.refuse_name(name, span) {
            return;
        }
        let literal = match item.set.map_or(item.value, |(formula, _)| formula) {
            Formula::Root(root) => script::literal_place(&self.parsed.ast, root),
            _ => None,
        };
        self.lowering.names.insert(&item.entry.name.text, Bound { value, literal });
    }

    /// Evaluates values that name nothing, and feeds them in as inputs of the program.
    fn feed(&mut self, values: &[(Value, Span)], report: &mut Report) -> Vec<Value> {
        let slots: Vec<Slot> = values.iter().map(|(value, _)| value.slot).collect();
        let known: Vec<bool> = values.iter().map(|(value, _)| !value.is_unknown()).collect();
        let shown: Vec<Slot> =
            slots.iter().zip(&known).filter(|(_, known)| **known).map(|(slot, _)| *slot).collect();
        let outcome = engine::run(&self.lowering.program, &[], &shown, 1);
        report.diagnostics.extend(evaluate::faults(&self.lowering, &outcome));
        let mut numbers = outcome.columns.iter().map(|column| column.first().copied().unwrap_or(f64::NAN));
        let mut fed = Vec::with_capacity(values.len());
        for (value, span) in values {
            if value.is_unknown() {
                // It keeps its number among the inputs, so that inputs and items go side by side.
                self.inputs.push(0.0);
                fed.push(Value::UNKNOWN);
                continue;
            }
            let index = u32::try_from(self.inputs.len()).unwrap_or(u32::MAX);
            self.inputs.push(numbers.next().unwrap_or(f64::NAN));
            fed.push(self.lowering.input(index, value.kind, *span));
        }
        fed
    }

    fn lower_inputs(&mut self, report: &mut Report) -> Vec<Shown> {
        let parsed = self.parsed;
        let names: HashMap<&str, ()> = parsed
            .inputs
            .iter()
            .chain(&parsed.estimates)
            .map(|item| (item.entry.name.text.as_str(), ()))
            .collect();
        let mut values = Vec::with_capacity(parsed.inputs.len());
        for item in &parsed.inputs {
            let said = self.lowering.diagnostics.len();
            self.lowering.subject = Some(&item.entry.name.text);
            let mut value =
                if self.names_another(item, &names) { Value::UNKNOWN } else { self.formula(item.value) };
            self.warn_of_share(item, value);
            if let Some((formula, text)) = item.set {
                let given = self.formula(formula);
                value = self.replaced(item, value, given, text.all());
            }
            self.limits(item, value, report);
            self.lowering.subject = None;
            self.accept(item.entry.ok.is_some(), said);
            values.push((value, item.entry.value.span()));
        }
        let fed = self.feed(&values, report);
        self.parsed.inputs.iter().zip(fed).map(|(item, value)| self.show(item, value)).collect()
    }

    /// An input is what one would argue about; what follows from others is an estimate.
    fn names_another(&mut self, item: &Item<'a>, names: &HashMap<&str, ()>) -> bool {
        let Formula::Root(root) = item.value else { return false };
        let ast = &self.parsed.ast;
        for id in ast.below(root) {
            if let crate::syntax::Node::Name { text, .. } = ast.node(id)
                && names.contains_key(text)
            {
                self.lowering.diagnostics.push(
                    Diagnostic::error(
                        "E0509",
                        format!("the input `{}` names `{text}`", item.entry.name.text),
                    )
                    .at(ast.span(id), "an input names no other")
                    .help("what follows from other values goes under `[estimates]`"),
                );
                return true;
            }
        }
        false
    }

    /// What `--set` gives, in place of a value of the same dimension.
    fn replaced(&mut self, item: &Item<'a>, was: Value, given: Value, place: Span) -> Value {
        let name = &item.entry.name.text;
        match (was.kind, given.kind) {
            (_, Type::Unknown) | (Type::Unknown, _) => given,
            (Type::Bool, Type::Bool) => given,
            (Type::Quantity(old), Type::Quantity(new)) if old.dimension == new.dimension => {
                let look = if new.look.iter().next().is_none() { old.look } else { new.look };
                Value {
                    kind: Type::Quantity(Quantity {
                        look: look.in_percent(old.look.percent || new.look.percent),
                        ..new
                    }),
                    ..given
                }
            }
            (Type::Quantity(old), Type::Quantity(new))
                if new.dimension.is_none() && self.lowering.takes_bare_number(old) =>
            {
                Value { kind: Type::Quantity(Quantity { scale: old.scale.times(new.scale), ..old }), ..given }
            }
            _ => {
                let (old, new) = (self.lowering.words(was), self.lowering.words(given));
                let mut error =
                    Diagnostic::error("E0302", format!("`{name}` is {old}, and cannot be set to {new}"))
                        .at(place, new)
                        .see(item.entry.value.span(), old);
                if let Type::Quantity(quantity) = was.kind {
                    error = error.help(format!(
                        "a value of it is like `--set {name}='5 {}'`",
                        self.lowering.unit_text(quantity)
                    ));
                }
                self.lowering.diagnostics.push(error);
                Value::UNKNOWN
            }
        }
    }

    /// The hard limits of an input, which hold for every value it is given.
    fn limits(&mut self, item: &Item<'a>, value: Value, report: &mut Report) {
        for (limit, below) in [(item.min, false), (item.max, true)] {
            let Some(formula) = limit else { continue };
            let bound = self.formula(formula);
            let (Some(x), Some(y)) = (value.quantity(), bound.quantity()) else { continue };
            let place = match formula {
                Formula::Root(root) => self.parsed.ast.span(root),
                Formula::Number(_, span) | Formula::Truth(_, span) => span,
                Formula::Wrong => continue,
            };
            let given = item.set.map_or(item.entry.value.span(), |(_, text)| text.all());
            let name = &item.entry.name.text;
            if x.dimension != y.dimension {
                let (is, limit) = (self.lowering.words(value), self.lowering.words(bound));
                self.lowering.diagnostics.push(
                    Diagnostic::error("E0301", format!("`{name}` is {is}, and its limit is {limit}"))
                        .at(place, limit)
                        .see(given, is),
                );
                continue;
            }
            let slots = [value.slot, bound.slot];
            let outcome = engine::run(&self.lowering.program, &[], &slots, 1);
            report.diagnostics.extend(evaluate::faults(&self.lowering, &outcome));
            let number = |at: usize| {
                outcome.columns.get(at).and_then(|column| column.first()).copied().unwrap_or(f64::NAN)
            };
            let (actual, limit) = (number(0) * x.scale.over(y.scale).to_f64(), number(1));
            if (below && actual > limit) || (!below && actual < limit) {
                let what = if below { "above its greatest value" } else { "below its least value" };
                self.lowering.diagnostics.push(
                    Diagnostic::error("E0513", format!("`{name}` is {what}"))
                        .at(given, "")
                        .see(place, if below { "at most this" } else { "at least this" }),
                );
            }
        }
    }

    /// A share above 100% is a slip, and so is one with a unit.
    fn warn_of_share(&mut self, item: &Item<'a>, value: Value) {
        let name = &item.entry.name.text;
        if !(name.ends_with("_share") || name == "hit_ratio") {
            return;
        }
        let Some(quantity) = value.quantity() else { return };
        let span = item.entry.value.span();
        if !quantity.dimension.is_none() {
            let words = self.lowering.words(value);
            self.lowering.diagnostics.push(
                Diagnostic::warning("W0106", format!("`{name}` is {words}, where a share is a plain number"))
                    .at(span, "")
                    .help("a share is like `20%`"),
            );
            return;
        }
        let outcome = engine::run(&self.lowering.program, &[], &[value.slot], 1);
        let number = outcome.columns.first().and_then(|column| column.first()).copied().unwrap_or(0.0);
        if number * quantity.scale.to_f64() > 1.0 {
            self.lowering.diagnostics.push(
                Diagnostic::warning("W0106", format!("`{name}` is above 100%"))
                    .at(span, "")
                    .help("a share is like `20%`"),
            );
        }
    }

    fn lower_tables(&mut self, report: &mut Report) {
        for (table, rows) in &self.parsed.tables {
            let mut cells = Vec::new();
            for (row, values) in table.rows.iter().zip(rows) {
                for (value, formula) in row.cells.iter().zip(values) {
                    cells.push((self.formula(*formula), value.span()));
                }
            }
            let fed = self.feed(&cells, report);
            let width = table.columns.len().max(1);
            let mut columns: HashMap<String, Vec<Value>> = HashMap::new();
            for (at, column) in table.columns.iter().enumerate() {
                columns.insert(column.text.clone(), fed.iter().skip(at).step_by(width).copied().collect());
            }
            self.lowering.tables.insert(&table.name.text, Table { columns, rows: table.rows.len() });
        }
    }

    /// Lowers the estimates in an order in which each follows what it names; nothing if they go in a circle.
    fn lower_estimates(&mut self, report: &mut Report) -> Option<Vec<Shown>> {
        let parsed = self.parsed;
        let places: HashMap<&str, usize> = parsed
            .estimates
            .iter()
            .enumerate()
            .map(|(at, item)| (item.entry.name.text.as_str(), at))
            .collect();
        let needs: Vec<Vec<usize>> = parsed
            .estimates
            .iter()
            .map(|item| {
                let names = graph::names(&parsed.ast, item.value, &self.lowering.units);
                names.into_iter().filter_map(|name| places.get(name).copied()).collect()
            })
            .collect();
        let (order, cycles) = graph::order(&needs);
        for cycle in &cycles {
            report.diagnostics.push(self.cycle(cycle));
        }
        let unknown = Shown { value: Value::UNKNOWN, slot: Value::UNKNOWN.slot };
        let mut shown = vec![unknown; parsed.estimates.len()];
        if !cycles.is_empty() {
            // What waits on a cycle is not undefined, only unknown.
            for item in &parsed.estimates {
                self.lowering
                    .names
                    .insert(&item.entry.name.text, Bound { value: Value::UNKNOWN, literal: None });
            }
        }
        for at in order {
            let Some(item) = parsed.estimates.get(at) else { continue };
            let result = self.lower_estimate(item);
            self.define(item, result.value);
            if let Some(place) = shown.get_mut(at) {
                *place = result;
            }
        }
        if cycles.is_empty() { Some(shown) } else { None }
    }

    fn lower_estimate(&mut self, item: &Item<'a>) -> Shown {
        let said = self.lowering.diagnostics.len();
        self.lowering.subject = Some(&item.entry.name.text);
        let mut value = self.formula(item.value);
        if let Some((formula, text)) = item.set {
            let given = self.formula(formula);
            value = self.replaced(item, value, given, text.all());
        } else if let Some(quantity) = value.quantity() {
            self.lowering.warn_of_result(quantity, item.entry.value.span());
        }
        let shown = self.show(item, value);
        self.lowering.subject = None;
        self.accept(item.entry.ok.is_some(), said);
        shown
    }

    /// The value in its `unit =`, if it has one.
    fn show(&mut self, item: &Item<'a>, value: Value) -> Shown {
        let span = item.entry.value.span();
        let value = match item.unit {
            Some(target) if !value.is_unknown() => {
                self.lowering.subject = Some(&item.entry.name.text);
                self.lowering.shown_in(&self.parsed.ast, value, target, span)
            }
            _ => value,
        };
        Shown { value, slot: self.lowering.reported(value, span) }
    }

    fn cycle(&self, cycle: &[usize]) -> Diagnostic {
        let names: Vec<&str> = cycle
            .iter()
            .chain(cycle.first())
            .filter_map(|at| self.parsed.estimates.get(*at))
            .map(|item| item.entry.name.text.as_str())
            .collect();
        let first = names.first().copied().unwrap_or("");
        let message = match cycle.len() {
            1 => format!("`{first}` is defined by itself"),
            _ => format!("`{first}` depends on itself"),
        };
        let mut error = Diagnostic::error("E0514", message);
        for (at, place) in cycle.iter().take(3).enumerate() {
            if let Some(item) = self.parsed.estimates.get(*place) {
                let span = item.entry.value.span();
                error = if at == 0 { error.at(span, "") } else { error.see(span, "") };
            }
        }
        error.note(format!("the cycle is {}", names.join(" → ")))
    }

    fn lower_checks(&mut self) -> Vec<Option<Lowered>> {
        let checks = self.parsed.checks.iter();
        let mut lowered = Vec::with_capacity(self.parsed.checks.len());
        for (check, formula) in checks {
            let said = self.lowering.diagnostics.len();
            let result = match formula {
                Formula::Root(root) => check::lower(&mut self.lowering, &self.parsed.ast, *root),
                _ => None,
            };
            self.accept(check.ok.is_some(), said);
            lowered.push(result);
        }
        lowered
    }

    /// Drops the warnings that an entry accepts.
    fn accept(&mut self, accepted: bool, said: usize) {
        if accepted {
            let mut at = 0;
            self.lowering.diagnostics.retain(|diagnostic| {
                at += 1;
                at <= said || diagnostic.is_error()
            });
        }
    }

    /// Inputs and tables that no estimate and no check names.
    fn warn_of_unused(&mut self, report: &mut Report) {
        let parsed = self.parsed;
        let mut used: HashMap<&str, bool> = HashMap::new();
        let formulas = parsed
            .estimates
            .iter()
            .map(|item| (item.value, item.set.is_some()))
            .chain(parsed.checks.iter().map(|(_, formula)| (*formula, false)));
        for (formula, replaced) in formulas {
            for name in graph::names(&parsed.ast, formula, &self.lowering.units) {
                // Used, even if only by a formula that `--set` put out of use.
                let in_use = used.entry(name).or_default();
                *in_use |= !replaced;
            }
        }
        let mut idle = Vec::new();
        for item in &parsed.inputs {
            let name = item.entry.name.text.as_str();
            match used.get(name) {
                Some(true) => {}
                Some(false) => idle.push(format!("`{name}`")),
                None if item.entry.ok.is_some() => {}
                None => report.diagnostics.push(
                    Diagnostic::warning("W0107", format!("no estimate and no check uses the input `{name}`"))
                        .at(item.entry.name.span, "")
                        .help("use it, take it out, or accept this with `ok = \"reason\"`"),
                ),
            }
        }
        for (table, _) in &parsed.tables {
            if !used.contains_key(table.name.text.as_str()) {
                report.diagnostics.push(
                    Diagnostic::warning(
                        "W0107",
                        format!("no estimate and no check uses the table `{}`", table.name.text),
                    )
                    .at(table.name.span, ""),
                );
            }
        }
        if !idle.is_empty() {
            report.remarks.push(format!("not used, since what needs it is set: {}", idle.join(", ")));
        }
    }

    /// Runs the program and fills the report.
    fn evaluate(&self, file: &ModelFile, built: &Built, settings: &Settings, report: &mut Report) {
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
        let Formula::Root(root) = item.set.map_or(item.value, |(formula, _)| formula) else { return None };
        let literal = self.parsed.ast.literal(root)?;
        let number = sources.slice(literal.number);
        let unit = sources.slice(Span { start: literal.number.end, ..literal.span });
        // Where a TOML escape stands between, the source is not what a person would type.
        if number.contains('\\') || unit.contains('\\') || unit.is_empty() && item.set.is_some() {
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
        for ((check, _), lowered) in self.parsed.checks.iter().zip(&built.checks) {
            let Some(lowered) = lowered else { continue };
            let passed = numbers.next() == Some(1.0);
            let comparison = lowered.sides.map(|sides| {
                let actual = numbers.next().unwrap_or(f64::NAN);
                let limit = numbers.next().unwrap_or(f64::NAN);
                Comparison {
                    actual: evaluate::shown(&self.lowering, sides.left.0, actual, settings.digits),
                    limit: evaluate::shown(&self.lowering, sides.right.0, limit, settings.digits),
                    margin: check::margin(actual, limit, sides.below),
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
                )
            };
            rows.push(CheckRow {
                name: check.name.text.clone(),
                check: check.formula.text.split_whitespace().collect::<Vec<_>>().join(" "),
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
