//! The program that is emitted, with the places of its operations, its inputs and its choices.
//!
//! Quantities come in with exact scales; operations on plain numbers go out. A factor is emitted only where two
//! scales meet.

use std::collections::HashMap;
use std::sync::Arc;

use super::certain::{Certain, Most};
use super::choice::Choice;
use super::context::{Place, Site};
use super::future::Futures;
use super::rows::Kept;
use super::value::{Number, Quantity, Value};
use super::variables::{Owner, Range, Variables};
use crate::engine::{self, Binary, Distribution, Measure, Op, Program, Slot, Unary};
use crate::library::formulas::native;
use crate::text::source::Span;
use crate::units::scale::{Scale, finer};

/// The most operations that expanded calls and rows of tables may emit: functions that call each other twice grow
/// exponentially.
const MOST_WRITTEN_OUT: usize = 1 << 19;

/// Emits a program.
#[derive(Clone, Debug)]
pub(super) struct Emitter {
    program: Arc<Program>,
    sites: Vec<Site>,
    /// What is known of the value of each operation.
    certain: Vec<Certain>,
    /// The parameters whose domains guards hold, by the slots of the guards.
    guards: HashMap<Slot, Guarded>,
    /// The library formulas that are called, by the places of the calls.
    formulas: HashMap<Span, String>,
    variables: Variables,
    choices: HashMap<Slot, Choice>,
    kept: Kept,
    futures: Futures,
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
            certain: Vec::new(),
            guards: HashMap::new(),
            formulas: HashMap::new(),
            variables: Variables::default(),
            choices: HashMap::new(),
            kept: Kept::default(),
            futures: Futures::default(),
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

    /// What is kept of tables and of the calls that run over their rows.
    pub fn kept(&self) -> &Kept {
        &self.kept
    }

    /// The same, to keep more.
    pub fn kept_mut(&mut self) -> &mut Kept {
        &mut self.kept
    }

    /// How values change with time.
    pub fn futures(&self) -> &Futures {
        &self.futures
    }

    /// The same, to know more.
    pub fn futures_mut(&mut self) -> &mut Futures {
        &mut self.futures
    }

    /// The value of a slot where it lies between two numbers; else none.
    pub fn within(&mut self, slot: Slot, ends: [f64; 2], place: Place) -> Slot {
        let Some(native) = native::find("native_within") else { return slot };
        let [low, high] = ends.map(|end| self.emit(Op::Const(end), place));
        let within = self.emit(Op::Native(engine::Native(native), slot, low, high), place);
        if let Some(certain) = self.certain.last_mut() {
            let [low, _] = ends;
            (certain.never_negative, certain.hardly_negative) = (low >= 0.0, low >= 0.0);
        }
        within
    }

    /// The value of a slot, which is not negative, where it is no more than that of another; else none.
    pub fn within_slots(&mut self, slot: Slot, high: Slot, place: Place) -> Slot {
        let Some(native) = native::find("native_within") else { return slot };
        let low = self.emit(Op::Const(0.0), place);
        let within = self.emit(Op::Native(engine::Native(native), slot, low, high), place);
        if let Some(certain) = self.certain.last_mut() {
            (certain.never_negative, certain.hardly_negative) = (true, true);
        }
        within
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
        self.certain.push(self.certain_of(op));
        Arc::make_mut(&mut self.program).push(op)
    }

    /// Whether the value of a slot is known to be no less than zero.
    pub fn is_never_negative(&self, slot: Slot) -> bool {
        self.certain(slot).never_negative
    }

    /// Whether the value of a slot is known to lie between two ends.
    pub fn is_within(&self, slot: Slot, low: f64, high: f64) -> bool {
        if let Some(Op::Const(number)) = self.program.op(slot) {
            return low <= number && number <= high;
        }
        let certain = self.certain(slot);
        let most = match certain.most {
            Most::Any => f64::MAX,
            Most::One => 1.0,
            Most::BelowOne => 1.0_f64.next_down(),
        };
        // A rare sample below zero is the tail of a bell curve, not what a person means.
        let least = if certain.hardly_negative { 0.0 } else { f64::MIN };
        low <= least && most <= high
    }

    /// Adds a guard: the value of a slot where it lies between two ends, and is whole if that is asked; else none.
    pub fn guard(&mut self, slot: Slot, guarded: Guarded, place: Place) -> Slot {
        let name = if guarded.is_whole { "native_whole_within" } else { "native_within" };
        let Some(native) = native::find(name) else { return slot };
        let [low, high] = guarded.ends.map(|end| self.emit(Op::Const(end), place));
        let [least, most] = guarded.ends;
        let within = self.emit(Op::Native(engine::Native(native), slot, low, high), place);
        if let Some(certain) = self.certain.last_mut() {
            (certain.never_negative, certain.hardly_negative) = (least >= 0.0, least >= 0.0);
            certain.most = match most {
                most if most < 1.0 => Most::BelowOne,
                1.0 => Most::One,
                _ => Most::Any,
            };
        }
        self.guards.insert(within, guarded);
        within
    }

