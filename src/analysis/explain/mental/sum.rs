//! Sums and differences.

use super::Rounding;
use super::amount::{Amount, Unit};
use super::digits::{Decimal, scaled};
use super::head::Head;
use super::held::{Costs, Held};
use super::multiply::Factor;
use super::ratio::is_power_of_ten;
use crate::units::number::{said, unscaled};

/// If the roundings of the terms change a difference by more than this, it is computed from the exact numbers.
const FAR: f64 = 0.2;

/// A term of a sum.
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

/// A sum as written in a line.
#[derive(Default)]
struct Row {
    text: String,
    /// The sum so far; `None` before the first term.
    amount: Option<Amount>,
    /// The terms, with their signs.
    parts: Vec<Held>,
    /// The terms that were rounded or dropped.
    roundings: Vec<Rounding>,
}

impl Head<'_> {
    /// Adds up terms and drops those too small to matter. The unit is the wanted one; without it, the common unit of
    /// the terms or one of suitable size.
    pub(super) fn sum(&mut self, terms: Vec<Term>, wanted: Option<&Unit>) -> Option<Held> {
        let mut terms = self.in_one_unit(terms, wanted)?;
        let exact: f64 = terms.iter().map(|term| term.sign() * term.held.exact).sum();
        let signed = |term: &Term| term.sign() * term.held.value;
        let mut sum = terms.iter().map(signed).sum::<f64>();
        if exact == 0.0 || !exact.is_finite() {
            return None;
        }
        let mut row = Row::default();
        let is_difference = terms.iter().any(|term| signed(term) * exact < 0.0);
        if is_difference && (sum / exact - 1.0).abs() > FAR {
            for term in &mut terms {
                row.roundings.extend(taken_exactly(term));
            }
            sum = exact;
        }
        terms.retain(|term| term.held.value != 0.0);
        let largest = terms.iter().map(|term| term.held.value.abs()).fold(0.0, f64::max);
        // For a share just below 1, the precision of its complement matters.
        let is_share = (0.9..1.0).contains(&sum) && terms.iter().all(|term| term.held.is_plain());
        let least = if is_share { 1.0 - sum } else { sum.abs().min(largest) };
        let place = Decimal::of(least).power - 1;
        // `1 - 60% - 5%` could be read as percentages of the number before.
        let several = terms.len() > 2;
        for mut term in terms {
            if several && term.held.unit.is_percent() {
                term.held.unit = Unit::plain();
                term.held.digits = unscaled(term.held.number(), 4);
                term.held.signed = said(&term.held.digits)?.copysign(term.held.signed);
            }
            self.add(&mut row, term, sum, place)?;
        }
        let Row { text, amount, parts, roundings } = row;
        // The common unit of all terms, in its plural form, as long as the number stays readable.
        let notation = parts.first().map(|first| first.unit.notation);
        let is_common = parts.iter().all(|part| Some(part.unit.notation) == notation);
        let plural = parts.iter().find(|part| part.digits != "1").or(parts.first());
        let common = plural.map(|part| &part.unit).filter(|_| is_common);
        let common = common.filter(|unit| (sum / unit.size).abs() < 1000.0);
        let amount = amount?;
        let mut held = Held::few(self.units(), amount, exact, wanted.or(common))?;
        if (held.value / sum - 1.0).abs() > 2.0 * FAR {
            return None;
        }
        for part in &parts {
            // The effect of a term is weighted by its share of the sum.
            held.inherit(&part.costs, |error| error * part.value / sum);
        }
        held.cost(self.step.as_ref(), &roundings);
        if parts.len() > 1 || !roundings.is_empty() {
            self.line(text, amount, &held, roundings);
        }
        Some(held)
    }

    /// Appends a term, rounded to the last significant place of the sum. Returns `None` if the language would reject
    /// the row, as in adding 5% to a number.
    fn add(&self, row: &mut Row, Term { held, negative }: Term, sum: f64, place: i32) -> Option<()> {
        let literal = held.literal();
        let error = if negative { held.value } else { -held.value } / sum;
        // Too small to change one of two digits.
        if held.value.abs() < scaled(0.5, place) {
            row.roundings.push(Rounding { of: literal, taken: String::new(), shortcut: None, error });
            return Some(());
        }
        let digits = (Decimal::of(held.value.abs()).power - place + 1).clamp(1, 6);
        let number = Decimal::rounded(held.number(), digits);
        let taken = held.taken(number);
        let moved = (number.value() / held.number() - 1.0) * -error;
        if moved.abs() > 0.01 && taken != literal {
            row.roundings.push(Rounding { of: literal, taken: taken.clone(), shortcut: None, error: moved });
        }
        let amount = held.amount_of(number.value());
        let amount = if negative { Amount { base: -amount.base, ..amount } } else { amount };
        let is_whole = matches!(row.text.as_str(), "1" | "100%");
        row.amount = Some(match row.amount {
            None => amount,
            // A formula may add a bare number to a count; the line has no unit for it.
            Some(before) if before.dimension != amount.dimension => return None,
            Some(_) if held.unit.is_percent() && !is_whole => return None,
            Some(before) => {
                let together = before.plus(self.units(), amount);
                let percent = together.notation.percent || held.unit.is_percent();
                Amount { notation: together.notation.in_percent(percent), ..together }
            }
        });
        let taken =
            if taken.contains(" per ") || taken.starts_with('-') { format!("({taken})") } else { taken };
        match (row.text.is_empty(), negative) {
            (true, false) => row.text = taken,
            (true, true) => row.text = format!("-{taken}"),
            (false, false) => row.text.push_str(&format!(" + {taken}")),
            (false, true) => row.text.push_str(&format!(" - {taken}")),
        }
        let value = if negative { -held.value } else { held.value };
        row.parts.push(Held { value, ..held });
        Some(())
    }

    /// Converts the terms to units that differ by powers of ten at most: bytes with bytes, days with days.
    fn in_one_unit(&mut self, terms: Vec<Term>, wanted: Option<&Unit>) -> Option<Vec<Term>> {
        let largest = terms.iter().max_by(|a, b| a.held.value.abs().total_cmp(&b.held.value.abs()))?;
        let common = wanted.unwrap_or(&largest.held.unit).clone();
        let mut converted = Vec::new();
        for Term { held, negative } in terms {
            let held = match held.value == 0.0 || is_power_of_ten(held.unit.size / common.size) {
                true => held,
                false => {
                    self.product(vec![Factor { held, divides: false, stands_for: None }], Some(&common))?
                }
            };
            converted.push(Term { held, negative });
        }
        Some(converted)
    }
}

/// Replaces a term by its exact value and returns that as a rounding without an effect.
fn taken_exactly(term: &mut Term) -> Option<Rounding> {
    if term.held.value == term.held.exact {
        return None;
    }
    let of = term.held.literal();
    term.held.value = term.held.exact;
    term.held.costs = Costs::default();
    term.held.digits = unscaled(term.held.number(), 4);
    term.held.signed = said(&term.held.digits)?.copysign(term.held.signed);
    Some(Rounding { of, taken: term.held.literal(), shortcut: None, error: 0.0 })
}
