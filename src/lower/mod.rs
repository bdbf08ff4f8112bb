//! Ast to [`Program`]: names, dimension checks, inlined functions.
//!
//! Text has been read before; what comes out has no units and no names. Whatever a
//! formula says about units is proven here, once, in every branch, before anything
//! runs. A slot holds a number as it was written, and beside it stands an exact scale,
//! so a factor is emitted only where two scales meet.

mod aggregate;
mod bottleneck;
mod call;
mod convert;
mod declare;
mod formula;
mod function;
mod literal;
mod names;
mod operator;
mod range;
mod sum;
pub mod trace;
mod uncertain;
mod value;
mod variable;
mod warning;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

pub(crate) use aggregate::AGGREGATES;
pub use bottleneck::bottleneck;
pub use call::{built_in, is_built_in};
pub(crate) use uncertain::is_statistic;

pub use value::{Quantity, Type, Value};
pub use variable::{Owner, Range};

use crate::engine::{self, Distribution, Op, Program, Slot, Variable};
use crate::syntax::{Ast, Function, Node, NodeId};
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Span;
use crate::units::registry::Units;
use crate::units::scale::Scale;
use crate::units::words;

/// The most operations that functions may write out: more come from functions that call each other twice, over and over.
const MOST_INLINED: usize = 1 << 19;

/// Lowering stops after so many errors: nobody reads them.
const MOST_ERRORS: usize = 1000;

/// How many errors get a search for what was meant.
const SUGGESTIONS: usize = 20;

/// A name that a formula may use.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    /// Its value.
    pub value: Value,
    /// Where its value is written, when that is a single literal: a missing unit goes there.
    pub literal: Option<Span>,
}

/// A table of a model: the cells of each column, row by row.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// The columns by name.
    pub columns: HashMap<String, Vec<Value>>,
    /// How many rows there are.
    pub rows: usize,
}

/// What an operation stands for, to tell of it when it has no result.
#[derive(Clone, Copy, Debug)]
struct Site {
    span: Span,
    /// The call through which it was inlined, if any.
    call: Option<Span>,
}

/// The names that an expression sees besides the built-in ones.
#[derive(Clone, Copy)]
struct Frame<'f> {
    /// A function's parameters; it sees nothing else.
    parameters: Option<&'f [(&'f str, Value)]>,
    /// The row of a table, inside `sum` and the like.
    row: Option<(&'f str, usize)>,
    /// The call that is being inlined.
    call: Option<Span>,
}

impl Frame<'_> {
    const TOP: Frame<'static> = Frame { parameters: None, row: None, call: None };
}

/// The state of lowering a script or a model.
#[derive(Clone)]
pub struct Lowering {
    /// The units it knows.
    pub units: Units,
    /// What it has produced.
    pub program: Arc<Program>,
    /// What it has found wrong or doubtful.
    pub diagnostics: Vec<Diagnostic>,
    /// The names that are bound.
    pub names: HashMap<String, Bound>,
    /// A model's tables.
    pub tables: HashMap<String, Table>,
    /// The inputs of the program: what is fed in, and the ranges.
    pub variables: Vec<Variable>,
    /// What the ranges at hand are named after.
    pub owner: Owner,
    /// The ranges in the order in which they were read.
    pub ranges: Vec<Range>,
    /// How many variables of a name there are.
    occurrences: HashMap<String, u32>,
    /// The ranges in a formula that is being written out for the rows of a table.
    row_ranges: HashMap<NodeId, Value>,
    functions: HashMap<String, Definition>,
    sites: Vec<Site>,
    inlined: HashMap<function::Key, Value>,
    /// Calls whose body was wrong, by the dimensions of their arguments: it is said once.
    wrong_calls: HashSet<function::Kind>,
    inlining: Vec<String>,
    /// The call of a formula that is being written out: what happens inside is said to happen there.
    prelude: Option<Site>,
    /// The results of `max` and `min` that say which argument decides.
    choices: HashMap<Slot, bottleneck::Shares>,
    /// The formulas that are called, by the places of the calls.
    formulas: HashMap<Span, String>,
    spare: Vec<Value>,
    unknown_units: Vec<(String, Span)>,
    undefined: Vec<String>,
    /// What the formula at hand defines, to speak of it by name.
    pub subject: Option<String>,
    suggested: usize,
    /// How many operations came from functions and tables.
    written_out: usize,
    /// Where they became too many.
    grown: Option<Span>,
    /// What explains the formulas, if that was asked for.
    trace: Option<trace::Trace>,
}

/// A function with the arena its body is in.
#[derive(Clone, Debug)]
struct Definition {
    function: Arc<Function>,
    ast: Arc<Ast>,
}

