//! Products, quotients and conversions.

use super::amount::{Amount, Unit};
use super::digits::{Decimal, Taken, scaled, ways};
use super::head::Head;
use super::held::{Costs, Held};
use super::plan::{self, Item, Plan};
use super::ratio::{Ratio, is_power_of_ten};
use super::{MOST_FACTORS, Rounding};
use crate::units::catalog::{UnitId, ids};
use crate::units::notation::Notation;
use crate::units::number::unscaled;
use crate::units::written::Written;

/// The maximum relative error of a product of the factors as written, which have up to four digits each.
const AS_WRITTEN: f64 = 0.01;

/// From this value on, shares are multiplied by adding up their complements: 90% of 90% are 81%, not 80%.
const NEARLY_ALL: f64 = 0.9;

/// The number of days that five years are rounded to.
const TWO_THOUSAND: f64 = 2000.0;

/// A factor of a product, or a divisor.
#[derive(Clone, Debug)]
pub(super) struct Factor {
    pub held: Held,
    pub divides: bool,
    /// The rounding already made for it, if it is a shortcut: five years are 2000 days.
    pub stands_for: Option<Rounding>,
}

impl Factor {
    /// Whether it changes neither the number nor the unit.
    fn is_one(&self) -> bool {
        self.held.exact == 1.0 && self.held.value == 1.0 && self.is_plain()
    }

    /// Whether it has no unit.
    fn is_plain(&self) -> bool {
        self.held.is_plain()
    }

    /// Whether it is no power of ten.
    pub fn is_multiplied(&self) -> bool {
        Decimal::of(self.held.number()).digits != 1.0
    }
}

/// A product with its plan.
struct Planned {
    factors: Vec<Factor>,
    ratios: Vec<Ratio>,
    /// The factor between the units, if it is not made of known ratios.
    unnamed: Option<Item>,
    items: Vec<Item>,
    plan: Plan,
}

/// A product as written in a line: factors and divisors as text, and their amounts.
struct Parts {
    texts: Vec<(String, bool)>,
    amounts: Vec<(Amount, bool)>,
}

impl Parts {
    fn push(&mut self, text: String, amount: Amount, divides: bool) {
        self.texts.push((in_place(&text, divides), divides));
        self.amounts.push((amount, divides));
    }

    /// Appends a small whole number as a factor or a divisor.
    fn push_number(&mut self, number: u32, divides: bool) {
        if number > 1 {
            self.push(number.to_string(), Amount::number(f64::from(number)), divides);
        }
    }
}

