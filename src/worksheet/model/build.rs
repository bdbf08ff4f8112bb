//! Lowering a model, each formula after the formulas that it names.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::assemble::headings;
use super::builder::{Builder, Built, Inputs, Shown};
use super::changes::Changes;
use super::confidence;
use super::family::{self, Family};
use super::file::ModelFile;
use super::graph;
use super::parse::{self, Formula, Given, Item, Parsed};
use super::scenarios;
use crate::lower::{Declaration, Entry, Lowering, NewUnit, Owner, Table, Type, Value, Written};
use crate::syntax::StatementKind;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Span, Text};
use crate::units::registry::Units;
use crate::worksheet::script::literal_place;
use crate::worksheet::{Content, Refused, Worksheet};

/// Reads a model.
pub(super) fn read(name: &str, text: &str, changes: &Changes) -> Result<Worksheet, Refused> {
    let Family { file, mut sources, mut diagnostics } = family::read(name, text, changes);
    let title = file.title.as_ref().map(|title| title.text.clone());
    if let Some(first) =
        diagnostics.iter().find(|diagnostic| diagnostic.code == "E0501").and_then(Diagnostic::span)
    {
        // After a TOML syntax error entries may be missing, so unknown names are not reported, and entries below an
        // unclosed heading are not at the top level.
        let follows = |diagnostic: &Diagnostic| {
            diagnostic.span().is_some_and(|span| span.source == first.source && span.start > first.start)
        };
        diagnostics.retain(|diagnostic| diagnostic.code != "E0502" || !follows(diagnostic));
        return Err(Refused { sources, title, diagnostics, ..Refused::default() });
    }
    let chosen = file.scenarios.iter().find(|one| changes.scenario.as_ref() == Some(&one.name.text));
    let remarks = chosen.map(scenarios::remark).into_iter().collect();
    let confidence = confidence::confidence(&file, changes, &mut diagnostics);
    let claims = scenarios::claims((name, &file), changes, &mut sources, &mut diagnostics);
    let is_ok = |diagnostics: &[Diagnostic]| !diagnostics.iter().any(Diagnostic::is_error);
    let computes = !(file.inputs.is_empty() && file.estimates.is_empty() && file.checks.is_empty());
    let empty = !computes && file.functions.is_empty() && file.summary.is_none();
    if empty && is_ok(&diagnostics) {
        diagnostics.push(
            Diagnostic::error("E0515", "the model has no inputs, no estimates and no checks")
                .at(Text::whole(0, text).span(0, 0), "")
                .help("`napkin new FILE.toml` writes one to start from"),
        );
    }
    let parsed = parse::parse(&file, (name, changes.is_one), &claims, &mut diagnostics);
    // A list of nouns grows in the model itself.
    let declaration = match file.nouns.iter().rfind(|noun| noun.all().source == 0) {
        // Its quote follows.
        Some(noun) => {
            Declaration::List(Span { start: noun.all().end + 1, end: noun.all().end + 1, ..noun.all() })
        }
        None => Declaration::NewList(Text::whole(0, text).span(0, 0)),
    };
    let mut builder = Builder {
        lowering: Lowering::declaring(Units::new(), declaration),
        parsed: &parsed,
        diagnostics,
        remarks,
        confidence,
    };
    let built = builder.build(&file);
    let Builder { lowering, mut diagnostics, remarks, .. } = builder;
    let tables = parsed.tables(&lowering);
    let (compiled, found) = lowering.finish();
    diagnostics.extend(found);
    let Some(built) = built.filter(|_| is_ok(&diagnostics)) else {
        return Err(Refused { sources, title, remarks, diagnostics, unknown: parsed.unknown });
    };
    let scenario = changes.scenario.as_deref();
    let (checks, unasked) = parsed.asked(&built, scenario, &compiled);
    let items = Arc::new(parsed.items(&built, compiled.units()));
    let content = Content {
        name: name.to_owned(),
        title,
        tables,
        checks,
        unasked,
        scenarios: scenarios::listed(&file),
        unknown: parsed.unknown,
        is_empty: false,
        ast: parsed.ast.clone(),
        inputs: parsed.inputs.len(),
        input_headings: headings(&file.inputs),
        estimate_headings: headings(&file.estimates),
        summary: file.summary,
        sources,
        remarks,
        warnings: diagnostics,
    };
    Ok(Worksheet { content: Arc::new(content), compiled, items, changes: changes.clone() })
}

