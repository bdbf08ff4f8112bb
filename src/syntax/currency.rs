//! Signs of currencies, which are declared by their price.

use std::ops::Range;

/// A currency with a sign of its own.
pub(super) struct Currency {
    sign: char,
    pub code: &'static str,
    /// Its price in dollars in 2024, rounded, to start from.
    pub price: &'static str,
}

/// The table. A sign of two currencies has a row for each.
const CURRENCIES: [Currency; 8] = [
    Currency { sign: '€', code: "EUR", price: "$1.08" },
    Currency { sign: '£', code: "GBP", price: "$1.28" },
    Currency { sign: '¥', code: "JPY", price: "$0.0066" },
    Currency { sign: '¥', code: "CNY", price: "$0.14" },
    Currency { sign: '₹', code: "INR", price: "$0.012" },
    Currency { sign: '₽', code: "RUB", price: "$0.011" },
    Currency { sign: '₩', code: "KRW", price: "$0.00073" },
    Currency { sign: '₺', code: "TRY", price: "$0.030" },
];

/// Returns the currencies with a sign.
pub(super) fn named(sign: char) -> impl Iterator<Item = &'static Currency> {
    CURRENCIES.iter().filter(move |currency| currency.sign == sign)
}

/// Returns the amounts with a sign in a text, each with how it is written with a code: `5 GBP` for `£5` and `5 £`.
pub(super) fn amounts<'a>(
    text: &'a str,
    sign: char,
    code: &'a str,
) -> impl Iterator<Item = (Range<usize>, String)> {
    let is_number = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '_');
    text.match_indices(sign).filter_map(move |(at, sign)| {
        let behind = at + sign.len();
        let (before, after) = (text.get(..at)?, text.get(behind..)?);
        let number = after.find(|c: char| !is_number(c)).unwrap_or(after.len());
        if after.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
            return Some((at..behind + number, format!("{} {code}", after.get(..number)?)));
        }
        let amount = before.trim_end_matches(' ');
        let is_amount = amount.ends_with(|c: char| c.is_ascii_alphanumeric());
        is_amount.then(|| (amount.len()..behind, format!(" {code}")))
    })
}