impl Lowering {
    /// Begins with the units that are known.
    pub fn new(units: Units) -> Lowering {
        Lowering {
            units,
            program: Arc::new(Program::new(crate::library::formulas::native::FUNCTIONS)),
            diagnostics: Vec::new(),
            names: HashMap::new(),
            tables: HashMap::new(),
            variables: Vec::new(),
            owner: Owner::Formula(String::new()),
            ranges: Vec::new(),
            occurrences: HashMap::new(),
            row_ranges: HashMap::new(),
            functions: HashMap::new(),
            sites: Vec::new(),
            inlined: HashMap::new(),
            inlining: Vec::new(),
            prelude: None,
            choices: HashMap::new(),
            formulas: HashMap::new(),
            spare: Vec::new(),
            unknown_units: Vec::new(),
            undefined: Vec::new(),
            subject: None,
            suggested: 0,
            written_out: 0,
            grown: None,
            trace: Some(trace::Trace::default()),
            wrong_calls: HashSet::new(),
        }
    }

    /// Lowers an expression and gives its value.
    pub fn expression(&mut self, ast: &Ast, root: NodeId) -> Value {
        self.warn_of_repeated_ranges(ast, root);
        self.walk(ast, root, Frame::TOP)
    }

    /// Lowers a condition, and the two sides of one that is a single comparison.
    pub fn comparison(&mut self, ast: &Ast, root: NodeId) -> (Value, Option<(Value, Value)>) {
        match ast.node(root) {
            Node::Binary(binary, left, right) if binary.compares() => {
                self.warn_of_repeated_ranges(ast, root);
                let a = self.walk(ast, left, Frame::TOP);
                let b = self.walk(ast, right, Frame::TOP);
                let value = self.binary(ast, root, binary, (left, a), (right, b), Frame::TOP);
                (value, Some((a, b)))
            }
            _ => (self.expression(ast, root), None),
        }
    }

    /// A value of a type that is fed in when the program runs, so that others can be tried in its place.
    pub fn input(&mut self, name: &str, number: f64, quantity: Type, span: Span) -> Value {
        let variable =
            self.declare(Variable { name: name.to_owned(), distribution: Distribution::Fixed(number) });
        Value { slot: self.emit(Op::Input(variable), span, Frame::TOP), kind: quantity }
    }

    /// A plain number that was no text, as TOML has them.
    pub fn plain_number(&mut self, number: f64, span: Span) -> Value {
        self.number(number, Quantity::NUMBER, span, Frame::TOP)
    }

    /// A truth value that was no text.
    pub fn truth(&mut self, truth: bool, span: Span) -> Value {
        let slot = self.emit(Op::Const(f64::from(u8::from(truth))), span, Frame::TOP);
        Value { slot, kind: Type::Bool }
    }

    /// The number of a slot that hangs on no input, known before the program runs.
    pub fn number_of(&self, slot: Slot) -> Option<f64> {
        if let Some(Op::Const(number)) = self.program.op(slot) {
            return Some(number);
        }
        let (values, faults) = engine::constants(&self.program, &[slot]);
        // What hangs on an input has no number here, which shows as a fault.
        values.first().copied().filter(|_| faults.is_empty())
    }

    /// Says that a check is no condition.
    pub fn not_a_condition(&mut self, value: Value, span: Span) {
        self.wrong_type(span, value, "a check is a condition");
    }

    /// The places of an operation: where it is written, and the call it was inlined through.
    pub fn site(&self, slot: Slot) -> Option<(Span, Option<Span>)> {
        self.sites.get(slot.index()).map(|site| (site.span, site.call))
    }

    /// The formula that is called at a place, to which the operations of its body belong.
    pub fn formula_at(&self, call: Span) -> Option<&str> {
        self.formulas.get(&call).map(String::as_str)
    }

    /// Takes what was found wrong or doubtful, the unknown units of all formulas in one error.
    pub fn take_diagnostics(&mut self) -> Vec<Diagnostic> {
        self.report_unknown_units();
        if let Some(span) = self.grown.take() {
            self.diagnostics.push(
                Diagnostic::error("E0207", "written out, this makes over half a million steps")
                    .at(span, "this grows too large")
                    .help("functions and tables are written out where they are used; give repeated parts a name"),
            );
        }
        crate::text::diagnostic::capped(std::mem::take(&mut self.diagnostics))
    }

    /// Adds an operation that no formula names, to say more of one that does.
    pub fn step(&mut self, op: Op, span: Span) -> Slot {
        self.emit(op, span, Frame::TOP)
    }

    fn emit(&mut self, op: Op, span: Span, frame: Frame<'_>) -> Slot {
        if frame.call.is_some() || frame.row.is_some() {
            self.written_out += 1;
            if self.written_out == MOST_INLINED {
                self.grown = Some(frame.call.unwrap_or(span));
            }
        }
        self.sites.push(self.prelude.unwrap_or(Site { span, call: frame.call }));
        Arc::make_mut(&mut self.program).push(op)
    }

    fn number(&mut self, number: f64, quantity: Quantity, span: Span, frame: Frame<'_>) -> Value {
        Value { slot: self.emit(Op::Const(number), span, frame), kind: Type::Quantity(quantity) }
    }

