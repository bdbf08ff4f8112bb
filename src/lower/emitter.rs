//! The program that is emitted, with the places of its operations, its inputs and its choices.
//!
//! Quantities come in with exact scales; operations on plain numbers go out. A factor is emitted only where two
//! scales meet.

use std::collections::HashMap;
use std::sync::Arc;

use super::choice::Choice;
use super::context::{Place, Site};
use super::value::{Number, Quantity, Value};
use super::variables::{Owner, Range, Variables};
use crate::engine::{self, Binary, Distribution, Op, Program, Slot, Statistic, Unary};
use crate::library::formulas::native;
use crate::text::source::Span;
use crate::units::scale::Scale;

/// The most operations that expanded calls and rows of tables may emit: functions that call each other twice grow
/// exponentially.
const MOST_WRITTEN_OUT: usize = 1 << 19;

/// Emits a program.
#[derive(Clone, Debug)]
pub(super) struct Emitter {
    program: Arc<Program>,
    sites: Vec<Site>,
    /// For each operation, whether its value is known to be no less than zero.
    never_negative: Vec<bool>,
    /// The library formulas that are called, by the places of the calls.
    formulas: HashMap<Span, String>,
    variables: Variables,
    choices: HashMap<Slot, Choice>,
    /// The number of operations from calls and rows.
    written_out: usize,
    /// Where the limit was reached.
    grown_at: Option<Span>,
}

impl Emitter {
    /// An empty program.
    pub fn new() -> Emitter {
        Emitter {
            program: Arc::new(Program::new(native::FUNCTIONS)),
            sites: Vec::new(),
            never_negative: Vec::new(),
            formulas: HashMap::new(),
            variables: Variables::default(),
            choices: HashMap::new(),
            written_out: 0,
            grown_at: None,
        }
    }

    /// The program so far.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// Its inputs.
    pub fn variables(&self) -> &Variables {
        &self.variables
    }

    /// Where an operation comes from.
    pub fn site(&self, slot: Slot) -> Option<Site> {
        self.sites.get(slot.index()).copied()
    }

    /// The library formula that is called at a place, to which the operations of its body belong.
    pub fn formula_at(&self, call: Span) -> Option<&str> {
        self.formulas.get(&call).map(String::as_str)
    }

    /// Notes the call of a library formula.
    pub fn note_formula(&mut self, call: Span, name: &str) {
        self.formulas.insert(call, name.to_owned());
    }

    /// The calls of `max` and `min` that say which argument decides, by the slots of their results.
    pub fn choices(&self) -> &HashMap<Slot, Choice> {
        &self.choices
    }

    /// Notes a call of `max` or `min`.
    pub fn note_choice(&mut self, result: Slot, choice: Choice) {
        self.choices.insert(result, choice);
    }

    /// Whether lowering stops because calls and rows emitted too many operations.
    pub fn is_full(&self) -> bool {
        self.written_out > MOST_WRITTEN_OUT
    }

    /// The expression that made the program too large, if it is.
    pub fn grown_at(&self) -> Option<Span> {
        self.grown_at
    }

    /// Makes room for more operations.
    pub fn reserve(&mut self, count: usize) {
        self.sites.reserve(count);
        Arc::make_mut(&mut self.program).reserve(count);
    }

    /// Adds an operation.
    pub fn emit(&mut self, op: Op, place: Place) -> Slot {
        if let Some(span) = place.written_out {
            self.written_out += 1;
            if self.written_out == MOST_WRITTEN_OUT {
                self.grown_at = Some(span);
            }
        }
        self.sites.push(place.site);
        self.never_negative.push(self.yields_no_negative(op));
        Arc::make_mut(&mut self.program).push(op)
    }

    /// Whether the value of a slot is known to be no less than zero.
    pub fn is_never_negative(&self, slot: Slot) -> bool {
        self.never_negative.get(slot.index()) == Some(&true)
    }

    fn yields_no_negative(&self, op: Op) -> bool {
        let is = |slot| self.is_never_negative(slot);
        match op {
            Op::Const(number) => number >= 0.0,
            Op::Input(input) => {
                self.variables.distribution(input).is_some_and(Distribution::is_never_negative)
            }
            Op::Unary(Unary::Abs | Unary::Exp | Unary::Sqrt | Unary::Not, _) => true,
            Op::Unary(Unary::Ceil | Unary::Floor | Unary::Round, a) => is(a),
            Op::Unary(..) | Op::Native(..) => false,
            Op::Binary(Binary::Subtract, ..) => false,
            Op::Binary(Binary::Power, base, _) => is(base),
            Op::Binary(Binary::Max, a, b) => is(a) || is(b),
            Op::Binary(Binary::Add | Binary::Multiply | Binary::Divide | Binary::Min, a, b) => is(a) && is(b),
            // Magnitudes and conditions.
            Op::Binary(..) => true,
            Op::Select(_, a, b) => is(a) && is(b),
            Op::Settle(sum, ..) => is(sum),
            Op::Reduce(Statistic::Sd | Statistic::Share, ..) => true,
            Op::Reduce(Statistic::Quantile | Statistic::Mean, of, _) => is(of),
        }
    }

