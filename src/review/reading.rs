//! The readings of a claim, each written in napkin's own language.

use std::fmt::Write as _;

use super::amount::{Amount, Reading};
use super::expression::{Expression, Item, Operand};
use super::token::Op;
use super::words::{Part, Quality};

/// The most readings of a claim that are tried.
const MOST: usize = 24;

/// Which units are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keep {
    /// Times that a number is of.
    pub times: bool,
    /// Times that a number is per.
    pub periods: bool,
    pub data: bool,
    pub money: bool,
    pub other: bool,
}

impl Keep {
    /// All of them.
    pub const ALL: Keep = Keep { times: true, periods: true, data: true, money: true, other: true };

    /// Without periods: `5M × 100 KB = 500 GB/day` says on one side only that it is a day.
    pub const NO_PERIODS: Keep = Keep { periods: false, ..Keep::ALL };

    /// Without times, so that the numbers count as they stand: `7 days × 86.4 GB = 604.8 GB`.
    pub const NO_TIMES: Keep = Keep { times: false, ..Keep::NO_PERIODS };

    fn keeps(self, part: &Part, is_under: bool) -> bool {
        match part.quality {
            Quality::Time if is_under => self.periods,
            Quality::Time => self.times,
            Quality::Data => self.data,
            Quality::Money => self.money,
            Quality::Other => self.other,
        }
    }
}

/// For each operand of both sides the reading that is taken: an amount and one of its readings.
pub type Choice = Vec<(usize, usize)>;

/// Returns the choices of readings for the operands of both sides, the likely ones first.
pub fn choices(left: &Expression, right: &Expression) -> Vec<Choice> {
    let operands: Vec<&Operand> = left.operands.iter().chain(&right.operands).collect();
    let all = |operand: &Operand| -> Vec<(usize, usize)> {
        let amounts = operand.amounts.iter().enumerate();
        amounts
            .flat_map(|(at, amount)| (0..amount.readings.len()).map(move |reading| (at, reading)))
            .collect()
    };
    let options: Vec<Vec<(usize, usize)>> = operands.iter().map(|operand| all(operand)).collect();
    let first: Choice = options.iter().filter_map(|options| options.first().copied()).collect();
    let mut choices = vec![first];
    // With one operand read otherwise, then with two, and so on.
    for (at, options) in options.iter().enumerate() {
        let known = choices.len();
        for other in options.iter().skip(1) {
            for choice in 0..known {
                if choices.len() >= MOST {
                    break;
                }
                let Some(mut choice) = choices.get(choice).cloned() else { continue };
                if let Some(place) = choice.get_mut(at) {
                    *place = *other;
                }
                choices.push(choice);
            }
        }
    }
    choices.sort_by_key(|choice| choice.iter().map(|(amount, reading)| amount + reading).sum::<usize>());
    choices
}

/// Writes an expression with a choice for each of its operands.
pub fn written(expression: &Expression, choice: &[(usize, usize)], keep: Keep) -> String {
    let taken = |number: usize| {
        let operand = expression.operands.get(number)?;
        let (amount, reading) = choice.get(number)?;
        let amount = operand.amounts.get(*amount)?;
        Some((amount, amount.readings.get(*reading)?))
    };
    let mut text = String::new();
    let items = &expression.items;
    // `7% + 24%` has two readings in the language, but not where only shares are added.
    let has_sum = items.iter().any(|item| matches!(item, Item::Op(Op::Add | Op::Sub)));
    let of_shares = has_sum && expression.operands.iter().flat_map(|of| &of.amounts).all(Amount::is_percent);
    for (at, item) in items.iter().enumerate() {
        match item {
            Item::Op(op @ (Op::Add | Op::Sub)) if is_share_of_sum(expression, at) => {
                // `100 GB + 20%` is a fifth more.
                let sign = if *op == Op::Add { "+" } else { "-" };
                let share = match items.get(at + 1) {
                    Some(Item::Operand(number)) => taken(*number),
                    _ => None,
                };
                let share = share.map(|(amount, _)| amount.number.as_str()).unwrap_or_default();
                let _ = write!(text, " * (1 {sign} {share}%)");
            }
            Item::Operand(_) if at > 0 && is_share_of_sum(expression, at - 1) => {}
            Item::Operand(number) => {
                if let Some((amount, _)) = taken(*number).filter(|_| of_shares) {
                    let _ = write!(text, "({}/100)", amount.number);
                } else if let Some((amount, reading)) = taken(*number) {
                    text.push_str(&of_amount(amount, reading, keep));
                }
            }
            Item::Op(op) => text.push_str(op.symbol()),
            Item::Open(function) => {
                text.push_str(function);
                text.push('(');
            }
            Item::Close => text.push(')'),
        }
    }
    text
}