impl Head<'_> {
    /// Multiplies in the wanted unit, or else in one of suitable size.
    pub(super) fn product(&mut self, mut factors: Vec<Factor>, wanted: Option<&Unit>) -> Option<Held> {
        if let Some(rest) = factors.iter().position(|factor| !factor.is_one()) {
            // `100% × 310 B`
            let first = factors.iter().position(|factor| !factor.divides && !factor.is_one());
            if first == Some(rest) {
                factors.retain(|factor| !factor.is_one());
            }
        }
        let exact: f64 = factors.iter().map(|factor| power(factor.held.exact, factor.divides)).product();
        let raw: f64 = factors.iter().map(|factor| power(factor.held.value, factor.divides)).product();
        let written = Amount::product(factors.iter().map(|factor| (factor.held.amount(), factor.divides)))?;
        if raw == 0.0 && exact == 0.0 {
            return Held::fitting(self.units(), Amount { base: 0.0, ..written }, 0.0, 2);
        }
        if raw == 0.0 || !raw.is_finite() || exact == 0.0 || (written.base / raw - 1.0).abs() > AS_WRITTEN {
            return None;
        }
        let unit = match wanted {
            Some(unit) => unit.clone(),
            None => written.written(self.units(), raw, 2).1,
        };
        if let [Factor { held, divides: false, .. }] = factors.as_slice()
            && is_power_of_ten(held.unit.size / unit.size)
            && (held.rounded() / held.number() - 1.0).abs() < 1e-9
        {
            // There is nothing to multiply or to round.
            return Some(Held { unit, ..held.clone() }.in_its_unit());
        }
        if let Some(held) = self.nearly_all(&factors, exact) {
            return Some(held);
        }
        let factors = self.at_most_three(factors)?;
        let raw: f64 = factors.iter().map(|factor| power(factor.held.value, factor.divides)).product();
        let mut best: Option<Planned> = None;
        for factors in self.variants(factors) {
            if let Some(planned) = self.planned(factors, &unit, raw / exact)
                && best.as_ref().is_none_or(|best| planned.plan.cost < best.plan.cost)
            {
                best = Some(planned);
            }
        }
        let best = best?;
        if best.plan.operations.len() > MOST_FACTORS
            && let Some(factors) = self.in_bytes(&best.factors)
        {
            return self.product(factors, wanted);
        }
        if best.plan.operations.len() > MOST_FACTORS && best.stands_for_itself() {
            // The ratios of the units are a factor or two too many.
            let before = self.lines.len();
            if let Some(factors) = self.first_multiplied(best.factors.clone(), 2) {
                return self.product(factors, wanted);
            }
            self.lines.truncate(before);
        }
        self.write(&best, unit, exact, wanted.is_some())
    }

    /// Multiplies shares just below 1 by adding up their complements.
    fn nearly_all(&mut self, factors: &[Factor], exact: f64) -> Option<Held> {
        let is_share = |factor: &Factor| {
            !factor.divides && factor.is_plain() && (NEARLY_ALL..1.0).contains(&factor.held.value)
        };
        if factors.len() < 2 || !factors.iter().all(is_share) {
            return None;
        }
        // Consecutive percentages could be read as percentages of each other.
        let missing = |factor: &Factor| 1.0 - factor.held.value;
        let texts: Vec<String> = factors.iter().map(|factor| unscaled(missing(factor), 2)).collect();
        let text = format!("1 - {}", texts.join(" - "));
        let missing = factors.iter().map(|factor| Decimal::rounded(missing(factor), 2).value());
        let amount = Amount::number(missing.fold(1.0, |left, missing| left - missing));
        let mut held = Held::few(self.units(), amount, exact, None)?;
        for factor in factors {
            held.inherit(&factor.held.costs, |error| error);
        }
        self.line(text, amount, &held, Vec::new());
        Some(held)
    }

    /// Returns the factors, and a variant with periods known by heart.
    fn variants(&self, factors: Vec<Factor>) -> Vec<Vec<Factor>> {
        let year = self.units().lookup("year");
        let five_years = |factor: &Factor| {
            factor.stands_for.is_none()
                && year.is_some_and(|year| factor.held.unit.notation == Notation::NONE.with(year, 1))
                && factor.held.number() == 5.0
                && factor.held.value == factor.held.exact
        };
        let Some(at) = factors.iter().position(five_years) else { return vec![factors] };
        // Months and years are 12 to one.
        let months = self.units().lookup("month");
        if factors.iter().any(|factor| factor.held.unit.notation.iter().any(|(id, _)| Some(id) == months)) {
            return vec![factors];
        }
        let mut variant = factors.clone();
        if let (Some(factor), Some(days)) = (variant.get_mut(at), self.unit(false, " days")) {
            let held = &factor.held;
            let value = TWO_THOUSAND * days.size;
            let error = power(value / held.value, factor.divides) - 1.0;
            let of = held.literal();
            let digits = TWO_THOUSAND.to_string();
            let days = Held {
                unit: days,
                digits,
                signed: TWO_THOUSAND,
                value,
                exact: held.exact,
                costs: Costs::default(),
            };
            let (taken, shortcut) = (days.literal(), Some("shortcut.five_years".to_owned()));
            factor.stands_for = Some(Rounding { of, taken, shortcut, error });
            factor.held = days;
        }
        vec![factors, variant]
    }

    fn planned(&self, factors: Vec<Factor>, target: &Unit, off: f64) -> Option<Planned> {
        let units = factors.iter().map(|factor| power(factor.held.unit.size, factor.divides));
        let factor = units.product::<f64>() / target.size;
        let written =
            factors.iter().map(|factor| (&factor.held.unit, factor.divides)).chain([(target, true)]);
        let signed = |exponent: i8, divides: bool| if divides { -exponent } else { exponent };
        let in_formula: Vec<(UnitId, i8)> = written
            .flat_map(|(unit, divides)| {
                unit.notation.iter().map(move |(id, exponent)| (id, signed(exponent, divides)))
            })
            .collect();
        let ratios = self.ratios.of(self.units(), factor, &in_formula);
        let unnamed = ratios.is_none().then(|| Item::factor(factor, false, false, false));
        let ratios = ratios.unwrap_or_default();
        let named: f64 = ratios.iter().map(|ratio| power(ratio.exact, ratio.divides)).product();
        let tens = if unnamed.is_some() { 0.0 } else { libm::round(libm::log10(factor / named)) };
        let digits = |factor: &&Factor| Decimal::of(factor.held.number()).digits != 1.0;
        let converted = ratios.iter().any(|ratio| !ratio.is_power_of_ten()) || unnamed.is_some();
        let alone = factors.iter().filter(digits).count() + usize::from(converted) <= 1;
        let numbers = factors.iter().map(|factor| {
            let number = factor.held.number();
            let mut item = Item::factor(number, factor.divides, alone, factor.is_plain());
            let by_heart = self.ratios.day_in_seconds(number).filter(|_| counts_seconds(&factor.held.unit));
            item.ways = by_heart.unwrap_or(item.ways);
            if self.careful {
                item.ways = vec![(Taken { number: Decimal::rounded(number, 2), divisor: 1 }, None)];
            } else if let Some(taken) = self.rounded.get(&factor.held.literal()) {
                item.ways = vec![(taken.clone(), None)];
            }
            item
        });
        let mut items: Vec<Item> =
            numbers.chain(ratios.iter().map(Item::from)).chain(unnamed.clone()).collect();
        plan::keep_multiples(&mut items);
        let stands_for = factors.iter().filter_map(|factor| factor.stands_for.as_ref());
        let off = stands_for.fold(off, |off, rounding| off * (1.0 + rounding.error));
        #[allow(clippy::cast_possible_truncation)] // a power of ten between two units
        let plan = plan::plan(&items, off, tens as i32)?;
        Some(Planned { factors, ratios, unnamed, items, plan })
    }

    /// Writes down a product; without `is_wanted`, the unit is only a first guess.
    fn write(&mut self, planned: &Planned, unit: Unit, exact: f64, is_wanted: bool) -> Option<Held> {
        let Planned { factors, ratios, plan, .. } = planned;
        let negative = factors.iter().filter(|factor| factor.held.value < 0.0).count() % 2 == 1;
        let mut roundings: Vec<Rounding> = Vec::new();
        let mut parts = Parts { texts: Vec::new(), amounts: Vec::new() };
        planned.factors_into(&mut parts, &mut roundings)?;
        if !self.careful {
            self.rounded.extend(planned.roundings_of_factors());
        }
        planned.ratios_into(&mut parts, &mut roundings)?;
        planned.unnamed_into(&mut roundings)?;
        roundings.extend(prefixes(factors, ratios, &unit));
        let size = plan.value() * unit.size;
        let between = between(plan, &unit, negative);
        let value = if negative { -size } else { size };
        let mut held = Held::new(Written::default(), unit, value, exact)?;
        for factor in factors {
            held.inherit(&factor.held.costs, |error| power(1.0 + error, factor.divides) - 1.0);
        }
        held.cost(self.step.as_ref(), &roundings);
        held = if is_wanted { held.in_its_unit() } else { held.rewritten(self.units())? };
        if parts.texts.is_empty() {
            parts.push("1".to_owned(), Amount::number(1.0), false);
        }
        let amount = Amount::product(parts.amounts.into_iter())?;
        let formula = joined(parts.texts.into_iter());
        if factors.len() + ratios.len() > 1 || !roundings.is_empty() {
            let between = between.filter(|form| *form != formula);
            self.line(formula, amount, &held, roundings);
            if let Some((line, _)) = self.lines.last_mut() {
                line.between = between;
            }
        }
        Some(held)
    }
}

