//! What is certain of values before anything runs: by the form of a program, and by the signs of its inputs.

use std::collections::HashMap;

use super::bounds::{Bounds, of_unary};
use super::program::{Binary, Measure, Op, Program, Slot, Unary};

/// The most terms of a sum, and conditions of a disjunction, that are compared one by one.
const MOST_TERMS: usize = 16;

/// The most operations that are looked at to compare two values.
const MOST_STEPS: u32 = 64;

/// Factors that meet after a conversion differ by rounding alone.
const ROUNDING: f64 = 1e-12;

/// What may be used of a value that has a name, since what it is may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Nothing: it has other values elsewhere.
    Nothing,
    /// Its sign.
    Sign,
    /// Its sign, and its number if that is the same whatever the inputs are.
    Number,
}

/// The bounds of the slots of a program.
#[derive(Debug)]
pub struct AllBounds(Vec<Bounds>);

impl AllBounds {
    /// Works out the bounds of all slots; `input` gives those of an input, by its number, and `named` what may be used
    /// of a slot, if not everything.
    pub fn new(program: &Program, named: &HashMap<Slot, Known>, input: impl Fn(u32) -> Bounds) -> AllBounds {
        let mut forms = Forms { program, named, bounds: Vec::with_capacity(program.ops().len()) };
        for (at, op) in program.ops().iter().enumerate() {
            let bounds = forms.of_op(*op, &input);
            forms.bounds.push(match named.get(&Slot::at(at)) {
                None => bounds,
                Some(Known::Number) if bounds.low == bounds.high => bounds,
                Some(Known::Number | Known::Sign) => bounds.sign(),
                Some(Known::Nothing) => Bounds::ANY,
            });
        }
        AllBounds(forms.bounds)
    }

    /// Whether a condition is true whatever the values are.
    pub fn is_always_true(&self, condition: Slot) -> bool {
        self.0.get(condition.index()) == Some(&Bounds::TRUE)
    }
}

/// The bounds of the slots so far.
struct Forms<'p> {
    program: &'p Program,
    named: &'p HashMap<Slot, Known>,
    bounds: Vec<Bounds>,
}

/// A sum of slots times numbers, and a number.
struct Sum {
    terms: Vec<(Slot, f64)>,
    constant: f64,
}

