//! What is certain of values before anything runs: by the form of a program, and by the signs of its inputs.

use std::collections::HashSet;

use super::program::{Binary, Measure, Op, Program, Slot, Unary};

/// The most terms of a difference that are compared one by one.
const MOST_TERMS: usize = 16;

/// Bounds that a value never leaves. A truth value is 0 or 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The value is never below.
    pub low: f64,
    /// The value is never above.
    pub high: f64,
    /// Whether the value is never zero.
    pub is_not_zero: bool,
}

impl Bounds {
    /// Nothing is known.
    pub const ANY: Bounds = Bounds { low: f64::NEG_INFINITY, high: f64::INFINITY, is_not_zero: false };
    /// Above zero.
    pub const POSITIVE: Bounds = Bounds { low: 0.0, high: f64::INFINITY, is_not_zero: true };
    const NOT_NEGATIVE: Bounds = Bounds { is_not_zero: false, ..Bounds::POSITIVE };
    const TRUE: Bounds = Bounds { low: 1.0, high: 1.0, is_not_zero: true };
    const FALSE: Bounds = Bounds { low: 0.0, high: 0.0, is_not_zero: false };
    const EITHER: Bounds = Bounds { low: 0.0, high: 1.0, is_not_zero: false };

    /// The bounds of all values of the sign of a number that lies between two others.
    pub fn of_sign(low: f64, high: f64) -> Bounds {
        match (low, high) {
            _ if low > 0.0 => Bounds::POSITIVE,
            _ if high < 0.0 => Bounds::POSITIVE.negated(),
            _ if low >= 0.0 => Bounds::NOT_NEGATIVE,
            _ => Bounds::ANY,
        }
    }

    /// The bounds of all values of the same sign.
    fn sign(self) -> Bounds {
        let is_not_zero = self.is_not_zero && (self.low >= 0.0 || self.high <= 0.0);
        match Bounds::of_sign(self.low, self.high) {
            Bounds::ANY if self.high <= 0.0 => Bounds { high: 0.0, is_not_zero, ..Bounds::ANY },
            bounds => Bounds { is_not_zero, ..bounds },
        }
    }

    fn exactly(number: f64) -> Bounds {
        if number.is_nan() { Bounds::ANY } else { Bounds::new(number, number, number != 0.0) }
    }

    fn new(low: f64, high: f64, is_not_zero: bool) -> Bounds {
        if low.is_nan() || high.is_nan() {
            return Bounds::ANY;
        }
        Bounds { low, high, is_not_zero: is_not_zero || low > 0.0 || high < 0.0 }
    }

    fn negated(self) -> Bounds {
        Bounds { low: -self.high, high: -self.low, ..self }
    }

    fn plus(self, other: Bounds) -> Bounds {
        let same_sign = self.low >= 0.0 && other.low >= 0.0 || self.high <= 0.0 && other.high <= 0.0;
        let is_not_zero = same_sign && (self.is_not_zero || other.is_not_zero);
        Bounds::new(self.low + other.low, self.high + other.high, is_not_zero)
    }

    fn times(self, other: Bounds) -> Bounds {
        // An end that is infinite is never reached, so that zero times it is zero.
        let product = |a: f64, b: f64| if a == 0.0 || b == 0.0 { 0.0 } else { a * b };
        let ends = [
            product(self.low, other.low),
            product(self.low, other.high),
            product(self.high, other.low),
            product(self.high, other.high),
        ];
        let low = ends.into_iter().fold(f64::INFINITY, f64::min);
        let high = ends.into_iter().fold(f64::NEG_INFINITY, f64::max);
        Bounds::new(low, high, self.is_not_zero && other.is_not_zero)
    }

    fn over(self, other: Bounds) -> Bounds {
        if !(other.low >= 0.0 || other.high <= 0.0) {
            return Bounds::ANY;
        }
        // Where the divisor is zero there is no value.
        let inverse = |end: f64, at_zero: f64| if end == 0.0 { at_zero } else { 1.0 / end };
        let inverse = if other.low >= 0.0 {
            Bounds::new(inverse(other.high, f64::INFINITY), inverse(other.low, f64::INFINITY), true)
        } else {
            Bounds::new(inverse(other.high, f64::NEG_INFINITY), inverse(other.low, f64::NEG_INFINITY), true)
        };
        self.times(inverse)
    }

