//! Products, quotients and conversions in the head.

use super::digits::{Decimal, Taken, scaled};
use super::held::Held;
use super::plan::{self, Item, Plan};
use super::ratio::{Ratio, day_in_seconds, is_power_of_ten, ratios};
use super::walk::Head;
use super::{Line, Rounding};
use crate::units::catalog::UnitId;
use crate::units::number::unscaled;
use crate::units::written::Written;

/// How far a line, typed back, may be from the product of its factors as they are written: to four digits each.
const AS_WRITTEN: f64 = 0.01;

/// From here on what is missing of shares can be added up in place of multiplying them: 90% of 90% are 81%, not 80%.
const NEARLY_ALL: f64 = 0.9;

/// A factor of a product, or a divisor.
#[derive(Clone, Debug)]
pub(super) struct Factor {
    pub held: Held,
    pub divides: bool,
    /// What it was written for, if that is a shortcut already: five years are 2000 days.
    pub stands_for: Option<Rounding>,
}

impl Factor {
    /// Whether it changes nothing, not even the unit.
    fn is_one(&self) -> bool {
        self.held.exact == 1.0 && self.held.value == 1.0 && self.is_plain()
    }

    /// Whether it has no unit.
    fn is_plain(&self) -> bool {
        self.held.is_plain()
    }
}

/// A product that is planned.
struct Planned {
    factors: Vec<Factor>,
    ratios: Vec<Ratio>,
    /// The factor between the units that no ratios are known for.
    unnamed: Option<Item>,
    items: Vec<Item>,
    plan: Plan,
}

