//! Products: round each factor to few digits, multiply the digits, add the powers of ten.
//!
//! All roundings of a product are chosen together so that they compensate for each other and for the roundings made
//! earlier.

use super::digits::{Decimal, Taken, scaled, ways};
use super::ratio::Ratio;

/// The weight of the sum of all roundings relative to the remaining error: a far-off rounding is not made only to
/// compensate for another.
const NATURAL: f64 = 0.3;

/// The weight of a multiplication by a digit other than 1.
const EFFORT: f64 = 0.06;

/// The weight of such a multiplication by a ratio of units: 10^5 seconds per day is preferred to 9 × 10^4.
const RATIO_EFFORT: f64 = 0.1;

/// The weight of the square of the remaining error: a few percent do not matter, a factor of 1.5 is a wrong answer.
const FAR: f64 = 3.0;

/// The beam width of the search.
const FOLLOWED: usize = 64;

/// A factor, or a ratio of units, with its possible roundings.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The exact number.
    pub exact: f64,
    /// Whether the product is divided by it.
    pub divides: bool,
    /// The weight of a multiplication by it.
    effort: f64,
    /// Its possible roundings, each with the shortcut that justifies it.
    pub ways: Vec<(Taken, Option<String>)>,
}

impl Item {
    /// Creates a factor of one digit, or of two if it is the only number to multiply. Only a plain number is rounded to
    /// a fraction.
    pub fn factor(exact: f64, divides: bool, alone: bool, is_plain: bool) -> Item {
        let mut ways = match alone && !divides {
            true => vec![Taken { number: Decimal::rounded(exact, 2), divisor: 1 }],
            false => ways(exact),
        };
        ways.retain(|way| is_plain || way.divisor == 1);
        Item { exact, divides, effort: EFFORT, ways: ways.into_iter().map(|way| (way, None)).collect() }
    }

    /// Returns the relative effect of a rounding on the product: 0.1 is 10% high.
    pub fn error(&self, way: &Taken) -> f64 {
        let ratio = way.value() / self.exact;
        if self.divides { 1.0 / ratio - 1.0 } else { ratio - 1.0 }
    }
}

/// Keeps a multiple of the divisor exact: 56 / 8 is 7, so 56 is not rounded first.
pub(super) fn keep_multiples(items: &mut [Item]) {
    let open = |item: &&mut Item| item.ways.iter().any(|(way, _)| way.number.digits != 1.0);
    let mut open: Vec<&mut Item> = items.iter_mut().filter(open).collect();
    let [one, other] = open.as_mut_slice() else { return };
    let (above, below) = if one.divides { (other, one) } else { (one, other) };
    let [(way, _)] = below.ways.as_slice() else { return };
    let number = Decimal::rounded(above.exact, 2);
    let quotient = number.digits / way.number.digits;
    let is_exact = (number.value() / above.exact - 1.0).abs() < 1e-9;
    if below.divides && !above.divides && is_exact && libm::trunc(quotient) == quotient && quotient < 10.0 {
        above.ways = vec![(Taken { number, divisor: 1 }, None)];
    }
}

impl From<&Ratio> for Item {
    fn from(ratio: &Ratio) -> Item {
        let ways = ratio.ways.clone();
        Item { exact: ratio.exact, divides: ratio.divides, effort: RATIO_EFFORT, ways }
    }
}

/// A multiplication or a division of digits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Operation {
    /// The operand.
    pub digits: f64,
    /// Whether the operand is a divisor.
    pub divides: bool,
}

/// The way to compute a product.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// The index of the rounding chosen for each item.
    pub picks: Vec<usize>,
    /// The operations on the digits, in order, without factors of 1.
    pub operations: Vec<Operation>,
    /// The digits of the result.
    pub digits: f64,
    /// The power of ten of the result.
    pub power: i32,
    /// The weighted sum of the remaining error, the roundings and the effort; lower is better.
    pub cost: f64,
}

/// A partial plan; errors are logarithms.
#[derive(Clone, Debug)]
struct State {
    plan: Plan,
    /// The divisors, applied after all factors.
    divisors: Vec<f64>,
    off: f64,
    rounded: f64,
    effort: f64,
}

