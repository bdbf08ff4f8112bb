//! How a question is done in the head: a text whose numbers are computed, each to the digits that a head keeps.

use super::question::{ANSWER, Working};
use super::value::values;
use crate::run::Shown;

/// The digits of a number that is rounded.
const DIGITS: usize = 2;

/// A number that is exact with so many digits is kept as it is.
const KEPT: usize = 3;

/// More digits than any short number has.
const ALL: usize = 9;

/// Writes a working. `given` is the script of the inputs, which the numbers in braces are computed from; `want` is the
/// unit that is asked for, or empty.
pub fn written(text: &str, given: &str, want: &str) -> Option<Working> {
    let mut written = String::new();
    let mut it = String::new();
    let mut rest = text;
    while let Some((before, braced)) = rest.split_once('{') {
        let (inner, after) = braced.split_once('}')?;
        written.push_str(before);
        let sign = inner.chars().next()?;
        let last = if it.is_empty() { String::new() } else { format!("it = {it}\n") };
        let found = values(&format!("{given}{last}step = {}\n", inner.get(sign.len_utf8()..)?))?;
        let digits = |digits| found.shown("step", digits);
        let (exact, kept, rounded) = (digits(ALL)?, digits(KEPT)?, digits(DIGITS)?);
        let is_exact = exact.written.number == kept.written.number;
        let Shown { written: number, .. } = if is_exact { kept } else { rounded };
        it = number.literal();
        if sign == '=' {
            written.push_str(if is_exact { "= " } else { "≈ " });
        }
        written.push_str(&it);
        rest = after;
    }
    written.push_str(rest);
    let to = if want.is_empty() { String::new() } else { format!(" to {want}") };
    let value = values(&format!("{ANSWER} = ({it}){to}\n"))?.number(ANSWER)?;
    Some(Working { text: written, value })
}
