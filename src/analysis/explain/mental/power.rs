//! Powers: of 2 by the known ones, of other numbers to two digits.

use super::Rounding;
use super::amount::{Amount, Unit};
use super::digits::Decimal;
use super::head::Head;
use super::held::Held;
use super::multiply::Factor;
use crate::library::cheat_sheets;
use crate::units::number::unscaled;
use crate::units::written::Written;

impl Head<'_> {
    /// Evaluates a literal such as `2^32` or `10^8 users`.
    pub(super) fn literal_power(&mut self, written: &Written, base: &str, times: &str) -> Option<Held> {
        let whole = self.literal(written.clone())?;
        if base == "10" {
            return Some(whole);
        }
        let (exact, times) = (self.number(&written.number)?, self.number(times)?);
        let base = self.fitting(base, self.numbers.show.digits)?;
        let held = self.powered(&base, times, exact)?;
        if whole.unit == Unit::plain() {
            return Some(held);
        }
        let one = Written { number: "1".to_owned(), ..written.clone() };
        let one = self.literal(one)?;
        let factor = |held| Factor { held, divides: false, stands_for: None };
        self.product(vec![factor(held), factor(one)], None)
    }

    /// Computes a power: of 2 by known powers, of other numbers to two digits.
    pub(super) fn powered(&mut self, base: &Held, times: f64, exact: f64) -> Option<Held> {
        let is_number = base.unit == Unit::plain();
        let whole = times > 1.0 && libm::trunc(times) == times;
        if is_number && base.exact == 2.0 && whole && (10.0..32.0).contains(&times) {
            return self.power_of_two(times, exact);
        }
        if is_number && base.exact == 2.0 && whole && times < 10.0 {
            // 128 and 256 are known by heart.
            return self.plain(libm::pow(2.0, times));
        }
        // A power multiplies the relative error of its base, so the base stays exact.
        let number = match base.is_plain() {
            true if base.exact < 0.0 => format!("(-{})", unscaled(-base.exact, 6)),
            true => unscaled(base.exact, 6),
            false => format!("({})", base.literal()),
        };
        let text = format!("{number}^{times}");
        let amount = self.typed(&text)?;
        let mut held = Held::few(self.units(), amount, exact, None)?;
        let name = by_heart(&text).filter(|_| whole);
        let taken = Decimal::rounded(held.number(), 2).text();
        let roundings: Vec<Rounding> = name
            .map(|name| Rounding {
                of: text.clone(),
                taken,
                shortcut: Some(name),
                error: held.value / exact - 1.0,
            })
            .into_iter()
            .collect();
        held.cost(self.step.as_ref(), &roundings);
        self.line(text, amount, &held, roundings);
        Some(held)
    }

    /// Computes a power of 2 with the shortcut 2^10 ≈ 10^3.
    fn power_of_two(&mut self, times: f64, exact: f64) -> Option<Held> {
        let thousands = libm::floor(times / 10.0);
        let rest = libm::pow(2.0, times - 10.0 * thousands);
        let tens = 3.0 * thousands;
        let (of, taken) = (format!("2^{}", 10.0 * thousands), format!("10^{tens}"));
        let name = ["kibi", "mebi", "gibi", "tebi"].into_iter().zip(1_u8..);
        let name = name.filter(|(_, at)| f64::from(*at) <= thousands).last().map(|(name, _)| name)?;
        let error = libm::pow(10.0, tens) / libm::pow(2.0, 10.0 * thousands) - 1.0;
        let text = if rest == 1.0 { taken.clone() } else { format!("{rest} × {taken}") };
        let amount = Amount::number(rest * libm::pow(10.0, tens));
        let mut held = Held::few(self.units(), amount, exact, None)?;
        let roundings = vec![Rounding { of, taken, shortcut: Some(format!("shortcut.{name}")), error }];
        held.cost(self.step.as_ref(), &roundings);
        self.line(text, amount, &held, roundings);
        Some(held)
    }
}

/// Returns the constant of a power that people know: `62^7` is `keyspace.base62_7`.
fn by_heart(power: &str) -> Option<String> {
    let constants = cheat_sheets::sheet("ids")?.constants();
    constants.iter().find(|constant| constant.literal == power).map(|constant| constant.name.clone())
}