impl Planned {
    /// Whether no factor stands for another, and there are enough to multiply some of them before.
    fn stands_for_itself(&self) -> bool {
        self.factors.iter().filter(|factor| factor.is_multiplied()).count() > 1
            && self.factors.iter().all(|factor| factor.stands_for.is_none())
    }

    /// Returns an item and the rounding chosen for it.
    fn way(&self, at: usize) -> Option<(&Item, &(Taken, Option<String>))> {
        let item = self.items.get(at)?;
        Some((item, item.ways.get(*self.plan.picks.get(at)?)?))
    }

    /// The factors that were rounded, as they are written, and how: on one page they are rounded alike.
    fn roundings_of_factors(&self) -> Vec<(String, Taken)> {
        let factors = self.factors.iter().enumerate();
        let rounded = factors.filter_map(|(at, factor)| {
            let (item, (taken, shortcut)) = self.way(at)?;
            let is_easy = ways(factor.held.number()).contains(taken);
            let is_rounded = item.error(taken).abs() > 1e-9 && shortcut.is_none() && is_easy;
            is_rounded.then(|| (factor.held.literal(), taken.clone()))
        });
        rounded.collect()
    }

    fn factors_into(&self, parts: &mut Parts, roundings: &mut Vec<Rounding>) -> Option<()> {
        for (at, factor) in self.factors.iter().enumerate() {
            let (item, (taken, shortcut)) = self.way(at)?;
            roundings.extend(factor.stands_for.clone());
            let (text, error) = (factor.held.taken(taken.number), item.error(taken));
            let of = factor.held.literal();
            let whole = if taken.divisor > 1 && text == "100%" { "1".to_owned() } else { text };
            let fraction =
                if taken.divisor > 1 { format!("{whole} / {}", taken.divisor) } else { whole.clone() };
            if error.abs() > 1e-9 && of != fraction {
                roundings.push(Rounding { of, taken: fraction, shortcut: shortcut.clone(), error });
            }
            // A third of a value is the value divided by 3.
            if whole != "1" || !factor.is_plain() {
                parts.push(whole, factor.held.amount_of(taken.number.value()), factor.divides);
            }
            parts.push_number(taken.divisor, !factor.divides);
        }
        Some(())
    }

