//! What sampling errors make of numbers and conditions that are computed from statistics.
//!
//! Statistics of the same samples err together: each carries how its parts deviate, and what is computed from several
//! deviates by the sum of these, as far as it follows each.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::kernel::apply;
use super::parts;
use super::program::{Binary, Op, Program, Slot, Unary};
use super::summary::{CLOSE, Estimated, Known, Summaries};

/// The operations between statistics and a slot.
pub(super) struct Doubt<'a> {
    program: &'a Program,
    known: &'a Known,
    /// The statistics that have an error.
    uncertain: Vec<(Slot, &'a Estimated)>,
    /// The slots that depend on them, in order.
    affected: Vec<Slot>,
    /// The slots among them that have a slot as an operand.
    readers: HashMap<Slot, Vec<Slot>>,
}

impl<'a> Doubt<'a> {
    /// Finds what makes a slot uncertain. What is given is certain. Returns `None` if nothing makes it uncertain.
    pub fn of(
        program: &'a Program,
        known: &'a Known,
        statistics: &'a HashMap<Slot, Estimated>,
        is_given: impl Fn(Slot) -> bool,
        slot: Slot,
    ) -> Option<Doubt<'a>> {
        let mut reached: BTreeMap<Slot, bool> = BTreeMap::new();
        let mut open = vec![slot];
        while let Some(slot) = open.pop() {
            if reached.contains_key(&slot) || is_given(slot) {
                continue;
            }
            let statistic = statistics.get(&slot);
            reached.insert(slot, statistic.is_some_and(|statistic| statistic.low < statistic.high));
            if statistic.is_none() {
                open.extend(program.op(slot).into_iter().flat_map(Program::operands));
            }
        }
        let slots: Vec<Slot> = reached.keys().copied().collect();
        let (mut uncertain, mut affected) = (Vec::new(), Vec::new());
        let mut readers: HashMap<Slot, Vec<Slot>> = HashMap::new();
        for slot in slots {
            if let Some(statistic) = statistics.get(&slot) {
                if reached.get(&slot) == Some(&true) {
                    uncertain.push((slot, statistic));
                }
                continue;
            }
            let operands = program.op(slot).into_iter().flat_map(Program::operands);
            let before = affected.len();
            for operand in operands.filter(|operand| reached.get(operand) == Some(&true)) {
                readers.entry(operand).or_default().push(slot);
                if affected.len() == before {
                    affected.push(slot);
                }
            }
            if affected.len() > before {
                reached.insert(slot, true);
            }
        }
        let doubt = Doubt { program, known, uncertain, affected, readers };
        (!doubt.uncertain.is_empty()).then_some(doubt)
    }

    /// The values that differ where one statistic has another value.
    ///
    /// What reads no other value is not computed again: of the best of many rows hardly anything changes with one of them.
    fn with(&self, statistic: Slot, value: f64) -> HashMap<Slot, f64> {
        let mut values = HashMap::from([(statistic, value)]);
        let readers = |slot: Slot| self.readers.get(&slot).into_iter().flatten().copied();
        let mut open: BTreeSet<Slot> = readers(statistic).collect();
        while let Some(slot) = open.pop_first() {
            let Some(op) = self.program.op(slot) else { continue };
            let mut operands = [f64::NAN; 3];
            for (place, operand) in operands.iter_mut().zip(Program::operands(op)) {
                *place = self.value(&values, operand);
            }
            let value = apply(self.program, op, operands);
            if value.to_bits() != self.known.number(slot).to_bits() {
                values.insert(slot, value);
                open.extend(readers(slot));
            }
        }
        values
    }

    /// What a function of the affected values differs by, by parts, and its standard error.
    fn error_of(&self, of: impl Fn(&HashMap<Slot, f64>) -> f64) -> f64 {
        let (mut together, mut squares): (Vec<f64>, f64) = (Vec::new(), 0.0);
        for (slot, statistic) in &self.uncertain {
            let Estimated { value, error, deviations, .. } = statistic;
            if *error <= 0.0 {
                continue;
            }
            let [below, above] = [value - error, value + error].map(|value| of(&self.with(*slot, value)));
            let slope = (above - below) / (2.0 * error);
            let own = parts::error(deviations).filter(|own| *own > 0.0);
            let Some(own) = own.filter(|_| together.is_empty() || together.len() == deviations.len()) else {
                squares += slope * error * slope * error;
                continue;
            };
            // The error of a statistic allows for more than its parts show.
            let scale = error / own;
            together.resize(deviations.len(), 0.0);
            let terms = together.iter_mut().zip(deviations);
            terms.for_each(|(sum, deviation)| *sum += slope * scale * deviation);
        }
        let own = if together.is_empty() { 0.0 } else { parts::error(&together).unwrap_or(0.0) };
        libm::sqrt(own * own + squares)
    }

    /// The standard error of a number.
    pub fn error(&self, slot: Slot) -> f64 {
        self.error_of(|values| self.value(values, slot))
    }

    fn value(&self, values: &HashMap<Slot, f64>, slot: Slot) -> f64 {
        values.get(&slot).copied().unwrap_or_else(|| self.known.number(slot))
    }

    /// Whether a condition could have another truth with other samples.
    pub fn is_close(&self, condition: Slot) -> bool {
        let mut truths: HashMap<Slot, Option<bool>> = HashMap::new();
        for slot in self.affected.iter().copied() {
            let truth = |slot: Slot| match truths.get(&slot) {
                Some(truth) => *truth,
                None => Some(self.known.number(slot) != 0.0),
            };
            let own = match self.program.op(slot) {
                Some(Op::Unary(Unary::Not, a)) => truth(a).map(|truth| !truth),
                Some(Op::Binary(Binary::And, a, b)) => match (truth(a), truth(b)) {
                    (Some(false), _) | (_, Some(false)) => Some(false),
                    (Some(true), Some(true)) => Some(true),
                    _ => None,
                },
                Some(Op::Binary(Binary::Or, a, b)) => match (truth(a), truth(b)) {
                    (Some(true), _) | (_, Some(true)) => Some(true),
                    (Some(false), Some(false)) => Some(false),
                    _ => None,
                },
                Some(Op::Binary(binary, a, b)) if compares(binary) => {
                    (!self.is_comparison_close(slot, (a, b))).then(|| self.known.number(slot) != 0.0)
                }
                Some(Op::Select(condition, yes, no)) => match truth(condition) {
                    Some(true) => truth(yes),
                    Some(false) => truth(no),
                    None => truth(yes).filter(|yes| truth(no) == Some(*yes)),
                },
                // A number: what it decides is seen where it is compared.
                _ => Some(self.known.number(slot) != 0.0),
            };
            truths.insert(slot, own);
        }
        truths.get(&condition).is_some_and(Option::is_none)
    }

    /// Whether a comparison differs anywhere within the errors of its sides, together or one at a time.
    fn is_comparison_close(&self, comparison: Slot, (a, b): (Slot, Slot)) -> bool {
        let is = self.known.number(comparison) != 0.0;
        // Of whole numbers the error may be nothing, and the next number near.
        let differs = |slot: Slot, value: f64| {
            let values = self.with(slot, value);
            (self.value(&values, comparison) != 0.0) != is
        };
        let one = |(slot, statistic): &(Slot, &Estimated)| {
            differs(*slot, statistic.low) || differs(*slot, statistic.high)
        };
        if self.uncertain.iter().any(one) {
            return true;
        }
        let difference = self.known.number(a) - self.known.number(b);
        let error = self.error_of(|values| self.value(values, a) - self.value(values, b));
        error > 0.0 && difference.abs() <= CLOSE * error
    }
}

/// Whether a slot is a truth value.
pub(super) fn is_truth(program: &Program, slot: Slot) -> bool {
    match program.op(slot) {
        Some(Op::Unary(Unary::Not, _) | Op::Binary(Binary::And | Binary::Or, ..)) => true,
        Some(Op::Binary(binary, ..)) => compares(binary),
        _ => false,
    }
}

impl Summaries {
    /// Whether a condition that was wanted could have another truth with other samples: whether a comparison that decides it
    /// differs within three standard errors.
    pub fn is_close(&self, program: &Program, condition: Slot) -> bool {
        let doubt = Doubt::of(program, &self.known, &self.statistics, |_| false, condition);
        doubt.is_some_and(|doubt| doubt.is_close(condition))
    }
}

fn compares(binary: Binary) -> bool {
    use Binary::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    matches!(binary, Less | LessOrEqual | Greater | GreaterOrEqual | Equal | NotEqual)
}
