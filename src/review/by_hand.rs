//! Units of data that change by a factor which is written out: `80 Mbps / 8 = 10 MB/s`, `5,000 MB / 1000 = 5 GB`.

use super::expression::{Expression, Item};
use super::reading::has;
use super::token::Op;
use super::words::{Part, Quality};
use crate::units::catalog;

/// Factors by which people convert units of data.
const FACTORS: [f64; 5] = [8.0, 1000.0, 1024.0, 1e6, 1_048_576.0];

/// The seconds for which a day is taken in the head, also written as `100K`.
const SHORT_DAY: f64 = 100_000.0;

/// Factors by which people convert times.
const TIMES: [f64; 11] =
    [60.0, 3600.0, 24.0, 1440.0, 86_400.0, SHORT_DAY, 7.0, 30.0, 365.0, 12.0, 2_592_000.0];

/// The most factors of a claim that are looked at.
const MOST: usize = 6;

/// A unit of data: bits or bytes, and how many of them.
#[derive(Clone, Copy, Debug)]
struct Size {
    is_bits: bool,
    prefix: f64,
}

/// Returns the factors by which the left side of a claim converts its units of data and of time to those of the right
/// side. Such a factor counts once too often in the value of the left side.
pub(super) fn conversions(left: &Expression, right: &Expression) -> Vec<f64> {
    let (mut found, times) = (of_data(left, right), of_time(left, right));
    let both = found.iter().flat_map(|data| times.iter().map(move |time| data * time));
    found = both.chain(times.iter().copied()).chain(found.iter().copied()).collect();
    found
}

/// As [`conversions`], of units of data.
fn of_data(left: &Expression, right: &Expression) -> Vec<f64> {
    let from = sizes(left);
    // `140 GB / 5 Gbps * 8`: to a unit of the same side.
    let to: Vec<Size> = sizes(right).into_iter().chain(from.iter().copied()).collect();
    let is_priced = has(left, Quality::Money);
    let factors = factors(left, &FACTORS);
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
fn factors(left: &Expression, all: &[f64]) -> Vec<f64> {
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
                let amount = amounts
                    .and_then(<[_]>::first)
                    .filter(|amount| !amount.has_words || amount.plain() == Some(SHORT_DAY));
                let value = amount
                    .and_then(|amount| amount.plain().filter(|of| amount.is_bare() || *of == SHORT_DAY));
                if let Some(value) = value.filter(|value| all.contains(value)) {
                    found.push(if outer == divides { value } else { 1.0 / value });
                }
            }
        }
    }
    found
}

/// As [`conversions`], of times and periods: `900M/day ÷ 86,400 = 10,417/s`, `10 s × 7,200 / 3600 = 20 hours`.
fn of_time(left: &Expression, right: &Expression) -> Vec<f64> {
    let (from, to) = (lapses(left), lapses(right));
    if from.is_empty() || to.is_empty() {
        return Vec::new();
    }
    let factors = factors(left, &TIMES);
    let products: Vec<f64> = (1..1_usize << factors.len().min(MOST))
        .map(|subset| {
            let chosen = factors.iter().enumerate().filter(|(at, _)| subset >> at & 1 == 1);
            chosen.map(|(_, factor)| factor).product()
        })
        .collect();
    let pairs = from.iter().flat_map(|from| to.iter().map(move |to| (from, to)));
    let pairs = pairs.filter(|(from, to)| from.is_under == to.is_under && from.seconds != to.seconds);
    let ratios = pairs.map(|(from, to)| {
        let ratio = from.seconds / to.seconds;
        if from.is_under { 1.0 / ratio } else { ratio }
    });
    let mut found: Vec<f64> = Vec::new();
    for ratio in ratios {
        let close = products.iter().filter(|product| (0.8..1.25).contains(&(*product / ratio)));
        found.extend(close);
        // `50/s × 3600 × 8 peak hours = 1.44M/day`: of a day only some hours count.
        if ratio == 86_400.0 && products.contains(&3600.0) && has_hours(left) {
            found.push(ratio);
        }
    }
    found.sort_by(f64::total_cmp);
    found.dedup();
    found
}

/// Whether an expression has a number that may be the hours of a part of a day.
fn has_hours(left: &Expression) -> bool {
    let mut amounts = left.operands.iter().flat_map(|operand| &operand.amounts);
    amounts.any(|amount| (2.0..24.0).contains(&amount.value()) && amount.magnitude.is_empty())
}

/// A time that a number is of, or per.
#[derive(Clone, Copy, Debug)]
struct Lapse {
    seconds: f64,
    is_under: bool,
}

/// Returns the seconds of the periods that an expression is per.
pub(super) fn periods(side: &Expression) -> impl Iterator<Item = f64> {
    lapses(side).into_iter().filter(|lapse| lapse.is_under).map(|lapse| lapse.seconds)
}

/// Returns the times of an expression; those below a second may have been converted to seconds in the head.
fn lapses(side: &Expression) -> Vec<Lapse> {
    let amounts = side.operands.iter().flat_map(|operand| &operand.amounts);
    let measures = amounts.flat_map(|amount| &amount.readings).map(|reading| &reading.measure);
    let parts = measures.flat_map(|measure| {
        let over = measure.over.iter().map(|part| (part, false));
        over.chain(measure.under.iter().map(|part| (part, true)))
    });
    let of_time = parts.filter(|(part, _)| part.quality == Quality::Time);
    let lapse = |(part, is_under): (&Part, bool)| {
        let unit = catalog::lookup(part.text).and_then(catalog::unit)?;
        #[allow(clippy::cast_precision_loss)] // at most a year
        let seconds = unit.numerator as f64 / unit.denominator as f64;
        Some(Lapse { seconds: seconds.max(1.0), is_under })
    };
    of_time.filter_map(lapse).collect()
}

/// Returns how many steps of 1000 are in the largest unit of data of an expression.
pub(super) fn steps(side: &Expression) -> i32 {
    #[allow(clippy::cast_possible_truncation)] // at most 8
    let steps = sizes(side).into_iter().map(|size| libm::round(libm::log10(size.prefix) / 3.0) as i32);
    steps.max().unwrap_or(0)
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
