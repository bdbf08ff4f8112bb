//! The slots of a level that do not vary: one number each.

use super::fault::{self, FaultKind, Poison, Traced};
use super::feed::Column;
use super::kernel::{apply, is_small, underflows};
use super::program::{ABSENT, Measure, Op, Program, Slot, Statistic};
use super::schedule::Level;
use super::state::State;

/// Computes the numbers of a level, and finds what spoils them.
pub(super) fn compute(state: &mut State<'_>, level: &Level) {
    let mut is_wrong = false;
    for slot in &level.numbers {
        let value = value(state, *slot);
        is_wrong |= !value.is_finite() || is_too_small(state, *slot, value);
        state.known.set(*slot, value);
    }
    // A number without a result may be hidden by what reads it: 1 / (1 / 0) is 0.
    if is_wrong || !state.known.poison.is_empty() {
        trace(state, level);
    }
}

/// Whether a number is too small for its digits.
fn is_too_small(state: &State<'_>, slot: Slot, value: f64) -> bool {
    // Nearly all numbers are large enough.
    if !is_small(value) {
        return false;
    }
    let number = |slot: Slot| state.known.number(slot);
    match state.program.op(slot) {
        Some(op @ Op::Binary(_, a, b)) => underflows(op, number(a), number(b), value),
        Some(op @ Op::Unary(_, a)) => underflows(op, number(a), number(a), value),
        _ => false,
    }
}

fn value(state: &State<'_>, slot: Slot) -> f64 {
    let number = |slot: Slot| state.known.number(slot);
    match state.program.op(slot) {
        None => f64::NAN,
        Some(Op::Const(value)) => value,
        Some(Op::Input(input)) => match state.feed.column(input) {
            Some(Column::One(value)) => *value,
            _ => f64::NAN,
        },
        // A statistic of what varies was computed with the level below.
        Some(Op::Reduce(_, of, _)) if state.schedule.varies(of) => number(slot),
        Some(Op::Reduce(Statistic::Given(_), of, _)) if number(of) == ABSENT => f64::NAN,
        Some(Op::Reduce(statistic, ..)) if statistic.measure() == Measure::Sd => 0.0,
        Some(Op::Reduce(_, of, _)) => number(of),
        Some(op) => {
            let mut operands = [f64::NAN; 3];
            for (place, operand) in operands.iter_mut().zip(Program::operands(op)) {
                *place = number(operand);
            }
            apply(state.program, op, operands)
        }
    }
}

/// Finds what spoils the numbers of a level.
fn trace(state: &mut State<'_>, level: &Level) {
    for slot in level.numbers.iter().copied() {
        let Some(op) = state.program.op(slot) else { continue };
        let mut operands = [traced(state, slot); 3];
        if !matches!(op, Op::Reduce(..)) {
            for (place, operand) in operands.iter_mut().zip(Program::operands(op)) {
                *place = traced(state, operand);
            }
        }
        let of_constant = match op {
            Op::Reduce(Statistic::Given(_), of, _)
                if !state.schedule.varies(of) && state.known.number(of) == ABSENT =>
            {
                Some(Poison { origin: of, kind: FaultKind::Unmet, negative: false })
            }
            Op::Reduce(_, of, _) if !state.schedule.varies(of) => traced(state, of).poison,
            _ => None,
        };
        let poison = of_constant.or(fault::step(state.program, slot, operands, false).poison);
        if let Some(poison) = poison {
            // It spoils as many samples as in the operand that it comes from.
            let of = |slot: Slot| state.known.poison.get(&slot);
            let from = Program::operands(op).filter_map(of).filter(|(other, _)| *other == poison);
            let own = of(slot).map(|(_, samples)| *samples);
            let samples = own.or(from.map(|(_, samples)| *samples).max()).unwrap_or(state.feed.samples);
            state.known.poison.insert(slot, (poison, samples));
        }
    }
}

fn traced(state: &State<'_>, slot: Slot) -> Traced {
    let poison = state.known.poison.get(&slot).map(|(poison, _)| *poison);
    Traced { value: state.known.number(slot), poison }
}
