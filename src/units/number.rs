//! The digits of a number and its magnitude: `11.57k`, `99.999%`, `4_294_967_296`.
//!
//! Everything is decided on the decimal digits, so that what is printed is the number
//! rounded once. The unit behind it is chosen elsewhere.

/// How many digits are shown unless something else is asked for.
pub const DIGITS: usize = 4;

/// From this many digits on, numbers are printed unscaled, so that they round-trip.
pub(crate) const EXACT_DIGITS: usize = 16;

/// The magnitudes with their powers of ten.
const MAGNITUDES: [(&str, i32); 5] = [("", 0), ("k", 3), ("M", 6), ("bn", 9), ("tn", 12)];

/// What a number stands before, as far as its digits depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Style {
    /// Whether it counts something, or nothing follows: `9999 users`, where a size would be `10k B`.
    pub counts: bool,
    /// Whether the unit was chosen to fit it, so that it needs no magnitude.
    pub fitted: bool,
    /// Whether the unit was asked for, so that the figures are what is wanted: `86_400 s`.
    pub asked: bool,
}

impl Style {
    /// The power of ten from which on a number has a magnitude.
    fn scaled_from(self) -> i32 {
        match self {
            Style { asked: true, .. } => 6,
            Style { counts: true, .. } | Style { fitted: true, .. } => 4,
            _ => 3,
        }
    }
}

/// The most digits with which a number counts as the short decimal that it is next to.
const SHORT_DIGITS: usize = 12;

/// The number of fifteen digits that is nearest to another: 28.5 for 28.499999999999996. So many digits are what an
/// `f64` holds of any decimal.
pub(super) fn decimal(value: f64) -> f64 {
    // A whole number of fifteen digits is its own.
    if value.abs() < 1e15 && libm::trunc(value) == value {
        return value;
    }
    format!("{value:.14e}").parse().ok().filter(|near: &f64| near.is_finite()).unwrap_or(value)
}

/// A number of some digits with a magnitude: `11.57k`. The number is not negative.
pub(super) fn scaled(size: f64, style: Style, digits: usize) -> String {
    if size == 0.0 {
        return "0".to_owned();
    }
    if digits >= EXACT_DIGITS {
        let plain = format!("{size}");
        return if plain.len() <= 21 { plain } else { format!("{size:e}") };
    }
    let size = if digits <= SHORT_DIGITS { decimal(size) } else { size };
    // A tie goes up, as people round: 821.25 is 821.3. The next number up decides only ties.
    let next = size.next_up();
    let mut text = format!("{:.*e}", digits - 1, if next.is_finite() { next } else { size });
    if size > 1e307 && text.parse().is_ok_and(f64::is_infinite) {
        // Rounded up, the largest numbers could not be read back.
        text = format!("{size:e}");
    }
    let Some((mantissa, exponent)) = text.split_once('e') else { return text };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-4..15).contains(&exponent) {
        return format!("{}e{exponent}", trim(mantissa));
    }
    let from = style.scaled_from();
    let fits = |(_, power): &&(&str, i32)| *power == 0 || exponent >= (*power).max(from);
    let (letters, power) = MAGNITUDES.iter().rev().find(fits).copied().unwrap_or(("", 0));
    let mut number = placed(mantissa, exponent - power);
    number.push_str(letters);
    number
}

/// A number of which the first digit stands for a power of ten: `placed("1.157", 1)` is `11.57`.
fn placed(mantissa: &str, power: i32) -> String {
    let (first, rest) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let rest = rest.trim_end_matches('0');
    let mut number = String::with_capacity(24);
    match usize::try_from(power) {
        Ok(power) => {
            let (whole, decimals) = rest.split_at_checked(power).unwrap_or((rest, ""));
            let zeros = power - whole.len();
            number.extend([first, whole].into_iter().chain(std::iter::repeat_n("0", zeros)));
            if number.len() > 4 {
                number = grouped(&number);
            }
            if !decimals.is_empty() {
                number.extend([".", decimals]);
            }
        }
        Err(_) => {
            let zeros = usize::try_from(-power - 1).unwrap_or(0);
            number.push_str("0.");
            number.extend(std::iter::repeat_n("0", zeros).chain([first, rest]));
        }
    }
    number
}

/// A share just below 1, in percent or not: two digits of what is missing, since 99.999% is not 100%. `None` for
/// any other number.
pub(super) fn near_one(share: f64, percent: bool, digits: usize) -> Option<String> {
    if !(0.99..1.0).contains(&share) || digits >= EXACT_DIGITS {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 2 and 17
    let decimals = (-libm::floor(libm::log10(1.0 - share))) as usize + 1;
    // In percent, two of the digits stand before the point.
    let before = if percent { 2 } else { 0 };
    let decimals = decimals.max(digits).min(15) - before;
    let shown = decimal(if percent { share * 100.0 } else { share });
    let text = trim(&format!("{shown:.decimals$}"));
    // 60% + 30% + 10% is next to 100%.
    (text != "1" && text != "100").then_some(text)
}

/// A positive number of some digits without a magnitude: `5_000_000`, `2e9`.
pub fn unscaled(size: f64, digits: usize) -> String {
    let size = if digits <= SHORT_DIGITS { decimal(size) } else { size };
    let text = format!("{size:.*e}", digits.max(1) - 1);
    let rounded: f64 = text.parse().unwrap_or(size);
    if (1e-4..1e7).contains(&rounded) {
        let whole = libm::trunc(rounded) == rounded;
        return if whole { grouped(&format!("{rounded:.0}")) } else { format!("{rounded}") };
    }
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    format!("{}e{exponent}", trim(mantissa))
}

fn trim(number: &str) -> String {
    if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        number.to_owned()
    }
}

/// The letters at a number's end and the power of ten that they say: `("k", 3)`; no letters are no power.
pub(super) fn magnitude(text: &str) -> (&str, i32) {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let letters = text.get(digits.len()..).unwrap_or("");
    MAGNITUDES.into_iter().find(|(own, _)| *own == letters).unwrap_or(("", 0))
}

/// The value that a number says as it is written here: 5e6 for `5M`, 86400 for `86_400`. `None` for other text.
pub fn said(text: &str) -> Option<f64> {
    let text = text.replace('_', "");
    let (letters, power) = magnitude(&text);
    if letters.is_empty() {
        return text.parse().ok();
    }
    let digits = text.strip_suffix(letters)?;
    format!("{digits}e{power}").parse().ok()
}

/// The digits of a whole number with `_` between groups of three.
pub fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

/// A number with a magnitude, to the digits that are usually shown: `930M`, `2.5k`. The number is not negative.
pub fn scaled_number(value: f64, counts: bool) -> String {
    scaled(value, Style { counts, ..Style::default() }, DIGITS)
}

/// A number in words for a message: `1M`, `86400`, `2.5M`.
pub fn plain(value: f64) -> String {
    let scaled = scaled(value, Style { counts: true, ..Style::default() }, 6);
    if value < 1e6 { format!("{}", decimal(value)) } else { scaled }
}