    fn mapped(self, function: impl Fn(f64) -> f64) -> Bounds {
        Bounds::new(function(self.low), function(self.high), false)
    }

    fn or(self, other: Bounds) -> Bounds {
        let is_not_zero = self.is_not_zero && other.is_not_zero;
        Bounds::new(self.low.min(other.low), self.high.max(other.high), is_not_zero)
    }

    fn truth(always: bool, never: bool) -> Bounds {
        match (always, never) {
            (true, _) => Bounds::TRUE,
            (_, true) => Bounds::FALSE,
            _ => Bounds::EITHER,
        }
    }
}

/// The bounds of the slots of a program.
#[derive(Debug)]
pub struct AllBounds {
    bounds: Vec<Bounds>,
    /// The slots of which nothing but the sign is looked at.
    opaque: HashSet<Slot>,
}

impl AllBounds {
    /// Works out the bounds of all slots; `input` gives those of an input, by its number. Of the slots in `opaque`
    /// nothing but the sign is used, since what they are may change.
    pub fn new(program: &Program, opaque: HashSet<Slot>, input: impl Fn(u32) -> Bounds) -> AllBounds {
        let mut all = AllBounds { bounds: Vec::with_capacity(program.ops().len()), opaque };
        for (at, op) in program.ops().iter().enumerate() {
            let bounds = all.of_op(*op, program, &input);
            let is_opaque = all.opaque.contains(&Slot::at(at));
            all.bounds.push(if is_opaque { bounds.sign() } else { bounds });
        }
        all
    }

    /// Whether a condition is true whatever the values are.
    pub fn is_always_true(&self, condition: Slot) -> bool {
        self.of(condition) == Bounds::TRUE
    }

    /// The bounds of a slot.
    fn of(&self, slot: Slot) -> Bounds {
        self.bounds.get(slot.index()).copied().unwrap_or(Bounds::ANY)
    }

    fn of_op(&self, op: Op, program: &Program, input: &impl Fn(u32) -> Bounds) -> Bounds {
        match op {
            Op::Const(number) => Bounds::exactly(number),
            Op::Input(number) => input(number),
            Op::Unary(unary, a) => of_unary(unary, self.of(a)),
            Op::Binary(binary, a, b) => self.of_binary(binary, (a, b), program),
            Op::Select(condition, yes, no) => match self.of(condition) {
                Bounds::TRUE => self.of(yes),
                Bounds::FALSE => self.of(no),
                _ => self.of(yes).or(self.of(no)),
            },
            // A sum is zero where its terms cancel but for rounding.
            Op::Settle(sum, ..) => self.of(sum).or(Bounds::exactly(0.0)),
            Op::Reduce(statistic, of, _) => match statistic.measure() {
                Measure::Share => Bounds::EITHER,
                Measure::Sd => Bounds::NOT_NEGATIVE,
                Measure::Quantile | Measure::Mean => self.of(program.reduced(statistic, of)),
            },
            Op::Native(..) => Bounds::ANY,
        }
    }

