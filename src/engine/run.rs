//! Running a program over blocks of samples.
//!
//! The fast path computes every operation without looking at its results, and only
//! notes whether any was no finite number. If one was, the block runs again carrying
//! *poison*: for each sample the operation that had no result, which a conditional
//! drops together with the side not taken.

use std::collections::HashMap;

use super::plan::{Home, plan};
use super::program::{Binary, Op, Program, Slot, Unary};

/// How many samples are computed at a time.
const BLOCK: usize = 1024;

/// The values of an input or a result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Column<'a> {
    /// The same in every sample.
    One(f64),
    /// One value a sample.
    Many(&'a [f64]),
}

/// Why an operation has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// `1 / 0`.
    DivisionByZero,
    /// A result beyond what an `f64` holds.
    Overflow,
    /// `ln(-1)`, `0^-1`, `sqrt(-1)`.
    Undefined,
}

/// An operation without a result that a shown slot depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The operation.
    pub origin: Slot,
    /// What happened there.
    pub kind: FaultKind,
    /// Which of the shown slots it spoils, by index.
    pub shown: usize,
    /// In how many samples.
    pub samples: usize,
}

/// What a run gives.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The values of the shown slots: one number, or one a sample.
    pub columns: Vec<Vec<f64>>,
    /// What had no result, at most one entry for an origin, a kind and a shown slot.
    pub faults: Vec<Fault>,
    /// How many samples there were.
    pub samples: usize,
}

/// Runs a program.
///
/// All [`Column::Many`] inputs must be `samples` long. A shown slot that does not vary
/// gives a single number whatever the number of samples.
pub fn run(program: &Program, inputs: &[Column<'_>], shown: &[Slot], samples: usize) -> Outcome {
    let plan = plan(program, inputs, shown);
    let mut machine =
        Machine { program, inputs, homes: &plan.homes, numbers: Vec::new(), registers: Vec::new() };
    let mut outcome = Outcome { columns: vec![Vec::new(); shown.len()], faults: Vec::new(), samples };

    machine.numbers = vec![0.0; program.ops().len()];
    let spoiled = machine.compute_numbers();
    if spoiled {
        machine.trace(shown, Home::Number, 0, samples, &mut outcome.faults);
    }
    for (column, slot) in outcome.columns.iter_mut().zip(shown) {
        if machine.home(*slot) == Home::Number {
            column.push(machine.number(*slot));
        }
    }
    machine.registers =
        vec![vec![0.0; if plan.registers > 0 { BLOCK.min(samples) } else { 0 }]; plan.registers];
    if plan.registers > 0 {
        for start in (0..samples).step_by(BLOCK) {
            let length = BLOCK.min(samples - start);
            // What does not vary and has no result may spoil what varies without showing in a register.
            if machine.compute_block(start, length) || spoiled {
                machine.trace(shown, Home::Register(0), start, length, &mut outcome.faults);
            }
            for (column, slot) in outcome.columns.iter_mut().zip(shown) {
                if let Home::Register(register) = machine.home(*slot)
                    && let Some(values) = machine.registers.get(register as usize)
                {
                    column.extend_from_slice(values.get(..length).unwrap_or_default());
                }
            }
        }
    }
    outcome
}

struct Machine<'a> {
    program: &'a Program,
    inputs: &'a [Column<'a>],
    homes: &'a [Home],
    numbers: Vec<f64>,
    registers: Vec<Vec<f64>>,
}

/// An operand over a block: one value for all samples, or one each.
#[derive(Clone, Copy)]
enum Operand<'a> {
    One(f64),
    Many(&'a [f64]),
}

impl Operand<'_> {
    fn at(self, sample: usize) -> f64 {
        match self {
            Operand::One(value) => value,
            Operand::Many(values) => values.get(sample).copied().unwrap_or(f64::NAN),
        }
    }
}

