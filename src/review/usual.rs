//! What people mean by what they write: claims that hold though their bare arithmetic does not.
//!
//! Each is tried only after all readings of the text itself, and none makes a claim wrong.

use super::amount::Amount;
use super::claim::Found;
use super::expression::{Expression, Item, Operand};
use super::proof::slip;
use super::reading::{has, is_per_time, is_short};
use super::sides::{Sides, Tried};
use super::token::Op;
use super::words::{self, Quality};

/// A factor beyond which an unnamed difference is something that is not said rather than a mistake.
const FAR: f64 = 3e4;

/// What work is divided among: `10M/s × 1 KB × 7 days = 6 TB per broker` leaves out how many there are.
const SHARERS: [&str; 19] = [
    "broker",
    "server",
    "node",
    "shard",
    "partition",
    "instance",
    "machine",
    "pod",
    "worker",
    "replica",
    "region",
    "zone",
    "core",
    "thread",
    "consumer",
    "host",
    "reducer",
    "mapper",
    "disk",
];

/// Whether a claim holds as people mean it.
pub(super) fn holds(sides: &Sides<'_>, tried: &[Tried], claimed: &Amount, around: &str) -> bool {
    grouped(sides)
        || in_other_words(sides, tried, claimed)
        || per_million(sides, tried, around)
        || terms(sides, claimed)
        || rounded_up(sides, tried, claimed)
        || complement(tried, claimed)
        || speaks_of_rest(around) && rests(sides)
}

/// `333M × $3.50 = $1,165.50`: the price is per million. What a division comes to is so only if a word says it.
fn per_million(sides: &Sides<'_>, tried: &[Tried], around: &str) -> bool {
    let per_million = |tried: &Tried| sides.holds(tried.factor * 1e6) || sides.holds(tried.factor / 1e6);
    let divides = sides.left.items.contains(&Item::Op(Op::Div));
    let is_said = || ["million", "per m", "/m", "per 1m", "/1m"].iter().any(|word| speaks(around, word));
    has(sides.left, Quality::Money) && tried.iter().any(per_million) && (!divides || is_said())
}

/// Whether a text has a word, in any case.
fn speaks(text: &str, word: &str) -> bool {
    let text = text.to_lowercase();
    let is_end = |end: usize| !text.get(end..).is_some_and(|rest| rest.starts_with(char::is_alphabetic));
    text.match_indices(word).any(|(at, _)| is_end(at + word.len()))
}

/// `8 + 4 + 12 = 24B`: the letter is a unit. `28 / 43.2 = 65 points`: of a hundred.
fn in_other_words(sides: &Sides<'_>, tried: &[Tried], claimed: &Amount) -> bool {
    let power = claimed.readings.first().map_or(0, |reading| reading.measure.exponent);
    let is_letter = claimed.magnitude.len() == 1
        && sides.left.operands.iter().flat_map(|of| &of.amounts).all(Amount::is_bare);
    let is_letter = is_letter
        || claimed.has_prefix
            && !sides.left.operands.iter().flat_map(|of| &of.amounts).any(|of| of.has_prefix);
    let letter = libm::pow(10.0, f64::from(power));
    tried.iter().any(|tried| {
        is_letter && sides.holds(tried.factor / letter)
            || claimed.is_of_hundred && sides.holds(tried.factor / 100.0)
    })
}

/// `25 + 5 = 2 coins`: the terms are counted.
fn terms(sides: &Sides<'_>, claimed: &Amount) -> bool {
    let mut operators = sides.left.items.iter().filter(|item| matches!(item, Item::Op(_)));
    #[allow(clippy::cast_precision_loss)] // at most 24
    let count = sides.left.operands.len() as f64;
    operators.all(|item| *item == Item::Op(Op::Add)) && claimed.value() == count
}

/// `10,000 documents × 5 KB text + 6 KB embedding = 110 MB`: the sums come first.
fn grouped(sides: &Sides<'_>) -> bool {
    let items = &sides.left.items;
    let has = |ops: [Op; 2]| items.iter().any(|item| matches!(item, Item::Op(op) if ops.contains(op)));
    let is_flat = !items.iter().any(|item| matches!(item, Item::Open(_)));
    if !(is_flat && has([Op::Add, Op::Sub]) && has([Op::Mul, Op::Div])) {
        return false;
    }
    let mut grouped = vec![Item::Open(String::new())];
    for item in items {
        if matches!(item, Item::Op(Op::Mul | Op::Div)) {
            grouped.extend([Item::Close, item.clone(), Item::Open(String::new())]);
        } else {
            grouped.push(item.clone());
        }
    }
    grouped.push(Item::Close);
    let left = Expression { items: grouped, ..sides.left.clone() };
    let (tried, _) = Sides { left: &left, ..*sides }.tried();
    tried.iter().any(|tried| sides.holds(tried.factor))
}