    fn ratios_into(&self, parts: &mut Parts, roundings: &mut Vec<Rounding>) -> Option<()> {
        for (at, ratio) in self.ratios.iter().enumerate() {
            let (item, (taken, shortcut)) = self.way(self.factors.len() + at)?;
            let (number, error) = (taken.number.text(), item.error(taken));
            let ((small, small_unit), (large, large_unit)) = (ratio.small, ratio.large);
            let notation = Notation::NONE.with(small_unit, 1).with(large_unit, -1);
            let base = taken.number.value() / ratio.exact;
            let amount = Amount { notation, ..Amount::number(base) };
            parts.push(format!("{number} {small}/{large}"), amount, ratio.divides);
            parts.push_number(taken.divisor, !ratio.divides);
            if error.abs() > 1e-9 {
                let fraction =
                    if taken.divisor > 1 { format!(" / {}", taken.divisor) } else { String::new() };
                let (of, taken) = (format!("1 {large}"), format!("{number}{fraction} {small}"));
                roundings.push(Rounding { of, taken, shortcut: shortcut.clone(), error });
            }
        }
        Some(())
    }

    fn unnamed_into(&self, roundings: &mut Vec<Rounding>) -> Option<()> {
        if let Some(item) = &self.unnamed {
            let (_, (taken, _)) = self.way(self.factors.len() + self.ratios.len())?;
            let of = format!("{}, the ratio of the units,", unscaled(item.exact, 3));
            let (taken, error) = (taken.number.text(), item.error(taken));
            roundings.push(Rounding { of, taken, shortcut: None, error });
        }
        Some(())
    }
}