/// Whether the operator at a place adds a share to what is no share, and is the last of its sum.
fn is_share_of_sum(expression: &Expression, at: usize) -> bool {
    let items = &expression.items;
    let share = |at: usize| match items.get(at) {
        Some(Item::Operand(number)) => expression.operands.get(*number),
        _ => None,
    };
    let is_percent = |operand: &Operand| operand.amounts.iter().any(Amount::is_percent);
    let is_one =
        |operand: &Operand| operand.amounts.iter().any(|amount| amount.is_bare() && amount.value() == 1.0);
    matches!(items.get(at), Some(Item::Op(Op::Add | Op::Sub)))
        && share(at + 1).is_some_and(is_percent)
        && at.checked_sub(1).and_then(share).is_some_and(|before| !is_percent(before) && !is_one(before))
        && at == 1
        && items.len() == 3
}

/// Writes an amount.
fn of_amount(amount: &Amount, reading: &Reading, keep: Keep) -> String {
    let measure = &reading.measure;
    let mut text = match measure.exponent {
        0 => amount.number.clone(),
        power => match suffix(power).filter(|_| !amount.number.contains(['e', 'E'])) {
            Some(letters) => format!("{}{letters}", amount.number),
            None => format!("{:e}", amount.value() * libm::pow(10.0, f64::from(power))),
        },
    };
    if reading.is_percent {
        return format!("{text}%");
    }
    let mut over: Vec<&Part> = measure.over.iter().filter(|part| keep.keeps(part, false)).collect();
    if let Some(at) = over.iter().position(|part| part.text == "$") {
        over.remove(at);
        text.insert(0, '$');
    } else if !over.is_empty() {
        let _ = write!(text, " {}", over.remove(0).text);
    }
    let mut is_product = false;
    for part in over {
        is_product = true;
        let _ = write!(text, " * 1 {}", part.text);
    }
    for part in measure.under.iter().filter(|part| keep.keeps(part, true)) {
        let _ = write!(text, "/{}", part.text);
    }
    if measure.times != 1.0 {
        is_product = true;
        text = format!("{} * {text}", measure.times);
    }
    if is_product { format!("({text})") } else { text }
}

fn suffix(power: i32) -> Option<&'static str> {
    Some(match power {
        3 => "k",
        6 => "M",
        9 => "bn",
        12 => "tn",
        _ => return None,
    })
}

/// Whether an expression has a unit of a quality.
pub fn has(expression: &Expression, quality: Quality) -> bool {
    let amounts = expression.operands.iter().flat_map(|operand| &operand.amounts);
    let mut readings = amounts.flat_map(|amount| &amount.readings);
    readings.any(|reading| {
        reading.measure.over.iter().chain(&reading.measure.under).any(|part| part.quality == quality)
    })
}

/// Whether an expression is of something per time.
pub fn is_per_time(side: &Expression) -> bool {
    let amounts = side.operands.iter().flat_map(|operand| &operand.amounts);
    let mut under = amounts.flat_map(|amount| &amount.readings).flat_map(|reading| &reading.measure.under);
    under.any(|part| part.quality == Quality::Time)
}

/// Whether a unit of time has a prefix.
pub fn is_short(unit: &str) -> bool {
    matches!(unit, "ms" | "us" | "ns" | "\u{b5}s")
}
