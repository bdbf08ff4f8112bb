//! The steps in order: each formula after the calls it contains, with the meanings of its names.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use super::body::{Body, Meaning};
use super::one_line::{on_one_line, without_parentheses};
use super::{Kind, Opened};
use crate::engine::Slot;
use crate::library::cheat_sheets;
use crate::library::formulas;
use crate::lower::trace::Trace;
use crate::lower::{Compiled, FileId, Type, Used, Value};
use crate::syntax::{self, Ast, Function, Node, NodeId};
use crate::text::source::{Span, Text};
use crate::units::registry::Units;
use crate::units::written::Written;
use crate::worksheet::AsWritten;

/// A step whose numbers are not known yet.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(super) kind: Kind,
    pub(super) name: Option<String>,
    pub(super) formula: String,
    pub(super) opened: Option<Opened>,
    pub(super) value: (Value, Slot),
    /// The value before the conversion to the requested unit.
    pub before: Option<(Value, Slot)>,
    /// The text as written, if it is a single literal.
    pub written: Option<Written>,
    /// The note beside it.
    pub note: Option<String>,
    /// The source of the value.
    pub source: Option<String>,
    /// Whether `--set` gave it.
    pub set: bool,
    /// The unit to print in, as given in a model.
    pub unit: Option<String>,
    /// The formula in which names are replaced, and whether its root is the call that the entry describes.
    pub(super) body: Option<(Body, bool)>,
    /// The call itself, used if the body cannot be typed back.
    pub(super) call: Option<Body>,
}

impl Entry {
    /// Creates a step with its value.
    pub fn new(kind: Kind, name: Option<String>, formula: String, value: (Value, Slot)) -> Entry {
        Entry {
            kind,
            name,
            formula,
            opened: None,
            value,
            before: None,
            written: None,
            note: None,
            source: None,
            set: false,
            unit: None,
            body: None,
            call: None,
        }
    }

    /// Marks the step as a formula, which is not shown as written.
    pub fn is_estimate(&mut self) {
        self.kind = Kind::Estimate;
        self.written = None;
    }
}

/// Collects the steps.
pub(crate) struct Deriver {
    pub(super) compiled: Compiled,
    trace: Arc<Trace>,
    /// Whether each slot differs between samples.
    varying: Vec<bool>,
    places: HashMap<(Option<usize>, Span), usize>,
    pub(super) entries: Vec<Entry>,
    /// The entries of the calls, by index in the trace.
    opened: HashMap<usize, usize>,
    /// The entries of the calls, by function and arguments.
    known: HashMap<(*const Function, Vec<Slot>), usize>,
    /// The entries of built-in constants.
    constants: HashMap<String, usize>,
    /// The values of parameters.
    pub(super) others: Vec<(Value, Slot)>,
    /// The meanings of the names in the formulas to come.
    pub names: HashMap<String, Meaning>,
    /// The meanings of the names of cells beside that of the formula to come, if it is that of a cell.
    pub beside: HashMap<String, Meaning>,
    /// The files of the model, each with names of its own.
    pub used: Arc<Used>,
    /// The entries of the cells of tables by `table.column`, row by row.
    pub cells: HashMap<String, Vec<usize>>,
    /// The values of texts without names, cached because the same units are evaluated many times.
    pub(super) typed: RefCell<HashMap<String, Option<(Value, f64)>>>,
}

impl Deriver {
    /// Starts with the trace recorded during lowering. Steps may append operations to the program.
    pub fn new(compiled: Compiled) -> Deriver {
        let trace = compiled.trace().clone();
        let calls = trace.calls.iter().enumerate();
        Deriver {
            places: calls.map(|(at, call)| ((call.within, call.place), at)).collect(),
            varying: compiled.varying(),
            compiled,
            trace,
            entries: Vec::new(),
            opened: HashMap::new(),
            known: HashMap::new(),
            constants: HashMap::new(),
            others: Vec::new(),
            names: HashMap::new(),
            beside: HashMap::new(),
            used: Arc::default(),
            cells: HashMap::new(),
            typed: RefCell::default(),
        }
    }

    /// Returns the units that formulas can use.
    pub(super) fn units(&self) -> &Units {
        self.compiled.units()
    }

    /// Returns the value before the conversion at a place, if there is one.
    pub fn before(&mut self, place: Span) -> Option<(Value, Slot)> {
        let value = *self.trace.converted.get(&place)?;
        Some((value, self.compiled.reported(value, place)))
    }

    /// Returns the slot of a value in the unit in which it is reported.
    pub fn reported(&mut self, value: Value, place: Span) -> Slot {
        self.compiled.reported(value, place)
    }

