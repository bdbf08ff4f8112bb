//! An uncertain quantity as text: its median, and its 90% interval as a range that is read as it was meant.

use super::number::{DIGITS, EXACT_DIGITS, Style, magnitude, said, unscaled};
use super::written::{Interval, PrintedUnit, Written, approximate};

/// The median and the ends of the 90% interval of a value.
#[derive(Clone, Copy, Debug)]
pub struct Uncertain {
    /// The 5th percentile, the median and the 95th percentile.
    pub values: [f64; 3],
    /// How many digits each of them has.
    pub digits: [usize; 3],
    /// The place of the last digit that the sampling error leaves of the ends; 0 if there is no error.
    pub least: f64,
}

impl Uncertain {
    /// The values divided by the size of a unit.
    pub(super) fn over(self, size: f64) -> Uncertain {
        Uncertain { values: self.values.map(|value| value / size), least: self.least / size, ..self }
    }

    /// The most digits that one of the values has, at least 1.
    pub(super) fn most_digits(self) -> usize {
        self.digits.into_iter().max().unwrap_or(DIGITS).max(1)
    }

    /// The place of the last digit of a `±`: the third digit of the width, or the second where the error leaves no more.
    fn place(self) -> f64 {
        let [low, _, high] = self.values;
        let place = place_of(high - low);
        if self.least > place * 1.5 { place * 10.0 } else { place }
    }

    /// How many digits each value is written with: those that the sampling error leaves, and enough that an interval
    /// has a width.
    fn needed_digits(self) -> [usize; 3] {
        let [low, _, high] = self.values;
        let place = place_of(high - low) * 10.0;
        let mut digits = self.digits.map(|digits| digits.max(1));
        if high > low {
            for (digits, value) in digits.iter_mut().zip(self.values) {
                // Two digits of the width.
                let needed = libm::floor(libm::log10(value.abs() / place) + 1e-9) + 1.0;
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 0 and 15
                let needed = if needed.is_finite() { needed.clamp(0.0, 15.0) as usize } else { 0 };
                *digits = (*digits).max(needed);
            }
        }
        digits
    }
}

/// Writes numbers of a unit; in percent if they are shares of 1.
pub(super) fn write(of: Uncertain, unit: &PrintedUnit, counts: bool, percent: bool) -> (Written, Interval) {
    let [low, middle, high] = of.values;
    // A share that reaches its end, or leaves it, is a range of plain numbers.
    let percent = percent && (low == high || low > 0.0 && high < 1.0);
    let style = unit.style(counts);
    let [low_digits, middle_digits, high_digits] = of.needed_digits();
    let (share, dollar) = (if percent { "%" } else { "" }, if unit.money { "$" } else { "" });
    // Beside an interval across zero, a middle that its width makes no digit of is zero.
    let place = of.place();
    let crosses_zero = low <= 0.0 && high > low && of.digits.iter().all(|digits| *digits < EXACT_DIGITS);
    let shown = if crosses_zero { rounded(middle, place) } else { middle };
    let mut median = approximate(shown, style, percent, middle_digits);
    median.sign.push_str(dollar);
    median.unit = if percent { "%".to_owned() } else { unit.behind(&median.number).to_owned() };
    let low_text = approximate(low, style, percent, low_digits);
    let high_text = approximate(high, style, percent, high_digits);
    if (&low_text.sign, &low_text.number) == (&high_text.sign, &high_text.number) {
        let unit_text = if percent { &unit.plural } else { unit.behind(&low_text.number) };
        let range = format!("{}{dollar}{}{share}", low_text.sign, low_text.number);
        return (median, Interval { range, unit: unit_text.to_owned() });
    }
    let range = if low > 0.0 {
        let (low, high) = same_magnitude(low_text.number, (high_text.number, high), high_digits);
        format!("{dollar}{low}{share} to {dollar}{high}{share}")
    } else {
        // The normal with these ends: a lognormal is above zero.
        let (middle, half) = (rounded(f64::midpoint(low, high), place), (high - low) / 2.0);
        let sign = if middle < 0.0 { "-" } else { "" };
        let (middle, half) = plus_minus(middle.abs(), half, place, style);
        format!("{sign}{dollar}{middle} ± {dollar}{half}")
    };
    (median, Interval { range, unit: unit.plural.clone() })
}

/// The place of the third digit of a width.
fn place_of(width: f64) -> f64 {
    if width > 0.0 { libm::pow(10.0, libm::floor(libm::log10(width)) - 2.0) } else { 0.0 }
}

/// The nearest multiple of a place.
fn rounded(value: f64, place: f64) -> f64 {
    let steps = libm::round(value / place);
    // A place below 1 is divided by, since 1000 is a number and 0.001 is not.
    let nearest = if place < 1.0 { steps / libm::round(1.0 / place) } else { steps * place };
    if nearest.is_finite() { nearest } else { value }
}

/// The middle and the half of a `±`, both with one magnitude, so that neither is taken for the other's.
fn plus_minus(middle: f64, half: f64, place: f64, style: Style) -> (String, String) {
    let larger = middle.max(half);
    let text = |value: f64| {
        let places = libm::floor(libm::log10(value / place) + 1e-9) + 1.0;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 1 and 17
        let digits = if places.is_finite() { places.clamp(1.0, 17.0) as usize } else { 1 };
        (approximate(value, style, false, digits).number, digits)
    };
    let ((middle_text, middle_digits), (half_text, half_digits)) = (text(middle), text(half));
    if middle == 0.0 || magnitude(&middle_text) == magnitude(&half_text) {
        return (middle_text, half_text);
    }
    let largest = if larger == middle { &middle_text } else { &half_text };
    let (letters, power) = magnitude(largest);
    if power == 0 || largest.contains('e') {
        return (unscaled(middle, middle_digits), unscaled(half, half_digits));
    }
    let factor = libm::pow(10.0, f64::from(power));
    let scaled = |value: f64, digits: usize| format!("{}{letters}", unscaled(value / factor, digits));
    (scaled(middle, middle_digits), scaled(half, half_digits))
}

/// Takes the magnitude off where the upper number has one and the lower has none, if it could be taken to hold for
/// both: `1 to 5M` is written `1 to 5_000_000`. What counts is what the texts say, since they are what is read.
fn same_magnitude(low: String, (high, b): (String, f64), digits: usize) -> (String, String) {
    let ((_, own), (_, other)) = (magnitude(&low), magnitude(&high));
    let spread = said(&low).unwrap_or(0.0) * libm::pow(10.0, f64::from(other));
    let is_clear = own == other || own != 0 || said(&high).is_some_and(|high| spread > high);
    if is_clear { (low, high) } else { (low, unscaled(b, digits)) }
}
