//! Ast to [`Program`]: names, dimension checks, expanded functions.
//!
//! Trees come in; a [`Compiled`] estimate, whose program has no units and no names, and diagnostics go out. The units
//! of a formula are checked here, once, in every branch, before anything runs. A slot holds a number as it
//! was written, and beside it stands an exact scale, so that a factor is emitted only where two scales meet.
//!
//! A [`Lowering`] is put together from parts with private state, from the bottom up:
//!
//! | part | what it keeps |
//! |---|---|
//! | [`Scope`](scope::Scope) | units, names, tables and functions |
//! | [`Emitter`](emitter::Emitter) | the program and the places, inputs and choices beside it |
//! | [`Reporter`](reporter::Reporter) | the diagnostics, and the calls they come from |
//! | [`Inlining`](inlining::Inlining) | the calls that are being expanded, and the results of earlier ones |
//! | [`Tracer`](trace::Tracer) | a record of calls and conversions, for explanations |
//! | [`Nouns`](nouns::Nouns) | the nouns that nobody declared |
//!
//! [`builtins`] is the table of the built-in functions, each with how it is lowered; `diagnostics/` has the text of
//! all errors and warnings. The other files lower one kind of node each.

mod about;
mod adjectives;
mod aggregate;
mod builtin;
pub mod builtins;
mod call;
mod cells;
mod certain;
mod choice;
mod choose;
mod compiled;
mod context;
mod convert;
mod correlate;
mod declare;
mod diagnostics;
mod distribution;
mod domain;
mod emitter;
mod fold;
mod formula;
mod function;
mod future;
mod growth;
mod habits;
mod inlining;
mod kept;
mod literal;
mod moment;
mod names;
mod nouns;
mod operand;
mod operator;
mod path;
mod quadrature;
mod range;
mod readings;
mod repair;
mod reporter;
mod resumed;
mod rows;
mod scope;
mod shape;
mod shares;
mod short;
mod stock;
mod sum;
mod table;
mod tiers;
pub mod trace;
mod unknown;
mod used;
mod value;
mod variables;
mod wording;

use std::collections::HashMap;

use crate::engine::{Distribution, Op, Program, Slot};
use crate::syntax::{Ast, Node, NodeId};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::registry::Units;

pub use about::{Compared, Held};
pub use choice::bottleneck;
pub use compiled::Compiled;
pub use correlate::Correlated;
pub use declare::{NewUnit, Written};
pub use future::{Future, Product};
pub use growth::{Growth, NoGrowth};
pub use habits::without_sign;
pub use moment::Moment;
pub use path::Read;
pub use rows::{OfRow, Rows};
pub use scope::Bound;
pub use table::Table;
pub use unknown::Declaration;
pub use used::{FileId, Used};
pub use value::{Quantity, TableId, Type, Value};
pub use variables::{Owner, Range};

use aggregate::RowRanges;
use call::CallSite;
use context::{Context, Place};
use convert::Conversion;
use emitter::Emitter;
pub(crate) use emitter::Guarded;
use inlining::Inlining;
use nouns::Nouns;
use reporter::{Lowered, Reporter};
use scope::Scope;
use sum::Sums;
use trace::Tracer;
use value::Operand;

/// The entry of a script or model that formulas belong to.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The name that it defines, which errors mention.
    pub subject: Option<String>,
    /// The owner of its ranges.
    pub owner: Owner,
    /// Whether its warnings are accepted and so dropped.
    pub accepts_warnings: bool,
    /// The file of the model that it stands in.
    pub file: FileId,
}

impl Default for Entry {
    /// A formula without a name.
    fn default() -> Entry {
        Entry {
            subject: None,
            owner: Owner::Formula(String::new()),
            accepts_warnings: false,
            file: FileId::default(),
        }
    }
}

/// A program to which a lowering can go back.
pub struct Mark(Emitter);

/// A script or a model that is being lowered.
#[derive(Clone)]
pub struct Lowering {
    scope: Scope,
    emitter: Emitter,
    reporter: Reporter,
    inlining: Inlining,
    row_ranges: RowRanges,
    /// The cells that were read of a row that is not known before the run, and whether it is a certain row.
    cells_read: HashMap<(Slot, TableId, usize), Value>,
    rows_known: HashMap<(Slot, u64), Slot>,
    sums: Sums,
    tracer: Tracer,
    nouns: Nouns,
    /// The ends of the interval that the next `≈` holds its left side against, if it is one.
    bounds: Option<[Value; 2]>,
    /// The last `≈`.
    held: Option<Held>,
    entry: Entry,
    /// The stack of the last formula, empty, for the next one.
    spare: Vec<Value>,
    /// The expression that is being lowered, outside the bodies of functions.
    root: Option<NodeId>,
}