    /// Returns what a name stands for in the formula of an entry.
    fn stands_for(&self, entry: &Entry, name: &str) -> Option<&Meaning> {
        if let Some(beside) = self.beside.get(name) {
            return Some(beside);
        }
        let file =
            entry.name.as_deref().map_or(FileId::default(), |of| self.used.walk(FileId::default(), of).0);
        self.names.get(&*self.used.full(file, name))
    }

    /// Adds a step without a formula to expand and returns its index.
    pub fn given(&mut self, entry: Entry) -> usize {
        self.entries.push(entry);
        self.entries.len() - 1
    }

    /// Adds a step after the steps of the calls in its formula and returns its index.
    pub fn formula(&mut self, mut entry: Entry, ast: &Arc<Ast>, root: NodeId) -> usize {
        let named = ast.below(root).flat_map(|id| match ast.node(id) {
            Node::Name { text, .. } => vec![ast.str(text)],
            Node::Literal(_) => {
                let literal = ast.literal(id);
                let words = literal.map(|literal| ast.words(&literal.suffix)).unwrap_or_default();
                words.iter().map(|word| ast.str(word.text)).collect()
            }
            _ => Vec::new(),
        });
        let mut names: HashMap<String, Meaning> = named
            .filter_map(|name| Some((name.to_owned(), self.stands_for(&entry, name)?.clone())))
            .collect();
        self.constants(ast, root, &mut names);
        let body = Body { ast: ast.clone(), root, names: Rc::new(names), within: None };
        let call = self.call_at(&body, root);
        self.calls_in(&body, call);
        let known = call.is_some_and(|call| self.known.contains_key(&self.key(call)));
        match call.filter(|_| !known) {
            Some(call) => {
                self.open(&mut entry, &body, call);
                let at = self.given(entry);
                let key = self.key(call);
                self.known.insert(key, at);
                at
            }
            None => {
                if let Some(known) = call.and_then(|call| self.known.get(&self.key(call)).copied()) {
                    self.opened.extend(call.map(|call| (call, known)));
                }
                entry.body = Some((body, false));
                self.given(entry)
            }
        }
    }

    /// Adds the built-in constants named in a formula, and their meanings.
    fn constants(&mut self, ast: &Ast, root: NodeId, names: &mut HashMap<String, Meaning>) {
        for id in ast.below(root) {
            let Node::Name { text, .. } = ast.node(id) else { continue };
            let text = ast.str(text);
            let is_column = self.cells.contains_key(text);
            let Some(literal) = cheat_sheets::constant(text).filter(|_| !is_column) else { continue };
            let known = self.constants.get(text).copied();
            let at = known.unwrap_or_else(|| {
                let place = ast.span(id);
                let value = self.compiled.constant(text, place).unwrap_or(Value::UNKNOWN);
                let slot = self.compiled.reported(value, place);
                let mut entry =
                    Entry::new(Kind::Input, Some(text.to_owned()), literal.to_owned(), (value, slot));
                let decoded = Text::whole(0, literal);
                let mut arena = Ast::new();
                if let Ok(root) = syntax::expression(&mut arena, &decoded) {
                    entry.written = AsWritten::of(&arena, root).map(|literal| literal.written);
                }
                if let Some((description, sources)) = cheat_sheets::origin(text) {
                    entry.note = Some(description.to_owned()).filter(|description| !description.is_empty());
                    let cited = sources.iter().map(|source| match source.year {
                        Some(year) => format!("{}, {year}", source.name),
                        None => source.name.clone(),
                    });
                    entry.source =
                        Some(cited.collect::<Vec<_>>().join("; ")).filter(|cited| !cited.is_empty());
                }
                self.given(entry)
            });
            self.constants.insert(text.to_owned(), at);
            names.insert(text.to_owned(), Meaning::Entry(at));
        }
    }

    /// Whether a formula calls functions that are steps of their own.
    pub fn calls_any(&self, ast: &Ast, root: NodeId) -> bool {
        ast.below(root).any(|id| self.places.contains_key(&(None, ast.span(id))))
    }

    fn call_at(&self, body: &Body, id: NodeId) -> Option<usize> {
        let at = *self.places.get(&(body.within, body.ast.span(id)))?;
        let value = self.trace.calls.get(at)?.value;
        // A condition that holds in some samples only has no value to substitute.
        let is_shown = match value.kind {
            Type::Quantity(_) => true,
            Type::Bool => self.varying.get(value.slot.index()) == Some(&false),
            Type::Unknown | Type::Row(_) | Type::Rest(_) => false,
        };
        (matches!(body.ast.node(id), Node::Call { .. }) && is_shown).then_some(at)
    }

    fn key(&self, call: usize) -> (*const Function, Vec<Slot>) {
        match self.trace.calls.get(call) {
            Some(call) => (
                Arc::as_ptr(&call.function),
                call.arguments.iter().map(|(_, _, value)| value.slot).chain([call.value.slot]).collect(),
            ),
            None => (std::ptr::null(), Vec::new()),
        }
    }