    /// A number that is written in the text.
    pub fn number(&mut self, number: f64, quantity: Quantity, place: Place) -> Value {
        Value::number(self.emit(Op::Const(number), place), quantity)
    }

    /// A truth value that is written in the text.
    pub fn truth(&mut self, truth: bool, place: Place) -> Value {
        Value::truth(self.emit(Op::Const(f64::from(u8::from(truth))), place))
    }

    /// A value that is fed in, and the number it has unless another is fed.
    pub fn input(&mut self, name: &str, number: f64, place: Place) -> Slot {
        let variable = self.variables.declare(name.to_owned(), Distribution::Fixed(number));
        self.emit(Op::Input(variable), place)
    }

    /// A range that is written as `text`: a variable of its own. `None` if there are too many.
    pub fn draw(&mut self, range: Drawn<'_>, place: Place) -> Option<Value> {
        let variable = self.variables.draw(range.owner, range.text, range.distribution)?;
        Some(self.variable(variable, range.quantity, place))
    }

    /// A named range: one variable, however often it is named.
    pub fn shared(&mut self, name: &str, range: (Distribution, Quantity), place: Place) -> Value {
        let variable = self.variables.shared(name, range.0);
        self.variable(variable, range.1, place)
    }

    fn variable(&mut self, variable: u32, quantity: Quantity, place: Place) -> Value {
        self.variables.note_range(Range { span: place.span, variable, quantity });
        Value::number(self.emit(Op::Input(variable), place), quantity)
    }

    /// A value's slot with its number in another scale.
    pub fn rescale(&mut self, value: Value, to: Scale, place: Place) -> Slot {
        use Binary::{Divide, Multiply};
        let Some(quantity) = value.quantity() else { return value.slot };
        let mut slot = value.slot;
        let mut by = |emitter: &mut Self, binary, factor: f64| {
            let factor = emitter.emit(Op::Const(factor), place);
            slot = emitter.emit(Op::Binary(binary, slot, factor), place);
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

    /// The slots of two numbers of one dimension at one scale: the finer one, so that whole numbers stay whole.
    pub fn align(&mut self, a: Number, b: Number, place: Place) -> (Slot, Slot, Scale) {
        let scale = finer(a.quantity.scale, b.quantity.scale);
        (self.rescale(a.value(), scale, place), self.rescale(b.value(), scale, place), scale)
    }

    /// A value in the unit in which it is reported: the one asked for, or base units, data in bytes.
    pub fn reported(&mut self, value: Value, place: Place) -> Slot {
        let Some(quantity) = value.quantity().filter(|quantity| quantity.notation.asked.is_none()) else {
            return value.slot;
        };
        // A value in the unit that was asked for stays as it is: an inexact scale over itself need not be 1.
        self.rescale(value, quantity.reported_scale(), place)
    }

    /// The operation of a slot.
    pub fn op(&self, slot: Slot) -> Option<Op> {
        self.program.op(slot)
    }

    /// The number of a slot that depends on no input, known before the program runs.
    pub fn number_of(&self, slot: Slot) -> Option<f64> {
        if let Some(Op::Const(number)) = self.program.op(slot) {
            return Some(number);
        }
        let (values, faults) = engine::constants(&self.program, &[slot]);
        // A slot that depends on an input has no number here, which is a fault.
        values.first().copied().filter(|_| faults.is_empty())
    }

    /// The distribution of a slot that is an input and nothing else.
    pub fn distribution_of(&self, slot: Slot) -> Option<&Distribution> {
        match self.program.op(slot) {
            Some(Op::Input(variable)) => self.variables.distribution(variable),
            _ => None,
        }
    }

    /// For each slot, whether it differs between samples.
    pub fn varying(&self) -> Vec<bool> {
        self.program.varying(|input| {
            self.variables.distribution(input).is_some_and(|distribution| !distribution.is_fixed())
        })
    }
}

/// A range as it was read.
pub(super) struct Drawn<'d> {
    pub owner: &'d Owner,
    pub text: &'d str,
    pub distribution: Distribution,
    pub quantity: Quantity,
}

/// The scale at which two quantities meet: the finer one, so that whole numbers stay whole.
pub(super) fn finer(x: Scale, y: Scale) -> Scale {
    match x.over(y) {
        Scale::Exact(numerator, 1) if numerator > 1 => y,
        _ => x,
    }
}
