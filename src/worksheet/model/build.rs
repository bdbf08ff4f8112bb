//! Lowering a model, each formula after the formulas that it names.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::assemble::headings;
use super::builder::{Builder, Built, Inputs, Nodes, Shown};
use super::changes::Changes;
use super::columns::{Place, id_of};
use super::confidence;
use super::family::{self, Family};
use super::graph;
use super::parse::{self, Formula, Given, Item, Parsed};
use super::scenarios;
use super::uses::{self, Part, Parts};
use super::written::written;
use crate::lower::{Declaration, Entry, Lowering, NewUnit, Owner, Type, Used, Value, Written};
use crate::syntax::StatementKind;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::{Span, Text};
use crate::units::registry::Units;
use crate::worksheet::script::literal_place;
use crate::worksheet::{Content, Heading, Refused, Worksheet};

/// Reads a model. Returns the lowering for what is read after it as well, if that is wanted.
pub(super) fn read(
    name: &str,
    text: &str,
    changes: &Changes,
    continues: bool,
) -> Result<(Worksheet, Option<Lowering>), Refused> {
    let Family { members, mut sources, mut diagnostics } = family::read(name, text, changes);
    let Parts { parts, used, set } = uses::parts(&members, &mut diagnostics);
    drop(members);
    let used = Arc::new(used);
    let Some(Part { file, .. }) = parts.first() else { return Err(Refused::default()) };
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
    let chosen = changes.scenario.as_deref();
    let remarks = chosen.and_then(|chosen| scenarios::remark(&parts, &used, chosen)).into_iter().collect();
    let confidence = confidence::confidence(file, changes, &mut diagnostics);
    let claims = scenarios::claims((&parts, &used), set, changes, &mut sources, &mut diagnostics);
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
    let parsed = parse::parse(&parts, &used, changes.is_one, &claims, &mut diagnostics);
    parsed.refuse_foreign_units(&parts, &mut diagnostics);
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
        defined: parsed.names().collect(),
        functions_read: HashMap::new(),
        shared: HashMap::new(),
        cells: parsed.tables.iter().map(|rows| vec![Vec::new(); rows.columns.len()]).collect(),
        growths: HashMap::new(),
    };
    builder.lowering.use_files(Arc::clone(&used));
    let built = builder.build(&parts);
    let Builder { lowering, mut diagnostics, remarks, cells, .. } = builder;
    let next = continues.then(|| lowering.resumed());
    let (compiled, found) = lowering.finish();
    diagnostics.extend(found);
    let Some(built) = built.filter(|_| is_ok(&diagnostics)) else {
        return Err(Refused { sources, title, remarks, diagnostics, unknown: parsed.unknown });
    };
    let scenario = changes.scenario.as_deref();
    let (checks, unasked) = parsed.asked(&built, scenario, &compiled);
    let items = Arc::new(parsed.items(&built, compiled.units()));
    let tables = parsed.tables(&cells);
    let content = Content {
        name: name.to_owned(),
        title,
        tables,
        checks,
        unasked,
        scenarios: scenarios::listed(&parts),
        unknown: parsed.unknown,
        is_empty: false,
        ast: parsed.ast.clone(),
        inputs: parsed.inputs.len(),
        input_headings: parts.iter().flat_map(|part| inputs_of(part, &used)).collect(),
        used: Arc::clone(&used),
        estimate_headings: headings(&file.estimates),
        used_headings: parts.iter().skip(1).map(|part| estimates_of(part, &used)).collect(),
        summary: file.summary.clone(),
        sources,
        remarks,
        warnings: diagnostics,
    };
    Ok((Worksheet { content: Arc::new(content), compiled, items, changes: changes.clone() }, next))
}

impl<'a> Builder<'a> {
    /// Lowers everything. Returns `None` if the estimates form a cycle.
    fn build(&mut self, parts: &'a [Part]) -> Option<Built> {
        self.declare(parts);
        let Parsed { inputs, estimates, ast, .. } = self.parsed;
        self.lowering.reserve(inputs.len() + estimates.len(), ast.len());
        let Inputs { values, limits, shown: inputs } = self.lower_inputs();
        self.lower_futures_of_inputs(&values, &limits);
        let columns = self.lower_given_columns();
        for ((item, shown), value) in self.parsed.inputs.iter().zip(&inputs).zip(&values) {
            // A condition is shown by its probability.
            self.define(item, if value.kind == Type::Bool { *value } else { shown.value });
        }
        let estimates = self.lower_formulas(&columns)?;
        let checks = self.lower_checks(&inputs, &estimates);
        self.refuse_inputs_among_units();
        let expected = self.lower_expectations(&estimates);
        self.check_idle(&values, &estimates);
        self.warn_of_unused(parts);
        self.lowering.begin(Entry::default());
        self.lowering.warn_of_new_nouns();
        Some(Built { values, limits, inputs, estimates, checks, expected })
    }