    /// The slot with its number in another scale.
    fn rescale(&mut self, value: Value, to: Scale, span: Span, frame: Frame<'_>) -> Slot {
        use crate::engine::Binary::{Divide, Multiply};
        let Some(quantity) = value.quantity() else { return value.slot };
        let mut slot = value.slot;
        let mut by = |lowering: &mut Self, binary, factor: f64| {
            let factor = lowering.emit(Op::Const(factor), span, frame);
            slot = lowering.emit(Op::Binary(binary, slot, factor), span, frame);
        };
        const EXACT: i128 = 1 << 53;
        #[allow(clippy::cast_precision_loss)] // checked to be exact
        match quantity.scale.over(to) {
            ratio if ratio.is_one() => {}
            Scale::Exact(numerator, denominator) if numerator <= EXACT && denominator <= EXACT => {
                if numerator != 1 {
                    by(self, Multiply, numerator as f64);
                }
                if denominator != 1 {
                    by(self, Divide, denominator as f64);
                }
            }
            ratio => by(self, Multiply, ratio.to_f64()),
        }
        slot
    }

    /// A value in the unit in which it is reported: the one asked for, or base units, data in bytes.
    pub fn reported(&mut self, value: Value, span: Span) -> Slot {
        let Some(quantity) = value.quantity() else { return value.slot };
        // It is one already; an inexact scale over itself need not be 1.
        if quantity.notation.asked.is_some() {
            return value.slot;
        }
        self.rescale(value, quantity.reported_scale(), span, Frame::TOP)
    }

    /// Walks over the nodes of an expression, operands before operators, on a stack of values.
    fn walk(&mut self, ast: &Ast, root: NodeId, frame: Frame<'_>) -> Value {
        if self.diagnostics.len() > MOST_ERRORS || self.written_out > MOST_INLINED {
            return Value::UNKNOWN;
        }
        let skips = self.aggregates(ast, root);
        let mut skips = skips.into_iter().peekable();
        // A formula is walked in the stack that the one before it left; a call inside takes another.
        let mut stack: Vec<Value> = std::mem::take(&mut self.spare);
        let mut nodes = ast.below(root);
        while let Some(id) = nodes.next() {
            if let Some((_, call)) = skips.next_if(|(first, _)| *first == id) {
                let value = self.aggregate(ast, call, frame);
                stack.push(value);
                if call > id {
                    nodes.nth((call.0 - id.0 - 1) as usize);
                }
                continue;
            }
            let span = ast.span(id);
            let mut pop = || stack.pop().unwrap_or(Value::UNKNOWN);
            let value = match ast.node(id) {
                Node::Literal(literal) => self.literal(ast, literal, frame),
                Node::Range { .. } => self.range(ast, id, frame),
                Node::Bool(truth) => {
                    let slot = self.emit(Op::Const(f64::from(u8::from(truth))), span, frame);
                    Value { slot, kind: Type::Bool }
                }
                Node::Name { text, divides } => self.name(ast.str(text), divides, span, frame),
                Node::Group(_) => pop(),
                Node::Unary(unary, _) => {
                    let value = pop();
                    self.unary(unary, value, span, frame)
                }
                Node::Binary(binary, left, right) => {
                    let (b, a) = (pop(), pop());
                    self.binary(ast, id, binary, (left, a), (right, b), frame)
                }
                Node::If(condition, yes, no) => {
                    let (c, b, a) = (pop(), pop(), pop());
                    self.conditional(ast, id, (condition, a), (yes, b), (no, c), frame)
                }
                Node::Convert { target, relabel, value } => {
                    let operand = pop();
                    self.trace_converted(span, operand);
                    self.convert(ast, id, value, operand, target, relabel, frame)
                }
                Node::Call { name, start, count } => {
                    let values = stack.split_off(stack.len().saturating_sub(count as usize));
                    self.call(ast, id, ast.str(name), ast.arguments(start, count), &values, frame)
                }
            };
            stack.push(value);
        }
        let value = stack.pop().unwrap_or(Value::UNKNOWN);
        stack.clear();
        self.spare = stack;
        value
    }

    /// The dimension of a value in words.
    pub fn words(&self, value: Value) -> String {
        match value.kind {
            Type::Unknown => "unknown".to_owned(),
            Type::Bool => "true or false".to_owned(),
            Type::Quantity(quantity) => words::in_words(&self.units, quantity.dimension, quantity.notation),
        }
    }

    /// The value in a scale, as a value.
    fn in_scale(&mut self, value: Value, scale: Scale, span: Span, frame: Frame<'_>) -> Value {
        let slot = self.rescale(value, scale, span, frame);
        match value.kind {
            Type::Quantity(quantity) => Value { slot, kind: Type::Quantity(Quantity { scale, ..quantity }) },
            kind => Value { slot, kind },
        }
    }
}
