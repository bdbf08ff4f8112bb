//! Numbers of one digit and a power of ten, and the ways to round to them.

/// Two-digit numbers that are as easy to multiply with as one-digit numbers.
const EASY: [f64; 5] = [1.2, 1.5, 1.6, 2.4, 2.5];

/// Powers of two that people multiply with as they are.
const POWERS_OF_TWO: [f64; 7] = [16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0];

/// The maximum relative error of a rounding to one of them.
const NEAR: f64 = 0.12;

/// The maximum relative error of a rounding to a third.
const CLOSE: f64 = 0.03;

/// A rounding with a larger relative error is used only if there is no closer one.
const FAR: f64 = 0.25;

/// The relative tolerance for a half, which is rounded up: $195M a month, added up per second, is a little less.
const TIE: f64 = 1e-12;

/// The relative tolerance for whole numbers after a division.
const WHOLE: f64 = 1e-9;

/// A few digits and a power of ten: 3 and 8 are 300 million.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Decimal {
    /// At least 1, and whole unless it has not been rounded yet.
    pub digits: f64,
    /// The power of ten.
    pub power: i32,
}

/// A rounding of a number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Taken {
    /// The number to multiply by.
    pub number: Decimal,
    /// A further divisor: a quarter is 1 / 4.
    pub divisor: u32,
}

impl Decimal {
    /// Splits a positive number so that one digit precedes the decimal point.
    pub fn of(number: f64) -> Decimal {
        if number.is_nan() || number <= 0.0 || number.is_infinite() {
            return Decimal { digits: number, power: 0 };
        }
        let power = libm::floor(libm::log10(number) + 1e-12);
        #[allow(clippy::cast_possible_truncation)] // a power of a finite number
        let power = power as i32;
        Decimal { digits: scaled(number, -power), power }
    }

    /// Returns the value.
    pub fn value(self) -> f64 {
        scaled(self.digits, self.power)
    }

    /// Returns the place value of the second digit.
    pub fn tens(self) -> f64 {
        scaled(1.0, self.power - 1)
    }

    /// Rounds to a number of significant digits; the digits of the result are whole.
    pub fn rounded(number: f64, digits: i32) -> Decimal {
        let Decimal { digits: first, power } = Decimal::of(number);
        let more = digits - 1;
        let exact = scaled(first, more);
        // Of more digits than six the tolerance is less, since the last of them must stay.
        let half_up = libm::round(exact + (exact * TIE).min(1e-6));
        Decimal { digits: half_up, power: power - more }.reduced()
    }

    /// Removes trailing zeros.
    fn reduced(mut self) -> Decimal {
        while self.digits >= 10.0 && is_whole(self.digits / 10.0) {
            self = Decimal { digits: libm::round(self.digits / 10.0), power: self.power + 1 };
        }
        self
    }

    /// Whether it is a power of ten.
    pub fn is_power_of_ten(self) -> bool {
        self.digits == 1.0
    }

    /// Returns the text as written before a unit: `3 × 10^8`, `0.02`, `10^5`.
    pub fn text(self) -> String {
        let value = self.value();
        if (0.001..1000.0).contains(&value) || POWERS_OF_TWO.contains(&value) {
            return crate::units::number::plain(value);
        }
        let shift = if self.digits >= 10.0 { 1 } else { 0 };
        let first = scaled(self.digits, -shift);
        match self.is_power_of_ten() {
            true => format!("10^{}", self.power),
            false => format!("{first} × 10^{}", self.power + shift),
        }
    }
}

/// Multiplies by a power of ten without avoidable rounding: 19 tenths are 1.9.
pub(super) fn scaled(number: f64, power: i32) -> f64 {
    let size = libm::pow(10.0, f64::from(power.unsigned_abs()));
    if power < 0 { number / size } else { number * size }
}

fn is_whole(number: f64) -> bool {
    (number - libm::round(number)).abs() <= WHOLE * number.abs()
}

/// Returns the roundings of a positive number: itself if it has one digit; otherwise the adjacent one-digit numbers,
/// the easy two-digit numbers nearby, and a third if the number is close to it.
pub(super) fn ways(number: f64) -> Vec<Taken> {
    let Decimal { digits, power } = Decimal::of(number);
    let plain = |digits: f64| Taken { number: Decimal { digits, power }.reduced(), divisor: 1 };
    if is_whole(digits) {
        return vec![plain(libm::round(digits))];
    }
    if POWERS_OF_TWO.contains(&number) {
        return vec![Taken { number: Decimal { digits: number, power: 0 }, divisor: 1 }];
    }
    let below = libm::floor(digits);
    let mut ways = vec![plain(below), plain(below + 1.0)];
    let error = |way: &Taken| (way.value() / number - 1.0).abs();
    let easy = EASY.iter().filter(|easy| (**easy / digits - 1.0).abs() <= NEAR);
    ways.extend(easy.map(|easy| Taken {
        number: Decimal { digits: libm::round(easy * 10.0), power: power - 1 },
        divisor: 1,
    }));
    // A number that is easy already is not rounded far.
    let far = if ways.iter().any(|way| error(way) < WHOLE) { NEAR } else { FAR };
    if ways.iter().any(|way| error(way) <= far) {
        ways.retain(|way| error(way) <= far);
    }
    if (digits * 0.3 - 1.0).abs() <= CLOSE {
        ways.push(Taken { number: Decimal { digits: 1.0, power: power + 1 }, divisor: 3 });
    }
    ways
}

impl Taken {
    /// Returns the value.
    pub fn value(&self) -> f64 {
        self.number.value() / f64::from(self.divisor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_one_digit() {
        let taken = |number: f64| ways(number).iter().map(Taken::value).collect::<Vec<_>>();
        assert_eq!(taken(3e8), [3e8]);
        assert_eq!(taken(2.47e8), [2e8, 3e8, 2.4e8, 2.5e8]);
        assert_eq!(taken(1.4e8), [1.5e8]);
        assert_eq!(taken(0.97), [0.9, 1.0]);
        assert_eq!(taken(1.0 / 3.0), [0.3, 0.4, 1.0 / 3.0]);
        assert_eq!(taken(86_400.0), [80_000.0, 90_000.0]);
    }

    #[test]
    fn numbers_are_written_in_few_signs() {
        let text = |number: f64| Decimal::rounded(number, 2).text();
        assert_eq!(text(3e8), "3 × 10^8");
        assert_eq!(text(1.2e9), "1.2 × 10^9");
        assert_eq!(text(1e5), "10^5");
        assert_eq!(text(320.0), "320");
        assert_eq!(text(0.02), "0.02");
        assert_eq!(text(0.0002), "2 × 10^-4");
    }
}
