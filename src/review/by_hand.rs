//! Units of data that change by a factor which is written out: `80 Mbps / 8 = 10 MB/s`, `5,000 MB / 1000 = 5 GB`.

use super::expression::{Expression, Item};
use super::reading::has;
use super::token::Op;
use super::words::Quality;
use crate::units::catalog;

/// Factors by which people convert units of data.
const FACTORS: [f64; 5] = [8.0, 1000.0, 1024.0, 1e6, 1_048_576.0];

/// The most factors of a claim that are looked at.
const MOST: usize = 6;

/// A unit of data: bits or bytes, and how many of them.
#[derive(Clone, Copy, Debug)]
struct Size {
    is_bits: bool,
    prefix: f64,
}

/// Returns the factors by which the left side of a claim converts its unit of data to that of the right side. Such a
/// factor counts once too often in the value of the left side.
pub(super) fn conversions(left: &Expression, right: &Expression) -> Vec<f64> {
    let from = sizes(left);
    // `140 GB / 5 Gbps * 8`: to a unit of the same side.
    let to: Vec<Size> = sizes(right).into_iter().chain(from.iter().copied()).collect();
    let is_priced = has(left, Quality::Money);
    let factors = factors(left);
    let subsets = 1..1_usize << factors.len().min(MOST);
    let converts = |subset: &usize| {
        let chosen = factors.iter().enumerate().filter(|(at, _)| subset >> at & 1 == 1);
        let (bytes, prefixes): (Vec<f64>, Vec<f64>) =
            chosen.map(|(_, factor)| *factor).partition(|factor| *factor == 8.0 || *factor == 0.125);
        let (bits, prefix): (f64, f64) = (bytes.iter().product(), prefixes.iter().product());
        let is_said = |from: &Size, to: &Size| {
            let bits_of = |size: &Size| if size.is_bits { 1.0 } else { 8.0 };
            let changes = bits_of(from) / bits_of(to) == bits;
            let ratio = from.prefix / to.prefix / prefix;
            // `1000 × 2 MB × 8 = 16 Gbit`: the prefix changes without a word.
            // `3 PB × $0.02/GB × 1000 = $60K`: of which step the price is is told by nothing else.
            changes && (prefixes.is_empty() || is_priced || (0.85..1.2).contains(&ratio))
        };
        let is_said = from.iter().any(|from| to.iter().any(|to| is_said(from, to)));
        is_said.then_some(bits * prefix)
    };
    subsets.filter_map(|subset| converts(&subset)).collect()
}

/// Returns the numbers of an expression that may convert; those that divide as their reciprocals.
fn factors(left: &Expression) -> Vec<f64> {
    let mut inverse = vec![false];
    let mut divides = false;
    let mut found = Vec::new();
    for item in &left.items {
        let outer = inverse.last().copied().unwrap_or(false);
        match item {
            Item::Op(op) => divides = matches!(op, Op::Div | Op::Per),
            Item::Open(_) => {
                inverse.push(outer != divides);
                divides = false;
            }
            Item::Close => {
                inverse.pop();
            }
            Item::Operand(number) => {
                let amounts = left.operands.get(*number).map(|operand| operand.amounts.as_slice());
                let bare = |amount: &&super::amount::Amount| amount.is_bare() && !amount.has_words;
                let value = amounts.and_then(<[_]>::first).filter(bare).map(super::amount::Amount::value);
                if let Some(value) = value.filter(|value| FACTORS.contains(value)) {
                    found.push(if outer == divides { value } else { 1.0 / value });
                }
            }
        }
    }
    found
}

/// Returns the units of data of an expression.
fn sizes(side: &Expression) -> Vec<Size> {
    let amounts = side.operands.iter().flat_map(|operand| &operand.amounts);
    let measures = amounts.flat_map(|amount| &amount.readings).map(|reading| &reading.measure);
    let parts = measures.flat_map(|measure| measure.over.iter().chain(&measure.under));
    let size = |name: &str| {
        let unit = catalog::lookup(name).and_then(catalog::unit)?;
        let is_bits = name.contains("bit");
        #[allow(clippy::cast_precision_loss)] // a prefix
        let bytes = unit.numerator as f64 / unit.denominator as f64;
        Some(Size { is_bits, prefix: if is_bits { bytes * 8.0 } else { bytes } })
    };
    parts.filter(|part| part.quality == Quality::Data).filter_map(|part| size(part.text)).collect()
}