impl State {
    fn cost(&self) -> f64 {
        FAR * self.off * self.off + NATURAL * self.rounded + self.effort
    }

    /// Records a rounding by a factor.
    fn round(&mut self, by: f64) {
        self.off += libm::log(by);
        self.rounded += libm::log(by).abs();
    }

    /// Multiplies or divides the digits, and rounds the result to three digits.
    fn apply(&mut self, digits: f64, divides: bool) {
        if digits == 1.0 {
            return;
        }
        let exact = if divides { self.plan.digits / digits } else { self.plan.digits * digits };
        let held = Decimal::rounded(exact, 3).value();
        self.plan.digits = held;
        self.plan.operations.push(Operation { digits, divides });
        self.round(held / exact);
    }
}

/// Returns the best plan for a product; `off` is the relative error of the factors so far, and `power` the power of ten
/// of their units.
pub(super) fn plan(items: &[Item], off: f64, power: i32) -> Option<Plan> {
    let empty = Plan { picks: Vec::new(), operations: Vec::new(), digits: 1.0, power, cost: 0.0 };
    let start = State { plan: empty, divisors: Vec::new(), off: libm::log(off), rounded: 0.0, effort: 0.0 };
    let mut states = vec![start];
    for item in items {
        let mut next = Vec::new();
        for (at, (way, _)) in item.ways.iter().enumerate() {
            for state in &states {
                let mut state = state.clone();
                state.plan.picks.push(at);
                state.plan.power += if item.divides { -way.number.power } else { way.number.power };
                state.round(1.0 + item.error(way));
                let (above, below) = match item.divides {
                    true => (f64::from(way.divisor), way.number.digits),
                    false => (way.number.digits, f64::from(way.divisor)),
                };
                state.divisors.push(below);
                state.effort += match way.number.digits {
                    1.0 => 0.0,
                    digits if digits < 10.0 => item.effort,
                    // Two digits.
                    _ => 1.5 * item.effort,
                };
                state.apply(above, false);
                next.push(state);
            }
        }
        next.sort_by(|a, b| a.cost().total_cmp(&b.cost()));
        next.truncate(FOLLOWED);
        states = next;
    }
    for state in &mut states {
        for divisor in std::mem::take(&mut state.divisors) {
            state.apply(divisor, true);
        }
    }
    for state in &mut states {
        let two = Decimal::rounded(state.plan.digits, 2).value();
        state.round(two / state.plan.digits);
        state.plan.digits = two;
    }
    let best = states.into_iter().min_by(|a, b| a.cost().total_cmp(&b.cost()))?;
    let cost = best.cost();
    Some(Plan { cost, ..best.plan })
}

impl Plan {
    /// Returns the value of the product.
    pub fn value(&self) -> f64 {
        scaled(self.digits, self.power)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(factors: &[(f64, bool)]) -> Plan {
        let items: Vec<Item> =
            factors.iter().map(|(factor, divides)| Item::factor(*factor, *divides, false, false)).collect();
        plan(&items, 1.0, 0).unwrap()
    }

    #[test]
    fn one_up_makes_good_for_another_down() {
        // 450 is as close to 400 as to 500, so one of each.
        let plan = planned(&[(450.0, false), (450.0, false)]);
        assert_eq!(plan.value(), 200_000.0);
        // In a quotient, both are rounded up or both down.
        let plan = planned(&[(450.0, false), (450.0, true)]);
        assert_eq!(plan.value(), 1.0);
    }

    #[test]
    fn two_digits_are_held() {
        // 7 × 8 is 56, and 6 times that is 336.
        let plan = planned(&[(7.0, false), (8.0, false), (6.0, false)]);
        assert_eq!((plan.digits, plan.power), (340.0, 0));
        // 3 / 7 is 0.43.
        assert_eq!(planned(&[(3.0, false), (7.0, true)]).value(), 0.43);
    }

    #[test]
    fn what_is_off_already_is_made_good() {
        // An earlier error downwards is compensated by rounding up, and one upwards by rounding down.
        let items = [Item::factor(4.5e9, false, false, false), Item::factor(3.0, false, false, false)];
        let value = |off: f64| plan(&items, off, 0).unwrap().value();
        assert_eq!((value(0.8), value(1.25)), (1.5e10, 1.2e10));
    }
}