impl Machine<'_> {
    fn home(&self, slot: Slot) -> Home {
        self.homes.get(slot.index()).copied().unwrap_or(Home::Nowhere)
    }

    fn number(&self, slot: Slot) -> f64 {
        self.numbers.get(slot.index()).copied().unwrap_or(f64::NAN)
    }

    /// Computes what does not vary; true if any result is not finite.
    fn compute_numbers(&mut self) -> bool {
        let mut wrong = false;
        for (at, op) in self.program.ops().iter().enumerate() {
            if self.homes.get(at) != Some(&Home::Number) {
                continue;
            }
            let value = match *op {
                Op::Const(value) => value,
                Op::Input(input) => match self.inputs.get(input as usize) {
                    Some(Column::One(value)) => *value,
                    _ => f64::NAN,
                },
                Op::Unary(unary, a) => apply_unary(unary, self.number(a)),
                Op::Binary(binary, a, b) => apply_binary(binary, self.number(a), self.number(b)),
                Op::Select(condition, yes, no) => {
                    self.number(if self.number(condition) == 0.0 { no } else { yes })
                }
            };
            wrong |= !value.is_finite();
            if let Some(place) = self.numbers.get_mut(at) {
                *place = value;
            }
        }
        wrong
    }

    /// Computes a block of what varies; true if any result is not finite.
    fn compute_block(&mut self, start: usize, length: usize) -> bool {
        let mut exponents = 0u64;
        for (at, op) in self.program.ops().iter().enumerate() {
            let Some(&Home::Register(register)) = self.homes.get(at) else { continue };
            let Some(place) = self.registers.get_mut(register as usize) else { continue };
            // Taken out while it is written, so that the operands can be read.
            let mut result = std::mem::take(place);
            let operand = |slot: Slot| match self.home(slot) {
                Home::Register(register) => Operand::Many(
                    self.registers
                        .get(register as usize)
                        .and_then(|values| values.get(..length))
                        .unwrap_or_default(),
                ),
                _ => Operand::One(self.number(slot)),
            };
            let out = result.get_mut(..length).unwrap_or_default();
            match *op {
                Op::Const(value) => out.fill(value),
                Op::Input(input) => match self.inputs.get(input as usize) {
                    Some(Column::Many(values)) => {
                        let block = values.get(start..start + length).unwrap_or_default();
                        out.iter_mut().zip(block).for_each(|(out, value)| *out = *value);
                    }
                    Some(Column::One(value)) => out.fill(*value),
                    None => out.fill(f64::NAN),
                },
                Op::Unary(unary, a) => fill_unary(out, operand(a), unary),
                Op::Binary(binary, a, b) => fill_binary(out, operand(a), operand(b), binary),
                Op::Select(condition, yes, no) => {
                    let (condition, yes, no) = (operand(condition), operand(yes), operand(no));
                    for (sample, out) in out.iter_mut().enumerate() {
                        *out = if condition.at(sample) == 0.0 { no.at(sample) } else { yes.at(sample) };
                    }
                }
            }
            // All ones in the exponent of any result: not a finite number.
            for value in out.iter() {
                let not_finite = value.to_bits() & EXPONENT == EXPONENT;
                exponents |= u64::from(not_finite);
            }
            if let Some(place) = self.registers.get_mut(register as usize) {
                *place = result;
            }
        }
        exponents != 0
    }

    /// Runs a block sample by sample with poison, and notes what spoils a shown slot.
    ///
    /// This is slow and only happens when something has no result.
    fn trace(&self, shown: &[Slot], homes: Home, start: usize, length: usize, faults: &mut Vec<Fault>) {
        let single = homes == Home::Number;
        let samples = if single { 0..1 } else { start..start + length };
        let mut known: HashMap<(Slot, FaultKind, usize), usize> = faults
            .iter()
            .enumerate()
            .map(|(at, fault)| ((fault.origin, fault.kind, fault.shown), at))
            .collect();
        let mut values: Vec<f64> = vec![0.0; self.program.ops().len()];
        let mut poison: Vec<Option<(Slot, FaultKind)>> = vec![None; self.program.ops().len()];
        for sample in samples {
            for (at, op) in self.program.ops().iter().enumerate() {
                let home = self.homes.get(at).copied().unwrap_or(Home::Nowhere);
                if home == Home::Nowhere || (single && home != Home::Number) {
                    continue;
                }
                let slot = Slot(u32::try_from(at).unwrap_or(u32::MAX));
                let (value, bad) = self.step(*op, slot, sample, &values, &poison);
                if let (Some(own), Some(own_poison)) = (values.get_mut(at), poison.get_mut(at)) {
                    (*own, *own_poison) = (value, bad);
                }
            }
            for (index, slot) in shown.iter().enumerate() {
                if matches!(self.home(*slot), Home::Number) != single {
                    continue;
                }
                let Some((origin, kind)) = poison.get(slot.index()).copied().flatten() else { continue };
                let weight = if single { length } else { 1 };
                let at = *known.entry((origin, kind, index)).or_insert_with(|| {
                    faults.push(Fault { origin, kind, shown: index, samples: 0 });
                    faults.len() - 1
                });
                if let Some(fault) = faults.get_mut(at) {
                    fault.samples += weight;
                }
            }
        }
    }

    /// One operation in one sample, with what spoils it.
    fn step(
        &self,
        op: Op,
        slot: Slot,
        sample: usize,
        values: &[f64],
        poison: &[Option<(Slot, FaultKind)>],
    ) -> (f64, Option<(Slot, FaultKind)>) {
        let value = |slot: Slot| values.get(slot.index()).copied().unwrap_or(f64::NAN);
        let bad = |slot: Slot| poison.get(slot.index()).copied().flatten();
        let (result, inherited, zero_divisor) = match op {
            Op::Const(value) => (value, None, false),
            Op::Input(input) => match self.inputs.get(input as usize) {
                Some(Column::One(value)) => (*value, None, false),
                Some(Column::Many(values)) => (values.get(sample).copied().unwrap_or(f64::NAN), None, false),
                None => (f64::NAN, None, false),
            },
            Op::Unary(unary, a) => (apply_unary(unary, value(a)), bad(a), false),
            Op::Binary(binary, a, b) => {
                // `x > 0 and 1/x > 2`: a side that decides alone makes the other's poison harmless.
                let decides = |slot: Slot| {
                    bad(slot).is_none()
                        && matches!((binary, value(slot) == 0.0), (Binary::And, true) | (Binary::Or, false))
                };
                let inherited = if decides(a) || decides(b) { None } else { bad(a).or(bad(b)) };
                let zero = binary == Binary::Divide && value(b) == 0.0
                    || binary == Binary::Power && value(a) == 0.0 && value(b) < 0.0;
                let clean = |slot: Slot| if bad(slot).is_some() { 0.0 } else { value(slot) };
                match binary {
                    Binary::And | Binary::Or => {
                        let result = if decides(a) || decides(b) {
                            f64::from(u8::from(binary == Binary::Or))
                        } else {
                            apply_binary(binary, clean(a), clean(b))
                        };
                        (result, inherited, false)
                    }
                    _ => (apply_binary(binary, value(a), value(b)), inherited, zero),
                }
            }
            Op::Select(condition, yes, no) => {
                let taken = if value(condition) == 0.0 { no } else { yes };
                (value(taken), bad(condition).or(bad(taken)), false)
            }
        };
        let own = if result.is_finite() {
            None
        } else if zero_divisor {
            Some((slot, FaultKind::DivisionByZero))
        } else if result.is_infinite() && !matches!(op, Op::Unary(Unary::Ln | Unary::Log2 | Unary::Log10, _))
        {
            Some((slot, FaultKind::Overflow))
        } else {
            Some((slot, FaultKind::Undefined))
        };
        (result, inherited.or(own))
    }
}

