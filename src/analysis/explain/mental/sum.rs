//! Sums and differences in the head.

use super::Rounding;
use super::digits::{Decimal, scaled};
use super::held::{Costs, Held};
use super::multiply::Factor;
use super::ratio::is_power_of_ten;
use super::walk::Head;
use crate::units::number::unscaled;
use crate::units::written::Written;

/// A difference that its parts' roundings move by more than this is taken of the exact numbers.
const FAR: f64 = 0.2;

/// A part of a sum.
#[derive(Clone, Debug)]
pub(super) struct Term {
    pub held: Held,
    /// Whether it is subtracted.
    pub negative: bool,
}

impl Term {
    fn sign(&self) -> f64 {
        if self.negative { -1.0 } else { 1.0 }
    }
}

impl Head<'_> {
    /// A sum of parts, of which what is too little to count is left out; in a unit that is wanted, if the parts are
    /// in several.
    pub(super) fn sum(&mut self, terms: Vec<Term>, wanted: Option<&Written>) -> Option<Held> {
        let mut terms = self.in_one_unit(terms, wanted)?;
        let exact: f64 = terms.iter().map(|term| term.sign() * term.held.exact).sum();
        let total = |terms: &[Term]| terms.iter().map(|term| term.sign() * term.held.value).sum::<f64>();
        let mut sum = total(&terms);
        if exact == 0.0 || !exact.is_finite() {
            return None;
        }
        let mut roundings = Vec::new();
        let signed = |term: &Term| term.sign() * term.held.value;
        let is_difference = terms.iter().any(|term| signed(term) * exact < 0.0);
        if is_difference && (sum / exact - 1.0).abs() > FAR {
            for term in &mut terms {
                roundings.extend(taken_exactly(term));
            }
            sum = exact;
        }
        terms.retain(|term| term.held.value != 0.0);
        let largest = terms.iter().map(|term| term.held.value.abs()).fold(0.0, f64::max);
        // Of a share below 1, what is missing counts.
        let is_share = (0.9..1.0).contains(&sum) && terms.iter().all(|term| term.held.is_plain());
        let least = if is_share { 1.0 - sum } else { sum.abs().min(largest) };
        let place = Decimal::of(least).power - 1;
        let mut text = String::new();
        let mut costs: Vec<Held> = Vec::new();
        // `1 - 60% - 5%` could be read as a share of what stands before it.
        let several = terms.len() > 2;
        for Term { mut held, negative } in terms {
            if several && held.written.unit == "%" {
                held.unit = 1.0;
                held.written.unit.clear();
                held.written.number = unscaled(held.number(), 4);
            }
            let literal = held.written.literal();
            let error = if negative { held.value } else { -held.value } / sum;
            // Too little to change one of two digits.
            if held.value.abs() < scaled(0.5, place) {
                roundings.push(Rounding { of: literal, taken: String::new(), shortcut: None, error });
                continue;
            }
            let digits = (Decimal::of(held.value.abs()).power - place + 1).clamp(1, 6);
            let number = Decimal::rounded(held.number(), digits);
            let taken = held.taken(number);
            let moved = (number.value() / held.number() - 1.0) * -error;
            if moved.abs() > 0.01 && taken != literal {
                roundings.push(Rounding { of: literal, taken: taken.clone(), shortcut: None, error: moved });
            }
            let taken =
                if taken.contains(" per ") || taken.starts_with('-') { format!("({taken})") } else { taken };
            text = match (text.is_empty(), negative) {
                (true, false) => taken,
                (true, true) => format!("-{taken}"),
                (false, false) => format!("{text} + {taken}"),
                (false, true) => format!("{text} - {taken}"),
            };
            let value = if negative { -held.value } else { held.value };
            costs.push(Held { value, ..held });
        }
        // In the unit that all parts have, as long as that reads well.
        let all =
            costs.first().filter(|first| costs.iter().all(|part| part.written.unit == first.written.unit));
        let common = all.filter(|first| (sum / first.unit).abs() < 1000.0).map(|first| first.written.clone());
        let mut held = self.deriver.few(&text, exact, wanted.or(common.as_ref()))?;
        if (held.value / sum - 1.0).abs() > 2.0 * FAR {
            return None;
        }
        for part in &costs {
            // A part moves the sum by its share of it.
            held.inherit(&part.costs, |error| error * part.value / sum);
        }
        held.cost(self.step.as_ref(), &roundings);
        if costs.len() > 1 || !roundings.is_empty() {
            self.line(text, &held, roundings);
        }
        Some(held)
    }

    /// The parts in units that differ by powers of ten at most: bytes to bytes and days to days.
    fn in_one_unit(&mut self, terms: Vec<Term>, wanted: Option<&Written>) -> Option<Vec<Term>> {
        let largest = terms.iter().max_by(|a, b| a.held.value.abs().total_cmp(&b.held.value.abs()))?;
        let common = wanted.unwrap_or(&largest.held.written).clone();
        let unit = self.deriver.held(common.clone(), 0.0, 0.0)?.unit;
        let mut converted = Vec::new();
        for Term { held, negative } in terms {
            let factor = Factor { held: held.clone(), divides: false, stands_for: None };
            let held = match held.value == 0.0 || is_power_of_ten(held.unit / unit) {
                true => held,
                false => self.product(vec![factor], Some(&common))?,
            };
            converted.push(Term { held, negative });
        }
        Some(converted)
    }
}

/// Takes a part as it is exactly, and says so: that costs nothing.
fn taken_exactly(term: &mut Term) -> Option<Rounding> {
    if term.held.value == term.held.exact {
        return None;
    }
    let of = term.held.written.literal();
    term.held.value = term.held.exact;
    term.held.costs = Costs::default();
    term.held.written.number = unscaled(term.held.number(), 4);
    Some(Rounding { of, taken: term.held.written.literal(), shortcut: None, error: 0.0 })
}
