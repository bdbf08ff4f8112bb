//! Products in the head: round each factor to few digits, multiply the digits, add the powers of ten.
//!
//! All roundings of a product are chosen together, so that one up makes good for another down; what was
//! rounded on the way to the factors counts as well.

use super::digits::{Decimal, Taken, scaled, ways};
use super::ratio::Ratio;

/// How much the sum of all roundings weighs beside the error that is left: a rounding that is far off is not made
/// only because another is.
const NATURAL: f64 = 0.3;

/// What a multiplication with another digit than 1 weighs.
const EFFORT: f64 = 0.06;

/// What it weighs if it is one with a ratio of units: a day is 10^5 seconds before it is 9 × 10^4.
const RATIO_EFFORT: f64 = 0.1;

/// What the square of the error that is left weighs: a few percent are nothing, a factor of 1.5 is a wrong answer.
const FAR: f64 = 3.0;

/// How many ways are followed at a time.
const FOLLOWED: usize = 64;

/// A factor, or a ratio of units, with the ways to take it.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// What it is exactly.
    pub exact: f64,
    /// Whether the product is divided by it.
    pub divides: bool,
    /// What it weighs to multiply with it.
    effort: f64,
    /// The ways to take it, each with the shortcut that it is known as.
    pub ways: Vec<(Taken, Option<String>)>,
}

impl Item {
    /// A factor with one digit, or if nothing has to be multiplied with it two. Only a plain number is ever taken
    /// for a fraction.
    pub fn factor(exact: f64, divides: bool, alone: bool, is_plain: bool) -> Item {
        let mut ways = match alone && !divides {
            true => vec![Taken { number: Decimal::rounded(exact, 2), divisor: 1 }],
            false => ways(exact),
        };
        ways.retain(|way| is_plain || way.divisor == 1);
        Item { exact, divides, effort: EFFORT, ways: ways.into_iter().map(|way| (way, None)).collect() }
    }

    /// What the digits are multiplied with, and what they are divided by, where a way is taken.
    fn digits_of(&self, way: &Taken) -> (f64, f64) {
        match self.divides {
            true => (f64::from(way.divisor), way.number.digits),
            false => (way.number.digits, f64::from(way.divisor)),
        }
    }

    /// What it weighs to take a way.
    fn effort_of(&self, way: &Taken) -> f64 {
        match way.number.digits {
            1.0 => 0.0,
            digits if digits < 10.0 => self.effort,
            // Two digits.
            _ => 1.5 * self.effort,
        }
    }

    /// How much a way changes the product: 0.1 is 10% high.
    pub fn error(&self, way: &Taken) -> f64 {
        let ratio = way.value() / self.exact;
        if self.divides { 1.0 / ratio - 1.0 } else { ratio - 1.0 }
    }
}

/// What the multiplication table has: 56 by 8 is 7, so that 56 is not rounded before it is divided.
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
    /// What is multiplied with, or divided by.
    pub digits: f64,
    /// Whether it is divided by.
    pub divides: bool,
}

/// A product as it is done in the head.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// Which way each item is taken.
    pub picks: Vec<usize>,
    /// What is done with the digits, in order, without factors of 1.
    pub operations: Vec<Operation>,
    /// The digits that come out.
    pub digits: f64,
    /// The powers of ten, added up.
    pub power: i32,
    /// How far off it is, and how much was rounded: the less the better.
    pub cost: f64,
}

/// A product as far as it is followed; errors are logarithms.
#[derive(Clone, Copy, Debug)]
struct State {
    digits: f64,
    power: i32,
    off: f64,
    rounded: f64,
    effort: f64,
    /// The picks before the last one, as [`Trail`] has them.
    before: usize,
    /// Which way the last item is taken.
    way: usize,
}

impl State {
    fn cost(&self) -> f64 {
        FAR * self.off * self.off + NATURAL * self.rounded + self.effort
    }

    /// Rounds by a factor, of which this is the logarithm.
    fn round(&mut self, logarithm: f64) {
        self.off += logarithm;
        self.rounded += logarithm.abs();
    }

    /// Replaces the digits by rounded ones.
    fn hold(&mut self, exact: f64, held: f64) {
        self.digits = held;
        self.round(libm::log(held / exact));
    }