impl Head<'_> {
    /// A product in a unit that is wanted, or else in one that fits it.
    pub(super) fn product(&mut self, mut factors: Vec<Factor>, wanted: Option<&Written>) -> Option<Held> {
        if let Some(rest) = factors.iter().position(|factor| !factor.is_one()) {
            // `100% × 310 B`
            let first = factors.iter().position(|factor| !factor.divides && !factor.is_one());
            if first == Some(rest) {
                factors.retain(|factor| !factor.is_one());
            }
        }
        let exact: f64 = factors.iter().map(|factor| power(factor.held.exact, factor.divides)).product();
        let raw: f64 = factors.iter().map(|factor| power(factor.held.value, factor.divides)).product();
        let written = |factor: &Factor| in_place(&factor.held.written.literal(), factor.divides);
        let text = joined(factors.iter().map(|factor| (written(factor), factor.divides)));
        let (value, base) = self.deriver.value_of(&text)?;
        if raw == 0.0 && exact == 0.0 {
            return self.deriver.held(self.deriver.printed(value, 0.0, 2)?, 0.0, 0.0);
        }
        if raw == 0.0 || !raw.is_finite() || exact == 0.0 || (base / raw - 1.0).abs() > AS_WRITTEN {
            return None;
        }
        let target = match wanted {
            Some(written) => self.deriver.held(written.clone(), raw, exact)?,
            None => self.deriver.held(self.deriver.printed(value, raw, 2)?, raw, exact)?,
        };
        if let [Factor { held, divides: false, .. }] = factors.as_slice()
            && is_power_of_ten(held.unit / target.unit)
            && (held.rounded() / held.number() - 1.0).abs() < 1e-9
        {
            // Nothing is multiplied, and nothing is to be rounded.
            let held = Held { unit: target.unit, written: target.written, ..held.clone() };
            return Some(Held { written: held.in_its_unit(), ..held });
        }
        if let Some(held) = self.nearly_all(&factors, exact) {
            return Some(held);
        }
        let mut best: Option<Planned> = None;
        for factors in self.variants(factors) {
            if let Some(planned) = self.planned(factors, &target, raw / exact)
                && best.as_ref().is_none_or(|best| planned.plan.cost < best.plan.cost)
            {
                best = Some(planned);
            }
        }
        self.write(&best?, target, wanted.is_some())
    }

    /// What is left of shares that are nearly all: what is missing of each adds up.
    fn nearly_all(&mut self, factors: &[Factor], exact: f64) -> Option<Held> {
        let is_share = |factor: &Factor| {
            !factor.divides && factor.is_plain() && (NEARLY_ALL..1.0).contains(&factor.held.value)
        };
        if factors.len() < 2 || !factors.iter().all(is_share) {
            return None;
        }
        // Percentages in a row could be read as shares of each other.
        let missing = factors.iter().map(|factor| unscaled(1.0 - factor.held.value, 2));
        let text = format!("1 - {}", missing.collect::<Vec<_>>().join(" - "));
        let mut held = self.deriver.few(&text, exact, None)?;
        for factor in factors {
            held.inherit(&factor.held.costs, |error| error);
        }
        self.line(text, &held, Vec::new());
        Some(held)
    }

    /// The factors as they are, and with periods that are known by heart.
    fn variants(&self, factors: Vec<Factor>) -> Vec<Vec<Factor>> {
        let five_years = |factor: &Factor| {
            factor.stands_for.is_none()
                && factor.held.written.unit == " years"
                && factor.held.number() == 5.0
                && factor.held.value == factor.held.exact
        };
        let Some(at) = factors.iter().position(five_years) else { return vec![factors] };
        let mut variant = factors.clone();
        let days = self.deriver.literal_held("2000 days", None, 4);
        if let (Some(factor), Some(mut days)) = (variant.get_mut(at), days) {
            let error = power(days.value / factor.held.value, factor.divides) - 1.0;
            let of = factor.held.written.literal();
            days.written.number = "2000".to_owned();
            days.written.unit = " days".to_owned();
            days.unit = days.value / 2000.0;
            let taken = days.written.literal();
            let shortcut = Some("shortcut.five_years".to_owned());
            factor.stands_for = Some(Rounding { of, taken, shortcut, error });
            factor.held = Held { exact: factor.held.exact, ..days };
        }
        vec![factors, variant]
    }

    fn planned(&self, factors: Vec<Factor>, target: &Held, off: f64) -> Option<Planned> {
        let units = factors.iter().map(|factor| power(factor.held.unit, factor.divides));
        let factor = units.product::<f64>() / target.unit;
        let standing: Vec<UnitId> = factors
            .iter()
            .map(|factor| &factor.held.written)
            .chain([&target.written])
            .flat_map(|written| written.unit.split(|c: char| !c.is_alphanumeric()))
            .filter_map(|word| self.deriver.compiled.units().lookup(word))
            .collect();
        let ratios = ratios(self.deriver.compiled.units(), factor, &standing);
        let unnamed = ratios.is_none().then(|| Item::factor(factor, false, false, false));
        let ratios = ratios.unwrap_or_default();
        let named: f64 = ratios.iter().map(|ratio| power(ratio.exact, ratio.divides)).product();
        let tens = if unnamed.is_some() { 0.0 } else { libm::round(libm::log10(factor / named)) };
        let digits = |factor: &&Factor| Decimal::of(factor.held.number()).digits != 1.0;
        let converted = ratios.iter().any(|ratio| !ratio.is_power_of_ten()) || unnamed.is_some();
        let alone = factors.iter().filter(digits).count() + usize::from(converted) <= 1;
        let units = self.deriver.compiled.units();
        let own = factors.iter().map(|factor| {
            let number = factor.held.number();
            let mut item = Item::factor(number, factor.divides, alone, factor.is_plain());
            let counts_seconds = matches!(factor.held.written.unit.as_str(), " s" | " s/day");
            let by_heart = day_in_seconds(units, number).filter(|_| counts_seconds);
            item.ways = by_heart.unwrap_or(item.ways);
            item
        });
        let mut items: Vec<Item> = own.chain(ratios.iter().map(Item::from)).chain(unnamed.clone()).collect();
        plan::keep_multiples(&mut items);
        let stands_for = factors.iter().filter_map(|factor| factor.stands_for.as_ref());
        let off = stands_for.fold(off, |off, rounding| off * (1.0 + rounding.error));
        #[allow(clippy::cast_possible_truncation)] // a power of ten between two units
        let plan = plan::plan(&items, off, tens as i32)?;
        Some(Planned { factors, ratios, unnamed, items, plan })
    }

    /// Writes a product down.
    fn write(&mut self, planned: &Planned, target: Held, is_wanted: bool) -> Option<Held> {
        let Planned { factors, ratios, items, plan, .. } = planned;
        let negative = factors.iter().filter(|factor| factor.held.value < 0.0).count() % 2 == 1;
        let way = |at: usize| -> Option<(&Item, &(Taken, Option<String>))> {
            let item = items.get(at)?;
            Some((item, item.ways.get(*plan.picks.get(at)?)?))
        };
        let mut roundings: Vec<Rounding> = Vec::new();
        let mut parts: Vec<(String, bool)> = Vec::new();
        for (at, factor) in factors.iter().enumerate() {
            let (item, (taken, shortcut)) = way(at)?;
            roundings.extend(factor.stands_for.clone());
            let (text, error) = (factor.held.taken(taken.number), item.error(taken));
            let of = factor.held.written.literal();
            let whole = if taken.divisor > 1 && text == "100%" { "1".to_owned() } else { text };
            let fraction =
                if taken.divisor > 1 { format!("{whole} / {}", taken.divisor) } else { whole.clone() };
            if error.abs() > 1e-9 && of != fraction {
                roundings.push(Rounding { of, taken: fraction, shortcut: shortcut.clone(), error });
            }
            // A third of something is that by 3.
            if whole != "1" || !factor.is_plain() {
                parts.push((in_place(&whole, factor.divides), factor.divides));
            }
            if taken.divisor > 1 {
                parts.push((taken.divisor.to_string(), !factor.divides));
            }
        }
        for (at, ratio) in ratios.iter().enumerate() {
            let (item, (taken, shortcut)) = way(factors.len() + at)?;
            let (number, error) = (taken.number.text(), item.error(taken));
            let fraction = if taken.divisor > 1 { format!(" / {}", taken.divisor) } else { String::new() };
            let text = format!("{number} {}/{}", ratio.small, singular(ratio.large));
            parts.push((in_place(&text, ratio.divides), ratio.divides));
            if taken.divisor > 1 {
                parts.push((taken.divisor.to_string(), !ratio.divides));
            }
            if error.abs() > 1e-9 {
                let of = format!("1 {}", singular(ratio.large));
                let taken = format!("{number}{fraction} {}", ratio.small);
                roundings.push(Rounding { of, taken, shortcut: shortcut.clone(), error });
            }
        }
        if let Some(item) = &planned.unnamed {
            let (_, (taken, _)) = way(factors.len() + ratios.len())?;
            let of = unscaled(item.exact, 3);
            let (taken, error) = (taken.number.text(), item.error(taken));
            roundings.push(Rounding {
                of: format!("{of}, the ratio of the units,"),
                taken,
                shortcut: None,
                error,
            });
        }
        roundings.extend(self.prefixes(factors, ratios, &target));
        let size = plan.value() * target.unit;
        let mut held =
            self.deriver.held(target.written.clone(), if negative { -size } else { size }, target.exact)?;
        for factor in factors {
            held.inherit(&factor.held.costs, |error| power(1.0 + error, factor.divides) - 1.0);
        }
        held.cost(self.step.as_ref(), &roundings);
        held = match is_wanted {
            true => Held { written: held.in_its_unit(), ..held },
            false => self.deriver.rewritten(held)?,
        };
        if parts.is_empty() {
            parts.push(("1".to_owned(), false));
        }
        let formula = joined(parts.into_iter());
        let between = between(plan, &target.written, negative).filter(|form| *form != formula);
        if factors.len() + ratios.len() > 1 || !roundings.is_empty() {
            self.line(formula, &held, roundings);
            if let Some(line) = self.lines.last_mut() {
                line.between = between;
            }
        }
        Some(held)
    }

    /// `x million users times y KB are x·y GB`, where that is what is done.
    fn prefixes(&self, factors: &[Factor], ratios: &[Ratio], target: &Held) -> Option<Rounding> {
        let has = |prefix: &str| {
            factors
                .iter()
                .any(|factor| !factor.divides && factor.held.written.unit.trim_start().starts_with(prefix))
        };
        let many = factors
            .iter()
            .any(|factor| !factor.divides && factor.held.value >= 1e6 && factor.held.unit == 1.0);
        let unit = target.written.unit.trim_start();
        let (of, taken, name) = match (has("KB"), has("MB")) {
            (true, _) if unit.starts_with("GB") => ("10^6 × 1 KB", "1 GB", "million_kilobytes"),
            (_, true) if unit.starts_with("TB") => ("10^6 × 1 MB", "1 TB", "million_megabytes"),
            _ => return None,
        };
        (many && ratios.is_empty()).then(|| Rounding {
            of: of.to_owned(),
            taken: taken.to_owned(),
            shortcut: Some(format!("shortcut.{name}")),
            error: 0.0,
        })
    }

    /// Writes a line.
    pub(super) fn line(&mut self, formula: String, held: &Held, roundings: Vec<Rounding>) {
        let typed = self.deriver.value_of(&formula);
        let value = held.value / typed.map_or(1.0, |(value, _)| self.deriver.reported_of(value));
        let is_exact = typed.is_some_and(|(_, typed)| (typed / held.value - 1.0).abs() < 1e-9);
        let result = held.written.literal();
        self.lines.push(Line { formula, between: None, result, value, is_exact, roundings });
    }
}