    fn of_binary(&self, binary: Binary, (a, b): (Slot, Slot), program: &Program) -> Bounds {
        let (x, y) = (self.of(a), self.of(b));
        match binary {
            Binary::Add => x.plus(y),
            Binary::Subtract => x.plus(y.negated()),
            Binary::Multiply if a == b => x.times(y).raised(x.is_not_zero),
            Binary::Multiply => x.times(y),
            Binary::Divide => x.over(y),
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
                x == Bounds::FALSE || y == Bounds::FALSE,
            ),
            Binary::Or => Bounds::truth(
                x == Bounds::TRUE || y == Bounds::TRUE,
                x == Bounds::FALSE && y == Bounds::FALSE,
            ),
            Binary::LessOrEqual => {
                let is_below = |slot, other| self.is_at_most(slot, other, program);
                let by_form = is_below(a, b) || self.is_bounded((a, b), program);
                Bounds::truth(by_form, self.is_below(b, a, program))
            }
            Binary::GreaterOrEqual => {
                let by_form = self.is_at_most(b, a, program) || self.is_bounded((b, a), program);
                Bounds::truth(by_form, self.is_below(a, b, program))
            }
            Binary::Less => Bounds::truth(self.is_below(a, b, program), self.is_at_most(b, a, program)),
            Binary::Greater => Bounds::truth(self.is_below(b, a, program), self.is_at_most(a, b, program)),
            Binary::Equal | Binary::NotEqual => {
                let difference = self.difference(a, b, program);
                let (same, other) = (difference.low == 0.0 && difference.high == 0.0, difference.is_not_zero);
                if binary == Binary::Equal { Bounds::truth(same, other) } else { Bounds::truth(other, same) }
            }
        }
    }

    /// Whether `a` is always at most `b`.
    fn is_at_most(&self, a: Slot, b: Slot, program: &Program) -> bool {
        self.difference(b, a, program).low >= 0.0
    }

    /// Whether `a` is always below `b`.
    fn is_below(&self, a: Slot, b: Slot, program: &Program) -> bool {
        let difference = self.difference(b, a, program);
        difference.low >= 0.0 && difference.is_not_zero
    }

    /// Whether `a` is the least of some values of which `b` is one, or `b` the greatest of some of which `a` is one.
    fn is_bounded(&self, (a, b): (Slot, Slot), program: &Program) -> bool {
        let least = match program.op(a) {
            Some(Op::Binary(Binary::Min, x, y)) => {
                self.is_at_most(x, b, program) || self.is_at_most(y, b, program)
            }
            _ => false,
        };
        let greatest = match program.op(b) {
            Some(Op::Binary(Binary::Max, x, y)) => {
                self.is_at_most(a, x, program) || self.is_at_most(a, y, program)
            }
            _ => false,
        };
        least || greatest
    }

    /// The bounds of `a - b`, in which equal terms cancel.
    fn difference(&self, a: Slot, b: Slot, program: &Program) -> Bounds {
        let mut open = vec![(a, 1.0), (b, -1.0)];
        let (mut terms, mut constant, mut size): (Vec<(Slot, f64)>, f64, f64) = (Vec::new(), 0.0, 0.0);
        let number = |slot| match program.op(slot) {
            Some(Op::Const(number)) if !self.opaque.contains(&slot) => Some(number),
            _ => None,
        };
        while let Some((slot, by)) = open.pop() {
            let op = program.op(slot).filter(|_| !self.opaque.contains(&slot));
            match op {
                Some(Op::Const(number)) => {
                    constant += by * number;
                    size = size.max((by * number).abs());
                }
                Some(Op::Binary(Binary::Add, x, y)) => open.extend([(x, by), (y, by)]),
                Some(Op::Binary(Binary::Subtract, x, y)) => open.extend([(x, by), (y, -by)]),
                Some(Op::Settle(sum, ..)) => open.push((sum, by)),
                Some(Op::Unary(Unary::Negate, x)) => open.push((x, -by)),
                Some(Op::Binary(Binary::Multiply, x, y)) if let Some(factor) = number(y) => {
                    open.push((x, by * factor))
                }
                Some(Op::Binary(Binary::Multiply, x, y)) if let Some(factor) = number(x) => {
                    open.push((y, by * factor))
                }
                Some(Op::Binary(Binary::Divide, x, y)) if let Some(factor) = number(y) => {
                    open.push((x, by / factor))
                }
                _ => match terms.iter_mut().find(|(known, _)| *known == slot) {
                    // Factors that meet after a conversion differ by rounding alone.
                    Some((_, known)) => {
                        let sum = *known + by;
                        *known = if sum.abs() <= 1e-12 * by.abs() { 0.0 } else { sum };
                    }
                    None => terms.push((slot, by)),
                },
            }
            if terms.len() + open.len() > MOST_TERMS {
                return self.of(a).plus(self.of(b).negated());
            }
        }
        if constant.abs() <= 1e-12 * size {
            constant = 0.0;
        }
        let scaled = terms.into_iter().map(|(slot, by)| Bounds::exactly(by).times(self.of(slot)));
        scaled.fold(Bounds::exactly(constant), Bounds::plus)
    }
}