/// Whether only counts of different things are added: `4 cores + 2 disks = 10 connections`.
fn is_sum_of_others(found: &Found, likely: &Tried) -> bool {
    let is_sum = |left: &Expression| {
        let mut operators = left.items.iter().filter(|item| matches!(item, Item::Op(_)));
        let mut amounts = left.operands.iter().flat_map(|of| &of.amounts);
        operators.all(|item| matches!(item, Item::Op(Op::Add | Op::Sub)))
            && amounts.all(|amount| amount.has_words)
    };
    !likely.has_unit
        && !found.is_step
        && found.left.iter().all(is_sum)
        && slip(&likely.lines[0], &likely.lines[1], 1.0 / likely.factor)
            .is_none_or(|slip| slip.kind != "prefix")
}

/// Whether a number is written as a power of ten, which says its magnitude only.
pub(super) fn is_power_of_ten(right: &[Expression]) -> bool {
    right.iter().any(|whole| {
        let base = whole.operands.first().and_then(|base| base.amounts.first());
        whole.items.iter().filter(|item| matches!(item, Item::Op(_))).eq([&Item::Op(Op::Pow)])
            && base.is_some_and(|base| base.number == "10")
            || base.is_some_and(|base| base.number.starts_with("1e"))
    })
}

/// Whether the left side is a rate or counts without units while the claim is of a rate that has other factors:
/// `2 pods × 2 cores = 8,000 signatures/s`, `1 packet / 30 s = 1.7M/s`.
fn is_rate_of_others(found: &Found, likely: &Tried) -> bool {
    let qualities = [Quality::Data, Quality::Time, Quality::Money];
    let has_units = |side: &Expression| qualities.iter().any(|quality| has(side, *quality));
    let slip = slip(&likely.lines[0], &likely.lines[1], 1.0 / likely.factor);
    let is_named = slip.is_some_and(|slip| matches!(slip.kind, "prefix" | "digit"));
    let is_rate =
        found.right.iter().any(is_per_time) && !found.right.iter().any(|right| has(right, Quality::Data));
    let is_one = |left: &Expression| {
        let first = left.operands.first().and_then(|first| first.amounts.first());
        left.items.iter().filter(|item| matches!(item, Item::Op(_))).eq([&Item::Op(Op::Div)])
            && first.is_some_and(|first| first.value() <= 10.0 && first.magnitude.is_empty())
    };
    let large =
        |left: &Expression| left.operands.iter().flat_map(|of| &of.amounts).any(|of| of.value() == 86_400.0);
    is_rate && found.left.iter().any(|left| is_one(left) || !is_named && !has_units(left) && !large(left))
}

/// Whether a power alone is said to be something of another kind: `10^7 operations/s = 10 seconds`.
fn is_power_of_others(found: &Found) -> bool {
    let is_power =
        |left: &Expression| left.items.iter().all(|item| !matches!(item, Item::Op(op) if *op != Op::Pow));
    let has_noun = |side: &Expression| {
        let mut amounts = side.operands.iter().flat_map(|of| &of.amounts);
        amounts.any(|of| of.has_words && of.magnitude.is_empty())
    };
    let of_other = |left: &Expression| has_noun(left) || found.right.iter().any(has_noun);
    !found.is_step && found.left.iter().any(|left| is_power(left) && of_other(left))
}

/// `2,300 / 2,000 = 2 servers`
fn rounded_up(sides: &Sides<'_>, tried: &[Tried], claimed: &Amount) -> bool {
    let value = claimed.value();
    let divides = sides.left.items.iter().any(|item| matches!(item, Item::Op(Op::Div)));
    let is_whole = libm::trunc(value) == value && value <= 1000.0 && claimed.magnitude.is_empty();
    divides && is_whole && tried.iter().any(|tried| libm::ceil(value / tried.factor) == value)
}

/// Words beside a share that say what it leaves.
const RESTS: [&str; 36] = [
    "hit", "miss", "cache", "cdn", "edge", "origin", "saving", "save", "reduc", "compress", "dedup",
    "discount", "off", "less", "rest", "remain", "left", "idle", "drop", "cut", "without", "fail", "lost",
    "loss", "sav", "lower", "avoid", "fewer", "free", "overhead", "unused", "waste", "survive", "keep",
    "retain", "churn",
];