impl<'a> Builder<'a> {
    /// Lowers everything. Returns `None` if the estimates form a cycle.
    fn build(&mut self, file: &ModelFile) -> Option<Built> {
        self.declare(file);
        let Parsed { inputs, estimates, ast, .. } = self.parsed;
        self.lowering.reserve(inputs.len() + estimates.len(), ast.len());
        let Inputs { values, limits, shown: inputs } = self.lower_inputs();
        self.lower_tables();
        for ((item, shown), value) in self.parsed.inputs.iter().zip(&inputs).zip(&values) {
            // A condition is shown by its probability.
            self.define(item, if value.kind == Type::Bool { *value } else { shown.value });
        }
        let estimates = self.lower_estimates()?;
        let checks = self.lower_checks(&inputs, &estimates);
        self.refuse_inputs_among_units();
        let expected = self.lower_expectations(&estimates);
        self.check_idle(&values, &estimates);
        self.warn_of_unused();
        self.lowering.begin(Entry::default());
        self.lowering.warn_of_new_nouns();
        Some(Built { values, limits, inputs, estimates, checks, expected })
    }

    /// Declares nouns, units and functions, before the formulas that may use them.
    fn declare(&mut self, file: &ModelFile) {
        for noun in &file.nouns {
            let mut words = noun.text.split_whitespace();
            let (name, plural, rest) = (words.next(), words.next(), words.next());
            let legal = |word: &str| crate::syntax::is_name(word);
            match name {
                Some(name) if rest.is_none() && legal(name) && plural.is_none_or(legal) => {
                    self.lowering.declare_noun(name, noun.all(), plural);
                }
                _ => self.lowering.report(
                    Diagnostic::error("E0504", format!("`{}` is not a noun", noun.text.trim()))
                        .at(noun.all(), "")
                        .help("a noun is a word, `\"delivery\"`, or a word and its plural, `\"delivery deliveries\"`"),
                ),
            }
        }
        for (entry, formula) in &self.parsed.units {
            let (name, span) = parse::place(&entry.name);
            self.lowering.begin(Entry { accepts_warnings: entry.ok.is_some(), ..Entry::default() });
            let size = self.formula(*formula);
            self.lowering.declare_unit(NewUnit {
                name,
                span,
                size,
                place: entry.value.span(),
                redefine: true,
            });
            if matches!(name, "month" | "year") {
                let is = parse::written(&entry.value);
                let built_in = if name == "month" { "year / 12" } else { "365 days" };
                self.remarks.push(format!("a {name} is {is} in this model (elsewhere {built_in})"));
            }
        }
        self.lowering.begin(Entry::default());
        for statement in &self.parsed.functions {
            if let StatementKind::Function(function) = &statement.kind {
                self.lowering.define(&self.parsed.ast, function);
            }
        }
    }

    /// Binds a name to a value, with the place of the literal to which a missing unit could be added.
    fn define(&mut self, item: &Item<'a>, value: Value) {
        let (name, span) = parse::place(&item.entry.name);
        let literal = match item.set.map_or(item.value, |given| given.formula) {
            Formula::Root(root) => literal_place(&self.parsed.ast, root),
            _ => None,
        };
        let number = match item.value {
            Formula::Number(_, place) => Some(place),
            _ => None,
        };
        self.lowering.bind((name, span), value, Written { literal, number }, &self.parsed.ast);
    }

    fn lower_tables(&mut self) {
        for (table, rows) in &self.parsed.tables {
            let mut cells = Vec::new();
            for (row, values) in table.rows.iter().zip(rows) {
                for ((value, formula), column) in row.cells.iter().zip(values).zip(&table.columns) {
                    let name = format!("{}.{}.{}", table.name.text, row.name.text, column.text);
                    self.lowering.begin(Entry { owner: Owner::Input(name.clone()), ..Entry::default() });
                    let cell = self.formula(*formula);
                    self.warn_of_cell_below_zero(&name, cell, value, *formula);
                    cells.push((name, cell, value.span()));
                }
            }
            let fed = self.feed(&cells);
            let width = table.columns.len().max(1);
            let mut columns: HashMap<String, Vec<Value>> = HashMap::new();
            for (at, column) in table.columns.iter().enumerate() {
                columns.insert(column.text.clone(), fed.iter().skip(at).step_by(width).copied().collect());
            }
            self.lowering.define_table(&table.name.text, Table { columns, rows: table.rows.len() });
        }
    }