/// Whether a unit is the second, or seconds per day.
fn counts_seconds(unit: &Unit) -> bool {
    let seconds = Notation::NONE.with(ids::SECOND, 1);
    unit.notation == seconds || unit.notation == seconds.with(ids::DAY, -1)
}

/// Returns the shortcut `x million users times y KB are x·y GB`, if the product is one.
fn prefixes(factors: &[Factor], ratios: &[Ratio], target: &Unit) -> Option<Rounding> {
    let first =
        |unit: &Unit| unit.notation.iter().next().filter(|(_, exponent)| *exponent > 0).map(|(id, _)| id);
    let has =
        |id: UnitId| factors.iter().any(|factor| !factor.divides && first(&factor.held.unit) == Some(id));
    let many = factors
        .iter()
        .any(|factor| !factor.divides && factor.held.value >= 1e6 && factor.held.unit.size == 1.0);
    let (of, taken, name) = match first(target) {
        Some(ids::GIGABYTE) if has(ids::KILOBYTE) => ("10^6 × 1 KB", "1 GB", "million_kilobytes"),
        Some(ids::TERABYTE) if has(ids::MEGABYTE) => ("10^6 × 1 MB", "1 TB", "million_megabytes"),
        _ => return None,
    };
    (many && ratios.is_empty()).then(|| Rounding {
        of: of.to_owned(),
        taken: taken.to_owned(),
        shortcut: Some(format!("shortcut.{name}")),
        error: 0.0,
    })
}

/// Returns the value or its reciprocal.
fn power(value: f64, divides: bool) -> f64 {
    if divides { 1.0 / value } else { value }
}

/// Parenthesizes a factor if its place in a product requires it.
fn in_place(text: &str, divides: bool) -> String {
    let is_long = divides && text.contains([' ', '/']);
    if is_long || text.contains(" per ") || text.starts_with('-') {
        format!("({text})")
    } else {
        text.to_owned()
    }
}

/// Joins factors and divisors.
fn joined(parts: impl Iterator<Item = (String, bool)>) -> String {
    let mut text = String::new();
    for (part, divides) in parts {
        match (text.is_empty(), divides) {
            (true, false) => {}
            (true, true) => text.push_str("1 / "),
            (false, false) => text.push_str(" × "),
            (false, true) => text.push_str(" / "),
        }
        text.push_str(&part);
    }
    text
}

/// Returns the operation with digits and powers of ten separated; `None` if there is a single digit.
fn between(plan: &Plan, unit: &Unit, negative: bool) -> Option<String> {
    let number = |digits: f64| unscaled(digits, 4);
    let parts: Vec<(String, bool)> =
        plan.operations.iter().map(|operation| (number(operation.digits), operation.divides)).collect();
    let last = parts.last().filter(|_| parts.len() > 1)?;
    let sign = if negative { "-" } else { "" };
    let dollar = if unit.money { "$" } else { "" };
    let tens = match plan.power {
        // `5 / 3 KB` would also divide by the unit.
        0 if last.1 && !unit.behind.is_empty() => " × 1".to_owned(),
        0 => String::new(),
        power if (-3..3).contains(&power) => format!(" × {}", number(scaled(1.0, power))),
        power => format!(" × 10^{power}"),
    };
    Some(format!("{sign}{dollar}{}{tens}{}", joined(parts.into_iter()), unit.behind))
}