    /// The parameter whose domain a guard holds.
    pub fn guarded(&self, guard: Slot) -> Option<&Guarded> {
        self.guards.get(&guard)
    }

    fn certain(&self, slot: Slot) -> Certain {
        self.certain.get(slot.index()).copied().unwrap_or_default()
    }

    fn certain_of(&self, op: Op) -> Certain {
        let never = |slot| self.certain(slot).never_negative;
        let hardly = |slot| self.certain(slot).hardly_negative;
        Certain {
            never_negative: self.yields_no_negative(op, never, Distribution::is_never_negative),
            hardly_negative: self.yields_no_negative(op, hardly, Distribution::is_hardly_negative),
            most: self.most_of(op),
        }
    }

    /// Whether an operation yields nothing below zero, if that is so of its operands and inputs.
    fn yields_no_negative(
        &self,
        op: Op,
        is: impl Fn(Slot) -> bool,
        of: impl Fn(&Distribution) -> bool,
    ) -> bool {
        match op {
            Op::Const(number) => number >= 0.0,
            Op::Input(input) => self.variables.distribution(input).is_some_and(of),
            Op::Unary(Unary::Abs | Unary::Exp | Unary::Sqrt | Unary::Not, _) => true,
            Op::Unary(Unary::Ceil | Unary::Floor | Unary::Round, a) => is(a),
            Op::Unary(..) | Op::Native(..) => false,
            // What is left of a whole: `1 - share`.
            Op::Binary(Binary::Subtract, a, b) => {
                self.program.op(a) == Some(Op::Const(1.0)) && self.certain(b).most >= Most::One
            }
            Op::Binary(Binary::Power, base, _) => is(base),
            Op::Binary(Binary::Max, a, b) => is(a) || is(b),
            Op::Binary(Binary::Add | Binary::Multiply | Binary::Divide | Binary::Min, a, b) => is(a) && is(b),
            // Magnitudes and conditions.
            Op::Binary(..) => true,
            Op::Select(_, a, b) => is(a) && is(b),
            Op::Settle(sum, ..) => is(sum),
            Op::Reduce(statistic, of, _) => match statistic.measure() {
                Measure::Sd | Measure::Share => true,
                Measure::Quantile | Measure::Mean => is(self.program.reduced(statistic, of)),
            },
        }
    }

    /// What the value of an operation is never above, as far as shares go.
    fn most_of(&self, op: Op) -> Most {
        let most = |slot| self.certain(slot).most;
        match op {
            Op::Const(number) if number < 1.0 => Most::BelowOne,
            Op::Const(1.0) => Most::One,
            Op::Input(input) => {
                let below = self.variables.distribution(input).is_some_and(Distribution::is_below_one);
                if below { Most::BelowOne } else { Most::Any }
            }
            Op::Binary(Binary::Subtract, a, b) if self.is_never_negative(b) => most(a),
            Op::Binary(Binary::Multiply, a, b) if self.is_never_negative(a) && self.is_never_negative(b) => {
                match (most(a), most(b)) {
                    (Most::Any, _) | (_, Most::Any) => Most::Any,
                    (a, b) => a.max(b),
                }
            }
            Op::Binary(Binary::Min, a, b) => most(a).max(most(b)),
            Op::Binary(Binary::Max, a, b) | Op::Select(_, a, b) => most(a).min(most(b)),
            Op::Settle(sum, ..) => most(sum).min(Most::One),
            Op::Reduce(statistic, of, _) => match statistic.measure() {
                Measure::Quantile | Measure::Mean => most(self.program.reduced(statistic, of)).min(Most::One),
                Measure::Share => Most::One,
                Measure::Sd => Most::Any,
            },
            _ => Most::Any,
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

    /// Gives the variable of a range another distribution, so that it is the range of a larger expression.
    pub fn redraw(&mut self, variable: u32, range: (Distribution, Quantity), place: Place) -> Value {
        let (distribution, quantity) = range;
        self.variables.redraw(variable, distribution);
        self.variable(variable, quantity, place)
    }

    /// Correlates two variables; see [`Group`](engine::Group).
    pub fn add_correlation(&mut self, correlation: (u32, u32, f64), place: Span) {
        self.variables.add_correlation(correlation, place);
    }

    /// Forgets where the range of a variable is written.
    pub fn drop_range(&mut self, variable: u32) {
        self.variables.drop_range(variable);
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

    /// The number of a slot that is a constant.
    pub fn constant(&self, slot: Slot) -> Option<f64> {
        match self.program.op(slot) {
            Some(Op::Const(number)) => Some(number),
            _ => None,
        }
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

/// A parameter with a domain that an argument may leave.
#[derive(Clone, Debug)]
pub(crate) struct Guarded {
    pub function: String,
    pub parameter: String,
    /// The domain as written.
    pub domain: String,
    /// The argument, if a person wrote it.
    pub argument: Option<Span>,
    /// The least and the greatest value, in the unit of the argument.
    pub ends: [f64; 2],
    pub is_whole: bool,
}

/// A range as it was read.
pub(super) struct Drawn<'d> {
    pub owner: &'d Owner,
    pub text: &'d str,
    pub distribution: Distribution,
    pub quantity: Quantity,
}