    /// Follows one more item.
    fn then(mut self, at: usize, item: &Item, way: &Taken) -> State {
        self.way = at;
        self.effort += item.effort_of(way);
        self.power += if item.divides { -way.number.power } else { way.number.power };
        self.round(libm::log(1.0 + item.error(way)));
        let (above, _) = item.digits_of(way);
        if above != 1.0 {
            let exact = self.digits * above;
            self.hold(exact, in_three_digits(exact));
        }
        self
    }
}

/// The picks of all states that were followed, each with the number of the one before it; 0 is the start.
#[derive(Default)]
struct Trail {
    picks: Vec<(usize, usize)>,
}

impl Trail {
    /// Adds the last pick of a state.
    fn add(&mut self, state: &mut State) {
        self.picks.push((state.before, state.way));
        state.before = self.picks.len();
    }

    /// All picks of a state, in order.
    fn of(&self, state: &State) -> Vec<usize> {
        let pick = |at: usize| self.picks.get(at.checked_sub(1)?).copied();
        let steps = std::iter::successors(pick(state.before), |(before, _)| pick(*before));
        let mut picks: Vec<usize> = steps.map(|(_, way)| way).collect();
        picks.reverse();
        picks
    }
}

/// A positive number rounded to three digits.
fn in_three_digits(number: f64) -> f64 {
    let is_short = (1.0..1000.0).contains(&number) && libm::trunc(number) == number;
    if is_short { number } else { Decimal::rounded(number, 3).value() }
}

/// How a product is best done, whose factors together are off by a factor already, and whose unit brings a power of ten.
pub(super) fn plan(items: &[Item], off: f64, power: i32) -> Option<Plan> {
    let (digits, off) = (1.0, libm::log(off));
    let mut states = vec![State { digits, power, off, rounded: 0.0, effort: 0.0, before: 0, way: 0 }];
    let mut trail = Trail::default();
    for item in items {
        let mut next = Vec::with_capacity(states.len() * item.ways.len());
        for (at, (way, _)) in item.ways.iter().enumerate() {
            next.extend(states.iter().map(|state| state.then(at, item, way)));
        }
        next.sort_by(|a, b| a.cost().total_cmp(&b.cost()));
        next.truncate(FOLLOWED);
        next.iter_mut().for_each(|state| trail.add(state));
        states = next;
    }
    let plans = states.into_iter().map(|state| finished(items, state, trail.of(&state)));
    plans.min_by(|a, b| a.cost.total_cmp(&b.cost))
}

/// Divides by what is divided by when all is multiplied; what comes out is held in three digits at most, and in the end
/// in two.
fn finished(items: &[Item], mut state: State, picks: Vec<usize>) -> Plan {
    let mut operations = Vec::new();
    let mut divisors = Vec::new();
    for (item, pick) in items.iter().zip(&picks) {
        let Some((way, _)) = item.ways.get(*pick) else { continue };
        let (above, below) = item.digits_of(way);
        operations.extend((above != 1.0).then_some(Operation { digits: above, divides: false }));
        divisors.extend((below != 1.0).then_some(Operation { digits: below, divides: true }));
    }
    for divisor in divisors {
        let exact = state.digits / divisor.digits;
        state.hold(exact, in_three_digits(exact));
        operations.push(divisor);
    }
    state.hold(state.digits, Decimal::rounded(state.digits, 2).value());
    Plan { picks, operations, digits: state.digits, power: state.power, cost: state.cost() }
}

impl Plan {
    /// What it comes to.
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
        // 450 is as near to 400 as to 500, so one of each.
        let plan = planned(&[(450.0, false), (450.0, false)]);
        assert_eq!(plan.value(), 200_000.0);
        // The same of a quotient: both up or both down.
        let plan = planned(&[(450.0, false), (450.0, true)]);
        assert_eq!(plan.value(), 1.0);
    }

    #[test]
    fn two_digits_are_held() {
        // 7 by 8 is 56, and 6 times that is 336.
        let plan = planned(&[(7.0, false), (8.0, false), (6.0, false)]);
        assert_eq!((plan.digits, plan.power), (340.0, 0));
        // 3 by 7 is 0.43.
        assert_eq!(planned(&[(3.0, false), (7.0, true)]).value(), 0.43);
    }

    #[test]
    fn what_is_off_already_is_made_good() {
        // What is too low before is rounded up, and what is too high down.
        let items = [Item::factor(4.5e9, false, false, false), Item::factor(3.0, false, false, false)];
        let value = |off: f64| plan(&items, off, 0).unwrap().value();
        assert_eq!((value(0.8), value(1.25)), (1.5e10, 1.2e10));
    }
}
