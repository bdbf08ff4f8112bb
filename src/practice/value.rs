//! The values of what a question computes, by the lowering and the engine of every other expression.

use crate::run::{Settings, Shown, Values};
use crate::worksheet::Worksheet;

/// Computes a script; `None` if the language refuses it.
pub fn values(script: &str) -> Option<Values> {
    let sheet = Worksheet::script("", script).ok()?;
    sheet.run(&Settings { point: true, ..Settings::default() }).ok()
}

/// The digits of an answer that is printed.
const DIGITS: usize = 3;

/// Writes a value in the unit that was asked for, as the language writes what is given in that unit: `1.04bn messages`.
pub fn written(shown: &Shown, want: &str) -> Option<String> {
    if want.is_empty() {
        return Some(shown.written.literal());
    }
    let number = format!("{:.*e}", DIGITS - 1, shown.value);
    let given = match want.strip_prefix('$') {
        Some(per) => format!("x = ${number}{per}"),
        None => format!("x = {number} {want}"),
    };
    Some(values(&given)?.shown("x", DIGITS)?.written.literal())
}
