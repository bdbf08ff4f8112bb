//! How a question is done in the head: a text whose numbers are computed, each to the digits that a head keeps.

use super::question::{ANSWER, Working};
use super::value::{values, written};

/// The digits of a number that is rounded.
const DIGITS: usize = 2;

/// A number that is exact with so many digits is kept as it is.
const KEPT: usize = 3;

/// More digits than any short number has.
const ALL: usize = 9;

/// Writes a working. `given` is the script of the inputs, which the numbers in braces are computed from; `want` is the
/// unit that is asked for, or empty.
pub fn worked(method: &str, given: &str, want: &str) -> Option<Working> {
    let mut text = String::new();
    let mut it = String::new();
    let mut rest = method;
    while let Some((before, braced)) = rest.split_once('{') {
        let (inner, after) = braced.split_once('}')?;
        text.push_str(before);
        let aside = inner.strip_prefix('~');
        let signed = aside.unwrap_or(inner).strip_prefix('=');
        let formula = signed.or_else(|| inner.strip_prefix([':', '~']))?;
        let last = if it.is_empty() { String::new() } else { format!("it = {it}\n") };
        let found = values(&format!("{given}{last}step = {formula}\n"))?;
        let digits = |digits| Some(written(&found.shown("step", digits)?, digits));
        let (exact, kept) = (digits(ALL)?, digits(KEPT)?);
        let is_exact = exact == kept;
        let number = if is_exact { kept } else { digits(DIGITS)? };
        if signed.is_some() {
            text.push_str(if is_exact { "= " } else { "≈ " });
        }
        text.push_str(&number);
        if aside.is_none() {
            it = number.replace(',', "");
        }
        rest = after;
    }
    text.push_str(rest);
    let to = if want.is_empty() { String::new() } else { format!(" to {want}") };
    let value = values(&format!("{ANSWER} = ({it}){to}\n"))?.number(ANSWER)?;
    Some(Working { text, value })
}

/// Below this a whole count is rounded up in the head: a part of a server is a server.
const COUNTED: f64 = 100.0;

impl Working {
    /// Rounds what the head comes to up to a whole number, if that makes a difference.
    pub(super) fn round_up(&mut self) {
        let whole = libm::ceil(self.value - 1e-9);
        if self.value < COUNTED && whole - self.value > 1e-9 {
            self.text = format!("{}, so {whole}.", self.text.trim_end_matches('.'));
            self.value = whole;
        }
    }
}