impl Lowering {
    /// Begins with some units.
    pub fn new(units: Units) -> Lowering {
        Lowering {
            scope: Scope::new(units),
            emitter: Emitter::new(),
            reporter: Reporter::default(),
            inlining: Inlining::default(),
            row_ranges: RowRanges::default(),
            cells_read: HashMap::new(),
            rows_known: HashMap::new(),
            sums: Sums::default(),
            tracer: Tracer::default(),
            nouns: Nouns::default(),
            bounds: None,
            held: None,
            entry: Entry::default(),
            spare: Vec::new(),
            root: None,
        }
    }

    /// Begins a script or model with some way to declare nouns.
    pub fn declaring(units: Units, declaration: Declaration) -> Lowering {
        Lowering { nouns: Nouns::declared_by(declaration), ..Lowering::new(units) }
    }

    /// Begins an entry: the formulas that follow belong to it.
    pub fn begin(&mut self, entry: Entry) {
        self.reporter.accept_warnings(entry.accepts_warnings);
        self.scope.enter(entry.file);
        self.entry = entry;
    }

    /// Changes the owner of the ranges that follow.
    pub fn set_owner(&mut self, owner: Owner) {
        self.entry.owner = owner;
    }

    /// Reports an error or a warning that a reader found.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.reporter.report(diagnostic);
    }

    /// Lowers an expression.
    pub fn expression(&mut self, ast: &Ast, root: NodeId) -> Value {
        let cx = Context::top(ast);
        self.sums.clear();
        self.root = Some(root);
        self.warn_of_repeated_ranges(root, cx);
        self.walk(root, cx)
    }

    /// Lowers an expression that does not count, for its dimension: nothing that is wrong with it is reported. It may be
    /// that of a cell in a `row`.
    pub fn quietly(&mut self, owner: Owner, ast: &Ast, root: NodeId, row: Option<(TableId, usize)>) -> Value {
        let owner = std::mem::replace(&mut self.entry.owner, owner);
        let mark = self.reporter.mark();
        let value = match row {
            Some(row) => self.cell(ast, root, row),
            None => self.expression(ast, root),
        };
        self.reporter.forget(mark);
        self.entry.owner = owner;
        value
    }

    /// The program as it is, to go back to.
    pub fn mark(&self) -> Mark {
        Mark(self.emitter.clone())
    }

    /// Forgets what was lowered since; what was reported stays.
    pub fn go_back(&mut self, mark: Mark) {
        self.emitter = mark.0;
    }

    /// Whether a name has a value.
    pub fn is_bound(&self, name: &str) -> bool {
        self.scope.name(name).is_some()
    }

    /// A value that is fed in when the program runs, so that others can be tried in its place; its number is
    /// `number` unless another is fed.
    pub fn input(&mut self, name: &str, number: f64, quantity: Type, span: Span) -> Value {
        Value { slot: self.emitter.input(name, number, Place::top(span)), kind: quantity }
    }

    /// A plain number that was no text, as TOML has them.
    pub fn plain_number(&mut self, number: f64, span: Span) -> Value {
        self.emitter.number(number, Quantity::NUMBER, Place::top(span))
    }

    /// A truth value that was no text.
    pub fn truth(&mut self, truth: bool, span: Span) -> Value {
        self.emitter.truth(truth, Place::top(span))
    }

    /// Adds an operation that no formula names, to say more of one that does.
    pub fn step(&mut self, op: Op, span: Span) -> Slot {
        self.emitter.emit(op, Place::top(span))
    }

    /// A value in the unit in which it is reported: the one asked for, or base units, data in bytes.
    pub fn reported(&mut self, value: Value, span: Span) -> Slot {
        self.emitter.reported(value, Place::top(span))
    }

    /// Notes a value that a model's `unit =` converts, for an explanation.
    pub fn note_converted(&mut self, place: Span, value: Value) {
        self.tracer.converted(place, value);
    }

    /// Reports that a check is no condition.
    pub fn not_a_condition(&mut self, value: Value, span: Span) {
        self.wrong_type(span, value, "a check is a condition");
    }

    /// The units.
    pub fn units(&self) -> &Units {
        self.scope.units()
    }

    /// A table that was defined.
    pub fn table(&self, id: TableId) -> Option<&Table> {
        self.scope.table(id)
    }

    /// The program as far as it is lowered.
    pub fn program(&self) -> &Program {
        self.emitter.program()
    }

    /// The number of a slot that depends on no input, known before the program runs.
    pub fn number_of(&self, slot: Slot) -> Option<f64> {
        self.emitter.number_of(slot)
    }

    /// The distribution of a slot that is an input and nothing else.
    pub fn distribution_of(&self, slot: Slot) -> Option<&Distribution> {
        self.emitter.distribution_of(slot)
    }

    /// For each slot, whether it differs between samples.
    pub fn varying(&self) -> Vec<bool> {
        self.emitter.varying()
    }

    /// A copy of what is compiled so far.
    pub fn compiled(&self) -> Compiled {
        Compiled::new(self.scope.units().clone(), self.emitter.clone(), trace::Trace::default())
    }

    /// Ends the lowering: what is compiled, and the diagnostics.
    pub fn finish(mut self) -> (Compiled, Vec<Diagnostic>) {
        let unknown = self.reporter.take_unknown_units();
        if let Some(error) = diagnostics::units::unknown(&unknown, self.scope.units(), self.nouns.declaration)
        {
            self.reporter.report(error);
        }
        if let Some(span) = self.emitter.grown_at() {
            self.reporter.report(diagnostics::calls::too_large(span));
        }
        self.refuse_contradictions();
        let compiled = Compiled::new(self.scope.into_units(), self.emitter, self.tracer.finish());
        (compiled, self.reporter.finish())
    }

    /// Walks over the nodes of an expression, operands before operators, on a stack of values.
    fn walk(&mut self, root: NodeId, cx: Context<'_>) -> Value {
        if self.reporter.is_full() || self.emitter.is_full() {
            return Value::UNKNOWN;
        }
        let by_row = self.calls_by_row(root, cx);
        let mut by_row = by_row.into_iter().peekable();
        // A formula is walked in the stack that the one before it left; a call inside takes another.
        let mut stack: Vec<Value> = std::mem::take(&mut self.spare);
        let mut nodes = cx.ast.below(root);
        while let Some(id) = nodes.next() {
            let value = match by_row.next_if(|(first, _)| *first == id) {
                Some((_, call)) => {
                    if call > id {
                        nodes.nth((call.0 - id.0 - 1) as usize);
                    }
                    self.row_by_row(call, cx)
                }
                None => self.node(id, &mut stack, cx),
            };
            stack.push(value.unwrap_or(Value::UNKNOWN));
        }
        let value = stack.pop().unwrap_or(Value::UNKNOWN);
        stack.clear();
        self.spare = stack;
        value
    }

    /// Lowers a node whose operands are on the stack.
    fn node(&mut self, id: NodeId, stack: &mut Vec<Value>, cx: Context<'_>) -> Lowered {
        let mut pop = || stack.pop().unwrap_or(Value::UNKNOWN);
        match cx.ast.node(id) {
            Node::Literal(literal) => self.literal(literal, cx),
            Node::Range { .. } => self.range(id, cx),
            Node::Bool(truth) => Ok(self.emitter.truth(truth, cx.place(id))),
            Node::Name { text, divides } => self.name(cx.ast.str(text), divides, cx.place(id), cx),
            Node::Group(_) => Ok(pop()),
            Node::Where(..) => {
                pop();
                pop();
                Err(self.reporter.refuse(diagnostics::tables::where_outside(cx.ast.span(id))))
            }
            Node::Unary(unary, _) => self.unary(unary, pop(), cx.place(id)),
            Node::Binary(binary, left, right) => {
                let (b, a) = (pop(), pop());
                let operands = [Operand { node: left, value: a }, Operand { node: right, value: b }];
                self.binary(id, binary, operands, cx)
            }
            Node::If(condition, yes, no) => {
                let (b, a, c) = (pop(), pop(), pop());
                let condition = Operand { node: condition, value: c };
                let sides = [Operand { node: yes, value: a }, Operand { node: no, value: b }];
                self.conditional(id, condition, sides, cx)
            }
            Node::Convert { target, relabel, value } => {
                let operand = Operand { node: value, value: pop() };
                self.tracer.converted(cx.ast.span(id), operand.value);
                self.convert(id, Conversion { operand, target, relabel }, cx)
            }
            Node::Call { name, start, count } => {
                let values = stack.split_off(stack.len().saturating_sub(count as usize));
                let arguments = cx.ast.arguments(start, count);
                self.call(&CallSite { id, name: cx.ast.str(name), arguments, values: &values }, cx)
            }
        }
    }
}