impl Forms<'_> {
    /// The bounds of a slot.
    fn of(&self, slot: Slot) -> Bounds {
        self.bounds.get(slot.index()).copied().unwrap_or(Bounds::ANY)
    }

    /// The operation of a slot, if it may be looked at.
    fn op(&self, slot: Slot) -> Option<Op> {
        self.program.op(slot).filter(|_| !self.named.contains_key(&slot))
    }

    fn number(&self, slot: Slot) -> Option<f64> {
        match self.op(slot) {
            Some(Op::Const(number)) => Some(number),
            _ => None,
        }
    }

    fn of_op(&self, op: Op, input: &impl Fn(u32) -> Bounds) -> Bounds {
        match op {
            Op::Const(number) => Bounds::exactly(number),
            Op::Input(number) => input(number),
            Op::Unary(unary, a) => of_unary(unary, self.of(a)),
            Op::Binary(binary, a, b) => self.of_binary(binary, (a, b)),
            Op::Select(condition, yes, no) => match self.of(condition) {
                Bounds::TRUE => self.of(yes),
                Bounds::FALSE => self.of(no),
                _ if self.is_condition(yes) && self.is_condition(no) => {
                    let always = self.one_holds(&[(condition, false), (yes, true)])
                        && self.one_holds(&[(condition, true), (no, true)]);
                    if always { Bounds::TRUE } else { self.of(yes).or(self.of(no)) }
                }
                _ => self.of(yes).or(self.of(no)),
            },
            // A sum is zero where its terms cancel but for rounding.
            Op::Settle(sum, ..) => self.of(sum).or(Bounds::exactly(0.0)),
            Op::Reduce(statistic, of, _) => {
                let of = self.of(self.program.reduced(statistic, of));
                match statistic.measure() {
                    // What holds in every sample holds in all of them.
                    Measure::Share if of == Bounds::TRUE || of == Bounds::FALSE => of,
                    Measure::Share => Bounds::EITHER,
                    Measure::Sd => Bounds::NOT_NEGATIVE,
                    Measure::Quantile | Measure::Mean => of,
                }
            }
            Op::Native(..) => Bounds::ANY,
        }
    }

    fn of_binary(&self, binary: Binary, (a, b): (Slot, Slot)) -> Bounds {
        let (x, y) = (self.of(a), self.of(b));
        match binary {
            Binary::Add => x.plus(y),
            Binary::Subtract => self.difference(a, b),
            Binary::Multiply if a == b => x.times(y).raised(x.is_not_zero),
            Binary::Multiply => x.times(y),
            Binary::Divide => self.quotient(a, b).map_or_else(|| x.over(y), Bounds::exactly),
            Binary::Power if x.low >= 0.0 => Bounds { is_not_zero: x.is_not_zero, ..Bounds::NOT_NEGATIVE },
            Binary::Power => Bounds::ANY,
            Binary::Min => {
                let is_not_zero = x.is_not_zero && y.is_not_zero;
                Bounds::new(x.low.min(y.low), x.high.min(y.high), is_not_zero)
            }
            Binary::Max => {
                let is_not_zero = x.is_not_zero && y.is_not_zero;
                Bounds::new(x.low.max(y.low), x.high.max(y.high), is_not_zero)
            }
            Binary::Largest => Bounds::NOT_NEGATIVE,
            Binary::And => Bounds::truth(
                x == Bounds::TRUE && y == Bounds::TRUE,
                x == Bounds::FALSE || y == Bounds::FALSE || self.one_holds(&[(a, false), (b, false)]),
            ),
            Binary::Or => Bounds::truth(
                x == Bounds::TRUE || y == Bounds::TRUE || self.one_holds(&[(a, true), (b, true)]),
                x == Bounds::FALSE && y == Bounds::FALSE,
            ),
            Binary::LessOrEqual => Bounds::truth(self.is_at_most(a, b), self.is_below(b, a)),
            Binary::GreaterOrEqual => Bounds::truth(self.is_at_most(b, a), self.is_below(a, b)),
            Binary::Less => Bounds::truth(self.is_below(a, b), self.is_at_most(b, a)),
            Binary::Greater => Bounds::truth(self.is_below(b, a), self.is_at_most(a, b)),
            Binary::Equal | Binary::NotEqual => {
                let difference = self.difference(a, b);
                let (same, other) = (difference.low == 0.0 && difference.high == 0.0, difference.is_not_zero);
                if binary == Binary::Equal { Bounds::truth(same, other) } else { Bounds::truth(other, same) }
            }
        }
    }

    /// Whether `a` is always at most `b`.
    fn is_at_most(&self, a: Slot, b: Slot) -> bool {
        self.at_most((a, 1.0), (b, 1.0), &mut { MOST_STEPS })
    }

    /// The same of slots times numbers above zero.
    fn at_most(&self, a: (Slot, f64), b: (Slot, f64), steps: &mut u32) -> bool {
        if *steps == 0 {
            return false;
        }
        *steps -= 1;
        if self.bounds_of(&[b, (a.0, -a.1)]).low >= 0.0 {
            return true;
        }
        let ((low, by), (high, of)) = (self.multiple(a), self.multiple(b));
        let (below, above) = (self.op(low), self.op(high));
        if let (Some(Op::Reduce(one, x, p)), Some(Op::Reduce(other, y, q))) = (below, above)
            && (one, one.measure(), by) == (other, Measure::Quantile, of)
            && self.is_same(x, y, &mut { MOST_STEPS })
        {
            return self.number(p).zip(self.number(q)).is_some_and(|(p, q)| p <= q);
        }
        let mut low = |x: Slot| self.at_most((x, by), b, steps);
        let is_below = match below {
            Some(Op::Binary(Binary::Min, x, y)) => low(x) || low(y),
            Some(Op::Binary(Binary::Max, x, y)) => low(x) && low(y),
            Some(Op::Unary(Unary::Floor, x)) => low(x),
            _ => false,
        };
        let mut high = |x: Slot| self.at_most(a, (x, of), steps);
        is_below
            || match above {
                Some(Op::Binary(Binary::Max, x, y)) => high(x) || high(y),
                Some(Op::Binary(Binary::Min, x, y)) => high(x) && high(y),
                Some(Op::Unary(Unary::Ceil | Unary::Abs, x)) => high(x),
                _ => false,
            }
    }

    /// The slot that a slot times a number is a multiple of, and how often it is that.
    fn multiple(&self, (mut slot, mut by): (Slot, f64)) -> (Slot, f64) {
        loop {
            let (value, factor) = match self.op(slot) {
                Some(Op::Binary(Binary::Multiply, x, y)) => match (self.number(y), self.number(x)) {
                    (Some(factor), _) => (x, factor),
                    (None, Some(factor)) => (y, factor),
                    _ => return (slot, by),
                },
                Some(Op::Binary(Binary::Divide, x, y)) => match self.number(y) {
                    Some(divisor) => (x, 1.0 / divisor),
                    None => return (slot, by),
                },
                _ => return (slot, by),
            };
            if factor <= 0.0 {
                return (slot, by);
            }
            (slot, by) = (value, by * factor);
        }
    }

    /// Whether `a` is always below `b`.
    fn is_below(&self, a: Slot, b: Slot) -> bool {
        let difference = self.difference(b, a);
        difference.low >= 0.0 && difference.is_not_zero
    }

    /// Whether two slots are computed in the same way from the same values.
    fn is_same(&self, a: Slot, b: Slot, steps: &mut u32) -> bool {
        if a == b {
            return true;
        }
        let (Some(x), Some(y)) = (self.op(a), self.op(b)) else { return false };
        if *steps == 0 {
            return false;
        }
        *steps -= 1;
        let is_one = match (x, y) {
            (Op::Const(a), Op::Const(b)) => a == b,
            (Op::Input(a), Op::Input(b)) => a == b,
            (Op::Unary(a, _), Op::Unary(b, _)) => a == b,
            (Op::Binary(a, ..), Op::Binary(b, ..)) => a == b,
            (Op::Reduce(a, ..), Op::Reduce(b, ..)) => a == b,
            (Op::Native(a, ..), Op::Native(b, ..)) => a == b,
            (Op::Select(..), Op::Select(..)) | (Op::Settle(..), Op::Settle(..)) => true,
            _ => false,
        };
        is_one && Program::operands(x).zip(Program::operands(y)).all(|(a, b)| self.is_same(a, b, steps))
    }

    /// Whether one of some conditions holds whatever the values are; one that comes with `false`, if it does not hold.
    fn one_holds(&self, conditions: &[(Slot, bool)]) -> bool {
        self.any_holds(conditions.to_vec(), &mut { MOST_STEPS })
    }

    fn any_holds(&self, mut open: Vec<(Slot, bool)>, steps: &mut u32) -> bool {
        if *steps == 0 {
            return false;
        }
        *steps -= 1;
        let mut single: Vec<(Slot, bool)> = Vec::new();
        while let Some((slot, holds)) = open.pop() {
            let both = match (self.op(slot), holds) {
                (Some(Op::Unary(Unary::Not, x)), _) => {
                    open.push((x, !holds));
                    continue;
                }
                (Some(Op::Binary(Binary::Or, x, y)), true) | (Some(Op::Binary(Binary::And, x, y)), false) => {
                    open.extend([(x, holds), (y, holds)]);
                    continue;
                }
                (Some(Op::Binary(Binary::And | Binary::Or, x, y)), _) => [vec![(x, holds)], vec![(y, holds)]],
                (Some(Op::Select(condition, yes, no)), _) if self.is_condition(yes) => {
                    [vec![(condition, false), (yes, holds)], vec![(condition, true), (no, holds)]]
                }
                _ => {
                    single.push((slot, holds));
                    if single.len() > MOST_TERMS {
                        return false;
                    }
                    continue;
                }
            };
            let rest: Vec<(Slot, bool)> = open.into_iter().chain(single).collect();
            return both.into_iter().all(|side| self.any_holds([rest.clone(), side].concat(), steps));
        }
        single.iter().enumerate().any(|(at, one)| {
            self.of(one.0) == if one.1 { Bounds::TRUE } else { Bounds::FALSE }
                || single.iter().take(at).any(|other| self.is_either(*one, *other))
        })
    }

    /// Whether one of two comparisons holds always: a condition or its opposite, `x < 2` or `x >= 1`.
    fn is_either(&self, one: (Slot, bool), other: (Slot, bool)) -> bool {
        if one.1 != other.1 && self.is_same(one.0, other.0, &mut { MOST_STEPS }) {
            return true;
        }
        let (Some((x, x_closed)), Some((y, y_closed))) = (self.below_zero(one), self.below_zero(other))
        else {
            return false;
        };
        // Two sums with the same terms up to a factor, of which one is asked to be small and the other to be large.
        let [(first, by), ..] = x.terms[..] else { return false };
        let Some((_, of)) = y.terms.iter().find(|(slot, _)| *slot == first) else { return false };
        let factor = of / by;
        let is_multiple = |(slot, by): &(Slot, f64)| {
            let same = y.terms.iter().find(|(other, _)| other == slot);
            same.is_some_and(|(_, of)| (of - by * factor).abs() <= ROUNDING * of.abs())
        };
        if factor >= 0.0 || x.terms.len() != y.terms.len() || !x.terms.iter().all(is_multiple) {
            return false;
        }
        let (most, least) = (-x.constant, -y.constant / factor);
        let is_one = (most - least).abs() <= ROUNDING * most.abs().max(least.abs());
        if is_one { x_closed || y_closed } else { least < most }
    }

    /// The sum that a comparison asks to be below zero, and whether it may be zero.
    fn below_zero(&self, (slot, holds): (Slot, bool)) -> Option<(Sum, bool)> {
        let Some(Op::Binary(binary, a, b)) = self.op(slot) else { return None };
        let (low, high, is_closed) = match binary {
            Binary::Less => (a, b, false),
            Binary::LessOrEqual => (a, b, true),
            Binary::Greater => (b, a, false),
            Binary::GreaterOrEqual => (b, a, true),
            _ => return None,
        };
        match holds {
            true => Some((self.sum(&[(low, 1.0), (high, -1.0)])?, is_closed)),
            false => Some((self.sum(&[(high, 1.0), (low, -1.0)])?, !is_closed)),
        }
    }

    /// Whether a slot is a condition by its operation.
    fn is_condition(&self, slot: Slot) -> bool {
        use Binary::{And, Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual, Or};
        match self.op(slot) {
            Some(Op::Const(number)) => number == 0.0 || number == 1.0,
            Some(Op::Unary(unary, _)) => unary == Unary::Not,
            Some(Op::Binary(binary, ..)) => {
                matches!(binary, And | Or | Less | LessOrEqual | Greater | GreaterOrEqual | Equal | NotEqual)
            }
            _ => false,
        }
    }

    /// The bounds of `a - b`, in which equal terms cancel.
    fn difference(&self, a: Slot, b: Slot) -> Bounds {
        self.bounds_of(&[(a, 1.0), (b, -1.0)])
    }

    /// The bounds of the sum of some slots times numbers.
    fn bounds_of(&self, slots: &[(Slot, f64)]) -> Bounds {
        let Sum { terms, constant } =
            self.sum(slots).unwrap_or_else(|| Sum { terms: slots.to_vec(), constant: 0.0 });
        let scaled = terms.into_iter().map(|(slot, by)| Bounds::exactly(by).times(self.of(slot)));
        scaled.fold(Bounds::exactly(constant), Bounds::plus)
    }

    /// The number that `a / b` always is, if both are multiples of one value.
    fn quotient(&self, a: Slot, b: Slot) -> Option<f64> {
        let (x, y) = (self.sum(&[(a, 1.0)])?, self.sum(&[(b, 1.0)])?);
        let ([(one, by)], [(other, of)]) = (&x.terms[..], &y.terms[..]) else { return None };
        let is_multiple = x.constant == 0.0 && y.constant == 0.0 && *of != 0.0;
        (is_multiple && self.is_same(*one, *other, &mut { MOST_STEPS })).then(|| by / of)
    }

    /// The sum of some slots times numbers, in which equal terms are one; `None` if it has too many.
    fn sum(&self, of: &[(Slot, f64)]) -> Option<Sum> {
        let mut open = of.to_vec();
        let (mut terms, mut constant, mut size): (Vec<(Slot, f64)>, f64, f64) = (Vec::new(), 0.0, 0.0);
        while let Some((slot, by)) = open.pop() {
            match self.op(slot) {
                Some(Op::Const(number)) => {
                    constant += by * number;
                    size = size.max((by * number).abs());
                }
                Some(Op::Binary(Binary::Add, x, y)) => open.extend([(x, by), (y, by)]),
                Some(Op::Binary(Binary::Subtract, x, y)) => open.extend([(x, by), (y, -by)]),
                Some(Op::Settle(sum, ..)) => open.push((sum, by)),
                Some(Op::Unary(Unary::Negate, x)) => open.push((x, -by)),
                Some(Op::Binary(Binary::Multiply, x, y)) if let Some(factor) = self.number(y) => {
                    open.push((x, by * factor))
                }
                Some(Op::Binary(Binary::Multiply, x, y)) if let Some(factor) = self.number(x) => {
                    open.push((y, by * factor))
                }
                Some(Op::Binary(Binary::Divide, x, y)) if let Some(factor) = self.number(y) => {
                    open.push((x, by / factor))
                }
                _ => {
                    match terms.iter_mut().find(|(known, _)| self.is_same(*known, slot, &mut { MOST_STEPS }))
                    {
                        Some((_, known)) => {
                            let sum = *known + by;
                            *known = if sum.abs() <= ROUNDING * by.abs() { 0.0 } else { sum };
                        }
                        None => terms.push((slot, by)),
                    }
                }
            }
            if terms.len() + open.len() > MOST_TERMS {
                return None;
            }
        }
        if constant.abs() <= ROUNDING * size {
            constant = 0.0;
        }
        terms.retain(|(_, by)| *by != 0.0);
        Some(Sum { terms, constant })
    }
}

#[cfg(test)]
mod tests;