/// Whether a text says that a share is of what is not counted.
fn speaks_of_rest(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphabetic());
    words.any(|word| RESTS.iter().any(|rest| word.starts_with(rest)))
}

/// `3 / 30 = 90%`: the rest.
fn complement(tried: &[Tried], claimed: &Amount) -> bool {
    let share = claimed.value() / 100.0;
    claimed.is_percent()
        && tried.iter().any(|tried| {
            let rest = 1.0 - share / tried.factor;
            // More than all is no share: `10% × 10 shards = 65%`.
            let of_claimed = (1.0 - share) * tried.factor / share;
            rest <= 0.0 && share < 1.0 || (rest / share - 1.0).abs() < 0.05 && (of_claimed - 1.0).abs() < 0.05
        })
}

/// `1000 × 95% hit rate = 50`: the misses.
fn rests(sides: &Sides<'_>) -> bool {
    if !sides.left.operands.iter().any(|operand| operand.amounts.iter().any(Amount::is_percent)) {
        return false;
    }
    let of_amount = |amount: &Amount| match amount.is_percent() {
        true => Amount { number: format!("{}", 100.0 - amount.value()), ..amount.clone() },
        false => amount.clone(),
    };
    let of_operand = |operand: &Operand| Operand {
        amounts: operand.amounts.iter().map(of_amount).collect(),
        ..operand.clone()
    };
    let operands = sides.left.operands.iter().map(of_operand).collect();
    let left = Expression { operands, ..sides.left.clone() };
    let (tried, _) = Sides { left: &left, ..*sides }.tried();
    tried.iter().any(|tried| sides.holds(tried.factor))
}

/// Whether a wrong claim says only a part of what was computed.
pub(super) fn is_partial(found: &Found, text: &str, likely: &Tried) -> bool {
    let whole = text.get(found.place.clone()).unwrap_or("");
    is_shared(found, text)
        || is_rate_of_others(found, likely)
        || is_power_of_others(found)
        || is_sum_of_others(found, likely)
        || has_rate_of_others(found)
        || is_far(likely, if is_of_something_else(whole) { 1.0 } else { FAR })
        || found.is_step && ["-seconds", "-hours", "-days"].iter().any(|unit| whole.contains(unit))
}

/// Whether a factor is further from 1 than that and is that of no slip, or of too many prefixes at once.
fn is_far(likely: &Tried, far: f64) -> bool {
    let size = likely.factor.max(1.0 / likely.factor);
    let slip = slip(&likely.lines[0], &likely.lines[1], 1.0 / likely.factor);
    size > far && slip.is_none() || far == 1.0 && size > FAR
}

/// `1 failure per 1,000 × 2 databases = 2 inconsistencies per second`: of how many is not said. Prices are.
fn has_rate_of_others(found: &Found) -> bool {
    found.left.iter().any(|left| left.items.contains(&Item::Op(Op::Per)) && !has(left, Quality::Money))
}

/// `100 series × 2 bytes per sample = 11 MB/day`: how many samples is not said.
fn is_of_something_else(whole: &str) -> bool {
    let lower = whole.to_lowercase();
    let lower = lower.replace('/', " per ");
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let stem = |word: &str| word.trim_end_matches('s').to_owned();
    words.windows(2).any(|pair| match pair {
        ["per", word] => {
            let is_noun = word.chars().all(char::is_alphabetic)
                && words::measures(word).is_empty()
                && words::magnitude(word).is_none();
            is_noun && words.iter().filter(|other| stem(other) == stem(word)).count() == 1
        }
        _ => false,
    })
}

/// Whether a claim is of each of several things that its left side does not count.
fn is_shared(found: &Found, text: &str) -> bool {
    let left = text.get(found.place.start..found.result.start).unwrap_or("").to_lowercase();
    let result = text.get(found.result.clone()).unwrap_or("").to_lowercase();
    let words = result.split(|c: char| !c.is_alphanumeric()).collect::<Vec<_>>();
    words.windows(2).any(|pair| match pair {
        ["per", word] => SHARERS.contains(word) && !left.contains(word),
        _ => false,
    })
}

/// Whether an expression has times shorter than a second, which have prefixes.
pub(super) fn has_short_time(expression: &Expression) -> bool {
    let amounts = expression.operands.iter().flat_map(|operand| &operand.amounts);
    let mut parts = amounts.flat_map(|amount| &amount.readings).flat_map(|reading| &reading.measure.over);
    parts.any(|part| part.quality == Quality::Time && is_short(part.text))
}