const EXPONENT: u64 = 0x7ff0_0000_0000_0000;

fn fill_unary(out: &mut [f64], a: Operand<'_>, unary: Unary) {
    for (sample, out) in out.iter_mut().enumerate() {
        *out = apply_unary(unary, a.at(sample));
    }
}

fn fill_binary(out: &mut [f64], a: Operand<'_>, b: Operand<'_>, binary: Binary) {
    // The four that make up nearly all of an estimate get loops of their own, which the compiler can vectorise.
    match binary {
        Binary::Add => zip(out, a, b, |a, b| a + b),
        Binary::Subtract => zip(out, a, b, |a, b| a - b),
        Binary::Multiply => zip(out, a, b, |a, b| a * b),
        Binary::Divide => zip(out, a, b, |a, b| a / b),
        _ => zip(out, a, b, |a, b| apply_binary(binary, a, b)),
    }
}

fn zip(out: &mut [f64], a: Operand<'_>, b: Operand<'_>, apply: impl Fn(f64, f64) -> f64) {
    match (a, b) {
        (Operand::Many(a), Operand::Many(b)) => {
            out.iter_mut().zip(a.iter().zip(b)).for_each(|(out, (a, b))| *out = apply(*a, *b));
        }
        (Operand::Many(a), Operand::One(b)) => out.iter_mut().zip(a).for_each(|(out, a)| *out = apply(*a, b)),
        (Operand::One(a), Operand::Many(b)) => out.iter_mut().zip(b).for_each(|(out, b)| *out = apply(a, *b)),
        (Operand::One(a), Operand::One(b)) => out.fill(apply(a, b)),
    }
}