    /// Declares nouns, units and functions, before the formulas that may use them.
    fn declare(&mut self, parts: &'a [Part]) {
        let mut declared: HashMap<&str, u16> = HashMap::new();
        let mut met: HashSet<Span> = HashSet::new();
        for noun in parts.iter().flat_map(|part| &part.file.nouns) {
            // A noun is the same in all files.
            let source = *declared.entry(noun.text.trim()).or_insert(noun.all().source);
            if source != noun.all().source || parts.len() > 1 && !met.insert(noun.all()) {
                continue;
            }
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
        let own_units = parts.first().map(|own| own.file.units.as_slice()).unwrap_or_default();
        for (at, (file, entry, formula)) in self.parsed.units.iter().enumerate() {
            let (name, span) = parse::place(&entry.name);
            let mut before = self.parsed.units.iter().take(at).map(|(_, known, _)| known);
            if let Some(known) = before.find(|known| known.name.text == name) {
                if written(&known.value) != written(&entry.value) {
                    self.diagnostics.push(unit_of_two_files(name, span, known.name.span));
                }
                continue;
            }
            // Other units follow from these, so that every file would be read with them.
            let is_period = matches!(name, "month" | "year");
            if is_period && !own_units.iter().any(|own| own.name.text == name) {
                self.diagnostics.push(period_of_used_file(name, span));
                continue;
            }
            let accepts_warnings = entry.ok.is_some();
            self.lowering.begin(Entry { accepts_warnings, file: *file, ..Entry::default() });
            let size = self.formula(*formula);
            self.lowering.declare_unit(NewUnit {
                name,
                span,
                size,
                place: entry.value.span(),
                redefine: true,
            });
            if matches!(name, "month" | "year") {
                let is = written(&entry.value);
                let built_in = if name == "month" { "year / 12" } else { "365 days" };
                self.remarks.push(format!("a {name} is {is} in this model (elsewhere {built_in})"));
            }
        }
        self.lowering.begin(Entry::default());
        self.declare_tables();
        for (file, statement) in &self.parsed.functions {
            self.lowering.begin(Entry { file: *file, ..Entry::default() });
            if let StatementKind::Function(function) = &statement.kind {
                self.lowering.define(&self.parsed.ast, function);
            }
        }
        self.lowering.begin(Entry::default());
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
        let local = name.rsplit('.').next().unwrap_or(name);
        self.lowering.begin(Entry { file: item.file, ..Entry::default() });
        self.lowering.bind((local, span), value, Written { literal, number }, &self.parsed.ast);
        self.lowering.begin(Entry::default());
    }

    /// Lowers the estimates, and the columns that are not given, each after what it names. Returns `None` if some form
    /// a cycle.
    fn lower_formulas(&mut self, columns: &[Place]) -> Option<Vec<Shown>> {
        let parsed = self.parsed;
        let count = parsed.estimates.len();
        let estimates = parsed.estimates.iter().enumerate();
        let nodes = Nodes {
            estimates: estimates.map(|(at, item)| (item.entry.name.text.as_str(), at)).collect(),
            columns: columns
                .iter()
                .zip(count..)
                .map(|((table, column), node)| ((id_of(*table), *column), node))
                .collect(),
        };
        let unknown = Shown { value: Value::UNKNOWN, slot: Value::UNKNOWN.slot };
        let mut shown = vec![unknown; count];
        let needs = |builder: &Builder<'a>, node: usize| match node.checked_sub(count) {
            None => match parsed.estimates.get(node) {
                Some(item) => builder.needs(
                    &[(item.value, Some(item.entry.name.text.as_str()))],
                    (item.file, None),
                    &nodes,
                ),
                None => graph::Needs::default(),
            },
            Some(at) => {
                let place = columns.get(at).copied();
                let column = place.and_then(|(table, at)| {
                    Some((table, parsed.tables.get(table)?.file, parsed.column((table, at))?))
                });
                let Some((table, file, column)) = column else { return graph::Needs::default() };
                let name = Some(column.name.text.as_str());
                let formulas: Vec<_> = column.formulas().map(|formula| (formula, name)).collect();
                builder.needs(&formulas, (file, Some(id_of(table))), &nodes)
            }
        };
        let cycles =
            graph::each(self, count + columns.len(), needs, |builder, node| match node.checked_sub(count) {
                None => {
                    let Some(item) = parsed.estimates.get(node) else { return };
                    let result = builder.lower_estimate(item);
                    builder.define(item, result.value);
                    if let Some(place) = shown.get_mut(node) {
                        *place = result;
                    }
                }
                Some(at) => {
                    if let Some(place) = columns.get(at) {
                        builder.lower_column(*place);
                    }
                }
            });
        for cycle in &cycles {
            let error = self.cycle(cycle, columns);
            self.diagnostics.push(error);
        }
        if cycles.is_empty() {
            return Some(shown);
        }
        // Estimates that depend on a cycle are defined, but have no value.
        for item in &parsed.estimates {
            let name = &item.entry.name.text;
            self.lowering.begin(Entry { file: item.file, ..Entry::default() });
            let local = name.rsplit('.').next().unwrap_or(name);
            if !self.lowering.is_bound(local) {
                self.lowering.bind_unknown(local);
            }
        }
        self.lowering.begin(Entry::default());
        None
    }