    /// Returns the entry of a call, if it has one already.
    pub(super) fn opened(&self, body: &Body, id: NodeId) -> Option<usize> {
        let call = self.call_at(body, id)?;
        self.opened.get(&call).copied()
    }

    /// Adds the steps of the calls in a formula, except for one.
    fn calls_in(&mut self, body: &Body, except: Option<usize>) {
        for id in body.ast.below(body.root) {
            let Some(call) = self.call_at(body, id).filter(|call| Some(*call) != except) else { continue };
            let key = self.key(call);
            if let Some(known) = self.known.get(&key) {
                self.opened.insert(call, *known);
                continue;
            }
            let Some(mut value) = self.trace.calls.get(call).map(|call| call.value) else { continue };
            if let Type::Quantity(quantity) = &mut value.kind {
                quantity.notation = quantity.notation.unasked();
            }
            let place = body.ast.span(id);
            let text = without_parentheses(on_one_line(body.ast.written(id)));
            let slot = self.compiled.reported(value, place);
            let mut entry = Entry::new(Kind::Formula, Some(text.clone()), text, (value, slot));
            let caller = Body { root: id, ..body.clone() };
            self.open(&mut entry, &caller, call);
            if let Some(opened) = entry.opened.take() {
                entry.formula = opened.body;
            }
            let at = self.given(entry);
            self.known.insert(key, at);
            self.opened.insert(call, at);
        }
    }

    /// Stores a call's body in its entry; `caller` is the call in the calling formula.
    fn open(&mut self, entry: &mut Entry, caller: &Body, at: usize) {
        let Some(call) = self.trace.calls.get(at).cloned() else { return };
        let (name, place) = (call.ast.str(call.function.name.0), call.function.name.1);
        let formula = if place.source == formulas::SOURCE { formulas::find(name) } else { None };
        let mut inner = call.ast.below(call.function.body);
        let native = inner.any(|id| matches!(call.ast.node(id), Node::Call { name, .. } if formulas::native::find(call.ast.str(name)).is_some()));
        let is_call = Body { ..caller.clone() };
        if let Some(formula) = &formula {
            let description = formula.what.split_once(". ").map_or(formula.what.as_str(), |(first, _)| first);
            entry.note = entry.note.take().or_else(|| Some(description.trim_end_matches('.').to_owned()));
            entry.source = entry.source.take().or_else(|| Some(formula.source.clone()));
        }
        if native {
            entry.body = Some((is_call, true));
            return;
        }
        let mut names = self.arguments(caller, at);
        self.constants(&call.ast, call.function.body, &mut names);
        let body =
            Body { ast: call.ast.clone(), root: call.function.body, names: Rc::new(names), within: Some(at) };
        let root = self.call_at(&body, body.root);
        self.calls_in(&body, None);
        let parameters: Vec<&str> = call.arguments.iter().map(|(name, ..)| name.as_str()).collect();
        entry.opened = Some(Opened {
            call: format!("{name}({})", parameters.join(", ")),
            body: without_parentheses(on_one_line(call.ast.written(call.function.body))),
        });
        entry.body = Some((body, root.is_some()));
        entry.call = Some(is_call);
    }

    /// Returns the meanings of a call's parameters.
    fn arguments(&mut self, caller: &Body, at: usize) -> HashMap<String, Meaning> {
        let Some(call) = self.trace.calls.get(at).cloned() else { return HashMap::new() };
        let mut names = HashMap::new();
        for (parameter, (name, node, mut value)) in call.function.parameters.iter().zip(call.arguments) {
            let as_written = match (node, parameter.default) {
                (Some(node), _) => match caller.ast.node(node) {
                    Node::Name { text, .. } if caller.names.contains_key(caller.ast.str(text)) => {
                        caller.names.get(caller.ast.str(text)).cloned()
                    }
                    Node::Literal(_) => Some(Meaning::Text(on_one_line(caller.ast.written(node)))),
                    Node::Call { .. } => self.opened(caller, node).map(Meaning::Entry),
                    _ => None,
                },
                (None, Some(default)) => call
                    .ast
                    .literal(default)
                    .map(|literal| Meaning::Text(on_one_line(call.ast.written_at(default, literal.span)))),
                (None, None) => None,
            };
            if let Type::Quantity(quantity) = &mut value.kind {
                quantity.notation = quantity.notation.unasked();
            }
            let slot = self.compiled.reported(value, caller.ast.span(caller.root));
            self.others.push((value, slot));
            names.insert(name, Meaning::Argument(as_written.map(Box::new), self.others.len() - 1));
        }
        names
    }
}