    /// Lowers the estimates, each after the estimates that it names. Returns `None` if they form a cycle.
    fn lower_estimates(&mut self) -> Option<Vec<Shown>> {
        let parsed = self.parsed;
        let places: HashMap<&str, usize> = parsed
            .estimates
            .iter()
            .enumerate()
            .map(|(at, item)| (item.entry.name.text.as_str(), at))
            .collect();
        let names = |formula: Formula, item: &Item<'a>| {
            let own = Some(item.entry.name.text.as_str());
            let names = graph::names(&parsed.ast, formula.root(), own, self.lowering.units());
            names.into_iter().filter_map(|name| places.get(name).copied()).collect::<Vec<usize>>()
        };
        let needs: Vec<Vec<usize>> = parsed.estimates.iter().map(|item| names(item.value, item)).collect();
        let (mut order, cycles) = graph::order(&needs);
        if cycles.is_empty() && parsed.estimates.iter().any(|item| !item.was.is_empty()) {
            // What a formula replaces is lowered beside it, after what it names, if that is no circle.
            let was =
                |item: &Item<'a>| item.was.iter().flat_map(|(formula, _)| names(*formula, item)).collect();
            let before = parsed.estimates.iter().map(was);
            let needs: Vec<Vec<usize>> = needs
                .into_iter()
                .zip(before)
                .map(|(own, was): (_, Vec<usize>)| [own, was].concat())
                .collect();
            let (with_those, circles) = graph::order(&needs);
            if circles.is_empty() {
                order = with_those;
            }
        }
        for cycle in &cycles {
            self.diagnostics.push(self.cycle(cycle));
        }
        let unknown = Shown { value: Value::UNKNOWN, slot: Value::UNKNOWN.slot };
        let mut shown = vec![unknown; parsed.estimates.len()];
        if !cycles.is_empty() {
            // Estimates that depend on a cycle are defined, but have no value.
            let ordered: HashSet<usize> = order.iter().copied().collect();
            let waiting = parsed.estimates.iter().enumerate().filter(|(at, _)| !ordered.contains(at));
            for (_, item) in waiting {
                self.lowering.bind_unknown(&item.entry.name.text);
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
        self.begin(item, Owner::Formula(item.entry.name.text.clone()));
        let parsed = self.parsed;
        let mut value = self.formula(item.value);
        value = self.kept(item, value);
        if let Some(Given { formula, claim }) = item.set {
            self.lowering.set_owner(Owner::Input(item.entry.name.text.clone()));
            let given = self.formula(formula);
            value = self.replaced(item, value, given, claim);
            self.warn_below_zero(item, value);
        } else if let (Some(quantity), None) = (value.quantity(), item.unit) {
            self.lowering.warn_of_result(quantity, &parsed.ast, item.value.root(), item.entry.value.span());
            self.warn_of_unit_in_name(item, value);
            if let Formula::Root(root) = item.value {
                self.lowering.warn_of_share_per_time(root, quantity, &parsed.ast);
            }
        }
        if item.unit.is_some() {
            self.lowering.note_converted(item.entry.value.span(), value);
        }
        let shown = self.show(item, value);
        self.lowering.begin(Entry::default());
        shown
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
            1 => format!("`{first}` is defined in terms of itself"),
            _ => format!("`{first}` depends on itself"),
        };
        let mut error = Diagnostic::error("E0514", message);
        for (at, place) in cycle.iter().take(3).enumerate() {
            if let Some(item) = self.parsed.estimates.get(*place) {
                let span = item.entry.value.span();
                error = if at == 0 { error.at(span, "") } else { error.see(span, "") };
            }
        }
        error
            .note(format!("the cycle is {}", names.join(" → ")))
            .help("make one of them an input, or write its formula without the others")
    }

    /// Warns of inputs and tables that no estimate and no check names.
    fn warn_of_unused(&mut self) {
        let parsed = self.parsed;
        let mut used: HashMap<&str, bool> = HashMap::new();
        let formulas = parsed
            .estimates
            .iter()
            .map(|item| (item.value, item.set.is_some()))
            .chain(parsed.checks.iter().map(|(_, formula)| (*formula, false)))
            .chain(parsed.estimates.iter().filter_map(|item| Some((**item.expect.as_ref()?, false))));
        for (formula, replaced) in formulas {
            for name in graph::names(&parsed.ast, formula.root(), None, self.lowering.units()) {
                // Used, even if only by a formula that `--set` replaces.
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
                None => self.diagnostics.push(
                    Diagnostic::warning("W0107", format!("no estimate and no check uses the input `{name}`"))
                        .at(item.entry.name.span, "")
                        .help("use it, remove it, or accept this with `ok = \"reason\"`"),
                ),
            }
        }
        for (table, _) in &parsed.tables {
            if !used.contains_key(table.name.text.as_str()) {
                self.diagnostics.push(
                    Diagnostic::warning(
                        "W0107",
                        format!("no estimate and no check uses the table `{}`", table.name.text),
                    )
                    .at(table.name.span, ""),
                );
            }
        }
        if !idle.is_empty() {
            self.remarks.push(format!("unused because of `--set`: {}", idle.join(", ")));
        }
    }
}