    fn lower_estimate(&mut self, item: &Item<'a>) -> Shown {
        let parsed = self.parsed;
        let name = item.entry.name.text.clone();
        let first = parsed.first_copy(item);
        self.begin(
            item,
            match first {
                Some(of) => Owner::Copy { name, of: of.to_owned() },
                None => Owner::Formula(name),
            },
        );
        let mut value = self.formula(item.value);
        value = self.kept(item.replaced(), &item.was, value, None);
        if let Some(Given { formula, claim }) = item.set {
            self.lowering.set_owner(Owner::Input(item.entry.name.text.clone()));
            let given = self.given(value, formula);
            value = self.replaced(item.replaced(), value, given, claim);
            self.warn_below_zero(item, value);
        } else if let (Some(quantity), None) = (value.quantity(), item.unit) {
            self.lowering.warn_of_result(quantity, &parsed.ast, item.value.root(), item.entry.value.span());
            self.warn_of_unit_in_name(item, value);
            if let Formula::Root(root) = item.value {
                self.lowering.warn_of_share_per_time(root, value, &parsed.ast);
            }
        }
        if item.unit.is_some() {
            self.lowering.note_converted(item.entry.value.span(), value);
        }
        let shown = self.show(item, value);
        self.lowering.begin(Entry::default());
        shown
    }

    /// Reports estimates and columns that depend on each other.
    fn cycle(&self, cycle: &[usize], columns: &[Place]) -> Diagnostic {
        let parsed = self.parsed;
        let named = |node: usize| match node.checked_sub(parsed.estimates.len()) {
            None => {
                let item = parsed.estimates.get(node)?;
                Some((item.entry.name.text.clone(), item.entry.value.span()))
            }
            Some(at) => {
                let place = *columns.get(at)?;
                let (table, column) = (parsed.tables.get(place.0)?, parsed.column(place)?);
                let name = format!("{}.{}", table.table.name.text, column.name.text);
                let span = column.computed.as_ref().map_or(column.name.span, |item| item.entry.value.span());
                Some((name, span))
            }
        };
        let nodes: Vec<(String, Span)> = cycle.iter().filter_map(|node| named(*node)).collect();
        let mut names: Vec<&str> = nodes.iter().map(|(name, _)| name.as_str()).collect();
        let first = names.first().copied().unwrap_or("");
        names.push(first);
        let message = match cycle.len() {
            1 => format!("`{first}` is defined in terms of itself"),
            _ => format!("`{first}` depends on itself"),
        };
        let mut error = Diagnostic::error("E0514", message);
        for (at, (_, span)) in nodes.iter().take(3).enumerate() {
            error = if at == 0 { error.at(*span, "") } else { error.see(*span, "") };
        }
        error
            .note(format!("the cycle is {}", names.join(" → ")))
            .help("make one of them an input, or write its formula without the others")
    }
}

/// Returns the headings of a file's inputs; those of a file that is used are under its name.
fn inputs_of(part: &Part, used: &Used) -> Vec<Heading> {
    match used.prefix(part.id) {
        "" => headings(&part.file.inputs),
        prefix => vec![Heading {
            name: Some(prefix.trim_end_matches('.').to_owned()),
            items: part.file.all_inputs().count(),
        }],
    }
}

/// Returns the heading of the estimates of a file that is used, which is its name.
fn estimates_of(part: &Part, used: &Used) -> Heading {
    let name = used.prefix(part.id).trim_end_matches('.').to_owned();
    Heading { name: Some(name), items: part.file.all_estimates().count() }
}

/// `month` or `year` in a file that is used, which the model itself leaves as they are.
fn period_of_used_file(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        "E0503",
        format!("a file that is used redefines `{name}`, and the model that uses it does not"),
    )
    .at(span, "")
    .help("give the model the same definition under `[units]`, or use the built-in one here")
}

/// A unit that two files of a model define, which counts for all of them.
fn unit_of_two_files(name: &str, span: Span, known: Span) -> Diagnostic {
    Diagnostic::error("E0503", format!("two files of the model define the unit `{name}`"))
        .at(span, "")
        .see(known, "the other definition")
        .help("a unit is the same in all files of a model: give one of them another name, or the same value")
}