impl Bounds {
    /// The same, at least zero: of a square.
    fn raised(self, is_not_zero: bool) -> Bounds {
        Bounds::new(self.low.max(0.0), self.high, is_not_zero)
    }
}

fn of_unary(unary: Unary, x: Bounds) -> Bounds {
    match unary {
        Unary::Negate => x.negated(),
        Unary::Not => Bounds::truth(x == Bounds::FALSE, x == Bounds::TRUE),
        Unary::Abs if x.low >= 0.0 => x,
        Unary::Abs => Bounds { is_not_zero: x.is_not_zero, ..Bounds::NOT_NEGATIVE },
        Unary::Round => x.mapped(f64::round),
        Unary::Floor => x.mapped(f64::floor),
        Unary::Ceil => Bounds { is_not_zero: x.low >= 0.0 && x.is_not_zero, ..x.mapped(f64::ceil) },
        Unary::Sqrt => Bounds { is_not_zero: x.is_not_zero, ..Bounds::NOT_NEGATIVE },
        Unary::Exp => Bounds::POSITIVE,
        Unary::Ln | Unary::Log2 | Unary::Log10 => Bounds::ANY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program with two inputs above zero, its bounds, and the slots of the inputs.
    fn with(build: impl Fn(&mut Program, Slot, Slot) -> Slot) -> Bounds {
        let mut program = Program::default();
        let (a, b) = (program.push(Op::Input(0)), program.push(Op::Input(1)));
        let slot = build(&mut program, a, b);
        AllBounds::new(&program, HashSet::new(), |_| Bounds::POSITIVE).of(slot)
    }

    #[test]
    fn what_holds_by_its_form_is_true() {
        let two = |program: &mut Program| program.push(Op::Const(2.0));
        let all: [fn(&mut Program, Slot, Slot) -> Slot; 6] = [
            |program, a, _| program.push(Op::Binary(Binary::LessOrEqual, a, a)),
            |program, a, b| {
                let least = program.push(Op::Binary(Binary::Min, a, b));
                program.push(Op::Binary(Binary::LessOrEqual, least, b))
            },
            |program, a, b| {
                let sum = program.push(Op::Binary(Binary::Add, a, b));
                program.push(Op::Binary(Binary::Less, a, sum))
            },
            |program, a, b| {
                let zero = program.push(Op::Const(0.0));
                let product = program.push(Op::Binary(Binary::Multiply, a, b));
                program.push(Op::Binary(Binary::Greater, product, zero))
            },
            |program, a, b| {
                let quotient = program.push(Op::Binary(Binary::Divide, a, b));
                let zero = program.push(Op::Const(0.0));
                program.push(Op::Binary(Binary::GreaterOrEqual, quotient, zero))
            },
            |program, a, b| {
                let either = program.push(Op::Binary(Binary::Less, a, b));
                let truth = program.push(Op::Const(1.0));
                program.push(Op::Binary(Binary::Or, either, truth))
            },
        ];
        for (at, build) in all.into_iter().enumerate() {
            assert_eq!(with(build), Bounds::TRUE, "{at}");
        }
        let twice = with(|program, a, _| {
            let two = two(program);
            let double = program.push(Op::Binary(Binary::Multiply, a, two));
            program.push(Op::Binary(Binary::LessOrEqual, a, double))
        });
        assert_eq!(twice, Bounds::TRUE);
    }

    #[test]
    fn what_depends_on_values_is_not_known() {
        let all: [fn(&mut Program, Slot, Slot) -> Slot; 3] = [
            |program, a, b| program.push(Op::Binary(Binary::LessOrEqual, a, b)),
            |program, a, b| {
                let zero = program.push(Op::Const(0.0));
                let difference = program.push(Op::Binary(Binary::Subtract, a, b));
                program.push(Op::Binary(Binary::GreaterOrEqual, difference, zero))
            },
            |program, a, b| {
                let least = program.push(Op::Binary(Binary::Min, a, b));
                let two = program.push(Op::Const(2.0));
                program.push(Op::Binary(Binary::LessOrEqual, least, two))
            },
        ];
        for (at, build) in all.into_iter().enumerate() {
            assert_eq!(with(build), Bounds::EITHER, "{at}");
        }
    }
}
