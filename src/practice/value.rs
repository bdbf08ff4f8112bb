//! The values of what a question computes, by the lowering and the engine of every other expression.

use crate::run::{Settings, Shown, Values};
use crate::worksheet::Worksheet;

/// Magnitudes as people say them.
const MAGNITUDES: [(f64, &str); 4] = [(1e12, "tn"), (1e9, "bn"), (1e6, "M"), (1e3, "k")];

/// Whole counts below this are written with all digits.
const IN_FULL: f64 = 10_000.0;

/// Numbers from here on are written as powers of ten.
const LARGEST: f64 = 1e15;

/// Units of time, with the space before them.
const TIMES: [&str; 6] = [" s", " min", " h", " hours", " days", " months"];

/// Times below this are written with all digits.
const LONG: f64 = 100_000.0;

/// From here on, in percent, a share is judged by what is missing.
const NEARLY_ALL: f64 = 90.0;

/// Computes a script; `None` if the language refuses it.
pub fn values(script: &str) -> Option<Values> {
    let sheet = Worksheet::script("", script).ok()?;
    sheet.run(&Settings { point: true, ..Settings::default() }).ok()
}

/// Writes a value that was shown with so many digits: `5.56k posts/s`. One in a unit that was asked for stays in it, and is
/// not written out as a conversion is (`1_036_800_000 messages`).
pub fn written(shown: &Shown, digits: usize) -> String {
    let written = &shown.written;
    let size = rounded(shown.value.abs(), digits);
    let (step, unit) = stepped(size, &written.unit);
    let number = match written.number.replace('_', "").parse::<f64>() {
        // Without a magnitude, in the unit of the value, and of a size that has one.
        Ok(number) if size < LARGEST && (number / shown.value.abs() - 1.0).abs() < 0.1 => {
            // Nobody says 3.6k s, or 1.1k days.
            let is_time = TIMES.contains(&written.unit.as_str());
            let is_short = is_time && size < LONG || written.unit.is_empty() && size < IN_FULL;
            match nearly_all(&written.unit, shown.value, digits) {
                Some(share) => format!("{share}"),
                None if is_short => in_full(size),
                None if step > 1.0 => in_full(rounded(size / step, 12)),
                None => scaled(size),
            }
        }
        _ => written.number.clone(),
    };
    let unit = if number == written.number { written.unit.clone() } else { unit };
    // $0.30, not $0.3.
    let is_money =
        written.sign.ends_with('$') && number.split_once('.').is_some_and(|(_, tenths)| tenths.len() == 1);
    [written.sign.as_str(), &number, if is_money { "0" } else { "" }, &unit.replace("gpu", "GPU")].concat()
}

/// Prefixes of data, each a thousand times the one before.
const STEPS: [&[&str]; 2] = [
    &[" B", " KB", " MB", " GB", " TB", " PB", " EB"],
    &[" bit/s", " kbit/s", " Mbit/s", " Gbit/s", " Tbit/s", " Pbit/s"],
];

/// Returns the step to the prefix that a size is said with, and the unit with it: 8,400 Gbit/s are 8.4 Tbit/s.
fn stepped(size: f64, unit: &str) -> (f64, String) {
    let found = STEPS.iter().find_map(|steps| {
        let per = if steps.contains(&unit) { "" } else { unit.find('/').and_then(|at| unit.get(at..))? };
        let at = steps.iter().position(|step| unit.strip_suffix(per) == Some(step))?;
        Some((steps.get(at..)?, per))
    });
    let Some((steps, per)) = found else { return (1.0, unit.to_owned()) };
    let mut step = 1.0;
    let mut name = steps.first().copied().unwrap_or_default();
    for next in steps.iter().skip(1) {
        if size / step < 1000.0 {
            break;
        }
        step *= 1000.0;
        name = next;
    }
    (step, format!("{name}{per}"))
}

/// Returns a share near 100% with some digits of what is missing: 99.81, not 99.8, if 0.185% is missing. `None` for other
/// values.
fn nearly_all(unit: &str, share: f64, digits: usize) -> Option<f64> {
    let is_near = unit == "%" && (NEARLY_ALL..100.0).contains(&share);
    // What is missing has the dust of the difference.
    is_near.then(|| rounded(100.0 - rounded(rounded(100.0 - share, 9), digits), 12))
}

/// How far a value is from another, as a share of it; of shares near 100%, of what is missing.
pub fn error(value: f64, truth: f64, unit: &str) -> f64 {
    match unit == "%" && (NEARLY_ALL..100.0).contains(&truth) {
        true => ((100.0 - value) / (100.0 - truth) - 1.0).abs(),
        false => (value / truth - 1.0).abs(),
    }
}

/// Rounds a number to some digits.
fn rounded(size: f64, digits: usize) -> f64 {
    format!("{size:.*e}", digits.saturating_sub(1)).parse().unwrap_or(size)
}

/// Writes a number with a magnitude.
fn scaled(size: f64) -> String {
    let (step, letters) = MAGNITUDES.into_iter().find(|(step, _)| size >= *step).unwrap_or((1.0, ""));
    // The quotient has dust in its last places.
    format!("{}{letters}", rounded(size / step, 12))
}

/// Writes a number with all digits: `3,600`.
pub fn in_full(size: f64) -> String {
    let text = format!("{size}");
    match text.find('.').unwrap_or(text.len()).checked_sub(3).and_then(|at| text.split_at_checked(at)) {
        Some((thousands, rest)) if !thousands.is_empty() && size < 1e6 => format!("{thousands},{rest}"),
        _ => text,
    }
}

/// Writes a whole count, with all digits if there are few.
pub fn whole(shown: &Shown, digits: usize) -> String {
    match shown.value < IN_FULL {
        true => format!("{}{}", in_full(shown.value), shown.written.unit.replace("gpu", "GPU")),
        false => written(shown, digits),
    }
}
