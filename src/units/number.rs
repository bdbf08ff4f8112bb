//! The digits of a number and its magnitude: `11.57k`, `99.999%`, `4_294_967_296`.
//!
//! Everything is decided on the decimal digits, so that what is printed is the number
//! rounded once. Which unit stands behind it is chosen elsewhere.

use super::format::{DIGITS, EXACT_DIGITS, Written};

/// A plain number or a percentage.
pub(super) fn write_number(value: f64, percent: bool, digits: usize) -> Written {
    // A percentage beyond what an f64 holds is still a number, and so is one that must round-trip.
    let percent = percent && (value * 100.0).is_finite() && digits < EXACT_DIGITS;
    let shown = if percent { value * 100.0 } else { value };
    let (sign, size) = (if value < 0.0 { "-" } else { "" }, shown.abs());
    let unit = if percent { "%" } else { "" };
    // A share near 1 keeps two digits of what is missing: 99.999% is not 100%.
    let near_one = (0.99..1.0).contains(&value) && digits < EXACT_DIGITS;
    if near_one {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // between 2 and 17
        let decimals = (-libm::floor(libm::log10(1.0 - value))) as usize + 1;
        // In percent, two of the digits stand before the point.
        let before = if percent { 2 } else { 0 };
        let decimals = decimals.max(digits).saturating_sub(before).min(17);
        let number = trim(&format!("{size:.decimals$}"));
        return Written { sign: sign.to_owned(), number, unit: unit.to_owned(), also: None };
    }
    let mut written = write_with(size, false, unit, unit, !percent, false, digits);
    sign.clone_into(&mut written.sign);
    written
}

/// A number in a unit; `fitted` if the unit was chosen so that the number needs no magnitude.
pub(super) fn write_with(
    value: f64,
    money: bool,
    singular: &str,
    plural: &str,
    counts: bool,
    fitted: bool,
    digits: usize,
) -> Written {
    let size = value.abs();
    let mut sign = String::new();
    if value < 0.0 {
        sign.push('-');
    }
    if money {
        sign.push('$');
    }
    let scaled = scaled(size, counts, fitted, digits);
    let unit = if scaled == "1" { singular } else { plural }.to_owned();
    // A whole number says more than its first digits.
    let whole =
        counts && (10_000.0..9e15).contains(&size) && libm::trunc(size) == size && digits < EXACT_DIGITS;
    if whole && parse_scaled(&scaled) != Some(size) {
        let also = Some(format!("{sign}{scaled}"));
        return Written { sign, number: grouped(&format!("{size:.0}")), unit, also };
    }
    Written { sign, number: scaled, unit, also: None }
}

/// A number that is known to so many digits only, without its unit; a whole count below 10,000 is whole.
pub(super) fn approximate_number(
    value: f64,
    counts: bool,
    fitted: bool,
    percent: bool,
    digits: usize,
) -> Written {
    if percent {
        return Written { unit: String::new(), ..write_number(value, true, digits) };
    }
    let size = value.abs();
    if (0.99..1.0).contains(&value) && digits < EXACT_DIGITS {
        // Near 1 what is missing has the digits.
        return Written { unit: String::new(), ..write_number(value, false, digits) };
    }
    let whole = counts && size < 10_000.0 && libm::trunc(size) == size;
    let number = scaled(size, counts, fitted, if whole { digits.max(DIGITS) } else { digits });
    Written { sign: if value < 0.0 { "-".to_owned() } else { String::new() }, number, ..Written::default() }
}

/// A positive number of some digits without a magnitude: `5_000_000`, `2e9`.
pub fn unscaled(size: f64, digits: usize) -> String {
    let text = format!("{size:.*e}", digits.max(1) - 1);
    let rounded: f64 = text.parse().unwrap_or(size);
    if (1e-4..1e7).contains(&rounded) {
        let whole = libm::trunc(rounded) == rounded;
        return if whole { grouped(&format!("{rounded:.0}")) } else { format!("{rounded}") };
    }
    let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    format!("{}e{exponent}", trim(mantissa))
}

/// A number of some digits with a magnitude: `11.57k`.
fn scaled(size: f64, counts: bool, fitted: bool, digits: usize) -> String {
    if size == 0.0 {
        return "0".to_owned();
    }
    if digits >= EXACT_DIGITS {
        let plain = format!("{size}");
        return if plain.len() <= 21 { plain } else { format!("{size:e}") };
    }
    // A tie goes up, as people round: 821.25 is 821.3. The next number up decides only ties.
    let next = size.next_up();
    let mut text = format!("{:.*e}", digits - 1, if next.is_finite() { next } else { size });
    if text.parse().is_ok_and(f64::is_infinite) {
        // Rounded up, the largest numbers could not be read back.
        text = format!("{size:e}");
    }
    let Some((mantissa, exponent)) = text.split_once('e') else { return text };
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let from = if fitted || counts { 4 } else { 3 };
    let magnitude = match exponent {
        e if e < from => 0,
        e if e < 6 => 1,
        e if e < 9 => 2,
        e if e < 12 => 3,
        e if e < 15 => 4,
        _ => 5,
    };
    if magnitude == 5 || exponent < -4 {
        return format!("{}e{exponent}", trim(mantissa));
    }
    let letter = ["", "k", "M", "bn", "tn"].get(magnitude).copied().unwrap_or("");
    let point = exponent - 3 * i32::try_from(magnitude).unwrap_or(0);
    let all: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let number = match usize::try_from(point) {
        Ok(point) if all.len() > point + 1 => {
            let (whole, decimals) = all.split_at(point + 1);
            trim(&format!("{whole}.{decimals}"))
        }
        Ok(point) => format!("{all:0<width$}", width = point + 1),
        Err(_) => {
            let zeros = usize::try_from(-point - 1).unwrap_or(0);
            trim(&format!("0.{}{all}", "0".repeat(zeros)))
        }
    };
    format!("{number}{letter}")
}

fn trim(number: &str) -> String {
    if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        number.to_owned()
    }
}

/// What a scaled number says exactly.
fn parse_scaled(text: &str) -> Option<f64> {
    if let Ok(value) = text.parse() {
        return Some(value);
    }
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let exponent = match text.get(digits.len()..)? {
        "k" => 3,
        "M" => 6,
        "bn" => 9,
        "tn" => 12,
        _ => return None,
    };
    format!("{digits}e{exponent}").parse().ok()
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

/// A number with a magnitude, to the digits that are usually shown: `930M`, `2.5k`.
pub fn scaled_number(value: f64, counts: bool) -> String {
    scaled(value, counts, false, DIGITS)
}

/// A number in words for a message: `1M`, `86400`, `2.5M`.
pub fn plain(value: f64) -> String {
    let scaled = scaled(value, true, false, 6);
    if value < 1e6 { format!("{value}") } else { scaled }
}
