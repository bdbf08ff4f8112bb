//! Sums and products of whole numbers, whose last digit is known: `8 + 8 + 4 + 64` is 84 and not about 74.

use super::amount::Amount;
use super::claim::Found;
use super::expression::{Expression, Item};
use super::token::Op;

/// The most digits of a number that is taken as it stands, and of what is known to the last digit.
const MOST: usize = 4;

/// The most digits of a factor of a product that is taken so.
const SMALL: usize = 2;

/// Beyond this no rounding explains a number.
const QUARTER: f64 = 1.25;

/// Whether a claim is off though nothing of it was rounded: the right number has no more digits than the claimed one, or
/// is not what the claimed one is rounded from and further than a quarter from it.
pub(super) fn is_off(found: &Found, claimed: &Amount, factor: f64) -> bool {
    let is_plain = !(found.is_arrow || found.is_open || found.is_broken || claimed.is_rough);
    let [left] = found.left.as_slice() else { return false };
    if !is_plain || left.is_loose || found.right.len() > 1 || claimed.number.contains(['e', 'E']) {
        return false;
    }
    let Some(slack) = slack(left, factor) else { return false };
    let (value, right) = (claimed.value(), claimed.value() / factor);
    let digits = digits(right);
    let exponent = libm::floor(libm::log10(value.abs().max(1e-300))) + 1.0;
    #[allow(clippy::cast_precision_loss)] // at most 40
    let half = libm::pow(10.0, exponent - claimed.significant as f64) / 2.0;
    let tiny = half * 1e-9;
    let is_rounded =
        right * (1.0 + slack) >= value - half - tiny && right * (1.0 - slack) < value + half - tiny;
    let is_far = factor.max(1.0 / factor) > QUARTER;
    digits <= MOST && !is_rounded && (digits <= claimed.significant || is_far)
}

/// Whether a text has a product that is a name: `8x7B`.
pub(super) fn is_name(text: &str) -> bool {
    let digit = |byte: u8| byte.is_ascii_digit();
    text.as_bytes().windows(3).any(|three| matches!(three, [a, b'x', b] if digit(*a) && digit(*b)))
}

/// Returns by what share the result may differ because whole numbers of several digits were rounded before. `None` if it
/// is no sum and no product of whole numbers.
fn slack(left: &Expression, factor: f64) -> Option<f64> {
    let is_flat = |ops: [Op; 2]| {
        let mut items = left.items.iter();
        items.all(|item| matches!(item, Item::Operand(_)) || matches!(item, Item::Op(op) if ops.contains(op)))
    };
    let amounts: Vec<&Amount> = left.operands.iter().filter_map(whole).collect();
    if amounts.len() < left.operands.len() {
        return None;
    }
    let half = |amount: &Amount| if amount.number.len() > 1 { 0.5 } else { 0.0 };
    if is_flat([Op::Mul, Op::Mul]) {
        // `1000 clients × 3 retries = 4000 requests`: the first counts too.
        let more = |amount: &&Amount| (factor * amount.value() / (amount.value() + 1.0) - 1.0).abs() < 1e-9;
        if amounts.iter().any(more) || amounts.iter().any(|amount| amount.number.len() > SMALL) {
            return None;
        }
        return Some(amounts.iter().map(|amount| half(amount) / amount.value()).sum());
    }
    let same = amounts.windows(2).all(|pair| pair[0].readings == pair[1].readings);
    let sum: f64 = amounts.iter().map(|amount| amount.value()).sum();
    (is_flat([Op::Add, Op::Add]) && same)
        .then(|| amounts.iter().map(|amount| half(amount)).sum::<f64>() / sum)
}

/// Returns the number of an operand that is whole and short, and no share, range or name.
fn whole(operand: &super::expression::Operand) -> Option<&Amount> {
    let [amount] = operand.amounts.as_slice() else { return None };
    let is_whole = amount.number.len() <= MOST && amount.number.bytes().all(|byte| byte.is_ascii_digit());
    (is_whole && amount.value() > 0.0 && !amount.is_rough && !amount.is_percent()).then_some(amount)
}

/// Counts the digits of a number, without zeros at its end.
fn digits(value: f64) -> usize {
    let text = format!("{value:.6e}");
    let mantissa = text.split('e').next().unwrap_or("").replace('.', "");
    mantissa.trim_end_matches('0').len().max(1)
}