/// A value, or one over it.
fn power(value: f64, divides: bool) -> f64 {
    if divides { 1.0 / value } else { value }
}

/// A factor as it stands in a product.
fn in_place(text: &str, divides: bool) -> String {
    let is_long = divides && text.contains([' ', '/']);
    if is_long || text.contains(" per ") || text.starts_with('-') {
        format!("({text})")
    } else {
        text.to_owned()
    }
}

/// Factors and divisors in a row.
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

/// A unit's name for one of it.
fn singular(unit: &str) -> &str {
    unit.strip_suffix('s').filter(|rest| rest.len() > 1).unwrap_or(unit)
}

/// The digits multiplied and the powers of ten added up, where there is more than one digit to multiply.
fn between(plan: &Plan, unit: &Written, negative: bool) -> Option<String> {
    let number = |digits: f64| unscaled(digits, 2);
    let parts: Vec<(String, bool)> =
        plan.strokes.iter().map(|stroke| (number(stroke.digits), stroke.divides)).collect();
    let last = parts.last().filter(|_| parts.len() > 1)?;
    let sign = if negative { "-" } else { "" };
    let dollar = if unit.sign.contains('$') { "$" } else { "" };
    let tens = match plan.power {
        // `5 / 3 KB` would divide by the unit as well.
        0 if last.1 && !unit.unit.is_empty() => " × 1".to_owned(),
        0 => String::new(),
        power if (-3..3).contains(&power) => format!(" × {}", number(scaled(1.0, power))),
        power => format!(" × 10^{power}"),
    };
    Some(format!("{sign}{dollar}{}{tens}{}", joined(parts.into_iter()), unit.unit))
}