/// How close to a whole number counts as whole, relative to its size: what rounding
/// leaves of `0.3 / 0.1` must not become a fourth server.
const WHOLE: f64 = 1e-12;

fn to_whole(x: f64, otherwise: fn(f64) -> f64) -> f64 {
    let nearest = libm::round(x);
    if (x - nearest).abs() <= WHOLE * nearest.abs() { nearest } else { otherwise(x) }
}

/// Whether two values are equal to twelve digits.
fn equal(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 1e-12 * a.abs().max(b.abs())
}

fn apply_unary(unary: Unary, x: f64) -> f64 {
    match unary {
        Unary::Negate => 0.0 - x,
        Unary::Not => f64::from(u8::from(x == 0.0)),
        Unary::Abs => x.abs(),
        Unary::Round => libm::round(x),
        Unary::Floor => to_whole(x, libm::floor),
        Unary::Ceil => to_whole(x, libm::ceil),
        Unary::Sqrt => libm::sqrt(x),
        Unary::Ln => libm::log(x),
        Unary::Log2 => libm::log2(x),
        Unary::Log10 => libm::log10(x),
        Unary::Exp => libm::exp(x),
    }
}

fn apply_binary(binary: Binary, a: f64, b: f64) -> f64 {
    let truth = |holds: bool| f64::from(u8::from(holds));
    match binary {
        Binary::Add => a + b,
        Binary::Subtract => a - b,
        Binary::Multiply => a * b,
        Binary::Divide => a / b,
        Binary::Power => libm::pow(a, b),
        Binary::Min => {
            if b < a {
                b
            } else {
                a
            }
        }
        Binary::Max => {
            if b > a {
                b
            } else {
                a
            }
        }
        Binary::Less => truth(a < b && !equal(a, b)),
        Binary::LessOrEqual => truth(a <= b || equal(a, b)),
        Binary::Greater => truth(a > b && !equal(a, b)),
        Binary::GreaterOrEqual => truth(a >= b || equal(a, b)),
        Binary::Equal => truth(equal(a, b)),
        Binary::NotEqual => truth(!equal(a, b)),
        Binary::And => truth(a != 0.0 && b != 0.0),
        Binary::Or => truth(a != 0.0 || b != 0.0),
    }
}
